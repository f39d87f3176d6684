"""Making text from proposals harmless: nothing in it may steer a program or hide from a reader."""

import re
import unicodedata
from typing import Final

_HIDING: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that are no text: controls, formats such as direction marks, separators."""

_COMMAND: Final = re.compile(r"::|##(?=\w*\[)")
"""What begins a command to the program that runs a job: `::error`, `##[group]`, `##vso[`."""


def printable(text: str) -> str:
    """The text on one line, each character that steers or hides written as its code."""
    if not text.isprintable():  # then nothing in it hides
        text = "".join(_visible(character) for character in text)
    return _COMMAND.sub(lambda match: f"{match[0][0]}{code_of(match[0][1])}", text)


def flowing(text: str) -> str:
    """Prose as one harmless line: runs of white space are one space, line ends as well."""
    return printable(" ".join(text.split()))


def _visible(character: str) -> str:
    if character == "\t":
        return " "
    return code_of(character) if unicodedata.category(character) in _HIDING else character


def code_of(character: str) -> str:
    """How a character is written that can't be shown."""
    return f"\\u{{{ord(character):x}}}"
