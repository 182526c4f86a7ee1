"""Makes every fixture of test/golden again and compares: the committed numbers are the tools' numbers."""

import contextlib
import io
import json
import runpy
import sys
import tempfile
import traceback
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
COMMITTED = ROOT / "test" / "golden"
KINDS = ("*_keras", "*_torch", "*_sacrebleu", "ngram_python")
MAKERS = sorted(maker for kind in KINDS for maker in ROOT.glob(f"scripts/golden/{kind}.py"))


def tolerance(fixture: str) -> float:
    """Relative to the largest number of a tensor. Rounding differs between processors, and training adds it up."""
    return 1e-5 if fixture.startswith("train-") else 1e-6


def is_number(value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def difference(expected, actual, limit: float, path: str) -> str | None:
    """Where the two first differ, or None."""
    if is_number(expected) and is_number(actual):
        expected, actual = [expected], [actual]
    if type(expected) is not type(actual):
        return f"{path}: {expected!r} is now {actual!r}"
    if isinstance(expected, dict):
        if expected.keys() != actual.keys():
            return f"{path}: keys {sorted(expected)} are now {sorted(actual)}"
        pairs = [(key, value, actual[key]) for key, value in expected.items()]
    elif isinstance(expected, list):
        if len(expected) != len(actual):
            return f"{path}: {len(expected)} items are now {len(actual)}"
        if expected and all(map(is_number, expected + actual)):
            error, scale = np.abs(np.subtract(expected, actual)).max(), np.abs(expected).max()
            return None if error <= limit * scale else f"{path}: largest difference {error:.2g} at scale {scale:.2g}"
        pairs = [(index, *pair) for index, pair in enumerate(zip(expected, actual))]
    else:
        return None if expected == actual else f"{path}: {expected!r} is now {actual!r}"
    found = (difference(value, other, limit, f"{path}/{key}") for key, value, other in pairs)
    return next(filter(None, found), None)


def make(maker: Path, folder: Path) -> None:
    """As `python <maker> <folder>`, but in this process: importing and compiling take most of the time."""
    sys.argv = [str(maker), str(folder)]
    with contextlib.redirect_stdout(io.StringIO()):
        runpy.run_path(str(maker), run_name="__main__")


def check(maker: Path, folder: Path) -> str:
    """The line to print about one maker."""
    fixture = f"{maker.stem.replace('_', '-')}.json"
    try:
        make(maker, folder)
        expected, actual = (json.loads((place / fixture).read_text(encoding="utf-8")) for place in (COMMITTED, folder))
    except Exception:
        return f"not ok {fixture}\n{traceback.format_exc()}"
    found = difference(expected, actual, tolerance(fixture), "")
    return f"not ok {fixture}{found}" if found else f"ok {fixture}"


def main() -> int:
    sys.path.insert(0, str(MAKERS[0].parent))
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for maker in MAKERS:
            line = check(maker, Path(folder))
            failed |= line.startswith("not ok")
            print(line, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
