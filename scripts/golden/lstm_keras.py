"""keras.layers.LSTM: outputs, and the gradient of L = sum_k sum(cotangent_k * output_k), for every option."""

from common import Numbers, keras_arguments, tensor, write

import jax
import keras

SEED = 11
SMALL = {"B": 2, "T": 3, "D": 1, "U": 2}
DEFAULTS = {
    "returnSequences": False,
    "returnState": False,
    "goBackwards": False,
    "useBias": True,
    "activation": "tanh",
    "recurrentActivation": "sigmoid",
    "unitForgetBias": True,
}
WEIGHTS = ["kernel", "recurrentKernel", "bias"]  # [D, 4U], [U, 4U], [4U], gate blocks i, f, g, o


def make_case(numbers: Numbers, name: str, options: dict, sizes: dict, weight_limit: float) -> dict:
    B, T, D, U = (sizes[letter] for letter in "BTDU")
    config = {"units": U, **DEFAULTS, **options}
    layer = keras.layers.LSTM(**keras_arguments(config))
    x = numbers.uniform((B, T, D), 1.5)
    layer.build(x.shape)
    weights = [numbers.uniform(variable.shape, weight_limit) for variable in layer.weights]

    def forward(x, weights):
        outputs, _ = layer.stateless_call(weights, layer.non_trainable_variables, x)
        return list(outputs) if config["returnState"] else [outputs]

    outputs, pull_back = jax.vjp(forward, x, weights)
    cotangents = [numbers.uniform(output.shape) for output in outputs]
    gradient_x, gradient_weights = pull_back(cotangents)
    return {
        "name": name,
        "config": config,
        "input": tensor(x),
        "weights": {key: tensor(value) for key, value in zip(WEIGHTS, weights)},
        "outputs": [tensor(output) for output in outputs],  # [y], or [y, h, c] with returnState
        "cotangents": [tensor(cotangent) for cotangent in cotangents],
        "gradients": {
            "input": tensor(gradient_x),
            **{key: tensor(value) for key, value in zip(WEIGHTS, gradient_weights)},
        },
    }


def main() -> None:
    numbers = Numbers(SEED)

    def case(name: str, options: dict, sizes=SMALL, weight_limit=0.6) -> dict:
        return make_case(numbers, name, options, sizes, weight_limit)

    sequences = {"returnSequences": True}
    cases = [
        case("defaults", {}),
        case("sequences", sequences, {"B": 3, "T": 4, "D": 2, "U": 3}),
        case("eight units", sequences, {"B": 2, "T": 3, "D": 2, "U": 8}),
        case("backwards", {"goBackwards": True}),
        case("backwards, sequences", {**sequences, "goBackwards": True}),
        case("no bias", {**sequences, "useBias": False}),
        case("relu", {**sequences, "activation": "relu"}),
        case("linear", {**sequences, "activation": "linear"}),
        # weights large enough to reach both flat ends of hard_sigmoid(x) = clip(x / 6 + 1 / 2, 0, 1)
        case("hard sigmoid", {**sequences, "recurrentActivation": "hardSigmoid"}, SMALL, 3.0),
        case("state", {"returnState": True}),
        case("state and sequences", {**sequences, "returnState": True}),
        case("state and sequences, backwards", {**sequences, "returnState": True, "goBackwards": True}),
        case("one step", sequences, {**SMALL, "T": 1}),
        case("one sample", sequences, {**SMALL, "B": 1}),
        case("one of everything", sequences, {"B": 1, "T": 1, "D": 1, "U": 1}),
    ]
    write(__file__, ["keras", "jax", "numpy"], SEED, cases)


if __name__ == "__main__":
    main()
