"""spaCy: `nlp.add_pipe("release_facts")` on `spacy.blank("zh")`.

The component fills, for a `Doc` of any segmenter,

- `doc.spans["EVENT" | "ORGANIZER" | "OFFICIAL" | "TITLE" | "COMPANY" | "COUNT" | "AMOUNT" | "MEASURE" | "PERCENT" |
  "MULTIPLE"]`: where the facts of the record stand, `span.id_` the rule, `span.kb_id_` the canonical id;
- `doc.spans["candidates"]`: all of these in text order, overlapping ones too (江苏省委 in 江苏省委副书记);
- `doc.ents`: those of the candidates that do not overlap, longest first; entities set before it are kept;
- `doc._.record`: the `extractor.Record`, its offsets counting the code points of `doc.text`.

With `config={"names": True}` also `doc.spans["PERSON" | "ORG"]` and their entities: every person and body that the text
names, whether or not a fact speaks of it.

Set `doc.user_data["id"]` and `doc.user_data["published"]` (ISO date) on a `Doc` before the call to have them in the
record. A text too damaged to take facts from has no record; `doc._.record_refused` says why.

Facts come from the text, not from spaCy's tokens, so a border may fall inside a token (jieba's 同市 in 会同市财政局).
Such tokens are split; `component.counts` and one log message say how many. With `split_tokens` off the spans are left
out and counted instead; nothing is ever widened to a token.

`spacy.blank` imports every installed factory, so this module imports nothing heavy; the rules are loaded when the
component is made.
"""

from __future__ import annotations

import json
import logging
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc

if TYPE_CHECKING:
    from spacy.tokens import Span as DocSpan

    from extractor.components.people import PersonFinder
    from extractor.pipeline import Pipeline
    from extractor.records import Document, Fact, Record

logger = logging.getLogger(__name__)

CANDIDATES = "candidates"
LABELS = (
    "EVENT", "ORGANIZER", "OFFICIAL", "TITLE", "COMPANY", "COUNT", "AMOUNT", "MEASURE", "PERCENT", "MULTIPLE",
    "PERSON", "ORG",
)
_RECORD, _REFUSED = "release_facts.record", "release_facts.refused"

Place = tuple[int, int, str, str, str]
"""(start, end, label, rule id, canonical id); offsets of `doc.text`."""


@Language.factory(
    "release_facts",
    default_config={"rules": None, "overlays": [], "lexicons": {}, "min_confidence": 0.0, "split_tokens": True, "names": False},
    assigns=["doc.spans", "doc.ents", "doc._.record", "doc._.record_refused"],
)
def make_release_facts(
    nlp: Language, name: str, rules: str | None, overlays: list[str], lexicons: dict[str, str], min_confidence: float,
    split_tokens: bool, names: bool,
) -> ReleaseFacts:
    """rules, overlays, lexicons, min_confidence: as for `extractor.load`; names: persons and bodies of no fact as well."""
    return ReleaseFacts(
        name, rules=rules, overlays=overlays, lexicons=lexicons, min_confidence=min_confidence,
        split_tokens=split_tokens, names=names,
    )


class ReleaseFacts:
    """The component. `counts` has documents, facts' places, split tokens, places without a token border, refusals."""

    def __init__(
        self, name: str = "release_facts", *, rules: str | None = None, overlays: Iterable[str] = (),
        lexicons: dict[str, str] | None = None, min_confidence: float = 0.0, split_tokens: bool = True,
        names: bool = False,
    ) -> None:
        self.name = name
        self.min_confidence = min_confidence
        self.split_tokens = split_tokens
        self.names = names
        self._finder: PersonFinder | None = None
        self.counts: Counter[str] = Counter()
        self._files = _Files(rules, list(overlays), dict(lexicons or {}))
        self._pipeline = self._load()
        _set_extensions()

    def __call__(self, doc: Doc) -> Doc:
        from extractor.errors import RepairRefused
        from extractor.records import Document

        document = Document(
            id=str(doc.user_data.get("id", "doc")), text=doc.text, published=doc.user_data.get("published")
        )
        self.counts["documents"] += 1
        places: list[Place] = []
        try:
            record, named = self._read(document)
        except RepairRefused as refusal:
            self.counts["refused"] += 1
            doc.user_data[_REFUSED] = refusal.what
        else:
            _keep_record(doc, record)
            places = sorted({*_places(record), *named})
        self.counts["places"] += len(places)
        if self.split_tokens:
            self._split(doc, places)
        self._set_spans(doc, places)
        return doc

    def _read(self, document: Document) -> tuple[Record, list[Place]]:
        """The record, and with `names` the persons and bodies of the text, whether or not a fact names them."""
        if not self.names:
            return self._pipeline(document), []
        from extractor.assembling import assemble
        from extractor.components.people import PersonFinder, names_of

        if self._finder is None:
            self._finder = PersonFinder(self._pipeline.rulebook)
        analysis = self._pipeline.analyse(document)
        named = [(start, end, label, "", "") for start, end, label in names_of(analysis, self._finder)]
        return assemble(analysis, min_confidence=self.min_confidence), named

    def _split(self, doc: Doc, places: list[Place]) -> None:
        """Give every place token borders."""
        borders = {at for start, end, *_ in places for at in (start, end)}
        cuts: dict[int, list[int]] = {}
        for token in doc:
            inside = [at for at in range(token.idx + 1, token.idx + len(token)) if at in borders]
            if inside:
                cuts[token.i] = inside
        if not cuts:
            return
        with doc.retokenize() as retokenizer:
            for index, inside in cuts.items():
                token = doc[index]
                edges = [0, *(at - token.idx for at in inside), len(token)]
                orths = [token.text[a:b] for a, b in pairwise(edges)]
                retokenizer.split(token, orths, heads=[(token, part) for part in range(len(orths))])
        self.counts["split_tokens"] += len(cuts)
        logger.debug("%s: %d tokens were split for the borders of facts", self.name, len(cuts))

    def _set_spans(self, doc: Doc, places: list[Place]) -> None:
        from spacy.util import filter_spans

        groups: dict[str, list[DocSpan]] = {label: [] for label in LABELS}
        candidates: list[DocSpan] = []
        lost = 0
        for start, end, label, rule, canonical in places:
            span = doc.char_span(start, end, label=label, kb_id=canonical, span_id=rule)
            if span is None:
                lost += 1
                continue
            groups[label].append(span)
            candidates.append(span)
        for label, spans in groups.items():
            if spans:
                doc.spans[label] = spans
        doc.spans[CANDIDATES] = candidates
        earlier = list(doc.ents)
        taken = {token.i for span in earlier for token in span}
        free = [span for span in candidates if taken.isdisjoint(range(span.start, span.end))]
        doc.ents = [*earlier, *filter_spans(free)]
        if lost:
            self.counts["without_token_border"] += lost
            logger.warning("%s: %d facts have no token border and are not in doc.spans", self.name, lost)

    # Serialisation: what `rules`, `overlays` and `lexicons` named goes with the component, so that a pipeline saved
    # with `nlp.to_disk` works on a machine without those files.

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        self._files.write(Path(path))

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> ReleaseFacts:
        self._files = _Files.read(Path(path))
        self._pipeline = self._load()
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        content = self._files.content()
        return json.dumps({name: b64encode(data).decode("ascii") for name, data in content.items()}).encode("ascii")

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> ReleaseFacts:
        with TemporaryDirectory() as folder:
            root = Path(folder).resolve()
            for name, content in json.loads(data).items():
                file = (root / name).resolve()
                if not file.is_relative_to(root):
                    raise ValueError(f"{name!r} leads out of the component's folder")
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(b64decode(content))
            self._files = _Files.read(root)
            self._pipeline = self._load()
            self._files.hold()
        return self

    def _load(self) -> Pipeline:
        from extractor.pipeline import load

        return load(
            self._files.rules, overlays=self._files.overlays, lexicons=self._files.lexicons,
            min_confidence=self.min_confidence,
        )


