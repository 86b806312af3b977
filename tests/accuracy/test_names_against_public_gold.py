"""Bodies and persons against public gold for names; the figures are reported by `ner_report.py`."""

from __future__ import annotations

from pathlib import Path

import pytest
from ner_report import f1, read, score

from extractor.components.people import PersonFinder, names_of
from extractor.pipeline import Pipeline
from extractor.records import Document

FILES = Path(__file__).resolve().parents[3] / "shared" / "ner"


def test_report_counts_exact_spans(pipeline: Pipeline) -> None:
    text = "湖北省财政厅厅长李明会见了中石化总经理张伟。"
    gold = {(0, 6, "ORG"), (8, 10, "PERSON"), (13, 16, "ORG"), (19, 21, "PERSON")}
    assert set(names_of(pipeline.analyse(Document(id="text", text=text)), PersonFinder(pipeline.rulebook))) == gold
    assert score(pipeline, [(text, gold | {(0, 3, "ORG")})]) == {"PERSON": (2, 2, 2), "ORG": (2, 2, 3)}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "person", "org"), [("peoples_daily", 0.72, 0.63), ("boson", 0.71, 0.52)])
def test_f1_on_public_gold(name: str, person: float, org: float, pipeline: Pipeline) -> None:
    file = FILES / f"{name}.dev.jsonl"
    if not file.is_file():
        pytest.skip(f"no public gold at {file}; its twin on one sentence runs")
    totals = score(pipeline, read(file))
    assert f1(*totals["PERSON"]) >= person
    assert f1(*totals["ORG"]) >= org


def test_persons_without_a_post_are_names_only(pipeline: Pipeline) -> None:
    text = "村民陈建国和李志强救起落水儿童，李志强受伤。高清电视和雷达降价，到处一片祝福。"
    analysis = pipeline.analyse(Document(id="text", text=text))
    names = names_of(analysis, PersonFinder(pipeline.rulebook))
    assert [text[start:end] for start, end, label in names if label == "PERSON"] == ["陈建国", "李志强", "李志强"]
    assert analysis.officials == []
