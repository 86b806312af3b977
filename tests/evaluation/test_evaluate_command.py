"""The commands `evaluate` and `compare` on files: output, JSON, floors, and one-line errors with a remedy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from evaluation_samples import TEXT, as_prediction, gold_record, perturbed, write_gold, write_predictions

from extractor.cli.main import main
from extractor.evaluation.gold import located

RECORDS = {f"fair-{n}" if n % 2 else f"visit-{n}": gold_record() for n in range(8)}


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    write_gold(tmp_path / "gold", RECORDS)
    (tmp_path / "texts").mkdir()
    for name in RECORDS:
        (tmp_path / "texts" / f"{name}.txt").write_text(TEXT, "utf-8")
    (tmp_path / "splits.toml").write_text('fit = ["fair-1", "visit-2"]\ncheck = ["fair-3"]\n', "utf-8")
    good = {name: as_prediction(record) for name, record in RECORDS.items()}
    poor = {name: perturbed(record, at) for at, (name, record) in enumerate(RECORDS.items())}
    return {
        "gold": str(tmp_path / "gold"), "texts": str(tmp_path / "texts"),
        "good": str(write_predictions(tmp_path / "good.jsonl", good)),
        "poor": str(write_predictions(tmp_path / "poor.jsonl", poor)), "json": str(tmp_path / "out.json"),
        "floors": str(tmp_path / "floors.toml"),
    }


def test_scores_errors_and_breakdowns_are_printed(files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    code = main([
        "evaluate", files["gold"], "--texts", files["texts"], "--predictions", files["poor"], "--errors",
        "--calibration", "--json", files["json"],
    ])
    out = capsys.readouterr().out
    assert code == 0
    for piece in ("== officials: ", "【", "errors by cause", "by kind", "fair", "record F1 0.", "calibration error"):
        assert piece in out
    report = json.loads(Path(files["json"]).read_text("utf-8"))
    assert report["documents"] == 8
    assert set(report["groups"]["kind"]) == {"fair", "visit"}
    assert report["calibration"]["all"]["claims"] > 0
    assert sum(report["causes"]["counts"].values()) > 0


def test_a_part_is_scored_alone(files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", files["gold"], "--predictions", files["good"], "--part", "fit"]) == 0
    assert "documents 2," in capsys.readouterr().out


@pytest.mark.parametrize(
    ("floors", "code", "message"),
    [
        ("record_f1 = 1.0\ncompanies = 1.0", 0, ""),
        ('record_f1 = 1.0\n"officials.recall" = 1.0', 0, ""),
        ("companies = 1.01", 1, "below the floor: companies is 1.0000, the floor 1.0100"),
        ("persons = 0.5", 2, "there is no such score"),
    ],
)
def test_floors(
    floors: str, code: int, message: str, files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    Path(files["floors"]).write_text("[floors]\n" + floors, "utf-8")
    args = ["evaluate", files["gold"], "--predictions", files["good"], "--floors", files["floors"]]
    assert main(args) == code
    captured = capsys.readouterr()
    assert message in captured.out + captured.err


def test_the_pipeline_is_run_where_no_predictions_are_given(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", files["gold"], "--texts", files["texts"]]) == 0
    assert "without prediction 0" in capsys.readouterr().out


def test_compare_two_files(files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    args = ["compare", files["poor"], files["good"], "--gold", files["gold"], "--json", files["json"]]
    assert main([*args, "--texts", files["texts"]]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("B is better: record F1 ")
    assert json.loads(Path(files["json"]).read_text("utf-8"))["record_f1"]["real"] is True


def without_offsets(record: dict[str, Any]) -> dict[str, Any]:
    """A prediction as a language model writes it: words, no offsets."""
    def bare(fact: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in fact.items() if key not in ("span", "mentions")}

    return {key: [bare(fact) for fact in value] if isinstance(value, list) else value for key, value in record.items()}


def test_a_system_without_offsets_is_placed_by_its_words(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    said = {name: without_offsets(as_prediction(record)) for name, record in RECORDS.items()}
    write_predictions(Path(files["good"]), said)
    args = ["evaluate", files["gold"], "--predictions", files["good"]]
    assert main(args) == 1
    assert "a quantity has no `span`" in capsys.readouterr().err
    assert main([*args, "--texts", files["texts"]]) == 0
    assert "record F1 1.000" in capsys.readouterr().out


def test_words_are_placed_in_turn_and_made_up_words_nowhere() -> None:
    record = {"quantities": [{"text": "3家"}, {"text": "3家"}, {"text": "3家"}, {"text": "9家"}], "companies": [{"name": "甲厂"}]}
    out = located(record, "甲厂3家，乙厂3家，甲厂")
    assert [fact["span"] for fact in out["quantities"]] == [[2, 4], [7, 9], [0, 0], [0, 0]]
    assert out["companies"][0]["mentions"] == [[0, 2], [10, 12]]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 1: is not JSON"),
        ('{"name": 1}', "has no `id`"),
        ('{"id": "a", "officials": [{}]}', "an official has no `name`"),
        ('{"id": "a", "quantities": [{"kind": "count"}]}', "a quantity has no `span`"),
        ('{"id": "a", "quantities": [{"kind": "count", "span": [0, 1], "min": "x"}]}', "`min` of a fact in `quantities` has the wrong form"),
        ('{"id": "a", "companies": ["x"]}', "`companies` is not a list of facts"),
        ('{"id": "a", "companies": [{"name": ["x"]}]}', "`name` of a fact in `companies` has the wrong form"),
        ('{"id": "a", "companies": [{"name": "x", "mentions": [3]}]}', "`mentions` of a fact in `companies` has"),
        ('{"id": "a", "officials": [{"name": "x", "posts": "局长"}]}', "`posts` of a fact in `officials` has"),
        ('{"id": "a", "officials": [{"name": "x", "posts": [{"org": 7}]}]}', "`org` of a post has the wrong form"),
    ],
)
def test_a_bad_prediction_is_one_line_with_its_place(
    line: str, message: str, files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    Path(files["good"]).write_text(line + "\n", "utf-8")
    assert main(["evaluate", files["gold"], "--predictions", files["good"]]) == 1
    err = capsys.readouterr().err
    assert message in err
    assert "good.jsonl, line 1" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["evaluate", "{texts}"], "holds no gold"),
        (["evaluate", "{gold}"], "nothing to score"),
        (["evaluate", "{gold}", "--predictions", "{good}", "--part", "x"], "no such part"),
        (["compare", "{good}", "nowhere", "--gold", "{gold}"], "does not exist"),
        (["compare", "{good}", "shipped", "--gold", "{gold}"], "rules need texts"),
    ],
)
def test_wrong_usage_ends_with_2(
    args: list[str], message: str, files: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([arg.format(**files) for arg in args]) == 2
    assert message in capsys.readouterr().err
