"""`rules check`: what is wrong with a rulebook that loads.

Loading already refuses misspelt keys, bad regular expressions and doubled ids. Here are the findings that need more
thought: repeats without a limit, patterns that hostile text makes slow, rules another rule hides, examples that do not
read, lexicon lines that can do nothing. An "error" fails the check, a "warning" does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from extractor.errors import wording
from extractor.rulebook.examples import parse_marked
from extractor.rulebook.model import Lexicon, Rule, Rulebook
from extractor.rulebook.patterns import slow, unbounded

LABELS = frozenset({
    "ORG", "PERSON", "TITLE", "COMPANY", "EVENT", "NOUN", "ORGANIZER", "OFFICIAL", "PLACE", "DATE", "NAME",
    "HOST", "UNDERTAKE", "ASSIST", "GUIDE", "SUPPORT", "COUNT", "AMOUNT", "MEASURE", "PERCENT", "MULTIPLE",
})
"""The labels that example sentences may use, in any case."""


@dataclass(frozen=True, slots=True)
class Finding:
    level: Literal["error", "warning"]
    where: str
    what: str
    remedy: str
    got: str | None = None

    def __str__(self) -> str:
        return f"{self.level}: " + wording(self.where, self.what, got=self.got, remedy=self.remedy)


def check_rulebook(book: Rulebook, *, hostile: bool = True, only: Iterable[str] | None = None) -> list[Finding]:
    """All findings, rules by id, then lexicons by name.

    hostile: also run every pattern over hostile strings (about 20 ms a pattern). only: check these rule ids alone.
    """
    wanted = None if only is None else set(only)
    out: list[Finding] = []
    for name in sorted(book.rules):
        if wanted is None or name in wanted:
            out += check_rule(book.rules[name], hostile=hostile)
    out += _shadowed(book, wanted)
    if wanted is None:
        for name in sorted(book.lexicons):
            out += check_lexicon(book.lexicons[name])
    return out


def check_rule(rule: Rule, *, hostile: bool = True) -> Iterator[Finding]:
    """Findings of one rule by itself."""
    where = f"{rule.file}, rule {rule.id!r}"
    if rule.pattern is not None:
        for repeat in unbounded(rule.pattern):
            yield Finding(
                "error", where, f"a repeat without limit at character {repeat.at} of the pattern",
                f"write a limit, {repeat.text[0] if repeat.text[0] in '+*' else '+'} → {{1,20}}, or make it possessive",
                got=repeat.text,
            )
        found = slow(rule.pattern, _plain(rule)) if hostile else None
        if found:
            yield Finding(
                "error", where,
                f"the pattern takes {found.seconds:.2f} s on 4,000 hostile characters ({found.what}); twice the text "
                f"takes {found.growth:.1f} times as long",
                "bound its repeats, forbid punctuation inside them ([^，。；]), anchor it with a lookbehind",
            )
    if not rule.examples and not rule.counter_examples:
        yield Finding("error", where, "has no example", 'add examples = ["…"] with its spans marked [text](LABEL)')
    for key in ("examples", "counter_examples", "known_failures"):
        for sentence in getattr(rule, key):
            yield from _sentence(where, key, sentence)
    doubled = set(rule.examples) & set(rule.counter_examples)
    if doubled:
        yield Finding(
            "error", where, "a sentence is an example and a counter-example", "remove one of the two", got=min(doubled)
        )


def _plain(rule: Rule) -> list[str]:
    return [parse_marked(sentence).text for sentence in (*rule.examples, *rule.counter_examples)]


def _sentence(where: str, key: str, sentence: str) -> Iterator[Finding]:
    marked = parse_marked(sentence)
    for mark in marked.marks:
        if mark.label.upper() not in LABELS:
            yield Finding(
                "error", where, f"unknown label {mark.label!r} in {key}", "use one of " + ", ".join(sorted(LABELS)),
                got=sentence,
            )
    if "](" in marked.text:
        yield Finding("error", where, f"a mark in {key} does not read", "write [text](LABEL key=value)", got=sentence)
    if key == "examples" and not marked.marks:
        yield Finding("error", where, "an example marks nothing", "mark its spans [text](LABEL)", got=sentence)
    if not marked.text.strip():
        yield Finding("error", where, f"an empty sentence in {key}", "remove it")


def _shadowed(book: Rulebook, wanted: set[str] | None) -> Iterator[Finding]:
    """Rules that can never win: another of the family has the same pattern and options and goes first."""
    first: dict[tuple[str, ...], Rule] = {}
    for family in sorted({rule.family for rule in book.rules.values()}):
        for rule in book.family(family):
            if rule.pattern is None:
                continue
            key = (family, rule.pattern, repr(sorted(rule.options.items())))
            other = first.setdefault(key, rule)
            if other is not rule and (wanted is None or rule.id in wanted):
                yield Finding(
                    "error", f"{rule.file}, rule {rule.id!r}",
                    f"is shadowed by {other.id!r}: same pattern, same options", "remove one of the two",
                )


def check_lexicon(lexicon: Lexicon) -> Iterator[Finding]:
    """Findings of one word list: doubled lines, forms that no text can hold."""
    where = f"lexicon {lexicon.name} ({lexicon.file})"
    for row, times in sorted(Counter(lexicon.rows).items()):
        if times > 1:
            yield Finding("error", where, f"{row[0]!r} stands there {times} times, the same each time", "keep one line")
    for row in lexicon.rows:
        if any(char.isspace() and char != " " for char in row[0]):
            yield Finding("error", where, f"{row[0]!r} holds a tab or line break", "write one form a line")
    if not lexicon.rows:
        yield Finding("warning", where, "is empty", "remove the file or fill it")
