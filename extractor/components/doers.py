"""Lists of bodies that do something: where they stand before a verb, where each begins, what each is called in full.

`DoerReader` reads a list that ends at a place (A、B和C|举办) or fills a span (由|A、B和C|主办). `FullNames` completes
what a list leaves out: 黄石市委、市政府 names 黄石市政府, 医院纪委、监察室 names 医院监察室, and 工信部 is
工业和信息化部 when the text says so somewhere.

All offsets are on the repaired text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

import regex

from extractor.components.chart import BODY, COMPANY, COUNTRY, MEDIA, REGION, SCHOOL, Chart, Hit
from extractor.components.regions import Region
from extractor.offsets import Span
from extractor.rulebook import Rulebook

Known = Literal["body", "region", "self", "guess"]

_JOINER = regex.compile(
    r"(?:(?:[，,]|日前|近日|今日|今天|昨日|昨天|已经|已|将|便|[0-9]{1,2}日|上午|下午|专门|特意){0,3}(?:联合|联手|会同|携手|协同|与|和|同)|、|以及|及|暨)[  　]?$"
)
_SPLIT = regex.compile(r"[、；;/]|[  　]{2,}|[，,](?:以及|及|和|联合|会同)?|以及|联合|联手|会同|携手|及|和|与|暨")
_REST = regex.compile(r"等(?:等)?(?:[0-9一二三四五六七八九十多几余]{0,4}(?:家|个))?[^、，]{0,14}$")
_SELF = regex.compile(
    r"(?:(?:我|本|该|全)(?:院|校|市|省|县|区|州|局|厅|司|部|会|镇|乡|公司|集团|厂|所|中心|单位|委|处|科|馆|台|社|行)|我国|医院|学校|学院)"
)
_UNNAMED = regex.compile(
    r"有关|相关|我们|你们|他们|她们|它们|咱们|大家|自己|各[^、]|各$|双方|两国|三方|多方|各方|中方.|外方|我方|[0-9一二两三四五六七八九十]{1,4}(?:个|家|省|地$|国$)|"
    r"(?:主办|承办|协办|组织)(?:方|单位|者)|干部$|群众$|会议$|大会$|论坛$|本次|此次|这次|当地|地方|上级|主管|基层|社会|部分|多家|某"
)
_DESCRIPTION = regex.compile(r"(?:国内|国际|全球|世界|中国|我国|本地|业内|行业)?(?:著名|知名|领先|最大|专业|权威|大型)[^、，“]{0,12}?(?:公司|企业|集团|机构|平台|网站|门户|媒体|品牌|协会)(?=[^、，]{2})")
_LEAD = regex.compile(r"(?:本次|此次|本届|该次?)[\p{Han}]{0,4}?(?:活动|大会|会议|论坛|展会|峰会|大赛|博览会)")
_JOURNAL = regex.compile(r"《[^》]{2,12}》(?:杂志社?|报社?|社|编辑部|周刊|期刊)?")
_NTH = regex.compile(r"(?:(?<=[局部会])[0-9]{3,5}|第[一二三四五六七八九十百0-9]{1,4}|[一二三四五六七八九十]{1,3}次)$")
_ORDINAL = regex.compile(r"第?[一二三四五六七八九十百0-9]{1,4}届$")
_NO_NAME = regex.compile(r"[。！？：:]|[一二三四五六七八九十0-9]{2,}|(?:先生|女士|同志|教授|主任|部长|市长|书记)$")
_AT_LEVEL = regex.compile(r"自治区|自治州|[省市县区州]")
_LEVELS = "省市县区州旗镇乡"
_COMMITTEE = regex.compile(r"(?P<stem>.{1,20}?)(?P<level>自治区|自治州|自治县|[省市县区州旗镇乡])(?P<rest>委|政府|人民政府|人大|政协|纪委|监委|.{1,18}[局厅委办会部院联站队处协署])$")
_BARE_LEVEL = regex.compile(r"(?P<level>自治区|自治州|自治县|[省市县区州旗镇乡])(?P<rest>.{1,20})$")
_OUR_COUNTRY = ("中国", "中方", "我国")
_BODY_KINDS = (BODY, COMPANY, SCHOOL, MEDIA)


@dataclass(frozen=True, slots=True)
class Doer:
    form: str
    """As the text says it, or completed from the list it stands in."""
    start: int
    end: int
    known: Known
    """"body": ends as bodies' names do; "region"; "self": 我院, 该局; "guess": only its place in a frame speaks for it."""
    kind: str = ""
    """Kind of the suffix (GOV, COMPANY…) when there is one."""


