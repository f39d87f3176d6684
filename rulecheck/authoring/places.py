"""Where in the files of a pack something is written.

A loaded pack holds its entries in the order in which they are written. For line and column their
files are read once more, since only who has to point at them needs that.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rulecheck.documents import Pointer, Position, parse
from rulecheck.packs.model import Pack


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a pack: a file inside its folder, and a path in that file."""

    file: str
    pointer: Pointer

    def below(self, *steps: str | int) -> "Place":
        """The place to which the steps lead from here."""
        return Place(self.file, (*self.pointer, *steps))


def rule_places(pack: Pack) -> Mapping[str, Place]:
    """The place of each rule by its id."""
    return {
        rule.id: Place(f"{recommendation.id}.yaml", ("rules", number))
        for recommendation in pack.recommendations
        for number, rule in enumerate(recommendation.rules)
    }


def definition_places(pack: Pack) -> Mapping[str, Place]:
    """The place of each definition by its id."""
    return _places("definitions", pack.definitions)


def parameter_places(pack: Pack) -> Mapping[str, Place]:
    """The place of each parameter by its id."""
    return _places("parameters", pack.parameters)


def _places(name: str, ids: Iterable[str]) -> Mapping[str, Place]:
    return {each: Place(f"{name}.yaml", (name, number)) for number, each in enumerate(ids)}


def positions(folder: Path, places: Iterable[Place]) -> dict[Place, Position]:
    """Line and column of each place. The folder holds a pack that has been loaded."""
    found = {}
    documents = {}
    for place in places:
        if place.file not in documents:
            documents[place.file] = parse(place.file, (folder / place.file).read_bytes())[0]
        found[place] = documents[place.file].find(place.pointer).span.start
    return found
