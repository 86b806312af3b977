"""The mirror that damaged the releases, byte by byte, for tests.

It held traditional text in GBK, searched and replaced bytes without regard to character borders, and was read by a
decoder that shows half a character as one `?`, swallowing the byte behind it. `Mirror` has the knobs in which mirrors
differ; `damage` returns what a reader of the page copies. Nothing here is shared with the code under test.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache

# what mirrors gloss: everyday characters whose traditional form differs
GLOSSED = (
    "業區產設團國轉對動機聯會領導關負責經貿發點協計長戰勢執現應進實規務場濟術項驗內個時農臺質爭標堅礎"
    "電開員際說見給東華議認論證學車車輛圖線網環檢據決議題調過達運還邊選遠變讓該語談請識護財貨費資賽趙"
)
PUNCTUATION = "，。、；：？！"


@dataclass(frozen=True)
class Mirror:
    glossed: int = 50
    """How many characters it glosses, drawn from GLOSSED by `seed`."""
    punctuation: str = PUNCTUATION
    """Before which marks it puts a byte."""
    folded: bool = True
    """Whether full-width ASCII was folded afterwards."""
    gloss_first: bool = True
    undefined: str = "pair"
    """How pairs outside the charset read: "pair", one ? for both bytes; "byte", one ? for the first; "drop", none."""
    seed: int = 0


@cache
def _to_traditional() -> object:
    import opencc

    return opencc.OpenCC("s2t")


def traditional(text: str) -> str:
    return _to_traditional().convert(text).translate(str.maketrans({"陝": "陜"}))  # type: ignore[attr-defined]


@cache
def _gloss(char: str) -> bytes:
    from pypinyin import Style, pinyin

    return f"({pinyin(char, style=Style.TONE)[0][0]})".encode("gbk")


def encodable(text: str) -> bool:
    """Whether GBK holds the traditional form, and the form comes back as the text was."""
    import opencc

    there = traditional(text)
    if len(there) != len(text) or opencc.OpenCC("t2s").convert(there.replace("陜", "陝")) != text:
        return False
    try:
        there.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def damage(text: str, mirror: Mirror = Mirror()) -> str:
    """The page's text. `text` is simplified and `encodable`."""
    choice = random.Random(mirror.seed)
    chars = sorted(set(GLOSSED))
    glossed = choice.sample(chars, min(mirror.glossed, len(chars)))
    data = traditional(text).encode("gbk")
    steps = [(char.encode("gbk"), char.encode("gbk") + _gloss(char)) for char in glossed]
    marks = [(mark.encode("gbk"), b"\x01" + mark.encode("gbk")) for mark in mirror.punctuation]
    for key, value in [*steps, *marks] if mirror.gloss_first else [*marks, *steps]:
        data = data.replace(key, value)
    shown = _read(data, mirror.undefined).replace("\x01", "")
    return _fold(shown) if mirror.folded else shown


def _read(data: bytes, undefined: str) -> str:
    out = []
    at = 0
    while at < len(data):
        lead = data[at]
        if lead < 0x80:
            out.append(chr(lead))
            at += 1
            continue
        trail = data[at + 1] if at + 1 < len(data) else 0
        if trail < 0x40 or lead in (0x80, 0xFF):
            out.append("?")
            at += 2 if trail else 1
            continue
        try:
            out.append(bytes([lead, trail]).decode("gbk"))
            at += 2
        except UnicodeDecodeError:
            if undefined != "drop":
                out.append("?")
            at += 1 if undefined == "byte" else 2
    return "".join(out)


def _fold(text: str) -> str:
    return "".join(chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else char for char in text)
