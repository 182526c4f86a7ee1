"""A keras model of two inputs and two outputs: logs of evaluation and of training steps, with losses, weights and metrics by output."""

from common import Numbers, tensor, write

import keras
from keras import layers

SEED = 43
STEPS = 4


def make_case(numbers: Numbers, options: dict, weights_of: list) -> dict:
    keras.utils.clear_session()
    a, b = keras.Input((3,), name="a"), keras.Input((2,), name="b")
    shared = layers.Dense(2, activation="tanh", name="shared", kernel_regularizer=keras.regularizers.L2(0.1))
    hidden = layers.Concatenate()([shared(a), b])
    outputs = [layers.Dense(1, name="age")(hidden), layers.Dense(2, activation="sigmoid", name="kind")(hidden)]
    model = keras.Model([a, b], outputs)
    weights = [numbers.uniform(variable.shape) for variable in model.weights]
    model.set_weights(weights)
    model.compile(optimizer=keras.optimizers.SGD(0.1), **{key: options[key] for key in options})
    x = [numbers.uniform((4, 3)), numbers.uniform((4, 2))]
    y = [numbers.uniform((4, 1)), numbers.bits((4, 2))]
    sample_weight = [numbers.uniform((4,)) + 1 for _ in weights_of] or None
    evaluated = model.evaluate(x, y, batch_size=3, sample_weight=sample_weight, return_dict=True, verbose=0)
    steps = [model.train_on_batch(x, y, sample_weight=sample_weight, return_dict=True) for _ in range(STEPS)]
    return {
        "options": options,
        "weights": [tensor(value) for value in weights],
        "x": [tensor(value) for value in x],
        "y": [tensor(value) for value in y],
        "sampleWeight": sample_weight and [tensor(value) for value in sample_weight],
        "evaluated": {key: float(value) for key, value in evaluated.items()},
        "losses": [float(step["loss"]) for step in steps],
        "trained": [tensor(value) for value in model.get_weights()],
    }


def main() -> None:
    numbers = Numbers(SEED)
    both = {"age": "mean_squared_error", "kind": "binary_crossentropy"}
    cases = [
        make_case(numbers, {"loss": "mean_squared_error"}, []),
        make_case(numbers, {"loss": both, "loss_weights": {"age": 0.5, "kind": 2.0}}, []),
        make_case(numbers, {"loss": both, "metrics": {"age": ["mean_absolute_error"], "kind": ["binary_accuracy"]}}, []),
        make_case(numbers, {"loss": both, "loss_weights": {"age": 0.5, "kind": 2.0}}, [1, 1]),
    ]
    write(__file__, ["keras", "jax", "numpy"], SEED, cases)


if __name__ == "__main__":
    main()
