"""Events: their names, where and when they are held, and the event they are a part of.

Names come from three places: what organizers hold (`organizers.py` leaves its claims), what is said to be held (E13日
在京召开; 在京举行的E上; `rules/roles/events.toml`), and the sessions of an umbrella event (E的活动之一——F). Place and date
stand beside the verb; a date without its year takes it from the publication date (`extractor.numerals`).

All offsets are on the repaired text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

import regex
from ahocorasick_rs import AhoCorasick, MatchKind

from extractor.components.analysis import Analysis
from extractor.components.chart import EVENT, Chart
from extractor.components.event_names import EventName, EventReader
from extractor.components.organizers import Claim, Steps, sentence_start
from extractor.numerals.dates import DateReading, read_dates
from extractor.numerals.scan import fold
from extractor.offsets import Span
from extractor.records import Event
from extractor.rulebook import Rule, Rulebook

_HARD_MARK = re.compile("[。\n；！？;]")
_REACH = 240
"""A sentence is not followed further back."""
_PLACE = re.compile(r"(?:在|于|地点[:：])(?P<place>[^，。；、！？\n“”]{1,32})$")
_NO_PLACE = re.compile(r"[0-9]|期间|会上|之际|基础|背景|会议上|时候|方面|形式|方式|日前|近日|昨|今|明|过程|同时|线上|现场$|全国范围|之下|下$|之后|前$|会前")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?=年|[^0-9])")
_SAID_YEAR = re.compile(r"((?:19|20)[0-9]{2})年")
_MONTH_DAY = re.compile(r"(1[0-2]|[1-9])月([12][0-9]|3[01]|[1-9])日(?:[至到—–\-~～]{1,2}(?:(1[0-2]|[1-9])月)?([12][0-9]|3[01]|[1-9])日)?")
_PLACE_END = re.compile(r"签订|签署|召开|举行|同|与(?!会)|分别|会见|出席|参加|联合|共同|主持|并(?!州)|就|以|向")
_OPENING = re.compile(r"(?:开幕式|闭幕式|开幕会|闭幕会|开幕大会)(?:暨[^，。]{2,20})?$")
_HOPED = re.compile(r"(?:迎接|随着|自从|如果|期待|祝贺|庆祝|支持|筹备|决定|关于|根据|通过|欢迎|对)$")
_COUNTED = re.compile(r"[0-9一二三四五六七八九十几多各]{1,5}(?:次|场|项|个)")
_VAGUE = re.compile(r"^(?:各|多|历|有关|相关|并)|活动$|将|，|所在的")
_PRAISE = re.compile(r"(?:十分|非常|极其)?(?:重要|盛大|特殊|关键|精彩|隆重|成功)的[一-龥]{2,4}$")
_INNER_IN = re.compile(r"[在于](?=[^在于]{2,}$)")
_HELD_BEHIND = re.compile(
    r"[^，。；\n]{0,24}?[在于]([^，。；、\n“”]{1,26}?)(?:隆重|正式|盛大|成功|顺利)?(?:举行|召开|举办|开幕|启动|落幕|闭幕)"
)
_BLANK = regex.compile(r"[“”\s　]")
_SAYS_YEAR = re.compile(r"年|世纪|五[”\"时期末初开收规以]|[0-9]{4}|[0-9]{2}-")
"""One of these is in every date that says its own year: 2011年, 2011.8.19, 11-08-19, 上世纪, “十二五”."""
_UMBRELLA = re.compile(r"(?:的?(?:系列|重要|主要|配套|重点|专题)*(?:活动)?)$")


@dataclass(slots=True)
class _Found:
    name: EventName
    rule: str
    place: str | None = None
    start: str | None = None
    end: str | None = None
    part_of: str | None = None
    confidence: float = 0.9
    mentions: list[Span] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)


class EventStage:
    def __init__(self, rulebook: Rulebook) -> None:
        self._reader = EventReader(rulebook)
        self._steps = Steps(rulebook)
        self._rules: dict[str, list[Rule]] = {}
        self._follow: dict[str, Any] = {}
        for rule in rulebook.family("event"):
            for word in rule.options.get("trigger", ()):
                self._rules.setdefault(word, []).append(rule)
            if "follow" in rule.options:
                self._follow[rule.id] = regex.compile(rule.options["follow"])
        self._frames = {"held": self._held, "relative": self._relative, "attended": self._attended}
        words = sorted(self._rules, key=lambda word: (-len(word), word))
        self._words = words  # of those that begin at one place the longest, as in organizers
        self._finder = AhoCorasick(words, matchkind=MatchKind.LeftmostLongest)
        rows = rulebook.lexicon("division_abbreviations")
        shorts = {row["full"]: row["form"] for row in rulebook.lexicon("divisions") if row["form"] + row["full"][-1:] == row["full"]}
        self._abbreviations = {
            row["form"]: shorts.get(row["full"], row["full"]) for row in rows if row["form"] in "京津沪渝"
        }

    def run(self, analysis: Analysis) -> None:
        chart: Chart = analysis.state["chart"]
        self._chart, self._text = chart, chart.text
        self._near: dict[Span, list[DateReading]] = {}
        self._published = analysis.document.published
        claims: list[Claim] = analysis.state.get("claims", [])
        found = [item for claim in claims if (item := self._of_claim(claim)) is not None]
        triggers = self._finder.find_matches_as_indexes(self._text) if chart.of(EVENT) else ()
        if triggers:
            self._reader.begin(chart, analysis.state.get("event_heads"))
        for index, start, end in triggers:
            for rule in self._rules[self._words[index]]:
                items = self._try(rule, start, end, claims)
                found += items
                if items:
                    break
        if not found:
            return
        merged = self._merged(found)
        if analysis.explain:
            for item in merged:
                analysis.note("events", item.name.start, item.name.end, f"held at {item.place}, {item.start}", item.rule)
        self._settle(analysis, merged)
        analysis.events = [
            Event(
                name=item.name.form, place=item.place, start=item.start, end=item.end, part_of=item.part_of,
                mentions=mentions, text=self._text[slice(*mentions[0])] if mentions else "", rules=tuple(item.rules),
                confidence=item.confidence,
            )
            for item in merged
            for mentions in (tuple(sorted(set(item.mentions))),)
        ]

    def _settle(self, analysis: Analysis, merged: list[_Found]) -> None:
        """Organizers whose frame says 本次会议, or no event, hold the named event before them, else the first one."""
        unsettled: frozenset[int] = analysis.state.get("unsettled", frozenset())
        named = [item for item in merged if item.name.strong and not item.name.anaphor]
        if not unsettled or not named:
            return
        organizers = list(analysis.organizers)
        for index in unsettled:
            at = organizers[index].mentions[0][0]
            nearest = max((item for item in named if item.mentions[0][0] < at), key=lambda i: i.mentions[0][0], default=named[0])
            organizers[index] = replace(organizers[index], event=nearest.name.form)
        analysis.organizers = organizers

    # -- frames ----------------------------------------------------------------------------------------------------

    def _of_claim(self, claim: Claim) -> _Found | None:
        name = claim.event
        if name is None or name.pointing or (name.anaphor and claim.rule.options["use"] != "active"):
            return None
        item = _Found(name, "event.object", confidence=0.85 if name.strong else 0.7)
        if name.anaphor:
            item.confidence = 0.6
        gap_from = max(doer.end for doer in claim.doers) if claim.doers else claim.trigger.start
        self._where(item, min(gap_from, claim.trigger.start), claim.trigger.start)
        if name.end > claim.trigger.end and item.place is None:
            self._where_behind(item, name.end)
        self._when(item, claim.trigger.start)
        return item

    def _try(self, rule: Rule, start: int, end: int, claims: list[Claim]) -> list[_Found]:
        follow = self._follow.get(rule.id)
        if follow is not None and follow.match(self._text, end):
            return []
        use = rule.options["use"]
        if use == "part":
            return self._part(rule, start, end)
        if claims and any(claim.trigger.start <= start < claim.trigger.end for claim in claims):
            return []
        item = self._frames[use](rule, start, end)
        return [item] if item is not None else []

    def _held(self, rule: Rule, start: int, end: int) -> _Found | None:
        text = self._text
        low = self._sentence_start(start)
        for at in self._reader.ends_between(max(low + 2, start - 60), start):
            if not self._steps.fill(text, at, start):
                continue
            name = self._reader.ending_at(at, floor=low)
            if name is None or name.anaphor or not name.strong or self._hoped_for(name.start, low):
                return None
            item = _Found(name, rule.id, confidence=0.85)
            self._where(item, at, start)
            self._when(item, start)
            return item
        return None

    def _hoped_for(self, start: int, low: int) -> bool:
        """迎接大会召开, 随着大会的召开: nothing says that it takes place."""
        return bool(_HOPED.search(self._text, max(low, start - 4), start))

    def _relative(self, rule: Rule, start: int, end: int) -> _Found | None:
        if not self._text.startswith("的", end):
            return None
        name = self._reader.object(end, quoted=False)
        if name is None or name.anaphor or not name.strong or _COUNTED.match(name.form) or _PRAISE.match(name.form):
            return None
        item = _Found(name, rule.id, confidence=0.8)
        self._where(item, max(self._sentence_start(start), start - 40), start)
        self._when(item, start)
        return item

    def _attended(self, rule: Rule, start: int, end: int) -> _Found | None:
        name = self._reader.object(end, quoted=False)
        if name is None or name.anaphor or name.pointing or not name.strong or name.start > end + 2:
            return None
        if _VAGUE.search(name.form) or self._reader.is_head(name.form):
            return None
        opening = _OPENING.search(name.form)
        if opening and self._reader.ends_at(name.start + opening.start()):  # …峰会|开幕式
            name = replace(name, form=name.form[: opening.start()], end=name.start + opening.start())
        item = _Found(name, rule.id, confidence=0.75)
        low = max(self._sentence_start(start), start - 40)
        if "会见" in self._text[low:start]:  # 在京会见来华出席…的客人 says nothing of the event's place and day
            return item
        self._where(item, low, start)
        self._when(item, start)
        return item if item.place or item.start else None

    def _part(self, rule: Rule, start: int, end: int) -> list[_Found]:
        """The event and the session of it that 之一—— stands between."""
        text, low = self._text, self._sentence_start(start)
        umbrella = _UMBRELLA.search(text, low, start)
        inner = self._reader.ending_at(umbrella.start(), floor=low) if umbrella else None
        whole = inner if inner is not None and inner.strong else self._reader.ending_at(start, floor=low)
        part = self._reader.object(end)
        if whole is None or part is None or not whole.strong or not part.strong:
            return []
        return [_Found(whole, rule.id), _Found(part, rule.id, part_of=whole.form)]

    # -- where and when --------------------------------------------------------------------------------------------

    def _where(self, item: _Found, left: int, right: int) -> None:
        """The place in text[left:right], which ends at the verb."""
        text = self._text
        end = self._steps.before(text, left, right)
        match = _PLACE.search(text, left, end)
        if match is None:
            return
        place = match["place"]
        inner = _INNER_IN.search(place)
        if inner:
            place = place[inner.end() :]
        cut = _PLACE_END.search(place, 2)
        place = place[: cut.start()] if cut else place
        if _NO_PLACE.search(place) or not place or (cut and len(place) == 2 and place[0] in self._abbreviations):
            return
        item.place = self._abbreviations.get(place, place)

    def _where_behind(self, item: _Found, at: int) -> None:
        """…主办的E在京举行."""
        text = self._text
        match = _HELD_BEHIND.match(text, at)
        if match and not _NO_PLACE.search(match[1]):
            item.place = self._abbreviations.get(match[1], match[1])

    def _when(self, item: _Found, at: int) -> None:
        """The last date of the sentence before `at`, else the first one behind it."""
        low = self._sentence_start(at)
        stop = _HARD_MARK.search(self._text, at, at + 60)
        high = stop.start() if stop else min(len(self._text), at + 60)
        inside = [d for d in self._dates_in(low, high) if d.period in ("day", "span", "month")]
        outside = [d for d in inside if not item.name.start <= d.start_offset < item.name.end]
        before = [d for d in outside if d.end_offset <= at]
        chosen = before[-1] if before else None
        if chosen is None and item.name.start >= at:
            behind = [d for d in outside if d.start_offset >= item.name.end]
            chosen = behind[0] if behind else None
        if chosen is not None:
            item.start, item.end = chosen.start_iso, chosen.end_iso
            return
        year = _YEAR.search(item.name.form)
        if year is None:
            return
        item.start = item.end = year[0]
        day = _MONTH_DAY.search(self._text, low, high)
        if day:  # 7月27日，2011全国…分析会召开
            item.start = f"{year[0]}-{int(day[1]):02}-{int(day[2]):02}"
            item.end = item.start if day[4] is None else f"{year[0]}-{int(day[3] or day[1]):02}-{int(day[4]):02}"

    def _dates_in(self, low: int, high: int) -> list[DateReading]:
        """The dates of text[low:high]. Without a publication date the year said last before them stands in for it."""
        if (low, high) in self._near:
            return self._near[low, high]
        text = self._text
        read: list[DateReading] = []
        # without a publication date only a date that says its own year is one, and those after it
        if self._published or _SAYS_YEAR.search(fold(text[low:high])):
            # an event that speaks of “十二五” is not held for five years
            read = [d for d in read_dates(text[low:high], self._published) if d.period != "plan"]
        if not self._published and "月" in text[low:high] and (years := _SAID_YEAR.findall(text, max(0, low - 1500), low)):
            known = {d.start_offset for d in read}
            read += [
                d for d in read_dates(text[low:high], f"{years[-1]}-12-31")
                if d.start_offset not in known and "月" in d.text and d.period != "plan"
            ]
        self._near[low, high] = [
            replace(d, start_offset=d.start_offset + low, end_offset=d.end_offset + low) for d in read
        ]
        return self._near[low, high]

    def _sentence_start(self, at: int) -> int:
        return sentence_start(self._text, at, _REACH)

    # -- one fact an event -----------------------------------------------------------------------------------------

    @staticmethod
    def _merged(found: list[_Found]) -> list[_Found]:
        out: list[_Found] = []
        for item in sorted(found, key=lambda item: item.name.start):
            same = next((known for known in out if _same(known.name.form, item.name.form)), None)
            if same is None:
                item.mentions.append((item.name.start, item.name.end))
                item.rules.append(item.rule)
                out.append(item)
                continue
            if len(item.name.form) > len(same.name.form):
                same.name = item.name
            same.mentions.append((item.name.start, item.name.end))
            same.place = same.place or item.place
            if same.start is None:
                same.start, same.end = item.start, item.end
            same.part_of = same.part_of or item.part_of
            same.confidence = max(same.confidence, item.confidence)
            if item.rule not in same.rules:
                same.rules.append(item.rule)
        return out


def _same(first: str, second: str) -> bool:
    one, other = _BLANK.sub("", first), _BLANK.sub("", second)
    return one == other or (min(len(one), len(other)) > 5 and (one.endswith(other) or other.endswith(one)))
