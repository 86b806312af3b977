"""The map from repaired text to the original is total and monotone, also when maps are put together."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.offsets import Alignment, contains, merge, overlaps


@st.composite
def alignments(draw: st.DrawFn, original: int | None = None) -> tuple[Alignment, int]:
    """An alignment as repair makes it, and the length of the original: kept, joined, dropped and inserted pieces."""
    moves = draw(st.lists(st.sampled_from(["keep", "join", "drop", "insert"]), max_size=20))
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for move in moves:
        width = {"keep": 1, "join": 3, "drop": 2, "insert": 0}[move]
        if original is not None and at + width > original:
            continue
        if move != "drop":
            starts.append(at)
            ends.append(at + width)
        at += width
    return Alignment(starts, ends, len(starts)), original if original is not None else at


@settings(max_examples=200, deadline=None)
@given(pair=alignments(), data=st.data())
def test_spans_stay_in_the_original_and_never_go_back(pair: tuple[Alignment, int], data: st.DataObject) -> None:
    alignment, length = pair
    n = len(alignment)
    a, b = sorted((data.draw(st.integers(0, n)), data.draw(st.integers(0, n))))
    start, end = alignment.original(a, b)
    assert 0 <= start <= end <= length
    if a < n:
        assert alignment.original(a, a)[0] <= start
    for index in range(a, b):
        assert contains((start, end), alignment.char(index))
    for index in range(1, n):
        assert alignment.char(index - 1)[0] <= alignment.char(index)[0]
        assert alignment.char(index - 1)[1] <= alignment.char(index)[1]


@settings(max_examples=200, deadline=None)
@given(first=alignments(), data=st.data())
def test_two_maps_in_a_row(first: tuple[Alignment, int], data: st.DataObject) -> None:
    outer, _ = first
    inner, _ = data.draw(alignments(original=len(outer)))
    both = outer.then(inner)
    assert len(both) == len(inner)
    for index in range(len(inner)):
        assert both.char(index) == outer.original(*inner.char(index))


@pytest.mark.parametrize("length", [0, 1, 7])
def test_the_identity(length: int) -> None:
    identity = Alignment.identity(length)
    assert identity.is_identity
    assert len(identity) == length
    assert identity.original(0, length) == (0, length)
    other = Alignment(range(length), range(1, length + 1), length)
    assert identity.then(other) is other
    assert other.then(identity) is other


def test_an_empty_span_maps_to_an_empty_one() -> None:
    alignment = Alignment([0, 4], [4, 5], 2)
    assert alignment.original(1, 1) == (4, 4)
    assert alignment.original(2, 2) == (5, 5)
    assert Alignment([], [], 0).original(0, 0) == (0, 0)


@pytest.mark.parametrize(
    ("a", "b", "shared", "inside"),
    [((0, 3), (2, 5), True, False), ((0, 3), (3, 5), False, False), ((0, 5), (1, 2), True, True),
     ((1, 2), (1, 2), True, True), ((0, 5), (5, 5), False, True)],
)  # fmt: skip
def test_arithmetic(a: tuple[int, int], b: tuple[int, int], shared: bool, inside: bool) -> None:
    assert overlaps(a, b) is shared
    assert overlaps(b, a) is shared
    assert contains(a, b) is inside


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9)).map(lambda p: (p[0], p[0] + p[1])), max_size=9))
def test_merge_covers_the_same_points_in_order(spans: list[tuple[int, int]]) -> None:
    merged = merge(spans)
    assert {i for a, b in merged for i in range(a, b)} == {i for a, b in spans for i in range(a, b)}
    assert all(left[1] < right[0] for left, right in itertools.pairwise(merged))
