"""All bodies of the document that their own endings show: 新疆维吾尔自治区|经济和信息化|委员会, 黄石市|招商服务|中心.

`BodyStage` leaves a `Bodies` in `analysis.state["bodies"]` (`outermost` in text order without nested ones, `all`): what organizers, companies
and the resolution of 该公司 and 该院 look bodies up in. A body's end is a suffix of `org_suffixes.tsv` or a name of the
lexicons (central bodies, companies, media, universities); its beginning is the chart's left border.

All offsets are on the repaired text.
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import regex

from extractor.components.analysis import Analysis
from extractor.components.chart import BODY, COMPANY, COUNTRY, MEDIA, REGION, SCHOOL, Chart, Hit
from extractor.components.company_names import NameAnatomy
from extractor.rulebook import Rulebook

_LEXICON_KINDS = {BODY: "GOV", COMPANY: "COMPANY", MEDIA: "MEDIA", SCHOOL: "SCHOOL"}
_CENTRAL_KINDS = {
    "party": "PARTY", "congress": "CONGRESS", "cppcc": "CONGRESS", "court": "COURT", "procuratorate": "COURT",
    "mass": "ASSOC", "institution": "INSTITUTE", "army": "GOV", "state": "GOV",
}
_DESCRIPTIONS = frozenset(
    ("各级", "有关", "相关", "上级", "下级", "基层", "各", "该", "本", "我", "某", "一级", "地方", "当地", "两国", "外国", "我国", "新", "大", "小",
     "公立", "定点", "甲等", "三甲", "高等", "中等", "普通", "重点", "金融", "医疗", "科研", "立法", "行政", "执法", "司法机关", "直属", "下属", "分支")
)
_GENERIC = frozenset(
    ("金融", "医疗", "科研", "立法", "管理", "行业", "民间", "国际", "社会", "群众", "基层", "专业", "主办", "承办", "成员", "代表", "工作", "培训",
     "研究", "服务", "活动", "生产", "军事", "空军", "教学", "实验", "度假", "训练", "产业", "朋友", "中央", "地方", "联合", "技术", "综合", "新闻")
)
_NUMBER = regex.compile(r"[0-9一二三四五六七八九十百千两几多余]{1,6}[多余]?(?:个|家|所|座|名|位|号|级|届|次|只|支|大)?|[某每这那此]")
# lines of business that are mostly common nouns: behind a word of running text they end no name (现代|科技, 工程|建设)
_NOISY = frozenset(("建设", "国际", "科技", "能源", "网络", "教育", "动力", "生物", "电力", "通信", "汽车", "石油", "食品", "钢铁", "物流"))
# bodies whose name is the suffix alone
_NAMED_ALONE = frozenset(
    ("全国人大", "全国政协", "国民党", "共产党", "国家杜马", "杜马", "参议院", "众议院", "立法会", "国会", "国家监委", "人民代表大会", "红十字会", "中国共产党",
     "省委", "市委", "县委", "区委", "州委", "省政府", "市政府", "县政府", "区政府", "团省委", "团市委", "团县委")
)


class Body(NamedTuple):  # made for every suffix: a third of a frozen dataclass's cost
    start: int
    end: int
    kind: str
    """GOV, PARTY, CONGRESS, COURT, ASSOC, SCHOOL, HOSPITAL, INSTITUTE, MEDIA, COMPANY, PARK or TEAM."""
    suffix: Hit | None
    """None for a name of the lexicons that has no suffix (中石化)."""
    anchored: bool
    known: bool = False
    """True when the whole name stands in a lexicon."""
    rule: str | None = None
    """The rule that found or widened it, where it was neither a suffix nor a lexicon alone."""


class Bodies:
    """The bodies of one document, read when they are asked for: records alone need none but the companies'."""

    def __init__(self, stage: BodyStage, chart: Chart) -> None:
        self._stage, self._chart = stage, chart

    @cached_property
    def companies(self) -> list[Body]:
        return self._stage.companies(self._chart)

    @cached_property
    def all(self) -> list[Body]:
        return self._stage.read(self._chart)

    @cached_property
    def outermost(self) -> list[Body]:
        """Nested ones left out, in text order."""
        return outermost(self.all)


