"""Connections: one small class a dialect, the same few methods, SQL with `?` for both.

`open_store` takes what `--db` takes: a path, `sqlite:///facts.db`, or a PostgreSQL URL. It makes the tables of a new
database, brings an older one up to date and refuses one that a newer program wrote. Values only ever travel as bound
parameters or through COPY.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from extractor.errors import StoreError, UsageError
from extractor.writing.versions import DATABASE_VERSION

Row = tuple[Any, ...]


def utc_now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def masked(target: str) -> str:
    """The target without its password, for messages and reports."""
    shown = re.sub(r"(?<=://)([^/@:]*):[^/]*@", r"\1:***@", target)
    return re.sub(r"(?i)([?&](?:password|sslpassword)=)[^&]*", r"\1***", shown)


class Store:
    """A connection. `rows` reads, `execute` and `many` write, `bulk` inserts new rows by the dialect's fast path."""

    dialect = ""
    is_file = False
    """Whether `shown` is a file that another connection can open."""
    errors: tuple[type[Exception], ...] = ()
    """What the driver raises for rows that it refuses; a document whose rows are refused is quarantined."""
    broken: tuple[type[Exception], ...] = ()
    """What the driver raises when the database itself fails: full disk, lost server; it stops a run."""

    def __init__(self, shown: str) -> None:
        self.shown = shown

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        raise NotImplementedError

    def stream(self, sql: str, values: Sequence[Any] = (), *, size: int = 1000) -> Iterator[Row]:
        """Rows a few at a time, for reading tables of any size."""
        raise NotImplementedError

    def columns(self, sql: str) -> list[str]:
        """The column names of a SELECT."""
        raise NotImplementedError

    def execute(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Run one statement; returns how many rows it changed."""
        raise NotImplementedError

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        raise NotImplementedError

    def bulk(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        raise NotImplementedError

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One writer at a time; all or nothing."""
        raise NotImplementedError
        yield

    def close(self) -> None:
        raise NotImplementedError

    def version(self) -> int:
        """The schema's version, 0 where there are no tables of ours yet."""
        raise NotImplementedError

    # ---- shared

    def one(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """The first column of the first row, or None."""
        found = self.rows(sql, values)
        return found[0][0] if found else None

    def within(self, sql: str, values: Iterable[Any], *first: Any, size: int = 5000) -> list[Row]:
        """`rows` of an SQL with `IN ({})`, cut so that no statement has too many parameters."""
        wanted, out = list(values), []
        for at in range(0, len(wanted), size):
            part = wanted[at : at + size]
            out += self.rows(sql.format(",".join("?" * len(part))), [*first, *part])
        return out

    def prepare(self) -> None:
        """Make, migrate or refuse."""
        version = self.version()
        if version == DATABASE_VERSION:
            return
        if version > DATABASE_VERSION:
            raise StoreError(
                self.shown, "was written by a newer version of this program", got=f"schema {version}",
                expected=f"schema ≤ {DATABASE_VERSION}", remedy="upgrade: pip install --upgrade cn-release-extractor",
            )
        from extractor.writing.migrations import bring_up_to_date

        bring_up_to_date(self, version)


class SQLiteStore(Store):
    dialect = "sqlite"
    errors = (
        sqlite3.IntegrityError, sqlite3.DataError, sqlite3.InterfaceError, sqlite3.ProgrammingError,
        UnicodeEncodeError, OverflowError,
    )
    broken = (sqlite3.Error,)

    def __init__(self, path: Path, *, create: bool) -> None:
        super().__init__(str(path))
        self.is_file = str(path) != ":memory:"
        if path.is_dir():
            raise StoreError(str(path), "is a folder", expected="a file", remedy="name the database: --db facts.db")
        if not create and not path.is_file():
            raise StoreError(str(path), "does not exist", remedy="make it: extractor run PATH --db " + str(path))
        if not path.parent.is_dir():
            raise StoreError(str(path.parent), "there is no such folder", remedy="make the folder first")
        try:
            self._connection = sqlite3.connect(path, timeout=60, isolation_level=None, check_same_thread=False)
            for pragma in (
                # of a new database; larger pages, since facts of one document stand together and are written at once
                "page_size=16384",
                "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "cache_size=-8192", "temp_store=MEMORY",
            ):
                self._connection.execute(f"PRAGMA {pragma}")
        except sqlite3.Error as error:
            raise StoreError(
                str(path), f"cannot be opened as an SQLite database ({error})", remedy="check the path and its rights"
            ) from error

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        return self._connection.execute(sql, values).fetchall()

    def stream(self, sql: str, values: Sequence[Any] = (), *, size: int = 1000) -> Iterator[Row]:
        cursor = self._connection.execute(sql, values)
        while part := cursor.fetchmany(size):
            yield from part

    def columns(self, sql: str) -> list[str]:
        return [item[0] for item in self._connection.execute(f"SELECT * FROM ({sql}) AS t LIMIT 0").description]

    def execute(self, sql: str, values: Sequence[Any] = ()) -> int:
        return self._connection.execute(sql, values).rowcount

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        self._connection.executemany(sql, rows)

    def bulk(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        names, marks = ",".join(f'"{name}"' for name in columns), ",".join("?" * len(columns))
        self._connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def close(self) -> None:
        self._connection.close()

    def version(self) -> int:
        try:
            if not self.one("SELECT count(*) FROM sqlite_master WHERE name = 'schema_version'"):
                return 0
            return self.one("SELECT max(version) FROM schema_version") or 0
        except sqlite3.DatabaseError as error:
            raise StoreError(
                self.shown, f"is not an SQLite database ({error})", remedy="give another file to --db"
            ) from error


def open_store(target: str | Path, *, create: bool = True) -> Store:
    """A prepared store. `create=False`: the database must be there already.

    Raises `StoreError` (newer schema, no rights, no such server) or `UsageError` (not a database address).
    """
    text = str(target)
    scheme, separator, rest = text.partition("://")
    store: Store
    if not separator:
        store = SQLiteStore(Path(text), create=create)
    elif scheme == "sqlite" or scheme.startswith("sqlite+"):
        if not rest.startswith("/") or len(rest) < 2:
            raise UsageError("--db", "is not an SQLite URL", got=masked(text), remedy="write sqlite:///facts.db")
        store = SQLiteStore(Path(rest[1:]), create=create)
    elif scheme in ("postgresql", "postgres", "postgresql+psycopg"):
        from extractor.writing.postgres import PostgresStore

        store = PostgresStore(f"postgresql://{rest}", masked(text))
    else:
        raise UsageError(
            "--db", "is not a database this program can write", got=masked(text),
            expected="a file name, sqlite:///… or postgresql://…", remedy="correct the address",
        )
    try:
        store.prepare()
    except BaseException:
        store.close()
        raise
    return store
