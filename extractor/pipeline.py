"""Document in, Record out. `extract` for one text, `load` for a pipeline to keep, `Pipeline.stream` for many.

The flow is one way: repair → tokenize → entities → quantities → roles → resolve → record. `Pipeline.analyse` stops
before the record and keeps the whole state, which is what `explain` and the spaCy component read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from extractor.assembling import assemble
from extractor.components.analysis import Analysis
from extractor.components.stages import Stages
from extractor.errors import ReadError, RepairRefused, UsageError
from extractor.records import Document, Record
from extractor.repair import repair
from extractor.rulebook import Rulebook, load_rulebook


class Pipeline:
    """A loaded rulebook with its compiled stages; safe to reuse, not shared between threads."""

    def __init__(self, rulebook: Rulebook, *, min_confidence: float = 0.0) -> None:
        if not isinstance(min_confidence, (int, float)) or not 0 <= min_confidence <= 1:
            raise UsageError("min_confidence", "is no confidence", got=min_confidence, expected="0 to 1", remedy="correct it")
        self.rulebook = rulebook
        self.min_confidence = min_confidence
        self._stages = Stages(rulebook)

    @property
    def key(self) -> str:
        """Hash of code, rules and lexicons: equal keys mean equal answers."""
        return hashlib.sha256(f"{code_key()}{self.rulebook.key}{self.min_confidence}".encode()).hexdigest()[:16]

    def __call__(self, document: Document) -> Record:
        """The record of one document. Raises `RepairRefused` when the text is too damaged to take facts from."""
        return assemble(self.analyse(document), min_confidence=self.min_confidence)

    def analyse(self, document: Document, *, explain: bool = False) -> Analysis:
        """Every stage's result before the record is made; with `explain` also the trace of decisions."""
        analysis = _opened(document, explain)
        self._stages.run(analysis)
        return analysis

    def analyse_all(self, documents: Iterable[Document]) -> list[Analysis]:
        """The same for a few documents at once, a tenth cheaper. Raises what the first bad one of them raises."""
        analyses = [_opened(document, explain=False) for document in documents]
        self._stages.run(*analyses)
        return analyses

    def stream(self, documents: Iterable[Document]) -> Iterator[Record]:
        """Records in the order of the documents. A refused document raises at its place; batches use `run`."""
        for document in documents:
            yield self(document)


def _opened(document: Document, explain: bool) -> Analysis:
    """The repaired document, ready for the stages."""
    _check(document)
    repaired = repair(document.text)
    if repaired.verdict == "refused":
        raise RepairRefused(
            f"document {document.id}", f"the text is too damaged ({repaired.reason})",
            remedy="fetch the release again from its source",
        )
    return Analysis(document, repaired, explain=explain)


def _check(document: Document) -> None:
    """What a caller can get wrong. Raises `UsageError`; `ReadError` for a text that is none."""
    if not isinstance(document, Document):
        raise UsageError(
            "pipeline", "takes documents", got=type(document).__name__,
            remedy='wrap the text: extractor.Document(id="a", text=…)',
        )
    for name, value in (("id", document.id), ("text", document.text)):
        if not isinstance(value, str):
            remedy = "decode it first" if isinstance(value, bytes) else "give a string"
            raise UsageError(f"document {document.id!r}", f"its {name} is no str", got=type(value).__name__, remedy=remedy)
    if document.published is not None and not _is_iso_date(document.published):
        raise UsageError(
            f"document {document.id}", "its date of publication is no ISO date", got=document.published,
            expected="YYYY-MM-DD, or None", remedy="write it so",
        )
    try:
        document.text.encode()
    except UnicodeEncodeError as error:
        raise ReadError(
            f"document {document.id}, character {error.start}", "is half a surrogate pair, which is no character",
            remedy='decode the text again, with errors="replace" at worst',
        ) from error


def _is_iso_date(value: object) -> bool:
    try:
        return isinstance(value, str) and len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False


def load(
    rules: str | Path | None = None, *, overlays: str | Path | Iterable[str | Path] = (),
    lexicons: Mapping[str, str | Path] | None = None, min_confidence: float = 0.0,
) -> Pipeline:
    """A pipeline with the shipped rules, or those of the folder `rules`, plus overlays and plain word lists."""
    if isinstance(overlays, (str, Path)):
        overlays = [overlays]
    rulebook = load_rulebook(
        Path(rules) if rules else None, overlays=[Path(item) for item in overlays],
        words={name: Path(file) for name, file in (lexicons or {}).items()},
    )
    return Pipeline(rulebook, min_confidence=min_confidence)


@cache
def _default() -> Pipeline:
    return load()


def extract(text: str, *, id: str = "text", published: str | None = None, title: str | None = None) -> Record:
    """The record of one text with the shipped rules. `published` (ISO date) is what dates resolve against."""
    return _default()(Document(id=id, text=text, published=published, title=title))


@cache
def code_key() -> str:
    """Hash of this package's own source files: a changed program must not pass for the old one."""
    digest = hashlib.sha256()
    root = Path(__file__).resolve().parent
    for file in sorted(root.rglob("*.py")):
        relative = file.relative_to(root).as_posix()
        if relative.startswith(("rules/", "corpus/", "cli/", "batch/", "writing/", "evaluation/")):
            continue
        digest.update(relative.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
