"""The fast tokenizer and jieba give the same tokens: on text, on chosen strings, on random ones, with user words."""

from __future__ import annotations

import random
import time
from collections import Counter

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.records import Document
from extractor.tokenizing import _REPEATED, DICTIONARY_COUNTED_TWICE, Tokenizer, _may_repeat, reference_jieba

USER_WORDS = (
    ("乌鲁木齐经济技术开发区", 3000), ("市发展改革委", 20000), ("发展", 1), ("的", 5), ("会同", 900), ("会同", 30),
    ("5G", 1000), ("管委会", 2000), ("新型显示", 50), ("鏷", 7),
)
JOINED_USER_WORDS = (("C-919", 50), ("1+6", 5), ("A.B", 7), ("4S店", 100), ("发展", 3))

# Where rjieba differs from jieba when it is asked without care, and what stands at borders of blocks.
STRINGS = [
    "1-5月，ARJ-21支线客机交付", "增长12.5%和1.2个百分点", "2.4L排量、1.8T动力", "版本1.2.3发布", "www.gov.cn",
    "a_b", "A.b月", "C-919大型客机", "c++和C#", "C--", "AT-T", "AT&T公司", "--", "1.-2", "1..2", "-5.5.-a",
    "第\r\n一行\r\r\n", "\u3000\u3000全角空格", "䶮字与镕基", "龘龘㐂", "𠮷野家", "\uf900有此理\ufa11",
    "\u9fd6", "\ue000", "2.5-15.4%", "万的店店店万", "1.5-a", "1.5.b", "龘䶮-1-1.2a",
    "（一）", "5G+工业互联网", "T恤衫与4S店", "1.5T台", "２０２１年", "", " ", "\n",
]

alphabet = st.one_of(
    st.sampled_from("万亿元年月项目会了余个号店恤台市发展改革委会同比增长的新型显示开发区管"),
    st.sampled_from("0125aAbCcT._-+#&%"),
    st.sampled_from("，。、（ \n\r\u3000“㐂𠮷鿖\uf900"),
    st.characters(exclude_categories=["Cs"]),
)


@pytest.fixture(scope="module", params=[(), USER_WORDS, JOINED_USER_WORDS], ids=["plain", "words", "joined words"])
def both(request: pytest.FixtureRequest):
    return Tokenizer(request.param), reference_jieba(request.param)


@pytest.mark.parametrize("text", STRINGS)
def test_chosen_strings(both, text: str) -> None:
    fast, reference = both
    assert fast.cut(text) == reference.lcut(text)


@settings(max_examples=1500, deadline=None)
@given(text=st.text(alphabet, max_size=24))
def test_random_strings(both, text: str) -> None:
    fast, reference = both
    tokens = fast.cut(text)
    assert tokens == reference.lcut(text)
    assert "".join(tokens) == text


@settings(max_examples=1000, deadline=None)
@given(
    text=st.sampled_from(["个个个时时的了人人大大年月店万", "店恤巴拉", "甲乙丙巴店", "魑魅魍魉店个的"]).flatmap(
        lambda chars: st.text(st.sampled_from(chars), min_size=3, max_size=12)
    )
)
def test_ties(both, text: str) -> None:
    """Repeated characters give cuts of equal probability; the last bit of a sum decides between them."""
    fast, reference = both
    assert fast.cut(text) == reference.lcut(text)


@settings(max_examples=1000, deadline=None)
@given(text=st.text(st.sampled_from("店恤巴a1 、㐀𠮷"), max_size=9))
def test_the_quick_look_misses_no_repetition(text: str) -> None:
    import numpy

    assert numpy.__version__  # without numpy the quick look is not taken
    assert _may_repeat(text) or not _REPEATED.search(text)
    assert not _may_repeat("店恤巴拉店恤拉巴")


def test_what_the_dictionary_counts_twice() -> None:
    with jieba.Tokenizer().get_dict_file() as file:
        words = Counter(line.decode("utf-8").split(" ")[0] for line in file)
    frequencies = reference_jieba().FREQ
    assert sum(frequencies[word] * (count - 1) for word, count in words.items()) == DICTIONARY_COUNTED_TWICE


def test_sample_releases(both, corpus_documents: list[Document]) -> None:
    fast, reference = both
    assert [doc.id for doc in corpus_documents if fast.cut(doc.text) != reference.lcut(doc.text)] == []


@pytest.mark.slow
def test_pool(both, pool_documents: list[Document]) -> None:
    fast, reference = both
    assert [doc.id for doc in pool_documents if fast.cut(doc.text) != reference.lcut(doc.text)] == []


def test_many_user_words_of_which_the_dictionary_has_some(corpus_documents: list[Document]) -> None:
    """Overridden words change the total that all frequencies are divided by; here it matters in many places."""
    draw = random.Random(7)
    plain = reference_jieba()
    heavy = sorted(plain.FREQ, key=plain.FREQ.get, reverse=True)[:400]
    pieces = {doc.text[at : at + draw.randint(2, 5)].strip() for doc in corpus_documents for at in range(0, 300, 9)}
    words = tuple((word, draw.choice([1, 5, 100, 20000])) for word in [*heavy, *sorted(pieces - {""})])
    fast, reference = Tokenizer(words), reference_jieba(words)
    assert [doc.id for doc in corpus_documents if fast.cut(doc.text) != reference.lcut(doc.text)] == []


def test_jieba_is_not_loaded_for_ordinary_text(corpus_documents: list[Document]) -> None:
    """Loading its dictionary takes half a second: joints such as 1-5月 must not cost that, only what needs it."""
    tokenizer = Tokenizer()
    for doc in corpus_documents:
        if "大队大队长" not in doc.text:
            tokenizer.cut(doc.text)
    tokenizer.cut("1-5月，ARJ-21支线客机交付23架，增长12.5%。")
    assert tokenizer._slow is None


@pytest.mark.parametrize("words", [[("", 5)], [("发展", 0)]])
def test_useless_user_words_are_refused(words: list[tuple[str, int]]) -> None:
    with pytest.raises(ValueError, match="user word"):
        Tokenizer(words)


def test_an_endless_block_is_cut_in_time() -> None:
    text = "亿" * 100_000
    start = time.process_time()
    assert "".join(Tokenizer().cut(text)) == text
    assert time.process_time() - start < 15
