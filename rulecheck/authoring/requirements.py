"""What the tests of a pack have to show, and what of it they do not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, unique
from typing import Protocol, TypeVar

from rulecheck.authoring.places import Place


@unique
class Kind(StrEnum):
    """What kind of thing is to be shown, as a count names it."""

    CONDITION = "conditions both ways"
    BOUNDARY = "boundaries"
    OUTCOME = "outcomes"


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something that tests have to show, in one way or in several."""

    kind: Kind
    owner: str
    """The rule, definition or threshold that it is about."""
    place: Place
    ways: int
    gaps: tuple[str, ...]
    """The ways that no test shows, each in words."""


class _Dated(Protocol):
    @property
    def since(self) -> date: ...


D = TypeVar("D", bound=_Dated)


def in_force(dated: Sequence[D], day: date) -> Sequence[D]:
    """What holds on the day or later, of what is in the order of its dates."""
    past = sum(each.since <= day for each in dated)
    return dated[max(0, past - 1) :]
