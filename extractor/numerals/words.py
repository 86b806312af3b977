"""The lexicons of the numeral reader, compiled: units, currencies, comparators, names that hold numerals.

Each table is keyed by one character (the first of what stands behind a number, the last of what stands in front), so
that one dictionary look-up answers for most characters of a text; the few candidates then are tried longest first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from string import ascii_letters
from typing import NamedTuple

from extractor.rulebook import Rulebook

NUMERAL = "零〇一二三四五六七八九十百千万亿兆两几数廿卅卌半"
_RUN = re.compile(rf"[{NUMERAL}]+")


class Unit(NamedTuple):
    """What a number is of. `family` is the use that its lexicon gives it, or money."""

    form: str
    family: str
    unless: frozenset[str] = frozenset()
    """What directly behind cancels it (3成立 is no 成); behind a Latin form any Latin letter as well (5km2 is no km)."""
    code: str | None = None
    factor: Decimal | None = None
    seconds: Decimal | None = None


class Comparator(NamedTuple):
    form: str
    sign: str
    only: str
    unless: frozenset[str]


class Name(NamedTuple):
    form: str
    offset: int
    """Where the first numeral run stands in the form."""
    run: str


class Words:
    """All compiled tables of one rulebook."""

    def __init__(self, rulebook: Rulebook) -> None:
        units = list(_units(rulebook))
        self._long = _by_prefix((unit for unit in units if len(unit.form) > 1), 2)
        self._short = _by_prefix((unit for unit in units if len(unit.form) == 1), 1)
        self.per = _by_first([unit for unit in units if unit.family in _PER])
        self.prefixes = _by_last(
            Unit(row["form"], "money", code=row["code"])
            for row in rulebook.lexicon("currencies")
            if row["place"] == "before"
        )
        before, behind = [], []
        for row in rulebook.lexicon("comparators"):
            word = Comparator(row["form"], row["comparator"], row["only"], frozenset(row["unless"]))
            if row["place"] == "before":
                before.append(word)
            elif row["place"] == "behind":
                behind.append(word)
        self.before = _by_last(before)
        self.behind = _by_first(behind)
        self.names = _names(rulebook)
        self.money_nouns = _alternation(rulebook.lexicon("money_nouns").forms)
        self.people = rulebook.lexicon("counted_nouns").forms
        self.seconds = {unit.form: unit.seconds for unit in units if unit.seconds is not None}
        # what may follow a single Chinese numeral that is worth a look
        self.follow = (
            frozenset(unit.form[0] for unit in units) | frozenset("余多来至到、和与或-－—–―~～ 分又点半/") | frozenset(self.behind)
        )

    def unit_at(self, text: str, at: int) -> Unit | None:
        """The longest unit that starts at `at`, unless what follows cancels it."""
        for unit in self._long.get(text[at : at + 2], ()):
            form = unit.form
            if text.startswith(form, at):
                end = at + len(form)
                if text[end : end + 1] not in unit.unless:
                    return unit
        for unit in self._short.get(text[at : at + 1], ()):
            if text[at + 1 : at + 2] not in unit.unless:
                return unit
        return None

    def per_at(self, text: str, at: int) -> Unit | None:
        """The unit behind 每 or / that a rate is per: 元/吨, 每平方米."""
        if at >= len(text):
            return None
        for unit in self.per.get(text[at], ()):
            if text.startswith(unit.form, at):
                end = at + len(unit.form)
                if unit.form[-1] in _LETTERS and text[end : end + 1] in _LETTERS:
                    continue
                return unit
        return None

    def is_name(self, text: str, start: int, run: str) -> bool:
        """True when the numeral `run` at `start` stands inside a listed word or name."""
        end = start + len(run)
        names = self.names
        found: tuple[Name, ...] = ()
        if start:
            found = names.get(text[start - 1] + run, ())
        if end < len(text):
            found += names.get(run + text[end], ())
        if found:
            unit = self.unit_at(text, end)
            longest = end + len(unit.form) if unit is not None and len(unit.form) > 1 else end
            for name in found:
                if text.startswith(name.form, start - name.offset):
                    # 十分 is a word, but 十分钟 is ten minutes
                    return longest <= start - name.offset + len(name.form) or name.offset > 0
        return False


_PER = frozenset({"measure", "time", "count", "direct", "per", "arabic"})
_LETTERS = frozenset(ascii_letters)


def _unless(form: str, listed: Iterable[str]) -> frozenset[str]:
    return frozenset(listed) | _LETTERS if form[-1] in _LETTERS else frozenset(listed)


def _units(rulebook: Rulebook) -> Iterable[Unit]:
    for row in rulebook.lexicon("currencies"):
        if row["place"] == "behind":
            factor = Decimal(row["factor"]) if row["factor"] else None
            yield Unit(row["form"], "money", _unless(row["form"], row["unless"]), row["code"], factor)
    for row in rulebook.lexicon("units"):
        seconds = Decimal(row["seconds"]) if row["seconds"] else None
        yield Unit(row["form"], row["use"], _unless(row["form"], row["unless"]), seconds=seconds)
    for row in rulebook.lexicon("classifiers"):
        yield Unit(row["form"], row["use"], _unless(row["form"], row["unless"]))


def _by_prefix(units: Iterable[Unit], length: int) -> dict[str, tuple[Unit, ...]]:
    groups: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        groups[unit.form[:length]].append(unit)
    return {head: tuple(sorted(group, key=lambda unit: -len(unit.form))) for head, group in groups.items()}


def _by_first(words: Iterable) -> dict[str, tuple]:
    return _grouped(words, 0)


def _by_last(words: Iterable) -> dict[str, tuple]:
    return _grouped(words, -1)


def _grouped(words: Iterable, at: int) -> dict[str, tuple]:
    groups: dict[str, list] = defaultdict(list)
    for word in words:
        groups[word.form[at]].append(word)
    return {char: tuple(sorted(group, key=lambda word: -len(word.form))) for char, group in groups.items()}


def _names(rulebook: Rulebook) -> dict[str, tuple[Name, ...]]:
    """Run plus one neighbour → names. Besides the list, every place and company name with a numeral in it counts."""
    names: dict[str, list[Name]] = defaultdict(list)
    forms = [*rulebook.lexicon("numeral_names").forms]
    for lexicon in ("divisions", "companies"):
        if lexicon in rulebook.lexicons:
            forms += [form for form in rulebook.lexicon(lexicon).forms if len(form) > 2]
    for form in dict.fromkeys(forms):
        match = _RUN.search(form)
        if match is None or match[0] == form:
            continue
        key = form[match.start() - 1] + match[0] if match.start() else match[0] + form[match.end()]
        names[key].append(Name(form, match.start(), match[0]))
    return {key: tuple(group) for key, group in names.items()}


def _alternation(forms: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, forms), key=lambda form: (-len(form), form))))
