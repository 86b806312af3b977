"""How likely a string is a person's name, and where a name that begins (or ends) at a place stops.

The idea: two stories are told about the same characters. One says "a name stands here": a surname, then one or two
characters as given names have them (or a transliteration, or parts of which minority names are made), and behind it
the rest as running text. The other says "running text all along". Each story has a probability from the tables that
`build_names.py` makes; a score is the natural logarithm of their ratio. Since every candidate at one place is measured
against the same running text, scores of different lengths can be compared: 李强|调研 beats 李强调|研.

    model = NameModel(rulebook)
    model.score("张相木")                      # a whole string; > 0: rather a name
    model.after("司长张相木出席", 2)[0].name    # names that begin at 2, best first
    model.before("张相木司长", 3)              # names that end at 3, best first

Offsets are those of the string given. A Chinese name has two or three characters, four with a compound surname or a
married woman's two surnames. Scores assume a place where a name may stand (beside a title, in a list of names).
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

import regex

from extractor.errors import RuleError
from extractor.rulebook import Rulebook

NEVER = -30.0
"""The score of what cannot be a name at all."""
_NO = -1e6

_DOTS = frozenset("?·•・．‧∙・･")
_DOT_NEAR = re.compile(f"[{re.escape(''.join(sorted(_DOTS)))}]").search
_WEAK_DOTS = frozenset("-－‐–?.")
"""What stands for · in some texts (迪亚斯-卡内尔), believed between two transliterated runs only."""
_SPACES = frozenset(" \u3000\u00a0\u2002\u2003")
_HAN = "\u4e00-\u9fff〇\u3400-\u4dbf\U00020000-\U0010ffff"
_NOT_HAN = re.compile(f"[^{_HAN}]").search
_NOT_HAN_BACK = regex.compile(f"(?r)[^{_HAN}]").search
_MAX_WORD = 4
_LONGER = ((), (), (), (3,), (3, 4))
"""Length of the longest word that begins like this → the lengths beyond two to be tried."""
_MAX_FOREIGN = 14
_LOOK = 4
"""How far behind a candidate running text is weighed."""

# Shares of the kinds among names beside titles (natural logarithms), and of the lengths within the Chinese kind.
_CHINESE_LENGTH = {2: -1.45, 3: -0.30, 4: -3.9}
_MARRIED = -9.0
_FOREIGN_KIND = -3.0
_FOREIGN_END = -1.6
"""A transliteration ends after a character with probability 1/5."""
_FOREIGN_ON = -0.22
_UNKNOWN_FOREIGN = -12.0
_DOTTED_PIECE = -8.0
"""A run before a true · may read as badly as this and still be a name's: 诺罗敦·西哈莫尼."""
_PART = -5.6
_FALL = 5.0
_DOT = 5.0
"""A dot between two Han runs is written in little else than such names."""
_JAPANESE_KIND = -9.0
"""Among names beside titles, and one surname out of some two hundred."""
_JAPANESE_LAST = {
    "郎": -2.0, "子": -2.0, "夫": -3.5, "雄": -3.5, "男": -3.5, "彦": -3.5, "一": -3.5, "美": -3.5, "之": -4.0,
}
_OWN_SURNAME = -6.0
"""A surname from a user's plain list: as frequent as the surnames of the second hundred."""
_UNKNOWN_SURNAME = -13.0
"""A rare character that no list of surnames has may still be one; a frequent one would be listed."""
_RARE_CHAR = -11.5
_UNSEEN_CHAR = -14.5
_UNSEEN_GIVEN = -13.0
_PRIOR = 0.0
_ROUNDING = 0.01
"""Room for sums of the same numbers in another order."""
_ADDRESSES = frozenset({"先生", "女士", "同志", "小姐", "教授", "老师"})
"""孙先生 is a surname with an address, not a name of three characters."""

_END_BONUS = 1.5
_OTHER_HAN = -0.8
_OTHER_SIGN = 0.5
_SPACE_AFTER = 1.2


