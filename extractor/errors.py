"""Every error a user can meet, and the one form of its message.

The form is *where: what is wrong; got …; expected …; what to do.* Callers give the parts, `wording` joins them, so
that a message never lacks the place or the remedy. `ExtractorError` and its children are what the public functions
raise; anything else that escapes is a defect of ours.
"""

from __future__ import annotations

import contextlib
from typing import Any


def wording(where: str, what: str, *, got: object = None, expected: object = None, remedy: str) -> str:
    """Join the parts of an error message: *where: what; got …; expected …; remedy*."""
    parts = [f"{where}: {what}"]
    if got is not None:
        shown = str(got)
        parts.append(f"got {shown if len(shown) <= 120 else shown[:117] + '…'}")
    if expected is not None:
        parts.append(f"expected {expected}")
    parts.append(remedy)
    line = "; ".join(parts)
    with contextlib.suppress(UnicodeEncodeError):
        # a file's name that the locale could not decode is UTF-8 as a rule
        line = line.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    # names and texts of others are in it: nothing of theirs may move a terminal's cursor or break the line
    return "".join(char if char.isprintable() else " " for char in line)


class ExtractorError(Exception):
    """Base class. `str(error)` is one line that names the place and the remedy.

    `exit_code` is what the command line ends with when the error reaches it.
    """

    exit_code = 1

    def __init__(
        self, where: str, what: str, *, got: object = None, expected: object = None, remedy: str = "see `--help`"
    ) -> None:
        self.where = where
        self.what = what
        self.got = got
        self.expected = expected
        self.remedy = remedy
        super().__init__(wording(where, what, got=got, expected=expected, remedy=remedy))

    def __reduce__(self) -> tuple[Any, ...]:
        # Exception's own way would call the class with the wording alone; errors do travel from worker processes.
        got, expected = (None if part is None else str(part) for part in (self.got, self.expected))
        return _rebuilt, (type(self), self.where, self.what, got, expected, self.remedy)


def _rebuilt(kind: type[ExtractorError], where: str, what: str, got: Any, expected: Any, remedy: str) -> Any:
    return kind(where, what, got=got, expected=expected, remedy=remedy)


class UsageError(ExtractorError):
    """A wrong argument or option."""

    exit_code = 2


class RuleError(ExtractorError):
    """A rule or lexicon file that cannot be used; it stops a run before its first document."""

    exit_code = 2


class ReadError(ExtractorError):
    """An input that cannot be read as a release; in a batch it costs that input only."""


class RepairRefused(ExtractorError):
    """A text too damaged to take facts from; in a batch it is quarantined with the reason."""


class RecordError(ExtractorError):
    """A record (prediction, gold, database row) that does not have the form of records.schema.json."""


class StoreError(ExtractorError):
    """A database that cannot be used: newer schema, no permission, no such server."""
