"""One self-contained page: scores, error causes, and every document with its facts marked in the original text.

`build_page` needs texts and predictions; with gold there are scores and two texts side by side, without it the page
shows what a run found. Everything a document says goes into the page as JSON (with `<`, `>`, `&` and `'` escaped) and
is set as text by the page's script, never as markup; a content security policy forbids every fetch. The page fits all
that is shown into one file, so it can be mailed and opened without a network. Same input, same bytes.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor import __version__
from extractor.evaluation.causes import CAUSES, Error, count_causes, document_errors
from extractor.evaluation.gold import Gold
from extractor.evaluation.matching import CORE, Facts, pair, views
from extractor.evaluation.metrics import Evaluation, evaluate, prf
from extractor.evaluation.printing import said
from extractor.offsets import Span

FIELDS = ("organizers", "officials", "companies", "counts", "amounts", "measure", "percent", "multiple", "events")
_OF_KIND = {"count": "counts", "amount": "amounts"}
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the score table, ready for the template."""

    name: str
    p: float
    r: float
    f1: float
    low: float
    high: float
    macro: float
    counts: tuple[int, int, int]
    core: bool


def build_page(
    texts: Mapping[str, str], predicted: Mapping[str, Facts], gold: Gold | None = None, *, title: str | None = None
) -> str:
    """The page as HTML. Documents come in gold's order, else in the order of `texts`.

    texts: original texts by id; a document without text is shown by its facts alone.
    """
    names = list(gold.records) if gold else list(texts)
    result = evaluate(predicted, gold.records, groups=gold.groups) if gold else None
    errors: list[Error] = []
    documents = []
    for name in names:
        record = predicted.get(name) or {}
        right = gold.records[name] if gold else None
        text = texts.get(name, "")
        mine = document_errors(name, record, right, text, fields=FIELDS[:-1]) if right is not None else []
        errors += mine
        documents.append(_document(name, text, record, right, mine))
    return _template().render(
        title=title or ("Evaluation" if gold else "Facts"),
        version=__version__,
        data=_script_json({"fields": FIELDS, "causes": CAUSES, "gold": gold is not None, "documents": documents}),
        style=(_TEMPLATES / "report.css").read_text("utf-8"),
        script=(_TEMPLATES / "report.js").read_text("utf-8"),
        documents=len(names),
        characters=sum(len(texts.get(name, "")) for name in names),
        result=result,
        rows=_score_rows(result) if result else [],
        lenient=_lenient_rows(result) if result else [],
        causes=_cause_rows(errors) if result else [],
        cause_fields=[name for name in FIELDS[:-1] if any(error.field == name for error in errors)],
        totals=_totals(predicted, names),
    )


def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("report.html.j2")


def _script_json(value: Any) -> str:
    """JSON that can stand inside a script element: no character that could end it or start markup."""
    out = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&'\u2028\u2029":
        out = out.replace(char, f"\\u{ord(char):04x}")
    return out


# ---- scores -----------------------------------------------------------------------------------------------------


def _score_rows(result: Evaluation) -> list[Row]:
    macro = result.strict.macro()
    return [
        Row(name, *prf(*counts), *result.intervals.fields[name], macro[name].f1, counts, name in CORE)
        for name, counts in result.strict.totals().items()
    ]


def _lenient_rows(result: Evaluation) -> list[tuple[str, float, float, float]]:
    return [(name, *prf(*counts)) for name, counts in result.lenient.totals().items()]


def _cause_rows(errors: Sequence[Error]) -> list[tuple[str, list[tuple[str, int]], int]]:
    """(cause, [(field, errors)…], all) for the causes that occur."""
    counted = count_causes(errors)
    fields = [name for name in FIELDS[:-1] if name in counted]
    rows = [(cause, [(name, counted[name][cause]) for name in fields]) for cause in CAUSES]
    return [(cause, cells, sum(n for _, n in cells)) for cause, cells in rows if any(n for _, n in cells)]


def _totals(predicted: Mapping[str, Facts], names: Iterable[str]) -> list[tuple[str, int]]:
    """Facts found, by field."""
    counts = dict.fromkeys(FIELDS, 0)
    for name in names:
        for field, _ in _facts(predicted.get(name) or {}):
            counts[field] += 1
    return list(counts.items())


# ---- one document -----------------------------------------------------------------------------------------------


def _document(name: str, text: str, predicted: Facts, gold: Facts | None, errors: Sequence[Error]) -> dict[str, Any]:
    """The JSON form that report.js reads; offsets count UTF-16 units, as JavaScript's strings do."""
    units = _Units(text)
    mine, right = list(_facts(predicted)), list(_facts(gold or {}))
    wrong = _wrong(predicted, gold) if gold is not None else None
    at_mine = {id(fact): at for at, (_, fact) in enumerate(mine)}
    at_right = {id(fact): at for at, (_, fact) in enumerate(right)}
    out: dict[str, Any] = {
        "id": name,
        "title": predicted.get("title") or (gold or {}).get("title") or _first_line(text),
        "text": text,
        "predicted": [_fact(field, fact, units, wrong) for field, fact in mine],
    }
    flags = predicted.get("flags")
    if flags:
        out["flags"] = list(flags)
    if gold is not None:
        out["gold"] = [_fact(field, fact, units, wrong) for field, fact in right]
        out["errors"] = [
            {
                "field": error.field, "cause": error.cause, "detail": error.detail,
                "span": units.span(error.span) if error.span else None,
                "gold": said(error.gold) if error.gold else None,
                "predicted": said(error.predicted) if error.predicted else None,
                "g": at_right.get(id(error.gold.fact)) if error.gold else None,
                "p": at_mine.get(id(error.predicted.fact)) if error.predicted else None,
                "rules": list(error.rules),
            }
            for error in errors
        ]
    return out


