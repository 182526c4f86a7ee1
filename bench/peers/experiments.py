"""python experiments.py numpy|torch|keras EXPERIMENT PRESET STEPS: trains as the preset of an experiment does, on one
thread, and prints a JSON line with the time of the training and its losses (see ../experiments.ts).

What it learns from is drawn before the clock starts, and one step of the same shapes is taken before it.
"""

import gzip
import json
import os
import sys
import time

tool, name, preset, steps = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "TF_NUM_INTRAOP_THREADS"):
    os.environ[variable] = "1"
os.environ["TF_NUM_INTEROP_THREADS"] = "1"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false")
import numpy as np

draw = np.random.default_rng(1)
published = preset == "published"


def low_first(value, bits):
    return (np.asarray(value)[..., None] >> np.arange(bits)) & 1


def sums(batch, count):
    """Pairs of numbers below 128, bit by bit from the lowest: [count, batch, 8, 2] and [count, batch, 8, 1]."""
    a, b = draw.integers(0, 128, (2, count, batch))
    x = np.stack([low_first(a, 8), low_first(b, 8)], -1)
    return x.astype("float32"), low_first(a + b, 8)[..., None].astype("float32")


def pairs(count):
    """Pairs of numbers below 256, one after the other, highest bit first: [count, 16, 1] and [count, 9]."""
    a, b = draw.integers(0, 256, (2, count))
    x = np.concatenate([low_first(a, 8)[:, ::-1], low_first(b, 8)[:, ::-1]], 1)
    return x[..., None].astype("float32"), low_first(a + b, 9)[:, ::-1].astype("float32")


def waves(count):
    t = (np.arange(1000) + 20 * np.arange(count)[:, None]).reshape(count, 50, 20, 1) / (10 * np.pi)
    return np.sin(t).astype("float32"), np.cos(t).astype("float32")


def images():
    """MNIST as [N, 28, 28], or ten thousand of CIFAR-10 as [N, 3, 32, 32], each with test images."""
    folder = os.environ["MEMCELL_DATA"]
    read = lambda path: np.frombuffer(gzip.open(os.path.join(folder, path)).read(), "uint8")
    if name == "mnist-rows":
        part = lambda which: (
            (read(f"mnist/{which}-images-idx3-ubyte.gz")[16:].reshape(-1, 28, 28) / 255).astype("float32"),
            read(f"mnist/{which}-labels-idx1-ubyte.gz")[8:].astype("int64"),
        )
        return part("train"), part("t10k")
    rows = [read(f"cifar10-small/{file}.bin.gz").reshape(-1, 3073) for file in ("data_batch_1", "test_batch")]
    x = [each[:, 1:].reshape(-1, 3, 32, 32).astype("float32") for each in rows]
    mean, deviation = x[0].mean((0, 2, 3), keepdims=True), x[0].std((0, 2, 3), keepdims=True)
    return [((each - mean) / deviation, row[:, 0].astype("int64")) for each, row in zip(x, rows)]


def report(losses, begun, label):
    seconds, processor = time.perf_counter() - begun[0], time.process_time() - begun[1]
    tail = [float(loss) for loss in losses[-20:]]
    first, last = float(losses[0]), sum(tail) / len(tail)
    line = {"peer": label, "milliseconds": seconds * 1e3, "processor": processor * 1e3, "steps": len(losses)}
    print(json.dumps({**line, "first": first, "last": last}))


def start():
    return time.perf_counter(), time.process_time()


sigmoid = lambda z: 1 / (1 + np.exp(-z))


def lesson():
    """What list-fit and next-prime learn by heart: rows of fifty numbers, and what is to be said to each."""
    if name == "list-fit":
        return draw.random((4, 50)), np.array([-0.5, 0.2, 0.1, -0.5])
    primes = np.array([n for n in range(2, 100) if all(n % m for m in range(2, n))]) / 100
    x = np.stack([primes[(k + np.arange(50)) % 25] for k in range(10)])
    return x, np.array([primes[(k + 50) % 25] for k in range(10)])


