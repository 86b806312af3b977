"""Titles and the posts they make: a title with its modifiers, and the body to its left.

A post phrase is `[body][modifiers][head]`; several in a row, joined by 、 和 兼, are one person's posts. A body that is
not said with a later title is taken over from the one before (`inherit`): 四川省委书记、省人大常委会主任,
淮滨县委常委、常务副县长, 南京大学党委常委、副校长.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import regex

from extractor.components.chart import BODY, COUNTRY, Chart, Hit

_PARTY_TAIL = regex.compile(
    r"(?:原)?(?:党委|党组|党工委|党总支|党支部|纪委|机关党委|董事会|监事会|董事局|经营班子|领导班子|团委|(?<!总)工会|审判委员会|检察委员会)$"
)
_STATIONED = regex.compile(r"驻(?![地场守留扎村京外])[\u4e00-\u9fff]{1,8}$")
_DISPATCHED = regex.compile(r"第[一二三四五六七八九十]{1,3}(?:(?:派(?:驻|出))?纪检(?:监察)?组|派(?:驻|出)机构)(?=组长|副组长)")
_INNER_ORGANS = frozenset(["审判委员会", "检察委员会", "书记处"])
_LEAD = regex.compile(r"(?:指挥(?![部所员]|中心|学院|系统|调度)|和|与|及|新任|候任|时任|不久前|新一届|新(?=$)|.{0,20}?(?:轮值主席国|观察员国|东道国|成员国|缔约国))")
_LEADS = frozenset("和与及新候时不指")
"""What all of `_LEAD` but a country's part begins with."""
_BUSINESS = regex.compile(r"(?:营销|销售|采购|市场|客户|品牌|商务|运营|区域)$")
_BEFORE_NOW = ("不久前", "日前", "此前", "年前", "月前", "天前", "周前", "目前", "先前", "之前", "以前", "赛前", "节前", "当前")
"""Words of time that end as a former post begins."""
_NTH = regex.compile(r"第[一二三四五六七八九十百]{1,5}任$")
_NTH_TIME = regex.compile(r"第[一二三四五六七八九十]{1,3}次$")
_UNIT_HEADS = frozenset(["科长", "处长", "厅长", "局长", "司长", "股长", "署长", "所长", "站长"])
_BRANCH_HEADS = ("总监", "经理", "大臣", "部长", "专员", "主管")
_TRADE_HEADS = frozenset((*_BRANCH_HEADS, "分析师", "研究员"))
_COMPANY_HEADS = frozenset(["董事长", "总经理", "总裁", "CEO", "首席执行官", "副总"])
_DUTY = regex.compile(r"(?:分管|主管|负责|主持)[^，。；、]{1,10}的$")
_COMMITTEE = regex.compile(r"(?:中共)?(?P<region>.{0,15}?)(?P<level>省|市|县|区|州|旗|盟|自治区|地|镇|乡)委$")
STATE_TITLES = frozenset(
    ["总统", "总理", "首相", "国王", "女王", "副总统", "副总理", "副首相", "第一副总理", "第一副总统", "国务委员长"]
    + ["国家主席", "国家副主席", "王储", "外长", "防长", "财长"]
)
_MINISTERS = frozenset(["部长", "大臣", "国务秘书", "主管部长"])
REGION_HEADS = {
    "省长": "省", "市长": "市", "县长": "县", "区长": "区", "州长": "州", "盟长": "盟", "旗长": "旗", "镇长": "镇", "乡长": "乡",
    "村长": "村",
}


@dataclass(slots=True)  # not frozen: one is made for each title, and a frozen one costs three times as much to make
class PostPhrase:
    """One post as said. `org` is "" when no body is said with it; offsets are repaired."""

    org: str
    org_start: int
    org_end: int
    title: str
    start: int
    """Where the title with its modifiers begins (equal to org_end)."""
    end: int
    kind: str
    former: bool = False
    anchored: bool = False
    closed: bool = True
    """Whether the body's name ends in something that makes a body (a suffix, a known body)."""
    inherited: bool = False

    rules: tuple[str, ...] = ()
    """The rules that gave it its body, beside the one that tied it to a person."""
    head: int = 0
    """Where the title begins without a branch that was drawn to it from the left."""
    outer: int = 0
    """Where the words before the title begin that are left out of it (原, 前): at most `start`."""

    def but(self, **changes: Any) -> PostPhrase:
        """Itself with these fields changed: a phrase belongs to one row, and a copy would cost ten times as much."""
        for name, value in changes.items():
            setattr(self, name, value)
        return self

    @property
    def begin(self) -> int:
        return self.org_start if self.org and not self.inherited else self.outer


