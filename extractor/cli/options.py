"""Options that several commands share."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.batch.jobs import Limits
    from extractor.batch.specs import PipelineSpec
    from extractor.reading import ReadOptions


def add_db(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--db", required=True, metavar="TARGET",
        help="a file (facts.db), sqlite:///facts.db, or postgresql://user:password@host/name",
    )


def add_reading(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("reading")
    group.add_argument(
        "--field", action="append", default=[], metavar="OURS=THEIRS", type=_pair,
        help="the name of id, text, title, published, url or source in JSON objects, where it is another",
    )
    group.add_argument(
        "--max-chars", type=whole(1), default=200_000, metavar="N",
        help="longer texts are no releases and go to quarantine (default 200000)",
    )


def add_rules(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("rules")
    group.add_argument(
        "--rules", "--overlay", action="append", default=[], metavar="DIR", dest="overlay",
        help="rules of your own: they add to the shipped ones or, by id, replace them (may be given again)",
    )
    group.add_argument(
        "--base-rules", metavar="DIR", dest="rules", help="a whole folder of rules and lexicons in place of the shipped"
    )
    group.add_argument(
        "--lexicon", action="append", default=[], metavar="NAME=FILE", type=_pair,
        help="a word list, one a line, that adds to a lexicon: companies=ours.txt",
    )
    group.add_argument(
        "--min-confidence", type=number(0, 1), default=0.0, metavar="X", help="leave out facts below this confidence, 0 to 1"
    )


def add_work(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("work")
    group.add_argument(
        "--workers", type=_workers, default=0, metavar="N", help="processes; auto (default): 1 for small jobs"
    )
    group.add_argument(
        "--timeout", type=number(0), default=60.0, metavar="SECONDS", help="for one document (default 60; 0: none)"
    )
    group.add_argument(
        "--memory", type=whole(0), default=1024, metavar="MB",
        help="a worker's limit beyond what the rules take (default 1024; 0: none; Linux)",
    )


def add_reports(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("reports")
    group.add_argument("--quiet", action="store_true", help="print nothing but errors")
    group.add_argument("--log", choices=("text", "json"), default="text", help="how progress is told on stderr")


def read_options(args: argparse.Namespace) -> ReadOptions:
    from extractor.errors import UsageError
    from extractor.reading import ReadOptions
    from extractor.reading.jsonl import FIELDS

    for ours, _ in args.field:
        if ours not in FIELDS:
            raise UsageError(
                "--field", "is not a field", got=ours, expected="one of " + ", ".join(FIELDS), remedy="correct it"
            )
    return ReadOptions(fields=dict(args.field), max_chars=args.max_chars)


def spec_of(args: argparse.Namespace) -> PipelineSpec:
    from extractor.batch.specs import PipelineSpec

    return PipelineSpec(
        rules=args.rules, overlays=tuple(args.overlay), lexicons=tuple(args.lexicon),
        min_confidence=args.min_confidence,
    )


def limits_of(args: argparse.Namespace) -> Limits:
    from extractor.batch.jobs import Limits

    return Limits(workers=args.workers, timeout=args.timeout or None, memory_mb=args.memory or None)


def report_mode(args: argparse.Namespace) -> str:
    return "quiet" if args.quiet else args.log


def write_file(path: str, text: str) -> None:
    """A file that is there whole or not at all."""
    from pathlib import Path

    from extractor.writing.exporting import replacing

    with replacing(Path(path)) as stream:
        stream.write(text.encode("utf-8", "backslashreplace"))


def whole(low: int) -> Callable[[str], int]:
    """The type of an option that is a whole number of at least `low`."""

    def read(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = low - 1
        if value < low:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of at least {low}")
        return value

    return read


def number(low: float, high: float = math.inf) -> Callable[[str], float]:
    """The type of an option that is a finite number from `low` to `high`."""
    limits = f"of at least {low:g}" if high == math.inf else f"from {low:g} to {high:g}"

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value) or not low <= value <= high:
            raise argparse.ArgumentTypeError(f"{text!r} is not a number {limits}")
        return value

    return read


def _pair(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator or not name or not value:
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return name, value


def _workers(text: str) -> int:
    if text == "auto":
        return 0
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is neither a number of processes nor auto")
    return number


