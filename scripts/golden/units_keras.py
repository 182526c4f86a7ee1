"""keras.layers that work on each number by itself, and Softmax."""

from common import Numbers, write
from image_cases import make_case

SEED = 41
CASES = [
    ("ELU", {}, (2, 4)),
    ("ELU", {"alpha": 0.4}, (2, 3)),
    ("GaussianNoise", {"stddev": 0.2}, (2, 3)),
    ("LeakyReLU", {}, (2, 4)),
    ("LeakyReLU", {"negativeSlope": 0.1}, (2, 3)),
    ("PReLU", {}, (2, 3, 2)),
    ("PReLU", {"sharedAxes": [1]}, (2, 3, 2)),
    ("ReLU", {}, (2, 4)),
    ("ReLU", {"maxValue": 1}, (2, 6)),
    ("ReLU", {"maxValue": 6, "negativeSlope": 0.2}, (2, 6)),
    ("ReLU", {"threshold": 0.5}, (2, 6)),
    ("ReLU", {"threshold": 0.5, "maxValue": 1.5, "negativeSlope": 0.1}, (2, 8)),
    ("Softmax", {}, (2, 5)),
    ("Softmax", {"axis": 1}, (2, 3, 2)),
]


def main() -> None:
    numbers = Numbers(SEED)
    cases = [make_case(numbers, *case) for case in CASES]
    mask = numbers.bits((3, 4)) > 0
    mask[1] = False
    cases.append(make_case(numbers, "Softmax", {}, (3, 4), mask=mask))
    write(__file__, ["keras", "jax", "numpy"], SEED, cases)


if __name__ == "__main__":
    main()
