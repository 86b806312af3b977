"""Make `rules/lexicons/countries.tsv` and `world_places.tsv` from Babel's copy of the Unicode CLDR.

    python -m extractor.rulebook.build_world

Countries with ISO 3166 codes and the cities that time zones are named after come from the zh locale of Babel (which
must be installed: a tool of the one who runs this script, not of the product). Short and formal names, further cities
and international organisations are facts of usage and listed here.

`countries.tsv`: form, full, code. `world_places.tsv`: form, full, kind (city, region, organisation), code (ISO code of
the country of a city, where known).
"""


from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any

from extractor.resources import folder

_OURS = frozenset({"CN", "HK", "MO", "TW"})
"""Not foreign: the mainland is the text's own country, the other three stand in divisions.tsv."""
_NO_COUNTRY = frozenset(
    {"AC", "AQ", "BV", "CP", "CQ", "DG", "EA", "EU", "EZ", "GS", "HM", "IC", "IO", "QO", "TA", "TF", "UM", "UN", "XA", "XB", "ZZ"}
)

_ALSO = {
    "AE": "阿联酋", "BA": "波黑", "BD": "孟加拉 孟加拉人民共和国", "BN": "文莱达鲁萨兰国", "BY": "白俄罗斯共和国",
    "CD": "刚果(金) 刚果民主共和国 民主刚果", "CF": "中非", "CG": "刚果(布) 刚果共和国", "CZ": "捷克共和国", "DE": "德意志联邦共和国",
    "DO": "多米尼加", "EG": "阿拉伯埃及共和国", "ES": "西班牙王国", "FM": "密克罗尼西亚联邦", "FR": "法兰西共和国", "GB": "大不列颠 "
    "大不列颠及北爱尔兰联合王国 联合王国", "GW": "几内亚比绍 几内亚（比绍）", "ID": "印尼 印度尼西亚共和国", "IN": "印度共和国",
    "IR": "伊朗伊斯兰共和国", "IT": "意大利共和国", "JP": "日本国", "KG": "吉尔吉斯 吉尔吉斯共和国", "KH": "柬埔寨王国",
    "KP": "朝鲜民主主义人民共和国", "KR": "南韩 大韩民国", "KZ": "哈萨克 哈萨克斯坦共和国", "LA": "老挝人民民主共和国",
    "LK": "斯里兰卡民主社会主义共和国", "MK": "马其顿", "MM": "缅甸联邦共和国", "MN": "蒙古国", "MV": "马尔代夫共和国",
    "MY": "大马", "NG": "尼日利亚联邦共和国", "NP": "尼泊尔联邦民主共和国", "PG": "巴新", "PK": "巴基斯坦伊斯兰共和国",
    "PS": "巴勒斯坦 巴勒斯坦国", "RU": "俄罗斯联邦 俄联邦", "SA": "沙特 沙特阿拉伯王国", "SG": "新加坡共和国", "SZ": "斯威士兰王国",
    "TH": "泰王国 泰国王国", "TJ": "塔吉克 塔吉克斯坦共和国", "TM": "土库曼 土库曼斯坦共和国", "TR": "土耳其共和国",
    "TT": "特多", "TZ": "坦桑尼亚联合共和国", "UA": "乌克兰共和国", "US": "美利坚合众国", "UZ": "乌兹别克 乌兹别克斯坦共和国",
    "VN": "越南社会主义共和国", "ZA": "南非共和国", "BR": "巴西联邦共和国", "AU": "澳洲 澳大利亚联邦", "NZ": "纽西兰",
    "CI": "象牙海岸", "SS": "南苏丹共和国", "VA": "梵蒂冈城国", "CH": "瑞士联邦", "PL": "波兰共和国", "RS": "塞尔维亚共和国",
    "HU": "匈牙利共和国", "GR": "希腊共和国", "CU": "古巴共和国", "VE": "委内瑞拉玻利瓦尔共和国", "MX": "墨西哥合众国",
    "AR": "阿根廷共和国", "CL": "智利共和国", "PE": "秘鲁共和国", "ET": "埃塞俄比亚联邦民主共和国 埃塞", "ME": "黑山共和国",
}
_FORMER = (("苏联", "苏维埃社会主义共和国联盟"), ("南斯拉夫", "南斯拉夫"), ("捷克斯洛伐克", "捷克斯洛伐克"), ("东德", "德意志民主共和国"))

