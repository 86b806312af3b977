"""When a predicted claim is right: the fields that are scored and how their claims are paired with gold.

A *claim* is the smallest thing that is right or wrong: an organizer with its role, one post of one person, a company,
a quantity. `views(predicted, gold)` gives, field by field, the claims of both sides and the test whether two of them
say the same; `pair` joins them one to one so that as many as possible are right. Both are independent of the order of
facts. Records here are plain dictionaries in the form of records.schema.json, because gold lists every form that is
right (`org` may be a list) and because other systems write records too.

In a prediction the `name` and the single `org` speak; gold's aliases all count as right. Names compare after NFKC and
without spaces, quotes and ·.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from functools import lru_cache
from typing import Any

from extractor.offsets import Span, overlaps

Facts = Mapping[str, Any]
"""A record in its JSON form."""

CORE = ("organizers", "officials", "companies", "counts", "amounts")
"""The fields whose F1 are averaged into record F1."""

_DROPPED = re.compile(r"[\s“”\"'‘’《》·•・]")
# A region and its government are one body for a post: 黄石市 = 黄石市人民政府.
_GOVERNMENT = re.compile(r"(?<=[省市县区州盟旗])(人民)?政府$")
# 县委 + 宣传部长 and 县委宣传部 + 部长 are one claim: the doubled character is folded.
_DOUBLED = re.compile(r"(部|厅|局|办|委|处|司)\1")


@lru_cache(maxsize=100_000)
def norm(name: str | None) -> str:
    """The form in which names are compared; "" for None."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", str(name or "")))


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that is right or wrong. Only what its field compares is filled; texts are normalised."""

    field: str
    fact: Mapping[str, Any] = attribute(compare=False, repr=False)
    """The fact of the record that says it (for a post, the official)."""
    name: str = ""
    forms: frozenset[str] = frozenset()
    """Gold: all names that count as right. Prediction: the name alone."""
    role: str | None = None
    title: str = ""
    orgs: frozenset[str] = frozenset()
    post: Mapping[str, Any] | None = attribute(default=None, compare=False, repr=False)
    span: Span | None = None
    low: float | None = None
    high: float | None = None
    comparator: str = "="
    unit: str = ""
    """Unit of a count or measure, currency of an amount."""
    noun: str = ""

    @property
    def sort_key(self) -> tuple[Any, ...]:
        """A total order of what is compared, so that pairing never depends on the order of a record."""
        return (
            self.name, self.role or "", self.title, sorted(self.orgs), self.span or (0, 0),
            -1.0 if self.low is None else self.low, -1.0 if self.high is None else self.high,
            self.comparator, self.unit, self.noun, sorted(self.forms),
        )


Match = Callable[[Claim, Claim], bool]


@dataclass(frozen=True, slots=True)
class View:
    """One field of one document: the claims of both sides and when two are the same."""

    field: str
    predicted: list[Claim]
    gold: list[Claim]
    match: Match


# ---- claims -----------------------------------------------------------------------------------------------------


def named_claims(field: str, facts: Sequence[Facts] | None, *, gold: bool) -> list[Claim]:
    """Claims of organizers, companies or events."""
    return [
        Claim(
            field, fact, name=norm(fact.get("name")), role=fact.get("role"),
            forms=_forms(fact) if gold else frozenset({norm(fact.get("name"))}),
        )
        for fact in facts or ()
    ]


def post_claims(officials: Sequence[Facts] | None, *, gold: bool) -> list[Claim]:
    """One claim for each post of each person; a person without posts claims one empty post."""
    out = []
    for fact in officials or ():
        posts: Sequence[Facts] = fact.get("posts") or ({},)
        for post in posts:
            org = post.get("org")
            if not gold and isinstance(org, list) and org:
                org = org[0]
            out.append(
                Claim(
                    "officials", fact, name=norm(fact["name"]), title=norm(post.get("title")), orgs=_orgs(org),
                    post=post,
                )
            )
    return out


def quantity_claims(field: str, kind: str, quantities: Sequence[Facts] | None) -> list[Claim]:
    """Claims of one kind of quantity; `unit` is the currency for amounts."""
    last = "currency" if kind == "amount" else "unit"
    return [
        Claim(
            field, fact, span=(int(fact["span"][0]), int(fact["span"][1])), low=_number(fact.get("min")),
            high=_number(fact.get("max")), comparator=fact.get("comparator", "="), unit=norm(fact.get(last)),
            noun=norm(fact.get("noun")),
        )
        for fact in quantities or ()
        if fact["kind"] == kind
    ]


def _forms(fact: Facts) -> frozenset[str]:
    return frozenset(norm(form) for form in (fact.get("name"), *(fact.get("aliases") or ())) if form)


def _orgs(value: Any) -> frozenset[str]:
    """The bodies that count as right, each also as its region: 黄石市人民政府 gives 黄石市 too. None gives ""."""
    if value is None:
        return frozenset({""})
    names = {norm(item) for item in ([value] if isinstance(value, str) else value)} or {""}
    return frozenset(names | {_GOVERNMENT.sub("", name) for name in names})


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


# ---- when two claims are the same -----------------------------------------------------------------------------------


def close(a: float | None, b: float | None) -> bool:
    """Equal but for the last bits of a float; None (an open side) equals None alone."""
    if a is None or b is None:
        return a is None and b is None
    return abs(a - b) <= 1e-9 * max(1.0, abs(a), abs(b))


def same_name(p: Claim, g: Claim) -> bool:
    return not p.forms.isdisjoint(g.forms)


def same_organizer(p: Claim, g: Claim) -> bool:
    return p.role == g.role and same_name(p, g)


def same_event(p: Claim, g: Claim) -> bool:
    """The organizer, its role, and the event that gold names (gold that names none accepts any)."""
    event = norm(g.fact.get("event"))
    return same_organizer(p, g) and (not event or norm(p.fact.get("event")) == event)


def same_title(p: Claim, g: Claim) -> bool:
    return p.name == g.name and p.title == g.title


def same_post(p: Claim, g: Claim) -> bool:
    if p.name != g.name:
        return False
    return (p.title == g.title and not p.orgs.isdisjoint(g.orgs)) or not _fused(p).isdisjoint(_fused(g))


def _fused(claim: Claim) -> set[str]:
    return {_DOUBLED.sub(r"\1", org + claim.title) for org in claim.orgs}


def same_person(p: Claim, g: Claim) -> bool:
    return p.name == g.name


def same_place(p: Claim, g: Claim) -> bool:
    return p.span is not None and g.span is not None and overlaps(p.span, g.span)


def same_value(p: Claim, g: Claim) -> bool:
    """Right place and right numbers, whatever the unit and the comparator."""
    return same_place(p, g) and close(p.low, g.low) and close(p.high, g.high)


def same_quantity(p: Claim, g: Claim) -> bool:
    return same_value(p, g) and p.comparator == g.comparator and p.unit == g.unit


def same_quantity_and_noun(p: Claim, g: Claim) -> bool:
    return same_quantity(p, g) and p.noun == g.noun


def near_name(p: Claim, g: Claim) -> bool:
    """Boundary forgiven: one name lies inside the other (招商局 in 市招商局), of two characters at least."""
    return any(
        min(len(a), len(b)) >= 2 and (a in b or b in a) for a in p.forms for b in g.forms
    )


def near_organizer(p: Claim, g: Claim) -> bool:
    return p.role == g.role and near_name(p, g)


def near_post(p: Claim, g: Claim) -> bool:
    """The person, with title and body right but for their borders."""
    if p.name != g.name:
        return False
    if same_post(p, g):
        return True
    title = bool(p.title and g.title) and (p.title in g.title or g.title in p.title)
    body = any(a == b or (a and b and (a in b or b in a)) for a in p.orgs for b in g.orgs)
    return title and body


# ---- the fields -------------------------------------------------------------------------------------------------


def views(predicted: Facts, gold: Facts) -> Iterator[View]:
    """The strict fields, in the order in which they are printed; `CORE` are those of record F1."""
    p, g = predicted.get("organizers"), gold["organizers"]
    mine, right = named_claims("organizers", p, gold=False), named_claims("organizers", g, gold=True)
    yield View("organizers", mine, right, same_organizer)
    yield View("organizers.name", mine, right, same_name)
    mine, right = post_claims(predicted.get("officials"), gold=False), post_claims(gold["officials"], gold=True)
    yield View("officials", mine, right, same_post)
    yield View("officials.name+title", mine, right, same_title)
    yield View("officials.name", _persons(mine), _persons(right), same_person)
    mine = named_claims("companies", predicted.get("companies"), gold=False)
    yield View("companies", mine, named_claims("companies", gold["companies"], gold=True), same_name)
    for field_, kind in (("counts", "count"), ("amounts", "amount")):
        view = _quantities(field_, kind, predicted, gold, same_quantity)
        yield view
        if kind == "count":
            yield View("counts+noun", view.predicted, view.gold, same_quantity_and_noun)
    for kind in ("measure", "percent", "multiple"):
        yield _quantities(kind, kind, predicted, gold, same_quantity)


def lenient_views(predicted: Facts, gold: Facts) -> Iterator[View]:
    """The same claims with one thing forgiven: borders of names, or everything of a quantity but its value."""
    strict = {view.field: view for view in views(predicted, gold)}

    def eased(name: str, base: str, match: Match) -> View:
        return View(name, strict[base].predicted, strict[base].gold, match)

    yield eased("organizers.boundary", "organizers", near_organizer)
    yield eased("organizers+event", "organizers", same_event)
    yield eased("officials.boundary", "officials", near_post)
    yield eased("companies.boundary", "companies", near_name)
    for name in ("counts", "amounts"):
        yield eased(f"{name}.value", name, same_value)
        yield eased(f"{name}.place", name, same_place)


def _persons(claims: list[Claim]) -> list[Claim]:
    first: dict[str, Claim] = {}
    for claim in sorted(claims, key=lambda claim: claim.sort_key):
        first.setdefault(claim.name, claim)
    return list(first.values())


def _quantities(name: str, kind: str, predicted: Facts, gold: Facts, match: Match) -> View:
    return View(
        name, quantity_claims(name, kind, predicted.get("quantities")),
        quantity_claims(name, kind, gold.get("quantities")), match,
    )


# ---- pairing ----------------------------------------------------------------------------------------------------


def pair(view: View) -> list[tuple[int, int]]:
    """The largest one-to-one pairing of right claims, as (index predicted, index gold), sorted.

    Augmenting paths, found breadth first (no recursion: a record may hold thousands of counts). Both sides are visited
    in the order of `sort_key`, so that even WHICH claims are paired does not depend on the record's order.
    """
    match, gold = view.match, view.gold
    order_gold = sorted(range(len(gold)), key=lambda j: gold[j].sort_key)
    order = sorted(range(len(view.predicted)), key=lambda i: view.predicted[i].sort_key)
    fits = {i: [j for j in order_gold if match(view.predicted[i], gold[j])] for i in order}
    owner: dict[int, int] = {}
    held: dict[int, int] = {}
    for i in order:
        _augment(i, fits, owner, held)
    return sorted(held.items())


def _augment(root: int, fits: Mapping[int, list[int]], owner: dict[int, int], held: dict[int, int]) -> None:
    """Find a gold claim for the predicted claim `root`, moving earlier ones where that frees one."""
    came_from: dict[int, int] = {}
    queue = [root]
    for i in queue:  # grows while it is walked
        for j in fits[i]:
            if j in came_from:
                continue
            came_from[j] = i
            if j in owner:
                queue.append(owner[j])
                continue
            free: int | None = j
            while free is not None:
                taker = came_from[free]
                before = held.get(taker)
                owner[free], held[taker] = taker, free
                free = before
            return
