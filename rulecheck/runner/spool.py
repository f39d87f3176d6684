"""What is kept of a large run until its reports are written, out of the way of memory."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from tempfile import SpooledTemporaryFile
from typing import Final
from weakref import finalize

from rulecheck.documents.problems import reason_of

IN_MEMORY: Final = 2**20
"""Bytes up to which nothing is written to a file."""


class NoRoom(Exception):
    """What is to be kept can't be written, or not be read again."""


class Spool:
    """Blocks of bytes, in a file that has no name and is gone with the process."""

    def __init__(self) -> None:
        # Open for as long as somebody may look at a block, which no block of code encloses.
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        finalize(self, _closed, self._file)
        self._ends = [0]

    def __len__(self) -> int:
        """How many blocks there are."""
        return len(self._ends) - 1

    def append(self, block: bytes) -> None:
        """Keep one more block. Raises `NoRoom`."""
        with _in_words():
            self._file.seek(self._ends[-1])
            self._file.write(block)
            self._file.flush()  # or else a full disk would only show once reports are written
        self._ends.append(self._ends[-1] + len(block))

    def block(self, number: int) -> bytes:
        """One of the blocks, counted from 0. Raises `NoRoom`."""
        start, end = self._ends[number : number + 2]
        with _in_words():
            self._file.seek(start)
            return self._file.read(end - start)


def _closed(file: SpooledTemporaryFile[bytes]) -> None:
    # What could not be written was told when it was to be kept; it can't be written now either.
    with suppress(OSError):
        file.close()


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NoRoom(
            f"what is judged can't be kept until all of it is: {reason_of(error)}; "
            "set TMPDIR to a folder that has room for temporary files"
        ) from None
