"""The quantity stage inside the pipeline: spans of the original text, the trace, furniture."""

from __future__ import annotations

from extractor.records import Document


def test_the_trace_tells_how_a_value_came_about_and_what_was_refused(pipeline) -> None:
    text = "第五届对接会共签约项目27项，总投资近千亿元。"
    analysis = pipeline.analyse(Document(id="one", text=text), explain=True)
    said = [(step.what, step.rule) for step in analysis.trace if step.stage == "quantities"]
    assert ("no quantity: an ordinal", None) in said
    assert any(what.startswith("27项 → count, 27 项") and rule == "quantity.count" for what, rule in said)
    assert any("近千亿元 → amount, < 100000000000 CNY" in what for what, _ in said)


def test_without_explain_nothing_is_traced(pipeline) -> None:
    assert pipeline.analyse(Document(id="one", text="共签约项目27项。")).trace == []


def test_traditional_and_full_width_text_keeps_its_own_spans(pipeline) -> None:
    text = "總投資近千億元，其中１億元以上項目24個。"
    record = pipeline(Document(id="one", text=text))
    assert [fact.text for fact in record.quantities] == ["近千億元", "１億元以上", "24個"]
    assert [fact.noun for fact in record.quantities] == ["总投资", None, "项目"]
    for fact in record.quantities:
        assert text[slice(*fact.span)] == fact.text
