"""Killed at any moment and started again, a run ends with the database of a run that nobody touched."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from releases import release
from runs import family, gone, run, start, wait_for

from extractor.errors import StoreError
from extractor.writing.database import Database
from extractor.writing.digest import digests


def folder_of(path: Path, count: int) -> Path:
    """`count` releases, among them re-posts, an unreadable file and an empty one."""
    path.mkdir()
    for number in range(count):
        text = release(number if number % 25 else 7, sentences=12)
        (path / f"{number:04d}.txt").write_text(text, encoding="utf-8")
    (path / "0013b.txt").write_bytes(b"")
    (path / "0400b.txt").write_bytes(bytes(range(256)) * 20)
    return path


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder_of(tmp_path_factory.mktemp("killed") / "in", 300)


def state(target: str) -> dict[str, str]:
    with Database(target, create=False) as database:
        return digests(database)


def results(target: str) -> int:
    try:
        with Database(target, create=False) as database:
            return int(database.store.one("SELECT count(*) FROM result"))
    except StoreError:  # not there yet
        return -1


def killed_and_resumed(
    documents: Path, target: str, *, moments: int, seed: int, workers: int, total: int
) -> list[psutil.Process]:
    """Kill the run at `moments` random states of the database, start it again each time; let the last one end."""
    rng = random.Random(seed)
    command = ("run", str(documents), "--db", target, "--workers", str(workers), "--quiet")
    seen: list[psutil.Process] = []
    kills = 0
    for threshold in sorted(rng.randint(-1, int(total * 0.85)) for _ in range(moments)):
        process = start(*command)
        reached = wait_for(lambda threshold=threshold, process=process: process.poll() is not None
                           or results(target) > threshold)
        time.sleep(rng.random() * 0.05)
        assert reached
        seen += family(process)
        kills += process.poll() is None
        process.kill()
        process.wait()
    assert kills >= moments - 1, "the run ended before it could be killed"
    run(*command, expect=3)
    return seen


@pytest.mark.parametrize("workers", [1, 2])
def test_a_killed_run_goes_on_where_it_was(
    documents: Path, new_target: Callable[[], str], workers: int
) -> None:
    whole, broken = new_target(), new_target()
    run("run", str(documents), "--db", whole, "--workers", "1", "--quiet", expect=3)
    seen = killed_and_resumed(documents, broken, moments=4, seed=11 + workers, workers=workers, total=288)
    assert state(broken) == state(whole)
    assert wait_for(lambda: gone(seen), seconds=5), "a worker outlived its parent"


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_twenty_moments_over_a_thousand_documents(new_target: Callable[[], str], tmp_path: Path) -> None:
    documents = folder_of(tmp_path / "in", 1000)
    whole, broken = new_target(), new_target()
    run("run", str(documents), "--db", whole, "--workers", "1", "--quiet", expect=3)
    seen = killed_and_resumed(documents, broken, moments=20, seed=1, workers=2, total=960)
    assert state(broken) == state(whole)
    assert wait_for(lambda: gone(seen), seconds=5)


def _is_worker(process: psutil.Process) -> bool:
    try:
        return process.children() == [] and process.memory_info().rss > 60e6
    except psutil.NoSuchProcess:  # it ended while we looked
        return False


def test_killed_workers_cost_nothing(documents: Path, tmp_path: Path) -> None:
    whole, broken = str(tmp_path / "whole.db"), str(tmp_path / "broken.db")
    run("run", str(documents), "--db", whole, "--quiet", expect=3)
    process = start("run", str(documents), "--db", broken, "--workers", "2", "--quiet")
    rng, kills = random.Random(3), 0
    for threshold in (0, 60, 150):
        wait_for(lambda threshold=threshold: process.poll() is not None or results(broken) > threshold)
        workers = [item for item in family(process) if _is_worker(item)]
        if workers and process.poll() is None:
            with contextlib.suppress(psutil.NoSuchProcess):
                rng.choice(workers).kill()
                kills += 1
    _, err = process.communicate(timeout=120)
    assert kills >= 1
    assert process.returncode == 3, err.decode()
    assert state(broken) == state(whole)


def test_a_stopped_run_says_how_to_go_on(documents: Path, tmp_path: Path) -> None:
    target = str(tmp_path / "f.db")
    process = start("run", str(documents), "--db", target)
    assert wait_for(lambda: results(target) > 10)
    process.terminate()
    _, err = process.communicate(timeout=60)
    if process.returncode != 3:  # it was quick enough to be stopped
        assert process.returncode == 130
        assert b"goes on from here" in err
        with Database(target) as database:
            assert database.store.rows("SELECT status FROM run") == [("stopped",)]
            assert database.store.rows("SELECT * FROM attempt") == []
    run("run", str(documents), "--db", target, "--quiet", expect=3)
    whole = str(tmp_path / "whole.db")
    run("run", str(documents), "--db", whole, "--quiet", expect=3)
    assert state(target) == state(whole)
