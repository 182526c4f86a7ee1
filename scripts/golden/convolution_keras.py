"""keras.layers of convolution and pooling, every option."""

from common import Numbers, write
from image_cases import make_case

SEED = 29
CASES = [
    ("Conv1D", {"filters": 2, "kernelSize": 3}, (2, 5, 3)),
    ("Conv1D", {"filters": 3, "kernelSize": 2, "strides": 2, "padding": "same", "activation": "relu"}, (1, 6, 2)),
    ("Conv1D", {"filters": 2, "kernelSize": 4, "strides": 3, "padding": "same"}, (1, 7, 2)),
    ("Conv1D", {"filters": 2, "kernelSize": 2, "dilationRate": 2, "padding": "causal", "useBias": False}, (2, 6, 2)),
    ("Conv1D", {"filters": 2, "kernelSize": 3, "dilationRate": 2, "padding": "same"}, (1, 6, 2)),
    ("Conv1D", {"filters": 2, "kernelSize": 3, "strides": 2, "padding": "causal"}, (1, 6, 2)),
    ("Conv2D", {"filters": 2, "kernelSize": [2, 3]}, (1, 4, 4, 2)),
    ("Conv2D", {"filters": 2, "kernelSize": 3, "strides": [2, 1], "padding": "same", "activation": "tanh"}, (1, 5, 4, 2)),
    ("Conv2D", {"filters": 3, "kernelSize": 2, "strides": 2, "padding": "same", "useBias": False}, (1, 3, 4, 2)),
    ("Conv2D", {"filters": 2, "kernelSize": 2, "dilationRate": [2, 1]}, (1, 4, 3, 2)),
    ("Conv2D", {"filters": 2, "kernelSize": 1}, (1, 3, 2, 3)),
    *[
        case
        for kind in ("Max", "Average")
        for case in [
            (f"{kind}Pooling1D", {"poolSize": 2}, (2, 5, 2)),
            (f"{kind}Pooling1D", {"poolSize": 3, "strides": 2, "padding": "same"}, (1, 6, 2)),
            (f"{kind}Pooling1D", {"poolSize": 2, "strides": 1}, (1, 4, 3)),
            (f"{kind}Pooling2D", {"poolSize": 2}, (1, 4, 5, 2)),
            (f"{kind}Pooling2D", {"poolSize": [3, 2], "strides": [2, 1], "padding": "same"}, (1, 4, 3, 2)),
            (f"Global{kind}Pooling1D", {}, (2, 4, 3)),
            (f"Global{kind}Pooling1D", {"keepDims": True}, (2, 3, 2)),
            (f"Global{kind}Pooling2D", {}, (2, 2, 3, 2)),
            (f"Global{kind}Pooling2D", {"keepDims": True}, (1, 3, 2, 2)),
        ]
    ],
]


def main() -> None:
    numbers = Numbers(SEED)
    write(__file__, ["keras", "jax", "numpy"], SEED, [make_case(numbers, *case) for case in CASES])


if __name__ == "__main__":
    main()
