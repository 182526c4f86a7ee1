"""keras.metrics that are means: the running result after each of two batches, plain, weighted and masked."""

from metric_cases import CLASSES, make_case

from common import Numbers, write

SEED = 15
METRICS = (
    ("Accuracy", {}, "equal"),
    ("BinaryAccuracy", {"threshold": 0.3}, "bits"),
    ("CategoricalAccuracy", {}, "one-hot"),
    ("SparseCategoricalAccuracy", {}, "ids"),
    ("TopKCategoricalAccuracy", {"k": 2}, "one-hot"),
    ("SparseTopKCategoricalAccuracy", {"k": 2}, "ids"),
    ("MeanSquaredError", {}, "numbers"),
    ("MeanAbsoluteError", {}, "numbers"),
    ("MeanAbsolutePercentageError", {}, "positive"),
    ("MeanSquaredLogarithmicError", {}, "positive"),
    ("RootMeanSquaredError", {}, "numbers"),
    ("LogCoshError", {}, "numbers"),
    ("CosineSimilarity", {}, "numbers"),
    ("KLDivergence", {}, "positive"),
    ("Poisson", {}, "positive"),
    ("Hinge", {}, "bits"),
    ("SquaredHinge", {}, "bits"),
    ("CategoricalHinge", {}, "one-hot"),
    ("BinaryCrossentropy", {}, "bits"),
    ("CategoricalCrossentropy", {}, "one-hot"),
    ("SparseCategoricalCrossentropy", {}, "ids"),
)
PLAIN = (
    ("BinaryAccuracy", {"threshold": 0.5}, "bits"),
    ("BinaryCrossentropy", {"fromLogits": True, "labelSmoothing": 0.1}, "bits"),
    ("CategoricalCrossentropy", {"fromLogits": True, "labelSmoothing": 0.1}, "one-hot"),
    ("SparseCategoricalCrossentropy", {"fromLogits": True}, "ids"),
)


def main() -> None:
    numbers = Numbers(SEED)
    cases = []
    for metric, config, kind in METRICS:
        cases.append(make_case(numbers, metric, config, kind, (2, CLASSES), "weight"))
        if metric != "RootMeanSquaredError":  # Keras leaves its mask out of account
            cases.append(make_case(numbers, metric, config, kind, (2, CLASSES), "mask"))
    for metric, config, kind in PLAIN:
        cases.append(make_case(numbers, metric, config, kind, (CLASSES,)))
    ignoring = {"ignoreClass": 1}
    cases.append(make_case(numbers, "SparseCategoricalCrossentropy", ignoring, "ids", (2, CLASSES), "weight"))
    cases.append(make_case(numbers, "SparseCategoricalCrossentropy", ignoring, "ids", (2, CLASSES), "weight and mask"))
    write(__file__, ["keras", "numpy"], SEED, cases)


if __name__ == "__main__":
    main()
