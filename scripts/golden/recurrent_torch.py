"""torch.nn.GRU and torch.nn.RNN in Keras's layout of weights; gradients of L = sum_k sum(cotangent_k * output_k).

PyTorch keeps W_ih [3U, D] and W_hh [3U, U] with gate rows r, z, n, each with a bias: Keras's GRU with resetAfter, its
gates in the order z, r, h. nn.RNN has two biases that are added: bias = b_ih + b_hh.
"""

from common import Numbers, tensor, write

import numpy as np
import torch

SEED = 14
PARAMETERS = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")


def to_torch(values: np.ndarray, gates: int) -> torch.Tensor:
    """[n, gates * U] or [gates * U] in Keras's order as PyTorch's parameter."""
    blocks = np.split(values, gates, axis=-1)
    order = [blocks[1], blocks[0], blocks[2]] if gates == 3 else blocks
    return torch.from_numpy(np.concatenate(order, axis=-1).T.copy())


def from_torch(values: torch.Tensor, gates: int) -> np.ndarray:
    blocks = np.split(values.numpy().T, gates, axis=-1)
    order = [blocks[1], blocks[0], blocks[2]] if gates == 3 else blocks
    return np.concatenate(order, axis=-1)


def make_case(numbers: Numbers, kind: str, B: int, T: int, D: int, U: int, every_step: bool) -> dict:
    gates = 3 if kind == "GRU" else 1
    if kind == "GRU":
        layer = torch.nn.GRU(D, U, batch_first=True)
    else:
        layer = torch.nn.RNN(D, U, batch_first=True, nonlinearity=kind)
    kernel = numbers.uniform((D, gates * U), 0.6)
    recurrent_kernel = numbers.uniform((U, gates * U), 0.6)
    bias = numbers.uniform((2, gates * U) if kind == "GRU" else (U,), 0.6)
    first, second = bias if kind == "GRU" else (bias, np.zeros_like(bias))
    with torch.no_grad():
        for name, values in zip(PARAMETERS, (kernel, recurrent_kernel, first, second)):
            getattr(layer, f"{name}_l0").copy_(to_torch(values, gates))

    x = torch.from_numpy(numbers.uniform((B, T, D), 1.5)).requires_grad_()
    state = torch.from_numpy(numbers.uniform((B, U))).requires_grad_()
    y, h = layer(x, state[None])
    outputs = [y, h[0]] if every_step else [h[0]]
    cotangents = [torch.from_numpy(numbers.uniform(tuple(output.shape))) for output in outputs]
    sum((cotangent * output).sum() for cotangent, output in zip(cotangents, outputs)).backward()
    d_kernel, d_recurrent, d_first, d_second = (from_torch(getattr(layer, f"{name}_l0").grad, gates) for name in PARAMETERS)
    return {
        "layer": "GRU" if kind == "GRU" else "SimpleRNN",
        "options": {"returnSequences": every_step, **({"resetAfter": True} if kind == "GRU" else {"activation": kind})},
        "input": tensor(x.detach()),
        "kernel": tensor(kernel),
        "recurrentKernel": tensor(recurrent_kernel),
        "bias": tensor(bias),
        "initialState": tensor(state.detach()),
        "outputs": [tensor(output.detach()) for output in outputs],  # [y, h], or [h]
        "cotangents": [tensor(cotangent) for cotangent in cotangents],
        "gradients": {
            "input": tensor(x.grad),
            "kernel": tensor(d_kernel),
            "recurrentKernel": tensor(d_recurrent),
            "bias": tensor(np.stack([d_first, d_second]) if kind == "GRU" else d_first),
            "initialState": tensor(state.grad),
        },
    }


def main() -> None:
    torch.set_num_threads(1)
    numbers = Numbers(SEED)
    cases = [
        make_case(numbers, kind, **sizes)
        for kind in ("GRU", "tanh", "relu")
        for sizes in (
            {"B": 2, "T": 3, "D": 3, "U": 4, "every_step": True},
            {"B": 1, "T": 60, "D": 2, "U": 3, "every_step": False},
        )
    ]
    write(__file__, ["torch", "numpy"], SEED, cases)


if __name__ == "__main__":
    main()
