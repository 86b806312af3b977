"""Canonical ids of bodies: one id for 工信部 and 工业和信息化部, for 省发改委 and 湖北省发展和改革委员会.

| body | id | from |
| --- | --- | --- |
| central, current or former | `miit`, `mor` | `central_bodies.tsv` |
| part of a central body | `miit/装备工业司` | |
| region | `cn.420200` | `divisions.tsv` (GB/T 2260) |
| local body | `cn.420200.drc` | division and `body_functions.tsv` |
| local body of no known function | `cn.420200/招商服务中心` | |
| company of the lexicon | `company.san-yi-zhong-gong` | `companies.tsv` |
| country | `country.FR` | `countries.tsv` (ISO 3166-1) |
| university, medium, international organisation | `name.清华大学` | `universities.tsv`, `media.tsv`, `world_places.tsv` |

省, 我市 and 自治区 before a body mean the region that the document settles (`regions.py`). `CanonicalStage` runs last and
fills `canonical` of organizers, posts and companies; what cannot be told stays None.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, TypeVar

import regex

from extractor.components.analysis import Analysis
from extractor.components.regions import Division, Divisions, Region
from extractor.records import Company, Official, Organizer, Post
from extractor.rulebook import Rulebook

_Named = TypeVar("_Named", Organizer, Post, Company)
_MOST_KNOWN = 50_000
_SESSION = regex.compile(r"^第?[一二三四五六七八九十0-9]{1,3}届")
_COMPANY = regex.compile(r"公司|集团|银行|律师事务所|厂$|矿$|酒店$|宾馆$")
_LEVEL_WORD = regex.compile(r"(?:我|全|本|该)?(?:自治区|自治州|自治县|[省市县区州旗盟])")
_ENDING = regex.compile(r"(?:委员会|管理局|监督管理局|办公室|[厅局委办会部])$")
_COMMITTEE = regex.compile(r"(?:中共|中国共产党)(?P<body>.+(?:委员会|委))$")


@dataclass(frozen=True, slots=True)
class Canonical:
    id: str
    name: str
    """The full name that the id stands for."""


class CanonicalNames:
    """Names of bodies → canonical ids, within the region of one document at a time."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._divisions = Divisions(rulebook)
        self._central = {
            row["form"]: (Canonical(row["id"], row["full"]), row["ambiguous"] == "1")
            for row in rulebook.lexicon("central_bodies")
        }
        self._longest = max(len(form) for form in self._central)
        companies = list(rulebook.lexicon("companies"))
        # a company of a user's plain list has no id
        self._companies = {
            row["form"]: Canonical(f"company.{row['id']}", row["full"]) for row in reversed(companies) if row["id"]
        }
        self._brands = frozenset(row["form"] for row in companies if row["ambiguous"] != "1" or len(row["form"]) > 2)
        countries = list(rulebook.lexicon("countries"))
        self._countries = {
            row["form"]: Canonical(f"country.{row['code']}", row["full"]) for row in reversed(countries) if row["code"]
        }
        self._countries |= {form: Canonical("country.CN", "中华人民共和国") for form in ("中国", "中华人民共和国")}
        self._names: dict[str, Canonical] = {}
        for lexicon in ("universities", "media", "world_places"):
            for row in rulebook.lexicon(lexicon):
                if row.get("kind") not in ("city", "region"):
                    self._names.setdefault(row["form"], Canonical(f"name.{row['full']}", row["full"]))
        functions = rulebook.lexicon("body_functions")
        self._functions = {row["form"]: (row["function"], row["full"]) for row in functions}

    def __call__(self, form: str, region: Region | None = None) -> Canonical | None:
        """The canonical body of a name as the text says it, or None when the name alone and the region do not tell."""
        form = _SESSION.sub("", form)
        known = self._of_central(form) or self._companies.get(form) or self._countries.get(form) or self._names.get(form)
        if known is not None or self._of_company(form):
            return known
        for length in range(len(form) - 1, 3, -1):  # 浙江大学|经济学院
            if (whole := self._names.get(form[:length])) is not None:
                return Canonical(f"{whole.id}/{form[length:]}", whole.name + form[length:])
        return self._of_division(form, region or Region())

    def _of_company(self, form: str) -> bool:
        """Whether the name is a company's, or begins with one's: 吉利控股集团公关部 is of no 吉利区."""
        if _COMPANY.search(form):
            return True
        return any(form[:length] in self._brands for length in range(2, min(len(form), 9)))

    def company(self, form: str) -> Canonical | None:
        """A company's; its lexicon only."""
        return self._companies.get(form)

    def _of_central(self, form: str) -> Canonical | None:
        for length in range(min(len(form), self._longest), 1, -1):
            entry = self._central.get(form[:length])
            if entry is None:
                continue
            found, ambiguous = entry
            rest = form[length:]
            if not rest:
                return found
            if ambiguous and not (length > 2 and form[length - 1] in "部委署局院"):
                continue
            return Canonical(f"{found.id}/{rest}", found.name + rest)
        return None

    def _of_division(self, form: str, region: Region) -> Canonical | None:
        match = _COMMITTEE.fullmatch(form)
        name = match["body"] if match else form
        division, at = self._leading(name, region)
        if division is None:
            return None
        rest = name[at:].removeprefix("市") if division.full.endswith("市") and name[at - 1] != "市" else name[at:]
        if not rest:
            return Canonical(f"cn.{division.code}", division.full)
        if rest in ("委", "委员会"):
            return Canonical(f"cn.{division.code}.cpc", f"中共{division.full}委员会")
        for cut in range(len(rest), 1, -1):  # 发改委|能源开发局
            if cut < len(rest) and rest[cut - 1] not in "委厅局办部院会府协":
                continue
            known = self._function(rest[:cut])
            if known is not None:
                part = f"/{rest[cut:]}" if cut < len(rest) else ""
                return Canonical(f"cn.{division.code}.{known[0]}{part}", division.full + known[1] + rest[cut:])
        return Canonical(f"cn.{division.code}/{rest}", division.full + rest)

    def _function(self, rest: str) -> tuple[str, str] | None:
        """(function, name written out) of a local body's name without its region: 发改委 → drc, 发展和改革委员会."""
        if rest in self._functions:
            return self._functions[rest]
        ending = _ENDING.search(rest)
        if ending is None:
            return None
        entry = self._functions.get(rest[: ending.start()])
        if entry is None and ending[0] == "管理局":
            entry = self._functions.get(rest[: ending.start() + 2])
        if entry is None:
            return None
        return entry[0], entry[1] + {"委": "委员会", "办": "办公室"}.get(ending[0], ending[0])

    def _leading(self, form: str, region: Region) -> tuple[Division | None, int]:
        """The division a name begins with, the lowest of several in a row (湖北省|黄石市), and where the rest begins."""
        division, at = None, 0
        while at < len(form):
            found = self._next(form, at, division, region)
            if found is None:
                break
            division, at = found
        return division, at

    def _next(
        self, form: str, at: int, above: Division | None, region: Region
    ) -> tuple[Division, int] | None:
        within = "" if above is None else above.code.rstrip("0").ljust(2, "0")
        for length in range(min(12, len(form) - at), 1, -1):
            found = self._divisions.one(form[at : at + length], within)
            if found is not None and above is None and found.level == "county" and length < 3:
                found = None  # 东风, 友谊: a short county is believed inside its province only
            if found is None and above is None and region.province is not None:
                found = self._divisions.one(form[at : at + length], region.province.code[:2])
            if found is not None and not (above is not None and found.code == above.code):
                return found, at + length
        if above is None and (word := _LEVEL_WORD.match(form, at)):
            division = region.of_word(word[0])
            if division is not None:
                return division, word.end()
        return None


