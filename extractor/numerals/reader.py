"""Readings → the quantities of a record: what kind each is, and what is no quantity at all.

The parser says what is written (`Reading`); here stands what records.md wants of it. Each kind has one method that
answers yes or no by the words around; what they look for are classes of language (a rank, a slogan in quotes, a date),
listed at the top.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from extractor.numerals.context import CHANGING, bind_conditions, clause_before, set_change
from extractor.numerals.nouns import NounFinder
from extractor.numerals.parser import Parser
from extractor.numerals.quoted import closed_spans, covering, is_slogan, quotations
from extractor.numerals.reading import Draft, Reading
from extractor.numerals.scan import fold
from extractor.numerals.tables import TableUnits
from extractor.numerals.words import Words
from extractor.offsets import Span
from extractor.records import Quantity
from extractor.rulebook import Rulebook

_CLAUSE_END = "，。；：！？\n,;!?"
_AGO = re.compile(r"(?:以|之)?[前后](?![后期备续台端列者沿瞻景])")
_PLAN = re.compile(r"(?:行动|规划|计划|级|制|大计|战略|攻坚|大庆|方案|任务书|工程|目标责任|滚动|改革|提升|倍增)")
_DISTRIBUTIVE = re.compile(
    r"(?:每[月周年日天季晚卖]|每[个家户人名次]|唯一)[^，。；：\n]{0,10}$"
    r"|(?:仅有?|只有|共计?|共有|总计|各|合计|另有|分别为?|仅占?)(?:[一-鿿](?:[一-鿿])?)?$"
)
_ARTICLE_BEFORE = frozenset("这那某另同每任第之哪上下前后又何统唯有")
_HELD = re.compile(
    r"(?:举办|举行|召开|开展|播出|播放|出版|发行|刊发|编印|连续|先后|累计|共|已|办|历|达|计)(?:了|过|有)?$"
)
_CLOCK_NOUN = re.compile(
    r"(?:要求|建议|意见|希望|倡议|体会|思考|看法|主张|共识|启示|经验|措施|想法|期望|问题|内容|原因|感受|认识|工作)"
)
_CLOCK_BEFORE = re.compile(r"(?:以下|如下|下面|为|提出了?|提|共|这|有|是|到|做好|谈了?|讲了?|给出了?|作出了?|做出了?|表达了?)$")
_SCALE_BEHIND = re.compile(r"(?:以上|左右)?(?:的)?(?:地震|大风|阵风|强风|余震|风|烈度|浪)")
_SCALE_BEFORE = re.compile(r"(?:地震|震级|里氏|烈度|风力|阵风|台风|余震|矩震级|发生)[为达约]?$")
_DEGREE_BEFORE = re.compile(r"(?:温|摄氏|零下|华氏|纬|东经|西经|倾角|坡度|角度|热|旋转|转体|℃)[^，。；]{0,3}$")
_ROOM = re.compile(r"(?:报告厅|会议[室厅]|多功能厅|教室|餐厅|大厅|阶梯|制|座[席位]?的?(?:客车|影院))")
_SESSION = re.compile(r"(?:全体)?(?:会议|全会|代表大会|大会|党代会)")
_CENTURY_GOAL = re.compile(r"(?:奋斗目标|目标|变局|未有|之交)")
_EVENT_NAME = re.compile(
    r"(?:招待会|大会|庆祝|纪念|座谈会|活动|系列活动|晚会|论坛|研讨会|展|庆典|主题|阅兵|音乐会|文艺|校庆|院庆|庆|图片|暨|仪式)"
)
_GROUP = re.compile(r"(?:小组|专家组|工作组|调查组|团队|评审组|观察团|管弦乐团)")
_BODY_ENDS = frozenset("村队科院局司心会评购侦支社区校级厂组")
_STOREY_NOUN = re.compile(r"(?:高|楼|建筑|住宅|以上|以下)")
_STOREYS = re.compile(r"(?:共|高|达|为|地上|地下|有)$")
_RANK_UNITS = frozenset("名位强")
_PLACE_CHARS = frozenset("县区市州旗")
_TWO_FUSED = frozenset("省市县区乡镇村国州")
_MONEY_VERB = re.compile(r"(?:捐(?:赠|款|助|出|资)|[募筹]集|善款|捐)[^，。；]{0,4}$")
# what may stand between a word for money and its number: 受贿|共计|1164万
_TO_AMOUNT = re.compile(r"(?:额|总额|款|了|约|近|达|共|共计|合计|累计|超过|超|逾|高达|达到|至|为|人民币|至少|不少于|不超过)*")
_AHEAD = re.compile(r"[”\"]?的?([一-鿿]{2,4})")
_DOUBLED = re.compile(r"翻(?:了|上)?$")
_MONTH_BEHIND = re.compile(r"[0-9]{1,2}月")
_CASUALTY = re.compile(r"(?:死亡|受伤|失踪|重伤|轻伤|遇难|被困|获救|当场|伤|亡)")
_LEADING_ZERO = re.compile(r"0[0-9]")
_CLASS_NOUNS = ("产值", "订单", "税收", "市值", "交易", "资产")  # 千亿产值企业, 百亿订单
_EFFORT = re.compile(r"的?(?:努力|信心|热情|警惕|勇气)")
_NEAR_YEARS = re.compile(r"(?:有|用|达|历时|经过|经|长达|持续|花|花费|耗时|历经|为期|已)[了]?$")
_YEARLY_THE = re.compile(r"(?:的|这|那|每|又|同|上|下|头|新|整|某|过去|关键|重要|特殊|收官|开局)$")
_ONE_YEAR_IDIOM = re.compile(r"(?:一度|之计|四季|到头|一次|一届|比一|更比)")
_NO_ONE = re.compile(r"(?:没有|无|未有|未发生|未出现)$")
_REGION_UNITS = frozenset("省市县区乡镇旗盟州")
_REGIONS = re.compile(r"[一两二三四五六七八九十]+[省市县区乡镇旗盟州](?![级委长])")
_REGIONS_AHEAD = re.compile(r"[一两二三四五六七八九十][省市县区乡镇旗盟州]$")
_REGIONS_COUNTED = re.compile(r"(?:辖|含|共|计|有|及|盖|个|设|为)$")
_CITY_PART = re.compile(r"(?:环城|主城|中心城|老城|内城|城)$")
_PLACE_BEHIND = re.compile(r"[一-鿿]{2,4}?(?:村|社区|路|街|屯|组)")
_EMERGENCY = re.compile(r"(?:急救|救护|指挥|接警|报警|热线|电话|调度|平台|出警|民警|联动)")
_ROAD_POST = re.compile(r"(?:\+[0-9.]+米?)?处")
_ROAD_BEFORE = re.compile(r"(?:高速|国道|省道|县道|公路|线|段|路|方向|[0-9]公里\+)$")
_PER_ONE = re.compile(r"(?:大概|大约|约|才|只|要|能|可|就|得)*[0-9一二两三四五六七八九十百千万亿几数]+[百千万亿元个人家次台吨辆名场]")
_DAY_BEFORE = re.compile(r"(?:昨日|昨天|今天|今日|当日|当天|任何|前天)$")
_OLD_NAME = re.compile(r"老?(?:党史|奋斗史|学府|学院|学校|名校|老店|老字号|企业|品牌|征程|历程|华诞|基业|辉煌|风华|大党|伟业|古[镇城村]|梦想)")
_GRANT_BEFORE = re.compile(r"(?:给予|奖励|补助|补贴|资助|贷款|支持|可获得?|享受|提供|发放|获得?|奖|补|按|给)[^，。；]{0,6}$")
_GRANT_UPTO = re.compile(
    r"最高(?:可|将)?(?:每[^，。；]{1,4}?)?(?:可|将)?(?:给予|奖励|补助|补贴|资助|支持|获得?|享受|提供|发放){1,2}(?:人民币)?$"
)
_GRANT_BEHIND = re.compile(r"的?[^，。；]{0,4}?(?:奖|补助|补贴|资助|支持|股权|扶持|贷款|资金)")
_PEOPLE_BEFORE = re.compile(
    r"(?:人口|老人|[一-鿿]人员|民众|农民工?|游客|网民|学生|大学生|党员|患者|劳动力)(?:总?数量?|总量|规模)?"
    r"(?:(?:由|从)[^，。；]{0,14}?)?(?:已经?|将|达到?|为|约|近|仅|有|共|超过?|突破|(?:增加|减少|增长|下降|发展)[到至]|[增减降]至)*$"
)
_OTHERS = frozenset("前后近这那头每")
_BRANCH_LINE = re.compile(r"线(?:客机|飞机|航空|机场|铁路|航线)")
_SECOND_OF = frozenset(("次", "套", "期", "级", "手", "线", "代", "段", "轮", "届"))
_MOTTO = re.compile(r"(?:方针|箴言|要求|诀|真言|精神|经|理念)")
_CLAUSE_CUT = re.compile(r"[，。；：\n、]")
_NO_QUANTITIES = frozenset(("ordinal", "fraction", "date", "discount", "dozen"))
_MEASURES = frozenset(("measure", "arabic", "scale"))
_REFUSALS = {
    "ordinal": "an ordinal",
    "fraction": "a fraction",
    "bare": "a number without a unit",
    "time": "a date or a part of a name",
    "event": "a name or an ordinal",
    "clock": "a clock time",
}
RULES = {
    "count": "quantity.count",
    "amount": "quantity.amount",
    "measure": "quantity.measure",
    "percent": "quantity.percent",
    "multiple": "quantity.multiple",
}


class QuantityReader:
    """Reads counts, amounts, measures, percents and multiples. Built once; `read` keeps no state between texts.

    A rule that is missing from the rulebook is off: its quantities are not made.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        self.words = Words(rulebook)
        self.parser = Parser(self.words)
        self._nouns = NounFinder(rulebook)
        self._tables = TableUnits(self.words)
        self._on = frozenset(rule.id for rule in rulebook.family("quantity"))

    def read(
        self,
        text: str,
        *,
        published: str | None = None,
        blocked: Sequence[Span] = (),
        refused: Callable[[int, int, str], None] | None = None,
    ) -> list[Quantity]:
        """Quantities of `text` in text order; spans count `text` itself.

        blocked: spans of names, in which no quantity starts. refused: is told (start, end, what) of every number that is
        no quantity. `published` is taken for the sake of the interface; a quantity does not depend on it.
        """
        folded = fold(text)
        found: list[tuple[Reading, str, str]] = []
        closed = closed_spans(folded, blocked)
        quoted: list[Span] | None = None
        for reading in self.parser.readings(folded, dates=refused is not None):
            if closed and covering(closed, reading.number_start) is not None:
                continue
            decided = self._decide(folded, reading)
            if decided is not None and not _stated(decided[0], reading):
                if quoted is None:
                    quoted = quotations(folded)
                quotation = covering(quoted, reading.number_start) if quoted else None
                if quotation is not None and is_slogan(folded, quotation):
                    decided = None
            if decided is not None and decided[1] in self._on:
                found.append((reading, *decided))
            elif refused is not None:
                refused(reading.start, reading.end, _REFUSALS.get(reading.family, reading.unit or reading.family))
        extra = (
            self._tables.read(folded, found)
            if self._tables.concerns(folded) and "quantity.table_unit" in self._on
            else []
        )
        if extra:
            found = sorted([*found, *extra], key=lambda item: item[0].start)
        if not found:
            return []
        drafts = [self._draft(text, reading, kind, rule) for reading, kind, rule in found]
        self._nouns.attach(folded, drafts)
        for draft in drafts:
            if draft.kind in CHANGING:
                set_change(folded, draft)
        return bind_conditions(folded, [draft.quantity() for draft in drafts], self._on)

    # -- the decision -------------------------------------------------------------------------------------------------

    def _decide(self, text: str, reading: Reading) -> tuple[str, str] | None:
        """(kind, rule id), or None when the reading is no quantity."""
        family = reading.family
        if reading.value.digits or family in _NO_QUANTITIES:
            return None
        if family == "bare":
            return self._bare(text, reading)
        if text[reading.number_start] == "0" and _LEADING_ZERO.match(text, reading.number_start):
            return None  # 007, 000万: a code, or half of a number
        before = text[reading.start - 1] if reading.start else ""
        if before == "前" and reading.start > 1 and text[reading.start - 2] in "提目当此日以先之":
            before = ""
        if before == "前" and (reading.unit in _RANK_UNITS or family == "time"):
            return None
        if family == "money":
            return self._amount(text, reading, before)
        if family == "percent":
            return self._percent(text, reading)
        if family == "multiple":
            return self._multiple(text, reading)
        if family == "time":
            return ("measure", _rule(reading, "measure")) if self._time(text, reading, before) else None
        if family in _MEASURES:
            return ("measure", _rule(reading, "measure")) if self._measure(text, reading) else None
        return ("count", _rule(reading, "count")) if self._count(text, reading, before) else None

    def _bare(self, text: str, reading: Reading) -> tuple[str, str] | None:
        clause = clause_before(text, reading.start)
        follower = text[reading.end : reading.end + 1]
        if (
            reading.value.bare
            and not reading.before
            and follower not in '”"'
            and not self.words.money_nouns.match(text, reading.end)
        ):
            return None
        if not reading.chinese and reading.value.scale == 1 and _MONEY_VERB.search(clause):
            if follower and follower not in _CLAUSE_END + "、”）)":
                return None
            return self._money_bare(reading)
        if reading.value.scale >= 10000:
            if (
                self.words.money_nouns.match(text, reading.end)
                and text[reading.end : reading.end + 2] not in _CLASS_NOUNS
            ):
                return self._money_bare(reading)  # 千亿补贴
            if self._spent(text, reading, clause):
                return self._money_bare(reading)  # 受贿1164万|被公诉
            if not follower or not "一" <= follower <= "鿿" or follower in "的用左许推增减升降扩":
                ahead = _AHEAD.match(text, reading.end)
                people = _PEOPLE_BEFORE.search(clause)
                if people is not None and (not follower or follower in _CLAUSE_END + "、”）)增减升降扩"):
                    reading.unit, reading.family = "人", "count"
                    return "count", "quantity.count"
                if (
                    self.words.money_nouns.search(clause.replace("投资者", ""))
                    or (
                        ahead
                        and self.words.money_nouns.match(ahead[1])
                        and (ahead[1][:2] not in _CLASS_NOUNS or (follower == "的" and not reading.value.bare))
                    )
                    or (follower and follower in "推用投砸" and reading.value.scale >= 10**8)
                ):
                    return self._money_bare(reading)
                return None
        if reading.value.scale >= 10000 or (reading.sign == ">" and reading.low >= 10):
            counted = self._nouns.counted(text, reading.end)
            if counted is not None:
                (reading.unit, reading.end), reading.family = counted, "direct"
                return "count", "quantity.count_noun"
        return None

    def _spent(self, text: str, reading: Reading, clause: str) -> bool:
        """Whether a word for money stands right before the number, whatever follows that is counted by no number."""
        ends = [said.end() for said in self.words.money_nouns.finditer(clause)]
        if not ends or not _TO_AMOUNT.fullmatch(clause, ends[-1]):
            return False
        return self._nouns.counted(text, reading.end) is None

    @staticmethod
    def _money_bare(reading: Reading) -> tuple[str, str]:
        reading.currency, reading.family = "CNY", "money"
        return "amount", "quantity.amount_bare"

    def _amount(self, text: str, reading: Reading, before: str) -> tuple[str, str] | None:
        if reading.value.bare and reading.number_end - reading.number_start < 2 and reading.sign == "=":
            return None  # 万元 alone is a heading or 万元户
        if reading.unit in ("角", "毛") and reading.low < 1 and not _speaks_of_money(text, reading):
            return None
        if reading.chinese and reading.number_end - reading.number_start == 1 and text.startswith("人民币", reading.number_end):
            return None  # 焦点三|人民币升值
        if reading.sign == "=" and _GRANT_UPTO.search(text, max(0, reading.start - 14), reading.start):
            reading.sign = "<="  # 最高每辆补贴5万元
        if reading.unit in ("块", "圆", "盾", "铢") and reading.unit == "块" and self._block(text, reading):
            return None
        if (
            before == "高"
            and reading.sign == "="
            and text[reading.start - 2 : reading.start] == "最高"
            and (
                _GRANT_BEFORE.search(text[max(0, reading.start - 14) : reading.start - 2])
                or _GRANT_BEHIND.match(text, reading.end)
            )
        ):
            reading.sign, reading.before, reading.start = "<=", "最高", reading.start - 2
        return "amount", _rule(reading, "amount")

    @staticmethod
    def _block(text: str, reading: Reading) -> bool:
        """块 counts pieces when a noun follows: 三块展板."""
        follower = text[reading.end : reading.end + 1]
        return bool(follower) and "一" <= follower <= "鿿" and follower not in "钱和的到至多左以"

    def _percent(self, text: str, reading: Reading) -> tuple[str, str] | None:
        unit = reading.unit
        if unit == "‱":
            return None
        if unit == "‰":
            reading.low, reading.high = reading.low / 10, reading.high / 10
        elif unit == "成":
            if reading.chinese and reading.low >= 10 and reading.low != 10:
                return None
            if reading.start and text[reading.start - 1] in "第几":
                return None
            reading.low, reading.high = reading.low * 10, reading.high * 10
        if unit in ("个百分点", "百分点"):
            reading.unit = "个百分点"
            return "percent", "quantity.percent_points"
        reading.unit = "%"
        return "percent", _rule(reading, "percent")

    def _multiple(self, text: str, reading: Reading) -> tuple[str, str] | None:
        if reading.unit == "番":
            match = _DOUBLED.search(text[max(0, reading.start - 2) : reading.start])
            if match is None or reading.low > 10:
                return None
            reading.low = reading.high = Decimal(2) ** int(reading.low)
            reading.start -= len(match[0])
            return "multiple", "quantity.multiple_doubling"
        if (reading.value.bare and reading.sign == "=") or _EFFORT.match(text, reading.end):
            return None
        return "multiple", _rule(reading, "multiple")

    def _time(self, text: str, reading: Reading, before: str) -> bool:
        """A duration, not a date: 3年 and 十年来 are, 2011年, 20年前, 前两个月 and 近两年来 are not."""
        unit = reading.unit or ""
        if unit == "月份":
            return False
        if unit.startswith("年") and not reading.chinese and not _vague(reading) and reading.value.scale == 1:
            if Decimal(1000) <= reading.high <= Decimal(2999) or text[reading.number_start] == "0":
                return False
            if _MONTH_BEHIND.match(text, reading.end):
                return False
        if (unit.startswith("秒") and before == "分") or (unit == "周年" and _EVENT_NAME.match(text, reading.end)):
            return False
        if before == "这" and text[reading.end : reading.end + 1] in ("，", ","):
            return False
        if reading.low == 100 and reading.chinese and (before == "个" or _CENTURY_GOAL.match(text, reading.end)):
            return False
        if reading.low >= 100 and reading.value.bare and _OLD_NAME.match(text, reading.end):
            return False  # 百年学府, 百年奋斗史
        if reading.chinese and reading.low == reading.high == 1 and unit in ("年", "天", "个月") and (
            _PER_ONE.match(text, reading.end) or _DAY_BEFORE.search(text[max(0, reading.start - 2) : reading.start])
        ):
            return False  # 一年大概才3000万: each year; 昨日一天
        if unit == "载" and reading.value.low < 3:
            return False
        if (before and before in "前上下头后" and text[reading.start - 2 : reading.start] != "今后") or _AGO.match(
            text, reading.end
        ):
            return False
        if before in ("上", "下") and text[reading.number_start] == "半":
            return False
        if unit.startswith("年") and _PLAN.match(text, reading.end):
            return False
        if reading.before == "近":
            lead = text[max(0, reading.start - 4) : reading.start]
            if text[reading.end : reading.end + 1] in ("来", "间", "，", "、", "中", "里") or (
                not _NEAR_YEARS.search(lead) and text[reading.end : reading.end + 1] not in ("的", "历", "时")
            ):
                return False
        if reading.chinese and reading.low == reading.high == 1 and reading.sign == "=":
            lead = text[max(0, reading.start - 2) : reading.start]
            if lead[-1:] == "、" or _YEARLY_THE.search(lead) or _ONE_YEAR_IDIOM.match(text, reading.end):
                return False
        return not (reading.value.bare and reading.sign == "=" and unit not in ("年", "周年"))

    def _measure(self, text: str, reading: Reading) -> bool:
        if reading.value.bare and reading.sign == "=" and reading.number_end - reading.number_start < 2:
            return False
        lead = text[max(0, reading.start - 6) : reading.start]
        if reading.unit in ("公里", "米", "千米") and _ROAD_BEFORE.search(lead) and (
            _ROAD_POST.match(text, reading.end)
        ):
            return False  # 国道230线412公里处: a place on a road
        if (
            reading.unit == "L"
            and reading.low < 8
            and "." in text[reading.number_start : reading.number_end]
            and not lead.endswith(("排量", "为", "容量", "升", "约"))
        ):
            return False  # 卡罗拉1.6L: a variant of a model
        if text[reading.end : reading.end + 1] == "级":
            return False  # 500吨级产品: a class, not a measure
        if reading.family == "arabic":
            return not reading.chinese or reading.value.scale >= 10000 or reading.low != reading.high
        if reading.family == "scale":
            if reading.unit == "级":
                fraction = (
                    reading.low != reading.low.to_integral_value()
                    or "." in text[reading.number_start : reading.number_end]
                )
                return fraction or bool(
                    _SCALE_BEHIND.match(text, reading.end)
                    or _SCALE_BEFORE.search(text[max(0, reading.start - 6) : reading.start])
                )
            return reading.negative or bool(_DEGREE_BEFORE.search(text[max(0, reading.start - 10) : reading.start]))
        return reading.unit != "'"  # 8' is a foot in a query, a quotation mark in a release

    def _count(self, text: str, reading: Reading, before: str) -> bool:
        unit, family = reading.unit or "", reading.family
        if (
            not reading.chinese
            and text[reading.number_start] == "0"
            and reading.number_end - reading.number_start > 1
            and "." not in text[reading.number_start : reading.number_end]
        ):
            return False
        if reading.value.bare and reading.sign == "=":
            return reading.number_end - reading.number_start > 1 and unit in ("人", "户", "人次")
        counted = (
            (not reading.chinese and unit in ("批", "集") and reading.high < 500)
            or (unit == "期" and before == "分" and reading.high > 1)
            or (unit in ("批", "期") and text[reading.number_start : reading.number_end] == "两" and before not in _OTHERS)
            or (unit == "期" and not reading.chinese and reading.high < 500 and bool(_HELD.search(text[max(0, reading.start - 6) : reading.start])))
        )
        if family == "event" and not counted and not self._held(text, reading):
            return False
        if family == "clock" and not self._points(text, reading):
            return False
        if reading.chinese and reading.sign == "=" and reading.low == reading.high:
            if reading.low == 1 and not self._one(text, reading, before):
                return False
            if family == "direct" and reading.low <= 2 and (
                (unit in _TWO_FUSED and before != "辖") or reading.low == 1
            ):
                return False
            if before and before in "第":
                return False
        if (
            unit == "次" and before == "上" and text[reading.number_start : reading.number_end] in ("一", "两", "几")
            and not "一" <= text[reading.start - 2 : reading.start - 1] <= "鿿"
        ):
            return False  # ，上两次: the last ones
        if unit == "支" and _BRANCH_LINE.match(text, reading.end):
            return False  # 60 支线客机
        if unit == "次" and reading.chinese and _SESSION.match(text, reading.end):
            return False
        if text[reading.number_start : reading.number_end] == "二" and unit in _SECOND_OF:
            return False  # 二次调查, 二套房: the second; two are 两
        if unit == "字" and reading.chinese and (
            before == "”" or _MOTTO.match(text, reading.end)
        ):
            return False  # “友好”二字, 十六字方针
        if unit == "款" and not reading.chinese and 1950 <= reading.low <= 2099:
            return False  # 2011款: a model year
        if (
            unit == "层"
            and not _STOREY_NOUN.match(text, reading.end)
            and not _STOREYS.search(text[max(0, reading.start - 3) : reading.start])
        ):
            return False
        if unit == "层" and before in ("楼", "座", "栋", "号", "第"):
            return False
        if reading.chinese and unit in ("部", "组", "队", "处", "团", "科", "室") and before and before in _BODY_ENDS:
            return False  # 采购二处, 刑侦支队九队: parts of a body by number
        if unit in ("组", "社", "队") and before and before in "村屯寨" and text[reading.start - 2] not in "全每各本":
            return False  # 黄集村3组: a part of a village by number
        if reading.low == 1 and _NO_ONE.search(text[max(0, reading.start - 4) : reading.start]):
            return False  # 没有1例出现重症
        if unit in _REGION_UNITS and reading.chinese and not self._regions(text, reading):
            return False
        if unit == "支" and reading.chinese and before in _BODY_ENDS and text[reading.end : reading.end + 1] == "队":
            return False  # 高速总队三支队: a body by number
        if reading.low in (110, 119, 120, 122) and not reading.chinese and (
            _EMERGENCY.match(text, reading.number_end) or text.startswith("120车", reading.start)
        ):
            return False
        if unit == "产业" and reading.chinese:
            return False  # 一二三产业
        if unit == "人" and _GROUP.match(text, reading.end):
            return False  # 4人小组: what the group is called
        if unit in ("人", "座") and _ROOM.match(text, reading.end):
            return False
        if before in ("每", "之") and reading.chinese:
            return False
        return reading.high >= 1

    @staticmethod
    def _regions(text: str, reading: Reading) -> bool:
        """False for regions that are one name (三省一市, 环城四区) and for 五十镇, a place, behind its county."""
        lead = text[max(0, reading.start - 4) : reading.start]
        if _REGIONS_COUNTED.search(lead):
            return True
        if _CITY_PART.search(lead) and not lead.endswith(("全城", "县城")):
            return False
        if _REGIONS.match(text, reading.end):
            return False
        fused = _REGIONS_AHEAD.search(lead)
        if fused is not None:
            return bool(_REGIONS_COUNTED.search(text[max(0, reading.start - 6) : reading.start - 2]))
        return not (
            lead[-1:] in _PLACE_CHARS
            and (reading.unit or "") in "乡镇"
            and (reading.low >= 10 or _PLACE_BEHIND.match(text, reading.end))
        )

    @staticmethod
    def _held(text: str, reading: Reading) -> bool:
        follower = text[reading.end : reading.end + 1]
        if follower and "一" <= follower <= "鿿" and follower not in "以的，":
            return False
        return bool(_HELD.search(text[max(0, reading.start - 6) : reading.start]))

    @staticmethod
    def _points(text: str, reading: Reading) -> bool:
        if _CLOCK_NOUN.match(text, reading.end):
            return True
        follower = text[reading.end : reading.end + 1]
        return (
            follower in ("：", ":", "，", "。", "；")
            and bool(_CLOCK_BEFORE.search(text[max(0, reading.start - 3) : reading.start]))
            and reading.chinese
        )

    @staticmethod
    def _one(text: str, reading: Reading, before: str) -> bool:
        """一 states a number only where the text says so: 每卖出一瓶, 唯一一位, 共一家. 一个 alone is an article."""
        if before and before in _ARTICLE_BEFORE and not text.endswith("唯一", 0, reading.start):
            return False
        lead = text[max(0, reading.start - 14) : reading.start]
        lead = _CLAUSE_CUT.split(lead)[-1]
        if reading.unit == "人" and _CASUALTY.match(text, reading.end):
            return True
        return bool(_DISTRIBUTIVE.search(lead))

    # -- making it ----------------------------------------------------------------------------------------------------

    @staticmethod
    def _draft(text: str, reading: Reading, kind: str, rule: str) -> Draft:
        start, end = span = reading.start, reading.end
        comparator, low, high = reading.interval()
        amount = kind == "amount"
        return Draft(
            kind,
            text[start:end],
            span,
            None if comparator == "range" else reading.low,
            low,
            high,
            comparator,
            None if amount else reading.unit,
            reading.currency if amount else None,
            "unit_price" if amount and reading.per else None,
            (rule, "quantity.negative") if reading.negative else (rule,),
        )


def _stated(kind: str, reading: Reading) -> bool:
    """In a short quotation only money and shares in digits are facts: “补贴3000元”, not “四个意识”."""
    return kind in ("amount", "percent", "multiple") and not reading.chinese and reading.high > 0


def _vague(reading: Reading) -> bool:
    """余 or 多 stands inside: 2500多年 is a time, 2500年 may be a year."""
    return reading.value.more or (reading.sign == ">" and reading.before is None and reading.behind is None)


def _rule(reading: Reading, kind: str) -> str:
    if reading.low != reading.high:
        return f"quantity.{kind}_range"
    if reading.shared:
        return f"quantity.{kind}_shared_unit"
    return RULES[kind]


def _speaks_of_money(text: str, reading: Reading) -> bool:
    return any(char in "壹贰叁肆伍陆柒捌玖" for char in text[reading.number_start : reading.number_end]) or (
        reading.unit in ("毛",) and reading.end - reading.start > 2
    )
