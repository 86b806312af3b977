"""A unit in the heading that holds for the bare numbers below it."""

from __future__ import annotations

from typing import Any


class TableUnits:
    def __init__(self, words: Any) -> None:
        self._words = words

    def concerns(self, text: str) -> bool:
        return False

    def read(self, text: str, found: Any) -> list[Any]:
        return []
