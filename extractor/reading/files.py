"""Files, folders, globs, archives and stdin → items, in a fixed order, one unreadable input at a time.

Nothing that a document says becomes a path: only names that the user gave, or that a listed folder or archive holds,
are opened, and of an archive nothing is written to disk.
"""

from __future__ import annotations

import glob
import gzip
import os
import stat
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from extractor.errors import ReadError, UsageError
from extractor.reading.encodings import decode
from extractor.reading.items import Item
from extractor.reading.jsonl import document_of, parse
from extractor.records import Document

_TEXT = frozenset((".txt", ".text", ""))
_HTML = frozenset((".html", ".htm", ".shtml", ".xhtml"))
_LINES = frozenset((".jsonl", ".ndjson"))
_ARCHIVES = frozenset((".gz", ".zip"))
_KINDS = _TEXT | _HTML | _LINES | _ARCHIVES | {".json", ".docx", ".pdf"}
# What lies beside saved pages and data sets; anything else that cannot be read is told.
_BESIDE = frozenset((
    ".css", ".js", ".mjs", ".map", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".ico", ".webp", ".bmp", ".woff", ".woff2",
    ".ttf", ".eot", ".mp3", ".mp4", ".md", ".toml", ".yaml", ".yml", ".lock", ".log", ".db", ".sqlite", ".py", ".pyc",
))
_UNFINISHED = (".tmp", ".part", ".partial", ".crdownload", ".swp", "~")


@dataclass(frozen=True)
class ReadOptions:
    """Limits and names. `fields`: our field → its name in JSON objects."""

    fields: Mapping[str, str] = field(default_factory=dict)
    max_bytes: int = 20_000_000
    """The largest file of one release, JSON line or archive member, unpacked."""
    max_chars: int = 200_000
    """The longest text of one release."""
    max_members: int = 100_000
    """The most members of an archive."""


def read_items(paths: Iterable[str | Path], options: ReadOptions | None = None) -> Iterator[Item]:
    """Items of files, folders (recursive, sorted), globs and `-`.

    A path that is not there raises `UsageError` before anything is read; an input that cannot be read is an item with
    its error.
    """
    options = options or ReadOptions()
    found = [file for path in paths for file in expand(path)]
    return _items(found, options)


def expand(path: str | Path) -> list[Path | str]:
    """The existing paths that an argument means."""
    text = str(path)
    if text == "-":
        return ["-"]
    if os.path.lexists(text):
        return [Path(text)]
    if glob.has_magic(text):
        found = sorted(glob.glob(text, recursive=True))
        if found:
            return [Path(item) for item in found]
        raise UsageError(text, "matches no file", remedy="check the pattern; quote it, so that the shell leaves it alone")
    raise UsageError(text, "does not exist", remedy="check the path")


def _items(paths: list[Path | str], options: ReadOptions) -> Iterator[Item]:
    for path in paths:
        if isinstance(path, str):
            yield from read_stream(sys.stdin.buffer, options)
        elif path.is_dir():
            yield from read_folder(path, options)
        else:
            yield from read_file(path, options)


def read_folder(root: Path, options: ReadOptions) -> Iterator[Item]:
    """The files below `root`, sorted; links to folders are not followed, hidden and unfinished files left out."""
    for file in walk(root):
        yield from read_file(file, options, listed=True)


def total_size(paths: Iterable[str | Path]) -> int | None:
    """Bytes that `read_items` will read, or None where that cannot be told beforehand (stdin, archives, pipes)."""
    total = 0
    for path in [item for given in paths for item in expand(given)]:
        if isinstance(path, str):
            return None
        for file in walk(path) if path.is_dir() else (path,):
            if file.suffix.lower() in _ARCHIVES:
                return None
            try:
                state = file.stat()
            except OSError:
                continue
            if not stat.S_ISREG(state.st_mode):
                return None
            total += state.st_size
    return total


def walk(root: Path) -> Iterator[Path]:
    problems: list[OSError] = []
    for folder, names, files in os.walk(root, onerror=problems.append):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted(files):
            if wanted(name):
                yield Path(folder, name)
    for error in problems:
        yield Path(error.filename)


def wanted(name: str) -> bool:
    """Whether a file of this name in a folder is one to read."""
    return not name.startswith(".") and not name.endswith(_UNFINISHED) and Path(name).suffix.lower() not in _BESIDE


def read_file(path: Path, options: ReadOptions, *, listed: bool = False) -> Iterator[Item]:
    """The items of one file. `listed`: it was found in a folder, so that pipes and devices are refused."""
    where = shown(path)
    try:
        with open_regular(path, where) if listed else open(path, "rb") as file:
            yield from _content(file, _file_name(path.name), where, options)
    except ReadError as error:
        yield _bad(where, path.name, error)
    except OSError as error:
        reason = "cannot be read" if error.strerror is None else f"cannot be read ({error.strerror})"
        yield _bad(where, path.name, ReadError(where, reason, remedy="check the file and its rights"))


