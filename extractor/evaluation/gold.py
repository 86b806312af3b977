"""Reading gold, texts and predictions.

Gold is a folder with one `ID.json` a document; beside it may stand `splits.json` or `splits.toml`, which name parts
(lists of ids). Predictions are JSON lines in the form of records.schema.json, from any system. Texts are files whose
stem is the id. Nothing here changes a record: gold may hold lists where records hold one value.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor.errors import ExtractorError, ReadError, RecordError, UsageError
from extractor.records import Document

_LETTERS = re.compile(r"[^\W\d_]*")
_REQUIRED = ("organizers", "officials", "companies", "quantities")


@dataclass(frozen=True, slots=True)
class Gold:
    """Gold records by id (in the order of their file names), with the original texts where they are known."""

    folder: Path
    records: dict[str, dict[str, Any]]
    texts: dict[str, str] = field(default_factory=dict)
    groups: dict[str, dict[str, str]] = field(default_factory=dict)
    """How documents are broken down: {"kind": {id: "conference", …}, "source": {…}}."""

    def documents(self) -> Iterator[Document]:
        """The documents to predict on. Raises `ReadError` when a gold record has no text."""
        for name, record in self.records.items():
            if name not in self.texts:
                raise ReadError(f"gold {name}", "no text", expected=f"{name}.txt", remedy="give its folder as --texts")
            yield Document(
                id=name, text=self.texts[name], published=record.get("published"), title=record.get("title")
            )


def load_gold(folder: str | Path, *, texts: str | Path | None = None, part: str | None = None) -> Gold:
    """Read `folder/*.json`; of them only the ids of `part` when one is named (None and "all": every one).

    Raises `UsageError` for a folder without gold or an unknown part, `RecordError` for a file that is no record.
    """
    folder = Path(folder)
    files = sorted(folder.glob("*.json"))
    files = [file for file in files if file.name != "splits.json"]
    if not files:
        raise UsageError(str(folder), "holds no gold", expected="one ID.json a document", remedy="check GOLD_DIR")
    splits = read_splits(folder)
    if part not in (None, "all"):
        if part not in splits:
            raise UsageError(
                f"--part {part}", "no such part", expected=", ".join(sorted(splits)) or "splits.json beside it",
                remedy="name one of them, or all",
            )
        wanted = set(splits[part])
        files = [file for file in files if file.stem in wanted]
    records = {file.stem: _gold_record(file) for file in files}
    return Gold(folder, records, _texts(texts, records), _groups(records, splits))


def read_splits(folder: Path) -> dict[str, list[str]]:
    """Part → ids, from `splits.json` or `splits.toml` in the folder or beside it; nothing when there is none.

    Only lists of ids are parts; other tables of the file are left alone.
    """
    for place in (folder, folder.parent):
        for file in (place / "splits.json", place / "splits.toml"):
            if file.is_file():
                raw = file.read_text("utf-8")
                data = tomllib.loads(raw) if file.suffix == ".toml" else json.loads(raw)
                tables = [data, *(table for table in data.values() if isinstance(table, dict))]
                return {key: ids for table in tables for key, ids in table.items() if isinstance(ids, list)}
    return {}


def _gold_record(file: Path) -> dict[str, Any]:
    try:
        record = json.loads(file.read_text("utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise RecordError(str(file), f"is not JSON: {error}", remedy="mend the place named") from error
    missing = [key for key in _REQUIRED if key not in record] if isinstance(record, dict) else list(_REQUIRED)
    if missing:
        raise RecordError(
            str(file), "is no gold record", expected="the fields " + ", ".join(_REQUIRED),
            remedy=f"add {missing[0]!r}, empty where the text says nothing",
        )
    return record


def _texts(folder: str | Path | None, ids: Iterable[str]) -> dict[str, str]:
    if folder is None:
        return {}
    from extractor.reading import read_documents

    wanted = set(ids)
    files = [str(file) for file in sorted(Path(folder).iterdir()) if file.is_file() and file.stem in wanted]
    return {document.id: document.text for document in read_documents(files)} if files else {}


def _groups(records: Mapping[str, Mapping[str, Any]], splits: Mapping[str, list[str]]) -> dict[str, dict[str, str]]:
    """Breakdowns: the gold records' own `source` and `kind`, and the part.

    Where gold does not name the kind, the letters that ids begin with stand for it (`fair-guangxi-2016` is a fair),
    if there are several and few of them.
    """
    groups: dict[str, dict[str, str]] = {}
    for key in ("source", "kind"):
        named = {name: str(record[key]) for name, record in records.items() if record.get(key)}
        if named:
            groups[key] = named
    if "kind" not in groups:
        kinds = {name: _LETTERS.match(name)[0] for name in records}  # type: ignore[index]
        if 1 < len(set(kinds.values())) < max(8, len(records) / 2) and all(kinds.values()):
            groups["kind"] = kinds
    parts = {name: part for part, names in splits.items() for name in map(str, names) if name in records}
    if len(set(parts.values())) > 1:
        groups["part"] = parts
    return groups


def load_predictions(file: str | Path, *, texts: Mapping[str, str] | None = None) -> dict[str, dict[str, Any]]:
    """Predicted records by id, from JSON lines. A later record of an id replaces an earlier one.

    Ids are compared without folder and extension, so that `texts/0001.txt` is 0001. Systems that give no offsets, as
    language models do, are placed by their words where the `texts` are known (see `located`).
    """
    try:
        lines = Path(file).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(str(file), str(error), remedy="give a JSON lines file in UTF-8") from error
    out: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{file}, line {number}"
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise RecordError(where, f"is not JSON: {error}", remedy="write one record a line") from error
        if not isinstance(record, dict) or "id" not in record:
            raise RecordError(where, "has no `id`", remedy="write one record a line, each with its `id`")
        name = Path(str(record["id"])).stem
        if texts and name in texts:
            record = located(record, texts[name])
        check_prediction(record, where)
        out[name] = record
    return out


def located(record: dict[str, Any], text: str) -> dict[str, Any]:
    """The record with a `span` for every quantity that has none but says its `text`, and mentions for bare names.

    Of equal words the first fact gets the first place, the second the next. What does not occur in the text gets the
    empty span [0, 0]: it overlaps nothing, so it counts as wrong.
    """
    out = dict(record)
    if isinstance(record.get("quantities"), list):
        taken: dict[str, int] = {}
        out["quantities"] = [_placed(fact, text, taken) for fact in record["quantities"]]
    for key in ("events", "organizers", "officials", "companies"):
        if isinstance(record.get(key), list):
            out[key] = [_mentioned(fact, text) for fact in record[key]]
    return out


def _placed(fact: Any, text: str, taken: dict[str, int]) -> Any:
    said = fact.get("text") if isinstance(fact, dict) else None
    if not isinstance(said, str) or not said or fact.get("span") is not None:
        return fact
    at = text.find(said, taken.get(said, 0))
    if at < 0:
        return {**fact, "span": [0, 0]}
    taken[said] = at + len(said)
    return {**fact, "span": [at, at + len(said)]}


def _mentioned(fact: Any, text: str) -> Any:
    name = fact.get("name") if isinstance(fact, dict) else None
    if not isinstance(name, str) or not name or fact.get("mentions") is not None:
        return fact
    spans = [list(match.span()) for match in re.finditer(re.escape(name), text)]
    return {**fact, "mentions": spans} if spans else fact


def check_prediction(record: Mapping[str, Any], where: str) -> None:
    """Raise `RecordError` when something that is read here has the wrong form; keys that are not read may be anything."""
    for key in (*_REQUIRED, "events"):
        facts = record.get(key) or []
        if not isinstance(facts, list) or not all(isinstance(fact, dict) for fact in facts):
            raise _wrong(where, f"`{key}` is not a list of facts", facts, "[{…}, …]")
        for fact in facts:
            _check_fact(fact, f"of a fact in `{key}`", where)
    for fact in record.get("officials") or []:
        if "name" not in fact:
            raise _wrong(where, "an official has no `name`", fact, "name and posts")
    for fact in record.get("quantities") or []:
        if fact.get("span") is None:
            raise _wrong(where, "a quantity has no `span`", fact, "[start, end], or its `text` and --texts")
        if "kind" not in fact:
            raise _wrong(where, "a quantity has no `kind`", fact, "count, amount, measure, percent or multiple")


def _check_fact(fact: Mapping[str, Any], of: str, where: str) -> None:
    for key, (good, expected) in _FORMS.items():
        value = fact.get(key)
        if value is not None and not good(value):
            raise _wrong(where, f"`{key}` {of} has the wrong form", value, expected)
    for post in fact.get("posts") or ():
        _check_fact(post, "of a post", where)
        orgs = post.get("org")
        if not all(isinstance(org, str | None) for org in (orgs if isinstance(orgs, list) else [orgs])):
            raise _wrong(where, "`org` of a post has the wrong form", orgs, "text or null")
    if fact.get("condition"):
        _check_fact(fact["condition"], "of a condition", where)


def _wrong(where: str, what: str, got: object, expected: str) -> RecordError:
    return RecordError(where, what, got=got, expected=expected, remedy="check it against records.schema.json")


def _is_span(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(at, int) for at in value)


def _is_number(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError, OverflowError):
        return False
    return True


def _are(good: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(map(good, value))


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


# What is read of a fact, a post or a condition: the test of a value that is not null, and how it is told.
_FORMS: dict[str, tuple[Callable[[Any], bool], str]] = {
    **dict.fromkeys(
        ("name", "role", "event", "kind", "text", "unit", "currency", "noun", "comparator", "title"), (_is_text, "text")
    ),
    **dict.fromkeys(("aliases", "rules"), (_are(_is_text), "[text, …]")),
    **dict.fromkeys(("span", "noun_span", "org_span"), (_is_span, "[start, end]")),
    **dict.fromkeys(("min", "max", "value", "confidence"), (_is_number, "a number or null")),
    "mentions": (_are(_is_span), "[[start, end], …]"),
    "posts": (_are(lambda post: isinstance(post, dict)), '[{"org": …, "title": …}, …]'),
    "condition": (lambda value: isinstance(value, dict), '{"min": …, "max": …}'),
}


def predict(pipeline: Any, gold: Gold) -> dict[str, dict[str, Any]]:
    """The pipeline's records on the gold's texts; a document that is refused gives an empty record with a flag."""
    return predict_documents(pipeline, gold.documents())


def predict_documents(pipeline: Any, documents: Iterable[Document]) -> dict[str, dict[str, Any]]:
    """The same for any documents."""
    out: dict[str, dict[str, Any]] = {}
    for document in documents:
        try:
            out[document.id] = pipeline(document).to_dict()
        except ExtractorError as error:
            out[document.id] = {"id": document.id, "flags": [f"failed: {error}"]}
    return out
