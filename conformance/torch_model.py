"""A Sequential of memcell's, rebuilt in PyTorch."""

from model_file import ModelFile

import numpy as np
import torch

Weights = dict[str, torch.Tensor]
ACTIVATIONS = {
    "linear": lambda x: x,
    "relu": torch.relu,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "softmax": lambda x: torch.softmax(x, dim=-1),
}


def load(recurrent: torch.nn.RNNBase, parameters: Weights) -> torch.nn.RNNBase:
    recurrent.load_state_dict({f"{name}_l0": value for name, value in parameters.items()})
    return recurrent


def lstm(config: dict, features: int, kernel, recurrent_kernel, bias=None) -> torch.nn.RNNBase:
    """kernel = W_ih^T, recurrent_kernel = W_hh^T; gate rows i, f, g, o in both."""
    gates = (config["activation"], config["recurrentActivation"])
    assert gates == ("tanh", "sigmoid"), f"torch.nn.LSTM has tanh and sigmoid, the file {gates}"
    parameters = {"weight_ih": kernel.T, "weight_hh": recurrent_kernel.T}
    if bias is not None:
        parameters |= {"bias_ih": bias, "bias_hh": torch.zeros_like(bias)}
    return load(torch.nn.LSTM(features, config["units"], bias=bias is not None, batch_first=True), parameters)


def gru(config: dict, features: int, kernel, recurrent_kernel, bias=None) -> torch.nn.RNNBase:
    """As lstm, but PyTorch's gate rows are r, z, n where Keras has z, r, h; each of the two products has a bias."""
    made = (config["activation"], config["recurrentActivation"], config["resetAfter"])
    assert made == ("tanh", "sigmoid", True), f"torch.nn.GRU has tanh, sigmoid and resetAfter, the file {made}"

    def reordered(values: torch.Tensor) -> torch.Tensor:
        z, r, h = values.chunk(3, dim=-1)
        return torch.cat([r, z, h], dim=-1)

    parameters = {"weight_ih": reordered(kernel).T, "weight_hh": reordered(recurrent_kernel).T}
    if bias is not None:
        parameters |= {"bias_ih": reordered(bias[0]), "bias_hh": reordered(bias[1])}
    return load(torch.nn.GRU(features, config["units"], bias=bias is not None, batch_first=True), parameters)


def simple_rnn(config: dict, features: int, kernel, recurrent_kernel, bias=None) -> torch.nn.RNNBase:
    parameters = {"weight_ih": kernel.T, "weight_hh": recurrent_kernel.T}
    if bias is not None:
        parameters |= {"bias_ih": bias, "bias_hh": torch.zeros_like(bias)}
    kind = {"nonlinearity": config["activation"], "bias": bias is not None, "batch_first": True}
    return load(torch.nn.RNN(features, config["units"], **kind), parameters)


RECURRENT = {"LSTM": lstm, "GRU": gru, "SimpleRNN": simple_rnn}
KNOWN = {*RECURRENT, "Dense", "Dropout"}


def run_layer(entry: dict, weights: Weights, x: torch.Tensor) -> torch.Tensor:
    kind, config = entry["className"], entry["config"]
    if kind == "Dropout":
        return x
    if kind == "Dense":
        y = torch.nn.functional.linear(x, weights["kernel"].T, weights.get("bias"))
        return ACTIVATIONS[config["activation"]](y)
    sequence, _ = RECURRENT[kind](config, x.shape[-1], **weights)(x.flip(1) if config["goBackwards"] else x)
    return sequence if config["returnSequences"] else sequence[:, -1]


def torch_has(file: ModelFile) -> bool:
    """Whether every layer is one that is rebuilt here."""
    return file.class_name == "Sequential" and {entry["className"] for entry in file.layers} <= KNOWN


@torch.no_grad()
def torch_prediction(file: ModelFile, x: np.ndarray) -> np.ndarray:
    y = torch.from_numpy(x)
    for entry in file.layers:
        weights = {name: torch.from_numpy(value) for name, value in file.weights(entry["config"]["name"]).items()}
        y = run_layer(entry, weights, y)
    return y.numpy()
