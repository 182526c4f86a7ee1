"""keras.layers.Dense: output, and the gradient of L = sum(cotangent * output), for every activation and both ranks."""

from common import Numbers, keras_arguments, tensor, write

import jax
import keras

SEED = 17
ACTIVATIONS = ["linear", "relu", "sigmoid", "tanh", "softmax", "logSoftmax", "hardSigmoid", "exponential"]
WEIGHTS = ["kernel", "bias"]


def make_case(numbers: Numbers, config: dict, shape: tuple) -> dict:
    layer = keras.layers.Dense(**keras_arguments(config))
    layer.build(shape)
    x = numbers.uniform(shape, 2.0)
    weights = [numbers.uniform(variable.shape, 2.0) for variable in layer.weights]
    output, pull_back = jax.vjp(lambda x, weights: layer.stateless_call(weights, [], x)[0], x, weights)
    cotangent = numbers.uniform(output.shape)
    gradient_x, gradient_weights = pull_back(cotangent)
    return {
        "layer": {"className": "Dense", "config": config},
        "input": tensor(x),
        "weights": {key: tensor(value) for key, value in zip(WEIGHTS, weights)},
        "output": tensor(output),
        "cotangent": tensor(cotangent),
        "gradients": {
            "input": tensor(gradient_x),
            **{key: tensor(value) for key, value in zip(WEIGHTS, gradient_weights)},
        },
    }


def main() -> None:
    numbers = Numbers(SEED)
    cases = [
        make_case(numbers, {"units": 3, "activation": activation, "useBias": True}, shape)
        for activation in ACTIVATIONS
        for shape in ((2, 3), (2, 2, 3))
    ]
    cases += [
        make_case(numbers, {"units": 3, "activation": activation, "useBias": False}, shape)
        for activation, shape in (("linear", (2, 3)), ("tanh", (2, 2, 3)))
    ]
    cases.append(make_case(numbers, {"units": 8, "activation": "linear", "useBias": True}, (4, 8)))
    cases.append(make_case(numbers, {"units": 1, "activation": "sigmoid", "useBias": True}, (1, 1)))
    write(__file__, ["keras", "jax", "numpy"], SEED, cases)


if __name__ == "__main__":
    main()
