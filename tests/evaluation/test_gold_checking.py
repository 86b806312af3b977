"""`gold check` finds what is planted, is silent on sound gold, and measures agreement."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from evaluation_samples import TEXT, gold_record, place, write_gold

from extractor.cli.main import main
from extractor.evaluation.gold import Gold, load_gold
from extractor.evaluation.gold_check import agreement, check_gold, comparator_fault, kappa


def findings(change: Any, level: str) -> list[str]:
    record = gold_record("d")
    change(record)
    return [str(f) for f in check_gold(Gold(Path("g"), {"d": record}, {"d": TEXT})) if f.level == level]


def test_sound_gold_has_no_findings() -> None:
    assert findings(lambda record: None, "error") + findings(lambda record: None, "warning") == []


def put(field: str, at: int, **values: Any) -> Any:
    return lambda record: record[field][at].update(values)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (put("companies", 0, mentions=[[0, 9999]]), "outside the text"),
        (put("companies", 0, mentions=[[5, 5]]), "outside the text"),
        (put("companies", 0, name=""), "has no `name`"),
        (lambda record: record["companies"].append(copy.deepcopy(record["companies"][0])), "stands there twice"),
        (put("organizers", 0, role="owner"), "not one of host"),
        (put("officials", 0, posts=[]), "has no posts"),
        (put("officials", 0, posts=[{"org": None, "title": ""}]), "has no title"),
        (put("officials", 0, posts=[{"title": "司长"}]), "has no `org`"),
        (put("officials", 0, posts=[{"org": ["部"], "title": "司长"}] * 2), "twice"),
        (put("events", 0, start="2021年"), "no ISO date"),
        (put("quantities", 0, kind="number"), "not one of count"),
        (put("quantities", 0, span=place("27项")), "reads '27项'"),
        (put("quantities", 0, comparator="≈"), "the comparator is"),
        (put("quantities", 0, max=300), "has min and max"),
        (put("quantities", 0, unit=None), "has no unit"),
        (put("quantities", 2, currency=None), "has no currency"),
        (lambda record: record.update(id="other"), "the file is d.json"),
        (lambda record: record["quantities"].append(record["quantities"][0]), "stands there twice"),
    ],
)
def test_errors(change: Any, message: str) -> None:
    found = findings(change, "error")
    assert any(message in line for line in found), found


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (put("companies", 0, mentions=[]), "三一重工 has no mentions"),
        (put("companies", 0, mentions=[place("乌鲁木齐")]), "reads '乌鲁木齐'"),
        (lambda record: record["companies"][1].update(aliases=["三一重工"]), "is a form of 三一重工 and of 中国重汽"),
        (put("organizers", 0, event="别的会"), "not among the events"),
        (put("organizers", 1, aliases=["签约项目"]), "签约项目 occurs here without being marked"),
    ],
)
def test_warnings(change: Any, message: str) -> None:
    found = findings(change, "warning")
    assert any(message in line for line in found), found


@pytest.mark.parametrize(
    ("sign", "value", "low", "high", "good"),
    [
        ("=", 3, 3, 3, True), ("=", 3, 3, None, False), ("~", 3, 3, 3, True), (">", 3, 3, None, True),
        (">=", 3, None, 3, False), ("<", 3, None, 3, True), ("<=", 3, None, 3, True), ("range", None, 3, 5, True),
        ("range", 3, 3, 5, False), ("range", None, 5, 3, False), ("=", None, None, None, False),
    ],
)
def test_comparator_and_numbers(sign: str, value: Any, low: Any, high: Any, good: bool) -> None:
    fault = comparator_fault({"comparator": sign, "value": value, "min": low, "max": high})
    assert (fault is None) is good


def test_the_sample_gold_has_no_errors(repository: Path) -> None:
    gold = load_gold(repository / "corpus" / "gold", texts=repository / "corpus" / "documents")
    assert [str(item) for item in check_gold(gold) if item.level == "error"] == []


def test_kappa_of_a_worked_example() -> None:
    """20 items, 15 alike; chance (10/20)(13/20) + (10/20)(7/20) = 0.5: kappa 0.5."""
    pairs = [("a", "a")] * 9 + [("a", "b")] * 1 + [("b", "a")] * 4 + [("b", "b")] * 6
    assert kappa(pairs) == pytest.approx((15 / 20 - 0.5) / 0.5)
    assert kappa([("a", "a")] * 3) == 1.0


def test_two_annotators_agree_as_far_as_they_do() -> None:
    first, second = gold_record("d"), gold_record("d")
    assert agreement(_gold(first), _gold(second)).kappa == 1.0
    second["companies"].pop()
    second["officials"][0]["posts"][0]["title"] = "处长"
    result = agreement(_gold(first), _gold(second))
    assert result.f1["companies"] == pytest.approx(2 / 3)
    assert result.f1["officials"] == pytest.approx(0.5)
    assert result.f1["counts"] == 1.0
    assert 0.8 < result.kappa < 1
    assert {(error.field, error.cause) for _, error in result.disagreements} == {
        ("companies", "extra fact"), ("officials", "wrong link"),
    }
    back = agreement(_gold(second), _gold(first))
    assert back.f1 == result.f1
    assert back.kappa == pytest.approx(result.kappa)


def _gold(record: dict[str, Any]) -> Gold:
    return Gold(Path("g"), {"d": record}, {"d": TEXT})


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = gold_record()
    other["companies"].pop()
    first, second = write_gold(tmp_path / "a", {"d": gold_record()}), write_gold(tmp_path / "b", {"d": other})
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "d.txt").write_text(TEXT, "utf-8")
    assert main(["gold", "check", str(first), "--against", str(second), "--texts", str(tmp_path / "texts")]) == 0
    out = capsys.readouterr().out
    assert "1 records: 0 errors" in out
    assert "first 中国重汽; second nothing" in out
    assert "agreement on 1 documents: kappa 0.9" in out
    bad = gold_record()
    bad["organizers"][0]["role"] = "boss"
    write_gold(tmp_path / "b", {"d": bad})
    assert main(["gold", "check", str(second), "--texts", str(tmp_path / "texts")]) == 1
