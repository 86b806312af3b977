"""Dates and periods of running text, resolved against the day the release was published.

`read_dates("2011年8月19日至21日")` gives one `DateReading` with `start_iso` 2011-08-19 and `end_iso` 2011-08-21; ISO dates
are cut to what is known (2011, 2011-08). A date without a year takes it from the date before it in the text, else from
`published`; without either it stays unread. Offsets count the text that is given. Holidays, lunar dates, solar terms and
clock times are not read.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from extractor.numerals.date_patterns import (
    AGO,
    APPOSITION,
    BARE_YEAR,
    BOTH_YEARS,
    CANDIDATE,
    CENTURY,
    COMPACT,
    DAY,
    DAY_WORD,
    DAYS,
    DECADE,
    ERA,
    FIRST_MONTHS,
    FIRST_OF,
    HALF,
    HALF_WORD,
    ISO,
    LAST,
    LONE_DAY,
    MONTH,
    MONTH_DAY_SIGN,
    MONTH_RANGE,
    MONTH_WORD,
    NEAR,
    NTH_MONTH,
    OPEN_END,
    OPEN_START,
    PLAN,
    QUARTER_WORD,
    QUARTERS,
    QUOTED_NAME,
    RANGE_END,
    RELATIVE_YEAR,
    SENTENCE_END,
    SEPARATOR,
    SHORT,
    SPACED,
    WEEK,
    WEEK_OF,
    WEEKDAY,
    WEEKDAY_NOTE,
    WEEKDAY_OF,
    XUN,
    YEAR,
    YEAR_EDGE,
    YEAR_STEPS,
)
from extractor.numerals.scan import fold
from extractor.numerals.value import evaluate


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date or period. `start_iso`/`end_iso` are ISO dates cut to what is known; None on a side means open there."""

    start_offset: int
    end_offset: int
    start_iso: str | None
    end_iso: str | None
    text: str = ""
    period: str = "day"
    """What was said: day, week, month, quarter, half, year, plan (“十二五”), span."""

    def days(self) -> tuple[str | None, str | None]:
        """First and last day of the period as full ISO dates, both inclusive."""
        first = None if self.start_iso is None else _first(self.start_iso)
        last = None if self.end_iso is None else _last(self.end_iso)
        return first, last


@dataclass(slots=True)
class _Point:
    """A point of time while it is being read; a missing part is None."""

    end: int
    start: date | None = None
    stop: date | None = None
    precision: str = "day"
    year: int | None = None
    month: int | None = None
    day: int | None = None
    explicit_year: bool = False
    stop_precision: str | None = None


def read_dates(text: str, published: str | None = None) -> list[DateReading]:
    """Every date and period of `text`, in order. `published`: ISO date (its time of day is ignored) or None."""
    return list(_Reader(fold(text), _day_of(published), text).read())


def _day_of(published: str | None) -> date | None:
    if not published:
        return None
    match = re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})", published)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def _first(iso: str) -> str:
    return iso + "-01-01"[: 10 - len(iso)] if len(iso) == 4 else (iso + "-01" if len(iso) == 7 else iso)


def _last(iso: str) -> str:
    if len(iso) == 4:
        return iso + "-12-31"
    if len(iso) == 7:
        return f"{iso}-{monthrange(int(iso[:4]), int(iso[5:]))[1]:02}"
    return iso


def _int(text: str) -> int | None:
    value = evaluate(text)
    return None if value is None or value.is_range else int(value.low)


