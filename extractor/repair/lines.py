"""Layout that cuts words apart: spaces between characters, line breaks in sentences; and doubled punctuation."""

from __future__ import annotations

import re
from collections import Counter

from extractor.repair.draft import Change

_HAN = "㐀-鿿"
_SPACED = re.compile(rf"[{_HAN}](?:[  　][{_HAN}，。、；：“”《》（）\d]){{4,}}")
_LOOSE = re.compile(rf"(?<=[{_HAN}\d”》）)])[ 　]+(?=[，。、；：！？])")
_SPACE = re.compile("[  　]")
_BEFORE_PUNCTUATION = re.compile("[ 　]*\r?\n[ 　]*(?=[，。、；：！？）》”])")
_AFTER_COMMA = re.compile(rf"(?<=、)[ 　]*\r?\n[ 　]*(?=[{_HAN}])")
_WRAP = re.compile(rf"(?<=[{_HAN}，、\w])\r?\n(?=[{_HAN}\w“《（])")
_WRAP_PLAIN = re.compile(rf"\n(?<=[{_HAN}，、\w]\n)(?=[{_HAN}\w“《（])")
"""The same where breaks are `\\n` alone: since it begins with one, the rest is tried at the breaks only."""
_DOUBLED = re.compile(r"[,，](?=[、。；，])|；(?=[；。])|、(?=[、，。])|。(?=。)")
_WIDE = 24
"""A narrower line is no full one."""
_ELLIPSIS = re.compile(r"([。，、])\1{2,}")


def space_changes(text: str) -> list[Change]:
    """工 业 和 信 息 化 部: the spaces of five or more characters set apart one by one."""
    found = []
    for match in _SPACED.finditer(text):
        found += [
            Change(match.start() + space.start(), match.start() + space.end(), "", "space")
            for space in _SPACE.finditer(match.group())
        ]
    return found


def loose_space_changes(text: str) -> list[Change]:
    """Spaces before punctuation, left where a mirror put something there."""
    return [Change(match.start(), match.end(), "", "space") for match in _LOOSE.finditer(text)]


def _width(line: str) -> int:
    return len(line) + sum(map("\u2e7f".__lt__, line))


def _is_wide(line: str) -> bool:
    """Whether the width is at least `_WIDE`; the length alone mostly tells, since no character is wider than two."""
    return len(line) >= _WIDE or (2 * len(line) >= _WIDE and _width(line) >= _WIDE)


def _wrapped_at(text: str) -> frozenset[int]:
    """Offsets of the breaks of a hard-wrapped text: lines of one width that end in the middle of a sentence."""
    if text.count("\n") < 3:
        return frozenset()
    breaks = [match.start() for match in (_WRAP if "\r" in text else _WRAP_PLAIN).finditer(text)]
    if len(breaks) < 3:
        return frozenset()
    # of most texts that come so far the lines with such breaks are short, so only these lines are measured first
    if sum(_is_wide(text[text.rfind("\n", 0, place) + 1 : place].rstrip()) for place in breaks) < 3:
        return frozenset()
    lines = text.split("\n")
    widths = [_width(line.rstrip()) for line in lines]
    ends: dict[int, int] = {}
    at = 0
    for line, width in zip(lines, widths, strict=True):
        at += len(line)
        ends[at] = width
        at += 1
    inside = [place for place in breaks if ends.get(place, ends.get(place + 1, 0)) >= _WIDE]
    common, _ = Counter(ends.get(place, 0) // 4 for place in inside).most_common(1)[0]
    wrapped = frozenset(place for place in inside if abs(ends.get(place, 0) // 4 - common) <= 1)
    # most lines of such a text are full ones: a list of equally long titles is no paragraph
    full = sum(1 for width in widths if abs(width // 4 - common) <= 1)
    longer = sum(1 for width in widths if width // 4 > common + 1)
    return wrapped if len(wrapped) >= 3 and longer == 0 and full * 2 >= len([w for w in widths if w]) else frozenset()


def line_changes(text: str) -> list[Change]:
    """Breaks inside a sentence go: before closing punctuation, after 、, and at the margin of hard-wrapped text."""
    spans = {match.span() for pattern in (_BEFORE_PUNCTUATION, _AFTER_COMMA) for match in pattern.finditer(text)}
    wrapped = _wrapped_at(text)
    if wrapped:
        spans |= {match.span() for match in _WRAP.finditer(text) if match.start() in wrapped}
    found: list[Change] = []
    for start, end in sorted(spans):
        if not found or start >= found[-1].end:
            found.append(Change(start, end, "", "line"))
    return found


def doubled_changes(text: str) -> list[Change]:
    """`,、` → `、`, `。。` → `。`: of two marks side by side the second stays; three or more are meant."""
    meant = [match.span() for match in _ELLIPSIS.finditer(text)]
    return [
        Change(match.start(), match.end(), "", "punctuation")
        for match in _DOUBLED.finditer(text)
        if not any(start <= match.start() < end for start, end in meant)
    ]


def is_wrapped(text: str) -> bool:
    """Whether the text is hard-wrapped."""
    return bool(_wrapped_at(text))
