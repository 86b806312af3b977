"""What makes the evidence of companies cheap to ask must not change an answer."""

from __future__ import annotations

import pytest

from extractor.components import companies
from extractor.components.companies import Candidate, CompanyStage
from extractor.rulebook import load_rulebook


@pytest.fixture(scope="module")
def stage() -> CompanyStage:
    return CompanyStage(load_rulebook())


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """The examples of the rules, one after another: every rule matches somewhere."""
    rules = load_rulebook().family("company")
    return [marked.replace("[", "").replace("](COMPANY)", "") for rule in rules for marked in (*rule.examples, *rule.counter_examples)]


def test_a_rule_that_matches_is_asked(stage: CompanyStage, texts: list[str]) -> None:
    behind = {
        (rule, text[at : at + 1]) for rule in (*companies._CONTEXT, *companies._BEHIND) for text in texts
        for at in range(len(text)) if stage._patterns[rule].match(text, at)
    }
    assert behind
    assert all(rule in stage._openers[char] for rule, char in behind)
    before = {
        (rule, text[at - 1 : at]) for rule in companies._LEFT_CONTEXT for text in texts
        for at in range(1, len(text)) if stage._patterns[rule].match(text, 0, at)
    }
    assert before
    assert all(rule in stage._closers[char] for rule, char in before)


def test_both_engines_read_the_rules_alike(stage: CompanyStage, texts: list[str]) -> None:
    for rule, quick in stage._quick.items():
        for text in texts:
            for at in range(len(text) + 1):
                slow = stage._patterns[rule].match(text, at)
                found = quick.match(text, at)
                assert (found and found.span()) == (slow and slow.span()), (rule, text, at)


@pytest.mark.parametrize("pattern", ["(?<=公司)宣布", "^宣布", r"\b宣布", "(?<!不)宣布"])
def test_a_pattern_that_looks_back_is_always_asked(pattern: str) -> None:
    assert "rule" in companies._Openers({"rule": companies.regex.compile(pattern)})["鑫"]


@pytest.mark.parametrize("pattern", [r"\d家", "[[甲乙]--[乙]]家", "甲{1,2}+家", "(?<=甲)家", "(?>甲|乙)家", "甲+家", r"\p{Han}家"])
def test_syntax_that_the_engines_may_read_otherwise_stays_with_regex(pattern: str) -> None:
    assert not companies._PLAIN.fullmatch(pattern)


def test_few_characters_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(companies, "_MOST_CHARS", 10)
    openers = companies._Openers({"rule": companies.regex.compile("宣布")})
    assert [char for char in map(chr, range(0x4E00, 0x9FFF)) if openers[char]] == ["宣"]
    assert len(openers) == 10


def test_the_score_is_the_sum_of_the_evidence() -> None:
    candidate = Candidate(0, 2, "瑞泉")
    for rule, weight in (("a", 0.1), ("b", 0.2), ("c", -1.3), ("b", 5.0)):
        candidate.add(rule, weight)
    assert candidate.evidence == {"a": 0.1, "b": 0.2, "c": -1.3}
    assert candidate.score == 0.1 + 0.2 + -1.3
    candidate.drop(("c", "d"))
    assert candidate.score == 0.1 + 0.2
