"""All bodies of the document that their own endings show: 新疆维吾尔自治区|经济和信息化|委员会, 黄石市|招商服务|中心.

`BodyStage` leaves them in `analysis.state["bodies"]`, in text order, nested ones left out (with them: `all_bodies`): what organizers, companies
and the resolution of 该公司 and 该院 look bodies up in. A body's end is a suffix of `org_suffixes.tsv` or a name of the
lexicons (central bodies, companies, media, universities); its beginning is the chart's left border.

All offsets are on the repaired text.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractor.components.analysis import Analysis
from extractor.components.chart import BODY, COMPANY, MEDIA, SCHOOL, Chart, Hit
from extractor.rulebook import Rulebook

_LEXICON_KINDS = {BODY: "GOV", COMPANY: "COMPANY", MEDIA: "MEDIA", SCHOOL: "SCHOOL"}
_CENTRAL_KINDS = {
    "party": "PARTY", "congress": "CONGRESS", "cppcc": "CONGRESS", "court": "COURT", "procuratorate": "COURT",
    "mass": "ASSOC", "institution": "INSTITUTE", "army": "GOV", "state": "GOV",
}


@dataclass(frozen=True, slots=True)
class Body:
    start: int
    end: int
    kind: str
    """GOV, PARTY, CONGRESS, COURT, ASSOC, SCHOOL, HOSPITAL, INSTITUTE, MEDIA, COMPANY or PARK."""
    suffix: Hit | None
    """None for a name of the lexicons that has no suffix (中石化)."""
    anchored: bool
    known: bool = False
    """True when the whole name stands in a lexicon."""


class BodyStage:
    def __init__(self, rulebook: Rulebook) -> None:
        central = rulebook.lexicons.get("central_bodies")
        self._central = {} if central is None else dict(central.column("kind").items())

    def run(self, analysis: Analysis) -> None:
        found = self.read(analysis.state["chart"])
        analysis.state["all_bodies"] = found
        analysis.state["bodies"] = outermost(found)

    def read(self, chart: Chart) -> list[Body]:
        found: list[Body] = []
        for end, hit in chart.suffixes.items():
            border = chart.left_border(hit.start, joins=hit.data != "COMPANY")
            if border.start == hit.start and hit.form in chart.lexis.weak_suffixes:
                continue
            if (known := chart.protected_end.get(end)) is not None and known.start <= border.start and known.kind in _LEXICON_KINDS:
                continue
            found.append(Body(border.start, end, hit.data, hit, border.anchored))
        for end, hit in chart.protected_end.items():
            kind = _LEXICON_KINDS.get(hit.kind)
            if kind is None:
                continue
            if hit.kind == BODY:
                kind = _CENTRAL_KINDS.get(self._central.get(hit.form, ""), kind)
            found.append(Body(hit.start, end, kind, None, True, True))
        return found


def outermost(bodies: list[Body]) -> list[Body]:
    """Without those that lie inside another; of two that cross, the one that ends later stays as well."""
    out: list[Body] = []
    for body in sorted(bodies, key=lambda b: (b.start, -b.end, not b.known)):
        if out and body.end <= out[-1].end:
            continue
        out.append(body)
    return out
