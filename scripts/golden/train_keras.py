"""Whole models trained by keras.Sequential.train_on_batch: the loss of each of ten steps, and where the weights end."""

from common import keras_arguments, write
from train_cases import SEED, STEPS, finished, train_cases

import keras
import numpy as np


def keras_object(module, spec: dict):
    return getattr(module, spec["className"])(**keras_arguments(spec["config"]))


def train(case: dict) -> dict:
    x, target = case["input"], case["target"]
    model = keras.Sequential([keras.Input(x.shape[1:])] + [keras_object(keras.layers, spec) for spec in case["layers"]])
    model.set_weights(case["initialWeights"])
    model.compile(
        optimizer=keras_object(keras.optimizers, case["optimizer"]), loss=keras_object(keras.losses, case["loss"])
    )
    losses = []
    for _ in range(STEPS):
        model.reset_metrics()  # else train_on_batch returns the mean over all steps so far
        losses.append(np.float32(model.train_on_batch(x, target)))
    return finished(case, losses, model.get_weights(), model.predict_on_batch(x))


def main() -> None:
    write(
        __file__,
        ["keras", "jax", "numpy"],
        SEED,
        [train(case) for case in train_cases(epsilon=1e-7, other_epsilon=1e-3)],
    )


if __name__ == "__main__":
    main()
