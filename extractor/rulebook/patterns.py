"""Is a pattern safe to run on any text? A reader of its repeats, and a stopwatch on hostile strings.

`unbounded` finds repeats without an upper limit that can give characters back (`+`, `*`, `{2,}`; the possessive `++`
and those inside an atomic group cannot). `slow` runs the pattern over strings made to hurt it, at two lengths: a
pattern whose time grows faster than the text is unfit for releases of any length.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import regex


class Repeat(NamedTuple):
    """An unbounded repeat: its place in the pattern and the quantifier as written."""

    at: int
    text: str


_QUANTIFIER = regex.compile(r"(?:[*+?]|\{(\d*)(,?)(\d*)\})([+?]?)")
_ESCAPE = regex.compile(r"\\(?:[pPx]\{[^}]*\}|[gNL]<[^>]*>|.)", regex.S)
_NO_GROUP = regex.compile(r"\(\?(?:#[^)]*|P[=>][^)]*|&[^)]*|[0-9R]+|[a-zA-Z]*(?:-[a-zA-Z]+)?)\)|\(\*[A-Z]+\)")
_OPENING = regex.compile(r"\((?:\?(?:P?<[^>=!]+>|<?[=!]|[a-zA-Z-]*:|>|\|))?")


def unbounded(pattern: str) -> list[Repeat]:
    """Repeats without an upper limit, in pattern order; `#` comments of a verbose pattern are read as text."""
    found: list[Repeat] = []
    groups: list[bool] = []
    """For each open group: whether it is atomic, `(?>…)`."""
    at = 0
    while at < len(pattern):
        char = pattern[at]
        if char == "[":
            at = _class_end(pattern, at)
            continue
        if char == "\\":
            at = _ESCAPE.match(pattern, at).end()
            continue
        if char == "(":
            plain = _NO_GROUP.match(pattern, at)
            if not plain:
                groups.append(pattern.startswith("(?>", at))
            at = (plain or _OPENING.match(pattern, at)).end()
            continue
        if char == ")":
            if groups:
                groups.pop()
            at += 1
            continue
        repeat = _QUANTIFIER.match(pattern, at)
        if not repeat or repeat[0] in ("{}", "{,}"):
            at += 1
            continue
        endless = char in "*+" or (char == "{" and repeat[2] == "," and not repeat[3])
        if endless and repeat[4] != "+" and not any(groups):
            found.append(Repeat(at, repeat[0]))
        at = repeat.end()
    return found


def _class_end(pattern: str, at: int) -> int:
    """The place after the set that opens at `at` (sets may hold sets, as `[[a-z]--[aeiou]]`)."""
    at += 1
    if pattern.startswith("^", at):
        at += 1
    if pattern.startswith("]", at):  # a ] in the first place is itself
        at += 1
    while at < len(pattern) and pattern[at] != "]":
        if pattern[at] == "\\":
            at += 2
        elif pattern.startswith("[:", at):
            at = pattern.find(":]", at) + 2 or len(pattern)
        elif pattern[at] == "[":
            at = _class_end(pattern, at)
        else:
            at += 1
    return at + 1


class Slow(NamedTuple):
    """What a hostile string did: its description, seconds at the long length, growth when the length doubled."""

    what: str
    seconds: float
    growth: float


LENGTH = 4000
LIMIT = 0.25
"""Seconds that a pattern may take on LENGTH hostile characters; a safe one takes a few milliseconds."""
_STOP = 2.0


def hostile_strings(pattern: str, examples: Iterable[str], length: int) -> Iterator[tuple[str, str]]:
    """(description, string) pairs: repeats of what the pattern likes, with and without an end that spoils the match."""
    literals = regex.findall(r"[一-鿿]{1,6}", pattern)[:6]
    seeds = ["一", "1", "市", "的", "、", "，", "（", " ", "1,", "年月", "张、", "公司、", "A"]
    seeds += literals + ["".join(pair) for pair in itertools.pairwise(literals)]
    seeds += [example[:60] for example in examples][:4]
    # The matcher gives up at once where a required character is missing: they stand at the end, out of reach.
    end = "\x00" + "".join(dict.fromkeys(regex.findall(r"[^\x00-\x2f\x3a-\x7f]", pattern)))[:40]
    for seed in dict.fromkeys(seed for seed in seeds if seed):
        body = (seed * (length // len(seed) + 1))[:length]
        yield f"{seed!r} repeated", body
        yield f"{seed!r} repeated, then a strange end", body + end


def slow(pattern: str, examples: Iterable[str] = (), *, length: int = LENGTH, limit: float = LIMIT) -> Slow | None:
    """The worst hostile string of a pattern when it takes more than `limit` seconds; None when it is safe."""
    compiled = regex.compile(pattern)
    examples = list(examples)
    worst: Slow | None = None
    halves = hostile_strings(pattern, examples, length // 2)
    for (what, text), (_, half) in zip(hostile_strings(pattern, examples, length), halves, strict=True):
        seconds = _seconds(compiled, text)
        if seconds > limit and (worst is None or seconds > worst.seconds):
            seconds = min(seconds, _seconds(compiled, text))  # once more: the machine may have been busy
            if seconds > limit:
                worst = Slow(what, seconds, seconds / max(1e-6, _seconds(compiled, half)))
        if seconds >= _STOP:
            break
    return worst


def _seconds(compiled: Any, text: str) -> float:
    start = time.process_time()
    try:
        for match in compiled.finditer(text, timeout=_STOP):
            del match
    except TimeoutError:
        return max(_STOP, time.process_time() - start)
    return time.process_time() - start