@dataclass(slots=True)
class _Char:
    """All that the tables say of one character: one look instead of one in each table, and what is read lies together."""

    surname: float | None = None
    first: float = _UNSEEN_GIVEN
    second: float = _UNSEEN_GIVEN
    single: float | None = None
    foreign: float | None = None
    word: float = _UNSEEN_CHAR
    leads: bool = True
    """Whether a Chinese name may begin with it: it is a surname's first character, or too rare for the lists."""
    sought: bool = True
    """Whether one is looked for behind a place where it stands; the most frequent of the rare ones are not."""
    part: bool = False
    """Whether a part of minority names begins with it."""
    japanese: bool = False
    """Whether a Japanese surname begins with it."""
    follows: int = 0
    """The length of the longest follower of names that begins with it."""
    opens: int = 0
    """The length of the longest opener of names that ends with it."""


_UNKNOWN = _Char()


@dataclass(slots=True)  # not frozen: many are made for each title, and frozen ones cost three times as much to make
class NameCandidate:
    start: int
    end: int
    name: str
    """As a name is written: without the spaces that may pull it apart (马  荣 → 马荣)."""
    score: float
    kind: str
    """chinese, japanese, foreign or minority."""


_by_score, _by_end, _by_start = attrgetter("score"), attrgetter("end"), attrgetter("start")


