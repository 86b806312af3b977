"""A whole run: its row, its workers, its signals, its summary. What `run`, `watch` and `quarantine retry` share."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from extractor.batch.reporting import Reporter
from extractor.batch.running import Counts, Runner
from extractor.batch.specs import PipelineSpec
from extractor.errors import ExtractorError
from extractor.reading import Item
from extractor.writing.database import Database

SMALL = 5_000_000
"""Bytes of input (about 2,000 releases) below which one process is faster than several."""


@dataclass(frozen=True, slots=True)
class Limits:
    """workers: 0 chooses by the size of the input. timeout: seconds a document. memory_mb: a worker, beyond the rules."""

    workers: int = 0
    timeout: float | None = 60.0
    memory_mb: int | None = 1024


def choose_workers(wanted: int, size: int | None) -> int:
    """Workers for so many bytes of input (None: not known)."""
    if wanted:
        return wanted
    if size is not None and size < SMALL:
        return 1
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(available, 8))


class Job:
    """A run row from its beginning to its end; `run` may be called more than once in between."""

    def __init__(
        self, database: Database, spec: PipelineSpec, limits: Limits, reporter: Reporter, *, workers: int,
        retry: bool = False, resume: bool = True, search: bool = True,
    ) -> None:
        """search: keep the full-text index up to date (SQLite only)."""
        self._database, self._reporter, self._workers = database, reporter, workers
        self._start = time.perf_counter()

        def pool() -> Any:
            from extractor.batch.pool import Pool

            return Pool(spec, workers=workers, timeout=limits.timeout, memory_mb=limits.memory_mb)

        self.runner = Runner(
            database, spec, pool=pool if workers > 1 else None, timeout=limits.timeout, on_progress=reporter.progress,
            retry=retry, resume=resume, search=search,
        )
        self._search = search
        self.run_id = database.start_run(workers)

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._start

    def run(self, items: Iterable[Item]) -> Counts:
        """Work on these. Raises `KeyboardInterrupt` on Ctrl-C and SIGTERM, when all that was done is safe."""
        try:
            with term_is_interrupt():
                return self.runner.run(items)
        except KeyboardInterrupt:
            self.end("stopped")
            raise
        except ExtractorError:
            with contextlib.suppress(Exception):
                self.end("failed")
            raise

    def index(self) -> None:
        """Bring the full-text index up to date, where one is wanted."""
        if self._search:  # also when nothing was done: a run that was stopped leaves its last documents out
            self._database.index()

    def end(self, status: str) -> None:
        self.runner.close()
        self.save(status)

    def save(self, status: str) -> None:
        """Bring the run's row up to date."""
        counts = self.runner.counts
        self._database.end_run(
            self.run_id, status=status, pipeline_key=self.runner.key, read=counts.read, done=counts.done,
            skipped=counts.skipped, duplicates=counts.duplicates, quarantined=counts.quarantined, facts=counts.facts,
            chars=counts.chars, seconds=round(self.seconds, 3), memory_mb=self._memory(),
        )

    def _memory(self) -> float:
        from extractor.batch.memory import peak_memory

        return round((peak_memory() + sum(self.runner.memory.values())) / 1024, 1)


@contextlib.contextmanager
def term_is_interrupt() -> Iterator[None]:
    """A SIGTERM ends what is inside as Ctrl-C does."""
    def stop(number: int, frame: Any) -> None:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, stop)
    except ValueError:  # not in the main thread
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
