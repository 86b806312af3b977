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


Names = tuple[dict[str, tuple[Name, ...]], dict[str, tuple[Name, ...]]]
"""The names of one numeral run: by the character before it, and those that begin with it by the character behind it."""


class Words:
    """All compiled tables of one rulebook."""

    def __init__(self, rulebook: Rulebook) -> None:
        units = list(_units(rulebook))
        # first character → units of more characters by the second, units of that one
        self._units = {
            char: (
                _grouped((unit for unit in group if len(unit.form) > 1), slice(1, 2)),
                tuple(unit for unit in group if len(unit.form) == 1),
            )
            for char, group in _by_first(units).items()
        }
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
        self._before_long = _grouped((word for word in before if len(word.form) > 1), slice(-2, None))
        self._before_short = _by_last(word for word in before if len(word.form) == 1)
        self.before_ends = frozenset(word.form[-1] for word in before)
        self.behind = _by_first(behind)
        self._names = _names(rulebook)
        self.money_nouns = _alternation(rulebook.lexicon("money_nouns").forms)
        self.people = rulebook.lexicon("counted_nouns").forms
        self.seconds = {unit.form: unit.seconds for unit in units if unit.seconds is not None}
        # what may follow a single Chinese numeral that is worth a look
        self.follow = (
            frozenset(unit.form[0] for unit in units) | frozenset("余多来至到、和与或-－—–―~～ 分又点半/") | frozenset(self.behind)
        )

    def unit_at(self, text: str, at: int) -> Unit | None:
        """The longest unit that starts at `at`, unless what follows cancels it."""
        group = self._units.get(text[at : at + 1])
        if group is None:
            return None
        longer, single = group
        second = text[at + 1 : at + 2]
        for unit in longer.get(second, ()):
            form = unit.form
            if text.startswith(form, at):
                end = at + len(form)
                if text[end : end + 1] not in unit.unless:
                    return unit
        for unit in single:
            if second not in unit.unless:
                return unit
        return None

    def before_at(self, text: str, at: int) -> tuple[Comparator, ...]:
        """Comparators that may end at `at`, longest first: those with its last two characters, then those of one."""
        return self._before_long.get(text[at - 2 : at], ()) + self._before_short.get(text[at - 1 : at], ())

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

    def is_name(self, text: str, start: int, end: int) -> bool:
        """True when the numeral `[start, end)` stands inside a listed word or name."""
        names = self._names.get(text[start:end])
        if names is None:
            return False
        behind, before = names
        for name in behind.get(text[start - 1 : start], ()) + before.get(text[end : end + 1], ()):
            if text.startswith(name.form, start - name.offset):
                if name.offset:
                    return True
                # 十分 is a word, but 十分钟 is ten minutes
                unit = self.unit_at(text, end)
                return unit is None or len(unit.form) < 2 or end + len(unit.form) <= start + len(name.form)
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


def _by_first(words: Iterable) -> dict[str, tuple]:
    return _grouped(words, slice(1))


def _by_last(words: Iterable) -> dict[str, tuple]:
    return _grouped(words, slice(-1, None))


def _grouped(words: Iterable, part: slice) -> dict[str, tuple]:
    """Words by that part of their form, longest first."""
    groups: dict[str, list] = defaultdict(list)
    for word in words:
        groups[word.form[part]].append(word)
    return {key: tuple(sorted(group, key=lambda word: -len(word.form))) for key, group in groups.items()}


def _names(rulebook: Rulebook) -> dict[str, Names]:
    """Numeral run → names. Besides the list, every place and company name with a numeral in it counts."""
    names: dict[str, Names] = defaultdict(lambda: ({}, {}))
    forms = [*rulebook.lexicon("numeral_names").forms]
    for lexicon in ("divisions", "companies"):
        if lexicon in rulebook.lexicons:
            forms += [form for form in rulebook.lexicon(lexicon).forms if len(form) > 2]
    for form in dict.fromkeys(forms):
        match = _RUN.search(form)
        if match is None or match[0] == form:
            continue
        start, end = match.span()
        behind, before = names[match[0]]
        side, neighbour = (behind, form[start - 1]) if start else (before, form[end])
        side[neighbour] = (*side.get(neighbour, ()), Name(form, start))
    return dict(names)


def _alternation(forms: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, forms), key=lambda form: (-len(form), form))))
