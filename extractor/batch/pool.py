"""Workers: whole documents in processes of their own, by pebble.

A task is a handful of documents. A task that crashes or runs out of time is done again one document at a time, so that
only the document at fault is lost. A worker killed at an unlucky moment (by the out-of-memory killer, by hand) may
break the whole pool: then another takes its place, and what the broken one held is done again. Workers start from a fork server, which knows neither the parent's threads nor its
database; they die with it (Linux: at once, by `PR_SET_PDEATHSIG`; elsewhere when they next look), and each may take a
fixed amount of memory on top of what the loaded rules need (Linux).
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.batch.memory import collect_seldom, peak_memory
from extractor.batch.specs import PipelineSpec
from extractor.batch.work import crashed, process, timed_out
from extractor.records import Document

Task = tuple[Document, str, str, int]
"""Document, content id, origin, attempts of earlier runs."""

ALONE = 2
"""How often a document that may have crashed its worker is tried alone."""
RENEWALS = 3
"""How often in a row a pool that takes no task is replaced before the run gives up."""
LOOK = 1.0
"""Seconds between two looks whether the pool that owes a result is still alive: a broken one may never answer."""


class PoolLost(Exception):
    """The pool broke before it answered."""


@dataclass(slots=True)
class Ticket:
    tasks: Sequence[Task]
    future: Any
    pool: Any
    """The pebble pool that owes the result."""


class Pool:
    def __init__(self, spec: PipelineSpec, *, workers: int, timeout: float | None, memory_mb: int | None) -> None:
        """timeout: seconds a document; memory_mb: what a worker may take beyond the loaded rules."""
        from pebble import ProcessExpired, ProcessPool

        methods = multiprocessing.get_all_start_methods()
        context: Any = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        if "forkserver" in methods:
            context.set_forkserver_preload(["extractor.batch.pool", "extractor.pipeline"])

        def make() -> Any:
            return ProcessPool(
                max_workers=workers, initializer=start_worker, initargs=(spec, memory_mb, os.getpid()), context=context
            )

        self._make, self._pool = make, make()
        self._workers, self._timeout = workers, timeout
        self._losses = (
            TimeoutError, ProcessExpired, PoolLost, concurrent.futures.BrokenExecutor, concurrent.futures.CancelledError
        )

    def key(self) -> str:
        """The pipeline key, as a worker has it. Raises what loading raised."""
        for _ in range(RENEWALS):
            with contextlib.suppress(*self._losses):
                key: str = self._result(self._scheduled((), worker_key))
                return key
        raise RuntimeError("the workers end before they can answer; try --workers 1, or more memory")

    def submit(self, tasks: Sequence[Task], key: str) -> list[Ticket]:
        size = max(1, min(16, -(-len(tasks) // (self._workers * 2))))
        return [self._schedule(tasks[at : at + size], key) for at in range(0, len(tasks), size)]

    def collect(self, tickets: Sequence[Ticket], key: str, memory: dict[int, int]) -> list[Any]:
        """`Finished` or `Failed` for each task, in order. `memory`: process id → peak kB, brought up to date."""
        out: list[Any] = []
        for ticket in tickets:
            try:
                pid, peak, outcomes = self._result(ticket)
            except self._losses:
                outcomes = [self._alone(task, key, memory) for task in ticket.tasks]
            else:
                memory[pid] = max(peak, memory.get(pid, 0))
            out += outcomes
        return out

    def close(self) -> None:
        """End the workers now; nothing of theirs is lost, because only the parent writes."""
        end(self._pool)

    def _schedule(self, tasks: Sequence[Task], key: str) -> Ticket:
        return self._scheduled(tasks, work, args=(list(tasks), key, self._timeout), timeout=self._limit())

    def _scheduled(self, tasks: Sequence[Task], function: Any, **how: Any) -> Ticket:
        for _ in range(RENEWALS):
            try:
                return Ticket(tasks, self._pool.schedule(function, **how), self._pool)
            except RuntimeError:  # pebble's word for a broken pool
                broken, self._pool = self._pool, self._make()
                end(broken)
        raise RuntimeError("the workers end before they can take a task; try --workers 1, or more memory")

    def _result(self, ticket: Ticket) -> Any:
        while not concurrent.futures.wait([ticket.future], timeout=LOOK).done:
            if (ticket.pool is not self._pool or not ticket.pool.active) and not ticket.future.done():
                raise PoolLost
        return ticket.future.result()

    def _limit(self) -> float | None:
        # the worker itself stops a document in time; this ends one that cannot be stopped from inside
        return None if not self._timeout else self._timeout * 1.5 + 2

    def _alone(self, task: Task, key: str, memory: dict[int, int]) -> Any:
        for _ in range(ALONE):
            try:
                pid, peak, outcomes = self._result(self._schedule([task], key))
            except TimeoutError:
                return timed_out(*task[:2], key, task[2], self._timeout or 0)
            except self._losses:
                continue
            memory[pid] = max(peak, memory.get(pid, 0))
            return outcomes[0]
        return crashed(*task[:2], key, task[2], task[3] + 1 + ALONE)


def end(pool: Any) -> None:
    """Stop a pebble pool; one whose threads hang after a worker's death is left to its daemon threads."""
    pool.stop()
    thread = threading.Thread(target=pool.join, daemon=True)
    thread.start()
    thread.join(10)


# ---- in the worker

_state: dict[str, Any] = {}


def start_worker(spec: PipelineSpec, memory_mb: int | None, parent: int) -> None:
    """Die with the parent, leave Ctrl-C to it, load the rules, then cap the memory."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _die_with(parent)
    try:
        _state["pipeline"] = spec.load()
        collect_seldom()
        _state["key"] = _state["pipeline"].key
    except Exception as error:  # a worker that dies here would be started again for ever
        _state["error"] = error
    if memory_mb:
        _cap_memory(memory_mb)


def worker_key() -> str:
    _check()
    key: str = _state["key"]
    return key


def work(tasks: Sequence[Task], key: str, timeout: float | None) -> tuple[int, int, list[Any]]:
    """Process id, peak memory in kB, and the outcome of each task."""
    _check()
    if _state["key"] != key:
        raise RuntimeError("the rules changed while the run was going on; start it again")
    outcomes = process(_state["pipeline"], [task[:3] for task in tasks], key, timeout)
    return os.getpid(), peak_memory(), outcomes


def _check() -> None:
    if "error" in _state:
        raise _state["error"]


def _die_with(parent: int) -> None:
    owner = os.getppid()
    if sys.platform == "linux":
        with contextlib.suppress(Exception):
            import ctypes

            ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)  # 1: PR_SET_PDEATHSIG

    def watch() -> None:
        while os.getppid() == owner and _alive(parent):
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OSError):
        return True
    return True


def _cap_memory(megabytes: int) -> None:
    with contextlib.suppress(Exception):
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
        limit = pages * resource.getpagesize() + megabytes * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
