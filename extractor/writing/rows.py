"""Record ↔ rows. Plain tuples and no SQLAlchemy: this runs once a fact, on the path that has to be fast.

`COLUMNS` names what each tuple holds, in order; a test holds it equal to the tables of `schema`. Numbers go out as
`exact_value` makes them, which both databases take without rounding; spans go out as they are (original offsets).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from extractor.offsets import Span
from extractor.records import Company, Condition, Event, Official, Organizer, Post, Quantity, Record

_KEY = ("doc_id", "pipeline_key", "n", "fact_id")
_SAID = ("text", "span_start", "span_end", "mentions")
_MADE = ("rules", "repaired", "confidence")

COLUMNS: dict[str, tuple[str, ...]] = {
    "event": (*_KEY, "name", "place", "start_date", "end_date", "part_of", *_SAID, *_MADE),
    "organizer": (*_KEY, "name", "role", "event", "canonical", "aliases", *_SAID, *_MADE),
    "official": (*_KEY, "name", *_SAID, *_MADE),
    "post": (
        "doc_id", "pipeline_key", "official_n", "n", "fact_id", "name", "org", "title", "former", "canonical", "text",
        "span_start", "span_end", "org_start", "org_end", *_MADE,
    ),
    "company": (*_KEY, "name", "canonical", "aliases", *_SAID, *_MADE),
    "quantity": (
        *_KEY, "kind", "value", "min", "max", "comparator", "unit", "currency", "noun", "condition_min",
        "condition_max", "condition_currency", "condition_unit", "condition_start", "condition_end", "role", "change",
        "basis", "text", "span_start", "span_end", "noun_start", "noun_end", *_MADE,
    ),
}

Rows = dict[str, list[tuple[Any, ...]]]
_NO_SPAN: tuple[None, None] = (None, None)
_REPAIRED = {False: None, True: "certain", "model": "model"}
_UNREPAIRED: dict[Any, Any] = {None: False, "certain": True, "model": "model"}


def fact_rows(record: Record, doc_id: str, pipeline_key: str) -> Rows:
    """The rows of every fact table that has any, in text order."""
    rows: Rows = {}
    if record.events:
        rows["event"] = [
            (
                doc_id, pipeline_key, n,
                _fact_id(doc_id, pipeline_key, "event", n, fact.mentions, fact.rules, fact.name),
                fact.name, fact.place, fact.start, fact.end, fact.part_of, *_said(fact), *_made(fact),
            )
            for n, fact in enumerate(record.events)
        ]
    if record.organizers:
        rows["organizer"] = [
            (
                doc_id, pipeline_key, n,
                _fact_id(doc_id, pipeline_key, "organizer", n, fact.mentions, fact.rules, (fact.name, fact.role)),
                fact.name, fact.role, fact.event, fact.canonical, json_texts(fact.aliases), *_said(fact), *_made(fact),
            )
            for n, fact in enumerate(record.organizers)
        ]
    if record.officials:
        rows["official"] = [
            (
                doc_id, pipeline_key, n,
                _fact_id(doc_id, pipeline_key, "official", n, fact.mentions, fact.rules, fact.name),
                fact.name, *_said(fact), *_made(fact),
            )
            for n, fact in enumerate(record.officials)
        ]
        posts = [
            _post_row(post, doc_id, pipeline_key, at, n, fact.name)
            for at, fact in enumerate(record.officials) for n, post in enumerate(fact.posts)
        ]
        if posts:
            rows["post"] = posts
    if record.companies:
        rows["company"] = [
            (
                doc_id, pipeline_key, n,
                _fact_id(doc_id, pipeline_key, "company", n, fact.mentions, fact.rules, fact.name),
                fact.name, fact.canonical, json_texts(fact.aliases), *_said(fact), *_made(fact),
            )
            for n, fact in enumerate(record.companies)
        ]
    if record.quantities:
        rows["quantity"] = [_quantity_row(fact, doc_id, pipeline_key, n) for n, fact in enumerate(record.quantities)]
    return rows


def count_facts(rows: Rows) -> int:
    return sum(map(len, rows.values()))


def exact_value(value: Decimal | None) -> int | float | str | None:
    """What both databases store without rounding: an integer of 64 bits, a float where that is exact, or digits."""
    if value is None:
        return None
    if value == value.to_integral_value():
        if -(2**63) <= value < 2**63:
            return int(value)
        return format(value, "f") if value.adjusted() < 1000 else str(value)
    as_float = float(value)
    return as_float if Decimal(repr(as_float)) == value else str(value)


def _post_row(fact: Post, doc_id: str, pipeline_key: str, official_n: int, n: int, name: str) -> tuple[Any, ...]:
    return (
        doc_id, pipeline_key, official_n, n,
        _fact_id(
            doc_id, pipeline_key, "post", n, (fact.span,), fact.rules, (official_n, name, fact.org, fact.title)
        ),
        name, fact.org, fact.title, fact.former, fact.canonical, fact.text, *(fact.span or _NO_SPAN),
        *(fact.org_span or _NO_SPAN), *_made(fact),
    )


def _quantity_row(fact: Quantity, doc_id: str, pipeline_key: str, n: int) -> tuple[Any, ...]:
    value, low, high = exact_value(fact.value), exact_value(fact.min), exact_value(fact.max)
    condition = fact.condition
    limits: tuple[Any, ...] = (None,) * 6
    if condition is not None:
        limits = (
            exact_value(condition.min), exact_value(condition.max), condition.currency, condition.unit,
            *(condition.span or _NO_SPAN),
        )
    return (
        doc_id, pipeline_key, n,
        _fact_id(doc_id, pipeline_key, fact.kind, n, (fact.span,), fact.rules, (value, low, high, fact.unit)),
        fact.kind, value, low, high, fact.comparator, fact.unit, fact.currency, fact.noun, *limits, fact.role,
        fact.change, fact.basis, fact.text, *fact.span, *(fact.noun_span or _NO_SPAN), *_made(fact),
    )


def _fact_id(doc_id: str, key: str, kind: str, n: int, spans: Sequence[Any], rules: Any, value: Any) -> str:
    """16 hex digits; `n` is in it because a document may say the same thing twice without spans."""
    start, end = (spans[0] if spans else None) or (None, None)
    name = f"{doc_id}|{key}|{kind}|{n}|{start}-{end}|{json_texts(rules)}|{value}"
    try:
        said = name.encode()
    except UnicodeEncodeError:
        said = name.encode("utf-8", "backslashreplace")
    return blake2b(said, digest_size=8).hexdigest()


def _said(fact: Any) -> tuple[Any, ...]:
    mentions = fact.mentions
    if not mentions:
        return fact.text, None, None, "[]"
    shown = ",".join([f"[{start},{end}]" for start, end in mentions])
    return fact.text, *mentions[0], f"[{shown}]"


def _made(fact: Any) -> tuple[Any, ...]:
    return json_texts(fact.rules), _REPAIRED[fact.repaired], fact.confidence


@lru_cache(4096)
def json_texts(values: tuple[str, ...]) -> str:
    """A list of texts as JSON; kept, since the same few lists of rules and flags come again and again."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")) if values else "[]"


