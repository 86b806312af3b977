"""The pages say what is so: the API page is fresh, both READMEs give the same commands, links lead somewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    *ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "rules").glob("*.md"), ROOT / "corpus" / "README.md",
]


def _code(page: str, language: str = r"\w*") -> list[str]:
    text = (ROOT / page).read_text("utf-8")
    return [match[1] for match in re.finditer(rf"^```{language}\n(.*?)^```", text, re.M | re.S)]


def _commands(page: str) -> list[str]:
    """Code lines without their comments, which are translated."""
    lines = (line for block in _code(page) for line in block.splitlines())
    bare = (re.sub(r"(^|\s+)#\s.*", "", line).rstrip() for line in lines)
    return [line for line in bare if line]


def test_the_api_page_is_fresh() -> None:
    done = subprocess.run([sys.executable, "tools/make_api_page.py", "--check"], cwd=ROOT, check=False)
    assert done.returncode == 0, "run python tools/make_api_page.py"


def test_both_readmes_give_the_same_commands() -> None:
    assert _commands("README.md") == _commands("README.zh-CN.md")
    assert len(_commands("README.md")) > 20


def test_both_readmes_have_the_same_sections_and_figures() -> None:
    def shape(page: str) -> list[int]:
        text = re.sub(r"^```.*?^```", "", (ROOT / page).read_text("utf-8"), flags=re.M | re.S)
        return [len(mark) for mark in re.findall(r"^(#+) ", text, re.M)]

    def tables(page: str) -> list[str]:
        text = (ROOT / page).read_text("utf-8")
        return re.findall(r"\d+(?:\.\d+)?", " ".join(re.findall(r"^\|.*\|$", text, re.M)))

    assert shape("README.md") == shape("README.zh-CN.md")
    assert tables("README.md") == tables("README.zh-CN.md")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)[^)]*\)", page.read_text("utf-8"))
    # a mark of an example sentence looks like a link: [市发展改革委](ORG)
    targets = [link for link in links if "/" in link or "." in link]
    assert [link for link in targets if not (page.parent / link).exists()] == []


def test_the_python_of_the_readme_runs() -> None:
    blocks = _code("README.md", "python")
    assert blocks
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(blocks)], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
