"""Which documents are the same release, and which corrects which: decided for a batch, before anything is written.

- Equal or nearly equal texts (`similarity`) are one release. The one published first is the document (the smaller id
  where dates are equal or missing), the others become sources of it; groups join when a text links them. The outcome
  is that of the whole set, so the order of input does not matter.
- Another text at the same URL is a correction, however similar: the one published later, or read later where a date
  is missing, supersedes the other, which stays as history.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from extractor.records import Document
from extractor.writing.rows import Rows
from extractor.writing.similarity import SAME, grams_of, jaccard, may_be_same, signatures


@dataclass(slots=True)
class Finished:
    """What a worker hands over for one document: rows ready to insert, and what is needed to link it."""

    document: Document
    doc_id: str
    rows: Rows
    facts: int
    flags: str
    record_schema: int
    title: str | None
    clean_hash: str
    minhash: bytes
    bands: tuple[int, ...] = ()
    sketch: str = ""
    """These two are made from `minhash` for a batch at once, by `sign`."""


def sign(finished: Sequence[Finished]) -> None:
    """Give documents the band keys and sketches that tell which are alike."""
    for item, made in zip(finished, signatures([item.minhash for item in finished]), strict=True):
        item.bands, item.sketch = made


@dataclass(slots=True)
class Seen:
    """A source as the database has it, or as the batch adds it."""

    content_id: str
    location: str
    url: str | None
    published: str | None
    seq: int
    clean_hash: str
    sketch: str | None
    doc_id: str


@dataclass(slots=True)
class Release:
    """A document, old (in the database) or new; `finished` are the answers to write for it."""

    doc_id: str
    published: str | None
    superseded_by: str | None
    old: bool
    finished: Finished | None = None
    into: str | None = None


@dataclass(slots=True)
class Plan:
    new: list[Finished] = field(default_factory=list)
    """Documents to insert, with their answers."""
    again: list[Finished] = field(default_factory=list)
    """Documents that are there, with new answers."""
    sources: list[tuple[Seen, Finished | Document]] = field(default_factory=list)
    merged: list[tuple[str, str]] = field(default_factory=list)
    """(old document to drop, document that takes its sources)."""
    superseded: list[tuple[str, str | None]] = field(default_factory=list)
    duplicates: int = 0


class Linker:
    """One batch. `old`: the sources (with their documents) that share a content, URL or band with the batch."""

    def __init__(
        self, old: Iterable[tuple[Seen, Release]], bands: Iterable[tuple[int, str]], *, next_seq: int,
        text_of: Callable[[str], str],
    ) -> None:
        self._releases: dict[str, Release] = {}
        self._contents: dict[str, str] = {}
        self._places: set[tuple[str, str]] = set()
        self._by_url: dict[str, list[Seen]] = {}
        self._hashes: dict[str, tuple[str, str | None]] = {}
        self._bands: dict[int, list[str]] = {}
        self._texts: dict[str, str] = {}
        self._grams: dict[str, frozenset[str]] = {}
        self._links: dict[str, str | None] = {}
        self._seq, self._text_of = next_seq, text_of
        self._plan = Plan()
        for seen, release in old:
            self._releases.setdefault(release.doc_id, release)
            self._note(seen)
        for key, content_id in bands:
            self._bands.setdefault(key, []).append(content_id)
        self._before = {name: release.superseded_by for name, release in self._releases.items()}

    def add(self, finished: Finished) -> None:
        """Take one document of the batch, in input order."""
        document = finished.document
        location = document.url or document.id
        if finished.doc_id in self._contents:
            root = self._root(self._contents[finished.doc_id])
            if root.doc_id == finished.doc_id:
                root.finished = finished
            self.place(document, finished.doc_id)
            return
        versions = {self._root(seen.doc_id).doc_id for seen in self._by_url.get(document.url or "", ())}
        same = self._same(finished, versions)
        release = Release(finished.doc_id, document.published, None, False, finished)
        self._releases[finished.doc_id] = release
        winner = min([release, *same], key=lambda item: (item.published or "9999", item.doc_id))
        for item in (release, *same):
            if item is not winner:
                self._merge(item, winner)
        self._plan.duplicates += bool(same)
        self._texts[finished.doc_id] = document.text
        for key in finished.bands:
            self._bands.setdefault(key, []).append(finished.doc_id)
        self._see(document, finished.doc_id, location, (finished.clean_hash, finished.sketch), finished)

    def place(self, document: Document, content_id: str) -> None:
        """A content that is known, seen at a place that may be new."""
        location = document.url or document.id
        if (content_id, location) not in self._places:
            self._plan.duplicates += 1
            self._see(document, content_id, location, self._hashes[content_id], document)

    def finish(self) -> Plan:
        plan = self._plan
        for release in self._releases.values():
            if release.into is not None:
                if release.old:
                    plan.merged.append((release.doc_id, self._root(release.doc_id).doc_id))
                continue
            if release.finished is not None:
                (plan.again if release.old else plan.new).append(release.finished)
            target = release.superseded_by and self._root(release.superseded_by).doc_id
            if target == release.doc_id:
                target = None
            if target != self._before.get(release.doc_id):
                plan.superseded.append((release.doc_id, target))
        for seen, _ in plan.sources:
            seen.doc_id = self._root(seen.doc_id).doc_id
        return plan

    def _see(self, document: Document, content_id: str, location: str, clean: tuple[str, str | None], origin: Any) -> None:
        owner = self._contents.get(content_id, content_id)
        seen = Seen(content_id, location, document.url, document.published, self._seq, *clean, owner)
        self._seq += 1
        self._plan.sources.append((seen, origin))
        self._note(seen)
        if document.url:
            self._supersede(document.url)

    def _note(self, seen: Seen) -> None:
        self._contents[seen.content_id] = seen.doc_id
        self._hashes[seen.content_id] = seen.clean_hash, seen.sketch
        self._places.add((seen.content_id, seen.location))
        if seen.url:
            self._by_url.setdefault(seen.url, []).append(seen)

    def _root(self, doc_id: str) -> Release:
        release = self._releases[doc_id]
        while release.into is not None:
            release = self._releases[release.into]
        return release

    def _merge(self, loser: Release, winner: Release) -> None:
        loser.into = winner.doc_id
        if winner.superseded_by is None and loser.superseded_by is not None:
            target = self._releases.get(loser.superseded_by)
            if target is None or self._root(target.doc_id) is not winner:
                winner.superseded_by = loser.superseded_by

    def _supersede(self, url: str) -> None:
        places = self._by_url[url]
        dated = all(seen.published for seen in places)
        last = max(places, key=lambda seen: (seen.published or "" if dated else "", seen.seq))
        newest = self._root(last.doc_id)
        for seen in places:
            older = self._root(seen.doc_id)
            if older is not newest and not self._leads_to(newest, older):
                older.superseded_by = newest.doc_id

    def _leads_to(self, start: Release, goal: Release) -> bool:
        """Whether `start` is superseded, at any remove, by `goal`: closing that circle would hide both."""
        for _ in range(100):
            if start.superseded_by is None or start.superseded_by not in self._releases:
                return False
            start = self._root(start.superseded_by)
            if start is goal:
                return True
        return True

    def _same(self, finished: Finished, versions: set[str]) -> list[Release]:
        found: dict[str, Release] = {}
        candidates = {name for key in finished.bands for name in self._bands.get(key, ())}
        for name in sorted(candidates):
            if name not in self._contents:
                continue
            release = self._root(self._contents[name])
            if release.doc_id in found or release.doc_id in versions:
                continue
            clean, sketch = self._hashes[name]
            if clean == finished.clean_hash or (may_be_same(sketch, finished.sketch) and self._alike(name, finished)):
                found[release.doc_id] = release
        return list(found.values())

    def _alike(self, name: str, finished: Finished) -> bool:
        mine = self._grams.get(finished.doc_id)
        if mine is None:
            mine = self._grams[finished.doc_id] = grams_of(finished.document.text)
        theirs = self._grams.get(name)
        if theirs is None:
            text = self._texts[name] if name in self._texts else self._text_of(name)
            theirs = self._grams[name] = grams_of(text)
        return jaccard(mine, theirs) >= SAME
