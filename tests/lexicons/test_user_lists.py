"""A user's own word lists: plain words, lists with columns, and what is said when a column is misspelt."""

from __future__ import annotations

import pytest

from extractor.errors import RuleError
from extractor.rulebook import load_rulebook


def rows_of(tmp_path, content: str, name: str = "companies") -> list[dict[str, str]]:
    file = tmp_path / "mine.txt"
    file.write_text(content, encoding="utf-8")
    lexicon = load_rulebook(words={name: file}).lexicon(name)
    return list(lexicon)[len(load_rulebook().lexicon(name)) :]


def test_a_plain_word_is_its_own_full_form(tmp_path):
    assert rows_of(tmp_path, "蓝湾智研\n") == [
        {"form": "蓝湾智研", "full": "蓝湾智研", "id": "", "kind": "", "ambiguous": ""}
    ]


def test_columns_are_joined_by_name(tmp_path):
    found = rows_of(tmp_path, "#: form\tambiguous\tfull\n蓝湾\t1\t蓝湾智研有限公司\n")
    assert found == [{"form": "蓝湾", "full": "蓝湾智研有限公司", "id": "", "kind": "", "ambiguous": "1"}]


def test_a_misspelt_column_is_named_with_its_remedy(tmp_path):
    with pytest.raises(RuleError, match=r"ambigous.*ambiguous"):
        rows_of(tmp_path, "#: form\tambigous\n蓝湾\t1\n")


def test_a_user_word_reaches_the_record(tmp_path):
    from extractor.pipeline import load
    from extractor.records import Document

    file = tmp_path / "mine.txt"
    file.write_text("蓝湾智研\n", encoding="utf-8")
    document = Document(id="x", text="昨日，蓝湾智研与黄石市签约。")
    assert [company.name for company in load(lexicons={"companies": file})(document).companies] == ["蓝湾智研"]
    assert load()(document).companies == ()
