"""Bytes → text. BOM, then strict UTF-8, then the reading whose Han characters are the usual ones.

Mainland pages that are not UTF-8 are GB18030 (whatever GBK or GB2312 label they carry), others Big5 or UTF-16 without a
mark. A wrong one of these gives Han characters too, but rare ones: of running text about half the Han characters are
among the few hundred in `_COMMON`, of a wrong reading a few in a hundred.
"""

from __future__ import annotations

import codecs
import re

from extractor.errors import ReadError

MAX_BAD = 0.01
"""Share of undecodable characters above which a text is given up."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The commonest characters of news text, and the traditional forms of those that have one.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所"
    "民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日"
    "那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想"
    "已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指"
    "几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权"
    "收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集"
    "温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支"
    "般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属"
    "圆包火住调满县局照参红细引听该铁价严首底液官德随病苏失尔死讲配女黄推显谈罪神艺呢席含企望密批营项防举球英氧势告李台落木帮"
    "轮破亚师围注远字材排供河态封另施减树溶怎止案言士均武固叶鱼波视仅费紧爱左章早朝害续轻服试食充兵源判护司足某练差致板田降黑"
    "犯负击范继兴似余坚曲输修故城夫够送笔船占右财吃富春职觉汉画功巴跟虽杂飞检吸助升阳互初创抗考投坏策古径换未跑留钢曾端责站简"
    "述钱副尽帝射草冲承独令限阿宣环双请超微让控州良轴找否纪益依优顶础载倒房突坐粉敌略客袁冷胜绝析块剂测丝协诉念陈仍罗盐友洋错"
    "苦夜刑移频逐靠混母短皮终聚汽村云哪既距卫停烈央察烧迅境若印洲刻括激孔搞甚室待核校散侵吧甲游久菜味旧模湖货损预阻毫普稳乙妈"
    "這個為來時們國說產後會過發對學動經進著裡現實加兩體機當點從業應開還與關重線內數間樣問條結見題黨員設長資邊級圖統較將組別論運農"
    "幾區強戰決領導東壓爭濟階術極聯認權證單風帶場車務萬達議聲報鬥類離華確張馬節話況傳許廣記觀織裝眾書復際驗連斷難礦備辦習響約團歷"
    "構稱準號維劃選標寫親愛層專狀廠識適屬調滿縣參細聽該鐵價嚴隨蘇爾講顯談藝營項輪亞師圍遠態減樹溫費緊續輕試護職覺漢畫雖雜飛檢"
)
_HAN = re.compile(r"[一-鿿]")
_ODD = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")


def decode(data: bytes, where: str) -> str:
    """The text of `data`, without a byte order mark.

    Raises `ReadError` when it is no text, or when more than `MAX_BAD` of it cannot be decoded. Fewer undecodable bytes
    are left in the text as U+FFFD.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], name, where)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _guess(data, where)
    if "\0" in text:  # UTF-16 of ASCII is valid UTF-8
        return _guess(data, where)
    return text


def _guess(data: bytes, where: str) -> str:
    names = ["gb18030", "big5hkscs"]
    if len(data) % 2 == 0:
        names += ["utf-16-le", "utf-16-be"]
    best, best_score = "", 0.0
    for name in names:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        score = _score(text)
        if score > best_score:
            best, best_score = text, score
    if best_score >= 0.1:
        return best
    utf8, gb = data.decode("utf-8", "replace"), data.decode("gb18030", "replace")
    return _checked(utf8 if utf8.count("\ufffd") <= gb.count("\ufffd") else gb, where)


def _score(text: str) -> float:
    """How usual the characters are: 0 to 1. Control characters and private ones count against."""
    sample = text[:20_000]
    if "\0" in sample:
        return 0.0
    han = _HAN.findall(sample)
    if not han:
        return 0.0
    common = sum(char in _COMMON for char in han) / len(han)
    # of the characters that are not ASCII, most should be Han or their punctuation
    wide = sum(char > "\x7f" for char in sample)
    odd = len(_ODD.findall(sample)) / len(sample)
    return common * min(1.0, 1.25 * len(han) / wide) * (1 - min(1.0, 10 * odd))


def _lenient(data: bytes, name: str, where: str) -> str:
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        text = data.decode(name, "replace")
    return _checked(text, where)


def _checked(text: str, where: str) -> str:
    bad, odd = text.count("\ufffd"), len(_ODD.findall(text[:100_000]))
    if odd > MAX_BAD * len(text[:100_000]):
        raise ReadError(where, "is not text", remedy="give plain text, HTML, JSONL, .docx or .pdf")
    if bad > MAX_BAD * len(text):
        raise ReadError(
            where, "its encoding is none of UTF-8, UTF-16, GB18030 and Big5, or it is damaged",
            got=f"{bad} undecodable characters of {len(text)}", remedy="fetch it again, or save it as UTF-8",
        )
    return text
