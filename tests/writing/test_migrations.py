"""A database of the first version, as it was stored then, is brought up to date with all it holds."""

from __future__ import annotations

import gzip
import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest
from store_samples import KEY, finished

from extractor.records import Document
from extractor.writing.database import Database
from extractor.writing.digest import digests
from extractor.writing.exporting import records
from extractor.writing.stores import Store
from extractor.writing.versions import DATABASE_VERSION

DATA = Path(__file__).resolve().parent.parent / "data"


@pytest.fixture
def old(new_target) -> str:
    """The address of a database of version 1."""
    target: str = new_target()
    if "://" not in target:
        Path(target).write_bytes(gzip.decompress((DATA / "facts-v1.db.gz").read_bytes()))
        return target
    import psycopg

    with psycopg.connect(target, autocommit=True) as connection:
        connection.execute((DATA / "facts-v1.postgresql.sql").read_text("utf-8"))
    return target


def shape(store: Store) -> list[tuple]:
    """Tables, columns and their types, indexes and triggers."""
    if store.dialect == "postgresql":
        return store.rows(
            "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns "
            "WHERE table_schema = 'public' ORDER BY 1, 2"
        ) + store.rows("SELECT indexname FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1")
    others = store.rows("SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') ORDER BY 1, 2")
    tables = [row[0] for row in store.rows("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY 1")]
    return others + [(name, *row[1:]) for name in tables for row in store.rows(f"PRAGMA table_info({name})")]


def test_what_an_old_database_holds_stays(old: str) -> None:
    with Database(old) as database:
        assert database.store.version() == DATABASE_VERSION
        one, two = records(database)
        assert (one.id, one.organizers[0].name, one.organizers[0].mentions) == ("old0", "工业和信息化部", ((1, 8),))
        assert (two.companies[0].rules, two.quantities[0].value) == (("company.list",), Decimal("1.25e9"))
        assert database.store.rows("SELECT id, reason FROM quarantine") == [("bad", "is empty")]
        before = digests(database)
    with Database(old) as database:
        assert digests(database) == before


def test_the_index_of_an_old_database_has_the_titles_of_now(old: str) -> None:
    if "://" in old:
        pytest.skip("the full-text index is SQLite's")
    with sqlite3.connect(old) as connection:
        connection.execute("UPDATE document SET title = '后来的名称' WHERE id = 'old0'")
    with Database(old) as database:
        search = "SELECT count(*) FROM document_search WHERE document_search MATCH '后来的名称'"
        assert database.store.one(search) == 1
        database.store.execute("INSERT INTO document_search(document_search, rank) VALUES ('integrity-check', 1)")


def test_an_old_database_takes_new_documents(old: str) -> None:
    with Database(old) as database:
        database.register(KEY, "f", "0")
        written = database.write([finished(Document("new", "新的文本一二三四"))], [], [], KEY)
        assert written.documents == 1
        database.index()


def test_a_migrated_database_has_the_shape_of_a_new_one(old: str, new_target) -> None:
    with Database(old) as migrated, Database(new_target()) as new:
        assert shape(migrated.store) == shape(new.store)
