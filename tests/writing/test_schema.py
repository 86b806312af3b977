"""The tables hold what records hold, in the order that the fast path writes it."""

from __future__ import annotations

import sqlite3
from dataclasses import fields

import pytest

from extractor.records import Company, Event, Official, Organizer, Post, Quantity
from extractor.writing.database import FACT_ORDER
from extractor.writing.rows import COLUMNS
from extractor.writing.schema import FACT_TABLES, metadata, statements, views
from extractor.writing.versions import DATABASE_VERSION

# a record's field → its column or columns, where the name is another
RENAMED = {
    "start": ("start_date",), "end": ("end_date",), "span": ("span_start", "span_end"),
    "org_span": ("org_start", "org_end"), "noun_span": ("noun_start", "noun_end"), "posts": (),
    "condition": (
        "condition_min", "condition_max", "condition_currency", "condition_unit", "condition_start", "condition_end"
    ),
}


@pytest.mark.parametrize("table", sorted(COLUMNS))
def test_the_fast_path_writes_every_column(table: str) -> None:
    assert set(COLUMNS[table]) == {column.name for column in metadata.tables[table].columns}


@pytest.mark.parametrize(
    ("table", "kind"),
    [("event", Event), ("organizer", Organizer), ("official", Official), ("post", Post), ("company", Company),
     ("quantity", Quantity)],
)
def test_every_field_of_a_record_has_a_column(table: str, kind: type) -> None:
    columns = set(COLUMNS[table])
    wanted = {column for item in fields(kind) for column in RENAMED.get(item.name, (item.name,))}
    assert wanted <= columns


def test_fact_tables_are_written_parents_first() -> None:
    assert set(FACT_ORDER) == set(FACT_TABLES)
    assert FACT_ORDER.index("official") < FACT_ORDER.index("post")


@pytest.mark.parametrize("view", sorted(views()))
def test_every_view_can_be_read(view: str) -> None:
    connection = sqlite3.connect(":memory:")
    for statement in statements("sqlite"):
        connection.execute(statement)
    assert connection.execute(f"SELECT * FROM {view}").fetchall() == []


def test_every_table_and_obscure_column_is_explained() -> None:
    assert [name for name, table in metadata.tables.items() if not table.comment] == []


def test_every_version_has_its_step() -> None:
    from extractor.writing.migrations import STEPS

    assert sorted(STEPS) == list(range(2, DATABASE_VERSION + 1))
