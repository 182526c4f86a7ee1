"""keras.layers of normalisation, in training and in use, and what a mask changes."""

from common import Numbers, write
from image_cases import make_case

SEED = 37


def cases_of(numbers: Numbers) -> list[dict]:
    mask = numbers.bits((3, 4)) > 0

    def case(name: str, config: dict, shape: tuple, **options) -> dict:
        return make_case(numbers, name, config, shape, **options)

    return [
        case("LayerNormalization", {}, (2, 5)),
        case("LayerNormalization", {"epsilon": 0.1, "center": False}, (2, 3, 4)),
        case("LayerNormalization", {"scale": False}, (2, 18)),
        case("LayerNormalization", {"scale": False, "center": False}, (1, 2, 2, 3)),
        case("BatchNormalization", {}, (3, 4)),
        case("BatchNormalization", {}, (6, 4), training=True),
        case("BatchNormalization", {"momentum": 0.9, "epsilon": 0.01, "center": False}, (2, 3, 4), training=True),
        case("BatchNormalization", {"momentum": 0.5, "scale": False}, (2, 3, 2, 2), training=True),
        case("BatchNormalization", {"scale": False, "center": False}, (4, 3)),
        case("BatchNormalization", {"momentum": 0.5}, (3, 4, 2), training=True, mask=mask),
        case("BatchNormalization", {"momentum": 0.5}, (3, 4, 2), mask=mask),
        case("BatchNormalization", {"trainable": False}, (4, 3), training=True),
        case("GlobalAveragePooling1D", {}, (3, 4, 2), mask=mask | (numbers.bits((3, 4)) > 0)),
        case("GlobalAveragePooling1D", {"keepDims": True}, (3, 4, 2), mask=mask | True),
    ]


def main() -> None:
    numbers = Numbers(SEED)
    write(__file__, ["keras", "jax", "numpy"], SEED, cases_of(numbers))


if __name__ == "__main__":
    main()
