"""keras.constraints: a weight before and after."""

from common import Numbers, keras_arguments, tensor, write

import keras

SEED = 19
CONSTRAINTS = [
    ("MaxNorm", {"maxValue": 2, "axis": 0}),
    ("MaxNorm", {"maxValue": 0.5, "axis": 0}),
    ("MaxNorm", {"maxValue": 1, "axis": 1}),
    ("MaxNorm", {"maxValue": 1, "axis": [0, 1]}),
    ("NonNeg", {}),
    ("UnitNorm", {"axis": 0}),
    ("UnitNorm", {"axis": 1}),
    ("MinMaxNorm", {"minValue": 0.5, "maxValue": 1, "rate": 1, "axis": 0}),
    ("MinMaxNorm", {"minValue": 2, "maxValue": 3, "rate": 0.3, "axis": 1}),
]


def main() -> None:
    numbers = Numbers(SEED)
    weight = numbers.uniform((4, 3))
    weight[:, 1] = numbers.uniform((4,), 0.1)  # one short column
    weight[:, 2] = 0  # and one of length 0
    cases = []
    for name, config in CONSTRAINTS:
        constraint = getattr(keras.constraints, name)(**keras_arguments(config))
        cases.append(
            {
                "constraint": {"className": name, "config": config},
                "weight": tensor(weight),
                "output": tensor(constraint(weight)),
            }
        )
    write(__file__, ["keras", "jax", "numpy"], SEED, cases)


if __name__ == "__main__":
    main()
