"""Recurrent layers of Keras with their options: outputs, masks, and the gradient of L = sum_k sum(cotangent_k * output_k).

Gradients are those of the input, of the initial states, and of the weights in Keras's order.
"""

from common import NAMED_FUNCTIONS, Numbers, snake, tensor, write

import jax
import keras

SEED = 23
PARTS = ("cell", "layer", "backwardLayer")
B, T, D, U = 2, 3, 2, 2
MASK = [[1, 0, 1], [0, 1, 0]]


def hard_sigmoid_keras2(x):
    return keras.ops.clip(0.2 * x + 0.5, 0.0, 1.0)


def make(entry: dict):
    """A Keras layer from { className, config }."""

    def value_of(key, value):
        if key in PARTS:
            return make(value)
        if key == "cells":
            return [make(each) for each in value]
        if value == "hardSigmoidKeras2":
            return hard_sigmoid_keras2
        return snake(value) if key in NAMED_FUNCTIONS else value

    arguments = {snake(key): value_of(key, value) for key, value in entry["config"].items()}
    return getattr(keras.layers, entry["className"])(**arguments)


def make_case(numbers: Numbers, entry: dict, shape=(B, T, D), mask=None, states=0) -> dict:
    layer = make(entry)
    x = numbers.uniform(shape, 1.5)
    layer.build(x.shape)
    weights = [numbers.uniform(variable.shape, 0.8) for variable in layer.trainable_variables]
    begin = [numbers.uniform((shape[0], U)) for _ in range(states)]
    marks = None if mask is None else jax.numpy.asarray(mask, dtype=bool)

    def forward(x, begin, weights):
        given = {} if not begin else {"initial_state": begin}
        if marks is not None:
            given["mask"] = marks
        outputs, _ = layer.stateless_call(weights, layer.non_trainable_variables, x, **given)
        return jax.tree.leaves(outputs)

    outputs, pull_back = jax.vjp(forward, x, begin, weights)
    cotangents = [numbers.uniform(output.shape) for output in outputs]
    gradients = pull_back(cotangents)
    case = {"layer": entry, "input": tensor(x)}
    if mask is not None:
        case["mask"] = tensor(mask)
        case["keepsMask"] = jax.tree.leaves(layer.compute_mask(x, marks)) != []
    if begin:
        case["states"] = [tensor(state) for state in begin]
    return {
        **case,
        "weights": [tensor(value) for value in weights],
        "outputs": [tensor(output) for output in outputs],
        "cotangents": [tensor(value) for value in cotangents],
        "gradients": [tensor(value) for value in jax.tree.leaves(gradients)],
    }


def entry(class_name: str, **config) -> dict:
    return {"className": class_name, "config": config}


def main() -> None:
    numbers = Numbers(SEED)
    cases = []

    def case(class_name: str, config: dict, **given) -> None:
        cases.append(make_case(numbers, entry(class_name, units=U, **config), **given))

    sequences = {"returnSequences": True}
    case("GRU", {})
    case("GRU", {**sequences, "goBackwards": True, "returnState": True}, states=1)
    case("GRU", {"resetAfter": False, **sequences})
    case("GRU", {"resetAfter": False, "activation": "relu", "recurrentActivation": "hardSigmoid"}, mask=MASK)
    case("GRU", {"recurrentActivation": "hardSigmoidKeras2", "useBias": False})
    case("GRU", {**sequences, "zeroOutputForMask": True, "activation": "linear"}, mask=MASK)
    case("GRU", {"returnState": True}, mask=MASK, states=1)
    case("SimpleRNN", {})
    case("SimpleRNN", {"activation": "relu", **sequences, "returnState": True}, states=1)
    case("SimpleRNN", {"activation": "sigmoid", "goBackwards": True, "useBias": False}, mask=MASK)
    case("SimpleRNN", {**sequences, "zeroOutputForMask": True, "goBackwards": True}, mask=MASK)
    case("LSTM", {"returnState": True, "recurrentActivation": "hardSigmoid"}, mask=MASK, states=2)
    case("LSTM", {**sequences, "recurrentActivation": "hardSigmoidKeras2", "zeroOutputForMask": True}, mask=MASK)
    case("LSTM", {"activation": "relu", "goBackwards": True, "zeroOutputForMask": True}, mask=MASK)
    case("LSTM", {**sequences, "goBackwards": True}, mask=MASK, states=2)
    write(__file__, ["keras", "jax", "numpy"], SEED, cases)


if __name__ == "__main__":
    main()
