"""What every maker of golden fixtures needs: seeded numbers, names, and one way to write a file.

A maker is one small script a topic. `python scripts/golden/lstm_keras.py [folder]` writes `lstm-keras.json` into the
folder (default: test/golden); the tools that the makers need are in conformance/requirements.txt.
Tensors are {"shape": [...], "data": [row-major]}.
"""

import json
import os
import re
import sys
from importlib.metadata import version
from pathlib import Path

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_PLATFORMS"] = "cpu"

import numpy as np

ROOT = Path(__file__).resolve().parents[2]


class Numbers:
    """Seeded float32 inputs with few decimals, so that a fixture stays short and exact to read back."""

    def __init__(self, seed: int):
        self.seed = seed
        self.generator = np.random.default_rng(seed)

    def uniform(self, shape, limit=1.0, decimals=2):
        values = self.generator.uniform(-limit, limit, shape)
        return np.round(values, decimals).astype(np.float32)

    def bits(self, shape):
        return self.generator.integers(0, 2, shape).astype(np.float32)


def number(value) -> int | float:
    """At most 9 significant digits: the shortest text that reads back as the same float32."""
    rounded = float(str(value) if isinstance(value, np.float32) else f"{value:.9g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 1e15 else rounded


def tensor(values) -> dict:
    array = np.asarray(values)
    return {"shape": list(array.shape), "data": [number(value) for value in array.ravel()]}


def snake(name: str) -> str:
    """camelCase to Keras's spelling: recurrentActivation -> recurrent_activation, beta1 -> beta_1."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=beta)(?=\d)", "_", name).lower()


NAMED_FUNCTIONS = ("activation", "recurrentActivation")


def keras_arguments(config: dict) -> dict:
    """A camelCase config as the keyword arguments of the Keras class of the same name."""
    return {snake(key): snake(value) if key in NAMED_FUNCTIONS else value for key, value in config.items()}


def write(script: str, tools: list[str], seed: int, cases: list[dict]) -> None:
    """Writes <script name with dashes>.json into the folder of the command line, one case a line."""
    name = Path(script).stem
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "test" / "golden"
    folder.mkdir(parents=True, exist_ok=True)
    header = {"maker": f"scripts/golden/{name}.py", "versions": {tool: version(tool) for tool in tools}, "seed": seed}
    lines = ",\n".join(json.dumps(case, separators=(",", ":"), ensure_ascii=False) for case in cases)
    path = folder / f"{name.replace('_', '-')}.json"
    path.write_text(f'{json.dumps(header)[:-1]}, "cases": [\n{lines}\n]}}\n', encoding="utf-8")
    print(f"{path.name}: {len(cases)} cases, {path.stat().st_size / 1000:.1f} kB")
