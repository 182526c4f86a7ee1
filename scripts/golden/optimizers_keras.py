"""keras.optimizers: two variables after each of ten steps along a fixed sequence of gradients."""

from common import Numbers, keras_arguments, tensor, write

import keras

SEED = 16
STEPS = 10
SHAPES = [(2, 2), (3,)]
OPTIMIZERS = [
    ("SGD", {"learningRate": 0.1, "momentum": 0.0, "nesterov": False}),
    ("SGD", {"learningRate": 0.1, "momentum": 0.9, "nesterov": False}),
    ("SGD", {"learningRate": 0.1, "momentum": 0.9, "nesterov": True}),
    ("Adam", {"learningRate": 0.001, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-7, "amsgrad": False}),
    ("Adam", {"learningRate": 0.05, "beta1": 0.8, "beta2": 0.9, "epsilon": 1e-7, "amsgrad": False}),
    ("Adam", {"learningRate": 0.05, "beta1": 0.9, "beta2": 0.999, "epsilon": 0.1, "amsgrad": False}),
    ("Adam", {"learningRate": 0.05, "beta1": 0.8, "beta2": 0.9, "epsilon": 1e-7, "amsgrad": True}),
]


def make_case(optimizer: str, config: dict, initial: list, gradients: list) -> dict:
    variables = [keras.Variable(value) for value in initial]
    state = getattr(keras.optimizers, optimizer)(**keras_arguments(config))
    values = []
    for gradient in gradients:
        state.apply(gradient, variables)
        values.append([tensor(variable) for variable in variables])
    return {
        "optimizer": {"className": optimizer, "config": config},
        "initial": [tensor(value) for value in initial],
        "gradients": [[tensor(value) for value in gradient] for gradient in gradients],  # [step][variable]
        "values": values,  # [step][variable], after the step
        **({"later": True} if config.get("amsgrad") else {}),  # not in the first release
    }


def main() -> None:
    numbers = Numbers(SEED)
    initial = [numbers.uniform(shape) for shape in SHAPES]
    gradients = [[numbers.uniform(shape) for shape in SHAPES] for _ in range(STEPS)]
    gradients[0][0][0, 0] = 0  # a first gradient of zero: 0 / (0 + epsilon)
    cases = [make_case(optimizer, config, initial, gradients) for optimizer, config in OPTIMIZERS]
    write(__file__, ["keras", "jax", "numpy"], SEED, cases)


if __name__ == "__main__":
    main()
