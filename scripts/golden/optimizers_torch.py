"""torch.optim.Rprop: two variables after some of ten steps along a fixed sequence of gradients."""

from common import Numbers, tensor, write

import torch

SEED = 26
STEPS = 10
AFTER = [1, 2, 5, 10]
SHAPES = [(2, 2), (3,)]
OPTIMIZERS = [
    ("Rprop", {"learningRate": 0.01}),
    ("Rprop", {"learningRate": 0.1, "etas": [0.6, 1.5], "stepSizes": [0.05, 0.2]}),
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


def make_case(optimizer: str, config: dict, initial: list, gradients: list) -> dict:
    values = rprop(config, initial, gradients)
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