def title_start(chart: Chart, hit: Hit) -> tuple[int, int, bool]:
    """(start with modifiers, start without dropped ones, former): 原常务副市长 → at 原, at 常务, True."""
    text = chart.text
    kept = at = hit.start
    former = False
    while (length := chart.modifier_before(at)) > 0:
        if text.endswith(_BEFORE_NOW, 0, at):
            break  # 不久前|北京市市长
        at -= length
        word = text[at : at + length]
        if word in chart.lexis.dropped_modifiers:
            former = former or word in ("原", "前", "原任", "前任", "历任", "曾任")
        else:
            kept = at
    return at, kept, former


def _stationed_body(chart: Chart, end: int) -> bool:
    """Whether a body with 驻 in its own name ends here: 中国人民解放军驻香港部队|司令员."""
    hit = chart.protected_end.get(end)
    return hit is not None and hit.kind == BODY and "驻" in hit.form


def _of_group(chart: Chart, hit: Hit, start: int, end: int, floor: int) -> PostPhrase:
    """The post in a dispatched group [start, end), whose name begins with the body that sent it."""
    border = chart.left_border(start, floor=floor)
    return PostPhrase(
        chart.text[border.start : end], border.start, end, chart.text[end : hit.end], end, hit.end, hit.data,
        anchored=border.anchored, outer=end, head=end,
    )


def read_post(chart: Chart, hit: Hit, *, floor: int = 0) -> PostPhrase:
    """The post phrase whose title's head is `hit`."""
    text = chart.text
    outer, kept, former = title_start(chart, hit)
    # most titles have nothing of the kind before them: plain searches first, then the patterns
    if "组长" in hit.form and (branch := _DISPATCHED.search(text, max(floor, outer - 8), hit.end)) is not None:
        # 市纪委监委第十五派驻纪检监察组|组长: the group is the body, whatever title the lexicon has
        return _of_group(chart, hit, branch.start(), branch.end(), floor)
    near = max(floor, outer - 10)
    if text.find("驻", near, outer) >= 0 and not _stationed_body(chart, outer) and (
        station := _STATIONED.search(text, near, outer)
    ) is not None:
        outer = kept = station.start()  # 德国|驻上海总领事
    org_end = outer
    if text[outer - 1 : outer] == "的" and (duty := _DUTY.search(text, max(floor, outer - 14), outer)) is not None:
        org_end = duty.start()  # 公安部分管日常工作的副部长
    border = chart.left_border(org_end, floor=floor)
    start, anchored = border.start, border.anchored
    if start < org_end and text[start - 1 : start] == "次" and (nth := _NTH_TIME.search(text, max(floor, start - 5), start)):
        start = nth.start()  # 第五次|全国经济普查领导小组
    if start == outer and text[outer - 1 : outer] == "的" and outer - 1 > floor and chart.ends_body(outer - 1):
        org_end = outer - 1  # 职业技术学院的会计付国华
        border = chart.left_border(org_end, floor=floor)
        start, anchored = border.start, border.anchored
    if border.reason == "anchor" and hit.form in _COMPANY_HEADS and org_end in chart.region_end:
        start = chart.phrase_start(start, floor)  # 默克林上海|总经理: the company stands before its place
    title_from = kept
    before = text[start - 1 : start]
    if before in ("原", "前") and start > floor + 1 and border.reason == "breaker" and not text.endswith(_BEFORE_NOW, 0, start):
        # 美国前财政部长: the body stands before 前, the branch behind it belongs to the title
        former = True
        further = chart.left_border(start - 1, floor=floor)
        if further.start < start - 1 and not chart.ends_body(outer):
            title_from, org_end, start, anchored = start, start - 1, further.start, further.anchored
        elif further.start < start - 1 and start < org_end and chart.ends_body(start - 1) and not anchored:
            # 某银行原公司客户部总经理: a part of a body that is called so no more
            return PostPhrase(
                text[further.start : start - 1] + text[start:org_end], further.start, org_end, text[kept : hit.end],
                kept, hit.end, hit.data, former=True, anchored=further.anchored, outer=outer, head=kept,
            )
    elif text[start : start + 1] in ("原", "前") and outer - start > 3 and start not in chart.anchor_start:
        start, former = start + 1, True
    if start < org_end and hit.form in _MINISTERS and title_from == kept and not chart.ends_body(org_end):
        # 印度尼西亚财政部长, 国防部长: the branch belongs to the title, the country alone is the body
        country = chart.anchor_start.get(start)
        cut = country.end if country is not None and country.kind == COUNTRY else start if org_end - start < 5 else org_end
        branch = text[start:org_end] + "部"
        if cut == start and hit.form == "部长" and branch in chart.lexis.bodies:
            return PostPhrase(  # 外交|部长
                branch, start, org_end, text[kept : hit.end], kept, hit.end, hit.data,
                former=former, anchored=True, outer=min(outer, start), head=kept,
            )
        if cut < org_end:
            title_from = org_end = cut
    if text[org_end - 1 : org_end] in ("）", ")") and org_end > start:
        org_end = max(text.rfind("（", start, org_end), text.rfind("(", start, org_end), start)  # 某处(以下简称…)|副处长
    org = text[start:org_end].strip("-")
    if org.endswith("任"):
        org = _NTH.sub("", org)
    if org and (org[0] in _LEADS or "国" in org) and (lead := _LEAD.match(org)) is not None:
        start, org = start + lead.end(), org[lead.end() :]
    if org and hit.form in ("总经理", "经理") and (branch := _BUSINESS.search(org)) and branch.start() > 2:
        title_from = org_end = start + branch.start()  # 金牌亚洲陶瓷|营销总经理
        org = org[: branch.start()]
    if org and hit.form in _UNIT_HEADS and not chart.ends_body(org_end) and org[-1] != hit.form[0] and len(org) > 2:
        org += hit.form[0]  # 省教育|厅长, 卫生局食品药物管理|科长
    if org and hit.form in _TRADE_HEADS and not chart.ends_body(org_end):
        for cut in range(org_end - 1, max(start + 1, org_end - 5), -1):
            if chart.ends_body(cut):  # 某公司|贸易经理
                org, title_from, org_end = text[start:cut], cut, cut
                break
    return PostPhrase(
        org, start, org_end, text[title_from : hit.end], title_from, hit.end, hit.data,
        former=former, anchored=anchored, outer=min(outer, start), head=kept,
        closed=chart.ends_body(org_end) or org_end in chart.region_end,
    )


