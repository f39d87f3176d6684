"""The parts of a condition, and whether they matter for what it comes to."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from rulecheck.authoring.eras import Eras
from rulecheck.documents import Pointer
from rulecheck.engine.tables import TruthTable
from rulecheck.packs.conditions import (
    ALWAYS,
    NEVER,
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Meets,
    Not,
)

ComesTo = Callable[[TruthTable, Mapping[str, Condition]], Sequence[int]]
"""In which cells the conditions come to what: a column for each thing that they can come to."""


@dataclass(frozen=True, slots=True)
class Pointless:
    """A part of a condition that makes no difference."""

    condition: str
    """The name of the whole condition."""
    at: Pointer
    """The way to the part in it."""
    part: Condition
    stand_in: Condition
    """`ALWAYS` or `NEVER`: what can stand in its place."""


def pointless(eras: Eras, comes_to: ComesTo) -> Iterator[Pointless]:
    """The outermost parts of the conditions without which all comes to the same.

    What is found is left out at once: of two parts that say the same, one is pointless. A whole
    condition is left to other lints, or is none: a rule may apply always.
    """
    left = dict(eras.conditions)

    def is_the_same(changed: Mapping[str, Condition], tables: Mapping[date, TruthTable]) -> bool:
        return all(
            comes_to(table, eras.filled(changed, day)) == comes_to(table, eras.filled(left, day))
            for day, table in tables.items()
        )

    def found_in(name: str, at: Pointer, condition: Condition) -> Iterator[Pointless]:
        # The last ones first, so that what is said again goes, and not what is said first.
        for step, part in reversed(parts_of(condition)):
            inside = (*at, *step)
            for constant in (ALWAYS, NEVER):
                changed = {**left, name: replaced(left[name], inside, constant)}
                if is_the_same(changed, eras.tables) and is_the_same(changed, eras.open_tables):
                    left.update(changed)
                    yield Pointless(name, inside, part, constant)
                    break
            else:
                yield from found_in(name, inside, part)

    for name, condition in eras.conditions.items():
        constant = any(is_the_same({**left, name: each}, eras.tables) for each in (ALWAYS, NEVER))
        if not constant:
            yield from sorted(found_in(name, (), condition), key=lambda found: found.at)


def parts_of(condition: Condition) -> Sequence[tuple[Pointer, Condition]]:
    """The parts that a condition joins or negates, with the way to each in its file.

    A definition is whole where it is met: it is written elsewhere.
    """
    match condition:
        case AllOf(parts):
            return [(("all", place), part) for place, part in enumerate(parts)]
        case AnyOf(parts):
            return [(("any", place), part) for place, part in enumerate(parts)]
        case Not(part):
            return [(("not",), part)]
        case Comparison() | Meets():
            return []
        case _:
            assert_never(condition)


def replaced(condition: Condition, at: Pointer, by: Condition) -> Condition:
    """The condition with the part that `at` leads to replaced."""
    if not at:
        return by
    parts = tuple(
        replaced(part, at[len(step) :], by) if at[: len(step)] == step else part
        for step, part in parts_of(condition)
    )
    match condition:
        case AllOf():
            return AllOf(parts)
        case AnyOf():
            return AnyOf(parts)
        case Not():
            return Not(parts[0])
        case Comparison() | Meets():
            raise LookupError(f"{condition} has no parts")
        case _:
            assert_never(condition)
