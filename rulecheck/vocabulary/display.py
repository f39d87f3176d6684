"""Values as people read them, and as they write them."""

import json
import re
from datetime import date
from fractions import Fraction

from rulecheck.vocabulary import FactValue
from rulecheck.vocabulary.members import Members
from rulecheck.vocabulary.ranges import Range, plain_number

UNKNOWN = "unknown"

_PLAIN_WORD = re.compile(r"[a-zA-Z][a-zA-Z_]*")
"""Text that needs no quotes in YAML, if it is none of the words below."""

_WORDS_OF_YAML = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n", UNKNOWN})


def shown(value: FactValue) -> str:
    """A fact's value in a message: exact, or as the range that it lies in, or `unknown`."""
    match value:
        case None:
            return UNKNOWN
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case Range():
            return _range(value.low, value.high)
        case Members():
            return _members(value)


def _range(low: Fraction | date | None, high: Fraction | date | None) -> str:
    if low is not None and low == high:
        return _end(low)
    if low is None:
        return UNKNOWN if high is None else f"at most {_end(high)}"
    if high is None:
        return f"at least {_end(low)}"
    first, last = _end(low), _end(high)
    # A quotient that does not end is a range narrower than what is printed of it.
    return first if first == last else f"{first} to {last}"


def _end(end: Fraction | date) -> str:
    return end.isoformat() if isinstance(end, date) else plain_number(end)


def _members(value: Members) -> str:
    known = ", ".join(sorted(value.certain))
    if value.is_known:
        return known or "none"
    return f"{known}, perhaps others" if known else UNKNOWN


def as_written(value: FactValue) -> str:
    """A fact's value as rule tests write it: YAML on one line."""
    match value:
        case None:
            return UNKNOWN
        case bool():
            return "true" if value else "false"
        case str():
            return _quoted_where_needed(value)
        case Range():
            if value.exact is not None:
                return _written_end(value.exact)
            return f"{{between: [{_written_end(value.low)}, {_written_end(value.high)}]}}"
        case Members():
            return f"[{', '.join(map(_quoted_where_needed, sorted(value.certain)))}]"


def _quoted_where_needed(text: str) -> str:
    if _PLAIN_WORD.fullmatch(text) and text.casefold() not in _WORDS_OF_YAML:
        return text
    return json.dumps(text, ensure_ascii=False)


def _written_end(end: Fraction | date | None) -> str:
    return UNKNOWN if end is None else _end(end).replace(",", "")
