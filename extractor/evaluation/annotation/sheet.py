"""A record as labels on its text, and back.

| label | on | link | to |
| --- | --- | --- | --- |
| host, undertake, assist, guide, support | each mention of an organizer | `of` (first mention) | event |
| event, company, official | each mention | `same` | the first mention of the same fact |
| title | a post's title | `post` | official |
| org | a post's body | `body` (from the title) | org |
| count, amount, measure, percent, multiple | a quantity | | |
| noun | what is counted | `noun` (from the quantity) | noun |

Notes keep each fact as it was, with the labels and links it went out with. `to_record` returns it untouched while they
are all still there; what a person changed is built anew: names from the text, values by the pipeline's own reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from extractor.errors import RecordError
from extractor.records import FIELDS, KINDS, ROLES

LABELS = (*ROLES, "event", "official", "title", "org", "company", *KINDS, "noun")
LINKS = ("same", "of", "post", "body", "noun")
_FIELD_OF = {
    **dict.fromkeys(ROLES, "organizers"), "event": "events", "official": "officials", "company": "companies",
    **dict.fromkeys(KINDS, "quantities"),
}
_REACH = 80
"""How far from a person's mention a title without a span is looked for, in characters."""


class Label(NamedTuple):
    """A labelled stretch of the original text, half-open."""

    start: int
    end: int
    label: str


class Link(NamedTuple):
    """A link between two labels."""

    kind: str
    source: Label
    target: Label


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document as annotation tools see it. `notes` is opaque to them: JSON that comes back as it went."""

    id: str
    text: str
    labels: tuple[Label, ...] = ()
    links: tuple[Link, ...] = ()
    notes: tuple[dict[str, Any], ...] = field(default=())

    def checked(self) -> Sheet:
        """Itself; raises `RecordError` when a label lies outside the text or is unknown."""
        for item in self.labels:
            if not 0 <= item.start < item.end <= len(self.text):
                raise RecordError(
                    f"sheet {self.id}", "a label lies outside the text", got=tuple(item),
                    expected=f"0 to {len(self.text)}", remedy="export again from the same text",
                )
            if item.label not in LABELS:
                raise RecordError(
                    f"sheet {self.id}", f"unknown label {item.label!r}", expected=", ".join(LABELS),
                    remedy="use the labels that the export wrote",
                )
        return self


# ---- record → sheet -------------------------------------------------------------------------------------------------


class _Draft:
    """The labels and links of a sheet in the making; a label that is asked for again is the same one."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.labels: dict[Label, None] = {}
        self.links: dict[Link, None] = {}
        self.notes: list[dict[str, Any]] = []

    def label(self, span: Sequence[int] | None, name: str) -> Label | None:
        if span is None:
            return None
        item = Label(int(span[0]), int(span[1]), name)
        if not 0 <= item.start < item.end <= len(self.text):
            return None
        self.labels[item] = None
        return item

    def link(self, kind: str, source: Label | None, target: Label | None) -> Link | None:
        if source is None or target is None or source == target:
            return None
        item = Link(kind, source, target)
        self.links[item] = None
        return item


def to_sheet(record: Mapping[str, Any], text: str) -> Sheet:
    """The sheet of a record (gold or prediction, in JSON form) on its original text."""
    draft = _Draft(text)
    events: dict[str, Label] = {}
    for name in FIELDS:
        for at, fact in enumerate(record.get(name) or ()):
            if name == "quantities":
                _quantity(draft, at, fact)
            else:
                _entity(draft, name, at, fact, events)
    rest = {key: value for key, value in record.items() if key not in FIELDS}
    absent = [name for name in FIELDS if name not in record]
    draft.notes.append({"field": "record", "fact": rest, "absent": absent})
    return Sheet(str(record["id"]), text, tuple(sorted(draft.labels)), tuple(sorted(draft.links)), tuple(draft.notes))


