"""Shifted bytes: what the mirror's byte-wise search-and-replace made of two neighbouring characters.

The mirror held traditional text in GBK. Its search hit across characters too, and what it inserted there (a gloss, or
a byte before punctuation) cut a character in half. A reader showed the half as `?`, swallowing the inserted byte, and
read on one byte off until an ASCII byte set it right:

    規(guī)?；?、集聚化    模 C4A3 化 BBAF: C4 is lost, A3BB reads ；, AF is lost          → 规模化、集聚化
    造紙?jiān)O(shè)備     紙 BC88 設 D44F: 88D4 reads 堅, its gloss stands inside 設      → 造纸设备

So the bytes are all there but those behind `?`. `Lattice` walks over the shown text from a `?` on, turns it back into
bytes (each `?` a free one) and reads those as GBK from the true border; a beam keeps the readings that the language
model and the document's own words like best. Glosses inside must fit the bytes before them, which settles most. Where
one reading is clearly best it is applied; else the place is marked and stays.

Costs are log10 units. Time is linear in the text: each walk is bounded and starts at a `?`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import log10

from extractor.repair.draft import Change
from extractor.repair.language import BOUNDARY, ORDER, Language, Memory, normal
from extractor.repair.pinyin import LETTERS, TONED, is_reading
from extractor.repair.script import is_traditional, simplify_char

BEAM = 32
CONTEXT = 6
"""Sound characters read behind a run, so that a reading must also fit what follows."""
LONGEST = 400
"""A walk never takes more shown characters than this."""
BLIND = 3
"""Of the paths that would have to guess both bytes of a character, so many go on."""
RAREST = -5.6
"""A lost byte never makes a character rarer than this (log10 of its share of running text)."""
MARGIN = 5.0
"""A path so far behind the best at its place is given up."""
RIVALS = 40
WORDS = 0.5
"""How many readings the word model weighs, and its share in their score."""
GAP = 0.8
GAIN = 1.0
"""A reading chosen by the model is applied when it beats the runner-up and the text as it stands by so much."""

FREE = 0
AFTER = 0x100
"""`pending` is AFTER + b for a lost first byte that makes a pair outside the charset with b."""
LOST = "?\ufffd"
_PROMPT = frozenset("，。、；：？！,;:?!")
"""What mirrors put something before; the last row as folded."""
_OPENING = {"“": "”", "‘": "’", "《": "》", "【": "】", "(": ")"}
_MARK = re.compile("[“”‘’《》【】]")
_CLOSING = {close: opening for opening, close in _OPENING.items()}
_INNOCENT = _PROMPT | {"", "\n"}
"""Before these, no printed character was lost with the byte."""
ANY_LOST = re.compile("[?\ufffd]")
_GLOSS = re.compile(rf"\s?[(（]\s?({LETTERS}{{1,9}})\s?[)）]")
_HALF_GLOSS = re.compile(rf"({LETTERS}{{1,9}})\s?[)）]")
_LEFT_OVER = re.compile(rf"\ufffd|(?<=[㐀-鿿])\?(?={LETTERS}+\)|[、。，；：,;:]|[!?][㐀-鿿])")
_STRANGE = re.compile(
    "(?<=[㐀-鿿，。、；：])[，。、；：]?[ぁ-ヿㄅ-ㄩ⒈-⒛⑴-⒇▁-▏▓-▕═-╰Α-ωА-я﹉-﹫]+[㐀-鿿]?"
)
"""Letters and signs of other scripts in mid-word: bytes out of step whose `?` was dropped too (form C)."""
DAMAGE = re.compile(r"(?:[?\ufffd][!-/:-@]?[^\x00-\x7f]*[!->@-~]?)+")
"""From a lost byte to where reading may be in step again: no place to learn the document's words from."""
HALF = re.compile(rf"[㐀-鿿][?\ufffd]{LETTERS}*[{TONED}]{LETTERS}*[)）]")
"""A gloss that lost its opening bracket to half a character: form B."""
_MARKS = "、。·—…‘’“”《》【】，；：？！（）％．－"

