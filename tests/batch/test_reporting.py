"""Progress: a bar on a terminal, lines when piped, JSON lines when asked for."""

from __future__ import annotations

import io
import json

import pytest

from extractor.batch.reporting import Reporter, printable
from extractor.batch.running import Counts


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def reported(mode: str, stream: io.StringIO, *, total: int | None = 1000) -> str:
    times = iter([0.0, 0.05, 20.0, 20.01, 40.0])
    reporter = Reporter(mode, total=total, stream=stream, clock=lambda: next(times))
    for read in (1, 40, 41, 80):
        reporter.progress(Counts(read=read, bytes=read * 10, quarantined=2))
    return stream.getvalue()


def test_a_terminal_gets_a_bar_with_rate_and_time_left() -> None:
    first, *lines = reported("text", Terminal()).split("\r\x1b[K")
    assert first == ""
    assert lines == [
        "[█████████░░░░░░░░░░░░░░░]  40%  40 documents  2/s  0:30 left  2 in quarantine",
        "[███████████████████░░░░░]  80%  80 documents  2/s  0:10 left  2 in quarantine",
    ]


def test_a_pipe_gets_plain_lines() -> None:
    lines = reported("text", io.StringIO()).splitlines()
    assert len(lines) == 2
    assert not any("\r" in line or "\x1b" in line for line in lines)


def test_without_a_total_there_is_no_bar() -> None:
    assert "left" not in reported("text", Terminal(), total=None)


def test_json_lines() -> None:
    events = [json.loads(line) for line in reported("json", io.StringIO()).splitlines()]
    assert [(event["event"], event["read"], event["seconds"]) for event in events] == [
        ("progress", 40, 20.0), ("progress", 80, 40.0)
    ]


def test_quiet_says_nothing() -> None:
    stream = io.StringIO()
    assert reported("quiet", stream) == ""


def test_the_summary_adds_up() -> None:
    stream = io.StringIO()
    counts = Counts(read=5, done=3, skipped=1, quarantined=1, facts=7, fields={"company": 7})
    Reporter("text", stream=stream).summary(counts, seconds=2.0, target="facts.db", status="done")
    lines = [line.split() for line in stream.getvalue().splitlines()]
    assert ["documents", "read", "5"] in lines
    assert ["company", "7"] in lines
    assert "extractor quarantine list --db facts.db" in stream.getvalue()


@pytest.mark.parametrize("text", ["a\x1b[2Jb", "a\rb", "a\x07b", "a\u202eb", "a\nb"])
def test_control_characters_are_not_printed(text: str) -> None:
    assert printable(text).isprintable()
