"""Why a fact is there, and why another is not: the trace of one document, told by fact or by stage.

Both read `Pipeline.analyse(…, explain=True)`. `trace_lines` follows one text through every stage; `explain_lines` takes
each fact of the record and lists its rules, its place, the steps that touched it and the candidates that lost to it.
Offsets that are shown count the original text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from extractor.assembling import assemble
from extractor.components.analysis import Analysis, Step
from extractor.evaluation.causes import context
from extractor.offsets import Span, overlaps
from extractor.records import FIELDS, Official, Organizer, Quantity, Record


@dataclass(frozen=True, slots=True)
class Told:
    """A step of the trace with its place in the original text."""

    step: Step
    span: Span
    text: str


def told(analysis: Analysis) -> list[Told]:
    """The trace on the original text, in the order in which it happened."""
    original, alignment = analysis.document.text, analysis.repaired.alignment
    out = []
    for step in analysis.trace:
        span = alignment.original(step.start, step.end)
        out.append(Told(step, span, original[slice(*span)]))
    return out


def trace_lines(analysis: Analysis) -> Iterator[str]:
    """The text, its repair, its words, every stage's steps in order, and the facts."""
    yield f"text      {_line(analysis.document.text)}"
    edits = analysis.repaired.edits
    if edits:
        yield f"repair    {_line(analysis.text)}"
        for edit in edits:
            sure = "" if edit.certain else "  (a model's choice)"
            yield f"          {edit.kind}: {edit.before!r} → {edit.after!r} at {edit.span[0]}{sure}"
    else:
        yield "repair    nothing to mend"
    yield f"tokenize  {' | '.join(word for word in analysis.words if word.strip())}"
    stage = None
    for item in told(analysis):
        label = item.step.stage if item.step.stage != stage else ""
        stage = item.step.stage
        yield f"{label:10}{_step(item)}"
    yield ""
    yield from _facts(assemble(analysis))


def _step(item: Told) -> str:
    rule = f"  [{item.step.rule}]" if item.step.rule else ""
    return f"{item.span[0]:>4}–{item.span[1]:<4} {_line(item.text)!s}: {item.step.what}{rule}"


def _line(text: str) -> str:
    return " ".join(text.split())


def _facts(record: Record) -> Iterator[str]:
    for field in FIELDS:
        for fact in getattr(record, field):
            yield f"{field:11} {say(fact)}  [{', '.join(_rules(fact))}]"


def say(fact: Any) -> str:
    """A fact in one line."""
    if isinstance(fact, Official):
        posts = "; ".join(f"{post.org or 'no body'} · {post.title}" for post in fact.posts)
        return f"{fact.name}: {posts}"
    if isinstance(fact, Organizer):
        return f"{fact.name} ({fact.role}{' of ' + fact.event if fact.event else ''})"
    if isinstance(fact, Quantity):
        return normalised(fact)
    return str(fact.name)


def normalised(fact: Quantity) -> str:
    """How the words became numbers: 近千亿元 → amount < 100000000000 CNY."""
    if fact.comparator == "range":
        value = f"{_plain(fact.min)} to {_plain(fact.max)}"
    else:
        value = f"{fact.comparator} {_plain(fact.value)}"
    parts = [f"{_line(fact.text)} → {fact.kind} {value} {fact.currency or fact.unit or ''}".rstrip()]
    if fact.noun:
        parts.append(f"of {fact.noun}")
    if fact.condition:
        low, high = _plain(fact.condition.min) or "…", _plain(fact.condition.max) or "…"
        parts.append(f"if {low} to {high} {fact.condition.currency or fact.condition.unit or ''}".rstrip())
    return ", ".join(parts)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    shown = f"{value:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def _rules(fact: Any) -> tuple[str, ...]:
    own = list(fact.rules)
    for post in getattr(fact, "posts", ()):
        own += post.rules
    return tuple(dict.fromkeys(own))


def _kind(item: Told, mine: set[str]) -> str:
    """What a step is to a fact: its own step, one of another fact at the same place, or a candidate that lost."""
    if item.step.rule is None:
        return "lost"
    return "step" if item.step.rule in mine else "beside"


def _spans(fact: Any) -> list[Span]:
    if isinstance(fact, Quantity):
        return [fact.span]
    posts = [span for post in getattr(fact, "posts", ()) for span in (post.span, post.org_span) if span is not None]
    return [*fact.mentions[:1], *posts]


def explain_lines(analysis: Analysis, *, fields: Iterable[str] = FIELDS) -> Iterator[str]:
    """Each fact with its reasons, then, where all fields are told, the decisions that no fact came from."""
    wanted = tuple(fields)
    record, steps = assemble(analysis), told(analysis)
    text = analysis.document.text
    used: set[int] = set()
    if analysis.repaired.edits:
        yield f"repair made {len(analysis.repaired.edits)} changes (see `extractor repair --explain`)"
        yield ""
    for field in wanted:
        for fact in getattr(record, field):
            yield f"{field}: {say(fact)}"
            spans = _spans(fact)
            for span in spans[:1]:
                yield f"    text        {context(text, span)}  at {span[0]}–{span[1]}"
            yield f"    rules       {', '.join(_rules(fact)) or 'none'}; confidence {fact.confidence:.2f}"
            if fact.repaired:
                yield "    repaired    " + ("by a model's choice" if fact.repaired == "model" else "with certainty")
            mine = set(_rules(fact))
            for at, item in enumerate(steps):
                if any(overlaps(item.span, span) for span in spans):
                    used.add(at)
                    yield f"    {_kind(item, mine):11} {item.step.stage}: {_step(item).strip()}"
            yield ""
    if set(wanted) != set(FIELDS):
        return  # what is left belongs to the other fields' facts as well
    left = [item for at, item in enumerate(steps) if at not in used]
    if left:
        yield "decisions that made no fact"
        for item in left:
            yield f"    {item.step.stage}: {_step(item).strip()}"
