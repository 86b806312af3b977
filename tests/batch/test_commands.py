"""run, export, quarantine, prune, forget and watch, as a user calls them."""

from __future__ import annotations

import json
import sqlite3
import time
from pathlib import Path

import pytest
from releases import release
from runs import run, start, wait_for

from extractor.cli.main import main
from extractor.writing.database import Database


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "in"
    path.mkdir()
    for number in range(12):
        (path / f"r{number}.txt").write_text(release(number), encoding="utf-8")
    return path


def call(*arguments: str, expect: int = 0) -> None:
    assert main(arguments) == expect


def rows(target: Path, sql: str) -> list[tuple]:
    with sqlite3.connect(target) as connection:
        return connection.execute(sql).fetchall()


def test_run_prints_a_summary_and_says_how_to_look(folder: Path, tmp_path: Path, capsys) -> None:
    target = tmp_path / "facts.db"
    call("run", str(folder), "--db", str(target))
    out, err = capsys.readouterr()
    assert out == ""
    assert "documents read" in err
    assert str(target) in err
    ((status, read, done, facts),) = rows(target, "SELECT status, read, done, facts FROM run")
    assert (status, read, done) == ("done", 12, 12)
    assert facts == sum(rows(target, f"SELECT count(*) FROM {table}")[0][0]
                        for table in ("event", "organizer", "official", "post", "company", "quantity")) > 0


def test_json_log(folder: Path, tmp_path: Path, capsys) -> None:
    call("run", str(folder), "--db", str(tmp_path / "f.db"), "--log", "json")
    events = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert events[-1]["event"] == "message" or events[-1]["event"] == "summary"
    (summary,) = [event for event in events if event["event"] == "summary"]
    assert (summary["read"], summary["done"], summary["quarantined"]) == (12, 12, 0)


def test_quiet(folder: Path, tmp_path: Path, capsys) -> None:
    call("run", str(folder), "--db", str(tmp_path / "f.db"), "--quiet")
    assert capsys.readouterr() == ("", "")


