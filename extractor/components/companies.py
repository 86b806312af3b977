"""Companies: candidates from suffixes, lexicon, lists and definitions, weighed by the evidence of `rules/entities/`.

Three steps. `_candidates` collects stretches of text that may be a company's name: names with a suffix (`bodies`),
forms of the lexicon, what stands before 等企业 or 董事长, behind 零售商 or in （以下简称“X”）. `_weigh` adds up the evidence,
each piece a rule `company.*` with its weight in log-odds; what sums above zero is a company, and its confidence grows
with the sum. `_merge` joins the forms of one company into one fact under the fullest.

All offsets are on the repaired text.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

import regex

from extractor.components.analysis import Analysis
from extractor.components.bodies import Body
from extractor.components.chart import BODY, COMPANY, CONJUNCTIONS, COUNTRY, DELIMITERS, MEDIA, REGION, SCHOOL, Chart
from extractor.components.company_names import Anatomy, NameAnatomy
from extractor.offsets import Span
from extractor.records import Company
from extractor.rulebook import Rulebook

_LEGAL_FORMS = ("有限公司", "有限责任公司", "股份公司", "集团公司", "股份有限公司", "株式会社")
_PLANTS = frozenset(
    ("船厂", "造船厂", "酒厂", "钢厂", "电厂", "水泥厂", "机械厂", "印染厂", "药厂", "铝厂", "铜厂", "化工厂", "化肥厂", "纺织厂", "糖厂",
     "造纸厂", "卷烟厂", "轧钢厂", "焦化厂", "轴承厂", "制药厂", "发电厂", "炼油厂", "拖拉机厂")
)
_HOTELS = frozenset(
    ("酒店", "大酒店", "宾馆", "饭店", "大饭店", "商场", "商城", "超市", "农场", "林场", "牧场", "渔场", "合作社",
     "油田", "工厂", "旅行社", "百货大楼")
)
_LODGINGS = frozenset(("酒店", "大酒店", "宾馆", "饭店", "大饭店"))
# nouns of business that are complete names with a region: 省电力公司, 昆明铁路局
_WITH_REGION = frozenset(
    ("公司", "总公司", "集团", "集团公司", "分公司", "铁路局", "供电公司", "供电局", "电力局", "矿务局", "银行", "分行", "厂", "总厂",
     "农商行",
     "信用社", "航空公司", "投资公司", "投资集团", "控股集团", "证券公司", "保险公司", "铁路公司", *_PLANTS)
)
_FIRM = frozenset(
    ("公司", "总公司", "集团", "集团公司", "分公司", "企业集团", "控股集团", "投资集团", "投资公司", "厂", "总厂", "分厂", "银行", "分行",
     "支行", "股份公司", "铁路局", "供电公司", "供电局", "电力局", "矿务局", "农商行", "农信社", "信用社", "保险公司", "证券公司", "基金公司",
     "航空公司", "铁路公司", *_PLANTS, "煤矿", "事务所", "律师事务所",
     "会计师事务所", "经营部", "批发部", "商行", "专业合作社", "信用联社", "信用合作联社", "加油站")
)
_BRANCHES = frozenset(("分公司", "分行", "支行", "分厂", "子公司", "供电公司"))
# with these a region alone names nothing: 北京公司, 湖北集团
_BARE = frozenset(("公司", "集团", "厂", "总公司", "集团公司", "分公司", "投资公司", "控股集团", "投资集团", "保险公司", "证券公司", "航空公司"))
_HARD_BREAKERS = frozenset("的在由对为把被让将向是据于给请等该某本各与和及了着过至和同跟从就也则或已曾会要不没")
_SOFT_BREAKERS = frozenset(("联合", "第一", "第二", "第三", "第四", "第五", "第六", "统一", "共同", "开发", "建设", "服务", "发展", "合作"))
# 北方稀土, 东方财富: the north's rare earths as well as the company
_TOWARDS = ("北方", "南方", "西部", "东部", "华北", "华东", "华南", "西南", "西北", "东北")
_INSTITUTES = ("研究中心", "研究院", "研究所", "设计院", "设计研究总院", "规划院", "勘察院", "科学院", "学院", "大学", "协会", "出版社")
_COUNTED = regex.compile(r"[一二三四五六七八九十两几数百]{1,3}(?:多|余)?家|母$")
_VAGUE_CHARS = frozenset("某的母一家说称")
"""One of them stands in whatever _COUNTED, _VAGUE and _SAID find: most cores have none."""
_VAGUE = regex.compile(r"某|的|母$|(?<![一-鿿])一(?!汽|拖|重|方|心|品|鸣)|[一二三四五六七八九十两几数百]{1,3}(?:多|余)?家")
# A waterworks is a plant of a place; 合法煤矿 says what mines they are, not which.
_UTILITY = regex.compile(r"(?:水|污水处理|垃圾处理|垃圾焚烧)$")
_STANDING = ("合法", "非法", "在建", "停产", "关停", "地方", "中小")
_OTHER_KINDS = frozenset(("SCHOOL", "ASSOC", "HOSPITAL", "MEDIA", "GOV"))
_CONTEXT = ("company.title", "company.analyst", "company.staff", "company.act", "company.deed", "company.stock")
_LEFT_CONTEXT = ("company.object", "company.invested")
_BEHIND = (
    "company.product", "company.press", "company.place", "company.phrase", "company.venue", "company.branch", "company.local",
    "company.list_head", "company.brands",
)
_LEFT_REACH = 24
_SURE = 3.4
_CENTRAL_BANK = ("中国人民银行", "人民银行")
_LISTED = 3.0
_COMMON_SURNAME = -6.5
_LISTS = ("、", "等", "和", "与")
_COURTESY = regex.compile(r"先生|女士|同志|教授|博士|等[0-9一二三四五六七八九十两几数]{0,3}(?:人|名|位|单位及)")
_GOODS = frozenset("商器机车奶油酒茶者员")
# 通用和东芝|五家企业
_NUMBERED = regex.compile(r"[两三四五六七八九十](?:家|大)[^，。、；\n]{0,8}?(?:企业|公司|集团|巨头|厂商|车企|银行|运营商)")
_ATTRIBUTE = regex.compile(r"(?r)、[^，。；：、！？\n]{2,12}的$")
"""From the mark before it, what an item of a list is said to be."""
_OTHER_NAME = regex.compile(r"[（(](?:简称|英文简称|英文缩写)?[:：]?(?!C[EFTO]O)[A-Z][A-Za-z&. ]{1,20}[）)]")
"""The short name in letters behind a full one: 英国黄金矿业服务公司(GFMS)."""
_PITS = ("煤矿", "矿", "矿山", "油田")
_NUMBERED_HEADS = frozenset("两三四五六七八九十")
_GOES_PUBLIC = ("上市", "挂牌")
_ANALYSTS = ("分析师", "研究员", "研究总监", "经济学家", "策略师")
_HOUSES_ABROAD = ("中国", "香港", "台湾", "国际", "美国", "日本", "亚太")
_COURSES = ("培训", "班", "论坛", "沙龙", "峰会", "俱乐部", "办公室", "助理会")
_SAID = regex.compile(r"(?<=^[一-鿿]{1,2})[说称]$")
_CORE_WORDS = "同和与由从"
_ITEM = regex.compile(r"(?:美的|[^，。；：、！？（）()“”《》\n和与及等的在]{2,10}?)(?=[、和与及]|等|[，。；]|[0-9一二三四五六七八九十两]{1,3}(?:个|大|家))")
_BRACKETS = str.maketrans("", "", "（）()")
_COMPANY_TITLES = frozenset(("董事长", "总经理", "总裁", "CEO", "首席执行官", "董事局主席", "董事会主席", "行政总裁"))
_RANKS = frozenset(("副", "原", "前", "常务", "执行", "高级", "资深", "联席", "时任", "现任", "行政", "首席", "营销", "销售", "市场", "运营"))
# parts of companies and other bodies whose heads bear the same titles
_NO_COMPANY = regex.compile(r"(?:[部区店党室处科局厅办委会国]|中心|组织|项目|公司|集团|企业|单位|本部|总部|机构|行业|负责|有关|兼|和|及)$")
_CAPITAL = regex.compile(r"(?<=[一-鿿])[A-Z]")
_LATIN_NAME = regex.compile(r"[A-Z][A-Za-z0-9&.\-']*(?: [A-Z&][A-Za-z0-9&.\-']*){0,4}")
_LATIN = regex.compile(r"[A-Za-z]")
_VENUE_LEFT = regex.compile(r"(?:在|于|下榻|入住|抵达|来到|走进|地点[:：]?|地址[:：]?)[^，。；、\n]{0,12}$")
# syntax that means the same to `re` and `regex`: `re` answers at a place two to three times as fast
_PLAIN = regex.compile(
    r"(?:[^\\\[\](){}?*+|^$.]|\\[.()]|\[\^?(?:[^\\\[\]&|~]|\\n)++\]|\((?:\?[:=!]|(?!\?))|[)|]|(?:\?|\{\d+,\d+\})\??(?![?*+{]))++"
)
# a pattern that looks at what stands before the place it is asked at
_LOOKS_BACK = regex.compile(r"\(\?<[=!]|(?<!\[)\^|\\[A-Zbm]")
_MOST_CHARS = 8192


class _Openers(dict[str, frozenset[str]]):
    """Character → those of the patterns that may match where it is the first character read.

    Most characters begin none of the patterns that are asked at a candidate's borders: one look here replaces a dozen
    matches. The patterns themselves tell, by a partial match of the character; those that look back are always asked.
    At most _MOST_CHARS characters are kept, more than releases use, so that hostile text cannot fill the memory.
    """

    def __init__(self, patterns: dict[str, regex.Pattern[str]]) -> None:
        super().__init__()
        self._always = frozenset(rule for rule, pattern in patterns.items() if _LOOKS_BACK.search(pattern.pattern))
        self._patterns = {rule: pattern for rule, pattern in patterns.items() if rule not in self._always}

    def __missing__(self, char: str) -> frozenset[str]:
        rules = self._always.union(rule for rule, pattern in self._patterns.items() if pattern.match(char, partial=True))
        if len(self) < _MOST_CHARS:
            self[char] = rules
        return rules


@dataclass(slots=True)
class Candidate:
    start: int
    end: int
    form: str
    evidence: dict[str, float] = field(default_factory=dict)
    core: str = ""
    """The form without region and legal form, for names with a suffix."""
    full: str = ""
    """The lexicon's full form, for a form of the lexicon."""
    suffix: str = ""
    link: str = ""
    """The full form that the text ties this one to (defined or derived)."""

    score: float = 0.0
    """The sum of the evidence in the order it came; kept beside it, because it is asked ten times a candidate."""

    def add(self, rule: str, weight: float) -> None:
        """Evidence of a rule, which counts once."""
        if rule not in self.evidence:
            self.evidence[rule] = weight
            self.score += weight

    def drop(self, rules: tuple[str, ...]) -> None:
        """Take back the evidence of these rules, and sum up the rest anew."""
        if not self.evidence.keys().isdisjoint(rules):
            self.evidence = {rule: weight for rule, weight in self.evidence.items() if rule not in rules}
            self.score = 0.0
            for weight in self.evidence.values():
                self.score += weight

    @property
    def span(self) -> Span:
        return self.start, self.end


