"""Scores: micro and macro P/R/F1 by field, record F1, bootstrap intervals over documents, calibration.

Everything is computed from one table, `Tally`: for each document and field how many claims are right (tp), predicted
and in gold. Record F1 is the mean of the micro F1 of the five core fields. An empty side counts as in records.md: no
prediction where gold has nothing is P = R = 1.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from extractor.evaluation.matching import CORE, Facts, View, lenient_views, pair, views

SAMPLES = 1000
SEED = 7


class Score(NamedTuple):
    p: float
    r: float
    f1: float


class Interval(NamedTuple):
    low: float
    high: float


def prf(tp: int, predicted: int, gold: int) -> Score:
    """Precision, recall and F1 from counts."""
    p = tp / predicted if predicted else float(gold == 0)
    r = tp / gold if gold else 1.0
    return Score(p, r, 2 * p * r / (p + r) if p + r else 0.0)


@dataclass(slots=True)
class Tally:
    """counts[d, f] = (tp, predicted, gold) of document `documents[d]` and field `fields[f]`."""

    documents: list[str]
    fields: list[str]
    counts: np.ndarray

    def totals(self, rows: Sequence[int] | np.ndarray | None = None) -> dict[str, tuple[int, int, int]]:
        """Summed counts by field, over all documents or those of `rows`."""
        counts = self.counts if rows is None else self.counts[np.asarray(rows, dtype=int)]
        sums = counts.sum(axis=0)
        return {name: (int(a), int(b), int(c)) for name, (a, b, c) in zip(self.fields, sums, strict=True)}

    def macro(self) -> dict[str, Score]:
        """Mean P, R and F1 over documents. A document where neither side says anything of a field counts as 1."""
        p, r, f1 = _prf_arrays(self.counts)
        return {
            name: Score(float(p[:, at].mean()), float(r[:, at].mean()), float(f1[:, at].mean()))
            for at, name in enumerate(self.fields)
        } if self.documents else {}


def tally(
    predicted: Mapping[str, Facts], gold: Mapping[str, Facts], *,
    chosen: Callable[[Facts, Facts], Iterator[View]] = views,
) -> Tally:
    """Score every gold document; one without prediction counts as one with no facts."""
    names: list[str] = []
    rows: list[list[tuple[int, int, int]]] = []
    for name, right in gold.items():
        row = [
            (view.field, len(pair(view)), len(view.predicted), len(view.gold))
            for view in chosen(predicted.get(name) or {}, right)
        ]
        names = names or [item[0] for item in row]
        rows.append([item[1:] for item in row])
    counts = np.array(rows, dtype=np.int64).reshape(len(rows), len(names), 3)
    return Tally(list(gold), names, counts)


def record_f1(totals: Mapping[str, tuple[int, int, int]]) -> float:
    """Mean micro F1 of the core fields."""
    return sum(prf(*totals[name]).f1 for name in CORE) / len(CORE)


def _prf_arrays(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """`prf` on arrays whose last axis is (tp, predicted, gold); the same operations in the same order."""
    tp, predicted, gold = counts[..., 0], counts[..., 1], counts[..., 2]
    p = np.where(predicted > 0, tp / np.maximum(predicted, 1), (gold == 0).astype(float))
    r = np.where(gold > 0, tp / np.maximum(gold, 1), 1.0)
    total = p + r
    f1 = np.where(total > 0, 2 * p * r / np.where(total > 0, total, 1.0), 0.0)
    return p, r, f1


def f1_of(counts: np.ndarray) -> np.ndarray:
    """F1 of an array whose last axis is (tp, predicted, gold)."""
    return _prf_arrays(counts)[2]


def resamples(size: int, *, samples: int = SAMPLES, seed: int = SEED) -> Iterator[np.ndarray]:
    """`samples` draws of `size` document numbers with replacement: the stream of `random.Random(seed).choices`.

    Python's and numpy's Mersenne twisters give the same doubles from the same state; numpy's is fast enough for ten
    thousand documents.
    """
    state = random.Random(seed).getstate()[1]
    stream = np.random.RandomState()
    stream.set_state(("MT19937", np.array(state[:-1], dtype=np.uint32), state[-1], 0, 0.0))
    for _ in range(samples):
        yield np.floor(stream.random_sample(size) * size).astype(np.int64)


def sampled_sums(counts: np.ndarray, *, samples: int = SAMPLES, seed: int = SEED) -> np.ndarray:
    """Counts summed over each resample of documents: shape (samples, fields, 3)."""
    size = counts.shape[0]
    flat = counts.reshape(size, -1).astype(np.float64)
    sums = [
        np.bincount(draw, minlength=size).astype(np.float64) @ flat
        for draw in resamples(size, samples=samples, seed=seed)
    ]
    return np.stack(sums).reshape(samples, *counts.shape[1:])


def interval(values: Sequence[float]) -> Interval:
    """The 95 % percentile interval of bootstrap values: the 26th and the 975th of 1000."""
    ordered = sorted(values)
    return Interval(ordered[len(ordered) * 25 // 1000], ordered[len(ordered) * 975 // 1000 - 1])


@dataclass(frozen=True, slots=True)
class Intervals:
    record_f1: Interval
    fields: dict[str, Interval]


def bootstrap(table: Tally, *, samples: int = SAMPLES, seed: int = SEED) -> Intervals:
    """95 % intervals of record F1 and of each field's F1, by resampling documents."""
    if not table.documents:
        return Intervals(Interval(0.0, 0.0), {})
    f1 = f1_of(sampled_sums(table.counts, samples=samples, seed=seed))
    core = [table.fields.index(name) for name in CORE]
    records = [sum(float(row[at]) for at in core) / len(core) for row in f1]
    return Intervals(interval(records), {name: interval(f1[:, at].tolist()) for at, name in enumerate(table.fields)})


