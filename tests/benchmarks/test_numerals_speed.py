"""The numeral pass costs at most 0.2 of `jieba.lcut` on the same texts in the same run."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.numerals import QuantityReader
from extractor.rulebook import load_rulebook

ROOT = Path(__file__).resolve().parents[2]
POOL = ROOT.parent / "shared" / "pool" / "releases.jsonl"


def texts() -> list[str]:
    """The pool of real releases where there is one, else this repository's own releases, 20 times."""
    if POOL.is_file():
        return [json.loads(line)["text"] for line in POOL.read_text("utf-8").splitlines()]
    return [file.read_text("utf-8") for file in sorted((ROOT / "corpus" / "documents").glob("*.txt"))] * 20


def seconds(work: Callable[[str], object], over: list[str]) -> float:
    start = time.process_time()
    for text in over:
        work(text)
    return time.process_time() - start


@pytest.mark.benchmark
def test_the_numeral_pass_is_cheap_beside_jieba(capsys: pytest.CaptureFixture[str]) -> None:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    over = texts()
    reader = QuantityReader(load_rulebook())
    jieba.lcut(over[0])
    reader.read(over[0])
    ratios = []
    for _ in range(3):
        cut = seconds(jieba.lcut, over)
        ratios.append(seconds(reader.read, over) / cut)
    with capsys.disabled():
        print(f"\nnumeral pass / jieba.lcut: {min(ratios):.2f} ({len(over)} texts)")
    assert min(ratios) <= 0.2
