"""No score may fall below its floor in floors.toml."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.evaluation.floors import below, read_floors
from extractor.evaluation.gold import Gold, load_gold, predict
from extractor.evaluation.metrics import evaluate
from extractor.pipeline import Pipeline

FLOORS = Path(__file__).with_name("floors.toml")


def lacking(gold: Gold, pipeline: Pipeline, table: str) -> list[str]:
    result = evaluate(predict(pipeline, gold), gold.records)
    return below(result.to_dict(), read_floors(FLOORS, table))


def test_sample_gold(repository: Path, pipeline: Pipeline) -> None:
    gold = load_gold(repository / "corpus" / "gold", texts=repository / "corpus" / "documents")
    assert lacking(gold, pipeline, "floors") == []


def test_real_releases(repository: Path, pipeline: Pipeline) -> None:
    folder = repository.parent / "shared" / "gold"
    if not folder.is_dir():
        pytest.skip("no real releases beside the checkout; the sample gold's floors hold")
    assert lacking(load_gold(folder / "records", texts=folder / "texts", part="fit"), pipeline, "real") == []


def test_a_drop_would_be_seen(repository: Path) -> None:
    """Records without organizers fall below the floors: the test above can fail."""
    gold = load_gold(repository / "corpus" / "gold")
    poorer = {name: {**record, "organizers": []} for name, record in gold.records.items()}
    report = evaluate(poorer, gold.records).to_dict()
    found = below(report, read_floors(FLOORS))
    assert any(line.startswith("organizers is 0.0000") for line in found)
    assert any(line.startswith("record_f1") for line in found)
