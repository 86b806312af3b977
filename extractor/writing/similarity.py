"""Same release or not: the Jaccard similarity of character 5-grams, and a MinHash signature that finds candidates.

What is compared is the *clean* text: repaired, without page furniture, letters and digits only, so that a re-post with
another layout, source line or script is still the same. Signatures are stored as 8 bands of 4 minima: a pair at
Jaccard 0.9 shares a band with probability 0.9998, and each candidate is then compared exactly.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

from extractor.repair import Repaired, repair

if TYPE_CHECKING:
    from numpy.typing import NDArray

GRAM = 5
SAME = 0.9
BANDS, ROWS = 8, 4
_NOT_WORD = re.compile(r"[\W_]+")


def clean_text(repaired: Repaired) -> str:
    """Letters and digits of the repaired text outside its furniture."""
    text, at = repaired.text, 0
    if repaired.furniture:
        parts = []
        for start, end in sorted(repaired.furniture):
            parts.append(text[at:start])
            at = max(at, end)
        text = "".join([*parts, text[at:]])
    return _NOT_WORD.sub("", text)


def clean_hash(clean: str) -> str:
    return hashlib.sha256(clean.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def bands(clean: str) -> tuple[int, ...]:
    """The band keys of a clean text: signed 64-bit integers, the same on every machine."""
    import numpy as np

    points = np.frombuffer(clean.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    if not len(points):
        return ()
    size = min(GRAM, len(points))
    grams: Any = np.zeros(len(points) - size + 1, dtype=np.uint32)
    for at in range(size):
        grams = grams * np.uint32(0x01000193) + points[at : len(points) - size + 1 + at]
    grams ^= grams >> np.uint32(15)
    # one row a permutation: the smallest product by an odd number is decided by its high bits, which mix well
    minima = (grams[None, :] * _multipliers()[:, None]).min(axis=1)
    keys = minima.reshape(BANDS, ROWS).astype(np.uint64)
    out = np.arange(BANDS, dtype=np.uint64)
    for at in range(ROWS):
        out = (out ^ keys[:, at]) * np.uint64(0x9E3779B97F4A7C15)
        out ^= out >> np.uint64(31)
    return tuple(out.astype(np.int64).tolist())


_cache: list[Any] = []


def _multipliers() -> NDArray[Any]:
    if not _cache:
        import numpy as np

        seeds = [hashlib.sha256(b"minhash%d" % at).digest() for at in range(BANDS * ROWS)]
        _cache.append(np.array([int.from_bytes(seed[:4], "big") | 1 for seed in seeds], dtype=np.uint32))
    return _cache[0]


def grams_of(text: str) -> frozenset[str]:
    """The 5-grams of an original text's clean form."""
    clean = clean_text(repair(text))
    size = min(GRAM, len(clean))
    return frozenset(clean[at : at + size] for at in range(len(clean) - size + 1)) if clean else frozenset()


def jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b) if a or b else 1.0
