"""What went wrong, found by the program: every wrong claim gets one cause, and the text around it.

| cause | what it means |
| --- | --- |
| repair | the text there was damaged and the repaired text does not say the name |
| boundary | the right thing with a border too far left or right |
| wrong type | the place was read as another field, or as another kind of quantity |
| wrong link | the right name with the wrong body, title, role or event |
| normalisation | the right place and words, the wrong number, unit, comparator or form of the name |
| missed trigger | nothing was found where gold has a fact |
| extra fact | a fact where gold has nothing |

A missed and an extra claim that belong together (a wrong border, a wrong body) are ONE error with one cause. The
pairing of left-over claims is optimal and does not depend on order, like that of right ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.evaluation.gold import Gold
from extractor.evaluation.matching import (
    CORE,
    Claim,
    Facts,
    View,
    named_claims,
    near_name,
    norm,
    pair,
    quantity_claims,
    same_name,
    same_person,
    same_place,
    same_value,
    views,
)
from extractor.offsets import Span, overlaps

CAUSES = ("repair", "boundary", "wrong type", "wrong link", "normalisation", "missed trigger", "extra fact")
_KINDS = {
    "counts": "count", "amounts": "amount", "measure": "measure", "percent": "percent", "multiple": "multiple",
}


@dataclass(frozen=True, slots=True)
class Error:
    """One error of one document. At least one of `gold` and `predicted` is there."""

    document: str
    field: str
    cause: str
    detail: str
    """What differs, in a few words."""
    gold: Claim | None
    predicted: Claim | None
    span: Span | None
    """Where to look in the original text: gold's place where there is one."""

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that made the predicted fact."""
        if self.predicted is None:
            return ()
        fact, post = self.predicted.fact, self.predicted.post or {}
        return tuple(dict.fromkeys([*(post.get("rules") or ()), *(fact.get("rules") or ())]))


def find_errors(predicted: Mapping[str, Facts], gold: Gold, *, fields: Sequence[str] = CORE) -> Iterator[Error]:
    """Every error of every document, in the order of documents, fields and places."""
    for name, right in gold.records.items():
        yield from document_errors(name, predicted.get(name) or {}, right, gold.texts.get(name), fields=fields)


def document_errors(
    name: str, predicted: Facts, gold: Facts, text: str | None, *, fields: Sequence[str] = CORE
) -> list[Error]:
    """The errors of one document; `text` (the original) lets damage be recognised as a cause."""
    damage = _Damage(text)
    others = _others(predicted, gold)
    out: list[Error] = []
    for view in views(predicted, gold):
        if view.field in fields:
            out += _field_errors(name, view, damage, others)
    return out


def count_causes(errors: Sequence[Error]) -> dict[str, Counter[str]]:
    """Field → cause → number of errors."""
    out: dict[str, Counter[str]] = {}
    for error in errors:
        out.setdefault(error.field, Counter())[error.cause] += 1
    return out


# ---- one field of one document ------------------------------------------------------------------------------------

_Others = Mapping[str, list[Claim]]


def _field_errors(name: str, view: View, damage: _Damage, others: _Others) -> list[Error]:
    right = pair(view)
    hit, found = {i for i, _ in right}, {j for _, j in right}
    extra = [claim for i, claim in enumerate(view.predicted) if i not in hit]
    missed = [claim for j, claim in enumerate(view.gold) if j not in found]
    errors: list[Error] = []

    def join(match: Callable[[Claim, Claim], bool], judge: Callable[[Claim, Claim], tuple[str, str]]) -> None:
        """Pair what is left by `match`, say why by `judge`, and take it off both lists."""
        pairs = pair(View(view.field, extra, missed, match))
        for i, j in pairs:
            cause, detail = judge(extra[i], missed[j])
            if cause in ("boundary", "normalisation") and damage.explains(missed[j]):
                cause = "repair"
            place = _where(missed[j], extra[i], damage.text)
            errors.append(Error(name, view.field, cause, detail, missed[j], extra[i], place))
        for i in sorted((i for i, _ in pairs), reverse=True):
            del extra[i]
        for j in sorted((j for _, j in pairs), reverse=True):
            del missed[j]

    for match, judge in _STEPS[view.field]:
        join(match, judge)
    for claim in missed:
        cause, detail, other = _missed(view, claim, damage, others)
        errors.append(Error(name, view.field, cause, detail, claim, other, _where(claim, other, damage.text)))
    for claim in extra:
        cause, detail = _extra(view, claim, others)
        errors.append(Error(name, view.field, cause, detail, None, claim, _where(claim, None, damage.text)))
    return sorted(errors, key=lambda error: (error.span or (0, 0), error.cause, error.detail))


def _missed(view: View, claim: Claim, damage: _Damage, others: _Others) -> tuple[str, str, Claim | None]:
    if damage.explains(claim):
        return "repair", f"the repaired text reads {damage.reading(claim)!r}", None
    if claim.span is not None:
        for field in _KINDS:
            for other in others[f"predicted {field}"]:
                if field != view.field and same_place(other, claim):
                    return "wrong type", f"read as {field}", other
        return "missed trigger", "no quantity was read here", None
    for field in ("organizers", "companies", "officials"):
        for other in others[f"extra {field}"]:
            if field != view.field and same_name(other, claim):
                return "wrong type", f"read as {field}", other
    if view.field == "officials" and any(other.name == claim.name for other in view.predicted):
        return "missed trigger", "the person was found, this post was not", None
    return "missed trigger", "nothing was found here", None


def _extra(view: View, claim: Claim, others: _Others) -> tuple[str, str]:
    if any(_same_claim(view.field, claim, right) for right in view.gold):
        return "extra fact", "said twice"
    if claim.span is not None:
        for field in _KINDS:
            if field != view.field and any(same_place(claim, right) for right in others[f"gold {field}"]):
                return "wrong type", f"gold has {field} here"
        return "extra fact", "gold has no quantity here"
    for field in ("organizers", "companies", "officials"):
        if field != view.field and any(same_name(claim, right) for right in others[f"missed {field}"]):
            return "wrong type", f"gold has it among {field}"
    return "extra fact", "gold has nothing here"


def _same_claim(field: str, p: Claim, g: Claim) -> bool:
    if field == "officials":
        return p.name == g.name and p.title == g.title and bool(p.orgs & g.orgs)
    return same_value(p, g) if field in _KINDS else same_name(p, g) and p.role == g.role


def _others(predicted: Facts, gold: Facts) -> dict[str, list[Claim]]:
    """Claims of the other fields, to recognise a wrong type: quantities by place, names only where they are wrong."""
    out: dict[str, list[Claim]] = {}
    for field, kind in _KINDS.items():
        out[f"predicted {field}"] = quantity_claims(field, kind, predicted.get("quantities"))
        out[f"gold {field}"] = quantity_claims(field, kind, gold.get("quantities"))
    for field in ("organizers", "companies", "officials"):
        view = View(
            field, named_claims(field, predicted.get(field), gold=False),
            named_claims(field, gold.get(field), gold=True), same_name,
        )
        right = pair(view)
        hit, found = {i for i, _ in right}, {j for _, j in right}
        out[f"extra {field}"] = [claim for i, claim in enumerate(view.predicted) if i not in hit]
        out[f"missed {field}"] = [claim for j, claim in enumerate(view.gold) if j not in found]
    return out


# ---- why a missed and an extra claim differ -------------------------------------------------------------------------


def _same_mention(p: Claim, g: Claim) -> bool:
    return any(overlaps(a, b) for a in places(p) for b in places(g))


def _role(p: Claim, g: Claim) -> tuple[str, str]:
    return "wrong link", f"role {p.role}, gold {g.role}"


def _post(p: Claim, g: Claim) -> tuple[str, str]:
    if p.title == g.title:
        return _body(p, g)
    if not p.title:
        return "missed trigger", "the person without the post"
    if p.title in g.title or g.title in p.title:
        return "boundary", f"title {p.title}, gold {g.title}"
    return "wrong link", f"title {p.title}, gold {g.title}"


def _body(p: Claim, g: Claim) -> tuple[str, str]:
    mine, right = _one(p.orgs), _one(g.orgs)
    if mine and any(org and (mine in org or org in mine) for org in g.orgs):
        return "boundary", f"body {mine}, gold {right}"
    return "wrong link", f"body {mine or 'none'}, gold {right or 'none'}"


def _one(orgs: frozenset[str]) -> str:
    return max(orgs, key=lambda org: (len(org), org), default="")


def _name(p: Claim, g: Claim) -> tuple[str, str]:
    if near_name(p, g) or p.name in g.name or g.name in p.name:
        return "boundary", f"name {p.name}, gold {g.name}"
    return "normalisation", f"name {p.name}, gold {g.name}"


def _figure(p: Claim, g: Claim) -> tuple[str, str]:
    differs = [
        f"{what} {mine}, gold {right}"
        for what, mine, right in (
            ("min", p.low, g.low), ("max", p.high, g.high), ("comparator", p.comparator, g.comparator),
            ("unit", p.unit, g.unit),
        )
        if mine != right
    ]
    same = norm(p.fact.get("text")) == norm(g.fact.get("text")) or p.span == g.span
    return ("normalisation" if same else "boundary"), "; ".join(differs)


_Step = tuple[Callable[[Claim, Claim], bool], Callable[[Claim, Claim], tuple[str, str]]]
_NAMES: tuple[_Step, ...] = ((near_name, _name), (_same_mention, _name))
_STEPS: dict[str, tuple[_Step, ...]] = {
    "organizers": ((same_name, _role), (lambda p, g: p.role == g.role and near_name(p, g), _name), *_NAMES),
    "companies": _NAMES,
    "officials": (
        (lambda p, g: p.name == g.name and p.title == g.title, _post),
        (lambda p, g: p.name == g.name and bool(p.title and (p.title in g.title or g.title in p.title)), _post),
        (same_person, _post),
        (lambda p, g: p.title == g.title and (near_name(p, g) or _same_mention(p, g)), _name),
    ),
    **dict.fromkeys(_KINDS, ((same_value, _figure), (same_place, _figure))),
}


# ---- places ---------------------------------------------------------------------------------------------------------


def places(claim: Claim) -> list[Span]:
    """Where the claim is said, original offsets: the quantity's span, else the mentions."""
    if claim.span is not None:
        return [claim.span]
    return [(int(start), int(end)) for start, end in claim.fact.get("mentions") or ()]


