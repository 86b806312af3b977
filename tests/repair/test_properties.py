"""What holds for every text: a monotone, total map; repair twice is repair once; no exception; linear time."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from mirror import Mirror, damage

from extractor.repair import Repaired, repair

PIECES = st.sampled_from([
    "工業(yè)", "產(chǎn)", "設(shè)", "會(huì )", "?;?", "?。▍^(qū)", "?jiān)O(shè)", "規", "(", ")", "?", "、", "，", "\n",
    "&amp;", "&nbsp;", "&#x200b;", "\\u3000", "\\ud800", "\u200b", "\u00ad", "\ud800", "２０", "％", "著力", "陜西", "里",
    " ", "　", "国", "ÖÐ¹ú", "鐨勶紝", "锟斤拷", "\ufffd", "a", "1", "。。", ",、", "發", "&", ";", "amp", "\r\n", "𠀀", "\ue000", "來源：", "打印",
])
TEXTS = st.one_of(
    st.lists(PIECES, max_size=40).map("".join),
    st.text(max_size=60),
    st.tuples(
        st.binary(max_size=120), st.sampled_from(["gb18030", "latin-1", "utf-8", "big5", "cp1252", "utf-16-le"])
    ).map(lambda pair: pair[0].decode(pair[1], "replace")),
    st.tuples(st.binary(max_size=120), st.sampled_from(["gb18030", "utf-8"])).map(
        lambda pair: pair[0].decode(pair[1], "surrogateescape" if pair[1] == "utf-8" else "ignore")
    ),
)


def holds(text: str, repaired: Repaired) -> None:
    alignment = repaired.alignment
    assert len(alignment) == len(repaired.text)
    before = (0, 0)
    for at in range(len(repaired.text)):
        span = alignment.char(at)
        assert before[0] <= span[0] <= span[1] <= len(text)
        assert before[1] <= span[1]
        before = span
    reach = 0
    for edit in repaired.edits:
        assert edit.span[0] >= reach
        assert text[slice(*edit.span)] == edit.before
        reach = max(edit.span[1], edit.span[0])
    for mark in repaired.marks:
        assert text[slice(*mark.span)] == mark.text
    for start, end in repaired.furniture:
        assert 0 <= start <= end <= len(repaired.text)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
@example("&a\u00admp;lt;")
@example("?" * 50 + "業(yè)" * 3)
@example("產(chǎn)業(yè)設(shè)" + "?" * 9)
def test_any_text(text: str) -> None:
    repaired = repair(text)
    holds(text, repaired)
    if repaired.verdict != "refused":
        again = repair(repaired.text)
        assert again.text == repaired.text


@pytest.mark.parametrize("charset", ["gb18030", "big5", "utf-8", "latin-1"])
@pytest.mark.parametrize("prefix", ["", "產(chǎn)業(yè)設(shè)備(bèi)"])
def test_time_is_linear_on_random_bytes(charset: str, prefix: str) -> None:
    noise = random.Random(7)
    short = prefix + noise.randbytes(4_000).decode(charset, "ignore")
    long = prefix + noise.randbytes(32_000).decode(charset, "ignore")
    repair(short)
    times = []
    for text in (short, long):
        start = time.process_time()
        repair(text)
        times.append(time.process_time() - start)
    # eight times the text; a square would be 64 times the time
    assert times[1] < 40 * max(times[0], 0.05)


@pytest.mark.parametrize("hostile", [
    "產(chǎn)業(yè)設(shè)" + "?" * 20_000, "產(chǎn)業(yè)設(shè)" + "?a" * 10_000, "產(chǎn)業(yè)設(shè)" + "?；" * 10_000,
    "產(chǎn)業(yè)設(shè)" + "?；规模化发展" * 1_000, "產(chǎn)業(yè)設(shè)" + "?!坏┌l(fā)現(xiàn)" * 1_000, "(" * 50_000, "&amp;" * 20_000, "业 " * 20_000,
    "业\n" * 20_000, "。" * 50_000, "来源：" * 20_000, "\\ud800" * 10_000, "ÖÐ" * 20_000, "鐨勶紝" * 10_000, "業(yè" * 20_000,
])
def test_hostile_repeats_end_soon(hostile: str) -> None:
    start = time.process_time()
    repair(hostile)
    assert time.process_time() - start < 20


def test_damaged_samples_hold_too(corpus_documents: list) -> None:
    for at, document in enumerate(corpus_documents):
        text = document.text if document.id.startswith("damaged") else _damaged(document.text, at)
        repaired = repair(text)
        holds(text, repaired)
        assert repair(repaired.text).text == repaired.text


def _damaged(text: str, seed: int) -> str:
    from mirror import encodable

    return "\n".join(damage(line, Mirror(seed=seed)) if encodable(line) else line for line in text.split("\n"))
