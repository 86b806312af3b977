"""Where the data files are: beside the package in a checkout, inside it once installed.

Every reader of `rules/` and `corpus/` goes through `folder`, so the two layouts are known in one place.
"""

from __future__ import annotations

from pathlib import Path

from extractor.errors import ExtractorError

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The path of the data folder `name` ("rules" or "corpus").

    Raises `ExtractorError` when it is neither beside nor inside the package, which means a broken installation.
    """
    inside = _PACKAGE / name
    if inside.is_dir():
        return inside
    beside = _PACKAGE.parent / name
    if (beside / "__init__.py").is_file() and (_PACKAGE.parent / "setup.cfg").is_file():
        return beside
    raise ExtractorError(
        str(inside), f"the data folder {name!r} is missing", remedy="reinstall: pip install --force-reinstall ."
    )
