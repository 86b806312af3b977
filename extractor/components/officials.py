"""Officials: who holds which post. Titles are found first, names are read beside them, later mentions are linked.

The stage goes through the titles of the chart from left to right and puts them into rows (`Row`): post phrases joined by
、 和 兼 belong to one person. The name stands behind the row (市长吴锦), before it (查文章院长, 王辉任市长), or behind a
colon; names joined by 、 share the row's posts (副市长A、B). What a row does not say, its body, comes from the post before
it, from the sentence, or from the document (`resolve_body`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import regex

from extractor.components.analysis import Analysis
from extractor.components.chart import COUNTRY, SCHOOL, Chart
from extractor.components.persons import Name, NameReader
from extractor.components.posts import REGION_HEADS, PostPhrase, inherit, read_post
from extractor.offsets import Span
from extractor.records import Official, Post
from extractor.rulebook import Rulebook

_JOINER = regex.compile(r"[、/](?:博士|硕士|全国人大代表|全国政协委员)[、，]|[、/]|兼任?|并兼任?|和|及|以及|，兼任?|、兼任?|兼职")
# 第二十届中央委员，农业农村部原部长: membership of a numbered body is no post to stop at
_NUMBERED_MEMBER = regex.compile(r"第[一二三四五六七八九十]{1,3}届\p{Han}{2,12}(?:委员|常委|代表)$")
_NAME_JOINER = regex.compile(r"、|和|及|以及|与|,")
_GAP = regex.compile(r"(?:（[^（）]{1,12}）|\([^()]{1,12}\))?(?:[:：]|[  　]{0,3})")
_GAP_BEGINS = frozenset("（(:： \u3000")
# 王辉任郑州市市长; 增补苏贵光为全国政协委员; 李强当选主席
_VERB_BETWEEN = regex.compile(
    r"(?:[（(][^（）()]{1,8}[)）])?(?:同志|博士|先生|女士|教授)?(?:[，,](?:男|女)[^。；]{0,60}?)?"
    r"(?:(?:(?:[0-9一二三四五六七八九十两]{1,3}(?:多|余)?个?(?:年|月|天)[前后]|(?:19|20)[0-9]{2}年(?:[0-9]{1,2}月)?|去年|今年|前年)?(?:来到|来|到|赴|前往|调到|调往)[^，。；：、\n]{1,8})(?=担任)|先后|曾经?|随后|此后|还|又|长期|一直)?"
    r"(?:现任|时任|历任|曾任|继续担任|继续任|担任|出任|就任|不再担任|不再兼任|兼任|名叫|叫|卸任|辞去|连任|继任|升任|调任|改任|(?:再次|再度|连续|成功|全票|高票)?当选为?|任命为|增补为|聘为|被任命为|被选为|任|为|是|系)(?:[^，。；：、\n]{1,20}的)?(?:第[一二三四五六七八九十]{1,3}届|[一二三四五六七八九十]{1,3}届)?"
    r"|职务，?并(?:接受|批准)其请辞(?:的)?"
)
_VERB_LAST = frozenset("任叫去选为是系的届辞")
"""What such a verb ends in: asked first, since few titles have one before them."""
_DECISION = regex.compile(r"任命|增补|补选|选举|推选|聘任|聘请|免去|撤销|罢免|终止|接受|批准|关于免去|关于撤销")
_FOUNDED = regex.compile(
    r"(?:成立|组建|设立)了?(?P<body>(?:(?!成立|组建|设立)[^，。；：、\n]){2,24}?(?P<head>指挥部|组|委员会|专班))，并?由?$"
)
"""决定成立抗震救灾总指挥部，由|温家宝|任总指挥: the body that is founded has the head."""
_FOUNDERS = {"总指挥": ("指挥部",), "指挥长": ("指挥部",), "组长": ("组", "专班"), "主任": ("委员会",)}
_RESIGNED = regex.compile(
    r"接受了?(?P<name>(?![该本其他她此有上前部相多数全])[\u4e00-\u9fff]{2,3}?)(?:同志)?(?:提出的)?(?:辞去|请辞)"
)
"""Between these only a name stands, however rare: 接受束为辞去…职务."""
_DECIDED = regex.compile(r"(?:的|为|任|担任|辞去|兼任|请辞)?(?:第[一二三四五六七八九十]{1,3}届)?")
_ITEM_LINK = regex.compile(r"(?:同志)?(?:的|为|任)$")
_ROSTER = regex.compile(r"组成人员|领导班子|名单|班子成员|领导机构|选举产生|当选")
_COMMON_NOUNS = frozenset(
    ["公司", "该公司", "集团", "该集团", "协会", "该协会", "学会", "商会", "论坛", "银行", "该行", "医院", "该院", "学校", "研究院", "研究所"]
    + ["中心", "该中心", "企业", "代表团"]
)
_COURTESY = regex.compile(r"同志|先生|女士|博士|一行|(?:（[^（）]{1,10}）)")
_COURTESY_BEGINS = frozenset("同先女博一（")
_BEFORE_POSTS = frozenset(["official.decision", "official.appointed", "official.apposition"])
"""Rules whose name stands before the posts, so that more posts may follow."""
_NEXT_PERSON = regex.compile(r"(?:夫妇|同志|先生|女士|教授|博士|院士|研究员|老师|等)?(?P<mark>[、，]|和|与|及|以及)")
# Posts that only one body has.
_SOLE_BODIES = {"国务委员": "国务院", "委员长": "全国人大常委会", "副委员长": "全国人大常委会"}
_HOSPITALS = ("医院", "一院", "二院", "三院", "四院", "我院", "本院")
_SCHOOLS = ("大学", "学校", "中学", "小学", "学院", "我校", "本校")
# Which bodies a post without one may be of, when the document has just one such body.
_HOMES = (
    (regex.compile("院长$|^院"), (*_HOSPITALS, "学院", "研究院", "科学院")),
    (regex.compile("校长$|^校"), _SCHOOLS),
    (regex.compile("董事长$|总经理$|总裁$|厂长$"), ("公司", "集团", "厂")),
    (regex.compile("行长$"), ("银行", "分行", "支行")),
    (regex.compile("会长$|理事长$"), ("协会", "学会", "商会", "联合会", "基金会", "促进会")),
    (regex.compile("局长$"), ("局",)),
    (regex.compile("^(?:党委|纪委)"), (*_HOSPITALS, *_SCHOOLS, "公司", "集团", "局")),
)
_AFTER_GROUP = regex.compile(r"[、，,]|等|参加|出席|参观|陪同|到会|在|率|调研|[（(]|[\u4e00-\u9fff]{2}[、，]")
_COMPANY_TITLES = ("董事长", "总经理", "总裁", "首席执行官", "CEO", "总监", "经理")
_SESSIONS = frozenset(["大会", "会议", "主席团", "大会主席团", "会议主席团"])
"""Bodies of one meeting: their secretaries and spokesmen are roles of the session."""
_SPOUSES = ("夫人", "丈夫", "爱人", "妻子")
_SELF = regex.compile(r"[我本](?:院|校|局|厅|会|行|公司|集团|厂|中心|馆)")
"""What a release of the body's own calls it."""
_EARLY = 80
"""A release names the body it is about within so many characters."""
_SURE_APPOSITION = 7.0
_DOUBTFUL_NAME = 6.0
_FOREIGN_TITLES = frozenset(("总统", "首相", "国王", "副总统", "外长", "防长", "财长", "国务卿"))


