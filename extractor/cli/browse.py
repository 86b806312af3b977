"""`extractor browse`: the database as pages in a browser, by datasette."""

from __future__ import annotations

import argparse
from typing import Any

_DESCRIPTION = """\
Open an SQLite database in datasette, with labels, units, filters and ready-made queries. Needs the extra `browse`:
pip install 'cn-release-extractor[browse]'.

example:
  extractor browse --db facts.db
"""


def add(commands: Any) -> None:
    from extractor.cli import options

    parser = commands.add_parser(
        "browse", help="the database as pages in a browser (datasette)", description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    options.add_db(parser)
    parser.add_argument("--port", type=int, default=8001, help="default 8001")
    parser.add_argument("--open", action="store_true", help="open a browser")
    parser.add_argument("--metadata-path", action="store_true", help="only print where the datasette metadata file is")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    import importlib.util
    import subprocess
    import sys

    from extractor.errors import UsageError
    from extractor.writing.browsing import datasette_arguments, metadata_file

    if args.metadata_path:
        print(metadata_file())
        return 0
    if importlib.util.find_spec("datasette") is None:
        raise UsageError("browse", "needs datasette", remedy="pip install 'cn-release-extractor[browse]'")
    arguments = datasette_arguments(args.db, port=args.port)
    if args.open:
        arguments.append("--open")
    try:
        return subprocess.run([sys.executable, "-m", "datasette", *arguments], check=False).returncode
    except KeyboardInterrupt:
        return 0