class DoerReader:
    """Reads doers of one document at a time: `begin(chart)` first."""

    def __init__(self, rulebook: Rulebook) -> None:
        rows = rulebook.lexicon("division_abbreviations")
        self._abbreviations = {row["form"]: row["full"].split(",") for row in rows}
        shorts: dict[str, str] = {}
        for row in rulebook.lexicon("divisions"):
            if row["level"] == "province" and row["form"] != row["full"]:
                shorts.setdefault(row["full"], row["form"])
        self._shorts = shorts

    def begin(self, chart: Chart, companies: Iterable[Span] = ()) -> None:
        """companies: where the document's companies are said, whatever their names end in."""
        self._chart = chart
        self._text = chart.text
        self._companies: dict[int, int] = {}
        for start, end in companies:
            self._companies[end] = min(start, self._companies.get(end, start))
        self._ends: set[int] | None = None

    @property
    def ends(self) -> set[int]:
        """Where a doer's name may end: a body's, a company's or a region's. Made when the document first needs it."""
        if self._ends is None:
            self._ends = {*self._chart.suffixes, *self._chart.protected_end, *self._companies, *self._countries()}
        return self._ends

    def _countries(self) -> Iterator[int]:
        for word in _OUR_COUNTRY:
            at = self._text.find(word)
            while at >= 0:
                if self._chart.previous.get(at + 2) == at:
                    yield at + 2
                at = self._text.find(word, at + 1)

    def may_end(self, at: int) -> bool:
        """Whether a doer's name may end at `at`."""
        return at in self.ends

    # -- one doer --------------------------------------------------------------------------------------------------

    def ending_at(self, end: int, *, floor: int = 0, regions: bool = False) -> Doer | None:
        """The body (or, with `regions`, the region) whose name ends at `end`, or None."""
        chart, text = self._chart, self._text
        if text[end - 1 : end] == "”" and chart.ends_body(end - 1):  # 由…组成的“立法工作小组”
            opening = text.rfind("“", max(floor, end - 30), end)
            if opening >= 0:
                suffix = chart.suffixes.get(end - 1)
                return Doer(text[opening + 1 : end - 1], opening + 1, end - 1, "body", suffix.data if suffix else "")
        own = _self_ending(text, end)
        hit = chart.protected_end.get(end)
        if chart.ends_body(end):
            suffix = chart.suffixes.get(end)
            if hit is not None and hit.kind in _BODY_KINDS and hit.start >= floor:
                start = chart.left_border(end, floor=floor).start
                kind = suffix.data if suffix else hit.kind.upper()
            elif suffix is not None and suffix.start >= floor:
                start = chart.left_border(suffix.start, floor=floor).start
                kind = suffix.data
            else:
                return None
            if suffix is not None and start == suffix.start and text[start - 1 : start] == "”":
                opening = text.rfind("“", max(floor, start - 12), start)  # 云州市|“三创”|办公室
                start = chart.left_border(opening, floor=floor).start if opening > 0 else start
            start = self._cleaned(self._over_ordinal(start, floor), end)
            form = text[start:end]
            if own is not None and (own <= start or text[own] in "我本该"):
                return Doer(text[own:end], own, end, "self", kind)
            if len(form) == 2 and kind in ("ASSOC", "COMPANY", "SCHOOL", "INSTITUTE", "PARK") and form not in _SHORT_NAMES:
                return None
            if _UNNAMED.match(form) or form.endswith("干部") or (start == (suffix.start if suffix else -1) and self._is_weak(form)):
                return None
            return Doer(form, start, end, "body", kind)
        if own is not None and own >= floor:
            return Doer(text[own:end], own, end, "self")
        company = self._companies.get(end)
        if company is not None and company >= floor:
            return Doer(text[company:end], company, end, "body", "COMPANY")
        if regions and end - 2 >= floor and text[end - 2 : end] in _OUR_COUNTRY and chart.previous.get(end) == end - 2:
            return Doer(text[end - 2 : end], end - 2, end, "region", COUNTRY)  # 中国将主办…, 中方成功举办…
        if regions and hit is not None and hit.kind in (REGION, COUNTRY) and hit.start >= floor:
            start = hit.start
            while (above := chart.protected_end.get(start)) is not None and above.kind == REGION and above.start >= floor:
                start = above.start  # 江苏省|苏州市
            return Doer(text[start:end], start, end, "region", hit.kind)
        return None

    def _over_ordinal(self, start: int, floor: int) -> int:
        """十一届|全国人大…新闻中心: the ordinal belongs to the name."""
        match = _ORDINAL.search(self._text, max(floor, start - 6), start)
        if match is not None:
            return match.start()
        match = _NTH.search(self._text, max(floor, start - 6), start)
        if match is None or match.start() <= floor:
            return start
        # 十四届全国人大|二次|会议主席团, 市纪委|第十五|派驻纪检组
        further = self._chart.left_border(match.start(), floor=floor).start
        if further == match.start():
            return start
        return self._over_ordinal(further, floor)

    def regions_at(self, end: int) -> list[Doer]:
        """粤港澳, 粤港澳三地 → the provinces they stand for; only runs of two and more."""
        text = self._text
        if text[end - 2 : end] in ("三地", "两地", "四地"):
            end -= 2
        for length in (5, 4, 3, 2):
            if end >= length and text[end - length : end] in self._abbreviations:
                return self._in_segment(end - length, end)
        return []

    def _is_weak(self, form: str) -> bool:
        return form in self._chart.lexis.weak_suffixes or len(form) < 2

    def _cleaned(self, start: int, end: int) -> int:
        """Without what only describes the body: 国内知名电子商务公司|阿里巴巴, 位于北京的|某会, 主题为…的|X."""
        form = self._text[start:end]
        match = _DESCRIPTION.match(form)
        if match:
            start += match.end()
            form = self._text[start:end]
        at = form.rfind("的", 0, len(form) - 2)
        if at >= 0 and "“" not in form[at:]:
            start += at + 1
        lead = _LEAD.match(self._text, start, end)
        if lead is not None:
            start = lead.end()
        while start < end and self._text[start] in " 　 “‘":
            start += 1
        if start < end and self._text[start] in "年月日" and self._text[start - 1 : start].isdigit():
            start += 1  # 11月16|日省妇联
        return start

    def begins_at(self, start: int) -> bool:
        """Whether a known body or region, or a level word of one (市政府), begins at `start`."""
        return start in self._chart.anchor_start or any(
            self._chart.ends_body(end) and self._chart.left_border(end).start <= start for end in range(start + 2, start + 7)
        )

    # -- lists -----------------------------------------------------------------------------------------------------

    def list_before(
        self, end: int, *, floor: int = 0, regions: bool = False, unknown: bool = False
    ) -> list[Doer]:
        """The list of doers whose last one ends at `end`, in text order; empty when no doer ends there.

        unknown: the last one may be a short name without a body's ending, when a body stands before it.
        """
        text = self._text
        rest = _REST.search(text, max(floor, end - 24), end)
        if rest is not None and self.may_end(rest.start()):
            end = rest.start()
        doers: list[Doer] = []
        at, joined = end, ""
        while True:
            doer = self.ending_at(at, floor=floor, regions=regions)
            if doer is None and (doers or unknown):
                doer = self._listed(at, floor)
            if doer is None and doers and joined in ("联合", "携手", "联手", "会同", "与"):
                doer = self._opening(at, floor)
            if doer is None:
                break
            doers.append(doer)
            joiner = _JOINER.search(text, max(floor, doer.start - 12), doer.start)
            if joiner is None:
                break
            at, joined = joiner.start(), joiner[0].strip()[-2:]
            if text[at - 1 : at] in ("）", ")"):  # A（以下简称“B”）联手C
                opening = max(text.rfind("（", max(floor, at - 30), at), text.rfind("(", max(floor, at - 30), at))
                at = opening if opening > 0 else at
            rest = _REST.search(text, max(floor, at - 14), at)  # A等单位和B
            if rest is not None and self.may_end(rest.start()):
                at = rest.start()
        doers.reverse()
        return complete(self._chart, doers)

    def _opening(self, end: int, floor: int) -> Doer | None:
        """A name without a body's ending that opens the clause: |蓝鲸网|联合省商务厅举办."""
        start = self._chart.left_border(end, floor=floor).start
        form = self._text[start:end]
        if not 2 <= len(form) <= 8 or _UNNAMED.search(form) or _NO_NAME.search(form):
            return None
        if start > 0 and self._text[start - 1] not in "，。；：！？\n　 日午天前晚期":
            return None
        return Doer(form, start, end, "guess")

    def listed_at(self, end: int, *, floor: int) -> bool:
        """Whether a short name without a body's ending closes a list at `end`: 市工商局、|市消协|联合举办."""
        return self._listed(end, floor) is not None

    def _listed(self, end: int, floor: int) -> Doer | None:
        """A short name without a body's ending between two that have one: 省发改委、|农行|、经信委."""
        text = self._text
        start = max(text.rfind("、", max(floor, end - 9), end) + 1, floor)
        if start <= max(floor, end - 9) or end - start < 2 or text[start - 1 : start] != "、":
            return None
        if any(self.may_end(at) for at in range(start + 2, end)):  # 国务院|决定
            return None
        if text[end - 1] in "在于到向对将已还" or not self.may_end(start - 1) or _UNNAMED.search(text, start, end):
            return None
        return Doer(text[start:end], start, end, "guess")

    def list_in(self, start: int, end: int) -> list[Doer]:
        """The doers that fill text[start:end] (由|…|主办, 主办单位：|…|)."""
        text = self._text
        while end > start and text[end - 1] in " 　 ，、,":
            end -= 1
        rest = _REST.search(text, start, end)
        if rest is not None and rest.start() > start:
            end = rest.start()
        doers: list[Doer] = []
        for left, right in self._segments(start, end):
            doers += self._in_segment(left, right)
        return complete(self._chart, doers)

    def _segments(self, start: int, end: int) -> list[tuple[int, int]]:
        text, out, left = self._text, [], start
        for match in _SPLIT.finditer(text, start, end):
            word = match[0]
            if match.start() < left:
                continue
            if word in ("和", "与", "及", "暨") and not self._separates(left, match.start(), match.end(), end):
                continue
            if word in ("联合", "会同", "携手", "联手") and not self._separates(left, match.start(), match.end(), end):
                continue
            out.append((left, match.start()))
            left = match.end()
        out.append((left, end))
        return [(left, right) for left, right in out if text[left:right].strip()]

    def _separates(self, left: int, start: int, end: int, limit: int) -> bool:
        """Whether the conjunction at [start, end) stands between two doers, not inside a name."""
        chart = self._chart
        if any(hit.start < start and end < at for at, hit in self._around(start, limit)):
            return False
        if start - left < 2:
            return start - left == 1 and self._text[left:start] in self._abbreviations
        if self._text[start] == "及" and start - left > 3:
            unit = next((hit for at in range(end + 2, limit + 1) if (hit := chart.suffixes.get(at)) is not None), None)
            inside = unit is not None and unit.form in ("处", "司", "局", "科", "部", "室") and unit.end == limit
            return not inside or chart.ends_body(start)  # 高新技术发展|及|产业化处 is one office
        suffix = chart.suffixes.get(start)
        if (
            suffix is not None and suffix.form in chart.lexis.weak_suffixes and suffix.data == "COMPANY"
            and start not in chart.protected_end and end not in chart.anchor_start
        ):
            return not any(chart.ends_body(at) for at in range(end + 2, min(limit, end + 12) + 1))  # 船舶|与|海洋工程学会
        if chart.ends_body(start) or end in chart.anchor_start or _self_ending(self._text, start) == left:
            return True
        hit = chart.protected_end.get(start)
        if hit is not None:
            return True
        return not any(chart.ends_body(at) for at in range(end + 2, limit + 1))

    def _around(self, at: int, limit: int) -> list[tuple[int, Hit]]:
        ends = self._chart.protected_end
        return [(e, ends[e]) for e in range(at + 1, min(limit, at + 24) + 1) if e in ends]

    def _in_segment(self, left: int, right: int) -> list[Doer]:
        text = self._text
        rest = _REST.search(text, left + 2, right)
        if rest is not None and self.may_end(rest.start()):
            right = rest.start()
        while left < right and text[left] in " 　 “”‘’\"'（(":
            left += 1
        while right > left and text[right - 1] in " 　 ”’\"'":
            right -= 1
        if text[right - 1 : right] in ("）", ")") and (note := _NOTE.search(text, left, right)) is not None:
            right = note.start()
        left = self._cleaned(left, right)
        form = text[left:right]
        if not 1 <= len(form) <= 40:
            return []
        if form.endswith(("三地", "两地", "四地")):
            form, right = form[:-2], right - 2
        if form in self._abbreviations:
            return [
                Doer(self._shorts.get(full, full), left, right, "region", REGION)
                for full in self._abbreviations[form]
            ]
        if len(form) < 2 or (_UNNAMED.search(form) and not self._chart.ends_body(right)):
            return []
        if _SELF.fullmatch(form):
            return [Doer(form, left, right, "self")]
        if self._companies.get(right) == left:
            return [Doer(form, left, right, "body", "COMPANY")]
        if self._chart.ends_body(right):
            if _UNNAMED.match(form):
                return []
            suffix = self._chart.suffixes.get(right)
            return [Doer(form, left, right, "body", suffix.data if suffix else "")]
        if _JOURNAL.fullmatch(form):
            return [Doer(form, left, right, "body", "MEDIA")]
        hit = self._chart.protected_end.get(right)
        if hit is not None and hit.start == left and hit.kind in (REGION, COUNTRY):
            return [Doer(form, left, right, "region", hit.kind)]
        if _NO_NAME.search(form):
            return []
        return [Doer(form, left, right, "guess")]


