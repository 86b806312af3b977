"""`extractor prune`: the answers of older rules go."""

from __future__ import annotations

import argparse
import sys
from typing import Any

_DESCRIPTION = """\
Remove the answers that older rules gave and newer ones have replaced; with --superseded also the releases that were
corrected. Until then they stay beside the current ones.

example:
  extractor prune --db facts.db --dry-run
"""


def add(commands: Any) -> None:
    from extractor.cli import options

    parser = commands.add_parser(
        "prune", help="remove the answers of older rules", description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    options.add_db(parser)
    parser.add_argument("--superseded", action="store_true", help="also remove corrected releases")
    parser.add_argument("--dry-run", action="store_true", help="only say what would go")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from extractor.writing.database import Database
    from extractor.writing.removing import prune

    with Database(args.db, create=False) as database:
        gone = prune(database, superseded=args.superseded, dry_run=args.dry_run)
    verb = "would remove" if args.dry_run else "removed"
    print(
        f"{verb} {gone.results:,} older answers with {gone.facts:,} facts, {gone.documents:,} superseded documents",
        file=sys.stderr,
    )
    return 0
