"""python torch_bench.py A|B|E|G|I|I1|S: times one workload of PyTorch on one thread and prints a JSON line (see ../workload.ts)."""

import json
import os
import sys
import time

os.environ["OMP_NUM_THREADS"] = "1"
import torch

INPUT, OUTPUT = {
    "A": ((64, 8, 2), (64, 8, 1)),
    "B": ((128, 28, 28), (128, 10)),
    "E": ((32, 20, 64), (32, 20, 1)),
    "G": ((128, 28, 28), (128, 10)),
    "I": ((32, 3, 32, 32), (32, 10)),
    "I1": ((1, 3, 32, 32), (1, 10)),
    "S": ((1, 1, 28), (1, 10)),
}[name := sys.argv[1]]

VOCABULARY = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
torch.set_num_threads(1)
torch.manual_seed(1)
kind = torch.nn.GRU if name == "G" else torch.nn.LSTM
net = kind(INPUT[2], 20 if name == "A" else 128, num_layers=2 if name == "A" else 1, batch_first=True)
dense = torch.nn.Linear(net.hidden_size, OUTPUT[-1])
batches = [(torch.rand(INPUT), torch.rand(OUTPUT).round()) for _ in range(4)]
optimizer = torch.optim.Adam([*net.parameters(), *dense.parameters()], lr=0.001, eps=1e-7)
if name == "E":
    embedding = torch.nn.Embedding(VOCABULARY, INPUT[2], sparse=True)
    dense = torch.nn.Linear(INPUT[2], OUTPUT[-1])
    batches = [(torch.randint(0, VOCABULARY, INPUT[:2]), y) for _, y in batches]
    optimizers = [
        torch.optim.SparseAdam(embedding.parameters(), lr=0.001, eps=1e-7),
        torch.optim.Adam(dense.parameters(), lr=0.001, eps=1e-7),
    ]
if name in ("I", "I1"):
    from torch.nn import Conv2d, Flatten, Linear, MaxPool2d, ReLU, Softmax

    convolutions = [Conv2d(3, 6, 5), ReLU(), MaxPool2d(2), Conv2d(6, 16, 5), ReLU(), MaxPool2d(2), Flatten()]
    dense = [Linear(400, 120), ReLU(), Linear(120, 84), ReLU(), Linear(84, 10), Softmax(-1)]
    network = torch.nn.Sequential(*convolutions, *dense)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.001, eps=1e-7)
state = None


def train(i):
    x, y = batches[i % 4]
    optimizer.zero_grad()
    h, _ = net(x)
    prediction = torch.sigmoid(dense(h)) if name == "A" else torch.softmax(dense(h[:, -1]), -1)
    loss = torch.nn.functional.mse_loss(prediction, y)
    loss.backward()
    optimizer.step()
    return loss.item()


def stream(i):
    global state
    with torch.no_grad():
        h, state = net(batches[i % 4][0], state)
        return dense(h[:, -1])[0, 0].item()


def train_embedding(i):
    x, y = batches[i % 4]
    for each in optimizers:
        each.zero_grad()
    loss = torch.nn.functional.mse_loss(dense(embedding(x)), y)
    loss.backward()
    for each in optimizers:
        each.step()
    return loss.item()


def train_images(i):
    x, y = batches[i % 4]
    optimizer.zero_grad()
    loss = torch.nn.functional.mse_loss(network(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()


step = {"S": stream, "E": train_embedding, "I": train_images, "I1": train_images}.get(name, train)
warm, most = (10, 100) if name in ("B", "G", "I") else (300, 3000)
for i in range(warm):
    step(i)
times, last, begun = [], 0.0, time.perf_counter()
while len(times) < 10 or (len(times) < most and time.perf_counter() - begun < 5):
    start = time.perf_counter()
    last = step(len(times))
    times.append((time.perf_counter() - start) * 1e3)
times.sort()
middle = times[len(times) // 2]
print(json.dumps({"peer": f"PyTorch {torch.__version__}", "workload": name, "milliseconds": middle, "steps": len(times), "last": last}))
