"""What the name of a company is made of: region, core, line of business, legal form; and what only looks like one.

新疆 + 维泰 + 开发建设 + （集团）股份有限公司. The core (维泰) is what makes it a name: 物流公司, 国内大型钢铁公司 and 一家德国公司
have none. `NameAnatomy.read` cuts what does not belong to the name on its left and tells whether a core is there;
`short_of` tells whether one form is short for another (凝霜制冷公司 ← 新余凝霜制冷设备有限公司).

All offsets are on the repaired text.
"""

from __future__ import annotations

from typing import NamedTuple

import regex

from extractor.components.chart import COMPANY, COUNTRY, REGION, Chart
from extractor.rulebook import Rulebook

_LEGAL = regex.compile(
    r"(?:[（(](?:集团|控股|中国|股份)[)）])?(?:集团)?(?:控股)?(?:股份|责任)?(?:集团)?(?:有限)?(?:责任)?(?:公司|集团)(?:股份)?$"
    r"|(?:[（(]集团[)）])$|企业集团$|控股$|股份$"
)
_LEGAL_ENDS = frozenset("司团份股）)\n")
"""What a form that has a legal form to lose ends in: one look instead of a search."""
_LEVELS = frozenset("省市县区州旗镇乡村") | {"自治区", "中国", "全国", "中华"}
_LEVEL_HEADS = frozenset(level[0] for level in _LEVELS)
# 企业管理咨询有限公司: here the common noun is part of the name
_NOUN_INSIDE = frozenset(("管理", "咨询", "集团", "发展", "服务", "孵化", "孵化器", "家", "形象", "投资", "资产", "国际", "有限"))
_DESCRIBES = frozenset(("联通", "移动", "核电", "铁建", "港口", "烟草", "物流", "建工", "城建", "机场", "地铁"))
# descriptions that also stand inside names: 包钢稀土（集团）高科技股份有限公司
_INSIDE = frozenset(("高科技", "高新技术", "现代", "新型", "先进", "优势", "高端", "全球", "世界", "中外", "海外", "国际化", "科技型"))
_GLUE = frozenset("由如像据对让使被把从到于而有至为与和及")
_LOCAL_BEHIND = regex.compile(r"[和与及](?=[省市县区]|自治区)")


class Anatomy(NamedTuple):  # made for every suffix: a third of a frozen dataclass's cost
    """The parts of a name that ends in a suffix. `start` is where the name begins once descriptions are cut."""

    start: int
    core_start: int
    """Where region and country end."""
    region: bool
    country: bool
    named: bool
    """Whether a core is there: a word that is neither description nor line of business."""
    fields: int
    """How many words of line of business stand before the suffix."""
    known: bool
    """Whether the core begins with a company of the lexicon: 中国电信|河北分公司."""
    described: bool
    """Whether a description stands right before the suffix: 跨国|公司, 在华合资|厂."""
    strange: bool
    """Whether the core holds a word that running text does not know, or letters."""


