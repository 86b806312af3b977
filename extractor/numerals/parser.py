"""The one pass: from each numeral run outwards to comparators, currency, unit, range and shared unit.

`Parser(words).readings(text)` yields a `Reading` for every place that states a number, in text order and without
overlaps. Nothing here decides what a record wants; that is `reader.py`. The parse looks at a few characters to each
side of a run and never goes back, so it is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from extractor.numerals.reading import Reading, stronger
from extractor.numerals.scan import ATOM, CAPITALS, INNER, numerals
from extractor.numerals.value import DIGITS, UNITS, Value, evaluate
from extractor.numerals.words import Unit, Words

_SEPARATOR = re.compile(r" ?(?:[-－—–―~～]{1,2}|至|到) ?")
_LIST = re.compile(r" ?(?:、|和|与|或|及|,) ?")
_LIST_SIGNS = frozenset("及,，、")
_ASCII_DIGITS = frozenset("0123456789")
_ORDINAL_MARKS = frozenset("第笫")
_INSIDE = frozenset(" 余多来几")
_SEPARATES = frozenset(" -－—–―~～至到与和")
_LISTS = frozenset(" 、和与或及,")
_PER = frozenset("/每")
_UNCLEAN = frozenset(".:：/·•-%,")
_SHORT = frozenset("0123456789一二三四五六七八九十")
_DATE_GOES_ON = frozenset("0123456789日")
_HALF = Decimal("0.5")
_DENOMINATOR = re.compile(r" ?(?:分之|分 之)")
_SHARE_OPENS = frozenset(" 分")
_SPARE = frozenset("数几两千兆十百万亿零〇")
_TENTH, _CENT_STEP = Decimal("0.1"), Decimal("0.01")
_COINED = frozenset(("元", "圆", "块", "角", "毛", "蚊"))
_COINED_IN_FULL = frozenset(("元", "圆"))
_COIN = re.compile(
    r"(?P<zero>零)?(?P<digit>[一二两三四五六七八九壹贰叁参肆伍陆柒捌玖]|[0-9](?![0-9.,万亿]))(?P<coin>[角毛毫分])?"
)
_COIN_STEPS = {"角": _TENTH, "毛": _TENTH, "毫": _TENTH, "分": _CENT_STEP}
_COIN_ENDS = frozenset(("", "，", "。", "、", "；", "到", "至", "-", " "))
_BETWEEN = re.compile(r"[与和](?=[0-9一二三四五六七八九十])")
_BETWEEN_END = re.compile(r"[^，。；]{0,6}?(?:之间|间)")
_TENTHS = re.compile(r" ?([一二三四五六七八九]|半)(?![十百千万亿成个多])")
_GLUED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_#@/\\=&?")
_TEMPERATURES = frozenset(("℃", "°C", "摄氏度", "度", "°", "℉", "°F", "华氏度"))
_NEVER_NEGATIVE = frozenset(("count", "direct", "event", "clock", "time"))
# A comparator whose verb stands between it and the number: 最少可以配备2辆, 至少减产10%, 不到总数的7%
_FAR = re.compile(
    r"(?P<least>至少|最少|起码|最低)|(?P<most>至多|最多)|(?P<about>大约|大概)|(?P<below>不到|不足)"
)
# Searched in the few characters before a number; `re` takes a position below 0 for 0.
_FAR_FIRST = re.compile("[至最起大不]")
_EACH = re.compile("每")
_FAR_OR_EACH = re.compile("[至最起大不每]")
_FAR_GAP = re.compile(
    r"(?:也|已经?|可以?|能够?|应该?|将|都|得|要|需要?|会)*"
    r"(?:在|有|为|达到?|要|需要?|涨|降|跌|减|增|占|花费?|卖|[减增][产少长加值]|配备|安排|派出|安装|建成|建设|拥有|组织|培训"
    r"|完成|投入|投资|支付|缴纳|提供|保证|保留|保持|持续|生产|销售|损失|上涨|下降|提高|降低|举办|开展|召开|参加|走访"
    r"|造成|导致|致使|夺走|救出|营救|发现|查获|确诊|新增"
    r"|占[一-鿿]{0,5}的)?[了过]?"
)
_SHARE_OF = re.compile(r"(?:总[数量额]|其|全[国省市县球])[一-鿿]{0,2}的")
_CENT = Unit("分", "money", code="CNY", factor=Decimal("0.01"))
_WHOLE = Unit("元", "money", code="CNY")
_MORE_UNITS = ("小时", "星期", "世纪", "季度", "月", "分钟", "钟头")


class Parser:
    def __init__(self, words: Words) -> None:
        self._words = words
        # most single Chinese numerals are parts of words (统一, 一些): one look at the next character settles it
        follow = "".join(map(re.escape, sorted(INNER | words.follow)))
        self._atoms = numerals(rf"(?=[{follow}]|\Z)")
        self._goes_on = INNER | _LIST_SIGNS | frozenset("至到和与或-－—–―~～分又/") | frozenset(words.behind)
        self._attaches = self._goes_on | _PER | frozenset("整正")
        """What may belong to a number behind its unit."""
        self._heads = words.before_ends | frozenset(" -－负下") | frozenset(words.prefixes)
        """What may belong to a number directly in front of it."""
        self._before_ends = words.before_ends
        self._behinds = frozenset(words.behind) | {" "}

    def readings(self, text: str, *, bare: bool = False, dates: bool = True) -> Iterator[Reading]:
        """Readings of a folded text. `bare`: numbers without a unit as well (ordinals and fractions always come).

        dates: ordinals and bare years too; whoever drops them saves the time with False.
        """
        taken = 0
        follow, goes_on, unit_at = self._words.follow, self._goes_on, self._words.unit_at
        length = len(text)
        for match in (ATOM if bare else self._atoms).finditer(text):
            start, end = match.span()
            unit = None
            # what follows settles most short numbers: 8月, 19日, 二十大 and, where they are not wanted, years
            if not bare and end < length:
                follower = text[end]
                size = end - start
                if size < 3:
                    if follower == "月":
                        if text[end + 1 : end + 2] in _DATE_GOES_ON and text[start] in _ASCII_DIGITS:
                            continue
                    elif follower not in goes_on:
                        unit = unit_at(text, end)
                        if (
                            unit is None
                            and _SHORT.issuperset(text[start:end])
                            and text[start - 1 : start] not in _ORDINAL_MARKS
                        ):
                            continue
                    elif size == 1 and follower not in follow and text[start] not in _ASCII_DIGITS:
                        continue
                elif follower == "年" and not dates and size == 4 and self._is_year(text, start, end):
                    continue
            if start < taken:
                if end <= taken:
                    continue
                start, unit = taken, None
                if (
                    not bare
                    and end - start == 1
                    and end < length
                    and text[end] not in follow
                    and text[start] not in _ASCII_DIGITS
                ):
                    continue
            reading = self._read(text, start, end, unit, bare, dates)
            if reading is not None:
                if reading.start < taken:
                    reading.start = taken
                yield reading
                taken = reading.end

    def _is_year(self, text: str, start: int, end: int) -> bool:
        """2011 in front of 年, unless more belongs to it (2011年至, 2011年多)."""
        if text[start] not in "12" or not text[start:end].isdecimal():
            return False
        behind = text[end + 1 : end + 2]
        if behind in _DATE_GOES_ON:
            return True
        unit = None if behind in self._goes_on or behind in _PER else self._words.unit_at(text, end)
        return unit is not None and unit.form == "年"

    # -- one place ----------------------------------------------------------------------------------------------------

    def _read(
        self, text: str, start: int, end: int, unit: Unit | None, bare: bool, dates: bool
    ) -> Reading | None:
        """The number at `[start, end)`. unit: the one at `end`, if it has been looked up already."""
        words = self._words
        before = text[start - 1] if start else ""
        if before in _ORDINAL_MARKS:
            return self._ordinal(text, start, end) if dates else None
        if before in _GLUED and not self._prefix_at(text, start):
            return None  # G20, CO2, K4179: part of a name
        # no listed name begins with Arabic digits
        if (
            text[start] not in _ASCII_DIGITS
            and words.is_name(text, start, end)
            and not text.startswith("分之", end)
        ):
            return None
        value = _whole(text[start:end])
        if value is None:
            fixed = self._value(text, start, end)
            if fixed is None:
                return None
            if end != fixed[1]:
                unit = None
            start, end, value = fixed
        digits = text[start] in _ASCII_DIGITS
        follower = text[end : end + 1]
        if digits and (follower in _UNCLEAN or text[start - 1 : start] in _UNCLEAN) and not self._clean(text, start, end):
            return None
        if follower not in self._goes_on:
            unit = unit or words.unit_at(text, end)
            if unit is None and not bare and not _telling(text[start - 1 : start], digits, value.low, value):
                return None  # nothing can belong to it
        elif follower in _SHARE_OPENS and _DENOMINATOR.match(text, end):
            share = self._share(text, start, end, value)
            if share is not None or not bare:
                return share
        reading = Reading(start, end, start, end, value.low, value.high, value, "bare", chinese=not digits)
        if value.more:
            reading.sign = ">"
        self._tail(text, reading, unit)
        if reading.family == "bare" and not bare and reading.sign == "=" and not _telling(
            text[start - 1 : start], digits, reading.low, value
        ):
            return None
        start = reading.start
        if text[start - 1 : start] in self._heads or _FAR_OR_EACH.search(text, start - 10, start) is not None:
            self._head(text, reading)
        return reading

    def _value(self, text: str, start: int, end: int, speaks: bool = False) -> tuple[int, int, Value] | None:
        """The numeral at `[start, end)`, less what belongs to words on either side (队伍, 千米, 二两)."""
        run = text[start:end]
        # capitals count only where there are several or money behind: 队伍, 大陆 and 收拾 hold none
        if run[0] in CAPITALS and not (speaks or self._speaks(text, start, end)):
            rest = run.lstrip("壹贰叁参肆伍陆柒捌玖拾佰仟")
            if not rest:
                return None
            start += len(run) - len(rest)
            run = rest
        if run[-1] in "千兆两" and (
            self._split_magnitude(text, start, end)
            if run[-1] != "两"
            else len(run) > 1 and (run[-2] in UNITS or run[-2] in DIGITS or run[-2].isdigit())
        ):
            end -= 1
            run = run[:-1]
        if run[0] == "一" and len(run) > 1 and start and text[start - 1] in "唯统惟专划":
            start += 1
            run = run[1:]
        if run[0] == "数" and start and text[start - 1] in "人总户指系分基件个倍多少次辆台字票参函岁度单位家":
            start += 1
            run = run[1:]
        if not run:
            return None
        value = evaluate(run)
        if value is not None:
            return start, end, value
        # 之一2011: the digits are a number of their own
        for at in range(1, min(len(run), 12)):
            if run[at].isdigit() != run[at - 1].isdigit() or (run[0] in _SPARE and at == 1):
                value = evaluate(run[at:])
                if value is not None:
                    return start + at, end, value
        value = evaluate(run[:-1]) if len(run) > 1 else None
        return None if value is None else (start, end - 1, value)

    def _speaks(self, text: str, start: int, end: int) -> bool:
        capitals = sum(char in CAPITALS for char in text[start:end])
        if capitals > 1 or end - start > 2:
            return True
        if end - start == len(text.strip()) or text.startswith("分之", end) or text[start - 1 : start] in ("又", "负"):
            return True
        unit = self._words.unit_at(text, end)
        return text[end : end + 1] == "分" or (unit is not None and (unit.family == "money" or start == 0))

    def _split_magnitude(self, text: str, start: int, end: int) -> bool:
        """千 and 兆 may belong to the unit: 1.5千克, 三十千瓦, 五十兆字节, 三百一十一千米."""
        unit = self._words.unit_at(text, end - 1)
        if unit is None or end - start < 2 or len(unit.form) < 2:
            return False
        before = text[end - 2]
        if unit.form in ("千米",) and before in DIGITS:
            run = text[start : end - 1]
            return any(char in UNITS for char in run) or before not in DIGITS
        return True

    def _clean(self, text: str, start: int, end: int) -> bool:
        """False for digits inside codes, versions, times and dates written with signs."""
        if end < len(text):
            follower = text[end]
            if follower in ".:：/·•" and end + 1 < len(text) and text[end + 1].isdigit() and text[end + 1].isascii():
                return False
            if follower == "-" and start and text[start - 1] == "-":
                return False
        if start:
            before = text[start - 1]
            if before == "%":
                return False  # %28: an escaped character of an address
            if before in ".:：/·•" and start > 1 and text[start - 2].isdigit() and text[start - 2].isascii():
                return False
            if before == "," and start > 1 and text[start - 2].isdigit() and text[start - 2].isascii():
                return end - start != 3
        return True

    # -- behind the number --------------------------------------------------------------------------------------------

    def _tail(self, text: str, reading: Reading, unit: Unit | None) -> None:
        """Attach what stands behind. unit: the one directly behind the number, None where it is still to be found.

        Most numbers have few of the things that can stand behind one: a look at the next character spares the calls.
        """
        at = reading.end
        if unit is None:
            words = self._words
            if text[at : at + 1] in _INSIDE:
                at = self._inside(text, reading, at)
            unit = words.unit_at(text, at)
            follower = text[at : at + 1]
            if unit is None and follower == " ":
                unit = words.unit_at(text, at + 1)
                if unit is not None:
                    at += 1
            if unit is None and follower == "分" and text[reading.number_start] in CAPITALS:
                unit = _CENT
            if unit is None:
                if follower in _SEPARATES and self._range(text, reading, at, None):
                    return
                if follower in _LISTS and self._shared(text, reading, at):
                    return
                reading.end = at
                self._behind(text, reading, None)
                return
        end = at + len(unit.form)
        if text[end : end + 1] in _SEPARATES and self._range(text, reading, end, unit):
            return
        self._unit(text, reading, unit, at)
        if unit.family == "money" and reading.behind is None and reading.end > end:  # 五元六角-五元七毛八分
            self._range(text, reading, reading.end, _WHOLE)

    def _inside(self, text: str, reading: Reading, at: int) -> int:
        """余, 多 and 来 between number and unit; 半 behind 个."""
        char = text[at]
        if char == " " and text[at + 1 : at + 2] in ("余", "多"):
            at, char = at + 1, text[at + 1]
        if char in "余多" and at + 1 < len(text):
            if (
                self._words.unit_at(text, at + 1)
                or text[at + 1] in "万亿"
                or text[at + 1 : at + 2] == " "
                or reading.value.scale > 1
            ):
                reading.sign = ">"
                return at + 1
        elif char == "来" and reading.value.low % 10 == 0 and self._words.unit_at(text, at + 1):
            reading.sign = "~"
            return at + 1
        elif char == "几" and reading.value.scale >= 10 and self._words.unit_at(text, at + 1):
            reading.sign = ">"
            return at + 1
        return at

    def _unit(self, text: str, reading: Reading, unit: Unit, at: int) -> None:
        """Attach the unit at `at`, with halves, sub-units, rates and what stands behind."""
        end = at + len(unit.form)
        form = unit.form
        if form == "个" and text[at + 1 : at + 2] in ("半", "多"):
            for longer in _MORE_UNITS:
                if text.startswith(longer, at + 2):
                    if text[at + 1] == "半":
                        reading.low += _HALF
                        reading.high += _HALF
                    else:
                        reading.sign = ">"
                    unit = self._words.unit_at(text, at + 2) or unit
                    form = "个" + longer if "个" + longer in self._words.seconds else longer
                    unit = Unit(form, "time", seconds=self._words.seconds.get(form))
                    end = at + 2 + len(longer)
                    break
        reading.entry, reading.unit, reading.family = unit, form, unit.family
        if unit.family == "money":
            reading.currency = unit.code
            if unit.factor is not None:
                reading.low *= unit.factor
                reading.high *= unit.factor
        reading.end = end
        if text[end : end + 1] not in self._attaches:
            return
        if unit.family == "money":
            end = self._coins(text, reading, unit, end)
        elif (
            text[end : end + 1] == "半"
            and unit.family in ("time", "measure", "arabic", "multiple")
            and text[end + 1 : end + 2] not in ("月", "年", "天", "径", "数", "岛", "导")
        ):
            reading.low += _HALF
            reading.high += _HALF
            end += 1
        elif form == "成":
            end = self._tenths(text, reading, end)
        reading.end = end
        if text[end : end + 1] in _PER and unit.family in ("measure", "money", "arabic", "time"):
            self._rate(text, reading)
        self._behind(text, reading, unit)
        if unit.family == "money" and reading.currency == "CNY":
            self._late_currency(text, reading)

    def _coins(self, text: str, reading: Reading, unit: Unit, end: int) -> int:
        """角 and 分 behind 元: 玖佰圆壹角捌分, 一块二, 两毛五; the end of what belongs to the amount."""
        if reading.low != reading.high or unit.form not in _COINED:
            return end
        factor = unit.factor or Decimal(1)
        while factor > _CENT_STEP:
            match = _COIN.match(text, end)
            if match is None:
                break
            if match["coin"] is not None:
                step = _COIN_STEPS[match["coin"]]
            elif unit.form in _COINED_IN_FULL or text[match.end() : match.end() + 1] not in _COIN_ENDS:
                break  # 元 is never followed by a bare digit; 块 is: 一块二
            else:
                step = _CENT_STEP if match["zero"] or factor < 1 else _TENTH
            if step >= factor:
                break
            digit = match["digit"]
            reading.low += (Decimal(digit) if digit.isascii() else Decimal(DIGITS[digit])) * step
            reading.high = reading.low
            factor, end = step, match.end()
            if match["coin"] is None:
                break
        return end + 1 if text[end : end + 1] in ("整", "正") else end

    def _tenths(self, text: str, reading: Reading, end: int) -> int:
        """七成六, 三成半; the value of 成 itself is set by the reader."""
        match = _TENTHS.match(text, end)
        if match is None:
            return end
        tenth = _HALF if match[1] == "半" else Decimal(DIGITS[match[1]]) / 10
        reading.low += tenth
        reading.high += tenth
        return match.end()

    def _rate(self, text: str, reading: Reading) -> None:
        """A rate's second unit: 元/吨, 立方米/日, 公里每小时."""
        end = reading.end
        if end + 1 >= len(text):
            return
        if text[end] == "/" or text[end] == "每":
            per = self._words.per_at(text, end + 1)
            if per is None and text[end] == "/":
                per = next(
                    (
                        Unit(form, "per")
                        for form in ("日", "月", "年", "时", "d", "h", "s", "个", "分")
                        if text.startswith(form, end + 1)
                    ),
                    None,
                )
            if per is not None:
                reading.end = end + 1 + len(per.form)
                reading.per = per.form
                if reading.family != "money":
                    reading.unit = f"{reading.unit}{text[end]}{per.form}"

    def _behind(self, text: str, reading: Reading, unit: Unit | None) -> None:
        """余 or 多 behind the unit (3元多, 5年多), then 以上, 左右 and their like."""
        at = reading.end
        if text[at : at + 1] not in self._behinds:
            return
        for _ in range(2):
            spaced = at + 1 if text[at : at + 1] == " " else at
            if spaced >= len(text):
                return
            for word in self._words.behind.get(text[spaced], ()):
                if not text.startswith(word.form, spaced):
                    continue
                end = spaced + len(word.form)
                follower = text[end : end + 1]
                if follower and follower in word.unless:
                    continue
                if word.only == "time" and (reading.family != "time" or reading.low != reading.high):
                    continue
                if word.only == "end" and follower and ("一" <= follower <= "鿿"):
                    continue
                if word.form in ("多", "余") and (
                    unit is None or unit.family not in ("time", "money", "multiple", "measure", "percent")
                ):
                    continue
                reading.sign = stronger(reading.sign, word.sign)
                reading.behind = word.form
                reading.end = at = end
                break
            else:
                return

    def _late_currency(self, text: str, reading: Reading) -> None:
        """3亿元以上人民币."""
        if reading.behind and text.startswith("人民币", reading.end):
            reading.end += 3

    # -- ranges and lists ---------------------------------------------------------------------------------------------

    def _range(self, text: str, reading: Reading, at: int, unit: Unit | None) -> bool:
        """A second number behind 至, 到 or a dash makes a range; the left end shares what it does not have itself."""
        if text[at : at + 1] not in _SEPARATES:
            return False
        match = _SEPARATOR.match(text, at)
        between = False
        if match is None:
            match = _BETWEEN.match(text, at)
            between = True
            if match is None:
                return False
        second = ATOM.match(text, match.end())
        if second is None:
            prefix = self._prefix_behind(text, match.end())
            second = ATOM.match(text, prefix) if prefix else None
            if second is None:
                return False
        fixed = self._value(text, *second.span())
        if fixed is None or fixed[0] != second.start() or not self._clean(text, fixed[0], fixed[1]):
            return False
        _, end, value = fixed
        if value.digits or reading.value.digits:
            return False
        other = Reading(second.start(), end, second.start(), end, value.low, value.high, value, "bare")
        if value.more:
            other.sign = ">"
        stop = self._inside(text, other, end) if text[end : end + 1] in _INSIDE else end
        right = self._words.unit_at(text, stop)
        if right is None and text[stop : stop + 1] == " ":
            right = self._words.unit_at(text, stop + 1)
            stop += right is not None
        if right is None and unit is not None and unit.family not in ("money",):
            return False
        if between and not _BETWEEN_END.match(text, stop):
            return False
        low, high = reading.low, value.high
        if unit is None:
            mantissa = high / value.scale
            if value.scale > 1 and reading.value.scale == 1 and low < mantissa:
                low *= value.scale
            elif reading.value.scale < 10000 <= value.scale:  # 一百二十到一百五十万: only 万 is shared
                big = next(
                    step for step in (Decimal(10) ** 12, Decimal(10) ** 8, Decimal(10) ** 4) if value.scale >= step
                )
                if low < high / big:
                    low *= big
        elif right is not None and not _same(unit, right):
            return False
        if reading.value.more:
            return False
        if unit is not None and unit.family == "money":  # each end may have coins of its own: 五元六角-五元七毛
            return self._money_range(text, reading, unit, other, right, stop)
        if low >= high:
            return False
        reading.low, reading.high = low, high
        reading.number_end = end
        reading.value = reading.value._replace(bare=False)
        reading.sign = "="
        if right is None:
            reading.end = stop
            self._behind(text, reading, None)
            return True
        self._unit(text, reading, right, stop)
        reading.shared = unit is None
        return True

    def _money_range(
        self, text: str, reading: Reading, unit: Unit, other: Reading, right: Unit | None, stop: int
    ) -> bool:
        low = reading.low * (unit.factor or 1)
        if right is None or right.family != "money":
            return False
        self._unit(text, other, right, stop)
        if low >= other.high:
            return False
        reading.low, reading.high, reading.end, reading.number_end = low, other.high, other.end, other.number_end
        reading.unit, reading.family, reading.entry, reading.currency = other.unit, "money", right, other.currency
        reading.per, reading.behind = other.per, other.behind
        return True

    def _shared(self, text: str, reading: Reading, at: int) -> bool:
        """10、20、30亿元: a bare number takes the unit at the end of its list."""
        probe, numbers = at, 0
        while numbers < 8:
            match = _LIST.match(text, probe)
            if match is None:
                return False
            second = ATOM.match(text, match.end())
            if second is None:
                return False
            fixed = self._value(text, *second.span())
            if fixed is None or fixed[0] != second.start() or not self._clean(text, fixed[0], fixed[1]):
                return False
            numbers += 1
            _, probe, value = fixed
            unit = self._words.unit_at(text, probe)
            if unit is not None:
                # 1、2个: a list marker, not a list
                if numbers == 1 and match[0].strip() == "、" and not self._listed(text, reading):
                    return False
                if (
                    unit.family in ("clock", "event", "scale", "direct")
                    or reading.value.digits
                    or reading.value.is_range
                ):
                    return False
                scale = value.scale if reading.value.scale == 1 else Decimal(1)
                reading.low *= scale
                reading.high *= scale
                factor = unit.factor or Decimal(1)
                reading.low, reading.high = reading.low * factor, reading.high * factor
                reading.family, reading.unit, reading.entry = unit.family, unit.form, unit
                reading.currency = unit.code
                reading.shared = True
                reading.end = at
                return True
        return False

    def _listed(self, text: str, reading: Reading) -> bool:
        """A number in running text before it: its list is one of values."""
        start = reading.start
        return (
            start > 0
            and (text[start - 1] in "、和与为约达分各" or "一" <= text[start - 1] <= "鿿")
            and not (reading.chinese and reading.low < 10)
        )

    # -- in front of the number ---------------------------------------------------------------------------------------

    def _prefix_at(self, text: str, start: int) -> Unit | None:
        """The currency that stands directly in front: 人民币3亿, US$5."""
        if not start:
            return None
        for unit in self._words.prefixes.get(text[start - 1], ()):
            if text.endswith(unit.form, 0, start):
                return unit
        return None

    def _prefix_behind(self, text: str, at: int) -> int:
        """The end of a currency that starts at `at`, or 0: $5-$10."""
        for group in self._words.prefixes.values():
            for unit in group:
                if text.startswith(unit.form, at):
                    return at + len(unit.form)
        return 0

    def _head(self, text: str, reading: Reading) -> None:
        start = reading.start
        if start and text[start - 1] in "-－负":
            start = self._sign(text, reading, start)
        elif text[start - 2 : start] == "零下" and reading.unit in _TEMPERATURES:
            reading.negative, start = True, start - 2
            reading.low, reading.high = -reading.high, -reading.low
        if reading.family in ("bare", "money"):
            gap = start - 1 if start > 1 and text[start - 1] == " " else start
            prefix = self._prefix_at(text, gap) or (
                self._prefix_at(text, gap - 1) if gap != start and text[gap - 1] == " " else None
            )
            if prefix is not None:
                while gap and text[gap - 1] == " ":
                    gap -= 1
                start = gap - len(prefix.form)
                if reading.currency is None or reading.currency == "CNY":
                    reading.currency = prefix.code
                reading.family = "money"
                if reading.entry is None:
                    self._rate(text, reading)
                    self._behind(text, reading, None)
        if _EACH.search(text, start - 5, start) is not None:
            start = self._each(text, reading, start)
        reading.start = self._compare(text, reading, start)

    def _sign(self, text: str, reading: Reading, start: int) -> int:
        """A minus or 负 in front; behind a word a dash is a minus only where values below zero are said."""
        if reading.family in _NEVER_NEGATIVE:
            return start  # -10多名学生受伤: the dash opens the clause
        before = text[start - 2 : start - 1]
        below_zero = reading.family in ("percent", "money") or (reading.unit or "") in _TEMPERATURES
        if (
            text[start - 1] == "负"
            or not before
            or before in " （(，。：,:=≤≥<>~约为至到\n"
            or (below_zero and "一" <= before <= "鿿")
        ):
            reading.negative = True
            reading.low, reading.high = -reading.high, -reading.low
            return start - 1
        return start

    def _each(self, text: str, reading: Reading, start: int) -> int:
        """每吨7000元, 每小时三十公里: a rate said in front."""
        at = text.rfind("每", max(0, start - 5), start)
        per = text[at + 1 : start]
        unit = self._words.per_at(text, at + 1)
        if unit is not None and unit.form == per:
            if reading.family == "money":
                reading.per = per
            # the comparator stands in front of 每; without one the rate is no part of what is written
            probe = self._compare(text, reading, at)
            if probe != at:
                return probe
        return start

    def _compare(self, text: str, reading: Reading, start: int) -> int:
        """The comparators in front; two in a row count (高达约)."""
        begin = self._compare_near(text, reading, start)
        if begin == start:
            return start if _FAR_FIRST.search(text, start - 10, start) is None else self._compare_far(text, reading, start)
        return self._compare_near(text, reading, begin)

    def _compare_near(self, text: str, reading: Reading, start: int) -> int:
        """One comparator directly in front, or behind a space."""
        at = start
        if text[at - 1 : at] not in self._before_ends:
            if text[at - 1 : at] != " " or at < 2:
                return start
            at -= 1
        for word in self._words.before_at(text, at):
            if not text.endswith(word.form, 0, at):
                continue
            begin = at - len(word.form)
            if begin and text[begin - 1] in word.unless:
                continue
            if word.only == "bare" and not reading.value.bare:
                continue
            if word.only == "time" and reading.family != "time":
                continue
            if word.only == "bare_or_money" and not (reading.value.bare or reading.family == "money"):
                continue
            reading.sign = stronger(reading.sign, word.sign)
            reading.before = word.form
            return begin
        return start

    @staticmethod
    def _compare_far(text: str, reading: Reading, start: int) -> int:
        """最少可以配备2辆, 大约减产了一成: only what a verb of the list parts from the number."""
        for match in _FAR.finditer(text, start - 10, start):
            gap = _SHARE_OF if match["below"] else _FAR_GAP
            if gap.fullmatch(text, match.end(), start) is None or match.end() == start:
                continue
            if match["below"] and reading.family != "percent":
                continue
            sign = ">=" if match["least"] else "<=" if match["most"] else "~" if match["about"] else "<"
            reading.sign = stronger(reading.sign, sign)
            reading.before = match[0]
            return match.start()
        return start

    # -- ordinals and shares ------------------------------------------------------------------------------------------

    def _ordinal(self, text: str, start: int, end: int) -> Reading | None:
        value = evaluate(text[start:end])
        if value is None and end - start > 1:
            end -= 1
            value = evaluate(text[start:end])
        if value is None:
            return None
        return Reading(start - 1, end, start, end, value.low, value.high, value, "ordinal")

    def _share(self, text: str, start: int, end: int, value: Value) -> Reading | None:
        """百分之五 is a percent, 三分之二 a fraction, 一又二分之一 a number."""
        match = _DENOMINATOR.match(text, end)
        assert match is not None
        at = match.end()
        while text[at : at + 1] == " ":
            at += 1
        negative = text[at : at + 1] in ("负", "-") and bool(text[at : at + 1])
        second = ATOM.match(text, at + negative)
        if second is None:
            return None
        fixed = self._value(text, *second.span(), speaks=True)
        if fixed is None or value.low == 0:
            return None
        _, stop, top = fixed
        if text.startswith("分之", stop):
            return None  # 百分之百分之…: no share of anything
        whole = text[start:end]
        chinese = whole[0] not in "0123456789"
        if whole in ("百", "佰", "千", "仟", "万"):
            sign = Decimal(-1) if negative else Decimal(1)
            factor = {"百": Decimal(1), "佰": Decimal(1), "千": Decimal("0.1"), "仟": Decimal("0.1")}.get(
                whole, Decimal("0.01")
            )
            reading = Reading(
                start,
                stop,
                start,
                stop,
                top.low * factor * sign,
                top.high * factor * sign,
                top,
                "percent",
                unit="%",
                chinese=True,
                negative=negative,
            )
            if whole == "万":
                reading.unit = "‱"
            if top.more:
                reading.sign = ">"
            self._share_range(text, reading, stop, factor)
            self._behind(text, reading, None)
            if text[reading.end : reading.end + 1] in ("多", "余"):
                reading.sign, reading.end = ">", reading.end + 1
            reading.start = self._compare(text, reading, reading.start)
            return reading
        quotient = top.low / value.low
        reading = Reading(start, stop, start, stop, quotient, quotient, top, "fraction", chinese=chinese)
        if start and text[start - 1] in "负-":
            reading.low = reading.high = -reading.low
            reading.start -= 1
        if negative:
            reading.low = reading.high = -reading.low
        unit = self._words.unit_at(text, stop)
        if unit is not None and unit.family in ("measure",):
            reading.unit, reading.entry, reading.end = unit.form, unit, stop + len(unit.form)
        return reading

    def _share_range(self, text: str, reading: Reading, at: int, factor: Decimal) -> None:
        """百分之三十到四十一, 百分之五至百分之八."""
        match = _SEPARATOR.match(text, at)
        if match is None:
            return
        begin = match.end()
        if text.startswith(("百分之", "千分之"), begin):
            begin += 3
        second = ATOM.match(text, begin)
        fixed = None if second is None else self._value(text, *second.span())
        if fixed is None:
            return
        high = fixed[2].high * factor
        if high > reading.low and self._words.unit_at(text, fixed[1]) is None:
            reading.high, reading.end, reading.number_end = high, fixed[1], fixed[1]


@lru_cache(maxsize=8192)
def _whole(run: str) -> Value | None:
    """The value of a run that surely has no character of a neighbour (队伍, 千米, 统一), else None.

    Remembered as `evaluate` is, and for the same reason.
    """
    if run[0] in CAPITALS or (len(run) > 1 and (run[0] in "一数" or run[-1] in "千兆两")):
        return None
    return evaluate(run)


def _telling(before: str, digits: bool, low: Decimal, value: Value) -> bool:
    """A number without a unit that may be money (投资260亿, 捐赠了28700) or count its noun (6万海内外客商)."""
    return value.more or value.scale >= 10000 or (digits and before in ("了", "赠", "款") and low >= 100)


def _same(first: Unit, second: Unit) -> bool:
    return (
        first.form == second.form
        or first.family == second.family == "money"
        or first.form in second.form
        or second.form in first.form
    )
