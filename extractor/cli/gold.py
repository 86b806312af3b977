"""`extractor gold`: look after gold."""

from __future__ import annotations

import argparse
from typing import Any

_DESCRIPTION = """\
Check gold: offsets, roles, kinds and comparators, names that occur unmarked; with --against, how far two annotators
agree (F1 by field, Cohen's kappa over characters) and on what they do not.

examples:
  extractor gold check corpus/gold --texts corpus/documents
  extractor gold check anna/ --against ben/ --texts corpus/documents
"""


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "gold", help="check gold, and how far two annotators agree", description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = parser.add_subparsers(dest="action", metavar="<action>", required=True, title="actions")
    check = actions.add_parser(
        "check", help="find what is wrong or doubtful; exit 1 when there are errors", description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    check.add_argument("gold", metavar="GOLD_DIR", help="a folder with one ID.json a document")
    check.add_argument("--texts", required=True, metavar="DIR", help="the folder of the texts, ID.txt")
    check.add_argument("--part", metavar="P", help="only this part of splits.json or splits.toml beside the gold")
    check.add_argument("--against", metavar="DIR", help="a second annotator's gold of the same documents")
    check.add_argument("--errors-only", action="store_true", help="leave out the warnings")
    check.set_defaults(run=run_check)


def run_check(args: argparse.Namespace) -> int:
    from extractor.evaluation.gold import load_gold
    from extractor.evaluation.gold_check import agreement, check_gold

    gold = load_gold(args.gold, texts=args.texts, part=args.part)
    findings = [item for item in check_gold(gold) if item.level == "error" or not args.errors_only]
    for finding in findings:
        print(finding)
    errors = sum(finding.level == "error" for finding in findings)
    print(f"{len(gold.records)} records: {errors} errors, {len(findings) - errors} warnings")
    if args.against:
        _print_agreement(agreement(gold, load_gold(args.against, texts=args.texts)), gold)
    return 1 if errors else 0


def _print_agreement(result: Any, gold: Any) -> None:
    from extractor.evaluation.causes import context
    from extractor.evaluation.printing import said

    for name, error in result.disagreements:
        first = said(error.predicted) if error.predicted else "nothing"
        second = said(error.gold) if error.gold else "nothing"
        print(f"{name} {error.field}: first {first}; second {second}")
        if error.span and name in gold.texts:
            print("      " + context(gold.texts[name], error.span))
    print(f"agreement on {result.documents} documents: kappa {result.kappa:.3f}")
    for name, value in result.f1.items():
        print(f"  {name:22} F1 {value:.3f}")
