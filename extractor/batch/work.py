"""What is done to one document, in the parent or in a worker: document in, `Finished` or `Failed` out, never an
exception (but for a time limit that could not be kept here, see `pool`).
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from extractor.errors import ExtractorError, RepairRefused
from extractor.records import Document, Record
from extractor.repair import Repaired
from extractor.writing.database import Failed
from extractor.writing.linking import Finished
from extractor.writing.rows import count_facts, fact_rows, json_texts
from extractor.writing.similarity import clean_hash, clean_text, minhash

_AT_ONCE, _CHARS_AT_ONCE = 50, 200_000
"""How many documents go through a stage one behind the other, and of how many characters together; where one of them is
bad, all are read again by themselves."""
_T = TypeVar("_T")


class TimeUp(BaseException):
    """The document's time is over. Not an `Exception`, so that no stage takes it for a failure of its own."""


@dataclass(slots=True)
class _Task:
    """A document to work on, under the pipeline `key`. `timeout` in seconds."""

    document: Document
    doc_id: str
    key: str
    origin: str
    timeout: float | None


@dataclass(slots=True)
class _Read:
    """What the pipeline said of a document, not yet as rows."""

    record: Record
    repaired: Repaired


def process(
    pipeline: Any, documents: Iterable[tuple[Document, str, str]], key: str, timeout: float | None
) -> list[Finished | Failed]:
    """The rows of each document (document, id, origin), or why there are none. `timeout` in seconds a document.

    First all are read, then all get their rows: one after the other keeps the processor's caches warm (a tenth of a run).
    """
    tasks = [_Task(document, doc_id, key, origin, timeout) for document, doc_id, origin in documents]
    found = [item for part in _parts(tasks) for item in _read_all(pipeline, part)]
    return [_finish(task, item) for task, item in zip(tasks, found, strict=True)]


def _parts(tasks: list[_Task]) -> Iterator[list[_Task]]:
    """The tasks in groups of few documents and few characters: what a stage leaves is kept for a whole group."""
    part: list[_Task] = []
    chars = 0
    for task in tasks:
        if part and (len(part) == _AT_ONCE or chars + len(task.document.text) > _CHARS_AT_ONCE):
            yield part
            part, chars = [], 0
        part.append(task)
        chars += len(task.document.text)
    if part:
        yield part


def _read_all(pipeline: Any, tasks: list[_Task]) -> list[_Read | Failed]:
    """A few documents at once; where anything is wrong with one of them, each again by itself."""
    from extractor.assembling import assemble

    if len(tasks) == 1:
        return [_read(pipeline, tasks[0])]
    try:
        with time_limit(tasks[0].timeout):
            return [
                _Read(assemble(analysis, min_confidence=pipeline.min_confidence), analysis.repaired)
                for analysis in pipeline.analyse_all([task.document for task in tasks])
            ]
    except (TimeUp, Exception):
        return [_read(pipeline, task) for task in tasks]


def _read(pipeline: Any, task: _Task) -> _Read | Failed:
    from extractor.assembling import assemble

    def work() -> _Read:
        with time_limit(task.timeout):
            analysis = pipeline.analyse(task.document)
            return _Read(assemble(analysis, min_confidence=pipeline.min_confidence), analysis.repaired)

    return _guarded(task, work)


def _finish(task: _Task, found: _Read | Failed) -> Finished | Failed:
    if isinstance(found, Failed):
        return found

    def work() -> Finished:
        record, clean = found.record, clean_text(found.repaired)
        rows = fact_rows(record, task.doc_id, task.key)
        return Finished(
            task.document, task.doc_id, rows, count_facts(rows), json_texts(record.flags), record.schema, record.title,
            clean_hash(clean), minhash(clean),
        )

    return _guarded(task, work)


def _guarded(task: _Task, work: Callable[[], _T]) -> _T | Failed:
    """What `work` gives; whatever is wrong with one document must not cost the others."""
    document, doc_id, key, origin = task.document, task.doc_id, task.key, task.origin
    try:
        return work()
    except RepairRefused as error:
        return failed(document, doc_id, key, origin, "repair", error.what, error.remedy)
    except ExtractorError as error:
        return failed(document, doc_id, key, origin, "extract", error.what, error.remedy)
    except TimeUp:
        return timed_out(document, doc_id, key, origin, task.timeout or 0)
    except MemoryError:
        return failed(
            document, doc_id, key, origin, "extract", "it needs more memory than allowed", "raise --memory, or split it"
        )
    except Exception as error:
        # The reason names our defect.
        return failed(
            document, doc_id, key, origin, "extract", f"the program failed on it ({type(error).__name__}: {error})",
            "report it with the text; it is a defect of this program",
        )


def failed(
    document: Document, doc_id: str, key: str | None, origin: str, stage: str, reason: str, remedy: str,
    *, attempts: int = 1,
) -> Failed:
    return Failed(doc_id, document.id, origin, key, stage, reason, remedy, attempts, document)


def timed_out(document: Document, doc_id: str, key: str, origin: str, timeout: float) -> Failed:
    return failed(
        document, doc_id, key, origin, "extract", f"it took longer than {timeout:g} seconds",
        "raise --timeout and retry, or report it with the text",
    )


def crashed(document: Document, doc_id: str, key: str, origin: str, attempts: int) -> Failed:
    return failed(
        document, doc_id, key, origin, "worker", f"the process died while working on it, {attempts} times",
        "report it with the text; it may need more memory than there is", attempts=attempts,
    )


@contextmanager
def time_limit(seconds: float | None) -> Iterator[None]:
    """Raise `TimeUp` after `seconds`, where the system and the thread allow it (POSIX, main thread)."""
    if not seconds or not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def over(number: int, frame: Any) -> None:
        raise TimeUp

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


__all__ = ["TimeUp", "crashed", "failed", "process", "time_limit", "timed_out"]
