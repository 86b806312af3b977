"""The words of dates, compiled: years, months, days, periods, and what is said relative to the day of publication.

Every pattern is anchored by its caller (`match` at a position) and bounded, so a date costs the same wherever it stands.
"""

from __future__ import annotations

import re

HAN = "零〇一二两三四五六七八九十廿卅"
NUMBER = rf"(?:[0-9]{{1,2}}|[{HAN}]{{1,3}})"
GAP = " ?"
YEAR = re.compile(
    rf"(?P<full>(?:1[0-9]|20)[0-9]{{2}}|[零〇一二三四五六七八九]{{4}}|两千[零〇一二三四五六七八九十]{{0,3}}){GAP}年度?"
    rf"|(?P<short>[0-9]{{2}}|[零〇一二三四五六七八九]{{2}}){GAP}年(?P<sure>度?)"
)
BARE_YEAR = re.compile(r"(?P<full>(?:19|20)[0-9]{2})(?= ?[-－—–~～至到]{1,2} ?(?:19|20)?[0-9]{2}年)")
ERA = re.compile(rf"民国(?P<n>[{HAN}]{{1,3}}|[0-9]{{1,2}})年")
RELATIVE_YEAR = re.compile(
    r"(?P<word>今年|本年度?|去年|上年度?|上一年度?|前年|大前年|明年|下一年|下年|来年|后年|大后年|当年|这一年|同年)的?"
)
YEAR_STEPS = {
    "今年": 0,
    "本年": 0,
    "本年度": 0,
    "去年": -1,
    "上年": -1,
    "上年度": -1,
    "上一年": -1,
    "上一年度": -1,
    "前年": -2,
    "大前年": -3,
    "明年": 1,
    "下年": 1,
    "下一年": 1,
    "来年": 1,
    "后年": 2,
    "大后年": 3,
    "这一年": 0,
}
HALF = re.compile(r"的?(?P<half>上半年|下半年|上个半年|头半年)")
QUARTERS = re.compile(
    r"的?(?:前(?P<first>[两二三]|[23])个?季度|第?(?P<q>[一二三四1-4])季度?(?<=季度)(?P<edge>初|末|底)?)"
)
FIRST_MONTHS = re.compile(rf"的?(?:前|头)(?P<n>{NUMBER})个?月(?!份)")
MONTH_RANGE = re.compile(
    rf"的?(?P<a>{NUMBER})月?{GAP}(?:[-－—–~～]{{1,2}}|至|到){GAP}(?P<b>{NUMBER})月(?:份)?(?! ?{NUMBER} ?[日号])"
)
MONTH = re.compile(rf"的?(?P<m>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])(?:月份?|{GAP}月)")
DAY = re.compile(
    rf"{GAP}(?P<d>[12][0-9]|3[01]|0?[1-9]|廿[一二三四五六七八九]?|卅一?|三十一?|[一二]?十[一二三四五六七八九]?|[一二三四五六七八九]){GAP}[日号](?![线楼院])"
)
LONE_DAY = re.compile(r"(?P<d>[12][0-9]|3[01]|[1-9])(?=[^0-9.,，万亿千百%年月号元人个家]|$)")
XUN = re.compile(r"(?:的)?(?P<x>上旬|中旬|下旬|上半月|下半月|月?初|月?底|月?末|中)(?![国心央])")
WEEK_OF = re.compile(rf"的?第(?P<n>{NUMBER})个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])?(?![一二三四五六日天])")
WEEKDAY_OF = re.compile(r"的?(?:第(?P<n>[一二三四1-4])|(?P<last>最后一))个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])")
FIRST_OF = re.compile(rf"的?前(?P<n>{NUMBER})(?P<u>天|日|周|个?星期)(?![一二三四五六])")
YEAR_EDGE = re.compile(r"年?(?P<e>初|底|末|终|中)(?![级国学心央])")
ISO = re.compile(
    r"(?P<y>(?:19|20)[0-9]{2})(?P<s>[-/.年])(?P<m>1[0-2]|0?[1-9])(?P=s)(?P<d>3[01]|[12][0-9]|0?[1-9])(?![0-9])"
)
SPACED = re.compile(r"(?P<y>(?:19|20)[0-9]{2}) (?P<m>1[0-2]|0[1-9]) (?P<d>3[01]|[12][0-9]|0[1-9])(?![0-9])")
COMPACT = re.compile(r"(?P<y>(?:19|20)[0-9]{2})(?P<m>1[0-2]|0[1-9])(?P<d>3[01]|[12][0-9]|0[1-9])(?![0-9A-Za-z.])")
SHORT = re.compile(r"(?P<y>[0-9]{2})-(?P<m>1[0-2]|0?[1-9])-(?P<d>3[01]|[12][0-9]|0?[1-9])(?![0-9])")
MONTH_DAY_SIGN = re.compile(r"(?P<m>1[0-2]|0?[1-9])(?:[·•]|(?<=0[1-9])-)(?P<d>3[01]|[12][0-9]|0?[1-9])(?![0-9万亿%])")
CENTURY = re.compile(
    rf"(?:上(?P<last>个?)|(?P<c>[0-9]{{1,2}}|[{HAN}]{{1,3}}))世纪(?:(?P<d>[1-9]0|[一二三四五六七八九]十)年代)?"
)
DECADE = re.compile(r"(?P<y>(?:19|20)[0-9])0年代")
DAYS = {
    "今天": 0,
    "今日": 0,
    "今晨": 0,
    "今晚": 0,
    "昨天": -1,
    "昨日": -1,
    "昨晚": -1,
    "寻日": -1,
    "尋日": -1,
    "前天": -2,
    "前日": -2,
    "大前天": -3,
    "明天": 1,
    "明日": 1,
    "后天": 2,
    "后日": 2,
    "大后天": 3,
    "大后日": 3,
    "大大后天": 4,
    "听日": 1,
    "全天": 0,
    "大前日": -3,
}
DAY_WORD = re.compile("|".join(sorted(DAYS, key=len, reverse=True)))
WEEKDAY = re.compile(
    r"(?P<rel>上上|下下|上一?|下一?|本|这一?|今)?(?P<ge>个)?(?:周|星期|礼拜)(?:周)?(?P<d>[一二三四五六日天末])(?![年岁届])"
)
WEEK = re.compile(r"(?P<rel>上上|下下|上一?|下一?|本|这一?|今)个?(?:周|星期|礼拜)(?![一二三四五六日天末年岁])")
MONTH_WORD = re.compile(
    r"(?P<rel>上上|下下|上一?|下一?|本|这一?|今|当)个?月(?P<edge>初|底|末|上旬|中旬|下旬)?(?!球|亮)"
)
QUARTER_WORD = re.compile(r"(?P<rel>上|下|本|这)一?个?季度")
HALF_WORD = re.compile(r"(?P<h>上|下)半(?P<u>月|年)")
AGO = re.compile(
    rf"(?P<n>[0-9]{{1,3}}|[{HAN}百]{{1,4}})(?P<half>个?半)?(?P<u>天|日|周|个?星期|个?礼拜|个?月|年|个?季度)(?P<s>以前|之前|前|以后|之后|后)"
    r"(?![后来期果续勤卫备台端])"
)
LAST = re.compile(
    rf"(?P<s>过去|近|最近|未来|今后|前|上|下|接下来)的?(?P<n>[0-9]{{1,3}}|[{HAN}百]{{1,4}})(?P<u>天|日|年|周|个星期|个月)(?!级|度)"
)
BOTH_YEARS = re.compile(r"(?P<w>今明|去今|前后)两年")
APPOSITION = re.compile(r"[，,（( ]{1,3}(?=[0-9一二三四五六七八九十])")
WEEKDAY_NOTE = re.compile(r" ?[（(]?(?:周|星期)[一二三四五六日天][）)]?")
RANGE_END = re.compile("之间|期间|止")
NTH_MONTH = re.compile(rf"的?第(?P<n>{NUMBER})个月")
PLAN = re.compile(
    r"(?P<open>[“\"])?(?P<n>十[一二三四五六]?|[六七八九])五(?(open)[”\"])(?P<part>时?期间?|期间|以来|期?末|初|开局之年|收官之年|规划期间)?"
)
NEAR = 80
SENTENCE_END = re.compile(r"[。！？\n]")
SEPARATOR = re.compile(r"(?: ?(?:[-－—–―~～]{1,2}|至|到|起至) ?|和(?=[^，。；]{2,8}之间)|起到)")
OPEN_END = re.compile(r"(?:开始|起(?![到至来草点])|以来|(?:及|或|或者)?(?:以后|之后))")
OPEN_START = re.compile(r"(?:(?:及|或|或者)?(?:以前|之前)|前(?![往后期三两二几0-9]))")
CANDIDATE = re.compile(
    rf"(?:1[0-9]|20)[0-9]{{2}}|[0-9]+|[{HAN}]+|[“\"](?=[六七八九十])|[今本去上前明来后当这大昨尋寻同过近最未下接听全]|民国|周|星期|礼拜"
)
QUOTED_NAME = re.compile(r"《[^《》\n]{1,60}》|今日头条|明日之后|今日说法")
