"""Counts, amounts, measures, percents and multiples: the numerals' readings as quantities of the document."""

from __future__ import annotations

from extractor.components.analysis import Analysis
from extractor.numerals import QuantityReader
from extractor.rulebook import Rulebook


class QuantityStage:
    def __init__(self, rulebook: Rulebook) -> None:
        self._reader = QuantityReader(rulebook)

    def run(self, analysis: Analysis) -> None:
        analysis.quantities = self._reader.read(analysis.text, published=analysis.document.published)