def _where(claim: Claim, other: Claim | None, text: str | None) -> Span | None:
    """The place to show: for a post the mention beside which its title stands, else the first."""
    spans = places(claim) or (places(other) if other is not None else [])
    title = (claim.post or {}).get("title")
    if title and text is not None:
        beside = [span for span in spans if title in text[max(0, span[0] - 40) : span[1] + 20]]
        spans = beside or spans
    return spans[0] if spans else None


class _Damage:
    """Whether damage of the text explains that a name was not found: repair ran there and does not say the name."""

    def __init__(self, text: str | None) -> None:
        self.text = text
        self._repaired: Any = None
        if text is not None:
            from extractor.repair import repair

            self._repaired = repair(text)

    def explains(self, claim: Claim) -> bool:
        if self._repaired is None or not self._repaired.edits:
            return False
        spans = places(claim)
        touched = [span for span in spans if self._repaired.touched(span)]
        if not spans or len(touched) < len(spans):
            return False  # it stands undamaged somewhere
        wanted = {norm(claim.fact.get("text"))} if claim.span is not None else claim.forms | {claim.name}
        return not any(norm(self._read(span)) in wanted for span in touched)

    def reading(self, claim: Claim) -> str:
        spans = places(claim)
        return self._read(spans[0]) if spans else ""

    def _read(self, span: Span) -> str:
        """The repaired characters that stand for the original span."""
        alignment = self._repaired.alignment
        return "".join(
            self._repaired.text[at] for at in range(len(alignment))
            if overlaps(alignment.char(at), span) or alignment.char(at) == span
        )


def context(text: str, span: Span | None, *, width: int = 24) -> str:
    """The text around a place, on one line, with the place in 【】."""
    if span is None:
        return ""
    start, end = span
    shown = text[max(0, start - width) : start] + "【" + text[start:end] + "】" + text[end : end + width]
    return ("…" if start > width else "") + " ".join(shown.split()) + ("…" if end + width < len(text) else "")
