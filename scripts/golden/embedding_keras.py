"""keras.layers.Embedding: output, mask and gradient of the table; and models on it trained on other ids each step."""

from common import Numbers, keras_arguments, tensor, write
from train_cases import MSE, adam, dense, lstm, sgd

import jax
import keras
import numpy as np

SEED = 41
V, D, B, T, STEPS = 7, 3, 2, 4, 6


def embedding(**options) -> dict:
    return {"className": "Embedding", "config": {"name": "embedding", "inputDim": V, "outputDim": D, **options}}


def make(module, entry: dict):
    return getattr(module, entry["className"])(**keras_arguments(entry["config"]))


def layer_case(numbers: Numbers, ids: np.ndarray, **options) -> dict:
    """L = sum(cotangent * output)."""
    entry = embedding(**options)
    layer = make(keras.layers, entry)
    layer.build(ids.shape)
    table = numbers.uniform((V, D))
    output, pull_back = jax.vjp(lambda table: layer.stateless_call([table], [], ids)[0], table)
    cotangent = numbers.uniform(output.shape)
    mask = layer.compute_mask(ids)
    return {
        "layer": entry,
        "ids": tensor(ids),
        "table": tensor(table),
        "output": tensor(output),
        "mask": None if mask is None else tensor(np.asarray(mask, dtype=np.int32)),
        "cotangent": tensor(cotangent),
        "gradient": tensor(pull_back(cotangent)[0]),
    }


def train_case(numbers: Numbers, name: str, layers: list[dict], optimizer: dict) -> dict:
    model = keras.Sequential([keras.Input((T,)), *(make(keras.layers, entry) for entry in layers)])
    initial = [numbers.uniform(weight.shape, 1.5) for weight in model.get_weights()]
    model.set_weights(initial)
    model.compile(optimizer=make(keras.optimizers, optimizer), loss=make(keras.losses, MSE))
    inputs = [numbers.generator.integers(0, V - 1, (B, T)) for _ in range(STEPS)]  # the last row is never read
    targets = [numbers.uniform((B, *model.output_shape[1:])) for _ in range(STEPS)]
    losses = []
    for ids, target in zip(inputs, targets):
        model.reset_metrics()  # else train_on_batch returns the mean over all steps so far
        losses.append(np.float32(model.train_on_batch(ids, target)))
    return {
        "name": name,
        "layers": layers,
        "loss": MSE,
        "optimizer": optimizer,
        "inputs": [tensor(ids) for ids in inputs],
        "targets": [tensor(target) for target in targets],
        "initialWeights": [tensor(weight) for weight in initial],
        "losses": tensor(losses)["data"],  # before each update
        "finalWeights": [tensor(weight) for weight in model.get_weights()],
    }


def main() -> None:
    numbers = Numbers(SEED)
    ids = numbers.generator.integers(0, V - 1, (B, T))
    ids[0, :2] = 0, 3
    ids[1, :2] = 3, 3
    masked = [embedding(maskZero=True), lstm("lstm", 2, False), dense(1, "linear")]
    plain = [embedding(), dense(1, "linear")]
    layers = [
        layer_case(numbers, ids),
        layer_case(numbers, ids, maskZero=True),
        layer_case(numbers, ids[0], maskZero=True),
    ]
    trained = [
        train_case(numbers, f"{title}, {how}", model, optimizer)
        for title, model in (("Dense", plain), ("LSTM over a mask", masked))
        for how, optimizer in (("SGD", sgd()), ("SGD with momentum", sgd(momentum=0.9)), ("Adam", adam(1e-7)))
    ]
    write(__file__, ["keras", "jax", "numpy"], SEED, layers + trained)


if __name__ == "__main__":
    main()
