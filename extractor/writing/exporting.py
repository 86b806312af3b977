"""The database as files: records (JSON lines), one flat table (CSV), a workbook (xlsx), columns (Parquet).

Only current answers are exported: of each document that was not superseded, the newest finished. Rows come in the order
of document ids, so that equal databases give equal files.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from extractor.errors import StoreError, UsageError
from extractor.records import Record
from extractor.writing.cells import excel_cell
from extractor.writing.database import FACT_ORDER, Database
from extractor.writing.rows import COLUMNS, record_of
from extractor.writing.tables import FLAT, flat_rows, write_csv

FORMATS = ("jsonl", "csv", "parquet", "xlsx")
TABLES = ("document", *FACT_ORDER)
NUMBERS = frozenset({"value", "min", "max", "condition_min", "condition_max"})
_JSON = frozenset({"mentions", "rules", "aliases", "flags"})
_WHOLE = frozenset(
    ("n", "official_n", "chars", "facts", "span_start", "span_end", "org_start", "org_end", "noun_start", "noun_end",
     "condition_start", "condition_end")
)


def records(database: Database, *, size: int = 200, order: str = "d.id") -> Iterator[Record]:
    """The current records, sorted by id."""
    store = database.store
    binary = ' COLLATE "C"' if store.dialect == "postgresql" else ""
    ids = store.rows(
        "SELECT d.doc_id, d.id, d.title, d.published, d.current_key, r.flags, r.record_schema FROM "
        "document d JOIN result r ON r.doc_id = d.doc_id AND r.pipeline_key = d.current_key "
        f"WHERE d.superseded_by IS NULL ORDER BY {order}{binary}, d.doc_id"
    )
    for at in range(0, len(ids), size):
        part = ids[at : at + size]
        keys = {row[0]: row[4] for row in part}
        facts = _facts(database, keys)
        for doc_id, name, title, published, key, flags, schema in part:
            yield record_of(
                id=name, title=title, published=published, pipeline_key=key, flags=flags, schema=schema,
                facts=facts.get(doc_id, {}),
            )


def _facts(database: Database, keys: dict[str, str]) -> dict[str, dict[str, list[dict[str, Any]]]]:
    out: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for table in FACT_ORDER:
        columns = COLUMNS[table]
        names = ",".join(f'"{name}"' for name in columns)
        order = "doc_id, official_n, n" if table == "post" else "doc_id, n"
        rows = database.store.within(f"SELECT {names} FROM {table} WHERE doc_id IN ({{}}) ORDER BY {order}", keys)
        for row in rows:
            if row[1] == keys[row[0]]:
                out.setdefault(row[0], {}).setdefault(table, []).append(dict(zip(columns, row, strict=True)))
    return out


def table_rows(database: Database, table: str) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
    """Columns and current rows of one table; exact numbers as `Decimal`, lists as lists."""
    sql = f"SELECT * FROM current_{table}"
    columns = database.store.columns(sql)
    tie = ", official_n, n" if table == "post" else ", n" if table != "document" else ""
    rows = database.store.stream(f"{sql} ORDER BY doc_id{tie}")
    readers: list[Callable[[Any], Any] | None] = [_reader(name) for name in columns]
    return columns, (
        tuple(value if read is None else read(value) for value, read in zip(row, readers, strict=True)) for row in rows
    )


def _reader(name: str) -> Callable[[Any], Any] | None:
    if name in NUMBERS:
        return lambda value: None if value is None else Decimal(str(value))
    if name in _JSON:
        return lambda value: json.loads(value) if isinstance(value, str) else value
    return None


def export(database: Database, format: str, target: str, *, table: str | None = None) -> int:
    """Write `target` (a file, `-` for stdout, or for parquet a folder); returns the number of rows.

    table: one of `TABLES`; None: records (jsonl), the flat table (csv), all tables (xlsx, parquet).
    """
    if table is not None and table not in TABLES:
        raise UsageError(
            "--table", "is no table", got=table, expected="one of " + ", ".join(TABLES), remedy="correct it"
        )
    if format in ("parquet", "xlsx") and target == "-":
        raise UsageError("--output", f"{format} cannot go to stdout", remedy="give --output a name")
    if format == "jsonl":
        with _output(target) as stream:
            return _jsonl(database, stream, table)
    if format == "csv":
        with _output(target) as stream:
            # a file is opened with Excel, a pipe is read by a program
            return _csv(database, stream, table, mark=target != "-")
    if format == "xlsx":
        with replacing(Path(target)) as stream:
            return _xlsx(database, stream, [table] if table else list(TABLES))
    if format == "parquet":
        return _parquet(database, Path(target), [table] if table else None)
    raise UsageError(
        "--format", "is no format", got=format, expected="one of " + ", ".join(FORMATS), remedy="correct it"
    )


def _jsonl(database: Database, stream: Any, table: str | None) -> int:
    count = 0
    if table is None:
        lines: Iterator[Any] = (record.to_dict() for record in records(database))
    else:
        columns, rows = table_rows(database, table)
        lines = ({name: _plain(value) for name, value in zip(columns, row, strict=True)} for row in rows)
    for line in lines:
        stream.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        count += 1
    return count


def _plain(value: Any) -> Any:
    from extractor.records import exact_number

    return exact_number(value) if isinstance(value, Decimal) else value


def _csv(database: Database, stream: Any, table: str | None, *, mark: bool) -> int:
    import io

    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    try:
        if table is None:
            flat = (row for record in records(database) for row in flat_rows(record))
            return write_csv(text, FLAT, flat, mark=mark)
        columns, rows = table_rows(database, table)
        return write_csv(text, columns, rows, mark=mark)
    finally:
        text.detach()


def _xlsx(database: Database, stream: Any, tables: Sequence[str]) -> int:
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise UsageError(
            "--format xlsx", "needs openpyxl", remedy="pip install 'cn-release-extractor[export]'"
        ) from error
    book, count = Workbook(write_only=True), 0
    for table in tables:
        sheet = book.create_sheet(table)
        columns, rows = table_rows(database, table)
        # the whole text of a release is no cell's business
        kept = [at for at, name in enumerate(columns) if not (table == "document" and name == "text")]
        sheet.append([columns[at] for at in kept])
        for number, row in enumerate(rows, 2):
            if number > 1_048_576:
                raise StoreError(table, "has more rows than a sheet can hold (1,048,576)", remedy="use csv or parquet")
            sheet.append([excel_cell(row[at]) for at in kept])
            count += 1
    book.save(stream)
    return count


def _parquet(database: Database, target: Path, tables: list[str] | None) -> int:
    try:
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise UsageError(
            "--format parquet", "needs pyarrow", remedy="pip install 'cn-release-extractor[export]'"
        ) from error
    if tables is None:
        target.mkdir(parents=True, exist_ok=True)
    count = 0
    for table in tables or TABLES:
        path = target if tables else target / f"{table}.parquet"
        columns, rows = table_rows(database, table)
        schema = arrow_schema(columns)
        with replacing(path) as stream, parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
            batch: list[tuple[Any, ...]] = []
            for row in rows:
                batch.append(row)
                if len(batch) == 5000:
                    writer.write_table(_arrow(batch, columns, schema))
                    count += len(batch)
                    batch = []
            writer.write_table(_arrow(batch, columns, schema))
            count += len(batch)
    return count


def arrow_schema(columns: Sequence[str]) -> Any:
    """Exact numbers are two columns: a double to reckon with, and `…_exact`, the digits as text."""
    import pyarrow as pa

    fields = []
    for name in columns:
        if name in NUMBERS:
            fields += [pa.field(name, pa.float64()), pa.field(f"{name}_exact", pa.string())]
        elif name in _WHOLE:
            fields.append(pa.field(name, pa.int64()))
        elif name == "mentions":
            fields.append(pa.field(name, pa.list_(pa.list_(pa.int64()))))
        elif name in _JSON:
            fields.append(pa.field(name, pa.list_(pa.string())))
        elif name == "confidence":
            fields.append(pa.field(name, pa.float64()))
        elif name == "former":
            fields.append(pa.field(name, pa.bool_()))
        else:
            fields.append(pa.field(name, pa.string()))
    return pa.schema(fields)


def _arrow(rows: Sequence[tuple[Any, ...]], columns: Sequence[str], schema: Any) -> Any:
    import pyarrow as pa

    arrays: list[Any] = []
    for at, name in enumerate(columns):
        values = [row[at] for row in rows]
        if name in NUMBERS:
            arrays.append([None if value is None else float(value) for value in values])
            arrays.append([None if value is None else str(value) for value in values])
        elif name == "former":
            arrays.append([bool(value) for value in values])
        else:
            arrays.append(values)
    return pa.Table.from_arrays(
        [pa.array(values, type=field.type) for values, field in zip(arrays, schema, strict=True)], schema=schema
    )


@contextmanager
def _output(target: str) -> Iterator[Any]:
    if target == "-":
        import sys

        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with replacing(Path(target)) as stream:
        yield stream


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file that appears whole or not at all: written beside its place, flushed to the disk, then renamed.

    What is there and is no file (/dev/stdout, a pipe) is written into, not replaced.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        with open(path, "wb") as stream:
            yield stream
        return
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    except OSError as error:
        raise UsageError(str(path), f"cannot be written ({error.strerror})", remedy="check folder and rights") from error
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(name, 0o666 & ~umask)
        os.replace(name, path)
    except BaseException:
        if os.path.exists(name):
            os.unlink(name)
        raise
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
