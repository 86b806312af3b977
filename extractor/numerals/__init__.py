"""Numbers in running Chinese: from characters to `Decimal` values with unit, comparator and interval.

Start with `scan.py` (where a number is), `value.py` (what it is worth), `parser.py` (what belongs to it), `reader.py`
(what a record wants of it), `nouns.py` (what is counted), `context.py` (changes and conditions), `tables.py` (units in
headings). `dates.py` reads dates on its own. docs/quantities.md says what is read and what is refused.
"""

from __future__ import annotations

from extractor.numerals.dates import DateReading, read_dates
from extractor.numerals.reader import QuantityReader

__all__ = ["DateReading", "QuantityReader", "read_dates"]