def test_a_second_run_only_adds_its_row(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "f.db"
    call("run", str(folder), "--db", str(target), "--quiet")
    tables = [name for (name,) in rows(target, "SELECT name FROM sqlite_master WHERE type = 'table'") if name != "run"]
    before = {name: rows(target, f"SELECT * FROM {name}") for name in tables}
    call("run", str(folder), "--db", str(target), "--quiet")
    assert before == {name: rows(target, f"SELECT * FROM {name}") for name in tables}
    assert rows(target, "SELECT done, skipped FROM run ORDER BY run_id") == [(12, 0), (0, 12)]


def test_the_url_form(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    call("run", str(folder), "--db", "sqlite:///facts.db", "--quiet")
    assert (tmp_path / "facts.db").is_file()


def test_workers_give_the_same_database(folder: Path, tmp_path: Path) -> None:
    from extractor.writing.digest import digests

    (folder / "empty.txt").write_bytes(b"")
    states = []
    for workers in ("1", "2"):
        target = str(tmp_path / f"w{workers}.db")
        run("run", str(folder), "--db", target, "--quiet", "--workers", workers, expect=3)
        with Database(target) as database:
            states.append(digests(database))
    assert states[0] == states[1]


def test_other_rules_do_it_again_and_prune_drops_the_old(folder: Path, tmp_path: Path, capsys) -> None:
    target = tmp_path / "f.db"
    call("run", str(folder), "--db", str(target), "--quiet")
    call("run", str(folder), "--db", str(target), "--quiet", "--min-confidence", "0.99")
    assert rows(target, "SELECT count(*), count(DISTINCT doc_id), count(DISTINCT pipeline_key) FROM result") == [(24, 12, 2)]
    assert rows(target, "SELECT count(*) FROM current_document") == [(12,)]
    (key,) = {row[0] for row in rows(target, "SELECT current_key FROM document")}
    assert {row[0] for row in rows(target, "SELECT pipeline_key FROM current_quantity")} <= {key}
    call("prune", "--db", str(target), "--dry-run")
    assert "would remove 12 older answers" in capsys.readouterr().err
    assert rows(target, "SELECT count(*) FROM result") == [(24,)]
    call("prune", "--db", str(target))
    assert rows(target, "SELECT count(*) FROM result") == [(12,)]
    assert rows(target, "SELECT count(*) FROM pipeline") == [(1,)]


def test_forget_a_document_for_good(folder: Path, tmp_path: Path, capsys) -> None:
    target = tmp_path / "f.db"
    call("run", str(folder), "--db", str(target), "--quiet")
    call("forget", "--db", str(target), "--document", "r3", expect=1)  # asks, and nobody answers
    call("forget", "--db", str(target), "--document", "r3", "--yes")
    assert rows(target, "SELECT count(*) FROM document WHERE id = 'r3'") == [(0,)]
    text = release(3)[10:40].encode()
    assert all(text not in file.read_bytes() for file in tmp_path.glob("f.db*"))
    call("run", str(folder), "--db", str(target), "--quiet")
    assert rows(target, "SELECT count(*) FROM document") == [(11,)]
    call("forget", "--db", str(target), "--document", "r3", "--yes", expect=1)
    assert "no such document" in capsys.readouterr().err


def test_forget_a_person_for_good(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "f.db"
    call("run", str(folder), "--db", str(target), "--quiet")
    ((name, count),) = rows(target, "SELECT name, count(*) FROM post GROUP BY name ORDER BY 2 DESC, 1 LIMIT 1")
    assert count
    call("forget", "--db", str(target), "--person", name, "--yes")
    call("run", str(folder), "--db", str(target), "--quiet", "--no-resume")
    for table in ("official", "post"):
        assert name not in {row[0] for row in rows(target, f"SELECT name FROM {table}")}
    ((facts,),) = rows(target, "SELECT sum(facts) FROM result")
    assert facts == sum(rows(target, f"SELECT count(*) FROM {table}")[0][0]
                        for table in ("event", "organizer", "official", "post", "company", "quantity"))


def test_quarantine_is_listed_and_retried(folder: Path, tmp_path: Path, capsys) -> None:
    target = tmp_path / "f.db"
    (folder / "late.txt").write_bytes(b"")
    call("run", str(folder), "--db", str(target), "--quiet", expect=3)
    call("quarantine", "list", "--db", str(target))
    out = capsys.readouterr().out
    assert "late" in out
    assert "is empty" in out
    call("quarantine", "retry", "--db", str(target), "--quiet", expect=3)
    (folder / "late.txt").write_text(release(77), encoding="utf-8")
    call("quarantine", "retry", "--db", str(target), "--quiet")
    assert rows(target, "SELECT count(*) FROM quarantine") == [(0,)]
    assert rows(target, "SELECT count(*) FROM document") == [(13,)]
    call("run", str(folder), "--db", str(target), "--quiet")


def test_a_mended_input_leaves_quarantine_by_itself(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "f.db"
    (folder / "late.txt").write_bytes(b"")
    call("run", str(folder), "--db", str(target), "--quiet", expect=3)
    (folder / "late.txt").write_text(release(77), encoding="utf-8")
    call("run", str(folder), "--db", str(target), "--quiet")
    assert rows(target, "SELECT count(*) FROM quarantine") == [(0,)]


def test_wrong_usage(tmp_path: Path, capsys) -> None:
    call("run", str(tmp_path / "none"), "--db", str(tmp_path / "f.db"), expect=2)
    assert "does not exist" in capsys.readouterr().err
    assert not (tmp_path / "f.db").exists()
    call("export", "--db", str(tmp_path / "f.db"), expect=1)
    assert not (tmp_path / "f.db").exists()


def test_watch_takes_whole_files_only(tmp_path: Path) -> None:
    inbox, target = tmp_path / "inbox", tmp_path / "f.db"
    inbox.mkdir()
    (inbox / "first.txt").write_text(release(1), encoding="utf-8")
    process = start("watch", str(inbox), "--db", str(target), "--interval", "0.2")

    def ids() -> set[str]:
        try:
            return {row[0] for row in rows(target, "SELECT id FROM document")}
        except sqlite3.Error:
            return set()

    assert wait_for(lambda: ids() == {"first"})
    (inbox / ".moving.tmp").write_text(release(2), encoding="utf-8")
    (inbox / ".moving.tmp").rename(inbox / "second.txt")
    text = release(3)
    with open(inbox / "slow.txt", "w", encoding="utf-8") as file:
        for at in range(0, len(text), 60):
            file.write(text[at : at + 60])
            file.flush()
            time.sleep(0.1)
    (inbox / "bad.txt").write_bytes(b"\0\1\2" * 100)
    assert wait_for(lambda: ids() == {"first", "second", "slow"})
    assert wait_for(lambda: rows(target, "SELECT id FROM quarantine") == [("bad",)])
    assert rows(target, "SELECT text FROM document WHERE id = 'slow'") == [(text,)]
    process.send_signal(2)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 3
    assert b"what was done is safe" in err
    assert rows(target, "SELECT status, done FROM run") == [("done", 3)]
