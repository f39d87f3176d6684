"""Text of others in Markdown, where nothing of it may be more than text.

A forge links more than Markdown does, and looks for it in what Markdown has become: names after
`@`, numbers after `#`, hashes of commits, addresses. It leaves code alone. So whatever is no plain
word stands in a code span, in which the few characters that could end the span, or a cell of a
table, or begin HTML for a careless reader, are written as their codes.
"""

import re
from typing import Final

from rulecheck.reports.escaping import code_of, flowing, printable

_ENCLOSED: Final = re.compile(r"([(\"“‘']*)(.*?)([)\"”’'.,:;?…]*)")
"""A word with the signs before and behind it that mean nothing to Markdown."""

_PLAIN: Final = re.compile(r"[^\W_]+(?:[-–'’.,:;/+%][^\W_]+)*%?|[-–—=+]?")
"""A word, a number, several of them joined, or a sign that stands by itself."""

_LINKED: Final = re.compile(r"[0-9a-fA-F]{7,}|(?i:gh-|www\.).*|.*:.*:.*")
"""What looks plain and may be linked: hashes of commits, numbers of tasks, addresses, emoji."""

_QUOTED: Final = re.compile(r"`([^`]+)`")
"""What a message of the program quotes from a file, or says to write there."""

_ENDING: Final = re.compile(r"[`|<]")


def prose(text: str) -> str:
    """The text on one line; its plain words as they are, all others in code spans."""
    said = flowing(text)
    parts = []
    end = 0
    for quoted in _QUOTED.finditer(said):
        parts += [_words(said[end : quoted.start()]), code(quoted[1])]
        end = quoted.end()
    return "".join((*parts, _words(said[end:])))


def _words(text: str) -> str:
    return " ".join(map(_word, text.split(" ")))


def _word(word: str) -> str:
    enclosed = _ENCLOSED.fullmatch(word)
    before, inner, behind = ("", word, "") if enclosed is None else enclosed.groups()
    if _PLAIN.fullmatch(inner) and not _LINKED.fullmatch(inner):
        return word
    return f"{before}{code(inner)}{behind}"


def code(text: str) -> str:
    """The text, which is not empty, in a code span."""
    return f"`{_ENDING.sub(lambda match: code_of(match[0]), printable(text))}`"
