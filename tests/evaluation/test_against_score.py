"""`evaluate` says exactly what the reference scorer says, to the last digit."""

from __future__ import annotations

import json
import runpy
import sys
from pathlib import Path
from typing import Any

import pytest
from evaluation_samples import perturbed

from extractor.cli.main import main

SHARED = Path(__file__).resolve().parents[3] / "shared" / "gold"

pytestmark = pytest.mark.skipif(not (SHARED / "score.py").is_file(), reason="../shared/gold is not here")


def reference(monkeypatch: pytest.MonkeyPatch, gold: Path, predictions: Path, out: Path, *more: str) -> dict[str, Any]:
    monkeypatch.setattr(sys, "argv", ["score.py", str(gold), str(predictions), "--json", str(out), *more])
    runpy.run_path(str(SHARED / "score.py"), run_name="__main__")
    return json.loads(out.read_text("utf-8"))


@pytest.mark.parametrize("part", ["fit", "all"])
@pytest.mark.parametrize("seed", [1, 2])
def test_scores_equal_the_reference(
    part: str, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = {file.stem: json.loads(file.read_text("utf-8")) for file in sorted((SHARED / "records").glob("*.json"))}
    names = list(gold)
    lines = [
        json.dumps({**perturbed(gold[name], seed + at), "id": f"texts/{name}.txt"}, ensure_ascii=False)
        for at, name in enumerate(names) if at % 17 != seed
    ]
    predictions = tmp_path / "predictions.jsonl"
    predictions.write_text("\n".join(lines) + "\n", "utf-8")
    expected = reference(monkeypatch, SHARED / "records", predictions, tmp_path / "score.json", "--part", part)
    code = main([
        "evaluate", str(SHARED / "records"), "--predictions", str(predictions), "--part", part,
        "--json", str(tmp_path / "ours.json"),
    ])
    assert code == 0
    ours = json.loads((tmp_path / "ours.json").read_text("utf-8"))
    assert {key: ours[key] for key in expected} == expected
    assert 0.5 < ours["record_f1"] < 0.95, "the perturbation must leave something right and something wrong"
