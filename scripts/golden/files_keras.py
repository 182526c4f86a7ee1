"""Files that Keras saved, with an input and what it predicts: .keras and .h5, and one in the dialect of Keras 2.

The files lie gzipped in test/golden/files; the JSON holds inputs and predictions. Weights are set from seeded numbers.
"""

import gzip
import io
import json
import sys
import tempfile
from pathlib import Path

from common import Numbers, tensor, write

import h5py
import keras
import numpy as np
from keras import layers

SEED = 61


def sequence():
    return keras.Sequential(
        [
            keras.Input((5,)),
            layers.Embedding(6, 2, mask_zero=True),
            layers.Bidirectional(layers.LSTM(2, return_sequences=True, dropout=0.1)),
            layers.TimeDistributed(layers.Dense(3, activation="tanh")),
            layers.GRU(2, reset_after=False, kernel_regularizer="l2"),
            layers.Dense(2, activation="softmax"),
        ],
        name="sequence",
    )


def graph():
    a, b = keras.Input((3, 2), name="a"), keras.Input((4, 2), name="b")
    first, h, c = layers.LSTM(2, return_sequences=True, return_state=True)(a)
    second = layers.LSTM(2, return_sequences=True)(b, initial_state=[h, c])
    looked = layers.Attention(use_scale=True)([second, first])
    x = layers.Concatenate()([second, looked])
    x = keras.Sequential([layers.Dense(3), layers.BatchNormalization()], name="inner")(x)
    x = layers.RNN([layers.LSTMCell(2), layers.GRUCell(2)])(x)
    return keras.Model([a, b], x, name="graph")


def save(model, name: str, folder: Path) -> None:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / name
        model.save(path)
        (folder / f"{name}.gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))


def keras2(numbers: Numbers, folder: Path) -> dict:
    """A GRU with the hard sigmoid of Keras 2, written as tf.keras 2 does."""
    arrays = [numbers.uniform(shape) for shape in [(2, 9), (3, 9), (2, 9), (3, 1), (1,)]]

    def hard_sigmoid(x):
        return keras.ops.clip(0.2 * x + 0.5, 0, 1)

    model = keras.Sequential(
        [keras.Input((4, 2)), layers.GRU(3, recurrent_activation=hard_sigmoid), layers.Dense(1, activation="sigmoid")]
    )
    model.set_weights(arrays)
    x = numbers.uniform((2, 4, 2), 3)
    gru = {"name": "gru", "trainable": True, "batch_input_shape": [None, 4, 2], "dtype": "float32", "units": 3}
    gru |= {"return_sequences": False, "return_state": False, "go_backwards": False, "stateful": False}
    gru |= {"unroll": False, "time_major": False, "implementation": 2, "reset_after": True}
    gru |= {"activation": "tanh", "recurrent_activation": "hard_sigmoid", "use_bias": True}
    gru |= {"kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": None}}}
    dense = {"name": "dense", "trainable": True, "dtype": "float32", "units": 1, "activation": "sigmoid"}
    dense |= {"use_bias": True}
    described = [{"class_name": "GRU", "config": gru}, {"class_name": "Dense", "config": dense}]
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        file.attrs["keras_version"], file.attrs["backend"] = b"2.15.0", b"tensorflow"
        config = {"class_name": "Sequential", "config": {"name": "old", "layers": described}}
        file.attrs["model_config"] = json.dumps(config).encode()
        group = file.create_group("model_weights")
        group.attrs["layer_names"] = [b"gru", b"dense"]
        names = [f"gru/gru_cell/{name}:0" for name in ("kernel", "recurrent_kernel", "bias")]
        for layer, own, values in [
            ("gru", names, arrays[:3]),
            ("dense", ["dense/kernel:0", "dense/bias:0"], arrays[3:]),
        ]:
            place = group.create_group(layer)
            place.attrs["weight_names"] = [name.encode() for name in own]
            for name, value in zip(own, values, strict=True):
                place[name] = value
    (folder / "old.h5.gz").write_bytes(gzip.compress(buffer.getvalue(), mtime=0))
    return {"file": "old.h5", "x": [tensor(x)], "y": tensor(model.predict(x, verbose=0)), "next": None}


def main() -> None:
    numbers = Numbers(SEED)
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parents[2] / "test" / "golden") / "files"
    folder.mkdir(exist_ok=True)
    cases = []
    for make, name in [(sequence, "sequence.keras"), (graph, "graph.keras"), (sequence, "sequence.h5")]:
        keras.utils.clear_session()
        model = make()
        model.set_weights([np.abs(numbers.uniform(w.shape)) + 0.1 if "variance" in w.path else numbers.uniform(w.shape) for w in model.weights])
        model.compile(optimizer=keras.optimizers.Adam(0.01), loss="mse", metrics=["mae", "accuracy"])
        if make is sequence:
            x = [np.array([[1, 2, 0, 0, 0], [3, 4, 5, 1, 2]], "float32")]
        else:
            x = [numbers.uniform((2, 3, 2)), numbers.uniform((2, 4, 2))]
        given, target = x if len(x) > 1 else x[0], np.eye(2, dtype="float32")
        if make is graph:  # no dropout: what follows is the same in every library
            for _ in range(2):
                model.train_on_batch(given, target)
        save(model, name, folder)
        y = tensor(model.predict(given, verbose=0))
        after = float(model.train_on_batch(given, target, return_dict=True)["loss"]) if make is graph else None
        cases.append({"file": name, "x": [tensor(value) for value in x], "y": y, "next": after})
    cases.append(keras2(numbers, folder))
    write(__file__, ["keras", "jax", "h5py"], SEED, cases)


if __name__ == "__main__":
    main()
