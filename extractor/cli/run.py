"""`extractor run`: releases into a database."""

from __future__ import annotations

import argparse
import sys
from typing import Any

_DESCRIPTION = """\
Read releases and write their facts into a database.

PATH is a file, a folder (searched through), a quoted glob or - for stdin: plain text in any usual encoding, pages of
government sites (.html), JSON lines (id, text, title, published, url, source), .docx, .pdf with text, .gz and .zip.

Documents that are done already are skipped, so the same command goes on after an interruption. What cannot be done
goes into quarantine with its reason, and the exit code is 3.

example:
  extractor run corpus/documents --db facts.db
"""


def add(commands: Any) -> None:
    from extractor.cli import options

    parser = commands.add_parser(
        "run", help="facts of a folder into a database", description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, a folder, a glob, or - for stdin")
    options.add_db(parser)
    parser.add_argument(
        "--resume", action=argparse.BooleanOptionalAction, default=True,
        help="skip documents that are done under the same rules (default); --no-resume does them again",
    )
    parser.add_argument(
        "--search", action=argparse.BooleanOptionalAction, default=True,
        help="keep the full-text index of SQLite up to date (default)",
    )
    options.add_reading(parser)
    options.add_rules(parser)
    options.add_work(parser)
    options.add_reports(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from extractor.batch.jobs import Job, choose_workers
    from extractor.batch.reporting import Reporter
    from extractor.cli import options
    from extractor.reading.files import read_items, total_size
    from extractor.writing.database import Database
    from extractor.writing.stores import masked

    reading, limits, target = options.read_options(args), options.limits_of(args), masked(args.db)
    size = total_size(args.paths)
    reporter = Reporter(options.report_mode(args), total=size)
    with Database(args.db) as database:
        job = Job(
            database, options.spec_of(args), limits, reporter, workers=choose_workers(limits.workers, size),
            resume=args.resume, search=args.search,
        )
        try:
            counts = job.run(read_items(args.paths, reading))
        except KeyboardInterrupt:
            reporter.clear()
            print(
                f"extractor run: stopped; {job.runner.counts.done:,} documents of this run are safe in {target}; "
                "the same command goes on from here", file=sys.stderr,
            )
            return 130
        job.index()
        job.end("done")
        reporter.summary(counts, seconds=job.seconds, target=target, status="done")
        if database.store.dialect == "sqlite" and counts.read:
            reporter.message(f"look at it: sqlite3 {target} 'SELECT name, role FROM current_organizer LIMIT 10'")
            reporter.message(f"        or: extractor browse --db {target}   (pages in a browser, by datasette)")
    return 3 if counts.quarantined else 0
