"""keras.metrics: the running result after each of two batches of different size, with and without sample weights."""

from common import Numbers, keras_arguments, tensor, write

import keras
import numpy as np

SEED = 15
BATCHES = (4, 3)
CLASSES = 3


def make_case(numbers: Numbers, metric: str, config: dict, shape: tuple, kind: str, weighted: bool) -> dict:
    state = getattr(keras.metrics, metric)(**keras_arguments(config))
    batches = []
    for size in BATCHES:
        prediction = np.abs(numbers.uniform((size, *shape)))
        if kind == "bits":
            prediction.ravel()[0] = 0.5  # exactly at the default threshold
            target = numbers.bits(prediction.shape)
        else:
            classes = numbers.generator.integers(0, CLASSES, prediction.shape[:-1])
            target = classes.astype("int32") if kind == "ids" else np.eye(CLASSES, dtype="float32")[classes]
        sample_weight = np.abs(numbers.uniform(prediction.shape[:-1])) if weighted else None
        state.update_state(target, prediction, sample_weight=sample_weight)
        batches.append(
            {
                "target": tensor(target),
                "prediction": tensor(prediction),
                **({} if sample_weight is None else {"sampleWeight": tensor(sample_weight)}),
                "result": tensor(state.result())["data"][0],  # of everything so far
            }
        )
    return {"metric": {"className": metric, "config": config}, "batches": batches}


def main() -> None:
    numbers = Numbers(SEED)
    cases = []
    for weighted in (False, True):
        for shape in ((CLASSES,), (2, CLASSES)):
            for metric, config, kind in (
                ("BinaryAccuracy", {"threshold": 0.5}, "bits"),
                ("BinaryAccuracy", {"threshold": 0.3}, "bits"),
                ("CategoricalAccuracy", {}, "one-hot"),
                ("SparseCategoricalAccuracy", {}, "ids"),
                ("MeanSquaredError", {}, "bits"),
                ("MeanAbsoluteError", {}, "bits"),
            ):
                cases.append(make_case(numbers, metric, config, shape, kind, weighted))
    write(__file__, ["keras", "numpy"], SEED, cases)


if __name__ == "__main__":
    main()
