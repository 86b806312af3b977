"""Names of events: 第十三届中国国际投资贸易洽谈会, 主题为“…”的记者会, “…”儿童慈善晚宴新闻发布会.

An event's name ends in one of the heads of `rules/lexicons/event_heads.tsv` or in the quotes around it. `EventReader`
reads the name that a verb has as its object (举办了|…), the name that ends at a place (…|由A主办, …|在京举行), and
settles which event 本次会议 means.

All offsets are on the repaired text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

import regex

from extractor.components.chart import EVENT, Chart, Hit
from extractor.rulebook import Rulebook

# Python's own re where a pattern needs nothing more: a short one costs half of what it costs with regex
_LIGHT = re.compile(
    r"[了过]?(?:的)?(?:此次|这次|本次|本年度)?(?:一[次场个届])?(?:为期[^，。的]{1,6}的|[0-9一二三四五六七八九十]{1,3}天的|(?:隆重|盛大|热烈|简短|精彩)的)?(?:一年一度的)?[  　]?"
)
_STOP = frozenset("。！？；;\n\r\t")
_LONGEST_NAME = 100
_FARTHEST_HEAD = 30 + _LONGEST_NAME
"""No head of a verb's object begins further behind the verb; `_LIGHT` takes less than 30 characters."""
_OPEN, _CLOSE = "“《（(‘【", "”》）)’】"
_SEGMENT_MARK = re.compile(f"[{''.join(sorted(_STOP))}{_OPEN}{_CLOSE}，,:：]")
# 会议|室, 活动|中心: the head goes on to something that is no event
_GOES_ON = re.compile(
    r"室|厅|堂|中心|馆|场[所馆地]|纪要|精神|日程|议程|主席团|秘书处|组委会|筹备|期间|经费|费|方案|方式|形式|通知|办法|规则|代表|决定|工作|大厦|人员|组织|主办|承办|指南|平台|制度|机制|通道|新闻中心"
)
_NOT_HELD = re.compile(r"的(?:做法|目的|意义|方式|通知|决定|决议|请示|建议|意见|要求|重要性|必要性|能力|条件|资格|权利|时间|地点|城市|地区|国家)")
_BEFORE_NAME = re.compile(
    r"(?:第?[0-9一二三四五六七八九十百]{1,4}[届次期季]?|[12][0-9]{3}[—–\-－]?(?:[12][0-9]{3})?(?:年度?)?|首[届次]|本年度|年度|[“《（(”》）)—·\-–－]|[0-9.]{1,6}|[A-Za-z]{1,20}|和|与|暨|[本首该]届)$"
)
_ANAPHOR = regex.compile(
    r"(?:(?:本[次届场]|此[次届]|这[次场届个一]{1,2}|该|今[年天]的?|上述|当天的?|同日的?)[\p{Han}]{0,3}?)?(?:会议|大会|活动|论坛|峰会|仪式|展会|博览会|洽谈会|推介会|座谈会|研讨会|发布会|培训班?|招待会|对话会|比赛|大赛|演出|义诊|晚会|讲座|报告会|交流会|签约仪式|研讨班|宴会|晚宴|欢迎宴会)"
)


