"""Interpolated Kneser-Ney by its definition, with sets and dictionaries: probabilities of n-gram models of small texts.

    python scripts/golden/ngram_python.py [folder]

With `--nltk` (nltk 3.10.4 must be there) it compares itself with nltk's KneserNeyInterpolated instead, which knows one
discount for all orders, no mark at the beginning, and does not mix the first order with 1 / V.
"""

import sys
from collections import Counter

from common import Numbers, write

SEED = 5


class KneserNey:
    def __init__(self, sequences, size, order, discount, end=None, mark=True, uniform=True):
        self.size, self.order, self.discount, self.uniform = size, order, discount, uniform
        self.mark = size if mark else None
        whole = [([size] if mark else []) + list(each) + ([] if end is None else [end]) for each in sequences]
        raw = [Counter(tuple(s[i : i + k]) for s in whole for i in range(len(s) - k + 1)) for k in range(order + 1)]
        self.counts = [Counter() for _ in range(order + 1)]
        for k in range(1, order + 1):
            for gram in raw[k]:
                if k == order or gram[0] == self.mark:
                    self.counts[k][gram] = raw[k][gram]
                else:
                    self.counts[k][gram] = len({longer[0] for longer in raw[k + 1] if longer[1:] == gram})
        self.counts[1].pop((self.mark,), None)
        self.discounts = [None] + [self.estimate(self.counts[k]) for k in range(1, order + 1)]

    def estimate(self, counts):
        if not isinstance(self.discount, str):
            return [self.discount] * 3
        n = [sum(count == i for count in counts.values()) for i in (1, 2, 3, 4)]
        y = n[0] / (n[0] + 2 * n[1]) if n[0] and n[1] else 0.5
        if self.discount == "single":
            return [y] * 3
        if not all(n):
            return [0.5, 1, 1.5]
        found = [1 - 2 * y * n[1] / n[0], 2 - 3 * y * n[2] / n[1], 3 - 4 * y * n[3] / n[2]]
        return found if all(0 <= d <= i + 1 for i, d in enumerate(found)) else [0.5, 1, 1.5]

    def probability(self, token, context):
        """context: a tuple, with the mark where it begins a sequence."""
        context = context[max(0, len(context) - self.order + 1) :]
        k = len(context) + 1
        behind = {gram[-1]: count for gram, count in self.counts[k].items() if gram[:-1] == context}
        if k == 1 and not self.uniform:
            return behind.get(token, 0) / sum(behind.values())
        lower = 1 / self.size if k == 1 else self.probability(token, context[1:])
        if not behind:
            return lower
        taken = {w: min(count, self.discounts[k][min(count, 3) - 1]) for w, count in behind.items()}
        total = sum(behind.values())
        own = behind.get(token, 0) - taken.get(token, 0)
        return own / total + sum(taken.values()) / total * lower


def text(numbers, size, lengths):
    """Sequences of a chain that likes to go from a token to few others, so that counts repeat."""
    draw = numbers.generator
    sequences = []
    for length in lengths:
        token, found = 0, []
        for _ in range(length):
            token = int((2 * token + draw.geometric(0.45)) % size)
            found.append(token)
        sequences.append(found)
    return sequences


def main():
    numbers = Numbers(SEED)
    cases = []
    for size, lengths, order, discount, end in [
        (6, [60], 1, "modified", None),
        (8, [150], 2, "modified", None),
        (9, [240], 3, "modified", None),
        (12, [300], 5, "modified", None),
        (9, [9, 4, 12, 0, 7, 1, 15, 6, 30, 22], 3, "modified", 8),
        (9, [9, 4, 12, 7, 1, 15, 6, 8, 11, 5], 4, "single", 8),
        (7, [40, 25], 3, 0.75, None),
        (5, [3], 3, "modified", None),
    ]:
        sequences = text(numbers, size - (end is not None), lengths)
        model = KneserNey(sequences, size, order, discount, end)
        test = text(numbers, size, [12])[0]
        marked = tuple([size, *test])
        cases.append(
            {
                "options": {"vocabularySize": size, "order": order, "discount": discount}
                | ({} if end is None else {"endId": end}),
                "sequences": sequences,
                "sizes": [len(counts) for counts in model.counts[1:]],
                "discounts": model.discounts[1:],
                "test": test,
                "probabilities": [
                    model.probability(w, marked[: i + 1]) for i, w in enumerate(test + ([] if end is None else [end]))
                ],
                "next": [model.probability(w, marked) for w in range(size)],
            }
        )
    write(__file__, ["numpy"], SEED, cases)


def compare_with_nltk():
    from nltk.lm import KneserNeyInterpolated
    from nltk.util import everygrams

    numbers = Numbers(SEED)
    sequences = text(numbers, 9, [200, 100])
    words = [[str(w) for w in s] for s in sequences]
    for order in (2, 3, 4):
        theirs = KneserNeyInterpolated(order, discount=0.1)
        theirs.fit((everygrams(s, max_len=order) for s in words), sorted({w for s in words for w in s}))
        ours = KneserNey(sequences, 9, order, 0.1, mark=False, uniform=False)
        worst = 0.0
        test = text(numbers, 9, [300])[0]
        for i in range(order, len(test)):
            context = test[i - order + 1 : i]
            a = theirs.score(str(test[i]), [str(w) for w in context])
            b = ours.probability(test[i], tuple(context))
            worst = max(worst, abs(a - b))
        print(f"order {order}: greatest difference {worst:.2e}")


if __name__ == "__main__":
    compare_with_nltk() if "--nltk" in sys.argv else main()
