"""python language_model.py FOLDER: trains the character model of ../language-model.ts in PyTorch from its weights on its
batches, writes what became of the weights, in Keras's order, and prints the time of a step."""

import json
import os
import sys
import time

import numpy as np
import torch
from torch.nn import functional

from common import keras_epsilon

folder = sys.argv[1]
with open(os.path.join(folder, "settings.json")) as file:
    settings = json.load(file)
torch.set_num_threads(settings["threads"])
vocabulary, width, units, layers = (settings[name] for name in ("vocabulary", "embeddingDim", "units", "layers"))
floats = np.fromfile(os.path.join(folder, "weights.bin"), "float32")
shape = (settings["perEpoch"], 2, settings["batchSize"], settings["window"])
batches = torch.from_numpy(np.fromfile(os.path.join(folder, "batches.bin"), "int32").reshape(shape)).long()

embedding = torch.nn.Embedding(vocabulary, width)
lstm = torch.nn.LSTM(width, units, num_layers=layers, batch_first=True)
dense = torch.nn.Linear(units, vocabulary)
# pairs of a parameter and whether Keras has it transposed, in Keras's order
order = [(embedding.weight, False)]
for layer in range(layers):
    order += [
        (getattr(lstm, f"weight_ih_l{layer}"), True),
        (getattr(lstm, f"weight_hh_l{layer}"), True),
        (getattr(lstm, f"bias_ih_l{layer}"), False),
    ]
    # Keras's LSTM has one bias: the second one of PyTorch stays zero
    second = getattr(lstm, f"bias_hh_l{layer}")
    second.requires_grad = False
    second.zero_()
order += [(dense.weight, True), (dense.bias, False)]
at = 0
with torch.no_grad():
    for parameter, turned in order:
        size = parameter.numel()
        values = torch.from_numpy(floats[at : at + size].copy())
        parameter.copy_(values.reshape(parameter.shape[::-1]).T if turned else values.reshape(parameter.shape))
        at += size
optimizer = torch.optim.Adam([parameter for parameter, _ in order], lr=settings["learningRate"], eps=1e-7)
for step in range(settings["steps"]):
    place = step % settings["perEpoch"]
    if place == 0:
        state = None
    x, y = batches[place]
    optimizer.zero_grad()
    optimizer.param_groups[0]["eps"] = keras_epsilon(step + 1)
    hidden, state = lstm(embedding(x), state)
    state = tuple(each.detach() for each in state)
    loss = functional.cross_entropy(dense(hidden).flatten(0, 1), y.flatten())
    loss.backward()
    optimizer.step()
    last = loss.item()
    if step == 0:
        begun = time.perf_counter()
milliseconds = (time.perf_counter() - begun) * 1e3 / max(1, settings["steps"] - 1)
trained = [parameter.detach().T if turned else parameter.detach() for parameter, turned in order]
np.concatenate([each.contiguous().flatten().numpy() for each in trained]).tofile(os.path.join(folder, "trained.bin"))
print(json.dumps({"milliseconds": milliseconds, "loss": last, "version": torch.__version__}))
