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
        self._surnames = _numbers(rulebook, "surnames", missing=_OWN_SURNAME)
        self._compound = frozenset(form for form in self._surnames if len(form) == 2)
        compound_heads = frozenset(form[0] for form in self._compound)
        self._first: dict[str, float] = {}
        self._second: dict[str, float] = {}
        self._single: dict[str, float] = {}
        self._foreign: dict[str, float] = {}
        self._words: dict[str, float] = {}
        for form, first, second, single, foreign, background in rulebook.lexicon("given_chars").rows:
            for table, cell in (
                (self._first, first), (self._second, second), (self._single, single), (self._foreign, foreign),
                (self._words, background),
            ):
                if cell:
                    table[form] = float(cell)
        self._words |= _numbers(rulebook, "background_words")
        self._parts = frozenset(rulebook.lexicon("minority_name_parts").forms)
        self._japanese = frozenset(rulebook.lexicon("japanese_surnames").forms)
        no_surnames = {form: weight for form, weight in self._words.items() if len(form) == 1 and form not in self._surnames}
        self._no_surnames = frozenset(form for form, weight in no_surnames.items() if weight > _RARE_CHAR) - compound_heads
        """Characters that begin no Chinese name."""
        self._no_leads = frozenset(form for form, weight in no_surnames.items() if weight >= _RARE_CHAR) - compound_heads
        """The same where a name is looked for behind a place: the rarest are not tried there either."""
        # What forms begin or end with → the length of the longest of them. Most places begin or end none, and are done
        # with one look; the others need not try what is longer.
        words = [word for word in self._words if 1 < len(word) <= _MAX_WORD]
        self._word_heads = self._weighed(_reach((word[:2], word) for word in words))
        self._word_tails = self._weighed(_reach((word[-2:], word) for word in words))
        self._part_heads = frozenset(part[0] for part in self._parts)
        self._japanese_heads = frozenset(surname[0] for surname in self._japanese)
        self._followers = _numbers(rulebook, "name_followers")
        self._follower_heads = _reach((form[0], form) for form in self._followers)
        self._openers = _numbers(rulebook, "name_openers")
        self._opener_tails = _reach((form[-1], form) for form in self._openers)

    def _weighed(self, reach: dict[str, int]) -> dict[str, tuple[float, int]]:
        """The weight of the edge itself (-inf when it is no word) before its reach."""
        return {edge: (self._words.get(edge, -math.inf), longest) for edge, longest in reach.items()}

    # --- whole strings -----------------------------------------------------------------------------------------------
    def score(self, candidate: str) -> float:
        """Log-odds that `candidate` (2–4 Han characters, no spaces) is a whole Chinese personal name."""
        name = self._chinese(candidate)
        if name <= _NO:
            return NEVER
        return name - self._background(candidate, 0, len(candidate))[0] + _PRIOR

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
            total += best - self._background(piece, 0, len(piece))[0]
        return total + _FOREIGN_KIND + _DOT * (len(pieces) - 1) + _PRIOR

    # --- places ------------------------------------------------------------------------------------------------------
    def after(self, text: str, start: int, max_len: int = 4) -> list[NameCandidate]:
        """The names that may begin at `start`, best first; their scores weigh what follows. Empty: none can."""
        if start >= len(text):
            return []
        first = text[start]
        if not ("一" <= first <= "鿿" or _is_han(first)):  # most are told without a call
            return []
        foreign = self._may_be_foreign(text, start)
        if not foreign and first in self._no_leads and not self._japanese_at(text, start):
            return []
        if text[start + 1 : start + 3] in _ADDRESSES:
            return []
        length = _han_run(text, start, _MAX_FOREIGN + _LOOK if foreign else 4 + _LOOK)
        found = self._spaced(text, start)
        floor = self._background(text, start, start + length)
        for size in range(2, min(max_len, 4, length) + 1):
            piece = text[start : start + size]
            name = self._chinese(piece)
            if name > _NO:
                score = name + floor[size] - floor[0] + self._behind(text, start + size) + _PRIOR
                found.append(NameCandidate(start, start + size, piece, score, "chinese"))
        others: list[NameCandidate] = []
        if foreign:
            others = self._foreign_after(text, start, length, floor)
        if first in self._japanese_heads:
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
        chinese: list[tuple[int, float, float]] = []
        for size in range(2, min(max_len, 4, length) + 1):
            if text[end - size] not in self._no_surnames and (name := self._chinese(text[end - size : end])) > _NO:
                chinese.append((size, name, self._ahead(text, end - size)))
        japanese = [
            (size, width) for size in range(2, min(6, length) + 1) if text[end - size] in self._japanese_heads
            for width in (3, 2) if text[end - size : end][:width] in self._japanese and 0 <= size - width <= 3
        ]
        foreign = self._foreign_before(text, end, length)
        if not (japanese or foreign):
            if not chinese:
                return []
            # running text as a whole is at least as likely as cut where the name begins
            alone = self._background(text, end - chinese[-1][0], end)
            if all(name - alone[-1 - size] + ahead + _ROUNDING < least for size, name, ahead in chinese):
                return []
        floor = self._background_back(text, end - length, end)
        found: list[NameCandidate] = []
        for size, name, ahead in chinese:
            score = name + floor[length - size] - floor[length] + ahead + _PRIOR
            found.append(NameCandidate(end - size, end, text[end - size : end], score, "chinese"))
        if japanese or foreign:  # the Chinese ones alone are in order
            for size, width in japanese:
                piece = text[end - size : end]
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
        if text[start] in self._foreign and start + 1 < len(text):
            following = text[start + 1]
            if following in self._foreign or following in _DOTS:
                return True
        return self._part_at(text, start) or _DOT_NEAR(text, start + 1, start + 9) is not None

    def _japanese_at(self, text: str, start: int) -> bool:
        return text[start] in self._japanese_heads and (
            text[start : start + 2] in self._japanese or text[start : start + 3] in self._japanese
        )

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
    def _chinese(self, piece: str) -> float:
        """ln P(piece | a Chinese name stands here), `_NO` when it has no form of one."""
        size = len(piece)
        if size not in _CHINESE_LENGTH or piece[-2:] in _ADDRESSES:
            return _NO
        lead = piece[0]
        head = self._surnames.get(lead)
        best = _NO
        if size > 2:
            if piece[:2] in self._compound:
                best = self._surnames[piece[:2]] + self._given(piece[2:]) + _CHINESE_LENGTH[size]
            if size == 4:
                second = self._surnames.get(piece[1])
                if head is not None and second is not None:
                    # 范徐丽泰: the husband's surname before a whole name; both surnames are common ones.
                    best = max(best, head + second + self._given(piece[2:]) + _MARRIED)
                return best
        if head is None:
            if self._words.get(lead, _UNSEEN_CHAR) > _RARE_CHAR or not _is_han(lead):
                return best
            head = _UNKNOWN_SURNAME
        name = head + self._given(piece[1:]) + _CHINESE_LENGTH[size]
        return name if name > best else best

    def _given(self, given: str) -> float:
        if len(given) == 1:
            return self._single.get(given, _UNSEEN_GIVEN)
        first = self._first.get(given[0], _UNSEEN_GIVEN)
        if given[0] == given[1]:
            return first + max(first * 0.6, -4.0)
        return first + self._second.get(given[1], _UNSEEN_GIVEN)

    def _transliterated(self, piece: str) -> float:
        total = _FOREIGN_END - _FOREIGN_ON
        unknown = 0
        for char in piece:
            share = self._foreign.get(char)
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
        if self._part_heads.isdisjoint(piece):
            return best
        best[0] = 0.0
        whole = [0] * (size + 1)
        for at in range(size):
            if best[at] <= _NO / 2:
                continue
            single = self._foreign.get(piece[at], -9.0) - 1.5
            if best[at] + single > best[at + 1]:
                best[at + 1], whole[at + 1] = best[at] + single, whole[at]
            if piece[at] not in self._part_heads:
                continue
            for width in range(2, min(6, size - at) + 1):
                if piece[at : at + width] in self._parts and best[at] + _PART > best[at + width]:
                    best[at + width], whole[at + width] = best[at] + _PART, whole[at] + width
        return [score if whole[at] * 2 >= at else _NO for at, score in enumerate(best)]

    def _foreign_kind(self, piece: str) -> str:
        parts = any(self._of_parts(part) > self._transliterated(part) for part in _pieces(piece))
        return "minority" if parts else "foreign"

    def _foreign_after(self, text: str, start: int, length: int, floor: list[float]) -> list[NameCandidate]:
        dotted = self._dotted_after(text, start, length)
        if dotted or not self._foreign_at(text, start):
            return dotted
        found = []
        height = 0.0
        reach = min(length, _MAX_FOREIGN)
        has_parts = self._part_within(text, start, start + reach)
        by_parts = self._of_parts_to(text[start : start + reach]) if has_parts else []
        total, unknown = _FOREIGN_END - _FOREIGN_ON, 0
        for size in range(1, reach + 1):
            share = self._foreign.get(text[start + size - 1])
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

    def _foreign_before(self, text: str, end: int, length: int) -> list[NameCandidate]:
        """The same for names that end at `end`; `length`: of the Han run that ends there."""
        found: list[NameCandidate] = []
        height = 0.0
        left = end - length
        unknown = int(text[end - 1] not in self._foreign)
        has_parts = left > 0 and text[left - 1] in _DOTS
        if not has_parts:
            if length < 2:
                return found
            has_parts = self._part_within(text, max(left, end - _MAX_FOREIGN), end)
            if unknown and not has_parts and text[end - 2] not in self._foreign:
                return found
        for start in _foreign_starts(text, end, length):
            unknown += text[start] not in self._foreign
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
        return text[at] in self._foreign or self._part_at(text, at)

    def _part_at(self, text: str, at: int) -> bool:
        if text[at] not in self._part_heads:
            return False
        parts = self._parts
        return text[at : at + 2] in parts or text[at : at + 3] in parts or text[at : at + 4] in parts

    def _part_within(self, text: str, start: int, end: int) -> bool:
        heads = self._part_heads
        return any(self._part_at(text, at) for at, char in enumerate(text[start:end], start) if char in heads)

    def _dotted_after(self, text: str, start: int, length: int) -> list[NameCandidate]:
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
        floor = self._background(text, at, at + run)
        found = []
        most = min(run, _MAX_FOREIGN)
        by_parts = self._of_parts_to(text[at : at + most])
        for size in range(1, most + 1):
            best = max(self._lenient(text[at : at + size]), by_parts[size])
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
        if parts <= _NO and sum(char not in self._foreign for char in piece) > 1:
            return NEVER
        floor = self._background_back(text, start, end)
        gain, height = _FOREIGN_END - _FOREIGN_ON, 0.0
        fallen = False
        for at, char in enumerate(piece, 1):
            gain += self._foreign.get(char, _UNKNOWN_FOREIGN) + _FOREIGN_ON
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
        for place, char in enumerate(given):
            own = _JAPANESE_LAST.get(char) if place == len(given) - 1 else None
            plain = max(self._first.get(char, -10.0), self._second.get(char, -10.0), -9.5)
            total += plain if own is None else max(plain, own)
        return total

    def _lenient(self, piece: str) -> float:
        """A transliteration after a dot may hold a character that the table does not know."""
        total = _FOREIGN_END - _FOREIGN_ON
        for char in piece:
            total += self._foreign.get(char, _UNKNOWN_FOREIGN) + _FOREIGN_ON
        return total

    def _spaced(self, text: str, start: int) -> list[NameCandidate]:
        """Names of two characters pulled apart by spaces to the width of three: 马  荣."""
        if text[start + 1 : start + 2] not in _SPACES or start + 2 >= len(text) or text[start] not in self._surnames:
            return []
        at = start + 1
        while at < len(text) and text[at] in _SPACES and at - start < 6:
            at += 1
        if at >= len(text) or text[at] not in self._single:
            return []
        following = text[at + 1] if at + 1 < len(text) else ""
        if following and _is_han(following) and self._follower(text, at + 1) is None:
            return []
        name = text[start] + text[at]
        return [NameCandidate(start, at + 1, name, self.score(name) + 2.0, "chinese")]

    # --- the story of running text -----------------------------------------------------------------------------------
    def _background(self, text: str, start: int, end: int) -> list[float]:
        """Cell i: ln P of the best cut of text[start+i:end] into words of running text."""
        words, unseen, heads = self._words, _UNSEEN_CHAR, self._word_heads
        size = end - start
        best = [0.0] * (size + 1)
        rest = 0.0
        for at in range(size - 1, -1, -1):
            place = start + at
            top = words.get(text[place], unseen) + rest
            pair = text[place : place + 2]
            if pair in heads and at + 2 <= size:
                weight, reach = heads[pair]
                if weight + best[at + 2] > top:
                    top = weight + best[at + 2]
                for width in _LONGER[reach]:
                    if at + width <= size:
                        longer = words.get(text[place : place + width])
                        if longer is not None and longer + best[at + width] > top:
                            top = longer + best[at + width]
            best[at] = rest = top
        return best

    def _background_back(self, text: str, start: int, end: int) -> list[float]:
        """Cell i: ln P of the best cut of text[start:start+i] into words of running text."""
        words, unseen, tails = self._words, _UNSEEN_CHAR, self._word_tails
        size = end - start
        best = [0.0] * (size + 1)
        rest = 0.0
        for at in range(1, size + 1):
            place = start + at
            top = words.get(text[place - 1], unseen) + rest
            pair = text[place - 2 : place]
            if pair in tails and at >= 2:
                weight, reach = tails[pair]
                if weight + best[at - 2] > top:
                    top = weight + best[at - 2]
                for width in _LONGER[reach]:
                    if at >= width:
                        longer = words.get(text[place - width : place])
                        if longer is not None and longer + best[at - width] > top:
                            top = longer + best[at - width]
            best[at] = rest = top
        return best

    # --- the edges ---------------------------------------------------------------------------------------------------
    def _follower(self, text: str, at: int) -> float | None:
        for width in range(self._follower_heads.get(text[at : at + 1], 0), 0, -1):
            weight = self._followers.get(text[at : at + width])
            if weight is not None:
                return weight
        return None

    def _behind(self, text: str, at: int) -> float:
        sign = text[at : at + 1]
        if not sign or sign == "\n":
            return _END_BONUS
        if sign in self._follower_heads:
            weight = self._follower(text, at)
            if weight is not None:
                return weight
        return _beside(sign)

    def _ahead(self, text: str, at: int) -> float:
        if at <= 0 or text[at - 1] == "\n":
            return _END_BONUS
        sign = text[at - 1]
        for width in range(min(self._opener_tails.get(sign, 0), at), 0, -1):
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
