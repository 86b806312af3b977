"""Write docs/api.md from the docstrings of the public names; `--check` only says whether the page is up to date.

    python tools/make_api_page.py
"""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "api.md"

HEAD = """\
# The Python API

Made from the docstrings by `python tools/make_api_page.py`; a test fails when it is stale. Everything here is imported
from `extractor`; names are loaded on first use. Errors are `extractor.ExtractorError` or its children; their text is one
line that names the place and the remedy.

"""
ORDER = (
    "extract", "load", "Pipeline", "repair_text", "Document", "Record", "Event", "Organizer", "Official", "Post", "Company",
    "Quantity", "Condition", "ExtractorError",
)


def page() -> str:
    package = importlib.import_module("extractor")
    names = [name for name in package.__all__ if name != "__version__"]
    unknown = sorted(set(names) ^ set(ORDER))
    if unknown:
        raise SystemExit(f"tools/make_api_page.py: ORDER and extractor.__all__ differ in {', '.join(unknown)}")
    parts = [HEAD]
    for name in ORDER:
        thing = getattr(package, name)
        parts.append(_class(thing) if inspect.isclass(thing) else _function(thing, name))
    component = importlib.import_module("extractor.spacy_factory")
    parts.append(f"## spaCy component `release_facts`\n\n{_doc(component)}\n")
    return "\n".join(parts).rstrip() + "\n"


def _function(thing: object, name: str, *, level: str = "##", owner: str = "") -> str:
    shown = _signature(thing, skip_self=bool(owner))
    return f"{level} `{owner}{name}{shown}`\n\n{_doc(thing)}\n"


def _class(cls: type) -> str:
    bases = [base.__name__ for base in cls.__bases__ if base not in (object,)]
    shown = f"({', '.join(bases)})" if bases else ""
    parts = [f"## `class {cls.__name__}{shown}`\n\n{_doc(cls)}\n"]
    if dataclasses.is_dataclass(cls):
        parts.append(_fields(cls))
    elif "__init__" in vars(cls):
        parts.insert(1, f"`{cls.__name__}{_signature(cls.__init__, skip_self=True, result=False)}`\n")
    for name, member in vars(cls).items():
        if name.startswith("_") and name != "__call__":
            continue
        if isinstance(member, property):
            parts.append(f"### `{cls.__name__}.{name}`\n\n{_doc(member)}\n")
        elif isinstance(member, classmethod):
            parts.append(_function(member.__func__, name, level="###", owner=f"{cls.__name__}."))
        elif inspect.isfunction(member) and member.__doc__:
            parts.append(_function(member, name, level="###", owner=f"{cls.__name__}."))
    return "\n".join(parts)


def _fields(cls: type) -> str:
    notes = _field_notes(cls)
    rows = ["| field | type | default | |", "| --- | --- | --- | --- |"]
    for item in dataclasses.fields(cls):
        if item.default is not dataclasses.MISSING:
            default = f"`{item.default!r}`"
        else:
            default = "required" if item.default_factory is dataclasses.MISSING else ""
        note = " ".join(notes.get(item.name, "").split())
        kind = str(item.type).replace("|", "\\|")
        rows.append(f"| `{item.name}` | `{kind}` | {default} | {note} |")
    return "\n".join(rows) + "\n"


def _field_notes(cls: type) -> dict[str, str]:
    """The string that stands behind a field in the source."""
    (node,) = ast.parse(inspect.getsource(cls)).body
    assert isinstance(node, ast.ClassDef)
    notes: dict[str, str] = {}
    for before, after in zip(node.body, node.body[1:], strict=False):
        if isinstance(before, ast.AnnAssign) and isinstance(before.target, ast.Name) and isinstance(after, ast.Expr):
            value = after.value
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                notes[before.target.id] = value.value
    return notes


def _signature(thing: object, *, skip_self: bool = False, result: bool = True) -> str:
    signature = inspect.signature(thing)  # type: ignore[arg-type]
    parameters = list(signature.parameters.values())
    if skip_self and parameters and parameters[0].name in ("self", "cls"):
        parameters = parameters[1:]
    signature = signature.replace(parameters=parameters)
    if not result:
        signature = signature.replace(return_annotation=inspect.Signature.empty)
    # annotations are strings (PEP 563); shown without their quotes
    return re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(signature))


def _doc(thing: object) -> str:
    text = inspect.getdoc(thing)
    if not text:
        raise SystemExit(f"tools/make_api_page.py: {thing!r} has no docstring")
    return text


def main() -> int:
    new = page()
    if "--check" in sys.argv[1:]:
        return 0 if PAGE.is_file() and PAGE.read_text("utf-8") == new else 1
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(new, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
