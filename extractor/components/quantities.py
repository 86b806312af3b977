"""Counts, amounts, measures, percents and multiples: the numerals' readings as quantities of the document."""

from __future__ import annotations

from extractor.components.analysis import Analysis
from extractor.numerals import QuantityReader
from extractor.records import Quantity, exact_number
from extractor.rulebook import Rulebook


class QuantityStage:
    """Reads the repaired text; page furniture (打印, 发布时间) states no facts."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._reader = QuantityReader(rulebook)

    def run(self, analysis: Analysis) -> None:
        def refused(start: int, end: int, what: str) -> None:
            analysis.note("quantities", start, end, f"no quantity: {what}")

        analysis.quantities = self._reader.read(
            analysis.text, published=analysis.document.published, blocked=analysis.repaired.furniture,
            refused=refused if analysis.explain else None,
        )
        if analysis.explain:
            for quantity in analysis.quantities:
                analysis.note("quantities", *quantity.span, _said(quantity), quantity.rules[0])


def _said(quantity: Quantity) -> str:
    """The normalisation in one line: 近两百名 → count, < 200 名, noun 客商."""
    low, high = (None if bound is None else exact_number(bound) for bound in (quantity.min, quantity.max))
    value = f"{low}–{high}" if quantity.comparator == "range" else str(high if low is None else low)
    sign = "" if quantity.comparator in ("=", "range") else f"{quantity.comparator} "
    noun = f", noun {quantity.noun}" if quantity.noun else ""
    return f"{quantity.text} → {quantity.kind}, {sign}{value} {quantity.currency or quantity.unit}{noun}"