def open_regular(path: Path, where: str) -> IO[bytes]:
    # O_NONBLOCK: opening a pipe that nobody writes to would wait for ever
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise ReadError(where, "is not a regular file", remedy="name it on the command line, if it is meant")
    return os.fdopen(descriptor, "rb")


def read_stream(file: IO[bytes], options: ReadOptions) -> Iterator[Item]:
    """Stdin: JSON lines, an HTML page or one text, by how it begins."""
    head = file.peek(4096) if hasattr(file, "peek") else b""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    name = "stdin"
    if start.startswith(b"{"):
        name = "stdin.jsonl"
    elif start.startswith((b"<!doctype", b"<html", b"<?xml")):
        name = "stdin.html"
    try:
        yield from _content(file, name, "-", options)
    except ReadError as error:
        yield _bad("-", name, error)


def _content(file: IO[bytes], name: str, where: str, options: ReadOptions) -> Iterator[Item]:
    stem, suffix = _split(name)
    if suffix == ".gz":
        yield from _gzip(file, stem, where, options)
    elif suffix == ".zip":
        yield from _zip(file, where, options)
    elif suffix in _LINES:
        yield from _lines(file, stem, where, options)
    elif suffix in _KINDS:
        yield from _whole(_limited(file, where, options.max_bytes), stem, suffix, where, options)
    else:
        raise ReadError(
            where, f"is of a kind ({suffix}) that holds no releases",
            expected=".txt, .html, .jsonl, .json, .docx, .pdf, .gz or .zip", remedy="convert it, or leave it out",
        )


def _whole(data: bytes, stem: str, suffix: str, where: str, options: ReadOptions) -> Iterator[Item]:
    if suffix == ".json":
        yield from _json(data, stem, where, options)
        return
    document = _document(data, stem, suffix, where)
    yield _checked(document, where, options, len(data))


def _document(data: bytes, stem: str, suffix: str, where: str) -> Document:
    if suffix in _HTML:
        from extractor.reading.html import read_page

        page = read_page(decode(data, where), where)
        return Document(
            id=stem, text=page.text, title=page.title, published=page.published, url=page.url, source=page.source
        )
    if suffix == ".docx":
        from extractor.reading.office import read_docx

        return Document(id=stem, text=read_docx(data, where))
    if suffix == ".pdf":
        from extractor.reading.office import read_pdf

        return Document(id=stem, text=read_pdf(data, where))
    return Document(id=stem, text=decode(data, where))


def _json(data: bytes, stem: str, where: str, options: ReadOptions) -> Iterator[Item]:
    value = parse(decode(data, where), where)
    values = value if isinstance(value, list) else [value]
    for number, item in enumerate(values, 1):
        place = where if len(values) == 1 else f"{where}:{number}"
        name = stem if len(values) == 1 else f"{stem}-{number}"
        yield _from_object(item, place, name, options, len(data) // len(values))


def _from_object(value: Any, place: str, name: str, options: ReadOptions, size: int) -> Item:
    try:
        return _checked(document_of(value, where=place, id=name, fields=options.fields), place, options, size)
    except ReadError as error:
        return _bad(place, name, error, size)


def _lines(file: IO[bytes], stem: str, where: str, options: ReadOptions) -> Iterator[Item]:
    number = 0
    while True:
        line = file.readline(options.max_bytes + 1)
        if not line:
            return
        number += 1
        place, name = f"{where}:{number}", f"{stem}-{number}"
        if len(line) > options.max_bytes:
            while line and not line.endswith(b"\n"):
                line = file.readline(1 << 20)
            yield _bad(place, name, _too_large(place, options.max_bytes))
            continue
        if not line.strip():
            continue
        try:
            value = parse(decode(line, place), place)
        except ReadError as error:
            yield _bad(place, name, error, len(line))
            continue
        yield _from_object(value, place, name, options, len(line))


def _gzip(file: IO[bytes], name: str, where: str, options: ReadOptions) -> Iterator[Item]:
    inner = _split(name)[1]
    if inner in _ARCHIVES:
        raise ReadError(where, "is an archive in an archive", remedy="unpack it first")
    try:
        with gzip.GzipFile(fileobj=file) as unpacked:
            yield from _content(unpacked, name, where, options)  # type: ignore[arg-type]
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ReadError(where, f"is not a whole gzip file ({error})", remedy="fetch it again") from error


def _zip(file: IO[bytes], where: str, options: ReadOptions) -> Iterator[Item]:
    try:
        archive = zipfile.ZipFile(file)
        members = sorted(archive.infolist(), key=lambda item: item.filename)
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise ReadError(where, f"is not a zip archive ({error})", remedy="fetch it again") from error
    with archive:
        if len(members) > options.max_members:
            raise ReadError(where, "holds too many members", got=len(members), remedy="unpack it and give the folder")
        for member in members:
            name = _member_name(member)
            base = PurePosixPath(name.replace("\\", "/")).name
            if member.is_dir() or not wanted(base) or "__MACOSX" in name:
                continue
            yield from _member(archive, member, base, f"{where}!{_printable(name)}", options)


def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, base: str, where: str, options: ReadOptions
) -> Iterator[Item]:
    suffix = _split(base)[1]
    try:
        if suffix in _ARCHIVES:
            raise ReadError(where, "is an archive in an archive", remedy="unpack it first")
        if suffix not in _LINES and member.file_size > options.max_bytes:
            raise _too_large(where, options.max_bytes)
        if member.file_size > 1_000_000 and member.file_size > 200 * max(1, member.compress_size):
            raise ReadError(
                where, "unpacks to more than 200 times its size, as only bombs do", remedy="unpack it yourself"
            )
        with archive.open(member) as file:
            yield from _content(file, base, where, options)
    except ReadError as error:
        yield _bad(where, base, error)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
        yield _bad(where, base, ReadError(where, f"cannot be unpacked ({error})", remedy="unpack it yourself"))


