"""The checks of `rules check` find what they are for."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.cli.main import main
from extractor.errors import RuleError
from extractor.rulebook import Lexicon, Rule, Rulebook, load_rulebook
from extractor.rulebook.checking import check_lexicon, check_rule, check_rulebook
from extractor.rulebook.patterns import slow, unbounded


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        (r"[省市]{1,3}委", []),
        (r"\d+人", ["+"]),
        (r"(?:市|县)*委", ["*"]),
        (r"\d{2,}人", ["{2,}"]),
        (r"\d++人", []),
        (r"(?>\d+)人", []),
        (r"[+*]{1,2}", []),
        (r"[^]+]{1,2}", []),
        (r"\+\*", []),
        (r"(?<=省)委+?", ["+?"]),
        (r"(?P<n>\d*)人", ["*"]),
        (r"(?i)a{,3}b", []),
        (r"[[一-龥]--[的]]+", ["+"]),
        (r"(?#+)a", []),
        (r"x{1}{2,}", ["{2,}"]),
    ],
)
def test_unbounded_repeats_are_found(pattern: str, found: list[str]) -> None:
    assert [repeat.text for repeat in unbounded(pattern)] == found


@pytest.mark.parametrize("pattern", [r"(?:\d{1,9}){1,9}人", r"(?:[^，。；]{1,40}、){1,40}主办"])
def test_catastrophic_pattern_is_slow(pattern: str) -> None:
    found = slow(pattern, length=2000)
    assert found is not None
    assert found.seconds > 0.25


@pytest.mark.parametrize("pattern", [r"[^，。；]{1,20}委员会", r"(?<!\d)\d{1,12}[万亿]?元", r"由[^，。；]{2,60}主办"])
def test_bounded_pattern_is_not_slow(pattern: str) -> None:
    assert slow(pattern) is None


def rule(**more: object) -> Rule:
    values = {"id": "org.test", "file": "t.toml", "pattern": "市委", "examples": ("[市委](ORG)开会",), **more}
    return Rule(**values)  # type: ignore[arg-type]


def test_a_sound_rule_has_no_findings() -> None:
    assert list(check_rule(rule())) == []


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"pattern": "市+委"}, "without limit"),
        ({"examples": ()}, "no example"),
        ({"examples": ("市委开会",)}, "marks nothing"),
        ({"examples": ("[市委](BODY)开会",)}, "unknown label"),
        ({"examples": ("[市委](ORG",)}, "does not read"),
        ({"examples": ("[市委](ORG)",), "counter_examples": ("[市委](ORG)",)}, "a counter-example"),
        ({"counter_examples": (" ",)}, "empty sentence"),
    ],
)
def test_each_fault_is_found(change: dict[str, object], what: str) -> None:
    messages = [str(finding) for finding in check_rule(rule(**change), hostile=False)]
    assert any(what in message for message in messages), messages
    assert all("org.test" in message and "t.toml" in message for message in messages)


def test_a_rule_with_the_pattern_of_another_is_shadowed() -> None:
    book = Rulebook({"org.a": rule(id="org.a", priority=2), "org.b": rule(id="org.b")}, {}, "")
    assert [f.where for f in check_rulebook(book, hostile=False) if "shadowed by 'org.a'" in f.what] == [
        "t.toml, rule 'org.b'"
    ]


def test_a_doubled_lexicon_line_is_found() -> None:
    lexicon = Lexicon("titles", "titles.tsv", ("form",), (("主任",), ("主任",)))
    assert ["2 times" in str(finding) for finding in check_lexicon(lexicon)] == [True]


RULE = """
[[rule]]
id = "org.extra"
pattern = '{pattern}'
examples = ["[市委](ORG)开会"]
"""


def folder(tmp_path: Path, pattern: str) -> Path:
    tmp_path.mkdir(exist_ok=True)
    (tmp_path / "extra.toml").write_text(RULE.format(pattern=pattern), "utf-8")
    return tmp_path


def test_an_overlay_adds_and_then_overrides_by_id(tmp_path: Path) -> None:
    first, second = folder(tmp_path / "a", "市委"), folder(tmp_path / "b", "县委")
    assert load_rulebook(overlays=[first]).rules["org.extra"].pattern == "市委"
    assert load_rulebook(overlays=[first, second]).rules["org.extra"].pattern == "县委"


def test_the_command_checks_a_folder_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "check", "org.extra", "--rules", str(folder(tmp_path, "市+委"))]) == 2
    assert "without limit" in capsys.readouterr().out
    assert main(["rules", "check", "org.extra", "--rules", str(folder(tmp_path, "市委"))]) == 0


def test_a_misspelt_key_names_file_rule_key_and_remedy(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text('[[rule]]\nid = "org.x"\npatern = "a"\n', "utf-8")
    with pytest.raises(RuleError, match=r"x\.toml, rule 'org\.x': unknown key 'patern'.*'pattern'"):
        load_rulebook(overlays=[tmp_path])
