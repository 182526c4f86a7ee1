"""An encoder, a decoder and additive attention as one Keras model: logits, loss and gradients, with padding on both sides."""

from common import Numbers, tensor, write

import jax
import jax.numpy as jnp
import keras
import numpy as np
from keras import layers
from keras.src import backend

SEED = 47
SOURCE_SIZE, TARGET_SIZE = 6, 7
UNITS, EMBEDDING, ATTENTION = 4, 3, 3
NAMES = ("source_embedding", "encoder", "target_embedding", "decoder", "query", "key", "attention", "combine", "logits")
SOURCE = [[1, 2, 3, 4], [5, 3, 0, 0], [2, 0, 0, 0]]
BEFORE = [[2, 4, 5], [2, 6, 0], [2, 0, 0]]
TARGET = [[4, 5, 3], [6, 3, 0], [3, 0, 0]]


def translator(cell: str, bidirectional: bool) -> keras.Model:
    recurrent = getattr(layers, cell)
    whole = {"return_sequences": True, "return_state": True}
    source = keras.Input((None,), dtype="int32", name="source")
    before = keras.Input((None,), dtype="int32", name="before")
    read = layers.Embedding(SOURCE_SIZE, EMBEDDING, mask_zero=True, name="source_embedding")(source)
    if bidirectional:
        encoder = layers.Bidirectional(recurrent(UNITS // 2, **whole), name="encoder")
        steps, *states = encoder(read)
        half = len(states) // 2
        states = [layers.Concatenate()([states[i], states[half + i]]) for i in range(half)]
    else:
        steps, *states = recurrent(UNITS, name="encoder", **whole)(read)
    told = layers.Embedding(TARGET_SIZE, EMBEDDING, mask_zero=True, name="target_embedding")(before)
    decoded, *_ = recurrent(UNITS, name="decoder", **whole)(told, initial_state=states)
    query = layers.Dense(ATTENTION, use_bias=False, name="query")(decoded)
    key = layers.Dense(ATTENTION, name="key")(steps)
    seen = layers.AdditiveAttention(name="attention")([query, steps, key])
    combined = layers.Dense(UNITS, activation="tanh", name="combine")(layers.Concatenate()([decoded, seen]))
    return keras.Model([source, before], layers.Dense(TARGET_SIZE, name="logits")(combined))


def make_case(numbers: Numbers, cell: str, bidirectional: bool) -> dict:
    model = translator(cell, bidirectional)
    variables = [variable for name in NAMES for variable in model.get_layer(name).weights]
    weights = [numbers.uniform(variable.shape, 1.5) for variable in variables]
    ids = [np.asarray(each, "int32") for each in (SOURCE, BEFORE)]
    target = np.asarray(TARGET, "int32")
    entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)

    def run(values):
        with backend.StatelessScope(state_mapping=list(zip(variables, values))):
            logits = model(ids)
            backend.set_keras_mask(logits, jnp.asarray(ids[1] != 0))
            return entropy(target, logits), logits

    (loss, logits), gradients = jax.value_and_grad(run, has_aux=True)([jnp.asarray(value) for value in weights])
    return {
        "cell": cell,
        "bidirectional": bidirectional,
        "source": tensor(ids[0]),
        "before": tensor(ids[1]),
        "target": tensor(target),
        "weights": {
            name: [tensor(weights[i]) for i, variable in enumerate(variables) if owner(model, variable) == name]
            for name in NAMES
        },
        "logits": tensor(logits),
        "loss": float(loss),
        "gradients": [tensor(value) for value in gradients],
    }


def owner(model: keras.Model, variable) -> str:
    return next(name for name in NAMES if any(variable is each for each in model.get_layer(name).weights))


def main() -> None:
    numbers = Numbers(SEED)
    cases = [make_case(numbers, cell, both) for cell, both in (("LSTM", True), ("GRU", False))]
    write(__file__, ["keras", "jax"], SEED, cases)


if __name__ == "__main__":
    main()
