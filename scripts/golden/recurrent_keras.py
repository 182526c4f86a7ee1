"""keras.layers.GRU and SimpleRNN: outputs, and gradients of L = sum_k sum(cotangent_k * output_k), for every option."""

from common import Numbers, keras_arguments, tensor, write

import jax
import keras

SEED = 13
SMALL = {"B": 2, "T": 4, "D": 1, "U": 2}
WEIGHTS = ["kernel", "recurrentKernel", "bias"]  # gates z, r, h; GRU's bias [2, 3U] with resetAfter, else [3U]
GIVEN = ("mask", "initialState", "recurrentMask")


def make_case(numbers: Numbers, layer_name: str, options: dict, sizes: dict) -> dict:
    B, T, D, U = (sizes[letter] for letter in "BTDU")
    given = [name for name in GIVEN if options.pop(name, False)]
    arguments = keras_arguments({"units": U, **options, "returnState": True})
    if "recurrentMask" in given:
        arguments["recurrent_dropout"] = 0.5
    layer = getattr(keras.layers, layer_name)(**arguments)
    x = numbers.uniform((B, T, D), 1.5)
    layer.build(x.shape)
    weights = [numbers.uniform(variable.shape, 0.7) for variable in layer.weights if "seed" not in variable.path]
    inputs = {"input": x, **dict(zip(WEIGHTS, weights))}
    call = {}
    if "mask" in given:
        mask = numbers.bits((B, T))
        mask[0, -1] = mask[1, 0] = 0
        call["mask"] = mask > 0
    if "initialState" in given:
        inputs["initialState"] = numbers.uniform((B, U))
    if "recurrentMask" in given:
        factors = 2 * numbers.bits((B, U))
        factors[0, 0], factors[1, 0] = 0, 2
        drawn = factors if layer_name == "SimpleRNN" else [factors] * 3
        object.__setattr__(layer.cell, "get_recurrent_dropout_mask", lambda step_input: drawn)
        call["training"] = True

    def forward(inputs):
        state = {"initial_state": [inputs["initialState"]]} if "initialState" in given else {}
        values = [inputs[key] for key in WEIGHTS if key in inputs]
        others = [variable.value for variable in layer.non_trainable_variables]
        outputs, _ = layer.stateless_call(values, others, inputs["input"], **state, **call)
        return list(outputs)

    outputs, pull_back = jax.vjp(forward, inputs)
    cotangents = [numbers.uniform(output.shape) for output in outputs]
    (gradients,) = pull_back(cotangents)
    return {
        "layer": layer_name,
        "options": options,
        **{key: tensor(value) for key, value in inputs.items()},
        **({"mask": tensor(mask)} if "mask" in given else {}),
        **({"recurrentMask": tensor(factors)} if "recurrentMask" in given else {}),
        "outputs": [tensor(output) for output in outputs],  # [y, h]
        "cotangents": [tensor(cotangent) for cotangent in cotangents],
        "gradients": {key: tensor(gradients[key]) for key in inputs},
    }


def main() -> None:
    numbers = Numbers(SEED)
    sequences = {"returnSequences": True}
    everything = {**sequences, "goBackwards": True, "mask": True, "initialState": True}
    variants = [
        ({}, {"B": 2, "T": 2, "D": 2, "U": 3}),
        ({**sequences, "initialState": True}, {**SMALL, "D": 3}),
        ({**sequences, "useBias": False}, SMALL),
        (everything, SMALL),
        ({**everything, "zeroOutputForMask": True}, SMALL),
        ({"mask": True, "zeroOutputForMask": True}, SMALL),
        ({**sequences, "recurrentMask": True, "mask": True, "initialState": True}, SMALL),
    ]
    kinds = [
        ("GRU", {"resetAfter": True}),
        ("GRU", {"resetAfter": False}),
        ("SimpleRNN", {"activation": "tanh"}),
    ]
    cases = [make_case(numbers, name, {**own, **options}, sizes) for name, own in kinds for options, sizes in variants]
    cases += [make_case(numbers, "SimpleRNN", {"activation": "relu", **everything}, SMALL)]
    write(__file__, ["keras", "jax", "numpy"], SEED, cases)


if __name__ == "__main__":
    main()
