"""Reads with torchfile the .t7 files that memcell wrote, and computes the networks in them with PyTorch.

usage: python conformance/check_torch7_files.py FOLDER
"""

import sys
from pathlib import Path

import numpy as np
import torch
import torchfile
from torch.nn import functional

TOLERANCE = 1e-5
COUNTS = {"Byte": "uint8", "Char": "int8", "Short": "int16", "Int": "int32", "Float": "float32", "Double": "float64"}


def tell(passed: bool, title: str) -> bool:
    print(f"{'ok' if passed else 'not ok'} {title}", flush=True)
    return passed


def forward(module, x: torch.Tensor) -> torch.Tensor:
    """What Torch 7's module gives in evaluation."""

    def numbers(name: str):
        array = module[name]
        return None if array is None else torch.from_numpy(np.ascontiguousarray(array))

    kind = module.torch_typename().decode()
    if kind == "nn.Sequential":
        for each in module.modules:
            x = forward(each, x)
        return x
    if kind == "nn.SpatialConvolution":
        steps, around = (module.dH, module.dW), (module.padH, module.padW)
        return functional.conv2d(x, numbers("weight"), numbers("bias"), stride=steps, padding=around)
    if kind == "nn.SpatialMaxPooling":
        return functional.max_pool2d(x, (module.kH, module.kW), (module.dH, module.dW))
    if kind == "nn.View":
        return x.reshape(-1, *(int(size) for size in module.size))
    if kind == "nn.Linear":
        return functional.linear(x, numbers("weight"), numbers("bias"))
    simple = {"nn.ReLU": functional.relu, "nn.LogSoftMax": lambda y: functional.log_softmax(y, 1)}
    return x if kind == "nn.Dropout" else simple[kind](x)


def check_model(folder: Path, name: str) -> bool:
    model = torchfile.load(str(folder / f"{name}.t7"))
    x = torch.from_numpy(np.load(folder / f"{name}-input.npy")).permute(0, 3, 1, 2)
    expected = np.load(folder / f"{name}-prediction.npy")
    actual = forward(model, x).numpy()
    same = actual.shape == expected.shape
    error = np.abs(actual - expected).max() if same else np.inf
    return tell(bool(error <= TOLERANCE), f"{name}.t7 in PyTorch: largest difference {error:.2g}, {list(actual.shape)}")


def check_values(folder: Path) -> bool:
    values = torchfile.load(str(folder / "values.t7"), utf8_decode_strings=True)
    first = values["first"]
    six = np.arange(6).reshape(2, 3)
    arrays = [values[name].dtype == kind and np.array_equal(values[name], six) for name, kind in COUNTS.items()]
    passed = [
        tell(all(arrays), "values.t7: tensors of every kind"),
        tell(first is values["again"], "values.t7: a table that occurs twice"),
        tell(first["number"] == -0.5 and first["text"] == "Zelle", "values.t7: numbers and texts"),
        tell(first["yes"] is True and first["no"] is False and first["list"] == [1, "b", False], "values.t7: booleans, lists"),
        tell(np.array_equal(first["turned"], six.T) and np.array_equal(first["row"], six[1]), "values.t7: views"),
        tell(first["Long"].tolist() == [-1, 1 << 40], "values.t7: numbers of eight bytes"),
    ]
    return all(passed)


def main(folder: Path) -> int:
    passed = [check_model(folder, name) for name in ("default", "published")]
    return 0 if all([*passed, check_values(folder)]) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
