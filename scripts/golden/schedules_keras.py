"""keras.optimizers.schedules: the learning rate of some steps."""

from common import keras_arguments, number, write

import keras
import numpy as np

STEPS = [0, 1, 2, 5, 9, 10, 11, 15, 20, 25, 33, 50, 75, 100, 101, 150]
SCHEDULES = [
    ("ExponentialDecay", {"initialLearningRate": 0.1, "decaySteps": 20, "decayRate": 0.9}),
    ("ExponentialDecay", {"initialLearningRate": 0.1, "decaySteps": 20, "decayRate": 0.9, "staircase": True}),
    ("PiecewiseConstantDecay", {"boundaries": [10, 50], "values": [1.0, 0.5, 0.1]}),
    ("PiecewiseConstantDecay", {"boundaries": [0, 10, 20, 100], "values": [0.1, 0.2, 0.3, 0.4, 0.5]}),
    ("PolynomialDecay", {"initialLearningRate": 0.1, "decaySteps": 50}),
    ("PolynomialDecay", {"initialLearningRate": 0.1, "decaySteps": 50, "endLearningRate": 0.02, "power": 2.0}),
    ("PolynomialDecay", {"initialLearningRate": 0.1, "decaySteps": 20, "power": 0.5, "cycle": True}),
    ("InverseTimeDecay", {"initialLearningRate": 0.1, "decaySteps": 10, "decayRate": 0.5}),
    ("InverseTimeDecay", {"initialLearningRate": 0.1, "decaySteps": 10, "decayRate": 0.5, "staircase": True}),
    ("CosineDecay", {"initialLearningRate": 0.1, "decaySteps": 75}),
    ("CosineDecay", {"initialLearningRate": 0.1, "decaySteps": 75, "alpha": 0.1}),
    ("CosineDecay", {"initialLearningRate": 0.01, "decaySteps": 60, "warmupTarget": 0.1, "warmupSteps": 10}),
    ("CosineDecayRestarts", {"initialLearningRate": 0.1, "firstDecaySteps": 12}),
    ("CosineDecayRestarts", {"initialLearningRate": 0.1, "firstDecaySteps": 12, "tMul": 1.5, "mMul": 0.8, "alpha": 0.05}),
    ("CosineDecayRestarts", {"initialLearningRate": 0.1, "firstDecaySteps": 12, "tMul": 1.0, "mMul": 0.9}),
]


def make_case(name: str, config: dict) -> dict:
    schedule = getattr(keras.optimizers.schedules, name)(**keras_arguments(config))
    values = [number(np.float32(schedule(step))) for step in STEPS]
    return {"schedule": {"className": name, "config": config}, "steps": STEPS, "values": values}


def main() -> None:
    write(__file__, ["keras", "jax", "numpy"], 0, [make_case(name, config) for name, config in SCHEDULES])


if __name__ == "__main__":
    main()
