"""What reading gives: an `Item` for every release that was found, readable or not."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.errors import ReadError
from extractor.records import Document


@dataclass(frozen=True, slots=True)
class Item:
    """One input. `origin` says where it is (file, and line or member within it); exactly one of the others is set."""

    origin: str
    document: Document | None = None
    error: ReadError | None = None
    id: str = ""
    """The id the document would have had, for an unreadable input."""
    size: int = 0
    """Bytes of input that it took."""
