"""The tokenizer contract: exactly `jieba.lcut` with these user words, at a tenth of the cost.

rjieba (jieba in Rust) gives the same tokens but for three things, found by comparing the two on every code point and on
random strings; `tests/test_tokenizing.py` holds them equal.

- ASCII letters and digits joined by `_`, `-` or `.`: jieba keeps `1-5` apart, rjieba makes one token of it. The joint
  is shown to rjieba as `+`, which both treat as jieba treats the joint: no word of jieba's dictionary has it but c++.
- A decimal with more behind it (`1.8T`, `1.2.3`), Han outside U+4E00–9FD5, and repetitions (店店店, 巴恤巴恤: where words are
  unknown, 店店|店 and 店|店店 are equal but for the rounding of their sums): these blocks go to jieba itself. A block is a run of the
  characters jieba can join (`_BLOCK`); everything else is a border to jieba too.
  Blocks of more than `LONGEST_FOR_JIEBA` characters are the exception: there jieba's time grows with the square.
- The total that frequencies are divided by: where a word comes twice (B超 in the dictionary itself, a user word that
  the dictionary has), jieba counts both, rjieba only the last. The rounding of the total decides ties (个个|个 or
  个|个个), so a word that no text can hold puts the difference back.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable
from typing import Any

_BLOCK = re.compile(r"[\u4e00-\u9fd5a-zA-Z0-9+#&._%\-]+")
_JOINT = re.compile(r"(?<=[A-Za-z0-9])(?:[_\-](?=[A-Za-z0-9])|\.(?=[A-Za-z]))")
# Here only jieba itself will do. Extensions A to H, the compatibility Han and the rest of the first block.
_RARE_HAN = re.compile(r"[\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_REPEATED = re.compile(r"([\u4e00-\u9fd5])\1\1|([\u4e00-\u9fd5]{2,3})\2")
_LONG_DECIMAL = re.compile(r"\.(?<=[A-Za-z0-9]\.)[0-9]+(?:[A-Za-z]|\.[A-Za-z0-9])")
LONGEST_FOR_JIEBA = 10_000
"""No release has so many characters without a mark between them; jieba copies the path at each step (0.2 s here, minutes at
200,000), rjieba does not."""
DICTIONARY_COUNTED_TWICE = 3
"""The frequency of B超, which stands in jieba's dictionary twice."""
_JOINT_CHARS = frozenset("_-.+")
_NO_TEXT_HOLDS = "\ue000"
"""A private-use character: outside `_BLOCK`, so as a word it is never matched and only counts in the total."""

Word = tuple[str, int]


class Tokenizer:
    """`cut(text)` → tokens that join to the text. Loading jieba's own dictionary is put off until a block needs it."""

    def __init__(self, words: Iterable[Word] = ()) -> None:
        """words: (user word, frequency ≥ 1) as `jieba.add_word` takes them, in that order."""
        import rjieba

        self._words = tuple(words)
        for word, frequency in self._words:
            if not word or frequency < 1:
                raise ValueError(f"a user word needs a form and a frequency of at least 1; got {(word, frequency)!r}")
        self._fast: Any = rjieba.Jieba()
        _add_words(self._fast, self._words)
        # A user word with a joint in it would no longer be found once the joint is shown as something else.
        self._shown_joint = "+" if not any(_JOINT_CHARS & set(word) for word, _ in self._words) else ""
        self._slow: Any = None

    def cut(self, text: str) -> list[str]:
        shown = text
        if self._shown_joint and _JOINT.search(text):
            shown = _JOINT.sub(self._shown_joint, text)
        if not self._needs_jieba(shown):
            tokens: list[str] = self._fast.cut(shown)
            return tokens if shown is text else _cut_like(tokens, text)
        out: list[str] = []
        at = done = 0
        as_blocks = _rare_han_as_block(text)
        for place in self._only_jieba(shown):
            if place < done:
                continue  # in a block that was looked at
            start = place
            while start > done and _BLOCK.match(as_blocks, start - 1):
                start -= 1
            block = _BLOCK.match(as_blocks, start)
            done = end = block.end() if block else place + 1
            if end - start <= LONGEST_FOR_JIEBA:
                out += _cut_like(self._fast.cut(shown[at:start]), text[at:start])
                out += self.reference(text[start:end])
                at = end
        out += _cut_like(self._fast.cut(shown[at:]), text[at:])
        return out

    def _only_jieba(self, shown: str) -> list[int]:
        """Where something stands that only jieba cuts as jieba does; all of it lies in one block."""
        places = [match.start() for pattern in (_RARE_HAN, _REPEATED) for match in pattern.finditer(shown)]
        places += [match.start() - 1 for match in _LONG_DECIMAL.finditer(shown)]
        if not self._shown_joint:
            places += [match.start() for match in _JOINT.finditer(shown)]
        return sorted(places)

    def _needs_jieba(self, shown: str) -> bool:
        return bool(
            _RARE_HAN.search(shown) or _LONG_DECIMAL.search(shown) or (_may_repeat(shown) and _REPEATED.search(shown))
            or (not self._shown_joint and _JOINT.search(shown))
        )

    def reference(self, text: str) -> list[str]:
        """What jieba itself says."""
        if self._slow is None:
            self._slow = reference_jieba(self._words)
        return list(self._slow.lcut(text))


def reference_jieba(words: Iterable[Word] = ()) -> Any:
    """A private `jieba.Tokenizer` with user words; it neither reads nor writes jieba's cache at its shared path."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    with tokenizer.get_dict_file() as file:
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(file)
    tokenizer.initialized = True
    for word, frequency in words:
        tokenizer.add_word(word, frequency)
    return tokenizer


def _add_words(fast: Any, words: tuple[Word, ...]) -> None:
    known = {word: 0 for word, _ in words if fast.has_word(word)}
    if known:
        import jieba

        with jieba.Tokenizer().get_dict_file() as file:
            for line in file:
                word, _, rest = line.decode("utf-8").partition(" ")
                if word in known:
                    known[word] = int(rest.split(" ")[0])
    lost = DICTIONARY_COUNTED_TWICE
    for word, frequency in words:
        lost += known.get(word, 0)
        known[word] = frequency
        fast.add_word(word, frequency, None)
    fast.add_word(_NO_TEXT_HOLDS, lost, None)


def _may_repeat(text: str) -> bool:
    """A quick look for what `_REPEATED` matches: False means that there is none.

    A pattern that begins with a group is tried at every character. Arrays take a sixth of the time; they are used where
    numpy is loaded anyway, as in a run, since loading it costs more than a few texts.
    """
    numpy = sys.modules.get("numpy")
    if numpy is None:
        return True
    points = numpy.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return any(
        b"\1" * times in (points[apart:] == points[:-apart]).tobytes() for apart, times in ((1, 2), (2, 2), (3, 3))
    )


def _rare_han_as_block(text: str) -> str:
    """The text with rare Han as common Han: rjieba joins over it, so it belongs to the block that goes to jieba."""
    return _RARE_HAN.sub("一", text)


def _cut_like(tokens: Iterable[str], text: str) -> list[str]:
    """Cut `text` where `tokens`, of the same total length, are cut."""
    out: list[str] = []
    at = 0
    for token in tokens:
        end = at + len(token)
        out.append(text[at:end])
        at = end
    return out
