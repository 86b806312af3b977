"""docs/worked-example.md is run: its files are written, its commands typed, and what they print is what stands there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

_BLOCK = re.compile(r"^```(\w+)(?: file=(\S+))?\n(.*?)^```$", re.M | re.S)


class Step(NamedTuple):
    """A file to write (`path`), or a command with what it must print."""

    path: str | None
    body: str
    expected: str = ""


def steps(page: Path) -> list[Step]:
    out: list[Step] = []
    for kind, path, body in _BLOCK.findall(page.read_text("utf-8")):
        if path:
            out.append(Step(path, body))
        elif kind == "console":
            for part in re.split(r"^\$ ", body, flags=re.M)[1:]:
                command, _, expected = part.partition("\n")
                out.append(Step(None, command, expected))
    return out


def fits(expected: str, printed: str) -> bool:
    """Whether `printed` reads as the page says, where … stands for anything, line breaks too, and spaces are spaces."""
    pieces = [r"\s+".join(map(re.escape, piece.split())) for piece in expected.split("…")]
    return re.fullmatch(r"\s*" + r".*?".join(rf"\s*{piece}\s*" for piece in pieces) + r"\s*", printed, re.S) is not None


@pytest.mark.parametrize(
    ("expected", "printed", "good"),
    [
        ("a b\n", "a   b\n", True), ("a\n…\nz\n", "a\nb\nc\nz\n", True), ("a … 3\n", "a 1 2 3\n", True),
        ("a\n", "a\nb\n", False), ("a\n…\nz\n", "a\ny\n", False), ("…\n", "", True),
    ],
)
def test_what_fits(expected: str, printed: str, good: bool) -> None:
    assert fits(expected, printed) is good


def test_the_chapter_does_what_it_says(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "corpus").symlink_to(repository / "corpus")
    (tmp_path / "bin").mkdir()
    script = tmp_path / "bin" / "extractor"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m extractor "$@"\n', "utf-8")
    script.chmod(0o755)
    path = os.pathsep.join([str(repository), *filter(None, [os.environ.get("PYTHONPATH")])])
    environment = {
        **os.environ, "PATH": f"{script.parent}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": path,
        "PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8",
    }
    todo = steps(repository / "docs" / "worked-example.md")
    assert sum(step.path is None for step in todo) >= 12
    for step in todo:
        if step.path:
            file = tmp_path / step.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(step.body, "utf-8")
            continue
        done = subprocess.run(
            ["bash", "-c", step.body], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
        )
        printed = done.stdout + done.stderr
        assert done.returncode == 0, f"$ {step.body}\n{printed}"
        assert fits(step.expected, printed), f"$ {step.body}\nprinted\n{printed}\nexpected\n{step.expected}"
    assert "呈献" in (tmp_path / "report.html").read_text("utf-8")
