"""The language model that weighs readings of shifted bytes: character 4-grams with back-off, and words.

`release.model` is figures only: a header line (JSON: how it was built, the sizes) and, deflated, sorted 64-bit keys (up
to four UTF-16 units each) with a log-probability and a back-off weight in one byte each, then the words. It is read on
first use, in some tens of milliseconds, and never for clean text. `build_model.py` makes it.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from bisect import bisect_left
from collections import Counter
from functools import cache
from importlib.resources import files
from itertools import accumulate

ORDER = 4
STEP = 16.0
"""Log-probabilities are stored as round(-log10(p) * STEP) in a byte, words and n-grams alike."""
BOW_ZERO = 200
"""Back-off weights are stored as round(log10(bow) * STEP) + BOW_ZERO."""
BOUNDARY = "\n"
LONGEST_WORD = 4
UNKNOWN_WORD = -7.0
MAGIC = b"release language model 1\n"

_DIGIT, _LETTER, _OTHER = "0", "A", "\ufffd"


def normal(text: str) -> str:
    """Text as the model sees it: same length; digits and letters as classes, full-width folded, lines as boundaries."""
    return text.translate(_FOLDING)


class _Folding(dict[int, str]):
    """A translation table that fills itself as characters come."""

    def __missing__(self, code: int) -> str:
        self[code] = self._fold(code)
        return self[code]

    @staticmethod
    def _fold(code: int) -> str:
        if 0xFF01 <= code <= 0xFF5E:
            code -= 0xFEE0
        char = chr(code)
        if char.isdigit() and code < 0x80:
            return _DIGIT
        if code < 0x80 and char.isalpha():
            return _LETTER
        if char in "\r\n":
            return BOUNDARY
        if char in " \t\u3000\xa0":
            return " "
        return char if code <= 0xFFFF and not 0xD800 <= code <= 0xDFFF else _OTHER


_FOLDING = _Folding()


def key_of(gram: str) -> int:
    """Up to four characters as one number."""
    return int.from_bytes(gram.encode("utf-16-be", "surrogatepass"), "big")


class _Table:
    """Sorted 64-bit keys with their bytes of figures."""

    def __init__(self, keys: array[int], *columns: bytes) -> None:
        self.keys = keys
        self.columns = columns

    def find(self, key: int) -> int:
        """Index of the key, -1 when it is not there."""
        at = bisect_left(self.keys, key)
        return at if at < len(self.keys) and self.keys[at] == key else -1


class Language:
    """Looks probabilities up; all results are log10. Text must be `normal`ised."""

    def __init__(self, grams: _Table, words: _Table, pairs: _Table, header: dict[str, object]) -> None:
        self._grams, self._words, self._pairs = grams, words, pairs
        self.header = header
        self._known: dict[str, float] = {}
        self._ids: dict[str, int] = {}

    def gram_log(self, gram: str) -> float:
        """The last character given those before it (`gram` has at most ORDER characters)."""
        known = self._known.get(gram)
        if known is None:
            if len(self._known) > 400_000:
                self._known.clear()
            known = self._known[gram] = self._gram_log(gram)
        return known

    def _gram_log(self, gram: str) -> float:
        at = self._grams.find(key_of(gram))
        if at >= 0:
            return -self._grams.columns[0][at] / STEP
        if len(gram) == 1:
            return -7.0
        context = self._grams.find(key_of(gram[:-1]))
        bow = (self._grams.columns[1][context] - BOW_ZERO) / STEP if context >= 0 else 0.0
        return bow + self.gram_log(gram[1:])

    def score(self, text: str, start: int = 0) -> float:
        """The characters of `text` from `start` on, given what stands before them."""
        return sum(self.gram_log(text[max(0, at - ORDER + 1):at + 1]) for at in range(start, len(text)))

    def _word(self, word: str) -> int:
        known = self._ids.get(word)
        if known is None:
            if len(self._ids) > 400_000:
                self._ids.clear()
            known = self._ids[word] = self._words.find(key_of(word))
        return known

    def _pair_log(self, before: int, word: int) -> float:
        if before >= 0:
            at = self._pairs.find(before << 24 | word)
            if at >= 0:
                return -self._pairs.columns[0][at] / STEP
            return -self._words.columns[0][word] / STEP + (self._words.columns[1][before] - BOW_ZERO) / STEP
        return -self._words.columns[0][word] / STEP

    def word_score(self, text: str) -> float:
        """The best segmentation of `text` into words, under word bigrams; an unknown character costs UNKNOWN_WORD."""
        # ways[end]: (word id, score) of every word that ends there, each with the best way to it
        ways: list[list[tuple[int, float]]] = [[(-1, 0.0)]]
        for end in range(1, len(text) + 1):
            here: list[tuple[int, float]] = []
            for start in range(max(0, end - LONGEST_WORD), end):
                word = self._word(text[start:end])
                if word >= 0:
                    here.append((word, max(score + self._pair_log(last, word) for last, score in ways[start])))
            if not here:
                here.append((-1, max(score for _, score in ways[end - 1]) + UNKNOWN_WORD))
            ways.append(here)
        return max(score for _, score in ways[-1])


def pack(
    grams: dict[str, tuple[float, float]], words: dict[str, tuple[float, float]],
    pairs: dict[tuple[str, str], float], header: dict[str, object],
) -> bytes:
    """The model file. `grams` and `words` map to (log10 p, log10 back-off), `pairs` to log10 of the second word."""
    rows = sorted((key_of(gram), *values) for gram, values in grams.items())
    word_rows = sorted((key_of(word), *values) for word, values in words.items())
    ids = {key: at for at, (key, *_) in enumerate(word_rows)}
    pair_rows = sorted(
        (ids[key_of(first)] << 24 | ids[key_of(second)], value) for (first, second), value in pairs.items()
    )
    body = b"".join([
        *_columns(rows), *_columns(word_rows), _deltas([row[0] for row in pair_rows]),
        bytes(_log_byte(row[1]) for row in pair_rows),
    ])
    sizes = {"grams": len(rows), "words": len(word_rows), "pairs": len(pair_rows)}
    head = json.dumps({**header, **sizes}, ensure_ascii=False, sort_keys=True)
    return MAGIC + head.encode() + b"\n" + zlib.compress(body, 9)


def _columns(rows: list[tuple[int, float, float]]) -> list[bytes]:
    bows = bytes(max(0, min(255, round(row[2] * STEP) + BOW_ZERO)) for row in rows)
    return [_deltas([row[0] for row in rows]), bytes(_log_byte(row[1]) for row in rows), bows]


def _log_byte(value: float) -> int:
    return max(0, min(255, round(-value * STEP)))


def _deltas(keys: list[int]) -> bytes:
    """The steps between sorted keys, byte plane by byte plane: that deflates far better than the keys."""
    steps = array("Q", (now - before for before, now in zip([0, *keys], keys, strict=False)))
    if sys.byteorder == "big":
        steps.byteswap()
    raw = steps.tobytes()
    return b"".join(raw[byte::8] for byte in range(8))


def unpack(data: bytes) -> Language:
    """A `Language` from the bytes of a model file. Raises `ValueError` for anything else."""
    if not data.startswith(MAGIC):
        raise ValueError("not a release language model")
    head, packed = data[len(MAGIC):].split(b"\n", 1)
    header = json.loads(head)
    body = memoryview(zlib.decompress(packed))
    at = 0

    def take(size: int) -> bytes:
        nonlocal at
        at += size
        return bytes(body[at - size:at])

    def table(count: int, columns: int) -> _Table:
        mixed = bytearray(count * 8)
        for byte in range(8):
            mixed[byte::8] = take(count)
        steps = array("Q", bytes(mixed))
        if sys.byteorder == "big":
            steps.byteswap()
        return _Table(array("Q", accumulate(steps)), *(take(count) for _ in range(columns)))

    return Language(table(header["grams"], 2), table(header["words"], 2), table(header["pairs"], 1), header)


@cache
def shipped() -> Language:
    """The shipped model, read once a process."""
    return unpack(files("extractor.repair").joinpath("release.model").read_bytes())


class Memory:
    """What the document says in its sound parts: n-grams seen there are likelier in its damaged parts."""

    def __init__(self, text: str) -> None:
        self._seen: Counter[str] = Counter()
        for size in (1, 2, 3):
            self._seen.update(text[at:at + size] for at in range(len(text) - size + 1))

    def share(self, gram: str) -> float:
        """How often the last character follows those before it, in [0, 1]; one sighting is not taken for a rule."""
        seen = self._seen.get(gram, 0)
        return seen / (self._seen[gram[:-1]] + 1) if seen else 0.0
