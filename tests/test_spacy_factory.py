"""The spaCy component: facts as spans of any segmenter's Doc, saved and sent to other processes with it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy.lang.zh import Chinese
from spacy.tokens import Doc, DocBin

from extractor.pipeline import Pipeline
from extractor.records import Document
from extractor.spacy_factory import CANDIDATES, LABELS, ReleaseFacts

TEXT = (
    "由商务部会同市财政局主办的对接会在合肥举行，300余人参加，签约项目27个，总投资额近千亿元。"
    "工业和信息化部装备工业司司长张相木出席并讲话，三一重工等企业参加。"
)


@pytest.fixture(scope="module")
def nlp() -> spacy.Language:
    nlp = spacy.blank("zh")
    nlp.add_pipe("release_facts")
    return nlp


@pytest.fixture(scope="module")
def jieba_nlp() -> spacy.Language:
    nlp = Chinese.from_config({"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    nlp.add_pipe("release_facts")
    return nlp


@pytest.fixture(params=["nlp", "jieba_nlp"], ids=["char", "jieba"])
def any_nlp(request: pytest.FixtureRequest) -> spacy.Language:
    return request.getfixturevalue(request.param)


def test_every_fact_is_a_span(any_nlp: spacy.Language, pipeline: Pipeline, corpus_documents: list[Document]) -> None:
    for document in corpus_documents:
        doc = any_nlp(document.text)
        record = pipeline(Document(id="doc", text=document.text))
        assert doc.text == document.text
        assert doc._.record == record
        here = {(span.start_char, span.end_char, span.label_) for span in doc.spans[CANDIDATES]}
        assert here >= {(*fact.span, fact.kind.upper()) for fact in record.quantities}
        assert here >= {(*span, "COMPANY") for fact in record.companies for span in fact.mentions}
        assert here >= {(*span, "OFFICIAL") for fact in record.officials for span in fact.mentions}
        assert here >= {(*span, "ORGANIZER") for fact in record.organizers for span in fact.mentions}
    assert any_nlp.get_pipe("release_facts").counts["without_token_border"] == 0


def test_groups_and_entities(any_nlp: spacy.Language) -> None:
    doc = any_nlp(TEXT)
    assert [span.text for span in doc.spans["COUNT"]] == ["300余人", "27个"]
    assert [span.text for span in doc.spans["AMOUNT"]] == ["近千亿元"]
    assert [span.text for span in doc.spans["OFFICIAL"]] == ["张相木"]
    assert set(doc.spans) <= {*LABELS, CANDIDATES}
    assert sorted(span.text for group in LABELS for span in doc.spans.get(group, [])) == sorted(
        span.text for span in doc.spans[CANDIDATES]
    )
    assert {(ent.text, ent.label_) for ent in doc.ents} <= {
        (span.text, span.label_) for span in doc.spans[CANDIDATES]
    }
    assert {"300余人", "张相木", "近千亿元"} <= {ent.text for ent in doc.ents}
    assert all(span.id_ for span in doc.spans["COUNT"])


def test_tokens_are_split_at_the_borders_of_facts_and_counted() -> None:
    words = ["共签约27", "个项目", "，300余人参加", "。"]
    nlp = spacy.blank("zh")
    facts = nlp.add_pipe("release_facts")
    doc = facts(Doc(nlp.vocab, words=words, spaces=[False] * 4))
    assert doc.text == "".join(words)
    assert [span.text for span in doc.spans["COUNT"]] == ["27个", "300余人"]
    assert [token.text for token in doc] == ["共签约", "27", "个", "项目", "，", "300余人", "参加", "。"]
    assert facts.counts["split_tokens"] == 3


def test_without_splitting_they_are_left_out_and_reported(caplog: pytest.LogCaptureFixture) -> None:
    nlp = spacy.blank("zh")
    facts = nlp.add_pipe("release_facts", config={"split_tokens": False})
    doc = facts(Doc(nlp.vocab, words=["共签约27", "个项目", "，", "300余人"], spaces=[False] * 4))
    assert [span.text for span in doc.spans["COUNT"]] == ["300余人"]
    assert facts.counts["without_token_border"] == 1
    assert "1 facts have no token border" in caplog.text
    assert len(doc._.record.quantities) == 2


def test_entities_set_before_are_kept(nlp: spacy.Language) -> None:
    doc = nlp.make_doc(TEXT)
    doc.ents = [doc.char_span(0, 8, label="MINE")]
    doc = nlp.get_pipe("release_facts")(doc)
    assert ("MINE", 0, 8) in [(ent.label_, ent.start_char, ent.end_char) for ent in doc.ents]


def test_id_and_date_come_from_the_doc(nlp: spacy.Language) -> None:
    doc = nlp.make_doc(TEXT)
    doc.user_data |= {"id": "0001", "published": "2011-08-19"}
    assert (nlp(doc)._.record.id, nlp(doc)._.record.published) == ("0001", "2011-08-19")


def test_a_refused_text_has_no_record_and_stops_nothing(nlp: spacy.Language) -> None:
    bad, good = nlp.pipe(["\ufffd\ufffd锟斤拷" * 40, TEXT])
    assert bad._.record is None
    assert "too damaged" in bad._.record_refused
    assert good._.record_refused is None
    assert good._.record.quantities


def test_docs_are_serialised_with_their_record(nlp: spacy.Language) -> None:
    doc = nlp(TEXT)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again._.record == doc._.record
    assert [span.text for span in again.spans["COUNT"]] == [span.text for span in doc.spans["COUNT"]]
    (kept,) = DocBin(docs=[doc], store_user_data=True).get_docs(nlp.vocab)
    assert kept._.record == doc._.record


@pytest.mark.slow
def test_other_processes(nlp: spacy.Language) -> None:
    docs = list(nlp.pipe([TEXT] * 4, n_process=2, batch_size=2))
    assert [len(doc._.record.quantities) for doc in docs] == [3] * 4


@pytest.mark.parametrize("how", ["disk", "bytes"])
def test_pipelines_are_saved_with_their_word_lists(how: str, tmp_path: Path) -> None:
    """The files named in the config need not exist where the saved pipeline is read."""
    words = tmp_path / "words.tsv"
    words.write_text("某某\n", "utf-8")
    config = {"lexicons": {"companies": str(words)}, "min_confidence": 0.5}
    nlp = spacy.blank("zh")
    made = nlp.add_pipe("release_facts", config=config)
    saved = tmp_path / "saved"
    data = nlp.to_bytes() if how == "bytes" else nlp.to_disk(saved)
    if how == "bytes":
        again = spacy.blank("zh")
        again.add_pipe("release_facts", config={"min_confidence": 0.5})
        again.from_bytes(data)
        words.unlink()
        second = spacy.blank("zh")
        second.add_pipe("release_facts", config={"min_confidence": 0.5})
        again = second.from_bytes(again.to_bytes())
    else:
        again = spacy.load(saved)
    facts = again.get_pipe("release_facts")
    assert isinstance(facts, ReleaseFacts)
    assert facts._pipeline.key == made._pipeline.key
    assert facts._pipeline.key != Pipeline(facts._pipeline.rulebook).key
    assert again(TEXT)._.record == nlp(TEXT)._.record


def test_bytes_cannot_write_outside_the_component() -> None:
    component = spacy.blank("zh").add_pipe("release_facts")
    with pytest.raises(ValueError, match="leads out of"):
        component.from_bytes(json.dumps({"../../evil.txt": ""}).encode())


def test_the_vocabulary_does_not_grow(nlp: spacy.Language, corpus_documents: list[Document]) -> None:
    """In `nlp.memory_zone` what a document brings is given back; labels and rule ids are all that stays."""
    texts = [document.text for document in corpus_documents]
    with nlp.memory_zone():
        for doc in nlp.pipe(texts):
            assert doc.spans[CANDIDATES] is not None
    before = sorted(lexeme.text for lexeme in nlp.vocab), len(nlp.vocab.strings)
    for part in range(3):
        with nlp.memory_zone():
            for doc in nlp.pipe([f"{text}第{part}批{'甲乙丙'[part]}{part}字" for text in texts]):
                assert doc._.record is not None
    assert (sorted(lexeme.text for lexeme in nlp.vocab), len(nlp.vocab.strings)) == before


def test_the_module_is_light(repository: Path) -> None:
    """`spacy.blank` imports it whether it is wanted or not: none of our rules, none of our parts."""
    code = (
        "import sys, spacy.language; before = set(sys.modules); import extractor.spacy_factory; "
        "import json; print(json.dumps(sorted(set(sys.modules) - before)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=repository,
    )
    new = [name for name in json.loads(done.stdout) if name.partition(".")[0] not in sys.stdlib_module_names]
    assert [name for name in new if not name.startswith("spacy.")] == ["extractor", "extractor.spacy_factory"]


def test_names_of_no_fact_are_spans_when_asked_for() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("release_facts", config={"names": True})
    doc = nlp("村民陈建国给湖北省财政厅写信，三一重工回应。")
    assert [span.text for span in doc.spans["PERSON"]] == ["陈建国"]
    assert [span.text for span in doc.spans["ORG"]] == ["湖北省财政厅", "三一重工"]
    assert {(span.text, span.label_) for span in doc.ents} >= {("陈建国", "PERSON"), ("湖北省财政厅", "ORG")}
