"""`extractor export`: the database as files."""

from __future__ import annotations

import argparse
import sys
from typing import Any

_DESCRIPTION = """\
Write the current facts of a database: jsonl gives the records again, csv a row a fact (or one --table), xlsx a sheet a
table, parquet a file a table (for DuckDB, polars, pandas, Spark). Spreadsheet cells are safe from formulas.

example:
  extractor export --db facts.db --format csv --output facts.csv
"""


def add(commands: Any) -> None:
    from extractor.cli import options

    parser = commands.add_parser(
        "export", help="the database as JSON lines, CSV, Excel or Parquet", description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    options.add_db(parser)
    parser.add_argument("--format", choices=("jsonl", "csv", "parquet", "xlsx"), default="jsonl", help="default: jsonl")
    parser.add_argument("--output", default="-", metavar="FILE", help="a file (parquet: a folder); default: stdout")
    parser.add_argument("--table", metavar="NAME", help="one table: document, event, organizer, official, post, company, quantity")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from extractor.writing.database import Database
    from extractor.writing.exporting import export

    with Database(args.db, create=False) as database:
        count = export(database, args.format, args.output, table=args.table)
    if args.output != "-":
        print(f"{count:,} rows in {args.output}", file=sys.stderr)
    return 0
