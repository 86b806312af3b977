"""Repair of damaged releases: from the text as found to the text as meant, with a map back.

`repair(text)` returns a `Repaired`; on clean text it returns the very same string object and the identity alignment.
"""

from __future__ import annotations

from extractor.repair.result import Edit, Repaired


def repair(text: str) -> Repaired:
    """Placeholder until the stages land: returns the text as it is."""
    return Repaired.untouched(text)


__all__ = ["Edit", "Repaired", "repair"]
