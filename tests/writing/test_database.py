"""Written records read back equal, on both dialects; refused rows cost their document only."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from store_samples import KEY, finished, records

from extractor.errors import StoreError, UsageError
from extractor.records import Company, Document, Record
from extractor.writing.database import Database, Failed
from extractor.writing.exporting import records as read_records
from extractor.writing.stores import masked, open_store
from extractor.writing.versions import DATABASE_VERSION


@pytest.fixture
def database(target: str) -> Iterator[Database]:
    with Database(target) as opened:
        opened.register(KEY, "fingerprint", "0")
        yield opened


def write(database: Database, *documents: Document, record: Record | None = None) -> None:
    database.write([finished(document, record) for document in documents], [], [], KEY)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(record=records)
def test_a_written_record_reads_back_equal(database: Database, record: Record) -> None:
    document = Document(id=record.id, text=f"{record.id}。文本", published=record.published, title=record.title)
    item = finished(document, record)
    item.flags = json.dumps(record.flags, ensure_ascii=False)
    database.store.execute("DELETE FROM document")
    database.store.execute("DELETE FROM band")
    database.write([item], [], [], KEY)
    expected = replace(record, pipeline_key=KEY)
    (back,) = read_records(database)
    assert back == expected
    assert back.to_dict() == expected.to_dict()


def test_the_batch_goes_on_when_a_documents_rows_are_refused(database: Database) -> None:
    good, bad = Document("good", "好的文本一二三"), Document("bad", "坏的文本四五六")
    item = finished(bad, Record(id="bad", companies=(Company("甲公司"),)))
    item.rows["company"].append(item.rows["company"][0])  # the same key twice
    written = database.write([finished(good), item], [], [], KEY)
    assert (written.documents, written.failed) == (1, 1)
    assert database.store.rows("SELECT id FROM document") == [("good",)]
    ((name, stage, reason),) = database.store.rows("SELECT id, stage, reason FROM quarantine")
    assert (name, stage) == ("bad", "write")
    assert "refuses its rows" in reason
    assert database.store.rows("SELECT * FROM company") == []


def test_new_answers_replace_old_ones_whole(database: Database) -> None:
    document = Document("d", "文本")
    write(database, document, record=Record(id="d", companies=(Company("甲公司"), Company("乙公司"))))
    write(database, document, record=Record(id="d", companies=(Company("丙公司"),)))
    assert database.store.rows("SELECT name FROM company") == [("丙公司",)]
    assert database.store.rows("SELECT facts FROM result") == [(1,)]


def test_another_pipeline_adds_and_becomes_current(database: Database) -> None:
    document = Document("d", "文本")
    write(database, document, record=Record(id="d", companies=(Company("甲公司"),)))
    database.register("other", "other fingerprint", "0")
    newer = finished(document, Record(id="d", companies=(Company("乙公司"),)), key="other")
    database.write([newer], [], [], "other")
    assert database.store.rows("SELECT name FROM company ORDER BY name DESC") == [("甲公司",), ("乙公司",)]
    assert database.store.rows("SELECT name FROM current_company") == [("乙公司",)]


def test_quarantine_rows_are_fit_to_print(database: Database) -> None:
    database.write(
        [], [], [Failed("x", "id\x1b[2J", "folder/\udc80", None, "read", "bad\nreason", "r\ud800", 1)], None
    )
    ((name, origin, reason, remedy),) = database.store.rows("SELECT id, origin, reason, remedy FROM quarantine")
    assert all(text.isprintable() for text in (name, origin, reason, remedy))


def test_a_document_field_is_only_ever_a_value(database: Database) -> None:
    name = "'); DROP TABLE document; --"
    write(database, Document(name, "文本", title=name, url=name, source=name))
    assert database.store.rows("SELECT id, title, url, source FROM document") == [(name,) * 4]


def test_a_newer_schema_is_refused(target: str) -> None:
    with Database(target) as opened:
        opened.store.execute("UPDATE schema_version SET version = ?", [DATABASE_VERSION + 1])
    with pytest.raises(StoreError, match="newer version"):
        Database(target)


def test_a_database_with_other_tables_of_our_names_is_refused(target: str) -> None:
    with Database(target) as opened:
        opened.store.execute("DROP TABLE schema_version")
    with pytest.raises(StoreError, match="tables cannot be made"):
        Database(target)


def test_a_file_that_is_no_database_is_refused(tmp_path) -> None:
    file = tmp_path / "notes.db"
    file.write_text("not a database, but long enough to have a header of sixteen bytes and more" * 20)
    with pytest.raises(StoreError, match="SQLite database"):
        open_store(file)


@pytest.mark.parametrize("address", ["mysql://u:secret@h/d", "sqlite://facts.db", "sqlite:///"])
def test_addresses_that_are_none_are_wrong_usage(address: str) -> None:
    with pytest.raises(UsageError) as caught:
        open_store(address)
    assert "secret" not in str(caught.value)


def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    with pytest.raises(StoreError) as caught:
        open_store("postgresql://user:secret@127.0.0.1:1/none?connect_timeout=2")
    assert "secret" not in str(caught.value)
    assert "cannot be reached" in str(caught.value)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql://u:p@h/d", "postgresql://u:***@h/d"), ("postgresql://u@h/d", "postgresql://u@h/d"),
        ("postgresql://u:p%40x@h/d?password=q&a=b", "postgresql://u:***@h/d?password=***&a=b"), ("a.db", "a.db"),
        ("postgresql://u:p@ss@h/d", "postgresql://u:***@h/d"),
    ],
)
def test_passwords_are_masked(address: str, shown: str) -> None:
    assert masked(address) == shown


def test_search_finds_and_forgets(tmp_path) -> None:
    with Database(tmp_path / "f.db") as opened:
        opened.register(KEY, "f", "0")
        write(opened, Document("d", "新疆装备制造业对接会"))
        assert opened.index() == 1
        assert opened.index() == 0
        search = "SELECT rowid FROM document_search WHERE document_search MATCH '装备制造'"
        assert len(opened.store.rows(search)) == 1
        opened.store.execute("DELETE FROM document")
        assert opened.store.rows(search) == []
        opened.store.execute("INSERT INTO document_search(document_search, rank) VALUES ('integrity-check', 1)")


def test_search_follows_a_title_that_a_repost_changes(tmp_path) -> None:
    text = "新疆装备制造业对接会在乌鲁木齐举行，企业代表参加。" * 3
    with Database(tmp_path / "f.db") as opened:
        opened.register(KEY, "f", "0")
        for place, title in (("b", "先前的标题"), ("a", "后来的名称")):
            write(opened, Document(place, text, title=title, url=f"http://{place}.example/1"))
            opened.index()
        assert opened.store.rows("SELECT title FROM document") == [("后来的名称",)]
        search = "SELECT count(*) FROM document_search WHERE document_search MATCH ?"
        assert [opened.store.one(search, [title]) for title in ("先前的标题", "后来的名称")] == [0, 1]
        # with rank 1 it compares the index with the table
        opened.store.execute("INSERT INTO document_search(document_search, rank) VALUES ('integrity-check', 1)")


def test_foreign_keys_hold(tmp_path) -> None:
    with Database(tmp_path / "f.db") as opened, pytest.raises(sqlite3.IntegrityError):
        opened.store.execute("INSERT INTO result VALUES ('none', 'none', 'done', 1, '[]', 0)")
