"""What the makers of loss fixtures share: a case is a loss, a batch, and its value and gradient under weights and masks."""

from common import Numbers, keras_arguments, snake, tensor, write

import jax
import keras
import numpy as np
from keras.src.backend import set_keras_mask

SHAPE = (2, 3, 2)


class LossCases:
    """The cases of one file, all under the same weights and the same mask."""

    def __init__(self, numbers: Numbers, rows: tuple = SHAPE[:-1]):
        weights = abs(numbers.uniform(rows))
        self.cases = []
        self.mask = numbers.bits(rows)
        self.mask.ravel()[:2] = [1, 0]
        # a weight a sample is [B, 1] here: Keras refuses [B] for predictions of several steps
        self.weightings = [(None, False), (weights, False), (weights[:, :1], True), (None, True)]

    def add(self, loss: str, config: dict, target, prediction, runs: int = 4) -> None:
        arguments = keras_arguments(config)
        if "reduction" in arguments:
            arguments["reduction"] = snake(arguments["reduction"])
        function = getattr(keras.losses, loss)(**arguments)

        def value(estimate, weight, masked):
            if masked:
                set_keras_mask(estimate, self.mask.astype(bool))
            return function(target, estimate, sample_weight=weight)

        results = []
        for weight, masked in self.weightings[:runs]:
            result, gradient = jax.value_and_grad(lambda y: value(y, weight, masked))(jax.numpy.asarray(prediction))
            results.append(
                {
                    **({} if weight is None else {"weight": tensor(weight)}),
                    **({"mask": tensor(self.mask)} if masked else {}),
                    "value": tensor(result)["data"][0],
                    "gradient": tensor(np.asarray(gradient))["data"],
                }
            )
        self.cases.append(
            {
                "loss": {"className": loss, "config": config},
                "target": tensor(target),
                "prediction": tensor(prediction),
                "runs": results,
            }
        )


def write_cases(script: str, seed: int, cases: LossCases) -> None:
    write(script, ["keras", "jax", "numpy"], seed, cases.cases)