def base_body(org: str) -> str:
    """The body behind a party or inner organ: 南京大学党委 → 南京大学; 淮滨县委 stays."""
    cut = _PARTY_TAIL.sub("", org)
    return cut or ("" if org in ("党委", "党组", "纪委") else org)


def inherit(phrase: PostPhrase, before: PostPhrase | None, *, country: str | None = None) -> PostPhrase:
    """Give a post without a body the one of the post before it in the same row.

    country: the country named in the earlier body, which a 总统 or 首相 is of (南非非洲人国民大会主席、总统).
    """
    if before is None or not before.org:
        return phrase
    if phrase.org == "政府" and country and phrase.title in STATE_TITLES:
        return phrase.but(org=country)  # 瓦努阿图瓦库党主席、政府总理
    if phrase.org == "国家" and country and country != "中国":
        return phrase.but(org=country, title="国家" + phrase.title)  # 古巴国家主席
    if country and not phrase.org and before.org.startswith(country) and before.kind != "secretary" and not before.closed:
        return phrase.but(org=country, org_start=before.org_start, org_end=before.org_start + len(country), inherited=True)
    place: dict[str, Any] = {"org_start": before.org_start, "org_end": before.org_end, "inherited": True}
    if phrase.org and not phrase.closed and not phrase.anchored and len(phrase.org) <= 4 and before.closed and phrase.title.endswith(_BRANCH_HEADS):
        # 公司首席执行官兼技术总监: what stands before the head is the title's own
        return phrase.but(
            org=base_body(before.org), title=phrase.org + phrase.title, start=phrase.org_start,
            org_start=before.org_start, org_end=before.org_end, inherited=True,
        )
    if phrase.org in _INNER_ORGANS and before.closed:
        return phrase.but(org=base_body(before.org) + phrase.org, inherited=True)
    if phrase.org:
        if country and before.org == country and not phrase.anchored and phrase.title.endswith(("大臣", "部长", "总监")):
            # 西班牙第二副首相兼劳动与社会经济大臣: the branch belongs to the title
            return phrase.but(org=country, title=phrase.org + phrase.title, start=phrase.org_start, **place)
        return phrase
    if phrase.title == "国务委员":
        return phrase  # 中央政治局委员、国务委员: of the State Council, not of the body before
    head = phrase.title[-2:]
    if phrase.title in STATE_TITLES and country:
        return phrase.but(org=country, **place)
    if head in REGION_HEADS:
        region = region_of(before.org, REGION_HEADS[head])
        return phrase.but(org=region, **place) if region else phrase
    return phrase.but(org=base_body(before.org), **place)


def region_of(org: str, level: str) -> str | None:
    """The region whose head a 县长 (level 县) of this body is: 淮滨县委 → 淮滨县; 省委 → 省; 某大学 → None."""
    match = _COMMITTEE.fullmatch(org)
    if match:
        return match["region"] + ("地区" if match["level"] == "地" else match["level"])
    region = regex.sub(r"(?:人民)?政府(?:党组)?$|党组$|党委$", "", org)
    return region if region.endswith(level) else None
