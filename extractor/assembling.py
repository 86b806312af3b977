"""Analysis → Record: spans go back to the original text, `text` is cut from it, repaired facts are flagged."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from extractor.components.analysis import Analysis
from extractor.offsets import Span
from extractor.records import Condition, Official, Post, Quantity, Record
from extractor.repair import Repaired


def assemble(analysis: Analysis, *, min_confidence: float = 0.0) -> Record:
    """The record of an analysed document, without the facts below `min_confidence`."""
    repaired, document = analysis.repaired, analysis.document
    finish = _Finishing(repaired, document.text, min_confidence)

    def sure(facts: list[Any]) -> list[Any]:
        return facts if min_confidence <= 0 else [fact for fact in facts if fact.confidence >= min_confidence]

    flags = repaired.flags
    if repaired.verdict == "repaired":
        flags = tuple(sorted({*flags, "repaired"}))
    return Record(
        id=document.id, title=document.title, published=document.published, flags=flags,
        events=tuple(map(finish.named, sure(analysis.events))),
        organizers=tuple(map(finish.named, sure(analysis.organizers))),
        officials=tuple([item for item in map(finish.official, sure(analysis.officials)) if item.posts]),
        companies=tuple(map(finish.named, sure(analysis.companies))),
        quantities=tuple(map(finish.quantity, sure(analysis.quantities))),
    )


@lru_cache(256)  # facts share a few dozen values, and rounding costs six times the look-up
def _is_shown(confidence: float) -> bool:
    return confidence == _shown(confidence)


def _shown(confidence: float) -> float:
    """Three places, as in JSON, so that a record read back equals the one written."""
    return round(confidence, 3)


class _Finishing:
    """Facts of the repaired text → facts of the original, for one document."""

    __slots__ = ("_alignment", "_least", "_original", "_plain", "_repaired")

    def __init__(self, repaired: Repaired, original: str, least: float) -> None:
        self._repaired, self._original, self._least = repaired, original, least
        self._alignment = repaired.alignment
        self._plain = self._alignment.is_identity and not repaired.edits
        """Then a fact whose stage cut its text has nothing left to do: it was cut from this very text."""

    def named(self, fact: Any) -> Any:
        if self._plain and fact.text and _is_shown(fact.confidence):
            return fact
        mentions = tuple(self._alignment.original(*span) for span in fact.mentions)
        first = mentions[0] if mentions else None
        return replace(
            fact, mentions=mentions, text=self._original[slice(*first)] if first else "",
            repaired=self._touched(*mentions[:1]), confidence=_shown(fact.confidence),
        )

    def official(self, fact: Official) -> Official:
        least, post = self._least, self._post
        person: Official = self.named(fact)
        for item in fact.posts:
            if item.confidence < least or post(item) is not item:
                return replace(person, posts=tuple([post(item) for item in fact.posts if item.confidence >= least]))
        return person

    def _post(self, fact: Post) -> Post:
        if self._plain and fact.text and _is_shown(fact.confidence):
            if fact.org_span is None or fact.org_span[0] < fact.org_span[1]:
                return fact
        span, org_span = self._back(fact.span), self._back(fact.org_span)
        return replace(
            fact, span=span, text=self._original[slice(*span)] if span else "", org_span=org_span,
            repaired=self._touched(span, org_span), confidence=_shown(fact.confidence),
        )

    def quantity(self, fact: Quantity) -> Quantity:
        if self._plain and fact.text and _is_shown(fact.confidence):
            return fact
        span = self._alignment.original(*fact.span)
        return replace(
            fact, span=span, text=self._original[slice(*span)], noun_span=self._back(fact.noun_span),
            condition=self._condition(fact.condition), repaired=self._touched(span), confidence=_shown(fact.confidence),
        )

    def _condition(self, fact: Condition | None) -> Condition | None:
        return None if fact is None else replace(fact, span=self._back(fact.span))

    def _back(self, span: Span | None) -> Span | None:
        """None too for what the text only implies (市长 without its city): it has no place."""
        return None if span is None or span[0] >= span[1] else self._alignment.original(*span)

    def _touched(self, *spans: Span | None) -> Any:
        if self._plain:
            return False
        states = [self._repaired.touched(span) for span in spans if span is not None]
        return "model" if "model" in states else any(states)
