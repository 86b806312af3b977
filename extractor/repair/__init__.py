"""Repair of damaged releases: from the text as found to the text as meant, with a map back.

`repair(text)` returns a `Repaired`; on clean text it returns the very same string object and the identity alignment.

The stages, in their order, each a module that turns a text into changes: `mojibake` (bytes first, before anything
touches their evidence), `characters` (entities, escapes, invisible ones), `shifts` and `pinyin` (the mirror's damage),
`lines`, `script`, and width folding last. `draft` keeps the map to the original. `furniture` marks, `hopeless` refuses.
"""

from __future__ import annotations

import re

from extractor.repair import characters, lines, mojibake, pinyin, script, shifts
from extractor.repair.draft import Change, Draft
from extractor.repair.furniture import furniture
from extractor.repair.hopeless import reason_to_refuse
from extractor.repair.language import shipped
from extractor.repair.result import RESHAPING, Edit, Mark, Repaired

_ROUNDS = 4
"""Repair is repeated until nothing changes: an entity may hide an invisible character, which hid an entity…"""

# Any character that plain simplified releases do not have. Full-width punctuation and the usual symbols are plain;
# full-width digits, tone-marked letters, traditional and private-use characters, & and backslash are not.
_UNUSUAL = re.compile(
    f"[^{script.EVERYDAY}\t\n\r -%'-\\[\\]-~\u00a0、。〃〇〈-】〔-〗　！-／：-＠［-｠￥￡‐-‧‰′″※℃①-⒛Ⅰ-Ⅻ"
    "×÷±·§°²³←-↓■□▲△▼▽◆◇○◎●★☆√㎡㎏㎜-㎞]"
)
# three patterns, each of which is looked for by its first character: as one they cost twice as much
_BREAK = re.compile(r"\n(?:[ 　]*[，。、；：！？）》”]|(?<=、\n)|(?<=、\r\n))")
_SET_APART = re.compile(" [㐀-鿿][  　][㐀-鿿][  　]")
_SET_APART_WIDE = re.compile("　[㐀-鿿]　[㐀-鿿]　")
_DOUBLED = re.compile(r"、[、，。]|，[，、。；]|。。|；；|,[、。；，]")


def repair(text: str) -> Repaired:
    """The text as meant. Never raises; clean text comes back as the same object; time is linear in the text."""
    reason = reason_to_refuse(text)
    if reason:
        return Repaired.refused(text, reason)
    if _looks_clean(text):
        return Repaired.untouched(text, furniture(text))
    draft = Draft(text)
    for _ in range(_ROUNDS):
        before = draft.text
        _round(draft)
        if draft.text == before:
            break
    return _result(draft)


def _looks_clean(text: str) -> bool:
    return not (
        _UNUSUAL.search(text) or _BREAK.search(text) or _SET_APART.search(text) or _SET_APART_WIDE.search(text)
        or _DOUBLED.search(text) or lines.is_wrapped(text)
    )


def _round(draft: Draft) -> None:
    """Every stage once."""
    text = draft.text
    if mojibake.SUSPECT.search(text):
        draft.apply(mojibake.gbk_shown_changes(draft.text))
    draft.apply(mojibake.latin_changes(draft.text))
    if "&" in draft.text:
        draft.apply(characters.entity_changes(draft.text))
    if "\\u" in draft.text:
        draft.apply(characters.escape_changes(draft.text))
    draft.apply(characters.invisible_changes(draft.text))
    _unmirror(draft)
    draft.apply(lines.space_changes(draft.text))
    draft.apply(lines.line_changes(draft.text))
    draft.apply(lines.doubled_changes(draft.text))
    if draft.apply(script.changes(draft.text)):
        draft.flags.add("traditional")
    draft.apply(characters.width_changes(draft.text))


def _unmirror(draft: Draft) -> None:
    """Undo the mirror's byte-wise replacements, where the document shows that it went through one."""
    glosses = pinyin.valid_glosses(draft.text)
    mirrored = bool(glosses) and pinyin.glossed(draft.text, glosses)
    # glosses whose character is shifted itself are evidence too
    many = mirrored and len(pinyin.ANNOTATION.findall(draft.text)) >= pinyin.ENOUGH
    if mirrored or shifts.HALF.search(draft.text):
        _unshift(draft, many=many)
        glosses = pinyin.valid_glosses(draft.text)
    if not mirrored:
        return
    draft.flags.add("pinyin")
    draft.apply(
        Change(match.start(), match.end(), "", "pinyin", absorb=True)
        for match in glosses
        if many or script.is_standard_traditional(draft.text[match.start() - 1])
    )
    draft.apply(lines.loose_space_changes(draft.text))


def _unshift(draft: Draft, *, many: bool) -> None:
    """Read shifted bytes; what is not clear is marked and stays. A number is never touched."""
    found: list[shifts.Reading] = []
    if shifts.ANY_LOST.search(draft.text):
        sound = script.simplify(shifts.DAMAGE.sub("", pinyin.GLOSS.sub("", draft.text)))
        found = shifts.readings(draft.text, shipped(), sound)
    if many:
        for at in shifts.left_over(draft.text, found):
            draft.mark("shift", at, at + 1, "a byte is lost here, and no reading was found")
        for start, end in shifts.strange(draft.text, found):
            draft.mark("shift", start, end, "bytes seem out of step here, with nothing to begin from")
    todo: list[Change] = []
    for reading in found:
        if reading.clear and (reading.free == 0 or many):
            todo += reading.changes
            draft.flags.add("shift")
        else:
            draft.mark("shift", reading.start, reading.end, reading.doubt(many), reading.candidates)
        if reading.swallowed:
            draft.mark("swallowed", reading.end - 1, reading.end + 1, "a character may have gone with the lost byte")
    draft.apply(todo)


def _result(draft: Draft) -> Repaired:
    alignment, edits, marks = draft.finish()
    damage = {edit.kind for edit in edits} - RESHAPING
    text = draft.text if edits else draft.original
    return Repaired(
        text, alignment, edits, flags=tuple(sorted(draft.flags | damage)), verdict="repaired" if damage else "ok",
        furniture=furniture(text), marks=marks,
    )


__all__ = ["Edit", "Mark", "Repaired", "repair"]