class _Ids(dict[str | None, str | None]):
    """Name → id within one region; fills itself as names come. A name that is none has no id."""

    def __init__(self, names: CanonicalNames, region: Region) -> None:
        super().__init__({None: None, "": None})
        self._names, self._region = names, region

    def __missing__(self, form: str) -> str | None:
        found = self._names(form, self._region)
        id = self[form] = found.id if found else None
        return id


def _setter(cls: type[Any], name: str) -> Callable[[Any, Any], Any]:
    """`dataclasses.replace` for the one field `name` of a slotted class, at a quarter of its cost: slot by slot."""
    slots = {field.name: getattr(cls, field.name) for field in fields(cls)}
    put_it = slots.pop(name).__set__
    others = [(slot.__get__, slot.__set__) for slot in slots.values()]
    new = object.__new__

    def put(fact: Any, value: Any) -> Any:
        made = new(cls)
        for get, put_same in others:
            put_same(made, get(fact))
        put_it(made, value)
        return made

    return put


_PUT_ID = {cls: _setter(cls, "canonical") for cls in (Organizer, Post, Company)}
_PUT_POSTS = _setter(Official, "posts")


class CanonicalStage:
    def __init__(self, rulebook: Rulebook) -> None:
        self.names = CanonicalNames(rulebook)
        # kept between documents, since the same few bodies are in most of them; begun anew at _MOST_KNOWN names
        self._known: dict[Region, _Ids] = {}
        self._kept = 0

    def run(self, analysis: Analysis) -> None:
        region: Region = analysis.state["region"]
        if self._kept > _MOST_KNOWN:
            self._known.clear()
            self._kept = 0
        ids = self._known.get(region)
        if ids is None:
            ids = self._known[region] = _Ids(self.names, region)
            self._kept += len(ids)
        before = len(ids)
        analysis.organizers = [self._with(fact, ids[fact.name]) for fact in analysis.organizers]
        analysis.officials = [self._official(fact, ids) for fact in analysis.officials]
        analysis.companies = [self._with(fact, self._company(fact.name, fact.aliases)) for fact in analysis.companies]
        self._kept += len(ids) - before

    @staticmethod
    def _official(fact: Official, ids: _Ids) -> Official:
        posts = fact.posts
        found = [ids[post.org] for post in posts]
        if not any(found):
            return fact
        put = _PUT_ID[Post]
        made: Official = _PUT_POSTS(
            fact, tuple([post if id is None else put(post, id) for post, id in zip(posts, found, strict=True)])
        )
        return made

    @staticmethod
    def _with(fact: _Named, id: str | None) -> _Named:
        made: _Named = fact if id is None else _PUT_ID[type(fact)](fact, id)
        return made

    def _company(self, name: str, aliases: tuple[str, ...]) -> str | None:
        for form in (name, *aliases):
            found = self.names.company(form)
            if found is not None:
                return found.id
        return None
