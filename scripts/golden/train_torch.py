"""The models of train_keras.py trained by PyTorch, weights in Keras's layout and order.

PyTorch's Adam divides by sqrt(v / (1 - beta2^t)) + epsilon, Keras's by sqrt(v) + epsilon before that correction. With
epsilon 1e-12 the two rules give the same weights to 2e-6; with PyTorch's default 1e-8 they are 6e-3 apart after ten
steps, because some gradients of these models are that small (the losses still agree to 2e-5).
"""

from common import write
from train_cases import SEED, STEPS, finished, train_cases

import numpy as np
import torch

ACTIVATIONS = {"sigmoid": torch.sigmoid, "softmax": lambda x: torch.softmax(x, dim=-1)}
LOSSES = {
    "MeanSquaredError": torch.nn.functional.mse_loss,
    "BinaryCrossentropy": torch.nn.functional.binary_cross_entropy,
}


class Model(torch.nn.Module):
    def __init__(self, specs: list[dict], features: int):
        super().__init__()
        self.specs = specs
        self.layers = torch.nn.ModuleList()
        for spec in specs:
            units = spec["config"]["units"]
            if spec["className"] == "LSTM":
                self.layers.append(torch.nn.LSTM(features, units, batch_first=True))
            else:
                self.layers.append(torch.nn.Linear(features, units))
            features = units

    def forward(self, x):
        for spec, layer in zip(self.specs, self.layers):
            if spec["className"] == "LSTM":
                sequence, (h, _) = layer(x)
                x = sequence if spec["config"]["returnSequences"] else h[0]
            else:
                x = ACTIVATIONS[spec["config"]["activation"]](layer(x))
        return x

    def trained_parameters(self) -> list[torch.nn.Parameter]:
        """Keras's order; b_hh stays zero and is not trained, so that the one bias has one step."""
        parameters = []
        for layer in self.layers:
            if isinstance(layer, torch.nn.LSTM):
                torch.nn.init.zeros_(layer.bias_hh_l0)
                parameters += [layer.weight_ih_l0, layer.weight_hh_l0, layer.bias_ih_l0]
            else:
                parameters += [layer.weight, layer.bias]
        return parameters


def make_optimizer(spec: dict, parameters: list[torch.nn.Parameter]) -> torch.optim.Optimizer:
    config = spec["config"]
    if spec["className"] == "SGD":
        return torch.optim.SGD(parameters, config["learningRate"], config["momentum"], nesterov=config["nesterov"])
    return torch.optim.Adam(parameters, config["learningRate"], (config["beta1"], config["beta2"]), config["epsilon"])


def train(case: dict) -> dict:
    x, target = torch.from_numpy(case["input"]), torch.from_numpy(case["target"])
    model = Model(case["layers"], x.shape[-1])
    parameters = model.trained_parameters()
    with torch.no_grad():
        for parameter, weight in zip(parameters, case["initialWeights"]):
            parameter.copy_(torch.from_numpy(weight.T.copy()))
    optimizer = make_optimizer(case["optimizer"], parameters)
    losses = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss = LOSSES[case["loss"]["className"]](model(x), target)
        loss.backward()
        optimizer.step()
        losses.append(np.float32(loss.item()))
    with torch.no_grad():
        prediction = model(x)
    return finished(case, losses, [parameter.detach().numpy().T for parameter in parameters], prediction)


def main() -> None:
    torch.set_num_threads(1)
    write(__file__, ["torch", "numpy"], SEED, [train(case) for case in train_cases(epsilon=1e-12, other_epsilon=1e-12)])


if __name__ == "__main__":
    main()