_FORMED = regex.compile(r"(?<![社机都协学商工委总议])会$|[\p{Han}”](?:节|赛|展|典礼|仪式|活动周|活动月|演唱会|路演)$")
_FORMED_ENDS = frozenset("会节赛展礼式周月演")
"""What `_FORMED` ends in: looked at first."""
_NO_EVENT = re.compile(
    r"会谈|会晤|会见|磋商|谈判|选举|投票|表决|罢工|示威|抗议|集会|公投|招标|听取|学校|企业|公司|实体|医院|教育|保险|银行|事业|军演|起义|权|之际|前夕|期间|以来|情况|经验|工作$|人数|规模|之后|时间|地点|成功$|在即|后$|前$|表示|有关|[0-9一二三四五六七八九十多余]{1,5}(?:次|场|届|期|天)$"
)
_HAN_RUN = regex.compile(r"\p{Han}{2,4}")
_HAN_END = regex.compile(r"\p{Han}{2}[”》]?$")
_POINTING = re.compile(r"此次|这次|本次")
_HELD_BY = re.compile(r".*(?:举行|举办|召开|主办|承办)的")
# what comes before a name in its clause without belonging to it
_BEFORE_CLAUSE = re.compile(
    r"(?:[^，。]{0,30}?[讯电][  　]{1,4})?(?:.*之一[—\-–：:的]{0,3}|图为|.*?(?:为主题|为主线|为题|主办|承办|协办|举办|召开|举行|组织|开幕|发起|筹办|领导|期待|关注|瞩目|一度|[0-9一二三四五六七八九十]+天)的)?"
    r"(?:(?:[12][0-9]{3}年)?[0-9]{1,2}月[ 　]?[0-9]{1,2}日?(?:[至到—\-–~～][0-9月]{1,4})?日[ 　]?|[0-9]{1,2}日|今[天日]|昨[天日晚]|日前|近日|上午|下午|当[天日晚]|晚上?|凌晨|（[^）]{3,8}）"
    r"|由[^的]{2,60}的|在[^的，]{2,30}之际|在(?=[^，]{4})|为期[^，。的]{1,6}的|据悉|本次|此次|随后|其间|期间|会后|同日|首先)*"
)
_MARK = re.compile(r"[，、。：；]")
_QUOTED = re.compile(r"“[^”]*(?:”|$)|《[^》]*》|（[^）]*）")
_NOT_IN = re.compile(r"(?:听取|审议|传达|学习贯彻了|宣布|表示|强调|指出|来自|欢迎出席)")
_NOT_BETWEEN = re.compile(r"介绍|通报|研究|听取|部署|传达|审议|并|表示|发布|宣布|以及|来自|期间|上|中|前|后|时|的|了|在")
_QUOTATION = re.compile(r"“[^”]*”")
_VERB = re.compile(
    r"迎接|围绕|参加|出席|表示|指出|强调|宣布|祝贺|介绍|认为|随着|根据|按照|关于|听取|审议|决定|筹备|为了|对于|通过|要求|将|正在|已经|是|向|对|表彰了|期待|欢迎|共同|联合|支持|希望|以优异|自从|来自"
)


@dataclass(slots=True)  # not frozen: a frozen one costs three times as much to make
class EventName:
    form: str
    start: int
    end: int
    strong: bool
    """False where only a weak head (活动, 培训) with nothing before it says that this is an event."""
    anaphor: bool = False
    """True for 会议, 本次活动, 招待会: it may stand for a name said elsewhere."""
    pointing: bool = False
    """True for 此次培训班: it certainly stands for one."""


class Heads:
    """Where the heads of events' names stand in one document."""

    __slots__ = ("_ends", "_text", "by_end", "hits", "starts")

    def __init__(self, chart: Chart) -> None:
        self._text = chart.text
        self._ends: list[int] | None = None
        self.hits = sorted(chart.of(EVENT))
        self.starts = [hit.start for hit in self.hits]
        self.by_end: dict[int, Hit] = {}
        """Of those that end at one place the longest."""
        for hit in reversed(self.hits):
            self.by_end[hit.end] = hit

    @property
    def ends(self) -> list[int]:
        """The sorted places where a head or its closing quote ends; made when first asked for."""
        if self._ends is None:
            quoted = [end + 1 for end in self.by_end if self._text.startswith("”", end)]
            self._ends = sorted({*self.by_end, *quoted})
        return self._ends


