"""Records as rows of one flat table, and the writers of CSV and of a table for a terminal."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TextIO

from extractor.records import Event, Record, exact_number
from extractor.writing.cells import csv_cell

FLAT = (
    "document", "published", "field", "name", "detail", "org", "value", "min", "max", "comparator", "unit", "noun",
    "event", "date", "text", "start", "end", "rules", "confidence",
)
"""`detail`: an organizer's role, a post's title, an event's place, a quantity's kind. `event`: what an organizer holds, what
an event is part of. `date`: when an event is held, ISO; of several days first/last."""


def flat_rows(record: Record) -> Iterator[tuple[Any, ...]]:
    """A row a fact (a post where an official has several), in the order of `FLAT`. Spans are on the original text."""
    about = (record.id, record.published)
    blank = (None,) * 5
    for event in record.events:
        yield (*about, "event", event.name, event.place, None, *blank, None, event.part_of, _dates(event), *_place(event))
    for organizer in record.organizers:
        yield (*about, "organizer", organizer.name, organizer.role, None, *blank, None, organizer.event, None, *_place(organizer))
    for official in record.officials:
        for post in official.posts:
            place = (post.text, *(post.span or (None, None)), " ".join(post.rules), post.confidence)
            yield (*about, "official", official.name, post.title, post.org, *blank, *_NEITHER, *place)
    for company in record.companies:
        yield (*about, "company", company.name, None, None, *blank, *_NEITHER, *_place(company))
    for fact in record.quantities:
        numbers = (_number(fact.value), _number(fact.min), _number(fact.max))
        yield (
            *about, "quantity", None, fact.kind, None, *numbers, fact.comparator, fact.currency or fact.unit, fact.noun,
            None, None, fact.text, *fact.span, " ".join(fact.rules), fact.confidence,
        )


_NEITHER = (None, None, None)
"""Neither noun nor event nor date."""


def table_row(row: Sequence[Any]) -> tuple[Any, ...]:
    """A row of `FLAT` as it is looked at, in the order of `SHOWN`: comparator and numbers are one cell."""
    cells = dict(zip(FLAT, row, strict=True))
    if cells["comparator"] == "range":
        cells["value"] = f"{cells['min']} to {cells['max']}"
    elif cells["comparator"] is not None:
        known = [cells[name] for name in ("value", "min", "max") if cells[name] is not None]
        cells["value"] = " ".join(str(part) for part in (cells["comparator"], *known[:1]))
    return tuple(cells[name] for name in SHOWN)


SHOWN = ("document", "field", "name", "detail", "org", "value", "unit", "noun", "event", "date", "text")


DETAIL = {"event": "place", "organizer": "role", "official": "title", "company": "detail", "quantity": "kind"}
"""What `detail` is, by field, in the order in which fields are shown."""


def _dates(event: Event) -> str | None:
    return event.start if event.end in (None, event.start) else f"{event.start or '..'}/{event.end}"


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
    """Columns side by side, but for those that hold nothing; a Han character is two cells wide, … cuts longer values."""
    shown = [[_fit(_plain(value), width) for value in row] for row in rows]
    full = [at for at in range(len(columns)) if not shown or any(row[at] for row in shown)]
    columns, shown = [columns[at] for at in full], [[row[at] for at in full] for row in shown]
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
