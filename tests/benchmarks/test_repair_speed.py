"""Sound text passes repair at five million characters a second and more, as the same object."""

from __future__ import annotations

import time

import pytest

from extractor.repair import repair

pytestmark = pytest.mark.benchmark


def test_sound_text(corpus_documents: list) -> None:
    texts = [item.text for item in corpus_documents if not item.id.startswith(("damaged", "traditional"))] * 40
    assert all(repair(text).text is text for text in texts)
    best = min(_seconds(texts) for _ in range(5))
    assert sum(map(len, texts)) / best >= 5_000_000


def _seconds(texts: list[str]) -> float:
    start = time.perf_counter()
    for text in texts:
        repair(text)
    return time.perf_counter() - start
