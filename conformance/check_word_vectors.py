"""Reads the word vectors that memcell wrote with gensim, asks both the same questions, and writes gensim's files beside them.

usage: python conformance/check_word_vectors.py FOLDER

FOLDER holds c.bin, c.txt, gensim.bin, gensim.txt and answers.json (conformance/make-word-vectors.ts). What gensim writes
goes into FOLDER/back, for conformance/check-word-vectors-back.ts.
"""

import json
import logging
import struct
import sys
from pathlib import Path

import numpy as np
from gensim.models import KeyedVectors

TOLERANCE = 1e-5
logging.disable(logging.WARNING)


def tell(passed: bool, title: str) -> bool:
    print(f"{'ok' if passed else 'not ok'} {title}", flush=True)
    return passed


def as_the_c_tool_writes(vectors: KeyedVectors, binary: bool) -> bytes:
    """fprintf "%lld %lld\\n", then "%s ", fwrite of floats or "%lf " each, and "\\n"."""
    rows = [f"{len(vectors)} {vectors.vector_size}\n".encode()]
    for word, vector in zip(vectors.index_to_key, vectors.vectors):
        numbers = struct.pack(f"<{len(vector)}f", *vector) if binary else "".join(f"{float(v):f} " for v in vector).encode()
        rows.append(f"{word} ".encode() + numbers + b"\n")
    return b"".join(rows)


def same_neighbours(found: list, expected: list) -> bool:
    """The same words; where two are as near as rounding goes, they may have changed places."""
    error = max(abs(a["similarity"] - s) for a, (_, s) in zip(expected, found))
    return len(found) == len(expected) and error <= TOLERANCE and {w for w, _ in found} == {a["word"] for a in expected}


def main(folder: Path) -> int:
    answers = json.loads((folder / "answers.json").read_text())
    files = {name: KeyedVectors.load_word2vec_format(folder / name, binary=name.endswith("bin"))
             for name in ("c.bin", "c.txt", "gensim.bin", "gensim.txt")}  # fmt: skip
    whole = files["gensim.bin"]
    passed = [
        tell(all(kv.index_to_key == answers["words"] for kv in files.values()), "gensim reads the words of every layout"),
        tell(np.array_equal(files["c.bin"].vectors, whole.vectors), "gensim reads the numbers of c.bin"),
        tell(np.array_equal(files["gensim.txt"].vectors, whole.vectors), "gensim reads the numbers of gensim.txt"),
        tell(
            bool(np.abs(files["c.txt"].vectors - whole.vectors).max() <= 1e-6 * max(1, np.abs(whole.vectors).max())),
            "gensim reads the six decimals of c.txt",
        ),
        tell(
            all(same_neighbours(whole.most_similar(one["word"]), one["found"]) for one in answers["nearest"]),
            f"most_similar is nearest for {len(answers['nearest'])} words",
        ),
        tell(
            all(
                same_neighbours(whole.most_similar(positive=one["positive"], negative=one["negative"]), one["found"])
                for one in answers["analogies"]
            ),
            f"most_similar is analogy for {len(answers['analogies'])} questions",
        ),
        tell(
            all(whole.doesnt_match(one["words"]) == one["found"] for one in answers["odd"]),
            f"doesnt_match is doesNotMatch for {len(answers['odd'])} questions",
        ),
    ]
    back = folder / "back"
    back.mkdir(exist_ok=True)
    whole.save_word2vec_format(back / "gensim.bin", binary=True)
    whole.save_word2vec_format(back / "gensim.txt")
    whole.save_word2vec_format(back / "no-header.txt", write_header=False)
    (back / "c.bin").write_bytes(as_the_c_tool_writes(whole, True))
    (back / "c.txt").write_bytes(as_the_c_tool_writes(whole, False))
    for name in files:
        same = (back / name).read_bytes() == (folder / name).read_bytes()
        passed.append(tell(same, f"{name} has the bytes that {'gensim' if name[0] == 'g' else 'the C tool'} writes"))
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
