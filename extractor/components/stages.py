"""The stages in their order. Each is an object built once from the rulebook, with `run(analysis)`."""

from __future__ import annotations

from typing import Protocol

from extractor.components.analysis import Analysis
from extractor.components.quantities import QuantityStage
from extractor.rulebook import Rulebook
from extractor.tokenizing import Tokenizer


class Stage(Protocol):
    def run(self, analysis: Analysis) -> None: ...


class Stages:
    def __init__(self, rulebook: Rulebook) -> None:
        self.tokenizer = Tokenizer()
        self.stages: tuple[Stage, ...] = (QuantityStage(rulebook),)

    def run(self, analysis: Analysis) -> None:
        analysis.words = self.tokenizer.cut(analysis.text)
        for stage in self.stages:
            stage.run(analysis)
