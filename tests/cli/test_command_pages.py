"""What every command owes a newcomer: a sentence, an example, a place in the README, the promised exit codes."""

from __future__ import annotations

import argparse
import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import extractor
from extractor.cli.main import COMMANDS, build_parser, main
from extractor.records import Record

ROOT = Path(__file__).resolve().parents[2]
RELEASE = ROOT / "corpus" / "documents" / "signing-shaanxi-2021.txt"


def _parsers(parser: argparse.ArgumentParser, path: str = "") -> dict[str, argparse.ArgumentParser]:
    """Command path ("rules check") → its parser, the inner ones too."""
    out: dict[str, argparse.ArgumentParser] = {}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                out[f"{path}{name}"] = inner
                out |= _parsers(inner, f"{path}{name} ")
    return out


PARSERS = _parsers(build_parser())


def run(*args: object, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "extractor", *map(str, args)], input=stdin, capture_output=True, encoding="utf-8",
        check=False, cwd=ROOT,
    )


def test_the_commands_are_the_modules() -> None:
    modules = {path.stem.replace("_", "-") for path in (ROOT / "extractor" / "cli").glob("*.py")}
    assert set(COMMANDS) == modules - {"--init--", "main", "options"}
    assert list(dict.fromkeys(name.partition(" ")[0] for name in PARSERS)) == list(COMMANDS)


@pytest.mark.parametrize("command", sorted(PARSERS))
def test_every_command_explains_itself(command: str) -> None:
    page = PARSERS[command].format_help()
    description = PARSERS[command].description or ""
    assert re.match(r"[A-Z][^\n]{20,}", description), "a sentence that says what it does"
    assert re.search(rf"examples?:\n  (\S+ \| )?extractor {command} ", page), "an example"


@pytest.mark.parametrize("command", sorted(PARSERS))
def test_examples_parse(command: str) -> None:
    """An example of the help page uses options that exist."""
    import shlex

    for line in re.findall(rf"^  (?:\S+ \| )?(extractor {command} [^\n]*)$", PARSERS[command].format_help(), re.M):
        words = shlex.split(line.split(" | ")[0].split(" > ")[0])
        assert build_parser().parse_args(words[1:]).command == command.split(" ")[0]


@pytest.mark.parametrize("command", sorted(PARSERS))
def test_every_option_is_explained(command: str) -> None:
    unexplained = [action.dest for action in PARSERS[command]._actions if not action.help]
    assert [name for name in unexplained if name != "action"] == []


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
@pytest.mark.parametrize("command", sorted(PARSERS))
def test_every_command_stands_in_the_readme(command: str, page: str) -> None:
    assert f"extractor {command}" in (ROOT / page).read_text("utf-8")


def test_version_and_no_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out == f"extractor {extractor.__version__}\n"
    assert main([]) == 2
    assert "first steps" in capsys.readouterr().err


def test_records_come_a_line_each() -> None:
    done = run("extract", RELEASE)
    (line,) = done.stdout.splitlines()
    record = Record.from_dict(json.loads(line))
    assert (done.returncode, done.stderr, record.id) == (0, "", RELEASE.stem)
    text = RELEASE.read_bytes().decode("utf-8")
    assert [text[slice(*fact.span)] for fact in record.quantities] == [fact.text for fact in record.quantities]
    assert record.quantities


def test_stdin_gives_the_same_facts() -> None:
    here = json.loads(run("extract", "-", stdin=RELEASE.read_bytes().decode("utf-8")).stdout)
    there = json.loads(run("extract", RELEASE).stdout)
    assert here.pop("id") != there.pop("id")
    assert here == there


def test_csv_has_a_row_a_fact() -> None:
    rows = list(csv.DictReader(io.StringIO(run("extract", RELEASE, "--format", "csv").stdout)))
    record = json.loads(run("extract", RELEASE).stdout)
    assert sum(row["field"] == "quantity" for row in rows) == len(record["quantities"])
    assert sum(row["field"] == "official" for row in rows) == sum(len(item["posts"]) for item in record["officials"])
    assert {row["document"] for row in rows} == {RELEASE.stem}


