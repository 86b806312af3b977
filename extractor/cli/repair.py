"""`extractor repair`: what repair makes of a text, to look at or as JSON. Nothing is written over the input."""

from __future__ import annotations

import argparse
import json
import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.repair import Repaired

_DESCRIPTION = """\
Show what repair makes of a damaged release. In a terminal each changed line stands twice, as found (-) and as meant (+):
red goes, green is put right by a rule, yellow was chosen by the language model, magenta is damaged and was left alone.
In a pipe it is the repaired text alone. --explain prints one JSON object a document: verdict, every edit with its kind,
original span, before, after and, where the model chose, gain and gap. The input is never changed.

A document that is beyond repair is told on stderr with the reason, and the exit code is 3.

examples:
  extractor repair corpus/documents/damaged-gansu-2011.txt
  extractor repair release.txt --explain
"""

_RED, _GREEN, _YELLOW, _MAGENTA, _DIM, _OFF = (
    "\033[31m", "\033[32m", "\033[33m", "\033[35m", "\033[2m", "\033[0m"
)


def add(commands: Any) -> None:
    from extractor.cli import options

    parser = commands.add_parser(
        "repair", help="before and after of a damaged release, with every edit", description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, a folder, a glob, or - for stdin")
    parser.add_argument("--explain", action="store_true", help="JSON with every edit, one object a document")
    parser.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto",
        help="colours and both sides: in a terminal (auto, the default), always or never",
    )
    options.add_reading(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from extractor.cli import options
    from extractor.reading import read_items
    from extractor.repair import repair

    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    coloured = args.color == "always" or (
        args.color == "auto" and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    )
    failed = 0
    for item in read_items(args.paths, options.read_options(args)):
        if item.error is not None or item.document is None:
            failed += item.error is not None
            if item.error is not None:
                print(f"extractor repair: {item.error}", file=sys.stderr)
            continue
        repaired = repair(item.document.text)
        failed += repaired.verdict == "refused"
        print(f"{item.document.id}: {_summary(repaired)}", file=sys.stderr)
        if args.explain:
            print(json.dumps({"id": item.document.id, **repaired.to_dict()}, ensure_ascii=False))
        elif repaired.verdict != "refused":
            text = _two_sided(item.document.text, repaired) if coloured else repaired.text
            sys.stdout.write(text if text.endswith("\n") else text + "\n")
    return 3 if failed else 0


def _summary(repaired: Repaired) -> str:
    """One line: the verdict and how many edits of which kind."""
    from collections import Counter

    if repaired.verdict == "refused":
        return f"refused: {repaired.reason}"
    kinds = Counter(edit.kind for edit in repaired.edits)
    parts = [f"{count} {kind}" for kind, count in sorted(kinds.items())]
    model = sum(not edit.certain for edit in repaired.edits)
    if model:
        parts.append(f"{model} chosen by the model")
    if repaired.marks:
        parts.append(f"{len(repaired.marks)} left alone")
    return f"{repaired.verdict}" + (f": {', '.join(parts)}" if parts else "")


def _two_sided(original: str, repaired: Repaired) -> str:
    """Each line once when nothing but its script changed, else as found and as meant, with colours."""
    from extractor.repair.result import RESHAPING

    lines: list[str] = []
    edits = [edit for edit in repaired.edits if edit.kind not in RESHAPING]
    reshaped = [edit for edit in repaired.edits if edit.kind in RESHAPING]
    start = 0
    while start < len(original):
        end = original.find("\n", start)
        end = len(original) if end < 0 else end
        # an edit that takes the line break joins the lines
        while any(edit.span[0] <= end < edit.span[1] for edit in edits) and end < len(original):
            following = original.find("\n", end + 1)
            end = len(original) if following < 0 else following
        here = [edit for edit in edits if start <= edit.span[0] < max(end, start + 1)]
        marks = [mark for mark in repaired.marks if start <= mark.span[0] < end]
        quiet = [edit for edit in reshaped if start <= edit.span[0] < end]
        meant = [(*edit.span, edit.after, _GREEN if edit.certain else _YELLOW) for edit in here]
        meant += [(*edit.span, edit.after, "") for edit in quiet]
        meant += [(*mark.span, mark.text, _MAGENTA) for mark in marks]
        if here or marks:
            found = [(*edit.span, edit.before, _RED) for edit in here]
            found += [(*mark.span, mark.text, _MAGENTA) for mark in marks]
            lines.append(f"{_DIM}-{_OFF} " + _painted(original, start, end, found))
            lines.append(f"{_DIM}+{_OFF} " + _painted(original, start, end, meant))
        else:
            lines.append("  " + _painted(original, start, end, meant))
        start = end + 1
    return "\n".join(lines)


def _painted(text: str, start: int, end: int, parts: list[tuple[int, int, str, str]]) -> str:
    """`text[start:end]` with each part's span replaced by its words in its colour; overlapping parts are left out."""
    out: list[str] = []
    at = start
    for first, last, words, colour in sorted(parts):
        if first < at:
            continue
        out += text[at:first], f"{colour}{words}{_OFF}" if colour and words else words
        at = last
    return "".join([*out, text[at:end]])
