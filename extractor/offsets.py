"""Span arithmetic and the map from repaired text back to the original.

All offsets count Unicode code points and are half-open `[start, end)`. A plain `span` is on the ORIGINAL text, exactly
as the file was read; a `repaired_span` is on the text that repair produced. Only `Alignment` turns one into the other.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

Span = tuple[int, int]


def overlaps(a: Span, b: Span) -> bool:
    """True when the two half-open spans share at least one code point."""
    return a[0] < b[1] and b[0] < a[1]


def contains(outer: Span, inner: Span) -> bool:
    """True when `inner` lies wholly inside `outer` (equal counts)."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


class Alignment:
    """For each code point of the repaired text, the span of the original text it stands for.

    Monotone and total: starts and ends never go back, and every repaired code point has a span (an empty one where
    repair inserted something). `Alignment(None, None, n)` is the identity on n code points and costs no memory.
    """

    __slots__ = ("_ends", "_length", "_starts")

    def __init__(self, starts: Sequence[int] | None, ends: Sequence[int] | None, length: int) -> None:
        self._starts = None if starts is None else array("I", starts)
        self._ends = None if ends is None else array("I", ends)
        self._length = length

    @classmethod
    def identity(cls, length: int) -> Alignment:
        return cls(None, None, length)

    @property
    def is_identity(self) -> bool:
        return self._starts is None

    def __len__(self) -> int:
        return self._length

    def original(self, start: int, end: int) -> Span:
        """The original span of the repaired span `[start, end)`; an empty repaired span maps to an empty one."""
        if self._starts is None or self._ends is None:
            return start, end
        if start >= end:
            at = self._starts[start] if start < self._length else (self._ends[-1] if self._length else 0)
            return at, at
        return self._starts[start], self._ends[end - 1]

    def char(self, index: int) -> Span:
        """The original span of the repaired code point at `index`."""
        return self.original(index, index + 1)

    def then(self, later: Alignment) -> Alignment:
        """Compose: self maps A→original, `later` maps B→A; the result maps B→original."""
        if later.is_identity:
            return self
        if self.is_identity:
            return later
        pairs = [self.original(*later.char(i)) for i in range(len(later))]
        return Alignment([s for s, _ in pairs], [e for _, e in pairs], len(later))


def merge(spans: Iterable[Span]) -> list[Span]:
    """Sorted union of spans: overlapping and touching ones become one."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out