# Cities beyond those of time zones, by country.
_CITIES = {
    "US": "华盛顿 华盛顿特区 旧金山 三藩市 波士顿 费城 西雅图 休斯敦 休斯顿 达拉斯 亚特兰大 迈阿密 拉斯维加斯 圣迭戈 圣地亚哥市 圣何塞 硅谷 "
    "奥斯汀 匹兹堡 底特律市 克利夫兰 巴尔的摩 明尼阿波利斯 圣路易斯 新奥尔良 奥兰多 波特兰 盐湖城 夏威夷 加利福尼亚 加州 得克萨斯 得州 "
    "佛罗里达 艾奥瓦 伊利诺伊 密歇根 俄亥俄 宾夕法尼亚 马萨诸塞 华尔街 好莱坞 达沃斯镇",
    "GB": "曼彻斯特 伯明翰 利物浦 爱丁堡 格拉斯哥 剑桥 牛津 利兹 谢菲尔德 诺丁汉 苏格兰 英格兰 威尔士 北爱尔兰",
    "FR": "里昂 马赛 图卢兹 尼斯 戛纳 波尔多 斯特拉斯堡 里尔 南特 凡尔赛",
    "DE": "慕尼黑 法兰克福 汉堡 科隆 斯图加特 杜塞尔多夫 汉诺威 莱比锡 德累斯顿 纽伦堡 杜伊斯堡 波恩 不来梅 多特蒙德 巴伐利亚 沃尔夫斯堡",
    "IT": "米兰 佛罗伦萨 威尼斯 都灵 那不勒斯 热那亚 博洛尼亚 的里雅斯特", "ES": "巴塞罗那 瓦伦西亚 塞维利亚",
    "RU": "圣彼得堡 喀山 新西伯利亚 叶卡捷琳堡 符拉迪沃斯托克 海参崴 哈巴罗夫斯克 索契 鞑靼斯坦 西伯利亚 赤塔",
    "JP": "大阪 京都 横滨 名古屋 神户 札幌 福冈 广岛 北九州 长崎 冲绳 北海道 仙台 奈良 静冈", "KR": "釜山 仁川 大邱 光州市 蔚山 济州 济州岛 平昌",
    "IN": "新德里 孟买 班加罗尔 金奈 海得拉巴 古吉拉特", "AU": "堪培拉 黄金海岸", "NZ": "惠灵顿 基督城 克赖斯特彻奇",
    "CA": "渥太华 蒙特利尔 卡尔加里 魁北克 安大略", "CH": "日内瓦 伯尔尼 洛桑 巴塞尔 达沃斯", "NL": "海牙 鹿特丹 埃因霍温 瓦格宁根",
    "BE": "安特卫普 列日 泽布吕赫", "VN": "河内 海防 岘港", "TH": "清迈 普吉 芭提雅", "MY": "槟城 马六甲 关丹 沙捞越 沙巴",
    "ID": "万隆 泗水 巴厘岛 苏门答腊", "PK": "伊斯兰堡 瓜达尔 拉合尔", "AE": "阿布扎比 沙迦", "SA": "吉达 麦加 延布", "TR": "安卡拉",
    "IL": "特拉维夫 海法", "BR": "巴西利亚 里约热内卢 里约", "ZA": "开普敦 比勒陀利亚 德班", "KZ": "阿斯塔纳 努尔苏丹 霍尔果斯口岸",
    "MA": "拉巴特 马拉喀什", "PL": "克拉科夫 罗兹", "CZ": "布尔诺", "PT": "波尔图", "SE": "哥德堡", "NG": "阿布贾", "TZ": "多多马",
    "LK": "汉班托塔", "GR": "比雷埃夫斯", "EG": "亚历山大 苏伊士", "MM": "内比都 曼德勒 皎漂", "EC": "基多", "BO": "苏克雷",
    "KH": "西哈努克 暹粒", "LA": "琅勃拉邦 磨丁",
}
_REGIONS = (
    "亚洲 欧洲 非洲 美洲 北美 北美洲 南美 南美洲 拉美 拉丁美洲 大洋洲 南极 北极 东南亚 东北亚 南亚 中亚 西亚 东亚 中东 中东欧 东欧 西欧 "
    "北欧 南欧 北非 西非 东非 南部非洲 加勒比 亚太 欧亚 太平洋 大西洋 印度洋 地中海 波罗的海 黑海 红海 湄公河 阿拉伯 海湾 巴尔干"
)
_ORGANISATIONS = (
    ("联合国", "联合国"), ("欧盟", "欧洲联盟"), ("欧洲联盟", "欧洲联盟"), ("欧盟委员会", "欧盟委员会"), ("欧委会", "欧盟委员会"),
    ("东盟", "东南亚国家联盟"), ("东南亚国家联盟", "东南亚国家联盟"), ("非盟", "非洲联盟"), ("非洲联盟", "非洲联盟"),
    ("阿盟", "阿拉伯国家联盟"), ("阿拉伯国家联盟", "阿拉伯国家联盟"), ("上合组织", "上海合作组织"), ("上海合作组织", "上海合作组织"),
    ("世贸组织", "世界贸易组织"), ("世界贸易组织", "世界贸易组织"), ("世卫组织", "世界卫生组织"), ("世界卫生组织", "世界卫生组织"),
    ("世界银行", "世界银行"), ("世行", "世界银行"), ("国际货币基金组织", "国际货币基金组织"), ("亚洲开发银行", "亚洲开发银行"),
    ("亚行", "亚洲开发银行"), ("亚投行", "亚洲基础设施投资银行"), ("亚洲基础设施投资银行", "亚洲基础设施投资银行"),
    ("新开发银行", "新开发银行"), ("金砖国家新开发银行", "新开发银行"), ("联合国教科文组织", "联合国教育、科学及文化组织"),
    ("教科文组织", "联合国教育、科学及文化组织"), ("联合国工发组织", "联合国工业发展组织"),
    ("联合国工业发展组织", "联合国工业发展组织"), ("联合国粮农组织", "联合国粮食及农业组织"),
    ("联合国粮食及农业组织", "联合国粮食及农业组织"), ("联合国开发计划署", "联合国开发计划署"),
    ("联合国环境规划署", "联合国环境规划署"), ("联合国贸发会议", "联合国贸易和发展会议"),
    ("联合国贸易和发展会议", "联合国贸易和发展会议"), ("联合国儿童基金会", "联合国儿童基金会"),
    ("联合国人居署", "联合国人类住区规划署"), ("国际电信联盟", "国际电信联盟"), ("国际电联", "国际电信联盟"),
    ("国际劳工组织", "国际劳工组织"), ("国际海事组织", "国际海事组织"), ("国际民航组织", "国际民用航空组织"),
    ("世界知识产权组织", "世界知识产权组织"), ("国际原子能机构", "国际原子能机构"), ("世界旅游组织", "世界旅游组织"),
    ("世界旅游联盟", "世界旅游联盟"), ("国际奥委会", "国际奥林匹克委员会"), ("国际奥林匹克委员会", "国际奥林匹克委员会"),
    ("国际标准化组织", "国际标准化组织"), ("国际能源署", "国际能源署"), ("世界经济论坛", "世界经济论坛"),
    ("博鳌亚洲论坛", "博鳌亚洲论坛"), ("亚太经合组织", "亚太经济合作组织"), ("亚太经济合作组织", "亚太经济合作组织"),
    ("经合组织", "经济合作与发展组织"), ("经济合作与发展组织", "经济合作与发展组织"), ("石油输出国组织", "石油输出国组织"),
    ("欧佩克", "石油输出国组织"), ("二十国集团", "二十国集团"), ("七国集团", "七国集团"), ("金砖国家", "金砖国家"),
    ("海合会", "海湾阿拉伯国家合作委员会"), ("欧亚经济联盟", "欧亚经济联盟"), ("独联体", "独立国家联合体"),
    ("北约", "北大西洋公约组织"), ("国际刑警组织", "国际刑事警察组织"), ("世界海关组织", "世界海关组织"),
    ("国际商会", "国际商会"), ("国际展览局", "国际展览局"), ("国际铁路联盟", "国际铁路联盟"), ("全球能源互联网发展合作组织",
    "全球能源互联网发展合作组织"), ("越共", "越共"), ("古共", "古共"),
    ("大印尼行动党", "大印尼行动党"), ("统一俄罗斯党", "统一俄罗斯党"), ("欧洲理事会", "欧洲理事会"), ("欧洲议会", "欧洲议会"),
    ("欧洲央行", "欧洲中央银行"), ("欧洲中央银行", "欧洲中央银行"),
    ("国际竹藤组织", "国际竹藤组织"), ("澜湄合作", "澜沧江—湄公河合作"),
    ("世界粮食计划署", "世界粮食计划署"), ("国际农发基金", "国际农业发展基金"), ("国际金融公司", "国际金融公司"),
    ("国际红十字会", "红十字国际委员会"), ("国际清算银行", "国际清算银行"), ("欧洲央行", "欧洲中央银行"),
    ("欧洲中央银行", "欧洲中央银行"), ("美联储", "美国联邦储备委员会"), ("欧洲复兴开发银行", "欧洲复兴开发银行"),
    ("欧洲投资银行", "欧洲投资银行"), ("非洲开发银行", "非洲开发银行"), ("泛美开发银行", "泛美开发银行"),
)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m extractor.rulebook.build_world", description=__doc__)
    parser.add_argument("--out", type=Path, default=None, help="folder to write (default: rules/lexicons)")
    options = parser.parse_args(arguments)
    try:
        import babel
    except ImportError:
        raise SystemExit("build_world: Babel is not installed; pip install babel, then run this again") from None
    out = options.out or folder("rules") / "lexicons"
    locale = babel.Locale("zh")
    source = f"Unicode CLDR, zh locale, as in PyPI package babel {babel.__version__} (licence BSD-3-Clause)"
    _write_countries(out / "countries.tsv", locale, source)
    _write_places(out / "world_places.tsv", locale, source)
    return 0


