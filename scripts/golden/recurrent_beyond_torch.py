"""What PyTorch and the papers have and Keras has not, in the layout of our weights; gradients of L = sum_k sum(cotangent_k
* output_k) by the input, the initial states and the weights.

LSTM with a projection is torch.nn.LSTM(proj_size=P): W_ih [4U, D], W_hh [4U, P], W_hr [P, U] and two biases, of which we
have the sum. The others are composed of PyTorch's functions after the equations of the papers:
- layer normalization (Ba et al. 2016): torch.nn.functional.layer_norm of x.W and of h.R, for the LSTM each over its four
  gates and of c' before the output; for the GRU over the two gates and over the candidate; epsilon 0.001;
- peepholes (Gers and Schmidhuber 2000) as TensorFlow 1's LSTMCell(use_peepholes=True): i and f see c, o sees c';
- zoneout in use (Krueger et al. 2016): z * old + (1 - z) * new of each state.
"""

from common import Numbers, tensor, write

import numpy as np
import torch
from torch.nn.functional import layer_norm

SEED = 31
EPSILON = 0.001


def normal(x, gamma, beta):
    return layer_norm(x, gamma.shape, gamma, beta, EPSILON)


def lstm_step(x, states, w, config):
    h, c = states
    a, b = x @ w["kernel"], h @ w["recurrent_kernel"]
    if config.get("layerNormalization"):
        a, b = normal(a, w["kernel_gamma"], w["kernel_beta"]), normal(b, w["recurrent_gamma"], w["recurrent_beta"])
    i, f, g, o = (a + b + w["bias"]).chunk(4, dim=-1)
    if config.get("peephole"):
        i, f = i + w["input_peephole"] * c, f + w["forget_peephole"] * c
    cell = f.sigmoid() * c + i.sigmoid() * g.tanh()
    if config.get("peephole"):
        o = o + w["output_peephole"] * cell
    seen = normal(cell, w["cell_gamma"], w["cell_beta"]) if config.get("layerNormalization") else cell
    hidden = o.sigmoid() * seen.tanh()
    return [hidden @ w["projection_kernel"] if config.get("projectionUnits") else hidden, cell]


def gru_step(x, states, w, config):
    [h] = states
    units = config["units"]
    after = config.get("resetAfter", True)
    first, second = w["bias"] if after else (w["bias"], torch.zeros(3 * units))

    def part(y, of, columns):
        if not config.get("layerNormalization"):
            return y
        return normal(y, w[f"{of}_gamma"][columns], w[f"{of}_beta"][columns])

    gates, last = slice(0, 2 * units), slice(2 * units, 3 * units)
    a = x @ w["kernel"]
    inner = part(h @ w["recurrent_kernel"][:, gates], "recurrent", gates) + second[gates]
    z, r = (part(a[:, gates], "kernel", gates) + first[gates] + inner).sigmoid().chunk(2, dim=-1)
    seen = h if after else r * h
    inner = part(seen @ w["recurrent_kernel"][:, last], "recurrent", last) + second[last]
    g = (part(a[:, last], "kernel", last) + first[last] + (r * inner if after else inner)).tanh()
    return [z * h + (1 - z) * g]


def simple_step(x, states, w, _config):
    return [(x @ w["kernel"] + states[0] @ w["recurrent_kernel"] + w["bias"]).tanh()]


STEPS = {"LSTM": lstm_step, "GRU": gru_step, "SimpleRNN": simple_step}
GATES = {"LSTM": 4, "GRU": 3, "SimpleRNN": 1}


def shapes_of(kind: str, config: dict, D: int) -> dict:
    U, P = config["units"], config.get("projectionUnits", config["units"])
    width = GATES[kind] * U
    bias = (2, width) if kind == "GRU" and config.get("resetAfter", True) else (width,)
    shapes = {"kernel": (D, width), "recurrent_kernel": (P, width), "bias": bias}
    if config.get("peephole"):
        shapes |= {f"{gate}_peephole": (U,) for gate in ("input", "forget", "output")}
    if config.get("projectionUnits"):
        shapes["projection_kernel"] = (U, P)
    if config.get("layerNormalization"):
        for name, n in (("kernel", width), ("recurrent", width), *([("cell", U)] if kind == "LSTM" else [])):
            shapes |= {f"{name}_gamma": (n,), f"{name}_beta": (n,)}
    return shapes