class _Suffix(NamedTuple):
    """What the form of a suffix alone says, asked once a form and not once a hit."""

    legal: bool
    firm: bool
    branch: bool
    excluded: tuple[str, ...]
    """The forms of `NameAnatomy.excluded` that a name with this suffix may end in."""


def _says(text: str, words: tuple[str, ...]) -> bool:
    """Whether one of the words is there; single characters are sought ten times as fast as words, so they come first."""
    return any(word[1] in text and word[0] in text and word in text for word in words)


def _confidence(score: float) -> float:
    """Log-odds of the evidence as a share of right ones, as read on releases without gold: .88 near zero, .97 at 3.5."""
    return 1 / (1 + math.exp(-(1.8 + 0.5 * score)))


class CompanyStage:
    def __init__(self, rulebook: Rulebook) -> None:
        self._anatomy = NameAnatomy(rulebook)
        self._houses = regex.compile("|".join(self._anatomy.houses))
        self._weights: dict[str, float] = {}
        self._patterns: dict[str, regex.Pattern[str]] = {}
        surnames = rulebook.lexicon("surnames").column("weight")
        self._surnames = frozenset(form for form, weight in surnames.items() if float(weight or 0) > _COMMON_SURNAME)
        for rule in rulebook.family("company"):
            self._weights[rule.id] = float(rule.options.get("weight", 0.0))
            if rule.pattern is not None:
                # what must end at a candidate is read backwards from there
                backwards = "(?r)" if rule.id in _LEFT_CONTEXT else ""
                self._patterns[rule.id] = regex.compile(backwards + rule.pattern)
        patterns = self._patterns
        self._openers = _Openers({rule: patterns[rule] for rule in (*_CONTEXT, *_BEHIND) if rule in patterns})
        self._quick: dict[str, regex.Pattern[str] | re.Pattern[str]] = {
            rule: re.compile(patterns[rule].pattern) if _PLAIN.fullmatch(patterns[rule].pattern) else patterns[rule]
            for rule in (*_CONTEXT, *_BEHIND) if rule in patterns
        }
        self._closers = _Openers({rule: patterns[rule] for rule in _LEFT_CONTEXT if rule in patterns})
        self._suffixes: dict[str, _Suffix] = {}

    def run(self, analysis: Analysis) -> None:
        chart: Chart = analysis.state["chart"]
        found: dict[Span, Candidate] = {}
        self._by_suffix(chart, analysis.state["bodies"].companies, found)
        self._by_lexicon(chart, found)
        self._of_place(chart, found)
        self._by_title(chart, found)
        self._by_rule(chart, found)
        self._local(chart, found)
        self._in_lists(chart, found)
        self._introduced(chart, found)
        self._in_apposition(chart, found)
        self._defined(chart, found)
        if not found:  # three of five releases: what follows only weighs and joins candidates
            return
        self._branches(chart, found)
        persons = [span for official in analysis.officials for span in official.mentions]
        self._weigh(chart, persons, found)
        self._derived(chart, found)
        self._beside(chart, persons, found)
        self._neighbours(chart, found)
        self._share(found)
        taken = self._choose(found, analysis)
        analysis.companies = self._merge(chart, taken)

    def _add(self, candidate: Candidate, rule: str) -> None:
        """Evidence of a rule that is switched on; a rule counts once for a candidate."""
        weight = self._weights.get(rule)
        if weight is not None:
            candidate.add(rule, weight)

    def _find(self, rule: str, text: str) -> list[regex.Match[str]]:
        pattern = self._patterns.get(rule)
        return [] if pattern is None else list(pattern.finditer(text))

    def _at(self, rule: str, text: str, at: int) -> regex.Match[str] | re.Match[str] | None:
        """The match of one of the rules _CONTEXT and _BEHIND at `at`."""
        return self._quick[rule].match(text, at) if rule in self._openers[text[at : at + 1]] else None

    # -- candidates ------------------------------------------------------------------------------------------------

    def _by_suffix(self, chart: Chart, bodies: list[Body], found: dict[Span, Candidate]) -> None:
        for body in bodies:
            if body.kind != "COMPANY" or body.suffix is None:
                continue
            candidate = self._suffixed(chart, body)
            if candidate is not None:
                found[candidate.span] = candidate

    def _suffixed(self, chart: Chart, body: Body) -> Candidate | None:
        text, suffix = chart.text, body.suffix
        assert suffix is not None
        end, form_of = suffix.start, self._suffixes.get(suffix.form) or self._suffix(suffix.form)
        legal = form_of.legal
        begin = self._over_soft_breaker(chart, body.start, legal) if legal or form_of.firm else body.start
        if text[begin - 1 : begin] in _CORE_WORDS:
            begin = self._whole_core(chart, begin, end)
        parts = self._anatomy.read(chart, begin, end)
        if form_of.branch and not parts.named:
            parts = self._with_parent(chart, parts, end)
        elif legal and parts.region and not parts.named and not parts.fields:
            parts = self._before_place(chart, parts, end)
        if end - parts.start < 1 or (parts.described and not (legal and parts.named)):
            return None
        form = text[parts.start : body.end]
        if not (form[0].isalnum() or form[0] in "（《“") or form.endswith(form_of.excluded):
            return None
        if form.startswith(_CENTRAL_BANK) or (suffix.form == "加油站" and not self._beyond_known(chart, parts, end)):
            return None
        core = text[parts.core_start : end]
        if not _VAGUE_CHARS.isdisjoint(core) and ((_COUNTED if parts.known else _VAGUE).search(core) or _SAID.search(core)):
            return None
        if (suffix.form == "厂" and _UTILITY.search(core)) or core.startswith(_STANDING):
            return None
        if legal and not parts.named and not parts.region and text[parts.start - 1 : parts.start] in ("和", "与"):
            parts = self._over_conjunction(chart, parts, end)
            form = text[parts.start : body.end]
        if legal and not parts.named and not parts.region and parts.fields:
            parts = self._one_more(chart, parts, end)
            form = text[parts.start : body.end]
        candidate = Candidate(parts.start, body.end, form, suffix=suffix.form)
        candidate.core = self._anatomy.bare(text[parts.core_start : body.end]) if parts.core_start < end else ""
        length = end - parts.core_start
        if parts.named and length >= 2:
            if parts.known and (legal or form_of.firm):
                self._add(candidate, "company.known_core")
            if legal:
                self._add(candidate, "company.full")
                return candidate
            if form_of.firm:
                self._add(candidate, "company.suffix")
            elif length > (4 if parts.known else 10):
                return None
            else:
                self._add(candidate, "company.hotel" if suffix.form in _HOTELS else "company.trade")
            branch = form_of.branch and any(hit.start == parts.core_start for hit in chart.of(COMPANY))  # 农行|咸宁市支行
            if not (parts.strange or parts.region or parts.country or parts.known or branch):
                self._add(candidate, "company.plain_core")
            return candidate
        if parts.region and (
            (legal and parts.fields)
            or (suffix.form in _WITH_REGION and (parts.fields or suffix.form not in _BARE))
        ):
            if suffix.form not in _PLANTS:  # 唐山|钢厂: which one, or any, is for the context to say
                self._add(candidate, "company.region_field")
            return candidate
        if (parts.region or parts.country) and parts.fields > 1 and form_of.firm and _OTHER_NAME.match(text, body.end):
            self._add(candidate, "company.region_field")
            return candidate
        return None

    def _suffix(self, form: str) -> _Suffix:
        excluded = tuple(name for name in self._anatomy.excluded if name.endswith(form) or form.endswith(name))
        kind = self._suffixes[form] = _Suffix(form.endswith(_LEGAL_FORMS), form in _FIRM, form in _BRANCHES, excluded)
        return kind

    @staticmethod
    def _beyond_known(chart: Chart, parts: Anatomy, end: int) -> bool:
        """中国石化|云和城东|加油站: whether more than the known company stands before the suffix."""
        hit = chart.anchor_start.get(parts.core_start)
        return parts.known and hit is not None and hit.end < end

    def _with_parent(self, chart: Chart, parts: Anatomy, suffix_start: int) -> Anatomy:
        """上汽乘用车|福建分公司: the company that stands before the branch's region belongs to the name."""
        border = chart.left_border(parts.start, joins=False)
        if border.start < parts.start and any(hit.start == border.start for hit in chart.of(COMPANY)):
            return self._anatomy.read(chart, border.start, suffix_start)
        return parts

    def _before_place(self, chart: Chart, parts: Anatomy, suffix_start: int) -> Anatomy:
        """纽威数控装备|苏州|有限公司: the place stands behind the core."""
        start = chart.left_border(parts.start, joins=False).start
        if start >= parts.start:
            return parts
        whole = self._anatomy.read(chart, start, suffix_start)
        return whole if whole.named and whole.strange else parts

    def _one_more(self, chart: Chart, parts: Anatomy, suffix_start: int) -> Anatomy:
        """奔腾|电器有限公司: a verb that stopped the walk is the core when nothing else is."""
        before = chart.previous.get(parts.start)
        if before is None:
            return parts
        word = chart.text[before : parts.start]
        if len(word) < 2 or word in DELIMITERS or word in self._anatomy.quality or any(c in _HARD_BREAKERS for c in word):
            return parts
        return self._anatomy.read(chart, before, suffix_start)

    def _over_conjunction(self, chart: Chart, parts: Anatomy, suffix_start: int) -> Anatomy:
        """松阳诚天|和|食品有限公司: behind the conjunction no name is left, so it stands inside one."""
        before = parts.start - 1
        border = chart.left_border(before, joins=False)
        if border.start >= before or chart.ends_body(before):
            return parts
        whole = self._anatomy.read(chart, border.start, suffix_start)
        return whole if whole.named and whole.start < before and (whole.region or whole.strange) else parts

    def _over_soft_breaker(self, chart: Chart, start: int, legal: bool) -> int:
        """湖南天|从|招标代理有限公司, 张家口|联合|石油化工有限公司: the word that stops the walk may be part of the name.

        It is when a region or a known company begins the name on its other side, at a border of the clause.
        """
        text, words = chart.text, 0
        kinds = (REGION, COMPANY) if legal else (REGION,)
        at = start
        while words < 3:
            before = chart.previous.get(at)
            if before is None or at - before > 2:
                return start
            word = text[before:at]
            if word in DELIMITERS or word in _HARD_BREAKERS or (
                len(word) > 1 and word not in _SOFT_BREAKERS and (word in chart.lexis.words or word in chart.lexis.breakers)
            ):
                return start
            border = chart.left_border(before, joins=False)
            hit = chart.anchor_start.get(border.start)
            if hit is not None and hit.kind in kinds and hit.end <= before:
                return border.start
            if border.start == before:
                return start
            at, words = border.start, words + 1
        return start

    def _by_lexicon(self, chart: Chart, found: dict[Span, Candidate]) -> None:
        ends: dict[int, Candidate] = {}
        text, borders, excluded, heads = chart.text, chart.borders, self._anatomy.excluded, self._anatomy.excluded_heads
        for hit in chart.of(COMPANY):
            start, end, _, form, full = hit
            if (start not in borders or end not in borders) and end - start < 5 and not (
                end - start == 4 and end in borders and not full.startswith("?")
            ):
                continue  # 有必|和|必拓 still holds 必和必拓
            if text[start : start + 3] in heads and any(text[start : start + length] in excluded for length in (3, 4, 5, 6, 7)):
                continue
            if form.endswith(_INSTITUTES):
                continue
            candidate = found.get((start, end))
            if candidate is None:
                candidate = found[start, end] = Candidate(start, end, form)
            doubtful = full.startswith("?")
            candidate.full = full.lstrip("?")
            self._add(candidate, "company.doubtful" if doubtful or form.startswith(_TOWARDS) else "company.lexicon")
            if "company.phrase" in self._openers[text[end : end + 1]] and (
                (doubtful or self._anatomy.descriptive(chart, start, end)) and self._at("company.phrase", text, end)
            ):
                self._add(candidate, "company.phrase")
            before = ends.get(hit.start)
            if before is not None:
                joint = found.setdefault((before.start, hit.end), Candidate(before.start, hit.end, before.form + hit.form))
                self._add(joint, "company.joint")
            known = ends.get(hit.end)
            if known is None or known.start > hit.start:
                ends[hit.end] = candidate

    def _of_place(self, chart: Chart, found: dict[Span, Candidate]) -> None:
        """上海|日立、沈阳|三洋: in a list a place before a known short name makes another company's name."""
        text = chart.text
        for candidate in [c for c in found.values() if c.full and len(c.form) < 6]:
            start = candidate.start
            place = chart.protected_end.get(start)
            if place is None or place.kind != REGION or place.data.startswith("?") or place.form[-1] in "省县区州":
                continue
            if text[candidate.end : candidate.end + 1] not in _LISTS and text[place.start - 1 : place.start] != "、":
                continue
            if (place.start, candidate.end) not in found and chart.is_border(place.start):
                joint = Candidate(place.start, candidate.end, text[place.start : candidate.end])
                found[joint.span] = joint
                self._add(joint, "company.of_place")

    def _by_title(self, chart: Chart, found: dict[Span, Candidate]) -> None:
        """汤臣倍健副总经理, 永吉地板董事长: what stands before such a title, if no other kind of body."""
        text = chart.text
        ends = {span[1] for span in found}
        for hit in chart.titles:
            if hit.form not in _COMPANY_TITLES or text.startswith(_COURSES, hit.end):
                continue
            end = hit.start
            while text[end - 1 : end] in _RANKS or text[end - 2 : end] in _RANKS:
                end -= 1 if text[end - 1 : end] in _RANKS else 2
            if end < 2 or end in ends or not text[end - 1].isalnum() or _NO_COMPANY.search(text, max(0, end - 4), end):
                continue
            start = self._whole_core(chart, chart.left_border(end, joins=False).start, end - 2)
            if not 2 <= end - start <= 14 or chart.protected_end.get(end) is not None:
                continue
            parts = self._anatomy.read(chart, start, end)
            if text[parts.start - 1 : parts.start] == "." or text[parts.start : end] in self._anatomy.nouns:
                continue
            if not parts.named or end - parts.start < 3 or _VAGUE.search(text[parts.start : end]) or parts.described:
                continue
            candidate = found.setdefault((parts.start, end), Candidate(parts.start, end, text[parts.start : end]))
            self._add(candidate, "company.title")
            if not (parts.strange or parts.known):
                self._add(candidate, "company.plain_core")

    def _by_rule(self, chart: Chart, found: dict[Span, Candidate]) -> None:
        """永安期货|金属分析师, 和电国际|(02332.HK): names that neither suffix nor lexicon gives, before what only companies have."""
        text = chart.text
        ends = {span[1] for span in found}
        if "company.analyst" in self._patterns and _says(text, _ANALYSTS):
            for match in self._houses.finditer(text):
                if match.end() not in ends and self._at("company.analyst", text, match.end()):
                    self._named_before(chart, match.start(), match.end(), "company.analyst", found)
        if "(" in text or "（" in text:
            for match in self._find("company.stock", text):
                if match.start() not in ends:
                    self._named_before(chart, match.start(), match.start(), "company.stock", found)

    def _named_before(self, chart: Chart, core_end: int, end: int, rule: str, found: dict[Span, Candidate]) -> None:
        """A candidate of what stands before `core_end`, if it is a name."""
        text = chart.text
        if core_end < 1 or not text[core_end - 1].isalnum():
            return
        start = self._latin_before(text, core_end)
        if start is None:
            start = self._whole_core(chart, chart.left_border(core_end, joins=False).start, max(core_end - 2, 0) if core_end == end else core_end)
        suffix = chart.suffixes.get(end)
        if not 3 <= end - start <= (14 if core_end < end else 6) or (suffix is not None and suffix.data != "COMPANY"):
            return
        parts = self._anatomy.read(chart, start, core_end)
        if not parts.named or parts.described or end - parts.start < 3 or _VAGUE.search(text[parts.start : end]):
            return
        candidate = found.setdefault((parts.start, end), Candidate(parts.start, end, text[parts.start : end]))
        self._add(candidate, rule)

    def _whole_core(self, chart: Chart, start: int, core_end: int) -> int:
        """同|益电器, 和|电国际: a core of one character takes in the little word that stopped the walk."""
        text = chart.text
        if not (text[start - 1 : start] and text[start - 1] in _CORE_WORDS):
            return start
        if chart.token_end(start) == start + 1 and text[start + 1 : chart.token_end(start + 1)] in self._anatomy.fields:
            hit = chart.protected_end.get(start - 1)
            if hit is not None and hit.kind == REGION:
                return hit.start  # 内蒙古和|发|稀土科技
        if core_end - start == 1:
            before = chart.previous.get(start - 1, start - 1)
            if text[start - 2 : start - 1] in DELIMITERS or start == 1 or text[before : start - 1] in self._anatomy.nouns:
                return start - 1
        return start

    def _local(self, chart: Chart, found: dict[Span, Candidate]) -> None:
        """丰田|中国, 雀巢|香港, 中粮|国际: a known company's house for a country, before what companies do or have."""
        text, openers = chart.text, self._openers
        for candidate in [c for c in found.values() if c.full and "company.local" in openers[text[c.end : c.end + 1]]]:
            match = self._at("company.local", text, candidate.end)
            if match is None or (candidate.start, match.end()) in found:
                continue
            if any(self._at(rule, text, match.end()) for rule in _CONTEXT):
                joint = Candidate(candidate.start, match.end(), text[candidate.start : match.end()])
                found[joint.span] = joint
                self._add(joint, "company.local")

    def _introduced(self, chart: Chart, found: dict[Span, Candidate]) -> None:
        """企业，如A、B和C等: the list that a noun for companies opens, when most of its items are names."""
        text = chart.text
        for match in self._find("company.list_intro", text):
            spans: list[Span] = []
            at = match.end()
            while len(spans) < 12:
                end = self._item_end(text, at)
                if end is None:
                    break
                spans.append((at, end))
                if text[end] not in "、和与及":
                    break
                at = end + 1
            if len(spans) < 2 or len(spans) != 1 + sum(text[end] in "、和与及" for _, end in spans):
                continue
            names = [span for span in spans if (span in found and found[span].score > 0) or self._is_item(chart, *span)]
            if 2 * len(names) < len(spans) or len(names) < 2:
                continue
            for span in spans:
                if span in names or (span in found and found[span].full) or (len(names) > 2 and span[1] - span[0] < 5 and not self._other_body(chart, span[1])):
                    candidate = found.setdefault(span, Candidate(*span, text[slice(*span)]))
                    self._add(candidate, "company.list_intro")

    @staticmethod
    def _item_end(text: str, at: int) -> int | None:
        """Where the item of a list that begins at `at` ends; None when nothing short enough ends there."""
        match = _ITEM.match(text, at)
        return None if match is None else match.end()

    def _in_lists(self, chart: Chart, found: dict[Span, Candidate]) -> None:
        """A、B和C等企业: every item gets the evidence; an item that is no candidate yet becomes one."""
        text = chart.text
        ends = {span[1]: span for span in found}
        at = text.find("等")
        while at >= 0:
            head = self._at("company.list_head", text, at)
            if head is not None:
                self._items(chart, at, ends, found, plain=head.end() - at <= 14)
            elif at in ends and self._at("company.brands", text, at):
                self._items(chart, at, ends, found, plain=False, rule="company.brands")
            at = text.find("等", at + 1)
        if _says(text, _GOES_PUBLIC):
            for match in self._find("company.listing", text):
                self._items(chart, match.start(), ends, found, plain=True, rule="company.listing")
        if not any(text[end : end + 1] in _NUMBERED_HEADS for end in ends):
            return
        for match in _NUMBERED.finditer(text):
            if match.start() in ends and "company.list_head" in self._weights:
                self._items(chart, match.start(), ends, found, plain=False)

    def _items(
        self, chart: Chart, end: int, ends: dict[int, Span], found: dict[Span, Candidate], *, plain: bool,
        rule: str = "company.list_head",
    ) -> None:
        text = chart.text
        first = True
        while end > 0:
            span = ends.get(end)
            if span is None and plain:
                candidate = self._plain_item(chart, end)
                if candidate is not None:
                    span = candidate.span
                    found.setdefault(span, candidate)
                    ends.setdefault(end, span)
            if span is None:
                return
            self._add(found[span], rule)
            first = False
            before = text[span[0] - 1 : span[0]]
            if before == "的" and (opened := _ATTRIBUTE.search(text, max(0, span[0] - 14), span[0])) is not None:
                end = opened.start()  # 生产黄磷的华丰化工、生产钛白粉的|龙蟒集团
                continue
            if before not in ("、", "和", "与", "及") or first:
                return
            end = span[0] - 1

    def _plain_item(self, chart: Chart, end: int) -> Candidate | None:
        """An item of a list of companies that has neither suffix nor lexicon entry: short, and strange to running text."""
        text = chart.text
        latin = self._latin_before(text, end)
        if latin is not None:
            return Candidate(latin, end, text[latin:end])
        start = chart.left_border(end, joins=False).start
        if text[start] in "有如是像" and text[start : chart.token_end(start)] not in chart.lexis.words and start not in chart.anchor_start:
            start += 1  # 先后有|哈麻、
        tokens = self._anatomy.tokens(chart, start, end)
        if not tokens or not 2 <= end - start <= 8 or len(tokens) > 4:
            return None
        at = start
        hit = chart.anchor_start.get(at)
        if hit is not None and hit.kind in (REGION, COUNTRY):
            if hit.end >= end:
                return None
            at = hit.end
        words = [text[s:e] for s, e in tokens if s >= at]
        if any(word in self._anatomy.quality for word in words):
            return None
        if all(word in self._anatomy.fields or word in chart.lexis.words for word in words):
            return None
        suffix = chart.suffixes.get(end)
        if suffix is not None and (suffix.start == start or (chart.ends_body(end) and suffix.data != "COMPANY")):
            return None  # 铝厂、化工厂等企业
        return Candidate(start, end, text[start:end])

    @staticmethod
    def _latin_before(text: str, end: int) -> int | None:
        at = end
        while at > 0 and (text[at - 1].isascii() and (text[at - 1].isalnum() or text[at - 1] in "&.-' ")):
            at -= 1
        while at < end and not text[at].isupper():
            at += 1
        return at if end - at >= 2 else None

    def _in_apposition(self, chart: Chart, found: dict[Span, Candidate]) -> None:
        """零售业巨头斯多克曼Stockmann、: the name behind a common noun, up to the next border of the clause."""
        text, anatomy = chart.text, self._anatomy
        for candidate in found.values():
            start = candidate.start
            if text[max(0, start - 2) : start] in anatomy.apposed_tails and text.endswith(anatomy.apposed, 0, start):
                self._add(candidate, "company.apposition")
        starts = {span[0] for span in found}
        for at in self._apposed(text):
            if at in starts:
                continue
            end = self._name_end(chart, at)
            if end is not None:
                candidate = found.setdefault((at, end), Candidate(at, end, text[at:end]))
                self._add(candidate, "company.apposition")

    def _apposed(self, text: str) -> list[int]:
        """Where a name that no lexicon has may begin: behind a noun said of companies alone, or with a capital."""
        places = []
        for noun in self._anatomy.strong:
            if noun[0] not in text or noun[-1] not in text:  # single characters are sought ten times as fast as words
                continue
            at = text.find(noun)
            while at >= 0:
                if at + len(noun) < len(text) and text[at - 1 : at] not in DELIMITERS:
                    places.append(at + len(noun))
                at = text.find(noun, at + 1)
        places += [m.start() for m in _CAPITAL.finditer(text) if text.endswith(self._anatomy.apposed, 0, m.start())]
        return sorted(set(places))

    def _name_end(self, chart: Chart, at: int) -> int | None:
        """Where an unknown name that begins at `at` ends, or None when what stands there is no name.

        Letters make a name by themselves; Han characters need a word that running text does not know.
        """
        text = chart.text
        latin = _LATIN_NAME.match(text, at)
        if latin is not None and latin.end() - at > 1:
            return latin.end()
        if not text[at].isalpha():
            return None
        end, strange, count = at, False, 0
        while end < len(text) and count < 6:
            next_end = chart.token_end(end)
            if next_end is None:
                break
            word = text[end:next_end]
            if word in DELIMITERS or word in CONJUNCTIONS or word in chart.lexis.breakers or word in "的":
                break
            strange = strange or (word not in chart.lexis.words and word not in self._anatomy.fields and word.isalpha())
            end, count = next_end, count + 1
        if any(place in chart.anchor_start for place in range(at + 1, end)):
            return None
        return end if strange and 2 <= end - at <= 24 and (end - at < 9 or _LATIN.search(text[at:end])) else None

    def _defined(self, chart: Chart, found: dict[Span, Candidate]) -> None:
        """（以下简称“X”）: X and its later mentions stand for the name before the bracket."""
        text = chart.text
        if not found or ("（" not in text and "(" not in text):
            return
        ends = {span[1]: span for span in found}
        for rule in ("company.defined", "company.former"):
            if rule == "company.defined" and "称" not in text:
                continue
            for match in self._find(rule, text):
                span = ends.get(match.start())
                if span is None or found[span].score < 1:
                    continue
                self._link(text, match["short"].strip(), found[span].form, rule, found)

    def _branches(self, chart: Chart, found: dict[Span, Candidate]) -> None:
        """张家界汽运公司|第二直属分公司: the branch with a number right behind its company is the one spoken of."""
        text, openers = chart.text, self._openers
        for candidate in [c for c in found.values() if "company.branch" in openers[text[c.end : c.end + 1]] and c.score > 0]:
            match = self._at("company.branch", text, candidate.end)
            if match is not None:
                span = (candidate.start, match.end())
                branch = found.setdefault(span, Candidate(*span, text[slice(*span)]))
                self._add(branch, "company.branch")

    def _link(self, text: str, short: str, full: str, rule: str, found: dict[Span, Candidate]) -> None:
        at = text.find(short)
        while at >= 0:
            span = (at, at + len(short))
            if span in found or not any(s <= at and span[1] <= e for s, e in found):
                candidate = found.setdefault(span, Candidate(at, span[1], short))
                candidate.link = full
                self._add(candidate, rule)
            at = text.find(short, at + 1)

    # -- evidence --------------------------------------------------------------------------------------------------

    def _weigh(self, chart: Chart, persons: list[Span], found: dict[Span, Candidate]) -> None:
        text, openers, anatomy, add = chart.text, self._openers, self._anatomy, self._add
        quoted = "《" in text or "》" in text
        counts = Counter([candidate.form for candidate in found.values()])
        for candidate in found.values():
            start, end, evidence, suffix = candidate.start, candidate.end, candidate.evidence, candidate.suffix
            behind = openers[text[end : end + 1]]
            if candidate.score < _SURE:  # what is sure by itself needs no context
                for rule in _CONTEXT:
                    if rule in behind and self._quick[rule].match(text, end):
                        add(candidate, rule)
                before = self._closers[text[start - 1 : start]]
                if before and candidate.score < _SURE:
                    for rule in _LEFT_CONTEXT:
                        if rule in before and self._patterns[rule].match(text, max(0, start - _LEFT_REACH), start):
                            add(candidate, rule)
            if not suffix:
                for rule in ("company.product", "company.press"):
                    if rule in behind and self._quick[rule].match(text, end):
                        add(candidate, rule)
            if "company.place" in behind and self._quick["company.place"].match(text, end):
                add(candidate, "company.place")
            if ("company.phrase" in behind and "company.trade" in evidence and self._quick["company.phrase"].match(text, end)) or (
                suffix and text[end : end + 1] in anatomy.noun_heads and text[end : chart.token_end(end)] in anatomy.nouns
            ) or (suffix in _PITS and text.startswith("项目", end)):
                add(candidate, "company.phrase")
            count = counts[candidate.form]
            if count > 1:
                add(candidate, "company.repeated")
            if count > 2 and suffix in anatomy.trades:
                add(candidate, "company.often")
            if suffix in _LODGINGS and (
                _VENUE_LEFT.search(text[max(0, start - 16) : start]) or self._at("company.venue", text, end)
            ):
                add(candidate, "company.venue")
            if (text[end : end + 1] not in DELIMITERS and self._inside(chart, candidate)) or (quoted and self._in_title(text, candidate)):
                add(candidate, "company.inside")
            for person_start, person_end in persons:
                if person_start < end and start < person_end:
                    add(candidate, "company.person")
                    break
            left, right = text[start - 1 : start] == "、", text[end : end + 1] == "、"
            if (left or right) and self._needs_company(chart, candidate) and (
                (left and self._other_body(chart, start - 1)) or (right and self._other_body_from(chart, end + 1))
            ):
                add(candidate, "company.list_of_bodies")

    @staticmethod
    def _needs_company(chart: Chart, candidate: Candidate) -> bool:
        """Candidates that other bodies in a list speak for: doubtful forms that name no office, and rare cores."""
        if candidate.suffix:
            return (
                "company.trade" in candidate.evidence and "company.plain_core" not in candidate.evidence
                and len(candidate.form) < 7
            )
        hit = chart.suffixes.get(candidate.end)
        return hit is None or hit.data == "COMPANY"

    @staticmethod
    def _other_body(chart: Chart, end: int) -> bool:
        """Whether a body that is no company ends at `end`."""
        hit = chart.suffixes.get(end)
        if hit is not None:
            return hit.data not in ("COMPANY", "PARK") and hit.form not in chart.lexis.weak_suffixes
        known = chart.protected_end.get(end)
        return known is not None and known.kind in (BODY, SCHOOL)

    def _other_body_from(self, chart: Chart, start: int) -> bool:
        """Whether a body that is no company begins at `start` (behind a 、)."""
        for end in range(start + 2, min(start + 20, len(chart.text) + 1)):
            if chart.text[end - 1] in DELIMITERS:
                return False
            if self._other_body(chart, end):
                return True
        return False

    @staticmethod
    def _inside(chart: Chart, candidate: Candidate) -> bool:
        """中国石油|大学, 中国电信|用户协会: whether a longer name of another kind of body goes on from here."""
        text, suffixes, protected = chart.text, chart.suffixes, chart.protected_end
        for end, char in enumerate(text[candidate.end : candidate.end + 15], candidate.end + 1):
            if char in DELIMITERS:
                return False
            if end not in suffixes and end not in protected:
                continue
            known = protected.get(end)
            if known is not None and known.kind in (BODY, SCHOOL, MEDIA) and known.start <= candidate.start:
                return True
            hit = suffixes.get(end)
            if hit is None or not (hit.data in _OTHER_KINDS or (hit.data in ("INSTITUTE", "PARK") and candidate.full)):
                continue
            if hit.data == "GOV" and not ("company.trade" in candidate.evidence and hit.form not in chart.lexis.weak_suffixes):
                continue
            if chart.left_border(hit.start).start <= candidate.start:
                return True
        return False

    @staticmethod
    def _in_title(text: str, candidate: Candidate) -> bool:
        """Inside 《…》: 《中国银行法》, 《商业银行资本管理办法》."""
        if "《" in candidate.form or "》" in candidate.form:
            return True
        opened = text.rfind("《", max(0, candidate.start - 40), candidate.start)
        return opened >= 0 and text.find("》", opened, candidate.start) < 0 and text.find("》", candidate.end, candidate.end + 60) >= 0

    def _beside(self, chart: Chart, persons: list[Span], found: dict[Span, Candidate]) -> None:
        """多美滋、美赞臣和惠氏: an unknown short name in a list beside a sure company, from item to item."""
        if "company.list_item" not in self._weights:
            return
        queue = [candidate for candidate in found.values() if candidate.score >= _LISTED]
        if not queue:
            return
        text = chart.text
        starts, ends = {span[0] for span in found}, {span[1] for span in found}
        sure = {candidate.span for candidate in queue}
        while queue:
            candidate = queue.pop()
            items = []
            if text[candidate.end : candidate.end + 1] in ("、", "和", "与") and candidate.end + 1 not in starts:
                items.append(self._item_from(chart, candidate.end + 1))
            if text[candidate.start - 1 : candidate.start] == "、" and candidate.start - 1 not in ends:
                items.append(self._item_before(chart, candidate.start - 1))
            for span in items:
                if span is None or span in found or not self._among_companies(text, span, sure) or any(s < span[1] and span[0] < e for s, e in persons):
                    continue
                item = found[span] = Candidate(span[0], span[1], text[slice(*span)])
                self._add(item, "company.list_item")
                starts.add(span[0])
                ends.add(span[1])
                queue.append(item)

    @staticmethod
    def _among_companies(text: str, span: Span, sure: set[Span]) -> bool:
        """Whether two sure companies stand in the item's clause; letters need one alone."""
        start = max(text.rfind(mark, 0, span[0]) for mark in "，。；：\n") + 1
        ends = [at for mark in "，。；\n" if (at := text.find(mark, span[1])) >= 0]
        end = min(ends, default=len(text))
        beside = {max(e for t, e in sure if t == s) for s, _ in sure if start <= s < end}
        return len(beside) >= (1 if text[span[0]].isascii() else 2)

    def _item_from(self, chart: Chart, start: int) -> Span | None:
        text, at = chart.text, start
        while at < len(text) and at - start < 12:
            end = chart.token_end(at)
            if end is None:
                return None
            word = text[at:end]
            if word in DELIMITERS or word in CONJUNCTIONS or word in ("等", "的") or word in chart.lexis.breakers:
                break
            at = end
        return (start, at) if self._is_item(chart, start, at) else None

    def _item_before(self, chart: Chart, end: int) -> Span | None:
        start = self._latin_before(chart.text, end)
        if start is None:
            start = chart.left_border(end, joins=False).start
        return (start, end) if self._is_item(chart, start, end) else None

    def _is_item(self, chart: Chart, start: int, end: int) -> bool:
        """Short, strange to running text, and neither place, person's title nor another kind of body."""
        text = chart.text
        form = text[start:end]
        if not 2 <= end - start <= 8 or end in chart.title_end or chart.ends_body(end) or form in self._anatomy.excluded:
            return False
        if _COURTESY.match(text, end) or form[-1] in _GOODS or (len(form) == 3 and form[0] in self._surnames):
            return False
        if _LATIN_NAME.fullmatch(text, start, end):
            return True
        hit = chart.protected_end.get(end)
        if end - start > 6 or (hit is not None and hit.kind in (REGION, COUNTRY)) or not text[start:end].isalpha():
            return False
        words = [text[s:e] for s, e in self._anatomy.tokens(chart, start, end)]
        if len(words) > 3 or any(word in self._anatomy.quality for word in words):
            return False
        return any(word not in chart.lexis.words and word not in self._anatomy.fields for word in words)

    def _neighbours(self, chart: Chart, found: dict[Span, Candidate]) -> None:
        """In A、B, B speaks for A and A for B when one of them is sure by itself, or both are known and one is no word."""
        text, words = chart.text, chart.lexis.words
        starts: dict[int, list[Candidate]] = {}
        for candidate in found.values():
            starts.setdefault(candidate.start, []).append(candidate)
        order = [c for c in found.values() if c.end + 1 in starts and text[c.end] in "、和与及"]
        order.sort(key=lambda c: c.start)
        for chain in (order, order[::-1]):
            for candidate in chain:
                for other in starts.get(candidate.end + 1, ()):
                    if candidate.full and other.full and (
                        candidate.score > 0 or other.score > 0 or not (candidate.form in words and other.form in words)
                    ):
                        self._add(other, "company.pair")
                        self._add(candidate, "company.pair")
                    if candidate.score >= 1.0:
                        self._add(other, "company.list")
                    if other.score >= 1.0:
                        self._add(candidate, "company.list")

    def _derived(self, chart: Chart, found: dict[Span, Candidate]) -> None:
        """Short forms of the document's full names, wherever they stand: 凝霜制冷公司, 诚信机具."""
        text = chart.text
        fulls = [c for c in found.values() if "company.full" in c.evidence and c.score > 0]
        if not fulls:
            return
        sure = bytearray(len(text))  # characters inside a candidate of score > 2: one look a place, not one a pair
        for candidate in found.values():
            if candidate.score > 2:
                sure[candidate.start : candidate.end] = b"\1" * (candidate.end - candidate.start)
        for full in {c.form: c for c in fulls}.values():
            brand = self._brand(chart, full)
            if brand is None:
                continue
            at = text.find(brand)
            while at >= 0:
                if not sure[at]:
                    end = self._short_end(chart, at, brand, full)
                    if end is not None:
                        candidate = found.setdefault((at, end), Candidate(at, end, text[at:end]))
                        candidate.link = candidate.link or full.form
                        candidate.drop(("company.plain_core", "company.trade", "company.hotel"))
                        self._add(candidate, "company.derived")
                        if candidate.score > 2:
                            sure[at:end] = b"\1" * (end - at)
                at = text.find(brand, at + 1)

    def _brand(self, chart: Chart, full: Candidate) -> str | None:
        """The core's first word or two: what every short form begins with."""
        start = full.start + max(0, full.form.find(full.core)) if full.core else full.start
        tokens = self._anatomy.tokens(chart, start, full.end)
        places = {hit.form for hit in chart.of(REGION) if hit.start == start}  # 云南|锡业: a place alone is nobody's brand
        brand = ""
        for token_start, token_end in tokens:
            word = chart.text[token_start:token_end]
            if brand and (word in self._anatomy.fields or len(brand) >= 2) and brand not in places:
                break
            brand += word
            if len(brand) >= 4:
                break
        return brand if len(brand) >= 2 else None

    def _short_end(self, chart: Chart, at: int, brand: str, full: Candidate) -> int | None:
        """Where the short form that begins with the brand at `at` ends: as far as its pieces are the full name's."""
        text = chart.text
        end = at + len(brand)
        strange = brand not in chart.lexis.words
        rest = full.form[full.form.find(brand) + len(brand) :]
        grown = False
        while end < len(text):
            next_end = chart.token_end(end)
            if next_end is None:
                break
            word = text[end:next_end]
            where = rest.find(word)
            if len(word) > 1 and where >= 0:
                rest = rest[where + len(word) :]
                grown = True
            elif word in ("公司", "集团", "厂"):
                return next_end
            else:
                break
            end = next_end
        return end if grown or (strange and len(brand) >= 2) else None

    def _share(self, found: dict[Span, Candidate]) -> None:
        """What speaks for a form at one place speaks for it everywhere in the document."""
        forms: dict[str, dict[str, float]] = {}
        for candidate in found.values():
            if candidate.score > 0:
                mine = forms.setdefault(candidate.form, {})
                mine.update((rule, weight) for rule, weight in candidate.evidence.items() if weight > 0)
        for candidate in found.values() if forms else ():
            for rule, weight in forms.get(candidate.form, {}).items():
                candidate.add(rule, weight)

    # -- choosing and merging --------------------------------------------------------------------------------------

    def _choose(self, found: dict[Span, Candidate], analysis: Analysis) -> list[Candidate]:
        """Candidates above zero; of overlapping ones the longer, then the surer."""
        taken: list[Candidate] = []
        # no two have one span, so the candidates themselves are never compared
        for _, minus, _, candidate in sorted([(c.start - c.end, -c.score, c.start, c) for c in found.values()]):
            start, end, evidence = candidate.start, candidate.end, candidate.evidence
            if minus >= 0:
                if analysis.explain:
                    worst = min(evidence, key=lambda r: evidence[r], default=None)
                    rule = worst if worst and evidence[worst] < 0 else None
                    analysis.note("companies", start, end, f"not taken, {candidate.score:+.1f}", rule)
                continue
            if any(c.start < end and start < c.end for c in taken):
                analysis.note("companies", start, end, "lies inside another name", None)
                continue
            if analysis.explain:
                best = max(evidence, key=lambda r: evidence[r])
                analysis.note("companies", start, end, f"taken, {candidate.score:+.1f}", best)
            taken.append(candidate)
        return sorted(taken, key=lambda c: c.start)

    def _merge(self, chart: Chart, taken: list[Candidate]) -> list[Company]:
        if not taken:
            return []
        places = {hit.form for kind in (REGION, COUNTRY) for hit in chart.of(kind)} if len(taken) > 1 else set()
        groups = self._groups(taken, places)
        out: list[Company] = []
        for group in groups:
            former = {c.form for c in group if "company.former" in c.evidence}
            forms = sorted({c.form for c in group}, key=lambda f: (f in former, -len(f), f))
            rules = {r for c in group for r, w in c.evidence.items() if w > 0}
            best = max(c.score for c in group)
            mentions = tuple(c.span for c in group)
            out.append(
                Company(
                    name=forms[0], aliases=tuple(forms[1:]), mentions=mentions, rules=tuple(sorted(rules)),
                    text=chart.text[slice(*mentions[0])], confidence=round(_confidence(best), 3),
                )
            )
        return out

    def _groups(self, taken: list[Candidate], places: set[str]) -> list[list[Candidate]]:
        """Mentions of one company together, in text order of their first mention."""
        by_form: dict[str, list[Candidate]] = {}
        for candidate in taken:
            by_form.setdefault(candidate.form, []).append(candidate)
        if len(by_form) == 1:
            return [taken]
        bares = {form: self._anatomy.bare(form) for form in by_form}
        parent = {form: form for form in by_form}
        for form, members in by_form.items():
            target = self._target(form, members, by_form, bares, places)
            if target is not None:
                parent[form] = target

        def root(form: str) -> str:
            seen = set()
            while parent[form] != form and form not in seen:
                seen.add(form)
                form = parent[form]
            return form

        groups: dict[str, list[Candidate]] = {}
        for candidate in taken:
            groups.setdefault(root(candidate.form), []).append(candidate)
        return list(groups.values())

    def _target(
        self, form: str, members: list[Candidate], by_form: dict[str, list[Candidate]], bares: dict[str, str], places: set[str]
    ) -> str | None:
        """The fuller form that `form` stands for, or None."""
        for candidate in members:
            if candidate.link and candidate.link in by_form and candidate.link != form:
                return candidate.link
        known = next((c.full for c in members if c.full and c.full != form), "")
        if known:
            same = [
                f for f, cs in by_form.items()
                if len(f) > len(form) and any(c.full == known for c in cs)
                and (f.startswith(form) or (self._anatomy.pieces(form, known) and self._anatomy.pieces(f, known)))
            ]
            if same:
                return max(same, key=len)
        fits = []
        bare = bares[form]
        listed = any(c.full for c in members)
        for other, candidates in by_form.items():
            if len(other) <= len(form):
                continue
            core, whole = candidates[0].core, bares[other]
            foreign = candidates[0].full not in ("", other, form) and not known
            if foreign:  # the lexicon knows whose form the longer one is
                continue
            if whole.translate(_BRACKETS) == bare or (other.endswith(form) and other[: -len(form)] in places):  # 雀巢中国 ← 雀巢（中国）有限公司
                fits.append(other)
            elif known:
                if bare in (core, self._anatomy.bare(core), whole) or other == form + "公司":
                    fits.append(other)
            elif listed:  # 业之峰|装饰; but not 包钢稀土|国际贸易, a daughter
                if bare in (core, self._anatomy.bare(core)) or (
                    len(rest := whole.partition(bare)[2]) in (1, 2) and rest not in _HOUSES_ABROAD
                ):
                    fits.append(other)
            elif other.endswith(form) or whole == form or self._may_stand_for(members[0], other, core):
                fits.append(other)
        longest = max(fits, key=len, default=None)
        # 小肥羊 for 小肥羊集团 and 小肥羊集团有限公司, which are one
        return longest if longest and all(longest.startswith(bares[fit]) for fit in fits) else None

    def _may_stand_for(self, short: Candidate, full: str, core: str) -> bool:
        """凝霜制冷公司 for 新余凝霜制冷设备有限公司; but a group is not its daughter, 赣州矿业公司 not 赣州稀土矿业公司."""
        if "company.region_field" in short.evidence or "company.trade" in short.evidence:
            return False
        if short.suffix in _FIRM and full.startswith(short.form) and full[len(short.form) :] not in _LEGAL_FORMS:
            return False  # 义煤集团公司 has a 义煤集团公司千秋煤矿
        if "集团" in short.form:
            plain = full.translate(_BRACKETS)
            return self._anatomy.bare(short.form) + "集团" in plain and self._anatomy.short_of(short.form, full, core)
        return self._anatomy.short_of(short.form, full, core)
