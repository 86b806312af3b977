"""The counted noun."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.records import Quantity
from extractor.rulebook import Rulebook


class NounFinder:
    def __init__(self, rulebook: Rulebook) -> None:
        heads = sorted(rulebook.lexicon("counted_nouns").forms, key=lambda form: (-len(form), form))
        self._counted = re.compile(rf"[一-鿿]{{0,6}}?(?:{'|'.join(heads)})")

    def counted(self, text: str, at: int) -> str | None:
        """The noun that stands directly behind a large number and is its own unit: 6万海内外客商."""
        match = self._counted.match(text, at)
        return None if match is None else match[0]

    def attach(self, text: str, quantities: list[Quantity], words: Sequence[str] | None) -> list[Quantity]:
        return quantities
