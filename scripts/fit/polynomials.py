"""Fits the float32 polynomials of src/backend/reference/math.ts and prints their coefficients.

Two polynomials serve exp, sigmoid, tanh and log:

  expm1(g) = g + g^2 * q(g),  q of degree 4,  |g| <= ln(2) / 2
  log((1 + s) / (1 - s)) = 2 s + s * z * r(z),  z = s^2,  r of degree 2,  |s| <= 0.1716 = (sqrt 2 - 1) / (sqrt 2 + 1)

Each is minimax in the relative error of the left side. That of expm1 weighs double at the ends, and half more below
zero, where tanh's own rounding errors are largest (it then stays below 2 ulp). The coefficients become float32 one by one, lowest power
first, and those not yet rounded are fitted again each time; a search over neighbouring float32 values then takes the
best of them.

    python3 -m venv .venv && .venv/bin/pip install numpy==2.4.6 mpmath==1.4.1 && .venv/bin/python scripts/fit/polynomials.py
"""

import itertools

import mpmath
import numpy as np

mpmath.mp.prec = 120


def chebyshev_points(low, high, count):
    k = np.arange(count)
    return (low + high) / 2 + (high - low) / 2 * np.cos(np.pi * (k + 0.5) / count)


def minimax(points, target, weight, powers):
    """Lawson's reweighted least squares: coefficients of points**powers with the least max |weight * error|."""
    basis = np.stack([points**p for p in powers], axis=1) * weight[:, None]
    goal = target * weight
    share = np.full(len(points), 1 / len(points))
    best, best_error = None, np.inf
    for _ in range(400):
        root = np.sqrt(share)
        found = np.linalg.lstsq(basis * root[:, None], goal * root, rcond=None)[0]
        error = np.abs(basis @ found - goal)
        if error.max() < best_error:
            best, best_error = found, error.max()
        share = share * error
        share /= share.sum()
    return best, best_error


def error_of(points, target, weight, coefficients):
    value = np.zeros_like(points)
    for c in reversed(coefficients):
        value = value * points + float(c)
    return np.abs((value - target) * weight).max()


def neighbours(value, reach):
    around = [np.float32(value)]
    for direction in (np.inf, -np.inf):
        step = np.float32(value)
        for _ in range(reach):
            step = np.nextafter(step, np.float32(direction))
            around.append(step)
    return around


def fit(name, points, target, weight, degree):
    fixed = []
    for power in range(degree + 1):
        rest = target - sum(float(c) * points**p for p, c in enumerate(fixed))
        found, error = minimax(points, rest, weight, range(power, degree + 1))
        if power == 0:
            print(f"{name}: weighted error {error:.3e} with unrounded coefficients")
        fixed.append(np.float32(found[0]))
    # The two lowest powers matter most to the last bit: try their neighbours, the others refitted each time.
    best, best_error = fixed, error_of(points, target, weight, fixed)
    for head in itertools.product(neighbours(fixed[0], 2), neighbours(fixed[1], 2)):
        trial = list(head)
        for power in range(2, degree + 1):
            rest = target - sum(float(c) * points**p for p, c in enumerate(trial))
            trial.append(np.float32(minimax(points, rest, weight, range(power, degree + 1))[0][0]))
        error = error_of(points, target, weight, trial)
        if error < best_error:
            best, best_error = trial, error
    print(f"{name}: weighted error {best_error:.3e} = 2^{np.log2(best_error):.2f} in float32 coefficients, power 0 first")
    for c in best:
        print(f"  {float(c)!r}".ljust(30), f"# {np.array(c, np.float32).view(np.uint32):#010x}")


def main():
    half = 0.34662  # ln(2) / 2 and the rounding of x * log2(e) around it
    g = chebyshev_points(-half, half, 400)
    full = np.array([float(mpmath.expm1(v)) for v in g])
    q = np.array([float((mpmath.expm1(v) - v) / mpmath.mpf(v) ** 2) for v in g])
    emphasis = (1 + (g / half) ** 2) * np.where(g < 0, 1.5, 1)
    fit("expm1", g, q, g * g / np.abs(full) * emphasis, 4)

    z = chebyshev_points(1e-9, 0.17158**2, 400)
    exact = [mpmath.log((1 + mpmath.sqrt(v)) / (1 - mpmath.sqrt(v))) for v in z]
    r = np.array([float((w - 2 * mpmath.sqrt(v)) / (mpmath.sqrt(v) * v)) for v, w in zip(z, exact)])
    fit("log", z, r, np.sqrt(z) * z / np.array([float(w) for w in exact]), 2)

    high = 0.693145751953125  # ln 2 to 15 bits: its product with a whole number up to 511 is exact
    print("log2(e):", float(np.float32(1 / mpmath.log(2))), " ln 2 - high:", float(np.float32(mpmath.log(2) - high)))


if __name__ == "__main__":
    main()
