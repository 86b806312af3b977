"""The state that the stages of one document share.

Offsets here are on the REPAIRED text (`analysis.text`); only `assembling` goes back to the original.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from extractor.records import Company, Document, Event, Official, Organizer, Quantity
from extractor.repair import Repaired


@dataclass(slots=True)
class Step:
    """One decision, for `explain`: which stage, about which repaired span, what was decided and why."""

    stage: str
    start: int
    end: int
    what: str
    rule: str | None = None


@dataclass(slots=True)
class Analysis:
    document: Document
    repaired: Repaired
    explain: bool = False
    words: list[str] = field(default_factory=list)
    """jieba's tokens; they join to `text`."""
    state: dict[str, Any] = field(default_factory=dict)
    """What one stage leaves for a later one (candidate mentions, the settled region…), by the stage's name."""
    quantities: list[Quantity] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    organizers: list[Organizer] = field(default_factory=list)
    officials: list[Official] = field(default_factory=list)
    companies: list[Company] = field(default_factory=list)
    trace: list[Step] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.repaired.text

    def note(self, stage: str, start: int, end: int, what: str, rule: str | None = None) -> None:
        """Record a decision when someone asked for it; costs nothing otherwise."""
        if self.explain:
            self.trace.append(Step(stage, start, end, what, rule))