def _self_ending(text: str, end: int) -> int | None:
    for length in (4, 3, 2):
        if end >= length and _SELF.fullmatch(text, end - length, end):
            return end - length
    return None


def complete(chart: Chart, doers: list[Doer]) -> list[Doer]:
    """Give the later members of a list the head that the first one says for all.

    罗甸县委、县政府 → 罗甸县政府; 江苏省发改委、经信委 → 江苏省经信委; 医院纪委、监察室 → 医院监察室.
    """
    doers = [part for doer in doers for part in _parted(doer)]
    if len(doers) < 2:
        return doers
    out = [doers[0]]
    for doer in doers[1:]:
        out.append(replace(doer, form=_with_head(chart, out[0].form, doer)))
    return out


def _parted(doer: Doer) -> list[Doer]:
    """云州市委市政府 → 云州市委, 市政府."""
    match = _TWO_BODIES.fullmatch(doer.form)
    if match is None or len(doer.form) != doer.end - doer.start:
        return [doer]
    first, second = match[1] or match[4], match[3] or match[5]
    cut = doer.start + len(first)
    return [replace(doer, form=first, end=cut), replace(doer, form=second, start=cut)]


def _with_head(chart: Chart, first: str, doer: Doer) -> str:
    form = doer.form
    if doer.known not in ("body", "guess"):
        return form
    bare = _BARE_LEVEL.fullmatch(form)
    head = _COMMITTEE.fullmatch(first)
    if bare and bare["level"] in first[2:]:  # 云州省经信委、省科技厅: the same level, not the first that looks like one
        place = first.index(bare["level"], 2)
        stem = _HEADLESS.sub("", first[:place])
        if len(stem) > 1 and place + len(bare["level"]) < len(first):
            return stem + form
    stem = _HEADLESS.sub("", head["stem"]) if head else ""
    if bare and head and head["level"] == bare["level"] and len(stem) > 1:
        return stem + form
    suffix = chart.suffixes.get(doer.end)
    whole = suffix is not None and suffix.start == doer.start
    if not whole or suffix is None:
        return form
    if suffix.data == "GOV" and head and len(stem) > 1 and form.endswith(("委", "办", "局", "厅")) and len(form) < 5:
        return stem + head["level"] + form
    inner = _INNER.match(first)
    if inner and inner.end() < len(first) and (suffix.data in ("HOSPITAL", "PARTY") or form in _OFFICES):
        return inner["head"] + form
    return form


