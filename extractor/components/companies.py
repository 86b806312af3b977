"""Companies: candidates from suffixes, lexicon, lists and definitions, weighed by the evidence of `rules/entities/`.

Three steps. `_candidates` collects stretches of text that may be a company's name: names with a suffix (`bodies`),
forms of the lexicon, what stands before 等企业 or 董事长, behind 零售商 or in （以下简称“X”）. `_weigh` adds up the evidence,
each piece a rule `company.*` with its weight in log-odds; what sums above zero is a company, and its confidence is the
logistic of the sum. `_merge` joins the forms of one company into one fact under the fullest.

All offsets are on the repaired text.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import regex

from extractor.components.analysis import Analysis
from extractor.components.bodies import Body
from extractor.components.chart import COMPANY, CONJUNCTIONS, COUNTRY, DELIMITERS, REGION, Chart
from extractor.components.company_names import NameAnatomy
from extractor.offsets import Span
from extractor.records import Company
from extractor.rulebook import Rulebook

_LEGAL_FORM = regex.compile(r"有限(?:责任)?公司$|股份公司$|集团公司$|股份有限公司$")
_HOTELS = frozenset(
    ("酒店", "大酒店", "宾馆", "饭店", "大饭店", "商场", "商城", "超市", "农场", "林场", "牧场", "渔场", "合作社",
     "油田", "工厂", "旅行社", "百货大楼")
)
_LODGINGS = frozenset(("酒店", "大酒店", "宾馆", "饭店", "大饭店"))
# nouns of business that are complete names with a region: 省电力公司, 昆明铁路局
_WITH_REGION = frozenset(
    ("公司", "总公司", "集团", "集团公司", "分公司", "铁路局", "供电公司", "供电局", "电力局", "矿务局", "银行", "分行", "厂", "总厂",
     "有限公司", "有限责任公司", "股份有限公司", "集团有限公司", "集团有限责任公司", "电厂", "船厂", "造船厂", "酒厂", "钢厂", "水泥厂", "农商行",
     "供电局", "信用社", "航空公司", "投资公司", "投资集团", "控股集团", "证券公司", "保险公司")
)
_FIRM = frozenset(
    ("公司", "总公司", "集团", "集团公司", "分公司", "企业集团", "控股集团", "投资集团", "投资公司", "厂", "总厂", "分厂", "银行", "分行",
     "支行", "股份公司", "铁路局", "供电公司", "供电局", "电力局", "矿务局", "农商行", "农信社", "信用社", "保险公司", "证券公司", "基金公司",
     "航空公司", "铁路公司", "船厂", "造船厂", "酒厂", "钢厂", "电厂", "水泥厂", "机械厂", "印染厂", "药厂", "煤矿", "铁矿", "事务所", "律师事务所",
     "会计师事务所", "经营部", "批发部", "商行", "专业合作社")
)
_ITEM = regex.compile(r"[\p{Han}A-Za-z0-9&·.\-（）()' ]{2,30}")
_LATIN_NAME = regex.compile(r"[A-Z][A-Za-z0-9&.\-']*(?: [A-Z&][A-Za-z0-9&.\-']*){0,4}")
_LATIN = regex.compile(r"[A-Za-z]")
_VENUE_LEFT = regex.compile(r"(?:在|于|下榻|入住|抵达|来到|走进|地点[:：]?|地址[:：]?)[^，。；、\n]{0,12}$")


@dataclass(slots=True)
class Candidate:
    start: int
    end: int
    form: str
    evidence: dict[str, float] = field(default_factory=dict)
    core: str = ""
    """The form without region and legal form, for names with a suffix."""
    full: str = ""
    """The lexicon's full form, for a form of the lexicon."""
    suffix: str = ""
    link: str = ""
    """The full form that the text ties this one to (defined or derived)."""

    @property
    def score(self) -> float:
        return sum(self.evidence.values())

    @property
    def span(self) -> Span:
        return self.start, self.end