def _iso(day: date, precision: str) -> str:
    if precision in ("year", "plan"):
        return f"{day.year:04}"
    if precision in ("month", "quarter", "half"):
        return f"{day.year:04}-{day.month:02}"
    return day.isoformat()


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _add_months(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class _Reader:
    def __init__(self, text: str, today: date | None, original: str) -> None:
        self.text, self.today, self.original = text, today, original
        self.year: int | None = None  # of the date before, which a date without a year takes
        self.year_end = 0

    def read(self) -> Iterator[DateReading]:
        text = self.text
        closed = [match.span() for match in QUOTED_NAME.finditer(text)] if "《" in text or "日" in text else []
        taken = 0
        for match in CANDIDATE.finditer(text):
            at = match.start()
            if at < taken or any(start <= at < end for start, end in closed):
                continue
            if at and (text[at - 1].isascii() and (text[at - 1].isalnum() or text[at - 1] in "./:")):
                continue
            try:
                reading = self._at(at)
            except (ValueError, OverflowError):
                continue
            if reading is not None:
                yield replace(reading, text=self.original[reading.start_offset : reading.end_offset])
                taken = reading.end_offset

    def _at(self, at: int) -> DateReading | None:
        first = self._point(at)
        if first is None or first.start is None or first.stop is None:
            return None
        text = self.text
        first = self._with_weekday(at, first)
        assert first.start is not None
        assert first.stop is not None
        match = SEPARATOR.match(text, first.end)
        if match is not None:
            second = self._point(match.end(), after=first)
            if (
                second is not None
                and second.start is not None
                and second.stop is not None
                and second.stop >= first.start
            ):
                self._remember(second)
                end = second.end
                tail = RANGE_END.match(text, end)
                return self._made(at, tail.end() if tail else end, first, second)
        self._remember(first)
        if first.precision != "span":
            tail = OPEN_START.match(text, first.end)
            if (
                tail is not None
                and (first.year is not None or first.explicit_year)
                and text[at - 1 : at] not in ("近", "约", "今")
            ):
                edge = first.stop if first.precision == "day" else first.start - timedelta(days=1)
                precision = "day"
                if tail[0][0] in "及或" and first.precision != "day":
                    edge, precision = first.stop, first.precision
                return DateReading(at, tail.end(), None, _iso(edge, precision), period="span")
            tail = OPEN_END.match(text, first.end)
            if tail is not None and first.explicit_year and tail[0] != "以来":
                return DateReading(at, tail.end(), _iso(first.start, first.precision), None, period="span")
        return self._made(at, first.end, first, first)

    def _with_weekday(self, at: int, first: _Point) -> _Point:
        """10月9日（星期三） and 星期三，10月9日 are one day; the date speaks."""
        text = self.text
        if first.precision != "day":
            return first
        if WEEKDAY.match(text, at):
            gap = APPOSITION.match(text, first.end)
            day = self._point(gap.end()) if gap else None
            return day if day is not None and day.day is not None and day.precision == "day" else first
        match = WEEKDAY_NOTE.match(text, first.end)
        if match is not None:
            first.end = match.end()
        return first

    @staticmethod
    def _made(at: int, end: int, first: _Point, second: _Point) -> DateReading:
        assert first.start is not None
        assert second.stop is not None
        period = first.precision if first is second else "span"
        return DateReading(
            at,
            end,
            _iso(first.start, first.precision),
            _iso(second.stop, second.stop_precision or second.precision),
            period="span" if first is second and first.stop_precision else period,
        )

    def _remember(self, point: _Point) -> None:
        if point.start is not None:
            self.year, self.year_end = point.start.year, point.end

    # -- one point ----------------------------------------------------------------------------------------------------

    def _point(self, at: int, after: _Point | None = None) -> _Point | None:
        text = self.text
        for pattern in (ISO, COMPACT, SPACED, SHORT):
            match = pattern.match(text, at)
            if match:
                year = int(match["y"]) if len(match["y"]) == 4 else self._century(int(match["y"]))
                day = _date(year, int(match["m"]), int(match["d"]))
                if day is not None:
                    end = match.end() + (text[match.end() : match.end() + 1] == "日")
                    return _Point(end, day, day, "day", day.year, day.month, day.day, True)
        plan = self._plan(at)
        if plan is not None:
            return plan
        return self._century_of(at) or self._year_first(at, after) or self._within(at, after) or self._relative(at)

    def _plan(self, at: int) -> _Point | None:
        """“十二五”期间: the five years of a national plan; in quotes, or with a word for a period behind."""
        match = PLAN.match(self.text, at)
        if match is None or not (match["open"] or match["part"]):
            return None
        number = _int(match["n"])
        if number is None:
            return None
        first = 1966 + 5 * (number - 3)
        last = first + 4
        part = match["part"] or ""
        if part in ("初", "开局之年"):
            last = first
        elif part.endswith("末") or part == "收官之年":
            first = last
        return _Point(match.end(), date(first, 1, 1), date(last, 12, 31), "plan", None, explicit_year=True)

    def _century(self, year: int) -> int:
        """A two-digit year: this century up to ten years ahead of publication, else the last one."""
        now = (self.today or date(2030, 1, 1)).year
        full = now // 100 * 100 + year
        return full if full <= now + 10 else full - 100

    def _century_of(self, at: int) -> _Point | None:
        match = CENTURY.match(self.text, at)
        if match is not None:
            if match["c"] is None:
                if self.today is None:
                    return None
                century = self.today.year // 100
            else:
                number = _int(match["c"])
                if not number or number > 21:
                    return None
                century = number
            start = (century - 1) * 100
            if match["d"]:
                start += _int(match["d"]) or 0
                return _Point(match.end(), date(start, 1, 1), date(start + 9, 12, 31), "year", None, explicit_year=True)
            return _Point(
                match.end(), date(start or 1, 1, 1), date(start + 99, 12, 31), "year", None, explicit_year=True
            )
        match = DECADE.match(self.text, at)
        if match is not None:
            start = int(match["y"] + "0")
            return _Point(match.end(), date(start, 1, 1), date(start + 9, 12, 31), "year", None, explicit_year=True)
        return None

    def _year_first(self, at: int, after: _Point | None) -> _Point | None:
        """A year, spelt or relative, and what may follow it."""
        text, year, end = self.text, None, at
        match = YEAR.match(text, at)
        if match is not None:
            if match["full"]:
                year = _int(match["full"])
            elif self._short_year(match):
                year = self._century(_int(match["short"]) or 0)
            if year is None and after is not None and after.precision == "year" and match["short"]:
                year = self._century(_int(match["short"]) or 0)
            end = match.end()
        else:
            match = BARE_YEAR.match(text, at)
            if match is not None and after is None:
                year, end = int(match["full"]), match.end()
            else:
                match = ERA.match(text, at)
                if match is not None:
                    year, end = 1911 + (_int(match["n"]) or 0), match.end()
                else:
                    match = RELATIVE_YEAR.match(text, at)
                    if match is not None:
                        word = match["word"]
                        if word in ("当年", "同年"):
                            year = self.year
                        elif self.today is not None:
                            year = self.today.year + YEAR_STEPS[word]
                        end = match.end() - (text[match.end() - 1] == "的")
        if year is None or not 1 <= year <= 2999 or (text[at - 1 : at] in ("近", "约") and text.startswith("前", end)):
            return None  # 近2000年前 is long ago
        inner = self._of_year(end, year)
        if inner is not None:
            inner.explicit_year = True
            return inner
        return _Point(end, date(year, 1, 1), date(year, 12, 31), "year", year, explicit_year=True)

    def _short_year(self, match: re.Match[str]) -> bool:
        """08年 is a year by its zero; 15年 only with a month, quarter or week behind it."""
        text, end = self.text, match.end()
        if match["short"][0] in "0零〇" or match["sure"]:
            return True
        return bool(
            MONTH.match(text, end)
            or HALF.match(text, end)
            or QUARTERS.match(text, end)
            or WEEK_OF.match(text, end)
            or FIRST_MONTHS.match(text, end)
            or (match["short"][0] in "零〇一二三四五六七八九" and match["short"][0] == match["short"][1])
        )

    def _of_year(self, at: int, year: int) -> _Point | None:
        """A part of the year `year` that starts at `at`."""
        text = self.text
        match = HALF.match(text, at)
        if match is not None:
            low = 7 if match["half"].startswith("下") else 1
            return _Point(match.end(), date(year, low, 1), _month_end(year, low + 5), "half", year, low)
        match = QUARTERS.match(text, at)
        if match is not None:
            return self._quarter(match, year)
        match = FIRST_MONTHS.match(text, at)
        if match is not None:
            count = _int(match["n"]) or 0
            if 1 <= count <= 12:
                return _Point(
                    match.end(), date(year, 1, 1), _month_end(year, count), "month", year, 1, stop_precision="month"
                )
        match = FIRST_OF.match(text, at)
        if match is not None and text[at : at + 1] in ("的", "前"):
            return self._first_of(match, date(year, 1, 1))
        match = MONTH_RANGE.match(text, at)
        if match is not None:
            low, high = _int(match["a"]) or 0, _int(match["b"]) or 0
            if 1 <= low <= 12 and 1 <= high <= 12:
                last = year + (high < low)
                return _Point(
                    match.end(), date(year, low, 1), _month_end(last, high), "month", year, low, stop_precision="month"
                )
        match = WEEK_OF.match(text, at)
        if match is not None and not match["day"]:
            monday = _first_monday(date(year, 1, 1)) + timedelta(weeks=(_int(match["n"]) or 1) - 1)
            return _Point(match.end(), monday, monday + timedelta(days=6), "week", year)
        match = NTH_MONTH.match(text, at)
        if match is not None and 1 <= (_int(match["n"]) or 0) <= 12:
            month = _int(match["n"]) or 1
            return _Point(match.end(), date(year, month, 1), _month_end(year, month), "month", year, month)
        match = MONTH.match(text, at) or (MONTH.match(text, at + 1) if text[at : at + 1] == " " else None)
        if match is not None:
            return self._of_month(match.end(), year, _int(match["m"]) or 0)
        match = YEAR_EDGE.match(text, at)
        if match is not None:
            edge = match["e"]
            if edge == "初":
                return _Point(
                    match.end(), date(year, 1, 1), _month_end(year, 2), "month", year, 1, stop_precision="month"
                )
            if edge == "中":
                return None
            return _Point(match.end(), date(year, 12, 1), date(year, 12, 31), "month", year, 12)
        return None

    def _quarter(self, match: re.Match[str], year: int) -> _Point:
        if match["first"]:
            count = _int(match["first"]) or 1
            return _Point(match.end(), date(year, 1, 1), _month_end(year, 3 * count), "quarter", year, 1)
        low = 3 * ((_int(match["q"]) or 1) - 1) + 1
        if match["edge"]:
            month = low if match["edge"] == "初" else low + 2
            return _Point(match.end(), date(year, month, 1), _month_end(year, month), "month", year, month)
        return _Point(match.end(), date(year, low, 1), _month_end(year, low + 2), "quarter", year, low)

    @staticmethod
    def _first_of(match: re.Match[str], start: date) -> _Point | None:
        count = _int(match["n"]) or 0
        if not 1 <= count <= 60:
            return None
        if match["u"] in ("天", "日"):
            return _Point(match.end(), start, start + timedelta(days=count - 1), "day", start.year, start.month, 1)
        monday = _first_monday(start)
        return _Point(match.end(), monday, monday + timedelta(days=7 * count - 1), "week", start.year)

    def _of_month(self, at: int, year: int, month: int) -> _Point | None:
        """The month itself or a part of it; `at` is behind 月."""
        if not 1 <= month <= 12:
            return None
        text = self.text
        match = DAY.match(text, at)
        if match is not None:
            day = _int(match["d"]) or 0
            found = _date(year, month, day)
            if found is None and (month, day) == (2, 29):
                found = self._leap(year)
            if found is None:  # 2月30日: the month is all that can be said
                return _Point(match.end(), date(year, month, 1), _month_end(year, month), "month", year, month)
            return _Point(match.end(), found, found, "day", found.year, month, day)
        match = WEEKDAY_OF.match(text, at)
        if match is not None:
            return self._nth_weekday(match, year, month)
        match = WEEK_OF.match(text, at)
        if match is not None and not match["day"]:
            monday = _first_monday(date(year, month, 1)) + timedelta(weeks=(_int(match["n"]) or 1) - 1)
            return _Point(match.end(), monday, monday + timedelta(days=6), "week", year, month)
        match = FIRST_OF.match(text, at)
        if match is not None:
            return self._first_of(match, date(year, month, 1))
        match = XUN.match(text, at)
        if match is not None:
            low, high = _part_of_month(match["x"], year, month)
            return _Point(match.end(), date(year, month, low), date(year, month, high), "day", year, month)
        match = LONE_DAY.match(text, at)
        if match is not None:
            found = _date(year, month, int(match["d"]))
            if found is not None:
                return _Point(match.end(), found, found, "day", year, month, found.day)
        return _Point(at, date(year, month, 1), _month_end(year, month), "month", year, month)

    @staticmethod
    def _leap(year: int) -> date | None:
        """2月29日 without a year: the leap year before."""
        return next((found for step in range(8) if (found := _date(year - step, 2, 29))), None)

    @staticmethod
    def _nth_weekday(match: re.Match[str], year: int, month: int) -> _Point | None:
        weekday = "一二三四五六日天".index(match["day"]) % 7 if match["day"] != "天" else 6
        first = date(year, month, 1)
        day = first + timedelta(days=(weekday - first.weekday()) % 7)
        if match["last"]:
            while (day + timedelta(days=7)).month == month:
                day += timedelta(days=7)
        else:
            day += timedelta(weeks=(_int(match["n"]) or 1) - 1)
        return _Point(match.end(), day, day, "day", year, month, day.day) if day.month == month else None

    def _within(self, at: int, after: _Point | None) -> _Point | None:
        """A month, quarter, half or day whose year is not said here."""
        text = self.text
        year = after.year if after is not None else None
        match = MONTH_DAY_SIGN.match(text, at)
        base = year or self._year_near(at)
        if match is not None and base is not None and after is None and self.today is not None:
            found = _date(self.today.year, int(match["m"]), int(match["d"]))
            if found is not None and text[match.end() : match.end() + 1] not in ("”", "-"):
                return _Point(match.end(), found, found, "day", found.year, found.month, found.day)
        match = MONTH.match(text, at)
        if match is not None and text[at] != "的" and not (at and text[at - 1] in "年闰历"):
            month = _int(match["m"]) or 0
            span = MONTH_RANGE.match(text, at)
            if span is None and base is not None:
                chosen = self._year_for(month, base, year)
                if after is not None and after.month is not None and not after.explicit_year and month < after.month:
                    chosen += 1
                point = self._of_month(match.end(), chosen, month)
                if (
                    point is not None
                    and after is not None
                    and after.start is not None
                    and point.stop is not None
                    and point.stop < after.start
                ):
                    point = self._of_month(match.end(), chosen + 1, month)
                return point
        if base is None:
            return None
        span = MONTH_RANGE.match(text, at)
        if span is not None and text[at] != "的":
            return self._of_year(at, base)
        if after is None:
            for pattern in (HALF, QUARTERS, FIRST_MONTHS):
                if pattern.match(text, at) and text[at] != "的":
                    return self._of_year(at, base if self.today is None else self.today.year)
        match = DAY.match(text, at)
        if match is not None and text[at] != " ":
            return self._day(match, after)
        return None

    def _year_near(self, at: int) -> int | None:
        """The year of the date just before, else that of publication; without publication any date before will do."""
        if self.year is None or self.today is None:
            return self.year if self.today is None else self.today.year
        near = at - self.year_end <= NEAR and not SENTENCE_END.search(self.text, self.year_end, at)
        return self.year if near else self.today.year

    def _year_for(self, month: int, base: int, said: int | None) -> int:
        """The year of a month that is said alone: that of publication, or the one before when it lies far ahead."""
        if said is not None or self.today is None or base != self.today.year:
            return base
        return base - 1 if self.today.month <= 2 and month >= 11 else base

    def _day(self, match: re.Match[str], after: _Point | None) -> _Point | None:
        number = _int(match["d"]) or 0
        if after is not None:
            if after.year is None or after.month is None or after.day is None:
                return None
            found = _date(after.year, after.month, number)
            if found is not None and after.start is not None and found < after.start:
                found = _add_months(found, 1)
        else:
            if "号" in match[0] or self.today is None:
                return None
            found = _date(self.today.year, self.today.month, number)
            if found is None or (found - self.today).days > 20:
                earlier = _add_months(self.today.replace(day=1), -1)
                found = _date(earlier.year, earlier.month, number) or _date(
                    _add_months(earlier, -1).year, _add_months(earlier, -1).month, number
                )
        return None if found is None else _Point(match.end(), found, found, "day", found.year, found.month, found.day)

    # -- relative to publication --------------------------------------------------------------------------------------

    def _relative(self, at: int) -> _Point | None:
        today, text = self.today, self.text
        if today is None:
            return None
        match = DAY_WORD.match(text, at)
        if match is not None:
            day = today + timedelta(days=DAYS[match[0]])
            return _Point(match.end(), day, day, "day", day.year, day.month, day.day)
        match = BOTH_YEARS.match(text, at)
        if match is not None:
            low = {"今明": 0, "去今": -1, "前后": -1}[match["w"]]
            return _Point(match.end(), date(today.year + low, 1, 1), date(today.year + low + 1, 12, 31), "year", None)
        match = AGO.match(text, at)
        if match is not None:
            return self._ago(match, today)
        match = WEEKDAY.match(text, at)
        if match is not None:
            return self._weekday(match, today)
        match = WEEK.match(text, at)
        if match is not None:
            monday = today - timedelta(days=today.weekday()) + timedelta(weeks=_step(match["rel"]))
            return _Point(match.end(), monday, monday + timedelta(days=6), "week", monday.year)
        match = MONTH_WORD.match(text, at)
        if match is not None:
            month = _add_months(today.replace(day=1), _step(match["rel"]))
            if match["edge"]:
                low, high = _part_of_month(match["edge"], month.year, month.month)
                return _Point(
                    match.end(), month.replace(day=low), month.replace(day=high), "day", month.year, month.month
                )
            return self._of_month(match.end(), month.year, month.month)
        match = QUARTER_WORD.match(text, at)
        if match is not None:
            start = _add_months(date(today.year, (today.month - 1) // 3 * 3 + 1, 1), 3 * _step(match["rel"]))
            return _Point(
                match.end(), start, _month_end(start.year, start.month + 2), "quarter", start.year, start.month
            )
        match = HALF_WORD.match(text, at)
        if match is not None and match["u"] == "月":
            low, high = (1, 15) if match["h"] == "上" else (16, monthrange(today.year, today.month)[1])
            return _Point(match.end(), today.replace(day=low), today.replace(day=high), "day", today.year, today.month)
        match = LAST.match(text, at)
        if match is not None:
            return self._last(match, today)
        return None

    @staticmethod
    def _ago(match: re.Match[str], today: date) -> _Point | None:
        count = _int(match["n"])
        if count is None or count > 500:
            return None
        step = count if match["s"].endswith("后") else -count
        unit = match["u"].lstrip("个")
        if unit in ("天", "日"):
            day = today + timedelta(days=step)
            return _Point(match.end(), day, day, "day", day.year, day.month, day.day)
        if unit == "年":
            if match["half"]:
                return None
            year = today.year + step
            return _Point(match.end(), date(year, 1, 1), date(year, 12, 31), "year", year)
        if unit == "月" and not match["half"]:
            month = _add_months(today.replace(day=1), step)
            return _Point(match.end(), month, _month_end(month.year, month.month), "month", month.year, month.month)
        if unit in ("周", "星期", "礼拜"):
            monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
            return _Point(match.end(), monday, monday + timedelta(days=6), "week", monday.year)
        return None

    @staticmethod
    def _weekday(match: re.Match[str], today: date) -> _Point | None:
        monday = today - timedelta(days=today.weekday())
        step = _step(match["rel"]) if match["rel"] else 0
        if match["d"] == "末":
            saturday = monday + timedelta(days=5, weeks=step)
            return _Point(match.end(), saturday, saturday + timedelta(days=1), "week", saturday.year)
        weekday = {"天": 6, "日": 6}.get(match["d"], "一二三四五六".find(match["d"]))
        day = monday + timedelta(days=weekday, weeks=step)
        if not match["rel"] and day <= today:
            day += timedelta(weeks=1)
        return _Point(match.end(), day, day, "day", day.year, day.month, day.day)

    @staticmethod
    def _last(match: re.Match[str], today: date) -> _Point | None:
        count = _int(match["n"])
        if count is None or not 1 <= count <= 500:
            return None
        ahead = match["s"] in ("未来", "今后", "下", "接下来")
        unit = match["u"].lstrip("个")
        if unit in ("天", "日"):
            if ahead:
                return _Point(match.end(), today + timedelta(days=1), today + timedelta(days=count), "day")
            return _Point(match.end(), today - timedelta(days=count), today - timedelta(days=1), "day")
        if unit == "年" and match["s"] in ("过去", "近", "最近", "未来", "今后"):
            if ahead:
                return _Point(match.end(), today, _add_months(today, 12 * count) - timedelta(days=1), "day")
            return _Point(match.end(), _add_months(today, -12 * count), today - timedelta(days=1), "day")
        return None


def _step(word: str | None) -> int:
    return {"上上": -2, "下下": 2, "上": -1, "下": 1}.get((word or "").rstrip("一") or "本", 0)


def _first_monday(day: date) -> date:
    return day + timedelta(days=(7 - day.weekday()) % 7)


def _part_of_month(part: str, year: int, month: int) -> tuple[int, int]:
    last = monthrange(year, month)[1]
    return {
        "上旬": (1, 10),
        "中旬": (11, 20),
        "下旬": (21, last),
        "上半月": (1, 15),
        "下半月": (16, last),
        "初": (1, 5),
        "月初": (1, 5),
        "底": (25, last),
        "月底": (25, last),
        "末": (25, last),
        "月末": (25, last),
        "中": (11, 20),
    }[part]
