"""From paths to documents. `read_items` takes what the command line takes: files, folders, `-`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from extractor.errors import ReadError, UsageError
from extractor.reading.items import Item
from extractor.records import Document


def read_items(paths: Iterable[str | Path]) -> Iterator[Item]:
    """Placeholder: UTF-8 text files only. Folders are walked in sorted order."""
    for item in paths:
        if str(item) == "-":
            yield Item("-", Document(id="stdin", text=sys.stdin.read()))
            continue
        path = Path(item)
        if not path.exists():
            raise UsageError(str(path), "does not exist", remedy="check the path")
        for file in sorted(path.rglob("*.txt")) if path.is_dir() else [path]:
            try:
                yield Item(str(file), Document(id=file.stem, text=file.read_bytes().decode("utf-8")))
            except (OSError, UnicodeDecodeError) as error:
                yield Item(
                    str(file), error=ReadError(str(file), str(error), remedy="give a readable file"), id=file.stem
                )


def read_documents(paths: Iterable[str | Path]) -> Iterator[Document]:
    """The readable documents; the first unreadable input raises its `ReadError`."""
    for item in read_items(paths):
        if item.error is not None:
            raise item.error
        if item.document is not None:
            yield item.document


__all__ = ["Item", "read_documents", "read_items"]
