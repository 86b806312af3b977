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
    order: str = ""
    """The characters it glosses, in its order; in place of a draw."""
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
    return damage_mapped(text, mirror)[0]


def damage_mapped(text: str, mirror: Mirror = Mirror()) -> tuple[str, list[tuple[int, int]]]:
    """The page's text, and for each character of `text` the span of the page that shows it (empty where none does)."""
    choice = random.Random(mirror.seed)
    chars = sorted(set(GLOSSED))
    glossed = list(mirror.order) or choice.sample(chars, min(mirror.glossed, len(chars)))
    data = bytearray()
    owners: list[int] = []
    for at, char in enumerate(traditional(text)):
        encoded = char.encode("gbk")
        data += encoded
        owners += [at] * len(encoded)
    glosses = [(char.encode("gbk"), _gloss(char), False) for char in glossed]
    marks = [(mark.encode("gbk"), INSERTED, True) for mark in mirror.punctuation]
    for key, extra, before in [*glosses, *marks] if mirror.gloss_first else [*marks, *glosses]:
        _insert(data, owners, key, extra, before=before)
    shown, places = _read(bytes(data), owners, mirror.undefined)
    spans: list[tuple[int, int]] = [(0, 0)] * len(text)
    seen: set[int] = set()
    for at, sources in enumerate(places):
        for source in sources:
            spans[source] = (spans[source][0] if source in seen else at, at + 1)
            seen.add(source)
    return _fold(shown) if mirror.folded else shown, spans


INSERTED = b"\x01"


def _insert(data: bytearray, owners: list[int], key: bytes, extra: bytes, *, before: bool) -> None:
    """Put `extra` before or behind every occurrence of the bytes `key`, wherever characters begin and end."""
    at = data.find(key)
    while at >= 0:
        place = at if before else at + len(key)
        owner = owners[at] if before else owners[at + len(key) - 1]
        data[place:place] = extra
        owners[place:place] = [owner] * len(extra)
        at = data.find(key, at + len(key) + len(extra))


def _read(data: bytes, owners: list[int], undefined: str) -> tuple[str, list[list[int]]]:
    out: list[str] = []
    places: list[list[int]] = []

    def show(char: str, *sources: int) -> None:
        out.append(char)
        places.append(sorted(set(sources)))

    at = 0
    while at < len(data):
        lead = data[at]
        trail = data[at + 1] if at + 1 < len(data) else 0
        if lead < 0x80:
            if lead != INSERTED[0]:
                show(chr(lead), owners[at])
            at += 1
        elif trail < 0x40:
            show("?", owners[at])
            at += 2
        else:
            both = owners[at:at + 2]
            try:
                show(bytes([lead, trail]).decode("gbk"), *both)
                at += 2
            except UnicodeDecodeError:
                if undefined != "drop":
                    show("?", *(both[:1] if undefined == "byte" else both))
                at += 1 if undefined == "byte" else 2
    return "".join(out), places


def _fold(text: str) -> str:
    return "".join(chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else char for char in text)