class BodyStage:
    def __init__(self, rulebook: Rulebook) -> None:
        central = rulebook.lexicons.get("central_bodies")
        self._central = {} if central is None else dict(central.column("kind").items())
        self._anatomy = NameAnatomy(rulebook)

        rules = {rule.id: rule for rule in rulebook.family("org")}
        team = rules.get("org.team")
        self._team = regex.compile(team.pattern) if team is not None and team.pattern else None
        self._of_country = "org.of_country" in rules

    def run(self, analysis: Analysis) -> None:
        analysis.state["bodies"] = Bodies(self, analysis.state["chart"])
        if analysis.explain:
            for body in analysis.state["bodies"].all:
                if body.rule:
                    analysis.note("bodies", body.start, body.end, f"body, {body.kind}", body.rule)

    def companies(self, chart: Chart) -> list[Body]:
        """Those with a suffix of companies, as far as the left border shows; whether they name one is not yet asked."""
        found: list[Body] = []
        text, previous, protected, words = chart.text, chart.previous, chart.protected_end, chart.lexis.words
        for end, hit in chart.suffixes.items():
            suffix_start, _, _, form, kind = hit
            if kind != "COMPANY" or (form in _NOISY and text[previous.get(suffix_start, 0) : suffix_start] in words):
                continue
            border = chart.left_border(suffix_start, joins=False)
            known = protected.get(end)
            if known is not None and known.start <= border.start and known.kind in _LEXICON_KINDS:
                continue
            if border.start < suffix_start or form not in chart.lexis.weak_suffixes:
                found.append(Body(border.start, end, kind, hit, border.anchored))
        return found

    def read(self, chart: Chart) -> list[Body]:
        found: list[Body] = self.companies(chart)
        for end, hit in chart.suffixes.items():
            if hit.data == "COMPANY":
                continue
            border = chart.left_border(hit.start)
            known = chart.protected_end.get(end)
            if known is not None and known.start <= border.start and known.kind in _LEXICON_KINDS:
                continue
            start = self._named_from(chart, border.start, hit)
            if start is not None:
                found.append(Body(start, end, hit.data, hit, border.anchored))
        for end, hit in chart.protected_end.items():
            kind = _LEXICON_KINDS.get(hit.kind)
            if kind is None or (hit.data.startswith("?") and hit.kind != BODY):
                continue
            if hit.kind == BODY:
                kind = _CENTRAL_KINDS.get(self._central.get(hit.form, ""), kind)
            start, rule = hit.start, None
            before = chart.protected_end.get(start)
            if self._of_country and hit.kind == BODY and before is not None and before.kind == COUNTRY:
                start, rule = before.start, "org.of_country"
            found.append(Body(start, end, kind, None, True, True, rule))
        if self._team is not None:
            found += self._teams(chart, self._team)
        return found

    @staticmethod
    def _teams(chart: Chart, pattern: regex.Pattern[str]) -> list[Body]:
        """中国队, 江苏女排: places with a team behind them."""
        text = chart.text
        places = [
            (hit.start, hit.end) for kind in (REGION, COUNTRY) for hit in chart.of(kind)
            if chart.protected_end.get(hit.end) == hit
        ]
        at = text.find("中国")
        while at >= 0:
            places.append((at, at + 2))
            at = text.find("中国", at + 1)
        matches = ((start, pattern.match(text, end)) for start, end in places)
        return [Body(start, match.end(), "TEAM", None, True, rule="org.team") for start, match in matches if match]

    def _named_from(self, chart: Chart, start: int, hit: Hit) -> int | None:
        """Where the name begins once descriptions and numbers are cut, or None when only a common noun is left.

        两所|学校, 各级|党委, 专案组, 有关|金融机构 name no body; 司法部, 省公安厅 and 禁毒大队 do.
        """
        text = chart.text
        for token_start, token_end in self._anatomy.tokens(chart, start, hit.start):
            word = text[token_start:token_end]
            if (word in self._anatomy.quality and len(word) > 1) or word in _DESCRIPTIONS or _NUMBER.fullmatch(word):
                start = token_end
        if start >= hit.start:
            return start if hit.form in _NAMED_ALONE else None
        rest = text[start : hit.start]
        return None if rest in _GENERIC or rest in self._anatomy.quality else start


def outermost(bodies: list[Body]) -> list[Body]:
    """Without those that lie inside another; of two that cross, the one that ends later stays as well."""
    out: list[Body] = []
    for body in sorted(bodies, key=lambda b: (b.start, -b.end, not b.known)):
        if out and body.end <= out[-1].end:
            continue
        out.append(body)
    return out
