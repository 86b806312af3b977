"""Where a person's name stands beside a title: the name model's scores put into the document's context.

The model weighs a candidate against running text at one place; the document adds what it knows: a form that is said
again elsewhere is rather a whole name, and a place in a list of names asks for less than one alone.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from extractor.components.chart import COMPANY, CONJUNCTIONS, CORE, COUNTRY, DELIMITERS, REGION, Chart, Hit
from extractor.components.names import NameCandidate, NameModel
from extractor.rulebook import Rulebook

_LEAST = -3.6
_LEAST_LISTED = -3.0
_LEAST_STRICT = 3.0
_LEAST_BEFORE = 3.0
_LEAST_SURE = -9.0
_SURE = 9.0
_NO_NAME_END = DELIMITERS | frozenset("您你我他她它们任为是兼的在和与由向对了将被把")
# Surnames that are far oftener the function word that may follow a title: 主席和, 总书记向大会, 主任都.
_FUNCTION = frozenset("和向在都曾将及从由对于应同就达谈与也还更再又已")
_FUNCTION_BEHIND = _FUNCTION | frozenset("全任")
_AS_FUNCTION = -5.0
_FOREIGN_CONTEXT = 5.0
_AGAIN = 0.8
_AGAIN_MOST = 3
_AT_DELIMITER = 3.0
# What the document can add to a candidate's score, with room for rounding.
_MOST_PLAIN = _AGAIN * _AGAIN_MOST + 0.01
_MOST = _MOST_PLAIN + _AT_DELIMITER + _FOREIGN_CONTEXT
_TIES = frozenset("和与同及")
_LINKS = frozenset("和与及")
_LEVELS = frozenset("省市县区州镇乡港")
_NO_NAME_START = frozenset("的莅")
_OF = ("的", "了")
_VERB_ENDS = frozenset("就向等对也还将已曾")
# a name's last character and the next that make a word: 普京|贺信
_LETTERS = frozenset(["贺信", "贺电", "贺词", "贺函", "致信", "致电", "致函", "致辞", "来信", "来电", "来函"])
_PRONOUNS = frozenset("您你我他她它们")
# behind 和 these begin no next item of a list
_NO_NEXT = re.compile(r"在(?![场座京会线])|率|说|表示|指出|强调|主持")
_REGNAL = re.compile(r"[一二三四五六七八九十]{1,3}世(?!界|纪)")
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z'’\-]*\.?(?: [A-Z][A-Za-z'’\-]*\.?){1,3}(?![A-Za-z0-9])")
"""Two words or more: 副主席Owen Hegarty."""
_LATIN_WORD = re.compile(r"[A-Z][a-z]{2,11}(?![A-Za-z0-9&.\- '’])")
"""One word, which names a person beside a foreign body's title only: 圭亚那卫生部部长Amir."""
_NO_NAMES = frozenset(["殷殷", "谆谆", "敬献", "夫人", "王后", "王妃", "王室", "王储", "祝贺"])
_ALONE = frozenset("等说称道讲问答言率任兼均也都及和与")
_NUMERALS = frozenset("0123456789一二三四五六七八九十第两")


class Name(NamedTuple):
    form: str
    start: int
    end: int
    score: float


