"""The report page as a file: self-contained, escaped, the same bytes each time, offsets as JavaScript counts them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from evaluation_samples import TEXT, as_prediction, gold_record, perturbed, place, write_gold, write_predictions

from extractor.cli.main import main
from extractor.evaluation.gold import Gold
from extractor.evaluation.report import build_page


def page_data(page: str) -> Any:
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)[1])


def page_of(predicted: dict[str, Any], text: str = TEXT, gold: dict[str, Any] | None = None) -> str:
    side = None if gold is None else Gold(Path("gold"), {"d": gold}, {"d": text})
    return build_page({"d": text}, {"d": predicted}, side)


def test_same_input_same_bytes() -> None:
    predicted = perturbed(gold_record(), 3)
    assert page_of(predicted, gold=gold_record()) == page_of(predicted, gold=gold_record())


def test_nothing_is_named_that_could_be_fetched() -> None:
    page = page_of(perturbed(gold_record(), 3), gold=gold_record())
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?!data:)|@import|url\(|https?://""", page)
    assert "default-src 'none'" in page


def test_markup_in_a_document_stays_text() -> None:
    predicted = {**as_prediction(gold_record()), "title": "</script><script>alert(1)</script><img src=x onerror=alert(1)>"}
    page = page_of(predicted)
    assert page.count("<script") == 2
    assert "<img" not in page
    assert page_data(page)["documents"][0]["title"] == predicted["title"]


def test_markup_in_the_page_title_is_escaped() -> None:
    assert "<title>&lt;b&gt;&amp;</title>" in build_page({"d": TEXT}, {}, title="<b>&")


def test_scores_of_the_page_are_those_of_evaluate() -> None:
    page = page_of(as_prediction(gold_record()), gold=gold_record())
    assert '<p class="big">1.000</p>' in page
    assert "No errors." in page


def test_facts_are_right_or_wrong_on_both_sides() -> None:
    predicted = as_prediction(gold_record())
    predicted["companies"][0]["name"] = "三一"
    (document,) = page_data(page_of(predicted, gold=gold_record()))["documents"]
    for side in ("gold", "predicted"):
        assert [fact["ok"] for fact in document[side] if fact["field"] == "companies"] == [False, True]
    (error,) = document["errors"]
    assert error["cause"] == "boundary"
    assert document["gold"][error["g"]]["name"] == "三一重工"
    assert document["predicted"][error["p"]]["name"] == "三一"


def test_spans_count_utf16_units() -> None:
    text = "𠮷林省的三一重工"
    predicted = {"companies": [{"name": "三一重工", "mentions": [[4, 8]]}]}
    (document,) = page_data(page_of(predicted, text))["documents"]
    (span,) = document["predicted"][0]["spans"]
    encoded = text.encode("utf-16-le")
    assert encoded[span[0] * 2 : span[1] * 2].decode("utf-16-le") == "三一重工"


def test_normalised_values_are_told() -> None:
    (document,) = page_data(page_of(as_prediction(gold_record())))["documents"]
    about = {fact["name"]: dict(map(tuple, fact["about"])) for fact in document["predicted"]}
    assert about["近千亿元"] == {"value": "< 100,000,000,000 CNY", "noun": "总投资额"}
    assert about["24个"]["condition"] == "≥ 100,000,000 CNY"
    assert about["李明"] == {"post": "黄石市人民政府 · 副市长"}
    assert about["工业和信息化部"]["role"] == "host"


@pytest.mark.parametrize("with_gold", [True, False])
def test_the_command_writes_the_page(with_gold: bool, tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "d.txt").write_text(TEXT, "utf-8")
    gold = ["--gold", str(write_gold(tmp_path / "gold", {"d": gold_record()}))] if with_gold else []
    records = write_predictions(tmp_path / "p.jsonl", {"d": as_prediction(gold_record())})
    out = tmp_path / "report.html"
    args = ["report", str(tmp_path / "texts"), *gold, "--predictions", str(records), "-o", str(out)]
    assert main(args) == 0
    page = out.read_text("utf-8")
    data = page_data(page)
    assert data["gold"] is with_gold
    assert ("Record F1" in page) is with_gold
    assert ("Facts found" in page) is not with_gold
    assert data["documents"][0]["text"][slice(*place("张相木"))] == "张相木"
