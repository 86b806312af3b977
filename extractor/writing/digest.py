"""One hash of everything that a database says, whatever the dialect, the order of input or the number of workers.

Left out: times, run rows, and numbers that only tell the order of arrival.
"""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import Any

from extractor.writing.database import FACT_ORDER, Database
from extractor.writing.rows import COLUMNS

_NUMBERS = frozenset({"value", "min", "max", "condition_min", "condition_max"})
_JSON = frozenset({"mentions", "rules", "aliases", "flags"})
_PARTS: dict[str, tuple[tuple[str, ...], str]] = {
    "document": (
        ("doc_id", "id", "title", "published", "source", "url", "text", "chars", "superseded_by", "current_key"),
        "doc_id",
    ),
    "source": (
        ("content_id", "location", "doc_id", "id", "title", "published", "source", "url", "clean_hash", "text"),
        "content_id, location",
    ),
    "result": (("doc_id", "pipeline_key", "status", "record_schema", "flags", "facts"), "doc_id, pipeline_key"),
    **{
        table: (COLUMNS[table], "doc_id, pipeline_key, " + ("official_n, n" if table == "post" else "n"))
        for table in FACT_ORDER
    },
    "quarantine": (("item", "id", "origin", "stage", "reason"), "item"),
    "attempt": (("content_id", "pipeline_key"), "content_id, pipeline_key"),
}


def digest(database: Database) -> str:
    """Equal digests: equal documents, sources, facts, statuses and reasons."""
    return hashlib.sha256(json.dumps(digests(database), sort_keys=True).encode()).hexdigest()


def digests(database: Database) -> dict[str, str]:
    """The same a table, to see where two databases differ."""
    out = {}
    for table, (columns, order) in _PARTS.items():
        total = hashlib.sha256()
        names = ", ".join(f'"{name}"' for name in columns)
        for row in database.store.stream(f"SELECT {names} FROM {table} ORDER BY {_binary(database, order)}"):
            shown = [_plain(name, value) for name, value in zip(columns, row, strict=True)]
            total.update(json.dumps(shown, ensure_ascii=False).encode() + b"\n")
        out[table] = total.hexdigest()
    return out


def _binary(database: Database, order: str) -> str:
    # "location" is the only column whose order depends on the server's language
    return order.replace("location", 'location COLLATE "C"') if database.store.dialect == "postgresql" else order


def _plain(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _NUMBERS:
        return str(Decimal(str(value)).normalize())
    if name in _JSON:
        return json.loads(value) if isinstance(value, str) else value
    if name == "former":
        return bool(value)
    if name == "confidence":
        return round(float(value), 9)
    return value