def test_an_events_dates_have_a_column() -> None:
    rows = list(csv.DictReader(io.StringIO(run("extract", RELEASE, "--format", "csv").stdout)))
    (event,) = [row for row in rows if row["field"] == "event"]
    assert (event["noun"], event["event"], event["date"]) == ("", "", "2021-04-22")
    (organizer,) = [row for row in rows if row["field"] == "organizer"]
    assert (organizer["noun"], organizer["event"], organizer["date"]) == ("", event["name"], "")


def test_table_lines_up() -> None:
    header, rule, *rows = run("extract", RELEASE, "--format", "table").stdout.splitlines()
    assert header.split()[:3] == ["document", "field", "name"]
    assert set(rule) == {"-", " "}
    assert len(rows) > 10
    assert any(re.search(r" >= 500000000 +CNY ", row) for row in rows)


def test_a_table_has_no_empty_columns() -> None:
    header = run("extract", "-", "--format", "table", stdin="签约项目27个。").stdout.splitlines()[0]
    assert header.split() == ["document", "field", "kind", "value", "unit", "noun", "text"]


@pytest.mark.parametrize("format", ["jsonl", "csv", "table"])
def test_the_locale_does_not_change_the_bytes(format: str) -> None:
    def output(**env: str) -> bytes:
        return subprocess.run(
            [sys.executable, "-m", "extractor", "extract", str(RELEASE), "--format", format], check=True, cwd=ROOT,
            capture_output=True, env={"PATH": "", "PYTHONPATH": str(ROOT), **env},
        ).stdout  # fmt: skip

    assert output(LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0") == output(PYTHONUTF8="1")


def test_a_word_list_adds_companies(tmp_path: Path) -> None:
    text = "华夏云帆近日宣布增资，云帆系企业参加了活动。"
    (tmp_path / "ours.txt").write_text("华夏云帆\n", "utf-8")
    without = json.loads(run("extract", "-", stdin=text).stdout)["companies"]
    with_list = json.loads(run("extract", "-", "--lexicon", f"companies={tmp_path / 'ours.txt'}", stdin=text).stdout)
    assert [company["name"] for company in without] == []
    assert [company["name"] for company in with_list["companies"]] == ["华夏云帆"]
    assert "canonical" not in with_list["companies"][0]


def test_facts_below_the_wanted_confidence_are_left_out() -> None:
    everything = json.loads(run("extract", RELEASE).stdout)
    sure = json.loads(run("extract", RELEASE, "--min-confidence", "0.97").stdout)
    assert len(sure["officials"]) + len(sure["quantities"]) > 0
    names = {fact["name"] for fact in everything["officials"] + everything["companies"] if fact["confidence"] < 0.97}
    assert names.isdisjoint(fact["name"] for fact in sure["companies"])
    assert all(fact["confidence"] >= 0.97 for field in ("companies", "quantities") for fact in sure[field])


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (["extract", str(RELEASE)], 0, ""),
        (["extract", "no/such/file.txt", str(RELEASE)], 2, "no/such/file.txt: does not exist"),
        (["extract", str(RELEASE), "--format", "yaml"], 2, "invalid choice: 'yaml'"),
        (["extract", str(RELEASE), "--lexicon", "companys=x.txt"], 2, "'companies'"),
        (["extract", str(RELEASE), "--lexicon", "companies=no-such-list.txt"], 2, "give a readable word list"),
        (["extract", str(RELEASE), "--lexicon", "companies"], 2, "is not NAME=VALUE"),
        (["extract", str(RELEASE), "--rules", "no-such-folder"], 2, "is not a folder of rules"),
        (["extract", str(RELEASE), "--base-rules", "no-such-folder"], 2, "is not a folder of rules"),
        (["extract"], 2, "PATH"),
        (["extract", str(RELEASE), "--min-confidence", "2"], 2, "'2' is not a number from 0 to 1"),
        (["extract", str(RELEASE), "--min-confidence", "nan"], 2, "'nan' is not a number from 0 to 1"),
        (["extract", str(RELEASE), "--max-chars", "-5"], 2, "'-5' is not a whole number of at least 1"),
        (["run", str(RELEASE), "--db", "x.db", "--timeout", "-1"], 2, "'-1' is not a number of at least 0"),
        (["watch", "corpus", "--db", "x.db", "--interval", "-1"], 2, "'-1' is not a number of at least 0.01"),
        (["run", str(RELEASE), "--db", "corpus"], 1, "corpus: is a folder; expected a file; name the database"),
        (["extract", str(RELEASE), "--base-rules", "docs"], 2, "docs: holds no rules and no lexicons that can be read"),
        (["extract", str(RELEASE), "--rules", "docs"], 2, "docs: holds no rules and no lexicons that can be read"),
        (["extract", str(RELEASE), "--base-rules", "rules/quantities"], 2, "is missing from the rules"),
        (["report", str(RELEASE), "-o", "no/such/folder/r.html"], 2, "cannot be written (No such file or directory)"),
        (["evaluate", "corpus/gold", "--predictions", "no-such.jsonl"], 1, "give a JSON lines file"),
        (["annotate", "export", str(RELEASE), "--format", "doccano", "-o", "no/such/x"], 1, "no/such/x: cannot be read or"),
        (["annotate", "import", "no-such", "--format", "brat", "-o", "no-gold"], 2, "no-such: does not exist"),
        (["rules", "trace", "签约", "--published", "gestern"], 2, "is no ISO date; got gestern"),
        (["nonsense"], 2, "invalid choice: 'nonsense'"),
    ],
    ids=lambda value: " ".join(value)[-40:] if isinstance(value, list) else None,
)  # fmt: skip
def test_exit_codes(args: list[str], code: int, message: str) -> None:
    done = run(*args)
    assert (done.returncode, message in done.stderr) == (code, True), done.stderr
    assert "Traceback" not in done.stderr


