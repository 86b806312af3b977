"""Is B better than A? Two sets of predictions on the same gold: a paired bootstrap, and the facts won and lost.

Documents are drawn with replacement, the same draw for both sides, so that what makes a document hard cancels out. A
difference counts as real when its 95 % interval leaves out zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from extractor.evaluation.causes import places
from extractor.evaluation.matching import CORE, Claim, Facts, View, pair, views
from extractor.evaluation.metrics import (
    SAMPLES,
    SEED,
    Interval,
    Tally,
    f1_of,
    interval,
    prf,
    record_f1,
    sampled_sums,
    tally,
)
from extractor.offsets import Span


@dataclass(frozen=True, slots=True)
class Difference:
    """F1 of B minus F1 of A with its 95 % interval; `p` is the two-sided bootstrap p-value."""

    a: float
    b: float
    interval: Interval
    p: float

    @property
    def gain(self) -> float:
        return self.b - self.a

    @property
    def real(self) -> bool:
        return self.interval.low > 0 or self.interval.high < 0


@dataclass(frozen=True, slots=True)
class Change:
    """One claim that is right in one set and not in the other.

    `what`: "won" and "lost" are gold facts that B gained or lost; "mended" and "spoilt" are false facts that B no
    longer makes or newly makes.
    """

    document: str
    field: str
    what: str
    claim: Claim
    span: Span | None


@dataclass(frozen=True, slots=True)
class Comparison:
    record: Difference
    fields: dict[str, Difference]
    changes: list[Change]
    documents: int

    @property
    def verdict(self) -> str:
        """One sentence: whether B is better, by how much, and how sure that is."""
        d = self.record
        counts = self.count()
        facts = (
            f"{counts['won']} facts won, {counts['lost']} lost, {counts['mended']} false ones gone, "
            f"{counts['spoilt']} new false ones"
        )
        low, high = d.interval
        gain = f"{d.a:.3f} → {d.b:.3f} ({d.gain:+.3f}, 95 % {low:+.3f} to {high:+.3f})"
        if not self.changes:
            return f"A and B say the same on these {self.documents} documents."
        if d.real:
            word = "better" if d.gain > 0 else "worse"
            return f"B is {word}: record F1 {gain}; {facts}."
        return f"No real difference in record F1 can be shown on these {self.documents} documents: {gain}; {facts}."

    def count(self) -> dict[str, int]:
        out = dict.fromkeys(("won", "lost", "mended", "spoilt"), 0)
        for change in self.changes:
            out[change.what] += 1
        return out

    def to_dict(self) -> dict[str, Any]:
        return {
            "verdict": self.verdict, "documents": self.documents, "record_f1": _plain(self.record),
            "fields": {name: _plain(item) for name, item in self.fields.items()}, "counts": self.count(),
            "changes": [
                {
                    "document": c.document, "field": c.field, "what": c.what, "span": c.span,
                    "fact": {**c.claim.fact, **({"posts": [c.claim.post]} if c.claim.post else {})},
                }
                for c in self.changes
            ],
        }


def compare(
    a: Mapping[str, Facts], b: Mapping[str, Facts], gold: Mapping[str, Facts], *, samples: int = SAMPLES,
    seed: int = SEED,
) -> Comparison:
    """Compare predictions `a` and `b` (by id) on gold (by id)."""
    first, second = tally(a, gold), tally(b, gold)
    fields, record = _differences(first, second, samples, seed)
    changes = [change for name, right in gold.items() for change in _changes(name, a.get(name), b.get(name), right)]
    return Comparison(record, fields, changes, len(gold))


def _differences(a: Tally, b: Tally, samples: int, seed: int) -> tuple[dict[str, Difference], Difference]:
    sums_a, sums_b = (sampled_sums(side.counts, samples=samples, seed=seed) for side in (a, b))
    f1_a, f1_b = f1_of(sums_a), f1_of(sums_b)
    total_a, total_b = a.totals(), b.totals()
    fields = {
        name: _difference(prf(*total_a[name]).f1, prf(*total_b[name]).f1, f1_b[:, at] - f1_a[:, at])
        for at, name in enumerate(a.fields)
    }
    core = [a.fields.index(name) for name in CORE]
    gains = f1_b[:, core].mean(axis=1) - f1_a[:, core].mean(axis=1)
    return fields, _difference(record_f1(total_a), record_f1(total_b), gains)


def _difference(a: float, b: float, gains: np.ndarray) -> Difference:
    # The share of draws on the other side of zero, twice; never reported as 0 from a finite number of draws.
    tail = min(int((gains <= 0).sum()), int((gains >= 0).sum()))
    return Difference(a, b, interval(gains.tolist()), min(1.0, 2 * (tail + 1) / (len(gains) + 1)))


def _changes(name: str, a: Facts | None, b: Facts | None, gold: Facts) -> Iterator[Change]:
    for one, two in zip(views(a or {}, gold), views(b or {}, gold), strict=True):
        if one.field not in CORE:
            continue
        found_a, false_a = _split(one)
        found_b, false_b = _split(two)
        for at, claim in enumerate(one.gold):
            if (at in found_a) != (at in found_b):
                yield _change(name, one.field, "won" if at in found_b else "lost", claim)
        yield from (_change(name, one.field, "mended", claim) for claim in _without(false_a, false_b))
        yield from (_change(name, one.field, "spoilt", claim) for claim in _without(false_b, false_a))


def _split(view: View) -> tuple[set[int], list[Claim]]:
    """The gold claims that were found, and the false claims."""
    pairs = pair(view)
    hit = {i for i, _ in pairs}
    return {j for _, j in pairs}, [claim for i, claim in enumerate(view.predicted) if i not in hit]


def _without(claims: list[Claim], others: list[Claim]) -> list[Claim]:
    """The claims that `others` does not make, counted (two equal claims against one leave one)."""
    left = [claim.sort_key for claim in others]
    out = []
    for claim in claims:
        if claim.sort_key in left:
            left.remove(claim.sort_key)
        else:
            out.append(claim)
    return out


def _change(document: str, field: str, what: str, claim: Claim) -> Change:
    spans = places(claim)
    return Change(document, field, what, claim, spans[0] if spans else None)


def _plain(item: Difference) -> dict[str, Any]:
    return {"a": item.a, "b": item.b, "gain": item.gain, "ci95": list(item.interval), "p": item.p, "real": item.real}


def comparison_lines(result: Comparison, texts: Mapping[str, str], *, listed: bool = True) -> Iterator[str]:
    """The comparison as text: a table by field, the changed facts, the verdict last."""
    from extractor.evaluation.causes import context
    from extractor.evaluation.printing import said

    yield f"{'field':22} {'A':>6} {'B':>6} {'gain':>7}  95 % of the gain    p"
    for name, item in [*result.fields.items(), ("record F1", result.record)]:
        low, high = item.interval
        mark = "" if not item.real else "  better" if item.gain > 0 else "  worse"
        yield f"{name:22} {item.a:6.3f} {item.b:6.3f} {item.gain:+7.3f}  {low:+.3f} to {high:+.3f}  {item.p:.3f}{mark}"
    for what, title in (
        ("won", "won: right in B alone"), ("lost", "lost: right in A alone"),
        ("mended", "false facts of A that B does not make"), ("spoilt", "false facts that B makes and A does not"),
    ):
        found = [change for change in result.changes if change.what == what]
        if listed and found:
            yield ""
            yield f"== {title} ({len(found)})"
            for change in found:
                yield f"{change.document}  {change.field}  {said(change.claim)}"
                if change.document in texts and change.span:
                    yield "      " + context(texts[change.document], change.span)
    yield ""
    yield result.verdict
