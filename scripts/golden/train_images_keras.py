"""Networks of convolutions with normalisation, trained as in train_keras.py: moving statistics are among the weights."""

from common import Numbers, write
from train_cases import MSE, adam, dense, sgd
from train_keras import keras_object, train

import keras
import numpy as np

SEED = 43


def layer(name: str, class_name: str, **config) -> dict:
    return {"className": class_name, "config": {"name": name, **config}}


IMAGES = [
    layer("conv2d", "Conv2D", filters=3, kernelSize=3, padding="same", activation="relu"),
    layer("batch_normalization", "BatchNormalization", momentum=0.9),
    layer("max_pooling2d", "MaxPooling2D"),
    layer("conv2d_1", "Conv2D", filters=2, kernelSize=2, activation="tanh"),
    layer("flatten", "Flatten"),
    dense(3, "softmax"),
]
SEQUENCES = [
    layer("conv1d", "Conv1D", filters=4, kernelSize=3, padding="causal", dilationRate=2, activation="tanh"),
    layer("batch_normalization", "BatchNormalization", momentum=0.5),
    layer("average_pooling1d", "AveragePooling1D", poolSize=2),
    layer("layer_normalization", "LayerNormalization"),
    layer("global_average_pooling1d", "GlobalAveragePooling1D"),
    dense(3, "softmax"),
]


def initial_weights(numbers: Numbers, layers: list[dict], shape: tuple) -> list:
    model = keras.Sequential([keras.Input(shape), *[keras_object(keras.layers, spec) for spec in layers]])
    begin = {"gamma": 1, "moving_variance": 1}

    def draw(weight):
        first = np.full(weight.shape, begin.get(weight.name, 0), "float32")
        return first if weight.name.startswith("moving") else first + numbers.uniform(weight.shape)

    return [draw(weight) for weight in model.weights]


def main() -> None:
    numbers = Numbers(SEED)
    target = np.eye(3, dtype="float32")[[0, 1, 2, 0]]

    def case(name: str, layers: list[dict], optimizer: dict, shape: tuple) -> dict:
        return train(
            {
                "name": name,
                "layers": layers,
                "loss": MSE,
                "optimizer": optimizer,
                "input": numbers.uniform((4, *shape), 1.5),
                "target": target,
                "initialWeights": initial_weights(numbers, layers, shape),
            }
        )

    cases = [
        case("images, Adam", IMAGES, adam(1e-3), (6, 6, 2)),
        case("sequences, SGD, momentum", SEQUENCES, sgd(momentum=0.9), (8, 2)),
    ]
    write(__file__, ["keras", "jax", "numpy"], SEED, cases)


if __name__ == "__main__":
    main()
