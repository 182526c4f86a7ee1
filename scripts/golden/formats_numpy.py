"""Makes the files of test/golden/formats/: each case is a file and beside it `<file>.json` with what a reader must give.

    python3 -m venv env && env/bin/pip install numpy==2.4.6 safetensors==0.8.0 ml_dtypes==0.6.0
    env/bin/python scripts/golden/formats_numpy.py

The expected numbers come from NumPy's own reading back of each file, or from the arrays it was made of.
"""

import csv
import json
from importlib.metadata import version
from pathlib import Path

import ml_dtypes
import numpy as np
from safetensors.numpy import save_file

HERE = Path(__file__).resolve().parents[2] / "test" / "golden" / "formats"
MAKER = ", ".join(f"{name} {version(name)}" for name in ("numpy", "safetensors", "ml_dtypes"))
SEED = 3
generator = np.random.default_rng(SEED)

# How the reader gives a dtype: half-width floats widen, booleans are bytes.
ARRAYS = {
    "float64": "Float64Array", "float32": "Float32Array", "float16": "Float32Array", "bfloat16": "Float32Array",
    "int64": "BigInt64Array", "int32": "Int32Array", "int16": "Int16Array", "int8": "Int8Array",
    "uint64": "BigUint64Array", "uint32": "Uint32Array", "uint16": "Uint16Array", "uint8": "Uint8Array", "bool": "Uint8Array",
}


def number(value, array):
    if array.startswith("Big"):
        return str(int(value))
    value = float(value)
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0 and np.signbit(value):
        return "-0"
    return int(value) if value == int(value) and abs(value) < 2**53 else value


def block(array):
    kind = ARRAYS[array.dtype.name]
    return {"shape": list(array.shape), "array": kind, "values": [number(v, kind) for v in array.ravel(order="C")]}


def expect(file, expected):
    text = json.dumps({"maker": MAKER, "seed": SEED, "expected": expected}, ensure_ascii=False)
    (HERE / f"{file}.json").write_text(text + "\n", encoding="utf-8")


SAFETENSORS = {np.dtype(t).name: n for t, n in {
    "float64": "F64", "float32": "F32", "float16": "F16", ml_dtypes.bfloat16: "BF16", "int64": "I64", "int32": "I32",
    "int16": "I16", "int8": "I8", "uint64": "U64", "uint32": "U32", "uint16": "U16", "uint8": "U8", "bool": "BOOL",
}.items()}


def safetensors(file, arrays, metadata=None):
    save_file(arrays, HERE / file, metadata=metadata)
    tensors = {name: {"dtype": SAFETENSORS[a.dtype.name], **block(a)} for name, a in arrays.items()}
    expect(file, {"tensors": tensors, "metadata": metadata or {}})


def uniform(*shape):
    return generator.uniform(-2, 2, shape).astype(np.float32)


SPECIAL = [0.0, -0.0, 1.0, -1.5, 65504.0, 5.9604644775390625e-08, 6.103515625e-05, np.inf, -np.inf, np.nan]

safetensors("model.safetensors", {
    "lstm/kernel": uniform(2, 12),
    "lstm/recurrent_kernel": uniform(3, 12),
    "lstm/bias": uniform(12),
    "7": np.arange(5, dtype=np.int32),
    "steps": np.array(12, dtype=np.int32),
    "名": uniform(1, 1, 2),
}, {"format": 'a "quoted" text\nof two lines'})
safetensors("dtypes.safetensors", {
    "f64": np.array([np.pi, -1e300, np.nan]), "f32": np.array(SPECIAL, np.float32), "f16": np.array(SPECIAL, np.float16),
    "bf16": np.array([1.0, -3.140625, 1e38, np.inf, -0.0], ml_dtypes.bfloat16), "i64": np.array([-2**63, 2**63 - 1]),
    "i32": np.array([-2**31, 2**31 - 1], np.int32), "i16": np.array([-2**15, 2**15 - 1], np.int16),
    "i8": np.array([-128, 127], np.int8), "u64": np.array([2**64 - 1], np.uint64), "u32": np.array([2**32 - 1], np.uint32),
    "u16": np.array([65535], np.uint16), "u8": np.array([255], np.uint8), "bool": np.array([[True, False]]),
})
safetensors("empty.safetensors", {})
safetensors("no-numbers.safetensors", {"a": uniform(0, 3), "b": uniform(2), "c": np.zeros((2, 0, 4), np.int32)})


def npy(file, array, version=None):
    with open(HERE / file, "wb") as out:
        np.lib.format.write_array(out, array, version)
    back = np.load(HERE / file)
    expect(file, {"dtype": back.dtype.str, **block(back.astype(back.dtype.newbyteorder("=")))})


npy("float32.npy", uniform(2, 3, 4))
npy("special.npy", np.array(SPECIAL, np.float32))
npy("float64.npy", generator.uniform(-1, 1, (3, 2)))
npy("float16.npy", np.array(SPECIAL, np.float16))
npy("int32.npy", np.array([-2**31, 2**31 - 1, 0], np.int32))
npy("int64.npy", np.array([[-2**63, 2**63 - 1]]))
npy("int16.npy", np.array([-2**15, 2**15 - 1], np.int16))
npy("int8.npy", np.array([-128, 127], np.int8))
npy("uint64.npy", np.array([2**64 - 1], np.uint64))
npy("uint32.npy", np.array([2**32 - 1], np.uint32))
npy("uint16.npy", np.array([65535], np.uint16))
npy("uint8.npy", np.arange(12, dtype=np.uint8).reshape(3, 4))
npy("bool.npy", np.array([[True, False, True]]))
npy("scalar.npy", np.array(2.5, np.float32))
npy("no-numbers.npy", np.zeros((2, 0, 3), np.float32))
npy("fortran.npy", np.asfortranarray(uniform(2, 3, 4)))
npy("fortran-matrix.npy", np.asfortranarray(np.arange(6, dtype=np.int64).reshape(2, 3)))
npy("big-endian.npy", np.array([[1.5, -2.25], [3e38, 0]], ">f4"))
npy("big-endian-int64.npy", np.array([1, -2**40], ">i8"))
npy("version-2.npy", uniform(5), (2, 0))
npy("version-3.npy", uniform(5), (3, 0))

def table(file, array, header=None):
    expect(file, {"header": header, **block(array)})


numbers = generator.uniform(-1, 1, (4, 3))
np.savetxt(HERE / "savetxt.csv", numbers, delimiter=",")
table("savetxt.csv", np.loadtxt(HERE / "savetxt.csv", delimiter=","))
special = np.array([[np.nan, np.inf], [-np.inf, -0.0]])
np.savetxt(HERE / "special.csv", special, delimiter=",", fmt="%g")
table("special.csv", special)
names = ["a", 'the "second"', "third, and\nlast"]
with open(HERE / "quoted.csv", "w", newline="", encoding="utf-8-sig") as out:
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([names, *numbers.tolist()])
table("quoted.csv", numbers, names)
with open(HERE / "tabs.tsv", "w", newline="", encoding="utf-8") as out:
    csv.writer(out, delimiter="\t").writerows(numbers.tolist())
table("tabs.tsv", numbers)

for path in HERE.iterdir():
    path.chmod(0o644)
