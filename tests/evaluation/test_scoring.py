"""When a claim is right, how claims are paired, and what the scores of a worked example are."""

from __future__ import annotations

import copy
import random
import time
from pathlib import Path
from typing import Any

import pytest
from evaluation_samples import TEXT, as_prediction, gold_record, perturbed
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import RecordError
from extractor.evaluation.annotation import to_sheet
from extractor.evaluation.causes import document_errors
from extractor.evaluation.gold import Gold, check_prediction, located
from extractor.evaluation.matching import CORE, Claim, View, norm, pair, views
from extractor.evaluation.metrics import (
    bootstrap,
    calibration,
    evaluate,
    prf,
    record_f1,
    resamples,
    tally,
)
from extractor.evaluation.printing import error_lines
from extractor.evaluation.report import build_page


def score(predicted: dict[str, Any], gold: dict[str, Any] | None = None) -> dict[str, tuple[int, int, int]]:
    """(right, predicted, gold) by field for one document."""
    return tally({"d": predicted}, {"d": gold or gold_record()}).totals()


def test_perfect_prediction_scores_one() -> None:
    gold = gold_record()
    assert record_f1(score(as_prediction(gold))) == 1.0


def test_a_document_without_prediction_counts_as_missed() -> None:
    result = evaluate({}, {"d": gold_record()})
    assert result.missing == ["d"]
    assert result.record_f1 == 0.0
    assert result.strict.totals()["companies"] == (0, 0, 2)


def changed(path: str, value: Any) -> dict[str, Any]:
    """The perfect prediction with one value changed: "officials.0.posts.0.org"."""
    out: Any = as_prediction(gold_record())
    at = out
    *steps, last = path.split(".")
    for step in steps:
        at = at[int(step)] if step.isdigit() else at[step]
    at[last] = value
    return out


@pytest.mark.parametrize(
    ("path", "value", "field", "right"),
    [
        ("organizers.0.name", "工信部", "organizers", True),  # a form that gold lists
        ("organizers.0.name", "“工业和信息化部”", "organizers", True),  # quotes do not count
        ("organizers.0.name", "工业和信息化", "organizers", False),
        ("organizers.0.role", "assist", "organizers", False),
        ("organizers.0.role", "assist", "organizers.name", True),
        ("officials.1.posts.0.org", "黄石市", "officials", True),  # a region and its government are one body
        ("officials.1.posts.0.org", "黄石市政府", "officials", True),
        ("officials.1.posts.0.org", "武汉市", "officials", False),
        ("officials.1.posts.0.org", None, "officials.name+title", True),
        ("officials.0.name", "张 相 木", "officials", True),
        ("officials.0.name", "张相", "officials.name", False),
        ("companies.0.name", "三一", "companies", False),
        ("quantities.0.unit", "名", "counts", False),
        ("quantities.0.comparator", "=", "counts", False),
        ("quantities.0.min", "300", "counts", True),  # numbers may be strings
        ("quantities.1.noun", "项目", "counts", True),
        ("quantities.1.noun", "项目", "counts+noun", False),
        ("quantities.2.currency", "USD", "amounts", False),
        ("quantities.2.span", [0, 2], "amounts", False),
        ("quantities.2.kind", "measure", "amounts", False),
    ],
)
def test_what_counts_as_right(path: str, value: Any, field: str, right: bool) -> None:
    tp, _, gold = score(changed(path, value))[field]
    assert (tp == gold) is right


def test_a_fused_post_is_the_same_either_way() -> None:
    gold = gold_record()
    gold["officials"] = [{"name": "李辉", "posts": [{"org": ["县委"], "title": "宣传部长"}]}]
    predicted = as_prediction(gold)
    predicted["officials"][0]["posts"] = [{"org": "县委宣传部", "title": "部长"}]
    assert score(predicted, gold)["officials"] == (1, 1, 1)


def test_a_fact_said_twice_counts_once() -> None:
    predicted = as_prediction(gold_record())
    predicted["companies"] += copy.deepcopy(predicted["companies"])
    assert score(predicted)["companies"] == (2, 4, 2)


