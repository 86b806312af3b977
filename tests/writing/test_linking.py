"""Re-posts become sources, corrections supersede, and the order of input does not matter for re-posts."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from releases import release
from store_samples import KEY, finished

from extractor.records import Document
from extractor.repair import repair
from extractor.writing.database import Database
from extractor.writing.digest import digest, digests
from extractor.writing.similarity import SAME, clean_text, grams_of, jaccard, may_be_same, signature

BASE = release(1, sentences=30)


def variant(number: int) -> str:
    """The base text with `number` small changes, so that neighbours are alike and far ones are not."""
    text = BASE
    for at in range(number):
        place = 40 + at * 61
        text = text[:place] + "改" * 3 + text[place:]
    return text


def load(target: str, documents: Sequence[Document], *, size: int) -> dict[str, str]:
    with Database(target) as database:
        database.register(KEY, "f", "0")
        for at in range(0, len(documents), size):
            database.write([finished(document) for document in documents[at : at + size]], [], [], KEY)
        return digests(database)


REPOSTS = [
    Document("a", variant(0), published="2020-05-02", url="http://a.example/1"),
    Document("b", variant(0), published="2020-05-01", url="http://b.example/1"),
    Document("c", variant(0).replace("　　", "").replace("，", ","), published=None, url="http://c.example/1"),
    Document("d", variant(0), published="2020-05-01", url="http://d.example/1"),
    *[Document(f"v{at}", variant(at), published=f"2020-06-{30 - at:02d}", url=f"http://v.example/{at}")
      for at in (1, 2, 3, 5, 7)],
    Document("other", release(2, sentences=30), published="2020-05-01", url="http://o.example/1"),
    Document("no url", release(3), published="2020-05-01"),
]


@settings(max_examples=25, deadline=None)
@given(order=st.permutations(range(len(REPOSTS))), size=st.sampled_from([1, 2, 3, 20]))
def test_the_order_of_input_does_not_matter(order: list[int], size: int, tmp_path_factory) -> None:
    folder = tmp_path_factory.mktemp("order")
    documents = [REPOSTS[at] for at in order]
    assert load(str(folder / "a.db"), documents, size=size) == load(str(folder / "b.db"), REPOSTS, size=4)


def test_the_order_of_input_does_not_matter_in_any_dialect(new_target) -> None:
    documents = list(REPOSTS)
    random.Random(5).shuffle(documents)
    assert load(new_target(), documents, size=3) == load(new_target(), REPOSTS, size=100)


def test_a_repost_is_stored_once_with_all_its_sources(target: str) -> None:
    load(target, REPOSTS[:4], size=2)
    with Database(target) as database:
        assert database.store.rows("SELECT id, published FROM document") == [("b", "2020-05-01")] or database.store.rows(
            "SELECT id, published FROM document") == [("d", "2020-05-01")]
        urls = {row[0] for row in database.store.rows("SELECT url FROM source")}
        assert urls == {document.url for document in REPOSTS[:4]}
        assert database.store.one("SELECT count(*) FROM result") == 1


def test_other_releases_are_not_merged(target: str) -> None:
    documents = [Document(f"r{at}", release(at), url=f"http://x.example/{at}") for at in range(40)]
    load(target, documents, size=7)
    with Database(target) as database:
        assert database.store.one("SELECT count(*) FROM document") == 40


def test_a_correction_supersedes(target: str) -> None:
    old = Document("n", variant(0), published="2020-05-01", url="http://a.example/1")
    new = Document("n", variant(1), published="2020-05-03", url="http://a.example/1")
    load(target, [new, old], size=1)  # dates decide, not the order
    with Database(target) as database:
        shown = database.store.rows(
            "SELECT d.published, n.published FROM document d LEFT JOIN document n ON n.doc_id = d.superseded_by "
            "ORDER BY d.published"
        )
        assert shown == [("2020-05-01", "2020-05-03"), ("2020-05-03", None)]
        assert database.store.rows("SELECT published FROM current_document") == [("2020-05-03",)]


def test_without_dates_the_later_read_supersedes(target: str) -> None:
    url = "http://a.example/1"
    load(target, [Document("n", variant(3), url=url), Document("n", variant(0), url=url)], size=1)
    with Database(target) as database:
        assert database.store.rows("SELECT text FROM current_document") == [(variant(0),)]
        assert database.store.one("SELECT count(*) FROM document") == 2


def test_three_versions_leave_one_current(target: str) -> None:
    url = "http://a.example/1"
    versions = [Document("n", variant(at), published=f"2020-05-0{at + 1}", url=url) for at in (2, 0, 1)]
    load(target, versions, size=3)
    with Database(target) as database:
        assert database.store.rows("SELECT published FROM current_document") == [("2020-05-03",)]


def test_a_known_text_at_a_new_place_is_a_source(target: str) -> None:
    first = Document("n", variant(0), url="http://a.example/1")
    load(target, [first], size=1)
    with Database(target) as database:
        place = (Document("m", variant(0), url="http://b.example/9"), finished(first).doc_id)
        written = database.write([], [place, place], [], KEY)
        assert written.duplicates == 1
        assert database.store.one("SELECT count(*) FROM source") == 2


def test_answers_of_the_kept_document_stay(target: str) -> None:
    """When an earlier published text takes over, its own answers are there and the other's are gone."""
    load(target, [REPOSTS[0], REPOSTS[1]], size=1)
    with Database(target) as database:
        rows = database.store.rows("SELECT d.id, r.status FROM document d JOIN result r ON r.doc_id = d.doc_id")
        assert rows == [("b", "done")]
        assert digest(database)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_bands_find_what_is_alike(number: int) -> None:
    one, other = BASE, variant(number)
    assert jaccard(grams_of(one), grams_of(other)) >= SAME
    (bands, sketch), (other_bands, other_sketch) = (signature(clean_text(repair(text))) for text in (one, other))
    assert set(bands) & set(other_bands)
    assert may_be_same(sketch, other_sketch)


def test_sketches_drop_what_is_not_alike() -> None:
    sketches = [signature(release(at, sentences=16))[1] for at in range(60)]
    open_pairs = sum(may_be_same(a, b) for at, a in enumerate(sketches) for b in sketches[:at])
    assert open_pairs == 0
