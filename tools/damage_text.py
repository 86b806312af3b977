"""Damage a clean text the way one mirror of news releases did, and keep the map; used to make corpus/documents.

The mirror held the text as traditional characters in GBK and searched and replaced BYTES: about fifty characters K
became `K(pinyin)`, and a space was put before punctuation. The search also hit across two characters; there a
character was cut in half and everything up to the next ASCII byte reads one byte off. A later reader dropped the spaces
and folded full-width punctuation to ASCII.

    python tools/damage_text.py < clean.txt > damaged.txt
"""

from __future__ import annotations

import sys

GLOSSED = "業區產設團國轉對動會機關長發經濟開員導現實際進說見給點應東華電計議認論證務協場領項規責質農聯術時標貿堅"
PUNCTUATION = "。、，；：？！"
# the mirror's table went character by character and kept these forms
KEPT = str.maketrans("羣牀啓製週昇", "群床啟制周升")
FOLDED = str.maketrans("，；：（）！？", ",;:()!?")

Spans = list[tuple[int, int]]


def damage(text: str) -> tuple[str, Spans]:
    """The damaged text, and for each code point of `text` the span of the damaged text that stands for it.

    A gloss belongs to the character before it; a character that lost its byte shares the place of its neighbour.
    Raises `ValueError` when bytes would fall into the user-defined zones of GBK, where the mirror lost them for good.
    """
    from opencc import OpenCC
    from pypinyin import Style, pinyin

    traditional = OpenCC("s2t").convert(text).translate(KEPT)
    if len(traditional) != len(text):
        raise ValueError("the conversion to traditional characters changed the length")
    data: list[tuple[int, int]] = [
        (byte, at) for at, char in enumerate(traditional) for byte in char.encode("gb18030")
    ]
    for mark in PUNCTUATION:
        data = _insert(data, mark.encode("gbk"), b" ", before=True)
    for char in GLOSSED:
        reading = pinyin(char, style=Style.TONE, heteronym=False)[0][0]
        data = _insert(data, char.encode("gbk"), f"({reading})".encode("gb18030"), before=False)
    out, sources = _decode(data)
    kept = [(char, source) for at, (char, source) in enumerate(zip(out, sources, strict=True)) if not _dropped(out, at)]
    spans: Spans = []
    ends: dict[int, list[int]] = {}
    for at, (_, source) in enumerate(kept):
        for clean in source:
            ends.setdefault(clean, []).append(at)
    for clean in range(len(text)):
        places = ends.get(clean)
        spans.append((min(places), max(places) + 1) if places else (spans[-1][1],) * 2)
    return "".join(char for char, _ in kept).translate(FOLDED), spans


def _insert(data: list[tuple[int, int]], key: bytes, extra: bytes, *, before: bool) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    at = 0
    while at < len(data):
        if bytes(byte for byte, _ in data[at : at + len(key)]) == key:
            found = data[at : at + len(key)]
            # the glossed character owns its gloss; a space owns nothing that is kept
            owner = found[0][1] if before else found[-1][1]
            added = [(byte, owner) for byte in extra]
            out += [*added, *found] if before else [*found, *added]
            at += len(key)
        else:
            out.append(data[at])
            at += 1
    return out


def _decode(data: list[tuple[int, int]]) -> tuple[list[str], list[tuple[int, ...]]]:
    out: list[str] = []
    sources: list[tuple[int, ...]] = []
    at = 0
    while at < len(data):
        byte, source = data[at]
        if byte < 0x80:
            out.append(chr(byte))
            sources.append((source,))
            at += 1
        elif at + 1 == len(data) or data[at + 1][0] < 0x40:
            out.append("?")  # half a character swallows the ASCII byte behind it
            sources.append((source,))
            at += 2
        else:
            pair = bytes((byte, data[at + 1][0]))
            try:
                out.append(pair.decode("gbk"))
            except UnicodeDecodeError as error:
                raise ValueError(f"bytes {pair.hex()} fall outside GBK near character {source}") from error
            sources.append(tuple(sorted({source, data[at + 1][1]})))
            at += 2
    return out, sources


def _dropped(out: list[str], at: int) -> bool:
    return out[at] == " " and at + 1 < len(out) and out[at + 1] in PUNCTUATION


if __name__ == "__main__":
    sys.stdout.write(damage(sys.stdin.read())[0])
