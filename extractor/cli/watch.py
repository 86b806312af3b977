"""`extractor watch`: a folder that fills up, into a database."""

from __future__ import annotations

import argparse
import sys
from typing import Any

_DESCRIPTION = """\
Wait for new files in a folder and put their facts into a database, with the guarantees of `run`. Files that are still
being written are left until they have stood still; move finished files in, and they are taken at once. Ctrl-C ends it.

example:
  extractor watch inbox --db facts.db
"""


def add(commands: Any) -> None:
    from extractor.cli import options

    parser = commands.add_parser(
        "watch", help="new files of a folder into a database, as they come", description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", metavar="DIR", help="the folder where releases appear")
    options.add_db(parser)
    parser.add_argument("--interval", type=options.number(0.01), default=2.0, metavar="SECONDS", help="between two looks (default 2)")
    parser.add_argument("--until-idle", type=options.whole(0), default=0, metavar="N", help="end after N looks without a new file")
    options.add_reading(parser)
    options.add_rules(parser)
    options.add_work(parser)
    options.add_reports(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from pathlib import Path

    from extractor.batch.jobs import Job, term_is_interrupt
    from extractor.batch.reporting import Reporter
    from extractor.batch.watching import Watch, watching
    from extractor.cli import options
    from extractor.errors import UsageError
    from extractor.writing.database import Database
    from extractor.writing.stores import masked

    root = Path(args.folder)
    if not root.is_dir():
        raise UsageError(str(root), "is not a folder", remedy="give the folder that new files come to")
    limits, reporter = options.limits_of(args), Reporter(options.report_mode(args))
    watch = Watch(root, options.read_options(args), quiet=min(1.0, args.interval))
    with Database(args.db) as database:
        job = Job(database, options.spec_of(args), limits, reporter, workers=limits.workers or 1)
        reporter.message(f"watching {root}; Ctrl-C ends it")
        try:
            with term_is_interrupt():
                watching(job, watch, interval=args.interval, until_idle=args.until_idle, say=reporter.message)
        except KeyboardInterrupt:
            print("extractor watch: ended; what was done is safe, start it again to go on", file=sys.stderr)
        job.index()
        job.end("done")
        reporter.summary(job.runner.counts, seconds=job.seconds, target=masked(args.db), status="done")
    return 3 if job.runner.counts.quarantined else 0
