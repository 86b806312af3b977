"""PostgreSQL through psycopg 3: COPY for the rows of facts, ordinary statements for the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from extractor.errors import StoreError
from extractor.writing.stores import Row, Store

_LOCK = 7_308_604_760  # any number of ours: writers of one database take turns by it


class PostgresStore(Store):
    dialect = "postgresql"

    def __init__(self, url: str, shown: str) -> None:
        super().__init__(shown)
        try:
            import psycopg
        except ImportError as error:
            raise StoreError(
                shown, "PostgreSQL needs the driver psycopg", remedy="pip install 'cn-release-extractor[postgresql]'"
            ) from error
        self.errors = (psycopg.DataError, psycopg.IntegrityError, UnicodeEncodeError)
        self.broken = (psycopg.Error,)
        try:
            self._connection = psycopg.connect(url, autocommit=True, application_name="extractor")
        except psycopg.Error as error:
            reason = " ".join(str(error).split()) or type(error).__name__
            raise StoreError(shown, f"cannot be reached ({reason})", remedy="check server, name and rights") from None

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        return self._run(sql, values).fetchall()

    def stream(self, sql: str, values: Sequence[Any] = (), *, size: int = 1000) -> Iterator[Row]:
        with self._connection.transaction(), self._connection.cursor(name="extractor") as cursor:
            cursor.itersize = size
            cursor.execute(_marks(sql), values)
            yield from cursor

    def columns(self, sql: str) -> list[str]:
        return [item.name for item in self._run(f"SELECT * FROM ({sql}) AS t LIMIT 0").description or ()]

    def execute(self, sql: str, values: Sequence[Any] = ()) -> int:
        return self._run(sql, values).rowcount

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        with self._connection.cursor() as cursor:
            cursor.executemany(_marks(sql), rows)

    def bulk(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        names = ",".join(f'"{name}"' for name in columns)
        with self._connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._connection.transaction():
            self._connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            yield

    def close(self) -> None:
        self._connection.close()

    def version(self) -> int:
        if self.one("SELECT to_regclass('schema_version')::text") is None:
            return 0
        return self.one("SELECT max(version) FROM schema_version") or 0

    def _run(self, sql: str, values: Sequence[Any] = ()) -> Any:
        return self._connection.execute(_marks(sql), values or None)


def _marks(sql: str) -> Any:
    """`?` → `%s`; no statement of ours holds a literal `?` or `%`."""
    return sql.replace("?", "%s")
