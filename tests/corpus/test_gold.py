"""The sample gold is sound in itself: complete, in the form of the schema, and every span where it says."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
IDS = sorted(path.stem for path in (CORPUS / "gold").glob("*.json"))


def _text(id: str) -> str:
    return (CORPUS / "documents" / f"{id}.txt").read_bytes().decode("utf-8")


def _gold(id: str) -> dict[str, Any]:
    return json.loads((CORPUS / "gold" / f"{id}.json").read_text("utf-8"))


def test_every_document_has_gold_and_a_part() -> None:
    documents = sorted(path.stem for path in (CORPUS / "documents").glob("*.txt"))
    parts = tomllib.loads((CORPUS / "splits.toml").read_text("utf-8"))
    assert documents == IDS
    assert sorted(parts["fit"] + parts["check"]) == IDS
    assert len(IDS) >= 24


def test_every_document_is_in_the_readme() -> None:
    page = (CORPUS / "README.md").read_text("utf-8")
    assert [id for id in IDS if id not in page] == []


@pytest.mark.parametrize("id", IDS)
def test_documents_have_the_length_of_releases(id: str) -> None:
    assert 300 <= len(_text(id)) <= 1500


@pytest.mark.parametrize("id", IDS)
def test_quantities_stand_where_they_say_and_add_up(id: str) -> None:
    text, before = _text(id), -1
    for fact in _gold(id)["quantities"]:
        start, end = fact["span"]
        assert text[start:end] == fact["text"], fact
        assert start >= before, f"not in text order: {fact}"
        before = start
        value, low, high = fact["value"], fact["min"], fact["max"]
        expected = {
            "=": (value, value), "~": (value, value), ">": (value, None), ">=": (value, None), "<": (None, value),
            "<=": (None, value), "range": (low, high),
        }[fact["comparator"]]
        assert (low, high) == expected, fact
        assert (value is None) == (fact["comparator"] == "range"), fact
        assert ("currency" in fact) == (fact["kind"] == "amount"), fact
        assert not any(char.isdigit() for char in fact.get("unit", "")), fact


@pytest.mark.parametrize("id", IDS)
@pytest.mark.parametrize("field", ["organizers", "officials", "companies"])
def test_mentions_are_forms_of_the_name(id: str, field: str) -> None:
    """In clean text a mention is the name or an alias, letter for letter; in any text it is after repair."""
    text = _text(id)
    clean = not id.startswith(("damaged-", "traditional-"))
    for fact in _gold(id)[field]:
        forms = {fact["name"], *fact.get("aliases", ())}
        assert fact["mentions"], fact
        for start, end in fact["mentions"]:
            found = text[start:end]
            assert found, fact
            assert found in forms or not clean, (found, fact)


@pytest.mark.parametrize("id", IDS)
def test_gold_reads_as_a_record(id: str) -> None:
    from extractor.records import Record

    record = Record.from_dict(_gold(id))
    assert record.id == id
    assert all(post.title for official in record.officials for post in official.posts)


@pytest.mark.parametrize("id", [id for id in IDS if id.startswith("damaged-")])
def test_damaged_texts_are_damaged_by_the_mechanism(id: str) -> None:
    text = _text(id)
    assert text.count("(zhǎng)") >= 3
    assert "?" in text


@pytest.mark.parametrize("id", [id for id in IDS if id.startswith(("damaged-", "traditional-"))])
def test_repair_finds_the_names_of_the_gold(id: str) -> None:
    """The slice of the damaged text under a mention is, repaired, a form of the name: gold and map agree."""
    from extractor.repair import repair

    repaired = repair(_text(id))
    clean: dict[int, list[str]] = {}
    for at, char in enumerate(repaired.text):
        clean.setdefault(repaired.alignment.char(at)[0], []).append(char)
    for field in ("organizers", "officials", "companies"):
        for fact in _gold(id)[field]:
            forms = {fact["name"], *fact.get("aliases", ())}
            for start, end in fact["mentions"]:
                found = "".join(char for at in range(start, end) for char in clean.get(at, ()))
                assert found in forms, (found, fact)
