"""What repair returns."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Any, Literal

from extractor.offsets import Alignment, Span

RESHAPING = frozenset({"script", "width"})
"""Edits that rewrite characters without any damage: traditional to simplified, full-width to ASCII."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: `before` (the original slice at `span`) became `after`.

    `certain` is False where a model chose `after`; then `gain` is how much better it reads than leaving the text, and
    `gap` how much better than the runner-up (log10 units). `candidates` are the readings, best first.
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

    def to_dict(self) -> dict[str, Any]:
        out: dict[str, Any] = {
            "kind": self.kind, "span": list(self.span), "before": self.before, "after": self.after,
            "by": "rule" if self.certain else "model",
        }
        if not self.certain:
            out |= {"gain": self.gain, "gap": self.gap, "candidates": list(self.candidates)}
        return out


@dataclass(frozen=True, slots=True)
class Mark:
    """A place that looks damaged and was left as it is: no reading was clear enough.

    `candidates` are the readings the model weighed, best first; `why` says what kept them from being applied.
    """

    kind: str
    span: Span
    """Original offsets."""
    text: str
    why: str
    candidates: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "kind": self.kind, "span": list(self.span), "text": self.text, "why": self.why,
            "candidates": list(self.candidates),
        }


@dataclass(frozen=True, slots=True)
class Repaired:
    """`text` in simplified, repaired form; `alignment` maps its offsets to the original text.

    `verdict` is "ok" (nothing was damaged; a change of script or width is none), "repaired" or "refused" with its
    `reason`; a refused text is returned as it came. `edits` are sorted by span and do not overlap.
    """

    text: str
    alignment: Alignment
    edits: tuple[Edit, ...] = ()
    flags: tuple[str, ...] = ()
    """What was met, for filters over many documents: "traditional", "pinyin", "shift", "unrepaired", "mojibake"…"""
    verdict: Literal["ok", "repaired", "refused"] = "ok"
    reason: str | None = None
    furniture: tuple[Span, ...] = ()
    """REPAIRED spans of page furniture (发布时间, 来源, 打印, 上一篇…): kept in the text, no facts are read there."""
    marks: tuple[Mark, ...] = ()
    """Damaged places that were left alone, sorted by span."""
    _damage: tuple[Edit, ...] = field(default=(), repr=False, compare=False)
    _starts: tuple[int, ...] = field(default=(), repr=False, compare=False)

    @classmethod
    def untouched(cls, text: str, furniture: tuple[Span, ...] = ()) -> Repaired:
        return cls(text, Alignment.identity(len(text)), furniture=furniture)

    @classmethod
    def refused(cls, text: str, reason: str) -> Repaired:
        return cls(text, Alignment.identity(len(text)), verdict="refused", reason=reason, flags=("refused",))

    def __post_init__(self) -> None:
        if not self.edits:  # of clean text, which is nearly all
            return
        damage = tuple(edit for edit in self.edits if edit.kind not in RESHAPING)
        object.__setattr__(self, "_damage", damage)
        object.__setattr__(self, "_starts", tuple(edit.span[0] for edit in damage))

    def touched(self, span: Span) -> bool | Literal["model"]:
        """Whether the ORIGINAL span rests on repaired characters: False, True, or "model".

        A change of script or of width is no repair: the text there was sound.
        """
        answer: bool | Literal["model"] = False
        # edits do not overlap, so at most one that starts before the span can reach into it
        at = max(0, bisect_left(self._starts, span[0]) - 1)
        for edit in self._damage[at:]:
            if edit.span[0] >= span[1]:
                break
            if edit.span[1] > span[0]:
                if not edit.certain:
                    return "model"
                answer = True
        return answer

    def in_furniture(self, span: Span) -> bool:
        """Whether the REPAIRED span shares a character with page furniture."""
        return any(start < span[1] and span[0] < end for start, end in self.furniture)

    def to_dict(self) -> dict[str, Any]:
        """For JSON: everything but the alignment, which the edits imply."""
        return {
            "verdict": self.verdict, "reason": self.reason, "flags": list(self.flags), "text": self.text,
            "edits": [edit.to_dict() for edit in self.edits], "marks": [mark.to_dict() for mark in self.marks],
            "furniture": [{"repaired_span": list(span), "text": self.text[slice(*span)]} for span in self.furniture],
        }
