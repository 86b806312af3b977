"""`gold check`: what is wrong or doubtful in gold, and how far two annotators agree.

An error is something that cannot be right whatever the text means (an offset outside the text, a role that does not
exist, a number that contradicts its comparator). A warning is something a person should look at (a name that occurs
once more without being marked).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from extractor.evaluation.causes import context
from extractor.evaluation.gold import Gold
from extractor.evaluation.matching import norm
from extractor.evaluation.metrics import prf, tally
from extractor.offsets import Span, merge, overlaps
from extractor.records import COMPARATORS, KINDS, ROLES

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_NAMED = ("events", "organizers", "officials", "companies")


@dataclass(frozen=True, slots=True)
class GoldFinding:
    level: Literal["error", "warning"]
    document: str
    field: str
    what: str
    place: str = ""
    """The text around the place."""

    def __str__(self) -> str:
        return f"{self.level}: {self.document} {self.field}: {self.what}" + (f"\n      {self.place}" if self.place else "")


def check_gold(gold: Gold) -> Iterator[GoldFinding]:
    """Findings of every record, documents in order."""
    for name, record in gold.records.items():
        yield from _Check(name, record, gold.texts.get(name)).run()


class _Check:
    def __init__(self, name: str, record: Mapping[str, Any], text: str | None) -> None:
        self.name, self.record, self.text = name, record, text

    def run(self) -> Iterator[GoldFinding]:
        if self.record.get("id") != self.name:
            yield self._error("record", f"`id` is {self.record.get('id')!r}, the file is {self.name}.json")
        if self.text is None:
            yield self._warning("record", "there is no text to check it against")
        for field in _NAMED:
            for fact in self.record.get(field) or ():
                yield from self._named(field, fact)
            yield from self._doubled(field)
        yield from self._unmarked()
        for fact in self.record.get("quantities") or ():
            yield from self._quantity(fact)
        yield from self._doubled_quantities()

    def _error(self, field: str, what: str, span: Sequence[int] | None = None) -> GoldFinding:
        return GoldFinding("error", self.name, field, what, self._around(span))

    def _warning(self, field: str, what: str, span: Sequence[int] | None = None) -> GoldFinding:
        return GoldFinding("warning", self.name, field, what, self._around(span))

    def _around(self, span: Sequence[int] | None) -> str:
        return context(self.text, (span[0], span[1])) if self.text is not None and span else ""

    # ---- names

    def _named(self, field: str, fact: Mapping[str, Any]) -> Iterator[GoldFinding]:
        name = fact.get("name")
        if not isinstance(name, str) or not name.strip():
            yield self._error(field, f"a fact has no `name`: {dict(fact)}")
            return
        for span in fact.get("mentions") or ():
            if not self._inside(span):
                yield self._error(field, f"a mention of {name} is outside the text: {span}")
            elif self.text is not None and not self._resembles(fact, self.text[span[0] : span[1]]):
                yield self._warning(field, f"a mention of {name} reads {self.text[span[0]:span[1]]!r}", span)
        if not fact.get("mentions") and field != "events":
            yield self._warning(field, f"{name} has no mentions")
        if field == "organizers":
            if fact.get("role") not in ROLES:
                yield self._error(field, f"the role of {name} is {fact.get('role')!r}, not one of {', '.join(ROLES)}")
            events = [norm(event.get("name")) for event in self.record.get("events") or ()]
            if fact.get("event") and norm(fact["event"]) not in events:
                yield self._warning(field, f"the event of {name} is not among the events: {fact['event']}")
        if field == "officials":
            yield from self._posts(fact)
        if field == "events":
            for key in ("start", "end"):
                if fact.get(key) and not _DATE.fullmatch(str(fact[key])):
                    yield self._error(field, f"`{key}` of {name} is no ISO date: {fact[key]!r}")

    def _posts(self, fact: Mapping[str, Any]) -> Iterator[GoldFinding]:
        if not fact.get("posts"):
            yield self._error("officials", f"{fact['name']} has no posts")
        said = [(norm(str(post.get("org"))), norm(post.get("title"))) for post in fact.get("posts") or ()]
        for org, title in sorted({post for post in said if said.count(post) > 1}):
            yield self._error("officials", f"{fact['name']} has the post {title} of {org} twice")
        for post in fact.get("posts") or ():
            if not post.get("title"):
                yield self._error("officials", f"a post of {fact['name']} has no title")
            if "org" not in post:
                yield self._error("officials", f"a post of {fact['name']} has no `org` (null where none is in reach)")

    def _inside(self, span: Any) -> bool:
        good = isinstance(span, Sequence) and len(span) == 2 and all(isinstance(at, int) for at in span)
        return good and 0 <= span[0] < span[1] and (self.text is None or span[1] <= len(self.text))

    def _resembles(self, fact: Mapping[str, Any], said: str) -> bool:
        """Whether the words of a mention share anything with the name or a form of it, after repair."""
        from extractor.repair import repair

        words = set(norm(repair(said).text))
        forms = [norm(form) for form in (fact["name"], *(fact.get("aliases") or ()))]
        return any(words & set(form) for form in forms)

    def _doubled(self, field: str) -> Iterator[GoldFinding]:
        seen: dict[tuple[str, Any], str] = {}
        for fact in self.record.get(field) or ():
            forms = {norm(form) for form in (fact.get("name"), *(fact.get("aliases") or ())) if form}
            for form in sorted(forms):
                key = (form, fact.get("role") if field == "organizers" else None)
                if key in seen and seen[key] != fact.get("name"):
                    yield self._warning(field, f"{form} is a form of {seen[key]} and of {fact.get('name')}")
                elif key in seen and form == norm(fact.get("name")):
                    yield self._error(field, f"{fact.get('name')} stands there twice")
                seen.setdefault(key, str(fact.get("name")))

    def _unmarked(self) -> Iterator[GoldFinding]:
        """Names that occur once more, outside every mention of anything."""
        if self.text is None:
            return
        taken = merge(
            (int(span[0]), int(span[1])) for field in _NAMED for fact in self.record.get(field) or ()
            for span in fact.get("mentions") or () if self._inside(span)
        )
        taken = merge([*taken, *self._bodies()])
        for field in ("organizers", "officials", "companies"):
            for fact in self.record.get(field) or ():
                for form in {fact.get("name"), *(fact.get("aliases") or ())}:
                    if form and (len(form) >= 3 or form == fact.get("name")):
                        yield from self._further(field, str(form), taken)

    def _bodies(self) -> Iterator[Span]:
        """Every place of a post's body: a name inside it is a part of it, no mention of its own."""
        for fact in self.record.get("officials") or ():
            for post in fact.get("posts") or ():
                orgs = post.get("org")
                for org in orgs if isinstance(orgs, list) else [orgs]:
                    if org and self.text is not None:
                        yield from (match.span() for match in re.finditer(re.escape(org), self.text))

    def _further(self, field: str, form: str, taken: list[Span]) -> Iterator[GoldFinding]:
        assert self.text is not None
        for match in re.finditer(re.escape(form), self.text):
            if not any(overlaps(match.span(), span) for span in taken):
                yield self._warning(field, f"{form} occurs here without being marked", match.span())

    # ---- quantities

    def _quantity(self, fact: Mapping[str, Any]) -> Iterator[GoldFinding]:
        said = fact.get("text")
        span: list[int] = fact.get("span") or []
        if fact.get("kind") not in KINDS:
            yield self._error("quantities", f"the kind of {said} is {fact.get('kind')!r}, not one of {', '.join(KINDS)}")
        if not self._inside(span):
            yield self._error("quantities", f"the span of {said} is outside the text: {span}")
            return
        if self.text is not None and self.text[span[0] : span[1]] != said:
            yield self._error("quantities", f"the span of {said!r} reads {self.text[span[0]:span[1]]!r}", span)
        wrong = comparator_fault(fact)
        if wrong:
            yield self._error("quantities", f"{said}: {wrong}", span)
        last = "currency" if fact.get("kind") == "amount" else "unit"
        if not fact.get(last) and fact.get("kind") not in ("percent", "multiple"):
            yield self._error("quantities", f"{said} has no {last}", span)

    def _doubled_quantities(self) -> Iterator[GoldFinding]:
        spans = [(fact.get("kind"), *fact["span"]) for fact in self.record.get("quantities") or () if fact.get("span")]
        for item in sorted({item for item in spans if spans.count(item) > 1}):
            yield self._error("quantities", "stands there twice", item[1:])


