"""Nothing of the package is forgotten: every folder is listed, every file is in the wheel and in the sdist."""

from __future__ import annotations

import configparser
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import extractor

SHIPPED = ("extractor", "rules", "corpus")
IGNORED_PARTS = {"__pycache__"}


def _files(repository: Path, top: str) -> set[str]:
    """Every file of a shipped folder that a build must carry, relative to the repository."""
    found = (path for path in (repository / top).rglob("*") if path.is_file())
    return {
        path.relative_to(repository).as_posix()
        for path in found
        if not IGNORED_PARTS & set(path.parts) and path.name != ".gitkeep" and path.suffix != ".pyc"
    }


def _in_wheel(name: str) -> str:
    """Where a file of the repository stands in the wheel."""
    return name if name.startswith("extractor/") else f"extractor/{name}"


@pytest.fixture(scope="module")
def settings(repository: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(repository / "setup.cfg", encoding="utf-8")
    return parser


@pytest.fixture(scope="module")
def built(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist and the wheel made from it; built from a copy, so that the checkout stays as it is."""
    import shutil

    work = tmp_path_factory.mktemp("build")
    copy = work / "copy"
    skip = shutil.ignore_patterns(
        ".git", ".venv", "build", "dist", "*.egg-info", "__pycache__", ".*_cache", ".hypothesis", "facts.db*"
    )
    shutil.copytree(repository, copy, ignore=skip, symlinks=True)
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(work / "dist"), str(copy)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return work / "dist"


def test_every_package_folder_is_listed(repository: Path, settings: configparser.ConfigParser) -> None:
    listed = set(settings["options"]["packages"].split())
    here = {
        ".".join(path.parent.relative_to(repository).parts) for path in (repository / "extractor").rglob("__init__.py")
    }
    assert listed == here | {"extractor.rules", "extractor.corpus"}


def test_every_folder_of_modules_is_a_package(repository: Path) -> None:
    folders = {path.parent for path in (repository / "extractor").rglob("*.py")}
    assert [str(folder) for folder in sorted(folders) if not (folder / "__init__.py").is_file()] == []


def test_every_import_is_declared(repository: Path, settings: configparser.ConfigParser) -> None:
    """A module of ours imports only the standard library, this package, and distributions that setup.cfg names.

    The scripts that make tables (`build_*.py`) are not part of what runs; they say themselves what they need.
    """
    import ast
    import re

    names = {"opencc": "opencc", "sqlalchemy": "sqlalchemy", "psycopg": "psycopg"}
    text = settings["options"]["install_requires"] + "".join(settings["options.extras_require"].values())
    declared = {re.split(r"[\[<>=!~; ]", line, maxsplit=1)[0].lower().replace("-", "_") for line in text.split()}
    unknown: dict[str, str] = {}
    modules = [file for file in (repository / "extractor").rglob("*.py") if not file.name.startswith("build_")]
    for file in modules:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            imported = (
                [alias.name for alias in node.names] if isinstance(node, ast.Import)
                else [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []
            )
            for module in imported:
                top = module.partition(".")[0]
                known = top in sys.stdlib_module_names or top == "extractor"
                if not known and names.get(top, top.lower()) not in declared:
                    unknown[top] = file.name
    assert unknown == {}


@pytest.mark.slow
@pytest.mark.parametrize("top", SHIPPED)
def test_the_wheel_carries_every_file(built: Path, repository: Path, top: str) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert sorted(_in_wheel(name) for name in _files(repository, top) if _in_wheel(name) not in names) == []


@pytest.mark.slow
def test_the_wheel_carries_nothing_else(built: Path, repository: Path) -> None:
    (wheel,) = built.glob("*.whl")
    known = {_in_wheel(name) for top in SHIPPED for name in _files(repository, top)}
    with zipfile.ZipFile(wheel) as archive:
        extra = {name for name in archive.namelist() if ".dist-info/" not in name} - known
    assert extra == set()


@pytest.mark.slow
def test_the_sdist_carries_what_building_and_testing_need(built: Path, repository: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {name for top in (*SHIPPED, "tests") for name in _files(repository, top)}
    wanted |= {"README.md", "LICENSE", "setup.cfg", "pyproject.toml"}
    assert sorted(wanted - names) == []


def test_the_version_has_one_source(settings: configparser.ConfigParser) -> None:
    assert settings["metadata"]["version"] == "attr: extractor.__version__"
    assert extractor.__version__.count(".") == 2
