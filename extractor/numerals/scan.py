"""Finding numeral runs: one compiled pattern over the text, linear whatever the text is.

`fold` maps full-width and traditional characters of numerals to plain ones, one for one, so offsets never move.
"""

from __future__ import annotations

import re

_FULL = {chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)}
_KEPT = "，：；（）！？"  # punctuation that is full-width in good Chinese text
_TRADITIONAL = dict(
    zip(
        "萬億貳參陸幾數餘個兩點負圓塊錢幣歐鎊韓盧銖則約過達於逾標頓噸畝頃裏圍廳臺輛戶處條隻張篇冊間棟樓場層種類項號歲週"
        "鐘時禮後內從頭業憶紀筆餅顆雙對組隊輪盤壹黃產億準羅單劑級華攝",
        "万亿贰叁陆几数余个两点负圆块钱币欧镑韩卢铢则约过达于逾标顿吨亩顷里围厅台辆户处条只张篇册间栋楼场层种类项号岁周"
        "钟时礼后内从头业忆纪笔饼颗双对组队轮盘壹黄产亿准罗单剂级华摄",
        strict=True,
    )
)
_FOLD = {**{key: value for key, value in _FULL.items() if key not in _KEPT}, **_TRADITIONAL, "−": "-"}
_FOLDED = re.compile("[" + "".join(map(re.escape, _FOLD)) + "]")
_NEEDS_FOLD = re.compile("[−０-９Ａ-Ｚａ-ｚ％．＄－～＋／＜＞＝＇" + "".join(_TRADITIONAL) + "]")
# A full-width comma groups thousands only where the digits say so themselves: full-width digits on both sides, two
# groups, or decimals behind. 共10，200人 stays two numbers.
_WIDE_COMMA = re.compile(
    r"(?<![0-9０-９,.])[０-９]{1,3}(?:，[０-９]{3})+(?![０-９])"
    r"|(?<![0-9０-９,.])[0-9]{1,3}(?:[,，][0-9]{3})*，[0-9]{3}(?:[,，][0-9]{3})*\.[0-9]"
    r"|(?<![0-9０-９,.])[0-9]{1,3}(?:[,，][0-9]{3}){2,}(?![0-9])"
)

# 1 000万: a space groups thousands where a magnitude or unit stands behind.
_SPACED = re.compile(r"(?<![0-9,.] )(?<![0-9,.])[1-9][0-9]{0,2}(?: [0-9]{3})+(?=(?:\.[0-9]+)? ?[万亿元人吨美])")

# Each is searched only where its cheap shadow is found: a pattern that opens with a look-behind is tried everywhere.
_WIDE_SHADOW = re.compile(r"，[0-9０-９]{3}(?![0-9０-９])")
_SPACED_SHADOW = re.compile(r" [0-9]{3}")

_ARABIC = r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_ARABIC_REST = r"[0-9]{0,2}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]*(?:\.[0-9]+)?"
"""What is behind the first digit of `_ARABIC`."""
_HAN = "[零〇一二三四五六七八九十百千万亿兆两几数廿卅卌壹贰叁肆伍陆柒捌玖拾佰仟]"
_HAN_DIGIT = "[零〇一二三四五六七八九两壹贰叁参肆伍陆柒捌玖]"
_MORE = rf"(?:{_ARABIC}|{_HAN}|点(?={_HAN_DIGIT}){_HAN_DIGIT}+(?![十百])| ?[余多来](?=[万亿])|参(?=[拾佰仟万亿元圆]|$)|个(?=亿(?![吨级人])))*"
_STARTS = "0-9零〇一二三四五六七八九十百千万亿兆两几数廿卅卌壹贰叁参肆伍陆柒捌玖拾佰仟半"


def numerals(follow: str = "") -> re.Pattern[str]:
    """The pattern of a numeral run. follow: a look-ahead at what stands behind a first character that is no digit.

    The pattern opens with a plain class of characters, and what the first one is gets tested behind it: `re` looks for a
    class several times faster than for alternatives.
    """
    return re.compile(
        rf"[{_STARTS}](?:(?<=[0-9])(?:{_ARABIC_REST}){_MORE}|(?<![0-9]){follow}(?:"
        rf"(?<=[一二两三四五六七八])、(?=[二三四五六七八九][十百千万亿个名家位人天年成倍岁户台辆吨亩]){_HAN}+"
        r"|(?<=半)(?:(?=个?(?:月|年|天|小时|钟头|世纪|星期|周|公里|斤|米|吨|亩|加仑|折)|个$)|百)|(?<=一)半"
        rf"|(?<![半参]){_MORE}|(?<=参)(?=[拾佰仟万亿]){_MORE}))"
    )


ATOM = numerals()
INNER = frozenset("零〇一二三四五六七八九十百千万亿兆两几数廿卅卌壹贰叁参肆伍陆柒捌玖拾佰仟半0123456789点 余多来个、")
"""What may continue an `ATOM` of one character."""
CAPITALS = frozenset("壹贰叁参肆伍陆柒捌玖拾佰仟")


def fold(text: str) -> str:
    """The text with plain characters in its numerals; as long as `text`, and `text` itself where nothing changes."""
    if _WIDE_SHADOW.search(text) and _WIDE_COMMA.search(text):
        text = _WIDE_COMMA.sub(lambda match: match[0].replace("，", ","), text)
    if _NEEDS_FOLD.search(text):
        text = _FOLDED.sub(lambda match: _FOLD[match[0]], text)
    if _SPACED_SHADOW.search(text) and _SPACED.search(text):
        text = _SPACED.sub(lambda match: match[0].replace(" ", ","), text)
    return text
