"""`rules test|report|trace` and `explain` on a small rulebook change and on the shipped rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from evaluation_samples import TEXT, gold_record, write_gold

from extractor.cli.main import main
from extractor.evaluation.ablation import rules_report, without
from extractor.evaluation.gold import Gold
from extractor.evaluation.rule_tests import Case, run_case
from extractor.pipeline import Pipeline
from extractor.records import Document
from extractor.rulebook import Rule


def gold_of(text: str, record: dict[str, Any]) -> Gold:
    return Gold(Path("g"), {"d": record}, {"d": text})


def count_rule(**sentences: tuple[str, ...]) -> Rule:
    return Rule(id="quantity.count", file="t.toml", **sentences)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "sentence", "wrong"),
    [
        ("examples", "共有[300余人](COUNT min=300 comparator=>)参加", None),
        ("examples", "共有[300余人](count min=300 max=)参加", None),
        ("examples", "共有[300余人](COUNT min=400)参加", "not found"),
        ("examples", "共有[300余](COUNT)人参加", "not found"),
        ("examples", "共有[300余人](AMOUNT)参加", "not found"),
        ("examples", "共有[300余人](COUNT)、[20家](COUNT)参加", None),
        ("examples", "共有[300余人](COUNT)、20家企业参加", "found besides: '20家'"),
        ("examples", "投资[3亿元](AMOUNT)", "the rule does not fire"),
        ("counter_examples", "第三届大会召开", None),
        ("counter_examples", "共有300余人参加", "the rule fires on '300余人'"),
        ("counter_examples", "共有[300余人](COUNT)参加", None),
        ("known_failures", "共有[300余](COUNT)人参加", None),
        ("known_failures", "共有300余人参加", None),
        ("known_failures", "第三届大会召开", "passes now"),
        ("known_failures", "共有[300余人](COUNT)参加", "passes now"),
    ],
)
def test_a_sentence_is_judged(kind: Any, sentence: str, wrong: str | None, pipeline: Pipeline) -> None:
    answer = run_case(pipeline, Case(count_rule(), kind, sentence))
    assert (answer is None) if wrong is None else (answer is not None and wrong in answer), answer


@pytest.mark.slow
def test_the_report_knows_what_a_rule_is_worth(pipeline: Pipeline) -> None:
    report = rules_report(pipeline, gold_of(TEXT, gold_record()))
    worth = {rule.id: rule for rule in report.rules}
    count = worth["quantity.count"]
    assert (count.right, count.wrong, count.precision) == (3, 0, 1.0)
    assert count.field_loss["counts"] == pytest.approx(1.0)
    assert count.loss == pytest.approx(report.record_f1 - _record_f1_without(pipeline, "quantity.count"))
    assert worth["quantity.percent"].dead
    assert worth["quantity.percent"].loss is None


def _record_f1_without(pipeline: Pipeline, name: str) -> float:
    from extractor.evaluation.metrics import evaluate

    record = Pipeline(without(pipeline.rulebook, name))(Document(id="d", text=TEXT)).to_dict()
    return evaluate({"d": record}, {"d": gold_record()}).record_f1


def test_a_false_fact_lowers_the_precision_of_its_rule(pipeline: Pipeline) -> None:
    record = gold_record()
    record["quantities"] = [fact for fact in record["quantities"] if fact["text"] != "27项"]
    worth = {rule.id: rule for rule in rules_report(pipeline, gold_of(TEXT, record), ablate=False).rules}
    assert (worth["quantity.count"].right, worth["quantity.count"].wrong) == (2, 1)


def test_every_rule_of_the_rulebook_is_in_the_report(pipeline: Pipeline) -> None:
    report = rules_report(pipeline, gold_of(TEXT, gold_record()), ablate=False)
    assert {rule.id for rule in report.rules} == set(pipeline.rulebook.rules)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "d.txt").write_text(TEXT, "utf-8")
    write_gold(tmp_path / "gold", {"d": gold_record()})
    return {"gold": str(tmp_path / "gold"), "texts": str(tmp_path / "texts"), "file": str(tmp_path / "texts" / "d.txt")}


def test_report_command(files: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    args = ["rules", "report", files["gold"], "--texts", files["texts"], "--json", str(tmp_path / "r.json")]
    assert main([*args, "--no-ablation"]) == 0
    out = capsys.readouterr().out
    assert "quantity.count " in out
    assert "dead on these 1 documents" in out
    assert (tmp_path / "r.json").is_file()


def test_trace_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "trace", "由工業(yè)和信息化部主辦的对接会，300余人参加。"]) == 0
    out = capsys.readouterr().out
    assert "repair    由工业和信息化部主办的对接会" in out
    assert "tokenize  由 | " in out
    assert "300余人 → count > 300 人" in out


def test_explain_command(files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", files["file"], "--field", "quantities", "--field", "officials"]) == 0
    out = capsys.readouterr().out
    assert "# d" in out
    assert "近千亿元 → amount < 100000000000 CNY, of 总投资额" in out
    assert "24个 → count = 24 个, of 项目, if 100000000 to … CNY" in out
    assert "quantity.amount" in out
    assert "张相木: " in out
    assert "【张相木】" in out
    assert "decisions that made no fact" not in out
    assert main(["explain", files["file"], "--field", "persons"]) == 2


def test_all_fields_are_explained_with_what_made_no_fact(files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", files["file"]]) == 0
    assert "decisions that made no fact" in capsys.readouterr().out


def test_test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "test", "quantity.count"]) == 0
    (tmp_path / "own.toml").write_text(
        '[[rule]]\nid = "quantity.count"\nexamples = ["共有[300余](count)人"]\n', "utf-8"
    )
    assert main(["rules", "test", "quantity.count", "--rules", str(tmp_path)]) == 1
    assert "own.toml, rule 'quantity.count', examples" in capsys.readouterr().out
    assert main(["rules", "test", "quantity.cuont"]) == 2
