"""Files → `Rulebook`. Everything is checked before the first document: a bad rule stops the run here.

A rule file is TOML with `[[rule]]` tables. A lexicon is one entry a line, cells apart by tabs; `#` starts a comment
line, and `#: form<TAB>full<TAB>code` names the columns (without it there is one column, `form`).
"""

from __future__ import annotations

import difflib
import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import regex

from extractor.errors import RuleError
from extractor.resources import folder
from extractor.rulebook.families import COMMON_KEYS, FAMILY_KEYS
from extractor.rulebook.model import Lexicon, Rule, Rulebook

_LISTS = ("examples", "counter_examples", "known_failures")


def load_rulebook(
    path: Path | None = None, *, overlays: Iterable[Path] = (), words: Mapping[str, Path] | None = None
) -> Rulebook:
    """Read the rules of `path` (default: the shipped ones).

    overlays: folders whose rules add to these or, by id, replace them; their lexicons are appended.
    words: lexicon name → a plain word list (one form a line) to append, as `--lexicon companies=FILE` gives.
    Raises `RuleError` with file, rule, key and remedy.
    """
    rules: dict[str, Rule] = {}
    lexicons: dict[str, Lexicon] = {}
    digest = hashlib.sha256()
    for level, root in enumerate([path or folder("rules"), *overlays]):
        if not root.is_dir():
            raise RuleError(str(root), "is not a folder of rules", remedy="give a folder with *.toml rule files")
        here: dict[str, Rule] = {}
        for file in sorted(root.rglob("*.toml")):
            raw = file.read_bytes()
            digest.update(raw)
            for rule in _read_rules(file, raw, file.relative_to(root).as_posix()):
                if rule.id in here:
                    raise RuleError(
                        f"{file}, rule {rule.id!r}", f"the id is taken already in {here[rule.id].file}",
                        remedy="give each rule an id of its own",
                    )
                here[rule.id] = rule
        rules.update(here)
        lists = sorted([*root.glob("lexicons/**/*.tsv"), *root.glob("lexicons/**/*.txt")])
        if not here and not lists:
            # globbing passes over a folder that may not be read
            raise RuleError(
                str(root), "holds no rules and no lexicons that can be read", expected="*.toml, lexicons/*.tsv or *.txt",
                remedy="check the path and its rights",
            )
        for file in lists:
            raw = file.read_bytes()
            digest.update(raw)
            lexicon = _read_lexicon(file, raw)
            lexicons[lexicon.name] = lexicon if level == 0 else _joined(lexicons.get(lexicon.name), lexicon)
    for name, file in (words or {}).items():
        if name not in lexicons:
            raise RuleError(
                f"--lexicon {name}={file}", f"there is no lexicon {name!r}", expected=_near(name, lexicons),
                remedy="see rules/lexicons/ for the names",
            )
        try:
            raw = Path(file).read_bytes()
        except OSError as error:
            raise RuleError(f"--lexicon {name}={file}", str(error), remedy="give a readable word list") from error
        digest.update(raw)
        lexicons[name] = _joined(lexicons[name], _read_lexicon(Path(file), raw))
    return Rulebook(rules, lexicons, digest.hexdigest())


def _read_rules(file: Path, raw: bytes, shown: str) -> Iterable[Rule]:
    try:
        data = tomllib.loads(raw.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleError(str(file), f"is not TOML: {error}", remedy="mend the line named") from error
    extra = sorted(set(data) - {"rule"})
    if extra:
        raise RuleError(str(file), f"unknown table {extra[0]!r}", expected="[[rule]]", remedy="rename or remove it")
    for table in data.get("rule", ()):
        yield _rule(file, shown, table)


def _rule(file: Path, shown: str, table: dict[str, Any]) -> Rule:
    name = table.get("id")
    where = f"{file}, rule {name!r}"
    if not isinstance(name, str) or "." not in name:
        raise RuleError(where, "has no id of the form family.name", got=name, remedy='write id = "org.commission"')
    family = name.partition(".")[0]
    if family not in FAMILY_KEYS:
        raise RuleError(
            where, f"unknown family {family!r}", expected=_near(family, FAMILY_KEYS), remedy="correct the id"
        )
    allowed = COMMON_KEYS | FAMILY_KEYS[family]
    for key in table:
        if key not in allowed:
            raise RuleError(where, f"unknown key {key!r}", expected=_near(key, allowed), remedy="correct the key")
    for key in _LISTS:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise RuleError(where, f"{key} is not a list of sentences", got=value, remedy=f'write {key} = ["…"]')
    pattern = table.get("pattern")
    if pattern is not None:
        try:
            regex.compile(pattern)
        except regex.error as error:
            raise RuleError(
                where, f"pattern is not a regular expression: {error}", got=pattern, remedy="mend it at the place named"
            ) from error
    priority = table.get("priority", 0)
    if not isinstance(priority, int):
        raise RuleError(where, "priority is not a whole number", got=priority, remedy="write priority = 10")
    return Rule(
        id=name, file=shown, why=table.get("why", ""), pattern=pattern, priority=priority,
        examples=tuple(table.get("examples", ())), counter_examples=tuple(table.get("counter_examples", ())),
        known_failures=tuple(table.get("known_failures", ())),
        options={key: value for key, value in table.items() if key not in COMMON_KEYS},
    )


def _read_lexicon(file: Path, raw: bytes) -> Lexicon:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RuleError(str(file), f"is not UTF-8: {error}", remedy="save it as UTF-8") from error
    columns: tuple[str, ...] = ("form",)
    rows: list[tuple[str, ...]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#:"):
            columns = tuple(cell.strip() for cell in line[2:].strip("\n").split("\t"))
            continue
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) > len(columns) or not cells[0]:
            raise RuleError(
                f"{file}, line {number}", "has a wrong number of cells", got=len(cells),
                expected=f"at most {len(columns)}: {', '.join(columns)}", remedy="separate cells by one tab",
            )
        rows.append(tuple(cells) + ("",) * (len(columns) - len(cells)))
    return Lexicon(file.stem, file.name, columns, tuple(rows))


def _joined(first: Lexicon | None, second: Lexicon) -> Lexicon:
    """`first` with the rows of `second`, cell by cell by the column's name; a plain word is its own full form."""
    if first is None:
        return second
    for column in second.columns[1:]:
        if column not in first.columns:
            raise RuleError(
                second.file, f"lexicon {first.name} has no column {column!r}", expected=_near(column, first.columns),
                remedy="correct the line that begins with #:",
            )
    at = {column: place for place, column in enumerate(second.columns)}
    rows = tuple(
        tuple(row[at[column]] if column in at else row[0] if column == "full" else "" for column in first.columns)
        for row in second.rows
    )
    return Lexicon(first.name, first.file, first.columns, first.rows + rows)


def _near(word: str, known: Iterable[str]) -> str:
    names = sorted(known)
    close = difflib.get_close_matches(word, names, n=1)
    return f"{close[0]!r}" if close else "one of " + ", ".join(names)
