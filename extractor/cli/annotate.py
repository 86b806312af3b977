"""`extractor annotate`: into annotation tools and back."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

_DESCRIPTION = """\
Take texts into an annotation tool with the facts that were found already marked, so that people correct instead of
type; and bring what they made back as gold.

formats: brat (a folder), doccano (JSON lines), label-studio (JSON), docbin (spaCy)

examples:
  extractor annotate export new-texts/ --format brat -o for-brat/
  extractor annotate import for-brat/ --format brat -o new-gold/
"""

_EXPORT = """\
Write texts with their facts in the format of an annotation tool: those of the pipeline, of --predictions or of --gold.

example:
  extractor annotate export new-texts/ --format doccano -o tasks.jsonl
"""
_IMPORT = """\
Read what people made in an annotation tool and write it as gold, one ID.json a document.

example:
  extractor annotate import done.jsonl --format doccano -o new-gold/
"""


def add(commands: Any) -> None:
    from extractor.cli import options

    parser = commands.add_parser(
        "annotate", help="into brat, doccano, Label Studio or spaCy, and back as gold", description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = parser.add_subparsers(dest="action", metavar="<action>", required=True, title="actions")
    formats = ("brat", "doccano", "label-studio", "docbin")
    raw = argparse.RawDescriptionHelpFormatter
    export = actions.add_parser(
        "export", help="write texts with their facts in a tool's format", description=_EXPORT, formatter_class=raw
    )
    export.add_argument("paths", nargs="+", metavar="PATH", help="the texts: files, folders or -")
    export.add_argument("--format", required=True, choices=formats, help="the tool's format")
    export.add_argument("-o", "--output", required=True, metavar="PATH", help="the file, or for brat the folder")
    export.add_argument("--predictions", metavar="FILE", help="these records instead of the pipeline's")
    export.add_argument("--gold", metavar="GOLD_DIR", help="this gold instead of predictions")
    export.add_argument("--empty", action="store_true", help="texts alone, for annotation from nothing")
    options.add_rules(export)
    export.set_defaults(run=run_export)
    back = actions.add_parser(
        "import", help="read what people made and write it as gold", description=_IMPORT, formatter_class=raw
    )
    back.add_argument("path", metavar="PATH", help="the tool's file or folder")
    back.add_argument("--format", required=True, choices=formats, help="the tool's format")
    back.add_argument("-o", "--output", required=True, metavar="GOLD_DIR", help="the folder for ID.json")
    back.add_argument("--keep", action="store_true", help="keep rules, confidence and other fields of predictions")
    back.set_defaults(run=run_import)


def run_export(args: argparse.Namespace) -> int:
    from extractor.evaluation.annotation import FORMATS, to_sheet
    from extractor.reading import read_documents

    documents = list(read_documents(args.paths))
    records = _records(args, documents)
    sheets = [
        to_sheet(records.get(document.id) or {"id": document.id}, document.text) for document in documents
        if document.id in records or not args.gold
    ]
    FORMATS[args.format].write(sheets, Path(args.output))
    print(f"{args.output}: {len(sheets)} documents, {sum(len(sheet.labels) for sheet in sheets)} labels", file=sys.stderr)
    return 0


def _records(args: argparse.Namespace, documents: list[Any]) -> dict[str, dict[str, Any]]:
    from extractor.cli import options
    from extractor.evaluation.gold import load_gold, load_predictions, predict_documents

    if args.empty:
        return {}
    if args.gold:
        return load_gold(args.gold).records
    if args.predictions:
        return load_predictions(args.predictions)
    return predict_documents(options.spec_of(args).load(), documents)


def run_import(args: argparse.Namespace) -> int:
    from extractor.errors import ReadError, UsageError
    from extractor.evaluation.annotation import FORMATS, as_gold, to_record
    from extractor.records import FIELDS

    folder = Path(args.output)
    if not Path(args.path).exists():
        raise UsageError(args.path, "does not exist", remedy="check the path")
    try:
        sheets = FORMATS[args.format].read(Path(args.path))
    except UnicodeDecodeError as error:
        raise ReadError(args.path, f"is not UTF-8 ({error.reason})", remedy="check --format, or save it as UTF-8") from error
    folder.mkdir(parents=True, exist_ok=True)
    for sheet in sheets:
        record = to_record(sheet)
        record = {**{name: [] for name in FIELDS}, **record} if args.keep else as_gold(record)
        file = folder / f"{Path(sheet.id).name}.json"
        file.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(f"{folder}: {len(sheets)} records", file=sys.stderr)
    return 0
