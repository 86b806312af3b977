"""Floors of the numeral reader on the public suites' cases, and what the list of refused cases may be.

Where the cases are absent the first tests skip; their twin below runs the same adapter on cases of our own.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import numeral_adapter
import pytest

HERE = Path(__file__).resolve().parent
CASES = HERE.parents[1].parent / "shared" / "numerals" / "cases.dev.jsonl"
FOLDED = {
    "quantity-age": "quantity", "quantity-temperature": "quantity", "money-text": "money", "number-text": "number"
}  # fmt: skip
FLOORS = {
    "number": 0.98, "percent": 0.98, "ordinal": 1.0, "fraction": 1.0, "range": 0.90, "money": 0.92, "quantity": 0.90,
    "duration": 0.75, "date": 0.98,
}  # fmt: skip


def close(first: Any, second: Any) -> bool:
    if first is None or second is None:
        return first is second
    return abs(float(first) - float(second)) <= 1e-9 * max(abs(float(first)), abs(float(second)))


def same(kind: str, expected: dict[str, Any], got: dict[str, Any]) -> bool:
    if kind == "date":
        return any([got.get("from"), got.get("to")] == list(option) for option in expected["any"])
    if kind == "duration":
        return close(expected["seconds"], got.get("seconds"))
    if kind == "money" and expected.get("currency") and expected["currency"] != got.get("currency"):
        return False
    if "min" in expected or "max" in expected:
        return "min" in got and close(expected.get("min"), got["min"]) and close(expected.get("max"), got["max"])
    return got.get("value") is not None and close(expected["value"], got["value"])


def passes(kind: str, expected: list[dict[str, Any]], got: list[dict[str, Any]]) -> bool:
    left = list(got)
    for item in expected:
        hit = next((one for one in left if same(kind, item, one)), None)
        if hit is None:
            return False
        left.remove(hit)
    return not left


@cache
def scores() -> tuple[Counter[str], Counter[str], Counter[str], set[str]]:
    """(cases, listed, right of the unlisted, ids of listed cases that pass), by kind."""
    if not CASES.is_file():
        pytest.skip(f"no cases at {CASES}; the twin on our own cases runs")
    refused = numeral_adapter.refused((HERE / "numeral_refused.tsv").read_text("utf-8").splitlines())
    total: Counter[str] = Counter()
    listed: Counter[str] = Counter()
    right: Counter[str] = Counter()
    idle = set()
    for line in CASES.read_text("utf-8").splitlines():
        case = json.loads(line)
        kind = FOLDED.get(case["kind"], case["kind"])
        total[kind] += 1
        ok = passes(kind, case["expected"], numeral_adapter.extract(case["text"], kind, case.get("ref")) or [])
        if case["id"] in refused:
            listed[kind] += 1
            if ok:
                idle.add(case["id"])
        else:
            right[kind] += ok
    return total, listed, right, idle


@pytest.mark.parametrize("kind", FLOORS)
def test_a_kind_keeps_its_floor(kind: str) -> None:
    total, listed, right, _ = scores()
    assert right[kind] / (total[kind] - listed[kind]) >= FLOORS[kind]


@pytest.mark.parametrize("kind", sorted(set(FLOORS) - {"date"}))
def test_at_most_a_tenth_of_a_kind_is_listed(kind: str) -> None:
    total, listed, _, _ = scores()
    assert listed[kind] <= total[kind] / 10


def test_no_listed_case_passes() -> None:
    assert scores()[3] == set()


OWN = [
    ("number", "五万六千零七", [{"value": 56007}]),
    ("number", "甲方是七，乙方是八", [{"value": 7}, {"value": 8}]),
    ("number", "收拾队伍，登上大陆", []),
    ("number", "四又五分之一", [{"value": 4.2}]),
    ("percent", "六成五", [{"value": 0.65}]),
    ("percent", "八五折", [{"value": 0.85}]),
    ("percent", "百分之十到二十", [{"min": 0.1, "max": 0.2}]),
    ("ordinal", "第三百零五", [{"value": 305}]),
    ("fraction", "七分之三", [{"value": 3 / 7}]),
    ("range", "大于三十的同时小于等于四十", [{"min": 30, "max": 40}]),
    ("range", "八九千", [{"min": 8000, "max": 9000}]),
    ("money", "五元二角五分", [{"value": 5.25, "currency": "CNY"}]),
    ("money", "3万至4万英镑", [{"min": 30000, "max": 40000, "currency": "GBP"}]),
    ("quantity", "六到七升", [{"min": 6, "max": 7}]),
    ("quantity", "摄氏25度", [{"value": 25}]),
    ("duration", "两小时零五分钟", [{"seconds": 7500}]),
    ("date", "2012年3月4日至6日", [{"any": [["2012-03-04", "2012-03-06"]]}]),
]


@pytest.mark.parametrize(("kind", "text", "expected"), OWN)
def test_our_own_cases_pass(kind: str, text: str, expected: list[dict[str, Any]]) -> None:
    assert passes(kind, expected, numeral_adapter.extract(text, kind, "2012-05-01") or [])


def test_a_kind_that_is_not_read_is_none() -> None:
    assert numeral_adapter.extract("三", "colour") is None


def test_nothing_extra_passes() -> None:
    assert not passes("number", [{"value": 1}], [{"value": 1}, {"value": 2}])
