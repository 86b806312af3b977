"""Organizers: which bodies hold, run, guide or back an event.

Every word that calls a frame (`rules/roles/organizers.toml`) is looked up in one pass. The frame says where the doers
stand: behind 由, before the verb with time and place between, behind a label… `DoerReader` reads the list there,
`EventReader` the event. A verb of holding without an event for its object (组织力量, 举行会谈) makes no organizer.

All offsets are on the repaired text.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import regex
from ahocorasick_rs import AhoCorasick, MatchKind

from extractor.components.analysis import Analysis
from extractor.components.chart import COUNTRY, Chart
from extractor.components.doers import Doer, DoerReader, FullNames, is_own, same_body
from extractor.components.event_names import EventName, EventReader
from extractor.offsets import Span
from extractor.records import Organizer
from extractor.rulebook import Rule, Rulebook

_HARD = "。\n；！？;"
_FULL_STOPS = "。\n！？"
_REACH = 400
"""A sentence is not followed further back."""
_TIME = (
    r"(?:[12]?[0-9]{3}年|[0-9]{1,2}月(?:份|上旬|中旬|下旬|初|底|末)?|[0-9]{1,2}[日号]|[0-9一二三四五六七八九十]{1,3}[日号]|[0-9]{1,2}[时点][0-9]{0,2}分?许?|上午|下午|中午|晚上?|凌晨|傍晚"
    r"|（[^（）]{1,12}）|\([^()]{1,12}\)|今年|去年|明年|[至到—–\-－~～]|星期[一二三四五六日天]|[上本下这]?周[一二三四五六日]|[上本下]周)"
)
_UNNAMED_PARTNER = r"(?:会同|联合|与|和|同)(?:有关|相关|各|其他|当地)[^，。；]{0,10}?(?:部门|单位|方面|机构|地方|企业|协会)[，,]?"
_LONGEST_STEP = 17
"""Of a bracket (14) and of an unnamed partner, 会同有关 with ten characters and 部门， (17)."""
_STEP_ENDS = "年月份旬初底末日号时点分许0123456789午晚上晨）)至到—–-－~～一二三四五六天周" + "门位面构方业会" + "，, 　"
"""What a step ends in that is no adverb: times, unnamed partners, commas and spaces."""
_NOT_BEFORE = frozenset(
    (
        *("召集", "组织", "加强", "改进", "做好", "搞好", "指导", "使", "让"),
        *("在", "于", "对", "向", "到", "赴", "参加", "出席", "参与", "走进", "给", "把", "将", "被", "支持", "鼓励", "要求"),
        *("希望", "建议", "推动", "协助", "配合", "会见", "访问", "邀请", "感谢", "祝贺", "欢迎", "至", "往", "应", "受", "经", "请"),
        *("为", "从", "以", "按照", "根据", "听取", "协调", "督促"),
    )
)
_CHAIN = frozenset(("主办", "承办", "协办", "指导", "支持", "特别支持", "赞助", "冠名", "冠名赞助", "执行", "执行承办", "发起", "举办"))
"""The verbs of roles that follow each other behind one 由."""
_OPENERS = {"passive": "由", "under": "在"}
"""What a frame begins with."""
_VENUES = frozenset(("HOSPITAL", "SCHOOL", "PARK", "INSTITUTE"))
_ANAPHORIC_TARGET = regex.compile(r"对(?P<event>(?:本[次届]|此[次]|这[次]|大会|会议|活动|论坛|[^，。；]{2,20}(?:会|论坛|活动|赛))[^，。；]{0,6})$")


_MADE_OF = regex.compile(r"组成|构成|带领|率领")
_NEXT_LABEL = regex.compile(r"[:：。]|单位|^[一二三四五六七八九十]、")
_LINE_END = regex.compile(r"[  　]{0,2}(?=\n)")
_LABEL_END = regex.compile(r"[  　]?(?:[】\]]?[:：]|[】\]]|(?:分别)?(?:为|是|有|包括)(?=[\p{Han}“《]{3}))")
_MEMBER_END = regex.compile(r"(?:之一)?[，,的]")
_IN = regex.compile(r"[在于]")
_AT = regex.compile(r"[在到赴]")
_HELD = regex.compile(r"举[行办]|召开|开幕|启动|开展|落幕|闭幕|拉开")
_THEME = regex.compile(r"主题(?:为|是)?[:：]?$")
_AND_OTHERS = regex.compile(r"等[^，。；、]{0,8}(?:部门|单位|机构|协会|企业|公司|方面|家)$")
_REST_CLOSES = "门位构会业司面家"
_OWN = frozenset(
    ("我院", "我校", "该院", "该校", "本院", "我局", "该局", "我市", "我省", "该市", "我县", "该县", "我区", "该区", "我国", "全市", "全省")
)
_MAY_CLOSE = frozenset(("”", *_REST_CLOSES, *(form[-1] for form in _OWN)))
_LEADING = regex.compile(
    r"(?:[^，。]{1,12}(?:后|时|之际|以来|期间|上|讯|电)[，　 ]|(?:[12][0-9]{3}年)?(?:[0-9]{1,2}月)?(?:[0-9]{1,2}[日号])?(?:上午|下午|晚上?|凌晨|中午)?[，　 ]?|昨[日天晚]|今[日天]|日前|近日|当[日天晚]|随后|连日来|[，　 ])"
)
_CLAUSE_STARTS = regex.compile(r"，")
_VERB_NEXT = regex.compile(
    r"(?:也|还|已|已经|立即|迅速|及时|高度|积极|认真|第一时间|连夜|紧急|随即|于|先后|专门|党委|主要)*(?:重视|启动|成立|组织|派出|派|部署|研究|制定|印发|下发|开展|召集|赶赴|前往|赴|到|在|对|将|为|以|把|按照|根据|采取|调集|抽调|结合|围绕|坚持|通过|利用|牵头|会同|联合|走进|深入|出台|发布|收到|接到)"
)
_BELOW = regex.compile(r"[^，。；]{2,24}下")
_WITH = regex.compile(r"[，,]?(?:联合|会同|携手|联手|协同)$")
_IN_PLACE = regex.compile(r"[在于][^，。；、“”在于]{1,12}$")
_LOOSE = regex.compile(r"^(?:各|多|一系列|有关|相关|[0-9一二三四五六七八九十]{1,3}个|好|专家|人员|力量|群众|企业|干部)|也|将|参加|观摩|参观|出席|发布|观看|收看|听取|学习|[，。]")
_HOLDERS = frozenset(("ASSOC", "HOSPITAL", "SCHOOL", "COMPANY", "MEDIA"))
_SINGLE = ("演练", "义诊", "义诊活动", "党日活动", "培训班", "讲座", "慰问活动", "启动仪式", "知识竞赛", "比赛", "开放日活动")
_SUPPORTED = regex.compile(r"(?P<doers>[^，。；]{3,90}?)的?(?:大力|鼎力|积极|共同|高度|热情|特别){0,2}(?:支持|赞助|协助)")
_CARRIED_OUT = regex.compile(r".{2,14}?(?:开展|举办|举行|召开)了?")
_MANY = regex.compile(r"(?:各|多|历|数|[0-9一二三四五六七八九十几]{1,4}[余多]?)(?:次|场|项|届)")
_CARE = regex.compile(
    r"的?(?:(?:亲切|大力|积极|精心|正确|高度|热情)?(?:关心|关怀|关爱|帮助|领导|指导|重视|协助|配合|努力)[和与及、])+$"
)
_FOR = regex.compile(r"[为给][^，。；为给]{0,14}[“《]$")


@dataclass(slots=True)  # not frozen: some are made in every document, and frozen ones cost three times as much to make
class Trigger:
    word: str
    start: int
    end: int


class _Try(NamedTuple):
    """A rule at one of its triggers, with what it needs at hand: some five are tried in every document."""

    rule: Rule
    opener: str | None
    """What must stand before the trigger in its sentence."""
    frame: Callable[[Rule, Trigger], Claim | None]
    follow: regex.Pattern[str] | None
    unless: regex.Pattern[str] | None


@dataclass(slots=True)
class Claim:
    """A frame that held: its doers, role, and the event as far as the frame itself says it."""

    rule: Rule
    trigger: Trigger
    doers: list[Doer]
    event: EventName | None
    confidence: float


@dataclass(slots=True)
class _Body:
    name: str
    aliases: list[str]
    role: str
    event: str | None
    mentions: list[Span]
    rules: list[str] = field(default_factory=list)
    confidence: float = 0.0


def sentence_start(text: str, at: int, reach: int, stops: str = _HARD) -> int:
    """Where the sentence that `at` stands in begins, at most `reach` characters before it."""
    low = at - reach if at > reach else 0
    for stop in stops:  # each is looked for behind those found before it
        last = text.rfind(stop, low, at)
        if last >= 0:
            low = last + 1
    return low


class Steps:
    """What may stand between a body or an event and its verb: adverbs, times, one phrase of place or manner.

    Both questions are asked at many places, and mostly the answer is no: what begins or ends with a character with which
    none of them does is not matched at all.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        adverbs = sorted(rulebook.lexicon("doer_adverbs").forms, key=len, reverse=True)
        step = f"(?:{_TIME}|{'|'.join(map(re.escape, adverbs))}|[  　]|[，,](?=共同|联合|携手|一起))"
        step = rf"(?:{step}|{_UNNAMED_PARTNER})"
        place = r"(?:在|于|到|赴|前往|走进|深入|来到)[^，。；！？\n的]{1,50}?"
        manner = r"(?:就|围绕|针对|自|以|通过|利用|面向|从|为|应|根据|按照|结合|由|本着|依托|借助|面对|随着|历时|遵照|秉承|趁|借|召集|邀请)[^。；！？\n]{1,60}?"
        gap = rf"(?>{step}*+)(?:[，,]?(?:{place}|{manner})[，,]?(?>{step}*+)){{0,3}}"
        # Python's own re, which takes a third of the time here
        self._step, self._gap = re.compile(step), re.compile(gap)
        # every character that one of them can begin with stands in the pattern, but for the digits of its ranges
        written, steps, gaps = {*gap, *"0123456789"}, regex.compile(step), regex.compile(gap)
        self._step_heads = frozenset(char for char in written if steps.match(char, partial=True))
        self._gap_heads = frozenset(char for char in written if gaps.fullmatch(char, partial=True))
        self._step_ends = frozenset((*_STEP_ENDS, *(adverb[-1] for adverb in adverbs)))
        self._longest = max(_LONGEST_STEP, *map(len, adverbs))

    def fill(self, text: str, left: int, right: int) -> bool:
        """Whether text[left:right] is nothing but adverbs, times and phrases of place and manner, or empty."""
        return left == right or (text[left] in self._gap_heads and self._gap.fullmatch(text, left, right) is not None)

    def before(self, text: str, left: int, right: int) -> int:
        """Where the adverbs and times begin that end at `right`, the first such place in text[left:right]; else `right`.

        Walks left from the end: a place is one when the step that stands there leads to a place known to be one. That
        is what searching `(?:step)++$` from `left` finds, and a fraction of its cost.
        """
        if right <= left:
            return right
        leads, first, nearest = {right}, right, right
        if text[right - 1] == "\n":  # $ stands before a line's end as well
            nearest = right - 1
            leads.add(nearest)
        elif text[right - 1] not in self._step_ends:
            return right
        heads, match = self._step_heads, self._step.match
        at = right - 1
        while at >= left and nearest - at <= self._longest:
            if text[at] in heads:
                step = match(text, at, right)
                if step is not None and step.end() in leads:
                    leads.add(at)
                    first = nearest = at
            at -= 1
        return first


