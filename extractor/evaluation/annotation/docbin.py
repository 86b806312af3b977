"""spaCy's DocBin: `doc.spans["facts"]` holds every label, `doc.ents` the longest ones that do not overlap.

Words are jieba's, cut once more wherever a label begins or ends, so every label sits on token borders. Links, notes and
the id are in `doc.user_data`. `spacy train` reads the file as it is.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from extractor.errors import RecordError
from extractor.evaluation.annotation.sheet import Label, Link, Sheet


def write(sheets: Iterable[Sheet], path: Path) -> None:
    """Write the documents into the file `path` (.spacy)."""
    import spacy
    from spacy.tokens import DocBin

    from extractor.tokenizing import Tokenizer

    vocab, tokenizer = spacy.blank("zh").vocab, Tokenizer()
    binary = DocBin(store_user_data=True, attrs=["ORTH", "SPACY", "ENT_IOB", "ENT_TYPE"])
    for sheet in sheets:
        binary.add(_doc(sheet, vocab, tokenizer))
    binary.to_disk(path)


def _doc(sheet: Sheet, vocab: Any, tokenizer: Any) -> Any:
    from spacy.tokens import Doc
    from spacy.util import filter_spans

    words = list(_words(tokenizer.cut(sheet.text), {at for label in sheet.labels for at in label[:2]}))
    doc = Doc(vocab, words=words, spaces=[False] * len(words))
    placed = [doc.char_span(label.start, label.end, label=label.label) for label in sheet.labels]
    spans = [span for span in placed if span is not None]
    if len(spans) < len(placed):
        raise RecordError(f"sheet {sheet.id}", "a label is not on token borders", remedy="report this as a defect")
    doc.spans["facts"] = spans
    doc.ents = filter_spans(spans)
    doc.user_data["id"] = sheet.id
    doc.user_data["links"] = [[link.kind, list(link.source), list(link.target)] for link in sheet.links]
    doc.user_data["notes"] = json.dumps(sheet.notes, ensure_ascii=False)  # msgpack ends at 64 bits, money does not
    return doc


def _words(words: Iterable[str], borders: set[int]) -> Iterable[str]:
    """The words, cut at the borders inside them."""
    at = 0
    for word in words:
        inside = [cut - at for cut in range(at + 1, at + len(word)) if cut in borders]
        for start, end in itertools.pairwise([0, *inside, len(word)]):
            yield word[start:end]
        at += len(word)


def read(path: Path) -> list[Sheet]:
    """Read the documents of a DocBin that `write` made, or of any with `doc.spans["facts"]`."""
    import spacy
    from spacy.tokens import DocBin

    try:
        docs = list(DocBin().from_disk(path).get_docs(spacy.blank("zh").vocab))
    except (OSError, ValueError, KeyError) as error:
        raise RecordError(str(path), f"is no DocBin ({error})", remedy="give a .spacy file") from error
    return [_sheet(doc, at) for at, doc in enumerate(docs)]


def _sheet(doc: Any, at: int) -> Sheet:
    labels = {Label(span.start_char, span.end_char, span.label_) for span in doc.spans.get("facts", ())}
    links = {
        Link(kind, Label(*source), Label(*target)) for kind, source, target in doc.user_data.get("links", ())
    }
    return Sheet(
        str(doc.user_data.get("id", at)), doc.text, tuple(sorted(labels)), tuple(sorted(links)),
        tuple(json.loads(doc.user_data.get("notes", "[]"))),
    )
