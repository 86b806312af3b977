"""The wording of errors: one printable line that names place and remedy."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import ExtractorError, wording


@given(st.text(), st.text(), st.text())
def test_a_message_is_one_printable_line(where: str, what: str, got: str) -> None:
    shown = str(ExtractorError(where, what, got=got, remedy="mend it"))
    assert shown.isprintable()
    shown.encode()
    assert shown.endswith("mend it")


def test_the_parts_stand_in_order() -> None:
    shown = wording("a.toml", "is wrong", got=3, expected="4", remedy="correct it")
    assert shown == "a.toml: is wrong; got 3; expected 4; correct it"
