"""Bodies and persons against public gold for names; the figures are reported by `ner_report.py`."""

from __future__ import annotations

from pathlib import Path

import pytest
from ner_report import f1, predicted, read, score

from extractor.pipeline import Pipeline
from extractor.records import Document

FILES = Path(__file__).resolve().parents[3] / "shared" / "ner"


def test_report_counts_exact_spans(pipeline: Pipeline) -> None:
    text = "湖北省财政厅厅长李明会见了中石化总经理张伟。"
    gold = {(0, 6, "ORG"), (8, 10, "PERSON"), (13, 16, "ORG"), (19, 21, "PERSON")}
    assert predicted(pipeline.analyse(Document(id="text", text=text))) == gold
    assert score(pipeline, [(text, gold | {(0, 3, "ORG")})]) == {"PERSON": (2, 2, 2), "ORG": (2, 2, 3)}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "person", "org"), [("peoples_daily", 0.30, 0.62), ("boson", 0.18, 0.50)])
def test_f1_on_public_gold(name: str, person: float, org: float, pipeline: Pipeline) -> None:
    file = FILES / f"{name}.dev.jsonl"
    if not file.is_file():
        pytest.skip(f"no public gold at {file}; its twin on one sentence runs")
    totals = score(pipeline, read(file))
    assert f1(*totals["PERSON"]) >= person
    assert f1(*totals["ORG"]) >= org
