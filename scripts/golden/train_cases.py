"""The small models that train_keras.py and train_torch.py train: same data and initial weights, ten full-batch steps."""

from common import Numbers, tensor

STEPS = 10
SEED = 13

MSE = {"className": "MeanSquaredError", "config": {}}
BINARY_CROSSENTROPY = {"className": "BinaryCrossentropy", "config": {"fromLogits": False, "labelSmoothing": 0}}


def adam(epsilon: float, learning_rate=0.01, beta1=0.9, beta2=0.999) -> dict:
    config = {"learningRate": learning_rate, "beta1": beta1, "beta2": beta2, "epsilon": epsilon}
    return {"className": "Adam", "config": config}


def sgd(momentum=0.0, nesterov=False) -> dict:
    return {"className": "SGD", "config": {"learningRate": 0.1, "momentum": momentum, "nesterov": nesterov}}


def lstm(name: str, units: int, return_sequences: bool) -> dict:
    return {"className": "LSTM", "config": {"name": name, "units": units, "returnSequences": return_sequences}}


def dense(units: int, activation: str) -> dict:
    return {"className": "Dense", "config": {"name": "dense", "units": units, "activation": activation}}


ADDER = [lstm("lstm", 4, True), lstm("lstm_1", 4, True), dense(1, "sigmoid")]
CLASSIFIER = [lstm("lstm", 3, False), dense(3, "softmax")]


def weight_shapes(layers: list[dict], features: int) -> list[tuple[int, ...]]:
    """Keras's order: kernel, recurrent kernel, bias of each LSTM, kernel and bias of Dense."""
    shapes = []
    for layer in layers:
        units = layer["config"]["units"]
        if layer["className"] == "LSTM":
            shapes += [(features, 4 * units), (units, 4 * units), (4 * units,)]
        else:
            shapes += [(features, units), (units,)]
        features = units
    return shapes


def train_cases(epsilon: float, other_epsilon: float) -> list[dict]:
    """Numpy arrays under "input", "target" and "initialWeights"; `finished` turns a trained case into a fixture.

    Weights up to 1.5, so that the gradients stay well above epsilon and float32's noise.
    """
    numbers = Numbers(SEED)
    bits = numbers.bits((4, 5, 2))
    carries = numbers.bits((4, 5, 1))
    series = numbers.uniform((4, 5, 2), 1.5)
    classes = numbers.generator.permutation([0, 1, 2, 0])
    one_hot = (classes[:, None] == range(3)).astype("float32")

    def case(name: str, layers: list[dict], loss: dict, optimizer: dict) -> dict:
        x, target = (bits, carries) if layers is ADDER else (series, one_hot)
        weights = [numbers.uniform(shape, 1.5) for shape in weight_shapes(layers, 2)]
        return {
            "name": name,
            "layers": layers,
            "loss": loss,
            "optimizer": optimizer,
            "input": x,
            "target": target,
            "initialWeights": weights,
        }

    return [
        case("two LSTM, mse, Adam", ADDER, MSE, adam(epsilon)),
        case("two LSTM, binary cross-entropy, Adam", ADDER, BINARY_CROSSENTROPY, adam(epsilon)),
        case("softmax, mse, Adam", CLASSIFIER, MSE, adam(epsilon)),
        case("SGD", CLASSIFIER, MSE, sgd()),
        case("SGD, momentum", CLASSIFIER, MSE, sgd(momentum=0.9)),
        case("SGD, nesterov", CLASSIFIER, MSE, sgd(momentum=0.9, nesterov=True)),
        case("Adam, other rate, betas and epsilon", CLASSIFIER, MSE, adam(other_epsilon, 0.02, 0.8, 0.9)),
    ]


def finished(case: dict, losses: list, final_weights: list, prediction) -> dict:
    return {
        **case,
        "input": tensor(case["input"]),
        "target": tensor(case["target"]),
        "initialWeights": [tensor(weight) for weight in case["initialWeights"]],
        "losses": tensor(losses)["data"],  # before each of the ten updates
        "finalWeights": [tensor(weight) for weight in final_weights],
        "prediction": tensor(prediction),  # of the trained model for the same input
    }