def memory_cell():
    """The memory cell of list-fit and next-prime, written out; one product for all steps where it can be."""
    units = 100
    x, y = lesson()
    weights = [draw.uniform(-0.1, 0.1, shape) for shape in ((50, 400), (units, 400), (400,))]
    m, v = [np.zeros_like(w) for w in weights], [np.zeros_like(w) for w in weights]

    def gradients():
        w, r, b = weights
        fed = x @ w + b
        h, s, loss, kept = np.zeros(units), np.zeros(units), 0.0, []
        for k in range(len(x)):
            a = fed[k] + h @ r
            i, f, o = sigmoid(a[:100]), sigmoid(a[100:200]), sigmoid(a[300:])
            g, before = np.tanh(a[200:300]), (h, s)
            s = f * s + i * g
            h = o * s
            loss += (h[0] - y[k]) ** 2
            kept.append((i, f, g, o, s, *before))
        da, dh, ds = np.zeros((len(x), 400)), np.zeros(units), np.zeros(units)
        for k in range(len(x) - 1, -1, -1):
            i, f, g, o, s, _, before = kept[k]
            dh[0] += 2 * (o[0] * s[0] - y[k])
            dc = ds + dh * o
            da[k] = np.concatenate([dc * g * i * (1 - i), dc * before * f * (1 - f), dc * i * (1 - g * g), dh * s * o * (1 - o)])
            ds, dh = dc * f, r @ da[k]
        return loss, [x.T @ da, np.stack([each[5] for each in kept]).T @ da, da.sum(0)]

    losses = []
    begun = start()
    for n in range(1, steps + 1):
        loss, found = gradients()
        losses.append(loss)
        if published:
            for w, g in zip(weights, found):
                w -= (0.1 if name == "list-fit" else 0.01) * g
        elif name == "list-fit":
            norm = np.sqrt(sum((g * g).sum() for g in found))
            scale = min(1, 0.3 / norm)
            for i, (w, g) in enumerate(zip(weights, found)):
                m[i] = 0.8 * m[i] - 0.02 * scale * g
                w += 0.8 * m[i] - 0.02 * scale * g
        else:
            rate = 0.0015 * (1 + np.cos(np.pi * n / 2000)) * np.sqrt(1 - 0.999**n) / (1 - 0.9**n)
            for i, (w, g) in enumerate(zip(weights, found)):
                m[i] += 0.1 * (g - m[i])
                v[i] += 0.001 * (g * g - v[i])
                w -= rate * m[i] / (np.sqrt(v[i]) + 1e-7)
    report(losses, begun, f"NumPy {np.__version__}")


def scratch():
    """The sixteen sigmoids of rnn-from-scratch: one sum a step, the delta rule."""
    u, w, o = draw.uniform(-1, 1, (2, 16)), draw.uniform(-1, 1, (16, 16)), draw.uniform(-1, 1, 16)
    inputs, targets = sums(1, steps)
    losses = []
    begun = start()
    for x, y in zip(inputs[:, 0].astype("float64"), targets[:, 0, :, 0].astype("float64")):
        fed, h = x @ u, np.zeros((9, 16))
        for k in range(8):
            h[k + 1] = sigmoid(fed[k] + h[k] @ w)
        p = sigmoid(h[1:] @ o)
        losses.append(0.5 * ((y - p) ** 2).sum())
        dp, da, d = (p - y) * p * (1 - p), np.zeros((8, 16)), np.zeros(16)
        for k in range(7, -1, -1):
            d = da[k] = (w @ d + o * dp[k]) * h[k + 1] * (1 - h[k + 1])
        u -= 0.1 * x.T @ da
        w -= 0.1 * h[:8].T @ da
        o -= 0.1 * h[1:].T @ dp
    report(losses, begun, f"NumPy {np.__version__}")


