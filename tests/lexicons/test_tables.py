"""The lexicons as tables: forms once, codes well-formed, every short form with a full form of its own table."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from extractor.rulebook import load_rulebook
from extractor.rulebook.build_divisions import short_forms

BOOK = load_rulebook()

ONE_ROW_A_FORM = (
    "background_words", "central_bodies", "companies", "countries", "division_abbreviations", "given_chars",
    "japanese_surnames", "media", "minority_name_parts", "name_followers", "name_openers", "surnames", "universities",
    "world_places",
)
WITH_FULL = ("central_bodies", "companies", "countries", "divisions", "media", "universities", "world_places")
KINDS = {
    "central_bodies": {
        "party", "state", "congress", "cppcc", "court", "procuratorate", "army", "mass", "institution",
    },
    "companies": {
        "soe", "bank", "insurer", "securities", "airline", "auto", "machinery", "electronics", "internet", "logistics",
        "railway", "steel", "energy", "food", "pharma", "property", "state-group", "private", "foreign",
    },
    "media": {"agency", "broadcast", "newspaper", "magazine", "web", "publisher"},
    "universities": {"university", "academy"},
    "world_places": {"city", "region", "organisation"},
    "surnames": {"single", "compound"},
}


@pytest.mark.parametrize("name", ONE_ROW_A_FORM)
def test_no_form_stands_twice(name):
    twice = [form for form, count in Counter(BOOK.lexicon(name).forms).items() if count > 1]
    assert twice == []


def test_a_division_stands_once_with_each_full_name_and_level():
    rows = Counter((row["form"], row["full"], row["level"], row["status"]) for row in BOOK.lexicon("divisions"))
    assert [key for key, count in rows.items() if count > 1] == []


@pytest.mark.parametrize("name", WITH_FULL)
def test_every_full_name_is_a_form_too(name):
    lexicon = BOOK.lexicon(name)
    forms = set(lexicon.forms)
    assert sorted({row["full"] for row in lexicon} - forms) == []


@pytest.mark.parametrize("name", ["central_bodies", "companies"])
def test_one_id_has_one_full_name(name):
    fulls: dict[str, set[str]] = {}
    for row in BOOK.lexicon(name):
        fulls.setdefault(row["id"], set()).add(row["full"])
        assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", row["id"]), row
    assert {key: names for key, names in fulls.items() if len(names) > 1} == {}


@pytest.mark.parametrize("name", sorted(KINDS))
def test_kinds_are_known(name):
    assert {row["kind"] for row in BOOK.lexicon(name)} <= KINDS[name]


@pytest.mark.parametrize("name", ["central_bodies", "companies", "divisions", "media", "universities"])
def test_ambiguous_is_yes_or_no(name):
    assert {row["ambiguous"] for row in BOOK.lexicon(name)} == {"0", "1"}


def test_division_codes_are_gbt_2260_and_fit_their_level():
    tails = {"province": r"\d\d0000", "prefecture": r"\d{4}00", "county": r"\d{6}"}
    for row in BOOK.lexicon("divisions"):
        for code in row["code"].split(","):
            assert re.fullmatch(tails[row["level"]], code), row
            assert row["level"] != "county" or not code.endswith("00"), row


def test_every_current_division_has_its_province():
    codes = {row["code"] for row in BOOK.lexicon("divisions") if row["level"] == "province"}
    assert len(codes) == 34
    for row in BOOK.lexicon("divisions"):
        for code in row["code"].split(","):
            assert f"{code[:2]}0000" in codes, row


def test_successors_of_former_bodies_exist():
    rows = list(BOOK.lexicon("central_bodies"))
    ids = {row["id"] for row in rows}
    named = {word for row in rows if row["note"].startswith("now ") for word in row["note"][4:].split(" and ")}
    # The railway ministry became a bureau and a company.
    assert named - ids == {"china-railway"}


@pytest.mark.parametrize("name", ["divisions", "division_abbreviations", "surnames", "given_chars"])
def test_generated_tables_name_package_version_and_licence(name, repository):
    head = [
        line for line in (repository / "rules" / "lexicons" / f"{name}.tsv").read_text("utf-8").splitlines()
        if line.startswith("#")
    ]
    assert re.search(r"PyPI package \S+ \d+(\.\d+)+ \(licence [A-Z]+", "\n".join(head))
    assert re.search(r"python -m extractor\.(rulebook|components)\.build_\w+", "\n".join(head))


@pytest.mark.parametrize(
    ("full", "level", "forms"),
    [
        ("黄石市", "prefecture", ["黄石"]),
        ("新疆维吾尔自治区", "province", ["新疆"]),
        ("内蒙古自治区", "province", ["内蒙古"]),
        ("广西壮族自治区", "province", ["广西"]),
        ("恩施土家族苗族自治州", "prefecture", ["恩施州", "恩施"]),
        ("延边朝鲜族自治州", "prefecture", ["延边州", "延边"]),
        ("积石山保安族东乡族撒拉族自治县", "county", ["积石山县", "积石山"]),
        ("东乡族自治县", "county", ["东乡县", "东乡"]),
        ("鄂伦春自治旗", "county", ["鄂伦春旗", "鄂伦春"]),
        ("兴安盟", "prefecture", ["兴安"]),
        ("浦东新区", "county", ["浦东"]),
        ("香港特别行政区", "province", ["香港"]),
        ("郧县", "county", []),
        ("矿区", "county", []),
    ],
)
def test_short_forms_of_divisions(full, level, forms):
    assert short_forms(full, level) == forms


@pytest.mark.parametrize(
    ("form", "level", "ambiguous"),
    [
        ("黄石", "prefecture", "0"), ("新疆", "province", "0"), ("恩施州", "prefecture", "0"), ("襄樊", "prefecture", "0"),
        ("朝阳", "prefecture", "1"), ("和平", "county", "1"), ("南山", "county", "1"), ("向阳", "county", "1"),
        ("长安", "county", "1"), ("城区", "county", "1"),
    ],
)
def test_ambiguity_of_short_forms(form, level, ambiguous):
    found = [row for row in BOOK.lexicon("divisions") if row["form"] == form and row["level"] == level]
    assert {row["ambiguous"] for row in found} == {ambiguous}


def test_the_higher_division_stands_first():
    levels = BOOK.lexicon("divisions").column("level")
    assert (levels["吉林"], levels["海南"], levels["新乡"]) == ("province", "province", "prefecture")


@pytest.mark.parametrize(
    ("form", "full", "status"),
    [
        ("工信部", "工业和信息化部", "current"), ("国家发改委", "国家发展和改革委员会", "current"),
        ("发改委", "国家发展和改革委员会", "current"), ("中组部", "中共中央组织部", "current"),
        ("全国妇联", "中华全国妇女联合会", "current"), ("贸促会", "中国国际贸易促进委员会", "current"),
        ("铁道部", "铁道部", "former"), ("银监会", "中国银行业监督管理委员会", "former"),
        ("国家林业局", "国家林业局", "former"), ("外经贸部", "对外贸易经济合作部", "former"),
    ],
)
def test_central_bodies(form, full, status):
    rows = {row["form"]: row for row in BOOK.lexicon("central_bodies")}
    assert (rows[form]["full"], rows[form]["status"]) == (full, status)


@pytest.mark.parametrize(
    ("form", "ambiguous"),
    [
        ("华为", "0"), ("三一重工", "0"), ("国家电网", "0"), ("中国重汽", "0"), ("比亚迪", "0"), ("小米", "1"), ("苹果", "1"),
        ("联想", "1"), ("新希望", "1"), ("大众", "1"), ("东风", "1"), ("长安", "1"), ("万科", "1"), ("中行", "1"),
    ],
)
def test_companies(form, ambiguous):
    assert BOOK.lexicon("companies").column("ambiguous")[form] == ambiguous


def test_a_subsidiary_is_a_company_of_its_own():
    ids = BOOK.lexicon("companies").column("id")
    assert ids["三一重工"] != ids["三一集团"]
    assert ids["阿里云"] != ids["阿里巴巴"]
    assert ids["国航"] != ids["中航集团"]


def test_sizes_do_not_shrink():
    assert len(BOOK.lexicon("divisions")) > 7000
    assert len(BOOK.lexicon("central_bodies")) > 1000
    assert len(BOOK.lexicon("companies")) > 4500
    assert len(BOOK.lexicon("countries")) > 300


def test_media_and_schools_are_no_companies():
    companies = set(BOOK.lexicon("companies").forms)
    assert companies & set(BOOK.lexicon("universities").forms) <= {"华工", "西电", "燕大"}
    # Portals are both: 百度 the company, 百度 the site.
    assert companies & set(BOOK.lexicon("media").forms) <= {"百度", "今日头条", "抖音", "凤凰网"}
