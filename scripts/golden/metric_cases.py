"""What the makers of metric fixtures share: the running result after each of two batches of different size."""

from common import Numbers, keras_arguments, snake, tensor

import jax
import keras
import numpy as np
from keras.src.backend import set_keras_mask

BATCHES = (3, 2)
CLASSES = 3
VALUES = ("classAggregation",)


def draw(numbers: Numbers, kind: str, shape: tuple):
    """Target and prediction of a kind."""
    prediction = np.abs(numbers.uniform(shape))
    if kind == "bits":
        prediction.ravel()[0] = 0.5  # exactly at the default threshold
        return numbers.bits(shape), prediction
    if kind == "numbers":
        return numbers.uniform(shape, 2.0), numbers.uniform(shape, 2.0)
    if kind == "positive":
        return np.abs(numbers.uniform(shape)) + 0.1, prediction + 0.1
    if kind == "equal":
        return numbers.bits(shape), numbers.bits(shape)
    ids = numbers.generator.integers(0, CLASSES, shape[:-1])
    prediction += 0.01
    return (ids.astype("int32") if kind == "ids" else np.eye(CLASSES, dtype="float32")[ids]), prediction


def make_case(numbers: Numbers, metric: str, config: dict, kind: str, shape: tuple, weighting: str = "") -> dict:
    arguments = keras_arguments(config)
    arguments = {key: snake(value) if key == snake(VALUES[0]) else value for key, value in arguments.items()}
    if arguments.get("average") == "none":
        arguments["average"] = None
    state = getattr(keras.metrics, metric)(**arguments)
    batches = []
    for size in BATCHES:
        target, prediction = draw(numbers, kind, (size, *shape))
        rows = prediction.shape[:-1]
        weight = np.abs(numbers.uniform(rows)) if "weight" in weighting else None
        estimate = jax.numpy.asarray(prediction)
        mask = numbers.bits(rows) if "mask" in weighting else None
        if mask is not None:
            mask.ravel()[:2] = [1, 0]
            set_keras_mask(estimate, mask.astype(bool))
        state.update_state(target, estimate, sample_weight=weight)
        batches.append(
            {
                "target": tensor(target),
                "prediction": tensor(prediction),
                **({} if weight is None else {"weight": tensor(weight)}),
                **({} if mask is None else {"mask": tensor(mask)}),
                "result": tensor(np.mean(state.result()))["data"][0],  # of everything so far; of classes the mean
            }
        )
    return {"metric": {"className": metric, "config": config}, "batches": batches}