class EventReader:
    def __init__(self, rulebook: Rulebook) -> None:
        self._weak = frozenset(row["form"] for row in rulebook.lexicon("event_heads") if row["weak"])
        self._kinds = rulebook.lexicon("event_heads").column("kind")

    def begin(self, chart: Chart, heads: Heads | None = None) -> Heads:
        """Read in this document from now on. `heads`: what another reader has returned for it."""
        if heads is None:
            heads = Heads(chart)
        self._chart, self._text = chart, chart.text
        self._heads, self._hits, self._starts, self._by_end = heads, heads.hits, heads.starts, heads.by_end
        return heads

    # -- the object of a verb --------------------------------------------------------------------------------------

    def object(self, at: int, *, quoted: bool = True, loose: bool = False) -> EventName | None:
        """The event that text[at:] begins with, as after 举办; None when the verb has no event for its object.

        quoted: whether a quotation alone (举办“幸福大讲堂”) is an event's name.
        loose: whether a noun phrase that closes the clause is one, unless it names something else (会谈, 学校).
        """
        text = self._text
        if not quoted and not loose:  # then nothing but a head tells
            first = bisect_left(self._starts, at)
            if first == len(self._starts) or self._starts[first] > at + _FARTHEST_HEAD:
                return None
        light = _LIGHT.match(text, at)
        start = light.end() if light else at
        limit = self._segment_end(start)
        end, weak = self._head_end(start, limit)
        if end is None and quoted:
            end = self._formed_end(start, limit)
        if end is None and loose:
            end, weak = self._any_end(start, limit), True
        if end is None:
            if quoted and text[start : start + 1] in ("“", "《"):
                close = text.find("”" if text[start] == "“" else "》", start + 3, min(len(text), start + 60))
                if close > 0 and text[start] == "“":
                    return EventName(text[start : close + 1], start, close + 1, True)
            return None
        if _NOT_HELD.match(text, end):
            return None
        by = _HELD_BY.match(text, start, end)
        if by and "“" not in by[0]:
            start = by.end()
        form = text[start:end]
        strong = not weak or (len(form) > 4 and not (loose and end == limit and not self.ends_at(end)))
        pointing = bool(_POINTING.search(text[at:start])) or form.startswith(("此次", "本次", "这次"))
        return EventName(form, start, end, strong, bool(_ANAPHOR.fullmatch(form)), pointing)

    def _formed_end(self, start: int, limit: int) -> int | None:
        """The end of a clause that closes in 会, 节 or 赛 as events' names do, for heads that no lexicon has (开捕节)."""
        if self._text[limit - 1] not in _FORMED_ENDS:
            return None
        match = _FORMED.search(self._text, start + 1, limit)
        if match is None or match.end() != limit or self._chart.ends_body(limit) or limit - start > 40:
            return None
        return limit if self._joins(start, limit, first=True) else None

    def _any_end(self, start: int, limit: int) -> int | None:
        piece = self._text[start:limit]
        if not 4 <= len(piece) <= 40 or _NO_EVENT.search(piece) or self._chart.ends_body(limit):
            return None
        if any(word in self._chart.lexis.breakers for word in _HAN_RUN.findall(piece)):
            return None
        return limit if _HAN_END.search(piece) else None

    def _segment_end(self, at: int) -> int:
        """Where the clause ends that goes on from `at`: at a stop, outside brackets also at a comma or colon."""
        text, depth = self._text, 0
        limit = min(len(text), at + _LONGEST_NAME)
        for mark in _SEGMENT_MARK.finditer(text, at, limit):
            char = mark[0]
            if char in _OPEN:
                depth += 1
            elif char in _CLOSE:
                depth -= 1
                if depth < 0:
                    return mark.start()
            elif depth == 0 or char in _STOP:
                return mark.start()
        return limit

    def _head_end(self, start: int, limit: int) -> tuple[int | None, bool]:
        """Where the event's name that begins at `start` ends, before `limit`; and whether its head is a weak one."""
        end: int | None = None
        weak = False
        for index in range(bisect_left(self._starts, start), len(self._hits)):
            hit = self._hits[index]
            if hit.start >= limit:
                break
            if hit.end > limit or (end is not None and hit.end <= end):
                continue
            if end is not None and hit.start > end and not self._joins(end, hit.start):
                break
            if end is None and not self._joins(start, hit.start, first=True):
                break
            if end is not None and hit.form in self._weak and hit.end < limit:
                continue  # 招商会|签约项目23个
            if _GOES_ON.match(self._text, hit.end) and not self._text.startswith("代表大会", hit.end):
                continue
            end, weak = hit.end, hit.form in self._weak
        if end is not None and self._text[end : end + 1] == "”" and self._text.count("“", start, end) > self._text.count("”", start, end):
            end += 1  # “…评选”|活动
            for index in range(bisect_left(self._starts, end), len(self._hits)):
                if self._hits[index].start > end:
                    break
                if not _GOES_ON.match(self._text, self._hits[index].end):
                    end, weak = max(end, self._hits[index].end), False
        return end, weak

    def _joins(self, start: int, end: int, *, first: bool = False) -> bool:
        """Whether text[start:end] can stand inside an event's name before its head."""
        if start >= end:
            return True
        piece = self._text[start:end]
        if "之一" in piece or "——" in piece:
            return False
        if not first and (len(piece) > 24 or _MARK.search(piece)):
            return False
        if first:
            piece = _QUOTED.sub("", piece)
            return not _NOT_IN.search(piece) or len(piece) > 40
        return not _NOT_BETWEEN.search(piece)

    # -- the name before a place -----------------------------------------------------------------------------------

    def ending_at(self, end: int, *, floor: int = 0) -> EventName | None:
        """The event's name that ends at `end` (…|由A主办, …|在京举行)."""
        text = self._text
        closing = text[end - 1 : end] == "”"
        head = self._by_end.get(end - 1 if closing else end)
        if head is None or head.start < floor:
            if closing:
                opening = text.rfind("“", max(floor, end - 60), end)
                if opening >= 0 and end - opening > 4:
                    return EventName(text[opening:end], opening, end, True)
            return None
        start = self._left(head, end, floor)
        whole = self._clause(head, end, floor)
        if whole is not None and whole < start:
            start = whole
        by = _HELD_BY.match(text, start, head.start)
        if by and "“" not in by[0]:
            start = by.end()
        dash = text.rfind("——", start, head.start)
        if dash >= 0:
            start = dash + 2
        form = text[start:end]
        strong = head.form not in self._weak or len(form) > 4
        anaphor = start == head.start or bool(_ANAPHOR.fullmatch(form))
        return EventName(form, start, end, strong, anaphor, form.startswith(("本届", "本次", "此次", "这次")))

    def _clause(self, head: Hit, end: int, floor: int) -> int | None:
        """Where the name begins when it fills its clause (中央层面整治形式主义为基层减负专项工作机制会议|在京召开)."""
        text, depth = self._text, 0
        at = head.start
        low = max(floor, end - 60)
        while at > low:
            char = text[at - 1]
            if char in _CLOSE:
                depth += 1
            elif char in _OPEN:
                depth = max(0, depth - 1)
            elif char in _STOP or (depth == 0 and char in "，,:："):
                break
            at -= 1
        else:
            if at > floor and at > 0:
                return None  # too long for a name
        match = _BEFORE_CLAUSE.match(text[at : head.start])
        if match:
            at += match.end()
        while at < head.start and text[at] in " 　":
            at += 1
        if _VERB.search(_QUOTATION.sub("", text[at : head.start])):
            return None
        return at

    def _left(self, head: Hit, end: int, floor: int) -> int:
        """Walk left from the head over names' parts, ordinals, years, brackets and quotes."""
        text, chart = self._text, self._chart
        start = head.start
        low = max(floor, head.start - 60)
        for _ in range(12):
            moved = chart.left_border(start, floor=low).start if start > low else start
            if moved < start:
                start = moved
            if start <= low:
                break
            char = text[start - 1]
            if char in "”》）)":
                opening = text.rfind({"”": "“", "》": "《", "）": "（", ")": "("}[char], low, start)
                if opening < low:
                    break
                start = opening
                continue
            if char in "“《" and end > start and text[end - 1] in "”》":
                start -= 1
                continue
            if char == "“" and "”" in text[start:end]:
                start -= 1
                continue
            match = _BEFORE_NAME.search(text, low, start)
            if match is None or match.start() == start or match[0] in ("”", "》", "）", ")", "“", "《", "（", "("):
                break
            start = match.start()
        return start

    def is_head(self, form: str) -> bool:
        """Whether a name is only its last word (开幕式, 典礼)."""
        return form in self._kinds

    def kind_at(self, end: int) -> str:
        """The kind of the head that ends at `end` (meeting, clinic, contest…), "" without one."""
        head = self._by_end.get(end)
        return self._kinds[head.form] if head is not None else ""

    def ends_at(self, end: int) -> bool:
        """Whether a head, or a quotation that a head closes, ends at `end`: what `ending_at` needs, at little cost."""
        return end in self._by_end or (self._text[end - 1 : end] == "”" and end - 1 in self._by_end)

    def ends_between(self, low: int, high: int) -> list[int]:
        """The places behind `low` and up to `high` for which `ends_at` holds, the last first."""
        ends = self._heads.ends
        return ends[bisect_right(ends, low) : bisect_right(ends, high)][::-1]
