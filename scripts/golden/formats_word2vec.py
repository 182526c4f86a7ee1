"""Makes the word vectors of test/golden/formats/ (c-tool.bin, c-tool.txt, gensim.bin, gensim.txt) and
test/golden/word-vectors-gensim.json: what gensim and NumPy say of them.

    python3 -m venv env && env/bin/pip install gensim==4.4.0 numpy==2.4.6 word2vec==0.11.1
    env/bin/python scripts/golden/formats_word2vec.py env/bin/word2vec

The C tool is Mikolov's word2vec as the package word2vec 0.11.1 compiles it; with one thread it gives the same vectors each
time. It is trained on the text below, which is our own.
"""

import json
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import numpy as np
from gensim.models import KeyedVectors

HERE = Path(__file__).resolve().parents[2] / "test" / "golden"
TEXT = """小 船 在 河 上 走 船夫 唱 着 歌
河 边 的 柳树 听 着 船夫 的 歌
the boat goes down the river and the willow listens
小 鸟 在 柳树 上 听 歌 the river goes on
船夫 在 小 船 上 睡 着 小 鸟 在 唱
""" * 40
OPTIONS = "-size 6 -window 3 -negative 5 -hs 0 -sample 0 -iter 5 -min-count 1 -cbow 1 -threads 1".split()


def main(tool: str) -> None:
    formats = HERE / "formats"
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "text"
        text.write_text(TEXT)
        for name, binary in (("c-tool.bin", "1"), ("c-tool.txt", "0")):
            command = [tool, "-train", text, "-output", formats / name, "-binary", binary, *OPTIONS]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    vectors = KeyedVectors.load_word2vec_format(formats / "c-tool.bin", binary=True)
    vectors.save_word2vec_format(formats / "gensim.bin", binary=True)
    vectors.save_word2vec_format(formats / "gensim.txt")
    versions = {name: version(name) for name in ("gensim", "numpy")} | {"word2vec": "0.11.1"}
    for name in ("c-tool.bin", "c-tool.txt", "gensim.bin", "gensim.txt"):
        back = KeyedVectors.load_word2vec_format(formats / name, binary=name.endswith("bin"))
        expected = {
            "words": back.index_to_key,
            "size": back.vector_size,
            "vectors": [float(value) for value in back.vectors.ravel()],
            "layout": {"binary": name.endswith("bin"), "variant": "c" if name.startswith("c") else "gensim", "header": True},
        }
        contents = {"maker": f"scripts/golden/formats_word2vec.py, {versions}", "expected": expected}
        (formats / f"{name}.json").write_text(json.dumps(contents, ensure_ascii=False) + "\n")
    words = ["船夫", "小", "river", "柳树"]
    centered = vectors.vectors.astype(np.float64)
    centered = centered - centered.mean(axis=0)
    _, sizes, directions = np.linalg.svd(centered, full_matrices=False)
    signs = np.sign(directions[np.arange(len(directions)), np.abs(directions).argmax(axis=1)])
    places = centered @ directions.T * signs
    near = lambda found: [{"word": word, "similarity": similarity} for word, similarity in found]
    cases = [
        *({"kind": "nearest", "word": word, "found": near(vectors.most_similar(word, topn=5))} for word in words),
        {
            "kind": "analogy", "positive": ["船夫", "river"], "negative": ["小"],
            "found": near(vectors.most_similar(positive=["船夫", "river"], negative=["小"], topn=5)),
        },
        {"kind": "restricted", "word": "小", "found": near(vectors.most_similar("小", topn=3, restrict_vocab=8))},
        {"kind": "similarity", "a": "船夫", "b": "river", "found": float(vectors.similarity("船夫", "river"))},
        {"kind": "odd", "words": words, "found": vectors.doesnt_match(words)},
        {"kind": "mean", "words": words, "found": [float(v) for v in vectors.get_mean_vector(words)]},
        {
            "kind": "components",
            "places": [[float(v) for v in places[:, k]] for k in (0, 1)],
            "shares": [float(v) for v in (sizes**2 / (sizes**2).sum())[:2]],
        },
    ]  # fmt: skip
    golden = {"maker": "scripts/golden/formats_word2vec.py", "versions": versions, "seed": 0, "cases": cases}
    (HERE / "word-vectors-gensim.json").write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
