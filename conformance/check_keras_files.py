"""Loads in Keras each model that memcell wrote as .keras and .h5, compares, trains on, and saves it in its own words.

usage: python conformance/check_keras_files.py FOLDER

FOLDER holds NAME.keras, NAME.h5 and NAME.json (inputs, targets, memcell's predictions and next loss). What Keras saves
goes into FOLDER/back, with its own predictions, for check-keras-back.ts.
"""

import json
import sys
import warnings
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts" / "golden"))
from common import tensor  # also chooses Keras's backend

import keras
import numpy as np

TOLERANCE = 1e-5
warnings.filterwarnings("ignore")


def array(block: dict) -> np.ndarray:
    return np.asarray(block["data"], "float32").reshape(block["shape"])


def outputs_of(model, x: list) -> list:
    made = model.predict(x if len(x) > 1 else x[0], verbose=0)
    return made if isinstance(made, list) else [made]


def check(path: Path, back: Path) -> str:
    case = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    x, expected = [array(block) for block in case["x"]], [array(block) for block in case["outputs"]]
    model = keras.models.load_model(path)
    found = outputs_of(model, x)
    error = max(np.abs(a - b).max() for a, b in zip(expected, found, strict=True))
    assert error <= TOLERANCE, f"predictions differ by {error:.2g}"
    said = f"largest difference {error:.2g}"
    if case["y"] is not None:
        y, inputs = array(case["y"]), x if len(x) > 1 else x[0]
        losses = [float(model.train_on_batch(inputs, y, return_dict=True)["loss"]) for _ in range(20)]
        if path.suffix == ".keras":  # an .h5 file holds no optimizer state: Keras could not train on
            assert abs(losses[0] - case["next"]) <= 1e-5 * max(1, abs(case["next"])), f"next loss {losses[0]}"
        assert losses[-1] < losses[0], f"loss rose from {losses[0]} to {losses[-1]}"
        said += f", loss from {losses[0]:.4f} to {losses[-1]:.4f}"
    model.save(back / path.name)
    record = {"x": case["x"], "y": case["y"], "outputs": [tensor(value) for value in outputs_of(model, x)]}
    (back / f"{path.name}.json").write_text(json.dumps(record), encoding="utf-8")
    return said


def main(folder: Path) -> int:
    back = folder / "back"
    back.mkdir(exist_ok=True)
    failed = False
    for path in sorted([*folder.glob("*.keras"), *folder.glob("*.h5")]):
        try:
            print(f"ok {path.name} in Keras: {check(path, back)}", flush=True)
        except Exception as error:
            failed = True
            print(f"not ok {path.name} in Keras: {type(error).__name__}: {str(error)[:600]}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
