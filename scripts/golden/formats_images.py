"""Makes files of test/golden/formats/: each case is a file and beside it `<file>.json` with what a reader must give.

    python3 -m venv env && env/bin/pip install numpy==2.4.6
    env/bin/python scripts/golden/formats_images.py

IDX (as MNIST has it), CIFAR-10's binary form, gzip and tar. The expected values are those that the files were made of.
"""

import gzip
import io
import json
import struct
import sys
import tarfile
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parents[2] / "test" / "golden" / "formats"
MAKER = f"numpy {np.__version__}, gzip and tarfile of Python {sys.version.split()[0]}"
SEED = 5
generator = np.random.default_rng(SEED)


def case(file, content, expected):
    (HERE / file).write_bytes(content)
    text = json.dumps({"maker": MAKER, "seed": SEED, "expected": expected}, ensure_ascii=False)
    (HERE / f"{file}.json").write_text(text + "\n", encoding="utf-8")


TYPES = {"uint8": 8, "int8": 9, "int16": 11, "int32": 12, "float32": 13, "float64": 14}


def idx(file, array):
    kind = array.dtype.name
    head = struct.pack(f">HBB{array.ndim}I", 0, TYPES[kind], array.ndim, *array.shape)
    names = {"uint8": "Uint8Array", "int8": "Int8Array", "int16": "Int16Array", "int32": "Int32Array",
             "float32": "Float32Array", "float64": "Float64Array"}
    values = [int(v) if v == int(v) else float(v) for v in array.ravel().tolist()]
    content = head + array.astype(array.dtype.newbyteorder(">")).tobytes()
    case(file, content, {"shape": list(array.shape), "array": names[kind], "values": values})


idx("images.idx", generator.integers(0, 256, (2, 3, 4), dtype=np.uint8))
idx("labels.idx", generator.integers(0, 10, 7, dtype=np.uint8))
idx("int8.idx", np.array([[-128, 127, 0]], np.int8))
idx("int16.idx", np.array([-2**15, 2**15 - 1, 258], np.int16))
idx("int32.idx", np.array([[-2**31], [2**31 - 1]], np.int32))
idx("float32.idx", generator.uniform(-2, 2, (2, 2)).astype(np.float32))
idx("float64.idx", generator.uniform(-2, 2, 3))
idx("no-numbers.idx", np.zeros((0, 28, 28), np.uint8))

images = generator.integers(0, 256, (2, 3, 32, 32), dtype=np.uint8)
labels = np.array([9, 0], np.uint8)
records = b"".join(bytes([label]) + image.tobytes() for label, image in zip(labels, images))
case("two-images.cifar", records, {"labels": labels.tolist(), "images": images.transpose(0, 2, 3, 1).ravel().tolist()})

TEXT = "a text that repeats, a text that repeats\n".encode() * 3


def packed(**options):
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0, **options) as file:
        file.write(TEXT)
    return out.getvalue()


case("text.gz", packed(), list(TEXT))
case("stored.gz", packed(compresslevel=0), list(TEXT))
case("named.gz", packed(filename="a text.txt"), list(TEXT))
body = packed()[10:]
flags = b"\x1f\x8b\x08\x1e" + bytes(6) + struct.pack("<H", 3) + b"xyz" + b"name\0" + b"comment\0"
case("all-fields.gz", flags + struct.pack("<H", 0) + body, list(TEXT))
case("nothing.gz", gzip.compress(b"", mtime=0), [])

MEMBERS = {"folder/a.bin": bytes(range(256)), "folder/empty": b"", "folder/" + "long/" * 30 + "b": TEXT, "名.txt": b"x" * 512}
for name, form in (("ustar", tarfile.USTAR_FORMAT), ("gnu", tarfile.GNU_FORMAT), ("pax", tarfile.PAX_FORMAT)):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        folder = tarfile.TarInfo("folder")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
        for member, content in MEMBERS.items():
            info = tarfile.TarInfo(member)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    case(f"{name}.tar", out.getvalue(), {member: list(content) for member, content in MEMBERS.items()})

for path in HERE.iterdir():
    path.chmod(0o644)
