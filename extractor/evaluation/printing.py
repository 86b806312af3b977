"""Scores and errors as plain text tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from extractor.evaluation.gold import Gold
from extractor.evaluation.matching import CORE, Claim, pair, views
from extractor.evaluation.metrics import Calibration, Evaluation, Tally, prf, record_f1


def score_table(result: Evaluation) -> Iterator[str]:
    """Lines: every strict field with interval and macro F1, the lenient ones, breakdowns, record F1."""
    macro = result.strict.macro()
    yield f"{'field':22} {'P':>6} {'R':>6} {'F1':>6}  {'95 % of F1':13} {'macro':>6}   right/predicted/gold"
    for name, counts in result.strict.totals().items():
        low, high = result.intervals.fields[name]
        score = prf(*counts)
        yield (
            f"{name:22} {score.p:6.3f} {score.r:6.3f} {score.f1:6.3f}  {low:.3f}–{high:.3f}   {macro[name].f1:6.3f}"
            f"   {counts[0]}/{counts[1]}/{counts[2]}"
        )
    yield ""
    yield "lenient"
    yield from _rows(result.lenient)
    for key, tables in result.groups.items():
        yield ""
        yield f"{'by ' + key:22} {'docs':>6} {'record':>6}  " + "  ".join(f"{name:>10}" for name in CORE)
        for value, table in tables.items():
            totals = table.totals()
            cells = "  ".join(f"{prf(*totals[name]).f1:10.3f}" for name in CORE)
            yield f"{value:22} {len(table.documents):6} {record_f1(totals):6.3f}  {cells}"
    yield ""
    yield f"documents {len(result.strict.documents)}, without prediction {len(result.missing)}"
    low, high = result.intervals.record_f1
    yield f"record F1 {result.record_f1:.3f} (95 % {low:.3f}–{high:.3f})"


def _rows(table: Tally) -> Iterator[str]:
    for name, counts in table.totals().items():
        score = prf(*counts)
        yield f"{name:22} {score.p:6.3f} {score.r:6.3f} {score.f1:6.3f}  {counts[0]}/{counts[1]}/{counts[2]}"


def calibration_table(result: Mapping[str, Calibration]) -> Iterator[str]:
    """Lines: the expected calibration error by field, then the reliability table over all fields."""
    yield "expected calibration error (0 is perfect)"
    for name, found in result.items():
        yield f"  {name:12} {found.error:.3f}  ({found.claims} claims)"
    yield f"{'confidence':>12} {'claims':>7} {'said':>6} {'right':>6}"
    for row in result["all"].bins:
        yield f"  {row.low:.1f}–{row.high:.1f}    {row.claims:7} {row.confidence:6.3f} {row.right:6.3f}"


def error_lines(predicted: Mapping[str, Mapping[str, object]], gold: Gold) -> Iterator[str]:
    """Every wrong claim of the core fields, one a line."""
    for name, right in gold.records.items():
        for view in views(predicted.get(name) or {}, right):
            if view.field not in CORE:
                continue
            pairs = pair(view)
            hit, found = {i for i, _ in pairs}, {j for _, j in pairs}
            for i, claim in enumerate(view.predicted):
                if i not in hit:
                    yield f"{name} {view.field} EXTRA  {said(claim)}"
            for j, claim in enumerate(view.gold):
                if j not in found:
                    yield f"{name} {view.field} MISSED {said(claim)}"


def said(claim: Claim) -> str:
    """A claim in one line."""
    if claim.post is not None:
        return f"{claim.name} · {'/'.join(sorted(org or '–' for org in claim.orgs))} · {claim.title}"
    if claim.span is not None:
        parts = [str(claim.fact.get("text")), f"[{claim.low}, {claim.high}]", claim.comparator, claim.unit, claim.noun]
        return " ".join(part for part in parts if part)
    return f"{claim.fact.get('name')}" + (f" ({claim.role})" if claim.role else "")
