"""What the parser says about one place of the text, before it is decided whether that is a quantity of a record."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from extractor.numerals.value import Value
from extractor.numerals.words import Unit
from extractor.offsets import Span
from extractor.records import Quantity

ORDER = ("range", ">", "<", ">=", "<=", "~")
"""Where two words qualify one number (约100余人, 超过10亿元以上) the first of these that is said wins."""


@dataclass(slots=True)
class Reading:
    """One number with all that belongs to it. `family` is the unit's, or bare, ordinal, fraction, date."""

    start: int
    end: int
    """With comparators, currency and unit."""
    number_start: int
    number_end: int
    low: Decimal
    high: Decimal
    value: Value
    family: str
    unit: str | None = None
    currency: str | None = None
    sign: str = "="
    per: str | None = None
    entry: Unit | None = None
    shared: bool = False
    """The unit stands at a later number of a list or range."""
    negative: bool = False
    chinese: bool = False
    before: str | None = None
    """The comparator in front, as written."""
    behind: str | None = None

    @property
    def comparator(self) -> str:
        return self.interval()[0]

    @property
    def bounds(self) -> tuple[Decimal | None, Decimal | None]:
        return self.interval()[1:]

    def interval(self) -> tuple[str, Decimal | None, Decimal | None]:
        """Comparator, min and max, as records.md maps each comparator to an interval."""
        low, high, sign = self.low, self.high, self.sign
        if low != high:
            return "range", low, high
        if sign in (">", ">="):
            return sign, low, None
        if sign in ("<", "<="):
            return sign, None, high
        return sign, low, high


@dataclass(slots=True)
class Draft:
    """A quantity in the making: noun and change are still to come. Made into the frozen `Quantity` once, at the end."""

    kind: str
    text: str
    span: Span
    value: Decimal | None
    min: Decimal | None
    max: Decimal | None
    comparator: str
    unit: str | None
    currency: str | None
    role: str | None
    rules: tuple[str, ...]
    noun: str | None = None
    noun_span: Span | None = None
    change: str | None = None
    basis: str | None = None

    def quantity(self) -> Quantity:
        return Quantity(
            self.kind, self.text, self.span, self.value, self.min, self.max, self.comparator, self.unit, self.currency,
            self.noun, self.noun_span, None, self.role, self.change, self.basis, self.rules,
        )


def stronger(first: str, second: str) -> str:
    """The comparator that holds when both are said."""
    if first == "=":
        return second
    if second == "=":
        return first
    return first if ORDER.index(first) <= ORDER.index(second) else second
