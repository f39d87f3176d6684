"""What a scalar without quotation marks means, where every YAML reader agrees on it.

YAML 1.1, YAML 1.2 and the readers in use differ on numbers, times and booleans: `3E001` is text
to one and 30 to the next. Whatever any of them may read differently is refused.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rulecheck.documents.nodes import Value
from rulecheck.documents.problems import shown


@dataclass(frozen=True, slots=True, eq=False)
class Unclear:
    """A scalar without one meaning: what is wrong with it and what to write instead."""

    message: str
    hint: str


_CONSTANTS: dict[str, Value] = {
    "": None,
    "~": None,
    "null": None,
    "true": True,
    "false": False,
}

_NUMBER_STARTS = frozenset("+-.0123456789")
"""What begins all that any reader takes as a number, a date or a time."""

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

# Looked for only in what is none of the above.
_LOOSE_DATE = re.compile(
    r"""[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}
        (?: (?:[Tt]|[ \t]+) [0-9]{1,2} (?: :[0-9]{1,2} )* (?: \.[0-9]* )?
            (?: [ \t]* (?: [Zz] | [-+][0-9]{1,2} (?: :?[0-9]{2} )? ) )?
        )?""",
    re.VERBOSE,
)
_TIME = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-9]{1,2})+(?:\.[0-9_]*)?")
_LOOSE_NUMBER = re.compile(
    r"""[-+]?(?: 0[bB][01]+
               | 0[oO][0-7]+
               | 0[xX][0-9a-fA-F]+
               | (?: [0-9]+ (?: \.[0-9]* )? | \.[0-9]+ ) (?: [eE][-+]?[0-9]+ )?
        )""",
    re.VERBOSE,
)
_GROUPING = re.compile(r"(?<=[0-9a-fA-F.xXoObB])[_,]+")
_NOT_A_NUMBER = re.compile(r"[-+]?\.(?:inf|nan)", re.IGNORECASE)
_THOUSANDS = re.compile(r"[-+]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")
_PLAIN_DIGITS = re.compile(r"\+?(-?)0*([0-9]*)(\.[0-9]+)?\.?")


def resolve(text: str, max_digits: int) -> Value | Unclear:
    """The value of a scalar written without quotation marks.

    Numbers are kept exactly; one of more than `max_digits` digits is `Unclear`.
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in _NUMBER_STARTS:
        return _unclear_word(text) or text
    if _INTEGER.fullmatch(text) or _DECIMAL.fullmatch(text):
        return _number(text, max_digits)
    if _DATE.fullmatch(text):
        return _date(text)
    return _unclear_number(text) or text


def _number(text: str, max_digits: int) -> Value | Unclear:
    # Counted before converting: Python itself refuses very long integers, with an error of its own.
    digits = len(text) - text.count("-") - text.count(".")
    if digits > max_digits:
        return Unclear(
            f"a number of {digits} digits is too long; the limit is {max_digits}",
            "quote it if text is meant",
        )
    return Decimal(text) if "." in text else int(text)


def _date(text: str) -> Value | Unclear:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return Unclear(
            f"there is no such date as {text}",
            "write year-month-day, such as 2025-07-15, or quote it if text is meant",
        )


def _unclear_word(text: str) -> Unclear | None:
    """Why readers disagree on a word; `None` where to all of them it is the same text."""
    word = text.lower()
    if word in _CONSTANTS:
        return Unclear(
            f"{text} is {word} to some YAML readers and text to others",
            f'write {word} in small letters, or "{text}" in quotes if text is meant',
        )
    if text == "=":
        return Unclear("a bare = has a special meaning in YAML", 'put it in quotes: "="')
    if text == "<<":
        return Unclear("merge keys (<<) are not accepted", "write the keys out where they belong")
    return None


def _unclear_number(text: str) -> Unclear | None:
    """Why readers disagree on what may be a number or a time; `None` where it is text to all."""
    if _NOT_A_NUMBER.fullmatch(text):
        return Unclear(
            f"{text} is not accepted as a number",
            "write a finite number, or leave the value out if it is not known",
        )
    if _LOOSE_DATE.fullmatch(text):
        meaning = "a time" if ":" in text else "a date"
        return Unclear(
            f"{shown(text)} is {meaning} to some YAML readers and text to others",
            "write a date as year-month-day, such as 2025-07-05, or quote it if text is meant",
        )
    if _TIME.fullmatch(text):
        return Unclear(
            f"{shown(text)} is a number counted in sixties to some YAML readers and text to others",
            f'put it in quotes: "{shown(text)}"',
        )
    if _LOOSE_NUMBER.fullmatch(_GROUPING.sub("", text)):
        return Unclear(
            f"{shown(text)} is not the same number, or not a number at all, to every YAML reader",
            f'write "{shown(text)}" in quotes if text is meant, '
            f"or the number {_in_plain_digits(text)}",
        )
    return None


def _in_plain_digits(text: str) -> str:
    """How to write the number that was probably meant, as far as that can be told.

    A comma may stand before thousands or, in much of the world, before the fraction.
    """
    match = _PLAIN_DIGITS.fullmatch(_GROUPING.sub("", text))
    if match is None or ("," in text and not _THOUSANDS.fullmatch(text)):
        return "in plain digits, such as 1250 or 1.5"
    sign, whole, fraction = match.groups()
    return "as " + shown(f"{sign}{whole or '0'}{fraction or ''}")
