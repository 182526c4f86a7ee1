"""keras.callbacks: what EarlyStopping, ModelCheckpoint and ReduceLROnPlateau do, given the logs of some epochs."""

from common import Numbers, snake, write

import keras
import numpy as np

SEED = 31
EPOCHS = 12


class Model:
    """What the callbacks ask of a model: weights (here the number of the epoch), the rate, whether it stops."""

    def __init__(self):
        self.optimizer = keras.optimizers.SGD(learning_rate=0.5)
        self.stop_training = False
        self.weights = 0
        self.metrics = []

    def get_weights(self):
        return self.weights

    def set_weights(self, weights):
        self.weights = weights


class Saves(keras.callbacks.ModelCheckpoint):
    def __init__(self, **options):
        super().__init__("x.keras", **options)
        self.saved = []

    def _save_model(self, epoch, batch, logs):
        if self._should_save_model(epoch, batch, logs, "x"):
            self.saved.append([epoch, -1 if batch is None else batch])


def run(callback, losses: list[float], batches: int) -> dict:
    model = Model()
    callback.set_model(model)
    rates = []
    callback.on_train_begin()
    epoch = 0
    for epoch, loss in enumerate(losses):
        callback.on_epoch_begin(epoch)
        model.weights = epoch
        for batch in range(batches):
            callback.on_train_batch_end(batch, {"loss": loss})
        callback.on_epoch_end(epoch, {"loss": loss})
        rates.append(round(float(model.optimizer.learning_rate.numpy()), 9))
        if model.stop_training:
            break
    callback.on_train_end()
    return {"epochs": epoch + 1, "weights": model.weights, "rates": rates, "saved": getattr(callback, "saved", [])}


def main() -> None:
    numbers = Numbers(SEED)
    kinds = (
        ("EarlyStopping", keras.callbacks.EarlyStopping, (
            {}, {"patience": 2}, {"patience": 3, "minDelta": 0.1}, {"patience": 2, "mode": "max"},
            {"patience": 3, "baseline": 0.4}, {"patience": 2, "restoreBestWeights": True},
            {"patience": 1, "startFromEpoch": 4, "restoreBestWeights": True}, {"patience": 50, "restoreBestWeights": True},
        )),
        ("ReduceLROnPlateau", keras.callbacks.ReduceLROnPlateau, (
            {"patience": 2}, {"patience": 1, "factor": 0.5}, {"patience": 1, "cooldown": 2, "factor": 0.25},
            {"patience": 1, "minDelta": 0.2, "factor": 0.5}, {"patience": 1, "minLr": 0.1, "factor": 0.5},
            {"patience": 0, "mode": "max", "factor": 0.9},
        )),
        ("ModelCheckpoint", Saves, (
            {}, {"saveBestOnly": True}, {"saveBestOnly": True, "mode": "max"}, {"saveFreq": 4}, {"saveFreq": 1},
            {"saveBestOnly": True, "initialValueThreshold": 0.3},
        )),
    )  # fmt: skip
    cases = []
    for name, kind, configs in kinds:
        for config in configs:
            for _ in range(2):
                falling = np.linspace(0.9, 0.3, EPOCHS) + 0.4 * numbers.uniform((EPOCHS,))
                losses = [round(float(loss), 2) for loss in falling]
                options = {snake(key): value for key, value in config.items()}
                result = run(kind(monitor="loss", **options), losses, 3)
                cases.append({"callback": name, "options": config, "losses": losses, "batches": 3, **result})
    write(__file__, ["keras"], SEED, cases)


if __name__ == "__main__":
    main()
