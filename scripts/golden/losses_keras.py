"""keras.losses of numbers and bits: value and gradient, plain, weighted and masked, and by every reduction."""

from loss_cases import SHAPE, LossCases, write_cases

from common import Numbers

import numpy as np

SEED = 14
ESTIMATES = ("MeanSquaredError", "MeanAbsoluteError", "LogCosh", "Huber", "CosineSimilarity")
POSITIVE = ("MeanAbsolutePercentageError", "MeanSquaredLogarithmicError", "Poisson")
HINGES = ("Hinge", "SquaredHinge")


def main() -> None:
    numbers = Numbers(SEED)
    values, estimates = numbers.uniform(SHAPE, 2.0), numbers.uniform(SHAPE, 2.0)
    positive, means = abs(numbers.uniform(SHAPE, 3.0)) + 0.1, abs(numbers.uniform(SHAPE, 3.0)) + 0.1
    logits = numbers.uniform(SHAPE, 4.0)
    logits.ravel()[:4] = [120, -120, -120, 120]  # sigmoid(-120) is 0 in float32
    probabilities = abs(numbers.uniform(SHAPE))
    probabilities.ravel()[:4] = [0, 1, 0, 1]
    bits = numbers.bits(SHAPE)
    bits.ravel()[:4] = [0, 1, 1, 0]  # exactly right twice, exactly wrong twice
    shares = abs(numbers.uniform(SHAPE))
    below = np.minimum(probabilities, 0.97)  # at 1, the end of the clipping, JAX halves the gradient
    cases = LossCases(numbers)
    for loss in ESTIMATES:
        cases.add(loss, {}, values, estimates)
    cases.add("Huber", {"delta": 0.4}, values, estimates)
    for loss in POSITIVE:
        cases.add(loss, {}, positive, means)
    for loss in HINGES:
        cases.add(loss, {}, bits, estimates)
        cases.add(loss, {}, 2 * bits - 1, estimates, runs=1)
    cases.add("KLDivergence", {}, shares, below)
    for smoothing in (0, 0.1):
        for from_logits in (False, True):
            config = {"fromLogits": from_logits, "labelSmoothing": smoothing}
            prediction = logits if from_logits else probabilities
            cases.add("BinaryCrossentropy", config, bits, prediction, runs=4 if smoothing == 0 else 1)
    inner = abs(numbers.uniform(SHAPE)) * 0.8 + 0.1
    for config, prediction in (
        ({}, inner),
        ({"applyClassBalancing": True, "alpha": 0.3, "gamma": 1.5, "labelSmoothing": 0.1}, inner),
        ({"fromLogits": True, "gamma": 3}, estimates),
    ):
        cases.add("BinaryFocalCrossentropy", config, bits, prediction, runs=4 if config == {} else 1)
    for reduction in ("sum", "mean", "meanWithSampleWeight"):
        cases.add("MeanSquaredError", {"reduction": reduction}, values, estimates)
        cases.add("KLDivergence", {"reduction": reduction}, shares, inner)
    write_cases(__file__, SEED, cases)


if __name__ == "__main__":
    main()
