"""Lowest scores that a build must reach, from one TOML file.

    [floors]                 # or any table of the file
    record_f1 = 0.93
    "officials" = 0.90       # the F1 of a field
    "companies.precision" = 0.9
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from extractor.errors import UsageError

_KEYS = {"f1": "f1", "precision": "p", "recall": "r"}


def read_floors(file: str | Path, table: str = "floors") -> dict[str, float]:
    """The floors of one table of the file. Raises `UsageError` for a file or table that cannot be read."""
    try:
        data = tomllib.loads(Path(file).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(str(file), f"cannot be read: {error}", remedy="give TOML with a [floors] table") from error
    floors = data.get(table)
    if not isinstance(floors, dict) or not all(isinstance(value, int | float) for value in floors.values()):
        raise UsageError(str(file), f"has no table [{table}] of numbers", remedy=f"write [{table}] record_f1 = 0.9")
    return {name: float(value) for name, value in floors.items()}


def below(report: Mapping[str, Any], floors: Mapping[str, float]) -> list[str]:
    """One line for each score of an evaluation's JSON form that is lower than its floor."""
    out = []
    for name, floor in floors.items():
        value = _score(report, name)
        if value < floor:
            out.append(f"{name} is {value:.4f}, the floor {floor:.4f}")
    return out


def _score(report: Mapping[str, Any], name: str) -> float:
    if name in ("record_f1", "documents"):
        return float(report[name])
    field, _, figure = name.rpartition(".")
    if figure in _KEYS and field in report["fields"]:
        return float(report["fields"][field][_KEYS[figure]])
    if name in report["fields"]:
        return float(report["fields"][name]["f1"])
    raise UsageError(
        f"floor {name!r}", "there is no such score", expected="record_f1, " + ", ".join(report["fields"]),
        remedy="correct the name; .precision and .recall may follow it",
    )
