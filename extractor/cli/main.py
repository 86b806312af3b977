"""`extractor`: the entry point. Data goes to stdout, messages to stderr; exit codes 0, 1, 2, 3 as README says."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from extractor import __version__
from extractor.errors import ExtractorError

# In the order of the help page: what a newcomer needs first stands first.
COMMANDS = (
    "extract",
    "run",
    "export",
    "browse",
    "quarantine",
    "watch",
    "prune",
    "forget",
    "repair",
    "explain",
    "evaluate",
    "compare",
    "report",
    "annotate",
    "gold",
    "rules",
)

_EPILOG = """\
first steps:
  extractor extract release.txt                  facts of one release, one JSON record a line
  extractor run releases/ --db facts.db          facts of a folder into a database
  extractor <command> --help                     the options of a command, with an example
"""


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="extractor",
        description="Turn Chinese government news releases into structured, traceable facts: organizers, officials, "
        "companies, counts and amounts. Works offline, on a CPU.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"extractor {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="<command>", title="commands")
    for name in COMMANDS:
        import_module(f"extractor.cli.{name.replace('-', '_')}").add(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    parser = build_parser()
    args = parser.parse_args(argv)
    if args.command is None:
        parser.print_help(sys.stderr)
        return 2
    try:
        return int(args.run(args) or 0)
    except ExtractorError as error:
        print(f"extractor {args.command}: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print(f"extractor {args.command}: stopped by the user", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0


if __name__ == "__main__":
    sys.exit(main())
