"""torch.nn.LSTM, one and two layers, in Keras's layout of weights; gradients of L = sum_k sum(cotangent_k * output_k).

PyTorch keeps W_ih [4U, D] and W_hh [4U, U] with gate rows i, f, g, o and two biases, so
kernel = W_ih^T, recurrentKernel = W_hh^T, bias = b_ih + b_hh.
"""

from common import Numbers, tensor, write

import numpy as np
import torch

SEED = 12


def make_case(numbers: Numbers, name: str, B: int, T: int, D: int, U: int, layers: int, every_step=True) -> dict:
    lstm = torch.nn.LSTM(D, U, num_layers=layers, batch_first=True)
    weights = []
    for k in range(layers):
        kernel = numbers.uniform((U if k else D, 4 * U), 0.6)
        recurrent_kernel = numbers.uniform((U, 4 * U), 0.6)
        bias = numbers.uniform((4 * U,), 0.6)
        hidden_bias = (bias / 4).astype(np.float32)
        with torch.no_grad():
            getattr(lstm, f"weight_ih_l{k}").copy_(torch.from_numpy(kernel.T.copy()))
            getattr(lstm, f"weight_hh_l{k}").copy_(torch.from_numpy(recurrent_kernel.T.copy()))
            getattr(lstm, f"bias_ih_l{k}").copy_(torch.from_numpy(bias - hidden_bias))
            getattr(lstm, f"bias_hh_l{k}").copy_(torch.from_numpy(hidden_bias))
        weights.append({"kernel": kernel, "recurrentKernel": recurrent_kernel, "bias": bias})

    x = torch.from_numpy(numbers.uniform((B, T, D), 1.5)).requires_grad_()
    y, (h, c) = lstm(x)
    outputs = [y if every_step else y[:, -1], h[-1], c[-1]]
    cotangents = [torch.from_numpy(numbers.uniform(tuple(output.shape))) for output in outputs]
    sum((cotangent * output).sum() for cotangent, output in zip(cotangents, outputs)).backward()

    gradients = [
        {
            "kernel": tensor(getattr(lstm, f"weight_ih_l{k}").grad.T),
            "recurrentKernel": tensor(getattr(lstm, f"weight_hh_l{k}").grad.T),
            "bias": tensor(getattr(lstm, f"bias_ih_l{k}").grad),
        }
        for k in range(layers)
    ]
    return {
        "name": name,
        "units": U,
        "returnSequences": every_step,
        "input": tensor(x.detach()),
        "weights": [{key: tensor(value) for key, value in layer.items()} for layer in weights],  # one a layer
        "outputs": [tensor(output.detach()) for output in outputs],  # y of all steps or of the last one, h and c of the last layer
        "cotangents": [tensor(cotangent) for cotangent in cotangents],
        "gradients": {"input": tensor(x.grad), "weights": gradients},
    }


def main() -> None:
    torch.set_num_threads(1)
    numbers = Numbers(SEED)
    cases = [
        make_case(numbers, "one layer", B=2, T=4, D=3, U=5, layers=1),
        make_case(numbers, "two layers", B=2, T=4, D=3, U=4, layers=2),
        make_case(numbers, "sizes that are lane multiples", B=4, T=3, D=4, U=4, layers=1),
        make_case(numbers, "two layers, 20 steps", B=1, T=20, D=2, U=3, layers=2),
        make_case(numbers, "one layer, 60 steps, the last output alone", B=1, T=60, D=2, U=3, layers=1, every_step=False),
    ]
    write(__file__, ["torch", "numpy"], SEED, cases)


if __name__ == "__main__":
    main()
