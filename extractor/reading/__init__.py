"""From paths to documents. `read_documents` takes what the command line takes: files, folders, `-`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from extractor.errors import ReadError
from extractor.records import Document


def read_documents(paths: Iterable[str | Path]) -> Iterator[Document]:
    """Placeholder: UTF-8 text files only. Folders are walked in sorted order."""
    for item in paths:
        if str(item) == "-":
            yield Document(id="stdin", text=sys.stdin.read())
            continue
        path = Path(item)
        if not path.exists():
            raise ReadError(str(path), "does not exist", remedy="check the path")
        for file in sorted(path.rglob("*.txt")) if path.is_dir() else [path]:
            yield Document(id=file.stem, text=file.read_bytes().decode("utf-8"))


__all__ = ["read_documents"]
