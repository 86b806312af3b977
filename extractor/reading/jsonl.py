"""JSON objects → documents; the names of their fields may be given."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from extractor.errors import ReadError
from extractor.reading.dates import iso_date
from extractor.records import Document

FIELDS = ("id", "text", "title", "published", "url", "source")


def parse(raw: str, where: str) -> Any:
    """A JSON value. Raises `ReadError`, for whatever reason the parser gives up."""
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as error:
        shown = "is nested too deep" if isinstance(error, RecursionError) else f"is not JSON ({error})"
        raise ReadError(where, shown, remedy="write one JSON object a line") from error


def document_of(value: Any, *, where: str, id: str, fields: Mapping[str, str]) -> Document:
    """`fields`: ours → the object's name for it. `id` is used where the object has none."""
    if not isinstance(value, dict):
        raise ReadError(where, "is not a JSON object", got=type(value).__name__, remedy="write one object a line")
    text = value.get(fields.get("text", "text"))
    if not isinstance(text, str):
        raise ReadError(
            where, f"has no text in its field {fields.get('text', 'text')!r}", got="nothing" if text is None else type(text).__name__,
            expected="a string", remedy="name the field: --field text=NAME",
        )
    name = value.get(fields.get("id", "id"))
    url = _string(value.get(fields.get("url", "url")))
    return Document(
        id=str(name) if isinstance(name, (str, int)) and str(name).strip() else id, text=text,
        title=_string(value.get(fields.get("title", "title"))),
        published=iso_date(value.get(fields.get("published", "published"))), url=url,
        source=_string(value.get(fields.get("source", "source"))),
    )


def _string(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