def _countries(locale: Any) -> dict[str, str]:
    return {
        code: name
        for code, name in locale.territories.items()
        if re.fullmatch("[A-Z]{2}", code) and code not in _OURS and code not in _NO_COUNTRY
    }


def _write_countries(file: Path, locale: Any, source: str) -> None:
    rows: dict[str, tuple[str, str]] = {}
    for code, full in sorted(_countries(locale).items()):
        rows.setdefault(full, (full, code))
        for form in _ALSO.get(code, "").split():
            if len(form) > 1:
                rows.setdefault(form, (full, code))
    for form, full in _FORMER:
        rows.setdefault(form, (full, ""))
        rows.setdefault(full, (full, ""))
    head = (
        "# Foreign countries and territories with ISO 3166-1 codes (none: a country of the past).\n"
        f"# Generated by `python -m extractor.rulebook.build_world`.\n# Source: {source}.\n#: form\tfull\tcode\n"
    )
    lines = [f"{form}\t{full}\t{code}\n" for form, (full, code) in rows.items()]
    file.write_text(head + "".join(lines), encoding="utf-8")


def _write_places(file: Path, locale: Any, source: str) -> None:
    from babel.core import get_global

    countries = set(_countries(locale).values())
    zones: dict[str, str] = dict(get_global("zone_territories"))
    rows: dict[str, tuple[str, str, str]] = {}
    for zone, names in sorted(locale.time_zones.items()):
        city, code = names.get("city", ""), zones.get(zone, "")
        if zone.startswith(("Antarctica/", "Etc/")) or code in _OURS or city in countries:
            continue
        if re.fullmatch("[\u4e00-\u9fff]{2,7}", city):
            rows.setdefault(city, (city, "city", code))
    for code, cities in _CITIES.items():
        for city in cities.split():
            rows.setdefault(city, (city, "city", code))
    for region in _REGIONS.split():
        rows.setdefault(region, (region, "region", ""))
    for form, full in _ORGANISATIONS:
        rows.setdefault(form, (full, "organisation", ""))
        rows.setdefault(full, (full, "organisation", ""))
    head = (
        "# Foreign cities and regions, and international organisations.\n"
        f"# Generated by `python -m extractor.rulebook.build_world`.\n# Source of the cities of time zones: {source}.\n"
        "#: form\tfull\tkind\tcode\n"
    )
    lines = [f"{form}\t{full}\t{kind}\t{code}\n" for form, (full, kind, code) in rows.items()]
    file.write_text(head + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
