"""The loop: items → chunks → work → one transaction a chunk, in input order.

A chunk is a hundred items, or what one process does in half a second. Its documents are looked up by content hash; what
is done is skipped; the attempts of the rest are counted and committed before the work begins, so that a document which
kills the program is known by the third time. Such suspects are worked on alone, so that they take no other with them.
Writing in input order makes the database the same whatever the number of workers and the size of the chunks.
"""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING, Any

import extractor
from extractor.batch.memory import collect_seldom
from extractor.batch.specs import PipelineSpec
from extractor.errors import StoreError
from extractor.reading.items import Item
from extractor.records import Document
from extractor.writing.database import Database, Failed, content_id, origin_id
from extractor.writing.linking import Finished

if TYPE_CHECKING:
    from extractor.batch.pool import Pool

CHUNK = 100
"""Items of a chunk where workers share the work."""
FEWEST, MOST, SECONDS = 20, 250, 0.5
"""A process alone takes as many as it does in `SECONDS`: the more, the fewer commits; the fewer, the less is lost by a kill."""
MAX_ATTEMPTS = 3
AHEAD = 3
"""Chunks that may be at the workers while an older one is waited for."""


@dataclass(slots=True)
class Counts:
    """What a run did. `read` = done + skipped + duplicates + quarantined (a re-post may also be done)."""

    read: int = 0
    done: int = 0
    skipped: int = 0
    duplicates: int = 0
    quarantined: int = 0
    facts: int = 0
    chars: int = 0
    bytes: int = 0
    """Input read so far."""
    fields: dict[str, int] = field(default_factory=dict)
    """Facts by table."""


@dataclass(slots=True)
class Job:
    """A document to work on, with the other places of this chunk where the same content was seen."""

    document: Document
    doc_id: str
    origin: str
    attempts: int
    item: str
    places: list[Document] = field(default_factory=list)


@dataclass(slots=True)
class Group:
    """What is written in one transaction."""

    jobs: list[Job] = field(default_factory=list)
    places: list[tuple[Document, str]] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)
    cleared: list[str] = field(default_factory=list)
    tickets: Any = None


