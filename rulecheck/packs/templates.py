"""Texts of a pack with names in braces, and what is put in their place."""

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Final, assert_never

from rulecheck.packs.conditions import Literal
from rulecheck.vocabulary.display import shown
from rulecheck.vocabulary.ranges import exactly, on

PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
"""A name in a message, for which a value is put: a fact, or `parameter.` and a parameter."""

PARAMETER: Final = "parameter."
"""What the name of a parameter begins with there."""


def filled(template: str, value: Callable[[str], str | None]) -> str:
    """The template with the value of each name between braces; `None` leaves it as it is."""

    def fill(match: re.Match[str]) -> str:
        found = value(match.group(1))
        return match.group(0) if found is None else found

    return PLACEHOLDER.sub(fill, template)


def literal_in_words(value: Literal) -> str:
    """A literal or a parameter's value as people read it."""
    match value:
        case tuple():
            return ", ".join(value)
        case bool() | str():
            return shown(value)
        case date():
            return shown(on(value))
        case Fraction():
            return shown(exactly(value))
        case _:
            assert_never(value)