def composed(kind, x, states, w, config, mask):
    zoneout = config.get("zoneout", {})
    rates = [zoneout.get(name, 0) for name in ("hidden", "cell")]
    outputs = []
    order = range(x.shape[1])
    for t in reversed(order) if config.get("goBackwards") else order:
        new = STEPS[kind](x[:, t], states, w, config)
        new = [z * old + (1 - z) * now for z, old, now in zip(rates, states, new)]
        if mask is not None:
            counts = torch.tensor(mask, dtype=torch.bool)[:, t : t + 1]
            new = [torch.where(counts, now, old) for now, old in zip(new, states)]
        states = new
        outputs.append(states[0])
    return [torch.stack(outputs, dim=1), *states]


def projected(x, states, w, config, _mask):
    D, U, P = x.shape[-1], config["units"], config["projectionUnits"]
    layer = torch.nn.LSTM(D, U, batch_first=True, proj_size=P)
    parameters = {
        "weight_ih_l0": w["kernel"].T,
        "weight_hh_l0": w["recurrent_kernel"].T,
        "bias_ih_l0": w["bias"],
        "bias_hh_l0": torch.zeros(4 * U),
        "weight_hr_l0": w["projection_kernel"].T,
    }
    begin = tuple(state[None] for state in states)
    y, (h, c) = torch.func.functional_call(layer, parameters, (x, begin))
    return [y, h[0], c[0]]


def make_case(numbers: Numbers, kind: str, config: dict, B=2, T=3, D=2, mask=None, torch_layer=False) -> dict:
    config = {**config, "returnSequences": True, "returnState": True}

    def leaf(values):
        return torch.from_numpy(values).requires_grad_()

    x = leaf(numbers.uniform((B, T, D), 1.5))
    widths = [config.get("projectionUnits", config["units"])] + ([config["units"]] if kind == "LSTM" else [])
    begin = [leaf(numbers.uniform((B, n))) for n in widths]
    w = {name: leaf(numbers.uniform(shape, 0.8)) for name, shape in shapes_of(kind, config, D).items()}
    outputs = (projected if torch_layer else lambda *given: composed(kind, *given))(x, begin, w, config, mask)
    cotangents = [torch.from_numpy(numbers.uniform(tuple(output.shape))) for output in outputs]
    sum((cotangent * output).sum() for cotangent, output in zip(cotangents, outputs)).backward()
    case = {"layer": {"className": kind, "config": config}, "input": tensor(x.detach())}
    if mask is not None:
        case |= {"mask": tensor(np.array(mask)), "keepsMask": True}
    return {
        **case,
        "states": [tensor(state.detach()) for state in begin],
        "weights": [tensor(value.detach()) for value in w.values()],
        "outputs": [tensor(output.detach()) for output in outputs],
        "cotangents": [tensor(value) for value in cotangents],
        "gradients": [tensor(value.grad) for value in (x, *begin, *w.values())],
    }


def main() -> None:
    torch.set_num_threads(1)
    numbers = Numbers(SEED)
    two, three = {"units": 2}, {"units": 3}
    mask = [[1, 0, 1], [0, 1, 1]]
    zoneout = {"zoneout": {"hidden": 0.25, "cell": 0.5}}
    cases = [
        make_case(numbers, "LSTM", {**three, "projectionUnits": 2}, T=20, torch_layer=True),
        make_case(numbers, "LSTM", {**two, "projectionUnits": 3}),  # PyTorch itself has none wider than the memory
        make_case(numbers, "LSTM", {**three, "peephole": True}),
        make_case(numbers, "LSTM", {**three, "layerNormalization": True}),
        make_case(numbers, "LSTM", {**three, **zoneout}),
        make_case(
            numbers,
            "LSTM",
            {**three, "layerNormalization": True, "peephole": True, "projectionUnits": 2, "goBackwards": True, **zoneout},
            mask=mask,
        ),
        make_case(numbers, "GRU", {**three, "layerNormalization": True}),
        make_case(numbers, "GRU", {**two, "layerNormalization": True, "resetAfter": False}),
        make_case(
            numbers,
            "GRU",
            {**two, "layerNormalization": True, "goBackwards": True, "zoneout": {"hidden": 0.25}},
            mask=mask,
        ),
        make_case(numbers, "SimpleRNN", {**two, "zoneout": {"hidden": 0.125}}, mask=mask),
    ]
    write(__file__, ["torch", "numpy"], SEED, cases)


if __name__ == "__main__":
    main()