def test_lenient_scores_forgive_one_thing_each() -> None:
    predicted = as_prediction(gold_record())
    predicted["companies"][0]["name"] = "三一重工集团"
    predicted["quantities"][0]["comparator"] = "~"
    predicted["organizers"][0]["event"] = "另一场会"
    result = evaluate({"d": predicted}, {"d": gold_record()})
    lenient = {name: counts[0] for name, counts in result.lenient.totals().items()}
    assert result.strict.totals()["companies"][0] == 1
    assert lenient["companies.boundary"] == 2
    assert result.strict.totals()["counts"][0] == 2
    assert lenient["counts.value"] == 3
    assert result.strict.totals()["organizers"][0] == 2
    assert lenient["organizers+event"] == 1


@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_scores_do_not_depend_on_order(seed: int, shuffler: random.Random) -> None:
    gold, predicted = gold_record(), perturbed(gold_record(), seed)
    mixed_gold, mixed = copy.deepcopy(gold), copy.deepcopy(predicted)
    for record in (mixed_gold, mixed):
        for key in ("organizers", "officials", "companies", "quantities"):
            shuffler.shuffle(record[key])
    assert score(mixed, mixed_gold) == score(predicted, gold)
    assert _pairs(mixed, mixed_gold) == _pairs(predicted, gold)


def _pairs(predicted: dict[str, Any], gold: dict[str, Any]) -> list[Any]:
    return [
        (view.field, sorted((view.predicted[i].sort_key, view.gold[j].sort_key) for i, j in pair(view)))
        for view in views(predicted, gold)
    ]


@given(st.lists(st.sets(st.integers(0, 6), max_size=4), max_size=7))
@settings(max_examples=200, deadline=None)
def test_pairing_is_the_largest_possible(fits: list[set[int]]) -> None:
    predicted = [Claim("x", {}, name=str(i), span=(i, i + 1)) for i in range(len(fits))]
    gold = [Claim("x", {}, name=str(j), span=(j, j + 1)) for j in range(7)]
    view = View("x", predicted, gold, lambda p, g: int(g.name) in fits[int(p.name)])
    found = pair(view)
    assert len({i for i, _ in found}) == len({j for _, j in found}) == len(found)
    assert all(j in fits[i] for i, j in found)
    assert len(found) == _largest(fits, frozenset())


def _largest(fits: list[set[int]], used: frozenset[int]) -> int:
    """The same by trying everything."""
    if not fits:
        return 0
    rest = _largest(fits[1:], used)
    return max([rest, *(1 + _largest(fits[1:], used | {j}) for j in fits[0] - used)])


def test_pairing_takes_thousands_of_claims_in_a_chain() -> None:
    predicted = [Claim("x", {}, name=f"{i:05}") for i in range(1500)]
    gold = [Claim("x", {}, name=f"{i:05}") for i in range(1500)]
    view = View("x", predicted, gold, lambda p, g: int(g.name) - int(p.name) in (0, 1))
    assert len(pair(view)) == 1500


@pytest.mark.parametrize(
    ("counts", "expected"),
    [((0, 0, 0), (1, 1, 1)), ((0, 0, 2), (0, 0, 0)), ((0, 2, 0), (0, 1, 0)), ((1, 2, 4), (0.5, 0.25, 1 / 3))],
)
def test_precision_recall_f1(counts: tuple[int, int, int], expected: tuple[float, float, float]) -> None:
    assert prf(*counts) == pytest.approx(expected)


def test_resamples_are_those_of_python() -> None:
    rng = random.Random(7)
    population = list(range(37))
    expected = [rng.choices(population, k=37) for _ in range(5)]
    assert [draw.tolist() for draw in resamples(37, samples=5)] == expected


def test_the_interval_is_that_of_a_plain_loop() -> None:
    gold = {f"d{n:02}": gold_record() for n in range(20)}
    table = tally({name: perturbed(gold[name], at) for at, name in enumerate(gold)}, gold)
    rng, values = random.Random(7), []
    for _ in range(1000):
        rows = rng.choices(range(20), k=20)
        values.append(sum(prf(*table.totals(rows)[name]).f1 for name in CORE) / len(CORE))
    values.sort()
    assert tuple(bootstrap(table).record_f1) == (values[25], values[974])


