"""Scores and errors as plain text tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractor.evaluation.causes import CAUSES, Error, context, count_causes
from extractor.evaluation.matching import CORE, Claim
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


def error_lines(errors: Sequence[Error], texts: Mapping[str, str]) -> Iterator[str]:
    """Every error in two lines (what, and the text around it), by field and cause, then the counts."""
    fields = {name: at for at, name in enumerate(CORE)}
    causes = {name: at for at, name in enumerate(CAUSES)}
    last = None
    for error in sorted(errors, key=lambda e: (fields.get(e.field, 9), causes[e.cause])):
        if (error.field, error.cause) != last:
            last = (error.field, error.cause)
            yield f"\n== {error.field}: {error.cause}"
        rules = f"  [{', '.join(error.rules)}]" if error.rules else ""
        claim = error.gold or error.predicted
        mark = "≠" if error.gold and error.predicted else "−" if error.gold else "+"
        yield f"{mark} {error.document}  {said(claim)}  ({error.detail}){rules}" if claim else ""
        if error.document in texts and error.span is not None:
            yield "      " + context(texts[error.document], error.span)
    yield ""
    yield from cause_table(errors)


def cause_table(errors: Sequence[Error]) -> Iterator[str]:
    """Errors by field and cause."""
    counted = count_causes(errors)
    fields = [name for name in CORE if name in counted]
    yield f"{'errors by cause':16}" + "".join(f"{name:>12}" for name in fields) + f"{'all':>8}"
    for cause in CAUSES:
        cells = [counted[name][cause] for name in fields]
        if any(cells):
            yield f"{cause:16}" + "".join(f"{cell:12}" for cell in cells) + f"{sum(cells):8}"


def said(claim: Claim) -> str:
    """A claim in one line."""
    if claim.post is not None:
        org = claim.post.get("org")
        first = (org[0] if org else None) if isinstance(org, list) else org
        return f"{claim.fact.get('name')} · {first or '–'} · {claim.post.get('title') or '–'}"
    if claim.span is not None:
        bounds = f"{_number(claim.low)}…{_number(claim.high)}" if claim.low != claim.high else _number(claim.low)
        parts = [str(claim.fact.get("text")), "=", claim.comparator, bounds, claim.unit, claim.noun]
        return " ".join(part for part in parts if part)
    return f"{claim.fact.get('name')}" + (f" ({claim.role})" if claim.role else "")


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.12g}"
