"""Every good document is in, every bad one is in quarantine with a reason that a person understands."""

from __future__ import annotations

import csv
import io
import os
import re
from pathlib import Path
from typing import Any

import poison
import pytest
from runs import run

from extractor.reading.files import _file_name, _printable
from extractor.writing.database import Database


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("poison") / "in"
    poison.make(path)
    return path


@pytest.fixture(scope="module")
def outcome(folder: Path) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]], str]:
    """(documents' texts and ids with their places, quarantine rows, the database)."""
    target = str(folder.parent / "facts.db")
    run("run", str(folder), "--db", target, "--quiet", "--timeout", "30", expect=3)
    with Database(target, create=False) as database:
        sources = database.store.rows(
            "SELECT s.id, coalesce(s.text, d.text) FROM source s JOIN document d ON d.doc_id = s.doc_id"
        )
        held = database.store.rows("SELECT id, origin, stage, reason, remedy FROM quarantine")
    return sources, held, target


def test_there_are_sixty() -> None:
    assert len(poison.POISONS) >= 60


def expected_ids(name: str) -> str:
    return _printable(_file_name(name))


@pytest.mark.parametrize("name", sorted(poison.POISONS), ids=repr)
def test_each_is_dealt_with(name: str, folder: Path, outcome: Any) -> None:
    _, held, _ = outcome
    expected = poison.POISONS[name][1]
    shown = _printable(os.fsencode(name).decode("utf-8", "backslashreplace"))
    reasons = [row for row in held if _belongs(row[1], shown)]
    if expected is None:  # either will do, as long as the run goes on
        return
    wanted = [item for item in (expected if isinstance(expected, tuple) else (expected,)) if isinstance(item, str)]
    if not wanted:
        assert reasons == []
    for pattern in wanted:
        assert reasons, "not in quarantine"
        for _, _, _, reason, remedy in reasons:
            assert re.search(pattern, reason), reason
            assert remedy
            assert reason.isprintable()


def _belongs(origin: str, name: str) -> bool:
    place = origin.rpartition("/in/")[2]
    return place == name or place.startswith((f"{name}:", f"{name}!"))


def test_every_good_one_is_in(outcome: Any) -> None:
    sources = outcome[0]
    counts = [item for _, expected in poison.POISONS.values()
              for item in (expected if isinstance(expected, tuple) else (expected,)) if isinstance(item, int)]
    free = sum(expected is None for _, expected in poison.POISONS.values())
    found = len(sources)
    assert sum(counts) + 1 <= found <= sum(counts) + 1 + free, sorted(row[0][:30] for row in sources)
    assert any(text == poison.GOOD for _, text in sources)


def test_nothing_was_written_outside(outcome: Any) -> None:
    assert not Path("/tmp/slipped.txt").exists()
    assert not any("root:" in text for _, text in outcome[0])


def test_a_name_full_of_sql_is_a_name(outcome: Any) -> None:
    assert any(name == "'); DROP TABLE document; --" for name, _ in outcome[0])


def test_a_second_run_changes_nothing(folder: Path, outcome: Any) -> None:
    from extractor.writing.digest import digests

    target = outcome[2]
    with Database(target) as database:
        before = digests(database), database.store.rows("SELECT * FROM quarantine ORDER BY item")
    run("run", str(folder), "--db", target, "--quiet", expect=3)
    with Database(target) as database:
        after = digests(database), database.store.rows("SELECT * FROM quarantine ORDER BY item")
    assert before == after


@pytest.mark.parametrize("table", [(), ("--table", "document"), ("--table", "company")])
def test_no_cell_of_an_export_is_a_formula(outcome: Any, table: tuple[str, ...]) -> None:
    out, _ = run("export", "--db", outcome[2], "--format", "csv", *table)
    cells = [cell for row in csv.reader(io.StringIO(out, newline="")) for cell in row]
    assert any(cell.startswith("'") for cell in cells) or table == ("--table", "company")
    risky = [cell for cell in cells if cell.lstrip().startswith(tuple("=+-@＝＋－＠"))]
    assert [cell for cell in risky if not re.fullmatch(r"-?\d+(\.\d+)?", cell)] == []


def test_the_list_is_fit_for_a_terminal(outcome: Any) -> None:
    out, _ = run("quarantine", "list", "--db", outcome[2])
    assert all(char.isprintable() or char == "\n" for char in out)
    assert "is empty" in out
