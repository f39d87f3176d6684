"""Showing a person at a terminal that something is happening, and how fast."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO, assert_never

from rulecheck.cli.outputs import write_notice
from rulecheck.runner import Progress, Step

MANY = 20
"""From so many files or proposals on, progress is shown."""

PAUSE = 0.1
"""Seconds between two lines."""

CLEARED = "\r\x1b[K"


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """A progress that standard error shows, if that is a terminal; at the end nothing is left."""
    if not _is_terminal(sys.stderr):
        yield lambda _step, _done, _all: None
        return
    line = Line(write_notice, time.perf_counter)
    try:
        yield line.show
    finally:
        line.clear()


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


class Line:
    """The line that is shown, written over and over.

    `write` puts text on the terminal, `clock` tells seconds since whenever.
    """

    def __init__(self, write: Callable[[str], None], clock: Callable[[], float]) -> None:
        self._write = write
        self._clock = clock
        self._step: Step | None = None
        self._begun = 0.0
        self._next = 0.0
        self._is_shown = False

    def show(self, step: Step, done: int, everything: int) -> None:
        """Show how far the step has come; at most ten times a second."""
        now = self._clock()
        if step is not self._step:
            self._step, self._begun, self._next = step, now, now
        if everything < MANY or now < self._next:
            return
        self._next = now + PAUSE
        seconds = now - self._begun
        rate = f" ({done / seconds:,.0f}/s)" if seconds else ""
        self._write(f"{CLEARED}{_words(step, done, everything)}{rate}")
        self._is_shown = True

    def clear(self) -> None:
        """Leave an empty line."""
        if self._is_shown:
            self._write(CLEARED)


def _words(step: Step, done: int, everything: int) -> str:
    match step:
        case Step.READING:
            return f"reading {done:,} of {everything:,} files"
        case Step.JUDGING:
            return f"judged {done:,} of {everything:,} proposals"
        case _:
            assert_never(step)
