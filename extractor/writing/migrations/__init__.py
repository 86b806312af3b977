"""Steps from one version of the database to the next.

A new database is made in one go from `schema`. Each later version has a function here that returns the statements which
bring the version before it up to date, for both dialects. They are spelled out and never taken from `schema`, which
moves on; `tests/writing` runs them on a stored old database.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from extractor.errors import StoreError
from extractor.writing.versions import DATABASE_VERSION


def _forgotten(dialect: str) -> list[str]:
    return [
        "CREATE TABLE IF NOT EXISTS forgotten (kind TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (kind, hash))"
    ]


def _sketch(dialect: str) -> list[str]:
    # the old bands are of another signature; a document gets its new ones when it is done again
    return ["ALTER TABLE source ADD COLUMN sketch TEXT", "DELETE FROM band"]


def _circles(dialect: str) -> list[str]:
    # as before; without a sketch a document is compared exactly
    found = ["DROP INDEX IF EXISTS band_content_id", "DELETE FROM band", "UPDATE source SET sketch = NULL"]
    if dialect == "sqlite":
        found += [
            "CREATE TRIGGER document_search_update AFTER UPDATE OF title, text ON document WHEN old.number IN "
            "(SELECT id FROM document_search_docsize) AND (old.title IS NOT new.title OR old.text IS NOT new.text) BEGIN "
            "INSERT INTO document_search(document_search, rowid, title, text) VALUES ('delete', old.number, old.title, "
            "old.text); INSERT INTO document_search(rowid, title, text) VALUES (new.number, new.title, new.text); END",
            # titles that a re-post changed stand in it as they were
            "INSERT INTO document_search(document_search) SELECT 'rebuild' WHERE EXISTS (SELECT 1 FROM document_search_docsize)",
        ]
    return found


STEPS: dict[int, Callable[[str], list[str]]] = {2: _forgotten, 3: _sketch, 4: _circles}
"""version → (dialect → statements that make it from the version before)."""


def bring_up_to_date(store: Any, version: int) -> None:
    """From `version` (0: nothing there) to this program's, in one transaction."""
    from extractor.writing.stores import utc_now

    try:
        with store.transaction():
            version = store.version()  # another run may have done it while this one waited for its turn
            if version == 0:
                from extractor.writing.schema import statements

                for statement in statements(store.dialect):
                    store.execute(statement)
                store.execute("INSERT INTO schema_version VALUES (?, ?)", [DATABASE_VERSION, utc_now()])
            for step in range(version + 1, DATABASE_VERSION + 1) if version else ():
                for statement in STEPS[step](store.dialect):
                    store.execute(statement)
                store.execute("INSERT INTO schema_version VALUES (?, ?)", [step, utc_now()])
    except Exception as error:
        if isinstance(error, StoreError):
            raise
        raise StoreError(
            store.shown, f"its tables cannot be made ({error})",
            remedy="give --db a new file, or a database that holds no tables of these names",
        ) from error
