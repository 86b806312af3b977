"""`extractor evaluate`: scores of predictions against gold."""

from __future__ import annotations

import argparse
import json
from typing import Any

_DESCRIPTION = """\
Score records against gold: precision, recall and F1 of every field (strict, lenient, micro and macro, with 95 %
intervals), and record F1, the mean of organizers, officials, companies, counts and amounts.

Without --predictions the shipped pipeline reads the texts; with it any system's records are scored (JSON lines in the
form of records.schema.json).

examples:
  extractor evaluate corpus/gold --texts corpus/documents
  extractor evaluate corpus/gold --texts corpus/documents --predictions llm.jsonl --errors
"""


def add(commands: Any) -> None:
    from extractor.cli import options

    parser = commands.add_parser(
        "evaluate", help="scores against gold, with intervals and errors", description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("gold", metavar="GOLD_DIR", help="a folder with one ID.json a document")
    parser.add_argument("--texts", metavar="DIR", help="the folder of the texts, ID.txt")
    parser.add_argument("--predictions", metavar="FILE", help="score these records instead of running the pipeline")
    parser.add_argument("--part", metavar="P", help="only this part of splits.json or splits.toml beside the gold")
    parser.add_argument("--errors", action="store_true", help="list every error with the text around it")
    parser.add_argument("--calibration", action="store_true", help="how far the facts' confidence can be trusted")
    parser.add_argument("--floors", metavar="FILE", help="a TOML file of lowest scores; exit 1 when one is not reached")
    parser.add_argument("--json", metavar="FILE", help="also write the scores as JSON")
    options.add_rules(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from extractor.cli import options
    from extractor.evaluation.causes import count_causes, find_errors
    from extractor.evaluation.floors import below, read_floors
    from extractor.evaluation.gold import load_gold
    from extractor.evaluation.metrics import calibration, evaluate
    from extractor.evaluation.printing import calibration_table, error_lines, score_table

    floors = read_floors(args.floors) if args.floors else None
    gold = load_gold(args.gold, texts=args.texts, part=args.part)
    predicted = predictions(args, gold)
    result = evaluate(predicted, gold.records, groups=gold.groups)
    errors = list(find_errors(predicted, gold)) if args.errors or args.json else []
    if args.errors:
        print("\n".join([*error_lines(errors, gold.texts), ""]))
    print("\n".join(score_table(result)))
    report = result.to_dict()
    if args.json:
        report["causes"] = count_causes(errors)
    if args.calibration:
        found = calibration(predicted, gold.records)
        print("\n".join(["", *calibration_table(found)]))
        report["calibration"] = {
            name: {"error": item.error, "claims": item.claims, "bins": [row._asdict() for row in item.bins]}
            for name, item in found.items()
        }
    if args.json:
        options.write_file(args.json, json.dumps(report, ensure_ascii=False, indent=1) + "\n")
    short = below(report, floors) if floors is not None else []
    for line in short:
        print(f"below the floor: {line}")
    return 1 if short else 0


def predictions(args: argparse.Namespace, gold: Any) -> dict[str, dict[str, Any]]:
    """The records of `--predictions`, else those of the pipeline on the gold's texts."""
    from extractor.errors import UsageError
    from extractor.evaluation.gold import load_predictions, predict

    if args.predictions:
        return load_predictions(args.predictions, texts=gold.texts)
    if not args.texts:
        raise UsageError("evaluate", "nothing to score", expected="--texts or --predictions", remedy="give one of them")
    from extractor.cli import options

    return predict(options.spec_of(args).load(), gold)