# ---- calibration ------------------------------------------------------------------------------------------------


class Bin(NamedTuple):
    """Claims whose confidence lies in [low, high): how many, their mean confidence, the share that is right."""

    low: float
    high: float
    claims: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """`error`: expected calibration error, the mean gap of confidence and share right, weighted by claims."""

    error: float
    claims: int
    bins: tuple[Bin, ...]


@dataclass(slots=True)
class _Pile:
    n: int = 0
    confidence: float = 0.0
    right: int = 0


def calibration(predicted: Mapping[str, Facts], gold: Mapping[str, Facts], *, bins: int = 10) -> dict[str, Calibration]:
    """Reliability of the facts' `confidence`, by core field and for "all".

    A post's confidence is its own, else its person's; a fact without one counts as 1.
    """
    seen: dict[str, list[tuple[float, bool]]] = {name: [] for name in CORE}
    for name, right in gold.items():
        for view in views(predicted.get(name) or {}, right):
            if view.field in seen:
                hits = {i for i, _ in pair(view)}
                seen[view.field] += [(_confidence(claim), i in hits) for i, claim in enumerate(view.predicted)]
    seen["all"] = [item for name in CORE for item in seen[name]]
    return {name: _reliability(items, bins) for name, items in seen.items()}


def _confidence(claim: Any) -> float:
    own = (claim.post or {}).get("confidence")
    return float(own if own is not None else claim.fact.get("confidence", 1.0))


def _reliability(items: Sequence[tuple[float, bool]], bins: int) -> Calibration:
    piles = [_Pile() for _ in range(bins)]
    for confidence, right in items:
        pile = piles[min(bins - 1, max(0, int(confidence * bins)))]
        pile.n += 1
        pile.confidence += confidence
        pile.right += right
    rows = tuple(
        Bin(at / bins, (at + 1) / bins, pile.n, pile.confidence / pile.n, pile.right / pile.n)
        for at, pile in enumerate(piles) if pile.n
    )
    error = sum(row.claims * abs(row.confidence - row.right) for row in rows) / max(1, len(items))
    return Calibration(error, len(items), rows)


# ---- all together -----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Evaluation:
    """The scores of one set of predictions against one gold."""

    strict: Tally
    lenient: Tally
    intervals: Intervals
    missing: list[str]
    groups: dict[str, dict[str, Tally]] = field(default_factory=dict)

    @property
    def record_f1(self) -> float:
        return record_f1(self.strict.totals())

    def to_dict(self) -> dict[str, Any]:
        """JSON form. `record_f1`, `ci95`, `documents`, `missing` and `fields` are the contract; the rest is more."""
        macro = self.strict.macro()
        return {
            "record_f1": self.record_f1,
            "ci95": list(self.intervals.record_f1),
            "documents": len(self.strict.documents),
            "missing": self.missing,
            "fields": _rows(self.strict),
            "intervals": {name: list(pair_) for name, pair_ in self.intervals.fields.items()},
            "macro": {name: score._asdict() for name, score in macro.items()},
            "lenient": _rows(self.lenient),
            "groups": {
                key: {
                    name: {
                        "documents": len(table.documents), "record_f1": record_f1(table.totals()),
                        "fields": _rows(table),
                    }
                    for name, table in tables.items()
                }
                for key, tables in self.groups.items()
            },
        }


def _rows(table: Tally) -> dict[str, dict[str, float | int]]:
    return {
        name: {**prf(*counts)._asdict(), "tp": counts[0], "pred": counts[1], "gold": counts[2]}
        for name, counts in table.totals().items()
    }


def evaluate(
    predicted: Mapping[str, Facts], gold: Mapping[str, Facts], *, groups: Mapping[str, Mapping[str, str]] | None = None
) -> Evaluation:
    """Score predictions (by id) against gold (by id); `groups` as in `Gold.groups`."""
    strict = tally(predicted, gold)
    at = {name: row for row, name in enumerate(strict.documents)}
    tables: dict[str, dict[str, Tally]] = {}
    for key, members in (groups or {}).items():
        for value in sorted(set(members.values())):
            rows = [at[name] for name in strict.documents if members.get(name) == value]
            tables.setdefault(key, {})[value] = Tally(
                [strict.documents[row] for row in rows], strict.fields, strict.counts[rows]
            )
    return Evaluation(
        strict, tally(predicted, gold, chosen=lenient_views), bootstrap(strict),
        [name for name in gold if name not in predicted], tables,
    )
