"""What repair returns."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Literal

from extractor.offsets import Alignment, Span


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: `before` (the original slice at `span`) became `after`.

    `certain` is False where a model chose `after`; then `gain` is how much better it reads than leaving the text, and
    `gap` how much better than the runner-up (log10 units). `candidates` are the other readings, best first.
    """

    kind: str
    span: Span
    """Original offsets."""
    before: str
    after: str
    certain: bool = True
    gain: float | None = None
    gap: float | None = None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Repaired:
    """`text` in simplified, repaired form; `alignment` maps its offsets to the original text."""

    text: str
    alignment: Alignment
    edits: tuple[Edit, ...] = ()
    flags: tuple[str, ...] = ()
    verdict: Literal["ok", "repaired", "refused"] = "ok"
    reason: str | None = None
    furniture: tuple[Span, ...] = ()
    """REPAIRED spans of page furniture (发布时间, 来源, 打印, 上一篇…): kept in the text, no facts are read there."""
    _starts: tuple[int, ...] = field(default=(), repr=False, compare=False)

    @classmethod
    def untouched(cls, text: str) -> Repaired:
        return cls(text, Alignment.identity(len(text)))

    def touched(self, span: Span) -> bool | Literal["model"]:
        """Whether the ORIGINAL span rests on repaired characters: False, True, or "model"."""
        answer: bool | Literal["model"] = False
        starts = self._starts or tuple(edit.span[0] for edit in self.edits)
        # edits are sorted by start and do not overlap
        at = max(0, bisect_left(starts, span[0]) - 1)
        for edit in self.edits[at:]:
            if edit.span[0] >= span[1]:
                break
            if edit.span[1] > span[0] or edit.span == span:
                if not edit.certain:
                    return "model"
                answer = True
        return answer
