"""The stages in their order. Each is an object built once from the rulebook, with `run(analysis)`."""

from __future__ import annotations

from typing import Protocol

from extractor.components.analysis import Analysis
from extractor.components.bodies import BodyStage
from extractor.components.canonical import CanonicalStage
from extractor.components.chart import Chart, Lexis
from extractor.components.companies import CompanyStage
from extractor.components.events import EventStage
from extractor.components.furniture import FurnitureStage
from extractor.components.officials import OfficialStage
from extractor.components.organizers import OrganizerStage
from extractor.components.quantities import QuantityStage
from extractor.components.regions import RegionStage
from extractor.rulebook import Rulebook
from extractor.tokenizing import Tokenizer


class Stage(Protocol):
    def run(self, analysis: Analysis) -> None: ...


class TokenStage:
    """Tokens. Apart from the chart, so that for several documents one dictionary after the other is in the caches."""

    def __init__(self) -> None:
        self._tokenizer = Tokenizer()

    def run(self, analysis: Analysis) -> None:
        analysis.words = self._tokenizer.cut(analysis.text)


class ScanStage:
    """Where the forms of the lexicons stand (`analysis.state["found"]`)."""

    def __init__(self, lexis: Lexis) -> None:
        self._lexis = lexis

    def run(self, analysis: Analysis) -> None:
        analysis.state["found"] = self._lexis.scan(analysis.text)


class ChartStage:
    """Tokens and lexicon hits: what all later stages look things up in (`analysis.state["chart"]`)."""

    def __init__(self, lexis: Lexis) -> None:
        self._lexis = lexis

    def run(self, analysis: Analysis) -> None:
        analysis.state["chart"] = Chart(analysis.text, analysis.words, self._lexis, analysis.state.pop("found"))


class Stages:
    def __init__(self, rulebook: Rulebook) -> None:
        lexis = Lexis(rulebook)
        self.stages: tuple[Stage, ...] = (
            TokenStage(), ScanStage(lexis), ChartStage(lexis), QuantityStage(rulebook), RegionStage(rulebook), BodyStage(rulebook), OfficialStage(rulebook),
            CompanyStage(rulebook), OrganizerStage(rulebook), EventStage(rulebook), CanonicalStage(rulebook),
            FurnitureStage(),
        )

    def run(self, *analyses: Analysis) -> None:
        """All stages on each; stage by stage, which keeps a stage's tables in the processor's caches."""
        for stage in self.stages:
            for analysis in analyses:
                stage.run(analysis)
