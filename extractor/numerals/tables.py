"""Tables inside a text: a unit in the heading holds for the bare numbers below it.

Two forms are read. `单位：万元` in a line of its own or behind a title holds for every bare number of the rows that follow.
A header row whose cells carry a unit in brackets (发行总额（亿元）) holds for the numbers of its column. A row is a line of
cells apart by tabs, bars or two spaces; the table ends at the first line that is no row. Years, ordinals and numbers with
a unit of their own are left to the ordinary reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from extractor.numerals.reading import Reading
from extractor.numerals.value import Value, evaluate
from extractor.numerals.words import Unit, Words

_HEADING = re.compile(r"(?:计量)?单位 ?[:：] ?(?P<unit>[^\s，。；）)|]{1,8})")
_COLUMN = re.compile(r"^(?P<name>[^（(]{1,20})[（(](?P<unit>[^（）()]{1,8})[）)]$")
_COLUMN_UNIT = re.compile(
    r"[一-鿿][（(](?:[十百千万亿]*(?:元|美元|人|户|个|家|吨|亩|公顷|平方米|台|辆|件|项|千瓦时)|%)[）)]"
)
_HEADING_SHADOW = re.compile(r"单位 ?[:：]")
_BRACKETED = re.compile(r"[（(][十百千万亿元美人户个家吨亩公平台辆件项%]")
_CELL = re.compile(r"[^\t|｜]+?(?=\t|[|｜]| {2}|　|$)")
_NUMBER = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|-?[0-9]+(?:\.[0-9]+)?")
_SCALE = re.compile(r"[十百千万亿]*")
_MAX_ROWS = 200


class Cell(NamedTuple):
    start: int
    end: int
    text: str


class Measure(NamedTuple):
    """A unit as a heading says it: 万元 is 元 times 10,000."""

    unit: Unit
    scale: Decimal


class TableUnits:
    def __init__(self, words: Words) -> None:
        self._words = words

    @staticmethod
    def concerns(text: str) -> bool:
        """A cheap test whether the text may hold a table of this kind."""
        return "\n" in text and (
            (_HEADING_SHADOW.search(text) is not None and _HEADING.search(text) is not None)
            or (
                ("\t" in text or "|" in text or "｜" in text or "  " in text or "　" in text)
                and _BRACKETED.search(text) is not None
                and _COLUMN_UNIT.search(text) is not None
            )
        )

    def read(self, text: str, found: Sequence[tuple[Reading, str, str]]) -> list[tuple[Reading, str, str]]:
        """Readings of the bare numbers of tables, with kind and rule; numbers that `found` has are left out."""
        taken = {reading.number_start for reading, _, _ in found}
        out: list[tuple[Reading, str, str]] = []
        common: Measure | None = None
        columns: list[tuple[str, Measure | None]] = []
        rows = 0
        for start, line in _lines(text):
            heading = _HEADING.search(line)
            cells = list(_cells(line, start))
            header = [self._column(cell.text) for cell in cells]
            if heading is not None:
                common, columns, rows = self._measure(heading["unit"]), [], 0
                continue
            if len(cells) > 1 and any(measure for _, measure in header):
                columns, rows = header, 0
                continue
            if common is None and not columns:
                continue
            if not columns and cells and not any(_NUMBER.fullmatch(cell.text) for cell in cells):
                if len(cells) > 1:
                    columns = [(cell.text, None) for cell in cells]
                    continue
                if line.strip() and len(line) < 40 and rows == 0:
                    continue  # a title between the unit and the rows
            if len(cells) < 2 or rows >= _MAX_ROWS or "。" in line:
                if line.strip():
                    common, columns, rows = None, [], 0
                continue
            rows += 1
            for index, cell in enumerate(cells):
                name, measure = columns[index] if len(columns) == len(cells) else ("", None)
                measure = measure or (None if "%" in name or "比" in name or "率" in name else common)
                if index == 0 or measure is None or cell.start in taken:
                    continue
                made = self._cell(cell, measure)
                if made is not None:
                    out.append(made)
        return out

    def _column(self, text: str) -> tuple[str, Measure | None]:
        match = _COLUMN.match(text)
        return (text, None) if match is None else (match["name"], self._measure(match["unit"]))

    def _measure(self, written: str) -> Measure | None:
        scale = _SCALE.match(written)
        assert scale is not None
        for cut in (scale.end(), 0):
            unit = self._words.unit_at(written, cut)
            if unit is not None and cut + len(unit.form) == len(written):
                value = evaluate(written[:cut]) if cut else None
                return Measure(unit, value.low if value is not None else Decimal(1))
        return None

    @staticmethod
    def _cell(cell: Cell, measure: Measure) -> tuple[Reading, str, str] | None:
        if _NUMBER.fullmatch(cell.text) is None:
            return None
        value = evaluate(cell.text.lstrip("-").replace(",", ""))
        if value is None:
            return None
        number = value.low * measure.scale * (-1 if cell.text[0] == "-" else 1)
        unit = measure.unit
        kind = _KINDS.get(unit.family)
        if kind is None:
            return None
        reading = Reading(
            cell.start,
            cell.end,
            cell.start,
            cell.end,
            number,
            number,
            Value(number, number, number),
            unit.family,
            unit=unit.form,
            currency=unit.code,
            entry=unit,
        )
        return reading, kind, "quantity.table_unit"


_KINDS = {
    "money": "amount",
    "measure": "measure",
    "arabic": "measure",
    "time": "measure",
    "percent": "percent",
    "multiple": "multiple",
    "count": "count",
    "direct": "count",
}


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def _cells(line: str, start: int) -> Iterator[Cell]:
    for match in _CELL.finditer(line):
        inner = match[0].strip()
        if inner:
            begin = start + match.start() + match[0].index(inner)
            yield Cell(begin, begin + len(inner), inner)
