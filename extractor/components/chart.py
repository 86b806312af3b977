"""The chart of one document: where lexicon words stand, where tokens begin, and how far left a name may reach.

One Aho-Corasick pass over the repaired text finds every form of every lexicon (`Lexis`). On top of the hits and jieba's
tokens the chart answers the question that every stage asks: "a body's name ends here; where does it begin?"
(`left_border`). The answer walks left token by token and stops at punctuation or at a word that no name contains
(`rules/lexicons/breakers.tsv`), never inside a known name (`name_cores`, central bodies, divisions), and then prefers
the place where a region, a country or a known body begins.

All offsets are on the repaired text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain
from typing import NamedTuple

import regex
from ahocorasick_rs import AhoCorasick, MatchKind

from extractor.rulebook import Rulebook

# kinds of hits
REGION, COUNTRY, BODY, COMPANY, MEDIA, SUFFIX, TITLE, CORE, EVENT, SCHOOL = (
    "region", "country", "body", "company", "media", "suffix", "title", "core", "event", "school",
)
# An order, not a set: of two kinds that claim the same end the first stands, in every process.
_PROTECTED = (REGION, COUNTRY, BODY, COMPANY, MEDIA, CORE, SCHOOL)
_ANCHORS = frozenset({REGION, COUNTRY, BODY, COMPANY, MEDIA, SCHOOL})

DELIMITERS = frozenset("，。；：、！？\n\r\t 　,;:!?“”\"'‘’（）()【】[]〈〉<>—―－|·•…～~●◆■▲★※")
CONJUNCTIONS = frozenset({"和", "与", "及", "以及", "暨"})
# jieba's statistical part glues them to their neighbour when it does not know the word behind: 由院, 据市, 当天向.
_GLUE = frozenset("由据在向对与和同从为被经是的将让请邀赴于至但而")
_LEVEL_WORDS = frozenset(
    # "省", "市" … begin a local body's name (省财政厅), "中国", "全国" … a national one
    (
        *("省", "市", "县", "区", "州", "旗", "镇", "乡", "自治区", "自治州", "自治县", "我省", "我市", "我县", "我区", "我州"),
        *("全省", "全市", "全县", "全区", "本市", "本省", "本县", "该省", "该市", "该县", "该区"),
        *("中国", "全国", "国家", "中共", "中央", "中华", "中华全国", "中国共产党"),
    )
)
_NUMBERISH = regex.compile(r"[0-9０-９.．:：%％]+|[0-9]{1,4}[年月日时]")
_NUMBER_HEADS = frozenset("0123456789０１２３４５６７８９.．:：%％")
_LATIN = regex.compile(r"[A-Za-z0-9&.\-]+")
_MAX_NAME = 45
# jieba joins them to what stands before: 公司党委
_BEHIND_BODIES = ("等", "组织", "党委", "党组", "党支部", "纪委", "工会", "团委", "董事会")
# jieba joins them to what stands before: 公司党委
_ORGANS = ("党委", "党组", "党支部", "纪委", "工会", "团委", "董事会")
_GENERIC = frozenset(["中心", "机构", "协会", "学会", "委员会", "公司", "集团", "研究院", "研究所", "基金会", "联盟", "小组", "领导小组"])
_DEPARTMENTS = ("司", "局", "处", "室")
_PEOPLE = ("专家", "官员", "代表", "干部", "人员", "领导", "人士", "委员", "学者", "记者", "员", "者", "长")
_AREAS = ("区", "园", "港", "市", "县")
_BEHIND_TITLES = ("职务", "一职", "资格")
_BRIDGES = ("驻", "援", "对", "赴", "访", "·", "－", "—", "-", "（", "(", "届")
_NAME_VERBS = frozenset(
    ["投诉", "采购", "营销", "销售", "信访", "处理", "培训", "推广", "促进", "推进", "指导", "监督", "检查", "评估", "考核", "评价", "鉴定", "治理", "保护", "宣传", "组织", "动员"]
    + ["接待", "协调", "统筹", "扶持", "帮扶", "整治", "举报", "受理", "审核", "审批", "学习", "服务", "管理", "研究", "开发", "集中", "显示"]
)
_TASK_BODIES = ("领导小组", "工作小组", "协调小组", "专项小组", "工作组", "指挥部", "工作专班", "专班")
_TASKS = frozenset(
    ["推进", "推动", "促进", "支持", "加强", "深化", "加快", "保障", "应对", "打击", "防控", "防治", "防范", "整治", "创建", "建设", "服务", "落实", "实施", "扶持", "治理", "处置", "清理"]
)
_TASK_STOPS = frozenset(["的", "了", "由", "成立", "召开", "组成", "设立", "组建"])
_UNIT_WORDS = frozenset("部处科室")
_LEGAL_FORMS = ("有限", "股份", "集团", "公司", "协会", "学会", "研究院", "研究所", "联合会")
# Nouns before a name's region that say what it is: 韩国企业|三星, 家电巨头|青岛海尔.
_COMMON_WORDS = frozenset(["企业", "厂商", "巨头", "品牌", "公司", "国家", "城市", "厂家", "龙头", "代表"])
_SESSION = regex.compile(r"第?[一二三四五六七八九十百]{1,4}届$")
_KIND_WORDS = frozenset(["企业", "厂商", "巨头", "大户", "龙头", "供应商", "运营商", "零售商", "开发商", "制造商"])
_CODE = regex.compile(r"[0-9A-Za-z.，,:：/ ]{4,24}|[A-Z]{2,8}|(?:以下)?简称.{2,14}")


# bits of `Lexis.traits`
_DELIMITER, _CONJUNCTION, _DASH, _COMMON, _KIND, _NAME_VERB, _BREAKER, _NUMBER, _GLUED, _UNIT, _LEVEL = (1 << n for n in range(11))
_MOST_TRAITS = 100_000


class Hit(NamedTuple):
    """A lexicon form in the text; `data` is its row's second column (full form, kind of suffix, kind of title…)."""

    start: int
    end: int
    kind: str
    form: str
    data: str


