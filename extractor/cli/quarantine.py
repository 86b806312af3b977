"""`extractor quarantine`: what could not be done, why, and trying again."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

_DESCRIPTION = """\
List the inputs that could not be done, with stage, reason and remedy; or try them again, which a run under the same
rules does not do by itself.

example:
  extractor quarantine list --db facts.db
  extractor quarantine retry --db facts.db --timeout 300
"""


def add(commands: Any) -> None:
    from extractor.cli import options

    parser = commands.add_parser(
        "quarantine", help="what could not be done, and why", description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("action", choices=("list", "retry"))
    parser.add_argument("ids", nargs="*", metavar="ID", help="only these")
    options.add_db(parser)
    parser.add_argument("--json", action="store_true", help="list: one JSON object a line")
    options.add_reading(parser)
    options.add_rules(parser)
    options.add_work(parser)
    options.add_reports(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from extractor.writing.database import Database

    with Database(args.db, create=False) as database:
        if args.action == "list":
            return _list(database, args)
        return _retry(database, args)


_COLUMNS = ("id", "stage", "reason", "remedy", "attempts", "origin")


def _list(database: Any, args: argparse.Namespace) -> int:
    from extractor.writing.tables import write_table

    names = ", ".join(_COLUMNS)
    rows = database.store.rows(f"SELECT {names} FROM quarantine ORDER BY stage, reason, origin, id")
    rows = [row for row in rows if not args.ids or row[0] in args.ids]
    if args.json:
        for row in rows:
            print(json.dumps(dict(zip(_COLUMNS, row, strict=True)), ensure_ascii=False))
    elif rows:
        write_table(sys.stdout, _COLUMNS, rows, width=60)
    else:
        print("nothing is in quarantine", file=sys.stderr)
    return 0


def _retry(database: Any, args: argparse.Namespace) -> int:
    from extractor.batch.jobs import Job
    from extractor.batch.reporting import Reporter
    from extractor.batch.retrying import quarantined_items
    from extractor.cli import options
    from extractor.writing.stores import masked

    limits = options.limits_of(args)
    reporter = Reporter(options.report_mode(args))
    # listed first: the rows change while they are worked on
    items = list(quarantined_items(database, options.read_options(args), args.ids or None))
    job = Job(database, options.spec_of(args), limits, reporter, workers=limits.workers or 1, retry=True)
    counts = job.run(items)
    job.index()
    job.end("done")
    reporter.summary(counts, seconds=job.seconds, target=masked(args.db), status="done")
    return 3 if counts.quarantined else 0
