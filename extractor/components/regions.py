"""The region that a document settles: which province, city and county 省政府, 市委 and 我县 mean in it.

Every place name votes for its division and those above it; names near the beginning, where the dateline stands, and
names that begin a body (黄石市发改委) vote more. The province with the clear majority is the document's, then the city
among those of that province, then the county. `RegionStage` leaves a `Region` in `analysis.state["region"]`.

Codes are GB/T 2260; offsets are on the repaired text.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from extractor.components.analysis import Analysis
from extractor.components.chart import REGION, Chart
from extractor.rulebook import Rulebook

_MUNICIPALITIES = frozenset(("11", "12", "31", "50"))
_LEVEL_OF_WORD = {
    "省": "province", "自治区": "province", "市": "prefecture", "州": "prefecture", "自治州": "prefecture",
    "盟": "prefecture", "地区": "prefecture", "县": "county", "区": "county", "旗": "county", "自治县": "county",
}
_HEAD = 120
_LEAST_SHARE = 0.5
_LEAST_VOTES = 2.9
# 在北京人民大会堂: the place of an event of the state says nothing of the region
_CAPITAL_PLACES = ("人民大会堂", "钓鱼台", "大学", "时间")


@dataclass(frozen=True, slots=True)
class Division:
    form: str
    full: str
    code: str
    level: str
    """province, prefecture or county."""
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Region:
    """What the document settles; None where it does not."""

    province: Division | None = None
    city: Division | None = None
    county: Division | None = None

    def of_word(self, word: str) -> Division | None:
        """The division that a level word means: 省, 我省, 全市, 自治区, 该县."""
        word = word.removeprefix("我").removeprefix("全").removeprefix("本").removeprefix("该")
        level = _LEVEL_OF_WORD.get(word)
        if level == "province":
            return self.province
        if level == "prefecture":
            if self.city is None and self.province is not None and self.province.code[:2] in _MUNICIPALITIES:
                return self.province
            return self.city
        return self.county if level == "county" else None


class Divisions:
    """The table of divisions: by form, and by code for the levels above."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.by_form: dict[str, list[Division]] = {}
        self.by_code: dict[str, Division] = {}
        for row in rulebook.lexicon("divisions"):
            for code in row["code"].split(","):
                division = Division(row["form"], row["full"], code, row["level"], row["ambiguous"] == "1")
                self.by_form.setdefault(row["form"], []).append(division)
                if row["form"] == row["full"]:
                    self.by_code.setdefault(code, division)

    def one(self, form: str, within: str = "") -> Division | None:
        """The division of that name whose code begins with `within`; of several the highest, None when they differ."""
        known = self.by_form.get(form)
        if known is None:  # of most forms, and at once
            return None
        found = [item for item in known if item.code.startswith(within)]
        if not found:
            return None
        level = found[0].level
        same = {item.code for item in found if item.level == level}
        return found[0] if len(same) == 1 else None


class _Meant(NamedTuple):
    """What a form votes for."""

    codes: tuple[str, ...]
    """Of the highest level that has the form; several when it is ambiguous."""
    weight: float
    """Of its vote for each of them."""
    short: bool
    """A county of two characters (友谊, 新建), which may be a common word."""


class RegionStage:
    def __init__(self, rulebook: Rulebook) -> None:
        self.divisions = Divisions(rulebook)
        self._meant: dict[str, _Meant] = {}
        for form, found in self.divisions.by_form.items():
            level = found[0].level
            codes = tuple(sorted({item.code for item in found if item.level == level}))
            self._meant[form] = _Meant(
                codes, (1.5 if form == found[0].full else 1.0) / len(codes), level == "county" and len(form) < 3
            )

    def run(self, analysis: Analysis) -> None:
        region = self.settle(analysis.state["chart"])
        analysis.state["region"] = region
        if analysis.explain:
            for division in (region.province, region.city, region.county):
                if division is not None:
                    analysis.note("region", 0, 0, f"the document's {division.level} is {division.full} ({division.code})")

    def settle(self, chart: Chart) -> Region:
        votes = self._votes(chart)
        province = self._winner(votes, 2, "")
        if province is None:
            return Region()
        if province.code[:2] in _MUNICIPALITIES:
            return Region(province, None, self._winner(votes, 6, province.code[:2]))
        city = self._winner(votes, 4, province.code[:2])
        county = self._winner(votes, 6, city.code[:4] if city else province.code[:2])
        return Region(province, city, county)

    def _votes(self, chart: Chart) -> dict[str, float]:
        """Six-digit code → votes. A short county (友谊, 新建) counts only in a province that the text names otherwise."""
        votes: dict[str, float] = defaultdict(float)
        short: list[tuple[str, float]] = []
        text, protected, meant = chart.text, chart.protected_end, self._meant
        for hit in chart.of(REGION):
            start, end, _, form, data = hit
            known = protected.get(end)
            if known is not hit and known != hit:
                continue
            what = meant.get(form)
            if what is None or (len(form) < 3 and data.startswith("?")) or text.startswith(_CAPITAL_PLACES, end):
                continue
            codes, weight, is_short = what
            if start < _HEAD:
                weight += weight
            for code in codes:
                if is_short:
                    short.append((code, weight))
                else:
                    votes[code] += weight
        if not votes:
            return votes
        provinces = {code[:2] for code in votes}
        for code, weight in short:
            if code[:2] in provinces:
                votes[code] += weight
        return votes

    def _winner(self, votes: dict[str, float], digits: int, within: str) -> Division | None:
        shares: dict[str, float] = defaultdict(float)
        for code, weight in votes.items():
            if code.startswith(within) and (digits == 2 or code[digits - 2 : digits] != "00"):
                shares[code[:digits]] += weight
        if not shares:
            return None
        best = max(shares, key=lambda code: (shares[code], code))
        most, total = shares[best], sum(shares.values())
        if most < _LEAST_VOTES or most < _LEAST_SHARE * total:
            return None
        return self.divisions.by_code.get(best.ljust(6, "0"))