class CompanyStage:
    def __init__(self, rulebook: Rulebook) -> None:
        self._anatomy = NameAnatomy(rulebook)
        self._weights: dict[str, float] = {}
        self._patterns: dict[str, regex.Pattern[str]] = {}
        for rule in rulebook.family("company"):
            self._weights[rule.id] = float(rule.options.get("weight", 0.0))
            if rule.pattern is not None:
                self._patterns[rule.id] = regex.compile(rule.pattern)

    def run(self, analysis: Analysis) -> None:
        chart: Chart = analysis.state["chart"]
        bodies: list[Body] = analysis.state["bodies"]
        found: dict[Span, Candidate] = {}
        self._by_suffix(chart, bodies, found)
        self._by_lexicon(chart, found)
        self._in_lists(chart, found)
        self._in_apposition(chart, found)
        self._defined(chart, found)
        self._weigh(chart, bodies, found)
        self._derived(chart, found)
        taken = self._choose(found, analysis)
        analysis.companies = self._merge(chart, taken)

    def _add(self, candidate: Candidate, rule: str, *, weight: float | None = None) -> None:
        """Evidence of a rule that is switched on; a rule counts once for a candidate."""
        if rule in self._weights and rule not in candidate.evidence:
            candidate.evidence[rule] = self._weights[rule] if weight is None else weight

    def _find(self, rule: str, text: str) -> list[regex.Match[str]]:
        pattern = self._patterns.get(rule)
        return [] if pattern is None else list(pattern.finditer(text))

    def _at(self, rule: str, text: str, at: int) -> regex.Match[str] | None:
        pattern = self._patterns.get(rule)
        return None if pattern is None else pattern.match(text, at)

    # -- candidates ------------------------------------------------------------------------------------------------

    def _by_suffix(self, chart: Chart, bodies: list[Body], found: dict[Span, Candidate]) -> None:
        for body in bodies:
            if body.kind != "COMPANY" or body.suffix is None:
                continue
            candidate = self._suffixed(chart, body)
            if candidate is not None:
                found[candidate.span] = candidate

    def _suffixed(self, chart: Chart, body: Body) -> Candidate | None:
        text, suffix = chart.text, body.suffix
        assert suffix is not None
        parts = self._anatomy.read(chart, body.start, suffix.start)
        form = text[parts.start : body.end]
        if form in self._anatomy.excluded or suffix.start - parts.start < 1:
            return None
        candidate = Candidate(parts.start, body.end, form, suffix=suffix.form)
        candidate.core = self._anatomy.bare(text[parts.core_start : body.end]) if parts.core_start < suffix.start else ""
        length = suffix.start - parts.core_start
        if parts.named and length >= 2:
            if _LEGAL_FORM.search(form):
                self._add(candidate, "company.full")
            elif suffix.form in _FIRM:
                self._add(candidate, "company.suffix")
            else:
                if not parts.strange or length > 10:
                    return None
                self._add(candidate, "company.trade")
                if suffix.form in _HOTELS:
                    self._add(candidate, "company.hotel")
            return candidate
        if parts.region and suffix.form in _WITH_REGION and (parts.fields or suffix.form not in ("公司", "集团", "厂", "总公司")):
            if suffix.form in ("有限公司", "有限责任公司", "股份有限公司") and not parts.fields:
                return None
            self._add(candidate, "company.region_field")
            return candidate
        return None

    def _by_lexicon(self, chart: Chart, found: dict[Span, Candidate]) -> None:
        for hit in chart.of(COMPANY):
            if not (chart.is_border(hit.start) and chart.is_border(hit.end)) and len(hit.form) < 4:
                continue
            candidate = found.setdefault((hit.start, hit.end), Candidate(hit.start, hit.end, hit.form))
            doubtful = hit.data.startswith("?")
            candidate.full = hit.data.lstrip("?")
            self._add(candidate, "company.doubtful" if doubtful else "company.lexicon")

    def _in_lists(self, chart: Chart, found: dict[Span, Candidate]) -> None:
        """A、B和C等企业: every item gets the evidence; an item that is no candidate yet becomes one."""
        text = chart.text
        ends = {span[1]: span for span in found}
        at = text.find("等")
        places = []
        while at >= 0:
            places.append(at)
            at = text.find("等", at + 1)
        for at in places:
            head = self._at("company.list_head", text, at)
            if head is None:
                continue
            self._items(chart, at, ends, found, plain=head.end() - at <= 14)

    def _items(
        self, chart: Chart, end: int, ends: dict[int, Span], found: dict[Span, Candidate], *, plain: bool
    ) -> None:
        text = chart.text
        first = True
        while end > 0:
            span = ends.get(end)
            if span is None and plain:
                candidate = self._plain_item(chart, end)
                if candidate is not None:
                    span = candidate.span
                    found.setdefault(span, candidate)
                    ends.setdefault(end, span)
            if span is None:
                return
            self._add(found[span], "company.list_head")
            first = False
            before = text[span[0] - 1 : span[0]]
            if before not in ("、", "和", "与", "及") or first:
                return
            end = span[0] - 1

    def _plain_item(self, chart: Chart, end: int) -> Candidate | None:
        """An item of a list of companies that has neither suffix nor lexicon entry: short, and strange to running text."""
        text = chart.text
        latin = self._latin_before(text, end)
        if latin is not None:
            return Candidate(latin, end, text[latin:end])
        border = chart.left_border(end, joins=False)
        start = border.start
        tokens = self._anatomy.tokens(chart, start, end)
        if not tokens or not 2 <= end - start <= 8 or len(tokens) > 4:
            return None
        at = start
        hit = chart.anchor_start.get(at)
        if hit is not None and hit.kind in (REGION, COUNTRY):
            if hit.end >= end:
                return None
            at = hit.end
        words = [text[s:e] for s, e in tokens if s >= at]
        if any(word in self._anatomy.quality for word in words):
            return None
        if all(word in self._anatomy.fields or word in chart.lexis.words for word in words):
            return None
        if chart.ends_body(end) and end in chart.suffixes and chart.suffixes[end].data != "COMPANY":
            return None
        return Candidate(start, end, text[start:end])

    @staticmethod
    def _latin_before(text: str, end: int) -> int | None:
        at = end
        while at > 0 and (text[at - 1].isascii() and (text[at - 1].isalnum() or text[at - 1] in "&.-' ")):
            at -= 1
        while at < end and not text[at].isupper():
            at += 1
        return at if end - at >= 2 else None

    def _in_apposition(self, chart: Chart, found: dict[Span, Candidate]) -> None:
        """零售业巨头斯多克曼Stockmann、: the name behind a common noun, up to the next border of the clause."""
        text = chart.text
        starts = {span[0]: span for span in found}
        for match in self._find("company.apposition", text):
            at = match.end()
            span = starts.get(at)
            if span is None:
                if not self._is_described(chart, match.start()):
                    continue
                end = self._name_end(chart, at)
                if end is None:
                    continue
                span = (at, end)
                found.setdefault(span, Candidate(at, end, text[at:end]))
            self._add(found[span], "company.apposition")

    def _is_described(self, chart: Chart, noun_start: int) -> bool:
        """Whether a description stands before the noun: 著名的时装|零售商, 国内知名|企业, 芬兰|巨头."""
        start = chart.previous.get(noun_start)
        if start is None:
            return False
        word = chart.text[start:noun_start]
        return word in self._anatomy.fields or word in self._anatomy.quality or (word in chart.lexis.words and len(word) > 1)

    def _name_end(self, chart: Chart, at: int) -> int | None:
        """Where an unknown name that begins at `at` ends, or None when what stands there is no name."""
        text = chart.text
        end, strange, count = at, False, 0
        while end < len(text) and count < 5:
            next_end = chart.token_end(end)
            if next_end is None:
                break
            word = text[end:next_end]
            if word == " " and strange and text[next_end : next_end + 1].isupper():
                end = next_end
                continue
            if word in DELIMITERS or word in CONJUNCTIONS or word in chart.lexis.breakers or word in self._anatomy.quality:
                break
            if word not in chart.lexis.words and word not in self._anatomy.fields:
                strange = True
            end, count = next_end, count + 1
        if not strange or not 2 <= end - at <= 24 or (end - at > 9 and not _LATIN.search(text[at:end])):
            return None
        follows = text[end : end + 1]
        latin = bool(_LATIN_NAME.fullmatch(text[at:end]))
        return end if follows in DELIMITERS or follows in ("和", "与", "以", "") or latin else None

    def _defined(self, chart: Chart, found: dict[Span, Candidate]) -> None:
        """（以下简称“X”）: X and its later mentions stand for the name before the bracket."""
        text = chart.text
        ends = {span[1]: span for span in found}
        for match in self._find("company.defined", text):
            span = ends.get(match.start())
            if span is None or found[span].score < 1:
                continue
            self._link(text, match["short"], found[span].form, "company.defined", found)

    def _link(self, text: str, short: str, full: str, rule: str, found: dict[Span, Candidate]) -> None:
        at = text.find(short)
        while at >= 0:
            span = (at, at + len(short))
            if not any(s <= at and span[1] <= e and (s, e) != span for s, e in found):
                candidate = found.setdefault(span, Candidate(at, span[1], short))
                candidate.link = full
                self._add(candidate, rule)
            at = text.find(short, at + 1)

    # -- evidence --------------------------------------------------------------------------------------------------

    def _weigh(self, chart: Chart, bodies: list[Body], found: dict[Span, Candidate]) -> None:
        text = chart.text
        counts: dict[str, int] = {}
        for candidate in found.values():
            counts[candidate.form] = counts.get(candidate.form, 0) + 1
        for candidate in found.values():
            end = candidate.end
            for rule in ("company.title", "company.staff", "company.act", "company.stock", "company.product"):
                if rule == "company.product" and candidate.suffix:
                    continue
                if self._at(rule, text, end):
                    self._add(candidate, rule)
            if counts[candidate.form] > 1:
                self._add(candidate, "company.repeated")
            if candidate.suffix in _LODGINGS and (
                _VENUE_LEFT.search(text[max(0, candidate.start - 16) : candidate.start])
                or self._at("company.venue", text, end)
            ):
                self._add(candidate, "company.venue")
            if self._inside(bodies, candidate):
                self._add(candidate, "company.inside")
        self._neighbours(text, found)

    @staticmethod
    def _inside(bodies: list[Body], candidate: Candidate) -> bool:
        for body in bodies:
            if body.start > candidate.start:
                break
            if body.end > candidate.end and body.kind in ("SCHOOL", "ASSOC", "HOSPITAL", "MEDIA", "CONGRESS", "COURT", "GOV"):
                return body.known or body.kind in ("SCHOOL", "ASSOC", "HOSPITAL", "MEDIA")
        return False

    def _neighbours(self, text: str, found: dict[Span, Candidate]) -> None:
        """In A、B, B speaks for A and A for B when one of them is sure by itself."""
        starts: dict[int, list[Candidate]] = {}
        for candidate in found.values():
            starts.setdefault(candidate.start, []).append(candidate)
        order = sorted(found.values(), key=lambda c: c.start)
        for chain in (order, order[::-1]):
            for candidate in chain:
                if text[candidate.end : candidate.end + 1] not in ("、", "和", "与", "及"):
                    continue
                for other in starts.get(candidate.end + 1, ()):
                    if candidate.score >= 1.0:
                        self._add(other, "company.list")
                    if other.score >= 1.0:
                        self._add(candidate, "company.list")

    def _derived(self, chart: Chart, found: dict[Span, Candidate]) -> None:
        """Short forms of the document's full names, wherever they stand: 凝霜制冷公司, 诚信机具."""
        text = chart.text
        fulls = [c for c in found.values() if "company.full" in c.evidence and c.score > 0]
        for full in {c.form: c for c in fulls}.values():
            brand = self._brand(chart, full)
            if brand is None:
                continue
            at = text.find(brand)
            while at >= 0:
                if not any(s <= at < e and found[s, e].score > 2 for s, e in found):
                    end = self._short_end(chart, at, brand, full)
                    if end is not None:
                        candidate = found.setdefault((at, end), Candidate(at, end, text[at:end]))
                        candidate.link = candidate.link or full.form
                        self._add(candidate, "company.derived")
                at = text.find(brand, at + 1)

    def _brand(self, chart: Chart, full: Candidate) -> str | None:
        """The core's first word or two: what every short form begins with."""
        start = full.start + max(0, full.form.find(full.core)) if full.core else full.start
        tokens = self._anatomy.tokens(chart, start, full.end)
        brand = ""
        for token_start, token_end in tokens:
            word = chart.text[token_start:token_end]
            if brand and (word in self._anatomy.fields or len(brand) >= 2):
                break
            brand += word
            if len(brand) >= 4:
                break
        return brand if len(brand) >= 2 else None

    def _short_end(self, chart: Chart, at: int, brand: str, full: Candidate) -> int | None:
        """Where the short form that begins with the brand at `at` ends: as far as its pieces are the full name's."""
        text = chart.text
        end = at + len(brand)
        strange = brand not in chart.lexis.words
        rest = full.form[full.form.find(brand) + len(brand) :]
        grown = False
        while end < len(text):
            next_end = chart.token_end(end)
            if next_end is None:
                break
            word = text[end:next_end]
            where = rest.find(word)
            if len(word) > 1 and where >= 0:
                rest = rest[where + len(word) :]
                grown = True
            elif word in ("公司", "集团", "厂"):
                return next_end
            else:
                break
            end = next_end
        return end if grown or (strange and len(brand) >= 2) else None

    # -- choosing and merging --------------------------------------------------------------------------------------

    def _choose(self, found: dict[Span, Candidate], analysis: Analysis) -> list[Candidate]:
        """Candidates above zero; of overlapping ones the longer, then the surer."""
        taken: list[Candidate] = []
        order = sorted(found.values(), key=lambda c: (c.start - c.end, -c.score, c.start))
        for candidate in order:
            rule = max(candidate.evidence, key=lambda r: candidate.evidence[r]) if candidate.evidence else None
            if candidate.score <= 0:
                analysis.note("companies", *candidate.span, f"not taken, {candidate.score:+.1f}", None)
                continue
            if any(c.start < candidate.end and candidate.start < c.end for c in taken):
                analysis.note("companies", *candidate.span, "lies inside another name", None)
                continue
            analysis.note("companies", *candidate.span, f"taken, {candidate.score:+.1f}", rule)
            taken.append(candidate)
        return sorted(taken, key=lambda c: c.start)

    def _merge(self, chart: Chart, taken: list[Candidate]) -> list[Company]:
        groups = self._groups(taken)
        out: list[Company] = []
        for group in groups:
            forms = sorted({c.form for c in group}, key=lambda f: (-len(f), f))
            rules = dict.fromkeys(r for c in group for r, w in c.evidence.items() if w > 0)
            best = max(c.score for c in group)
            out.append(
                Company(
                    name=forms[0], aliases=tuple(forms[1:]), mentions=tuple(c.span for c in group),
                    rules=tuple(sorted(rules)), confidence=1 / (1 + math.exp(-best)),
                )
            )
        return out

    def _groups(self, taken: list[Candidate]) -> list[list[Candidate]]:
        """Mentions of one company together, in text order of their first mention."""
        by_form: dict[str, list[Candidate]] = {}
        for candidate in taken:
            by_form.setdefault(candidate.form, []).append(candidate)
        parent = {form: form for form in by_form}
        for form, members in by_form.items():
            target = self._target(form, members, by_form)
            if target is not None:
                parent[form] = target

        def root(form: str) -> str:
            seen = set()
            while parent[form] != form and form not in seen:
                seen.add(form)
                form = parent[form]
            return form

        groups: dict[str, list[Candidate]] = {}
        for candidate in taken:
            groups.setdefault(root(candidate.form), []).append(candidate)
        return list(groups.values())

    def _target(self, form: str, members: list[Candidate], by_form: dict[str, list[Candidate]]) -> str | None:
        """The fuller form that `form` stands for, or None."""
        for candidate in members:
            if candidate.link and candidate.link in by_form and candidate.link != form:
                return candidate.link
        known = next((c.full for c in members if c.full), "")
        if known:
            same = [f for f, cs in by_form.items() if len(f) > len(form) and any(c.full == known for c in cs)]
            if same:
                return max(same, key=len)
        fits = []
        bare = self._anatomy.bare(form)
        for other, candidates in by_form.items():
            if len(other) <= len(form):
                continue
            core = candidates[0].core
            if known:
                if bare in (core, self._anatomy.bare(other)):
                    fits.append(other)
            elif other.endswith(form) or self._anatomy.short_of(form, other, core):
                fits.append(other)
        return fits[0] if len(fits) == 1 else None
