"""docs/quantities.md, run: every line of its blocks is a test."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from extractor.numerals import QuantityReader, read_dates
from extractor.records import Quantity
from extractor.rulebook import Mark, load_rulebook, parse_marked

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "quantities.md").read_text("utf-8")


@cache
def reader() -> QuantityReader:
    return QuantityReader(load_rulebook())


def lines(block: str) -> Iterator[str]:
    for match in re.finditer(rf"^```{block}\n(.*?)^```", PAGE, re.M | re.S):
        for line in match[1].splitlines():
            yield line.replace("\\n", "\n").replace("\\t", "\t")


def shown(quantity: Quantity, key: str) -> str:
    value = getattr(quantity, key)
    if value is None:
        return ""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def agree(quantity: Quantity, mark: Mark) -> bool:
    return (quantity.span, quantity.kind) == ((mark.start, mark.end), mark.label) and all(
        shown(quantity, key) == value for key, value in mark.attrs.items()
    )


@pytest.mark.parametrize("line", lines("examples"))
def test_an_example_of_the_page_holds(line: str) -> None:
    marked = parse_marked(line)
    found = reader().read(marked.text)
    assert len(found) == len(marked.marks), found
    for quantity, mark in zip(found, marked.marks, strict=True):
        assert agree(quantity, mark), (quantity, mark)


@pytest.mark.parametrize("line", lines("refused"))
def test_what_the_page_refuses_is_not_read(line: str) -> None:
    assert reader().read(line) == []


@pytest.mark.parametrize("line", lines("dates"))
def test_a_date_of_the_page_holds(line: str) -> None:
    text, _, expected = line.partition(" => ")
    (found,) = read_dates(text, "2011-08-20")
    assert f"{found.start_iso}/{found.end_iso}" == expected


def test_the_page_has_examples() -> None:
    assert len(list(lines("examples"))) > 60
