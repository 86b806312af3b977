"""Every example of rules/quantities/*.toml, run: exactly the marked quantities, and none in a counter-example."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import pytest

from extractor.numerals import QuantityReader
from extractor.records import Quantity
from extractor.rulebook import Mark, load_rulebook, parse_marked

RULEBOOK = load_rulebook()
RULES = RULEBOOK.family("quantity")


@cache
def reader() -> QuantityReader:
    return QuantityReader(RULEBOOK)


def cases(attribute: str) -> Iterator[object]:
    for rule in RULES:
        for number, sentence in enumerate(getattr(rule, attribute), 1):
            yield pytest.param(rule.id, sentence, id=f"{rule.id}-{number}")


def shown(quantity: Quantity, key: str) -> str:
    value = getattr(quantity, key)
    if value is None:
        return ""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def agree(quantity: Quantity, mark: Mark) -> bool:
    return (quantity.span, quantity.kind) == ((mark.start, mark.end), mark.label) and all(
        shown(quantity, key) == value for key, value in mark.attrs.items()
    )


def check(sentence: str, rule: str | None = None) -> None:
    marked = parse_marked(sentence)
    found = reader().read(marked.text)
    wrong = [quantity for quantity in found if not any(agree(quantity, mark) for mark in marked.marks)]
    missed = [mark for mark in marked.marks if not any(agree(quantity, mark) for quantity in found)]
    assert not wrong, f"{marked.text}: false {wrong}"
    assert not missed, f"{marked.text}: missed {missed}"
    if rule is not None:
        assert any(rule in quantity.rules for quantity in found), [quantity.rules for quantity in found]


@pytest.mark.parametrize(("rule", "sentence"), list(cases("examples")))
def test_an_example_gives_exactly_its_marks(rule: str, sentence: str) -> None:
    check(sentence, rule)


@pytest.mark.parametrize(("rule", "sentence"), list(cases("counter_examples")))
def test_a_counter_example_gives_nothing(rule: str, sentence: str) -> None:
    assert reader().read(sentence) == []


@pytest.mark.xfail(strict=True, reason="a known failure: move it to the examples once it works")
@pytest.mark.parametrize(("rule", "sentence"), list(cases("known_failures")))
def test_a_known_failure_still_fails(rule: str, sentence: str) -> None:
    check(sentence, rule)


def test_every_rule_says_why_and_shows_an_example() -> None:
    assert [rule.id for rule in RULES if not rule.why or not rule.examples] == []
