"""Texts that no repair can save: the bytes are gone. They are refused with the reason."""

from __future__ import annotations

import re

_QUESTION_RUN = re.compile(r"\?{3,}")
_FILLER = re.compile("锟斤拷|锟斤|斤拷锟|烫烫烫|屯屯屯|铻铻铻|葺葺葺")


def reason_to_refuse(text: str) -> str | None:
    """Why `text` is beyond repair, or None."""
    size = len(text)
    if not size:
        return None
    lost = text.count("\ufffd")
    # a few stand for the half characters of a mirror, which can be read; runs cannot
    if lost > 2 and (lost * 20 > size or (lost * 50 > size and "\ufffd\ufffd" in text)):
        return f"{lost} of {size} characters are U+FFFD: the original bytes were replaced and are gone"
    # one of these is in all fillers; a search for one character costs a tenth of one for two
    if ("斤" in text and ("锟斤" in text or "斤拷" in text)) or ("烫" in text and "烫烫烫" in text) or ("屯" in text and "屯屯屯" in text):
        filler = sum(len(match.group()) for match in _FILLER.finditer(text))
        if filler >= 6 and filler * 50 > size:
            return f"{filler} of {size} characters are 锟斤拷 or its like: replacement characters re-encoded"
    questions = text.count("?")
    if questions * 10 > size:
        asked = sum(len(match.group()) for match in _QUESTION_RUN.finditer(text))
        if asked * 10 > size and asked >= 6:
            return f"{asked} of {size} characters are runs of “?”: the charset conversion dropped the text"
        if questions >= 20 and questions * 5 > size:
            return f"{questions} of {size} characters are “?”: too much is lost to read the rest by"
    return None
