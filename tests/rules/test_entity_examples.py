"""Companies and bodies in sentences, as inline marks: what must be found and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.pipeline import Pipeline
from extractor.records import Document
from extractor.rulebook import parse_marked

DATA = Path(__file__).parents[1] / "data"


def sentences(name: str) -> list[str]:
    lines = (DATA / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("sentence", sentences("companies.txt"))
def test_companies_of_a_sentence(sentence: str, pipeline: Pipeline) -> None:
    marked = parse_marked(sentence)
    wanted = sorted((marked.text[mark.start : mark.end], mark.start) for mark in marked.marks)
    record = pipeline(Document(id="sentence", text=marked.text))
    found = [(marked.text[start:end], start) for company in record.companies for start, end in company.mentions]
    assert sorted(found) == wanted


@pytest.mark.parametrize("sentence", sentences("bodies.txt"))
def test_bodies_of_a_sentence(sentence: str, pipeline: Pipeline) -> None:
    marked = parse_marked(sentence)
    wanted = sorted((marked.text[mark.start : mark.end], mark.attrs["kind"]) for mark in marked.marks)
    analysis = pipeline.analyse(Document(id="sentence", text=marked.text))
    found = [(analysis.text[body.start : body.end], body.kind) for body in analysis.state["bodies"].outermost]
    assert sorted(found) == wanted


@pytest.mark.parametrize(
    ("text", "name", "aliases"),
    [
        ("安徽朗润制冷设备有限公司违规施工。朗润制冷公司被罚款。", "安徽朗润制冷设备有限公司", {"朗润制冷公司"}),
        ("德国巴斯夫集团投资建厂。巴斯夫集团表示，工期不变。", "德国巴斯夫集团", {"巴斯夫集团"}),
        ("瑞泉集团（原朗润公司）参展。朗润公司成立于2001年。", "瑞泉集团", {"朗润公司"}),
        ("康佳集团股份有限公司发布年报。康佳集团去年盈利。", "康佳集团股份有限公司", {"康佳集团"}),
    ],
)
def test_forms_of_one_company_are_one_fact(text: str, name: str, aliases: set[str], pipeline: Pipeline) -> None:
    companies = pipeline(Document(id="text", text=text)).companies
    assert [(company.name, set(company.aliases)) for company in companies] == [(name, aliases)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("赣州矿业公司和赣州稀土矿业公司报价。", {"赣州矿业公司", "赣州稀土矿业公司"}),
        ("包钢集团公司旗下的内蒙古包钢稀土国际贸易有限公司投产。", {"包钢集团公司", "内蒙古包钢稀土国际贸易有限公司"}),
        ("包钢集团公司和包钢稀土（集团）高科技股份有限公司获得配额。", {"包钢集团公司", "包钢稀土（集团）高科技股份有限公司"}),
        ("三一集团、三一重工签署协议。", {"三一集团", "三一重工"}),
    ],
)
def test_companies_with_like_names_stay_apart(text: str, names: set[str], pipeline: Pipeline) -> None:
    assert {company.name for company in pipeline(Document(id="text", text=text)).companies} == names
