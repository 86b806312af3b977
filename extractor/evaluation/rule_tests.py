"""`rules test`: every rule's sentences, run through the whole pipeline.

A mark of an example is met by a fact or by a decision of the trace:

| label | met by a span of |
| --- | --- |
| HOST, UNDERTAKE, ASSIST, GUIDE, SUPPORT, ORGANIZER | an organizer (of that role) |
| COMPANY, EVENT, PERSON or OFFICIAL | a company, an event, an official |
| TITLE, ORG | a post's title; a post's body, an organizer or a company |
| COUNT, AMOUNT, MEASURE, PERCENT, MULTIPLE, NOUN | a quantity of that kind; its noun |
| any | a step of the trace that names the rule and has exactly this span |

Attributes of a mark (`[300余人](COUNT min=300 comparator=>)`) are compared with the fact's; an official's posts are
written `posts=BODY:TITLE|BODY:TITLE`. Facts that the rule makes
elsewhere in an example, with a label the example marks, fail it. A counter-example fails when the rule made a fact or
took a decision there; with marks, only when it did so outside them. A known failure is one or the other, by whether it has
marks; one that passes fails too, so that it is moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from extractor.assembling import assemble
from extractor.components.analysis import Analysis
from extractor.errors import ExtractorError
from extractor.offsets import Span
from extractor.pipeline import Pipeline
from extractor.records import Document, Record
from extractor.rulebook import Mark, Rule, Rulebook, parse_marked

Kind = Literal["examples", "counter_examples", "known_failures"]
KINDS: tuple[Kind, ...] = ("examples", "counter_examples", "known_failures")


@dataclass(frozen=True, slots=True)
class Case:
    """One sentence of one rule."""

    rule: Rule
    kind: Kind
    sentence: str

    @property
    def name(self) -> str:
        return f"{self.rule.id}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class Seen:
    """A span that the pipeline found, with the label(s) it may be called by."""

    labels: frozenset[str]
    span: Span
    rules: tuple[str, ...]
    fact: Any


def cases(book: Rulebook, only: Iterable[str] | None = None) -> list[Case]:
    """All sentences of all rules (or of those named), in the order of ids."""
    wanted = None if only is None else set(only)
    return [
        Case(rule, kind, sentence)
        for name, rule in sorted(book.rules.items()) if wanted is None or name in wanted
        for kind in KINDS
        for sentence in getattr(rule, kind)
    ]


def run_case(pipeline: Pipeline, case: Case) -> str | None:
    """None when the sentence does what it should, else what went wrong."""
    wrong = _wrong(pipeline, case)
    if case.kind == "known_failures":
        return None if wrong else "passes now: move it from known_failures to the examples or counter_examples"
    return wrong


def _wrong(pipeline: Pipeline, case: Case) -> str | None:
    marked = parse_marked(case.sentence)
    try:
        analysis = pipeline.analyse(Document(id="example", text=marked.text), explain=True)
    except ExtractorError as error:
        return str(error)
    seen = list(found(analysis))
    if case.kind == "counter_examples" or not marked.marks:  # a known failure without marks wishes for nothing
        allowed = {(mark.start, mark.end) for mark in marked.marks}
        false = [item for item in seen if case.rule.id in item.rules and item.span not in allowed]
        return f"the rule fires on {_said(marked.text, false)}" if false else None
    made = {item.span for item in seen if item.fact is not None and case.rule.id in item.rules}
    missing = [
        mark for mark in marked.marks
        # where the rule made a fact, the fact must have the label; a step of the trace speaks only where it made none
        if not any(_meets(item, mark, case.rule) for item in seen if item.fact is not None or item.span not in made)
    ]
    if missing:
        near = [item for item in seen if any(item.span[0] < m.end and m.start < item.span[1] for m in missing)]
        wanted = ", ".join(f"{marked.text[mark.start:mark.end]!r} {mark.label}{mark.attrs or ''}" for mark in missing)
        return f"not found: {wanted}; there was {_said(marked.text, near)}"
    against = float(case.rule.options.get("weight") or 0) < 0  # evidence against a fact is not among its rules
    if not against and not any(case.rule.id in item.rules for item in seen):
        others = sorted({rule for item in seen for rule in item.rules})
        return f"the rule does not fire; the spans come from {', '.join(others) or 'no rule'}"
    places = {(mark.start, mark.end) for mark in marked.marks}
    labels = {mark.label.upper() for mark in marked.marks}
    more = [
        item for item in seen
        if item.fact is not None and case.rule.id in item.rules and item.labels & labels and item.span not in places
    ]
    return f"found besides: {_said(marked.text, more)}" if more else None


def _said(text: str, items: Iterable[Seen]) -> str:
    shown = [
        f"{text[slice(*item.span)]!r} {'/'.join(sorted(item.labels)) or 'step'} [{', '.join(item.rules)}]"
        for item in items
    ]
    return "; ".join(dict.fromkeys(shown)) or "nothing"


def _meets(item: Seen, mark: Mark, rule: Rule) -> bool:
    if item.span != (mark.start, mark.end):
        return False
    if item.fact is None:
        return rule.id in item.rules and not mark.attrs
    return mark.label.upper() in item.labels and all(_equal(item.fact, key, value) for key, value in mark.attrs.items())


def _equal(fact: Any, key: str, wanted: str) -> bool:
    value = getattr(fact, key, None)
    if key == "posts" and value is not None:
        return "|".join(f"{post.org or ''}:{post.title}" for post in value) == wanted
    if value is None:
        return wanted in ("", "null", "none")
    if isinstance(value, Decimal):
        try:
            return value == Decimal(wanted)
        except InvalidOperation:
            return False
    return str(value) == wanted


def found(analysis: Analysis) -> Iterator[Seen]:
    """Every span of the record's facts and of the trace, on the original text."""
    yield from _facts(assemble(analysis))
    for step in analysis.trace:
        if step.rule:
            span = analysis.repaired.alignment.original(step.start, step.end)
            yield Seen(frozenset(), span, (step.rule,), None)


def _facts(record: Record) -> Iterator[Seen]:
    def each(labels: set[str], spans: Iterable[Span | None], fact: Any, rules: tuple[str, ...]) -> Iterator[Seen]:
        return (Seen(frozenset(labels), span, rules, fact) for span in spans if span is not None)

    for event in record.events:
        yield from each({"EVENT", "NAME"}, event.mentions, event, event.rules)
    for organizer in record.organizers:
        labels = {"ORGANIZER", "ORG", organizer.role.upper()}
        yield from each(labels, organizer.mentions, organizer, organizer.rules)
    for company in record.companies:
        yield from each({"COMPANY", "ORG"}, company.mentions, company, company.rules)
    for official in record.officials:
        yield from each({"PERSON", "OFFICIAL"}, official.mentions, official, official.rules)
        for post in official.posts:
            yield from each({"TITLE"}, [post.span], post, post.rules or official.rules)
            yield from each({"ORG"}, [post.org_span], post, post.rules or official.rules)
    for quantity in record.quantities:
        yield from each({quantity.kind.upper()}, [quantity.span], quantity, quantity.rules)
        yield from each({"NOUN"}, [quantity.noun_span], quantity, quantity.rules)
