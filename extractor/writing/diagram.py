"""The ER diagram of docs/database.md, drawn from the metadata: `python -m extractor.writing.diagram`.

Mermaid text, which code hosts show as a picture. Bookkeeping tables stand without their columns.
"""

from __future__ import annotations

from sqlalchemy import Table

from extractor.writing.schema import Exact, metadata

PLAIN = frozenset({"attempt", "band", "forgotten", "quarantine", "run", "schema_version"})
"""Tables that stand alone, or that readers need not look into."""


def diagram() -> str:
    """The tables, their columns and foreign keys, as a mermaid `erDiagram`."""
    lines = ["erDiagram"]
    tables = [table for table in metadata.sorted_tables if table.name not in PLAIN]
    for table in tables:
        lines.append(f"    {table.name} {{")
        for column in table.columns:
            kind = "numeric" if isinstance(column.type, Exact) else type(column.type).__name__.lower()
            marks = ["PK"] * column.primary_key + ["FK"] * bool(column.foreign_keys)
            lines.append(" ".join(["       ", kind, column.name, *([",".join(marks)] if marks else [])]))
        lines.append("    }")
    for table in tables:
        lines += sorted({_link(table, key.column.table) for key in table.foreign_keys if _shown(table, key)})
    return "\n".join(lines)


def _shown(table: Table, key: object) -> bool:
    # facts hang on result, and on document only so that datasette can label them
    target = key.column.table.name  # type: ignore[attr-defined]
    return not (target == "document" and "fact_id" in table.columns) and not (
        table.name == "post" and target == "result"
    )


def _link(table: Table, target: Table) -> str:
    if table is target:
        return f"    {target.name} |o--o{{ {table.name} : superseded_by"
    return f"    {target.name} ||--o{{ {table.name} : has"


if __name__ == "__main__":
    print(diagram())
