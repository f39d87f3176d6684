"""Where things stand in a text: lines and columns as a person counts them."""

import re
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

BREAKS = "\r\n\x85\u2028\u2029"
"""The characters that end a line in YAML 1.1, and so in libyaml."""

_BREAK = re.compile(f"\r\n|[{BREAKS}]")


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a text. Lines and columns start at 1; columns count Unicode code points."""

    line: int
    column: int


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of text; `end` is the first place that no longer belongs to it."""

    start: Position
    end: Position


@dataclass(frozen=True, slots=True)
class Source:
    """A text and the name its reader knows it by: a relative path, or `<stdin>`."""

    name: str
    text: str
    _line_starts: Sequence[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        starts = array("L", [0])
        starts.extend(match.end() for match in _BREAK.finditer(self.text))
        object.__setattr__(self, "_line_starts", starts)

    def line(self, number: int) -> str:
        """The line of this number without its line end; empty where there is no such line."""
        if not 1 <= number <= len(self._line_starts):
            return ""
        start = self._line_starts[number - 1]
        if number == len(self._line_starts):
            return self.text[start:]
        ending = self.text[start : self._line_starts[number]]
        return ending[:-2] if ending.endswith("\r\n") else ending[:-1]

    def position(self, offset: int) -> Position:
        """The position of the character at this offset of the text."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(self._line_starts, offset)
        return Position(line, offset - self._line_starts[line - 1] + 1)

    def span(self, start: int, end: int) -> Span:
        """The span from the character at one offset up to, without it, the one at another."""
        return Span(self.position(start), self.position(max(start, end)))

    def first_line(self, span: Span) -> Span:
        """The part of a span that lies on its first line."""
        if span.start.line == span.end.line:
            return span
        start = span.start
        length = len(self.line(start.line).rstrip())
        return Span(start, Position(start.line, max(start.column, length + 1)))
