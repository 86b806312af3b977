"""The database: one SQLAlchemy `MetaData` for SQLite and PostgreSQL.

A *document* is one release; every place where it was seen is a *source*. What one pipeline (code + rules + lexicons,
named by `pipeline_key`) said of one document is a *result* with its facts: event, organizer, official and post,
company, quantity. Facts of a document are replaced together with their result, in one transaction, so a result that is
there is whole. The `current_*` views show, for each document that was not superseded, the newest finished result.

Spans are half-open code-point offsets of `document.text`. JSON columns hold lists. Columns of type `Exact` keep decimal
numbers exactly: NUMERIC in PostgreSQL; in SQLite a column without affinity that holds an integer, a float where the
float is exact, and otherwise the digits as text (SQLite's own NUMERIC would round above 2^53).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlalchemy.types import UserDefinedType

from extractor.writing.versions import DATABASE_VERSION


class Exact(UserDefinedType[Any]):
    """A decimal number that is never rounded."""

    cache_ok = True


@compiles(Exact, "postgresql")
def _exact_postgresql(element: Exact, compiler: Any, **options: Any) -> str:
    return "NUMERIC"


@compiles(Exact)
def _exact(element: Exact, compiler: Any, **options: Any) -> str:
    return ""


def _json() -> Any:
    return JSON().with_variant(postgresql.JSONB(), "postgresql")


metadata = MetaData()

schema_version = Table(
    "schema_version", metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("applied", Text, nullable=False, comment="UTC time"),
    comment="The migrations that this database has had.",
)

pipeline = Table(
    "pipeline", metadata,
    Column("pipeline_key", Text, primary_key=True, comment="hash of code, rules and lexicons"),
    Column("fingerprint", Text, nullable=False, comment="hash of the files the key was made from"),
    Column("extractor_version", Text, nullable=False),
    Column("first_used", Text, nullable=False, comment="UTC time"),
    comment="Every pipeline that has put facts here.",
)

document = Table(
    "document", metadata,
    Column("doc_id", Text, primary_key=True, comment="hash of text and publication date"),
    Column("number", BigInteger, nullable=False, unique=True, comment="order of arrival; the full-text index's key"),
    Column("id", Text, nullable=False, comment="the id that the input gave, or the file's stem"),
    Column("title", Text),
    Column("published", Text, comment="ISO date"),
    Column("source", Text, comment="who published it, as the page says"),
    Column("url", Text),
    Column("text", Text, nullable=False, comment="exactly as read; spans count its code points"),
    Column("chars", Integer, nullable=False, comment="length of text in code points"),
    Column("superseded_by", Text, ForeignKey("document.doc_id", ondelete="SET NULL"),
           comment="the corrected release at the same URL"),
    Column("current_key", Text, ForeignKey("pipeline.pipeline_key"), comment="the newest finished result"),
    Index("document_published", "published"),
    Index("document_id", "id"),
    Index("document_superseded_by", "superseded_by"),
    comment="One row a release; re-posts of it are rows of source.",
)

source = Table(
    "source", metadata,
    Column("content_id", Text, comment="hash of text and publication date as seen at this place"),
    Column("location", Text, comment="the URL, or the id where there is no URL"),
    Column("doc_id", Text, ForeignKey("document.doc_id", ondelete="CASCADE"), nullable=False),
    Column("seq", BigInteger, nullable=False, comment="order of arrival"),
    Column("id", Text, nullable=False),
    Column("title", Text),
    Column("published", Text),
    Column("source", Text),
    Column("url", Text),
    Column("clean_hash", Text, nullable=False, comment="hash of the repaired text without furniture and punctuation"),
    Column("text", Text, comment="the text seen here where it is not the document's"),
    Column("sketch", Text, comment="part of the text's MinHash signature"),
    PrimaryKeyConstraint("content_id", "location"),
    Index("source_doc_id", "doc_id"),
    Index("source_url", "url"),
    comment="Every place where a document was seen.",
)

band = Table(
    "band", metadata,
    Column("band", BigInteger, comment="part of the text's MinHash signature"),
    Column("content_id", Text),
    PrimaryKeyConstraint("band", "content_id"),
    sqlite_with_rowid=False,
    comment="Finds near-duplicates; of no interest to readers.",
)

result = Table(
    "result", metadata,
    Column("doc_id", Text, ForeignKey("document.doc_id", ondelete="CASCADE")),
    Column("pipeline_key", Text, ForeignKey("pipeline.pipeline_key")),
    Column("status", Text, nullable=False, comment="done"),
    Column("record_schema", Integer, nullable=False),
    Column("flags", _json(), nullable=False, comment="what a reader must know: repaired, published_unknown…"),
    Column("facts", Integer, nullable=False, comment="number of facts"),
    PrimaryKeyConstraint("doc_id", "pipeline_key"),
    Index("result_pipeline_key", "pipeline_key"),
    sqlite_with_rowid=False,
    comment="What one pipeline finished about one document.",
)


def _fact_table(
    name: str, *columns: Any, key: tuple[str, ...] = ("n",), comment: str, parent: tuple[Any, ...] = ()
) -> Table:
    return Table(
        name, metadata,
        Column("doc_id", Text, ForeignKey("document.doc_id", ondelete="CASCADE")),
        Column("pipeline_key", Text),
        *[Column(part, Integer, comment="order in the text, from 0") for part in key],
        Column("fact_id", Text, nullable=False, comment="hash of doc_id, pipeline_key, kind, span, rules and value"),
        *columns,
        Column("rules", _json(), nullable=False, comment="ids of the rules that made it"),
        Column("repaired", Text, comment="null; certain; or model: rests on repaired characters"),
        Column("confidence", Float, nullable=False),
        PrimaryKeyConstraint("doc_id", "pipeline_key", *key),
        ForeignKeyConstraint(
            ["doc_id", "pipeline_key"], ["result.doc_id", "result.pipeline_key"], ondelete="CASCADE"
        ),
        *parent,
        sqlite_with_rowid=False,
        comment=comment,
    )


def _said() -> tuple[Any, ...]:
    """Where and how a named fact stands in the text."""
    return (
        Column("text", Text, nullable=False, comment="as written"),
        Column("span_start", Integer), Column("span_end", Integer),
        Column("mentions", _json(), nullable=False, comment="[[start, end], …]"),
    )


event = _fact_table(
    "event",
    Column("name", Text, nullable=False), Column("place", Text),
    Column("start_date", Text, comment="ISO, cut to what is known"), Column("end_date", Text), Column("part_of", Text),
    *_said(), comment="An event the release is about or names as held.",
)
organizer = _fact_table(
    "organizer",
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False, comment="host, undertake, assist, guide or support"),
    Column("event", Text), Column("canonical", Text, comment="id in the lexicon"),
    Column("aliases", _json(), nullable=False),
    *_said(), comment="A body that holds, runs or backs an event.",
)
official = _fact_table(
    "official", Column("name", Text, nullable=False), *_said(),
    comment="A named person with a post; the posts are in post.",
)
post = _fact_table(
    "post",
    Column("name", Text, nullable=False, comment="the person"),
    Column("org", Text, comment="the body; null when none is in reach"),
    Column("title", Text, nullable=False), Column("former", Boolean, nullable=False), Column("canonical", Text),
    Column("text", Text, nullable=False), Column("span_start", Integer), Column("span_end", Integer),
    Column("org_start", Integer), Column("org_end", Integer),
    key=("official_n", "n"),
    parent=(
        ForeignKeyConstraint(
            ["doc_id", "pipeline_key", "official_n"], ["official.doc_id", "official.pipeline_key", "official.n"],
            ondelete="CASCADE",
        ),
    ),
    comment="One post of one official.",
)
company = _fact_table(
    "company", Column("name", Text, nullable=False), Column("canonical", Text),
    Column("aliases", _json(), nullable=False), *_said(), comment="A named enterprise.",
)
quantity = _fact_table(
    "quantity",
    Column("kind", Text, nullable=False, comment="count, amount, measure, percent or multiple"),
    Column("value", Exact, comment="null for a range"),
    Column("min", Exact, comment="null: open"), Column("max", Exact, comment="null: open"),
    Column("comparator", Text, nullable=False, comment="= > >= < <= ~ range"),
    Column("unit", Text), Column("currency", Text, comment="ISO 4217"),
    Column("noun", Text, comment="what is counted, or what the amount is"),
    Column("condition_min", Exact), Column("condition_max", Exact), Column("condition_currency", Text),
    Column("condition_unit", Text), Column("condition_start", Integer), Column("condition_end", Integer),
    Column("role", Text, comment="threshold, unit_price or null"),
    Column("change", Text, comment="up, down, to or null"), Column("basis", Text),
    Column("text", Text, nullable=False), Column("span_start", Integer, nullable=False),
    Column("span_end", Integer, nullable=False), Column("noun_start", Integer), Column("noun_end", Integer),
    comment="A count, amount of money, measure, percentage or multiple.",
)
for table, names in (
    (event, ("name",)), (organizer, ("name",)), (post, ("name",)), (company, ("name",)),
):
    Index(f"{table.name}_{'_'.join(names)}", *names, _table=table)

attempt = Table(
    "attempt", metadata,
    Column("content_id", Text), Column("pipeline_key", Text), Column("attempts", Integer, nullable=False),
    PrimaryKeyConstraint("content_id", "pipeline_key"),
    sqlite_with_rowid=False,
    comment="Documents being worked on; a row that outlives its run tells of a crash.",
)

quarantine = Table(
    "quarantine", metadata,
    Column("item", Text, primary_key=True, comment="hash of text and date, or of the origin"),
    Column("id", Text, nullable=False),
    Column("origin", Text, nullable=False, comment="file, and line or member within it"),
    Column("pipeline_key", Text, comment="null: failed before the pipeline"),
    Column("stage", Text, nullable=False, comment="read, repair, extract, worker or write"),
    Column("reason", Text, nullable=False), Column("remedy", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("document", _json(), comment="the document, where there is one"),
    comment="What could not be done, and why.",
)

forgotten = Table(
    "forgotten", metadata,
    Column("kind", Text, comment="document or person"), Column("hash", Text),
    PrimaryKeyConstraint("kind", "hash"),
    comment="What was removed for good and must not come back; hashes only.",
)

run = Table(
    "run", metadata,
    Column("run_id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    Column("started", Text, nullable=False, comment="UTC time"), Column("finished", Text),
    Column("status", Text, nullable=False, comment="running, done, stopped or failed"),
    Column("pipeline_key", Text), Column("workers", Integer),
    Column("read", Integer), Column("done", Integer), Column("skipped", Integer), Column("duplicates", Integer),
    Column("quarantined", Integer), Column("facts", Integer), Column("chars", BigInteger),
    Column("seconds", Float), Column("memory_mb", Float, comment="peak of parent and workers together"),
    comment="One row a run of the program.",
)

FACT_TABLES = ("event", "organizer", "official", "post", "company", "quantity")

_KEY = frozenset({"doc_id", "pipeline_key"})


def views() -> dict[str, str]:
    """View name → its SELECT, the same for both dialects."""
    found = {
        "current_document": "SELECT d.doc_id, d.id, d.title, d.published, d.source, d.url, d.chars, "
        "d.current_key AS pipeline_key, r.facts, r.flags, d.text FROM document d "
        "JOIN result r ON r.doc_id = d.doc_id AND r.pipeline_key = d.current_key WHERE d.superseded_by IS NULL",
    }
    about = "d.id AS document, d.title AS document_title, d.published"
    join = "JOIN document d ON d.doc_id = f.doc_id AND d.current_key = f.pipeline_key WHERE d.superseded_by IS NULL"
    for name in FACT_TABLES:
        own = [column.name for column in metadata.tables[name].columns]
        shown = ", ".join(f"f.{column}" for column in own if column not in _KEY)
        found[f"current_{name}"] = f"SELECT {about}, {shown}, f.doc_id, f.pipeline_key FROM {name} f {join}"
    for kind in ("count", "amount"):
        own = ["text", "value", "min", "max", "comparator", *(["currency", "role"] if kind == "amount" else ["unit"]),
               "noun", "change", "basis", "rules", "confidence", "span_start", "span_end", "fact_id", "doc_id"]
        shown = ", ".join(f"f.{column}" for column in own)
        found[f"current_{kind}"] = f"SELECT {about}, {shown} FROM quantity f {join} AND f.kind = '{kind}'"
    return found


# External content: the index holds no second copy of the text. `number` and not rowid, which VACUUM may change.
SEARCH_SQLITE = (
    "CREATE VIRTUAL TABLE document_search USING fts5(title, text, content='document', content_rowid='number', "
    "tokenize='trigram')",
    "CREATE TRIGGER document_search_delete AFTER DELETE ON document WHEN old.number IN "
    "(SELECT id FROM document_search_docsize) BEGIN INSERT INTO "
    "document_search(document_search, rowid, title, text) VALUES ('delete', old.number, old.title, old.text); END",
    "CREATE TRIGGER document_search_update AFTER UPDATE OF title, text ON document WHEN old.number IN "
    "(SELECT id FROM document_search_docsize) AND (old.title IS NOT new.title OR old.text IS NOT new.text) BEGIN "
    "INSERT INTO document_search(document_search, rowid, title, text) VALUES ('delete', old.number, old.title, old.text); "
    "INSERT INTO document_search(rowid, title, text) VALUES (new.number, new.title, new.text); END",
)


def statements(dialect: str) -> list[str]:
    """The DDL of a new database ("sqlite" or "postgresql"), in order."""
    engine: Any = sqlite.dialect() if dialect == "sqlite" else postgresql.dialect()
    out: list[str] = []
    for table in metadata.sorted_tables:
        out.append(str(CreateTable(table).compile(dialect=engine)).strip())
        for index in sorted(table.indexes, key=lambda item: str(item.name)):
            out.append(str(CreateIndex(index).compile(dialect=engine)))
        if dialect == "postgresql":
            out += _comments(table)
    out += SEARCH_SQLITE if dialect == "sqlite" else ()
    out += [f"CREATE VIEW {name} AS {select}" for name, select in views().items()]
    return out


def _comments(table: Table) -> list[str]:
    def quoted(text: str | None) -> str:
        return "'" + (text or "").replace("'", "''") + "'"

    found = [f"COMMENT ON TABLE {table.name} IS {quoted(table.comment)}"]
    found += [
        f'COMMENT ON COLUMN {table.name}."{column.name}" IS {quoted(column.comment)}'
        for column in table.columns if column.comment
    ]
    return found


__all__ = ["DATABASE_VERSION", "FACT_TABLES", "SEARCH_SQLITE", "Exact", "metadata", "statements", "views"]
