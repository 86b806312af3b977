"""A user's plain word list works for every lexicon, or is refused with the place and the remedy; it never crashes."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import RuleError
from extractor.pipeline import load
from extractor.records import Document
from extractor.rulebook import load_rulebook

LEXICONS = sorted(load_rulebook().lexicons)
TEXT = "由云帆智造主办，300云帆智造参加，云帆智造张三出席。"


@pytest.mark.parametrize("name", LEXICONS)
def test_a_plain_list(name: str, tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("云帆智造\n", "utf-8")
    try:
        pipeline = load(lexicons={name: words})
    except RuleError as error:
        assert name in str(error)
        assert "give the file the columns of" in str(error)
        return
    assert pipeline(Document(id="x", text=TEXT)).id == "x"


def test_a_surname_of_ones_own(tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("禤\n", "utf-8")
    record = load(lexicons={"surnames": words})(Document(id="x", text="市长禤国栋出席。"))
    assert [official.name for official in record.officials] == ["禤国栋"]
