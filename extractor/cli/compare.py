"""`extractor compare`: whether B is better than A."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

_DESCRIPTION = """\
Compare two rule sets, versions or systems on gold: differences with 95 % intervals from a paired bootstrap, the facts
won and lost, and a verdict in one sentence.

A and B are each a JSON lines file of records, a rule folder (added on top of the shipped rules), or the word shipped.

examples:
  extractor compare before.jsonl after.jsonl --gold corpus/gold
  extractor compare shipped my-rules --gold corpus/gold --texts corpus/documents
"""


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "compare", help="is one rule set, version or system better than another", description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("a", metavar="A", help="records.jsonl, a rule folder, or shipped")
    parser.add_argument("b", metavar="B", help="the same for the other side")
    parser.add_argument("--gold", required=True, metavar="GOLD_DIR", help="a folder with one ID.json a document")
    parser.add_argument("--texts", metavar="DIR", help="the folder of the texts; needed when a rule folder is compared")
    parser.add_argument("--part", metavar="P", help="only this part of splits.json or splits.toml beside the gold")
    parser.add_argument("--quiet", action="store_true", help="leave out the list of changed facts")
    parser.add_argument("--json", metavar="FILE", help="also write the comparison as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from extractor.cli import options
    from extractor.evaluation.compare import compare, comparison_lines
    from extractor.evaluation.gold import load_gold

    gold = load_gold(args.gold, texts=args.texts, part=args.part)
    result = compare(_side(args.a, gold, args.texts), _side(args.b, gold, args.texts), gold.records)
    print("\n".join(comparison_lines(result, gold.texts, listed=not args.quiet)))
    if args.json:
        options.write_file(args.json, json.dumps(result.to_dict(), ensure_ascii=False, indent=1) + "\n")
    return 0


def _side(name: str, gold: Any, texts: str | None) -> dict[str, dict[str, Any]]:
    from extractor.errors import UsageError
    from extractor.evaluation.gold import load_predictions, predict
    from extractor.pipeline import load

    if name != "shipped" and not Path(name).exists():
        raise UsageError(name, "does not exist", expected="records.jsonl, a rule folder, or shipped", remedy="check it")
    if name == "shipped" or Path(name).is_dir():
        if texts is None:
            raise UsageError(name, "rules need texts to run on", remedy="give their folder as --texts")
        return predict(load(overlays=[] if name == "shipped" else [name]), gold)
    return load_predictions(name, texts=gold.texts)
