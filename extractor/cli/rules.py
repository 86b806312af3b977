"""`extractor rules`: check, test, report and trace."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

_DESCRIPTION = """\
Work on rules. A rule folder of your own given by --rules adds to the shipped rules or, by id, replaces them; it is
checked in the same way.

examples:
  extractor rules check --rules my-rules
  extractor rules test --rules my-rules
  extractor rules report corpus/gold --texts corpus/documents
  extractor rules trace "由工业和信息化部主办的对接会在乌鲁木齐举行，300余人参加。"
"""
_RAW = argparse.RawDescriptionHelpFormatter


def add(commands: Any) -> None:
    from extractor.cli import options

    parser = commands.add_parser(
        "rules", help="check, test, weigh and trace rules", description=_DESCRIPTION, formatter_class=_RAW
    )
    actions = parser.add_subparsers(dest="action", metavar="<action>", required=True, title="actions")

    def action(name: str, help: str, run: Any) -> argparse.ArgumentParser:
        (example,) = [line for line in _DESCRIPTION.splitlines() if line.startswith(f"  extractor rules {name} ")]
        sub: argparse.ArgumentParser = actions.add_parser(
            name, help=help, description=f"{help.capitalize()}.\n\nexample:\n{example}\n", formatter_class=_RAW
        )
        options.add_rules(sub)
        sub.set_defaults(run=run)
        return sub

    check = action("check", "find unsafe, hidden or untested rules; exit 2 when there are errors", run_check)
    check.add_argument("ids", nargs="*", metavar="RULE", help="only these rules")
    check.add_argument("--no-hostile", action="store_true", help="leave out the hostile strings (faster)")
    test = action("test", "run every rule's examples, counter-examples and known failures", run_test)
    test.add_argument("ids", nargs="*", metavar="RULE", help="only these rules")
    report = action("report", "how often each rule fires, how often it is right, what is lost without it", run_report)
    report.add_argument("gold", metavar="GOLD_DIR", help="a folder with one ID.json a document")
    report.add_argument("--texts", metavar="DIR", required=True, help="the folder of the texts, ID.txt")
    report.add_argument("--part", metavar="P", help="only this part of splits.json or splits.toml beside the gold")
    report.add_argument("--no-ablation", action="store_true", help="do not run without each rule (much faster)")
    report.add_argument("--json", metavar="FILE", help="also write the report as JSON")
    trace = action("trace", "follow one sentence through every stage", run_trace)
    trace.add_argument("text", metavar="TEXT", help="the sentence, or - for stdin")
    trace.add_argument("--published", metavar="DATE", help="the date that dates resolve against")


def run_check(args: argparse.Namespace) -> int:
    from extractor.rulebook import load_rulebook
    from extractor.rulebook.checking import check_rulebook

    book = load_rulebook(
        Path(args.rules) if args.rules else None, overlays=[Path(folder) for folder in args.overlay],
        words={name: Path(file) for name, file in args.lexicon},
    )
    _known(book, args.ids)
    findings = check_rulebook(book, hostile=not args.no_hostile, only=args.ids or None)
    for finding in findings:
        print(finding)
    errors = sum(finding.level == "error" for finding in findings)
    count = len(args.ids) or len(book.rules)
    lexicons = "" if args.ids else f" and {len(book.lexicons)} lexicons"
    print(f"{count} rules{lexicons} checked: {errors} errors, {len(findings) - errors} warnings", file=sys.stderr)
    return 2 if errors else 0


def run_test(args: argparse.Namespace) -> int:
    from extractor.cli import options
    from extractor.evaluation.rule_tests import cases, run_case

    pipeline = options.spec_of(args).load()
    _known(pipeline.rulebook, args.ids)
    todo = cases(pipeline.rulebook, args.ids or None)
    failed = 0
    for case in todo:
        wrong = run_case(pipeline, case)
        if wrong:
            failed += 1
            print(f"{case.rule.file}, rule {case.rule.id!r}, {case.kind}: {case.sentence}\n    {wrong}")
    print(f"{len(todo)} sentences, {failed} failed", file=sys.stderr)
    return 1 if failed else 0


def run_report(args: argparse.Namespace) -> int:
    from extractor.cli import options
    from extractor.evaluation.ablation import report_lines, rules_report
    from extractor.evaluation.gold import load_gold

    gold = load_gold(args.gold, texts=args.texts, part=args.part)
    report = rules_report(
        options.spec_of(args).load(), gold, ablate=not args.no_ablation,
        progress=_progress if sys.stderr.isatty() else None,
    )
    print("\n".join(report_lines(report)))
    if args.json:
        options.write_file(args.json, json.dumps(report.to_dict(), ensure_ascii=False, indent=1) + "\n")
    return 0


def run_trace(args: argparse.Namespace) -> int:
    from extractor.cli import options
    from extractor.evaluation.explaining import trace_lines
    from extractor.records import Document

    raw = sys.stdin.buffer.read() if args.text == "-" else args.text.encode("utf-8", "surrogateescape")
    text = raw.decode("utf-8", "replace")
    document = Document(id="sentence", text=text, published=args.published)
    print("\n".join(trace_lines(options.spec_of(args).load().analyse(document, explain=True))))
    return 0


def _known(book: Any, ids: list[str]) -> None:
    from extractor.errors import UsageError

    for name in ids:
        if name not in book.rules:
            raise UsageError(f"rule {name!r}", "there is no such rule", remedy="see the ids in rules/**/*.toml")


def _progress(done: int, total: int) -> None:
    print(f"\rwithout each rule: {done}/{total}", end="" if done < total else "\n", file=sys.stderr, flush=True)
