"""Traditional → simplified, as an edit of its own kind.

OpenCC's t2s does the work (phrases, length kept). It leaves 陜 (U+965C, which the mirrors write for 陝) and most 著;
both are set right here, 著 only in a text that is traditional as a whole. A simplified text with a rare or old
character in a name (李昇, 锺) is not converted at all.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from extractor.repair.draft import Change


def _gb2312() -> str:
    """The characters of GB 2312, the everyday simplified set, in code point order."""
    found = []
    for lead in range(0xB0, 0xF8):
        for trail in range(0xA1, 0xFF):
            try:
                found.append(bytes([lead, trail]).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    return "".join(sorted(found))


EVERYDAY = _gb2312()
_HAN = re.compile("[㐀-鿿\uf900-\ufaff\U00020000-\U0002ffff]+")
_RARE = re.compile(f"(?![{EVERYDAY}])[㐀-鿿\uf900-\ufaff]")
_OWN = str.maketrans({"陜": "陕", "衞": "卫", "鉅": "巨"})

# 著 in traditional text is 着 in simplified, but for the words of writing and fame
_ZHU = re.compile(
    "(?<![名显顯编編卓昭原巨合土遗遺译譯所专專论論拙名新旧舊撰])著"
    "(?![名作称稱述书書录錄者文译譯有《])"
)


@cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


@cache
def _back() -> Any:
    import opencc

    return opencc.OpenCC("s2t")


def simplify(text: str) -> str:
    """t2s over the Chinese runs of `text`; the length stays, and so does all that is not Chinese."""

    def convert(match: re.Match[str]) -> str:
        run = match.group()
        for _ in range(3):  # a few characters need two steps
            out = str(_converter().convert(run)).translate(_OWN)
            if len(out) != len(run):
                return run
            if out == run:
                break
            run = out
        return run

    return _HAN.sub(convert, text)


@cache
def simplify_char(char: str) -> str:
    return simplify(char)


@cache
def is_standard_traditional(char: str) -> bool:
    """Whether `char` is the usual traditional form of a simplified character (業, not 昇)."""
    plain = simplify_char(char)
    return plain != char and str(_back().convert(plain)) == char


@cache
def is_traditional(char: str) -> bool:
    """Whether traditional text may write `char`: it is no form that only simplified text has."""
    return str(_back().convert(char)) == char or simplify_char(char) != char


def traditional_count(text: str) -> int:
    """How many characters are traditional and outside the everyday simplified set."""
    return sum(simplify_char(char) != char for char in _RARE.findall(text))


def leans_traditional(text: str) -> bool:
    """Whether the text as a whole is traditional: its traditional characters outweigh the simplified-only ones."""
    count = traditional_count(text)
    if not count:
        return False
    simplified = 0
    for run in _HAN.findall(text):
        simplified += sum(a != b for a, b in zip(run, str(_back().convert(run)), strict=False))
    return count * 2 >= simplified


def changes(text: str) -> list[Change]:
    """The conversion as one change a run of converted characters; none for a text that is simplified as a whole."""
    if not leans_traditional(text):
        return []
    target = simplify(_ZHU.sub("着", text))
    if len(target) != len(text):
        return []
    found = []
    at, size = 0, len(text)
    while at < size:
        if text[at] == target[at]:
            at += 1
            continue
        end = at
        while end < size and text[end] != target[end]:
            end += 1
        found.append(Change(at, end, target[at:end], "script"))
        at = end
    return found
