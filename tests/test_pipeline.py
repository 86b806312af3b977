"""What holds for every text: facts stand where they say, the same input gives the same bytes, nothing escapes."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import extractor
from extractor.assembling import assemble
from extractor.errors import ExtractorError, RepairRefused, RuleError
from extractor.pipeline import Pipeline
from extractor.records import Document, Record

PIECES = [
    "由工业和信息化部、", "自治区人民政府", "主办的", "对接活动", "在乌鲁木齐举行", "，", "。", "；", "\n", "\r\n", "\u3000", " ",
    "省委书记、省人大常委会主任", "市委常委、统战部部长", "司长", "张相木", "马荣", "欧阳立诚", "同志", "出席并讲话", "三一重工",
    "新疆新华能开关有限公司", "等十余家企业", "300余人", "近千亿元", "其中1亿元以上项目24个", "1.2万余人次", "5—10%", "两三百箱",
    "同比增长", "翻了一番", "占总数的三分之一", "2011年8月19日", "“十二五”", "(", ")", "（", "）", "《", "》", "1-5月", "ARJ-21",
    "規(guī)?;?、", "工業(yè)", "長(zhǎng)", "?。▍^(qū)", "&nbsp;", "\u200b", "\ufeff", "\x00", "𠮷", "①", "％", "１２３",
    "万", "亿", "元", "%", "-", "0", "零", "点", "半", "多", "责任编辑：", "来源：", "锟斤拷", "\ufffd", "🙂",
]
texts = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    st.text("0123456789.,，万亿千百十余多近约元人个%-—至（）", max_size=60),
)


def spans_of(record: Record) -> Iterator[tuple[tuple[int, int], str | None, str]]:
    """(span, the text it must hold or None, what it is) of everything in a record."""
    for field in ("events", "organizers", "officials", "companies"):
        for fact in getattr(record, field):
            for at, mention in enumerate(fact.mentions):
                yield mention, fact.text if at == 0 else None, f"{field} {fact.name}"
    for official in record.officials:
        for post in official.posts:
            if post.span:
                yield post.span, post.text, f"post {official.name} {post.title}"
            if post.org_span:
                yield post.org_span, None, f"org of {official.name}"
    for fact in record.quantities:
        yield fact.span, fact.text, f"quantity {fact.text}"
        if fact.noun_span:
            yield fact.noun_span, None, f"noun of {fact.text}"
        if fact.condition and fact.condition.span:
            yield fact.condition.span, None, f"condition of {fact.text}"


def check_spans(text: str, record: Record) -> None:
    """Every span lies in the original text and holds what the fact says it holds."""
    for (start, end), expected, what in spans_of(record):
        assert 0 <= start < end <= len(text), what
        assert expected is None or text[start:end] == expected, what
    for field in ("organizers", "officials", "companies"):
        assert all(fact.mentions for fact in getattr(record, field)), f"{field} without a place"


def line(record: Record) -> str:
    return json.dumps(record.to_dict(), ensure_ascii=False)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=texts)
def test_any_text_gives_a_sound_record_or_is_refused(pipeline: Pipeline, text: str) -> None:
    try:
        record = pipeline(Document(id="x", text=text))
    except RepairRefused:
        return
    check_spans(text, record)
    assert Record.from_dict(json.loads(line(record))) == record
    assert line(pipeline(Document(id="x", text=text))) == line(record)


def test_sample_releases(pipeline: Pipeline, corpus_documents: list[Document]) -> None:
    for document in corpus_documents:
        check_spans(document.text, pipeline(document))


@pytest.mark.slow
def test_pool(pipeline: Pipeline, pool_documents: list[Document]) -> None:
    """Every real release gives a record whose spans are right; none raises."""
    for document in pool_documents:
        check_spans(document.text, pipeline(document))


def test_real_gold_texts(pipeline: Pipeline, repository: Path) -> None:
    folder = repository.parent / "shared" / "gold"
    if not folder.is_dir():
        pytest.skip("no gold of real releases beside the checkout; its twin on corpus/ runs")
    for id in json.loads((folder / "splits.json").read_text("utf-8"))["fit"]:
        text = (folder / "texts" / f"{id}.txt").read_bytes().decode("utf-8")
        check_spans(text, pipeline(Document(id=id, text=text)))


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["0", "1", "2718"])
def test_same_input_same_bytes_in_another_process(seed: str, repository: Path, pipeline, corpus_documents) -> None:
    """Nothing hangs on the order of sets or dicts: other hash seeds give the same bytes."""
    done = subprocess.run(
        [sys.executable, "-m", "extractor", "extract", str(repository / "corpus" / "documents")],
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(repository)}, capture_output=True, check=True,
    )
    lines = [json.loads(row) for row in done.stdout.decode("utf-8").splitlines()]
    here = [json.loads(line(pipeline(document))) for document in corpus_documents]
    assert hashlib.sha256(json.dumps(lines).encode()).digest() == hashlib.sha256(json.dumps(here).encode()).digest()


def test_order_of_documents_does_not_matter(pipeline: Pipeline, corpus_documents: list[Document]) -> None:
    """A document's record depends on that document only."""
    forward = {document.id: line(pipeline(document)) for document in corpus_documents}
    backward = {document.id: line(pipeline(document)) for document in reversed(corpus_documents)}
    assert forward == backward


