"""torch's conv1d, conv2d and max_pool2d (ties among them), channels last as here; gradients of L = sum(cotangent * output)."""

from common import Numbers, tensor, write

import torch
import torch.nn.functional as F

SEED = 47
CASES = [
    ((2, 7, 3), (3, 3, 2), {"strides": [2], "dilationRate": [1]}),
    ((1, 8, 2), (2, 2, 3), {"strides": [2], "dilationRate": [3]}),
    ((2, 5, 6, 2), (2, 3, 2, 3), {"strides": [1, 1], "dilationRate": [1, 1]}),
    ((1, 6, 7, 2), (2, 3, 2, 2), {"strides": [2, 3], "dilationRate": [3, 2]}),
]
POOLS = [((1, 4, 6, 2), 2, 2), ((1, 5, 5, 2), 3, 1)]


def first(x):
    """Channels first."""
    return x.movedim(-1, 1)


def gradients(numbers: Numbers, output, inputs: list) -> dict:
    cotangent = torch.from_numpy(numbers.uniform(tuple(output.shape)))
    (output * cotangent).sum().backward()
    return {
        "inputs": [tensor(each.detach().numpy()) for each in inputs],
        "output": tensor(output.detach().numpy()),
        "cotangent": tensor(cotangent.numpy()),
        "gradients": [tensor(each.grad.numpy()) for each in inputs],
    }


def convolution(numbers: Numbers, shape: tuple, kernel: tuple, options: dict) -> dict:
    inputs = [torch.from_numpy(numbers.uniform(each)).requires_grad_() for each in (shape, kernel, kernel[-1:])]
    x, weight, bias = inputs
    run = F.conv1d if len(shape) == 3 else F.conv2d
    y = run(first(x), weight.movedim((-1, -2), (0, 1)), bias, options["strides"], 0, options["dilationRate"])
    return {"op": "conv", "options": options, **gradients(numbers, y.movedim(1, -1), inputs)}


def pooling(numbers: Numbers, shape: tuple, size: int, stride: int) -> dict:
    x = torch.from_numpy(numbers.uniform(shape, decimals=0)).requires_grad_()  # whole numbers: many are equal
    y = F.max_pool2d(first(x), size, stride)
    options = {"poolSize": size, "strides": stride}
    return {"op": "maxPool", "options": options, **gradients(numbers, y.movedim(1, -1), [x])}


def main() -> None:
    numbers = Numbers(SEED)
    cases = [convolution(numbers, *case) for case in CASES] + [pooling(numbers, *case) for case in POOLS]
    write(__file__, ["torch", "numpy"], SEED, cases)


if __name__ == "__main__":
    main()
