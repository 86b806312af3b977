"""Damage made by the mirror, byte by byte, comes undone: on our samples always, on real releases where they are."""

from __future__ import annotations

import re

import pytest
from mirror import Mirror, _fold, damage, encodable

from extractor.repair import repair

MIRRORS = {
    "usual": {},
    "not folded": {"folded": False},
    "marks first": {"gloss_first": False},
    "few marks": {"punctuation": "、。；"},
    "undefined by byte": {"undefined": "byte"},
    "undefined dropped": {"undefined": "drop"},
}


def paragraphs(documents: list, least: int = 40, most: int = 300) -> list[str]:
    """Sound paragraphs that GBK holds, with no question marks of their own."""
    found = [line.strip() for document in documents for line in document.text.split("\n")]
    return [line for line in found if least <= len(line) <= most and not re.search("[?？]", line) and encodable(line)]


def rates(lines: list[str], **knobs: object) -> tuple[float, float, float]:
    """Shares: wholly right; flagged; right among those not flagged."""
    right = flagged = quiet_right = 0
    for at, line in enumerate(lines):
        repaired = repair(damage(line, Mirror(seed=at, **knobs)))  # type: ignore[arg-type]
        good = _fold(repaired.text) == _fold(line)
        right += good
        flagged += bool(repaired.marks)
        quiet_right += good and not repaired.marks
    return right / len(lines), flagged / len(lines), quiet_right / max(1, len(lines) - flagged)


def test_the_mirror_does_what_was_found() -> None:
    mirror = Mirror(order="規區設堅", punctuation="、。；")
    assert damage("规模化、集聚化", mirror) == "規(guī)?;?、集聚化"
    assert damage("援建省（区、市）", mirror) == "援建?。▍^(qū)、市)"
    assert damage("造纸设备", mirror) == "造紙?jiān)O(shè)備"


@pytest.mark.parametrize("name", MIRRORS)
def test_samples(name: str, corpus_documents: list) -> None:
    lines = paragraphs([document for document in corpus_documents if not document.id.startswith(("damaged", "trad"))])
    assert len(lines) > 60
    right, _, quiet = rates(lines, **MIRRORS[name])
    assert right >= 0.90
    assert quiet >= 0.97


@pytest.mark.slow
@pytest.mark.parametrize("name", ["usual", "few marks"])
def test_real_releases(name: str, pool_documents: list) -> None:
    lines = paragraphs(pool_documents, 60)[::11][:400]
    assert len(lines) == 400
    right, _, quiet = rates(lines, **MIRRORS[name])
    assert right >= 0.93
    assert quiet >= 0.98


@pytest.mark.slow
def test_sound_releases_keep_every_character(pool_documents: list) -> None:
    han = re.compile("[㐀-鿿]")
    for document in pool_documents:
        repaired = repair(document.text)
        assert repaired.verdict != "refused"
        assert not any(han.search(edit.before + edit.after) for edit in repaired.edits), document.id
        if not repaired.edits:
            assert repaired.text is document.text


@pytest.mark.slow
def test_traditional_releases_change_script_only(pool_documents: list) -> None:
    from mirror import traditional

    for document in pool_documents[::8]:
        repaired = repair(traditional(document.text))
        assert {edit.kind for edit in repaired.edits if edit.after != edit.before} <= {
            "script", "width", "space", "line", "punctuation"
        }
        assert not repaired.marks