class NameAnatomy:
    def __init__(self, rulebook: Rulebook) -> None:
        kinds: dict[str, set[str]] = {}
        for row in rulebook.lexicon("company_words"):
            kinds.setdefault(row["kind"], set()).add(row["form"])
        self.quality = frozenset(kinds["quality"])
        self.nouns = frozenset(kinds["noun"])
        self.noun_heads = frozenset(noun[0] for noun in self.nouns)
        self.fields = frozenset(kinds["field"])
        self.cities = frozenset(row["form"] for row in rulebook.lexicon("world_places") if row["kind"] == "city")
        self._city_heads = frozenset(city[:2] for city in self.cities)
        self.strong = tuple(sorted(kinds["strong"]))
        self.apposed = tuple(sorted(word for word in kinds["strong"] | self.nouns if len(word) > 1))
        self.apposed_tails = frozenset(word[-2:] for word in self.apposed)
        self.excluded = frozenset(kinds["not"])
        self.excluded_heads = frozenset(form[:3] for form in self.excluded)
        self.trades = frozenset(kinds["trade"])
        self.houses = tuple(sorted(kinds["house"]))
        self._descriptive: dict[str, bool] = {}

    def tokens(self, chart: Chart, start: int, end: int) -> list[tuple[int, int]]:
        """jieba's tokens in [start, end), the outer ones cut to it."""
        out: list[tuple[int, int]] = []
        previous = chart.previous
        at = end
        while at > start:
            before = previous.get(at)
            if before is None:
                before = at - 1
                while before > start and before not in chart.token_starts:
                    before -= 1
            if before < start:
                before = start
            out.append((before, at))
            at = before
        out.reverse()
        return out

    def read(self, chart: Chart, start: int, suffix_start: int) -> Anatomy:
        """The parts of the name text[start:suffix_start] before its suffix."""
        text, anchors, quality, fields_of_business = chart.text, chart.anchor_start, self.quality, self.fields
        tokens = self.tokens(chart, start, suffix_start)
        start = self._unglued(chart, self._cut(chart, tokens, start, suffix_start))
        words = chart.lexis.words
        region = country = False
        core = start
        while core < suffix_start:
            hit = anchors.get(core)
            if hit is None and text[core : core + 2] in self._city_heads:
                city = next((text[core : core + n] for n in (4, 3, 2) if text[core : core + n] in self.cities), None)
                if city is not None and core + len(city) < suffix_start:
                    region, core = True, core + len(city)
                    continue
            if hit is not None and hit.end <= suffix_start:
                if hit.kind in (REGION, COUNTRY):
                    region, country = region or hit.kind == REGION, country or hit.kind == COUNTRY
                    core = hit.end
                    continue
                if hit.kind == COMPANY:
                    break  # 中国石化|天然气分公司
            if text[core] not in _LEVEL_HEADS:
                break
            for length in (3, 2, 1):
                if text[core : core + length] in _LEVELS and core + length in chart.previous:
                    region = region or text[core : core + length] != "中国"
                    country = country or text[core : core + length] == "中国"
                    core += length
                    break
            else:
                break
        hit = anchors.get(core)
        known = hit is not None and hit.kind == COMPANY and hit.end <= suffix_start
        named = strange = False
        fields = 0
        for token_start, token_end in tokens:
            if token_end <= core:
                continue
            word = text[token_start if token_start > core else core : token_end]
            if word in fields_of_business:
                fields += 1
            elif token_start in anchors and text[token_start - 1] in "（(":
                continue  # 电器(上海)
            elif word not in quality and word not in "（）()“”\"《》" and not (word.isdigit() or (len(word) == 1 and word.isnumeric())):
                named = True
                strange = strange or word not in words
        last = text[tokens[-1][0] : tokens[-1][1]] if tokens else ""
        described = (len(last) > 1 and last in quality) or last[-2:] in ("合资", "上市", "跨国", "控股", "龙头", "大型")
        described = described and last not in ("国有", "控股")
        return Anatomy(start, core, region, country, named, fields, known, described, strange)

    def _unglued(self, chart: Chart, start: int) -> int:
        """Without what jieba or the walk left on the name's beginning: 原|中船重工, 如|乐星公司, 中共|瑞泉集团."""
        text = chart.text
        if text.startswith("中共", start):
            return start + 2
        if start in chart.anchor_start:
            return start
        first = text[start]
        if first not in _GLUE and first not in "原前":
            return start
        end = chart.token_end(start)
        if first in "原前" and (text[start - 1 : start] in ("（", "(") or start + 1 in chart.token_starts or start + 1 in chart.anchor_start):
            return start + 1
        word = text[start:end] if end else ""
        if first in _GLUE and len(word) > 2 and word not in chart.lexis.words:
            return start + 1
        return start

    def _cut(self, chart: Chart, tokens: list[tuple[int, int]], start: int, end: int) -> int:
        """Behind the last description (国内知名|…) and behind a common noun in apposition (电解铝企业|豫港龙泉…)."""
        text, quality, nouns = chart.text, self.quality, self.nouns
        at = start
        name = text[start:end]
        if "和" in name or "与" in name or "及" in name:
            for match in _LOCAL_BEHIND.finditer(text, start, end):  # 信委和|市电力公司
                at = match.end()
        for index, (token_start, token_end) in enumerate(tokens):
            if token_start < at or token_end >= end:
                continue
            word = text[token_start:token_end]
            if word[0] in "由与" and len(word) > 2 and word not in chart.lexis.words:
                at = token_start + 1  # 风电机组由三一|电气有限责任公司
                continue
            if len(word) > 1 and word in quality and not self._in_known(chart, token_start, token_end):
                if word in _INSIDE and self._holds_name(chart, tokens, at, token_start):
                    continue
                follower = text[token_end : tokens[index + 1][1]] if index + 1 < len(tokens) else ""
                if not (word == "国有" and follower in ("资产", "资本", "资源", "企业")):
                    at = token_end
            elif (word in nouns or word.endswith(("机构", "企业"))) and index + 1 < len(tokens):
                follower = text[tokens[index + 1][0] : tokens[index + 1][1]]
                place = chart.anchor_start.get(token_end)
                if place is not None and place.kind == COUNTRY and word.endswith("机构"):
                    at = token_end  # 环保监测机构|瑞士SGS公司
                elif (follower not in _NOUN_INSIDE or word == "公司") and not self._holds_name(chart, tokens, at, token_start):
                    at = token_end  # 矿业公司|国际资源集团有限公司
        return at

    @staticmethod
    def _in_known(chart: Chart, start: int, end: int) -> bool:
        for at in range(max(0, start - 6), start + 1):
            hit = chart.anchor_start.get(at)
            if hit is not None and hit.kind == COMPANY and hit.end >= end:
                return True
        return False

    def _holds_name(self, chart: Chart, tokens: list[tuple[int, int]], start: int, end: int) -> bool:
        at = start
        while at < end and (hit := chart.anchor_start.get(at)) is not None and hit.kind in (REGION, COUNTRY):
            at = hit.end
        for token_start, token_end in tokens:
            word = chart.text[token_start:token_end]
            if at <= token_start and token_end <= end and word not in self.fields and word not in self.quality:
                return True
        return False

    def descriptive(self, chart: Chart, start: int, end: int) -> bool:
        """Whether a known form is made of a region and a line of business alone: 中国核电, 中国移动.

        The places inside a form are the same wherever it stands, so every form of the lexicon is looked at once.
        """
        form = chart.text[start:end]
        known = self._descriptive.get(form)
        if known is None:
            known = self._descriptive[form] = self._is_descriptive(chart, start, end)
        return known

    def _is_descriptive(self, chart: Chart, start: int, end: int) -> bool:
        text = chart.text
        ends = [hit.end for kind in (REGION, COUNTRY) for hit in chart.of(kind) if hit.start == start and hit.end < end]
        if text[start : start + 2] in _LEVELS:
            ends.append(start + 2)
        return any(text[at:end] in self.fields or text[at:end] in _DESCRIBES for at in ends)

    @staticmethod
    def pieces(short: str, full: str) -> bool:
        """Whether the characters of `short` stand in `full` in their order: 包钢 in 包头钢铁（集团）有限责任公司."""
        at = 0
        for char in short:
            at = full.find(char, at) + 1
            if at == 0:
                return False
        return True

    # -- forms -----------------------------------------------------------------------------------------------------

    @staticmethod
    def bare(form: str) -> str:
        """Without the legal form: 新余凝霜制冷设备有限公司 → 新余凝霜制冷设备, 包钢集团公司 → 包钢."""
        if form[-1:] not in _LEGAL_ENDS:
            return form
        cut = _LEGAL.sub("", form)
        return cut if len(cut) >= 2 else form

    def short_of(self, short: str, full: str, core: str) -> bool:
        """Whether `short` may stand for `full`, whose form without region and legal form is `core`.

        The short form's own core is a part of the full one (凝霜制冷公司), or pieces of it in their order, the first
        of them the beginning (诚信机具 ← 诚信电力机具制造).
        """
        if short == full or len(short) >= len(full):
            return False
        bare = self.bare(short)
        if len(bare) < 2:
            return False
        if full.startswith(bare) or core.startswith(bare):
            return True
        at = core.find(bare[:2])
        if at != 0 and not full.startswith(bare[:2]):
            return False
        at = 0
        rest = full if full.startswith(bare[:2]) else core
        # whole pieces of two characters or more
        piece = ""
        for char in bare:
            found = rest.find(piece + char, at) if piece else rest.find(char, at)
            if found < 0:
                if len(piece) < 2:
                    return False
                at = rest.find(piece, at) + len(piece)
                piece = char
                if rest.find(piece, at) < 0:
                    return False
            else:
                piece += char
        return len(piece) >= 2
