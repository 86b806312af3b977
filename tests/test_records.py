"""Records keep what they are given: JSON and back, within the schema, with messages a user can act on."""

from __future__ import annotations

import dataclasses
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from extractor import records
from extractor.errors import RecordError
from extractor.records import (
    COMPARATORS,
    KINDS,
    ROLES,
    SCHEMA_VERSION,
    Company,
    Condition,
    Event,
    Official,
    Organizer,
    Post,
    Quantity,
    Record,
    exact_number,
)

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = json.loads((ROOT / "extractor" / "records.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)

name = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
maybe = st.none() | name
span = st.tuples(st.integers(0, 500), st.integers(0, 500)).map(lambda pair: (min(pair), max(pair)))
spans = st.lists(span, max_size=3).map(tuple)
names = st.lists(name, max_size=3).map(tuple)
number = st.none() | st.decimals(
    allow_nan=False, allow_infinity=False, min_value=Decimal("-1e18"), max_value=Decimal("1e18"), places=4
)
confidence = st.integers(0, 1000).map(lambda n: n / 1000)
date = st.none() | st.sampled_from(["2011", "2011-08", "2011-08-19"])
repaired = st.sampled_from([False, True, "model"])
currency = st.sampled_from(["CNY", "USD", "EUR"])

common = {"text": st.text(st.characters(exclude_categories=["Cs"]), max_size=9), "rules": names, "repaired": repaired,
          "confidence": confidence}  # fmt: skip
named = {"name": name, "mentions": spans, **common}
posts = st.builds(
    Post, org=maybe, title=name, span=st.none() | span, org_span=st.none() | span, former=st.booleans(),
    canonical=maybe, **common,
)
conditions = st.none() | st.builds(Condition, min=number, max=number, currency=st.none() | currency, unit=maybe)
whole_records = st.builds(
    Record, id=name, title=maybe, published=date, flags=names, pipeline_key=maybe,
    events=st.lists(st.builds(Event, place=maybe, start=date, end=date, part_of=maybe, **named), max_size=2).map(tuple),
    organizers=st.lists(
        st.builds(Organizer, role=st.sampled_from(ROLES), event=maybe, aliases=names, canonical=maybe, **named),
        max_size=2,
    ).map(tuple),
    officials=st.lists(
        st.builds(Official, posts=st.lists(posts, min_size=1, max_size=2).map(tuple), **named), max_size=2
    ).map(tuple),
    companies=st.lists(st.builds(Company, aliases=names, canonical=maybe, **named), max_size=2).map(tuple),
    quantities=st.lists(
        st.builds(
            Quantity, kind=st.sampled_from(KINDS), span=span, value=number, min=number, max=number,
            comparator=st.sampled_from(COMPARATORS), unit=maybe, currency=currency, noun=maybe,
            noun_span=st.none() | span, condition=conditions, role=maybe, change=maybe, basis=maybe,
            **{**common, "text": name},
        ),
        max_size=2,
    ).map(tuple),
)


@settings(max_examples=200, deadline=None)
@given(record=whole_records)
def test_json_and_back(record: Record) -> None:
    line = json.dumps(record.to_dict(), ensure_ascii=False)
    assert Record.from_dict(json.loads(line)) == record
    assert json.dumps(Record.from_dict(json.loads(line)).to_dict(), ensure_ascii=False) == line


@settings(max_examples=200, deadline=None)
@given(record=whole_records)
def test_any_record_fits_the_schema(record: Record) -> None:
    VALIDATOR.validate(json.loads(json.dumps(record.to_dict())))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("cls", [Event, Organizer, Official, Post, Company, Condition, Quantity])
def test_the_schema_names_every_field(cls: type) -> None:
    declared = set(SCHEMA["$defs"][cls.__name__.lower()]["properties"])
    assert declared == {item.name for item in dataclasses.fields(cls)}


def test_the_schema_names_every_field_of_a_record() -> None:
    assert set(SCHEMA["properties"]) == {item.name for item in dataclasses.fields(Record)}


@pytest.mark.parametrize("key", ["role", "kind", "comparator"])
def test_the_schema_has_the_same_values(key: str) -> None:
    values = {"role": records.ROLES, "kind": records.KINDS, "comparator": records.COMPARATORS}[key]
    place = SCHEMA["$defs"]["organizer" if key == "role" else "quantity"]["properties"][key]
    assert tuple(place["enum"]) == values


@pytest.mark.parametrize("file", sorted((ROOT / "corpus" / "gold").glob("*.json")), ids=lambda path: path.stem)
def test_sample_gold_fits_the_schema(file: Path) -> None:
    VALIDATOR.validate(json.loads(file.read_text("utf-8")))


def test_real_gold_fits_the_schema() -> None:
    shared = ROOT.parent / "shared" / "gold"
    if not shared.is_dir():
        pytest.skip("no gold of real releases beside the checkout; its twin on corpus/gold runs")
    fit = json.loads((shared / "splits.json").read_text("utf-8"))["fit"]
    for id in fit:
        VALIDATOR.validate(json.loads((shared / "records" / f"{id}.json").read_text("utf-8")))


def test_what_the_pipeline_gives_fits_the_schema(pipeline, corpus_documents) -> None:
    for document in corpus_documents:
        VALIDATOR.validate(pipeline(document).to_dict())


@pytest.mark.parametrize(
    ("value", "plain"),
    [("12600000000", 12_600_000_000), ("0.21", 0.21), ("66.1E8", 6_610_000_000), ("1E+3", 1000),
     ("0.1000000000000000055", "0.1000000000000000055"), ("-3", -3)],
)  # fmt: skip
def test_numbers_are_exact(value: str, plain: object) -> None:
    assert exact_number(Decimal(value)) == plain
    assert type(exact_number(Decimal(value))) is type(plain)
    assert Decimal(str(exact_number(Decimal(value)))) == Decimal(value)


def test_a_newer_record_is_refused() -> None:
    with pytest.raises(RecordError, match=r"record x.*newer version.*upgrade"):
        Record.from_dict({"schema": SCHEMA_VERSION + 1, "id": "x"})


@pytest.mark.parametrize(
    "data",
    [{}, {"id": "x", "companies": [{"aliases": []}]}, {"id": "x", "quantities": [{"kind": "count", "span": [1]}]},
     {"id": "x", "officials": [{"name": "马荣", "posts": [{"title": "司长", "org": None, "span": "1-2"}]}]},
     {"id": "x", "quantities": [{"kind": "count", "text": "", "span": [0, 0], "value": "十", "min": 1, "max": 1}]}],
    ids=["no id", "no name", "half a span", "a span of letters", "a number of letters"],
)  # fmt: skip
def test_what_is_no_record_is_refused_with_its_place(data: dict) -> None:
    with pytest.raises(RecordError, match=r"^record.*(records\.schema\.json|with an `id`)"):
        Record.from_dict(data)


def test_unknown_keys_are_ignored() -> None:
    assert Record.from_dict({"id": "x", "colour": "red", "companies": [{"name": "华为", "size": 1}]}).companies == (
        Company("华为"),
    )


def test_gold_lists_speak_by_their_first_form() -> None:
    record = Record.from_dict({"id": "x", "officials": [{"name": "吴锦", "posts": [{"org": ["市", None], "title": "市长"}]}]})
    assert record.officials[0].posts[0].org == "市"
