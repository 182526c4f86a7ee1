"""sacreBLEU: corpus BLEU of sentences of our own, cut at blanks, for both kinds of smoothing and several orders."""

from common import Numbers, write
from sacrebleu.metrics import BLEU

SEED = 17
REFERENCES = """the river runs slowly to the sea
on the third of may the miller rowed across the river
nobody has seen the old bridge since the flood
she counts the fish in the river every morning
two boats and a raft lie on the other bank
the water is cold""".split("\n")
WORDS = sorted({word for line in REFERENCES for word in line.split()})


def changed(generator, line, share):
    """The line with words left out, replaced and moved."""
    words = []
    for word in line.split():
        draw = generator.random()
        if draw < share / 3:
            continue
        words.append(str(generator.choice(WORDS)) if draw < share else word)
    if len(words) > 1 and generator.random() < share:
        i = int(generator.integers(len(words) - 1))
        words[i], words[i + 1] = words[i + 1], words[i]
    return " ".join(words)


def case(translations, references, **options):
    """references: for each translation a list of one or more."""
    found = {}
    for smoothing in ("exp", "none"):
        metric = BLEU(tokenize="none", force=True, smooth_method=smoothing, **options)
        streams = [[each[i] if i < len(each) else None for each in references] for i in range(max(map(len, references)))]
        score = metric.corpus_score(translations, streams)
        found[smoothing] = {
            "score": score.score, "precisions": score.precisions, "brevityPenalty": score.bp,
            "length": score.sys_len, "referenceLength": score.ref_len,
        }
    return {
        "maxOrder": options.get("max_ngram_order", 4),
        "translations": [line.split() for line in translations],
        "references": [[line.split() for line in each] for each in references],
        "expected": found,
    }


def main():
    generator = Numbers(SEED).generator
    one = [[line] for line in REFERENCES]
    several = [[line, changed(generator, line, 0.3), changed(generator, line, 0.5)][: 1 + i % 3] for i, line in enumerate(REFERENCES)]
    noisy = [[changed(generator, line, share) for line in REFERENCES] for share in (0.1, 0.3, 0.6)]
    cases = [
        case(REFERENCES, one),
        *[case(lines, one) for lines in noisy],
        case(noisy[1], several),
        case(noisy[2], several, max_ngram_order=2),
        case(noisy[1], one, max_ngram_order=6),
        case([" ".join(line.split()[:3]) for line in REFERENCES], one),
        case([line.split()[0] for line in REFERENCES], one),
        case(["sea the", "raft boats two", "flood flood flood flood"], one[:3]),
        case([line + " river" for line in REFERENCES], one),
        case(["zebra zebra zebra zebra zebra"], [["the sea"]]),
        case(["", "the water is cold"], [["the sea"], ["the water is cold"]]),
    ]
    write(__file__, ["sacrebleu"], SEED, cases)


if __name__ == "__main__":
    main()