class Lexis:
    """All lexicons in one automaton."""

    def __init__(self, rulebook: Rulebook) -> None:
        entries: list[tuple[str, str, str]] = []  # kind, form, data
        for name, kind, column in (
            ("divisions", REGION, "full"), ("countries", COUNTRY, "full"), ("central_bodies", BODY, "full"),
            ("companies", COMPANY, "full"), ("media", MEDIA, ""), ("universities", SCHOOL, ""),
            ("org_suffixes", SUFFIX, "kind"), ("titles", TITLE, "kind"), ("name_cores", CORE, ""),
            ("event_heads", EVENT, ""), ("world_places", BODY, "full"),
        ):
            lexicon = rulebook.lexicons.get(name)
            if lexicon is None:
                continue
            doubtful = "ambiguous" in lexicon.columns
            for row in lexicon:
                if len(row[lexicon.columns[0]]) < 2 and kind not in (SUFFIX,):
                    continue
                if name == "world_places" and row["kind"] != "organisation":
                    continue
                data = row[column] if column else ""
                if doubtful and row["ambiguous"] == "1":
                    data = "?" + data
                entries.append((kind, row[lexicon.columns[0]], data))
        self._entries = entries
        self._kinds = [kind for kind, _, _ in entries]
        self._automaton = AhoCorasick([form for _, form, _ in entries], matchkind=MatchKind.Standard)
        self.breakers = frozenset(rulebook.lexicon("breakers").forms)
        self.words = frozenset(rulebook.lexicon("background_words").forms)
        """Words of running text: what jieba cuts and is not among them may be two words glued."""
        self.bodies = frozenset(form for kind, form, _ in entries if kind == BODY)
        self.suffix_traps = frozenset(rulebook.lexicon("suffix_traps").forms)
        self.weak_suffixes = frozenset(row["form"] for row in rulebook.lexicon("org_suffixes") if row["weak"])
        modifiers = rulebook.lexicon("title_modifiers").column("drop")
        self.dropped_modifiers = frozenset(form for form, drop in modifiers.items() if drop)
        self.modifiers = frozenset(modifiers)
        self.modifier_ends = frozenset(form[-1] for form in self.modifiers)

        self.known_traits: dict[str, int] = {}
        """Word → what `traits` said of it: the same words stand in all documents. Emptied when it grows too large."""

    def glued(self, word: str) -> int:
        """How much of an unknown token does not belong to the name: 由|院 → 1, 当天向| → 3, nothing → 0."""
        if word[-1] in _GLUE:
            return len(word)
        return 1 if word[0] in _GLUE and (len(word) == 2 or word[1:] in self.words) else 0

    def traits(self, word: str) -> int:
        """What the walk to the left asks of a word, as bits; most words have none and are simply walked over."""
        found = (
            _DELIMITER * (word[-1] in DELIMITERS) | _CONJUNCTION * (word in CONJUNCTIONS) | _DASH * (not word.strip("-"))
            | _COMMON * (word in _COMMON_WORDS) | _KIND * (word in _KIND_WORDS) | _NAME_VERB * (word in _NAME_VERBS)
            | _BREAKER * (word in self.breakers)
            | _NUMBER * (word[0] in _NUMBER_HEADS and _NUMBERISH.fullmatch(word) is not None)
            | _GLUED * (len(word) > 1 and word not in self.words and self.glued(word) > 0)
            | _UNIT * (word in _UNIT_WORDS) | _LEVEL * (word in _LEVEL_WORDS)
        )
        if len(self.known_traits) >= _MOST_TRAITS:
            self.known_traits.clear()
        self.known_traits[word] = found
        return found

    def scan(self, text: str) -> dict[str, list[tuple[int, int, int]]]:
        """Kind → (index of the entry, start, end) of its hits, in the order of their ends."""
        kinds = self._kinds
        found: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        for hit in self._automaton.find_matches_as_indexes(text, overlapping=True):
            found[kinds[hit[0]]].append(hit)
        return found

    def hits(self, found: Iterable[tuple[int, int, int]]) -> list[Hit]:
        """`Hit`s of what `scan` found."""
        make, entries = tuple.__new__, self._entries  # Hit's own constructor costs three times as much
        return [make(Hit, (start, end) + entries[index]) for index, start, end in found]


