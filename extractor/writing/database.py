"""What the batch does to the database. A method is one transaction or one read; the SQL serves both dialects."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor.errors import StoreError
from extractor.records import Document
from extractor.writing.linking import Finished, Linker, Plan, Release, Seen, sign
from extractor.writing.rows import COLUMNS
from extractor.writing.stores import Row, Store, open_store, utc_now

FACT_ORDER = ("event", "organizer", "official", "post", "company", "quantity")


def content_id(text: str, published: str | None) -> str:
    """The id of a document: 32 hex digits of sha256 over text and publication date."""
    return hashlib.sha256(f"{text}\0{published or ''}".encode()).hexdigest()[:32]


def person_hash(name: str) -> str:
    """What the database remembers of a forgotten person: enough to keep the name out, not to tell it."""
    return hashlib.sha256(f"person\0{name}".encode("utf-8", "backslashreplace")).hexdigest()[:32]


def origin_id(origin: str) -> str:
    """The quarantine's id of an input that gave no document."""
    return hashlib.sha256(origin.encode("utf-8", "surrogateescape")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Failed:
    """What goes into quarantine."""

    item: str
    id: str
    origin: str
    pipeline_key: str | None
    stage: str
    reason: str
    remedy: str
    attempts: int = 1
    document: Document | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What the database says of one content."""

    doc_id: str
    locations: frozenset[str]
    done: bool


@dataclass(slots=True)
class Written:
    documents: int = 0
    duplicates: int = 0
    facts: int = 0
    failed: int = 0
    fields: dict[str, int] = field(default_factory=dict)
    """Facts by table."""


class Database:
    def __init__(self, target: str | Path, *, create: bool = True) -> None:
        self.store: Store = open_store(target, create=create)

    def another(self) -> Database:
        """Another connection to the same SQLite file, for another thread."""
        return Database(self.store.shown, create=False)

    def close(self) -> None:
        self.store.close()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    # ---- pipelines and runs

    def key_of(self, fingerprint: str) -> str | None:
        """The pipeline key that these files had when they were last loaded."""
        found: str | None = self.store.one("SELECT pipeline_key FROM pipeline WHERE fingerprint = ?", [fingerprint])
        return found

    def register(self, pipeline_key: str, fingerprint: str, version: str) -> None:
        with self.store.transaction():
            changed = self.store.execute(
                "UPDATE pipeline SET fingerprint = ? WHERE pipeline_key = ?", [fingerprint, pipeline_key]
            )
            if not changed:
                self.store.execute(
                    "INSERT INTO pipeline VALUES (?, ?, ?, ?)", [pipeline_key, fingerprint, version, utc_now()]
                )

    def start_run(self, workers: int) -> int:
        with self.store.transaction():
            run_id: int = self.store.one("SELECT coalesce(max(run_id), 0) + 1 FROM run")
            self.store.execute(
                "INSERT INTO run (run_id, started, status, workers) VALUES (?, ?, 'running', ?)",
                [run_id, utc_now(), workers],
            )
        return run_id

    def end_run(self, run_id: int, **values: Any) -> None:
        names = ", ".join(f'"{name}" = ?' for name in values)
        self.store.execute(
            f"UPDATE run SET finished = ?, {names} WHERE run_id = ?", [utc_now(), *values.values(), run_id]
        )

    # ---- before the work

    def known(self, contents: Sequence[str], pipeline_key: str | None) -> dict[str, Known]:
        """content id → its document, where it was seen, and whether its document is done under this pipeline."""
        rows = self.store.within(
            "SELECT s.content_id, s.doc_id, s.location, r.status FROM source s LEFT JOIN result r "
            "ON r.doc_id = s.doc_id AND r.pipeline_key = ? WHERE s.content_id IN ({})", contents, pipeline_key,
        )
        out: dict[str, Known] = {}
        for name, doc_id, location, status in rows:
            before = out.get(name)
            places = before.locations | {location} if before else frozenset((location,))
            out[name] = Known(doc_id, places, status is not None)
        return out

    def document(self, doc_id: str) -> Document:
        """A stored document as it was read."""
        sql = "SELECT id, text, title, published, url, source FROM document WHERE doc_id = ?"
        return Document(*self.store.rows(sql, [doc_id])[0])

    def quarantined(self, items: Sequence[str]) -> dict[str, str | None]:
        """item → the pipeline key under which it failed (None: before the pipeline)."""
        if not self._any_quarantined():
            return {}
        return dict(self.store.within("SELECT item, pipeline_key FROM quarantine WHERE item IN ({})", items))

    def outdated(self, documents: Mapping[str, str]) -> list[str]:
        """Items of inputs that hold something else now. documents: origin → the content id read there now."""
        if not self._any_quarantined():
            return []
        rows = self.store.within("SELECT item, origin FROM quarantine WHERE origin IN ({})", documents)
        return [item for item, origin in rows if origin != "-" and documents[origin] != item]

    def _any_quarantined(self) -> bool:
        return bool(self.store.rows("SELECT 1 FROM quarantine LIMIT 1"))

    def attempts(self, contents: Sequence[str], pipeline_key: str) -> dict[str, int]:
        return dict(
            self.store.within(
                "SELECT content_id, attempts FROM attempt WHERE pipeline_key = ? AND content_id IN ({})", contents,
                pipeline_key,
            )
        )

    def count_attempts(self, contents: Iterable[str], pipeline_key: str) -> None:
        """To be called before the work begins: what a crash leaves behind tells the next run."""
        with self.store.transaction():
            self.store.many(
                "INSERT INTO attempt VALUES (?, ?, 1) ON CONFLICT (content_id, pipeline_key) "
                "DO UPDATE SET attempts = attempt.attempts + 1",
                sorted((name, pipeline_key) for name in contents),
            )

    def forget_attempts(self, contents: Iterable[str], pipeline_key: str) -> None:
        """After a clean stop: the documents were not at fault."""
        with self.store.transaction():
            self._drop_attempts(contents, pipeline_key)

    def _drop_attempts(self, contents: Iterable[str], pipeline_key: str) -> None:
        self.store.many(
            "DELETE FROM attempt WHERE content_id = ? AND pipeline_key = ?",
            sorted((name, pipeline_key) for name in contents),
        )

    # ---- the work's outcome

    def write(
        self, finished: Sequence[Finished], places: Sequence[tuple[Document, str]], failed: Sequence[Failed],
        pipeline_key: str | None, *, attempted: Iterable[str] = (), cleared: Iterable[str] = (),
    ) -> Written:
        """One batch, all or nothing; where a document's rows are refused, the batch is written one by one.

        finished: answers, in input order. places: known contents at places that are new. cleared: quarantine items that
        are good now.
        """
        attempted, cleared = list(attempted), list(cleared)
        try:
            return self._write(finished, places, failed, pipeline_key, attempted, cleared)
        except self.store.errors as error:
            if len(finished) + len(places) <= 1:
                if not finished and not places:
                    raise StoreError(self.store.shown, f"refuses ({error})", remedy="check the disk") from error
                failed = [*failed, *_refused(finished, places, error, pipeline_key)]
                return self._write([], [], failed, pipeline_key, attempted, cleared)
        total = Written()
        for item in finished:
            _add(total, self.write([item], [], [], pipeline_key))
        for place in places:
            _add(total, self.write([], [place], [], pipeline_key))
        _add(total, self.write([], [], failed, pipeline_key, attempted=attempted, cleared=cleared))
        return total

    def _write(
        self, finished: Sequence[Finished], places: Sequence[tuple[Document, str]], failed: Sequence[Failed],
        pipeline_key: str | None, attempted: Sequence[str], cleared: Sequence[str],
    ) -> Written:
        with self.store.transaction():
            out = Written(failed=len(failed))
            if finished or places:
                self._without_forgotten(finished)
                sign(finished)
                plan = self._plan(finished, places)
                self._insert(plan, pipeline_key or "")
                done = [*plan.new, *plan.again]
                out.documents, out.duplicates = len(done), plan.duplicates
                for table in FACT_ORDER:
                    number = sum(len(item.rows.get(table, ())) for item in done)
                    if number:
                        out.fields[table] = number
                out.facts = sum(out.fields.values())
            if attempted and pipeline_key is not None:
                self._drop_attempts(attempted, pipeline_key)
            if cleared:
                self.store.many("DELETE FROM quarantine WHERE item = ?", [(item,) for item in sorted(cleared)])
            self._quarantine(failed)
        return out

    def _plan(self, finished: Sequence[Finished], places: Sequence[tuple[Document, str]]) -> Plan:
        store = self.store
        keys = sorted({key for item in finished for key in item.bands})
        bands = store.within("SELECT band, content_id FROM band WHERE band IN ({})", keys)
        contents = {item.doc_id for item in finished} | {name for _, name in places} | {name for _, name in bands}
        urls = {item.document.url for item in finished} | {document.url for document, _ in places}
        select = (
            "SELECT s.content_id, s.location, s.url, s.published, s.seq, s.clean_hash, s.sketch, s.doc_id, d.published, "
            "d.superseded_by FROM source s JOIN document d ON d.doc_id = s.doc_id WHERE s."
        )
        rows = store.within(select + "content_id IN ({})", sorted(contents))
        rows += store.within(select + "url IN ({})", sorted(url for url in urls if url))
        old = {(row[0], row[1]): row for row in rows}
        linker = Linker(
            ((Seen(*row[:8]), Release(row[7], row[8], row[9], True)) for row in old.values()), bands,
            next_seq=store.one("SELECT coalesce(max(seq), -1) + 1 FROM source"), text_of=self._text_of,
        )
        for item in finished:
            linker.add(item)
        for document, name in places:
            linker.place(document, name)
        return linker.finish()

    def _text_of(self, name: str) -> str:
        text: str = self.store.one(
            "SELECT coalesce(s.text, d.text) FROM source s JOIN document d ON d.doc_id = s.doc_id "
            "WHERE s.content_id = ?", [name],
        )
        return text

    def _insert(self, plan: Plan, key: str) -> None:
        store = self.store
        number = store.one("SELECT coalesce(max(number), 0) + 1 FROM document")
        if plan.new:
            store.bulk(
                "document",
                ("doc_id", "number", "id", "title", "published", "source", "url", "text", "chars", "current_key"),
                [
                    (
                        item.doc_id, number + at, item.document.id, item.document.title or item.title,
                        item.document.published, item.document.source, item.document.url, item.document.text,
                        len(item.document.text), key,
                    )
                    for at, item in enumerate(plan.new)
                ],
            )
            store.bulk("band", ("band", "content_id"), sorted({(b, i.doc_id) for i in plan.new for b in i.bands}))
        if plan.again:
            again = sorted((item.doc_id, key) for item in plan.again)
            for table in (*reversed(FACT_ORDER), "result"):
                store.many(f"DELETE FROM {table} WHERE doc_id = ? AND pipeline_key = ?", again)
            store.many("UPDATE document SET current_key = ? WHERE doc_id = ?", [(key, name) for name, _ in again])
            store.many(
                "INSERT INTO band VALUES (?, ?) ON CONFLICT DO NOTHING",
                sorted((band, item.doc_id) for item in plan.again for band in item.bands),
            )
            store.many(
                "UPDATE source SET sketch = ? WHERE content_id = ?", [(item.sketch, item.doc_id) for item in plan.again]
            )
        done = [*plan.new, *plan.again]
        if done:
            store.bulk(
                "result", ("doc_id", "pipeline_key", "status", "record_schema", "flags", "facts"),
                [(item.doc_id, key, "done", item.record_schema, item.flags, item.facts) for item in done],
            )
        for table in FACT_ORDER:
            rows: list[Row] = [row for item in done for row in item.rows.get(table, ())]
            if rows:
                store.bulk(table, COLUMNS[table], rows)
        self._insert_sources(plan)
        for loser, winner in plan.merged:
            store.execute(
                "UPDATE source SET text = coalesce(text, (SELECT text FROM document WHERE doc_id = ?)), doc_id = ? "
                "WHERE doc_id = ?", [loser, winner, loser],
            )
            store.execute("UPDATE document SET superseded_by = ? WHERE superseded_by = ?", [winner, loser])
            store.execute("DELETE FROM document WHERE doc_id = ?", [loser])
        moved = {
            seen.doc_id for seen, origin in plan.sources
            if isinstance(origin, Document) and seen.content_id == seen.doc_id
        }
        if moved:
            self._rename(sorted(moved))
        if plan.superseded:
            store.many(
                "UPDATE document SET superseded_by = ? WHERE doc_id = ?",
                [(target, name) for name, target in plan.superseded],
            )

    def _rename(self, doc_ids: Sequence[str]) -> None:
        """A text that was seen at several places goes by the first of them in the alphabet, whatever came first."""
        places: dict[str, list[Row]] = {}
        for row in self.store.within(
            "SELECT content_id, location, id, title, source, url FROM source WHERE content_id IN ({})", doc_ids
        ):
            places.setdefault(row[0], []).append(row)
        changes = []
        for doc_id, rows in sorted(places.items()):
            rows.sort(key=lambda row: row[1])
            titles, sources = ([row[at] for row in rows if row[at] is not None] for at in (3, 4))
            first = rows[0]
            changes.append((first[2], first[5], next(iter(titles), None), next(iter(sources), None), doc_id))
        self.store.many(
            "UPDATE document SET id = ?, url = ?, title = coalesce(?, title), source = ? WHERE doc_id = ?", changes
        )

    def _insert_sources(self, plan: Plan) -> None:
        rows, variants = [], set()
        for seen, origin in plan.sources:
            document = origin.document if isinstance(origin, Finished) else origin
            own = seen.content_id == seen.doc_id
            if isinstance(origin, Finished) and not own:
                variants |= {(band, seen.content_id) for band in origin.bands}
            rows.append(
                (
                    seen.content_id, seen.location, seen.doc_id, seen.seq, document.id, document.title,
                    document.published, document.source, document.url, seen.clean_hash, None if own else document.text, seen.sketch,
                )
            )
        if rows:
            self.store.bulk(
                "source",
                ("content_id", "location", "doc_id", "seq", "id", "title", "published", "source", "url", "clean_hash",
                 "text", "sketch"),
                rows,
            )
        if variants:
            self.store.bulk("band", ("band", "content_id"), sorted(variants))

    def _quarantine(self, failed: Sequence[Failed]) -> None:
        if not failed:
            return
        self.store.many("DELETE FROM quarantine WHERE item = ?", [(item.item,) for item in failed])
        self.store.bulk(
            "quarantine",
            ("item", "id", "origin", "pipeline_key", "stage", "reason", "remedy", "attempts", "document"),
            list({item.item: _quarantine_row(item) for item in failed}.values()),
        )

    # ---- what must not come back

    def forgotten(self, contents: Sequence[str]) -> set[str]:
        """Which of these documents `extractor forget` removed for good."""
        if not self._any_forgotten():
            return set()
        rows = self.store.within(
            "SELECT hash FROM forgotten WHERE kind = ? AND hash IN ({})", contents, "document"
        )
        return {row[0] for row in rows}

    def _any_forgotten(self) -> bool:
        return bool(self.store.rows("SELECT 1 FROM forgotten LIMIT 1"))

    def _without_forgotten(self, finished: Sequence[Finished]) -> None:
        """Drop the rows of people whom `extractor forget` removed."""
        if not self._any_forgotten():
            return
        people = {row[0] for row in self.store.rows("SELECT hash FROM forgotten WHERE kind = 'person'")}
        for item in finished:
            for table in ("official", "post"):
                at = COLUMNS[table].index("name")
                rows = item.rows.get(table, [])
                if any(person_hash(row[at]) in people for row in rows):
                    item.rows[table] = [row for row in rows if person_hash(row[at]) not in people]
            item.facts = sum(map(len, item.rows.values()))

    # ---- search

    def index(self) -> int:
        """Bring the full-text index up to date (SQLite only); returns how many documents were added."""
        if self.store.dialect != "sqlite":
            return 0
        with self.store.transaction():
            upto = self.store.one("SELECT coalesce(max(id), 0) FROM document_search_docsize")
            return self.store.execute(
                "INSERT INTO document_search (rowid, title, text) SELECT number, title, text FROM document "
                "WHERE number > ?", [upto],
            )


def _add(total: Written, part: Written) -> None:
    total.documents += part.documents
    total.duplicates += part.duplicates
    total.facts += part.facts
    total.failed += part.failed
    for table, number in part.fields.items():
        total.fields[table] = total.fields.get(table, 0) + number


def _refused(
    finished: Sequence[Finished], places: Sequence[tuple[Document, str]], error: Exception, key: str | None
) -> list[Failed]:
    pairs = [(item.document, item.doc_id) for item in finished] + list(places)
    reason = f"the database refuses its rows ({' '.join(str(error).split())})"
    return [
        Failed(name, document.id, document.url or document.id, key, "write", reason, "report it with the text")
        for document, name in pairs
    ]


def _quarantine_row(item: Failed) -> Row:
    document = None
    if item.document is not None:
        kept = {name: getattr(item.document, name) for name in ("id", "text", "title", "published", "url", "source")}
        document = json.dumps(kept, ensure_ascii=False)
        try:
            document.encode()
        except UnicodeEncodeError:
            document = None
        if document is not None and "\\u0000" in document:
            document = None
    return (
        item.item, _clean(item.id), _clean(item.origin), item.pipeline_key, item.stage, _clean(item.reason),
        _clean(item.remedy), item.attempts, document,
    )


def _clean(text: str) -> str:
    """Fit for a database and a terminal: no control characters, no lone surrogates."""
    text = text.encode("utf-8", "backslashreplace").decode()
    return "".join(char if char.isprintable() else " " for char in text)
