"""A user's plain word list works for every lexicon, or is refused with the place and the remedy; it never crashes."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import RuleError
from extractor.pipeline import load
from extractor.records import Document
from extractor.rulebook import load_rulebook

# Weights that only a model gives; a plain list of such words means nothing.
WEIGHTED = {"background_words", "name_followers", "name_openers"}
PLAIN = sorted(set(load_rulebook().lexicons) - WEIGHTED)
TEXT = "由云帆智造主办，300云帆智造参加，云帆智造张三出席。"


@pytest.fixture
def words(tmp_path: Path) -> Path:
    file = tmp_path / "words.txt"
    file.write_text("云帆智造\n", "utf-8")
    return file


@pytest.mark.parametrize("name", PLAIN)
def test_a_plain_list_works(name: str, words: Path) -> None:
    assert load(lexicons={name: words})(Document(id="x", text=TEXT)).id == "x"


@pytest.mark.parametrize("name", sorted(WEIGHTED))
def test_a_list_that_needs_weights_is_refused(name: str, words: Path) -> None:
    with pytest.raises(RuleError, match=f"lexicon {name}, entry '云帆智造': has no weight.*give the file the columns of"):
        load(lexicons={name: words})


def test_a_surname_of_ones_own(tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("禤\n", "utf-8")
    record = load(lexicons={"surnames": words})(Document(id="x", text="市长禤国栋出席。"))
    assert [official.name for official in record.officials] == ["禤国栋"]