class OrganizerStage:
    def __init__(self, rulebook: Rulebook) -> None:
        self._doers = DoerReader(rulebook)
        self._claims: list[Claim] = []
        self._events = EventReader(rulebook)
        self._frames: dict[str, Callable[[Rule, Trigger], Claim | None]] = {
            "passive": self._passive, "active": self._active, "clause": self._clause, "label": self._label,
            "named": self._named, "got": self._got, "own": self._own, "given": self._given, "under": self._under, "member": self._member,
        }
        self._rules: dict[str, list[_Try]] = {}
        for rule in rulebook.family("organizer"):
            options = rule.options
            follow, unless = (regex.compile(options[name]) if name in options else None for name in ("follow", "unless"))
            for word in options.get("trigger", ()):
                attempt = _Try(rule, _OPENERS.get(options["use"]), self._frames[options["use"]], follow, unless)
                self._rules.setdefault(word, []).append(attempt)
        words = sorted(self._rules, key=lambda word: (-len(word), word))
        # of words that begin at one place the longest; a quarter of the cost of one regex of them all
        self._words = words
        self._finder = AhoCorasick(words, matchkind=MatchKind.LeftmostLongest)
        self._siblings = frozenset(
            word for word, tries in self._rules.items() if any(a.rule.options["use"] == "clause" for a in tries)
        ) - {"支持", "指导"}
        self._steps = Steps(rulebook)
        self._copula = regex.compile(r"(?:分别)?(?:作?为|是|担任)(?:本次|此次|大会|活动|论坛|会议)?的?$")

    # -- the run ---------------------------------------------------------------------------------------------------

    def run(self, analysis: Analysis) -> None:
        chart: Chart = analysis.state["chart"]
        analysis.state["claims"] = self._claims = []
        self._chart, self._text = chart, chart.text
        words = self._words
        self._triggers = [
            Trigger(words[index], start, end)
            for index, start, end in self._finder.find_matches_as_indexes(chart.text)
            if not (words[index].startswith("组织") and self._in_name(chart, start))
        ]
        claims = self._claims
        if not self._triggers:
            return
        self._sentences: dict[int, int] = {}
        self._doers.begin(chart, [span for company in analysis.companies for span in company.mentions])
        analysis.state["event_heads"] = self._events.begin(chart)
        for index, trigger in enumerate(self._triggers):
            self._index = index
            for attempt in self._rules[trigger.word]:
                claim = self._try(attempt, trigger, analysis)
                if claim is not None:
                    claims.append(claim)
                    break
        if claims:
            analysis.organizers = self._merge(claims, analysis)

    @staticmethod
    def _in_name(chart: Chart, start: int) -> bool:
        """Whether the 组织 at `start` stands inside a body's name: 国际|组织, 合作|组织."""
        known = chart.suffixes.get(start + 2)
        return known is not None and known.start < start

    def _try(self, attempt: _Try, trigger: Trigger, analysis: Analysis) -> Claim | None:
        rule, opener, frame, follow, unless = attempt
        # the cheapest reason first, unless the others are to be told
        if opener is not None and not analysis.explain:
            if self._text.rfind(opener, self._sentence_start(trigger.start), trigger.start) < 0:
                return None
        if follow is not None and follow.match(self._text, trigger.end):
            analysis.note("organizers", trigger.start, trigger.end, "no trigger: what follows makes another word", None)
            return None
        if unless is not None and unless.search(self._text, self._sentence_start(trigger.start), trigger.start):
            analysis.note("organizers", trigger.start, trigger.end, "no trigger: wished for, habitual or presided over", None)
            return None
        claim = frame(rule, trigger)
        if claim is None or not claim.doers:
            return None
        if analysis.explain:
            event = claim.event.form if claim.event else "the release's event"
            for doer in claim.doers:
                analysis.note("organizers", doer.start, doer.end, f"{rule.options['role']} of {event}", rule.id)
        return claim

    # -- frames ----------------------------------------------------------------------------------------------------

    def _passive(self, rule: Rule, trigger: Trigger) -> Claim | None:
        low = self._sentence_start(trigger.start)
        opener = self._opener(low, trigger.start)
        if opener is None:
            return None
        left = opener + 1
        if any(left < claimed.trigger.end and claimed.trigger.word not in _CHAIN for claimed in self._claims):
            return None
        before = self._previous(trigger)
        if before is not None and before.end > left:
            if trigger.word not in _CHAIN or before.word not in _CHAIN:
                return None
            if self._text[before.end : before.end + 1] in ("，", "；", "的", "了"):
                return None  # a clause of its own, or the event that the verb before has
            left = before.end
            while self._text[left : left + 1] in ("、", "，", "；", " "):
                left += 1
        elif rule.options["role"] in ("guide", "support") and not self._sibling_near(trigger):
            return None
        right = self._peel(left, trigger.start)
        if "，" in self._text[left:right] and not self._all_bodies(left, right):
            return None
        if _MADE_OF.search(self._text, left, right):
            return None
        doers = self._doers.list_in(left, right)
        if trigger.word in ("组织", "开展", "执行", "指导", "发起") and any(doer.known == "guess" for doer in doers):
            return None
        event = self._event_behind(trigger) or self._event_before(opener, low)
        if event is None and trigger.word in ("组织", "开展", "组织开展", "发起", "执行"):
            return None
        if doers and trigger.word not in _CHAIN:
            doers = self._host_at_place(opener, low) + doers
        return Claim(rule, trigger, doers, event, 0.96)

    def _host_at_place(self, opener: int, low: int) -> list[Doer]:
        """云州市一院在门诊楼|由护理部组织召开了座谈会: the body before the place is a host as well."""
        place = max(self._text.rfind("在", low, opener), self._text.rfind("于", low, opener))
        if place <= low or any(mark in self._text[place:opener] for mark in "，的、") or opener - place < 3:
            return []
        return self._doers.list_before(self._steps.before(self._text, low, place), floor=low)

    def _clause(self, rule: Rule, trigger: Trigger) -> Claim | None:
        vouched = trigger.word in ("主办", "承办", "协办") and self._claimed_before(trigger)
        if not vouched and not self._sibling_near(trigger):
            return None
        if trigger.word in ("发起", "举办") and not self._claimed_before(trigger):
            return None
        before = self._previous(trigger)
        if before is not None and self._text[before.end : before.end + 1] in (":", "："):
            return None
        left = max(self._sentence_start(trigger.start), before.end if before else 0)
        while self._text[left : left + 1] in ("、", "，", "；", " ", "；"):
            left += 1
        right = self._peel(left, trigger.start)
        if right <= left or right - left > 120:
            return None
        left = self._after_asides(left, right)
        doers = self._doers.list_in(left, right)
        longest = 12 if trigger.word in ("主办", "承办", "协办", "执行承办") else 0
        if any(doer.known == "guess" and len(doer.form) > longest for doer in doers):
            return None
        return Claim(rule, trigger, doers, self._event_behind(trigger), 0.93)

    def _after_asides(self, left: int, right: int) -> int:
        """…主办，|为期三天，|C、D承办: the commas' parts before the list that do not end in a body are no part of it."""
        comma = self._text.rfind("，", left, right)
        while comma >= left and self._chart.ends_body(comma):
            comma = self._text.rfind("，", left, comma)
        return comma + 1 if comma >= left else left

    def _active(self, rule: Rule, trigger: Trigger) -> Claim | None:
        need = rule.options.get("event")
        loose = need == "required" and trigger.word in ("举办", "举行", "组织举办")
        event = self._events.object(trigger.end, loose=loose)
        if event is None and (need == "required" or trigger.word == "组织"):
            return None
        if event is not None and trigger.word == "组织" and not self._plain(event):
            return None
        if event is not None and self._text.startswith("的", trigger.end) and _MANY.match(event.form):
            return None
        if event is None and not self._text.startswith(("了", "的"), trigger.end):
            return None
        if trigger.word == "开展" and (event is None or not self._is_named(event)):
            return None
        if trigger.word in ("组织", "召集") and event is not None and (inner := _CARRIED_OUT.match(event.form)):
            event = self._events.object(event.start + inner.end())  # 组织志愿者开展|义诊活动
            if event is None:
                return None
        if trigger.word == "组织" and not self._chart.ends_body(trigger.start):
            if self._steps.before(self._text, max(0, trigger.start - 8), trigger.start) == trigger.start:
                return None
        doers = self._subject(trigger, event) or self._shortened(trigger) or self._named_before(trigger, event)
        if trigger.word == "组织" and any(d.known != "body" or (d.kind == "COMPANY" and len(d.form) < 6) for d in doers):
            return None
        return Claim(rule, trigger, doers, event, 0.93) if doers else None

    @staticmethod
    def _is_named(event: EventName) -> bool:
        """开展 takes work of all kinds: a name in quotes or a drill, clinic, lesson tells that one event is meant."""
        return not _LOOSE.search(event.form) and (event.form.startswith(("“", "《")) or event.form.endswith(_SINGLE))

    @staticmethod
    def _plain(event: EventName) -> bool:
        """组织 has many objects: only a short name of one event tells that it means holding."""
        return event.strong and len(event.form) <= 24 and not _LOOSE.search(event.form)

    def _own(self, rule: Rule, trigger: Trigger) -> Claim | None:
        """云州医学会大型义诊活动在…举行: the event bears the name of the body that holds it."""
        low = self._sentence_start(trigger.start)
        for at in self._events.ends_between(max(low, trigger.start - 60), trigger.start):
            if not self._steps.fill(self._text, at, trigger.start):
                continue
            if self._events.kind_at(at) not in ("clinic", "campaign", "contest", "show"):
                return None
            name = self._events.ending_at(at, floor=low)
            if name is None or not name.strong:
                return None
            for end in range(name.end - 4, name.start + 3, -1):
                if self._chart.ends_body(end) and self._chart.is_border(end):
                    doer = self._doers.ending_at(end, floor=name.start)
                    if doer is None or doer.start != name.start or doer.known != "body" or doer.kind not in _HOLDERS:
                        return None
                    return Claim(rule, trigger, [doer], name, 0.62)
            return None
        return None

    def _label(self, rule: Rule, trigger: Trigger) -> Claim | None:
        text = self._text
        colon = _LABEL_END.match(text, trigger.end)
        if colon is None and trigger.word.endswith("单位") and trigger.start - text.rfind("\n", 0, trigger.start) < 7:
            colon = _LINE_END.match(text, trigger.end)  # 一、主办单位⏎商务部
        if colon is None:
            return None
        left, after = colon.end(), self._next(trigger)
        right = left
        limit = min(len(text), left + 400, after.start if after else len(text))
        while right < limit and text[right] not in "。\n；;":
            right += 1
        stretches = [(left, right)]
        if not text[left:right].strip():  # one or more lines below the label
            stretches = []
            while right < limit and text[right] == "\n":
                end = text.find("\n", right + 1)
                end = min(limit, len(text) if end < 0 else end)
                if end <= right + 1 or _NEXT_LABEL.search(text, right + 1, end):
                    break
                stretches.append((right + 1, end))
                right = end
        while text[right : right + 3] in ("\n　　", "\n  ") and right < limit:  # further names, set in below the first
            end = text.find("\n", right + 1)
            end = min(limit, len(text) if end < 0 else end)
            if _NEXT_LABEL.search(text, right + 1, end):
                break
            stretches.append((right + 1, end))
            right = end
        found = [doer for stretch in stretches for doer in self._doers.list_in(*stretch)]
        doers = [doer for doer in found if doer.known != "guess" or len(doer.form) > 3]
        if trigger.word in ("主办", "承办", "协办") and any(doer.known == "guess" for doer in doers):
            return None
        return Claim(rule, trigger, doers, None, 0.93)

    def _named(self, rule: Rule, trigger: Trigger) -> Claim | None:
        """A为主办单位; nothing but the end of the clause may follow."""
        text, low = self._text, self._sentence_start(trigger.start)
        if text[trigger.end : trigger.end + 1] not in ("，", "。", "；", "、", "\n", ""):
            return None
        match = self._copula.search(text, low, trigger.start)
        if match is None:
            return None
        return Claim(rule, trigger, self._doers.list_before(match.start(), floor=low), None, 0.92)

    def _given(self, rule: Rule, trigger: Trigger) -> Claim | None:
        low = self._sentence_start(trigger.start)
        match = _ANAPHORIC_TARGET.search(self._text, low, trigger.start)
        if match is None:
            return None
        doers = self._doers.list_before(match.start(), floor=low)
        return Claim(rule, trigger, doers, self._events.ending_at(match.end("event"), floor=low), 0.9)

    def _got(self, rule: Rule, trigger: Trigger) -> Claim | None:
        """本次活动得到了A、B的大力支持."""
        low = self._sentence_start(trigger.start)
        event = self._events.ending_at(trigger.start, floor=low)
        closing = _SUPPORTED.match(self._text, trigger.end)
        if event is None or closing is None:
            return None
        doers = self._doers.list_in(trigger.end, closing.end("doers"))
        return Claim(rule, trigger, [doer for doer in doers if doer.known == "body"], event, 0.85)

    def _under(self, rule: Rule, trigger: Trigger) -> Claim | None:
        text, low = self._text, self._sentence_start(trigger.start)
        opener = text.rfind("在", low, trigger.start)
        if opener < 0 or not self._held_behind(trigger.end):
            return None
        if not trigger.word.endswith("下") and not _BELOW.match(text, trigger.end):  # 在护理部组织及代表的支持下
            return None
        right = self._steps.before(text, opener + 1, trigger.start)
        if text[right - 1 : right] == "的":
            right -= 1
        if (care := _CARE.search(text, opener + 1, right)) is not None:  # 在院党委的关心和|支持下
            right = care.start()
        doers = self._doers.list_in(opener + 1, right)
        if any(doer.known == "guess" for doer in doers):
            return None
        return Claim(rule, trigger, doers, None, 0.85)

    def _member(self, rule: Rule, trigger: Trigger) -> Claim | None:
        text = self._text
        if trigger.word == "主办方" and (doer := self._beginning_at(trigger.end)) is not None:
            return Claim(rule, trigger, [doer], None, 0.85)  # 据主办方|中国电子学会|介绍
        opener = text.rfind("作为", max(0, trigger.start - 20), trigger.start)
        if opener < 0 or any(mark in text[opener : trigger.start] for mark in "，。；"):
            return None
        comma = _MEMBER_END.match(text, trigger.end)
        if comma is None:
            return None
        doer = self._beginning_at(comma.end())
        return Claim(rule, trigger, [doer], None, 0.88) if doer is not None else None

    def _beginning_at(self, start: int) -> Doer | None:
        """The body whose name begins at `start`, the first whose end fits."""
        chart = self._chart
        for end in range(start + 2, min(len(self._text), start + 24) + 1):
            if self._text[end - 1] in "，。；、":
                break
            if chart.ends_body(end) and not chart.ends_body(end + 1) and not chart.ends_body(end + 2):
                doer = self._doers.ending_at(end, floor=start)
                if doer is not None and doer.start == start and doer.known == "body":
                    return doer
        return None

    # -- where things stand ----------------------------------------------------------------------------------------

    def _subject(self, trigger: Trigger, event: EventName | None) -> list[Doer]:
        """The doers of an active verb: the nearest list with only time, place and manner between it and the verb."""
        text = self._text
        low = self._sentence_start(trigger.start)
        known = self._doers.ends
        ends = [
            at for at in range(trigger.start, max(low, trigger.start - 120), -1)
            if at in known or (text[at - 1] in _MAY_CLOSE and (text[at - 1] == "”" or self._after_rest(at) or self._after_self(at)))
        ]
        for at in sorted({*ends, *self._unknown_ends(trigger.start, low)}, reverse=True):
            if not self._steps.fill(text, at, trigger.start):
                continue
            gap = text[at : trigger.start]
            doers = self._doers.list_before(at, floor=low, regions=True, unknown=True)
            if not doers or not self._may_do(doers, gap, trigger, event):
                continue
            return self._partners(doers, low) + doers
        return self._serial(trigger, low)

    def _serial(self, trigger: Trigger, low: int) -> list[Doer]:
        """罗甸县委立即启动预案，成立指挥部，|召开紧急会议: a clause that begins with its verb has the sentence's subject."""
        text = self._text
        at = self._steps.before(text, low, trigger.start)
        if text[at - 1 : at] in ("并", "还"):
            at -= 1
        if text[at - 1 : at] != "，" or trigger.start - low > 160:
            return []
        first = next((i for i in range(low, at) if text[i] not in " 　") , low)
        while (lead := _LEADING.match(text, first, at)) is not None and lead.end() > first:
            first = lead.end()
        comma = text.find("，", first, at)
        for clause in _CLAUSE_STARTS.finditer(text, comma, at):  # another subject in between
            if self._doers.begins_at(clause.end()):
                return []
        for end in range(first + 2, min(comma, first + 60) + 1):
            if self._doers.may_end(end) and not self._doers.may_end(end + 1) and text[end] not in "、和与及":
                doers = self._doers.list_before(end, floor=first)
                if doers and doers[0].start == first and not any(d.known == "guess" for d in doers):
                    return doers if _VERB_NEXT.match(text, end) else []
                return []
        return []

    def _partners(self, doers: list[Doer], low: int) -> list[Doer]:
        """省外经贸厅为帮助企业开拓市场，联合|中国对外贸易中心|举办…: the one that joins the doers, further left."""
        text, start = self._text, doers[0].start
        joiner = _WITH.search(text, max(low, start - 6), start)
        if joiner is None:
            return []
        for at in range(joiner.start(), max(low, joiner.start() - 90), -1):
            if self._doers.may_end(at) and self._steps.fill(text, at, joiner.start()):
                found = self._doers.list_before(at, floor=low)
                if found and text[found[0].start - 1 : found[0].start] not in ("在", "于", "对", "向"):
                    return found
        return []

    def _shortened(self, trigger: Trigger) -> list[Doer]:
        """粤港澳三地首次联合|承办."""
        if trigger.word not in ("承办", "主办", "举办"):
            return []
        end = trigger.start
        return self._doers.regions_at(self._steps.before(self._text, max(0, end - 20), end))

    def _named_before(self, trigger: Trigger, event: EventName | None) -> list[Doer]:
        """在日前|和讯网|主办的年会上: a name without a body's ending, between a time or 在 and 主办的."""
        text = self._text
        if trigger.word not in ("主办", "承办") or event is None or not event.strong or not text.startswith("的", trigger.end):
            return []
        low = max(self._sentence_start(trigger.start), trigger.start - 16)
        right = self._peel(low, trigger.start)
        border = self._chart.left_border(right, floor=low)
        if not 2 <= right - border.start <= 8 or border.reason not in ("breaker", "clause"):
            return []
        return [doer for doer in self._doers.list_in(border.start, right) if doer.known in ("guess", "body")]

    def _unknown_ends(self, end: int, low: int) -> list[int]:
        """Where a list may end in a name that no lexicon knows: before the adverbs, and before 在 as well."""
        out: list[int] = []
        at = self._steps.before(self._text, low, end)
        for place in (at, self._text.rfind("在", low, at)):
            if place > low:
                at = self._steps.before(self._text, low, place)
                if self._doers.listed_at(at, floor=low):
                    out.append(at)
        return out

    def _after_rest(self, at: int) -> bool:
        return self._text[at - 1] in _REST_CLOSES and bool(_AND_OTHERS.search(self._text, max(0, at - 16), at))

    def _after_self(self, at: int) -> bool:
        return self._text[at - 2 : at] in _OWN

    def _may_do(self, doers: list[Doer], gap: str, trigger: Trigger, event: EventName | None) -> bool:
        """Whether a list before an active verb is its subject, not a place or the object of a word before it."""
        text, chart = self._text, self._chart
        start = doers[0].start
        before_start = chart.previous.get(start, start - 1)
        before = text[before_start:start] if start else ""
        if _FOR.search(text, max(0, start - 24), start):  # 为首批“培训机构”举行授牌仪式
            return False
        relative = text.startswith("的", trigger.end)
        if relative and _IN.search(gap):  # 联合会在日前举行的分析会上披露
            return False
        if before in _NOT_BEFORE or before[-1:] in ("在", "于", "对", "向", "给"):
            if not (before in ("在", "于", "从") and relative and event is not None):
                return False
            if trigger.word in ("召开", "举行") and any(d.kind in _VENUES or d.form.endswith("总部") for d in doers):
                return False
            if any(doer.known == "region" for doer in doers):
                return False
        if not relative and _IN_PLACE.search(text, max(0, start - 16), start):  # 在主楼304|报告厅召开
            return False
        if before == "的" and trigger.word in ("召开", "举行"):
            return False
        for doer in doers:
            if doer.known == "region" and not self._region_does(doer, gap, trigger, among=len(doers) > 1):
                return False
            if doer.known == "self" and text[doer.start : doer.end] in ("全市", "全省", "全县", "全区"):
                return False
        return True

    def _region_does(self, doer: Doer, gap: str, trigger: Trigger, *, among: bool) -> bool:
        """惠州市在昆明举办产品展销会 is a doer, 越南河内近日举行 a place; among: it stands in a list of doers."""
        if among and doer.form[-1:] in "省市县区州":
            return True
        if trigger.word in ("召开", "举行"):
            return doer.form[-1:] in "省市县区州" and not doer.form.endswith("地区") and self._opens_clause(doer.start)
        if _AT.search(gap) and doer.form[-1:] in "省市县区州":
            return True
        if trigger.word not in ("举办", "承办", "主办", "筹办"):
            return False
        if doer.form[-1:] in "省市县区州":
            return True
        if doer.kind != COUNTRY or self._text.startswith("的", trigger.end):
            return False
        return doer.form == "中方" or trigger.word in ("主办", "承办") or self._opens_clause(doer.start)

    def _opens_clause(self, at: int) -> bool:
        """Whether only times stand between the last punctuation and `at`."""
        start = self._steps.before(self._text, max(0, at - 24), at)
        return start == 0 or self._text[start - 1] in "，。；！？\n　 "

    def _sentence_start(self, at: int) -> int:
        """Kept for the document: the frames of one trigger all ask it."""
        known = self._sentences.get(at)
        if known is None:
            known = self._sentences[at] = sentence_start(self._text, at, _REACH)
        return known

    def _opener(self, low: int, end: int) -> int | None:
        """The last 由 that opens a list, not part of 理由, 自由, 由于."""
        text = self._text
        at = text.rfind("由", low, end)
        while at >= 0:
            if text[at - 1 : at] not in ("理", "自", "缘", "因", "来", "事") and text[at + 1 : at + 2] not in ("于", "此", "来", "衷"):
                return at
            at = text.rfind("由", low, at)
        return None

    def _peel(self, left: int, right: int) -> int:
        """The end of the list in text[left:right]: without adverbs, times and a place behind it."""
        text = self._text
        while True:
            if (known := self._chart.suffixes.get(right)) is not None and known.end - known.start > 2:
                return right  # 全球能源互联网发展合作组织|主办: 合作 is no adverb there
            start = self._steps.before(text, left, right)
            if left < start < right:
                right = start
                continue
            place = max(text.rfind("在", left, right), text.rfind("于", left, right))
            if place > left and (self._chart.ends_body(place) or place in self._chart.protected_end or self._steps.before(text, left, place) < place):
                right = place
                continue
            return right

    def _previous(self, trigger: Trigger) -> Trigger | None:
        """The trigger before this one in its sentence that can take part in a chain of roles."""
        for other in reversed(self._triggers[: self._index]):
            if other.end < self._sentence_start(trigger.start):
                return None
            if other.word in _CHAIN or any(claim.trigger is other for claim in self._claims) or other.word.endswith(("单位", "方", "机构")):
                return other
        return None

    def _next(self, trigger: Trigger) -> Trigger | None:
        for other in self._triggers[self._index + 1 :]:
            if other.start >= trigger.end and any(a.rule.options["use"] == "label" for a in self._rules[other.word]):
                return other
        return None

    def _sibling_near(self, trigger: Trigger) -> bool:
        low = sentence_start(self._text, trigger.start, _REACH, _FULL_STOPS)
        siblings = _CHAIN if trigger.word not in ("指导", "支持") else self._siblings
        near = bisect_left(self._triggers, low - 40, key=lambda other: other.start)
        for other in itertools.islice(self._triggers, near, None):
            if other.start > trigger.end + 80:
                return False
            if other is trigger or other.end < low or other.word not in siblings:
                continue
            between = self._text[min(trigger.end, other.end) : max(trigger.start, other.start)]
            if not any(mark in between for mark in "。！？\n"):
                return True
        return False

    def _claimed_before(self, trigger: Trigger) -> bool:
        low = sentence_start(self._text, trigger.start, _REACH, _FULL_STOPS)
        return any(low <= claim.trigger.start < trigger.start for claim in self._claims)

    def _all_bodies(self, left: int, right: int) -> bool:
        text = self._text
        return all(self._chart.ends_body(at) for at in range(left, right) if text[at] == "，")

    def _held_behind(self, at: int) -> bool:
        """Whether the sentence goes on to say that an event takes place."""
        end = at
        while end < len(self._text) and self._text[end] not in _HARD and end - at < 120:
            end += 1
        if not _HELD.search(self._text, at, end):
            return False
        return any(at <= hit.start < end for hit in self._chart.of("event"))

    def _event_behind(self, trigger: Trigger) -> EventName | None:
        at = trigger.end
        if trigger.word in ("指导", "支持", "特别支持", "赞助"):
            return None
        if self._text.startswith(("的", "了"), at):
            return self._events.object(at)
        return self._events.object(at) if trigger.word not in ("主办", "承办", "协办") else None

    def _event_before(self, at: int, low: int) -> EventName | None:
        end = at
        while end > low and self._text[end - 1] in "，, 将是":
            end -= 1
        name = self._events.ending_at(end, floor=low)
        if name is not None and _THEME.search(self._text, max(low, name.start - 5), name.start):
            return None  # 推介会主题为“…”，由A主办
        return name

    # -- from claims to organizers ---------------------------------------------------------------------------------

    def _merge(self, claims: list[Claim], analysis: Analysis) -> list[Organizer]:
        full = FullNames(self._chart, analysis.state.get("region"))
        unsettled: set[int] = set()
        bodies: list[_Body] = []
        for claim in claims:
            event = self._event_name(claim, claims)
            before = list(bodies)
            for doer in claim.doers:
                name, aliases = full(doer)
                role = claim.rule.options["role"]
                body = next((b for b in bodies if b.role == role and b.name == name), None) or next(
                    (b for b in before if b.role == role and (same_body(b.name, name) or is_own(doer, b.name))), None
                )
                if body is None:
                    body = _Body(name, list(aliases), role, event, [])
                    if event is None:
                        unsettled.add(len(bodies))
                    bodies.append(body)
                elif body.name != name and doer.known == "self":
                    body.aliases += [form for form in (name,) if form not in body.aliases]
                elif body.name != name:
                    body.aliases += [form for form in (*aliases, name) if form != body.name and form not in body.aliases]
                    if len(name) > len(body.name):
                        body.aliases = [form for form in (*body.aliases, body.name) if form != name]
                        body.name = name
                body.mentions.append((doer.start, doer.end))
                if claim.rule.id not in body.rules:
                    body.rules.append(claim.rule.id)
                body.confidence = max(body.confidence, self._confidence(claim, doer))
        analysis.state["unsettled"] = frozenset(unsettled)
        return [
            Organizer(
                name=body.name, role=body.role, event=body.event, aliases=tuple(body.aliases),
                mentions=mentions, text=self._text[slice(*mentions[0])] if mentions else "", rules=tuple(body.rules),
                confidence=body.confidence,
            )
            for body in bodies
            for mentions in (tuple(sorted(set(body.mentions))),)
        ]

    @staticmethod
    def _event_name(claim: Claim, claims: list[Claim]) -> str | None:
        """The event's name as far as the frames say it; None for 本次会议, which `EventStage` settles."""
        event = claim.event
        if event is not None and not event.pointing and (not event.anaphor or claim.rule.options["use"] == "active"):
            return event.form
        for other in claims:  # a chain of roles shares one event
            if other is not claim and other.event is not None and not other.event.anaphor and not other.event.pointing:
                if abs(other.trigger.start - claim.trigger.start) < 160:
                    return other.event.form
        return None

    @staticmethod
    def _confidence(claim: Claim, doer: Doer) -> float:
        loss = {"body": 0.0, "region": 0.15, "self": 0.08, "guess": 0.2}[doer.known]
        if claim.event is not None and not claim.event.strong:
            loss += 0.08
        return max(0.3, claim.confidence - loss)


def merged(organizers: list[Organizer]) -> list[Organizer]:
    """One entry for the names that canonical ids show to mean one body in one role (工信部, 工业和信息化部)."""
    out: list[Organizer] = []
    for fact in organizers:
        same = next(
            (i for i, known in enumerate(out) if fact.canonical and known.canonical == fact.canonical and known.role == fact.role),
            None,
        )
        if same is None:
            out.append(fact)
            continue
        long, short = sorted((out[same], fact), key=lambda f: len(f.name), reverse=True)
        aliases = dict.fromkeys((*long.aliases, short.name, *short.aliases))
        aliases.pop(long.name, None)
        out[same] = replace(
            long, aliases=tuple(aliases), event=out[same].event or fact.event,
            mentions=tuple(sorted({*long.mentions, *short.mentions})),
            rules=tuple(dict.fromkeys((*out[same].rules, *fact.rules))), confidence=max(long.confidence, short.confidence),
        )
    return out
