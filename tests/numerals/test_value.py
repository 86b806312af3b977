"""Values of numerals: rows of forms, and cn2an as the oracle for every regular one."""

from __future__ import annotations

from decimal import Decimal

import cn2an
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.numerals import QuantityReader
from extractor.numerals.scan import fold
from extractor.numerals.value import MAX_CHARS, evaluate
from extractor.rulebook import load_rulebook

READER = QuantityReader(load_rulebook())


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1,602.5", "1602.5"), ("1万2千", "12000"), ("3千5百", "3500"), ("2.5万亿", "2500000000000"), ("三万五", "35000"),
        ("三万零五", "30005"), ("一百二", "120"), ("二十五", "25"), ("壹佰", "100"), ("壹佰万零伍拾肆", "1000054"),
        ("廿七", "27"), ("五百卅四", "534"), ("三点五", "3.5"), ("一点五万", "15000"), ("半", "0.5"), ("千亿", "100000000000"),
        ("百万", "1000000"), ("二〇一一", "2011"), ("1万600", "10600"), ("两千四百五", "2450"), ("10万万", "1000000000"),
        ("一万五千亿", "1500000000000"), ("五兆六十二亿四万五千二", "5006200045200"), ("两个亿", "200000000"),
    ],
)  # fmt: skip
def test_a_numeral_has_its_value(written: str, value: str) -> None:
    found = evaluate(written)
    assert found is not None
    assert (found.low, found.high) == (Decimal(value), Decimal(value))


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("十几", 11, 19), ("二十几万", 210000, 290000), ("几十", 20, 99), ("数十", 20, 99), ("数百", 200, 999),
        ("几百万", 2000000, 9990000), ("数十亿", 2 * 10**9, 99 * 10**8), ("三四十", 30, 40), ("十七八", 17, 18),
        ("三五百", 300, 500), ("一两万", 10000, 20000), ("两三百", 200, 300), ("七百三四十", 730, 740),
        ("四十五六万", 450000, 460000), ("一万六七", 16000, 17000),
    ],
)  # fmt: skip
def test_a_vague_numeral_is_a_range(written: str, low: int, high: int) -> None:
    found = evaluate(written)
    assert found is not None
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize("written", ["", "数", "几", "点", "余", "九" * (MAX_CHARS + 1), "1.2.3"])
def test_what_is_no_numeral_has_no_value(written: str) -> None:
    assert evaluate(written) is None


NUMBERS = st.one_of(
    st.integers(0, 10**16 - 1).map(str),
    st.decimals(0, 10**12, places=3, allow_nan=False, allow_infinity=False).map(lambda number: f"{number:f}"),
)


@settings(max_examples=300, deadline=None)
@given(NUMBERS, st.sampled_from(["low", "up"]))
def test_what_cn2an_writes_we_read(number: str, mode: str) -> None:
    written = cn2an.an2cn(number, mode)
    found = evaluate(written)
    assert found is not None, written
    assert found.low == found.high == Decimal(number), written


@settings(max_examples=100, deadline=None)
@given(st.integers(11, 10**15).map(str))
def test_digits_in_a_row_are_read_as_written(number: str) -> None:
    found = evaluate(cn2an.an2cn(number, "direct"))
    assert found is not None
    # two neighbour digits alone are a range in running text: 七八 is 7 to 8
    assert found.low == Decimal(number) or len(number) == 2


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 10**15 - 1))
def test_an_amount_in_capitals_is_read_from_running_text(cents: int) -> None:
    number = Decimal(cents) / 100
    written = cn2an.an2cn(f"{number:f}", "rmb")
    (found,) = READER.read(f"罚款{written}。")
    assert (found.kind, found.currency, found.value) == ("amount", "CNY", number), written


@settings(max_examples=200, deadline=None)
@given(st.integers(2, 10**15), st.booleans())
def test_a_count_is_read_from_running_text(number: int, arabic: bool) -> None:
    written = f"{number:,}" if arabic else cn2an.an2cn(str(number), "low")
    (found,) = READER.read(f"全县共有{written}户农民。")
    assert (found.value, found.unit) == (number, "户"), written


@given(st.text(max_size=60))
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_every_number_below_ten_thousand_is_what_cn2an_writes() -> None:
    wrong = [
        number
        for number in range(1, 10000)
        if (found := evaluate(cn2an.an2cn(str(number), "low"))) is None or found.low != number
    ]
    assert wrong == []
