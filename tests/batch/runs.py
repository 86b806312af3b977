"""Running the command in processes of their own, and looking at what they leave."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

REPOSITORY = Path(__file__).resolve().parent.parent.parent


def start(*arguments: str) -> subprocess.Popen[bytes]:
    """The command, running. Its stderr is its own to keep."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(REPOSITORY), os.environ.get("PYTHONPATH", "")])}
    return subprocess.Popen(
        [sys.executable, "-m", "extractor", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
        preexec_fn=_listen if os.name == "posix" else None,
    )


def _listen() -> None:
    """A shell starts what is to run behind it deaf to Ctrl-C, and so would be its children."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def run(*arguments: str, expect: int = 0) -> tuple[str, str]:
    """The command, ended. Returns its stdout and stderr."""
    process = start(*arguments)
    out, err = process.communicate(timeout=240)
    assert process.returncode == expect, err.decode("utf-8", "replace")[-3000:]
    return out.decode(), err.decode()


def wait_for(what: Callable[[], bool], *, seconds: float = 60.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.01)
    return False


def family(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """The process's children and theirs."""
    try:
        return psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def gone(processes: list[psutil.Process]) -> bool:
    return not any(map(alive, processes))


def alive(item: psutil.Process) -> bool:
    try:
        return item.is_running() and item.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
