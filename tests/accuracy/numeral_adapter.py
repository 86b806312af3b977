"""The numeral reader in the form in which the public suites' cases are scored.

    cd tests/accuracy
    python ../../../shared/numerals/score.py numeral_adapter:extract --cases ../../../shared/numerals/cases.dev.jsonl

`extract(text, kind, ref)` hands the text to the same parser that the pipeline uses and turns its readings into the form
asked for. The parser knows nothing of the suites: what only queries write (100k, 2e5, numbers spaced out for
typesetting) is spelt out here first, and what is no release's language is listed in `numeral_refused.tsv` and fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any

from extractor.numerals import read_dates
from extractor.numerals.parser import Parser
from extractor.numerals.reading import Reading
from extractor.numerals.scan import fold
from extractor.numerals.words import Words
from extractor.repair import repair
from extractor.rulebook import load_rulebook

_NUMERAL = "零〇一二两三四五六七八九十百千万亿兆廿卅壹贰叁肆伍陆柒捌玖拾佰仟几"
_SPACED = re.compile(
    rf"(?<=[{_NUMERAL}点又之分负余多个百佰]) +(?=[{_NUMERAL}点又之分余多个成折百])"
    rf"|(?<=[{_NUMERAL}点又之分负]) +(?=[{_NUMERAL}0-9点又之分])|(?<=[<>≤≥]) +(?==)|(?<=[于或过]) +(?=[0-9或等{_NUMERAL}])"
    rf"|(?<=小于|大于) +(?=或)|(?<=^-) +(?=[0-9])|(?<=[0-9]) +(?=[万亿千百])|(?<=[{_NUMERAL}0-9]) +(?=日$)"
)
_SHORT = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?|\.[0-9]+) ?([kKMG])(?![A-Za-z])")
_SCIENTIFIC = re.compile(r"([0-9]+(?:\.[0-9]+)?)e([+-]?[0-9]{1,3})(?![0-9A-Za-z])")
_FACTORS = {"k": 1000, "K": 1000, "M": 10**6, "G": 10**9}
_LEADING_POINT = re.compile(r"(?<![0-9.])\.(?=[0-9])")
_SLASHED = re.compile(r"(?<![0-9./])(?:([0-9]+) )?([0-9]+)/([0-9]+)(?![0-9/])")
_JOIN = re.compile(r"(?:零|又|余|多|、)?")
_BETWEEN = re.compile(r"(?:的?同时|且|并且|，|,|、|和|但|的数|个)? ?")
_MEASURES = ("measure", "arabic", "scale")
_LOOSE_TIMES = {"分": 60, "时": 3600, "日": 86400}


@cache
def _parser() -> tuple[Parser, Words]:
    words = Words(load_rulebook())
    return Parser(words), words


def _plain(text: str) -> str:
    """Repaired and folded text in which shorthand is spelt out."""
    text = fold(repair(text).text)
    text = text.translate(_SIMPLE)
    text = _SPACED.sub("", text)
    text = _SCIENTIFIC.sub(lambda match: f"{Decimal(match[0].replace('e', 'E')):f}", text)
    text = _SHORT.sub(lambda match: f"{Decimal('0' + match[1].replace(',', '')) * _FACTORS[match[2]]:f}", text)
    return _LEADING_POINT.sub("0.", text)


# The simplified forms of the unit characters that the cases write in traditional ones; whole sentences are repair's work.
_SIMPLE = str.maketrans("個萬億點陸負對雙裏侖攝華氏遲鐘時兩黃圓幣", "个万亿点陆负对双里仑摄华氏迟钟时两黄圆币")


def extract(text: str, kind: str, ref: str | None = None) -> list[dict[str, Any]] | None:
    """Everything of `kind` in `text`, as score.py describes it; None for a kind that is not read."""
    if kind == "date":
        return [
            dict(zip(("from", "to"), reading.days(), strict=True))
            for reading in read_dates(repair(text).text, (ref or "")[:10])
        ]
    maker = _MAKERS.get(kind)
    if maker is None:
        return None
    plain = _plain(text)
    return maker(plain, list(_parser()[0].readings(plain, bare=True)))


def _value(low: Decimal, high: Decimal) -> dict[str, Any]:
    return {"value": low} if low == high else {"min": low, "max": high}


def _numbers(text: str, readings: list[Reading]) -> list[dict[str, Any]]:
    values: list[tuple[int, Decimal]] = []
    parts = re.fullmatch(rf"([{_NUMERAL}]+)份([{_NUMERAL}]+)", text)
    if parts and len(readings) == 2:  # Cantonese: 二份一 is one of two
        return [{"value": readings[1].value.low / readings[0].value.low}]
    slashed = list(_SLASHED.finditer(text))
    for match in slashed:
        values.append((match.start(), Decimal(match[1] or 0) + Decimal(match[2]) / Decimal(match[3])))
    previous: Reading | None = None
    for reading in readings:
        if any(match.start() <= reading.start < match.end() for match in slashed):
            continue
        if reading.family == "ordinal":
            continue
        if reading.family == "fraction":
            if previous is not None and text[previous.end : reading.start] == "又":
                whole = values.pop()[1]
                values.append((previous.start, whole - reading.low if whole < 0 else whole + reading.low))
            else:
                values.append((reading.start, reading.low))
            previous = None
            continue
        if reading.value.bare and reading.family == "bare":
            continue  # 万 alone is no number
        base = reading.value.base
        if reading.family == "dozen":
            base *= 12
        values.append((reading.start, -base if reading.negative else base))
        if reading.value.low == reading.value.high and reading.low != reading.high and reading.family != "percent":
            values.append((reading.end, reading.high))
        previous = reading
    return [{"value": value} for _, value in sorted(values)]


def _ordinals(text: str, readings: list[Reading]) -> list[dict[str, Any]]:
    return [{"value": reading.low} for reading in readings if reading.family == "ordinal"]


def _fractions(text: str, readings: list[Reading]) -> list[dict[str, Any]]:
    return _numbers(text, readings)


def _percents(text: str, readings: list[Reading]) -> list[dict[str, Any]]:
    out = []
    for reading in readings:
        low, high = reading.low, reading.high
        if reading.family == "discount":
            factor = Decimal("0.01") if low >= 10 else Decimal("0.1") if low >= 1 else Decimal(1)
        elif reading.family != "percent":
            continue
        elif reading.unit == "成":
            factor = Decimal("0.1")
        elif reading.unit == "‰":
            factor = Decimal("0.001")
        else:
            factor = Decimal("0.01")
        out.append(_value(low * factor, high * factor))
    return out


def _money(text: str, readings: list[Reading]) -> list[dict[str, Any]]:
    out = [
        {**_value(reading.low, reading.high), "currency": reading.currency}
        for reading in readings
        if reading.family == "money"
    ]
    cents = re.fullmatch(rf"([0-9]+|[{_NUMERAL}]+)分", text)
    if not out and cents and len(readings) == 1:  # asked for money, 五分 alone is five cents; in a text it is a score
        out.append({"value": readings[0].value.low / 100, "currency": "CNY"})
    return out


def _quantities(text: str, readings: list[Reading]) -> list[dict[str, Any]]:
    out = []
    for reading in readings:
        whole = reading.start == 0 and reading.end == len(text)
        if (
            reading.family in _MEASURES
            or (reading.family == "fraction" and reading.unit)
            or (whole and reading.family in ("count", "direct") and reading.unit)
        ):
            out.append(_value(reading.low, reading.high))
    return out


def _ranges(text: str, readings: list[Reading]) -> list[dict[str, Any]]:
    intervals: list[tuple[Reading, Decimal | None, Decimal | None]] = []
    for reading in readings:
        low, high = reading.bounds
        if reading.comparator in ("=", "~"):
            if text[max(0, reading.number_start - 2) : reading.number_start] != "等于":
                continue
            low = high = reading.low
        if intervals and low != high:
            last, last_low, last_high = intervals[-1]
            if _BETWEEN.fullmatch(text, last.end, reading.start):
                if last_high is None and low is None:
                    intervals[-1] = (reading, last_low, high)
                    continue
                if last_low is None and high is None:
                    intervals[-1] = (reading, low, last_high)
                    continue
        intervals.append((reading, low, high))
    return [{"min": low, "max": high} for _, low, high in intervals]


def _durations(text: str, readings: list[Reading]) -> list[dict[str, Any]]:
    words = _parser()[1]
    out: list[Decimal] = []
    end = -1
    for reading in readings:
        seconds = words.seconds.get(reading.unit or "")
        stop = reading.end
        low = reading.low
        if (
            seconds is None
            and reading.family in ("bare", "money", "clock")
            and text[reading.number_end : reading.number_end + 1] in _LOOSE_TIMES
        ):
            loose = text[reading.number_end]
            low, stop, seconds = reading.value.low, reading.number_end + 1, Decimal(_LOOSE_TIMES[loose])
            if text[stop : stop + 1] == "半":
                low, stop = low + Decimal("0.5"), stop + 1
            if text[stop : stop + 1] == "钟":
                stop += 1
        if seconds is None:
            continue
        total = seconds * low
        if out and end >= 0 and _JOIN.fullmatch(text, end, reading.start):
            out[-1] += total
        else:
            out.append(total)
        end = stop
    return [{"seconds": value} for value in out]


_MAKERS = {
    "number": _numbers,
    "ordinal": _ordinals,
    "fraction": _fractions,
    "percent": _percents,
    "money": _money,
    "quantity": _quantities,
    "range": _ranges,
    "duration": _durations,
}


def refused(lines: Iterable[str]) -> dict[str, str]:
    """id → reason of the cases that are listed and left failed (`numeral_refused.tsv`)."""
    rows = (line.rstrip("\n").split("\t") for line in lines if line.strip() and not line.startswith("#"))
    return {row[0]: row[-1] for row in rows}