# costs in log10, set on simulated damage
_SHIFT_COST = -0.5
_UNPROMPTED_COST = -4.0
"""A half character with neither punctuation nor a gloss behind it, where nothing can have been inserted."""
_UNLIKELY_COST = -2.0
"""The less likely of: one byte lost with an inserted one, two bytes lost together."""
_ODD_COST = -2.0
"""A simplified character in traditional text."""
_MARK_COST = -4.0
"""A mark that mirrors put something before, both bytes lost or inside a shift: the insertion would have ended it."""
_UNBALANCED_COST = -2.0
"""A closing quote with none open, an opening one inside the same."""
_SKIPPED_SPACE_COST = -0.3
_FOLDED_COST = -0.3
_FOLDED_WORD_COST = -1.5


@cache
def _char(lead: int, trail: int) -> str | None:
    """The character of two GBK bytes, None where a release would have none."""
    if not (0x81 <= lead <= 0xFE and 0x40 <= trail <= 0xFE and trail != 0x7F):
        return None
    try:
        char = bytes([lead, trail]).decode("gbk")
    except UnicodeDecodeError:
        return None
    return char if "㐀" <= char <= "鿿" or char in _MARKS else None


@cache
def _oddity(char: str) -> float:
    """The cost of a character that a traditional text would write otherwise."""
    return 0.0 if char < "\u3000" or char > "\uff00" or is_traditional(char) else _ODD_COST


@cache
def _by_trail(trail: int) -> tuple[tuple[int, str], ...]:
    """(lead, character) for a known second byte."""
    return tuple((lead, char) for lead in range(0x81, 0xFF) if (char := _char(lead, trail)))


@cache
def _by_lead(lead: int) -> tuple[tuple[int, str], ...]:
    """(trail, character) for a known first byte; the trail of a lost half is never ASCII."""
    return tuple((trail, char) for trail in range(0x80, 0xFF) if (char := _char(lead, trail)))


@cache
def _outside(first: int) -> tuple[int, ...]:
    """Second bytes that make a pair outside the charset with `first`: shown as one `?`."""

    def holds(second: int) -> bool:
        try:
            bytes([first, second]).decode("gbk")
        except UnicodeDecodeError:
            return False
        return True

    return tuple(second for second in range(0x81, 0xFF) if not holds(second))


def _leads(pending: int) -> Sequence[int]:
    """The first bytes that `pending` stands for."""
    if pending == FREE:
        return range(0x81, 0xFF)
    return _outside(pending - AFTER) if pending >= AFTER else (pending,)


@cache
def _bytes(char: str) -> tuple[int, int] | None:
    """The two GBK bytes of a shown character, user-defined ones included."""
    try:
        data = char.encode("gb18030")
    except UnicodeEncodeError:
        return None
    return (data[0], data[1]) if len(data) == 2 else None


class _Node:
    """A true character on a path: the shown characters it takes, and whether it had to be made of shifted bytes."""

    __slots__ = ("before", "char", "end", "made", "start")

    def __init__(self, before: _Node | None, char: str, start: int, end: int, made: bool) -> None:
        self.before, self.char, self.start, self.end, self.made = before, char, start, end, made