class NameReader:
    """Reads names at places of one document at a time: `begin(chart)` first."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.model = NameModel(rulebook)
        self._text = ""

    def is_surname(self, char: str) -> bool:
        return self.model.is_surname(char)

    def begin(self, chart: Chart) -> None:
        self._chart = chart
        self._text = chart.text

    def after(self, at: int, *, listed: bool = False, strict: bool = False, foreign: bool = False) -> Name | None:
        """The name that begins at `at`, or None. `foreign`: the title beside it is a foreign body's."""
        if at >= len(self._text):
            return None
        least = _LEAST_STRICT if strict else _LEAST_LISTED if listed else _LEAST
        if "A" <= self._text[at] <= "Z":
            latin = _LATIN_NAME.match(self._text, at) or (_LATIN_WORD.match(self._text, at) if foreign else None)
            return Name(latin[0], at, latin.end(), _SURE) if latin is not None else None
        known = self._chart.anchor_start.get(at)
        if known is not None and known.end - at > 1 and (listed or known.kind == COUNTRY):
            return None  # 法国总统马克龙、爱尔兰|总理马丁
        found = self.model.after(self._text, at)
        if not found:
            return None
        if listed:
            found = [candidate for candidate in found if self._closes(candidate.end)]
        return self._best(found, least, foreign, behind=True)

    def _closes(self, at: int) -> bool:
        """Whether a name in a list may end at `at`: at punctuation, a title, or before a word that follows names."""
        if at >= len(self._text) or not "一" <= self._text[at] <= "鿿" or self._text[at] == "第" or at in self._chart.title_at:
            return True
        return self.model.follower(self._text, at) > 0

    def before(
        self, end: int, *, floor: int = 0, strict: bool = False, foreign: bool = False, beside_body_only: bool = False,
        sure: bool = False,
    ) -> Name | None:
        """The name that ends at `end` and does not begin before `floor`, or None. `sure`: a title that only a name can stand before (委员长)."""
        if end - floor < 2 or self._text[end - 1] in _NO_NAME_END or self._known(end):
            return None
        inside, ends_body = self._chart.inside_known, self._chart.ends_body
        found = [
            candidate for candidate in self.model.before(self._text, end, least=(_LEAST_SURE if sure else _LEAST_LISTED) - _MOST_PLAIN)
            if candidate.start >= floor and candidate.start not in inside
        ]
        if not found:
            return None
        # 盐城市第一人民医院|查文章|院长: where a body's name ends, a person's may well begin
        beside = [candidate for candidate in found if ends_body(candidate.start)]
        if beside and (best := self._best(beside, _LEAST_LISTED, foreign)) is not None:
            return best
        if beside_body_only:
            return None
        word = -1 if sure else self._chart.previous.get(end, -1)  # jieba takes it for one word
        opened = [
            candidate for candidate in found
            if candidate.start == word or candidate.score > _SURE or self.opens(candidate.start)
        ]
        return self._best(opened, _LEAST_SURE if sure else _LEAST_STRICT if strict else _LEAST_BEFORE, foreign)

    def _known(self, end: int) -> bool:
        """Whether a known place or body ends at `end`: 爱尔兰|总理, 卫健委|主任 leave no room for a name."""
        hit = self._chart.protected_end.get(end)
        return (hit is not None and hit.kind != CORE and not hit.data.startswith("?")) or end in self._chart.suffixes

    def opens(self, at: int) -> bool:
        """Whether a name may begin at `at`: after punctuation, a breaker, or a title."""
        if at == 0 or self._text[at - 1] in DELIMITERS or at in self._chart.title_end:
            return True
        start = self._chart.previous.get(at)
        if start is None:
            return False
        word = self._text[start:at]
        return word in self._chart.lexis.breakers or word in CONJUNCTIONS

    def _best(self, found: list[NameCandidate], least: float, foreign: bool, behind: bool = False) -> Name | None:
        text, protected_end, inside_title = self._text, self._chart.protected_end, self._chart.inside_title
        best: NameCandidate | None = None
        height = least
        for candidate in found:
            end, name, score, plain = candidate.end, candidate.name, candidate.score, candidate.kind == "chinese"
            # most candidates are far behind the first, whatever the document says of them
            if score + (_MOST_PLAIN if plain else _MOST) < height:
                continue
            following = text[end : end + 1]
            if following in _TIES and (self._delimited(found, end + 1) or (foreign and self._japanese_over(found, candidate))):
                continue
            hit = protected_end.get(end)
            if hit is not None and hit.start <= candidate.start and not self._also_person(hit, candidate):
                if plain or not behind or hit.kind != COMPANY or hit.start < candidate.start:
                    continue  # 余姚, 华为; but 总理|凯宾斯基 is no hotel
            if end in inside_title:
                continue  # 科尔蒂纳丹佩佐市|长
            if name[0] in _NO_NAME_START or name[:2] in _NO_NAMES or name[-1] in _PRONOUNS:
                continue
            if name[-1] + following in _LETTERS:
                continue  # 普京|贺信
            if len(name) == 3 and (name[-1] in _VERB_ENDS or (name[-1] == "作" and following in _OF)) and any(len(other.name) == 2 and other.end == end - 1 for other in found):
                continue  # 钟山就|表示
            score += self._again(candidate, found)
            if name[0] in (_FUNCTION_BEHIND if behind else _FUNCTION):
                score += _AS_FUNCTION
            if name[-1] in _LINKS and self._goes_on(end):
                score += _AS_FUNCTION  # 徐晓和|二十七届全国学联主席
            if not plain:
                if following in DELIMITERS:
                    score += _AT_DELIMITER  # 贝特拉姆·冯·施泰因，: not 施泰 and 因
                if foreign:
                    score += _FOREIGN_CONTEXT
            if score > height or (best is None and score == height):
                best, height = candidate, score
        if best is None:
            return None
        found_name = Name(best.name.replace("?", "·"), best.start, best.end, height)
        return self._whole(found_name) if behind else found_name

    def _delimited(self, found: list[NameCandidate], end: int) -> bool:
        """国防部长魏凤和，, 局长仇祖和|率队: no list goes on behind 和 there, so it belongs to the name."""
        if self._text[end : end + 1] not in DELIMITERS and not _NO_NEXT.match(self._text, end):
            return False
        return any(candidate.end == end for candidate in found)

    def _japanese_over(self, found: list[NameCandidate], short: NameCandidate) -> bool:
        """总领事田尻|和宏、: a Japanese name goes on over 和 to punctuation."""
        return any(
            other.kind == "japanese" and other.start == short.start and other.end > short.end + 1
            and self._text[other.end : other.end + 1] in DELIMITERS
            for other in found
        )

    def _whole(self, name: Name) -> Name:
        """东原敏|昭、: one character alone before punctuation is the name's own; 图普|六世 a king's number."""
        text, end = self._text, name.end
        if (number := _REGNAL.match(text, end)) is not None:
            return Name(name.form + number[0], name.start, number.end(), name.score)
        if end + 1 < len(text) and text[end + 1] in "、，。；" and "一" <= text[end] <= "鿿" and text[end] not in _ALONE:
            return Name(name.form + text[end], name.start, end + 1, name.score)
        return name

    def _also_person(self, hit: Hit, candidate: NameCandidate) -> bool:
        """钟山, 唐山, 李宁: a place or firm of two characters that is as good a person's name, with no level behind it."""
        if hit.kind not in (REGION, COMPANY) or hit.end - hit.start != 2 or hit.start != candidate.start:
            return False
        if self._text.startswith("作的", hit.end):
            return True  # 主任委员钟山|作的报告
        return candidate.score > _LEAST_STRICT and self._text[hit.end : hit.end + 1] not in _LEVELS

    def _goes_on(self, at: int) -> bool:
        """Whether at `at` another phrase with a post begins: a known body, a region, a number."""
        return at in self._chart.anchor_start or self._text[at : at + 1] in _NUMERALS or self._text[at : at + 1] in "省市县区院"

    def _again(self, candidate: NameCandidate, found: list[NameCandidate]) -> float:
        """What repetition says: how often the form stands in the text beyond the longer candidates that hold it."""
        times = self._text.count(candidate.name)
        if times < 2:
            return 0.0
        longer = max(
            (self._text.count(c.name) for c in found if len(c.name) > len(candidate.name) and candidate.name in c.name),
            default=0,
        )
        return _AGAIN * min(times - max(longer, 1), _AGAIN_MOST)
