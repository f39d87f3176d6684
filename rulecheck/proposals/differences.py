"""In what two versions of a proposal differ, by what they state and not by how they are written.

The elements of a list are known again by what names them, so that one added in front moves no
other. Differences that only make sense together are one change: what a drafter does in one stroke.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from rulecheck.documents import Pointer
from rulecheck.documents.validation import Frozen
from rulecheck.proposals.revising import ABSENT, Absent, Data

THINGS: Final = frozenset({"items", "inventory", "parties", "changes", "diplomacy"})
"""Lists of things that each stand for themselves. Any other list is one statement as a whole:
conditions close a license together, lots make up a quantity, legs a route."""

SUPPLY: Final = frozenset({"quantity", "approved_quantity", "lots"})
"""Fields of an item that are one statement: how many units go, and which."""

PROSE: Final = frozenset(
    {
        "title",
        "application.number",
        "application.applicant.name",
        "decision.conditions.text",
        "transaction.end_use",
        "inventory.attested_by",
        "parties.end_use_check.by",
        "parties.red_flags.flag",
        "parties.screening.because",
        "linkage.evidence",
    }
)
"""Fields that are for readers and decide nothing."""

_NAMED_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "conditions": ("type",),
    "throughput": ("bits",),
    "screening": ("entry",),
    "diplomacy": ("country", "step"),
}
"""What names the elements of a list where they have no id."""


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a list by its name, whatever its place.

    The name is its id, its word or what else sets it apart, and its place where nothing does. Of
    several elements of one name each has its `occurrence`, from 1.
    """

    name: str
    occurrence: int = 1


Path: TypeAlias = tuple[str | Element, ...]
"""A path in a proposal that is the same in every version of it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place at which two versions state something else, or only one states anything."""

    path: Path
    old: Frozen | Absent
    new: Frozen | Absent
    old_at: Pointer | None
    """Where it stands, or would stand, in the old version; `None` if what it is in is not there."""
    new_at: Pointer | None

    @property
    def is_prose(self) -> bool:
        """Whether it is for readers alone and decides nothing."""
        keys = [step for step in self.path if isinstance(step, str)]
        return ".".join(keys) in PROSE

    @property
    def undone(self) -> "Difference":
        """The way back."""
        return Difference(self.path, self.new, self.old, self.new_at, self.old_at)


@dataclass(frozen=True, slots=True)
class Change:
    """Differences that are one statement."""

    path: Path
    parts: tuple[Difference, ...]

    @property
    def is_prose(self) -> bool:
        """Whether all of it is for readers alone."""
        return all(part.is_prose for part in self.parts)


def changes(old: Data, new: Data) -> tuple[Change, ...]:
    """Everything in which two versions of a proposal differ, in the order of the old one.

    The proposal's own id is no change. Proposals of different kinds have no statement in common,
    so that all in which they differ is one change.
    """
    are_alike = old.get("kind") == new.get("kind")
    gathered: dict[Path, list[Difference]] = {}
    for part in _differences(ByName.of(old), ByName.of(new)):
        gathered.setdefault(_statement(part.path) if are_alike else (), []).append(part)
    return tuple(_change(path, tuple(parts)) for path, parts in gathered.items())


def _change(path: Path, parts: tuple[Difference, ...]) -> Change:
    """The change of a statement, named after the one place that differs if there is but one."""
    is_named_well = len(parts) > 1 and any(part.path[: len(path)] == path for part in parts)
    return Change(path if is_named_well else parts[0].path, parts)


def _statement(path: Path) -> Path:
    """The statement that a place is part of."""
    match path:
        case ("items", Element() as item, str() as field, *_) if field in SUPPLY:
            return ("items", item, "lots")
        case _:
            pass
    for end, step in enumerate(path[1:], start=1):
        if isinstance(step, Element) and path[end - 1] not in THINGS:
            return path[:end]
    return path


def with_differences(stated: "ByName", parts: Iterable[Difference]) -> Data:
    """What is stated once each place states what the new version does.

    An element that comes stands behind the others. Raises `LookupError` where what a place is in
    can't be made.
    """
    for part in parts:
        stated = _with(stated, part.path, part.new)
    return _plain_keys(stated)


