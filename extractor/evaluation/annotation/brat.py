"""brat standoff: a folder with ID.txt, ID.ann, annotation.conf and notes.jsonl.

Offsets count code points. A label over a line break is written in pieces, as brat demands, and read as one. Values are
shown as AnnotatorNotes; what comes back is the notes.jsonl beside them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from extractor.errors import RecordError
from extractor.evaluation.annotation.sheet import LABELS, Label, Link, Sheet
from extractor.records import ROLES


def write(sheets: Iterable[Sheet], path: Path) -> None:
    """Write a brat collection into the folder `path`."""
    path.mkdir(parents=True, exist_ok=True)
    notes = []
    for sheet in sheets:
        (path / f"{sheet.id}.txt").write_bytes(sheet.text.encode("utf-8"))
        (path / f"{sheet.id}.ann").write_text("".join(f"{line}\n" for line in _lines(sheet)), "utf-8")
        notes.append(json.dumps({"id": sheet.id, "notes": sheet.notes}, ensure_ascii=False))
    (path / "notes.jsonl").write_text("".join(f"{line}\n" for line in notes), "utf-8")
    (path / "annotation.conf").write_text(_CONF, "utf-8")


def _lines(sheet: Sheet) -> Iterator[str]:
    names = {label: f"T{number}" for number, label in enumerate(sheet.labels, 1)}
    for label, name in names.items():
        pieces = list(_pieces(sheet.text, label))
        places = ";".join(f"{start} {end}" for start, end in pieces)
        words = " ".join(sheet.text[start:end] for start, end in pieces)
        yield f"{name}\t{label.label} {places}\t{words}"
    for number, link in enumerate(sheet.links, 1):
        yield f"R{number}\t{link.kind} Arg1:{names[link.source]} Arg2:{names[link.target]}"
    for number, (name, said) in enumerate(_values(sheet, names), 1):
        yield f"#{number}\tAnnotatorNotes {name}\t{said}"


def _pieces(text: str, label: Label) -> Iterator[tuple[int, int]]:
    """The label without the line breaks inside it."""
    start = label.start
    for at in range(label.start, label.end + 1):
        if at == label.end or text[at] in "\r\n":
            if at > start:
                yield start, at
            start = at + 1


def _values(sheet: Sheet, names: dict[Label, str]) -> Iterator[tuple[str, str]]:
    for note in sheet.notes:
        fact = note["fact"]
        if note["field"] == "record" or not note["labels"]:
            continue
        if note["field"] == "quantities":
            said = f"{fact.get('comparator')} {fact.get('min')}…{fact.get('max')} {fact.get('unit') or fact.get('currency')}"
        else:
            said = str(fact.get("name"))
        yield names[Label(*note["labels"][0])], said.replace("\n", " ").replace("\t", " ")


def read(path: Path) -> list[Sheet]:
    """Read a brat collection, documents in the order of their names."""
    notes: dict[str, Any] = {}
    beside = path / "notes.jsonl"
    if beside.is_file():
        notes = {row["id"]: row["notes"] for row in map(json.loads, filter(None, beside.read_text("utf-8").split("\n")))}
    return [_sheet(file, notes.get(file.stem, ())) for file in sorted(path.glob("*.ann"))]


def _sheet(file: Path, notes: Iterable[dict[str, Any]]) -> Sheet:
    text = file.with_suffix(".txt").read_bytes().decode("utf-8")
    names: dict[str, Label] = {}
    links: list[Link] = []
    lines = file.read_text("utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        try:
            if line.startswith("T"):
                name, what, words = line.split("\t", 2)
                label, _, places = what.partition(" ")
                ends = [int(at) for piece in places.split(";") for at in piece.split()]
                names[name] = Label(min(ends), max(ends), label)
                said = "".join(text[min(ends) : max(ends)].split())
        except ValueError as error:
            raise RecordError(f"{file}, line {number}", "is no brat line", got=line, remedy="mend it") from error
        if line.startswith("T") and said != "".join(words.split()):
            raise RecordError(
                f"{file}, line {number}", "the offsets and the words do not agree", got=said, expected=words,
                remedy="correct the offsets; they count characters from 0",
            )
    for number, line in enumerate(lines, 1):
        if line.startswith("R"):
            try:
                kind, one, two = line.split("\t")[1].split()[:3]
                links.append(Link(kind, names[one.partition(":")[2]], names[two.partition(":")[2]]))
            except (ValueError, KeyError, IndexError) as error:
                raise RecordError(f"{file}, line {number}", "is no brat line", got=line, remedy="mend it") from error
    return Sheet(file.stem, text, tuple(sorted(set(names.values()))), tuple(sorted(set(links))), tuple(notes))


_ORGANIZER = "|".join(ROLES)
_CONF = "\n".join([
    "[entities]", *LABELS, "", "[relations]", "", "post\tArg1:title, Arg2:official", "body\tArg1:title, Arg2:org",
    f"of\tArg1:{_ORGANIZER}, Arg2:event", "noun\tArg1:count|amount|measure|percent|multiple, Arg2:noun",
    *[f"same\tArg1:{label}, Arg2:{label}" for label in (*ROLES, "event", "official", "company")],
    "", "[events]", "", "[attributes]", "",
])
