"""A government site's page → title, date, source and body.

The sites must carry `<meta name="ArticleTitle|PubDate|ContentSource">`, and most use one of a few publishing systems,
whose body containers are known. Elsewhere trafilatura finds the body where it is installed (extra `html`), else the
element with the most running text does. The parser loads nothing and expands no entities.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape as html_entities
from typing import Any

from extractor.errors import ReadError
from extractor.reading.dates import iso_date, labelled_date

_CONTAINERS = (
    '//*[contains(concat(" ", @class, " "), " TRS_Editor ")]',
    '//*[contains(concat(" ", @class, " "), " trs_editor_view ")]',
    '//*[@id="UCAP-CONTENT"]',
    '//*[@id="zoom"]',
    '//*[contains(concat(" ", @class, " "), " pages_content ")]',
    '//*[@id="Zoom" or @id="ContentRegion" or @id="zoomcon" or @id="article-content"]',
)
_BLOCKS = frozenset(
    ("p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "table", "ul", "ol",
     "blockquote", "center", "dd", "dt")
)
_DROPPED = frozenset(
    ("script", "style", "noscript", "template", "head", "iframe", "object", "select", "button", "form", "svg", "nav",
     "header", "footer", "aside")
)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.I)
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_SITE = re.compile(r"\s*[_|-]\s*[^_|-]*(?:政府|网|网站|委员会|厅|局|部)[^_|-]*$")
_SOURCE = re.compile(r"(?:来源|信息来源|文章来源|來源)\s?[:：]\s?([^\s<>|　]{2,40})")
MIN_BODY = 30
"""Characters below which a known container is taken for empty."""


@dataclass(frozen=True, slots=True)
class Page:
    text: str
    title: str | None
    published: str | None
    source: str | None
    url: str | None


def read_page(markup: str, where: str) -> Page:
    """Raises `ReadError` when the page has no running text."""
    from lxml import etree, html

    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, recover=True)
    try:
        tree = html.document_fromstring(_DECLARATION.sub("", markup.replace("\0", "")), parser=parser)
    except (etree.LxmlError, ValueError, RecursionError) as error:
        raise ReadError(where, f"is not HTML ({error})", remedy="fetch the page again") from error
    metas = _metas(tree)
    text = _body(tree, markup) or _stripped(markup)
    if len(text) < 2:
        raise ReadError(where, "the page has no running text", remedy="give the page of one release")
    whole = _text(tree)[:20_000] if not (metas.get("pubdate") and metas.get("contentsource")) else ""
    said = _SOURCE.search(whole)
    return Page(
        text=text,
        title=metas.get("articletitle") or _title(tree),
        published=iso_date(metas.get("pubdate")) or iso_date(metas.get("publishdate")) or labelled_date(whole),
        source=metas.get("contentsource") or (said[1] if said else None),
        url=metas.get("url") or _canonical(tree),
    )


def _metas(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").strip().lower()
        content = _SPACES.sub(" ", meta.get("content") or "").strip()
        if name and content:
            found.setdefault(name, content)
    return found


def _title(tree: Any) -> str | None:
    for name in ("h1", "title"):
        for element in tree.iter(name):
            shown = _SPACES.sub(" ", "".join(element.itertext())).strip()
            if shown:
                return _SITE.sub("", shown) or shown
    return None


def _canonical(tree: Any) -> str | None:
    for link in tree.iter("link"):
        href = link.get("href") or ""
        if (link.get("rel") or "").lower() == "canonical" and href.startswith(("http://", "https://")):
            return str(href)
    return None


def _body(tree: Any, markup: str) -> str:
    for path in _CONTAINERS:
        for element in tree.xpath(path):
            text = _text(element)
            if len(text) >= MIN_BODY:
                return text
    return _by_trafilatura(markup) or _densest(tree)


def _by_trafilatura(markup: str) -> str:
    try:
        import trafilatura
    except ImportError:
        return ""
    try:
        found = trafilatura.extract(
            markup, favor_precision=True, include_comments=False, include_tables=True, deduplicate=False
        )
    except Exception:  # a defect of that library must not cost the page
        return ""
    return (found or "").strip()


def _densest(tree: Any) -> str:
    """The text of the element whose own paragraphs hold the most characters that are not links."""
    best, best_score = None, 0.0
    for element in tree.iter("div", "td", "article", "section", "body"):
        score = 0.0
        for child in element:
            if child.tag in ("p", "font", "span", "br") and isinstance(child.tag, str):
                own = len("".join(child.itertext()).strip()) + len((child.tail or "").strip())
                links = sum(len("".join(link.itertext())) for link in child.iter("a"))
                score += own - 2 * links
        score += len((element.text or "").strip())
        if score > best_score:
            best, best_score = element, score
    return _text(best if best is not None else tree)


def _stripped(markup: str) -> str:
    """The text between the tags, for a page that nests deeper than the parser goes."""
    lower, parts, at = markup.lower(), [], 0
    while True:
        start = lower.find("<", at)
        parts.append(markup[at : start if start >= 0 else len(markup)])
        if start < 0:
            break
        name = "script" if lower.startswith("<script", start) else "style" if lower.startswith("<style", start) else ""
        start = lower.find(f"</{name}", start) if name else start
        end = lower.find(">", start) if start >= 0 else -1
        if end < 0:
            break
        at = end + 1
    lines = (_SPACES.sub(" ", part).strip() for part in parts)
    return html_entities("\n".join(line for line in lines if line))


def _text(root: Any) -> str:
    """The element's text, a line a block. Iterative: pages nest as deep as they like."""
    parts: list[str] = []
    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        element, leaving = stack.pop()
        name = element.tag if isinstance(element.tag, str) else ""
        if leaving:
            if name in _BLOCKS:
                parts.append("\n")
            if element is not root and element.tail:
                parts.append(_SPACES.sub(" ", element.tail))
            continue
        stack.append((element, True))
        if not name or name in _DROPPED:
            continue
        if name in _BLOCKS:
            parts.append("\n")
        if element.text:
            parts.append(_SPACES.sub(" ", element.text))
        stack += [(child, False) for child in reversed(element)]
    lines = (line.strip(" \t\xa0　") for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)
