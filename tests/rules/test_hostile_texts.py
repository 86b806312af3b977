"""The whole pipeline on texts made to hurt it: repeats of what its stages look for, without an end to hold on to.

A release of this length takes about 20 ms. The limit leaves room for what jieba itself needs on an endless unknown word
(its Viterbi search grows with the square of the run) and for a busy machine, none for a stage that compares all pairs
or a pattern that tries everything.
"""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from extractor.errors import ExtractorError
from extractor.pipeline import Pipeline
from extractor.records import Document

LENGTH = 6000
LIMIT = 1.5
"""Seconds of processor time."""

SEEDS = [
    "1", "一", "1,", "1.", "１，", "1-2", "1—", "亿", "亿元", "1亿元以上项目", "几十", "约", "其中", "千万",
    "市", "局", "的", "年", "由", "副", "王", "、", "，", "（", "(", "“", "《", "[", " ", "\n", "　", "\u200b", "&#", "&amp;",
    "张、", "李明", "马·", "公司、", "有限公司", "瑞泉集团、", "主办", "由甲主办", "由云州市商务局", "、云州市商务局", "主办单位：",
    "主任：", "任命", "市委书记", "副主任", "第一届", "博览会", "（以下简称", "（原", "工業(yè)", "?；", "(ā)", "8月19日", "之一——",
]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_text_of_repeats_is_read_in_time(seed: str, pipeline: Pipeline) -> None:
    text = (seed * (LENGTH // len(seed) + 1))[:LENGTH]
    started = time.process_time()
    for hostile in (text, text[: LENGTH // 2] + "\x00，" + text[LENGTH // 2 :]):
        with suppress(ExtractorError):  # refused as hopeless: also an answer
            pipeline(Document(id="hostile", text=hostile))
    assert time.process_time() - started < 2 * LIMIT
