"""`rules report`: what every rule is worth on gold.

For each rule: how often it fires, how many of the claims it made are right, and how record F1 changes when the
pipeline is run without it. Where a rule leaves traces only its documents are run again; evidence that speaks against a
fact leaves none, so for such rules all are. A rule is dead when it left no trace and no record changes without it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from extractor.assembling import assemble
from extractor.errors import ExtractorError
from extractor.evaluation.gold import Gold
from extractor.evaluation.matching import CORE, Claim, pair, views
from extractor.evaluation.metrics import prf, record_f1, tally
from extractor.evaluation.rule_tests import Seen, found
from extractor.offsets import overlaps
from extractor.pipeline import Pipeline
from extractor.rulebook import Rulebook

SCORED = (*CORE, "measure", "percent", "multiple")
"""The fields whose claims are counted; record F1 is the mean of the core ones alone."""


@dataclass(slots=True)
class RuleWorth:
    """One rule on one gold set; a claim with two rules counts for both."""

    id: str
    fired: int = 0
    """Facts that it made or decisions that it took; 0 for evidence that only weighs."""
    changed: int | None = None
    """Documents whose record is another one without it; None when that was not tried."""
    documents: set[str] = field(default_factory=set)
    right: int = 0
    wrong: int = 0
    loss: float | None = None
    """Record F1 with the rule minus record F1 without it; None when it is dead or was not left out."""
    field_loss: dict[str, float] = field(default_factory=dict)
    note: str = ""

    @property
    def precision(self) -> float | None:
        total = self.right + self.wrong
        return self.right / total if total else None

    @property
    def dead(self) -> bool:
        return self.fired == 0 and not self.changed


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two rules that claimed the same characters, and how often the facts there were made by the one or the other."""

    first: str
    second: str
    places: int
    first_won: int
    second_won: int


@dataclass(frozen=True, slots=True)
class RulesReport:
    rules: list[RuleWorth]
    conflicts: list[Conflict]
    record_f1: float
    documents: int

    def to_dict(self) -> dict[str, Any]:
        return {
            "record_f1": self.record_f1, "documents": self.documents,
            "rules": [
                {
                    "id": rule.id, "fired": rule.fired, "documents": len(rule.documents), "right": rule.right,
                    "wrong": rule.wrong, "precision": rule.precision, "changed": rule.changed, "loss": rule.loss,
                    "field_loss": rule.field_loss, "note": rule.note,
                }
                for rule in self.rules
            ],
            "conflicts": [
                {
                    "first": item.first, "second": item.second, "places": item.places,
                    "first_won": item.first_won, "second_won": item.second_won,
                }
                for item in self.conflicts
            ],
        }


def rules_report(
    pipeline: Pipeline, gold: Gold, *, ablate: bool = True, progress: Callable[[int, int], None] | None = None
) -> RulesReport:
    """The worth of every rule of the pipeline's rulebook, the most valuable first. `progress(done, all)` is called."""
    worth = {name: RuleWorth(name) for name in pipeline.rulebook.rules}
    records: dict[str, dict[str, Any]] = {}
    clashes: Counter[tuple[str, str]] = Counter()
    won: Counter[tuple[str, str, str]] = Counter()
    for document in gold.documents():
        try:
            analysis = pipeline.analyse(document, explain=True)
            record = assemble(analysis, min_confidence=pipeline.min_confidence)
        except ExtractorError:
            continue
        records[document.id] = record.to_dict()
        seen = list(found(analysis))
        for name, times in _fired(seen).items():
            if name in worth:
                worth[name].fired += times
                worth[name].documents.add(document.id)
        _clashes(seen, clashes, won)
    _precision(records, gold, worth)
    base = _totals(records, gold)
    if ablate:
        for done, rule in enumerate(worth.values(), 1):
            _ablate(pipeline, rule, gold, records, base)
            if progress:
                progress(done, len(worth))
    ranked = sorted(worth.values(), key=lambda rule: (-(rule.loss or 0.0), -sum(rule.field_loss.values()), -rule.right, -rule.fired, rule.id))
    conflicts = [
        Conflict(a, b, places, won[a, b, a], won[a, b, b]) for (a, b), places in
        sorted(clashes.items(), key=lambda item: (-item[1], item[0]))
    ]
    return RulesReport(ranked, conflicts, record_f1(base), len(gold.records))


def without(book: Rulebook, name: str) -> Rulebook:
    """The rulebook with one rule left out."""
    return replace(
        book, rules={key: rule for key, rule in book.rules.items() if key != name}, key=f"{book.key}-{name}"
    )


