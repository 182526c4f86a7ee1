"""keras.initializers: the rule of each as numbers, which a large sample drawn by Keras confirms here.

The random numbers themselves are ours, so a fixture holds statistics: `limit` (no value lies outside), `mean` and
`standardDeviation` of the values. Variance scaling is scale / fan: uniform in +-sqrt(3 variance), or a normal cut at
two standard deviations and widened by 1 / 0.8796 so that its variance is kept. TruncatedNormal is cut, not widened.
"""

import math

from common import keras_arguments, number, write

import keras
import numpy as np

SEED = 20
SHAPES = [(64, 32), (32, 128), (3, 3, 16, 32)]

# Standard deviation of a unit normal cut at +-2: the 0.8796 above.
CUT = math.sqrt(1 - 4 * math.exp(-2) / math.sqrt(2 * math.pi) / math.erf(math.sqrt(2)))


def fans(shape: tuple) -> tuple[int, int]:
    receptive_field = math.prod(shape[:-2])
    return shape[-2] * receptive_field, shape[-1] * receptive_field


def uniform(limit: float) -> dict:
    return {"distribution": "uniform", "limit": limit, "mean": 0, "standardDeviation": limit / math.sqrt(3)}


def truncated_normal(parent_deviation: float, mean=0.0) -> dict:
    return {
        "distribution": "truncatedNormal",
        "parentStandardDeviation": parent_deviation,
        "limit": 2 * parent_deviation,  # from the mean
        "mean": mean,
        "standardDeviation": parent_deviation * CUT,
    }


def variance_scaling(variance: float, kind: str) -> dict:
    return uniform(math.sqrt(3 * variance)) if kind == "Uniform" else truncated_normal(math.sqrt(variance) / CUT)


def rules(shape: tuple) -> list[tuple[str, dict, dict]]:
    fan_in, fan_out = fans(shape)
    scaled = [
        (f"{family}{kind}", {}, variance_scaling(variance, kind))
        for family, variance in (("Glorot", 2 / (fan_in + fan_out)), ("He", 2 / fan_in), ("Lecun", 1 / fan_in))
        for kind in ("Uniform", "Normal")
    ]
    return scaled + [
        ("TruncatedNormal", {"mean": 0, "stddev": 0.01}, truncated_normal(0.01)),
        ("TruncatedNormal", {"mean": 1, "stddev": 0.5}, truncated_normal(0.5, mean=1)),
        ("RandomUniform", {"minval": -0.05, "maxval": 0.05}, uniform(0.05)),
    ]


def confirm(sample: np.ndarray, rule: dict) -> None:
    """Keras's sample obeys the rule: nothing outside the limit, moments within five standard errors."""
    deviation, error = rule["standardDeviation"], rule["standardDeviation"] / math.sqrt(sample.size)
    assert np.abs(sample - rule["mean"]).max() <= rule["limit"] * (1 + 1e-6), rule
    assert abs(sample.mean() - rule["mean"]) < 5 * error, rule
    assert abs(sample.std() - deviation) < 5 * error, rule


def orthogonal_case(shape: tuple, gain: float) -> dict:
    """W seen as [rows, last axis]: the shorter side's vectors are orthogonal, each of length `gain`."""
    sample = np.asarray(keras.initializers.Orthogonal(gain=gain, seed=SEED)(shape)).reshape(-1, shape[-1])
    rows, columns = sample.shape
    product = sample.T @ sample if rows >= columns else sample @ sample.T
    assert np.abs(product - gain**2 * np.eye(min(rows, columns))).max() < 1e-5 * gain**2
    return {
        "initializer": {"className": "Orthogonal", "config": {"gain": gain}},
        "shape": list(shape),
        "distribution": "orthogonal",
        "orthonormal": "columns" if rows >= columns else "rows",
        "squaredLength": gain**2,
        "standardDeviation": gain / math.sqrt(max(rows, columns)),
    }


def rounded(case: dict) -> dict:
    return {key: number(value) if isinstance(value, float) else value for key, value in case.items()}


def main() -> None:
    cases = []
    for shape in SHAPES:
        for name, config, rule in rules(shape):
            initializer = getattr(keras.initializers, name)(**keras_arguments(config), seed=SEED)
            confirm(np.asarray(initializer(shape), dtype=np.float64), rule)
            cases.append(rounded({"initializer": {"className": name, "config": config}, "shape": list(shape), **rule}))
    for shape in ((16, 16), (8, 32), (32, 8), (3, 3, 4, 8)):
        cases += [rounded(orthogonal_case(shape, gain)) for gain in (1.0, 1.5)]
    write(__file__, ["keras", "jax", "numpy"], SEED, cases)


if __name__ == "__main__":
    main()