_NOTE = regex.compile(r"[（(](?:[A-Za-z0-9 .\-]{2,20}|(?:以下)?(?:简称|下称)[^（）()]{1,20})[）)]$")
_HEADLESS = regex.compile(r"^(?:中共|共青团|民革|民盟|民建|民进|农工党|致公党|九三学社)")
_TWO_BODIES = regex.compile(
    r"(.{0,12}?(?P<level>自治区|[省市县区州旗镇乡])(?:党?委))((?P=level)(?:人民)?政府)|((?:中共|党)中央)(国务院)"
)
_SHORT_NAMES = frozenset(("妇联", "工会", "科协", "文联", "侨联", "残联", "作协", "记协", "台联", "社科联"))
"""Endings that are names by themselves; 协会 and 公司 alone only point at one."""
_INNER = regex.compile(
    r"(?P<head>.{0,24}?(?:医院|[一二三四五六]院|附院|大学|学院|中学|小学|学校|公司|集团|研究[院所]|银行))(?=(?:纪委|监察|党|团委|工会|[^，。]{0,8}[处科部室办会]$))"
)
_OFFICES = frozenset(("工会", "团委", "办公室", "教务处", "学工处", "学生会", "保卫处", "宣传部", "人事处", "组织部"))
_DEFINITION = regex.compile(r"[（(](?:以下|下文|以下统?)?(?:简称|下称)(?:为|[:：])?[“\"‘ ]{0,2}(?P<short>[^“”\"’（）() ]{2,12})[”\"’ ]{0,2}[）)]")
_NUMBERED = regex.compile(r"第([一二三四五六七八九十])人民医院")
_EQUAL = (("人民政府", "政府"), ("办公室", "办"), ("委员会", "委"), ("大使馆", "使馆"), ("中共", ""), ("中国共产党", ""))


