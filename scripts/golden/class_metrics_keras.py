"""keras.metrics that count: the running result after each of two batches, plain and weighted."""

from metric_cases import CLASSES, make_case

from common import Numbers, write

SEED = 19


def main() -> None:
    numbers = Numbers(SEED)
    cases = []
    for metric in ("Precision", "Recall"):
        for config in ({}, {"thresholds": 0.3}, {"topK": 2}, {"topK": 1, "thresholds": 0.6}, {"classId": 1}):
            cases.append(make_case(numbers, metric, config, "bits", (CLASSES,)))
        cases.append(make_case(numbers, metric, {}, "bits", (CLASSES,), "weight"))
        cases.append(make_case(numbers, metric, {"topK": 2, "classId": 2}, "one-hot", (CLASSES,), "weight"))
        cases.append(make_case(numbers, metric, {}, "bits", (2, CLASSES), "weight"))
    for average in ("none", "micro", "macro", "weighted"):
        cases.append(make_case(numbers, "F1Score", {"average": average}, "one-hot", (CLASSES,), "weight"))
        cases.append(make_case(numbers, "F1Score", {"average": average, "threshold": 0.5}, "bits", (CLASSES,)))
    for curve in ("ROC", "PR"):
        for method in ("interpolation", "majoring", "minoring"):
            config = {"curve": curve, "summationMethod": method}
            cases.append(make_case(numbers, "AUC", config, "bits", (CLASSES,), "weight"))
        cases.append(make_case(numbers, "AUC", {"curve": curve, "numThresholds": 7}, "bits", (2, CLASSES)))
        cases.append(make_case(numbers, "AUC", {"curve": curve, "thresholds": [0.2, 0.25, 0.7]}, "bits", (CLASSES,)))
        cases.append(make_case(numbers, "AUC", {"curve": curve, "fromLogits": True}, "bits", (CLASSES,)))
    for aggregation in ("uniformAverage", "varianceWeightedAverage"):
        config = {"classAggregation": aggregation}
        cases.append(make_case(numbers, "R2Score", config, "numbers", (CLASSES,)))
        cases.append(make_case(numbers, "R2Score", config, "numbers", (CLASSES,), "weight"))
    write(__file__, ["keras", "numpy"], SEED, cases)


if __name__ == "__main__":
    main()
