"""The language model: small, figures only, read when a shifted byte asks for it and never before."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files

import pytest

from extractor.repair.build_model import DOCUMENTS, build, documents
from extractor.repair.language import key_of, normal, shipped, unpack


def test_the_shipped_file_is_small_and_says_how_it_was_built() -> None:
    data = files("extractor.repair").joinpath("release.model").read_bytes()
    assert len(data) < 20_000_000
    header = shipped().header
    assert header["documents_at_least"] == DOCUMENTS == 3
    assert "jieba" in str(header["from"])


def test_likely_words_beat_unlikely_ones() -> None:
    model = shipped()
    for good, bad in [("实现规模化、", "实现规保华、"), ("各省（区、市", "各俊（区、市"), ("工业和信息化部", "工业和信息花部")]:
        assert model.score(normal(good)) > model.score(normal(bad))
        assert model.word_score(normal(good)) > model.word_score(normal(bad))


def test_sound_text_never_reads_the_model() -> None:
    code = (
        "from extractor.repair import repair, language\n"
        "repair('工业和信息化部主办的对接活动在乌鲁木齐举办。' * 50); repair('工業(yè)和信息化部')\n"
        "print(language.shipped.cache_info().currsize)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "0"


def test_a_model_goes_to_bytes_and_back(tmp_path) -> None:
    for at in range(3):
        (tmp_path / f"{at}.txt").write_text("装备制造业集聚发展", "utf-8")
    (tmp_path / "once.txt").write_text("只有一次", "utf-8")
    texts = [(1, text) for text in documents(tmp_path)]
    model = unpack(build(texts, [("装备", 50), ("制造业", 30)], {"from": "test"}))
    assert model.header["from"] == "test"
    assert model.gram_log("装备制造") > model.gram_log("装备制业")
    assert model._grams.find(key_of("集聚发展")) >= 0
    assert model._grams.find(key_of("只有一次")) < 0, "seen in one document"


def test_what_is_no_model_is_told() -> None:
    with pytest.raises(ValueError, match="not a release language model"):
        unpack(b"something else")
