"""datasette: the page a database opens on. `metadata.json` beside this file has its labels, facets and queries."""

from __future__ import annotations

from pathlib import Path

from extractor.errors import UsageError
from extractor.writing.stores import masked


def metadata_file() -> Path:
    """The shipped datasette metadata; it speaks of any database file."""
    return Path(__file__).resolve().parent / "datasette" / "metadata.json"


def database_file(target: str) -> Path:
    """The file of an SQLite target. Raises `UsageError` for another database."""
    scheme, separator, rest = target.partition("://")
    if separator and not scheme.startswith("sqlite"):
        raise UsageError("--db", "datasette shows SQLite files only", got=masked(target), remedy="use psql")
    path = Path(rest[1:] if separator else target)
    if not path.is_file():
        raise UsageError(str(path), "does not exist", remedy=f"make it: extractor run PATH --db {path}")
    return path


def datasette_arguments(target: str, *, port: int) -> list[str]:
    import json
    import tempfile
    from urllib.parse import quote

    path = database_file(target)
    # datasette speaks of a database by its file's stem, which is the user's choice
    shipped = json.loads(metadata_file().read_text(encoding="utf-8"))
    shipped["databases"] = {path.stem: shipped["databases"]["facts"]}
    shipped["description_html"] = shipped["description_html"].replace('"/facts/', f'"/{quote(path.stem)}/')
    with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False, encoding="utf-8") as file:
        json.dump(shipped, file, ensure_ascii=False)
    return [str(path), "--metadata", file.name, "--host", "127.0.0.1", "--port", str(port)]
