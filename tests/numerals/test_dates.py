"""Dates and periods, resolved against the day of publication."""

from __future__ import annotations

import pytest

from extractor.numerals import read_dates

ROWS = [
    ("会议于2011年8月19日至21日举行", [("2011-08-19", "2011-08-21")]),
    ("2011年8月19日", [("2011-08-19", "2011-08-19")]),
    ("二〇一一年八月十九日", [("2011-08-19", "2011-08-19")]),
    ("2011年8月", [("2011-08", "2011-08")]),
    ("2011年", [("2011", "2011")]),
    ("5月10日至12日", [("2011-05-10", "2011-05-12")]),
    ("4月28日至5月3日", [("2011-04-28", "2011-05-03")]),
    ("1—9月", [("2011-01", "2011-09")]),
    ("2010年1-11月", [("2010-01", "2010-11")]),
    ("前三季度", [("2011-01", "2011-09")]),
    ("一季度", [("2011-01", "2011-03")]),
    ("上半年", [("2011-01", "2011-06")]),
    ("去年下半年", [("2010-07", "2010-12")]),
    ("去年", [("2010", "2010")]),
    ("前两个月", [("2011-01", "2011-02")]),
    ("2006—2010年", [("2006", "2010")]),
    ("2006年至2010年", [("2006", "2010")]),
    ("8月中旬", [("2011-08-11", "2011-08-20")]),
    ("今天上午", [("2011-08-20", "2011-08-20")]),
    ("昨日", [("2011-08-19", "2011-08-19")]),
    ("19日上午", [("2011-08-19", "2011-08-19")]),
    ("本月18日", [("2011-08-18", "2011-08-18")]),
    ("2011-08-19", [("2011-08-19", "2011-08-19")]),
    ("2011/8/19", [("2011-08-19", "2011-08-19")]),
    ("2011年5月9日（星期一）", [("2011-05-09", "2011-05-09")]),
    ("三年前", [("2008", "2008")]),
    ("10天后", [("2011-08-30", "2011-08-30")]),
    ("从2008年起", [("2008", None)]),
    ("2010年1月4日及之前", [(None, "2010-01-04")]),
    ("“十二五”期间", [("2011", "2015")]),
    ("十一五时期", [("2006", "2010")]),
    ("“十二五”末", [("2015", "2015")]),
    ("“十三五”规划", [("2016", "2020")]),
    ("八五折", []),
    ("18世纪", [("1700", "1799")]),
    ("上个月", [("2011-07", "2011-07")]),
    ("08年", [("2008", "2008")]),
    ("2月29日", [("2008-02-29", "2008-02-29")]),
    ("12号线和3号楼", []),
    ("连续8年，15年来", []),
    ("2011年2月30日", [("2011-02", "2011-02")]),
    ("《2011年公报》", []),
]


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_a_date_is_resolved_against_publication(text: str, expected: list[tuple[str | None, str | None]]) -> None:
    found = read_dates(text, "2011-08-20")
    assert [(date.start_iso, date.end_iso) for date in found] == expected
    for date in found:
        assert text[date.start_offset : date.end_offset] == date.text


@pytest.mark.parametrize("text", ["5月10日", "去年", "上半年", "昨天"])
def test_without_publication_a_date_without_a_year_stays_unread(text: str) -> None:
    assert read_dates(text) == []


def test_a_later_date_takes_the_year_of_the_one_before() -> None:
    found = read_dates("2009年3月5日开工，6月20日竣工")
    assert [date.start_iso for date in found] == ["2009-03-05", "2009-06-20"]


def test_days_give_the_whole_period() -> None:
    (found,) = read_dates("2011年2月")
    assert found.days() == ("2011-02-01", "2011-02-28")


@pytest.mark.parametrize(("text", "iso"), [("31日", "2011-08-31"), ("30日", "2011-08-30"), ("1日", "2011-09-01")])
def test_a_lone_day_is_the_nearest(text: str, iso: str) -> None:
    (found,) = read_dates(text, "2011-09-01")
    assert found.start_iso == iso


@pytest.mark.parametrize("published", ["", "no date", "2011-13-45"])
def test_a_bad_publication_date_is_as_none(published: str) -> None:
    assert read_dates("昨天", published) == []
