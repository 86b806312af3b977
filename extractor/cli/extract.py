"""`extractor extract`: files, folders or stdin → records on stdout."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.records import Record

_DESCRIPTION = """\
Read releases and print their facts: one JSON record a line (the form is records.schema.json), or a row a fact.

PATH is a file, a folder (searched through), a quoted glob or - for stdin, in any form that `run` reads. A record's id
is the file's stem. What cannot be read or is too damaged is told on stderr; the rest goes on, and the exit code is 3.

examples:
  extractor extract corpus/documents > facts.jsonl
  extractor extract release.txt --format table
  extractor extract release.txt --lexicon companies=our-companies.txt --min-confidence 0.8
"""


def add(commands: Any) -> None:
    from extractor.cli import options

    parser = commands.add_parser(
        "extract", help="facts of files, folders or stdin, on stdout", description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, a folder, a glob, or - for stdin")
    parser.add_argument(
        "--format", choices=("jsonl", "csv", "table"), default="jsonl",
        help="jsonl: a record a line (default); csv: a row a fact; table: the same to look at, a field after the other",
    )
    options.add_reading(parser)
    options.add_rules(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from extractor.cli import options

    reading, pipeline = options.read_options(args), options.spec_of(args).load()
    failures: list[str] = []
    _write(_records(args.paths, reading, pipeline, failures), args.format)
    return 3 if failures else 0


def _records(paths: Iterable[str], reading: Any, pipeline: Any, failures: list[str]) -> Iterator[Record]:
    from extractor.errors import ExtractorError
    from extractor.reading import read_items

    for item in read_items(paths, reading):
        try:
            if item.error is not None:
                raise item.error
            if item.document is not None:
                yield pipeline(item.document)
        except ExtractorError as error:
            failures.append(str(error))
            print(f"extractor extract: {error}", file=sys.stderr)


def _write(records: Iterator[Record], format: str) -> None:
    if format == "jsonl":
        for record in records:
            print(json.dumps(record.to_dict(), ensure_ascii=False, separators=(",", ":")))
        return
    from extractor.writing.tables import DETAIL, FLAT, SHOWN, flat_rows, table_row, write_csv, write_table

    rows = (row for record in records for row in flat_rows(record))
    if format == "csv":
        write_csv(sys.stdout, FLAT, rows)
    else:
        # a table a field: each has only the columns that it fills
        groups: dict[str, list[Any]] = {name: [] for name in DETAIL}
        for row in rows:
            groups[row[FLAT.index("field")]].append(table_row(row))
        told = [name for name, group in groups.items() if group]
        for name in told:
            columns = [DETAIL[name] if column == "detail" else column for column in SHOWN]
            write_table(sys.stdout, columns, groups[name])
            if name != told[-1]:
                print()
