"""Sixty inputs that break programs, with what must come of each: in the database, or in quarantine for a reason.

`POISONS`: name → (how to make it, expected). Expected is an int, the number of documents it gives, or a piece of the
reason for which it is quarantined; a tuple of both where one file gives both.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from releases import release

GOOD = release(900)
_counter = iter(range(10_000))


def good() -> str:
    """Another good release each time, so that none is a re-post of another."""
    return release(5000 + next(_counter))


def zipped(members: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def lines(*values: Any) -> bytes:
    return "\n".join(value if isinstance(value, str) else json.dumps(value) for value in values).encode() + b"\n"


def page(body: str, *, head: str = "", charset: str = "utf-8") -> bytes:
    return f"<html><head>{head}</head><body>{body}</body></html>".encode(charset)


def docx(xml: str) -> bytes:
    return zipped({"word/document.xml": xml.encode()})


def paragraph_xml(text: str, prefix: str = "") -> str:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return f"{prefix}<w:document {space}><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"


_ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(97 + at)}{chr(97 + at)} "{f"&{chr(96 + at) * (2 if at > 1 else 1)};" * 10}">' for at in range(1, 9)
) + "]>"

Made = Callable[[Path], None] | bytes | str

POISONS: dict[str, tuple[Made, Any]] = {
    "empty.txt": (b"", "is empty"),
    "spaces.txt": ("　 \n\t\r\n　\u200b\ufeff", "is empty"),
    "bom_only.txt": (b"\xef\xbb\xbf", "is empty"),
    "binary.txt": (bytes(range(256)) * 64, "is not text"),
    "random.txt": (random.Random(1).randbytes(20_000), "not text|encoding"),
    "elf.txt": (b"\x7fELF\x02\x01\x01" + bytes(5000), "not text"),
    "nuls.txt": (good().replace("，", "\0"), "not text|NUL"),
    "half_utf8.txt": (good().encode()[:-2], 1),
    "broken_utf8.txt": (b"".join(bytes([byte]) if at % 7 else b"\xff" for at, byte in enumerate(good().encode())), "encoding"),
    "one_bad_byte.txt": (good().encode().replace("，".encode(), b"\xff\xe3", 1), 1),
    "utf16.txt": (good().encode("utf-16"), 1),
    "utf16_be_bare.txt": (good().encode("utf-16-be"), 1),
    "utf16_odd.txt": (good().encode("utf-16") + b"\x00", 1),
    "utf32.txt": (good().encode("utf-32"), 1),
    "gbk.txt": (good().encode("gbk"), 1),
    "gb18030.txt": ((good() + "𠮷㐀").encode("gb18030"), 1),
    "big5.txt": (("臺北市政府舉辦的對接會在此舉行，會議強調要進一步優化環境，推動產業發展，參加的有300餘人。" * 4).encode("big5"), 1),
    "fffd.txt": ("\ufffd" * 3000, "replacement characters"),
    "fffd_half.txt": (good().replace("的", "\ufffd").replace("，", "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd"), "replacement characters"),
    "long_line.txt": (lambda path: path.write_bytes("发展".encode() * (50_000_000 // 6)), "larger than one release"),
    "too_long.txt": ("会议指出要发展。" * 40_000, "longer than one release"),
    "no_han.txt": ("The meeting was held on Monday. " * 20, 1),
    "one_char.txt": ("会", 1),
    "digits.txt": ("投资" + "9" * 30_000 + "亿元，共有" + "8" * 5000 + "." + "7" * 5000 + "个项目。", 1),
    "numerals.txt": ("投资" + "三千亿" * 3000 + "元，增长" + "一" * 3000 + "倍。", 1),
    "brackets.txt": ("（" * 20_000 + "会议" + "）" * 20_000, 1),
    "commas.txt": ("，、；" * 20_000 + "会议在京召开。", 1),
    "combining.txt": ("会" + "\u0301" * 20_000 + "议。", 1),
    "bidi.txt": ("\u202e" + good() + "\u202c\u2066", 1),
    "escape.txt": (good() + "\x1b]0;owned\x07\x1b[2J", 1),
    "emoji.txt": (good() + "👨‍👩‍👧‍👦" * 500, 1),
    "astral.txt": ("𠮷" * 5000 + good(), 1),
    "crlf.txt": (good().replace("\n", "\r\n").encode(), 1),
    "'); DROP TABLE document; --.txt": (good(), 1),
    "=cmd|'calc'!A0.txt": (good() + "=cmd|'/c calc'!A0公司参加。", 1),
    "＝HYPERLINK.txt": (good(), 1),
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd.txt": (good(), 1),
    "-rf.txt": (good(), 1),
    "new\nline.txt": (good(), 1),
    "b\udcb0\udca1\udcd0.txt": (good(), 1),
    "surrogates.jsonl": (lines('{"id": "s1", "text": "会议\\ud800召开"}', {"id": "s2", "text": good()}), (1, "surrogate")),
    "broken.jsonl": (lines({"id": "j1", "text": good()}, '{"id": "j2", "text": "会', {"id": "j3", "text": good()}), (2, "is not JSON")),
    "types.jsonl": (lines({"id": "t1", "text": 5}, [1], {"id": ["x"], "text": good()}, {"id": "t4"}), (1, "no text|not a JSON object")),
    "deep.jsonl": (b"[" * 100_000 + b"\n" + lines({"id": "d1", "text": good()}), (1, "nested too deep|is not JSON")),
    "long_id.jsonl": (lines({"id": "x" * 100_000, "text": good()}, {"id": "\x1b[31mred\x07", "text": good()}), 2),
    "huge_number.jsonl": (b'{"id": ' + b"9" * 5000 + b', "text": "x"}\n' + lines({"id": "h", "text": good()}), (1, "is not JSON")),
    "dates.jsonl": (lines({"id": "p1", "text": good(), "published": "2021-13-45"}, {"id": "p2", "text": good(), "published": True}), 2),
    "nul_in_json.jsonl": (lines('{"id": "n1", "text": "会议\\u0000召开"}'), "NUL"),
    "deep.html": (page("<div>" * 10_000 + "<p>" + good() + "</p>" + "</div>" * 10_000), 1),
    "wrong_charset.html": (page(good(), head='<meta charset="gb2312">'), 1),
    "wrong_charset_gbk.html": (page(good(), head='<meta charset="utf-8">', charset="gbk"), 1),
    "no_text.html": (page("<script>alert(1)</script><img src=x>"), "no running text"),
    "entities.html": (_ENTITIES.encode() + page("<p>&ii;" + good() + "</p>"), 1),
    "external.docx": (docx(paragraph_xml("会议在京召开。&x;", '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>')), 1),
    "laughs.docx": (docx(paragraph_xml("会议在京召开，研究部署工作。&ii;", _ENTITIES)), None),
    "not_a.docx": (b"PK\x03\x04 but no more", "not a Word document"),
    "not_a.pdf": (b"%PDF-1.7 but no more", "cannot be opened as PDF"),
    "bomb.zip": (zipped({"bomb.txt": b"\0" * 300_000_000, "good.txt": good().encode()}), (1, "bombs|larger than")),
    "bomb.txt.gz": (lambda path: path.write_bytes(gzip.compress(b"\0" * 200_000_000, 1)), "larger than one release"),
    "cut.txt.gz": (gzip.compress(good().encode() * 50)[:-20], "not a whole gzip"),
    "slip.zip": (zipped({"../../../tmp/slipped.txt": good().encode(), "/abs.txt": good().encode()}), 2),
    "nested.zip": (zipped({"inner.zip": zipped({"a.txt": good().encode()}), "b.txt": good().encode()}), (1, "archive in an archive")),
    "not_a.zip": (b"PK\x05\x06 no", "not a zip archive"),
    "program.exe": (b"MZ" + bytes(3000), "holds no releases"),
    "fifo.txt": (lambda path: os.mkfifo(path), "not a regular file"),
    "dangling.txt": (lambda path: path.symlink_to("nowhere.txt"), "cannot be read"),
    "loop.txt": (lambda path: path.symlink_to("loop.txt"), "cannot be read"),
    "loop_folder": (lambda path: path.symlink_to("."), 0),
    "socket.txt": (lambda path: _socket(path), "not a regular file|cannot be read"),
    ".hidden.txt": (good(), 0),
    "download.txt.part": (good(), 0),
}


def _socket(path: Path) -> None:
    import socket

    here = os.getcwd()
    os.chdir(path.parent)  # a socket's path has to be short
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(path.name)
    finally:
        os.chdir(here)


def make(folder: Path) -> None:
    folder.mkdir()
    for name, (content, _) in POISONS.items():
        path = folder / name
        if callable(content):
            content(path)
        else:
            path.write_bytes(content.encode() if isinstance(content, str) else content)
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
