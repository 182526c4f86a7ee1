"""keras.losses of classes: value and gradient, plain, weighted and masked; with an ignored class."""

from loss_cases import LossCases, write_cases

from common import Numbers

import numpy as np

SEED = 17
CLASSES = 3
ROWS = (2, 3)


def main() -> None:
    numbers = Numbers(SEED)
    shape = (*ROWS, CLASSES)
    ids = numbers.generator.integers(0, CLASSES, ROWS).astype("int32")
    hot = np.eye(CLASSES, dtype="float32")[ids]
    soft = abs(numbers.uniform(shape))
    logits = numbers.uniform(shape, 4.0)
    logits[0, 0] = [120, -120, 0]
    probabilities = abs(numbers.uniform(shape)) + 0.01  # rows need not sum to 1
    extreme = probabilities.copy()
    extreme[0, 0] = [0, 1, 0]
    extreme[1, 2] = np.eye(CLASSES)[ids[1, 2]]
    cases = LossCases(numbers, ROWS)
    for from_logits, prediction in ((True, logits), (False, probabilities), (False, extreme)):
        runs = 1 if prediction is extreme else 4
        cases.add("CategoricalCrossentropy", {"fromLogits": from_logits}, hot, prediction, runs)
        cases.add("SparseCategoricalCrossentropy", {"fromLogits": from_logits}, ids, prediction, runs)
    for from_logits, prediction in ((True, logits), (False, probabilities)):
        smooth = {"fromLogits": from_logits, "labelSmoothing": 0.2}
        cases.add("CategoricalCrossentropy", smooth, soft, prediction, 1)
        cases.add("CategoricalFocalCrossentropy", {"fromLogits": from_logits}, hot, prediction, 4 - 3 * from_logits)
        ignoring = {"fromLogits": from_logits, "ignoreClass": int(ids[0, 1])}
        cases.add("SparseCategoricalCrossentropy", ignoring, ids, prediction)
    focal = {"alpha": 0.5, "gamma": 1.5, "labelSmoothing": 0.1}
    cases.add("CategoricalFocalCrossentropy", focal, hot, probabilities, 1)
    padded = ids.copy()
    padded[1, 1:] = -1
    cases.add("SparseCategoricalCrossentropy", {"ignoreClass": -1}, padded[..., None], probabilities, 2)
    cases.add("CategoricalHinge", {}, hot, probabilities)
    for reduction in ("sum", "meanWithSampleWeight"):
        cases.add("SparseCategoricalCrossentropy", {"ignoreClass": 0, "reduction": reduction}, ids, probabilities)
    write_cases(__file__, SEED, cases)


if __name__ == "__main__":
    main()
