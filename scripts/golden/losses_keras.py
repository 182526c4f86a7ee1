"""keras.losses: the value by the default reduction (sum over batch size) and its gradient by the prediction."""

from common import Numbers, keras_arguments, tensor, write

import jax
import keras
import numpy as np

SEED = 14
SHAPES = [(5, 3), (2, 4, 3)]


def make_case(loss: str, config: dict, target, prediction, sample_weight=None) -> dict:
    function = getattr(keras.losses, loss)(**keras_arguments(config))
    value, gradient = jax.value_and_grad(lambda y: function(target, y, sample_weight=sample_weight))(prediction)
    return {
        "loss": {"className": loss, "config": config},
        "target": tensor(target),
        "prediction": tensor(prediction),
        **({} if sample_weight is None else {"sampleWeight": tensor(sample_weight)}),
        "value": tensor(value)["data"][0],
        "gradient": tensor(gradient),
    }


def main() -> None:
    numbers = Numbers(SEED)
    cases = []
    for shape in SHAPES:
        values, estimates = numbers.uniform(shape, 2.0), numbers.uniform(shape, 2.0)
        logits = numbers.uniform(shape, 4.0)
        logits.ravel()[:4] = [120, -120, -120, 120]  # sigmoid(-120) is 0 in float32
        probabilities = np.abs(numbers.uniform(shape))
        probabilities.ravel()[:4] = [0, 1, 0, 1]
        bits = numbers.bits(shape)
        bits.ravel()[:4] = [0, 1, 1, 0]  # exactly right twice, exactly wrong twice
        weights = [None, np.abs(numbers.uniform(shape[:-1]))]
        if len(shape) == 3:
            weights.append(np.abs(numbers.uniform((shape[0], 1))))  # a weight a sample: Keras refuses [B] here
        for weight in weights:
            cases.append(make_case("MeanSquaredError", {}, values, estimates, weight))
            for smoothing in (0, 0.1):
                for from_logits in (False, True):
                    config = {"fromLogits": from_logits, "labelSmoothing": smoothing}
                    prediction = logits if from_logits else probabilities
                    cases.append(make_case("BinaryCrossentropy", config, bits, prediction, weight))
    write(__file__, ["keras", "jax", "numpy"], SEED, cases)


if __name__ == "__main__":
    main()
