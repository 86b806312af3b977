"""Text decoded with the wrong charset: GBK, Big5 or UTF-8 shown as Latin-1 (ÖÐ¹ú), UTF-8 shown as GBK (鐨勶紝).

The bytes are still there, so the undoing is exact: encode as shown, decode as meant. A run counts as mojibake only when
what comes out is everyday Chinese, and far more so than what stood there.
"""

from __future__ import annotations

import re

from extractor.repair.draft import Change
from extractor.repair.script import simplify

_LATIN_EXTRA = "ŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™"
_LATIN = re.compile(f"[\x80-\xff{_LATIN_EXTRA}][\x20-\x7e\x80-\xff{_LATIN_EXTRA}]*[\x80-\xff{_LATIN_EXTRA}]")
_HIGH = re.compile("[\x80-\xff]")
_COMMON = frozenset(
    char for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF)
    if (char := bytes([lead, trail]).decode("gb2312", "ignore"))
)
"""Level 1 of GB 2312: the 3,755 everyday characters."""
_GBK_SHOWN = re.compile("[^\x00-\x7f]+")


def _commonness(text: str) -> float:
    """The share of everyday characters among all that are not ASCII, in [0, 1]."""
    plain = [char for char in simplify(text) if char > "\x7f"]
    if not plain:
        return 0.0
    return sum(char in _COMMON or char in "，。、；：（）“”《》　" for char in plain) / len(plain)


def _latin_bytes(text: str) -> bytes | None:
    out = bytearray()
    for char in text:
        if char <= "\xff":
            out.append(ord(char))
            continue
        try:
            out += char.encode("cp1252")
        except UnicodeEncodeError:
            return None
    return bytes(out)


def _decoded(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(charset)
    except UnicodeDecodeError:
        return None


def latin_changes(text: str) -> list[Change]:
    """Runs of Latin-1 letters that are Chinese bytes."""
    found = []
    for match in _LATIN.finditer(text):
        run = match.group()
        if len(_HIGH.findall(run)) < 4:
            continue
        data = _latin_bytes(run)
        if data is None:
            continue
        best, plain = max(
            ((_commonness(out), out) for charset in ("utf-8", "gb18030", "big5") if (out := _decoded(data, charset))),
            default=(0.0, ""),
        )
        if best >= 0.5 and plain != run:
            found.append(Change(match.start(), match.end(), plain, "mojibake"))
    return found


def gbk_shown_changes(text: str) -> list[Change]:
    """Runs of GBK characters that are UTF-8 bytes; a half character at the end of a run is lost and stays as shown."""
    found = []
    for match in _GBK_SHOWN.finditer(text):
        run = match.group()
        if len(run) < 3 or _commonness(run) >= 0.5:
            continue
        plain, used = _as_utf8(run)
        if used and len(plain) >= 2 and _commonness(plain) >= max(0.4, _commonness(run) + 0.3):
            found.append(Change(match.start(), match.start() + used, plain, "mojibake"))
    return found


def _as_utf8(run: str) -> tuple[str, int]:
    """The longest prefix of `run` whose GBK bytes are UTF-8: its reading and how many characters it takes."""
    try:
        data = run.encode("gb18030")
    except UnicodeEncodeError:
        return "", 0
    try:
        return data.decode("utf-8"), len(run)
    except UnicodeDecodeError as error:
        good = error.start
    used = size = 0
    for char in run:
        width = len(char.encode("gb18030"))
        if size + width > good:
            break
        size += width
        used += 1
    while used:
        try:
            return data[:size].decode("utf-8"), used
        except UnicodeDecodeError:
            used -= 1
            size -= len(run[used].encode("gb18030"))
    return "", 0


SUSPECT = re.compile(
    # characters whose GBK lead byte is a UTF-8 lead byte of common Chinese (E4…E9), twice within three
    "(?:{c}.?.?{c})".format(c="[" + "".join(
        char for lead in range(0xE4, 0xEA) for trail in range(0x80, 0xC0)
        if (char := bytes([lead, trail]).decode("gbk", "ignore"))
    ) + "]")
)
