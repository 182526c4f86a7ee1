"""Classifiers of padded texts: Embedding(mask_zero) -> LSTM, GRU or both ways -> logits, on batches of other lengths, padded
behind; predictions, and the losses of steps with clipped gradients."""

from common import Numbers, keras_arguments, tensor, write
from train_cases import adam

import keras
import numpy as np

SEED = 73
V, D, U, C, B = 9, 3, 2, 3, 4
CLIP = 0.5
LENGTHS = [[5, 3, 1, 5], [2, 2, 4, 1], [6, 6, 1, 2], [3, 1, 1, 2]]


def make_layer(entry: dict):
    config = dict(entry["config"])
    if entry["className"] == "Bidirectional":
        return keras.layers.Bidirectional(make_layer(config["layer"]))
    return getattr(keras.layers, entry["className"])(**keras_arguments(config))


def make_case(numbers: Numbers, name: str, reader: dict) -> dict:
    layers = [
        {"className": "Embedding", "config": {"inputDim": V, "outputDim": D, "maskZero": True}},
        reader,
        {"className": "Dense", "config": {"units": C}},
    ]
    model = keras.Sequential([keras.Input((None,)), *map(make_layer, layers)])
    initial = [numbers.uniform(weight.shape, 1.2) for weight in model.get_weights()]
    model.set_weights(initial)
    optimizer = adam(1e-7)
    model.compile(
        optimizer=keras.optimizers.Adam(**keras_arguments(optimizer["config"]), global_clipnorm=CLIP),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    texts, targets, losses = [], [], []
    predictions = None
    for lengths in LENGTHS:
        ids = np.zeros((B, max(lengths)), dtype=np.int64)
        for row, length in enumerate(lengths):
            ids[row, :length] = numbers.generator.integers(1, V, length)
        target = numbers.generator.integers(0, C, B)
        if predictions is None:
            predictions = model.predict(ids, verbose=0)
        texts.append(ids)
        targets.append(target)
        model.reset_metrics()
        losses.append(np.float32(model.train_on_batch(ids, target)))
    return {
        "name": name,
        "layers": layers,
        "optimizer": {**optimizer, "config": {**optimizer["config"], "globalClipNorm": CLIP}},
        "inputs": [tensor(ids) for ids in texts],
        "targets": [tensor(target) for target in targets],
        "initialWeights": [tensor(weight) for weight in initial],
        "predictions": tensor(predictions),
        "losses": tensor(losses)["data"],
        "finalWeights": [tensor(weight) for weight in model.get_weights()],
    }


def main() -> None:
    numbers = Numbers(SEED)
    lstm = {"className": "LSTM", "config": {"units": U}}
    gru = {"className": "GRU", "config": {"units": U}}
    both = {"className": "Bidirectional", "config": {"layer": gru}}
    cases = [make_case(numbers, *case) for case in (("LSTM", lstm), ("GRU both ways", both))]
    write(__file__, ["keras", "jax", "numpy"], SEED, cases)


if __name__ == "__main__":
    main()
