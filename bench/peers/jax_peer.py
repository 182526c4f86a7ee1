"""python jax_peer.py FOLDER THREADS: the recurrent workload of a fixture in JAX; waits for orders on standard input."""

import sys

import jax
import jax.numpy as jnp
import numpy as np
import optax

from common import Fixture, keras_epsilon, serve

fixture = Fixture(sys.argv[1], np)
batch = fixture.input[0]
ACTIVATIONS = {"linear": lambda x: x, "relu": jax.nn.relu, "sigmoid": jax.nn.sigmoid}


def lstm_step(weights):
    _, recurrent, _ = weights

    def step(state, inputs):
        h, c = state
        i, f, g, o = jnp.split(inputs + h @ recurrent, 4, -1)
        c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
        h = jax.nn.sigmoid(o) * jnp.tanh(c)
        return (h, c), h

    return step


def gru_step(weights):
    _, recurrent, bias = weights

    def step(state, inputs):
        (h,) = state
        z, r, n = jnp.split(inputs, 3, -1)
        hz, hr, hn = jnp.split(h @ recurrent + bias[1], 3, -1)
        z, r = jax.nn.sigmoid(z + hz), jax.nn.sigmoid(r + hr)
        h = z * h + (1 - z) * jnp.tanh(n + r * hn)
        return (h,), h

    return step


def recurrent(layer, weights, x, state=None):
    kernel, _, bias = weights
    lstm = layer["kind"] == "lstm"
    zeros = jnp.zeros((x.shape[0], layer["units"]), "float32")
    start = state if state is not None else (zeros, zeros) if lstm else (zeros,)
    inputs = jnp.swapaxes(x, 0, 1) @ kernel + (bias if lstm else bias[0])
    state, hidden = jax.lax.scan((lstm_step if lstm else gru_step)(weights), start, inputs)
    return (jnp.swapaxes(hidden, 0, 1) if layer["sequences"] else hidden[-1]), state


def forward(weights, x, key, dropout, state=None):
    weights = list(weights)
    for layer in fixture.layers:
        if layer["kind"] == "dropout":
            if dropout:
                kept = 1 - layer["rate"]
                x = jnp.where(jax.random.bernoulli(key, kept, x.shape), x / kept, 0)
        elif layer["kind"] == "dense":
            kernel, bias = weights.pop(0), weights.pop(0)
            x = ACTIVATIONS[layer["activation"]](x @ kernel + bias)
        else:
            x, state = recurrent(layer, weights[:3], x, state)
            del weights[:3]
            # the state given is that of the only recurrent layer of a stream
            state = state if fixture.loss == "stream" else None
    return x, state


def build(dropout):
    weights = [jnp.asarray(each) for each in fixture.weights]
    batches = [(jnp.asarray(x), jnp.asarray(y)) for x, y in fixture.batches]
    if fixture.loss == "stream":
        zeros = jnp.zeros((batch, fixture.layers[0]["units"]), "float32")
        state = (zeros, zeros)

        @jax.jit
        def call(weights, x, state):
            y, state = forward(weights, x[:, None], None, False, state)
            return y[0, 0], state

        def stream(i):
            nonlocal state
            y, state = call(weights, batches[i % 4][0], state)
            return float(y)

        return stream

    def loss_of(weights, x, y, key):
        prediction, _ = forward(weights, x, key, dropout)
        if fixture.loss == "labels":
            return optax.softmax_cross_entropy_with_integer_labels(prediction, y).mean()
        return jnp.mean((prediction - y) ** 2)

    optimizer = optax.inject_hyperparams(optax.adam)(0.001, eps=lambda count: keras_epsilon(count + 1))

    @jax.jit
    def update(weights, slots, x, y, i):
        key = jax.random.fold_in(jax.random.key(1), i)
        loss, gradients = jax.value_and_grad(loss_of)(weights, x, y, key)
        changes, slots = optimizer.update(gradients, slots)
        return optax.apply_updates(weights, changes), slots, loss

    slots = optimizer.init(weights)

    def train(i):
        nonlocal weights, slots
        weights, slots, loss = update(weights, slots, *batches[i % 4], i)
        return float(loss)

    return train


serve("JAX", jax.__version__, fixture, build)
