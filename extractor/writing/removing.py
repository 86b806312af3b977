"""Taking things out: old answers (`prune`), and documents or people for good (`forget`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.writing.database import FACT_ORDER, Database, person_hash
from extractor.writing.stores import Store

_AT_ONCE = 5000
"""Documents whose bands are removed by one statement."""


@dataclass(frozen=True, slots=True)
class Removed:
    documents: int = 0
    results: int = 0
    facts: int = 0


def prune(database: Database, *, superseded: bool = False, dry_run: bool = False) -> Removed:
    """Remove the answers of other pipelines than each document's current one; with `superseded` old versions too."""
    store = database.store
    old = (
        "SELECT r.doc_id, r.pipeline_key FROM result r JOIN document d ON d.doc_id = r.doc_id "
        "WHERE d.current_key IS NULL OR r.pipeline_key <> d.current_key"
    )
    with store.transaction():
        keys = store.rows(old)
        versions = [row[0] for row in store.rows("SELECT doc_id FROM document WHERE superseded_by IS NOT NULL")]
        versions = versions if superseded else []
        facts = store.one(f"SELECT coalesce(sum(facts), 0) FROM result WHERE (doc_id, pipeline_key) IN ({old})")
        removed = Removed(len(versions), len(keys), int(facts))
        if not dry_run:
            store.many("DELETE FROM result WHERE doc_id = ? AND pipeline_key = ?", sorted(keys))
            _delete_documents(store, versions)
            store.execute(
                "DELETE FROM pipeline WHERE pipeline_key NOT IN (SELECT pipeline_key FROM result) AND pipeline_key NOT "
                "IN (SELECT current_key FROM document WHERE current_key IS NOT NULL)"
            )
    if not dry_run:
        _compact(store)
    return removed


def documents_of(database: Database, *, ids: Sequence[str] = (), urls: Sequence[str] = ()) -> list[str]:
    """The documents that have, at any of their sources, one of these ids (or doc_ids) or URLs."""
    store = database.store
    found = {row[0] for row in store.within("SELECT doc_id FROM source WHERE id IN ({})", ids)}
    found |= {row[0] for row in store.within("SELECT doc_id FROM document WHERE doc_id IN ({})", ids)}
    found |= {row[0] for row in store.within("SELECT doc_id FROM source WHERE url IN ({})", urls)}
    return sorted(found)


def forget_documents(database: Database, doc_ids: Sequence[str]) -> Removed:
    """Remove documents with all their versions' texts, sources and facts; a later run does not bring them back."""
    store = database.store
    with store.transaction():
        contents = sorted({row[0] for row in store.within("SELECT content_id FROM source WHERE doc_id IN ({})", doc_ids)})
        facts = sum(
            store.within("SELECT coalesce(sum(facts), 0) FROM result WHERE doc_id IN ({})", doc_ids)[0][:1]
        ) if doc_ids else 0
        _remember(store, "document", contents)
        store.many("DELETE FROM quarantine WHERE item = ?", [(name,) for name in contents])
        store.many("DELETE FROM attempt WHERE content_id = ?", [(name,) for name in contents])
        _delete_documents(store, doc_ids)
    _compact(store, wipe=True)
    return Removed(documents=len(doc_ids), facts=int(facts))


def forget_quarantined(database: Database, ids: Sequence[str]) -> int:
    """Remove quarantined inputs by id, with their texts."""
    store = database.store
    with store.transaction():
        items = [row[0] for row in store.within("SELECT item FROM quarantine WHERE id IN ({})", ids)]
        _remember(store, "document", items)
        store.many("DELETE FROM quarantine WHERE item = ?", [(item,) for item in items])
    return len(items)


def forget_person(database: Database, name: str) -> Removed:
    """Remove what is said of a person as an official, under every pipeline; later runs leave it out.

    The texts of the releases stay as they are: to be rid of those, forget the documents.
    """
    store = database.store
    with store.transaction():
        touched = store.rows(
            "SELECT doc_id, pipeline_key, count(*) FROM (SELECT doc_id, pipeline_key FROM official WHERE name = ? "
            "UNION ALL SELECT doc_id, pipeline_key FROM post WHERE name = ?) AS t GROUP BY doc_id, pipeline_key",
            [name, name],
        )
        store.execute("DELETE FROM post WHERE name = ?", [name])
        store.execute("DELETE FROM official WHERE name = ?", [name])
        store.many(
            "UPDATE result SET facts = facts - ? WHERE doc_id = ? AND pipeline_key = ?",
            [(count, doc_id, key) for doc_id, key, count in touched],
        )
        _remember(store, "person", [person_hash(name)])
    _compact(store, wipe=True)
    return Removed(documents=len({row[0] for row in touched}), facts=sum(row[2] for row in touched))


def _remember(store: Store, kind: str, hashes: Sequence[str]) -> None:
    store.many("INSERT INTO forgotten VALUES (?, ?) ON CONFLICT DO NOTHING", [(kind, item) for item in hashes])


def _delete_documents(store: Store, doc_ids: Sequence[str]) -> None:
    rows = [(name,) for name in doc_ids]
    for at in range(0, len(doc_ids), _AT_ONCE):  # each goes through the whole table, which has no index for this
        part = doc_ids[at : at + _AT_ONCE]
        marks = ",".join("?" * len(part))
        store.execute(
            f"DELETE FROM band WHERE content_id IN (SELECT content_id FROM source WHERE doc_id IN ({marks}))", part
        )
    store.many("UPDATE document SET superseded_by = NULL WHERE superseded_by = ?", rows)
    for table in (*reversed(FACT_ORDER), "result", "source"):
        store.many(f"DELETE FROM {table} WHERE doc_id = ?", rows)
    store.many("DELETE FROM document WHERE doc_id = ?", rows)


def _compact(store: Store, *, wipe: bool = False) -> None:
    """Give the space back; with `wipe` leave no trace of the old rows in the files (SQLite)."""
    if store.dialect != "sqlite":
        store.execute("VACUUM")
        return
    if wipe:
        store.execute("INSERT INTO document_search (document_search) SELECT 'rebuild' "
            "WHERE EXISTS (SELECT 1 FROM document_search_docsize)")
    store.execute("VACUUM")
    store.rows("PRAGMA wal_checkpoint(TRUNCATE)")