def test_stream_keeps_the_order(pipeline: Pipeline, corpus_documents: list[Document]) -> None:
    assert [record.id for record in pipeline.stream(iter(corpus_documents))] == [doc.id for doc in corpus_documents]


def test_stream_is_lazy(pipeline: Pipeline) -> None:
    def endless() -> Iterator[Document]:
        while True:
            yield Document(id="x", text="商务部召开新闻发布会。")

    assert next(iter(pipeline.stream(endless()))).id == "x"


def test_the_simple_call() -> None:
    record = extractor.extract("商务部召开新闻发布会。", id="a", published="2011-08-19")
    assert (record.id, record.published) == ("a", "2011-08-19")


@pytest.mark.parametrize("text", ["", " ", "\n\n", "。", "a", "。" * 5000, "1" * 5000, "（" * 3000, "张" * 3000])
def test_odd_texts(pipeline: Pipeline, text: str) -> None:
    check_spans(text, pipeline(Document(id="x", text=text)))


def test_nothing_is_below_the_wanted_confidence(corpus_documents: list[Document]) -> None:
    sure = extractor.load(min_confidence=0.9)
    for document in corpus_documents:
        record = sure(document)
        facts = [fact for field in ("organizers", "officials", "companies", "quantities") for fact in getattr(record, field)]
        facts += [post for official in record.officials for post in official.posts]
        assert [fact for fact in facts if fact.confidence < 0.9] == []


def test_the_key_tells_settings_apart(pipeline: Pipeline) -> None:
    assert pipeline.key == extractor.load().key
    assert pipeline.key != extractor.load(min_confidence=0.5).key
    assert len(pipeline.key) == 16


def test_bad_rules_stop_before_the_first_document(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('[[rule]]\nid = "org.x"\npatern = "a"\n', "utf-8")
    with pytest.raises(RuleError, match=r"a\.toml.*org\.x.*patern.*pattern"):
        extractor.load(overlays=[tmp_path])


def test_a_refusal_names_the_document_and_the_remedy(pipeline: Pipeline) -> None:
    with pytest.raises(RepairRefused, match=r"^document x: the text is too damaged .*; fetch the release again"):
        pipeline(Document(id="x", text="\ufffd\ufffd锟斤拷" * 40))


def test_public_names_are_there() -> None:
    for name in extractor.__all__:
        assert getattr(extractor, name) is not None
    assert issubclass(extractor.ExtractorError, ExtractorError)
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = extractor.no_such_name


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: extractor.extract("签约\ud800项目"), "ReadError", "document text, character 2: is half a surrogate pair"),
        (lambda: extractor.extract("\ud83d\ude00签约"), "ReadError", "half a surrogate pair"),
        (lambda: extractor.extract(None), "UsageError", "its text is no str; got NoneType; give a string"),
        (lambda: extractor.extract("签约".encode()), "UsageError", "its text is no str; got bytes; decode it first"),
        (lambda: extractor.extract("签约", id=5), "UsageError", "its id is no str; got int"),
        (lambda: extractor.extract("签约", published="2019/9/18"), "UsageError", "is no ISO date; got 2019/9/18"),
        (lambda: extractor.extract("签约", published=date(2019, 9, 18)), "UsageError", "is no ISO date"),
        (lambda: list(extractor.load().stream(["签约"])), "UsageError", "takes documents; got str; wrap the text"),
        (lambda: extractor.load(min_confidence=2), "UsageError", "got 2; expected 0 to 1"),
        (lambda: extractor.load(min_confidence=float("nan")), "UsageError", "got nan; expected 0 to 1"),
        (lambda: extractor.load(overlays="no-such-folder"), "RuleError", "no-such-folder: is not a folder of rules"),
    ],
)
def test_a_wrong_call_is_told(call: Any, error: str, message: str) -> None:
    with pytest.raises(extractor.ExtractorError) as told:
        call()
    assert type(told.value).__name__ == error
    assert message in str(told.value)


def test_documents_taken_together_say_what_each_says_alone(
    pipeline: Pipeline, corpus_documents: list[Document]
) -> None:
    alone = [pipeline.analyse(document) for document in corpus_documents]
    together = pipeline.analyse_all(reversed(corpus_documents))
    assert [assemble(item) for item in alone] == [assemble(item) for item in reversed(together)]