def _with(node: "ByName", path: Path, value: Frozen | Absent) -> "ByName":
    """A copy in which the value stands at the path; what it has nothing to do with is shared."""
    step, *deeper = path
    copy = type(node)(node)
    if deeper:
        below = node.get(step, ByName())
        if not isinstance(below, ByName):
            raise LookupError(f"nothing can stand in {step}")
        copy[step] = _with(below, tuple(deeper), value)
    elif value is ABSENT:
        copy.pop(step, None)
    else:
        copy[step] = _named(value, step)
    return copy


# -- what is stated, by name --------------------------------------------------------------------


class ByName(dict[str | Element, "_Named"]):
    """What is stated under keys."""

    @classmethod
    def of(cls, data: Data) -> "ByName":
        """The data, with the elements of its lists under their names."""
        return cls({key: _named(each, key) for key, each in data.items()})


class _Elements(ByName):
    """A list: what its elements state, each under its name, in their order."""


_Named: TypeAlias = Frozen | ByName
"""What is stated, with `ByName` for mappings and lists. A range is a value."""


def _named(node: Frozen, key: str | Element) -> _Named:
    match node:
        case {"between": _}:
            return node
        case dict():
            return ByName.of(node)
        case tuple():
            named_by = _NAMED_BY.get(key, ("id",)) if isinstance(key, str) else ()
            elements, count = _Elements(), Counter[str]()
            for place, each in enumerate(node):
                name = _name(each, named_by) or str(place)
                count[name] += 1
                element = Element(name, count[name])
                elements[element] = _named(each, element)
            return elements
        case _:
            return node


def _name(node: Frozen, named_by: tuple[str, ...]) -> str | None:
    """What sets an element apart, if anything does; a word is its own name."""
    if not isinstance(node, dict):
        return str(node)
    stated = [str(node[key]) for key in named_by if key in node]
    return " ".join(stated) or None


def _plain_keys(keys: ByName) -> Data:
    """The keys under which anything is stated."""
    found = {str(key): _plain(each) for key, each in keys.items()}
    return {key: each for key, each in found.items() if each != {}}


def _plain(node: _Named) -> Frozen:
    match node:
        case _Elements():
            return tuple(_plain(each) for each in node.values())
        case ByName():
            return _plain_keys(node)
        case _:
            return node


# -- what differs -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    """A path, and where it leads in each version."""

    path: Path
    old_at: Pointer | None
    new_at: Pointer | None


def _differences(
    old: ByName, new: ByName, place: _Place = _Place((), (), ())
) -> Iterator[Difference]:
    old_steps, new_steps = _steps(old), _steps(new)
    for step in dict.fromkeys((*old, *new)):
        below = _Place(
            (*place.path, step),
            _stepped(place.old_at, step, old_steps),
            _stepped(place.new_at, step, new_steps),
        )
        if below.path != ("id",):
            yield from _difference(old.get(step, ABSENT), new.get(step, ABSENT), below)


def _steps(inside: ByName) -> Mapping[str | Element, int]:
    return {step: place for place, step in enumerate(inside)}


def _stepped(
    at: Pointer | None, step: str | Element, steps: Mapping[str | Element, int]
) -> Pointer | None:
    """The pointer one step further; nowhere, if that is an element which is not there."""
    if at is None:
        return None
    if isinstance(step, str):
        return (*at, step)
    return (*at, steps[step]) if step in steps else None


def _difference(old: _Named | Absent, new: _Named | Absent, place: _Place) -> Iterator[Difference]:
    # A section is no more than what is in it; an element, or a list, that is there says something.
    is_section = isinstance(place.path[-1], str)
    if is_section and old is ABSENT and type(new) is ByName:
        old = ByName()
    if is_section and new is ABSENT and type(old) is ByName:
        new = ByName()
    if isinstance(old, ByName) and isinstance(new, ByName):
        yield from _differences(old, new, place)
    elif old is ABSENT or new is ABSENT or _value(old) != _value(new):
        yield Difference(place.path, _stated(old), _stated(new), place.old_at, place.new_at)


def _stated(node: _Named | Absent) -> Frozen | Absent:
    return ABSENT if node is ABSENT else _plain(node)


def _value(node: _Named) -> _Named:
    """The value; a range without width is the number or the date at which its ends are."""
    match node:
        case {"between": (low, high)} if low == high:
            return low
        case _:
            return node
