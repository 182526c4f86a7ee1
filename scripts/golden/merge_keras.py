"""Keras's layers of several inputs: merges and attention, with masks; outputs, masks and gradients of L = sum(cotangent * output)."""

from common import Numbers, snake, tensor, write

import jax
import jax.numpy as jnp
import keras
from keras.src import backend

SEED = 41
CALL_OPTIONS = ("useCausalMask", "returnAttentionScores")


def masks_of(pattern, shapes):
    """A mask [B, T] for each input that has one: the pattern counts unmasked steps of each sample."""
    made = []
    for lengths, shape in zip(pattern, shapes):
        made.append(None if lengths is None else jnp.asarray([[t < n for t in range(shape[1])] for n in lengths]))
    return made


def make_case(numbers: Numbers, class_name: str, config: dict, shapes: list, pattern=None) -> dict:
    own = {snake(key): value for key, value in config.items() if key not in CALL_OPTIONS}
    call = {snake(key): value for key, value in config.items() if key in CALL_OPTIONS}
    layer = getattr(keras.layers, class_name)(**own)
    layer.build([tuple(shape) for shape in shapes])
    inputs = [numbers.uniform(shape, 1.5) for shape in shapes]
    weights = [numbers.uniform(variable.shape, 1.5) for variable in layer.weights]
    masks = masks_of(pattern, shapes) if pattern else [None] * len(shapes)
    if class_name.endswith("Attention") and pattern:
        call["mask"] = masks

    def run(inputs, weights):
        inputs = [x + 0 for x in inputs]
        for x, mask in zip(inputs, masks):
            if mask is not None:
                backend.set_keras_mask(x, mask)
        with backend.StatelessScope(state_mapping=list(zip(layer.variables, weights))):
            output = layer.call(inputs, **call)
        return list(output) if isinstance(output, tuple) else [output]

    outputs, pull_back = jax.vjp(run, inputs, weights)
    cotangents = [numbers.uniform(output.shape) for output in outputs]
    gradient_inputs, gradient_weights = pull_back(cotangents)
    output_mask = layer.compute_mask(inputs, masks) if pattern else None
    return {
        "layer": {"className": class_name, "config": config},
        "inputs": [tensor(x) for x in inputs],
        "masks": [None if mask is None else tensor(mask.astype("float32")) for mask in masks],
        "weights": [tensor(value) for value in weights],
        "outputs": [tensor(output) for output in outputs],
        "outputMask": None if output_mask is None else tensor(jnp.asarray(output_mask).astype("float32")),
        "cotangents": [tensor(value) for value in cotangents],
        "gradients": [tensor(value) for value in [*gradient_inputs, *gradient_weights]],
    }


def main() -> None:
    numbers = Numbers(SEED)
    same = [[2, 2, 2], [2, 2, 2]]
    both, one = [[2, 1], [1, 2]], [[2, 1], None]
    cases = []

    def add(*arguments) -> None:
        cases.append(make_case(numbers, *arguments))

    for name in ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate"):
        add(name, {}, same)
        add(name, {}, same, both)
        add(name, {}, same, one)
    add("Add", {}, [[2, 3], [2, 4, 3], [2, 1, 3]])
    add("Maximum", {}, same + [[2, 2, 2]], both + [[2, 2]])
    add("Concatenate", {"axis": 1}, [[2, 2, 2], [2, 3, 2]])
    add("Concatenate", {"axis": 1}, [[2, 2, 2], [2, 3, 2]], [[2, 1], [3, 1]])
    add("Concatenate", {"axis": 1}, [[2, 2, 2], [2, 3, 2]], [None, [3, 1]])
    add("Dot", {"axes": 1}, [[2, 3], [2, 3]])
    add("Dot", {"axes": [1, 2]}, [[2, 3, 2], [2, 4, 3]])
    add("Dot", {"axes": -1, "normalize": True}, [[2, 3, 2], [2, 2]])
    attended = [[2, 3, 2], [2, 4, 2]]
    lengths = [[2, 3], [1, 4]]
    for config in ({}, {"useScale": True}, {"scoreMode": "concat"}, {"scoreMode": "concat", "useScale": True}):
        add("Attention", config, attended, lengths)
    add("Attention", {}, attended)
    add("Attention", {"useCausalMask": True, "returnAttentionScores": True}, [[2, 3, 2], [2, 4, 3], [2, 4, 2]])
    add("Attention", {"useCausalMask": True}, attended, [None, [1, 4]])
    add("AdditiveAttention", {}, attended, lengths)
    add("AdditiveAttention", {"useScale": False, "returnAttentionScores": True}, attended + [[2, 4, 2]])
    add("AdditiveAttention", {"useCausalMask": True}, attended, lengths)
    write(__file__, ["keras", "jax", "numpy"], SEED, cases)


if __name__ == "__main__":
    main()
