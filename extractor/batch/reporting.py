"""Progress and the summary, on stderr: a bar on a terminal, lines when piped, JSON lines when asked for."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from extractor.batch.running import Counts

BAR = 24


def printable(text: object) -> str:
    """Safe to print: control characters (also those that move a terminal's cursor) replaced."""
    return "".join(char if char.isprintable() else "�" for char in str(text))


class Reporter:
    """mode: "text", "json" or "quiet". `total`: bytes of input, where that is known."""

    def __init__(
        self, mode: str, *, total: int | None = None, stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._mode, self._total, self._clock = mode, total, clock
        self._stream = stream or sys.stderr
        self._live = mode == "text" and self._stream.isatty()
        self._every = 0.1 if self._live else 10.0
        self._start = self._last = clock()
        self._drawn = False

    def progress(self, counts: Counts) -> None:
        now = self._clock()
        if self._mode == "quiet" or now - self._last < self._every:
            return
        self._last = now
        seconds = now - self._start
        if self._mode == "json":
            self._print({"event": "progress", "seconds": round(seconds, 1), **_numbers(counts)})
        elif self._live:
            self._stream.write("\r\x1b[K" + self._line(counts, seconds))
            self._stream.flush()
            self._drawn = True
        else:
            print(self._line(counts, seconds), file=self._stream)

    def _line(self, counts: Counts, seconds: float) -> str:
        parts = [f"{counts.read:,} documents", f"{counts.read / max(seconds, 0.001):,.0f}/s"]
        if self._total:
            share = min(1.0, counts.bytes / self._total)
            if share > 0.01:
                left = round(seconds * (1 - share) / share)
                parts.append(f"{left // 60}:{left % 60:02d} left")
            filled = int(share * BAR)
            parts.insert(0, f"[{'█' * filled}{'░' * (BAR - filled)}] {share:4.0%}")
        if counts.quarantined:
            parts.append(f"{counts.quarantined:,} in quarantine")
        return "  ".join(parts)

    def message(self, text: str) -> None:
        if self._mode == "json":
            self._print({"event": "message", "text": text})
        elif self._mode != "quiet":
            self.clear()
            print(text, file=self._stream)

    def clear(self) -> None:
        if self._drawn:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._drawn = False

    def summary(self, counts: Counts, *, seconds: float, target: str, status: str, hints: bool = True) -> None:
        """What the run did, and how to look at it."""
        if self._mode == "json":
            self._print({"event": "summary", "status": status, "seconds": round(seconds, 3), **_numbers(counts)})
            return
        if self._mode == "quiet":
            return
        self.clear()
        rows = [
            ("documents read", counts.read), ("  done", counts.done), ("  done before", counts.skipped),
            ("  seen elsewhere", counts.duplicates), ("  in quarantine", counts.quarantined),
            ("facts", counts.facts), *((f"  {name}", number) for name, number in counts.fields.items()),
        ]
        for name, number in rows:
            print(f"{name:<18}{number:>12,}", file=self._stream)
        rate = counts.read / seconds if seconds > 0 else 0
        print(f"{'seconds':<18}{seconds:>12.1f}   ({rate:,.0f} documents/s)", file=self._stream)
        if counts.quarantined and hints:
            print(f"why in quarantine: extractor quarantine list --db {target}", file=self._stream)

    def _print(self, event: dict[str, Any]) -> None:
        print(json.dumps(event, ensure_ascii=False), file=self._stream, flush=True)


def _numbers(counts: Counts) -> dict[str, Any]:
    return asdict(counts)
