"""What goes in and what comes out: `Document` and `Record` with its facts.

Everything here is frozen and slotted: built once by the pipeline, then only read. Offsets are half-open code-point
offsets of the ORIGINAL text. Names and nouns are in repaired, simplified form; `text` is always the original slice,
so `document.text[slice(*fact.span)] == fact.text` for every fact.

`Record.to_dict` gives the JSON form that `records.schema.json` describes; `Record.from_dict` reads it back to an
equal record. Numbers are `Decimal` inside; in JSON they are numbers where that is exact and strings where it is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from typing import Any, Literal, TypeVar

from extractor.errors import RecordError
from extractor.offsets import Span

SCHEMA_VERSION = 1
_T = TypeVar("_T")

Role = Literal["host", "undertake", "assist", "guide", "support"]
ROLES: tuple[str, ...] = ("host", "undertake", "assist", "guide", "support")
Kind = Literal["count", "amount", "measure", "percent", "multiple"]
KINDS: tuple[str, ...] = ("count", "amount", "measure", "percent", "multiple")
Comparator = Literal["=", ">", ">=", "<", "<=", "~", "range"]
COMPARATORS: tuple[str, ...] = ("=", ">", ">=", "<", "<=", "~", "range")
Repaired = bool | Literal["model"]
"""False: untouched; True: rests on characters that were repaired with certainty; "model": on a model's choice."""


@dataclass(frozen=True, slots=True)
class Document:
    """One release as it was read. `published` is an ISO date (2011-08-19) or None; dates resolve against it."""

    id: str
    text: str
    title: str | None = None
    published: str | None = None
    url: str | None = None
    source: str | None = None


def _made_quickly(cls: type[_T]) -> type[_T]:
    """Give a frozen, slotted dataclass an `__init__` that sets the slots themselves.

    The one of `dataclasses` asks `object.__setattr__` for every field, which takes twice as long, and facts are made
    a dozen a document.
    """
    made: Any = cls
    names = [item.name for item in fields(made)]
    space = {f"_set_{name}": getattr(made, name).__set__ for name in names}
    exec(  # as dataclasses itself does: the source is made of our own fields' names
        f"def __init__(self, {', '.join(names)}):\n" + "".join(f"    _set_{name}(self, {name})\n" for name in names), space
    )
    quick: Any = space["__init__"]
    quick.__defaults__, quick.__annotations__ = made.__init__.__defaults__, made.__init__.__annotations__
    quick.__qualname__ = made.__init__.__qualname__
    made.__init__ = quick
    return cls


@_made_quickly
@dataclass(frozen=True, slots=True)
class Event:
    """An event the release is about or names as held. Dates are ISO, cut to what is known (2011, 2011-08)."""

    name: str
    place: str | None = None
    start: str | None = None
    end: str | None = None
    part_of: str | None = None
    mentions: tuple[Span, ...] = ()
    text: str = ""
    rules: tuple[str, ...] = ()
    repaired: Repaired = False
    confidence: float = 1.0


@_made_quickly
@dataclass(frozen=True, slots=True)
class Organizer:
    """A body that holds, runs or backs an event. `mentions[0]` is the one `text` was cut from."""

    name: str
    role: str
    event: str | None = None
    aliases: tuple[str, ...] = ()
    mentions: tuple[Span, ...] = ()
    text: str = ""
    rules: tuple[str, ...] = ()
    repaired: Repaired = False
    confidence: float = 1.0
    canonical: str | None = None
    """Id of the body in the lexicon (for example a central body's id or a GB/T 2260 code), or None."""


@_made_quickly
@dataclass(frozen=True, slots=True)
class Post:
    """One post of one person: the body (None when no body is in reach) and the title with its own modifiers."""

    org: str | None
    title: str
    span: Span | None = None
    """Where the post is said: the title's place, original offsets."""
    text: str = ""
    org_span: Span | None = None
    former: bool = False
    rules: tuple[str, ...] = ()
    repaired: Repaired = False
    confidence: float = 1.0
    canonical: str | None = None


