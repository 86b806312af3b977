"""From a numeral string to its value: `evaluate("3千5百")`, `evaluate("十几万")`, `evaluate("壹佰万零伍拾肆")`.

`evaluate` is pure and memoised, because a release says the same few numerals again and again. Regular Chinese numerals
(一千零一十) go to cn2an, the reference for them; everything that cn2an refuses is read here: digits mixed with
magnitudes, colloquial tails (三万五), 几 and 数, neighbour digits (三四十), a leading magnitude (千亿), 廿 and 卅.
Values are `Decimal`; no float is ever made.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

MAX_CHARS = 64
"""A longer numeral is not a quantity that a release says; it stays unread, which bounds the work on hostile input."""

_EXACT = Context(prec=MAX_CHARS * 2, Emax=10**6, Emin=-(10**6))

DIGITS: dict[str, int] = {
    **dict(zip("零一二三四五六七八九", range(10), strict=True)),
    **dict(zip("〇壹贰叁肆伍陆柒捌玖", range(10), strict=True)),
    "两": 2,
    "参": 3,  # what 參 becomes in simplified text
}
UNITS: dict[str, int] = {
    "十": 10,
    "拾": 10,
    "百": 100,
    "佰": 100,
    "千": 1000,
    "仟": 1000,
    "万": 10**4,
    "亿": 10**8,
    "兆": 10**12,
}
_HALVES = {"半": Decimal("0.5"), "一半": Decimal("0.5"), "半百": Decimal(50)}
_TENS = {"廿": "二十", "卅": "三十", "卌": "四十"}
_PAIR = re.compile(
    r"(?<![零〇一二三四五六七八九两点])(?:([一二两三四五六七八])([二两三四五六七八九]))(?![零〇一二三四五六七八九])"
)
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+")
_SCALED = re.compile(r"([0-9]+(?:\.[0-9]+)?)(百亿|千亿|万亿|百万|千万|十万|十亿|[百千万亿])")
_SCALES = {
    "百": 100,
    "千": 1000,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "万": 10**4,
    "亿": 10**8,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
}
_REGULAR = re.compile(
    r"(?:[一二三四五六七八九]千)?零?(?:[一二三四五六七八九]百)?零?(?:[一二三四五六七八九]?十)?[一二三四五六七八九]?"
)
_TOKEN = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+|点[零〇一二三四五六七八九两壹贰叁参肆伍陆柒捌玖]+|.")
_CHINESE_DIGITS = re.compile(r"[零〇一二三四五六七八九两壹贰叁参肆伍陆柒捌玖]+")


class Value(NamedTuple):
    """What a numeral says. `low` == `high` unless it says a range; `base` is the value with 几 and 余 left out."""

    low: Decimal
    high: Decimal
    base: Decimal
    more: bool = False
    """余 or 多 inside: 十余万, 3000多万."""
    scale: Decimal = Decimal(1)
    """The magnitude at the end (万 in 3.5万), which the left end of a range may share."""
    bare: bool = False
    """A magnitude that stands alone (千亿, 百): a number only when something before it says so."""
    digits: bool = False
    """Chinese digits in a row (二〇一一): a year or a code, not a quantity."""

    @property
    def is_range(self) -> bool:
        return self.low != self.high


@lru_cache(maxsize=8192)
def evaluate(text: str) -> Value | None:
    """The value of one numeral without sign and unit, or None when it is not one. Folded characters only."""
    if not text or len(text) > MAX_CHARS:
        return None
    plain = _PLAIN.fullmatch(text)
    if plain:
        value = Decimal(text)
        return Value(value, value, value)
    if "," in text:
        text = text.replace(",", "")
        return evaluate(text)
    scaled = _SCALED.fullmatch(text)
    if scaled:
        scale = Decimal(_SCALES[scaled[2]])
        value = _EXACT.multiply(Decimal(scaled[1]), scale)
        return Value(value, value, value, scale=scale)
    try:
        return _evaluate(text)
    except (InvalidOperation, OverflowError):
        return None


def _evaluate(text: str) -> Value | None:
    more = False
    if "余" in text or "多" in text:
        text = text.replace("余", "").replace("多", "")
        more = True
    text = text.replace("个", "").replace("来", "").replace(" ", "")
    if "、" in text:  # 六、七十万 is 60 to 70
        return _pair(text.replace("、", ""))
    for short, full in _TENS.items():
        text = text.replace(short, full)
    if text in _HALVES:
        return Value(*(_HALVES[text],) * 3)
    if not text:
        return None
    if _CHINESE_DIGITS.fullmatch(text) and len(text) > 1:
        pair = _pair(text)
        if pair:
            return pair
        value = Decimal("".join(str(DIGITS[char]) for char in text))
        return Value(value, value, value, digits=True)
    if all(char in UNITS for char in text):
        return _bare(text, more)
    if "几" in text or text[0] == "数":
        return _indefinite(text)
    pair = _pair(text)
    if pair:
        return pair._replace(more=more)
    number = _number(text)
    return None if number is None else Value(number, number, number, more, _scale(text))


def _bare(text: str, more: bool) -> Value | None:
    value = Decimal(1)
    for char in text:
        value *= UNITS[char]
    # 十 and 十万 are whole numbers; 百万 needs something in front or behind that makes it one
    bare = text[0] not in "十拾" or (len(text) > 1 and text[1] in "十拾")
    if text[0] in "十拾" and len(text) > 2 and text[1:] not in _SCALES:
        return None
    scale = Decimal(1) if text in "十拾" else value / (10 if not bare else 1)
    return Value(value, value, value, more, scale, bare)


def _scale(text: str) -> Decimal:
    """The magnitude that stands at the end: 一百五十万 → 1e4, 3.2万亿 → 1e12, 两千 → 1e3, 二十 → 10."""
    value = Decimal(1)
    at = len(text)
    while at and text[at - 1] in UNITS:
        at -= 1
        value *= UNITS[text[at]]
    return value


def _pair(text: str) -> Value | None:
    """Neighbour digits: 三四十 is 30 to 40, 十七八 is 17 to 18, 三五百 is 300 to 500."""
    match = _PAIR.search(text)
    if match is None:
        return None
    first, second = DIGITS[match[1]], DIGITS[match[2]]
    if second != first + 1 and (first, second) != (3, 5):
        return None
    head, tail = text[: match.start()], text[match.end() :]
    low, high = _number(head + match[1] + tail), _number(head + match[2] + tail)
    if low is None or high is None or low >= high:
        return None
    return Value(low, high, low, scale=_scale(text))


def _indefinite(text: str) -> Value | None:
    """几 and 数: 十几 is 11 to 19, 几十 and 数十 are 20 to 99, 几百万 is 200 to 999 times 10,000."""
    if text[0] in "几数":
        if len(text) == 1 or any(char not in UNITS for char in text[1:] if char not in "几"):
            return None
        if "几" in text[1:]:  # 几千几百: no narrower than the first
            text = text[: text.index("几", 1)]
        first = UNITS[text[1]] if text[1:] else 0
        if not first:
            return None
        rest = Decimal(1)
        for char in text[2:]:
            rest *= UNITS[char]
        return Value(2 * first * rest, (10 * first - 1) * rest, 2 * first * rest, scale=first * rest)
    head, _, tail = text.partition("几")
    if not head or "几" in tail or (head[-1] in DIGITS and head[-1] not in "零〇"):
        return None
    if tail and any(char not in UNITS for char in tail):
        return None
    low, high, base = (_number(head + digit + tail) for digit in ("一", "九", ""))
    if low is None or high is None or base is None or low >= high:
        return None
    return Value(low, high, base, scale=_scale(text))


@lru_cache(maxsize=4096)
def _section(text: str) -> Decimal | None:
    """A regular Chinese numeral below 10,000, by cn2an."""
    import cn2an  # 79 ms: only when a long numeral of this form occurs

    try:
        return Decimal(cn2an.cn2an(text, "normal"))
    except (ValueError, KeyError):  # KeyError: what it says of some irregular numerals (九零十)
        return None


def _number(text: str) -> Decimal | None:
    """A numeral of digits, magnitudes and decimals without 几, 余 or neighbour digits."""
    # short ones (三百, 二十五) are read below, with the same values and without an import
    if 5 < len(text) <= 9 and text[0] not in "零" and _REGULAR.fullmatch(text) and text[-1] not in "零":
        value = _section(text)
        if value is not None and (text[-1] not in DIGITS or len(text) == 1 or text[-2] in "十零"):
            return value
    done = low = section = Decimal(0)
    pending: Decimal | None = None
    last = 0  # the magnitude just before the pending digit; 0 behind 零
    chinese = False
    for token in _TOKEN.findall(text):
        if token in DIGITS:
            if token in "零〇" and (pending is None or not chinese):
                if pending is not None:
                    return None
                last = 0
                if not (done or low or section):
                    pending, chinese = Decimal(0), True
                continue
            if pending is not None:
                if not chinese or (last not in (0, 1) and (done or low or section)):
                    return None
                pending = pending * 10 + DIGITS[token]
                continue
            pending, chinese = Decimal(DIGITS[token]), True
        elif token[0] == "点":
            if pending is None and not (done or low or section):
                return None
            fraction = Decimal("0." + "".join(str(DIGITS[char]) for char in token[1:]))
            pending = _tail(pending, last, section, low, done) + fraction
            # a decimal closes the whole numeral so far: 三千点五, 一点五万
            pending, done, low, section, last, chinese = (
                done + low + section + pending,
                Decimal(0),
                Decimal(0),
                Decimal(0),
                1,
                False,
            )
        elif token in UNITS:
            unit = UNITS[token]
            if unit < 10**4:
                if pending is None and section and last and unit >= last:
                    return None
                section += (Decimal(1) if pending is None else pending) * unit
            elif unit == 10**4:
                group = section + (pending or 0)
                if not group and not low:
                    group = Decimal(1)
                low = (low + group) * unit if group and not low else (low * unit if not group else low + group * unit)
                section = Decimal(0)
            else:
                group = low + section + (pending or 0)
                if not group:
                    if not done:
                        group = Decimal(1)
                    else:
                        done *= unit
                done += group * unit
                low = section = Decimal(0)
            pending, last, chinese = None, unit, False
        elif token[0].isdecimal() or token[0] == ".":
            if (pending is not None and chinese) or token[0] == ".":
                return None
            pending, chinese = _EXACT.create_decimal(token), False
            if len(token) > 1:
                last = 0  # 1万600: the tail is said in full
        else:
            return None
    return done + low + section + _tail(pending, last, section, low, done)


def _tail(pending: Decimal | None, last: int, section: Decimal, low: Decimal, done: Decimal) -> Decimal:
    """The digit at the end: 三万五 is 35,000, but 三万零五 is 30,005 and 二十五 is 25."""
    if pending is None:
        return Decimal(0)
    if last >= 100 and 0 < pending < 10 and pending == pending.to_integral_value() and (section or low or done):
        return pending * (last // 10)
    return pending
