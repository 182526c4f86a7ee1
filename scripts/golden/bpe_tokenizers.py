"""Hugging Face's tokenizers: the merges that its BpeTrainer learns from texts of our own, and what it cuts by them.

    python3 -m venv env && env/bin/pip install numpy==2.4.6 tokenizers==0.23.3
    env/bin/python scripts/golden/bpe_tokenizers.py [folder]
"""

import json

from common import write
from tokenizers import Regex, Tokenizer, models, pre_tokenizers, trainers

ENGLISH = """The river runs to the sea, and the sea never runs to the river. In spring the river rises; in summer it rests,
and the reeds stand in rows like rulers. The miller's daughter rowed across in 1893, in 1894 and again in 1901.
"Rowing," she said, "is resting with the arms."  The resting river rose once more, and the rower rowed on...
Nobody knows where the river rested, or whether the rower's arms were ever rested: the river rolls, the river runs.
"""
CHINESE = """春天的河水流向大海，大海的水从不流回河里。夏天的河水慢慢地流，秋天的河水清清地流，冬天的河水静静地停。
老人坐在河边，看河水慢慢地流。老人说：“河水流得慢，日子过得快。”孩子们不信，孩子们坐在河边数河里的鱼。
一条，两条，三条……数到第100条的时候，天黑了，河水还在慢慢地流。
"""
MIXED = "naïve café, naïve Café: 50 % of the cafés are naïve 😀😀 and 😀! \t\t tab\r\n\r\n  two  blanks   three\n"
TESTS = [
    "The rower rested by the river.",
    "河边的老人慢慢地说：“大海！”",
    "  indented\n\n\tand naïve 😀 1893年 x",
    "",
]
WORDS = r" ?[\p{L}\p{M}]+| ?\p{N}+| ?[^\s\p{L}\p{M}\p{N}]+|\s+(?!\S)|\s+"
LINES = r"[^\n]*\n|[^\n]+"


def case(text, level, split, size, least):
    tokenizer = Tokenizer(models.BPE())
    cut = pre_tokenizers.Split(Regex(WORDS if split == "words" else LINES), "isolated")
    options = {"vocab_size": size, "min_frequency": least, "show_progress": False}
    if level == "bytes":
        to_bytes = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence([cut, to_bytes])
        options["initial_alphabet"] = pre_tokenizers.ByteLevel.alphabet()
    else:
        tokenizer.pre_tokenizer = cut
    tokenizer.train_from_iterator([text], trainers.BpeTrainer(**options))
    model = json.loads(tokenizer.to_str())["model"]
    known = set(text)
    return {
        "options": {"level": level, "split": split, "vocabularySize": size, "minFrequency": least},
        "text": text,
        "size": len(model["vocab"]),
        "merges": model["merges"],
        # what is not in the alphabet is left out there, and a token by itself here
        "tests": [[t, tokenizer.encode(t).tokens] for t in [*TESTS, text[-60:]] if level == "bytes" or set(t) <= known],
    }


if __name__ == "__main__":
    cases = [
        case(ENGLISH, "characters", "words", 120, 2),
        case(ENGLISH, "characters", "lines", 200, 2),
        case(ENGLISH, "bytes", "words", 330, 3),
        case(CHINESE, "characters", "words", 160, 2),
        case(CHINESE, "bytes", "lines", 340, 2),
        case(MIXED, "bytes", "words", 300, 1),
        case("aaaa aaa aaaaaaa bababa abab aab", "characters", "words", 14, 1),
        case(ENGLISH + CHINESE + MIXED, "characters", "words", 300, 1),
    ]
    write(__file__, ["tokenizers"], 0, cases)
