"""Page furniture (来源, 责任编辑, 发布时间…) states no facts: what the stages read there goes, at the very end.

Repair marks the places (`Repaired.furniture`); the text keeps them, so that offsets and tokens stay as they are.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from extractor.components.analysis import Analysis


class FurnitureStage:
    def run(self, analysis: Analysis) -> None:
        repaired = analysis.repaired
        if not repaired.furniture:
            return
        for field in ("events", "organizers", "officials", "companies"):
            facts = [self._outside(analysis, field, fact) for fact in getattr(analysis, field)]
            setattr(analysis, field, [fact for fact in facts if fact is not None])
        analysis.quantities = [fact for fact in analysis.quantities if not repaired.in_furniture(fact.span)]

    def _outside(self, analysis: Analysis, field: str, fact: Any) -> Any:
        """The fact with its mentions outside furniture; None when there are none left."""
        kept = tuple(span for span in fact.mentions if not analysis.repaired.in_furniture(span))
        if len(kept) == len(fact.mentions):
            return fact
        if not kept:
            start, end = fact.mentions[0]
            analysis.note("furniture", start, end, f"no {field[:-1]} is read in page furniture: {fact.name}")
            return None
        return replace(fact, mentions=kept, text="")  # cut from the first of them in the end
