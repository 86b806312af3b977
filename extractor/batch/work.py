"""What is done to one document, in the parent or in a worker: document in, `Finished` or `Failed` out, never an
exception (but for a time limit that could not be kept here, see `pool`).
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from extractor.errors import ExtractorError, RepairRefused
from extractor.records import Document
from extractor.writing.database import Failed
from extractor.writing.linking import Finished
from extractor.writing.rows import count_facts, fact_rows, json_texts
from extractor.writing.similarity import clean_hash, clean_text, minhash


class TimeUp(BaseException):
    """The document's time is over. Not an `Exception`, so that no stage takes it for a failure of its own."""


def process(pipeline: Any, document: Document, doc_id: str, key: str, origin: str, timeout: float | None) -> Any:
    """The rows of one document, or why there are none. `timeout` in seconds."""
    from extractor.assembling import assemble

    try:
        with time_limit(timeout):
            analysis = pipeline.analyse(document)
            record = assemble(analysis, min_confidence=pipeline.min_confidence)
            clean = clean_text(analysis.repaired)
            rows = fact_rows(record, doc_id, key)
            return Finished(
                document, doc_id, rows, count_facts(rows), json_texts(record.flags), record.schema,
                record.title, clean_hash(clean), minhash(clean),
            )
    except RepairRefused as error:
        return failed(document, doc_id, key, origin, "repair", error.what, error.remedy)
    except ExtractorError as error:
        return failed(document, doc_id, key, origin, "extract", error.what, error.remedy)
    except TimeUp:
        return timed_out(document, doc_id, key, origin, timeout or 0)
    except MemoryError:
        return failed(
            document, doc_id, key, origin, "extract", "it needs more memory than allowed", "raise --memory, or split it"
        )
    except Exception as error:
        # Whatever is wrong with one document must not cost the others; the reason names our defect.
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
