"""A document that hangs, crashes or eats memory costs itself and no other."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from odd_pipelines import ODD, OddPipeline, OddSpec

from extractor.batch import running
from extractor.batch.pool import Pool
from extractor.batch.running import MAX_ATTEMPTS, Runner
from extractor.batch.work import Finished
from extractor.errors import RepairRefused, StoreError
from extractor.reading import Item
from extractor.records import Document
from extractor.writing.database import Database, content_id

REASONS = {
    "hang": "took longer", "spin": "took longer", "crash": "process died", "exit": "process died",
    "memory": "more memory", "raise": "ValueError: odd value", "refuse": "too damaged", "recurse": "RecursionError",
}
STAGES = {"crash": "worker", "exit": "worker", "refuse": "repair"}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(tmp_path / "f.db") as opened:
        yield opened


def items(odd: tuple[str, ...], good: int = 60) -> list[Item]:
    """Good documents, with the odd ones strewn among them."""
    texts = [f"good\n第{at}篇" + "甲乙丙丁"[at % 4] * at for at in range(good)]
    for at, what in enumerate(odd):
        texts.insert(3 + at * 7, f"{what}\n坏的文本")
    return [Item(f"in/{at}.txt", Document(f"{text.split()[0]}{at}", text)) for at, text in enumerate(texts)]


def held(database: Database) -> dict[str, tuple[str, str]]:
    rows = database.store.rows("SELECT id, stage, reason FROM quarantine")
    return {re.sub(r"\d+$", "", name): (stage, reason) for name, stage, reason in rows}


@pytest.mark.timeout(120)
def test_workers_lose_only_what_is_odd(database: Database) -> None:
    spec = OddSpec()

    def pool() -> Pool:
        return Pool(spec, workers=2, timeout=1.0, memory_mb=512)

    with Runner(database, spec, pool=pool, timeout=1.0) as runner:
        counts = runner.run(items(ODD))
    assert (counts.done + counts.duplicates, counts.quarantined) == (60 + counts.duplicates, len(ODD))
    assert database.store.one("SELECT count(*) FROM result") == 60
    found = held(database)
    assert sorted(found) == sorted(ODD)
    for what, (stage, reason) in found.items():
        assert REASONS[what] in reason
        assert stage == STAGES.get(what, "extract")
    assert database.store.rows("SELECT * FROM attempt") == []


def test_one_process_loses_only_what_is_odd(database: Database) -> None:
    odd = ("spin", "raise", "refuse", "recurse")
    counts = Runner(database, OddSpec(), timeout=0.3).run(items(odd))
    assert (counts.done, counts.quarantined) == (60, len(odd))
    assert all(REASONS[what] in reason for what, (_, reason) in held(database).items())


def test_quarantined_documents_wait_for_a_retry(database: Database) -> None:
    Runner(database, OddSpec()).run(items(("raise",)))
    before = database.store.rows("SELECT * FROM quarantine")
    counts = Runner(database, OddSpec()).run(items(("raise",)))
    assert (counts.done, counts.skipped, counts.quarantined) == (0, 60, 1)
    assert database.store.rows("SELECT * FROM quarantine") == before
    counts = Runner(database, OddSpec(), retry=True).run(items(("raise",)))
    assert counts.quarantined == 1


def test_a_document_that_kills_the_program_is_known_the_third_time(database: Database, tmp_path: Path) -> None:
    """What a crash leaves: attempts that were counted and never cleared."""
    documents = items(("crash",), good=20)
    names = {item.document.id: content_id(item.document.text, None) for item in documents if item.document}
    killer = next(name for name in names if name.startswith("crash"))
    database.register("odd", "odd fingerprint", "0")
    database.count_attempts(list(names.values()), "odd")  # the chunk that was lost
    for _ in range(MAX_ATTEMPTS - 1):
        database.count_attempts([names[killer]], "odd")  # alone by then
    counts = Runner(database, OddSpec()).run(documents)
    assert (counts.done, counts.quarantined) == (20, 1)
    assert held(database)["crash"] == ("worker", "the process died while working on it, 3 times")


def test_suspects_are_worked_on_alone(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = items((), good=10)
    names = [content_id(item.document.text, None) for item in documents if item.document]
    database.register("odd", "odd fingerprint", "0")
    database.count_attempts(names[4:6], "odd")
    committed: list[tuple[str, int]] = []
    analyse = OddPipeline.analyse

    def watched(self: Any, document: Document) -> Any:
        committed.append((document.id, database.store.one("SELECT count(*) FROM attempt")))
        return analyse(self, document)

    monkeypatch.setattr(OddPipeline, "analyse", watched)
    Runner(database, OddSpec()).run(documents)
    # the four before share a group (and the suspects' rows are there), then each suspect, then the rest
    assert [number for _, number in committed] == [6, 6, 6, 6, 2, 1, 4, 4, 4, 4]


def test_rules_that_cannot_be_loaded_stop_the_run(database: Database) -> None:
    spec = OddSpec(broken=True)
    with pytest.raises(RepairRefused, match="cannot be loaded"):
        Runner(database, spec).run(items(()))
    with (
        Runner(database, spec, pool=lambda: Pool(spec, workers=2, timeout=1.0, memory_mb=None)) as runner,
        pytest.raises(RepairRefused, match="cannot be loaded"),
    ):
        runner.run(items(()))
    assert database.store.rows("SELECT * FROM quarantine") == []


def test_the_database_is_the_same_for_any_number_of_workers(tmp_path: Path) -> None:
    from extractor.writing.digest import digests

    states, spec = [], OddSpec()
    for workers, chunk in ((0, None), (0, 40), (1, 40), (3, 40)):
        with Database(tmp_path / f"{workers} {chunk}.db") as opened:
            pool = (lambda workers=workers: Pool(spec, workers=workers, timeout=5, memory_mb=None)) if workers else None
            with Runner(opened, spec, pool=pool) as runner:
                runner.run(items(("raise", "refuse"), good=250), chunk=chunk)
            states.append(digests(opened))
    assert states[0] == states[1] == states[2] == states[3]


def test_chunks_are_as_large_as_their_time_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(running, "monotonic", lambda: clock[0])
    sizes = []
    for part in running._by_time(items((), good=700)):
        sizes.append(len(part))
        clock[0] += len(part) * (0.0049 if sum(sizes) < 100 else 0.001 if sum(sizes) < 600 else 0.5)
    assert sizes == [20, 102, 250, 250, 20, 20, 20, 18]


def test_the_index_is_whole_after_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks are indexed while the next is worked on, and an error there ends the run as one of the database does."""
    indexed: list[int] = []
    index = Database.index

    def watched(self: Database) -> int:
        indexed.append(index(self))
        return indexed[-1]

    def broken(self: Database) -> int:
        raise sqlite3.OperationalError("database or disk is full")

    with Database(tmp_path / "f.db") as opened:
        monkeypatch.setattr(Database, "index", watched)
        Runner(opened, OddSpec(), search=True).run(items(("raise",), good=130), chunk=40)
        assert indexed == [59, 40]  # 19 are too few to begin with
        assert index(opened) == 31
        opened.store.execute("INSERT INTO document_search(document_search, rank) VALUES ('integrity-check', 1)")
        monkeypatch.setattr(Database, "index", broken)
        more = [Item(f"{at}.txt", Document(f"{at}", f"good 又一篇{at}")) for at in range(50)]
        with pytest.raises(StoreError, match="disk is full"):
            Runner(opened, OddSpec(), search=True).run(more, chunk=20)
        # what was worked on meanwhile is safe, and nothing is held against the rest
        assert opened.store.one("SELECT count(*) FROM result") == 130 + 40
        assert opened.store.rows("SELECT * FROM attempt") == []


