"""Every shipped rule is safe, and every sentence beside it does what it says.

A rule's line in TOML is the test: nothing is to be added here for a new rule.
"""

from __future__ import annotations

from typing import Any

import pytest

from extractor.evaluation.rule_tests import Case, cases, run_case
from extractor.pipeline import Pipeline
from extractor.rulebook import Lexicon, Rule, load_rulebook
from extractor.rulebook.checking import check_lexicon, check_rule, check_rulebook

BOOK = load_rulebook()


def _name(value: Any) -> str:
    if isinstance(value, Case):
        return f"{value.rule.id}-{value.kind[0]}-{cases(BOOK, [value.rule.id]).index(value)}"
    return str(getattr(value, "id", getattr(value, "name", value)))


@pytest.mark.parametrize("rule", BOOK.rules.values(), ids=_name)
def test_rule_is_safe_and_has_examples(rule: Rule) -> None:
    assert [str(finding) for finding in check_rule(rule) if finding.level == "error"] == []


@pytest.mark.parametrize("lexicon", BOOK.lexicons.values(), ids=_name)
def test_lexicon_lines_are_sound(lexicon: Lexicon) -> None:
    assert [str(finding) for finding in check_lexicon(lexicon) if finding.level == "error"] == []


def test_no_rule_is_shadowed() -> None:
    findings = check_rulebook(BOOK, hostile=False)
    assert [str(finding) for finding in findings if "shadowed" in finding.what] == []


@pytest.mark.parametrize("case", [case for case in cases(BOOK) if case.kind != "known_failures"], ids=_name)
def test_sentence_of_a_rule(case: Case, pipeline: Pipeline) -> None:
    wrong = run_case(pipeline, case)
    assert wrong is None, f"{case.sentence}: {wrong}"


@pytest.mark.parametrize("case", [case for case in cases(BOOK) if case.kind == "known_failures"], ids=_name)
def test_known_failure_still_fails(case: Case, pipeline: Pipeline) -> None:
    wrong = run_case(pipeline, case)
    assert wrong is None, f"{case.sentence}: {wrong}"
