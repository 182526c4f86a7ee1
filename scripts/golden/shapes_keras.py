"""keras.layers that move, cut, repeat and pad."""

from common import Numbers, write
from image_cases import make_case

SEED = 31
CASES = [
    ("ZeroPadding1D", {}, (1, 3, 2)),
    ("ZeroPadding1D", {"padding": [2, 0]}, (1, 3, 2)),
    ("ZeroPadding2D", {}, (1, 2, 2, 1)),
    ("ZeroPadding2D", {"padding": [1, 2]}, (1, 2, 2, 1)),
    ("ZeroPadding2D", {"padding": [[1, 0], [0, 2]]}, (1, 2, 3, 1)),
    ("Cropping1D", {}, (2, 4, 2)),
    ("Cropping1D", {"cropping": [2, 0]}, (2, 4, 2)),
    ("UpSampling1D", {}, (2, 2, 2)),
    ("UpSampling1D", {"size": 3}, (1, 2, 3)),
    ("Flatten", {}, (2, 3, 2)),
    ("Reshape", {"targetShape": [3, 2]}, (2, 6)),
    ("Reshape", {"targetShape": [2, -1]}, (2, 3, 2)),
    ("Permute", {"dims": [2, 1]}, (2, 3, 2)),
    ("Permute", {"dims": [3, 1, 2]}, (1, 2, 3, 2)),
    ("RepeatVector", {"n": 3}, (2, 3)),
    ("SpatialDropout1D", {"rate": 0.3}, (2, 3, 2)),
]


def main() -> None:
    numbers = Numbers(SEED)
    write(__file__, ["keras", "jax", "numpy"], SEED, [make_case(numbers, *case) for case in CASES])


if __name__ == "__main__":
    main()
