"""keras.regularizers: the penalty of a weight and its gradient."""

from common import Numbers, keras_arguments, number, tensor, write

import jax
import keras
import numpy as np

SEED = 18
REGULARIZERS = [
    ("L1", {"l1": 0.01}),
    ("L1", {"l1": 0.3}),
    ("L2", {"l2": 0.01}),
    ("L2", {"l2": 0.3}),
    ("L1L2", {"l1": 0.02, "l2": 0.3}),
]


def main() -> None:
    weight = Numbers(SEED).uniform((4, 3), 2.0)  # none is 0, where Keras's backends disagree about the slope of |w|
    cases = []
    for name, config in REGULARIZERS:
        regularizer = getattr(keras.regularizers, name)(**keras_arguments(config))
        value, gradient = jax.value_and_grad(regularizer)(weight)
        cases.append(
            {
                "regularizer": {"className": name, "config": config},
                "weight": tensor(weight),
                "value": number(np.float32(value)),
                "gradient": tensor(gradient),
            }
        )
    write(__file__, ["keras", "jax", "numpy"], SEED, cases)


if __name__ == "__main__":
    main()