class _Path:
    """A reading so far.

    `pending` is the first byte of an unfinished character that began at `begun` (FREE: lost), None between characters.
    `trail` is the second byte of the last character (0: unknown), which a gloss across characters needs. `free` counts
    the lost bytes that nothing but the model settles, `quiet` the sound characters since the last event.
    """

    __slots__ = ("begun", "free", "node", "open", "pending", "quiet", "score", "tail", "trail")

    def __init__(
        self, score: float, tail: str, node: _Node | None, pending: int | None, begun: int, trail: int, free: int,
        quiet: int, open_marks: str,
    ) -> None:
        self.open = open_marks
        self.score, self.tail, self.node, self.pending = score, tail, node, pending
        self.begun, self.trail, self.free, self.quiet = begun, trail, free, quiet

    def waits(self, pending: int, begun: int, cost: float, free: int = 0) -> _Path:
        """This path with an unfinished character."""
        return _Path(
            self.score + cost, self.tail, self.node, pending, begun, self.trail, self.free + free, self.quiet,
            self.open,
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """What a walk found for the damage between `start` and `end` (offsets of the shown text).

    `changes` make the best reading; `gain` is how much better it reads than the text as it stands, `gap` than the
    runner-up. `free` is the number of lost bytes that only the model settled. `swallowed`: a printed
    character may have gone with the last lost byte, a digit even.
    """

    start: int
    end: int
    changes: tuple[Change, ...]
    gain: float
    gap: float
    free: int
    candidates: tuple[str, ...]
    swallowed: bool

    def doubt(self, many: bool) -> str:
        """Why the reading is not applied."""
        if not many and self.free:
            return "too little in the document shows that it went through a mirror"
        if self.gain < GAIN:
            return "no reading is clearly better than the text as it stands"
        return "two readings are nearly as good"

    @property
    def clear(self) -> bool:
        return self.gain >= GAIN and self.gap >= GAP


class Lattice:
    """The readings of one damaged document's shifted places."""

    def __init__(self, text: str, model: Language, sound: str) -> None:
        """`sound` is the document without its damage, simplified: what it says elsewhere is likelier here."""
        self.text = text
        self._model = model
        self._memory = Memory(normal(sound))
        self._folded = not re.search("[，；：（）]", text)
        self._cost: dict[str, float] = {}
        self.reached = 0
        """How far the last walk went: it weighed every lost byte up to there."""
        self._waiting: dict[int, list[_Path]] = {}
        self._best: dict[int, float] = {}
        self._read_so_far: list[Reading] = []
        self._common: dict[tuple[tuple[int, str], ...], tuple[tuple[int, str], ...]] = {}

    def read(self, at: int) -> Reading | None:
        """The reading of the damage that begins with the lost character at `at`; None where it is best left alone."""
        text = self.text
        end = min(len(text), at + LONGEST)
        self._waiting, self._best = {}, {}
        self._keep(at, _Path(
            0.0, normal(_sound_before(text, at)), None, None, at, _trail_before(text, at), 0, 0,
            self._open_before(at),
        ))
        done: list[_Path] = []
        while self._waiting:
            place = self.reached = min(self._waiting)
            paths = sorted(self._waiting.pop(place), key=_score, reverse=True)[:BEAM]
            if place >= len(text) or text[place] == "\n":
                done += [self._closed(path) for path in paths if path.pending is None]
            elif place >= end:
                done += [path for path in paths if path.pending is None]
            elif not self._waiting and all(path.pending is None and path.quiet >= CONTEXT for path in paths):
                done += paths
            else:
                blind = 0
                for path in paths:
                    if text[place] in LOST and path.pending is not None and not 0 < path.pending < AFTER:
                        blind += 1
                        if blind > BLIND:
                            continue
                    self._step(path, place)
        reading = self._settle(at, done)
        if reading is not None:
            self._read_so_far.append(reading)
        return reading

    def _open_before(self, at: int) -> str:
        """The marks open at `at` on its line, innermost last, with what was read on the way."""
        start = self.text.rfind("\n", 0, at) + 1
        parts: list[str] = []
        for reading in self._read_so_far:
            if reading.start >= start:
                parts += self.text[start:reading.start], reading.candidates[0]
                start = reading.end
        opened = ""
        for mark in _MARK.findall("".join([*parts, self.text[start:at]])):
            opened, _ = _balance(opened, mark)
        return opened

    # -- scores

    def _log(self, tail: str, symbol: str) -> float:
        """log10 of `symbol` after `tail`; n-grams of the document itself raise it."""
        gram = tail[1 - ORDER:] + symbol
        known = self._cost.get(gram)
        if known is None:
            share = 10 ** self._model.gram_log(gram)
            for size, weight in ((2, 0.1), (3, 0.3)):
                if len(gram) >= size:
                    share = (1 - weight) * share + weight * self._memory.share(gram[-size:])
            known = self._cost[gram] = log10(share)
        return known

    def _keep(self, place: int, path: _Path) -> None:
        best = self._best.get(place, -1e9)
        if path.score < best - MARGIN:
            return
        if path.score > best:
            self._best[place] = path.score
        self._waiting.setdefault(place, []).append(path)

    def _make(self, path: _Path, char: str, trail: int, end: int, *, free: int = 0, cost: float = 0.0,
              pending: int | None = None, begun: int = 0) -> None:
        """Go on with a character made of shifted bytes, and perhaps the first byte of the next."""
        plain = simplify_char(char) if char > "\u2fff" else char
        symbol = normal(plain)
        opened, unbalanced = _balance(path.open, symbol)
        score = path.score + cost + unbalanced + _oddity(char) + self._log(path.tail, symbol)
        if score < self._best.get(end, -1e9) - MARGIN:
            return
        self._keep(end, _Path(
            score, (path.tail + symbol)[-ORDER:], _Node(path.node, plain, path.begun, end, True), pending, begun, trail,
            path.free + free, 0, opened,
        ))

    def _closed(self, path: _Path) -> _Path:
        """The path with the end of its line."""
        path.score += self._log(path.tail, BOUNDARY)
        return path

    def _likely(self, pairs: tuple[tuple[int, str], ...]) -> tuple[tuple[int, str], ...]:
        """The (byte, character) pairs whose character a release is likely to have at all."""
        known = self._common.get(pairs)
        if known is None:
            known = self._common[pairs] = tuple(
                pair for pair in pairs if self._model.gram_log(normal(simplify_chars(pair[1]))) > RAREST
            )
        return known

    # -- steps

    def _step(self, path: _Path, at: int) -> None:
        char = self.text[at]
        if path.pending is None:
            if char in LOST:
                self._lost_between(path, at)
            self._sound(path, at)
            return
        gloss = _GLOSS.match(self.text, at)
        if gloss:
            self._gloss_across(path, path.pending, gloss[1], gloss.end())
        if char in LOST:
            self._lost_inside(path, at)
            self._bytes(path, at, 0xA3, 0xBF, _FOLDED_COST)
        elif char == " ":
            self._keep(at + 1, path.waits(path.pending, path.begun, _SKIPPED_SPACE_COST))
        elif "!" <= char <= "~":
            if char >= "@":
                self._second(path, ord(char), at + 1)
            cost = _FOLDED_WORD_COST if char.isalnum() or not self._folded else _FOLDED_COST
            self._bytes(path, at, 0xA3, ord(char) + 0x80, cost)
        elif pair := _bytes(char):
            self._bytes(path, at, *pair, 0.0)

    def _sound(self, path: _Path, at: int) -> None:
        """A character that is what it seems; a gloss that fits it is passed over."""
        char = self.text[at]
        pair = _bytes(char)
        plain = simplify_char(char) if char > "\u2fff" else char
        symbol = normal(plain)
        gloss = _GLOSS.match(self.text, at + 1)
        after = gloss.end() if gloss and is_reading(char, gloss[1]) else at + 1
        opened, unbalanced = _balance(path.open, symbol)
        self._keep(after, _Path(
            path.score + unbalanced + self._log(path.tail, symbol), (path.tail + symbol)[-ORDER:],
            _Node(path.node, plain, at, at + 1, False), None, at, pair[1] if pair else 0, path.free, path.quiet + 1,
            opened,
        ))

    def _lost_between(self, path: _Path, at: int) -> None:
        """A lost byte between characters begins one that was cut in half."""
        half = _HALF_GLOSS.match(self.text, at + 1)
        if half:
            self._gloss_across(path.waits(FREE, at, _SHIFT_COST), FREE, half[1], half.end())
        prompted = self._behind(at) in _PROMPT
        self._keep(at + 1, path.waits(FREE, at, _SHIFT_COST if prompted else _UNPROMPTED_COST))

    def _behind(self, at: int) -> str:
        """What stands behind the character at `at`, past a space; empty at the end."""
        return self.text[at + 1:at + 3].lstrip(" ")[:1]

    def _gloss_across(self, path: _Path, pending: int, letters: str, end: int) -> None:
        """The gloss of a character that lies across two: the last one's second byte and the pending one."""
        for lead in _leads(pending):
            glossed = _char(path.trail, lead)
            if glossed and simplify_char(glossed) != glossed and is_reading(glossed, letters):
                self._keep(end, path.waits(lead, path.begun, 0.0))

    def _lost_inside(self, path: _Path, at: int) -> None:
        """A lost byte inside a character is its second one; or two went together, outside the charset."""
        pending = path.pending or 0
        more = 0 if 0 < pending < AFTER else 1
        half = _HALF_GLOSS.match(self.text, at + 1)
        inserted = half is None and self._behind(at) in _INNOCENT
        single, double = (0.0, _UNLIKELY_COST) if inserted else (_UNLIKELY_COST, 0.0)
        for lead in _leads(pending):
            for trail, char in self._likely(_by_lead(lead)):
                if half and is_reading(char, half[1]):
                    self._make(path, char, trail, half.end(), free=more)
                extra = _MARK_COST if char in _PROMPT else 0.0
                self._make(path, char, trail, at + 1, free=1 + more, cost=single + extra)
                if _outside(trail):
                    self._make(
                        path, char, trail, at + 1, free=2 + more, cost=double + extra, pending=AFTER + trail, begun=at
                    )

    def _bytes(self, path: _Path, at: int, first: int, second: int, cost: float) -> None:
        """Two bytes inside a character: the end of it, and the begin of the next."""
        if 0x81 <= second <= 0xFE:
            self._second(path, first, at + 1, cost=cost, pending=second, begun=at)

    def _second(self, path: _Path, trail: int, end: int, *, cost: float = 0.0, pending: int | None = None,
                begun: int = 0) -> None:
        """The second byte of the unfinished character; a gloss behind it must fit."""
        before = path.pending or 0
        lost = not 0 < before < AFTER
        if before == FREE:
            choices = tuple(char for _, char in self._likely(_by_trail(trail)))
        else:
            choices = tuple(char for lead in _leads(before) if (char := _char(lead, trail)))
        gloss = _GLOSS.match(self.text, end) if pending is None else None
        prompted = self.text[path.begun] in LOST and not self.text[path.begun + 1:end - 1].strip(" ")
        for char in choices:
            extra = 0.0 if prompted or char not in _PROMPT else _MARK_COST
            if gloss and is_reading(char, gloss[1]):
                self._make(path, char, trail, gloss.end(), cost=cost + extra)
            elif not gloss:
                self._make(
                    path, char, trail, end, free=int(lost), cost=cost + extra, pending=pending, begun=begun
                )

    # -- the verdict

    def _settle(self, at: int, done: list[_Path]) -> Reading | None:
        if not done:
            return None
        ranked: list[tuple[str, _Path]] = []
        names: set[str] = set()
        for path in sorted(done, key=_score, reverse=True):
            name = "".join(node.char for node in _nodes(path.node))
            if name not in names:
                names.add(name)
                ranked.append((name, path))
        ranked = self._weighed(at, ranked[:RIVALS])
        top = ranked[0][1]
        nodes = _nodes(top.node)
        made = [node for node in nodes if node.made]
        if not made:
            return None
        literal = self._literal(at, nodes[-1].end)
        second = ranked[1][1].score if len(ranked) > 1 else literal
        end = made[-1].end
        gain, gap = round(top.score - literal, 2), round(top.score - second, 2)
        candidates = tuple(_between(path.node, made[0].start, end) for _, path in ranked[:5])
        swallowed = self.text[end - 1] in LOST and self._behind(end - 1) not in _INNOCENT
        changes = self._changes(
            nodes, top.free == 0, gain, gap, candidates, swallowed and self.text[end:end + 1].isascii()
        )
        return Reading(made[0].start, end, changes, gain, gap, top.free, candidates, swallowed)

    def _literal(self, at: int, end: int) -> float:
        """The score of the text as it stands between `at` and `end`."""
        left = normal(_sound_before(self.text, at, 12))
        shown = normal(simplify_chars(_GLOSS.sub("", self.text[at:end])))
        by_words = self._model.word_score(left + shown)
        by_chars = 0.0
        for place in range(len(shown)):
            by_chars += self._log((left + shown[:place])[-ORDER:], shown[place])
        return (1 - WORDS) * by_chars + WORDS * by_words

    def _weighed(self, at: int, ranked: list[tuple[str, _Path]]) -> list[tuple[str, _Path]]:
        """The best readings by characters, ranked anew by characters and words together."""
        left = normal(_sound_before(self.text, at, 12))
        for name, path in ranked:
            path.score = (1 - WORDS) * path.score + WORDS * self._model.word_score(left + normal(name))
        return sorted(ranked, key=lambda item: -item[1].score)

    def _changes(
        self, nodes: list[_Node], certain: bool, gain: float, gap: float, candidates: tuple[str, ...], digit_lost: bool
    ) -> tuple[Change, ...]:
        nodes_end = max(node.end for node in nodes if node.made)
        found: list[Change] = []
        run: list[_Node] = []
        for node in [*nodes, None]:
            if node is not None and node.made:
                run.append(node)
                continue
            if run:
                spans = tuple((item.start, item.end) for item in run)
                after = "".join(item.char for item in run)
                start = run[0].start
                while run[0].char in _PROMPT and start and self.text[start - 1] == " ":
                    start -= 1  # what the mirror put before the mark
                if digit_lost and run[-1].end == nodes_end:
                    # the printed character that went with the last byte is not to be guessed: its place stays marked
                    after += "?"
                    spans += ((run[-1].end - 1, run[-1].end),)
                found.append(Change(
                    start, run[-1].end, after, "shift", spans=spans, certain=certain,
                    gain=None if certain else gain, gap=None if certain else gap,
                    candidates=() if certain else candidates,
                ))
            run = []
        return tuple(found)


def _score(path: _Path) -> float:
    return path.score


def _nodes(node: _Node | None) -> list[_Node]:
    out: list[_Node] = []
    while node is not None:
        out.append(node)
        node = node.before
    return out[::-1]


def _between(node: _Node | None, start: int, end: int) -> str:
    return "".join(item.char for item in _nodes(node) if start <= item.start < end)


def _sound_before(text: str, at: int, size: int = ORDER) -> str:
    """The last characters before `at`, simplified, glosses left out."""
    return simplify_chars(_GLOSS.sub("", text[max(0, at - 80):at]).rstrip(" "))[-size:]


def simplify_chars(text: str) -> str:
    return "".join(simplify_char(char) if char > "\u2fff" else char for char in text)


def _balance(opened: str, symbol: str) -> tuple[str, float]:
    """The open marks after `symbol`, and the cost of an unbalanced one."""
    if symbol in _OPENING:
        return (opened + symbol)[-4:], _UNBALANCED_COST if opened.endswith(symbol) else 0.0
    opening = _CLOSING.get(symbol)
    if opening is None:
        return opened, 0.0
    if opening in opened:
        return opened[:opened.rindex(opening)], 0.0
    return opened, 0.0 if symbol == ")" else _UNBALANCED_COST


def _trail_before(text: str, at: int) -> int:
    """The second byte of the character before `at` (and before its gloss), 0 when it has none."""
    while at and text[at - 1] == " ":
        at -= 1
    if at and text[at - 1] in ")）":
        for gloss in _GLOSS.finditer(text, max(0, at - 14), at):
            if gloss.end() == at and gloss.start():
                at = gloss.start()
                break
    pair = _bytes(text[at - 1]) if at else None
    return pair[1] if pair else 0


def readings(text: str, model: Language, sound: str) -> list[Reading]:
    """The readings of all damaged places, in order, clear or not."""
    lattice = Lattice(text, model, sound)
    found: list[Reading] = []
    after = 0
    for match in ANY_LOST.finditer(text):
        if match.start() < after:
            continue
        reading = lattice.read(match.start())
        if reading is not None:
            found.append(reading)
        after = max(lattice.reached, match.end())
    return found


def strange(text: str, after: list[Reading]) -> list[tuple[int, int]]:
    """Places out of step with no lost byte to begin from; never repaired by themselves."""
    taken = [(reading.start, reading.end) for reading in after]
    return [
        match.span() for match in _STRANGE.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in taken)
    ]


def left_over(text: str, after: list[Reading]) -> list[int]:
    """Lost bytes that no reading takes and that are no question marks: something stands behind them in mid-sentence."""
    taken = [(reading.start, reading.end) for reading in after]
    return [
        match.start() for match in _LEFT_OVER.finditer(text)
        if not any(start <= match.start() < end for start, end in taken)
    ]
