"""torch.optim.Rprop, and the optimizers that only TensorFlow 1 had by their documented formulas in float32 NumPy."""

from common import Numbers, tensor, write

import numpy as np
import torch

SEED = 26
STEPS = 10
AFTER = [1, 2, 5, 10]
SHAPES = [(2, 2), (3,)]
L1 = "l1RegularizationStrength"
L2 = "l2RegularizationStrength"
OPTIMIZERS = [
    ("Rprop", {"learningRate": 0.01}),
    ("Rprop", {"learningRate": 0.1, "etas": [0.6, 1.5], "stepSizes": [0.05, 0.2]}),
    ("Momentum", {"learningRate": 0.1, "momentum": 0.9}),
    ("Momentum", {"learningRate": 0.1, "momentum": 0.9, "useNesterov": True}),
    ("AdagradDA", {"learningRate": 0.1}),
    ("AdagradDA", {"learningRate": 0.1, "initialGradientSquaredAccumulatorValue": 0.3, L1: 0.05, L2: 0.2}),
    ("ProximalAdagrad", {"learningRate": 0.1}),
    ("ProximalAdagrad", {"learningRate": 0.1, "initialAccumulatorValue": 0.3, L1: 0.1, L2: 0.2}),
    ("ProximalGradientDescent", {"learningRate": 0.1}),
    ("ProximalGradientDescent", {"learningRate": 0.1, L1: 0.2, L2: 0.3}),
]


def rprop(config: dict, initial: list, gradients: list) -> list:
    variables = [torch.tensor(value, requires_grad=True) for value in initial]
    state = torch.optim.Rprop(
        variables,
        lr=config["learningRate"],
        etas=tuple(config.get("etas", (0.5, 1.2))),
        step_sizes=tuple(config.get("stepSizes", (1e-6, 50))),
    )
    values = []
    for gradient in gradients:
        for variable, g in zip(variables, gradient):
            variable.grad = torch.tensor(g)
        state.step()
        values.append([variable.detach().numpy().copy() for variable in variables])
    return values


def shrunk(x, by):
    return np.sign(x) * np.maximum(np.abs(x) - by, 0)


def tensorflow_1(optimizer: str, config: dict, w: np.ndarray, gradients: list) -> list:
    """What tf.compat.v1.train documents: ApplyMomentum, ApplyAdagradDA, ApplyProximalAdagrad, ApplyProximalGradientDescent."""
    f = np.float32
    rate, l1, l2 = f(config["learningRate"]), f(config.get(L1, 0)), f(config.get(L2, 0))
    a, values = np.zeros_like(w), []
    if optimizer == "ProximalAdagrad":
        a += f(config.get("initialAccumulatorValue", 0.1))
    q = np.full_like(w, config.get("initialGradientSquaredAccumulatorValue", 0.1))
    for step, g in enumerate(gradients, 1):
        if optimizer == "Momentum":
            momentum = f(config["momentum"])
            a = momentum * a + g
            w = w - (rate * (g + momentum * a) if config.get("useNesterov") else rate * a)
        elif optimizer == "AdagradDA":
            a, q = a + g, q + g * g
            w = -rate * shrunk(a, l1 * f(step)) / (l2 * f(step) * rate + np.sqrt(q))
        elif optimizer == "ProximalAdagrad":
            a = a + g * g
            s = rate / np.sqrt(a)
            w = shrunk(w - s * g, s * l1) / (1 + s * l2)
        else:
            w = shrunk(w - rate * g, rate * l1) / (1 + rate * l2)
        values.append(w.astype(f))
    return values


def make_case(optimizer: str, config: dict, initial: list, gradients: list) -> dict:
    if optimizer == "Rprop":
        values = rprop(config, initial, gradients)
    else:
        each = [
            tensorflow_1(optimizer, config, value, [gradient[i] for gradient in gradients])
            for i, value in enumerate(initial)
        ]
        values = [list(step) for step in zip(*each)]
    return {
        "optimizer": {"className": optimizer, "config": config},
        "values": [[tensor(value) for value in values[step - 1]] for step in AFTER],  # [step of after][variable]
    }


def main() -> None:
    numbers = Numbers(SEED)
    initial = [numbers.uniform(shape) for shape in SHAPES]
    gradients = [[numbers.uniform(shape) for shape in SHAPES] for _ in range(STEPS)]
    gradients[0][0][0, 0] = 0
    shared = {
        "initial": [tensor(value) for value in initial],
        "gradients": [[tensor(value) for value in gradient] for gradient in gradients],  # [step][variable]
        "after": AFTER,
    }
    cases = [shared, *(make_case(optimizer, config, initial, gradients) for optimizer, config in OPTIMIZERS)]
    write(__file__, ["torch", "numpy"], SEED, cases)


if __name__ == "__main__":
    main()
