"""Values for spreadsheets: no cell of ours is taken for a formula, none holds what the format cannot.

A spreadsheet runs a cell that begins with = + - or @ (it also takes their full-width forms, and text after a tab or
carriage return). Such texts get an apostrophe in front. Numbers stay numbers.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

_STARTERS = tuple("=+-@\t\r＝＋－＠﹢﹣−")
_EXCEL_CELL = 32_767


def safe_text(text: str) -> str:
    """`text`, with an apostrophe where a spreadsheet would run it."""
    if text.startswith(_STARTERS) or text.lstrip().startswith(_STARTERS):
        return "'" + text
    return text


def csv_cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, str):
        return safe_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple, dict)):
        return safe_text(json.dumps(value, ensure_ascii=False, default=str))
    if isinstance(value, Decimal):
        return format(value, "f") if abs(value.adjusted()) < 1000 else str(value)
    return value


def excel_cell(value: Any) -> Any:
    """Numbers that Excel would round (beyond 15 digits) go as text."""
    if not isinstance(value, bool) and isinstance(value, (int, float, Decimal)):
        digits = Decimal(str(value)).normalize().as_tuple().digits
        return value if len(digits) <= 15 and abs(Decimal(str(value))) < Decimal(10) ** 300 else csv_cell(Decimal(str(value)))
    shown = csv_cell(value)
    if isinstance(shown, str):
        shown = "".join(char if char >= " " or char in "\n\t" else "�" for char in shown)[:_EXCEL_CELL]
    return shown or None
