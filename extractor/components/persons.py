"""Where a person's name stands beside a title: the name model's scores put into the document's context.

The model weighs a candidate against running text at one place; the document adds what it knows: a form that is said
again elsewhere is rather a whole name, and a place in a list of names asks for less than one alone.
"""

from __future__ import annotations

from typing import NamedTuple

from extractor.components.chart import Chart
from extractor.components.names import NameCandidate, NameModel
from extractor.rulebook import Rulebook

_LEAST = 0.0
_LEAST_LISTED = -2.0
_LEAST_STRICT = 2.0
_FOREIGN_CONTEXT = 3.0
_AGAIN = 0.8


class Name(NamedTuple):
    form: str
    start: int
    end: int
    score: float


class NameReader:
    """Reads names at places of one document at a time: `begin(chart)` first."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.model = NameModel(rulebook)
        self._text = ""

    def begin(self, chart: Chart) -> None:
        self._chart = chart
        self._text = chart.text

    def after(self, at: int, *, listed: bool = False, strict: bool = False, foreign: bool = False) -> Name | None:
        """The name that begins at `at`, or None. `foreign`: the title beside it is a foreign body's."""
        if at >= len(self._text):
            return None
        return self._best(self.model.after(self._text, at), listed, strict, foreign)

    def before(self, end: int, *, floor: int = 0, strict: bool = False, foreign: bool = False) -> Name | None:
        """The name that ends at `end` and does not begin before `floor`, or None."""
        found = [candidate for candidate in self.model.before(self._text, end) if candidate.start >= floor]
        # 盐城市第一人民医院|查文章|院长: where a body's name ends, a person's may well begin
        listed = bool(found) and not strict and found[0].start in self._chart.suffixes
        return self._best(found, listed, strict, foreign)

    def _best(self, found: list[NameCandidate], listed: bool, strict: bool, foreign: bool) -> Name | None:
        best: Name | None = None
        for candidate in found:
            hit = self._chart.protected_end.get(candidate.end)
            if hit is not None and hit.start <= candidate.start:  # 余姚, 华为
                continue
            score = candidate.score + self._again(candidate, found)
            if foreign and candidate.kind != "chinese":
                score += _FOREIGN_CONTEXT
            if best is None or score > best.score:
                best = Name(candidate.name, candidate.start, candidate.end, score)
        least = _LEAST_STRICT if strict else _LEAST_LISTED if listed else _LEAST
        return best if best is not None and best.score >= least else None

    def _again(self, candidate: NameCandidate, found: list[NameCandidate]) -> float:
        """What repetition says: how often the form stands in the text beyond the longer candidates that hold it."""
        times = self._text.count(candidate.name)
        if times < 2:
            return 0.0
        longer = max(
            (self._text.count(c.name) for c in found if len(c.name) > len(candidate.name) and candidate.name in c.name),
            default=0,
        )
        return _AGAIN * min(times - max(longer, 1), 3)
