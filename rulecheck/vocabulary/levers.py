"""What the drafter decides: the fields of a proposal that a repair may state otherwise.

Everything else is a fact about the world. Who the end user is, what a chip can do, where a lot
stands in its manufacture, whether a decision was traded: no edit of the draft changes that.
"""

from collections.abc import Mapping
from enum import StrEnum, unique
from typing import Final

from rulecheck.vocabulary.enums import Action, Direction, Kind

Path = tuple[str, ...]
"""Keys from the root of a proposal down to a field; the places in lists are left out."""

WORDS: Final[Mapping[Path, tuple[str, ...]]] = {
    ("decision", "action"): tuple(Action),
    ("changes", "direction"): tuple(Direction),
}
"""Levers that are one of a closed set of words."""

TRUTHS: Final[Mapping[Kind, tuple[Path, ...]]] = {
    Kind.LICENSE_DECISION: (
        ("decision", "covers_future_production"),
        ("decision", "covers_future_products"),
        ("items", "lots", "approved"),
    ),
    Kind.POLICY_ACTION: (
        ("changes", "covers_future_products"),
        ("changes", "limited_to_inventory"),
    ),
}
"""Levers that are true or false."""

DAYS: Final[tuple[Path, ...]] = (("review", "next_review"), ("review", "moratorium_until"))
"""Levers that are a date, or `none`."""

LEVERS: Final[Mapping[Kind, frozenset[Path]]] = {
    Kind.LICENSE_DECISION: frozenset(
        {
            ("decision", "action"),
            ("decision", "conditions"),
            ("items", "approved_quantity"),
            *TRUTHS[Kind.LICENSE_DECISION],
            *DAYS,
        }
    ),
    Kind.POLICY_ACTION: frozenset({("changes", "direction"), *TRUTHS[Kind.POLICY_ACTION], *DAYS}),
}
"""Every lever of each kind of proposal."""


@unique
class Allowance(StrEnum):
    """What a repair does only where the drafter asks for it: it makes another decision."""

    ACTION = "action"
    """Refuse what the draft would grant."""
    DIRECTION = "direction"
    """Turn a change of the controls around."""


ALLOWED_WITH: Final[Mapping[Path, Allowance]] = {
    ("decision", "action"): Allowance.ACTION,
    ("changes", "direction"): Allowance.DIRECTION,
}
"""Levers that make another decision: they are stated otherwise only where that is allowed."""
