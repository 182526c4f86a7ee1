"""Multinomial logistic regression on counts, solved by PyTorch's L-BFGS in double precision: the one minimum of
1/2 sum(W^2) + C sum(-ln softmax(x W + b)[label])."""

from common import tensor, write

import numpy as np
import torch

SEED = 71


def make_case(generator: np.random.Generator, rows: int, width: int, classes: int, c: float) -> dict:
    counts = generator.poisson(0.6, (rows, width))
    labels = generator.integers(0, classes, rows)
    x, target = torch.from_numpy(counts.astype(np.float64)), torch.from_numpy(labels)
    weights = torch.zeros((width, classes), dtype=torch.float64, requires_grad=True)
    bias = torch.zeros(classes, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS(
        [weights, bias], max_iter=2000, tolerance_grad=1e-12, tolerance_change=0, line_search_fn="strong_wolfe"
    )

    def loss() -> torch.Tensor:
        fit = torch.nn.functional.cross_entropy(x @ weights + bias, target, reduction="sum")
        return (weights**2).sum() / 2 + c * fit

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        value = loss()
        value.backward()
        return value

    optimizer.step(closure)
    return {
        "c": c,
        "counts": tensor(counts),
        "labels": [int(label) for label in labels],
        "weights": tensor(weights.detach().numpy()),
        # one number added to every bias changes nothing: they are given with a sum of zero
        "bias": tensor((bias - bias.mean()).detach().numpy()),
    }


def main() -> None:
    generator = np.random.default_rng(SEED)
    cases = [make_case(generator, 12, 5, 2, 1), make_case(generator, 20, 6, 3, 10), make_case(generator, 9, 4, 4, 0.1)]
    write(__file__, ["torch", "numpy"], SEED, cases)


if __name__ == "__main__":
    main()
