"""The text under repair: every change keeps the way back to the original.

Stages work on `Draft.text` with offsets of the text as it stands then; `Draft.apply` rewrites it and carries the map.
`Draft.finish` turns the log of changes into sorted, disjoint `Edit`s over the original.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from extractor.offsets import Alignment, Span
from extractor.repair.result import Edit, Mark


@dataclass(frozen=True, slots=True)
class Change:
    """Replace `[start, end)` of the draft's present text by `after`.

    `spans` gives each character of `after` its own span within the present text (sorted, both ends never going back);
    without it equal lengths map one to one, and otherwise each character stands for the whole. `absorb` gives the
    replaced span to the character before it (a gloss belongs to what it glosses).
    """

    start: int
    end: int
    after: str
    kind: str
    spans: tuple[Span, ...] | None = None
    absorb: bool = False
    certain: bool = True
    gain: float | None = None
    gap: float | None = None
    candidates: tuple[str, ...] = ()


@dataclass(slots=True)
class _Logged:
    """A change in original offsets; `made` counts how often the place was changed."""

    start: int
    end: int
    change: Change


class Draft:
    def __init__(self, text: str) -> None:
        self.original = text
        self.text = text
        self.flags: set[str] = set()
        self._starts: list[int] | None = None  # None: still the identity
        self._ends: list[int] | None = None
        self._log: list[_Logged] = []
        self._absorbed: list[Span] = []
        self._marks: dict[Span, Mark] = {}

    def span(self, start: int, end: int) -> Span:
        """The original span of `[start, end)` of the present text."""
        if self._starts is None or self._ends is None:
            return start, end
        if start >= end:
            at = self._starts[start] if start < len(self.text) else len(self.original)
            return at, at
        return self._starts[start], self._ends[end - 1]

    def _pieces(self, start: int, end: int) -> list[Span]:
        """The original spans of `[start, end)`, one for each stretch with nothing taken out between."""
        if self._starts is None or self._ends is None:
            return [(start, end)]
        pieces: list[Span] = []
        for first, last in zip(self._starts[start:end], self._ends[start:end], strict=True):
            if pieces and first <= pieces[-1][1]:
                pieces[-1] = (pieces[-1][0], last)
            else:
                pieces.append((first, last))
        return pieces

    def mark(self, kind: str, start: int, end: int, why: str, candidates: tuple[str, ...] = ()) -> None:
        """Note a damaged place that stays as it is (offsets of the present text)."""
        span = self.span(start, end)
        self._marks[span] = Mark(kind, span, self.original[slice(*span)], why, candidates)
        self.flags.add("unrepaired")

    def apply(self, changes: Iterable[Change]) -> bool:
        """Make sorted, disjoint changes; True when there was any."""
        parts: list[str] = []
        todo = list(changes)
        if not todo:
            return False
        same_length = all(change.spans is None and len(change.after) == change.end - change.start for change in todo)
        if same_length:
            done = 0
            for change in todo:
                self._log += [_Logged(*span, change) for span in self._pieces(change.start, change.end)]
                parts += self.text[done:change.start], change.after
                done = change.end
            self.text = "".join([*parts, self.text[done:]])
            return True
        size = len(self.text)
        starts = self._starts if self._starts is not None else list(range(size))
        ends = self._ends if self._ends is not None else list(range(1, size + 1))
        new_starts: list[int] = []
        new_ends: list[int] = []
        done = 0
        for change in todo:
            whole = self.span(change.start, change.end)
            self._log.append(_Logged(*whole, change))
            parts += self.text[done:change.start], change.after
            new_starts += starts[done:change.start]
            new_ends += ends[done:change.start]
            if change.spans is not None:
                new_starts += [starts[start] for start, _ in change.spans]
                new_ends += [ends[end - 1] for _, end in change.spans]
            elif len(change.after) == change.end - change.start:
                new_starts += starts[change.start:change.end]
                new_ends += ends[change.start:change.end]
            else:
                new_starts += [whole[0]] * len(change.after)
                new_ends += [whole[1]] * len(change.after)
            if change.absorb:
                self._absorbed.append(whole)
            done = change.end
        parts.append(self.text[done:])
        new_starts += starts[done:]
        new_ends += ends[done:]
        self.text, self._starts, self._ends = "".join(parts), new_starts, new_ends
        return True

    def finish(self) -> tuple[Alignment, tuple[Edit, ...], tuple[Mark, ...]]:
        """The alignment, the edits over the original, and the marks."""
        edits = self._edits()
        marks = tuple(sorted(self._marks.values(), key=lambda mark: mark.span))
        if self._starts is None or self._ends is None:
            return Alignment.identity(len(self.original)), edits, marks
        ends = self._ends
        for start, end in sorted(self._absorbed):
            owner = bisect_right(ends, start) - 1
            if owner >= 0 and ends[owner] == start:
                ends[owner] = end
        return Alignment(self._starts, ends, len(self.text)), edits, marks

    def _edits(self) -> tuple[Edit, ...]:
        edits: list[Edit] = []
        group: list[_Logged] = []
        reach = -1
        for entry in sorted(self._log, key=lambda item: (item.start, item.end)):
            if group and entry.start >= reach:
                edits.append(self._edit(group))
                group = []
            group.append(entry)
            reach = max(reach, entry.end) if len(group) > 1 else entry.end
        if group:
            edits.append(self._edit(group))
        return tuple(edit for edit in edits if edit.before != edit.after)

    def _edit(self, group: list[_Logged]) -> Edit:
        """One edit for changes that share original characters; the least certain change names it."""
        start, end = min(item.start for item in group), max(item.end for item in group)
        lead = min(group, key=lambda item: (item.change.certain, item.change.kind in ("script", "width"))).change
        if self._starts is None or self._ends is None:
            after = self.text[start:end]
        else:
            first = bisect_left(self._starts, start)
            after = self.text[first:max(first, bisect_right(self._ends, end))]
        return Edit(
            lead.kind, (start, end), self.original[start:end], after, lead.certain, lead.gain, lead.gap, lead.candidates
        )
