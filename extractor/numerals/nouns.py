"""The noun of a quantity: what is counted, what the money is, what grew. The nearest noun phrase said with the number.

Behind the number first (280多名[国际采购商]参加), then in front of it (签约[对接项目]27项). Tokens with their part of
speech come from jieba's dictionary, and only for the clause around a quantity; `noun_borders` mends what that dictionary
says of words at a border. A relative clause is stepped over (十余家在行业具有影响力的[企业]); the noun of a neighbour is
never taken, but a second number on the same noun shares it (房屋87户201间).
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import Any, NamedTuple

from extractor.numerals.reading import Draft
from extractor.rulebook import Rulebook

_BEHIND = 48
_FRONT = 36
_STOPS_BEHIND = re.compile(r"[，。；：！？\n,;!?:]")
_NOMINAL = ("n", "j", "l", "i", "b", "s", "f", "an", "vn", "eng", "g", "h", "k", "z", "q")
_ADJECTIVE = frozenset(("a", "ag", "ad"))
_QUALITY = _ADJECTIVE | {"b"}
_LAST_CLAUSE = re.compile(r"[，。；：！？\n,;!?:][^，。；：！？\n,;!?:]*\Z")
_NO_NOUN_BEHIND = frozenset("，。；：！？\n、,;）)的")
_ADVERBIAL = frozenset(("t", "d", "ul"))
_HAVE = frozenset(("有", "共有"))
_ALL_OR_ONLY = frozenset((" ", "均", "仅"))
_NO_WORDS = frozenset(("“", "”", "、", " "))
_WORDS_KEPT = 1 << 14
_PARENTHESIS = frozenset("（）()")
_JOINTS = frozenset(("和", "与", "及", "或", "、"))
_PLACE_ENDS = frozenset("村县市乡镇区省州盟旗")
_NOUN_ENDS = frozenset("士口者员业品站区界人民众")
_PREDICATES = frozenset(("损失", "救治", "收治"))
_PERSONS = (
    "人",
    "员",
    "者",
    "民",
    "生",
    "师",
    "长",
    "代表",
    "干部",
    "群众",
    "客",
    "工",
    "户",
    "专家",
    "商",
    "士",
    "兵",
    "警",
    "徒",
    "友",
    "口",
    "伤亡",
    "选手",
    "嘉宾",
    "教授",
    "人才",
    "骨干",
    "青年",
    "学子",
    "村官",
    "劳动力",
    "女",
    "人数",
    "岗位",
    "就业",
    "家属",
    "同志",
    "儿",
    "童",
    "官",
    "法官",
    "律师",
    "医",
    "护",
    "博士",
    "硕士",
    "模范",
    "标兵",
    "负责人",
    "队",
    "团",
    "对象",
    "家",
    "主",
    "农",
)
_NUMBER_CHARS = "0123456789.,零〇一二三四五六七八九十百千万亿两几数余多近约超过达逾将不足到上"
_BUILT = frozenset(("新建", "续建", "改建", "扩建", "拟建"))
_MONEY_TAIL = frozenset(("总", "总投资", "投资", "计划", "完成", "达"))
_EDGES = frozenset((" ", "“", "”", "、", "的", "（", "(", "）", ")", "/", "-", "%"))
_DESCRIBING = frozenset("涉参受")
_TRADE = frozenset(("出口", "进口", "销售", "生产"))
_GOODS = frozenset(("辆", "台", "套", "部", "只", "台套", "万台", "头", "艘", "架"))
_PREDICATE_OPENS = frozenset("都均也就是才仍还")
_EVENTS = frozenset(("轮", "场", "起"))
_NEGATIONS = frozenset(("不", "非", "未"))
_SUMMED = re.compile(r"(?:共计?|合计|总共|总计)$")
_OWNERS = frozenset(("家", "户", "名", "位", "个", "所", "人"))
_ENDED = frozenset(("搬入", "入驻", "签约", "落户", "开工", "竣工", "投产", "晋级", "获奖", "到位", "入围", "销售", "在建"))
_COMMON_PLACES = frozenset(("城市", "国家", "地区", "省份", "乡镇", "社区", "县城", "市县", "区县", "县市", "农村", "高校"))
_LOOSE_ENDS = frozenset("共均将已也中")
_WHOLE = frozenset("全我本该")
_WHOLE_REGION = re.compile(r"(?:全|我|本|该)[国省市县区州镇村旗乡]|全区|全球|全[社]会")
_SUFFIXES = frozenset("点箱量机站室器棚池卡")
_OPENERS = frozenset(("联合", "主要", "突破"))
_ORGANISATIONS = (
    "企业", "公司", "单位", "银行", "医院", "机构", "厂", "店", "集团", "媒体", "学校", "高校", "商户", "农户", "合作社", "协会",
    "商", "院", "所", "局", "中心", "部门", "企", "大学", "研究院", "银行", "饭庄", "超市", "商场", "工厂",
)
_SUBJECT_OF_A_VERB = frozenset(("进行", "展开", "举行", "开展", "签订", "签署", "座谈", "交流", "对话"))
_VALUES = ("值", "额", "收入", "利润", "价格")
_LEVEL = re.compile(r"[一二三四五六甲乙]级")
_JOINED = re.compile(r"[、和与及或,]|以及")
_SAME_AGAIN = re.compile(
    r"[，,、；;]?(?:其中)?(?:[^，。；、]{0,4}?(?:同比|环比|[比较][^，。；、]{1,10}?))?(?:分别)?"
    r"(?:(?:净?增加?|减少|新增|增长|下降|多|少)了?|实到|经审查立案|总数(?:达到?|为)?|[^，。；、]{1,8}以[上下]的"
    r"|(?:减少|增加|下降|降低|上升|发展|扩大)[到至]|[增减降升]至)"
)
_TO = re.compile(r"(?:减少|增加|下降|降低|上升|发展|扩大|上涨)[到至为]|[增减降升扩涨][到至为]")
_TAIL = frozenset("上中内里下间时后前等")
_PERSON_UNITS = frozenset(("人", "名", "位", "人次"))
_CHANGES = re.compile(
    r"(?>[，,]?(?:同比|环比|[比较](?:上年度?|去年|前年|上月|上季度|年初|往年))(?:同期|末|底)?|增长|上升|提高|增加|上涨|下降|减少|回落|下跌|增幅|快|高|低|"
    r"分别|达到?|为|占|超过?|约|近|将|控制在|保持在|稳定在|突破|高达|仅|已|了|到|至|力争|预期|预计|确保|继续|累计|合计|逐步|"
    r"平均|全国|有所|只有|下滑至|出)++$"
)
# The head of a measure's or an amount's noun
_AMOUNT_VERBS = ("投资", "投入", "补助", "拨款", "贷款", "捐款", "补贴", "融资", "奖励", "罚款", "借款", "税收")


class Token(NamedTuple):
    start: int
    end: int
    word: str
    flag: str


_token = partial(tuple.__new__, Token)
"""A `Token` of one tuple: its own `__new__`, which takes four arguments, costs twice as much."""


class NounFinder:
    def __init__(self, rulebook: Rulebook) -> None:
        heads = sorted(rulebook.lexicon("counted_nouns").forms, key=lambda form: (-len(form), form))
        self._counted = re.compile(rf"(?P<own>[一-鿿]{{0,6}}?)(?P<head>{'|'.join(heads)})")
        borders: dict[str, set[str]] = {}
        for row in rulebook.lexicon("noun_borders"):
            borders.setdefault(row["class"], set()).add(row["form"])
        self._stop = frozenset(borders.get("stop", ()))
        self._modifier = frozenset(borders.get("modifier", ()))
        self._filler = frozenset(borders.get("filler", ()))
        self._attribute = frozenset(borders.get("attribute", ()))
        self._noun = frozenset(borders.get("noun", ())) | frozenset(borders.get("closing", ()))
        self._closing = frozenset(borders.get("closing", ()))
        self._people = frozenset(rulebook.lexicon("counted_nouns").forms)
        self._predicate_words = frozenset(borders.get("predicate", ()))
        self._verbs = self._predicate_words | self._stop
        self._direct = frozenset(row["form"] for row in rulebook.lexicon("classifiers") if row["use"] == "direct")
        self._rejected = self._stop | self._filler | _NO_WORDS
        # texts say the same words again and again; bounded, for the words of a language are not
        self._is_nominal = lru_cache(_WORDS_KEPT)(self._word_is_nominal)
        self._tagger: Any = None

    def counted(self, text: str, at: int) -> tuple[str, int] | None:
        """The head, which is its own unit, and the end of the noun that stands directly behind a large number.

        6万海内外客商 counts 客商; people are counted as 人 (14亿人口).
        """
        match = self._counted.match(text, at)
        if match is None:
            return None
        return ("人" if match["head"] == "人口" else match["head"]), match.end()

    def attach(self, text: str, quantities: list[Draft]) -> None:
        """Set `noun` and `noun_span` where a noun is said."""
        for index, quantity in enumerate(quantities):
            following = quantities[index + 1].span[0] if index + 1 < len(quantities) else len(text)
            span = self._span(text, quantity, quantities[max(0, index - 4) : index], following)
            if span is None:
                continue
            noun = text[span[0] : span[1]]
            each = noun.find("每")
            if each >= 0:  # 月租金每平方米30元
                span, noun = (span[0], span[0] + each), noun[:each]
            if noun:
                quantity.noun, quantity.noun_span = "".join(noun.split()), span

    # -- which side ---------------------------------------------------------------------------------------------------

    def _span(self, text: str, quantity: Draft, before: list[Draft], following: int) -> tuple[int, int] | None:
        kind = quantity.kind
        last = before[-1] if before else None
        if kind == "count":
            if "quantity.count_noun" in quantity.rules:
                return self._own_noun(text, quantity)
            if quantity.unit in self._direct or quantity.unit == "期":
                return None
            behind = None if quantity.unit in ("人", "人次") else self._behind(text, quantity, following)
            if quantity.unit == "次" and behind is None and "一" <= text[quantity.span[1] : quantity.span[1] + 1] <= "鿿":
                return None  # 先后4次主持召开: how often, not what
            if quantity.unit == "届" and behind is None:
                return self._topic(text, quantity)
            return behind or self._again(text, quantity, before) or self._front(text, quantity, last)
        if kind == "measure":
            if quantity.unit in _TIMES:
                return None
            return self._behind(text, quantity, following) or self._front(text, quantity, last)
        if kind in ("percent", "multiple"):
            return self._subject(text, quantity, last)
        return self._front(text, quantity, last) or self._of(text, quantity, following)

    @staticmethod
    def _again(text: str, quantity: Draft, out: list[Draft]) -> tuple[int, int] | None:
        """What a count before counts, where this one only goes on: 4家和25家, 比上年增加12家, 应到委员41名，实到38名."""
        counts = [one for one in out[-4:] if one.kind == "count" and one.unit == quantity.unit]
        last = counts[-1] if counts else None
        if last is None or last.noun_span is None:
            return None
        between = text[max(last.span[1], last.noun_span[1]) : quantity.span[0]]
        if len(between) > 24 or "。" in between:
            return None
        behind = last.noun_span[0] >= last.span[1]
        joined = _JOINED.fullmatch(between) is not None and not behind
        if not joined and _SAME_AGAIN.fullmatch(between) is None:
            return None
        if "分别" in between and len(counts) > 1 and text[quantity.span[1] : quantity.span[1] + 1] in ("、", "和"):
            if counts[-2].noun_span not in (None, last.noun_span):
                return counts[-2].noun_span  # A1家、B46家，分别比上年增加1家、36家
        if joined and len(counts) > 2 and last.noun_span == counts[-3].noun_span != counts[-2].noun_span:
            return counts[-2].noun_span
        return last.noun_span

    @staticmethod
    def _own_noun(text: str, quantity: Draft) -> tuple[int, int] | None:
        """海内外客商 behind 6万, when it says more than the unit does."""
        match = re.search(r"[一-鿿]+$", text[quantity.span[0] : quantity.span[1]].lstrip(_NUMBER_CHARS))
        if match is None or match[0] == quantity.unit:
            return None
        return quantity.span[1] - len(match[0]), quantity.span[1]

    def _tokens(self, text: str, start: int, end: int) -> list[Token]:
        if self._tagger is None:
            import rjieba

            self._tagger = rjieba.tag
        tokens: list[Token] = []
        at = start
        for word, flag in self._tagger(text[start:end]):
            size = len(word)
            stop = at + size
            if size > 2:
                if size > 3 and word[:2] in self._verbs and word not in self._noun:
                    # the dictionary knows 列席会议 and 支援灾区 as words
                    tokens.append(Token(at, at + 2, word[:2], "v"))
                    at, word, flag = at + 2, word[2:], "n"
                elif size == 3 and word[0] == "设" and word[:2] not in ("设计", "设备", "设施"):
                    tokens.append(Token(at, at + 1, "设", "v"))
                    at, word, flag = at + 1, word[1:], "n"
            elif word in _SUFFIXES and tokens:
                last = tokens[-1]
                if len(last.word) == 2 and last.flag in ("v", "vn", "n"):  # 安置|点, 出诊|箱, 育苗|量
                    tokens.pop()
                    at, word, flag = last.start, last.word + word, "n"
            tokens.append(_token((at, stop, word, flag)))
            at = stop
        return tokens

    # -- behind the number --------------------------------------------------------------------------------------------

    def _behind(self, text: str, quantity: Draft, following: int) -> tuple[int, int] | None:
        start = quantity.span[1]
        if text[start : start + 1] == "的" and quantity.kind == "count" and self._of_counted(quantity):
            start += 1
        if start >= len(text) or text[start] in _NO_NOUN_BEHIND:
            return None
        stop = min(start + _BEHIND, len(text), following)
        match = _STOPS_BEHIND.search(text, start, stop)
        if match:
            stop = match.start()
        if stop <= start:
            return None
        tokens = self._tokens(text, start, stop)
        if tokens[0].word in _PREDICATE_OPENS or (
            quantity.unit == "次" and tokens[0].flag == "v" and not self._nominal(tokens[0]) and len(tokens) > 1
        ):
            return None  # 入围的4家都是凭着…的服务, 37次打破纪录
        at = 0
        for _ in range(3):
            end = self._phrase(tokens, at)
            if (
                quantity.unit in _EVENTS
                and at < end == len(tokens) - 1
                and tokens[end].flag == "v"
                and len(tokens[end].word) == 2
                and tokens[end].word not in self._verbs
            ):
                end += 1  # 两轮总统选举: the clause's last word is the event
            step = self._relative(tokens, at, end)
            if step is None:
                break
            at = step
        if end <= at:
            return None
        end = self._classed(tokens, at, end, quantity.unit or "")
        if stop != following and tokens[end - 1].word in self._attribute and end == at + 1:
            return None  # 6家利润下降: said of the counted, not the counted
        if stop == following:  # 10个重点项目总投资达5亿元: the money's noun is not the counted one
            while end > at + 1 and tokens[end - 1].word in _MONEY_TAIL:
                end -= 1
        if stop == following and any(tokens[end - 1].word.endswith(word) for word in self._attribute):
            beyond = self._beyond(text, following)
            if beyond is not None or end == at + 1:
                return beyond
            end -= 1  # 三项基金总收入126亿元
        if stop == following and following < len(text) and end == len(tokens) and tokens[end - 1].word in _JOINTS:
            end -= 1
        return self._trim(tokens, at, end, behind=True)

    @staticmethod
    def _of_counted(quantity: Draft) -> bool:
        """20个左右的参观团, 3000多套的新货: 的 joins number and noun, where the unit is no body that owns things."""
        return quantity.text.endswith(("左右", "以上", "以下", "上下")) or quantity.unit not in _OWNERS

    def _classed(self, tokens: list[Token], at: int, end: int, unit: str) -> int:
        """名 and 位 count persons, 家 organisations: what stands behind the last of them is the sentence's (22名学生|出院)."""
        kinds = _PERSONS if unit in ("名", "位") else _ORGANISATIONS if unit == "家" else ()
        if kinds:
            for index in range(end, at, -1):
                word = tokens[index - 1].word
                if word.endswith(kinds) and not (kinds is _PERSONS and word.endswith(("集团", "国家", "社团"))):
                    return index
        while end > at + 1 and tokens[end - 1].word.endswith(_VALUES) and tokens[end - 2].word not in _JOINTS:
            end -= 1
        return end

    def _beyond(self, text: str, at: int) -> tuple[int, int] | None:
        """6家年销售额过千亿元的国际采购巨头: the noun stands behind the amount's 的."""
        match = _STOPS_BEHIND.search(text, at)
        stop = min(match.start() if match else len(text), at + _BEHIND)
        start = text.find("的", at, stop) + 1
        if not start:
            return None
        tokens = self._tokens(text, start, stop)
        end = self._phrase(tokens, 0)
        return self._trim(tokens, 0, end) if end else None

    def _phrase(self, tokens: list[Token], at: int) -> int:
        """The index behind the noun phrase that starts at token `at` (equal to `at`: none starts there)."""
        index, noun = at, False
        depth = 0
        is_nominal = self._is_nominal
        while index < len(tokens):
            token = tokens[index]
            if token.word in "（(":
                if not self._closes(tokens, index):
                    break
                depth += 1
            elif token.word in "）)":
                if not depth:
                    break
                depth -= 1
            elif noun and token.word in "“" and tokens[index - 1].word not in _JOINTS:
                break  # 50个团队“卓越团队”称号
            elif token.word in _JOINTS:
                if not noun or not self._joins(tokens, index):
                    break
            elif (
                noun
                and token.word not in self._noun
                and (
                    self._ends(tokens, index)
                    or (token.word in self._predicate_words and tokens[index - 1].word not in _JOINTS)
                )
            ):
                break
            elif is_nominal(token.word, token.flag):
                noun = True
            elif self._opens(tokens, index, noun):
                noun = noun or token.flag == "v" or token.word == "突破"
            elif (
                token.flag == "a"
                and index > at
                and tokens[index - 1].word in _JOINTS
                and index + 2 < len(tokens)
                and tokens[index + 1].word == "的"
                and self._nominal(tokens[index + 2])
            ):
                index += 1  # 非公有制经济人士和新的社会阶层人士
            elif self._modifies(tokens, index, noun):
                pass
            elif not (token.word in "“”·" or token.word == " "):
                break
            index += 1
            if token.word in self._closing:
                break  # 三个方面: whatever follows is the sentence's
        while index > at and (tokens[index - 1].word in _JOINTS or tokens[index - 1].word in "（( “"):
            index -= 1
        return index if noun else at

    @staticmethod
    def _ends(tokens: list[Token], index: int) -> bool:
        """A place word or a phrase behind the noun is the predicate's: 代表|胸前佩戴, 省市|明确规定."""
        token = tokens[index]
        if token.flag in ("s", "f"):
            return True
        longest = 3 if token.flag in ("l", "i", "z") else 2
        return (
            token.flag in ("l", "i", "z", "nr", "nrt")
            and len(token.word) > longest
            and token.word[-1] not in _NOUN_ENDS
            and tokens[index - 1].word not in _JOINTS
        )

    def _opens(self, tokens: list[Token], index: int, noun: bool) -> bool:
        """What may open a phrase though its class is no noun's: 两国工商界代表, 年交易项目, 在沪名医, a lone 提案."""
        token = tokens[index]
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if token.word in _OPENERS and not noun:
            if token.word == "突破":
                return following is None or not self._nominal(following)
            return following is not None and self._nominal(following)
        if token.word in self._stop or token.word in self._filler:
            return False
        if following is None:
            return not noun and token.flag == "v" and len(token.word) > 1
        if token.word in ("两", "三", "多") and following.word in ("国", "岸", "地"):
            return True
        if noun:
            return False
        if token.word in ("年", "日", "月") and self._nominal(following):
            return True
        if token.word == "在" and len(following.word) == 1 and following.flag in ("j", "ns", "v", "n"):
            return True
        return token.flag == "v" and len(token.word) > 1 and following.word in ("的", "”")

    def _nominal(self, token: Token) -> bool:
        return self._is_nominal(token.word, token.flag)

    def _word_is_nominal(self, word: str, flag: str) -> bool:
        if word in self._noun:
            return True
        if word in self._rejected or not ("一" <= word[0] <= "鿿" or word[0].isalnum()):
            return False
        if flag == "x":
            return word[0].isalnum()
        if (flag == "d" and len(word) > 2) or (flag == "m" and _LEVEL.fullmatch(word)):
            return True
        return (flag.startswith(_NOMINAL) and flag != "nrfg") or (
            flag in ("nr", "x", "m") and len(word) > 1 and flag != "m"
        )

    def _modifies(self, tokens: list[Token], index: int, noun: bool) -> bool:
        """A verb or adjective inside the phrase: only in front of a noun."""
        token = tokens[index]
        if token.word in self._stop or token.word in self._filler:
            return False
        if index + 1 >= len(tokens):
            # 检查, 手术: a verb that ends the phrase is its head when the dictionary says that it can be one
            return False
        following = tokens[index + 1]
        if token.word in self._modifier:
            return self._nominal(following) or following.word in self._modifier or following.word in _JOINTS
        if token.flag in _ADJECTIVE or (token.flag == "d" and len(token.word) > 1 and not noun):
            return self._nominal(following)
        if token.flag == "v" and not noun and index == 0:
            return len(token.word) > 1 and self._nominal(following) and self._bare_verb(tokens, index + 1)
        return False

    def _bare_verb(self, tokens: list[Token], index: int) -> bool:
        """参保职工, 入库项目: a verb that opens the phrase, with nothing but nouns behind it."""
        return self._run(tokens, index) == index + 1

    def _run(self, tokens: list[Token], index: int) -> int:
        """The index behind the nouns that start at `index`."""
        while index < len(tokens) and self._nominal(tokens[index]):
            index += 1
        return index

    def _joins(self, tokens: list[Token], index: int) -> bool:
        if index + 1 >= len(tokens):
            return False
        following = tokens[index + 1]
        after = tokens[index + 2] if index + 2 < len(tokens) else None
        if tokens[index].word == "与":  # 5位专家与创业者进行了对话
            end = self._run(tokens, index + 1)
            if end < len(tokens) and tokens[end].word in _SUBJECT_OF_A_VERB:
                return False
        if following.flag == "ns" and after is not None and not self._nominal(after) and after.word not in _JOINTS:
            return False  # 法国有100多家葡萄酒庄、澳大利亚有30多家
        return self._nominal(following) or self._modifies(tokens, index + 1, True) or following.word in ("新",)

    @staticmethod
    def _closes(tokens: list[Token], index: int) -> bool:
        return any(token.word in "）)" for token in tokens[index + 1 : index + 5])

    def _relative(self, tokens: list[Token], at: int, end: int) -> int | None:
        """The index behind 的 when what stands before it only describes the noun to come, else None."""
        index = at
        while index < len(tokens) and tokens[index].word not in ("的", "之"):
            index += 1
        if index >= len(tokens) or index + 1 >= len(tokens):
            return None
        following = tokens[index + 1]
        if not (self._nominal(following) or self._modifies(tokens, index + 1, False)):
            return None
        if end > at:
            head = tokens[end - 1]
            places = head.word not in _COMMON_PLACES and all(
                token.flag in ("ns", "nr", "s", "f", "t", "a", "b", "z", "v") for token in tokens[at:end]
            )
            if end == index:  # N 的 N: the first is counted, unless it is a place or a quality
                return index + 1 if places or head.word in self._attribute else None
            described = any(head.word.endswith(word) for word in self._attribute) or places
            return index + 1 if described else None
        return index + 1

    def _trim(self, tokens: list[Token], at: int, end: int, *, behind: bool = False) -> tuple[int, int] | None:
        while end > at and (tokens[end - 1].word in _TAIL or tokens[end - 1].word in self._filler):
            end -= 1
        while (
            end > at + 1 and tokens[end - 1].word in self._attribute and tokens[end - 2].word not in _JOINTS and behind
        ):
            end -= 1  # 10个重点项目总投资
        while (
            at < end
            and not (tokens[at].word == "“" and any(token.word == "”" for token in tokens[at:end]))
            and (tokens[at].word in _EDGES or tokens[at].word in ("月份", "小时", "公里", "年均"))
        ):
            at += 1
        while end > at and tokens[end - 1].word in _EDGES:
            if tokens[end - 1].word == "”" and any(token.word == "“" for token in tokens[at:end]):
                break
            if tokens[end - 1].word in "）)" and any(token.word in "（(" for token in tokens[at:end]):
                break
            end -= 1
        if end <= at:
            return None
        last = tokens[end - 1]
        return tokens[at].start, last.end - (
            (last.word[-1] in _LOOSE_ENDS and len(last.word) > 2 and last.word not in self._noun)
            or (last.word[-1] == "共" and len(last.word) > 1)
        )

    # -- in front of the number ---------------------------------------------------------------------------------------

    def _front(self, text: str, quantity: Draft, last: Draft | None) -> tuple[int, int] | None:
        stop = quantity.span[0]
        floor = 0
        if last is not None:
            floor = last.span[1]
            if last.span[1] == stop and last.kind == "count" == quantity.kind and last.noun_span is not None:
                return last.noun_span  # 房屋87户201间: one noun, two numbers
            if last.noun_span is not None:
                floor = max(floor, last.noun_span[1])
            if (
                quantity.kind == "count"
                and last.kind == "amount"
                and last.noun_span is not None
                and last.noun_span[1] == stop
                and last.noun_span[0] >= last.span[1]
            ):
                return last.noun_span  # 500万元以上的大案41宗
        if text[stop - 1 : stop] == "为" and text[stop - 2 : stop - 1] not in "作成认以分因":
            stop -= 1  # 老年人口为1.4亿人: 口为 is no word
        start = _clause_start(text, max(floor, stop - _FRONT), stop)
        start += 0 < start < stop and text[start] in "年月日" and text[start - 1].isdigit()
        if start >= stop:
            return None
        tokens = self._tokens(text, start, stop)
        if tokens and tokens[-1].word in ("由", "从") and _TO.match(text, quantity.span[1]):
            tokens.pop()  # 贫困人口由13.1万人减少到4万人
        span = self._phrase_before(tokens, quantity)
        if span is not None and quantity.kind == "count" and quantity.unit == "人":
            if text[slice(*span)] in ("人数", "总人数"):
                return None
            if _SUMMED.search(text, start, stop) and self._of_several(text, span):
                return None  # 市领导和有关单位负责人共500余人: the sum of all, not of the last
        return span

    @staticmethod
    def _of_several(text: str, span: tuple[int, int]) -> bool:
        sentence = text[max(0, span[0] - 60) : span[0]].rsplit("。", 1)[-1]
        return "以及" in sentence or any(joint in text[slice(*span)] for joint in "和与及、")

    def _topic(self, text: str, quantity: Draft) -> tuple[int, int] | None:
        """论坛由省政府主办，已连续举办五届: what is held again and again opens the sentence."""
        stop = quantity.span[0]
        start = max(0, stop - 60)
        for index in range(stop - 1, start - 1, -1):
            if text[index] in "。！？\n；":
                start = index + 1
                break
        tokens = self._tokens(text, start, min(stop, start + 30))
        end = self._phrase(tokens, 0)
        return self._trim(tokens, 0, end) if end and tokens[end - 1].end < stop else None

    def _phrase_before(self, tokens: list[Token], quantity: Draft) -> tuple[int, int] | None:
        end = len(tokens)
        many = False
        if tokens and tokens[-1].word[-1] == "共" and len(tokens[-1].word) > 1:
            tokens[-1] = tokens[-1]._replace(word=tokens[-1].word[:-1], end=tokens[-1].end - 1)
        count = quantity.kind == "count"
        while end:
            _, _, word, flag = tokens[end - 1]
            if not (
                word in self._filler
                or (flag in _ADVERBIAL and len(word) < 3)
                or (count and word == "是")
                or (
                    count
                    and word in _ENDED
                    and end > 1
                    and (self._nominal(tokens[end - 2]) or tokens[end - 2].word == "仅")
                )
                or word in _ALL_OR_ONLY
                or (
                    word in _HAVE
                    and (quantity.unit not in _PERSON_UNITS or (end > 1 and tokens[end - 2].word in self._people))
                )
            ):
                break
            many = many or word == "等"
            end -= 1
        if not end:
            return None
        if many and tokens[end - 1].flag.startswith("nr"):
            return None
        at = end
        described: set[int] = set()
        while at:
            token = tokens[at - 1]
            if at < end:
                if token.word in ("两", "三") and tokens[at].word in ("国", "岸", "地"):
                    at -= 1
                    continue
                if token.flag == "m" and tokens[at].word == "强":  # 世界500强企业38家
                    at -= 1
                    continue
                if token.word in ("年", "日", "月"):
                    at -= 1
                    continue
            if count and token.word in _PREDICATES:
                break
            if self._is_nominal(token.word, token.flag):
                at -= 1
                continue
            if token.word in _PARENTHESIS:
                at -= 1
                continue
            if (
                token.word in _JOINTS
                and at < end
                and at > 1
                and (self._nominal(tokens[at - 2]) or tokens[at - 2].word in self._modifier)
            ):
                at -= 1
                continue
            if (
                at < end
                and (token.word in self._modifier or token.flag in _QUALITY)
                and (self._nominal(tokens[at]) or tokens[at].word in self._modifier)
                and token.word not in self._stop
            ):
                at -= 1
                continue
            if (
                count
                and at < end
                and token.flag == "v"
                and len(token.word) == 2
                and token.word not in self._verbs
                and token.word not in self._filler
                and self._nominal(tokens[at])
                and (token.word[0] in _DESCRIBING or self._verbal(tokens, at - 2))
            ):  # 查处欠薪案件215件, 收到大会发言材料57篇: the second verb describes
                at -= 1
                described.add(at)
                continue
            if token.word in _NEGATIONS and at < end:  # 不合格产品
                at -= 1
                continue
            if token.word == "以上" and at > 1 and at < end and tokens[at - 2].word in ("规模", "限额"):
                at -= 2
                continue
            if count and (
                (
                    at == end
                    and at > 1
                    and token.word in self._modifier
                    and self._nominal(tokens[at - 2])
                    and tokens[at - 2].flag != "ns"
                    and tokens[at - 2].word[-1] not in _PLACE_ENDS
                )
                or (at < end and token.word in ("集体", "联合") and (at == 1 or tokens[at - 2].word == "其中"))
            ):  # 国际认证17个, 其中集体提案41件
                at -= 1
                described.add(at)
                continue
            if at == end and token.word in _AMOUNT_VERBS and quantity.kind == "amount":
                at -= 1
                continue
            break
        if at == end:
            return None
        if count:
            at = self._behind_verb(tokens, at, end)
            if at + 1 < end and tokens[at].word in _TRADE and quantity.unit in _GOODS:
                at += 1  # 出口汽车41.7万辆
        while (
            at + 1 < end and count and at not in described and self._predicate(tokens, at, end)
        ):
            at += 1  # 共签约装备制造业对接项目27项: the verb is the clause's
        if end > at + 1 and tokens[end - 1].word == "数量" and tokens[end - 2].flag == "n" and count:
            end -= 1  # 餐厅数量有3000多家
        joints = sum([token.word in _JOINTS for token in tokens[at:end]])
        if (many and joints > 1) or (quantity.unit in _PERSON_UNITS and joints > 2):
            return None
        while (
            at + 1 < end
            and tokens[at].word[-1] in _PLACE_ENDS
            and tokens[at].flag in ("ns", "nr", "nrt", "nz")
            and count
        ):
            at += 1
        while at < end and at not in described and (
            tokens[at].word in _JOINTS or tokens[at].word in ")）" or tokens[at].word in self._stop
        ):
            at += 1
        if count:
            while at + 1 < end and (
                (tokens[at].word[0] in _WHOLE and _WHOLE_REGION.fullmatch(tokens[at].word))
                or (tokens[at].flag == "ns" and at + 2 < end and _WHOLE_REGION.fullmatch(tokens[at + 1].word))
                or (len(tokens[at].word) == 1 and at and tokens[at - 1].word == "在")
            ):
                at += 1  # 全县合作组织464家, 在华投资项目370个
            if end - at == 1 and tokens[at].word in _TRADE:
                return None  # 实现销售1015万台
            if at and any(token.word[0] == "每" for token in tokens[max(0, at - 3) : at]):
                return None  # 每个地市最少配备2辆
            if quantity.unit == "家" and joints and not tokens[end - 1].word.endswith(_ORGANISATIONS):
                return None  # 甲与乙两家
        span = self._trim(tokens, at, end)
        if span is None or span[1] - span[0] > 30:
            return None
        if count and tokens[at].flag == "ns" and all(token.flag == "ns" for token in tokens[at:end]):
            return None  # 甘肃113人: the place is where, not what
        if (
            quantity.unit == "人"
            and not tokens[end - 1].word.endswith(_PERSONS)
            and not tokens[at].word.endswith(_PERSONS)
        ):
            return None
        return span

    def _verbal(self, tokens: list[Token], index: int) -> bool:
        """A verb that takes what is counted stands at `index`, or in front of one noun there."""
        for step in (index, index - 1):
            if step < 0:
                return False
            token = tokens[step]
            if token.word in self._predicate_words:
                return True
            if not self._nominal(token):
                return False
        return False

    def _behind_verb(self, tokens: list[Token], at: int, end: int) -> int:
        """The index behind the last verb that takes what is counted: 专班|帮扶|困难群众1500户, 少将|调集|官兵4600名.

        A verb that may also describe its noun (培训机构) is one only in front of persons.
        """
        for index in range(end - 2, at - 1, -1):
            word = tokens[index].word
            if word in self._predicate_words and (
                word not in self._modifier or tokens[end - 1].word.endswith(_PERSONS)
            ):
                return index + 1
        return at

    def _predicate(self, tokens: list[Token], at: int, end: int) -> bool:
        """True when the verb that opens the phrase is the clause's own: 排查隐患, but not 合作项目."""
        token = tokens[at]
        if token.word in self._modifier:
            return token.word in _BUILT or (token.flag == "v" and at + 2 < end)
        return token.flag in ("v", "vn") and token.word not in self._noun

    def _of(self, text: str, quantity: Draft, following: int) -> tuple[int, int] | None:
        """120亿元的补助: the amount's noun behind 的."""
        start = quantity.span[1]
        if text[start : start + 1] != "的" and text[start : start + 1] != "”":
            return None
        stop = min(start + 20, following, len(text))
        match = _STOPS_BEHIND.search(text, start + 1, stop)
        tokens = self._tokens(text, start + 1, match.start() if match else stop)
        end = self._phrase(tokens, 0)
        return self._trim(tokens, 0, end) if end else None

    def _subject(self, text: str, quantity: Draft, last: Draft | None) -> tuple[int, int] | None:
        """固定资产投资同比增长12.3%: what changed, or what is shared; the clause before when this one has no noun."""
        stop = quantity.span[0]
        start = _clause_start(text, max(0, stop - _FRONT), stop)
        if last is not None:
            start = max(start, last.span[1])
        start += 0 < start < stop and text[start] in "年月日" and text[start - 1].isdigit()
        while True:
            match = _CHANGES.search(text, start, stop)
            if match is None:
                break
            stop = match.start()
        if stop <= start:
            if (
                last is not None
                and last.noun_span is not None
                and quantity.span[0] - last.span[1] < 12
                and last.kind in ("amount", "count", "measure", "percent")
                and "。" not in text[last.span[1] : quantity.span[0]]
            ):
                return last.noun_span
            return None
        tokens = self._tokens(text, start, stop)
        end = len(tokens)
        while end and (tokens[end - 1].flag in ("p", "d", "t", "c", "r", "f") or tokens[end - 1].word in ("的", " ")):
            end -= 1
        return self._phrase_before(tokens[:end], quantity) if end else None


def _clause_start(text: str, start: int, stop: int) -> int:
    """Behind the last sign in `[start, stop)` that ends a clause, else `start`."""
    match = _LAST_CLAUSE.search(text, start, stop)
    return start if match is None else match.start() + 1


_TIMES = frozenset(
    (
        "年",
        "个月",
        "天",
        "小时",
        "分钟",
        "秒",
        "周",
        "个星期",
        "岁",
        "周岁",
        "周年",
        "个小时",
        "个季度",
        "个世纪",
        "年整",
        "载",
    )
)
