"""`extractor run`: releases into a database."""

from __future__ import annotations

import argparse
import sys
from typing import Any

_DESCRIPTION = """\
Read releases and write their facts into a database. Documents that are done already are skipped, so the same command
goes on after an interruption; what cannot be done is put into quarantine with its reason (exit code 3).

example:
  extractor run corpus/documents --db facts.db
"""


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "run", help="facts of a folder into a database", description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, a folder, a glob, or - for stdin")
    parser.add_argument(
        "--db", required=True, metavar="TARGET", help="facts.db, sqlite:///facts.db or postgresql://user@host/name"
    )
    parser.add_argument("--timeout", type=float, default=60.0, metavar="SECONDS", help="a document's time (default 60)")
    parser.add_argument("--quiet", action="store_true", help="print nothing but errors")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    import time

    from extractor.batch.running import Runner
    from extractor.batch.specs import PipelineSpec
    from extractor.reading import read_items
    from extractor.writing.database import Database

    start = time.perf_counter()
    with Database(args.db) as database:
        runner = Runner(database, PipelineSpec(), timeout=args.timeout)
        run_id = database.start_run(1)
        counts = runner.run(read_items(args.paths))
        database.index()
        seconds = time.perf_counter() - start
        database.end_run(
            run_id, status="done", pipeline_key=runner.key, read=counts.read, done=counts.done, skipped=counts.skipped,
            duplicates=counts.duplicates, quarantined=counts.quarantined, facts=counts.facts, chars=counts.chars,
            seconds=round(seconds, 3),
        )
    if not args.quiet:
        print(
            f"{counts.read} documents: {counts.done} done, {counts.skipped} done before, {counts.duplicates} seen "
            f"elsewhere, {counts.quarantined} in quarantine; {counts.facts} facts in {seconds:.1f} s", file=sys.stderr,
        )
    return 3 if counts.quarantined else 0