class NameModel:
    def __init__(self, rulebook: Rulebook) -> None:
        surnames = _numbers(rulebook, "surnames", missing=_OWN_SURNAME)
        self._compound = {form: weight for form, weight in surnames.items() if len(form) == 2}
        self._parts = frozenset(rulebook.lexicon("minority_name_parts").forms)
        self._japanese = frozenset(rulebook.lexicon("japanese_surnames").forms)
        self._followers = _numbers(rulebook, "name_followers")
        self._openers = _numbers(rulebook, "name_openers")
        rows = rulebook.lexicon("given_chars").rows
        words = {row[0]: float(row[5]) for row in rows if row[5]} | _numbers(rulebook, "background_words")
        self._chars = self._characters(rows, surnames, words)
        # What words begin or end with → its own weight as a word (-inf when it is none) and the length of the longest.
        # Most places begin or end none, and are done with one look; the others need not try what is longer.
        words = {word: weight for word, weight in words.items() if 1 < len(word) <= _MAX_WORD}
        self._word_heads = {pair: (words.get(pair, -math.inf), most) for pair, most in _reach((w[:2], w) for w in words).items()}
        self._word_tails = {pair: (words.get(pair, -math.inf), most) for pair, most in _reach((w[-2:], w) for w in words).items()}
        self._words = {word: weight for word, weight in words.items() if len(word) > 2}

    def _characters(self, rows: Iterable[tuple[str, ...]], surnames: dict[str, float], words: dict[str, float]) -> dict[str, _Char]:
        chars: dict[str, _Char] = defaultdict(_Char)
        for form, first, second, single, foreign, _ in rows:
            char = chars[form]
            # a row said again by a list of the user's adds to the first
            char.first = float(first) if first else char.first
            char.second = float(second) if second else char.second
            char.single = float(single) if single else char.single
            char.foreign = float(foreign) if foreign else char.foreign
        for form, weight in surnames.items():
            if len(form) == 1:
                chars[form].surname = weight
        for form, weight in words.items():
            if len(form) == 1:
                chars[form].word = weight
        for edge, most in _reach((form[0], form) for form in self._followers).items():
            chars[edge].follows = most
        for edge, most in _reach((form[-1], form) for form in self._openers).items():
            chars[edge].opens = most
        for form in self._parts:
            chars[form[0]].part = True
        for form in self._japanese:
            chars[form[0]].japanese = True
        compound = {form[0] for form in self._compound}
        for form, char in chars.items():
            surname = char.surname is not None or form in compound
            char.leads, char.sought = surname or char.word <= _RARE_CHAR, surname or char.word < _RARE_CHAR
        return dict(chars)

    def is_surname(self, char: str) -> bool:
        """Whether the character is a surname of the lexicon or begins a compound one."""
        return self._chars.get(char, _UNKNOWN).surname is not None or any(form[0] == char for form in self._compound)

    # --- whole strings -----------------------------------------------------------------------------------------------
    def score(self, candidate: str) -> float:
        """Log-odds that `candidate` (2–4 Han characters, no spaces) is a whole Chinese personal name."""
        chars = self._read(candidate)
        name = self._chinese(candidate, chars)
        if name <= _NO:
            return NEVER
        return name - self._background(candidate, chars)[0] + _PRIOR

    def foreign_score(self, candidate: str) -> float:
        """Log-odds that `candidate` is a transliterated or minority name: 普京, 哈桑·谢赫·马哈茂德, 巴音朝鲁."""
        total = 0.0
        pieces = _pieces(candidate)
        if not pieces or len(candidate) < 2:
            return NEVER
        for piece in pieces:
            plain = self._lenient(piece) if len(pieces) > 1 else self._transliterated(piece)
            best = max(plain, self._of_parts(piece))
            if best <= _NO:
                return NEVER
            total += best - self._background(piece, self._read(piece))[0]
        return total + _FOREIGN_KIND + _DOT * (len(pieces) - 1) + _PRIOR

    # --- places ------------------------------------------------------------------------------------------------------
    def after(self, text: str, start: int, max_len: int = 4) -> list[NameCandidate]:
        """The names that may begin at `start`, best first; their scores weigh what follows. Empty: none can."""
        if start >= len(text):
            return []
        sign = text[start]
        if not ("一" <= sign <= "鿿" or _is_han(sign)):  # most are told without a call
            return []
        first = self._chars.get(sign, _UNKNOWN)
        foreign = self._may_be_foreign(text, start)
        if not foreign and not first.sought and not (first.japanese and self._japanese_at(text, start)):
            return []
        if text[start + 1 : start + 3] in _ADDRESSES:
            return []
        length = _han_run(text, start, _MAX_FOREIGN + _LOOK if foreign else 4 + _LOOK)
        window = text[start : start + length]
        chars = self._read(window)
        floor = self._background(window, chars)
        found = self._spaced(text, start) if length == 1 else []
        for size in range(2, min(max_len, 4, length) + 1):
            piece = window[:size]
            name = self._chinese(piece, chars)
            if name > _NO:
                score = name + floor[size] - floor[0] + self._behind(text, start + size) + _PRIOR
                found.append(NameCandidate(start, start + size, piece, score, "chinese"))
        others: list[NameCandidate] = []
        if foreign:
            others = self._foreign_after(text, start, chars, floor)
        if first.japanese:
            others += self._japanese_after(text, start, length, floor)
        if others:  # the Chinese ones alone are in order
            found += others
            found.sort(key=_by_end)
        if len(found) > 1:
            found.sort(key=_by_score, reverse=True)  # what is equal stays in its order
        return found

    def before(self, text: str, end: int, max_len: int = 4, *, least: float = -math.inf) -> list[NameCandidate]:
        """The names that may end at `end`, best first; their scores weigh what stands before them.

        least: when there are Chinese candidates only and none can reach it, the answer is empty; most words before
        titles are such, and their running text need not be weighed. Otherwise all are given, also those below it.
        """
        length = _han_run_back(text, end, _MAX_FOREIGN + _LOOK)
        if not length:
            return []
        run = text[end - length : end]
        chars = self._read(run)
        chinese: list[tuple[int, float, float]] = []
        for size in range(2, min(max_len, 4, length) + 1):
            if chars[-size].leads and (name := self._chinese(run[-size:], chars[-size:])) > _NO:
                chinese.append((size, name, self._ahead(text, end - size)))
        japanese = [
            (size, width) for size in range(2, min(6, length) + 1) if chars[-size].japanese
            for width in (3, 2) if run[-size:][:width] in self._japanese and 0 <= size - width <= 3
        ]
        foreign = self._foreign_before(text, end, chars)
        if not (japanese or foreign):
            if not chinese:
                return []
            # running text as a whole is at least as likely as cut where the name begins
            longest = chinese[-1][0]
            alone = self._background(run[-longest:], chars[-longest:])
            if all(name - alone[-1 - size] + ahead + _ROUNDING < least for size, name, ahead in chinese):
                return []
        floor = self._background_back(run, chars)
        found: list[NameCandidate] = []
        for size, name, ahead in chinese:
            score = name + floor[length - size] - floor[length] + ahead + _PRIOR
            found.append(NameCandidate(end - size, end, run[-size:], score, "chinese"))
        if japanese or foreign:  # the Chinese ones alone are in order
            for size, width in japanese:
                piece = run[-size:]
                score = self._japanese_name(piece[:width], piece[width:]) + floor[length - size] - floor[length]
                score += self._ahead(text, end - size) + _PRIOR
                found.append(NameCandidate(end - size, end, piece, score, "japanese"))
            found += foreign
            found.sort(key=_by_start, reverse=True)
        if len(found) > 1:
            found.sort(key=_by_score, reverse=True)  # what is equal stays in its order
        return found

    def _may_be_foreign(self, text: str, start: int) -> bool:
        """Cheap test before the costly ones: two transliteration characters, a name part, or a dot near."""
        if self._chars.get(text[start], _UNKNOWN).foreign is not None and start + 1 < len(text):
            following = text[start + 1]
            if self._chars.get(following, _UNKNOWN).foreign is not None or following in _DOTS:
                return True
        return self._part_at(text, start) or _DOT_NEAR(text, start + 1, start + 9) is not None

    def _japanese_at(self, text: str, start: int) -> bool:
        return text[start : start + 2] in self._japanese or text[start : start + 3] in self._japanese

    def best_after(self, text: str, start: int, *, least: float = 0.0) -> NameCandidate | None:
        """The best name that begins at `start`, if its score reaches `least`."""
        found = self.after(text, start)
        return found[0] if found and found[0].score >= least else None

    def best_before(self, text: str, end: int, *, least: float = 0.0) -> NameCandidate | None:
        """The best name that ends at `end`, if its score reaches `least`."""
        found = self.before(text, end)
        return found[0] if found and found[0].score >= least else None

    def follower(self, text: str, end: int) -> float:
        """How much what stands at `end` speaks for a name ending there (see `name_followers.tsv`)."""
        return self._behind(text, end)

    # --- the name's story --------------------------------------------------------------------------------------------
    def _read(self, piece: str) -> list[_Char]:
        get, unknown = self._chars.get, _UNKNOWN
        return [get(char, unknown) for char in piece]

    def _chinese(self, piece: str, chars: list[_Char]) -> float:
        """ln P(piece | a Chinese name stands here), `_NO` when it has no form of one; `chars` may go on behind it."""
        size = len(piece)
        if size not in _CHINESE_LENGTH:
            return _NO
        lead = chars[0]
        if not lead.leads or piece[-2:] in _ADDRESSES:
            return _NO
        head = lead.surname
        best = _NO
        if size > 2:
            compound = self._compound.get(piece[:2])
            if compound is not None:
                best = compound + self._given(piece[2:], chars, 2) + _CHINESE_LENGTH[size]
            if size == 4:
                second = chars[1].surname
                if head is not None and second is not None:
                    # 范徐丽泰: the husband's surname before a whole name; both surnames are common ones.
                    best = max(best, head + second + self._given(piece[2:], chars, 2) + _MARRIED)
                return best
        if head is None:
            if lead.word > _RARE_CHAR or not _is_han(piece[0]):
                return best
            head = _UNKNOWN_SURNAME
        name = head + self._given(piece[1:], chars, 1) + _CHINESE_LENGTH[size]
        return name if name > best else best

    def _given(self, given: str, chars: list[_Char], at: int) -> float:
        """The same for a given name, whose characters begin at `chars[at]`."""
        if len(given) == 1:
            single = chars[at].single
            return _UNSEEN_GIVEN if single is None else single
        first = chars[at].first
        if given[0] == given[1]:
            return first + max(first * 0.6, -4.0)
        return first + chars[at + 1].second

    def _transliterated(self, piece: str) -> float:
        total = _FOREIGN_END - _FOREIGN_ON
        unknown = 0
        for char in self._read(piece):
            share = char.foreign
            if share is None:
                # 基里延科: one character in a longer name may be new to the table.
                unknown += 1
                if unknown > 1 or len(piece) < 3:
                    return _NO
                share = _UNKNOWN_FOREIGN
            total += share + _FOREIGN_ON
        return total

    def _of_parts(self, piece: str) -> float:
        """The same for a name made of minority name parts, with transliteration characters between them."""
        return self._of_parts_to(piece)[-1]

    def _of_parts_to(self, piece: str) -> list[float]:
        """Cell i: `_of_parts(piece[:i])`, all in one pass."""
        size = len(piece)
        best = [_NO] * (size + 1)
        chars = self._read(piece)
        if not any(char.part for char in chars):
            return best
        best[0] = 0.0
        whole = [0] * (size + 1)
        for at, char in enumerate(chars):
            if best[at] <= _NO / 2:
                continue
            single = (-9.0 if char.foreign is None else char.foreign) - 1.5
            if best[at] + single > best[at + 1]:
                best[at + 1], whole[at + 1] = best[at] + single, whole[at]
            if not char.part:
                continue
            for width in range(2, min(6, size - at) + 1):
                if piece[at : at + width] in self._parts and best[at] + _PART > best[at + width]:
                    best[at + width], whole[at + width] = best[at] + _PART, whole[at] + width
        return [score if whole[at] * 2 >= at else _NO for at, score in enumerate(best)]

    def _foreign_kind(self, piece: str) -> str:
        parts = any(self._of_parts(part) > self._transliterated(part) for part in _pieces(piece))
        return "minority" if parts else "foreign"

    def _foreign_after(self, text: str, start: int, chars: list[_Char], floor: list[float]) -> list[NameCandidate]:
        dotted = self._dotted_after(text, start)
        if dotted or not self._foreign_at(text, start):
            return dotted
        found = []
        height = 0.0
        reach = min(len(chars), _MAX_FOREIGN)
        has_parts = self._part_within(text, start, chars[:reach])
        by_parts = self._of_parts_to(text[start : start + reach]) if has_parts else []
        total, unknown = _FOREIGN_END - _FOREIGN_ON, 0
        for size in range(1, reach + 1):
            share = chars[size - 1].foreign
            if share is None:
                unknown += 1
                if unknown > 1 and not has_parts:
                    break  # no longer one can be a name either
                share = _UNKNOWN_FOREIGN
            total += share + _FOREIGN_ON
            if size < 2:
                continue
            plain = total if unknown == 0 or (unknown == 1 and size >= 3) else _NO
            parts = by_parts[size] if has_parts else _NO
            best = max(plain, parts)
            if best > _NO:
                # Where running text begins the likelihood falls, and what comes later is no part of the name.
                if best + floor[size] - floor[0] < height - _FALL:
                    if has_parts:
                        continue  # 乌云|其其格: a part may begin behind
                    break
                height = max(height, best + floor[size] - floor[0])
                score = best + _FOREIGN_KIND + floor[size] - floor[0] + self._behind(text, start + size) + _PRIOR
                kind = "minority" if parts > plain else "foreign"
                found.append(NameCandidate(start, start + size, text[start : start + size], score, kind))
        return found

    def _foreign_before(self, text: str, end: int, chars: list[_Char]) -> list[NameCandidate]:
        """The same for names that end at `end`; `chars`: of the Han run that ends there."""
        found: list[NameCandidate] = []
        height = 0.0
        length = len(chars)
        left = end - length
        unknown = int(chars[-1].foreign is None)
        has_parts = left > 0 and text[left - 1] in _DOTS
        if not has_parts:
            if length < 2:
                return found
            has_parts = self._part_within(text, max(left, end - _MAX_FOREIGN), chars[-_MAX_FOREIGN:])
            if unknown and not has_parts and chars[-2].foreign is None:
                return found
        for start in _foreign_starts(text, end, length):
            unknown += self._chars.get(text[start], _UNKNOWN).foreign is None
            if unknown > 1 and not has_parts:
                break  # no longer one can be a name either
            piece = text[start:end]
            score = self.foreign_score(piece)
            if NEVER < score < height - _FALL:
                break
            height = max(height, score)
            if score > NEVER:
                edge = self._ahead(text, start)
                found.append(NameCandidate(start, end, piece, score + edge, self._foreign_kind(piece)))
        return found

    def _foreign_at(self, text: str, at: int) -> bool:
        return self._chars.get(text[at], _UNKNOWN).foreign is not None or self._part_at(text, at)

    def _part_at(self, text: str, at: int) -> bool:
        if not self._chars.get(text[at], _UNKNOWN).part:
            return False
        parts = self._parts
        return text[at : at + 2] in parts or text[at : at + 3] in parts or text[at : at + 4] in parts

    def _part_within(self, text: str, start: int, chars: list[_Char]) -> bool:
        """Whether a part begins at one of `chars`, the first of which stands at `start`."""
        heads = [at for at, char in enumerate(chars, start) if char.part]
        return any(self._part_at(text, at) for at in heads)

    def _dotted_after(self, text: str, start: int) -> list[NameCandidate]:
        """Names with ·: up to the last dot all is name; where the last piece ends is weighed."""
        at, gain = start, 0.0
        while at - start < 40:
            run = _han_run(text, at, _MAX_FOREIGN)
            dot = at + run
            if not run or dot + 1 >= len(text) or not _is_han(text[dot + 1]):
                break
            if text[dot] not in _DOTS and text[dot] not in _WEAK_DOTS:
                break
            before = self._piece_gain(text, at, dot)
            if before < _DOTTED_PIECE or (text[dot] in _WEAK_DOTS and (before < 4 or not self._foreign_at(text, dot + 1))):
                break
            gain += before + (_DOT if text[dot] in _DOTS else 0.0)
            at = dot + 1
        if at == start:
            return []
        run = _han_run(text, at, _MAX_FOREIGN + _LOOK)
        last = text[at : at + run]
        floor = self._background(last, self._read(last))
        found = []
        most = min(run, _MAX_FOREIGN)
        by_parts = self._of_parts_to(last[:most])
        for size in range(1, most + 1):
            best = max(self._lenient(last[:size]), by_parts[size])
            score = best + floor[size] - floor[0] + self._behind(text, at + size) + gain + _FOREIGN_KIND + _PRIOR
            whole = text[start : at + size]
            found.append(NameCandidate(start, at + size, whole, score, self._foreign_kind(whole)))
        return found

    def _piece_gain(self, text: str, start: int, end: int) -> float:
        """How much likelier a run before a dot is as a name than as text.

        肯尼迪的妻子杰奎琳·肯尼迪: where text begins after a name, the likelihood falls from its height, and the run is
        no name of one piece.
        """
        piece = text[start:end]
        parts = self._of_parts(piece)
        chars = self._read(piece)
        if parts <= _NO and sum(char.foreign is None for char in chars) > 1:
            return NEVER
        floor = self._background_back(piece, chars)
        gain, height = _FOREIGN_END - _FOREIGN_ON, 0.0
        fallen = False
        for at, char in enumerate(chars, 1):
            gain += (_UNKNOWN_FOREIGN if char.foreign is None else char.foreign) + _FOREIGN_ON
            height = max(height, gain - floor[at])
            fallen = fallen or height - (gain - floor[at]) > _FALL
        if fallen and parts <= _NO:
            return NEVER
        return max(gain, parts) - floor[-1]

    def _japanese_after(self, text: str, start: int, length: int, floor: list[float]) -> list[NameCandidate]:
        found = []
        for width in (3, 2):
            surname = text[start : start + width]
            if width > length or surname not in self._japanese:
                continue
            for size in range(width, min(width + 3, length) + 1):
                piece = text[start : start + size]
                score = self._japanese_name(surname, piece[width:]) + floor[size] - floor[0]
                score += self._behind(text, start + size) + _PRIOR
                found.append(NameCandidate(start, start + size, piece, score, "japanese"))
        return found

    def _japanese_name(self, surname: str, given: str) -> float:
        """ln P of a Japanese name; given names are weighed as Chinese ones are, with their own endings likelier."""
        total = _JAPANESE_KIND + {0: -3.0, 1: -1.5, 2: -0.7, 3: -3.5}[len(given)]
        for place, char in enumerate(self._read(given)):
            own = _JAPANESE_LAST.get(given[place]) if place == len(given) - 1 else None
            plain = max(char.first, char.second, -9.5)
            total += plain if own is None else max(plain, own)
        return total

    def _lenient(self, piece: str) -> float:
        """A transliteration after a dot may hold a character that the table does not know."""
        total = _FOREIGN_END - _FOREIGN_ON
        for char in self._read(piece):
            total += (_UNKNOWN_FOREIGN if char.foreign is None else char.foreign) + _FOREIGN_ON
        return total

    def _spaced(self, text: str, start: int) -> list[NameCandidate]:
        """Names of two characters pulled apart by spaces to the width of three: 马  荣."""
        if text[start + 1 : start + 2] not in _SPACES or start + 2 >= len(text):
            return []
        at = start + 1
        while at < len(text) and text[at] in _SPACES and at - start < 6:
            at += 1
        if at >= len(text) or self._chars.get(text[start], _UNKNOWN).surname is None:
            return []
        if self._chars.get(text[at], _UNKNOWN).single is None:
            return []
        following = text[at + 1] if at + 1 < len(text) else ""
        if following and _is_han(following) and self._follower(text, at + 1) is None:
            return []
        name = text[start] + text[at]
        return [NameCandidate(start, at + 1, name, self.score(name) + 2.0, "chinese")]

    # --- the story of running text -----------------------------------------------------------------------------------
    def _background(self, run: str, chars: list[_Char]) -> list[float]:
        """Cell i: ln P of the best cut of run[i:] into words of running text; `chars`: of the run."""
        heads = self._word_heads
        size = len(run)
        best = [0.0] * (size + 1)
        rest = 0.0
        for at in range(size - 1, -1, -1):
            top = chars[at].word + rest
            pair = run[at : at + 2]
            if pair in heads:
                weight, reach = heads[pair]
                if weight + best[at + 2] > top:
                    top = weight + best[at + 2]
                for width in _LONGER[reach]:
                    if at + width <= size:
                        longer = self._words.get(run[at : at + width])
                        if longer is not None and longer + best[at + width] > top:
                            top = longer + best[at + width]
            best[at] = rest = top
        return best

    def _background_back(self, run: str, chars: list[_Char]) -> list[float]:
        """Cell i: ln P of the best cut of run[:i] into words of running text; `chars`: of the run."""
        tails = self._word_tails
        best = [0.0]
        rest = 0.0
        for at, char in enumerate(chars, 1):
            top = char.word + rest
            pair = run[at - 2 : at] if at > 1 else ""
            if pair in tails:
                weight, reach = tails[pair]
                if weight + best[at - 2] > top:
                    top = weight + best[at - 2]
                for width in _LONGER[reach]:
                    if at >= width:
                        longer = self._words.get(run[at - width : at])
                        if longer is not None and longer + best[at - width] > top:
                            top = longer + best[at - width]
            best.append(top)
            rest = top
        return best

    # --- the edges ---------------------------------------------------------------------------------------------------
    def _follower(self, text: str, at: int) -> float | None:
        for width in range(self._chars.get(text[at : at + 1], _UNKNOWN).follows, 0, -1):
            weight = self._followers.get(text[at : at + width])
            if weight is not None:
                return weight
        return None

    def _behind(self, text: str, at: int) -> float:
        sign = text[at : at + 1]
        if not sign or sign == "\n":
            return _END_BONUS
        for width in range(self._chars.get(sign, _UNKNOWN).follows, 0, -1):
            weight = self._followers.get(text[at : at + width])
            if weight is not None:
                return weight
        return _beside(sign)

    def _ahead(self, text: str, at: int) -> float:
        if at <= 0 or text[at - 1] == "\n":
            return _END_BONUS
        sign = text[at - 1]
        for width in range(min(self._chars.get(sign, _UNKNOWN).opens, at), 0, -1):
            weight = self._openers.get(text[at - width : at])
            if weight is not None:
                return weight
        return _beside(sign)


