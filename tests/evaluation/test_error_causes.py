"""Each kind of mistake gets its cause, a mistake with two sides is one error, and the right text stands beside it."""

from __future__ import annotations

from typing import Any

import pytest
from evaluation_samples import TEXT, as_prediction, gold_record, perturbed, place
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.evaluation.causes import CAUSES, context, document_errors
from extractor.evaluation.matching import CORE, pair, views


def errors_of(change: Any, text: str | None = TEXT, gold: dict[str, Any] | None = None) -> list[Any]:
    gold = gold or gold_record()
    predicted = as_prediction(gold)
    change(predicted)
    return document_errors("d", predicted, gold, text)


def put(field: str, at: int, **values: Any) -> Any:
    return lambda record: record[field][at].update(values)


def drop(field: str, at: int) -> Any:
    return lambda record: record[field].pop(at)


def add(field: str, fact: dict[str, Any]) -> Any:
    return lambda record: record[field].append(fact)


def post(at: int, **values: Any) -> Any:
    return lambda record: record["officials"][at]["posts"][0].update(values)


CASES = [
    (put("organizers", 0, name="和信息化部"), "organizers", "boundary", "name 和信息化部"),
    (put("organizers", 0, role="support"), "organizers", "wrong link", "role support"),
    (drop("organizers", 1), "organizers", "missed trigger", "nothing was found"),
    (add("organizers", {"name": "主办方", "role": "host"}), "organizers", "extra fact", "gold has nothing"),
    (put("companies", 0, name="三一"), "companies", "boundary", "name 三一"),
    (put("companies", 0, name="三一集团"), "companies", "normalisation", "name 三一集团"),
    (add("companies", {"name": "三一重工"}), "companies", "extra fact", "said twice"),
    (post(0, org="商务部"), "officials", "wrong link", "body 商务部"),
    (post(0, org=None), "officials", "wrong link", "body none"),
    (post(0, org="装备工业司"), "officials", "boundary", "body 装备工业司"),
    (post(0, title="副司长"), "officials", "boundary", "title 副司长"),
    (post(0, title="处长"), "officials", "wrong link", "title 处长"),
    (put("officials", 0, posts=[]), "officials", "missed trigger", "without the post"),
    (put("officials", 0, name="长张相木"), "officials", "boundary", "name 长张相木"),
    (put("quantities", 0, comparator="="), "counts", "normalisation", "comparator =, gold >"),
    (put("quantities", 1, min=7, max=7, text="7项", span=place("7项")), "counts", "boundary", "min 7"),
    (put("quantities", 2, currency="USD"), "amounts", "normalisation", "unit USD"),
    (drop("quantities", 3), "amounts", "missed trigger", "no quantity"),
    (put("quantities", 3, kind="measure"), "amounts", "wrong type", "read as measure"),
]


@pytest.mark.parametrize(("change", "field", "cause", "detail"), CASES)
def test_cause_of_one_mistake(change: Any, field: str, cause: str, detail: str) -> None:
    errors = errors_of(change)
    assert [(error.field, error.cause) for error in errors] == [(field, cause)], errors
    assert detail in errors[0].detail


def test_a_company_read_as_an_organizer_is_a_wrong_type() -> None:
    def change(record: dict[str, Any]) -> None:
        company = record["companies"].pop(0)
        record["organizers"].append({**company, "role": "support"})

    errors = errors_of(change)
    assert {(error.field, error.cause) for error in errors} == {
        ("companies", "wrong type"), ("organizers", "wrong type"),
    }


def test_damage_that_repair_cannot_undo_is_the_cause() -> None:
    text = "由工業(yè)和信息化部主辦"
    name = [1, text.index("主")]
    gold = {**gold_record(), "officials": [], "quantities": [], "companies": []}
    gold["organizers"] = [{"name": "工业和信息产业部", "role": "host", "aliases": [], "mentions": [name]}]
    (error,) = errors_of(lambda record: record["organizers"].clear(), text=text, gold=gold)
    assert error.cause == "repair"
    assert "工业和信息化部" in error.detail


def test_damage_that_was_undone_is_not_the_cause() -> None:
    text = "由工業(yè)和信息化部主辦"
    gold = {**gold_record(), "officials": [], "quantities": [], "companies": []}
    gold["organizers"] = [
        {"name": "工业和信息化部", "role": "host", "aliases": [], "mentions": [[1, text.index("主")]]}
    ]
    (error,) = errors_of(lambda record: record["organizers"].clear(), text=text, gold=gold)
    assert error.cause == "missed trigger"


def test_a_post_that_is_missing_is_told_from_a_person_that_is() -> None:
    gold = gold_record()
    gold["officials"][0]["posts"].append({"org": ["工业和信息化部"], "title": "党组成员"})
    (error,) = errors_of(lambda record: record["officials"][0]["posts"].pop(), gold=gold)
    assert (error.cause, error.detail) == ("missed trigger", "the person was found, this post was not")
    errors = errors_of(lambda record: record["officials"].pop(0), gold=gold)
    assert {error.detail for error in errors} == {"nothing was found here"}


def test_the_place_of_a_post_is_the_mention_beside_its_title() -> None:
    text = "李明说。" + "会议介绍了有关情况。" * 6 + "黄石市副市长李明出席。"
    later = [text.rindex("李明"), text.rindex("李明") + 2]
    gold = {**gold_record(), "organizers": [], "companies": [], "quantities": []}
    gold["officials"] = [
        {"name": "李明", "posts": [{"org": ["黄石市"], "title": "副市长"}], "mentions": [[0, 2], later]}
    ]
    (error,) = errors_of(lambda record: record["officials"].clear(), text=text, gold=gold)
    assert error.span == tuple(later)


def test_the_rules_of_the_wrong_fact_are_named() -> None:
    (error,) = errors_of(put("companies", 0, name="三一", rules=["company.short"]))
    assert error.rules == ("company.short",)


def test_the_text_around_an_error_marks_its_place() -> None:
    start, end = place("张相木")
    assert context(TEXT, (start, end), width=4) == "…业司司长【张相木】、黄石市…"


@given(st.integers(0, 100_000))
@settings(max_examples=80, deadline=None)
def test_every_wrong_claim_is_in_exactly_one_error(seed: int) -> None:
    gold = gold_record()
    predicted = perturbed(gold, seed)
    errors = document_errors("d", predicted, gold, TEXT)
    for view in views(predicted, gold):
        if view.field in CORE:
            right = len(pair(view))
            mine = [error for error in errors if error.field == view.field]
            extra_only = [e for e in mine if e.gold is None]
            read_elsewhere = [e for e in mine if e.gold and e.predicted and e.predicted.field != view.field]
            both = [e for e in mine if e.gold and e.predicted and e not in read_elsewhere]
            assert len(both) + len(extra_only) == len(view.predicted) - right
            assert len([e for e in mine if e.gold]) == len(view.gold) - right
    assert {error.cause for error in errors} <= set(CAUSES)
