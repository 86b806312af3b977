"""Records and finished documents for the tests of the database."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from extractor.records import (
    COMPARATORS,
    KINDS,
    ROLES,
    Company,
    Condition,
    Document,
    Event,
    Official,
    Organizer,
    Post,
    Quantity,
    Record,
)
from extractor.repair import repair
from extractor.writing.database import content_id
from extractor.writing.linking import Finished
from extractor.writing.rows import count_facts, fact_rows
from extractor.writing.similarity import clean_hash, clean_text, minhash

KEY = "0123456789abcdef"


def finished(document: Document, record: Record | None = None, key: str = KEY) -> Finished:
    """What a worker would hand over for `document`, with the facts of `record`."""
    record = record or Record(id=document.id)
    name, clean = content_id(document.text, document.published), clean_text(repair(document.text))
    rows = fact_rows(record, name, key)
    return Finished(
        document, name, rows, count_facts(rows), "[]", record.schema, record.title, clean_hash(clean), minhash(clean)
    )


_text = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
_name = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12)
_maybe = st.none() | _name
_span = st.tuples(st.integers(0, 9999), st.integers(0, 9999)).map(sorted).map(tuple)
_number = st.decimals(allow_nan=False, allow_infinity=False, places=None) | st.sampled_from(
    [Decimal(2**63 - 1), Decimal(2**63), Decimal("9007199254740993"), Decimal("0.1"), Decimal("1e25"), Decimal("-0"),
     Decimal("12345678901234567890.123456789"), Decimal("1E+200"), Decimal(0)]
)
_numbers = st.none() | _number.filter(lambda value: abs(value.adjusted()) < 290)
_rules = st.lists(_name, max_size=3).map(tuple)
_how = {
    "rules": _rules, "repaired": st.sampled_from([False, True, "model"]),
    "confidence": st.integers(0, 1000).map(lambda value: value / 1000),
}
_said = {"text": _text, "mentions": st.lists(_span, max_size=3).map(tuple), **_how}
_names = st.lists(_name, max_size=3).map(tuple)

events = st.builds(Event, name=_name, place=_maybe, start=_maybe, end=_maybe, part_of=_maybe, **_said)
organizers = st.builds(
    Organizer, name=_name, role=st.sampled_from(ROLES), event=_maybe, aliases=_names, canonical=_maybe, **_said
)
posts = st.builds(
    Post, org=_maybe, title=_name, span=st.none() | _span, text=_text, org_span=st.none() | _span,
    former=st.booleans(), canonical=_maybe, **_how,
)
officials = st.builds(Official, name=_name, posts=st.lists(posts, max_size=3).map(tuple), **_said)
companies = st.builds(Company, name=_name, aliases=_names, canonical=_maybe, **_said)
conditions = st.builds(
    Condition, min=_number.filter(lambda value: abs(value.adjusted()) < 290), max=_numbers, currency=_maybe,
    unit=_maybe, span=st.none() | _span,
)
quantities = st.builds(
    Quantity, kind=st.sampled_from(KINDS), text=_text, span=_span, value=_numbers, min=_numbers, max=_numbers,
    comparator=st.sampled_from(COMPARATORS), unit=_maybe, currency=_maybe, noun=_maybe, noun_span=st.none() | _span,
    condition=st.none() | conditions, role=_maybe, change=_maybe, basis=_maybe, **_how,
)


def _several(facts: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(facts, max_size=3).map(tuple)


records = st.builds(
    Record, id=_name, title=_maybe, published=st.sampled_from([None, "2011-08-19"]), flags=_names,
    events=_several(events), organizers=_several(organizers), officials=_several(officials),
    companies=_several(companies), quantities=_several(quantities),
)
