"""Characters that stand for others: entities, literal escapes, invisible ones, full-width digits and letters."""

from __future__ import annotations

import html
import re

from extractor.repair.draft import Change

INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff"
)
_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
_INVISIBLE = re.compile(f"[{INVISIBLE}{_CONTROL}]+")
_ENTITY = re.compile(r"&(?:amp;)*(#[xX][0-9a-fA-F]{1,6}|#\d{1,7}|[A-Za-z][A-Za-z0-9]{1,30});")
_NBSP = re.compile(r"&(?:amp;)*nbsp(?![A-Za-z0-9;])")
_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}")
# A comma before three full-width digits groups them (１，２００万元); any other full-width comma is punctuation.
_WIDE = re.compile(
    "(?<![０-９])[０-９]{1,3}(?:，[０-９]{3})+(?![０-９])(?:．[０-９]+)?％?|[０-９Ａ-Ｚａ-ｚ]+(?:[．][０-９]+)*[％]?"
)
_TO_ASCII = str.maketrans({**{chr(c): chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)}})


def entity_changes(text: str) -> list[Change]:
    """`&nbsp;`, `&#12288;`, `&amp;ldquo;`… as the character they name; unknown names stay."""
    found = []
    for match in _ENTITY.finditer(text):
        written = f"&{match[1]};"
        plain = html.unescape(written)
        if plain != written and "\ufffd" not in plain and not any("\ud800" <= c <= "\udfff" for c in plain):
            found.append(Change(match.start(), match.end(), plain, "entity"))
    found += [Change(match.start(), match.end(), "\xa0", "entity") for match in _NBSP.finditer(text)]
    return sorted(found, key=lambda change: change.start)


def escape_changes(text: str) -> list[Change]:
    """A literal `\\u3000` as the character; half a surrogate pair stays."""
    found = []
    for match in _ESCAPE.finditer(text):
        units = bytes.fromhex(match.group().replace("\\u", ""))
        plain = units.decode("utf-16-be", "replace")
        if plain and "\ufffd" not in plain:
            found.append(Change(match.start(), match.end(), plain, "escape"))
    return found


def invisible_changes(text: str) -> list[Change]:
    """Zero-width, soft-hyphen, direction and control characters go."""
    return [Change(match.start(), match.end(), "", "invisible") for match in _INVISIBLE.finditer(text)]


def width_changes(text: str) -> list[Change]:
    """Full-width digits and letters, and a number's grouping comma, point and per-cent sign become ASCII."""
    return [
        Change(match.start(), match.end(), match.group().translate(_TO_ASCII), "width")
        for match in _WIDE.finditer(text)
    ]
