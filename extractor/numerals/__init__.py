"""Numbers in running Chinese: from characters to `Decimal` values with unit, comparator and interval."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.offsets import Span
from extractor.records import Quantity
from extractor.rulebook import Rulebook


class QuantityReader:
    """Placeholder until the reader lands: finds nothing."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook

    def read(self, text: str, *, published: str | None = None, blocked: Sequence[Span] = ()) -> list[Quantity]:
        """Quantities of `text` in text order; spans count `text` itself. `blocked`: spans of names, never read."""
        return []
