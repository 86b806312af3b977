"""`extractor`: the entry point. Data goes to stdout, messages to stderr; exit codes 0, 1, 2, 3 as README says."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from extractor import __version__
from extractor.errors import ExtractorError, wording

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
    if hasattr(sys.stdout, "reconfigure"):
        # The same bytes in every locale; half a surrogate pair (of a file's name) stays readable, and valid JSON.
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        code = int(args.run(args) or 0)
        sys.stdout.flush()
        return code
    except ExtractorError as error:
        print(f"extractor {args.command}: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print(f"extractor {args.command}: stopped by the user", file=sys.stderr)
        return 130
    except BrokenPipeError:
        _drop_output()
        return 0
    except OSError as error:
        # Of what the commands open themselves: no such folder, no rights, a full disk.
        where = os.fsdecode(error.filename) if isinstance(error.filename, (str, bytes)) else "output"
        message = wording(where, f"cannot be read or written ({error.strerror or error})", remedy=_OS_REMEDY)
        print(f"extractor {args.command}: {message}", file=sys.stderr)
        _drop_output()
        return 1


_OS_REMEDY = "check the path, its rights and the space on the disk"


def _drop_output() -> None:
    """What is left in stdout's buffer can go nowhere; at exit Python would try again and complain."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
