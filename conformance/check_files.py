"""Rebuilds in Keras, and where it can in PyTorch, each model that memcell wrote, and compares their predictions with memcell's.

usage: python conformance/check_files.py FOLDER

Folders in FOLDER each hold a model (NAME.safetensors), its inputs (input0.npy, input1.npy, …) and memcell's prediction
for them (prediction.npy, float32).
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts" / "golden"))
from keras_model import keras_prediction
from model_file import ModelFile
from torch_model import torch_has, torch_prediction

import numpy as np

TOLERANCE = 1e-5
# Each of these must occur in a model that is rebuilt.
IN_KERAS = {
    "Attention", "BatchNormalization", "Bidirectional", "Conv1D", "Conv2D", "Dense", "Embedding", "GRU",
    "LayerNormalization", "LSTM", "SimpleRNN",
}  # fmt: skip
IN_TORCH = {"Dense", "GRU", "LSTM", "SimpleRNN"}


def compare(title: str, expected: np.ndarray, actual: np.ndarray) -> bool:
    same = expected.dtype == np.float32 and expected.shape == actual.shape
    error = np.abs(expected - actual).max() if same else np.inf
    passed = bool(error <= TOLERANCE)
    found = f"largest difference {error:.2g}, {expected.dtype} {list(expected.shape)}"
    print(f"{'ok' if passed else 'not ok'} {title}: {found}", flush=True)
    return passed


def main(folder: Path) -> int:
    passed = True
    missing = {"Keras": set(IN_KERAS), "PyTorch": set(IN_TORCH)}
    for path in sorted(folder.rglob("*.safetensors")):
        file = ModelFile(path)
        kinds = {entry["className"] for entry in file.layers}
        inputs = [np.load(each) for each in sorted(path.parent.glob("input*.npy"))]
        prediction = np.load(path.with_name("prediction.npy"))
        passed &= compare(f"{path.name} in Keras", prediction, keras_prediction(file, inputs))
        missing["Keras"] -= kinds
        if torch_has(file):
            passed &= compare(f"{path.name} in PyTorch", prediction, torch_prediction(file, inputs[0]))
            missing["PyTorch"] -= kinds
    for tool, kinds in missing.items():
        if kinds:
            passed = False
            print(f"not ok no file in {folder} has {', '.join(sorted(kinds))} in a model for {tool}")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
