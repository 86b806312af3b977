"""Exports: the records again, and tables that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from store_samples import KEY, finished

from extractor.errors import UsageError
from extractor.records import Company, Document, Quantity, Record
from extractor.writing.cells import csv_cell, excel_cell, safe_text
from extractor.writing.database import Database
from extractor.writing.exporting import TABLES, export, replacing
from extractor.writing.tables import FLAT, display_width, write_table

BIG = Decimal("123456789012345678901234.5")
RECORDS = [
    Record(id="b", title="题", published="2011-08-19", companies=(Company("=cmd|'/c calc'!A0"), Company("三一重工"))),
    Record(
        id="a",
        quantities=(
            Quantity("amount", "-5亿元", (0, 4), Decimal("-5e8"), Decimal("-5e8"), Decimal("-5e8"), currency="CNY"),
            Quantity("amount", "巨额", (5, 7), BIG, BIG, None, ">", currency="CNY", noun="＋投资额"),
        ),
    ),
    Record(id="@c"),
]


@pytest.fixture
def database(target: str) -> Iterator[Database]:
    with Database(target) as opened:
        opened.register(KEY, "f", "0")
        for at, record in enumerate(RECORDS):
            document = Document(record.id, f"第{at}篇文本", title=record.title, published=record.published)
            opened.write([finished(document, record)], [], [], KEY)
        yield opened


def test_json_lines_are_the_records_again(database: Database, tmp_path: Path) -> None:
    assert export(database, "jsonl", str(tmp_path / "r.jsonl")) == 3
    lines = (tmp_path / "r.jsonl").read_text("utf-8").splitlines()
    expected = sorted((replace(record, pipeline_key=KEY) for record in RECORDS), key=lambda record: record.id)
    assert [Record.from_dict(json.loads(line)) for line in lines] == expected
    first = (tmp_path / "r.jsonl").read_bytes()
    export(database, "jsonl", str(tmp_path / "r.jsonl"))
    assert (tmp_path / "r.jsonl").read_bytes() == first


def test_csv(database: Database, tmp_path: Path) -> None:
    assert export(database, "csv", str(tmp_path / "f.csv")) == 4
    data = (tmp_path / "f.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == FLAT
    assert [row["name"] for row in rows] == ["", "", "'=cmd|'/c calc'!A0", "三一重工"]
    assert [row["value"] for row in rows[:2]] == ["-500000000", str(BIG)]
    assert rows[1]["noun"] == "'＋投资额"


@pytest.mark.parametrize("table", TABLES)
def test_every_table_can_be_exported(database: Database, tmp_path: Path, table: str) -> None:
    count = export(database, "csv", str(tmp_path / "t.csv"), table=table)
    assert count == export(database, "jsonl", str(tmp_path / "t.jsonl"), table=table)
    assert count == {"document": 3, "company": 2, "quantity": 2}.get(table, 0)


def test_workbook(database: Database, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    export(database, "xlsx", str(tmp_path / "f.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "f.xlsx")
    assert book.sheetnames == list(TABLES)
    header, *rows = book["company"].iter_rows(values_only=True)
    assert sorted(row[header.index("name")] for row in rows) == ["'=cmd|'/c calc'!A0", "三一重工"]
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)
    header, *rows = book["quantity"].iter_rows(values_only=True)
    assert {row[header.index("value")] for row in rows} == {-500000000, str(BIG)}
    assert "text" not in [cell.value for cell in next(book["document"].iter_rows())]


def test_parquet(database: Database, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    export(database, "parquet", str(tmp_path / "tables"))
    assert sorted(file.stem for file in (tmp_path / "tables").iterdir()) == sorted(TABLES)
    table = parquet.read_table(tmp_path / "tables" / "quantity.parquet").to_pylist()
    assert {row["value_exact"] for row in table} == {"-500000000", str(BIG)}
    assert {row["value"] for row in table} == {-5e8, float(BIG)}
    company = parquet.read_table(tmp_path / "tables" / "company.parquet").to_pylist()
    assert company[0]["rules"] == []
    empty = parquet.read_table(tmp_path / "tables" / "event.parquet")
    assert empty.num_rows == 0
    assert "mentions" in empty.column_names


def test_no_half_written_file_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old")

    def fail() -> None:
        with replacing(path) as stream:
            stream.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert [file.name for file in tmp_path.iterdir()] == ["a.csv"]
    assert path.read_text() == "old"


def test_wrong_usage(database: Database, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no table"):
        export(database, "csv", str(tmp_path / "x"), table="quarantine; DROP TABLE document")
    with pytest.raises(UsageError, match="stdout"):
        export(database, "xlsx", "-")
    with pytest.raises(UsageError, match="cannot be written"):
        export(database, "csv", str(tmp_path / "none" / "x.csv"))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " =", "＝", "＋", "－", "＠", "﹣", "−", "　="])
def test_formulas_are_disarmed(start: str) -> None:
    assert safe_text(start + "cmd") == "'" + start + "cmd"
    assert csv_cell(start + "cmd").startswith("'")
    assert excel_cell(start + "cmd").startswith("'")


@pytest.mark.parametrize("text", ["三一重工", "1-5月", "a=b", "", "（+）"])
def test_other_text_stays(text: str) -> None:
    assert safe_text(text) == text


def test_excel_cells_hold_what_excel_can() -> None:
    assert excel_cell("a\x00\x1bb") == "a��b"
    assert excel_cell(12) == 12
    assert excel_cell(Decimal("9007199254740993")) == "9007199254740993"
    assert len(excel_cell("长" * 40_000)) == 32_767


def test_table_columns_line_up() -> None:
    out = io.StringIO()
    write_table(out, ("a", "名"), [("三一重工", "x"), ("ab\x1b[2J", "长" * 40)], width=20)
    lines = out.getvalue().splitlines()
    assert "\x1b" not in out.getvalue()
    assert lines[1].startswith("--------  ")
    assert max(map(display_width, lines)) <= 8 + 2 + 20
