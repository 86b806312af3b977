"""doccano JSON lines: `text`, `entities` and `relations`, with our id and notes as further columns.

Offsets count code points. doccano gives rows and entities ids of its own and keeps further columns, so the document is
known by `document`. The older form `label: [[start, end, name]…]` is read too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from extractor.errors import RecordError
from extractor.evaluation.annotation.sheet import Label, Link, Sheet


def write(sheets: Iterable[Sheet], path: Path) -> None:
    """Write one row a document into the file `path`."""
    path.write_text("".join(json.dumps(_row(sheet), ensure_ascii=False) + "\n" for sheet in sheets), "utf-8")


def _row(sheet: Sheet) -> dict[str, Any]:
    ids = {label: number for number, label in enumerate(sheet.labels, 1)}
    return {
        "text": sheet.text,
        "entities": [
            {"id": number, "label": label.label, "start_offset": label.start, "end_offset": label.end}
            for label, number in ids.items()
        ],
        "relations": [
            {"id": number, "from_id": ids[link.source], "to_id": ids[link.target], "type": link.kind}
            for number, link in enumerate(sheet.links, 1)
        ],
        "document": sheet.id,
        "notes": sheet.notes,
    }


def read(path: Path) -> list[Sheet]:
    """Read the rows of a doccano export."""
    out = []
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if line.strip():
            try:
                out.append(_sheet(json.loads(line)))
            except (KeyError, TypeError, ValueError) as error:
                raise RecordError(
                    f"{path}, line {number}", f"is no doccano row ({error!r})", remedy="export as JSONL with relations"
                ) from error
    return out


def _sheet(row: dict[str, Any]) -> Sheet:
    ids = {
        item["id"]: Label(int(item["start_offset"]), int(item["end_offset"]), item["label"])
        for item in row.get("entities") or ()
    }
    plain = [Label(int(start), int(end), name) for start, end, name in row.get("label") or ()]
    links = {Link(item["type"], ids[item["from_id"]], ids[item["to_id"]]) for item in row.get("relations") or ()}
    labels = sorted({*ids.values(), *plain})
    return Sheet(
        str(row.get("document", row.get("id"))), row["text"], tuple(labels), tuple(sorted(links)),
        tuple(row.get("notes") or ()),
    )
