"""Steps of word2vec in NumPy, float64, by its equations: test/golden/word2vec.json.

python scripts/golden/word2vec_numpy.py > test/golden/word2vec.json (by hand: NumPy alone is needed, 2.1 was used; the
random weights have seed 7). Huffman codes are made by a heap; no two sums are equal, so that there is one tree only.
"""

import heapq
import json

import numpy as np

MASK = 0xFFFFFFFF
GOLDEN = 0x9E3779B9
WORDS, SIZE, WINDOW, NEGATIVE, RATE, SEED, KEY = 7, 5, 2, 3, 0.1, 11, 23
IDS = [1, 2, 3, 4, 0, 5, 6, 1, 3, 2, 0]
COUNTS = [50, 26, 17, 12, 7, 3, 1]


def mix(x: int) -> int:
    y = ((x ^ (x >> 16)) * 0x7FEB352D) & MASK
    y = ((y ^ (y >> 15) ^ KEY) * 0x846CA68B) & MASK
    return y ^ (y >> 16)


def paths(counts: list[int]) -> list[list[tuple[int, int]]]:
    """For each word the nodes from the root, each with the code of the turn."""
    heap = [(count, -word, word) for word, count in enumerate(counts)]
    heapq.heapify(heap)
    ways: dict[int, list[tuple[int, int]]] = {word: [] for word in range(len(counts))}
    members = {word: [word] for word in range(len(counts))}
    for node in range(len(counts) - 1):
        a, b = heapq.heappop(heap), heapq.heappop(heap)
        made = len(counts) + node
        for code, child in ((0, a[2]), (1, b[2])):
            for word in members[child]:
                ways[word].insert(0, (node, code))
        members[made] = members[a[2]] + members[b[2]]
        heapq.heappush(heap, (a[0] + b[0], made, made))
    return [ways[word] for word in range(len(counts))]


def learn(h, rows, labels, matrix):
    f = matrix[rows] @ h
    g = (np.array(labels) - 1 / (1 + np.exp(-f))) * RATE
    e = np.zeros(SIZE)
    for row, step in zip(rows, g):
        e += step * matrix[row]
        matrix[row] += step * h
    return e


def train(cbow: bool, hs: bool, weights):
    inputs, outputs, inner = (matrix.copy() for matrix in weights)
    ways = paths(COUNTS)
    x = SEED

    def draw():
        nonlocal x
        x = (x + GOLDEN) & MASK
        return mix(x)

    def step(h, word):
        if hs:
            way = ways[word]
            return learn(h, [node for node, _ in way], [1 - code for _, code in way], inner)
        drawn = [(draw() * WORDS) >> 32 for _ in range(NEGATIVE)]
        rows = [word] + [one for one in drawn if one != word]
        return learn(h, rows, [1] + [0] * (len(rows) - 1), outputs)

    sentence: list[int] = []
    for one in IDS:
        if one != 0:
            sentence.append(one)
            continue
        for middle, word in enumerate(sentence):
            reach = WINDOW - ((draw() * WINDOW) >> 32)
            around = [i for i in range(max(0, middle - reach), min(len(sentence), middle + reach + 1)) if i != middle]
            if cbow:
                e = step(inputs[[sentence[i] for i in around]].mean(axis=0), word)
                for i in around:
                    inputs[sentence[i]] += e
            else:
                for i in around:
                    inputs[sentence[i]] += step(inputs[sentence[i]].copy(), word)
        sentence = []
    return [inputs, inner if hs else outputs]


random = np.random.default_rng(7)
first = [random.uniform(-1, 1, (WORDS, SIZE)).astype(np.float32).astype(np.float64) for _ in range(3)]
cases = [
    {"cbow": cbow, "hs": hs, "weights": [m.ravel().tolist() for m in train(cbow, hs, first)]}
    for cbow in (True, False)
    for hs in (True, False)
]
out = {
    "maker": "scripts/golden/word2vec_numpy.py", "numpy": np.__version__, "seed": 7,
    "words": WORDS, "size": SIZE, "window": WINDOW, "negative": NEGATIVE, "rate": RATE, "start": SEED, "key": KEY,
    "ids": IDS, "counts": COUNTS, "paths": [[2 * node + code for node, code in way] for way in paths(COUNTS)],
    "first": [m.ravel().tolist() for m in first], "cases": cases,
}
print(json.dumps(out))