# ---- and back


def record_of(
    *, id: str, title: str | None, published: str | None, pipeline_key: str, flags: Any, schema: int,
    facts: dict[str, list[dict[str, Any]]],
) -> Record:
    """The record that these rows came from. `facts`: table → rows as dicts, each sorted by its `n`."""
    posts: dict[int, list[Post]] = {}
    for row in facts.get("post", ()):
        posts.setdefault(row["official_n"], []).append(
            Post(
                org=row["org"], title=row["title"], span=_span(row, "span"), text=row["text"],
                org_span=_span(row, "org"), former=bool(row["former"]), canonical=row["canonical"], **_how(row),
            )
        )
    return Record(
        id=id, title=title, published=published, pipeline_key=pipeline_key, flags=tuple(_list(flags)), schema=schema,
        events=tuple(
            Event(
                name=row["name"], place=row["place"], start=row["start_date"], end=row["end_date"],
                part_of=row["part_of"], **_where(row), **_how(row),
            )
            for row in facts.get("event", ())
        ),
        organizers=tuple(
            Organizer(
                name=row["name"], role=row["role"], event=row["event"], aliases=tuple(_list(row["aliases"])),
                canonical=row["canonical"], **_where(row), **_how(row),
            )
            for row in facts.get("organizer", ())
        ),
        officials=tuple(
            Official(name=row["name"], posts=tuple(posts.get(row["n"], ())), **_where(row), **_how(row))
            for row in facts.get("official", ())
        ),
        companies=tuple(
            Company(
                name=row["name"], aliases=tuple(_list(row["aliases"])), canonical=row["canonical"], **_where(row),
                **_how(row),
            )
            for row in facts.get("company", ())
        ),
        quantities=tuple(map(_quantity, facts.get("quantity", ()))),
    )


def _quantity(row: dict[str, Any]) -> Quantity:
    condition = None
    parts = [row[f"condition_{name}"] for name in ("min", "max", "currency", "unit", "start")]
    if any(part is not None for part in parts):
        condition = Condition(
            min=_decimal(parts[0]), max=_decimal(parts[1]), currency=parts[2], unit=parts[3],
            span=_span(row, "condition"),
        )
    return Quantity(
        kind=row["kind"], text=row["text"], span=(row["span_start"], row["span_end"]), value=_decimal(row["value"]),
        min=_decimal(row["min"]), max=_decimal(row["max"]), comparator=row["comparator"], unit=row["unit"],
        currency=row["currency"], noun=row["noun"], noun_span=_span(row, "noun"), condition=condition,
        role=row["role"], change=row["change"], basis=row["basis"], **_how(row),
    )


def _where(row: dict[str, Any]) -> dict[str, Any]:
    return {"text": row["text"], "mentions": tuple((start, end) for start, end in _list(row["mentions"]))}


def _how(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "rules": tuple(_list(row["rules"])), "repaired": _UNREPAIRED[row["repaired"]], "confidence": row["confidence"],
    }


def _span(row: dict[str, Any], name: str) -> Span | None:
    start = row[f"{name}_start"]
    return None if start is None else (start, row[f"{name}_end"])


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _list(value: Any) -> Iterable[Any]:
    return json.loads(value) if isinstance(value, str) else value or ()
