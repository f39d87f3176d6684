"""Timing calls inside this process."""

import os
import time
from collections.abc import Callable
from typing import TypeVar

from bench.figures import Sample

T = TypeVar("T")


def timed(call: Callable[[], T]) -> tuple[Sample, T]:
    """What one call took, processes that it waited for included, and what it gave."""
    processor, begun = _processor(), time.perf_counter()
    result = call()
    elapsed = time.perf_counter() - begun
    return Sample(elapsed, _processor() - processor), result


def _processor() -> float:
    """Seconds of the processor so far; those of other processes come in hundredths."""
    spent = os.times()
    return time.process_time() + spent.children_user + spent.children_system