def _member_name(member: zipfile.ZipInfo) -> str:
    if member.flag_bits & 0x800:
        return member.filename
    try:  # archives made on Chinese Windows name their members in GBK and say nothing
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


def _limited(file: IO[bytes], where: str, limit: int) -> bytes:
    data = file.read(1 << 16)
    if len(data) == 1 << 16:  # reading 20 MB at once would reserve 20 MB for each small file
        data += file.read(limit + 1 - len(data))
    if len(data) > limit:
        raise _too_large(where, limit)
    return data


def _too_large(where: str, limit: int) -> ReadError:
    return ReadError(where, f"is larger than one release can be ({limit:,} bytes)", remedy="split it, or use JSONL")


def _checked(document: Document, where: str, options: ReadOptions, size: int) -> Item:
    text = document.text
    problem = None
    if not text.strip(" \t\r\n　\xa0\u200b\ufeff"):
        problem = ("is empty", "fetch it again")
    elif len(text) > options.max_chars:
        problem = (
            f"is longer than one release can be ({len(text):,} characters of at most {options.max_chars:,})",
            "split it into releases",
        )
    elif "\0" in text:
        problem = ("holds NUL characters: it is not text", "fetch it again")
    elif text.count("\ufffd") * 10 > len(text):
        problem = ("consists largely of replacement characters: its text is lost", "fetch it again from its source")
    else:
        for name in ("text", "id", "title", "url", "source"):
            value = getattr(document, name)
            if value is not None and not _encodable(value):
                problem = (f"its {name} holds half a surrogate pair, which is no character", "fetch it again")
                break
            if name != "text" and value is not None and not value.isprintable():
                document = _replaced(document, name, _printable(value))
    if problem is not None:
        return _bad(where, document.id, ReadError(where, problem[0], remedy=problem[1]), size)
    return Item(where, document, size=size)


def _replaced(document: Document, name: str, value: str) -> Document:
    from dataclasses import replace

    changes: dict[str, Any] = {name: value}
    return replace(document, **changes)


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _bad(where: str, name: str, error: ReadError, size: int = 0) -> Item:
    return Item(where, error=error, id=_printable(_split(name)[0]), size=size)


def _split(name: str) -> tuple[str, str]:
    """Stem and suffix; a suffix is short and of letters, so that a release's title may hold a full stop."""
    stem, dot, suffix = name.rpartition(".")
    if dot and stem and len(suffix) <= 6 and suffix.isascii() and suffix.isalnum() and not suffix.isdigit():
        return stem, f".{suffix.lower()}"
    return name, ""


def _file_name(name: str) -> str:
    """A file's name as text: one that is no UTF-8 is GBK, as archives from Chinese Windows leave it, or escaped."""
    if _encodable(name):
        return name
    try:
        return os.fsencode(name).decode("gb18030")
    except UnicodeError:
        return os.fsencode(name).decode("utf-8", "backslashreplace")


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else "�" for char in text)


def shown(path: Path) -> str:
    """A path for messages: bytes that are no UTF-8 escaped, control characters replaced."""
    return _printable(os.fsencode(path).decode("utf-8", "backslashreplace"))


__all__ = ["ReadOptions", "expand", "read_file", "read_folder", "read_items", "read_stream", "total_size", "walk", "wanted"]
