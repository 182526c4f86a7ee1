"""Rebuilds in Keras and in PyTorch each model that memcell wrote, and compares their predictions with memcell's.

usage: python conformance/check_files.py FOLDER

FOLDER, or folders below it, hold NAME.safetensors with input.npy and prediction.npy (float32) beside it. Its
tensors are '<layer name>/kernel', '<layer name>/recurrent_kernel' and '<layer name>/bias' in Keras's shapes; its
metadata key 'memcell' is the JSON
{"format": 1, "className": "Sequential", "config": {"layers": [{"className", "config"}]}}.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts" / "golden"))
from common import keras_arguments  # also chooses Keras's backend

import keras
import numpy as np
import torch
from safetensors import safe_open

TOLERANCE = 1e-5
WEIGHTS = {"LSTM": ["kernel", "recurrent_kernel", "bias"], "Dense": ["kernel", "bias"]}
OPTIONS = {
    "LSTM": ["units", "activation", "recurrentActivation", "useBias", "returnSequences", "goBackwards"],
    "Dense": ["units", "activation", "useBias"],
}
ONLY_IN_TRAINING = ("InputLayer", "Dropout")
TORCH_ACTIVATIONS = {
    "linear": lambda x: x,
    "relu": torch.relu,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "softmax": lambda x: torch.softmax(x, dim=-1),
}

Weights = dict[str, np.ndarray]


class Layer:
    """One layer of the file: its class, its config, and those of its weights that the file has."""

    def __init__(self, spec: dict, tensors: Weights):
        self.kind, self.config = spec["className"], spec["config"]
        self.names = [f"{self.config['name']}/{weight}" for weight in WEIGHTS[self.kind]]
        if not self.config.get("useBias", True):
            self.names.pop()
        self.weights = [tensors[name] for name in self.names]


def read_model(path: Path) -> list[Layer]:
    with safe_open(path, framework="numpy") as file:
        model = json.loads(file.metadata()["memcell"])
        tensors = {name: file.get_tensor(name) for name in file.keys()}
    assert (model["format"], model["className"]) == (1, "Sequential"), model
    layers = [Layer(spec, tensors) for spec in model["config"]["layers"] if spec["className"] not in ONLY_IN_TRAINING]
    assert set(tensors) == {name for layer in layers for name in layer.names}, f"names in the file: {sorted(tensors)}"
    return layers


def keras_prediction(layers: list[Layer], x: np.ndarray) -> np.ndarray:
    model = keras.Sequential([keras.Input(x.shape[1:])])
    for layer in layers:
        options = {key: layer.config[key] for key in OPTIONS[layer.kind] if key in layer.config}
        model.add(getattr(keras.layers, layer.kind)(**keras_arguments(options)))
        model.layers[-1].set_weights(layer.weights)
    return model.predict(x, verbose=0)


def torch_lstm(layer: Layer, x: torch.Tensor) -> torch.Tensor:
    """kernel = W_ih^T, recurrent_kernel = W_hh^T; gate rows i, f, g, o in both."""
    config, (kernel, recurrent_kernel, *bias) = layer.config, map(torch.from_numpy, layer.weights)
    gates = (config.get("activation", "tanh"), config.get("recurrentActivation", "sigmoid"))
    assert gates == ("tanh", "sigmoid"), f"torch.nn.LSTM has tanh and sigmoid, the file {gates}"
    lstm = torch.nn.LSTM(x.shape[-1], config["units"], bias=bool(bias), batch_first=True)
    state = {"weight_ih_l0": kernel.T, "weight_hh_l0": recurrent_kernel.T}
    if bias:
        state |= {"bias_ih_l0": bias[0], "bias_hh_l0": torch.zeros_like(bias[0])}
    lstm.load_state_dict(state)
    sequence, (h, _) = lstm(x.flip(1) if config.get("goBackwards") else x)
    return sequence if config.get("returnSequences") else h[0]


def torch_dense(layer: Layer, x: torch.Tensor) -> torch.Tensor:
    kernel, *bias = map(torch.from_numpy, layer.weights)
    y = torch.nn.functional.linear(x, kernel.T, *bias)
    return TORCH_ACTIVATIONS[layer.config.get("activation", "linear")](y)


@torch.no_grad()
def torch_prediction(layers: list[Layer], x: np.ndarray) -> np.ndarray:
    y = torch.from_numpy(x)
    for layer in layers:
        y = {"LSTM": torch_lstm, "Dense": torch_dense}[layer.kind](layer, y)
    return y.numpy()


def compare(title: str, expected: np.ndarray, actual: np.ndarray) -> bool:
    same = expected.dtype == np.float32 and expected.shape == actual.shape
    error = np.abs(expected - actual).max() if same else np.inf
    passed = bool(error <= TOLERANCE)
    found = f"largest difference {error:.2g}, {expected.dtype} {list(expected.shape)}"
    print(f"{'ok' if passed else 'not ok'} {title}: {found}")
    return passed


def main(folder: Path) -> int:
    paths = sorted(folder.rglob("*.safetensors"))
    if not paths:
        print(f"not ok no .safetensors file in {folder}")
        return 1
    passed = True
    for path in paths:
        layers = read_model(path)
        x, prediction = np.load(path.with_name("input.npy")), np.load(path.with_name("prediction.npy"))
        passed &= compare(f"{path.name} in Keras", prediction, keras_prediction(layers, x))
        passed &= compare(f"{path.name} in PyTorch", prediction, torch_prediction(layers, x))
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
