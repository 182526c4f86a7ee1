"""Python's codecs: bytes of texts, and where wrong bytes are. Run by hand: it needs nothing but Python itself."""

import platform
from importlib import metadata

import common

TEXTS = (
    "却说宝玉，黛玉。",
    "LSTM 与 GRU\r\n3.14 ％",
    "𠮷野家 😀 ɘ ㎜ 〇 ﹏",
    "é ü ß Ж あ ア 한",
    "䶮㐀鿫 ",
    "１２３，。！？「」『』—…",
)
NAMES = {"utf-8": "utf-8", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be", "gb18030": "gb18030"}
WRONG = (
    ("utf-8", "616263ff64"),
    ("utf-8", "e5b42061"),
    ("utf-8", "e4bda0e4bd20e5a5bd"),
    ("utf-8", "0ac3280a"),
    ("utf-8", "eda080"),
    ("utf-8", "f4908080"),
    ("utf-8", "61e4bda080"),
    ("utf-8", "c080"),
    ("utf-8", "61f09f98"),
    ("gb18030", "c4e3ff20"),
    ("gb18030", "c4e3bac320b020"),
    ("gb18030", "c4e38130813a"),
    ("gb18030", "61c4"),
    ("gb18030", "0a813081"),
    ("utf-16le", "610000d86200"),
    ("utf-16le", "610000dc"),
    ("utf-16be", "0061d8000062"),
)


def wrong(name: str, data: bytes) -> int:
    try:
        data.decode(NAMES[name])
    except UnicodeDecodeError as error:
        return error.start
    raise ValueError(f"{data.hex()} is right")


def main() -> None:
    cases = [
        {"encoding": name, "text": text, "bytes": text.encode(codec).hex()}
        for text in TEXTS
        for name, codec in NAMES.items()
    ]
    cases += [{"encoding": name, "bytes": data, "wrong": wrong(name, bytes.fromhex(data))} for name, data in WRONG]
    common.version = lambda tool: platform.python_version() if tool == "python" else metadata.version(tool)
    common.write(__file__, ["python"], 0, cases)


main()
