"""keras.layers.LSTM under a mask and with recurrent dropout, whose mask is given here and not drawn: outputs, and the
gradient of L = sum_k sum(cotangent_k * output_k)."""

from common import Numbers, keras_arguments, tensor, write

import jax
import keras
import numpy as np

SEED = 23
SIZES = {"B": 3, "T": 4, "D": 1, "U": 2}
DEFAULTS = {"returnSequences": False, "goBackwards": False, "zeroOutputForMask": False}
MASK = [[1, 1, 0, 0], [0, 1, 0, 1], [1, 1, 1, 1]]  # padding at the end, at the start and between, none
INPUTS = ["input", "kernel", "recurrentKernel", "bias", "hidden", "cell"]


def make_case(numbers: Numbers, name: str, options: dict, sizes: dict, mask: list) -> dict:
    B, T, D, U = (sizes[letter] for letter in "BTDU")
    config = {**DEFAULTS, **options}
    given = config.pop("initialState", False)
    dropped = config.pop("recurrentMask", None)
    layer = keras.layers.LSTM(
        U, return_state=True, recurrent_dropout=0.0 if dropped is None else 0.5, **keras_arguments(config)
    )
    if dropped is not None:
        # Keras draws a mask for each gate; here all four are the same
        layer.cell.get_recurrent_dropout_mask = lambda _: [np.array(dropped, dtype=np.float32)] * 4
    layer.build((B, T, D))
    x = numbers.uniform((B, T, D), 1.5)
    weights = [numbers.uniform(variable.shape, 0.6) for variable in layer.weights]
    states = [numbers.uniform((B, U)) for _ in range(2)] if given else []
    steps = np.array(mask, dtype=bool)

    def forward(x, weights, states):
        arguments = {"mask": steps, "initial_state": states} if states else {"mask": steps}
        outputs, _ = layer.stateless_call(weights, layer.non_trainable_variables, x, training=True, **arguments)
        return list(outputs)

    outputs, pull_back = jax.vjp(forward, x, weights, states)
    cotangents = [numbers.uniform(output.shape) for output in outputs]
    gradient_x, gradient_weights, gradient_states = pull_back(cotangents)
    return {
        "name": name,
        "config": config,
        "mask": tensor(steps.astype(np.float32)),
        **({} if dropped is None else {"recurrentMask": tensor(np.array(dropped, dtype=np.float32))}),
        "inputs": {key: tensor(value) for key, value in zip(INPUTS, [x, *weights, *states])},
        "outputs": [tensor(output) for output in outputs],  # y, h, c
        "cotangents": [tensor(cotangent) for cotangent in cotangents],
        "gradients": {
            key: tensor(value) for key, value in zip(INPUTS, [gradient_x, *gradient_weights, *gradient_states])
        },
    }


def main() -> None:
    numbers = Numbers(SEED)

    def case(name: str, options: dict, sizes=SIZES, mask=MASK) -> dict:
        return make_case(numbers, name, options, sizes, mask)

    sequences = {"returnSequences": True}
    zero = {"zeroOutputForMask": True}
    backwards = {"goBackwards": True}
    initial = {"initialState": True}
    dropped = {"recurrentMask": [[2, 0], [2, 2], [0, 2]]}
    cases = [
        case("last", {}),
        case("sequences", sequences),
        case("last, backwards", backwards),
        case("sequences, backwards", {**sequences, **backwards}),
        case("last, zero output", zero),
        case("sequences, zero output", {**sequences, **zero}),
        case("last, zero output, backwards", {**zero, **backwards}),
        case("last, initial state", initial),
        case("sequences, initial state", {**sequences, **initial}),
        case("sequences, zero output, initial state", {**sequences, **zero, **initial}),
        case("sequences, zero output, initial state, backwards", {**sequences, **zero, **initial, **backwards}),
        case("sequences, recurrent dropout, initial state", {**sequences, **dropped, **initial}),
        case("last, recurrent dropout, backwards", {**dropped, **backwards}),
        case("one sample", {**sequences, **initial}, {**SIZES, "B": 1, "T": 3}, [[0, 1, 0]]),
        case("one step that counts for nothing", {**zero, **initial}, {**SIZES, "B": 2, "T": 1}, [[0], [1]]),
    ]
    write(__file__, ["keras", "jax", "numpy"], SEED, cases)


if __name__ == "__main__":
    main()
