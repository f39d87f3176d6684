"""Where things stand in a text: lines and columns as a person counts them."""

import re
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

BREAKS = "\r\n"
"""The characters that end a line, alone or together."""

_BREAK = re.compile("\r\n?|\n")


class Position(NamedTuple):
    """A place in a text. Lines and columns start at 1; columns count Unicode code points."""

    line: int
    column: int


class Span(NamedTuple):
    """A stretch of text; `end` is the first place that no longer belongs to it."""

    start: Position
    end: Position


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A text and the name its reader knows it by: a relative path, or `<stdin>`."""

    name: str
    text: str
    _starts: Sequence[int] = field(init=False, repr=False, compare=False)
    """Where each line starts, and last where one behind the text would."""

    def __post_init__(self) -> None:
        starts = array("L", [0])
        starts.extend(match.end() for match in _BREAK.finditer(self.text))
        starts.append(len(self.text) + 1)
        object.__setattr__(self, "_starts", starts)

    def line(self, number: int, most: int | None = None) -> str:
        """The line of this number without its line end; empty where there is no such line.

        Of a longer one no more than the `most` first characters, without a look at the others.
        """
        if not 1 <= number < len(self._starts):
            return ""
        start, end = self._starts[number - 1 : number + 1]
        return self.text[start : end if most is None else min(end, start + most)].rstrip(BREAKS)

    def position(self, offset: int) -> Position:
        """The position of the character at this offset of the text, or of the end of the text."""
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def span(self, start: int, end: int) -> Span:
        """The span from the character at one offset up to, without it, the one at another."""
        first = self.position(start)
        if end < self._starts[first.line]:
            return Span(first, Position(first.line, first.column + max(0, end - start)))
        return Span(first, self.position(end))

    def first_line(self, span: Span) -> Span:
        """The part of a span that lies on its first line."""
        if span.start.line == span.end.line:
            return span
        start = span.start
        length = len(self.line(start.line).rstrip())
        return Span(start, Position(start.line, max(start.column, length + 1)))
