"""How fast a batch is: documents a second for 1 and 2 workers, into both databases, beside `jieba.lcut` alone; how much
faster a second run is; how memory grows. Run alone: `pytest -m benchmark -s`.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from releases import release

from extractor.records import Document
from extractor.writing.database import Database

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(900)]
ROOT = Path(__file__).resolve().parents[2]


def command(*arguments: str, clock: Callable[[], float] = time.perf_counter) -> float:
    """Seconds of the command, start-up and all."""
    start = clock()
    subprocess.run(
        [sys.executable, "-m", "extractor", *arguments], check=True, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    return clock() - start


def work_of_children() -> float:
    """CPU seconds of all commands so far: what other programs do meanwhile does not count."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def write_lines(path: Path, documents: list[Document]) -> Path:
    with path.open("w", encoding="utf-8") as file:
        for document in documents:
            file.write(json.dumps({"id": document.id, "text": document.text}, ensure_ascii=False) + "\n")
    return path


@pytest.fixture(scope="module")
def pool(pool_documents: list[Document], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_lines(tmp_path_factory.mktemp("pool") / "pool.jsonl", pool_documents)


@pytest.fixture(scope="module")
def jieba_seconds(pool_documents: list[Document]) -> float:
    from extractor.tokenizing import reference_jieba

    jieba = reference_jieba()
    jieba.lcut("预热")
    start = time.perf_counter()
    for document in pool_documents:
        jieba.lcut(document.text)
    return time.perf_counter() - start


@pytest.mark.parametrize("workers", [1, 2])
def test_throughput(
    pool: Path, pool_documents: list[Document], jieba_seconds: float, new_target: Callable[[], str], workers: int
) -> None:
    target = new_target()
    whole = command("run", str(pool), "--db", target, "--workers", str(workers), "--quiet")
    with Database(target, create=False) as database:
        ((seconds, done, facts, memory),) = database.store.rows("SELECT seconds, done, facts, memory_mb FROM run")
        dialect = database.store.dialect
    count = len(pool_documents)
    print(
        f"\n{dialect}, {workers} workers: {count} documents, {facts} facts in {whole:.1f} s, of it start-up and closing "
        f"{whole - seconds:.1f} s; {count / whole:.0f} documents/s, {memory:.0f} MB; jieba.lcut alone "
        f"{jieba_seconds:.2f} s = {count / jieba_seconds:.0f} documents/s"
    )
    assert done >= count - 5


def test_a_second_run_is_twenty_times_as_fast(tmp_path: Path) -> None:
    """A folder of 1,000 files; both runs are measured from outside, interpreter and imports included."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(1000):
        (folder / f"{number}.txt").write_text(release(number, sentences=16), encoding="utf-8")
    target = str(tmp_path / "f.db")
    arguments = ("run", str(folder), "--db", target, "--quiet", "--workers", "1")
    first = command(*arguments, clock=work_of_children)
    second = min(command(*arguments, clock=work_of_children) for _ in range(3))
    print(f"\nfirst run {first:.2f} s of CPU, second {second:.3f} s: {first / second:.0f} times as fast")
    assert first / second >= 20


def made_up(count: int) -> Iterator[Document]:
    for number in range(count):
        yield Document(id=f"m{number}", text=release(number, sentences=16))


@pytest.mark.parametrize("workers", [1, 2])
def test_memory_is_flat(tmp_path: Path, workers: int) -> None:
    """Peak memory of parent and workers together, for 1,000 and for 20,000 documents."""
    peaks = []
    for count in (1000, 20_000):
        file, target = tmp_path / f"{count}.jsonl", str(tmp_path / f"{count}.db")
        write_lines(file, list(made_up(count)))
        command("run", str(file), "--db", target, "--workers", str(workers), "--quiet")
        with Database(target, create=False) as database:
            peaks.append(database.store.one("SELECT memory_mb FROM run"))
    print(f"\n{workers} workers: {peaks[0]:.0f} MB for 1,000 documents, {peaks[1]:.0f} MB for 20,000")
    assert peaks[1] <= peaks[0] * 1.1
