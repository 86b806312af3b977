"""How much memory a process took at most."""

from __future__ import annotations

import sys


def peak_memory() -> int:
    """The peak of this process's memory in kB; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // 1024 if sys.platform == "darwin" else peak
