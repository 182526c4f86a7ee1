"""Makes test/golden/formats/values.t7 and beside it values.t7.json with what a reader must give.

    python3 -m venv env && env/bin/pip install numpy==2.4.6 torchfile==0.1.0
    env/bin/python scripts/golden/formats_torch7.py

The bytes are put together here as Torch 7's File.lua, Tensor.c and Storage.c write them; torchfile reads them back and must
find the same numbers.
"""

import json
import struct
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torchfile

HERE = Path(__file__).resolve().parents[2] / "test" / "golden" / "formats"
MAKER = ", ".join(f"{name} {version(name)}" for name in ("numpy", "torchfile"))
KINDS = {"Byte": "uint8", "Char": "int8", "Short": "int16", "Int": "int32", "Long": "int64", "Float": "float32", "Double": "float64"}
NIL, NUMBER, TEXT, TABLE, TORCH, BOOLEAN = range(6)
indices = iter(range(1, 1000))


def text(value: str) -> bytes:
    data = value.encode()
    return struct.pack("<i", len(data)) + data


def value(it) -> bytes:
    if it is None:
        return struct.pack("<i", NIL)
    if isinstance(it, bool):
        return struct.pack("<ii", BOOLEAN, it)
    if isinstance(it, float):
        return struct.pack("<id", NUMBER, it)
    if isinstance(it, str):
        return struct.pack("<i", TEXT) + text(it)
    return it  # bytes already


def table(entries: list, index: int | None = None) -> bytes:
    body = b"".join(value(key) + value(each) for key, each in entries)
    return struct.pack("<iii", TABLE, index or next(indices), len(entries)) + body


def instance(name: str, body: bytes) -> bytes:
    return struct.pack("<ii", TORCH, next(indices)) + text("V 1") + text(name) + body


def tensor(kind: str, shape, strides, offset: int, numbers) -> bytes:
    longs = struct.pack(f"<i{2 * len(shape) + 1}q", len(shape), *shape, *strides, offset)
    data = np.array(numbers, KINDS[kind])
    storage = instance(f"torch.{kind}Storage", struct.pack("<q", data.size) + data.tobytes())
    return instance(f"torch.{kind}Tensor", longs + storage)


def shown(kind: str, numbers: np.ndarray) -> dict:
    big = kind == "Long"
    name = "BigInt64Array" if big else KINDS[kind].capitalize() + "Array"
    values = [str(int(n)) if big else float(n) if kind in ("Float", "Double") else int(n) for n in numbers.ravel()]
    values = [int(n) if isinstance(n, float) and n.is_integer() else n for n in values]
    return {"of": KINDS[kind], "shape": list(numbers.shape), "array": name, "values": values}


def main() -> None:
    six = [-3, 0, 1, 2, 3, 100]
    plain = {kind: np.array([abs(n) for n in six] if kind == "Byte" else six, dtype).reshape(2, 3) for kind, dtype in KINDS.items()}
    tensors = [(kind, tensor(kind, (2, 3), (3, 1), 1, numbers.ravel())) for kind, numbers in plain.items()]
    halves = np.array([0.5, -1.25, 3.0, 1e30, 0.0, -7.0], "float32")
    turned = halves.reshape(2, 3).T
    shared = next(indices)
    again = struct.pack("<ii", TABLE, shared)
    module = table([("p", 0.5), ("v2", True), ("noise", instance("torch.DoubleTensor", struct.pack("<iqi", 0, 1, NIL)))])
    entries = [
        ("pi", 3.25), (2.0, "zwei"), (True, False), ("Zelle é", ""),
        ("list", table([(1.0, "a"), (2.0, None)], shared)), ("again", again), ("own", table([], None)),
        *tensors,
        ("turned", tensor("Float", (3, 2), (1, 3), 1, halves)), ("row", tensor("Float", (3,), (1,), 4, halves)),
        ("module", instance("nn.Dropout", module)),
    ]
    path = HERE / "values.t7"
    path.write_bytes(table(entries))

    back = torchfile.load(str(path), utf8_decode_strings=True)
    for kind, numbers in plain.items():
        assert np.array_equal(back[kind], numbers), kind
    assert np.array_equal(back["turned"], turned) and np.array_equal(back["row"], halves[3:])
    assert back["list"] is back["again"] and back["module"]["p"] == 0.5

    listed = {"table": [[1, "a"], [2, None]]}
    empty = {"of": "float64", "shape": [0], "array": "Float32Array", "values": []}
    expected = {"table": [
        ["pi", 3.25], [2, "zwei"], [True, False], ["Zelle é", ""], ["list", listed], ["again", listed], ["own", {"table": []}],
        *[[kind, shown(kind, numbers)] for kind, numbers in plain.items()],
        ["turned", shown("Float", turned)], ["row", shown("Float", halves[3:])],
        ["module", {"className": "nn.Dropout", "fields": {"table": [["p", 0.5], ["v2", True], ["noise", empty]]}}],
    ]}  # fmt: skip
    line = json.dumps({"maker": MAKER, "expected": expected}, ensure_ascii=False)
    (HERE / "values.t7.json").write_text(line + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