class _Files:
    """The rule folders and word lists a component was made with; `hold` keeps their content when the files will go."""

    def __init__(self, rules: str | None, overlays: list[str], lexicons: dict[str, str]) -> None:
        self.rules = rules
        self.overlays = overlays
        self.lexicons = lexicons
        self._content: dict[str, bytes] | None = None

    def content(self) -> dict[str, bytes]:
        """Relative name → bytes of everything."""
        if self._content is not None:
            return self._content
        folders = {f"overlays/{number:03}": Path(path) for number, path in enumerate(self.overlays)}
        if self.rules:
            folders["rules"] = Path(self.rules)
        out = {
            f"{name}/{file.relative_to(folder).as_posix()}": file.read_bytes()
            for name, folder in folders.items() for file in _walk(folder)
            if file.suffix in (".toml", ".tsv", ".txt")
        }
        out |= {f"lexicons/{name}.txt": Path(path).read_bytes() for name, path in self.lexicons.items()}
        return out

    def hold(self) -> None:
        self._content = self.content()

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in self.content().items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)

    @classmethod
    def read(cls, folder: Path) -> _Files:
        rules = folder / "rules"
        return cls(
            str(rules) if rules.is_dir() else None,
            [str(path) for path in sorted((folder / "overlays").glob("*"))],
            {path.stem: str(path) for path in sorted((folder / "lexicons").glob("*.txt"))},
        )


def _walk(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _places(record: Record) -> Iterator[Place]:
    for fact in record.events:
        yield from _mentions(fact, "EVENT", "")
    for organizer in record.organizers:
        yield from _mentions(organizer, "ORGANIZER", organizer.canonical or "")
    for official in record.officials:
        yield from _mentions(official, "OFFICIAL", "")
        for post in official.posts:
            if post.span and post.span[0] < post.span[1]:
                yield *post.span, "TITLE", _first(post.rules), post.canonical or ""
    for company in record.companies:
        yield from _mentions(company, "COMPANY", company.canonical or "")
    for quantity in record.quantities:
        yield *quantity.span, quantity.kind.upper(), _first(quantity.rules), ""


def _mentions(fact: Fact, label: str, canonical: str) -> Iterator[Place]:
    for start, end in fact.mentions:  # type: ignore[union-attr]
        yield start, end, label, _first(fact.rules), canonical


def _first(rules: tuple[str, ...]) -> str:
    return rules[0] if rules else ""


def _keep_record(doc: Doc, record: Record) -> None:
    """As JSON, which `Doc.to_bytes`, `DocBin` and `nlp.pipe(n_process=2)` can carry."""
    doc.user_data[_RECORD] = json.dumps(record.to_dict(), ensure_ascii=False)


def _get_record(doc: Doc) -> Record | None:
    from extractor.records import Record

    kept: Any = doc.user_data.get(_RECORD)
    return None if kept is None else Record.from_dict(json.loads(kept))


def _set_extensions() -> None:
    if not Doc.has_extension("record"):
        Doc.set_extension("record", getter=_get_record)
    if not Doc.has_extension("record_refused"):
        Doc.set_extension("record_refused", getter=lambda doc: doc.user_data.get(_REFUSED))