def _plain(name: str) -> str:
    for long, short in _EQUAL:
        name = name.replace(long, short)
    return _NUMBERED.sub(r"\1院", name)


def _shortens(short: str, long: str) -> bool:
    """Whether the characters of one stand in that order in the other: 工信部 in 工业和信息化部, not 全国政协 in 人民政协."""
    place = 0
    for char in short:
        place = long.find(char, place) + 1
        if place == 0:
            return False
    return True


def same_body(first: str, second: str) -> bool:
    """Whether two names of one document mean one body: 广东省政府新闻办, 省政府新闻办公室; 辽中县, 辽中县人民政府."""
    one, other = sorted((_plain(first), _plain(second)), key=len)
    if one == other or one + "政府" == other:
        return True
    if len(one) < 2 or not other.endswith(one):
        return False
    # 安徽|省商务厅, 医院|监察室: what is left out is where the body is
    return one[0] in _LEVELS or len(one) < 5


def is_own(doer: Doer, name: str) -> bool:
    """Whether 我院, 该校… may mean the body of this name."""
    endings = {"院": ("医院", "一院", "二院", "学院", "研究院"), "校": ("学校", "大学", "学院", "中学", "小学")}
    last = doer.form[-1]
    return doer.known == "self" and name.endswith(endings.get(last, (last,)))


