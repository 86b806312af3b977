"""The reader on whole texts: spans, names that are blocked, rules that are off, hostile input."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.numerals import QuantityReader, read_dates
from extractor.records import COMPARATORS, KINDS
from extractor.rulebook import load_rulebook

RULEBOOK = load_rulebook()
READER = QuantityReader(RULEBOOK)
ALPHABET = "0123456789.,，。、一二三两五八九十百千万亿零〇半几数余多第前近约过超上下至到-—~%‰成倍个人家元美年月日天米吨度点分之（）“”《》单位：\t\n 的和与以内左右增长同比总投资项目"


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=ALPHABET, max_size=80))
def test_every_fact_is_cut_from_the_text_and_holds_together(text: str) -> None:
    end = 0
    for fact in READER.read(text):
        assert text[slice(*fact.span)] == fact.text
        assert fact.span[0] >= end
        end = fact.span[1]
        assert fact.kind in KINDS
        assert fact.comparator in COMPARATORS
        assert fact.rules
        assert (fact.currency is not None) == (fact.kind == "amount")
        if fact.comparator == "range":
            assert fact.value is None
            assert fact.min is not None
            assert fact.max is not None
            assert fact.min < fact.max


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=120))
def test_no_text_is_too_strange(text: str) -> None:
    assert READER.read(text) == READER.read(text)
    for date in read_dates(text, "2011-08-20"):
        assert text[date.start_offset : date.end_offset] == date.text


def test_a_blocked_span_is_not_read() -> None:
    text = "八方电气3家子公司和五家企业"
    assert [fact.text for fact in READER.read(text)] == ["3家", "五家"]
    assert [fact.text for fact in READER.read(text, blocked=[(0, 8)])] == ["五家"]


def test_a_rule_that_is_taken_out_is_off() -> None:
    rules = {id: rule for id, rule in RULEBOOK.rules.items() if id != "quantity.count"}
    facts = QuantityReader(replace(RULEBOOK, rules=rules)).read("3家企业投资5亿元")
    assert [fact.kind for fact in facts] == ["amount"]


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("140余名内地客商到会", "内地客商"),
        ("共签约装备制造业对接项目27项，", "装备制造业对接项目"),
        ("十余家在装备制造行业具有重要影响力的企业或企业集团参加活动", "企业或企业集团"),
        ("来自20多个国家和地区的采购商", "国家和地区"),
        ("安排部署十项举措的落实", "举措"),
        ("四个最大的差距", "差距"),
        ("提供就业岗位410个。", "就业岗位"),
        ("中外企业代表750余人参会。", "中外企业代表"),
        ("300余人参加活动", None),
        ("造成6人死亡", None),
        ("地震造成房屋倒塌，损失农机具24台。", "农机具"),
    ],
)
def test_the_counted_noun_is_the_nearest(text: str, noun: str | None) -> None:
    assert [fact.noun for fact in READER.read(text)] == [noun]


def test_two_numbers_share_the_noun_in_front() -> None:
    assert [fact.noun for fact in READER.read("倒塌房屋87户201间。")] == ["房屋", "房屋"]


def test_a_change_says_its_direction_and_basis() -> None:
    (fact,) = READER.read("全市工业用电量同比下降3.2%。")
    assert (fact.change, fact.basis, fact.noun) == ("down", "同比", "全市工业用电量")
    (fact,) = READER.read("失业率降至4.1%。")
    assert fact.change == "to"


HOSTILE = {
    "digits": "9" * 100_000,
    "nested magnitudes": "亿" * 10_000,
    "alternating magnitudes": "亿万" * 10_000,
    "commas": "1," * 20_000,
    "wide commas": "１，" * 20_000,
    "list commas": "1、" * 20_000,
    "ranges": "1-" * 20_000,
    "mixed scripts": "1一壹" * 20_000,
    "points": "1." * 20_000,
    "shares": "百分之" * 20_000,
    "denominators": "分之" * 20_000,
    "quotes": "“1" * 20_000,
    "titles": "《" * 20_000,
    "spaces": "1 " * 20_000,
    "comparators": "超过" * 20_000 + "亿",
    "changes": "达到增长" * 10_000 + "5%",
    "each": "每吨" * 20_000 + "5元",
    "table": "单位：万元\n" * 5_000,
    "wide cells": "单位：万元\na" + " " * 20_000 + "b",
    "noun": "3名" + "中国和" * 20_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_linear_time_and_invents_nothing(name: str) -> None:
    text = HOSTILE[name]
    READER.read(text[:100])
    start = time.process_time()
    facts = READER.read(text)
    read_dates(text, "2011-08-20")
    assert time.process_time() - start < 5, "100k characters took more than five seconds"
    expected = {"changes": 1, "each": 1, "noun": 1, "comparators": 0}.get(name, 0)
    assert len(facts) == expected, facts[:3]


def test_time_grows_with_the_length_not_with_its_square() -> None:
    def seconds(times: int) -> float:
        text = "全县3个乡镇的20余家企业投资5亿元，同比增长1.5倍，占地300—500亩；" * times
        start = time.process_time()
        READER.read(text)
        return time.process_time() - start

    seconds(20)
    short, long = seconds(100), seconds(800)
    assert long < 8 * short * 3 + 0.2