def test_errors_travel_between_processes() -> None:
    import pickle

    from extractor.errors import RuleError

    error = RuleError("rules/a.toml, rule 'x'", "unknown key 'patern'", got=3, expected="'pattern'", remedy="correct it")
    back = pickle.loads(pickle.dumps(error))
    assert (type(back), str(back), back.exit_code) == (RuleError, str(error), 2)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("moment", ["before", "while"])
def test_a_pool_that_breaks_is_replaced(moment: str) -> None:
    """A worker killed at an unlucky moment leaves pebble's pool in its error state, with futures nobody resolves."""
    from pebble.pool.base_pool import PoolStatus

    spec = OddSpec()
    pool = Pool(spec, workers=2, timeout=5.0, memory_mb=None)
    try:
        key = pool.key()
        tasks = [(item.document, f"id{at}", item.origin, 0) for at, item in enumerate(items((), good=40))]
        broken = pool._pool
        if moment == "before":
            broken._context.status = PoolStatus.ERROR
        tickets = pool.submit(tasks, key)
        if moment == "while":
            broken._context.status = PoolStatus.ERROR
        outcomes = pool.collect(tickets, key, {})
        assert [item.doc_id for item in outcomes] == [f"id{at}" for at in range(40)]
        assert all(isinstance(item, Finished) for item in outcomes)
    finally:
        pool.close()
