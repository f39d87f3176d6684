"""What the tests of a pack have to show, and what of it they do not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, unique
from pathlib import Path
from typing import Protocol, TypeVar

from rulecheck.documents import Pointer, Position, parse


@unique
class Kind(StrEnum):
    """What kind of thing is to be shown, as a count names it."""

    CONDITION = "conditions both ways"
    BOUNDARY = "boundaries"
    OUTCOME = "outcomes"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a pack: a file inside its folder, and a path in that file."""

    file: str
    pointer: Pointer

    def below(self, *steps: str | int) -> "Place":
        """The place to which the steps lead from here."""
        return Place(self.file, (*self.pointer, *steps))


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


def positions(folder: Path, places: Iterable[Place]) -> dict[Place, Position]:
    """Line and column of each place. The folder holds a pack that has been loaded."""
    found = {}
    documents = {}
    for place in places:
        if place.file not in documents:
            documents[place.file] = parse(place.file, (folder / place.file).read_bytes())[0]
        found[place] = documents[place.file].find(place.pointer).span.start
    return found


class _Dated(Protocol):
    @property
    def since(self) -> date: ...


D = TypeVar("D", bound=_Dated)


def in_force(dated: Sequence[D], day: date) -> Sequence[D]:
    """What holds on the day or later, of what is in the order of its dates."""
    past = sum(each.since <= day for each in dated)
    return dated[max(0, past - 1) :]
