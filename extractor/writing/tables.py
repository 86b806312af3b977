"""Records as rows of one flat table, and the writers of CSV and of a table for a terminal."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TextIO

from extractor.records import Record, exact_number
from extractor.writing.cells import csv_cell

FLAT = (
    "document", "published", "field", "name", "detail", "org", "value", "min", "max", "comparator", "unit", "noun",
    "text", "start", "end", "rules", "confidence",
)
"""`detail`: an organizer's role, a post's title, an event's place, a quantity's kind."""


def flat_rows(record: Record) -> Iterator[tuple[Any, ...]]:
    """A row a fact (a post where an official has several), in the order of `FLAT`. Spans are on the original text."""
    about = (record.id, record.published)
    blank = (None,) * 5
    for event in record.events:
        yield (*about, "event", event.name, event.place, event.part_of, *blank, event.start, *_place(event))
    for organizer in record.organizers:
        yield (*about, "organizer", organizer.name, organizer.role, None, *blank, organizer.event, *_place(organizer))
    for official in record.officials:
        for post in official.posts:
            place = (post.text, *(post.span or (None, None)), " ".join(post.rules), post.confidence)
            yield (*about, "official", official.name, post.title, post.org, *blank, None, *place)
    for company in record.companies:
        yield (*about, "company", company.name, None, None, *blank, None, *_place(company))
    for fact in record.quantities:
        numbers = (_number(fact.value), _number(fact.min), _number(fact.max))
        yield (
            *about, "quantity", None, fact.kind, None, *numbers, fact.comparator, fact.currency or fact.unit, fact.noun,
            fact.text, *fact.span, " ".join(fact.rules), fact.confidence,
        )


def _place(fact: Any) -> tuple[Any, ...]:
    first = fact.mentions[0] if fact.mentions else (None, None)
    return (fact.text, *first, " ".join(fact.rules), fact.confidence)


def _number(value: Any) -> Any:
    return None if value is None else exact_number(value)


def write_csv(stream: TextIO, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, mark: bool = False) -> int:
    """Comma-separated, `\\r\\n`, formulas disarmed. `mark`: a BOM first, without which Excel takes UTF-8 for GBK."""
    if mark:
        stream.write("\ufeff")
    writer = csv.writer(stream)
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow([csv_cell(value) for value in row])
        count += 1
    return count


def write_table(stream: TextIO, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, width: int = 28) -> int:
    """Columns side by side; a Han character is two cells wide, longer values are cut with …."""
    shown = [[_fit(_plain(value), width) for value in row] for row in rows]
    widths = [
        max([display_width(name), *(display_width(row[at]) for row in shown)]) for at, name in enumerate(columns)
    ]
    for row in [list(columns), ["-" * size for size in widths], *shown]:
        cells = (cell + " " * (size - display_width(cell)) for cell, size in zip(row, widths, strict=True))
        stream.write("  ".join(cells).rstrip() + "\n")
    return len(shown)


def display_width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return "".join(char if char.isprintable() else " " for char in str(value))


def _fit(text: str, width: int) -> str:
    if display_width(text) <= width:
        return text
    out, used = "", 1
    for char in text:
        used += 2 if unicodedata.east_asian_width(char) in "WF" else 1
        if used > width:
            break
        out += char
    return out + "…"
