"""Quarantine → items, to be tried again."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extractor.errors import ReadError
from extractor.reading import Item, ReadOptions
from extractor.reading.files import read_file
from extractor.records import Document
from extractor.writing.database import Database

_LINE = re.compile(r":\d+$")


def quarantined_items(database: Database, options: ReadOptions, ids: list[str] | None = None) -> Iterator[Item]:
    """The quarantined inputs, or those with these ids: the stored document, else what is now where it was read."""
    files: dict[Path, set[str]] = {}
    rows = database.store.rows("SELECT id, origin, document FROM quarantine ORDER BY origin, id")
    for name, origin, stored in rows:
        if ids and name not in ids:
            continue
        if stored is not None:
            data: dict[str, Any] = json.loads(stored) if isinstance(stored, str) else stored
            yield Item(origin, Document(**data))
            continue
        file = input_file(origin)
        if file is None:
            yield Item(
                origin, error=ReadError(origin, "is not there any more", remedy="run it again from a file"), id=name
            )
        else:
            files.setdefault(file, set()).add(origin)
    for file, origins in sorted(files.items()):
        yield from (item for item in read_file(file, options, listed=True) if item.origin in origins)


def input_file(origin: str) -> Path | None:
    """The file that an origin (file, file:line, archive!member) speaks of."""
    parts = origin.split("!")
    for count in range(1, len(parts) + 1):
        name = "!".join(parts[:count])
        for candidate in (name, _LINE.sub("", name)):
            if os.path.lexists(candidate) and not os.path.isdir(candidate):
                return Path(candidate)
    return None
