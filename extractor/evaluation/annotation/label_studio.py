"""Label Studio JSON: one task a document, its facts as a prediction that people correct; labels.xml beside it.

Offsets are written in code points. Versions of Label Studio have returned UTF-16 units after characters outside the
basic plane; every region carries its words, so a region that does not fit is read in UTF-16 units.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from extractor.errors import RecordError
from extractor.evaluation.annotation.sheet import LABELS, LINKS, Label, Link, Sheet


def write(sheets: Iterable[Sheet], path: Path) -> None:
    """Write the tasks into the file `path` and the labelling configuration into labels.xml beside it."""
    tasks = [_task(sheet) for sheet in sheets]
    path.write_text(json.dumps(tasks, ensure_ascii=False, indent=1) + "\n", "utf-8")
    path.with_name("labels.xml").write_text(_CONFIG, "utf-8")


def _task(sheet: Sheet) -> dict[str, Any]:
    ids = {label: f"r{number}" for number, label in enumerate(sheet.labels, 1)}
    result: list[dict[str, Any]] = [
        {
            "id": name, "from_name": "label", "to_name": "text", "type": "labels",
            "value": {
                "start": label.start, "end": label.end, "text": sheet.text[label.start : label.end],
                "labels": [label.label],
            },
        }
        for label, name in ids.items()
    ]
    result += [
        {
            "type": "relation", "from_id": ids[link.source], "to_id": ids[link.target], "direction": "right",
            "labels": [link.kind],
        }
        for link in sheet.links
    ]
    return {
        "data": {"text": sheet.text, "document": sheet.id, "notes": sheet.notes},
        "predictions": [{"model_version": "extractor", "result": result}],
    }


def read(path: Path) -> list[Sheet]:
    """Read an export; a task's newest annotation counts, else its prediction."""
    try:
        return [_sheet(task) for task in json.loads(path.read_text("utf-8"))]
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise RecordError(
            str(path), f"is no Label Studio export ({error!r})", remedy="export as JSON (not JSON-MIN)"
        ) from error


def _sheet(task: dict[str, Any]) -> Sheet:
    data = task["data"]
    text = data["text"]
    done = [item for item in task.get("annotations") or () if not item.get("was_cancelled")] or task["predictions"]
    result = done[-1]["result"] if done else []
    ids = {item["id"]: _label(text, item["value"]) for item in result if item["type"] == "labels"}
    links = {
        Link((item.get("labels") or ["same"])[0], ids[item["from_id"]], ids[item["to_id"]])
        for item in result if item["type"] == "relation"
    }
    return Sheet(
        str(data.get("document", task.get("id"))), text, tuple(sorted(set(ids.values()))), tuple(sorted(links)),
        tuple(data.get("notes") or ()),
    )


def _label(text: str, value: dict[str, Any]) -> Label:
    start, end, name = int(value["start"]), int(value["end"]), value["labels"][0]
    said = value.get("text")
    if said is not None and text[start:end] != said:
        units = [at + sum(ord(char) > 0xFFFF for char in text[:at]) for at in range(len(text) + 1)]
        first, last = bisect_left(units, start), bisect_left(units, end)
        if text[first:last] != said:
            raise ValueError(f"the region {said!r} is not at {start}–{end}")
        start, end = first, last
    return Label(start, end, name)


_CONFIG = "\n".join([
    "<View>", "  <Relations>", *[f'    <Relation value="{link}"/>' for link in LINKS], "  </Relations>",
    '  <Labels name="label" toName="text">', *[f'    <Label value="{label}"/>' for label in LABELS], "  </Labels>",
    '  <Text name="text" value="$text" granularity="symbol"/>', "</View>", "",
])