def comparator_fault(fact: Mapping[str, Any]) -> str | None:
    """What is wrong between a quantity's comparator and its value, min and max; None when they agree."""
    sign = fact.get("comparator")
    if sign not in COMPARATORS:
        return f"the comparator is {sign!r}, not one of {' '.join(COMPARATORS)}"
    value, low, high = (None if fact.get(key) is None else float(fact[key]) for key in ("value", "min", "max"))
    if sign == "range":
        if value is not None or low is None or high is None or low > high:
            return f"a range has min ≤ max and no value, not {low}, {high}, {value}"
        return None
    wanted = {"=": (value, value), "~": (value, value), ">": (value, None), ">=": (value, None)}.get(sign, (None, value))
    if value is None or (low, high) != wanted:
        return f"{sign} {value} has min and max {wanted[0]}, {wanted[1]}, not {low}, {high}"
    return None


# ---- agreement ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two annotators on the same documents. `f1` by field is the mean of both directions."""

    documents: int
    f1: dict[str, float]
    kappa: float
    """Cohen's kappa over characters, each labelled by the fields that mark it."""
    disagreements: list[tuple[str, Any]]
    """(document, error) with the first annotator as prediction, the second as gold."""


def agreement(first: Gold, second: Gold) -> Agreement:
    """How far two gold folders agree, on the documents that both have."""
    from extractor.evaluation.causes import document_errors

    both = [name for name in first.records if name in second.records]
    a, b = ({name: side.records[name] for name in both} for side in (first, second))
    there, back = tally(a, b).totals(), tally(b, a).totals()
    f1 = {name: (prf(*there[name]).f1 + prf(*back[name]).f1) / 2 for name in there}
    labels: list[tuple[str, str]] = []
    errors: list[tuple[str, Any]] = []
    for name in both:
        text = second.texts.get(name) or first.texts.get(name)
        errors += [(name, error) for error in document_errors(name, a[name], b[name], text)]
        if text is not None:
            labels += zip(_characters(a[name], len(text)), _characters(b[name], len(text)), strict=True)
    return Agreement(len(both), f1, kappa(labels), errors)


def _characters(record: Mapping[str, Any], length: int) -> list[str]:
    """For each character the fields that mark it, joined; "" for none."""
    marks: list[set[str]] = [set() for _ in range(length)]
    for field in _NAMED[1:]:
        for fact in record.get(field) or ():
            for start, end in fact.get("mentions") or ():
                for at in range(max(0, start), min(length, end)):
                    marks[at].add(field)
    for fact in record.get("quantities") or ():
        for at in range(max(0, fact["span"][0]), min(length, fact["span"][1])):
            marks[at].add(str(fact.get("kind")))
    return ["+".join(sorted(mark)) for mark in marks]


def kappa(pairs: Sequence[tuple[str, str]]) -> float:
    """Cohen's kappa of two labellings; 1 where both always say one and the same thing."""
    if not pairs:
        return 1.0
    total = len(pairs)
    same = sum(one == two for one, two in pairs) / total
    firsts, seconds = [one for one, _ in pairs], [two for _, two in pairs]
    chance = sum(firsts.count(label) * seconds.count(label) for label in set(firsts)) / total**2
    return 1.0 if chance == 1 else (same - chance) / (1 - chance)
