"""Organizers and events: sentences with everything that is to be found in them, and what holds for any text.

The examples beside the rules themselves run in `test_shipped_rules.py`.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.components.doers import same_body
from extractor.pipeline import Pipeline, load
from extractor.records import Document, Record

DATA = Path(__file__).resolve().parent.parent / "data"


def sentences(file: str) -> list[dict[str, Any]]:
    return tomllib.loads((DATA / file).read_text("utf-8"))["sentence"]


def record(pipeline: Pipeline, text: str) -> Record:
    return pipeline(Document(id="sentence", text=text, published="2011-08-01"))


@pytest.mark.parametrize("case", sentences("organizers.toml"), ids=lambda case: case["text"][:16])
def test_organizers_of_a_sentence(case: dict[str, Any], pipeline: Pipeline) -> None:
    found = [f"{fact.role} {fact.name}" for fact in record(pipeline, case["text"]).organizers]
    assert sorted(found) == sorted(case["organizers"])


@pytest.mark.parametrize("case", sentences("events.toml"), ids=lambda case: case["text"][:16])
def test_events_of_a_sentence(case: dict[str, Any], pipeline: Pipeline) -> None:
    found = [
        [fact.name, fact.place or "", fact.start or "", fact.end or "", fact.part_of or ""]
        for fact in record(pipeline, case["text"]).events
    ]
    assert found == case["events"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("云南省商务厅主任到会。省商务厅昨日召开新闻发布会。", "云南省商务厅"),
        ("工业和信息化部发布公告。工信部昨日召开新闻发布会。", "工业和信息化部"),
        ("黄石市委、市政府昨日召开全市招商引资大会。", "黄石市政府"),
        ("医院纪委、监察室昨日召开工休座谈会。", "医院监察室"),
        ("广东省政府新闻办昨日举行新闻发布会。广东省政府新闻办公室明日还将举行新闻发布会。", "广东省政府新闻办公室"),
    ],
)
def test_an_organizer_has_the_fullest_name_of_the_text(text: str, name: str, pipeline: Pipeline) -> None:
    assert name in [fact.name for fact in record(pipeline, text).organizers]


def test_one_entry_for_a_name_and_role_in_two_frames(pipeline: Pipeline) -> None:
    found = record(pipeline, "商务部昨日举行新闻发布会。商务部今日召开全国市场工作会议。").organizers
    assert [fact.name for fact in found] == ["商务部"]
    assert len(found[0].mentions) == 2


def test_hosts_of_two_events_are_told_apart(pipeline: Pipeline) -> None:
    text = "首届云州茶业博览会由云州市商务局主办。同日，云州大学举办了高山茶文化论坛。"
    held = {fact.name: fact.event for fact in record(pipeline, text).organizers}
    assert held == {"云州市商务局": "首届云州茶业博览会", "云州大学": "高山茶文化论坛"}


def test_this_meeting_is_the_event_named_before(pipeline: Pipeline) -> None:
    text = "7月27日，2011全国钢铁行业形势分析会在咸阳召开。本次会议由中国钢铁工业协会主办。"
    assert [fact.event for fact in record(pipeline, text).organizers] == ["2011全国钢铁行业形势分析会"]


def test_a_list_in_own_words_has_lower_confidence_than_a_known_body(pipeline: Pipeline) -> None:
    known, guess = record(pipeline, "论坛由云州大学、蓝鲸会主办。").organizers
    assert (known.name, guess.name) == ("云州大学", "蓝鲸会")
    assert known.confidence > guess.confidence


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("省商务厅", "安徽省商务厅", True),
        ("辽中县", "辽中县人民政府", True),
        ("黄石市委", "中共黄石市委", True),
        ("监察室", "医院监察室", True),
        ("商务部", "国家商务部", True),
        ("北京大学", "北京大学出版社", False),
        ("湖北省商务厅", "湖南省商务厅", False),
        ("中国科协", "四川省科协", False),
    ],
)
def test_same_body(first: str, second: str, same: bool) -> None:
    assert same_body(first, second) is same


PIECES = st.lists(
    st.sampled_from(
        [*"由在的，。、；和与\n “”（）", "商务部", "云州市委", "主办", "承办", "协办", "举行", "召开", "会议", "论坛", "主办单位：", "13日",
         "共同", "等部门", "之一——", "对本次会议", "给予了大力支持", "作为", "得到了", "指导下", "第三届", "2011年", "开展", "我院"]
    ),
    max_size=24,
).map("".join)
PIPELINE = load()


@settings(max_examples=150, deadline=None)
@given(PIECES)
def test_any_text_gives_facts_that_stand_in_it(text: str) -> None:
    found = PIPELINE(Document(id="any", text=text))
    for fact in (*found.organizers, *found.events):
        assert fact.name.strip()
        assert fact.rules
        assert 0 < fact.confidence <= 1
        assert all(0 <= start < end <= len(text) for start, end in fact.mentions)
    keys = [(fact.name, fact.role) for fact in found.organizers]
    assert len(keys) == len(set(keys))
