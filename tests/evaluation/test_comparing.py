"""`compare` tells a real gain from noise and lists what changed."""

from __future__ import annotations

import copy
from typing import Any

from evaluation_samples import as_prediction, gold_record, perturbed

from extractor.evaluation.compare import compare, comparison_lines

GOLD = {f"d{n:02}": gold_record(f"d{n:02}") for n in range(30)}


def spoilt(every: int) -> dict[str, dict[str, Any]]:
    """Perfect predictions with a company missing in every n-th document."""
    out = {name: as_prediction(record) for name, record in GOLD.items()}
    for at, record in enumerate(out.values()):
        if at % every == 0:
            record["companies"].pop()
    return out


def test_a_set_compared_with_itself_says_the_same() -> None:
    predicted = {name: perturbed(record, at) for at, (name, record) in enumerate(GOLD.items())}
    result = compare(predicted, copy.deepcopy(predicted), GOLD)
    assert result.changes == []
    assert result.record.gain == 0
    assert not result.record.real
    assert result.verdict == "A and B say the same on these 30 documents."


def test_a_gain_in_many_documents_is_real() -> None:
    result = compare(spoilt(2), spoilt(100), GOLD)
    assert result.record.real
    assert result.record.p < 0.01
    assert result.count() == {"won": 14, "lost": 0, "mended": 0, "spoilt": 0}
    assert result.verdict.startswith("B is better: record F1 0.9")


def test_the_other_way_round_is_the_mirror() -> None:
    there, back = compare(spoilt(2), spoilt(100), GOLD), compare(spoilt(100), spoilt(2), GOLD)
    assert back.record.gain == -there.record.gain
    assert back.count()["lost"] == 14
    assert back.verdict.startswith("B is worse")


def test_one_fact_in_thirty_documents_proves_nothing() -> None:
    a = {name: as_prediction(record) for name, record in GOLD.items()}
    b = copy.deepcopy(a)
    a["d07"]["companies"].pop()
    result = compare(a, b, GOLD)
    assert not result.record.real
    assert result.verdict.startswith("No real difference in record F1 can be shown on these 30 documents")
    (change,) = result.changes
    assert (change.document, change.field, change.what, change.claim.name) == ("d07", "companies", "won", "中国重汽")


def test_false_facts_are_counted_apart() -> None:
    a = {name: as_prediction(record) for name, record in GOLD.items()}
    b = copy.deepcopy(a)
    a["d01"]["companies"].append({"name": "某厂"})
    b["d02"]["companies"] += [{"name": "某行"}, {"name": "某行"}]
    assert compare(a, b, GOLD).count() == {"won": 0, "lost": 0, "mended": 1, "spoilt": 2}


def test_the_lines_end_with_the_verdict() -> None:
    result = compare(spoilt(2), spoilt(3), GOLD)
    lines = list(comparison_lines(result, {}))
    assert lines[-1] == result.verdict
    assert any(line.startswith("== won") for line in lines)
