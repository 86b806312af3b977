"""Persons and organisations against public gold for names: exact spans, and what the misses are.

    python tests/accuracy/ner_report.py FILE.jsonl...        # FILE: {"id", "text", "entities": [[start, end, label, surface]]}
    python tests/accuracy/ner_report.py --errors 40 FILE     # also the first misses and extras of each label

The guidelines of such gold differ from ours (a bare 胡 is a PER there, a person without a post is no official here), so
the figures show how names are found in general news; they are no goal.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from extractor.components.people import PersonFinder, names_of
from extractor.errors import ExtractorError
from extractor.pipeline import Pipeline, load
from extractor.records import Document

LABELS = {"PER": "PERSON", "person_name": "PERSON", "ORG": "ORG", "org_name": "ORG", "company_name": "ORG"}
Found = tuple[int, int, str]


def read(file: Path) -> Iterator[tuple[str, set[Found]]]:
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        yield row["text"], {(start, end, LABELS[label]) for start, end, label, _ in row["entities"] if label in LABELS}


def score(pipeline: Pipeline, rows: Iterable[tuple[str, set[Found]]], show: int = 0) -> dict[str, tuple[int, int, int]]:
    """Label → (right, predicted, gold)."""
    totals: dict[str, Counter[str]] = {"PERSON": Counter(), "ORG": Counter()}
    shown: Counter[str] = Counter()
    people = PersonFinder(pipeline.rulebook)
    for text, gold in rows:
        try:
            found = set(names_of(pipeline.analyse(Document(id="ner", text=text)), people))
        except ExtractorError:
            found = set()
        for label, total in totals.items():
            ours, theirs = ({item for item in side if item[2] == label} for side in (found, gold))
            total.update(right=len(ours & theirs), predicted=len(ours), gold=len(theirs))
            for what, items in (("missed", theirs - ours), ("extra", ours - theirs)):
                for start, end, _ in sorted(items):
                    shown[label + what] += 1
                    if shown[label + what] <= show:
                        context = f"{text[max(0, start - 10):start]}[{text[start:end]}]{text[end:end + 8]}"
                        print(f"{label} {what}: {context}".replace("\n", " "))
    return {label: (total["right"], total["predicted"], total["gold"]) for label, total in totals.items()}


def f1(right: int, predicted_count: int, gold: int) -> float:
    return 2 * right / (predicted_count + gold) if predicted_count + gold else 1.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    pipeline = load()
    for file in options.files:
        for label, (right, found, gold) in score(pipeline, read(file), options.errors).items():
            precision, recall = right / found if found else 0.0, right / gold if gold else 0.0
            print(f"{file.name}\t{label}\tP {precision:.3f}\tR {recall:.3f}\tF1 {f1(right, found, gold):.3f}\t{right}/{found}/{gold}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
