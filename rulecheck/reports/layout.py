"""How text reports are laid out: lines of a width that can be read, and excerpts of a draft."""

from collections.abc import Callable, Iterator
from textwrap import wrap
from typing import Final

from rulecheck.documents import Span
from rulecheck.reports.escaping import flowing, printable
from rulecheck.reports.palette import PLAIN, Palette

WIDTH: Final = 100

_LONGEST_EXCERPT: Final = 250
"""Of a longer line, only what stands around the place is shown."""


def wrapped(
    lead: str, text: str, indent: str, paint: Callable[[str], str] = PLAIN.bold
) -> Iterator[str]:
    """The text behind its lead, in lines of a width that can be read; words are never broken.

    Color is put on after the lines are broken, so that it moves nothing.
    """
    lines = wrap(
        f"{lead} {flowing(text)}",
        WIDTH,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    # Nothing is left of blank text behind a blank lead.
    first, *others = lines or [lead]
    yield paint(lead) + first.removeprefix(lead)
    yield from others


def underlined(text: str, span: Span, palette: Palette) -> Iterator[str]:
    """A line of a draft with what the span covers of it underlined."""
    before, marked, after = parted(text, span)
    number = str(span.start.line)
    margin = " " * len(number)
    yield f" {margin} |"
    yield f" {number} | {printable(before + marked + after)}"
    underline = "^" * max(1, len(printable(marked)))
    yield f" {margin} | {' ' * len(printable(before))}{palette.bad(underline)}"


def parted(text: str, span: Span) -> tuple[str, str, str]:
    """What a line of a draft has before the span, in it and after it; a long line shortened."""
    last = span.end.column if span.end.line == span.start.line else len(text.rstrip()) + 1
    text, start, end = _window(text, span.start.column - 1, last - 1)
    return text[:start], text[start:end], text[end:]


def shortened(text: str) -> str:
    """The line, or the beginning of a very long one."""
    return text if len(text) <= _LONGEST_EXCERPT else f"{text[:_LONGEST_EXCERPT]}…"


def _window(text: str, first: int, last: int) -> tuple[str, int, int]:
    """The part of a very long line around the characters from first up to last, and these in it."""
    if len(text) <= _LONGEST_EXCERPT:
        return text, first, last
    start = max(0, first - _LONGEST_EXCERPT // 4)
    end = start + _LONGEST_EXCERPT
    before = "…" if start else ""
    after = "…" if end < len(text) else ""
    moved = start - len(before)
    return f"{before}{text[start:end]}{after}", first - moved, min(last, end) - moved