class Runner:
    def __init__(
        self, database: Database, spec: PipelineSpec, *, pool: Callable[[], Pool] | None = None,
        timeout: float | None = 60.0, on_progress: Callable[[Counts], None] | None = None, retry: bool = False,
        resume: bool = True, search: bool = False,
    ) -> None:
        """pool: makes the workers, when the first document needs them; None: work in this process.

        timeout: seconds a document. retry: work on quarantined documents again. resume: skip what is done. search: index
        the chunks that are written while the next one is worked on; the last is left to `Database.index`.
        """
        self.counts = Counts()
        self._search, self._indexed = search and database.store.is_file, 0
        self.memory: dict[int, int] = {}
        self._database, self._spec, self._make_pool = database, spec, pool
        self._timeout, self._on_progress, self._retry = timeout, on_progress, retry
        self._resume = resume
        self._pool: Pool | None = None
        self._pipeline: Any = None
        self._fingerprint = spec.fingerprint()
        self.key: str | None = database.key_of(self._fingerprint)

    def run(self, items: Iterable[Item], *, chunk: int | None = None) -> Counts:
        """Everything that `items` gives. Raises `StoreError` when the database itself fails. chunk: items of a chunk."""
        pending: deque[Group] = deque()
        if chunk is None and self._make_pool is not None:
            chunk = CHUNK
        try:
            for part in _by_time(items) if chunk is None else _chunks(items, chunk):
                for group in self._groups(part):
                    self._begin(group)
                    pending.append(group)
                    while len(pending) > (AHEAD if self._pool else 0):
                        self._finish(pending[0])
                        pending.popleft()
            while pending:
                self._finish(pending[0])
                pending.popleft()
        except self._database.store.broken as error:
            self._release(pending)
            raise StoreError(
                self._database.store.shown, f"failed ({' '.join(str(error).split())})",
                remedy="mend it and start the run again: it goes on where it was",
            ) from error
        except KeyboardInterrupt:
            self._release(pending)
            raise
        return self.counts

    def close(self) -> None:
        """End the workers."""
        if self._pool is not None:
            self._pool.close()
            self._pool = None

    def __enter__(self) -> Runner:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    # ---- sorting out a chunk

    def _groups(self, part: list[Item]) -> Iterator[Group]:
        """The chunk's items as groups to be written: normally one, more where a suspect has to be alone."""
        self.counts.read += len(part)
        self.counts.bytes += sum(item.size for item in part)
        documents = [(item, item.document, self._id(item.document)) for item in part if item.document is not None]
        contents = [name for _, _, name in documents]
        bad = {origin_id(item.origin): item for item in part if item.error is not None}
        if documents and self.key is None:
            self._load()
        known = self._database.known(contents, self.key)
        forgotten = self._database.forgotten(contents)
        held = self._database.quarantined([*contents, *bad])
        group = Group(cleared=self._database.outdated({item.origin: name for item, _, name in documents}))
        for name, item in bad.items():
            self._unreadable(group, name, item, held)
        todo = []
        for item, document, name in documents:
            there = known.get(name)
            if name in forgotten:
                self.counts.skipped += 1
                continue
            if there is not None and there.done and self._resume:
                if (document.url or document.id) in there.locations:
                    self.counts.skipped += 1
                else:
                    group.places.append((document, name))
                continue
            if name in held and held[name] == self.key and not self._retry:
                self.counts.quarantined += 1
                continue
            if there is not None and there.doc_id != name:
                document, name = self._database.document(there.doc_id), there.doc_id
            todo.append((item.origin, document, name, name in held))
        yield from self._jobs(group, todo)

    def _jobs(self, group: Group, todo: list[tuple[str, Document, str, bool]]) -> Iterator[Group]:
        if not todo:
            yield group
            return
        from extractor.batch.work import crashed

        attempts = self._database.attempts([name for _, _, name, _ in todo], self.key or "")
        jobs: dict[str, Job] = {}
        for origin, document, name, was_held in todo:
            if name in jobs:
                jobs[name].places.append(document)
                continue
            tried = 0 if self._retry and was_held else attempts.get(name, 0)
            job = jobs[name] = Job(document, name, origin, tried, name)
            if was_held:
                group.cleared.append(name)
            if tried >= MAX_ATTEMPTS:
                group.failed.append(crashed(document, name, self.key or "", origin, tried))
            elif tried:
                yield group
                yield Group(jobs=[job])
                group = Group()
            else:
                group.jobs.append(job)
        yield group

    def _unreadable(self, group: Group, name: str, item: Item, held: dict[str, str | None]) -> None:
        if name in held:
            self.counts.quarantined += 1
            return
        error = item.error
        assert error is not None
        group.failed.append(Failed(name, item.id, item.origin, None, "read", error.what, error.remedy))

    @staticmethod
    def _id(document: Document) -> str:
        return content_id(document.text, document.published)

    # ---- work

    def _load(self) -> None:
        """Have the rules loaded where the work is done, and their key known here."""
        if self._make_pool is not None:
            self._pool = self._pool or self._make_pool()
            key = self._pool.key() if self.key is None else self.key
        else:
            if self._pipeline is None:
                self._pipeline = self._spec.load()
                collect_seldom()
            key = self._pipeline.key
        if self.key != key:
            self._database.register(key, self._fingerprint, extractor.__version__)
            self.key = key

    def _begin(self, group: Group) -> None:
        if not group.jobs:
            return
        self._load()
        key = self.key or ""
        self._database.count_attempts([job.doc_id for job in group.jobs], key)
        if self._pool is not None:
            group.tickets = self._pool.submit(
                [(job.document, job.doc_id, job.origin, job.attempts) for job in group.jobs], key
            )

    def _finish(self, group: Group) -> None:
        key = self.key or ""
        outcomes: list[Any] = []
        failures: list[Exception] = []
        if group.jobs:
            with self._indexing(failures):
                outcomes = self._work(group, key)
        finished = [item for item in outcomes if isinstance(item, Finished)]
        good = {item.doc_id for item in finished}
        places = group.places + [
            (place, job.doc_id) for job in group.jobs if job.doc_id in good for place in job.places
        ]
        failed = group.failed + [item for item in outcomes if isinstance(item, Failed)]
        if finished or places or failed or group.cleared:
            written = self._database.write(
                finished, places, failed, self.key, attempted=[job.doc_id for job in group.jobs] + [
                    item.item for item in group.failed], cleared=group.cleared,
            )
            counts = self.counts
            counts.done += written.documents
            counts.duplicates += written.duplicates
            counts.quarantined += written.failed
            counts.facts += written.facts
            for table, number in written.fields.items():
                counts.fields[table] = counts.fields.get(table, 0) + number
            counts.chars += sum(len(item.document.text) for item in finished)
        if failures:
            raise failures[0]
        if self._on_progress is not None:
            self._on_progress(self.counts)

    def _work(self, group: Group, key: str) -> list[Any]:
        if self._pool is not None:
            return self._pool.collect(group.tickets, key, self.memory)
        from extractor.batch.work import process

        tasks = [(job.document, job.doc_id, job.origin) for job in group.jobs]
        return list(process(self._pipeline, tasks, key, self._timeout))

    @contextlib.contextmanager
    def _indexing(self, failures: list[Exception]) -> Iterator[None]:
        """What is inside must not write to the database: another thread brings its index up to date meanwhile.

        What goes wrong there is put into `failures`, to be raised when the work that was done is safe.

        That is one long statement of SQLite's, which needs no lock of Python's, so a second processor takes it over. It
        has a connection of its own, since an interrupt may end the run, and close this one, before the thread is done.
        """
        if not self._search or self.counts.done - self._indexed < FEWEST:
            yield
            return

        def index() -> None:
            try:
                with self._database.another() as other:
                    other.index()
            except Exception as error:
                failures.append(error)

        thread = threading.Thread(target=index, name="index")
        try:
            thread.start()
            self._indexed = self.counts.done
            yield
        finally:
            thread.join()

    def _release(self, pending: Iterable[Group]) -> None:
        """Neither a clean stop nor a broken database is a document's fault."""
        with contextlib.suppress(Exception):
            for group in pending:
                if group.jobs and self.key is not None:
                    self._database.forget_attempts([job.doc_id for job in group.jobs], self.key)


def _chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Chunks of at most `size` items; a first small one, so that progress shows early."""
    source = iter(items)
    first = list(islice(source, min(size, FEWEST)))
    if first:
        yield first
    while part := list(islice(source, size)):
        yield part


def _by_time(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Chunks as large as the time that the one before took allows."""
    source, size = iter(items), FEWEST
    while part := list(islice(source, size)):
        start = monotonic()
        yield part
        size = min(max(int(SECONDS * len(part) / (monotonic() - start + 1e-6)), FEWEST), MOST)
