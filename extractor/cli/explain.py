"""`extractor explain`: why each fact is there."""

from __future__ import annotations

import argparse
from typing import Any

_DESCRIPTION = """\
Tell for each fact of a release which rule made it, from which words, how they became a value, and what lost to it.

example:
  extractor explain release.txt --field officials
"""


def add(commands: Any) -> None:
    from extractor.cli import options

    parser = commands.add_parser(
        "explain", help="why each fact of a release is there", description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="+", metavar="FILE", help="a release, or - for stdin")
    parser.add_argument("--field", action="append", metavar="F", help="only this field (may be given again)")
    options.add_rules(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from extractor.cli import options
    from extractor.errors import UsageError
    from extractor.evaluation.explaining import explain_lines
    from extractor.reading import read_documents
    from extractor.records import FIELDS

    for name in args.field or ():
        if name not in FIELDS:
            raise UsageError(f"--field {name}", "there is no such field", expected=", ".join(FIELDS), remedy="name one")
    pipeline = options.spec_of(args).load()
    for document in read_documents(args.paths):
        print(f"# {document.id}")
        print("\n".join(explain_lines(pipeline.analyse(document, explain=True), fields=args.field or FIELDS)))
    return 0