def _entity(draft: _Draft, name: str, at: int, fact: Mapping[str, Any], events: dict[str, Label]) -> None:
    label = {"events": "event", "officials": "official", "companies": "company"}.get(name) or str(fact.get("role"))
    spans = list(fact.get("mentions") or ()) if label in LABELS else []
    if not spans and name == "events":
        found = draft.text.find(str(fact.get("name")))
        spans = [[found, found + len(fact["name"])]] if found >= 0 and fact.get("name") else []
    marks = [mark for mark in (draft.label(span, label) for span in spans) if mark is not None]
    own: list[Label] = list(dict.fromkeys(marks))
    links = [draft.link("same", mark, own[0]) for mark in own[1:]]
    if own and name == "events":
        events.setdefault(str(fact.get("name")), own[0])
    if own and name == "organizers":
        links.append(draft.link("of", own[0], events.get(str(fact.get("event")))))
    posts: list[list[Label | None]] = []
    if name == "officials":
        for post in fact.get("posts") or ():
            place = post.get("span") or (_near(draft.text, post.get("title"), own[0]) if own else None)
            title = draft.label(place, "title")
            org = None
            if title:
                org = draft.label(post.get("org_span") or _before(draft.text, post.get("org"), title), "org")
                links += [draft.link("post", title, own[0] if own else None), draft.link("body", title, org)]
            posts.append([title, org])
    draft.notes.append(_note(name, at, fact, own, links, posts))


def _quantity(draft: _Draft, at: int, fact: Mapping[str, Any]) -> None:
    label = draft.label(fact.get("span"), str(fact.get("kind"))) if fact.get("kind") in KINDS else None
    noun = draft.label(fact.get("noun_span"), "noun") if label else None
    link = draft.link("noun", label, noun)
    draft.notes.append(_note("quantities", at, fact, [label] if label else [], [link], []))


def _note(
    name: str, at: int, fact: Mapping[str, Any], own: Iterable[Label], links: Iterable[Link | None],
    posts: list[list[Label | None]],
) -> dict[str, Any]:
    note: dict[str, Any] = {
        "field": name, "at": at, "fact": dict(fact), "labels": [list(item) for item in own],
        "links": [[link.kind, list(link.source), list(link.target)] for link in links if link],
    }
    if posts:
        note["posts"] = [[list(item) if item else None for item in pair] for pair in posts]
    return note


def _near(text: str, title: Any, mention: Label) -> list[int] | None:
    """The place of a title without span: the nearest before the name, else the nearest behind it."""
    if not title:
        return None
    at = text.rfind(title, max(0, mention.start - _REACH), mention.start)
    if at < 0:
        at = text.find(title, mention.end, mention.end + _REACH)
    return [at, at + len(title)] if at >= 0 else None


def _before(text: str, org: Any, title: Label) -> list[int] | None:
    """The place of a body without span: the nearest before its title; of gold's forms the first that is there."""
    for form in org if isinstance(org, list) else [org]:
        at = text.rfind(form, max(0, title.start - _REACH), title.start) if form else -1
        if at >= 0:
            return [at, at + len(form)]
    return None


# ---- sheet → record -------------------------------------------------------------------------------------------------

Reader = Callable[[str], Sequence[Mapping[str, Any]]]
"""Text → quantities in JSON form, to value quantities that a person marked."""


def to_record(sheet: Sheet, *, reader: Reader | None = None) -> dict[str, Any]:
    """The record of a sheet, in JSON form; facts keep their order, new ones follow in text order.

    reader: values new quantities (default: the shipped pipeline). Raises `RecordError` for a sheet that is no sheet.
    """
    sheet.checked()
    building = _Building(sheet, reader or _pipeline_reader())
    rest: dict[str, Any] = {"id": sheet.id}
    absent: list[str] = []
    for note in sheet.notes:
        if note["field"] == "record":
            rest, absent = dict(note["fact"]), note.get("absent", [])
    facts = building.facts()
    return {**rest, **{name: facts[name] for name in FIELDS if facts[name] or name not in absent}}


