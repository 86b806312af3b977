"""Damaged releases give the facts of the sound ones; page furniture gives none."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from mirror import Mirror, damage_mapped, traditional

import extractor
from extractor.evaluation import metrics
from extractor.pipeline import load
from extractor.records import Document

REPOSITORY = Path(__file__).resolve().parents[2]
SHARED = REPOSITORY.parent / "shared" / "gold"


@cache
def held(char: str) -> bool:
    """Whether the mirror's charset holds the character."""
    try:
        return len(traditional(char).encode("gbk")) <= 2
    except UnicodeEncodeError:
        return False


def moved(record: dict[str, Any], spans: list[tuple[int, int]]) -> dict[str, Any]:
    """The gold record with its quantities where the damaged text has them."""

    def place(start: int, end: int) -> list[int]:
        shown = [item for item in spans[start:end] if item[0] < item[1]]
        return [min(a for a, _ in shown), max(b for _, b in shown)] if shown else [0, 0]

    record = copy.deepcopy(record)
    for fact in record["quantities"]:
        fact["span"] = place(*fact["span"])
    return record


def scored(texts: dict[str, str], gold: dict[str, Any], seed: int | None) -> float:
    """Record F1 of the shipped pipeline on the texts, damaged by the mirror of `seed` or sound."""
    pipeline = load()
    predicted, meant = {}, {}
    for at, (name, text) in enumerate(texts.items()):
        shown, spans = text, [(at, at + 1) for at in range(len(text))]
        if seed is not None:
            shown, spans = damage_mapped(text, Mirror(seed=seed * 1000 + at))
        record = pipeline(Document(id=name, text=shown))
        for fact in record.quantities:
            assert shown[slice(*fact.span)] == fact.text
        predicted[name], meant[name] = record.to_dict(), moved(gold[name], spans)
    return metrics.evaluate(predicted, meant).record_f1


def material(folder: Path, texts: Path, names: list[str]) -> tuple[dict[str, str], dict[str, Any]]:
    """Texts, with a space for what the mirror cannot hold, and their gold."""
    found = {name: (texts / f"{name}.txt").read_text("utf-8") for name in names}
    found = {name: "".join(char if held(char) else " " for char in text) for name, text in found.items()}
    return found, {name: json.loads((folder / f"{name}.json").read_text("utf-8")) for name in names}


def samples() -> tuple[dict[str, str], dict[str, Any]]:
    corpus = REPOSITORY / "corpus"
    names = [file.stem for file in sorted((corpus / "gold").glob("*.json"))]
    names = [name for name in names if not name.startswith(("damaged", "traditional"))]
    return material(corpus / "gold", corpus / "documents", names)


def test_damaged_samples_give_the_same_facts() -> None:
    texts, gold = samples()
    assert scored(texts, gold, 1) >= scored(texts, gold, None) - 0.01


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/gold is not here")
def test_damaged_gold_gives_the_same_facts() -> None:
    names = [name for name in json.loads((SHARED / "splits.json").read_text("utf-8"))["fit"] if name != "seed"]
    texts, gold = material(SHARED / "records", SHARED / "texts", names)
    sound = scored(texts, gold, None)
    assert min(scored(texts, gold, seed) for seed in (1, 2, 3)) >= sound - 0.01


def test_page_furniture_gives_no_facts() -> None:
    body = "由商务部主办的对接会在合肥举行，三一重工、中国重汽等20家企业参加。"
    page = f"发布时间：2011-08-19 来源：中国工商银行 浏览次数：300次\n{body}\n（责任编辑：张三）"
    record = extractor.extract(page)
    assert [fact.name for fact in record.companies] == [fact.name for fact in extractor.extract(body).companies]
    assert [fact.text for fact in record.quantities] == ["20家"]
    assert record.officials == ()
    assert page[slice(*record.organizers[0].mentions[0])] == "商务部"


def test_repaired_facts_say_so() -> None:
    record = extractor.extract("由工業(yè)和信息化部主辦的產(chǎn)業(yè)對(duì)接活動(dòng)在烏魯木齊舉行，300余人參加。")
    assert record.organizers[0].name == "工业和信息化部"
    assert record.organizers[0].text == "工業(yè)和信息化部"
    assert record.organizers[0].repaired is True
    assert record.quantities[0].repaired is False
    assert {"pinyin", "repaired", "traditional"} <= set(record.flags)
