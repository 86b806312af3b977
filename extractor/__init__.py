"""Facts from Chinese government news releases.

    import extractor
    record = extractor.extract("由工业和信息化部主办的……")

`extract` is for one text; `load` gives a reusable `Pipeline`, whose `stream` takes many `Document`s. Names are loaded
on first use, so that `import extractor` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.errors import ExtractorError
    from extractor.pipeline import Pipeline, extract, load
    from extractor.records import Company, Condition, Document, Event, Official, Organizer, Post, Quantity, Record
    from extractor.repair import repair as repair_text

__version__ = "0.1.0"

_HOMES = {
    "Pipeline": "extractor.pipeline",
    "extract": "extractor.pipeline",
    "load": "extractor.pipeline",
    "ExtractorError": "extractor.errors",
    "repair_text": "extractor.repair",
    **dict.fromkeys(
        ("Company", "Condition", "Document", "Event", "Official", "Organizer", "Post", "Quantity", "Record"), "extractor.records"
    ),
}
# `extractor.repair` is the package of the stages, so the function has a name of its own here.
_INNER = {"repair_text": "repair"}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        value = getattr(import_module(_HOMES[name]), _INNER.get(name, name))
        globals()[name] = value
        return value
    raise AttributeError(f"module 'extractor' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)


__all__ = [
    "Company", "Condition", "Document", "Event", "ExtractorError", "Official", "Organizer", "Pipeline", "Post",
    "Quantity", "Record", "__version__", "extract", "load", "repair_text",
]
