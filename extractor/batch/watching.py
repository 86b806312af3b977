"""A folder that fills up → items, file by file as they are whole.

A file moved into the folder is whole at once; one that is being written is left until its size and time have stood
still for a round. Names of unfinished downloads (.part, .tmp, hidden) wait for their rename.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from extractor.reading import Item, ReadOptions
from extractor.reading.files import read_file, walk

State = tuple[int, int, int]


class Watch:
    def __init__(self, root: Path, options: ReadOptions, *, quiet: float = 1.0) -> None:
        """quiet: seconds for which a file must not have changed."""
        self._root, self._options, self._quiet = root, options, quiet
        self._done: dict[Path, State] = {}
        self._waiting: dict[Path, State] = {}

    def ready(self, now: Callable[[], float] = time.time) -> list[Path]:
        """Files that are whole and were not given in this state before."""
        found, waiting = [], {}
        there = set()
        for file in walk(self._root):
            there.add(file)
            try:
                status = file.stat()
            except OSError:
                status = file.lstat() if file.is_symlink() else None  # type: ignore[assignment]
                if status is None:
                    continue
            state = (status.st_size, status.st_mtime_ns, status.st_ino)
            if self._done.get(file) == state:
                continue
            still = self._waiting.get(file) == state
            if still or now() - max(status.st_mtime, status.st_ctime) > self._quiet:
                found.append(file)
                self._done[file] = state
            else:
                waiting[file] = state
        self._waiting = waiting
        for file in [file for file in self._done if file not in there]:
            del self._done[file]
        return found

    def items(self, files: list[Path]) -> Iterator[Item]:
        for file in files:
            yield from read_file(file, self._options, listed=True)


def watching(
    job: Any, watch: Watch, *, interval: float, until_idle: int = 0, say: Callable[[str], None],
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Look, work, wait. until_idle: end after so many looks without a new file; 0: never."""
    idle = 0
    while not until_idle or idle < until_idle:
        files = watch.ready()
        idle = 0 if files else idle + 1
        if files:
            before = job.runner.counts.done, job.runner.counts.quarantined
            counts = job.run(watch.items(files))
            job.index()
            job.save("running")
            say(f"{len(files)} files: {counts.done - before[0]} done, {counts.quarantined - before[1]} in quarantine")
        sleep(interval)
