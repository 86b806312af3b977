"""docs/database.md says what is so: its diagram is the metadata's, its questions run and have answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from extractor.writing.database import Database

PAGE = Path(__file__).resolve().parents[2] / "docs" / "database.md"
TEXT = PAGE.read_text("utf-8")
QUESTIONS = re.findall(r"^```sql( sqlite)?\n(.*?)^```", TEXT, re.M | re.S)
_filled: dict[str, str] = {}


@pytest.fixture
def filled(request: pytest.FixtureRequest, new_target: Callable[[], str], repository: Path) -> Iterator[Database]:
    """A database of the corpus with one bad input, made once a dialect."""
    from extractor.batch.running import Runner
    from extractor.batch.specs import PipelineSpec
    from extractor.errors import ReadError
    from extractor.reading import Item, read_items

    dialect = request.node.callspec.params["new_target"]
    if dialect not in _filled:
        _filled[dialect] = new_target()
        with Database(_filled[dialect]) as database:
            runner = Runner(database, PipelineSpec())
            runner.run(read_items([repository / "corpus" / "documents"]))
            runner.run([Item("bad.txt", error=ReadError("bad.txt", "is empty", remedy="fetch it again"), id="bad")])
            database.index()
    with Database(_filled[dialect]) as database:
        yield database


def test_the_diagram_is_the_metadatas() -> None:
    from extractor.writing.diagram import diagram

    assert f"```mermaid\n{diagram()}\n```" in TEXT, "run: python -m extractor.writing.diagram, and put it into the page"


def test_every_table_and_view_is_on_the_page() -> None:
    from extractor.writing.schema import metadata, views

    assert [name for name in (*metadata.tables, *views()) if f"`{name}`" not in TEXT] == []


@pytest.mark.parametrize("number", range(len(QUESTIONS)))
def test_each_question_has_answers(filled: Database, number: int) -> None:
    only_sqlite, sql = QUESTIONS[number]
    if only_sqlite and filled.store.dialect != "sqlite":
        assert "SQLite only" in TEXT
        return
    rows = filled.store.rows(sql)
    assert rows, sql
    assert any(any(value not in (None, "") for value in row) for row in rows)


def test_largest_amounts_come_first(filled: Database) -> None:
    sql = next(sql for _, sql in QUESTIONS if "current_amount" in sql)
    amounts = [float(row[2]) for row in filled.store.rows(sql)]
    assert amounts == sorted(amounts, reverse=True)
    assert amounts[0] >= 1e8


def test_spans_cut_what_the_facts_say(filled: Database) -> None:
    for table in ("organizer", "official", "company", "quantity"):
        wrong = filled.store.rows(
            f"SELECT f.text, substr(d.text, f.span_start + 1, f.span_end - f.span_start) FROM {table} f "
            "JOIN document d ON d.doc_id = f.doc_id WHERE f.span_start IS NOT NULL "
            "AND f.text <> substr(d.text, f.span_start + 1, f.span_end - f.span_start)"
        )
        assert wrong == []


def test_the_page_s_commands_exist() -> None:
    from extractor.cli.main import COMMANDS

    for name in re.findall(r"`extractor ([a-z]+)", TEXT):
        assert name in COMMANDS


def test_datasettes_questions_run(filled: Database) -> None:
    import json

    from extractor.writing.browsing import metadata_file

    if filled.store.dialect != "sqlite":
        return
    shipped = json.loads(metadata_file().read_text("utf-8"))["databases"]["facts"]
    for name, query in shipped["queries"].items():
        values = {"name": filled.store.one("SELECT name FROM current_post ORDER BY name"), "words": "有限公司"}
        assert filled.store._connection.execute(query["sql"], values).fetchall(), name  # type: ignore[attr-defined]


def test_datasettes_metadata_speaks_of_what_is_there(filled: Database) -> None:
    import json

    from extractor.writing.browsing import metadata_file

    if filled.store.dialect != "sqlite":
        return
    shipped = json.loads(metadata_file().read_text("utf-8"))["databases"]["facts"]["tables"]
    for table, about in shipped.items():
        if about.get("hidden"):
            continue
        columns = set(filled.store.columns(f"SELECT * FROM {table}"))
        named = {*about.get("facets", ()), *(about[key] for key in ("sort", "sort_desc", "label_column") if key in about)}
        assert named <= columns, table
