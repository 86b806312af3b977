"""`extractor extract`: files, folders or stdin → records on stdout."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

_DESCRIPTION = """\
Read releases and print their facts, one JSON record a line; the record's id is the file's stem.

example:
  extractor extract corpus/documents | head -1
"""


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "extract", help="facts of files, folders or stdin, on stdout", description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, a folder, or - for stdin")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from extractor.errors import ExtractorError
    from extractor.pipeline import load
    from extractor.reading import read_documents

    pipeline = load()
    failed = 0
    for document in read_documents(args.paths):
        try:
            record = pipeline(document)
        except ExtractorError as error:
            failed += 1
            print(f"extractor extract: {error}", file=sys.stderr)
            continue
        print(json.dumps(record.to_dict(), ensure_ascii=False, separators=(",", ":")))
    return 3 if failed else 0