def test_too_damaged_a_text_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("锟斤拷\ufffd\ufffd" * 60, "utf-8")
    (tmp_path / "b.txt").write_text("签约项目27个。", "utf-8")
    done = run("extract", tmp_path)
    assert done.returncode == 3
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["b"]
    assert re.search(r"extractor extract: .*a\.txt: .*; fetch it again", done.stderr)


def test_a_bad_rule_stops_before_the_first_document(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('[[rule]]\nid = "org.x"\npattern = "("\nexamples = []\n', "utf-8")
    done = run("extract", RELEASE, "--rules", tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.search(r"mine\.toml, rule 'org\.x': pattern is not a regular expression.*mend it", done.stderr)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a disk that is always full (Linux)")
@pytest.mark.parametrize("args", ["extract {}", "extract {} --format csv", "explain {}", "report {} -o -", "report {} -o /dev/full"])
def test_a_full_disk_is_one_line(args: str) -> None:
    command = f"{sys.executable} -m extractor {args.format(RELEASE)} >/dev/full"
    done = subprocess.run(["bash", "-c", command], capture_output=True, encoding="utf-8", check=False, cwd=ROOT)
    assert done.returncode == 1
    assert re.fullmatch(r"extractor \w+: .*: cannot be read or written \(No space left on device\); check .*\n", done.stderr)
    assert not Path("/dev/full").is_file()


@pytest.mark.parametrize("args", [["explain", RELEASE], ["rules", "trace", "由商务部主办的对接会"], ["report", RELEASE, "-o", "-"]])
def test_an_ascii_terminal_gets_all(args: list[str]) -> None:
    def output(**env: str) -> bytes:
        return subprocess.run(
            [sys.executable, "-m", "extractor", *args], check=True, cwd=ROOT, capture_output=True,
            env={"PATH": "", "PYTHONPATH": str(ROOT), **env},
        ).stdout  # fmt: skip

    assert output(LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0") == output(PYTHONUTF8="1") != b""


def test_an_ascii_terminal_names_the_file() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "extractor", "extract", "没有.txt"], check=False, cwd=ROOT, capture_output=True,
        env={"PATH": "", "PYTHONPATH": str(ROOT), "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (2, rb"extractor extract: \u6ca1\u6709.txt: does not exist; check the path" + b"\n")


def test_a_closed_pipe_is_no_error() -> None:
    command = f"{sys.executable} -m extractor extract corpus/documents | head -c 100"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, b"")
