"""Persons without a post: names in running text, for spaCy's entities and for reports; records do not need them.

A place is a candidate where jieba's part-of-speech dictionary sees a name (nr) or where a common surname stands before
one or two characters that make no word. The name model then weighs the candidates that begin there against running
text; what passes once counts wherever the document says it again. Names of officials are taken as they are.

All offsets are on the repaired text.
"""

from __future__ import annotations

import regex

from extractor.components.analysis import Analysis
from extractor.components.bodies import Bodies
from extractor.components.chart import Chart
from extractor.components.names import NameModel
from extractor.offsets import Span
from extractor.rulebook import Rulebook

# places, prizes and firms are named after persons: 尤伯杯, 陈沟村
_NAMED_AFTER = regex.compile(r"[县州市区河村镇乡杯派路街]|公司|基金会|大学|主义|理工|学院|汽车|车队")
_TAGGED = 2.0
_UNTAGGED = 7.0
_COMMON = -6.0
_WORD = 9.0
_CROSSING = 2.0
_TWO = 8.0
_FOREIGN = -3.0


class PersonFinder:
    """`find(analysis)` on an analysed document; the part-of-speech tags are read only here."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._model = NameModel(rulebook)
        weights = rulebook.lexicon("surnames").column("weight")
        self._common = frozenset(form for form, weight in weights.items() if float(weight) > _COMMON)

    def find(self, analysis: Analysis) -> list[Span]:
        """Spans of persons in text order, officials' among them."""
        import rjieba

        chart: Chart = analysis.state["chart"]
        text = chart.text
        found = {span for official in analysis.officials for span in official.mentions}
        taken = 0
        at = 0
        for word, flag in rjieba.tag(text):
            start, at = at, at + len(word)
            if start < taken or any(s <= start < e for s, e in found):
                continue
            span = self._name(chart, start, at, flag)
            if span is not None:
                found.add(span)
                taken = span[1]
        return self._again(text, found)

    def _name(self, chart: Chart, start: int, end: int, flag: str) -> Span | None:
        text = chart.text
        tagged = flag.startswith("nr")
        if not tagged and not (text[start] in self._common and end - start <= 2 and flag not in ("ns", "nt", "t", "m", "v")):
            return None
        if start in chart.anchor_start or text[start] in "0123456789 ":
            return None
        word = text[start:end]
        if text.startswith("某", start + 1) and text[start] in self._common:
            return start, start + (3 if text.startswith("某某", start + 1) else 2)
        for candidate in self._model.after(text, start)[:2]:
            hit = chart.protected_end.get(candidate.end)
            if (hit is not None and hit.start <= candidate.start) or text[candidate.end - 1] in "村县镇乡州杯":
                continue
            least = _TAGGED if tagged else _UNTAGGED
            if text[start : candidate.end] in chart.lexis.words or word in chart.lexis.words:
                least = max(least, _WORD)
            if candidate.end - candidate.start == 2:
                least = max(least, _TWO)  # 祝福, 文明: the dictionary calls them names
            if candidate.end != end and tagged and len(word) > 2:
                least += _CROSSING  # against the dictionary's border: 张卫星|, 高峰|扳
            if candidate.score >= least and not _NAMED_AFTER.match(text, candidate.end):
                return candidate.start, candidate.end
        if tagged and len(word) > 2 and word not in chart.lexis.words and self._model.foreign_score(word) > _FOREIGN and not _NAMED_AFTER.match(text, end):
            return start, end
        return None

    @staticmethod
    def _again(text: str, found: set[Span]) -> list[Span]:
        """Every other place of a form of three characters or more."""
        spans = set(found)
        for form in {text[slice(*span)] for span in found}:
            if len(form) < 3:
                continue
            at = text.find(form)
            while at >= 0:
                if not any(s < at + len(form) and at < e for s, e in spans):
                    spans.add((at, at + len(form)))
                at = text.find(form, at + 1)
        return sorted(spans)


def names_of(analysis: Analysis, finder: PersonFinder) -> list[tuple[int, int, str]]:
    """(start, end, "PERSON" or "ORG") of the ORIGINAL text: persons, companies and the other bodies, none inside another."""
    back = analysis.repaired.alignment.original
    persons = finder.find(analysis)
    companies = [span for company in analysis.companies for span in company.mentions]
    sure = [*persons, *companies]
    bodies: Bodies = analysis.state["bodies"]
    others = [
        (body.start, body.end) for body in bodies.outermost
        if body.kind not in ("COMPANY", "PARK") and not any(s < body.end and body.start < e for s, e in sure)
    ]
    out = [(*back(*span), "PERSON") for span in persons] + [(*back(*span), "ORG") for span in [*companies, *others]]
    return sorted(set(out))