@_made_quickly
@dataclass(frozen=True, slots=True)
class Official:
    """A named person with all the posts that the text gives."""

    name: str
    posts: tuple[Post, ...] = ()
    mentions: tuple[Span, ...] = ()
    text: str = ""
    rules: tuple[str, ...] = ()
    repaired: Repaired = False
    confidence: float = 1.0


@_made_quickly
@dataclass(frozen=True, slots=True)
class Company:
    """A named enterprise: the fullest form of the document, with its short forms as aliases."""

    name: str
    aliases: tuple[str, ...] = ()
    mentions: tuple[Span, ...] = ()
    text: str = ""
    rules: tuple[str, ...] = ()
    repaired: Repaired = False
    confidence: float = 1.0
    canonical: str | None = None


@_made_quickly
@dataclass(frozen=True, slots=True)
class Condition:
    """What the counted things must satisfy: 其中1亿元以上项目24个 → min 1e8, currency CNY."""

    min: Decimal | None = None
    max: Decimal | None = None
    currency: str | None = None
    unit: str | None = None
    span: Span | None = None


@_made_quickly
@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity. `value` is None for a range; `min`/`max` None means open on that side.

    `unit` is as written without its number part (人, 万 is in the value); amounts have `currency` (ISO 4217) instead.
    """

    kind: str
    text: str
    span: Span
    value: Decimal | None
    min: Decimal | None
    max: Decimal | None
    comparator: str = "="
    unit: str | None = None
    currency: str | None = None
    noun: str | None = None
    noun_span: Span | None = None
    condition: Condition | None = None
    role: str | None = None
    """"threshold" for an amount that only says a condition, "unit_price" for 7000元/吨, else None."""
    change: str | None = None
    """"up", "down" or "to" where the text says that the quantity is or follows a change."""
    basis: str | None = None
    """What a change is measured against, as written: 同比, 环比, 较上年."""
    rules: tuple[str, ...] = ()
    repaired: Repaired = False
    confidence: float = 1.0


Fact = Event | Organizer | Official | Company | Quantity


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that one release says. Facts of each field stand in text order."""

    id: str
    events: tuple[Event, ...] = ()
    organizers: tuple[Organizer, ...] = ()
    officials: tuple[Official, ...] = ()
    companies: tuple[Company, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    title: str | None = None
    published: str | None = None
    flags: tuple[str, ...] = ()
    """What a reader of the record must know: "repaired", "repair:form_c", "published_unknown"…"""
    pipeline_key: str | None = None
    schema: int = field(default=SCHEMA_VERSION)

    def to_dict(self) -> dict[str, Any]:
        """The JSON form; keys in a fixed order, so the same record always gives the same bytes."""
        out: dict[str, Any] = {"schema": self.schema, "id": self.id}
        for key in ("title", "published", "pipeline_key"):
            value = getattr(self, key)
            if value is not None:
                out[key] = value
        if self.flags:
            out["flags"] = list(self.flags)
        for key in FIELDS:
            out[key] = [_plain(fact) for fact in getattr(self, key)]
        return out

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Record:
        """Read the JSON form. Unknown keys are ignored (records may carry more fields than these).

        Raises `RecordError` naming the field that is missing or of the wrong form.
        """
        if not isinstance(data, Mapping) or "id" not in data:
            raise RecordError("record", "has no `id`", got=type(data).__name__, remedy="give an object with an `id`")
        where = f"record {data['id']}"
        schema = data.get("schema", SCHEMA_VERSION)
        if not isinstance(schema, int) or schema > SCHEMA_VERSION:
            raise RecordError(
                where, "was written by a newer version", got=schema, expected=f"schema ≤ {SCHEMA_VERSION}",
                remedy="upgrade this program",
            )
        try:
            return cls(
                id=str(data["id"]),
                title=data.get("title"),
                published=data.get("published"),
                pipeline_key=data.get("pipeline_key"),
                flags=tuple(data.get("flags") or ()),
                schema=schema,
                **{key: tuple(_fact(_CLASSES[key], item) for item in data.get(key) or ()) for key in FIELDS},
            )
        except (KeyError, TypeError, ValueError, ArithmeticError) as error:
            raise RecordError(
                where, f"does not have the form of a record ({error})", remedy="check it against records.schema.json"
            ) from error


FIELDS: tuple[str, ...] = ("events", "organizers", "officials", "companies", "quantities")
_CLASSES: dict[str, type] = {
    "events": Event, "organizers": Organizer, "officials": Official, "companies": Company, "quantities": Quantity,
}
# Written even when null or empty, because records.md shows them; every other key is left out at its default.
_ALWAYS: dict[type, frozenset[str]] = {
    Event: frozenset({"name", "place", "start", "end", "part_of"}),
    Organizer: frozenset({"name", "role", "event", "aliases"}),
    Official: frozenset({"name", "posts"}),
    Post: frozenset({"org", "title"}),
    Company: frozenset({"name", "aliases"}),
    Quantity: frozenset({"kind", "value", "min", "max", "comparator", "noun", "condition"}),
    Condition: frozenset(),
}
_SEEN_ALWAYS = frozenset({"text", "span", "mentions", "rules", "confidence"})
_SPANS = frozenset({"span", "org_span", "noun_span"})
_NUMBERS = frozenset({"value", "min", "max"})


def exact_number(value: Decimal) -> int | float | str:
    """A JSON value that reads back to the same Decimal: a number where that is exact, else a string."""
    if value == value.to_integral_value() and value.adjusted() < 300:
        return int(value)
    as_float = float(value)
    return as_float if Decimal(repr(as_float)) == value else str(value)


def _plain(fact: Any) -> dict[str, Any]:
    always = _ALWAYS[type(fact)]
    out: dict[str, Any] = {}
    for name in fact.__dataclass_fields__:
        value = getattr(fact, name)
        if name in _NUMBERS:
            if value is not None or name in always:
                out[name] = None if value is None else exact_number(value)
        elif name in _SPANS:
            if value is not None:
                out[name] = list(value)
        elif name == "mentions":
            out[name] = [list(span) for span in value]
        elif name == "posts":
            out[name] = [_plain(post) for post in value]
        elif name == "condition":
            out[name] = None if value is None else _plain(value)
        elif name == "confidence":
            out[name] = round(value, 3)
        elif isinstance(value, tuple):
            if value or name in always or name in _SEEN_ALWAYS:
                out[name] = list(value)
        elif name in always or name in _SEEN_ALWAYS or (value is not None and value is not False):
            out[name] = value
    return out


def _fact(cls: type, data: Mapping[str, Any]) -> Any:
    values: dict[str, Any] = {}
    for name in cls.__dataclass_fields__:  # type: ignore[attr-defined]
        if name not in data:
            continue
        value = data[name]
        if name in _NUMBERS:
            values[name] = None if value is None else Decimal(str(value))
        elif name in _SPANS:
            values[name] = None if value is None else _span(value)
        elif name == "mentions":
            values[name] = tuple(_span(item) for item in value or ())
        elif name == "posts":
            values[name] = tuple(_fact(Post, item) for item in value or ())
        elif name == "condition":
            values[name] = None if value is None else _fact(Condition, value)
        elif name in ("aliases", "rules"):
            values[name] = tuple(value or ())
        elif name == "org" and isinstance(value, list):  # gold lists every form that counts; the first speaks
            values[name] = value[0] if value else None
        else:
            values[name] = value
    return cls(**values)


def _span(value: Sequence[int]) -> Span:
    start, end = value
    return int(start), int(end)


__all__ = [
    "COMPARATORS", "FIELDS", "KINDS", "ROLES", "SCHEMA_VERSION", "Company", "Condition", "Document", "Event", "Fact",
    "Official", "Organizer", "Post", "Quantity", "Record", "Repaired", "Span", "exact_number", "replace",
]
