"""How many processes can judge at once here."""

import multiprocessing
import os
import sys


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def can_fork() -> bool:
    """Whether a process can be copied. Apple's libraries may crash in a copy."""
    return "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
