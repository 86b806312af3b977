"""The inline marks of example sentences: `[市发展改革委](ORG)会同有关部门印发通知`.

A mark is `[text](LABEL)` or `[text](LABEL key=value key=value)`. `parse_marked` gives the plain sentence and the marks
with their offsets in it. A literal bracket is written 【 or escaped as `\\[`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_MARK = re.compile(
    r"(?<!\\)\[(?P<text>[^\[\]]{1,200})\]\((?P<label>[A-Za-z_.]{1,40})(?P<attrs>(?:\s+[^\s=()]{1,40}=[^\s()]{0,80})*)\)"
)


@dataclass(frozen=True, slots=True)
class Mark:
    start: int
    end: int
    label: str
    attrs: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Marked:
    text: str
    marks: tuple[Mark, ...]


def parse_marked(source: str) -> Marked:
    """Split an example sentence into its text and its marks (offsets count the plain sentence)."""
    parts: list[str] = []
    marks: list[Mark] = []
    length = at = 0
    for match in _MARK.finditer(source):
        before = source[at : match.start()].replace("\\[", "[")
        parts += [before, match["text"]]
        start = length + len(before)
        length = start + len(match["text"])
        attrs = dict(item.split("=", 1) for item in match["attrs"].split())
        marks.append(Mark(start, length, match["label"], attrs))
        at = match.end()
    parts.append(source[at:].replace("\\[", "["))
    return Marked("".join(parts), tuple(marks))
