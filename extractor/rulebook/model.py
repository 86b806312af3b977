"""What a rule, a lexicon and a rulebook are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from extractor.errors import RuleError


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of `rules/**/*.toml`. `options` holds the keys that only its family has."""

    id: str
    """family, dot, name: never reused, shown in every fact the rule makes."""
    file: str
    why: str = ""
    pattern: str | None = None
    priority: int = 0
    """Among rules that claim the same characters the higher priority wins; never file order."""
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    known_failures: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def family(self) -> str:
        return self.id.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A word list with named columns; the first column is the form that is looked for."""

    name: str
    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """Every row has as many cells as there are columns; a missing cell is ""."""

    def __iter__(self) -> Iterator[dict[str, str]]:
        for row in self.rows:
            yield dict(zip(self.columns, row, strict=True))

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def forms(self) -> tuple[str, ...]:
        return tuple(row[0] for row in self.rows)

    def column(self, name: str) -> dict[str, str]:
        """Form → cell of column `name`; a later row of the same form does not replace an earlier one."""
        at = self.columns.index(name)
        out: dict[str, str] = {}
        for row in self.rows:
            out.setdefault(row[0], row[at])
        return out


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules and lexicons of one run. `key` is the hash of their content, not of a version string."""

    rules: Mapping[str, Rule]
    lexicons: Mapping[str, Lexicon]
    key: str

    def family(self, name: str) -> tuple[Rule, ...]:
        """The rules of one family, highest priority first, then by id (a fixed order whatever the files' order)."""
        found = [rule for rule in self.rules.values() if rule.family == name]
        return tuple(sorted(found, key=lambda rule: (-rule.priority, rule.id)))

    def lexicon(self, name: str) -> Lexicon:
        try:
            return self.lexicons[name]
        except KeyError:
            raise RuleError(
                f"lexicon {name!r}", "is missing from the rules", expected=f"lexicons/**/{name}.tsv or .txt",
                remedy="--base-rules takes a whole folder, a copy of the shipped one; --rules takes what is added",
            ) from None
