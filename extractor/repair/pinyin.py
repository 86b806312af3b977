"""Pinyin glosses that a mirror wrote behind characters: 工業(yè) → 工業.

A gloss counts when its letters are any dictionary reading of the character before it. That alone is no proof: 亳(bó)州
and 李昇(shēng) are written so by careful authors. `glossed` decides from the document as a whole.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from extractor.repair.script import is_standard_traditional, leans_traditional

TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿĀÁǍÀĒÉĚÈŌÓǑÒɑɡ"
LETTERS = rf"[a-zêẑ{TONED}\u0300-\u030c]"
GLOSS = re.compile(rf"(?<=[㐀-鿿])\s?[(（]\s?({LETTERS}{{1,9}})\s?[)）]")
"""Group 1 is the letters. A space may have crept in: 會(huì )."""
ANNOTATION = re.compile(rf"[(（?\ufffd]\s?[a-z]{{0,5}}[{TONED}]{LETTERS}{{0,5}}\s?[)）]")
"""A gloss wherever it stands, its bracket lost or the character before it out of step."""

_SPELLING = str.maketrans({"ɑ": "a", "ɡ": "g", "v": "ü"})
ENOUGH = 3
"""So many valid glosses make a document one of the mirror's."""


def normal(letters: str) -> str:
    """Pinyin in one spelling: composed, small, IPA letters of the GBK table as Latin ones."""
    return unicodedata.normalize("NFC", letters.strip().lower()).translate(_SPELLING)


def toneless(letters: str) -> str:
    bare = unicodedata.normalize("NFD", letters)
    return unicodedata.normalize("NFC", "".join(c for c in bare if not "\u0300" <= c <= "\u0304" and c != "\u030c"))


@cache
def readings(char: str) -> frozenset[str]:
    """All dictionary readings of a character, with tone marks; empty for an unknown one."""
    from pypinyin.constants import PINYIN_DICT

    return frozenset(normal(item) for item in PINYIN_DICT.get(ord(char), "").split(",") if item)


def is_reading(char: str, letters: str) -> bool:
    """Whether the letters, in any spelling of the mirrors, are a reading of `char`; without a tone any tone will do."""
    said = normal(letters)
    known = readings(char)
    return said in known or (said.isascii() and said in {toneless(item) for item in known})


def valid_glosses(text: str) -> list[re.Match[str]]:
    """The glosses whose letters are a reading of the character before them."""
    return [match for match in GLOSS.finditer(text) if is_reading(text[match.start() - 1], match[1])]


def glossed(text: str, glosses: list[re.Match[str]]) -> bool:
    """Whether the glosses are the mirror's: many of them, or few in traditional text behind everyday characters."""
    traditional = sum(is_standard_traditional(text[match.start() - 1]) for match in glosses)
    if traditional >= ENOUGH:
        return True
    return traditional > 0 and leans_traditional(GLOSS.sub("", text))
