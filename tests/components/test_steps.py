"""The quick forms of what stands before a verb answer as the plain patterns do."""

from __future__ import annotations

import regex
from hypothesis import given
from hypothesis import strategies as st

from extractor.components.events import _SAYS_YEAR
from extractor.components.organizers import _STEP_ENDS, Steps
from extractor.numerals.dates import read_dates
from extractor.numerals.scan import fold
from extractor.rulebook import load_rulebook

_RULEBOOK = load_rulebook(None, overlays=[], words={})
_STEPS = Steps(_RULEBOOK)
_GAP = regex.compile(_STEPS._gap.pattern)
_TAIL = regex.compile(rf"(?:{_STEPS._step.pattern})++$")
_PIECES = [
    *_RULEBOOK.lexicon("doer_adverbs").forms, *_STEP_ENDS, "2011年", "3月", "13日", "十三日", "上旬", "9时", "30分", "许",
    "（星期三）", "(图)", "（", "）", "今年", "周五", "会同有关部门", "联合各单位，", "与当地某某某某某某某某某某部门", "，联合", "\n",
    "在", "云州", "就", "围绕", "召集", "。", "的", "商务部",
]
_TEXTS = st.lists(st.sampled_from(_PIECES), max_size=10).map("".join)
_DATES = [
    "2011", "11", "8", "08", "-", "/", ".", "年", "月", "日", "世纪", "年代", "上", "二十", "十二五", "“", "”", "期间", "以来", "初", "今年", "当年",
    "民国", "二〇一一", "两千", "２", "７月", "至", "之间", "起", "周三", "上半年", "第三季度", "昨天", "近", "三天", " ", "，", "。",
]


@given(_TEXTS, st.integers(0, 5), st.integers(0, 5))
def test_the_steps_before_a_place_are_those_that_a_search_finds(text: str, left: int, cut: int) -> None:
    left = min(left, len(text))
    right = max(left, len(text) - cut)
    found = _TAIL.search(text, left, right)
    assert _STEPS.before(text, left, right) == (found.start() if found else right)


@given(_TEXTS, st.integers(0, 5))
def test_steps_fill_what_the_pattern_matches(text: str, left: int) -> None:
    left = min(left, len(text))
    assert _STEPS.fill(text, left, len(text)) == (_GAP.fullmatch(text, left) is not None)


@given(st.lists(st.sampled_from(_DATES), max_size=10).map("".join))
def test_without_a_publication_date_no_date_is_read_where_no_year_is_said(text: str) -> None:
    assert _SAYS_YEAR.search(fold(text)) or not read_dates(text, None)