@dataclass(slots=True)
class Row:
    posts: list[PostPhrase]
    names: list[tuple[Name, str]] = field(default_factory=list)
    """The persons and the rule that tied them to the posts."""

    @property
    def start(self) -> int:
        return self.posts[0].begin

    @property
    def end(self) -> int:
        return self.posts[-1].end


@dataclass(slots=True)
class _Person:
    name: str
    mentions: list[Span]
    posts: list[Post]
    rules: list[str]
    confidence: float


class OfficialStage:
    def __init__(self, rulebook: Rulebook) -> None:
        self._reader = NameReader(rulebook)
        self._weights = {rule.id: float(rule.options.get("weight", 0.9)) for rule in rulebook.family("official")}
        """Rule → how far what it ties is to be trusted; a rule that is not in the rulebook does not tie."""

    def run(self, analysis: Analysis) -> None:
        chart: Chart = analysis.state["chart"]
        self._reader.begin(chart)
        self._title_starts = chart.title_outer
        rows = self._rows(chart)
        self._settle(chart, rows, analysis)
        persons = self._persons(chart, rows, analysis)
        analysis.officials = [
            Official(
                name=person.name, posts=tuple(person.posts), mentions=tuple(person.mentions), rules=tuple(person.rules),
                text=chart.text[slice(*person.mentions[0])], confidence=person.confidence,
            )
            for person in persons
        ]

    # -- rows ------------------------------------------------------------------------------------------------------

    def _rows(self, chart: Chart) -> list[Row]:
        """Titles into rows, with the names that stand beside them."""
        rows: list[Row] = []
        floor = 0
        for hit in chart.titles:
            if hit.start < floor:
                continue
            phrase = read_post(chart, hit, floor=floor)
            last = rows[-1] if rows else None
            if phrase.kind == "rank" and last is not None and last.names and last.names[-1][0].end == phrase.outer:
                continue  # 执行院长孙熙国教授: an address behind the name
            row = Row([phrase])
            # 马累市长穆伊祖: a place stands before the head of a region; before others a name is the surer one
            # (习近平总书记曾强调)
            ways = (self._name_before, self._names_behind)
            for way in reversed(ways) if phrase.kind == "region" else ways:
                if not row.names:
                    way(chart, row, floor)
            if not row.names:
                self._appointed(chart, row, rows, floor)
            phrase = row.posts[0]
            if phrase.kind == "session" or self._described(chart, phrase):
                floor = hit.end
                continue
            if last is not None and (not last.names or last.names[0][1] in _BEFORE_POSTS) and self._joined(chart.text, last.posts[-1], phrase):
                addressed = bool(row.names) and row.names[0][1] == "official.name_title"
                if last.names and not row.names:  # 免去A的副院长、审判委员会委员职务
                    last.posts.append(phrase)
                    floor = hit.end
                    continue
                if not last.names and addressed and phrase.kind == "rank":
                    # 研究会理事长、首都师范大学黄延敏教授: the address only names whose post it is
                    last.names = [(row.names[0][0], "official.title_name")]
                    floor = hit.end
                    continue
                if not last.names and not addressed:
                    last.posts.append(phrase)
                    last.names = row.names
                    floor = last.names[-1][0].end if last.names else hit.end
                    continue
            rows.append(row)
            floor = max(hit.end, row.names[-1][0].end if row.names else 0)
        return rows

    @staticmethod
    def _speaks_of_cppcc(text: str) -> bool:
        """Whether the release is on a session of the CPPCC, whose members are called 杨某委员."""
        return "全国政协" in text and text.count("政协") > text.count("人大")

    @staticmethod
    def _described(chart: Chart, phrase: PostPhrase) -> bool:
        """来自企业界的委员, 单位负责人：: a description or a line of a form, not somebody's post."""
        text = chart.text
        if phrase.kind == "member" and not phrase.org and text[phrase.outer - 1 : phrase.outer] == "的":
            return True
        if phrase.kind == "rank" and phrase.org and not phrase.anchored and len(phrase.org) <= 3:
            suffix = chart.suffixes.get(phrase.org_end)
            return phrase.org in chart.lexis.words and (suffix is None or suffix.data == "COMPANY")  # 汽车分析师
        if phrase.org in _SESSIONS:
            return True
        return phrase.title == "负责人" and text[phrase.end : phrase.end + 1] in (":", "：")

    @staticmethod
    def _joined(text: str, last: PostPhrase, phrase: PostPhrase) -> bool:
        """Whether two post phrases stand in one row; without a joiner only when no body is between (副主诊副主任医师)."""
        if last.end == phrase.begin:
            return not phrase.org
        between = text[last.end : phrase.begin]
        if between == "，" and last.kind == "member":
            return bool(phrase.org and _NUMBERED_MEMBER.search(text, max(0, last.begin - 6), last.end))
        return bool(_JOINER.fullmatch(between))

    # -- names -----------------------------------------------------------------------------------------------------

    def _names_behind(self, chart: Chart, row: Row, floor: int) -> None:
        """市长吴锦; 主任：沈春耀; 副市长A、B和C."""
        text, reader = chart.text, self._reader
        foreign = self._is_foreign(chart, row)
        at = row.end
        if text[at : at + 1] in _GAP_BEGINS and (gap := _GAP.match(text, at)) is not None:
            at = gap.end()
        group = row.posts[-1].kind == "group"
        colon = at > row.end and text[at - 1] in ":："
        name = reader.after(at, foreign=foreign, strict=group or row.posts[-1].title == "负责人")
        if name is None or (group and not _AFTER_GROUP.match(text, name.end)):
            return
        row.names.append((name, "official.group" if group else "official.colon" if colon else "official.title_name"))
        while True:
            joiner = _NAME_JOINER.match(text, self._after_courtesy(text, name.end))
            if joiner is None:
                return
            if text.startswith(_SPOUSES, joiner.end()):
                return
            follower = reader.after(joiner.end(), listed=True, foreign=foreign)
            if follower is None or self._has_title(chart, follower.end):
                return
            if joiner[0] != "、" and self._opens_group(text, follower.end):
                return
            name = follower
            row.names.append((name, "official.name_list"))

    def _name_before(self, chart: Chart, row: Row, floor: int) -> None:
        """查文章院长, 习近平总书记."""
        text, reader = chart.text, self._reader
        first = row.posts[0]
        if first.kind == "group":
            return
        # nobody is called 乌昌党委书记: with the party's organ in the title only a body stands before a name
        if first.org == "国家" and (previous := reader.before(first.org_start, floor=floor)) is not None:
            # 苏林国家主席: here 国家 belongs to the title
            row.posts[0] = first.but(org="", title="国家" + first.title, start=first.org_start, org_end=first.org_start)
            row.names.append((previous, "official.name_title"))
            return
        previous = reader.before(
            first.head, floor=floor, beside_body_only=first.title[0] in "党纪团政支", sure=first.title in _SOLE_BODIES,
        )
        if previous is not None:
            org, start, anchored = "", previous.start, False
            first = first.but(title=text[first.head : first.end], start=first.head)
            of = previous.start - (text[previous.start - 1 : previous.start] == "的")  # 信发集团的池俊庆部长
            if of > floor and (chart.ends_body(of) or (chart.suffix_ends(of) and chart.left_border(of, floor=floor).anchored)):
                border = chart.left_border(of, floor=floor)
                org, start, anchored = text[border.start : of], border.start, border.anchored
            row.posts[0] = first.but(
                org=org, org_start=start, org_end=start + len(org), anchored=anchored, closed=bool(org)
            )
            row.names.append((previous, "official.name_title"))

    def _appointed(self, chart: Chart, row: Row, rows: list[Row], floor: int) -> None:
        """王辉任郑州市市长; 主任医师孟庆兵博士担任某委员会委员."""
        text, reader = chart.text, self._reader
        first = row.posts[0]
        if first.kind == "group":
            return
        verb = text[first.begin - 1 : first.begin] in _VERB_LAST
        if verb and rows and rows[-1].names:
            if any(_VERB_BETWEEN.fullmatch(text[at : first.begin]) for at in (rows[-1].names[-1][0].end, rows[-1].end)):
                row.names = [(name, "official.appointed") for name, _ in rows[-1].names[-1:]]
                return
        if (names := self._by_decision(chart, row, floor)):
            row.names = names
            return
        if (names := self._decision_item(chart, row, floor)):
            row.names = names
            return
        if (names := self._apposition(chart, row, floor)):
            row.names = names
            return
        if not verb:
            return
        left = text[max(floor, first.begin - 80) : first.begin]
        match = next((m for m in reversed(list(_VERB_BETWEEN.finditer(left))) if m.end() == len(left)), None)
        if match is not None:
            name_end = first.begin - len(left) + match.start()
            if not first.org and (body := self._body_behind(chart, row.end)) is not None:
                row.posts[0] = first.but(org=text[slice(*body)], org_start=body[0], org_end=body[1])
            previous = reader.before(name_end, floor=floor, strict=True)
            if previous is not None and not row.posts[0].org:
                founded = _FOUNDED.search(text, max(0, previous.start - 40), previous.start)
                if founded is not None and founded["head"] in _FOUNDERS.get(first.title.removeprefix("副"), ()):
                    start, end = founded.span("body")
                    row.posts[0] = first.but(org=text[start:end], org_start=start, org_end=end, inherited=True)
            while previous is not None:
                row.names.insert(0, (previous, "official.appointed"))
                if text[previous.start - 1 : previous.start] not in ("、", "和"):  # 李克强、回良玉任副总指挥
                    break
                previous = reader.before(previous.start - 1, floor=floor, strict=True)

    @staticmethod
    def _body_behind(chart: Chart, at: int) -> Span | None:
        """段怀玉任组长的事故调查组: the body stands behind the post."""
        if chart.text[at : at + 1] != "的":
            return None
        for end in range(at + 3, at + 16):
            if end in chart.suffixes and chart.left_border(chart.suffixes[end].start, floor=at + 1).start == at + 1:
                return at + 1, end
            if end < len(chart.text) and chart.text[end] in "，。；、":
                return None
        return None

    def _decision_item(self, chart: Chart, row: Row, floor: int) -> list[tuple[Name, str]]:
        """免去：许广田的白河市教育局局长职务；孟昭伟的…: an item of a decision whose verb stands before a colon."""
        text, first = chart.text, row.posts[0]
        link = _ITEM_LINK.search(text, max(floor, first.begin - 6), first.begin)
        if link is None or not _DECISION.search(text, max(0, first.begin - 400), first.begin):
            return []
        name = self._reader.before(link.start(), floor=floor)
        if name is None or (name.start > 0 and text[name.start - 1] not in "\n；：; \u3000、，"):
            return []
        if link[0] == "的" and "职务" not in text[row.end : row.end + 40]:
            return []
        return [(name, "official.decision")]

    def _apposition(self, chart: Chart, row: Row, floor: int) -> list[tuple[Name, str]]:
        """张伟（海州市市长）; 李明，海州集团董事长，…: the post stands behind the name, between brackets or commas."""
        text, first = chart.text, row.posts[0]
        at = first.begin
        if text[at - 1 : at] not in ("（", "(", "，") or not first.org or not first.closed:
            return []
        closing = {"（": "）", "(": ")", "，": "，。；"}[text[at - 1]]
        if text[row.end : row.end + 1] not in closing or not text[row.end : row.end + 1]:
            return []
        name = self._reader.before(at - 1, floor=floor, strict=True)
        if name is None or name.score < _SURE_APPOSITION or not self._reader.opens(name.start):
            return []
        return [(name, "official.apposition")]

    def _by_decision(self, chart: Chart, row: Row, floor: int) -> list[tuple[Name, str]]:
        """任命苏贵光为提案委员会驻会副主任; 免去毕井泉第十四届全国政协常委; 撤销唐勇、党彦宝第十四届全国政协委员资格."""
        text, first = chart.text, row.posts[0]
        reader = self._reader
        verbs = list(_DECISION.finditer(text, max(floor, first.begin - 60), first.begin))
        if not verbs or any(mark in text[verbs[-1].end() : first.begin] for mark in "，。；！？\n"):
            return []
        at = verbs[-1].end()
        names: list[tuple[Name, str]] = []
        while (name := self._reader.after(at, strict=not names, listed=bool(names))) is not None:
            names.append((name, "official.decision"))
            at = self._after_courtesy(text, name.end)
            joiner = _NAME_JOINER.match(text, at)
            if joiner is None:
                break
            at = joiner.end()
        if names and first.org_start < at < first.org_end:  # 任命茅仲华|为最高人民法院…: no 华为 stands there
            row.posts[0] = first.but(org=text[at : first.org_end].lstrip("的为"), org_start=at)
            return names
        if not names or not _DECIDED.fullmatch(text[at : first.begin] if at <= first.begin else ""):
            resigned = _RESIGNED.search(text, verbs[-1].start(), first.begin)
            if resigned is None or not _DECIDED.fullmatch(text, resigned.end(), first.begin) or not reader.is_surname(resigned["name"][0]):
                return []
            start, end = resigned.span("name")
            return [(Name(resigned["name"], start, end, _DOUBTFUL_NAME), "official.decision")]
        return names

    def _is_foreign(self, chart: Chart, row: Row) -> bool:
        for phrase in row.posts:
            for at in range(phrase.begin, phrase.start):
                hit = chart.anchor_start.get(at)
                if hit is not None and hit.kind == COUNTRY and hit.form not in ("中国", "中华人民共和国"):
                    return True
        return row.posts[-1].title in _FOREIGN_TITLES

    @staticmethod
    def _after_courtesy(text: str, at: int) -> int:
        match = _COURTESY.match(text, at) if text[at : at + 1] in _COURTESY_BEGINS else None
        return match.end() if match else at

    def _opens_group(self, text: str, at: int) -> bool:
        """副主席张某、郑某和|尚某、王某等同志: behind 和 begins a group that the title is not said of."""
        if text[at : at + 1] != "、":
            return False
        behind = self._reader.after(at + 1, listed=True)
        return behind is not None and behind.end not in self._title_starts

    @staticmethod
    def _has_title(chart: Chart, at: int) -> bool:
        """A、B局长: the list's next name has a title of its own behind it."""
        hit = chart.title_at.get(at)
        return hit is not None

    # -- bodies ----------------------------------------------------------------------------------------------------

    def _settle(self, chart: Chart, rows: list[Row], analysis: Analysis) -> None:
        """Posts without a body take it from the row, the sentence, or the document."""
        last: Row | None = None
        for row in rows:
            if not row.names:
                continue
            for index, phrase in enumerate(row.posts):
                before = row.posts[index - 1] if index else None
                if before is None and not phrase.org and last is not None and self._continues(chart, last, row):
                    before = last.posts[-1]
                settled = inherit(phrase, before, country=self._country(chart, before)) if before else phrase
                if not settled.org:
                    settled = self._by_document(chart, settled)
                row.posts[index] = self._said_fully(chart, settled)
            last = row

    def _by_document(self, chart: Chart, phrase: PostPhrase) -> PostPhrase:
        level = REGION_HEADS.get(phrase.title[-2:])
        if level:
            return phrase.but(org=level, inherited=True)
        if phrase.title in ("委员", "常委") and "official.home" in self._weights and self._speaks_of_cppcc(chart.text):
            return phrase.but(org="全国政协", inherited=True, rules=("official.home",))
        if phrase.title in _SOLE_BODIES:
            return phrase.but(org=_SOLE_BODIES[phrase.title], inherited=True, rules=("official.sole_body",))
        if "official.home" in self._weights and (home := self._home(chart, phrase.title)):
            return phrase.but(
                org=chart.text[slice(*home)], org_start=home[0], org_end=home[1], inherited=True,
                rules=("official.home",),
            )
        if "official.roster" in self._weights and phrase.kind != "group" and (body := self._roster(chart, phrase.start)):
            return phrase.but(
                org=chart.text[slice(*body)], org_start=body[0], org_end=body[1], inherited=True,
                rules=("official.roster",),
            )
        return phrase

    @staticmethod
    def _roster(chart: Chart, at: int) -> Span | None:
        """澳门特别行政区基本法委员会组成人员。他们是：主任沈春耀，副主任…: the body whose members are listed."""
        text = chart.text
        colon = max(text.rfind("：", max(0, at - 120), at), text.rfind(":", max(0, at - 120), at))
        if colon < 0 or "。" in text[colon:at] or not _ROSTER.search(text, max(0, colon - 40), colon):
            return None
        for end in range(colon, max(0, colon - 60), -1):
            if chart.ends_body(end):
                suffix = chart.suffixes.get(end)
                start = chart.left_border(suffix.start if suffix else end).start
                return (start, end) if start < end else None
        return None

    def _said_fully(self, chart: Chart, phrase: PostPhrase) -> PostPhrase:
        """A body said with its common noun alone is the nearest one before that has a name: 公司负责人, 常委会主任委员."""
        if phrase.org.startswith("常委会"):
            match = regex.search(r"(?:全国|[省市县区])人大(?=常委会)", chart.text)
            return phrase.but(org=match[0] + phrase.org) if match else phrase
        if phrase.title.endswith(_COMPANY_TITLES) and not phrase.closed and len(phrase.org) >= 2:
            return self._full_company(chart, phrase)
        if phrase.org == "院" and (home := self._home(chart, "院长")) and not _SELF.match(chart.text, home[0]):
            return phrase.but(org=chart.text[slice(*home)], inherited=True, rules=("official.home",))
        if phrase.org not in _COMMON_NOUNS:
            return phrase
        noun = phrase.org.removeprefix("该")
        for end in range(phrase.org_start - 1, max(0, phrase.org_start - 1500), -1):
            suffix = chart.suffixes.get(end)
            if suffix is not None and suffix.form.endswith(noun):
                border = chart.left_border(suffix.start)
                if suffix.start - border.start > 1 and chart.text[border.start:end] not in _COMMON_NOUNS:
                    return phrase.but(
                        org=chart.text[border.start:end], org_start=border.start, org_end=end, inherited=True
                    )
        return phrase

    def _continues(self, chart: Chart, last: Row, row: Row) -> bool:
        """Whether a post without a body is of the body said with the person before.

        Right behind a name it is (司令员彭京堂、政委赖如鑫); a little later when it is the same kind of post
        (副院长柏宏坚与副院长邓义军). A name before its title is a next person only in a list: not 总书记苏林致|习近平总书记.
        """
        phrase, end = row.posts[0], last.names[-1][0].end
        name, rule = row.names[0]
        if rule == "official.name_title":
            listed = _NEXT_PERSON.fullmatch(chart.text, max(end, last.end), name.start)
            if listed is None:
                return False
            if last.names[0][1] == rule and listed["mark"] == "、":
                return True  # 某台赵某总编辑、窦某副台长、朱某副总编辑
        if not self._same_sentence(chart.text, end, phrase.start):
            return False
        behind = _NEXT_PERSON.fullmatch(chart.text[end : phrase.outer])
        if behind is not None and (behind["mark"] != "，" or phrase.title[-2:] == last.posts[-1].title[-2:]):
            return True
        return phrase.title[-2:] == last.posts[-1].title[-2:] and phrase.start - last.end < 40

    def _home(self, chart: Chart, title: str) -> Span | None:
        """院长查文章, 总经理阎明涛: the one body of the document that has such a post, or None when there is not just one."""
        wanted = _home_of(title)
        if wanted is None:
            return None
        forms: dict[str, Span] = {}
        for end, suffix in chart.suffixes.items():
            if suffix.form.endswith(wanted):
                border = chart.left_border(suffix.start)
                school = chart.anchor_start.get(border.start)
                if school is not None and school.kind == SCHOOL and suffix.form == "大学":
                    end = school.end  # 河北大学|办成人民满意的大学
                if border.anchored and border.start < suffix.start:
                    forms.setdefault(chart.text[border.start : end], (border.start, end))
        own = _SELF.search(chart.text)
        if forms:
            early = {form: span for form, span in forms.items() if span[0] <= _EARLY}
            for known in (forms, early):  # 市一院, and later 无锡市人民医院, from which it learns
                longest = max(known, key=len, default="")
                if known and all(_same_body(form, longest) for form in known):
                    said = forms[longest][0] <= _EARLY or chart.text.count(longest) > 1 or own is not None
                    return forms[longest] if said else None
        return own.span() if own is not None and own[0].endswith(wanted) else None

    @staticmethod
    def _full_company(chart: Chart, phrase: PostPhrase) -> PostPhrase:
        """默克林上海总经理 → 默克林生物医药（上海）有限公司, when the text gives just that company for it."""
        found = {
            (border.start, end)
            for end, suffix in chart.suffixes.items() if suffix.form.endswith("公司")
            for border in (chart.left_border(suffix.start, joins=False),)
            if chart.text[border.start] == phrase.org[0] and _same_body(phrase.org, chart.text[border.start : end])
        }
        forms = {chart.text[slice(*span)] for span in found}
        if len(forms) != 1:
            return phrase
        return phrase.but(org=forms.pop(), inherited=True, closed=True)

    @staticmethod
    def _country(chart: Chart, phrase: PostPhrase) -> str | None:
        for at in range(phrase.org_start, phrase.org_end):
            hit = chart.anchor_start.get(at)
            if hit is not None and hit.kind == COUNTRY:
                return hit.form
        return None

    @staticmethod
    def _same_sentence(text: str, start: int, end: int) -> bool:
        return start <= end and not any(mark in text[start:end] for mark in "。！？\n")

    # -- persons ---------------------------------------------------------------------------------------------------

    def _persons(self, chart: Chart, rows: list[Row], analysis: Analysis) -> list[_Person]:
        persons: dict[str, _Person] = {}
        for row in rows:
            for name, rule in row.names:
                if rule not in self._weights:
                    continue
                if rule == "official.name_title" and row.posts[0].kind == "rank":
                    continue  # 陈文姬教授: an address, not a post
                person = persons.get(name.form)
                if person is None:
                    person = persons[name.form] = _Person(name.form, [], [], [], 0.0)
                person.mentions.append((name.start, name.end))
                if rule not in person.rules:
                    person.rules.append(rule)
                sure = self._weights[rule] - max(0.0, _DOUBTFUL_NAME - name.score) * 0.03
                for phrase in row.posts:
                    self._add_post(person, phrase, (rule, *phrase.rules), self._trust(phrase, sure), chart.text)
                    if analysis.explain:
                        analysis.note(
                            "officials", phrase.begin, phrase.end,
                            f"{name.form} (name score {name.score:.1f}): {phrase.org or '?'} + {phrase.title}", rule,
                        )
        for person in persons.values():
            self._mentions(chart.text, person)
            person.confidence = max(post.confidence for post in person.posts)
        return sorted(persons.values(), key=lambda p: p.mentions[0])

    @staticmethod
    def _trust(phrase: PostPhrase, sure: float) -> float:
        """Confidence of a post: the rule's weight and the name's score, less what is doubtful about the body."""
        if not phrase.org:
            sure -= 0.05
        elif phrase.inherited:
            sure -= 0.02
        elif not phrase.closed and not phrase.anchored:
            sure -= 0.1
        return round(min(max(sure, 0.05), 0.99), 3)

    @staticmethod
    def _add_post(
        person: _Person, phrase: PostPhrase, rules: tuple[str, ...], confidence: float, text: str
    ) -> None:
        org = phrase.org or None
        known: Post | None
        if org is None and rules[0] == "official.name_title" and any(
            known.org and known.title[:2] == phrase.title[:2] for known in person.posts
        ):
            return  # 普外科主任医师周广军 … 周广军主任: an address
        for known in person.posts:
            if known.title == phrase.title and (org is None or known.org is None or _same_body(known.org, org)):
                if known.org is None and org is not None:
                    break
                return
        else:
            known = None
        if known is not None:
            person.posts.remove(known)
        person.posts.append(
            Post(
                org=org, title=phrase.title, span=(phrase.start, phrase.end),
                text=text[phrase.start : phrase.end],
                org_span=(phrase.org_start, phrase.org_end) if phrase.org else None, former=phrase.former, rules=rules,
                confidence=confidence,
            )
        )

    @staticmethod
    def _mentions(text: str, person: _Person) -> None:
        known = set(person.mentions)
        at = text.find(person.name)
        while at >= 0:
            span = (at, at + len(person.name))
            if not any(s < span[1] and span[0] < e for s, e in known):
                known.add(span)
            at = text.find(person.name, at + 1)
        person.mentions = sorted(known)


@lru_cache(1024)
def _home_of(title: str) -> tuple[str, ...] | None:
    """What the bodies end in that have such a post, where `_HOMES` knows: the same few titles come again and again."""
    return next((ends for heads, ends in _HOMES if heads.search(title)), None)


def _same_body(one: str, other: str) -> bool:
    """Whether two forms may well be one body: the shorter one's characters stand in the longer in their order."""
    short, full = sorted((one, other), key=len)
    characters = iter(full)
    return all(char in characters for char in short)
