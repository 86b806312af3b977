""".docx and .pdf files → text.

A .docx is a zip of XML; its paragraphs are read directly, by a parser without entities or network. A .pdf needs a text
layer and the extra `pdf` (pypdfium2); its lines are joined into paragraphs again.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from extractor.errors import ReadError

MAX_XML = 50_000_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ENDED = re.compile(r"[。！？!?：:；;…”）)】]$")


def read_docx(data: bytes, where: str) -> str:
    """Paragraphs and table cells in order, a line each."""
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("word/document.xml") as member:
            xml = member.read(MAX_XML + 1)
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
        raise ReadError(where, f"is not a Word document ({error})", remedy="save it as .docx or .txt") from error
    if len(xml) > MAX_XML:
        raise ReadError(where, "is larger than a release can be", expected=f"≤ {MAX_XML:,} bytes", remedy="split it")
    parser: Any = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise ReadError(where, f"its XML is broken ({error})", remedy="save it again") from error
    lines = []
    for paragraph in root.iter(f"{_W}p"):
        parts = []
        for element in paragraph.iter():
            if element.tag == f"{_W}t":
                parts.append(element.text or "")
            elif element.tag == f"{_W}tab":
                parts.append("\t")
            elif element.tag in (f"{_W}br", f"{_W}cr"):
                parts.append("\n")
        lines.append("".join(parts))
    return "\n".join(line for line in lines if line.strip())


def read_pdf(data: bytes, where: str) -> str:
    """The text layer, pages in order. Raises `ReadError` where there is none (a scan) or the file is locked."""
    try:
        import pypdfium2
    except ImportError as error:
        raise ReadError(
            where, "reading .pdf needs pypdfium2", remedy="pip install 'cn-release-extractor[pdf]'"
        ) from error
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ReadError(where, f"cannot be opened as PDF ({error})", remedy="save it again, without password") from error
    try:
        lines: list[str] = []
        for at in range(len(document)):
            page = document[at]
            words = page.get_textpage()
            lines += words.get_text_bounded().splitlines()
            words.close()
            page.close()
    except pypdfium2.PdfiumError as error:
        raise ReadError(where, f"a page cannot be read ({error})", remedy="save it again") from error
    finally:
        document.close()
    text = _joined([line.rstrip() for line in lines if line.strip()])
    if not text.strip():
        raise ReadError(where, "has no text layer (it is a scan)", remedy="run OCR on it first")
    return text


def _joined(lines: list[str]) -> str:
    """Lines that were broken for the page's width become paragraphs again."""
    full = max((len(line) for line in lines), default=0) * 0.85
    out: list[str] = []
    open_line = False
    for line in lines:
        if open_line and not line.startswith(("　", "  ")):
            out[-1] += line.lstrip()
        else:
            out.append(line)
        open_line = len(line) >= full and not _ENDED.search(line)
    return "\n".join(out)
