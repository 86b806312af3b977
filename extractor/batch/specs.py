"""Which pipeline a run uses, in a form that travels to worker processes; its fingerprint, got without loading it."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.errors import RuleError

# Folders of the package whose code cannot change an answer.
_INNOCENT = ("cli/", "batch/", "writing/", "evaluation/", "rules/", "corpus/")
_PARTS = ("jieba", "rjieba", "spacy", "regex", "cn2an", "opencc", "pypinyin", "ahocorasick_rs")


@dataclass(frozen=True)
class PipelineSpec:
    """The arguments of `extractor.load`."""

    rules: str | None = None
    overlays: tuple[str, ...] = ()
    lexicons: tuple[tuple[str, str], ...] = ()
    min_confidence: float = 0.0

    def load(self) -> Any:
        from extractor.pipeline import load

        return load(
            self.rules, overlays=self.overlays, lexicons=dict(self.lexicons), min_confidence=self.min_confidence
        )

    def fingerprint(self) -> str:
        """Hash of every file the pipeline is made from and of the versions of what it is built on.

        Equal fingerprints mean equal pipeline keys, so that a run which has nothing to do need not load anything.
        """
        digest = hashlib.sha256(f"{sys.version_info[:2]}{self.min_confidence}".encode())
        for name, data in self._files():
            digest.update(f"\0{name}\0{len(data)}\0".encode() + data)
        for part in _installed(_PARTS):
            digest.update(f"\0{part}".encode())
        return digest.hexdigest()[:32]

    def _files(self) -> Iterator[tuple[str, bytes]]:
        from extractor.resources import folder

        package = Path(__file__).resolve().parent.parent
        for file in sorted(package.rglob("*.py")):
            name = file.relative_to(package).as_posix()
            if not name.startswith(_INNOCENT):
                yield name, file.read_bytes()
        try:
            for root in (self.rules or folder("rules"), *self.overlays):
                for file in sorted(Path(root).rglob("*")):
                    if file.suffix in (".toml", ".tsv", ".txt") and file.is_file():
                        yield file.relative_to(root).as_posix(), file.read_bytes()
            for name, path in self.lexicons:
                yield f"lexicon {name}", Path(path).read_bytes()
        except OSError as error:
            raise RuleError(str(error.filename), str(error.strerror), remedy="give a readable file") from error


def _installed(parts: tuple[str, ...]) -> list[str]:
    """Names and versions (jieba-0.42.1.dist-info) of what is installed; importlib.metadata takes 60 ms to say so."""
    found = set()
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")
        except OSError:
            continue
        found |= {name for name in names if name.endswith((".dist-info", ".egg-info")) and _part(name) in parts}
    return sorted(found)


def _part(name: str) -> str:
    return name.partition("-")[0].lower()
