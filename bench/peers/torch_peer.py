"""python torch_peer.py FOLDER THREADS: the workload of a fixture in PyTorch; waits for orders on standard input."""

import sys

import numpy as np
import torch
from torch.nn import functional

from common import COMPARED, Fixture, keras_epsilon, serve

folder, threads = sys.argv[1], int(sys.argv[2])
torch.set_num_threads(threads)
fixture = Fixture(folder, np)
images = len(fixture.input) == 4
ACTIVATIONS = {"linear": None, "relu": torch.nn.ReLU, "sigmoid": torch.nn.Sigmoid}


def by_gate(array, order, axis):
    """Blocks of gates in PyTorch's order instead of Keras's."""
    blocks = np.split(array, len(order), axis)
    return np.concatenate([blocks[i] for i in order], axis)


class Recurrent(torch.nn.Module):
    """Layers of one kind and width on each other, as one module of PyTorch."""

    def __init__(self, kind, width, units, count, sequences, weights):
        super().__init__()
        self.sequences = sequences
        module = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[kind]
        self.net = module(width, units, num_layers=count, batch_first=True)
        self.state = None
        order = {"lstm": [0, 1, 2, 3], "gru": [1, 0, 2]}[kind]
        for layer in range(count):
            kernel, recurrent, bias = weights[3 * layer : 3 * layer + 3]
            biases = [bias, np.zeros_like(bias)] if kind == "lstm" else list(bias)
            put(getattr(self.net, f"weight_ih_l{layer}"), by_gate(kernel, order, 1).T)
            put(getattr(self.net, f"weight_hh_l{layer}"), by_gate(recurrent, order, 1).T)
            put(getattr(self.net, f"bias_ih_l{layer}"), by_gate(biases[0], order, 0))
            put(getattr(self.net, f"bias_hh_l{layer}"), by_gate(biases[1], order, 0))
            # Keras's LSTM has one bias: the second one of PyTorch stays zero
            if kind == "lstm":
                getattr(self.net, f"bias_hh_l{layer}").requires_grad = False

    def forward(self, x):
        hidden, state = self.net(x, self.state)
        if fixture.workload.get("kept"):
            self.state = tuple(each.detach() for each in state)
        return hidden if self.sequences else hidden[:, -1]

    def stream(self, x):
        hidden, self.state = self.net(x, self.state)
        return hidden[:, -1]


class InKerasOrder(torch.nn.Module):
    """Flattens [B, C, H, W] as Keras flattens [B, H, W, C]."""

    def forward(self, x):
        return x.permute(0, 2, 3, 1).flatten(1)


def put(parameter, array):
    with torch.no_grad():
        parameter.copy_(torch.from_numpy(np.ascontiguousarray(array)))


def modules(dropout):
    weights, made, width = list(fixture.weights), [], fixture.input[-1]
    layers = list(fixture.layers)
    while layers:
        layer = layers.pop(0)
        kind = layer["kind"]
        if kind in ("lstm", "gru"):
            count = 1
            while layers and layers[0]["kind"] == kind and layers[0]["units"] == layer["units"] and layer["sequences"]:
                layer = layers.pop(0)
                count += 1
            made.append(Recurrent(kind, width, layer["units"], count, layer["sequences"], weights[: 3 * count]))
            del weights[: 3 * count]
            width = layer["units"]
        elif kind == "dense":
            kernel, bias = weights.pop(0), weights.pop(0)
            linear = torch.nn.Linear(kernel.shape[0], kernel.shape[1])
            put(linear.weight, kernel.T)
            put(linear.bias, bias)
            activation = ACTIVATIONS[layer["activation"]]
            made += [linear] if activation is None else [linear, activation()]
            width = layer["units"]
        elif kind == "conv":
            kernel, bias = weights.pop(0), weights.pop(0)
            conv = torch.nn.Conv2d(kernel.shape[2], kernel.shape[3], layer["size"])
            put(conv.weight, kernel.transpose(3, 2, 0, 1))
            put(conv.bias, bias)
            made += [conv, torch.nn.ReLU()]
        elif kind == "embedding":
            embedding = torch.nn.Embedding(layer["rows"], layer["units"], sparse=layer["rows"] > 1000)
            put(embedding.weight, weights.pop(0))
            made.append(embedding)
            width = layer["units"]
        elif kind == "dropout":
            made += [torch.nn.Dropout(layer["rate"])] if dropout else []
        else:
            made.append({"pool": lambda: torch.nn.MaxPool2d(2), "flatten": InKerasOrder}[kind]())
    return torch.nn.Sequential(*made)


def tensors(x, y):
    x, y = torch.from_numpy(x), torch.from_numpy(y)
    if images:
        x = x.permute(0, 3, 1, 2).contiguous()
    return x, y.long() if fixture.loss == "labels" else y


def build(dropout):
    torch.manual_seed(1)
    model = modules(dropout)
    batches = [tensors(x, y) for x, y in fixture.batches]
    if fixture.loss == "stream":
        recurrent, *rest = model

        def stream(i):
            with torch.no_grad():
                out = recurrent.stream(batches[i % 4][0][:, None])
                for module in rest:
                    out = module(out)
                return out[0, 0].item()

        return stream
    settings = {"lr": 0.001, "eps": 1e-7}  # of the steps that are compared: as Keras means it
    sparse = [m.weight for m in model if isinstance(m, torch.nn.Embedding) and m.sparse]
    others = [p for p in model.parameters() if p.requires_grad and not any(p is s for s in sparse)]
    optimizers = [torch.optim.Adam(others, **settings)]
    if sparse:
        optimizers.append(torch.optim.SparseAdam(sparse, **settings))
    criterion = functional.cross_entropy if fixture.loss == "labels" else functional.mse_loss

    def train(i):
        x, y = batches[i % 4]
        for optimizer in optimizers:
            optimizer.zero_grad()
            if i < COMPARED:
                optimizer.param_groups[0]["eps"] = keras_epsilon(i + 1)
        prediction = model(x)
        if fixture.loss == "labels":
            prediction, y = prediction.flatten(0, -2), y.flatten()
        loss = criterion(prediction, y)
        loss.backward()
        for optimizer in optimizers:
            optimizer.step()
        return loss.item()

    return train


serve("PyTorch", torch.__version__, fixture, build)