@dataclass(slots=True)  # not frozen: made ten times a document, and frozen ones cost three times as much to make
class Border:
    """Where a name begins and what decided it: "clause", "breaker", "anchor", "conjunction" or "title"."""

    start: int
    reason: str
    anchored: bool
    """True when the name begins with a region, country, central or otherwise known body."""


class Chart:
    def __init__(self, text: str, words: list[str], lexis: Lexis, found: dict[str, list[tuple[int, int, int]]]) -> None:
        """words: the tokens; they join to `text`. found: what `lexis.scan` says of it."""
        self.text = text
        self.lexis = lexis
        ends = list(accumulate(map(len, words)))
        self.previous: dict[int, int] = dict(zip(ends, chain((0,), ends), strict=False))
        """Token end → token start."""
        borders = self.previous.copy()  # a copied dict takes a third of the time of a set, and answers `in` as fast
        borders[0] = 0
        self.borders: Container[int] = borders
        """Where tokens begin or end; the text's end counts as both."""
        self.token_starts = self.borders
        self._found = found
        self._hits: dict[str, list[Hit]] = {}
        self._protect()
        self._title_borders()

    def of(self, kind: str) -> list[Hit]:
        """The hits of this kind, in the order of their ends; made when first asked for."""
        hits = self._hits.get(kind)
        if hits is None:
            hits = self._hits[kind] = self.lexis.hits(self._found.get(kind, ()))
        return hits

    def is_border(self, at: int) -> bool:
        return at in self.borders

    def _protect(self) -> None:
        """Known names: nothing inside them is a border; walking left jumps over them whole."""
        borders = self.borders
        protected: dict[int, Hit] = {}
        anchors: dict[int, Hit] = {}
        self.protected_end, self.anchor_start = protected, anchors
        self.region_end: set[int] = set()
        self.inside_known: set[int] = set()
        """Places strictly inside a region, country or body that is not doubtful: no name begins there."""
        for kind in _PROTECTED:
            place, anchor = kind in (REGION, COUNTRY), kind in _ANCHORS
            for hit in self.of(kind):
                start, end, _, _, data = hit
                doubtful = data.startswith("?")
                if start not in borders:
                    if doubtful or end - start < 3:
                        continue
                elif doubtful and end not in borders:
                    continue
                known = protected.get(end)
                if known is None or start < known.start:
                    protected[end] = hit
                if doubtful:
                    continue
                if place:
                    self.region_end.add(end)
                if place or kind == BODY:
                    self.inside_known.update(range(start + 1, end))
                if anchor:
                    known = anchors.get(start)
                    if known is None or end > known.end:
                        anchors[start] = hit

    def _title_borders(self) -> None:
        """Keep, of the titles found, the longest ones on token borders; their start is a border whatever jieba says.

        jieba knows 市委书记 and 县长 as words: the title begins inside the token.
        """
        text, borders = self.text, self.borders
        best: dict[int, Hit] = {}
        named: set[int] = set()
        inside: dict[int, int] = {}
        for _, start, end in self._found.get(SUFFIX, ()):
            if end - start > 1:
                named.add(start)
                if end - start > 2 and end in borders:
                    inside.update(dict.fromkeys(range(start + 1, end), start))
        for hit in self.of(TITLE):
            start, end, _, _, _ = hit
            if start in self.inside_known and self._cuts_body(start, end):
                continue  # 欧洲|理事会主席: a shorter title stands behind the body
            if text.startswith("党", end):
                continue  # 瓦努阿图领袖|党
            if (end in named and text[end] != "总") or start < inside.get(end, 0):
                continue  # 特派员|公署, 总统|办公室: part of a body's name; 谈判代|表团 likewise
            # a long title is one wherever jieba cuts: 法定代表|人柳金|汉
            if end not in borders and end - start < 3 and not text.startswith(_BEHIND_TITLES, end):
                continue
            known = best.get(end)
            if known is None or start < known.start:
                best[end] = hit
        # of two that cross, the one that ends where a token ends, then the longer: 常委会委员|长 against 委员长
        kept: list[Hit] = []
        taken: set[int] = set()
        for hit in sorted(best.values(), key=lambda h: (h[1] not in borders, h[0] - h[1], h[0])):
            places = range(hit[0], hit[1])
            if taken.isdisjoint(places):
                kept.append(hit)
                taken.update(places)
        kept.sort()
        if any(hit.form in ("顾问", "副总") for hit in kept):
            # 中投顾问|研究总监: an adviser's post is not followed by another title
            starts = {hit.start - self.modifier_before(hit.start) for hit in kept} | {hit.start for hit in kept}
            kept = [hit for hit in kept if not (hit.form in ("顾问", "副总") and (hit.end in starts or self._company_word(hit.end, starts)))]
        self.titles: list[Hit] = kept
        self.title_at: dict[int, Hit] = {hit[0]: hit for hit in kept}
        self.title_end: dict[int, Hit] = {hit[1]: hit for hit in kept}
        self.inside_title: set[int] = {at for start, end, _, _, _ in kept for at in range(start + 1, end)}
        self.title_outer: set[int] = set(self.title_at)
        """Where titles with their modifiers begin: a border whatever jieba says (省经信委|副巡视员)."""
        for at in self.title_at:
            while (length := self.modifier_before(at)) > 0:
                at -= length
                self.title_outer.add(at)

    def _cuts_body(self, start: int, end: int) -> bool:
        """Whether a known body that begins before `start` ends before `end`."""
        ends = (self.protected_end.get(at) for at in range(start + 1, end))
        return any(hit is not None and hit.kind == BODY and hit.start < start for hit in ends)

    def _company_word(self, at: int, titles: set[int]) -> bool:
        """中投顾问|轻工业|研究员: a branch of trade and another title behind it, so 顾问 ends a company's name."""
        end = self.token_end(at)
        return end is not None and self.text[at:end] in self.lexis.words and any(end <= start <= at + 8 for start in titles)

    def modifier_before(self, at: int) -> int:
        """The length of the title modifier that ends at `at`, or 0."""
        text, modifiers = self.text, self.lexis.modifiers
        if at < 1 or text[at - 1] not in self.lexis.modifier_ends:
            return 0
        for length in (4, 3, 2, 1):
            if length <= at and text[at - length : at] in modifiers:
                return length
        return 0

    @cached_property
    def _suffix_ends(self) -> set[int]:
        return {end for _, _, end in self._found.get(SUFFIX, ())}

    @cached_property
    def suffixes(self) -> dict[int, Hit]:
        """End → longest organisation suffix that ends there, on a token border or before a title."""
        borders, outer, text, traps = self.borders, self.title_outer, self.text, self.lexis.suffix_traps
        longest: dict[int, tuple[int, int, int]] = {}
        for found in self._found.get(SUFFIX, ()):
            _, start, end = found
            if not (end in borders or end in outer or text.startswith(_BEHIND_BODIES, end)):
                continue
            if end - start == 1 and (text[end - 2 : end] in traps or text[end - 3 : end] in traps):
                continue
            known = longest.get(end)
            if known is None or start < known[1]:
                longest[end] = found
        return {hit.end: hit for hit in self.lexis.hits(longest.values())}

    def suffix_ends(self, at: int) -> bool:
        """Whether any suffix ends at `at`, whatever the tokens say: 信息化建设处|纪光伟, which jieba cuts 处纪|光伟."""
        return at in self._suffix_ends

    def ends_body(self, at: int) -> bool:
        """Whether a body's name ends at `at`: a suffix, or a body, company or school of the lexicons."""
        if at in self.suffixes:
            return True
        hit = self.protected_end.get(at)
        return hit is not None and hit.kind in (BODY, COMPANY, SCHOOL, MEDIA)

    # -- the left border -------------------------------------------------------------------------------------------

    def left_border(self, end: int, *, floor: int = 0, joins: bool = True) -> Border:
        """Where the name whose last part begins at `end` begins, not before `floor`.

        For a body with a suffix give the suffix's start (装备工业|司), for a title's body the title's start. The answer
        equals `end` when nothing to the left belongs to the name.

        joins: whether a conjunction inside may belong to the name (中国石油和化学工业联合会); companies' names have none.
        """
        text, at, reason = self.text, end, "clause"
        protected_end, suffixes, previous, title_end = self.protected_end, self.suffixes, self.previous, self.title_end
        known_traits = self.lexis.known_traits
        anchors: list[int] = []
        bare = True  # nothing but the name's own suffix so far
        tasked = False
        while at > floor and end - at < _MAX_NAME:
            hit = protected_end.get(at)
            if hit is not None and hit.start >= floor:
                at, bare = hit.start, False
                if at in self.anchor_start:
                    anchors.append(at)
                continue
            suffix = suffixes.get(at)
            if suffix is not None and suffix.end - suffix.start > 1 and suffix.start >= floor:
                tasked = tasked or (at == end and suffix.form.endswith(_TASK_BODIES))
                at = suffix.start  # 住建委, which jieba cuts as 住|建委
                bare = bare and suffix.form in _GENERIC
                continue
            start = previous.get(at, -1)
            if start < 0:  # inside a token: the piece from its start
                start = self._token_start(at)
            start = max(start, floor)
            word = text[start:at]
            traits = known_traits.get(word)
            if traits is None:
                traits = self.lexis.traits(word)
            if traits & _DELIMITER:
                inside = self._over_bracket(at, floor)
                if inside is None:
                    break
                at = inside
                continue
            if (title := title_end.get(at)) is not None and title.start >= floor:
                reason = "title"
                break
            if not traits:
                bare, at = False, start
                continue
            if traits & _CONJUNCTION:
                if at == end or not joins or self._is_coordination(start, at, end):
                    reason = "conjunction"
                    break
            elif traits & _DASH:
                break
            elif (traits & _COMMON and at in self.anchor_start) or (traits & _KIND and end - at > 3):
                reason = "breaker"  # 松阳本土企业|浙江茗阳茶业
                break
            elif bare and at < end and traits & _NAME_VERB:
                at = start  # 药品集中采购服务|中心: the suffix alone is no name, so the verbs are part of it
                continue
            elif traits & _BREAKER and not anchors and len(word) > 1 and self._goes_on(start, end, floor):
                pass  # 青岛深蓝探索装备|有限公司
            elif traits & _BREAKER or (traits & _NUMBER and text[start - 1 : start] != "第"):
                reason = "breaker"
                break
            elif traits & _GLUED:
                inside = start + self.lexis.glued(word)
                if inside < at and text[inside:at] in _LEVEL_WORDS:
                    anchors.append(inside)  # 但省|社科院
                at = inside
                reason = "breaker"
                break
            bare = bare and at == end and bool(traits & _UNIT)
            at = start
            if traits & _LEVEL:
                anchors.append(at)
        if reason == "breaker" and (tasked or text.startswith(_TASK_BODIES, end)):
            at = self._task(at, end, floor)
        start = at
        anchored = start in anchors or start in self.anchor_start
        if start in self.anchor_start and start not in anchors:
            anchors.append(start)
        if anchors:
            first = self._leading_anchor(start, end, anchors)
            if (
                first > start and self.text[first - 1] == "援" and self.text[first - 2 : first - 1] not in ("支", "驰", "增")
                and (self.text.startswith("医疗队", end) or self.text.endswith("医疗队", 0, end))
            ):
                first -= 1  # 第14期|援圭亚那医疗队
            if first > start and not self._names_body(start, first):
                return Border(self._unknown_place(start, first), "anchor", True)
        return Border(start, reason, anchored)

    def _task(self, at: int, end: int, floor: int) -> int:
        """推进南水北调后续工程高质量发展|领导小组: its task names such a body, so a verb may begin the name.

        It does right behind punctuation or a title, when no other body or title is on the way; else `at` stands.
        """
        text, start = self.text, at
        while start > floor and end - start < 24:
            before = self.previous.get(start)
            if before is None or text[start - 1] in DELIMITERS or start in self.title_end or self.ends_body(start):
                break
            if text[before:start] in CONJUNCTIONS or text[before:start] in _TASK_STOPS:
                return at
            start = before
        opens = start == 0 or text[start - 1] in "、，。；：\n" or start in self.title_end or start in self.region_end
        return start if opens and text[start : self.token_end(start)] in _TASKS else at

    def _leading_anchor(self, start: int, end: int, anchors: list[int]) -> int:
        """The anchor with which the name begins: from the last one left over regions and bodies that it may follow.

        江苏省|盐城市 and 国家电网|湖北省 go together, 中国驻|广州 too; 中国企业家引述|中国纺织工业协会 does not.
        """
        first = anchors[0]
        for at in anchors[1:]:
            hit = self.anchor_start.get(at)
            if at in self.inside_known:
                continue
            reach = hit.end if hit is not None else self.token_end(at) or at + 1
            between = self.text[reach:first]
            if reach < first and not (
                self.ends_body(first) or between.endswith(_BRIDGES) or self.text[first] in "省市县区州党" or self._deals_in(at, first, end)
            ):
                break
            first = at
        return first

    def _deals_in(self, at: int, brand: int, end: int) -> bool:
        """北京|奥德行|丰田|汽车销售服务有限公司: a dealer's place, its own name and the brand of what it sells."""
        place, known = self.anchor_start.get(at), self.anchor_start.get(brand)
        return (
            place is not None and place.kind == REGION and known is not None and known.kind == COMPANY
            and 2 <= brand - place.end <= 4 and end - known.end >= 2
            and (self.text.startswith(_LEGAL_FORMS, end) or self.text.endswith("有限公司", 0, end))
        )

    def phrase_start(self, at: int, floor: int) -> int:
        """How far left of `at` the tokens go on without a breaker, a title or punctuation."""
        while at > floor:
            start = self.previous.get(at)
            if start is None or start < floor or at in self.title_end:
                break
            word = self.text[start:at]
            if word in self.lexis.breakers or word in CONJUNCTIONS or word[-1] in DELIMITERS or _NUMBERISH.fullmatch(word):
                break
            at = start
        return at

    def _goes_on(self, at: int, end: int, floor: int) -> bool:
        """Whether a name with a legal form reaches over a verb at `at` to a region close by (青岛深蓝|探索装备有限公司)."""
        if not self.text.startswith(_LEGAL_FORMS, end):
            return False
        for _ in range(3):
            hit = self.protected_end.get(at)
            if hit is not None and hit.kind in (REGION, COUNTRY):
                return hit.start >= floor and hit.start in self.anchor_start
            start = self.previous.get(at)
            if start is None or start < floor:
                return False
            word = self.text[start:at]
            if word in self.lexis.breakers or word in CONJUNCTIONS or word[-1] in DELIMITERS or len(word) > 4:
                return False
            at = start
        hit = self.protected_end.get(at)
        return hit is not None and hit.kind in (REGION, COUNTRY) and hit.start >= floor and hit.start in self.anchor_start

    def _unknown_place(self, floor: int, at: int) -> int:
        """海州|市仲裁委员会: before a bare level stands a place that the table does not know; else `at` itself."""
        if self.text[at] not in "省市县区州旗镇乡" or at in self.anchor_start:
            return at
        before = self.previous.get(at)
        if before is None or before < floor or not 2 <= at - before <= 4:
            return at
        word = self.text[before:at]
        return at if word in self.lexis.breakers or not "一" <= word[0] <= "鿿" else before

    def _token_start(self, at: int) -> int:
        start = at - 1
        while start > 0 and start not in self.token_starts:
            start -= 1
        return start

    def _over_bracket(self, at: int, floor: int) -> int | None:
        """（集团） and （中国） belong to a company's name, 《铁军纵横》 to a magazine's: step over them, else None."""
        text = self.text
        closing = text[at - 1]
        opening = {"）": "（", ")": "(", "》": "《", "”": "“"}.get(closing)
        if opening is None:
            return None
        open_at = text.rfind(opening, max(floor, at - 22), at - 1)
        if open_at <= floor - 1 or open_at < 0:
            return None
        inside = text[open_at + 1 : at - 1]
        if closing in "）)":
            known = any(hit.start == open_at + 1 and hit.end == at - 1 for kind in (REGION, COUNTRY) for hit in self.of(kind))
            if not (known or inside.endswith(_AREAS) or _CODE.fullmatch(inside) or inside in ("集团", "控股", "中国", "国际", "亚洲", "亚太", "大中华区", "香港", "上海", "股份")):
                return None
            return open_at
        if closing == "》":
            return open_at
        return None

    def _is_coordination(self, start: int, end: int, name_end: int) -> bool:
        """Whether the conjunction at [start, end) joins two names rather than standing inside one."""
        if end in self.anchor_start or (self.text[end] in "省市县区州院" and self._local_body(end)):
            return True
        if start in self.title_end:
            return True
        department = self.text.startswith(_DEPARTMENTS, name_end) or self.text.startswith(_DEPARTMENTS, name_end - 1)
        if department and not self.text.endswith(_PEOPLE, 0, start) and self._in_department(start, end, name_end):
            return False
        if self.ends_body(start):
            return True
        left = self.previous.get(start)
        right = self.token_end(end)
        # both sides one plain word each, and a suffix behind: 石油和化学工业联合会
        return left is None or (right is not None and right > name_end)

    def _in_department(self, start: int, end: int, name_end: int) -> bool:
        """国家能源局|新能源|和|可再生能源|司: a known body ends close before the conjunction, and no other one behind."""
        if name_end - end > 8 or any(self._ends_office(at) for at in (start, *range(end + 1, name_end))):
            return False
        at = start
        while start - at < 8:
            before = self.previous.get(at)
            if before is None or self.text[before:at] in self.lexis.breakers or self.text[at - 1] in DELIMITERS:
                return False
            at = before
            hit = self.protected_end.get(at)
            if hit is not None:
                return hit.kind == BODY and not hit.data.startswith("?")
        return False

    def _ends_office(self, at: int) -> bool:
        """Whether a body that is no company ends at `at`: 能源 ends companies' names only."""
        suffix = self.suffixes.get(at)
        return self.ends_body(at) and (suffix is None or suffix.data != "COMPANY")

    def _local_body(self, start: int) -> bool:
        """Whether a body begins at `start` with its level alone: 省委, 市财政局."""
        token_end = self.token_end(start)
        if token_end is None or start not in self.token_starts:
            return False
        return token_end - start == 1 or any(end in self.suffixes for end in range(start + 2, token_end + 1))

    def token_end(self, start: int) -> int | None:
        end = start + 1
        limit = min(len(self.text), start + 8)
        while end <= limit:
            if end in self.previous:
                return end
            end += 1
        return None

    def _names_body(self, start: int, end: int) -> bool:
        """Whether text[start:end] is itself the name of a body (华为 in 华为新疆代表处)."""
        if self.text[end - 1] in "）)":  # 世界黄金协会(WGC)|中国区
            end = max(self.text.rfind("（", start, end), self.text.rfind("(", start, end))
        session = _SESSION.search(self.text, start, end) if end > start else None
        if session is not None:  # 政协第十四届|全国委员会
            end = session.start()
        if end <= start:
            return False
        if end in self.suffixes and end - start >= 2:
            return True
        if self.text[end - 1] in "党共":  # 越共|中央政治局, 老挝人民革命党|中央
            return True
        hit = self.protected_end.get(end)
        if hit is not None and hit.kind in (COMPANY, BODY, SCHOOL, MEDIA) and hit.start <= start:
            return True
        return bool(_LATIN.fullmatch(self.text[start:end]))
