"""`extractor forget`: a document or a person's facts, for good."""

from __future__ import annotations

import argparse
import sys
from typing import Any

_DESCRIPTION = """\
Remove documents (by id or URL, with all their sources and facts) or all facts about a person as an official. They do
not come back with a later run; the database keeps only hashes to know them by. Asks first, unless --yes.

example:
  extractor forget --db facts.db --document 0001
  extractor forget --db facts.db --person 张三 --yes
"""


def add(commands: Any) -> None:
    from extractor.cli import options

    parser = commands.add_parser(
        "forget", help="remove a document or a person's facts for good", description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    options.add_db(parser)
    parser.add_argument("--document", action="append", default=[], metavar="ID", help="id or doc_id")
    parser.add_argument("--url", action="append", default=[], metavar="URL", help="a document by any of its URLs")
    parser.add_argument("--person", action="append", default=[], metavar="NAME", help="an official's name")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from extractor.errors import UsageError
    from extractor.writing import removing
    from extractor.writing.database import Database

    if not (args.document or args.url or args.person):
        raise UsageError("forget", "nothing is named", remedy="give --document, --url or --person")
    with Database(args.db, create=False) as database:
        doc_ids = removing.documents_of(database, ids=args.document, urls=args.url)
        if not args.yes and not _sure(len(doc_ids), args.person):
            print("nothing was removed", file=sys.stderr)
            return 1
        if doc_ids:
            gone = removing.forget_documents(database, doc_ids)
            print(f"removed {gone.documents:,} documents with {gone.facts:,} facts", file=sys.stderr)
        held = removing.forget_quarantined(database, args.document) if args.document else 0
        if held:
            print(f"removed {held:,} quarantined inputs", file=sys.stderr)
        for name in args.person:
            gone = removing.forget_person(database, name)
            print(f"removed {gone.facts:,} facts from {gone.documents:,} documents", file=sys.stderr)
        missed = (args.document or args.url) and not doc_ids and not held
    if missed:
        print("extractor forget: no such document", file=sys.stderr)
        return 1
    return 0


def _sure(documents: int, people: list[str]) -> bool:
    if not sys.stdin.isatty():
        print("extractor forget: asks before it removes anything; say --yes", file=sys.stderr)
        return False
    print(f"remove {documents:,} documents and the facts of {len(people):,} people, for good? [y/N] ", end="", file=sys.stderr)
    return input().strip().lower() in ("y", "yes")
