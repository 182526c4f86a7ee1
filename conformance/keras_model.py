"""A model of memcell's, rebuilt in Keras."""

from common import keras_arguments, snake  # also chooses Keras's backend
from model_file import ModelFile, as_list

import keras
import numpy as np

ONLY_IN_TRAINING = ("Initializer", "Regularizer", "Constraint", "sparseGradient", "variationalDropout")
# What Keras does not have must be off.
NOT_IN_KERAS = ("layerNormalization", "peephole", "projectionUnits", "zoneout")
IN_THE_CALL = ("useCausalMask", "returnAttentionScores")
PARTS = {"layer": "forward_layer", "backwardLayer": "backward_layer"}  # of Bidirectional


def keras_layer(entry: dict) -> keras.layers.Layer:
    """From { className, config }: every option that matters to a prediction, by Keras's name."""
    given = {name: value for name, value in entry["config"].items() if not name.endswith(ONLY_IN_TRAINING + IN_THE_CALL)}
    for name in NOT_IN_KERAS:
        value = given.pop(name, None)
        assert not (any(value.values()) if isinstance(value, dict) else value), f"{name} {value} is not in Keras"
    config = {name: keras_layer(value) if name in PARTS else value for name, value in given.items()}
    if "dataFormat" in config:
        config["dataFormat"] = snake(config["dataFormat"])
    return getattr(keras.layers, entry["className"])(**keras_arguments(config))


def sequential(file: ModelFile, inputs: list[np.ndarray]) -> keras.Model:
    model = keras.Sequential([keras.Input(inputs[0].shape[1:])])
    for entry in file.layers:
        model.add(keras_layer(entry))
    return model


def functional(file: ModelFile) -> keras.Model:
    made: dict[tuple, object] = {}  # (layer name, node, tensor)
    for entry in file.config["layers"]:
        name = entry["name"]
        if entry["className"] == "InputLayer":
            made[name, 0, 0] = keras.Input(entry["config"]["shape"], name=name)
            continue
        layer = keras_layer(entry)
        options = {key: value for key, value in entry["config"].items() if key in IN_THE_CALL}
        for node, references in enumerate(entry["inboundNodes"]):
            given = [made[tuple(each)] for each in as_list(references)]
            outputs = layer(given if isinstance(references[0], list) else given[0], **keras_arguments(options))
            for index, output in enumerate(outputs if isinstance(outputs, (list, tuple)) else [outputs]):
                made[name, node, index] = output
    ends = ("inputLayers", "outputLayers")
    inputs, outputs = ([made[tuple(each)] for each in as_list(file.config[end])] for end in ends)
    return keras.Model(inputs, outputs[0] if len(outputs) == 1 else outputs)


def assign(layer: keras.layers.Layer, entry: dict, file: ModelFile, path: str) -> None:
    """Gives a layer the tensors under its path: each of its weights must be there by Keras's name, and no other."""
    parts = [name for name in PARTS if name in entry["config"]]
    for name in parts:
        part = entry["config"][name]
        assign(getattr(layer, PARTS[name]), part, file, f"{path}/{part['config']['name']}")
    if not parts:
        tensors = file.weights(path)
        names = [weight.name for weight in layer.weights]
        assert set(tensors) == set(names), f"{path} has {sorted(tensors)} in the file, {names} in Keras"
        layer.set_weights([tensors[name] for name in names])


def keras_prediction(file: ModelFile, inputs: list[np.ndarray]) -> np.ndarray:
    model = sequential(file, inputs) if file.class_name == "Sequential" else functional(file)
    for entry in file.layers:
        name = entry["config"]["name"]
        assign(model.get_layer(name), entry, file, name)
    return np.asarray(model.predict_on_batch(inputs if len(inputs) > 1 else inputs[0]))