def with_keras():
    """keras-adder as published: Keras 2's hard sigmoid; TensorFlow's backend where it is, else JAX's."""
    import importlib.util

    os.environ.setdefault("KERAS_BACKEND", "tensorflow" if importlib.util.find_spec("tensorflow") else "jax")
    import keras

    gate = lambda z: keras.ops.clip(0.2 * z + 0.5, 0.0, 1.0)
    layers = [keras.layers.LSTM(256, recurrent_activation=gate), keras.layers.Dropout(0.2)]
    model = keras.Sequential([keras.Input((16, 1)), *layers, keras.layers.Dense(9, activation="relu")])
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(epsilon=1e-7))
    x, y = pairs(10_000)
    model.fit(x[:144], y[:144], batch_size=128, verbose=0)  # both sizes of batches: what has to be compiled is
    begun = start()
    history = model.fit(x, y, epochs=-(-steps // 79), batch_size=128, verbose=0).history["loss"]
    seconds, processor = time.perf_counter() - begun[0], time.process_time() - begun[1]
    label = f"Keras {keras.__version__} ({keras.backend.backend()})"
    line = {"peer": label, "milliseconds": seconds * 1e3, "processor": processor * 1e3, "steps": 79 * len(history)}
    print(json.dumps({**line, "first": history[0], "last": history[-1]}))


def with_torch():
    import torch
    from torch import nn
    from torch.nn import functional as fn

    torch.set_num_threads(1)
    torch.manual_seed(1)

    class HardLstm(nn.Module):
        """An LSTM with Keras 2's hard sigmoid, which PyTorch has not: a loop over its steps."""

        def __init__(self, units=256):
            super().__init__()
            self.units = units
            self.w, self.b = nn.Parameter(torch.empty(4 * units, 1)), nn.Parameter(torch.zeros(4 * units))
            self.r = nn.Parameter(torch.empty(units, 4 * units))
            nn.init.xavier_uniform_(self.w)
            nn.init.orthogonal_(self.r)
            self.b.data[units : 2 * units] = 1

        def forward(self, x):
            fed = fn.linear(x.transpose(0, 1), self.w, self.b)
            h = c = x.new_zeros(x.shape[0], self.units)
            for now in fed:
                i, f, g, o = torch.addmm(now, h, self.r).chunk(4, 1)
                i, f, o = (torch.clamp(0.2 * each + 0.5, 0, 1) for each in (i, f, o))
                c = f * c + i * torch.tanh(g)
                h = o * torch.tanh(c)
            return h

    class MemoryCell(nn.Module):
        """The cell of list-fit and next-prime over its steps; gives the first of its numbers."""

        def __init__(self, units=100):
            super().__init__()
            shapes = (50, 4 * units), (units, 4 * units), (4 * units,)
            self.w, self.r, self.b = (nn.Parameter(torch.empty(shape).uniform_(-0.1, 0.1)) for shape in shapes)

        def forward(self, x):
            h = s = x.new_zeros(1, self.r.shape[0])
            said = []
            for fed in torch.addmm(self.b, x, self.w).split(1):
                i, f, g, o = torch.addmm(fed, h, self.r).chunk(4, 1)
                s = torch.sigmoid(f) * s + torch.sigmoid(i) * torch.tanh(g)
                h = torch.sigmoid(o) * s
                said.append(h[0, 0])
            return torch.stack(said)

    class Scratch(nn.Module):
        """The sixteen sigmoids of rnn-from-scratch, which PyTorch's RNN has not: a loop over its steps."""

        def __init__(self):
            super().__init__()
            shapes = (2, 16), (16, 16), (16, 1)
            self.u, self.w, self.o = (nn.Parameter(torch.empty(shape).uniform_(-1, 1)) for shape in shapes)

        def forward(self, x):
            h, kept = x.new_zeros(1, 16), []
            for fed in (x[0] @ self.u).split(1):
                h = torch.sigmoid(torch.addmm(fed, h, self.w))
                kept.append(h)
            return torch.sigmoid(torch.cat(kept) @ self.o)[None]

    class Net(nn.Module):
        def __init__(self, recurrent, units, outputs, every_step=True, before=None, dropout=0.0):
            super().__init__()
            self.recurrent, self.every_step, self.before, self.state = recurrent, every_step, before, None
            self.dropout, self.dense = nn.Dropout(dropout), nn.Linear(units, outputs)
            self.stateful = False

        def forward(self, x):
            x = x if self.before is None else self.before(x)
            if isinstance(self.recurrent, HardLstm):
                return torch.relu(self.dense(self.dropout(self.recurrent(x))))
            h, state = self.recurrent(x, self.state)
            if self.stateful:
                self.state = tuple(each.detach() for each in state)
            return self.dense(self.dropout(h if self.every_step else h[:, -1]))

    clip, test = None, None
    recurrent = lambda depth, units, layers=1, dropout=0.0: nn.LSTM(
        depth, units, layers, batch_first=True, dropout=dropout
    )
    mse, bce, nll = fn.mse_loss, fn.binary_cross_entropy_with_logits, fn.cross_entropy
    if name == "adder":
        net = Net(recurrent(2, 20, 2, 0.5 if published else 0.0), 20, 1, dropout=0.5 if published else 0.0)
        x, y = sums(1 if published else 64, steps)
        loss_of = (lambda p, t: mse(torch.sigmoid(p), t)) if published else bce
        optimizer = torch.optim.Adam(net.parameters(), 0.001 if published else 0.02)
    elif name == "rnn-from-scratch":
        net = Scratch() if published else Net(nn.RNN(2, 16, batch_first=True), 16, 1)
        x, y = sums(1 if published else 32, steps)
        if published:
            loss_of = lambda p, t: 0.5 * ((p - t) ** 2).sum()
            optimizer = torch.optim.SGD(net.parameters(), 0.1)
        else:
            loss_of, optimizer = bce, torch.optim.Adam(net.parameters(), 0.02)
    elif name == "sine-cosine":
        net = Net(recurrent(10, 10), 10, 1, before=nn.Linear(1, 10))
        net.stateful = True
        x, y = waves(steps)
        loss_of = lambda p, t: ((p - t) ** 2).sum() / 50
        optimizer = torch.optim.Adam(net.parameters(), 0.006)
        clip = None if published else 1.0
    elif name in ("list-fit", "next-prime"):
        net, loss_of = MemoryCell(), lambda p, t: ((p - t) ** 2).sum()
        x, y = [each[None].astype("float32") for each in lesson()]
        if published:
            optimizer = torch.optim.SGD(net.parameters(), 0.1 if name == "list-fit" else 0.01)
        elif name == "list-fit":
            optimizer, clip = torch.optim.SGD(net.parameters(), 0.02, momentum=0.8, nesterov=True), 0.3
        else:
            optimizer = torch.optim.Adam(net.parameters(), 0.0015, eps=1e-7)
    elif name == "keras-adder":
        if published:
            net, loss_of = Net(HardLstm(), 256, 9, dropout=0.2), mse
            optimizer = torch.optim.Adam(net.parameters(), 0.001, eps=1e-7)
            x, y = pairs(10_000)
        else:
            net, loss_of, clip = Net(recurrent(1, 64, 2), 64, 9, every_step=False), bce, 1.0
            optimizer = torch.optim.Adam(net.parameters(), 0.004, eps=1e-7)
            x, y = pairs(128 * steps)
            x = x[:, ::-1].copy()
        size = 128
        cut = lambda a: [torch.from_numpy(a[i : i + size].copy()) for i in range(0, len(a), size)]
        x, y = cut(x), cut(y)
    elif name in ("mnist-rows", "cifar-cnn"):
        (x, y), test = images()
        loss_of = nll
        if name == "mnist-rows":
            size = 128
            before = nn.Linear(28, 128) if published else None
            net = Net(recurrent(128 if published else 28, 128), 128, 10, False, before, 0.0 if published else 0.2)
            optimizer = torch.optim.Adam(net.parameters(), 0.001 if published else 0.002)
            clip = None if published else 1.0
            if published:
                test = None
        elif published:
            size = 1
            parts = [nn.Conv2d(3, 6, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2)]
            dense = [nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)]
            net = nn.Sequential(*parts, nn.Flatten(), *dense)
            optimizer = torch.optim.SGD(net.parameters(), 0.001)
        else:
            size = 64
            depths = [(3, 16), (16, 32), (32, 64)]
            parts = [part for a, b in depths for part in (nn.Conv2d(a, b, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2))]
            net = nn.Sequential(*parts, nn.Flatten(), nn.Dropout(0.3), nn.Linear(1024, 10))
            optimizer = torch.optim.Adam(net.parameters(), 0.002, eps=1e-7)
        order = np.concatenate([draw.permutation(len(x)) for _ in range(-(-steps * size // len(x)))])
        rows = [order[i * size : (i + 1) * size] for i in range(steps)]
        x, y = [torch.from_numpy(x[each]) for each in rows], [torch.from_numpy(y[each]) for each in rows]
        test = test and [torch.from_numpy(each) for each in test]
    if isinstance(x, np.ndarray):
        x, y = list(torch.from_numpy(x)), list(torch.from_numpy(y))

    if published and name in ("sine-cosine", "mnist-rows"):
        for dense in (net.before, net.dense):  # weights as the sources draw them
            nn.init.normal_(dense.weight)
            nn.init.constant_(dense.bias, 0.1)

    def step(i):
        optimizer.zero_grad()
        loss = loss_of(net(x[i % len(x)]), y[i % len(y)])
        loss.backward()
        if clip:
            nn.utils.clip_grad_norm_(net.parameters(), clip)
        optimizer.step()
        return loss.item()

    step(0)
    losses = []
    begun = start()
    for i in range(steps):
        losses.append(step(i))
        if name == "mnist-rows" and published and i % 20 == 0:
            with torch.no_grad():
                (net(x[i]).argmax(1) == y[i]).float().mean().item()
    if test:
        net.eval()
        with torch.no_grad():
            (net(test[0]).argmax(1) == test[1]).float().mean().item()
    report(losses, begun, f"PyTorch {torch.__version__}")


if tool == "torch":
    with_torch()
elif tool == "keras":
    with_keras()
elif name == "rnn-from-scratch":
    scratch()
else:
    memory_cell()