def _first_line(text: str) -> str:
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= 60 else line[:59] + "…"


def _facts(record: Facts) -> Iterable[tuple[str, Mapping[str, Any]]]:
    for field in ("events", "organizers", "officials", "companies"):
        for fact in record.get(field) or ():
            yield field, fact
    for fact in record.get("quantities") or ():
        field = _OF_KIND.get(fact["kind"], fact["kind"])
        if field in FIELDS:
            yield field, fact


def _wrong(predicted: Facts, gold: Facts) -> dict[int, bool]:
    """id(fact) → whether any of its claims is wrong, for both sides."""
    out: dict[int, bool] = {}
    for view in views(predicted, gold):
        if view.field not in FIELDS:
            continue
        pairs = pair(view)
        hits = ({i for i, _ in pairs}, {j for _, j in pairs})
        for claims, hit in zip((view.predicted, view.gold), hits, strict=True):
            for at, claim in enumerate(claims):
                out[id(claim.fact)] = out.get(id(claim.fact), False) or at not in hit
    return out


def _fact(field: str, fact: Mapping[str, Any], units: _Units, wrong: Mapping[int, bool] | None) -> dict[str, Any]:
    posts = fact.get("posts") or () if field == "officials" else ()
    spans = [tuple(fact["span"])] if fact.get("span") else [tuple(span) for span in fact.get("mentions") or ()]
    light = [fact.get("noun_span"), *(post.get(key) for post in posts for key in ("span", "org_span"))]
    out: dict[str, Any] = {
        "field": field,
        "name": _label(field, fact),
        "spans": [units.span(span) for span in spans],
        "about": _about(field, fact),
    }
    around = [units.span(tuple(span)) for span in light if span]
    if around:
        out["light"] = around
    rules = list(dict.fromkeys([
        *(fact.get("rules") or ()), *(rule for post in posts for rule in post.get("rules") or ())
    ]))
    if rules:
        out["rules"] = rules
    if wrong is not None and id(fact) in wrong:
        out["ok"] = not wrong[id(fact)]
    if fact.get("confidence") not in (None, 1, 1.0):
        out["confidence"] = fact["confidence"]
    if fact.get("repaired"):
        out["repaired"] = fact["repaired"]
    return out


def _label(field: str, fact: Mapping[str, Any]) -> str:
    return str(fact.get("name") or fact.get("text") or "")


def _about(field: str, fact: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(what, value) lines: the normalised form of the fact."""
    if field == "officials":
        return [("post", f"{_one(post.get('org')) or 'no body'} · {post.get('title') or '–'}") for post in fact.get("posts") or ()]
    if field == "organizers":
        lines = [("role", fact.get("role")), ("event", fact.get("event"))]
    elif field == "events":
        when = " to ".join(str(fact[key]) for key in ("start", "end") if fact.get(key))
        lines = [("place", fact.get("place")), ("date", when), ("part of", fact.get("part_of"))]
    elif field == "companies":
        lines = []
    else:
        lines = [("value", _value(fact)), ("noun", fact.get("noun")), ("condition", _condition(fact.get("condition")))]
        lines += [(key, fact.get(key)) for key in ("role", "change", "basis")]
    lines.append(("also", "、".join(fact.get("aliases") or ())))
    return [(what, str(value)) for what, value in lines if value]


def _one(org: Any) -> str | None:
    return (org[0] if org else None) if isinstance(org, list) else org


def _value(fact: Mapping[str, Any]) -> str:
    unit = fact.get("currency") or fact.get("unit") or ""
    low, high = _number(fact.get("min")), _number(fact.get("max"))
    if fact.get("comparator") == "range":
        return f"{low} to {high} {unit}".strip()
    value = _number(fact.get("value")) or low or high
    return f"{fact.get('comparator', '=')} {value} {unit}".strip()


def _number(value: Any) -> str:
    """1234567.5 → 1,234,567.5"""
    if value is None:
        return ""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return str(value)
    return f"{number:,.0f}" if number.is_integer() else f"{number:,.10g}"


def _condition(condition: Mapping[str, Any] | None) -> str:
    if not condition:
        return ""
    unit = condition.get("currency") or condition.get("unit") or ""
    low, high = _number(condition.get("min")), _number(condition.get("max"))
    return f"{'≥ ' + low if low else ''}{' to ' if low and high else ''}{high} {unit}".strip()


class _Units:
    """Code-point offsets → UTF-16 offsets of one text."""

    def __init__(self, text: str) -> None:
        self._wide = [at for at, char in enumerate(text) if ord(char) > 0xFFFF]

    def span(self, span: Span | Sequence[int]) -> list[int]:
        return [int(at) + bisect_left(self._wide, at) for at in span]
