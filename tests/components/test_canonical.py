"""Regions that a document settles, and the canonical ids of bodies in it."""

from __future__ import annotations

import pytest

from extractor.components.canonical import CanonicalNames
from extractor.components.regions import Region, RegionStage
from extractor.pipeline import Pipeline
from extractor.records import Document
from extractor.rulebook import load_rulebook

BOOK = load_rulebook()
NAMES = CanonicalNames(BOOK)
DIVISIONS = RegionStage(BOOK).divisions


def region(province: str, city: str | None = None, county: str | None = None) -> Region:
    return Region(*(DIVISIONS.one(name) if name else None for name in (province, city, county)))


@pytest.mark.parametrize(
    ("form", "id"),
    [
        ("工业和信息化部", "miit"), ("工信部", "miit"), ("工业和信息化部装备工业司", "miit/装备工业司"), ("铁道部", "mor"),
        ("湖北省", "cn.420000"), ("湖北省黄石市", "cn.420200"), ("黄石", "cn.420200"), ("黄石市委", "cn.420200.cpc"),
        ("中共黄石市委", "cn.420200.cpc"), ("黄石市委员会", "cn.420200.cpc"),
        ("黄石市人民政府", "cn.420200.gov"), ("黄石市政府", "cn.420200.gov"),
        ("湖北省发改委", "cn.420000.drc"), ("湖北省发展和改革委员会", "cn.420000.drc"), ("湖北省发展改革委", "cn.420000.drc"),
        ("新疆维吾尔自治区经信委", "cn.650000.iit"), ("新疆维吾尔自治区经济和信息化委员会", "cn.650000.iit"),
        ("黄石市卫生健康委员会", "cn.420200.health"), ("黄石市卫健委", "cn.420200.health"),
        ("内蒙古发改委能源开发局", "cn.150000.drc/能源开发局"), ("黄石市招商服务中心", "cn.420200/招商服务中心"),
        ("法国", "country.FR"), ("中国石化", "company.zhong-shi-hua"), ("中石化", "company.zhong-shi-hua"),
        ("清华大学经济学院", "name.清华大学/经济学院"), ("第十四届全国人大常委会", "npc-standing-committee"),
        ("市委", None), ("公司", None), ("吉利控股集团公关部", None),
    ],
)
def test_id_of_a_name(form: str, id: str | None) -> None:
    found = NAMES(form)
    assert (found.id if found else None) == id


@pytest.mark.parametrize(
    ("form", "id"),
    [
        ("省政府", "cn.420000.gov"), ("市委", "cn.420200.cpc"), ("我市", "cn.420200"), ("县公安局", "cn.420222.psb"),
        ("省发展改革委", "cn.420000.drc"), ("自治区政府", "cn.420000.gov"),
    ],
)
def test_level_words_mean_the_settled_region(form: str, id: str) -> None:
    found = NAMES(form, region("湖北省", "黄石市", "阳新县"))
    assert found is not None
    assert found.id == id


def test_short_and_full_forms_have_one_name() -> None:
    short, full = NAMES("黄石市发改委"), NAMES("湖北省黄石市发展和改革委员会")
    assert short is not None
    assert full is not None
    assert short == full


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("湖北省黄石市阳新县举行集中开工活动。阳新县委书记到会。黄石市领导出席。", ("湖北省", "黄石市", "阳新县")),
        ("重庆市永川区举行活动。永川区领导出席，重庆市有关部门到会。", ("重庆市", None, "永川区")),
        ("国家主席在人民大会堂会见外宾，双方就友谊与和平交换意见。", (None, None, None)),
        ("湖北、湖南、江西、安徽和河南的代表参加会议。", (None, None, None)),
        ("新疆维吾尔自治区召开会议。自治区领导出席，新疆各地参加。", ("新疆维吾尔自治区", None, None)),
    ],
)
def test_region_of_a_document(text: str, names: tuple[str | None, ...], pipeline: Pipeline) -> None:
    settled: Region = pipeline.analyse(Document(id="text", text=text)).state["region"]
    assert tuple(item.full if item else None for item in (settled.province, settled.city, settled.county)) == names


def test_facts_carry_canonical_ids(pipeline: Pipeline) -> None:
    record = pipeline(Document(id="text", text="湖北省黄石市举行会议。黄石市委书记李明、省发改委主任王立新出席，中石化总经理张伟到会。"))
    posts = {official.name: official.posts[0].canonical for official in record.officials}
    assert posts["李明"] == "cn.420200.cpc"
    assert posts["王立新"] == "cn.420000.drc"
    assert [company.canonical for company in record.companies] == ["company.zhong-shi-hua"]