class _Building:
    def __init__(self, sheet: Sheet, reader: Reader) -> None:
        self.sheet, self.reader = sheet, reader
        self.labels = set(sheet.labels)
        self.links = set(sheet.links)
        self.quantities: Sequence[Mapping[str, Any]] | None = None

    def facts(self) -> dict[str, list[Any]]:
        """Facts by field: untouched ones first as they were, then what was changed or added."""
        out: dict[str, list[tuple[tuple[int, int], Any]]] = {name: [] for name in FIELDS}
        left = {label for label in self.labels if label.label in _FIELD_OF}
        groups = self._groups(left)
        changed: dict[Label, dict[str, Any]] = {}
        for note in self.sheet.notes:
            if note["field"] == "record":
                continue
            own = [Label(*item) for item in note["labels"]]
            if self._untouched(note, own, groups):
                out[note["field"]].append(((0, note["at"]), note["fact"]))
                left -= set(own)
            else:
                for label in own:
                    changed.setdefault(label, note)
        events = {label: fact["name"] for label, fact in self._named_events(groups, changed).items()}
        done: set[Label] = set()
        for label in sorted(left):
            if label in done:
                continue
            group = sorted(groups[label] & left)
            done |= set(group)
            note = next((changed[item] for item in group if item in changed), {})
            place = (0, note["at"]) if note else (1, label.start)
            out[_FIELD_OF[label.label]].append((place, self._fact(group, note, events)))
        return {name: [fact for _, fact in sorted(items, key=lambda item: item[0])] for name, items in out.items()}

    def _groups(self, labels: set[Label]) -> dict[Label, set[Label]]:
        """Label → the labels of the same fact, over `same` links of one label name."""
        groups = {label: {label} for label in labels}
        for link in self.links:
            one, two = groups.get(link.source), groups.get(link.target)
            if link.kind == "same" and one is not None and two is not None and one is not two:
                if link.source.label != link.target.label:
                    continue
                one |= two
                for label in two:
                    groups[label] = one
        return groups

    def _untouched(self, note: Mapping[str, Any], own: list[Label], groups: Mapping[Label, set[Label]]) -> bool:
        """Whether the labels and links the fact went out with are all there, and no others on its labels."""
        if not set(own) <= self.labels:
            return False
        posts = [Label(*item) for pair in note.get("posts", ()) for item in pair if item]
        wanted = {Link(kind, Label(*source), Label(*target)) for kind, source, target in note["links"]}
        if not wanted <= self.links or not set(posts) <= self.labels:
            return False
        mine = set(own)
        known = {
            Link(kind, Label(*source), Label(*target)) for other in self.sheet.notes if other["field"] != "record"
            for kind, source, target in other["links"]
        }
        titles = {item for item in posts if item.label == "title"}
        return not any(
            link not in known for link in self.links
            if link.source in mine or link.target in mine or (link.source in titles and link.kind == "body")
        )

    def _named_events(
        self, groups: Mapping[Label, set[Label]], changed: Mapping[Label, Mapping[str, Any]]
    ) -> dict[Label, dict[str, Any]]:
        """Each event label with its fact, so that organizers can name it."""
        out: dict[Label, dict[str, Any]] = {}
        kept = {Label(*item): note["fact"] for note in self.sheet.notes if note["field"] == "events"
                for item in note["labels"]}
        for label, group in groups.items():
            if label.label == "event":
                out[label] = kept.get(label) or {"name": self._text(min(group))}
        return out

    def _fact(self, group: list[Label], note: Mapping[str, Any], events: Mapping[Label, str]) -> dict[str, Any]:
        """A fact that a person changed or added."""
        name = _FIELD_OF[group[0].label]
        base = dict(note.get("fact", {}))
        if name == "quantities":
            return self._quantity(group[0], base)
        before = [Label(*item) for item in note.get("labels", ())]
        ordered = [label for label in before if label in group] + [label for label in group if label not in before]
        if not before or before[0] != ordered[0] or _FIELD_OF[before[0].label] != name:
            base = {**base, "name": self._text(ordered[0])}
        for key in ("text", "rules", "confidence", "repaired", "canonical"):
            base.pop(key, None)
        base["mentions"] = [[label.start, label.end] for label in ordered]
        if name == "organizers":
            linked = [events[link.target] for link in self.links
                      if link.kind == "of" and link.source in group and link.target in events]
            base.update(role=ordered[0].label, event=min(linked) if linked else None)
            base.setdefault("aliases", [])
        elif name == "companies":
            base.setdefault("aliases", [])
        elif name == "events":
            base = {"place": None, "start": None, "end": None, **base}
        else:
            base["posts"] = self._posts(group, note)
        return base

    def _posts(self, group: list[Label], note: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The posts of a person: those that went out and are still linked, then new ones in text order."""
        titles = {link.source for link in self.links if link.kind == "post" and link.target in group}
        bodies: dict[Label, set[Label]] = {}
        for link in self.links:
            if link.kind == "body":
                bodies.setdefault(link.source, set()).add(link.target)
        posts, kept = [], set()
        originals = note.get("fact", {}).get("posts") or []
        for original, (title, org) in zip(originals, note.get("posts", ()), strict=False):
            if title is None:
                posts.append(original)
                continue
            mark, body = Label(*title), Label(*org) if org else None
            now = bodies.get(mark, set())
            if mark in titles and (body in now if body else not now):
                posts.append(original)
                kept.add(mark)
        for title in sorted(titles - kept):
            near = min(bodies.get(title, ()), key=lambda org: abs(org.end - title.start), default=None)
            posts.append({"org": self._text(near) if near else None, "title": self._text(title)})
        return posts

    def _quantity(self, label: Label, base: dict[str, Any]) -> dict[str, Any]:
        """A marked quantity, valued by the reader in its context, else from its words alone."""
        nouns = [link.target for link in self.links if link.kind == "noun" and link.source == label]
        said = base.get("span") == [label.start, label.end] and base.get("kind") == label.label
        fact = base if said else self._read(label)
        if nouns:
            fact = {**fact, "noun": self._text(min(nouns))}
        return {**fact, "kind": label.label, "text": self.sheet.text[label.start : label.end],
                "span": [label.start, label.end]}

    def _read(self, label: Label) -> dict[str, Any]:
        if self.quantities is None:
            self.quantities = self.reader(self.sheet.text)
        spans = [item for item in self.quantities if tuple(item["span"]) == (label.start, label.end)]
        words = spans or self.reader(self.sheet.text[label.start : label.end])
        if words:
            return dict(words[0])
        return {"value": None, "min": None, "max": None, "comparator": "=", "noun": None, "condition": None}

    def _text(self, label: Label) -> str:
        """The words of a label as a name: repaired, without line breaks and spaces between Chinese characters."""
        from extractor.repair import repair

        said = "".join(repair(self.sheet.text[label.start : label.end]).text.split("\n")).strip()
        return "".join(
            char for at, char in enumerate(said)
            if not char.isspace() or (said[at - 1].isascii() and said[at + 1].isascii())
        )


def _pipeline_reader() -> Reader:
    from extractor.pipeline import extract

    return lambda text: list(extract(text).to_dict()["quantities"])


# ---- gold -----------------------------------------------------------------------------------------------------------

_GOLD_KEYS: dict[str, tuple[str, ...]] = {
    "events": ("name", "place", "start", "end", "part_of", "mentions"),
    "organizers": ("name", "aliases", "role", "event", "mentions"),
    "officials": ("name", "posts", "mentions"),
    "companies": ("name", "aliases", "mentions"),
    "quantities": (
        "kind", "text", "span", "value", "min", "max", "comparator", "unit", "currency", "noun", "condition", "role",
    ),
}


def as_gold(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record without what only a program says of it (rules, confidence…); a post's org becomes a list."""
    out: dict[str, Any] = {"id": record["id"]}
    for key in ("title", "published", "source", "kind"):
        if record.get(key):
            out[key] = record[key]
    for name in FIELDS:
        facts = [{key: fact[key] for key in _GOLD_KEYS[name] if key in fact} for fact in record.get(name) or ()]
        for fact in facts:
            if name == "officials":
                fact["posts"] = [_gold_post(post) for post in fact.get("posts") or ()]
            if fact.get("condition"):
                fact["condition"] = {key: value for key, value in fact["condition"].items() if key != "span"}
        out[name] = facts
    return out


def _gold_post(post: Mapping[str, Any]) -> dict[str, Any]:
    org = post.get("org")
    return {"org": org if isinstance(org, list) else [org], "title": post.get("title")}
