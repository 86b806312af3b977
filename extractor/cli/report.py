"""`extractor report`: one page to look at."""

from __future__ import annotations

import argparse
import sys
from typing import Any

_DESCRIPTION = """\
Write one self-contained HTML page (no network needed): every document with its facts marked in the original text, and
with --gold also scores, error causes, and gold and predicted facts side by side.

examples:
  extractor report corpus/documents -o report.html
  extractor report corpus/documents --gold corpus/gold -o report.html
  extractor report corpus/documents --gold corpus/gold --predictions llm.jsonl -o llm.html
"""


def add(commands: Any) -> None:
    from extractor.cli import options

    parser = commands.add_parser(
        "report", help="a page with the facts marked in the texts, with scores where there is gold",
        description=_DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", help="the texts: files, folders or -")
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help="the page to write; - for stdout")
    parser.add_argument("--gold", metavar="GOLD_DIR", help="a folder with one ID.json a document")
    parser.add_argument("--part", metavar="P", help="only this part of splits.json or splits.toml beside the gold")
    parser.add_argument("--predictions", metavar="FILE", help="show these records instead of running the pipeline")
    parser.add_argument("--title", metavar="TEXT", help="the page's title")
    options.add_rules(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from extractor.cli import options
    from extractor.evaluation.gold import load_gold, load_predictions, predict_documents
    from extractor.evaluation.report import build_page
    from extractor.reading import read_documents

    gold = load_gold(args.gold, part=args.part) if args.gold else None
    documents = {document.id: document for document in read_documents(args.paths)}
    if gold:
        documents = {name: documents[name] for name in gold.records if name in documents}
    texts = {name: document.text for name, document in documents.items()}
    if args.predictions:
        predicted = load_predictions(args.predictions, texts=texts)
    else:
        predicted = predict_documents(options.spec_of(args).load(), documents.values())
    page = build_page(texts, predicted, gold, title=args.title)
    if args.output == "-":
        sys.stdout.write(page)
    else:
        options.write_file(args.output, page)
        print(f"{args.output}: {len(texts)} documents, {len(page) / 1e6:.1f} MB", file=sys.stderr)
    return 0
