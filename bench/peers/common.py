"""What the Python peers share: the fixture, and answering orders on standard input (see ../workload.ts)."""

import json
import math
import os
import sys
import time

COMPARED = 10


def keras_epsilon(step):
    """Epsilon 1e-7 as Keras adds it: to the root before its correction, which is by 1/30 in the first step."""
    return 1e-7 / (1 - 0.999**step) ** 0.5


class Fixture:
    """The workload as ../workloads.ts describes it, with weights in Keras's order and the batches."""

    def __init__(self, folder, numpy):
        with open(os.path.join(folder, "fixture.json")) as file:
            fixture = json.load(file)
        self.workload = fixture["workload"]
        self.layers = self.workload["layers"]
        self.input, self.target = self.workload["input"], self.workload["target"]
        self.loss = self.workload["loss"]
        floats = numpy.fromfile(os.path.join(folder, "fixture.bin"), "float32")
        at = 0

        def take(shape):
            nonlocal at
            at += math.prod(shape)
            return floats[at - math.prod(shape) : at].reshape(shape)

        ids = self.layers[0]["kind"] == "embedding"
        whole = lambda array, wanted: array.astype("int32") if wanted else array
        self.weights = [take(shape) for shape in fixture["weights"]]
        self.batches = [
            (whole(take(self.input), ids), whole(take(self.target), self.loss == "labels"))
            for _ in range(fixture["batches"])
        ]


def serve(peer, version, fixture, build):
    """Answers orders; `build(dropout)` gives a function that takes a step and returns its loss as a number."""

    def answer(value):
        print("@ " + json.dumps(value), flush=True)

    step, losses, count = build(True), [], 0
    per_turn = fixture.workload["turn"]

    def turn(steps):
        nonlocal count
        start = time.perf_counter()
        for _ in range(steps):
            loss = step(count)
            count += 1
            if len(losses) < COMPARED:
                losses.append(loss)
        return (time.perf_counter() - start) * 1e3 / steps

    def turns_of(milliseconds):
        turns, begun = [turn(per_turn)], time.perf_counter()
        while (time.perf_counter() - begun) * 1e3 + turns[0] * per_turn < milliseconds:
            turns.append(turn(per_turn))
        return turns

    answer({"peer": peer, "version": version})
    for line in sys.stdin:
        order, *rest = line.split()
        if order == "warm":
            first, turns = turn(1), turns_of(float(rest[0]))
            while len(losses) < COMPARED:
                turns.append(turn(1))
            answer({"first": first, "turns": turns, "losses": losses})
        elif order == "round":
            answer({"turns": turns_of(float(rest[0]))})
        elif order == "check":
            again = build(False)
            answer({"losses": [again(i) for i in range(COMPARED)]})
        else:
            break