class FullNames:
    """The fullest form a document gives a body, and the other forms it has there."""

    def __init__(self, chart: Chart, region: Region | None = None) -> None:
        self._chart = chart
        self._text = chart.text
        self._region = region
        self._by_id: dict[str, set[str]] = {}
        for hit in chart.of(BODY):
            self._by_id.setdefault(hit.data.lstrip("?"), set()).add(hit.form)
        self._defined: dict[str, str] = {}
        for match in _DEFINITION.finditer(chart.text):
            suffix = chart.suffixes.get(match.start())
            if suffix is not None:
                start = chart.left_border(suffix.start).start
                self._defined[match["short"]] = chart.text[start : match.start()]

    def __call__(self, doer: Doer) -> tuple[str, tuple[str, ...]]:
        """(name, aliases)."""
        written = self._text[doer.start : doer.end]
        forms = {doer.form} | ({written} if doer.known != "region" else set())
        for form in tuple(forms):
            forms |= self._longer(form, doer.start)
        hit = self._chart.protected_end.get(doer.end)
        if hit is not None and hit.kind == BODY and hit.start == doer.start:
            forms |= {form for form in self._by_id.get(hit.data.lstrip("?"), set()) if _shortens(written, form)}
        if written in self._defined:
            forms.add(self._defined[written])
        if written in _OUR_COUNTRY and "中国" in self._text:
            return "中国", tuple(sorted({written} - {"中国"}))
        name = max(forms, key=lambda form: (len(form), form))
        if doer.known == "self" and written.startswith("该") and (said := self._said_last(doer)):
            forms.add(said)
            name = said
        elif doer.known == "self":  # what 我院 is called is only likely, so it does not take the name's place
            forms |= self._own(written)
        return name, tuple(sorted(forms - {name}, key=lambda form: (-len(form), form)))

    def _longer(self, form: str, place: int) -> set[str]:
        """市卫健委 → 盐城市卫健委 when the text says so, and the sentence at `place` speaks of no other such place."""
        if not _AT_LEVEL.match(form):
            return set()
        level = 3 if form.startswith("自治") else 1
        found: set[str] = set()
        at = self._text.find(form, 1)
        while at >= 0:
            region = self._chart.protected_end.get(at + level)
            if region is not None and region.kind == REGION and region.start < at:
                found.add(region.form + form[level:])
            at = self._text.find(form, at + 1)
        # 市质监局 in a text on two cities is of the one that the document is of
        division = self._region.of_word(form[:level]) if self._region else None
        if division is not None:
            return {name for name in found if name == division.full + form[level:]}
        nearest = self._place_before(place, form[:level])
        return found if len(found) == 1 and (nearest is None or next(iter(found)).startswith(nearest)) else set()

    def _place_before(self, at: int, level: str) -> str | None:
        """The place of this level that the sentence names last before `at`: 上海市 before 市质监局."""
        start = max(self._text.rfind(mark, 0, at) for mark in "。！？\n") + 1
        said = [hit for hit in self._chart.of(REGION) if start <= hit.start and hit.end <= at and hit.form.endswith(level)]
        return said[-1].form if said else None

    def _said_last(self, doer: Doer) -> str:
        """该局, 该协会: the body with this ending that the text named last."""
        ending = self._text[doer.start + 1 : doer.end]
        for end in sorted((end for end in self._chart.suffixes if end <= doer.start), reverse=True)[:12]:
            suffix = self._chart.suffixes[end]
            start = self._chart.left_border(suffix.start).start
            if start < suffix.start and self._text.startswith(ending, end - len(ending)):
                return self._text[start:end]
        return ""

    def _own(self, form: str) -> set[str]:
        """我院, 医院 → the hospital that the text names, when it names one kind of body with that ending most."""
        ending = {"院": "医院", "校": "学校"}.get(form[-1:], form[1:] if form[0] in "我本该全" else form)
        counts: dict[str, int] = {}
        for end, suffix in self._chart.suffixes.items():
            if not self._text.startswith(ending, end - len(ending)) or suffix.data in ("GOV",):
                continue
            start = self._chart.left_border(suffix.start).start
            name = self._text[start:end]
            if len(name) > len(ending) + 2 and self._chart.anchor_start.get(start) is not None:
                counts[name] = counts.get(name, 0) + 1
        best = max(counts, key=lambda name: (counts[name], len(name)), default="")
        if not best or counts[best] < 2 or 2 * counts[best] < sum(counts.values()):
            return set()
        return {best}