def _fired(seen: list[Seen]) -> dict[str, int]:
    """Rule → the facts it made (a post is a fact of its own) or the decisions it took, whichever are more."""
    facts: dict[str, set[int]] = {}
    steps: dict[str, set[tuple[int, int]]] = {}
    for item in seen:
        for name in item.rules:
            if item.fact is not None:
                facts.setdefault(name, set()).add(id(item.fact))
            else:
                steps.setdefault(name, set()).add(item.span)
    return {name: max(len(facts.get(name, ())), len(steps.get(name, ()))) for name in {*facts, *steps}}


def _clashes(
    seen: list[Seen], clashes: Counter[tuple[str, str]], won: Counter[tuple[str, str, str]]
) -> None:
    """Count places where rules of one family overlap and the facts there come from one of them alone."""
    facts = [item for item in seen if item.fact is not None]
    steps = sorted((item for item in seen if item.fact is None), key=lambda item: item.span)
    for at, one in enumerate(steps):
        for two in steps[at + 1 :]:
            if two.span[0] >= one.span[1]:
                break
            a, b = sorted((one.rules[0], two.rules[0]))
            if a == b or a.partition(".")[0] != b.partition(".")[0] or one.span == two.span:
                continue
            made = {name for item in facts if overlaps(item.span, one.span) for name in item.rules}
            if (a in made) != (b in made):
                clashes[a, b] += 1
                won[a, b, a if a in made else b] += 1


def _precision(records: Mapping[str, Any], gold: Gold, worth: dict[str, RuleWorth]) -> None:
    for name, right in gold.records.items():
        for view in views(records.get(name) or {}, right):
            if view.field not in SCORED:
                continue
            hits = {i for i, _ in pair(view)}
            for i, claim in enumerate(view.predicted):
                for rule in _rules(claim):
                    if rule in worth:
                        if i in hits:
                            worth[rule].right += 1
                        else:
                            worth[rule].wrong += 1


def _rules(claim: Claim) -> set[str]:
    return {*((claim.post or {}).get("rules") or ()), *(claim.fact.get("rules") or ())}


def _totals(records: Mapping[str, Any], gold: Gold) -> dict[str, tuple[int, int, int]]:
    return tally(records, gold.records).totals()


def _ablate(
    pipeline: Pipeline, rule: RuleWorth, gold: Gold, records: Mapping[str, Any],
    base: Mapping[str, tuple[int, int, int]],
) -> None:
    """Run the rule's documents without it and note what is lost."""
    try:
        poorer = Pipeline(without(pipeline.rulebook, rule.id), min_confidence=pipeline.min_confidence)
    except (KeyError, ExtractorError) as error:
        rule.note = f"cannot be left out: {error}"
        return
    changed = dict(records)
    rule.changed = 0
    for document in gold.documents():
        if document.id in rule.documents or not rule.fired:
            try:
                changed[document.id] = poorer(document).to_dict()
            except ExtractorError as error:
                changed[document.id] = {}
                rule.note = f"{document.id} fails without it: {error}"
            rule.changed += changed[document.id] != records.get(document.id)
    if rule.dead:
        return
    totals = _totals(changed, gold)
    rule.loss = record_f1(base) - record_f1(totals)
    for name in SCORED:
        gap = prf(*base[name]).f1 - prf(*totals[name]).f1
        if abs(gap) > 1e-12:
            rule.field_loss[name] = gap


def report_lines(report: RulesReport) -> Iterator[str]:
    """The report as text: rules by worth, dead rules, conflicts."""
    head = f"{'rule':36} {'fired':>6} {'docs':>5} {'right':>6} {'wrong':>6} {'prec.':>6}"
    yield f"{head} {'changes':>8} {'F1 lost':>8}  by field"
    for rule in report.rules:
        if rule.dead:
            continue
        precision = "" if rule.precision is None else f"{rule.precision:.3f}"
        loss = "" if rule.loss is None else f"{rule.loss:+.4f}"
        fields = " ".join(f"{name} {gap:+.3f}" for name, gap in rule.field_loss.items())
        yield (
            f"{rule.id:36} {rule.fired:6} {len(rule.documents):5} {rule.right:6} {rule.wrong:6} {precision:>6} "
            f"{'' if rule.changed is None else rule.changed:>8} {loss:>8}  {fields or rule.note}"
        )
    dead = sorted(rule.id for rule in report.rules if rule.dead)
    if dead:
        yield ""
        yield f"dead on these {report.documents} documents ({len(dead)}): {', '.join(dead)}"
    harmful = [rule.id for rule in report.rules if rule.loss is not None and rule.loss < 0]
    if harmful:
        yield f"record F1 rises without: {', '.join(harmful)}"
    if report.conflicts:
        yield ""
        yield f"{'rules in conflict':76} {'places':>6} {'won by the first':>17} {'by the second':>14}"
        for item in report.conflicts:
            both = f"{item.first} – {item.second}"
            yield f"{both:76} {item.places:6} {item.first_won:17} {item.second_won:14}"
    yield ""
    yield f"{len(report.rules)} rules, {report.documents} documents, record F1 {report.record_f1:.3f}"