def _beside(sign: str) -> float:
    """What a character beside a name says of it when no form of the tables does."""
    if "一" <= sign <= "鿿":
        return _OTHER_HAN
    if sign in _SPACES:
        return _SPACE_AFTER
    return _OTHER_HAN if _is_han(sign) else _OTHER_SIGN


def _reach(forms: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Edge → the length of the longest form that has it; `forms`: edge and form."""
    longest: dict[str, int] = {}
    for edge, form in forms:
        longest[edge] = max(longest.get(edge, 0), len(form))
    return longest


def _numbers(rulebook: Rulebook, name: str, *, missing: float | None = None) -> dict[str, float]:
    """Form → weight. A user's plain word list has no weights: `missing` stands in, or the list is refused."""
    out: dict[str, float] = {}
    for form, cell in rulebook.lexicon(name).column("weight").items():
        if not cell and missing is not None:
            out[form] = missing
            continue
        try:
            out[form] = float(cell)
        except ValueError as error:
            raise RuleError(
                f"lexicon {name}, entry {form!r}", "has no weight", got=cell or None, expected="a number",
                remedy=f"give the file the columns of {rulebook.lexicon(name).file}: #: form<TAB>weight",
            ) from error
    return out


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or char == "〇" or "\u3400" <= char <= "\u4dbf" or char >= "\U00020000"


def _han_run(text: str, start: int, most: int) -> int:
    """How many Han characters stand from `start` on, at most `most`."""
    other = _NOT_HAN(text, start, start + most)
    return (other.start() if other else min(len(text), start + most)) - start


def _han_run_back(text: str, end: int, most: int) -> int:
    """How many Han characters stand up to `end`, at most `most`."""
    left = max(0, end - most)
    other = _NOT_HAN_BACK(text, left, end)
    return end - (other.end() if other else left)


def _pieces(candidate: str) -> list[str]:
    """The Han runs between dots; empty when anything else is in it."""
    pieces = [""]
    for char in candidate:
        if char in _DOTS:
            pieces.append("")
        elif _is_han(char):
            pieces[-1] += char
        else:
            return []
    return pieces if all(pieces) else []


def _foreign_starts(text: str, end: int, length: int) -> list[int]:
    """Where a foreign name that ends at `end` may begin: each place of its last run, and through dots before it."""
    starts = list(range(end - 2, end - min(length, _MAX_FOREIGN) - 1, -1))
    left = end - length
    if left > 0 and text[left - 1] in _DOTS:
        starts = []
        while left > 0 and text[left - 1] in _DOTS and end - left < 40:
            run = _han_run_back(text, left - 1, _MAX_FOREIGN)
            starts += [left - 1 - size for size in range(1, run + 1)]
            if not run:
                break
            left -= 1 + run
    return starts