def test_macro_is_the_mean_over_documents() -> None:
    gold = {"a": gold_record(), "b": gold_record()}
    half = as_prediction(gold["b"])
    half["companies"] = half["companies"][:1]
    table = tally({"a": as_prediction(gold["a"]), "b": half}, gold)
    assert table.macro()["companies"].r == pytest.approx(0.75)
    assert table.macro()["companies"].f1 == pytest.approx((1 + 2 / 3) / 2)


def test_calibration_of_a_worked_example() -> None:
    predicted = as_prediction(gold_record())
    for fact, confidence in zip(predicted["companies"], (0.95, 0.65), strict=True):
        fact["confidence"] = confidence
    predicted["companies"][1]["name"] = "某厂"
    found = calibration({"d": predicted}, {"d": gold_record()})["companies"]
    assert found.error == pytest.approx((abs(0.95 - 1) + abs(0.65 - 0)) / 2)
    assert [(row.claims, row.right) for row in found.bins] == [(1, 0.0), (1, 1.0)]


def test_names_compare_without_width_spaces_and_quotes() -> None:
    assert norm(" “ＡＢ·艾力” 集团") == "AB艾力集团"


_JUNK = st.none() | st.booleans() | st.integers() | st.floats() | st.text("甲1名", max_size=3) | st.just([[]])
_WORD = st.none() | st.text("甲乙市长1", max_size=3)
_SPAN = st.lists(st.integers(-1, 90), min_size=2, max_size=2)
_NUMBER = st.none() | st.integers(-1, 400) | st.floats() | st.just("300")
_SHAPES: dict[str, Any] = {
    "name": _WORD, "role": _WORD | st.just("host"), "event": _WORD, "text": _WORD, "unit": _WORD, "currency": _WORD,
    "noun": _WORD, "comparator": st.sampled_from(["=", ">", "range", "?"]), "kind": st.sampled_from(["count", "amount", "?"]),
    "span": _SPAN, "mentions": st.lists(_SPAN, max_size=2), "min": _NUMBER, "max": _NUMBER, "value": _NUMBER,
    "aliases": st.lists(st.text("甲乙", max_size=2), max_size=2), "confidence": st.floats(0, 1),
    "condition": st.none() | st.fixed_dictionaries({}, optional={"min": _NUMBER, "currency": _WORD}),
    "posts": st.lists(st.fixed_dictionaries({}, optional={"org": _WORD, "title": _WORD, "span": _SPAN}), max_size=2),
}


@st.composite
def _records(draw: Any) -> dict[str, Any]:
    """Records that are nearly right: any key may be missing, one value may be junk."""
    fact = st.fixed_dictionaries({}, optional=_SHAPES)
    fields = ("events", "organizers", "officials", "companies", "quantities")
    record = draw(st.fixed_dictionaries({}, optional=dict.fromkeys(fields, st.lists(fact, max_size=2))))
    facts = [one for value in record.values() for one in value if one]
    if facts and draw(st.booleans()):
        one = draw(st.sampled_from(facts))
        one[draw(st.sampled_from(sorted(one)))] = draw(_JUNK)
    return record


@given(_records())
@settings(max_examples=100, deadline=None)
def test_whatever_a_system_writes_is_scored_or_refused(record: dict[str, Any]) -> None:
    try:
        record = located(record, TEXT)
        check_prediction(record, "here")
    except RecordError:
        return
    gold = gold_record()
    assert 0 <= evaluate({"d": record}, {"d": gold}).record_f1 <= 1
    list(error_lines(document_errors("d", record, gold, TEXT), {"d": TEXT}))
    build_page({"d": TEXT}, {"d": record}, Gold(Path("g"), {"d": gold}, {"d": TEXT}))
    to_sheet({**record, "id": "d"}, TEXT)


@pytest.mark.slow
def test_ten_thousand_documents_take_less_than_a_minute() -> None:
    gold = {f"d{n:05}": gold_record() for n in range(10_000)}
    predicted = {name: perturbed(record, at % 500) for at, (name, record) in enumerate(gold.items())}
    start = time.process_time()
    result = evaluate(predicted, gold)
    assert 0.3 < result.record_f1 < 1
    assert time.process_time() - start < 60
