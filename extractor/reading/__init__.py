"""From paths to documents. `read_items` takes what the command line takes: files, folders, globs, `-`.

Start with `files` (where inputs are found), then `encodings`, `html`, `jsonl` and `office` (what is in them).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from extractor.reading.files import ReadOptions, read_items
from extractor.reading.items import Item
from extractor.records import Document


def read_documents(paths: Iterable[str | Path], options: ReadOptions | None = None) -> Iterator[Document]:
    """The documents of `paths`; the first unreadable input raises its `ReadError`."""
    for item in read_items(paths, options):
        if item.error is not None:
            raise item.error
        if item.document is not None:
            yield item.document


__all__ = ["Item", "ReadOptions", "read_documents", "read_items"]
