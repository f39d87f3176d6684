"""Making text from proposals harmless: nothing in it may steer a terminal or hide from a reader."""

import unicodedata

_HIDING = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that are no text: controls, formats such as direction marks, separators."""


def printable(text: str) -> str:
    """The text on one line, each character that steers or hides written as its code."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    if character == "\t":
        return " "
    if unicodedata.category(character) not in _HIDING:
        return character
    return f"\\u{{{ord(character):x}}}"
