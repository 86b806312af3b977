"""Analysis → Record: spans go back to the original text, `text` is cut from it, repaired facts are flagged."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from extractor.components.analysis import Analysis
from extractor.offsets import Span
from extractor.records import Condition, Official, Post, Quantity, Record


def assemble(analysis: Analysis, *, min_confidence: float = 0.0) -> Record:
    """The record of an analysed document, without the facts below `min_confidence`."""
    repaired, document = analysis.repaired, analysis.document
    original, alignment = document.text, repaired.alignment
    plain = alignment.is_identity and not repaired.edits

    def back(span: Span | None) -> Span | None:
        """None too for what the text only implies (市长 without its city): it has no place."""
        return None if span is None or span[0] >= span[1] else alignment.original(*span)

    def touched(*spans: Span | None) -> Any:
        if plain:
            return False
        states = [repaired.touched(span) for span in spans if span is not None]
        return "model" if "model" in states else any(states)

    def shown(fact: Any) -> float:
        """Three places, as in JSON, so that a record read back equals the one written."""
        return round(fact.confidence, 3)

    def finished(fact: Any) -> bool:
        """Whether the stage has left nothing to do: it cut `text` from this very text."""
        return plain and bool(fact.text) and fact.confidence == round(fact.confidence, 3)

    def named(fact: Any) -> Any:
        if finished(fact):
            return fact
        mentions = tuple(alignment.original(*span) for span in fact.mentions)
        first = mentions[0] if mentions else None
        return replace(
            fact, mentions=mentions, text=original[slice(*first)] if first else "", repaired=touched(*mentions[:1]),
            confidence=shown(fact),
        )

    def post(fact: Post) -> Post:
        if finished(fact) and (fact.org_span is None or fact.org_span[0] < fact.org_span[1]):
            return fact
        span, org_span = back(fact.span), back(fact.org_span)
        return replace(
            fact, span=span, text=original[slice(*span)] if span else "", org_span=org_span,
            repaired=touched(span, org_span), confidence=shown(fact),
        )

    def official(fact: Official) -> Official:
        posts = tuple(post(item) for item in fact.posts if item.confidence >= min_confidence)
        person: Official = named(fact)
        return person if posts == fact.posts else replace(person, posts=posts)

    def condition(fact: Condition | None) -> Condition | None:
        return None if fact is None else replace(fact, span=back(fact.span))

    def quantity(fact: Quantity) -> Quantity:
        if finished(fact):
            return fact
        span = alignment.original(*fact.span)
        return replace(
            fact, span=span, text=original[slice(*span)], noun_span=back(fact.noun_span),
            condition=condition(fact.condition), repaired=touched(span), confidence=shown(fact),
        )

    def sure(facts: list[Any]) -> list[Any]:
        return facts if min_confidence <= 0 else [fact for fact in facts if fact.confidence >= min_confidence]

    flags = tuple(sorted({*repaired.flags, *(["repaired"] if repaired.verdict == "repaired" else [])}))
    return Record(
        id=document.id, title=document.title, published=document.published, flags=flags,
        events=tuple(map(named, sure(analysis.events))), organizers=tuple(map(named, sure(analysis.organizers))),
        officials=tuple(item for item in map(official, sure(analysis.officials)) if item.posts),
        companies=tuple(map(named, sure(analysis.companies))), quantities=tuple(map(quantity, sure(analysis.quantities))),
    )
