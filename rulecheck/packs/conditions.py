"""The condition tree of the rule language: data that names facts, compared and combined.

It says nothing of how it is evaluated; the evaluators in `rulecheck.engine` each read it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, unique
from fractions import Fraction
from math import prod
from typing import Final, assert_never

Literal = bool | str | Fraction | date | tuple[str, ...]
"""What a fact can be compared with; a tuple is a list of words."""


@unique
class Operator(StrEnum):
    """How a fact is compared."""

    EQUALS = "equals"
    IN = "in"
    NOT_IN = "not_in"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"
    ON_OR_AFTER = "on_or_after"
    AFTER = "after"
    ON_OR_BEFORE = "on_or_before"
    BEFORE = "before"
    INCLUDES_ANY = "includes_any"
    INCLUDES_ALL = "includes_all"
    INCLUDES_NONE = "includes_none"


OPPOSITES: Final[Mapping[Operator, Operator]] = {
    one: other
    for pair in (
        (Operator.IN, Operator.NOT_IN),
        (Operator.AT_LEAST, Operator.LESS_THAN),
        (Operator.MORE_THAN, Operator.AT_MOST),
        (Operator.ON_OR_AFTER, Operator.BEFORE),
        (Operator.AFTER, Operator.ON_OR_BEFORE),
        (Operator.INCLUDES_ANY, Operator.INCLUDES_NONE),
    )
    for one, other in (pair, pair[::-1])
}
"""The operator that holds exactly where the other does not, for those that have one."""


@dataclass(frozen=True, slots=True)
class ParameterReference:
    """The value that a parameter of the pack has on the proposal's date."""

    parameter: str


@dataclass(frozen=True, slots=True)
class FactReference:
    """The value of another fact that the rule's subject sees."""

    fact: str


Operand = Literal | ParameterReference | FactReference


@dataclass(frozen=True, slots=True)
class Comparison:
    """One fact against a literal, a parameter or another fact."""

    fact: str
    operator: Operator
    operand: Operand


@dataclass(frozen=True, slots=True)
class AllOf:
    """True if every part is."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True if one part is."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """True if its part is false."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class Meets:
    """A condition that `definitions.yaml` writes out once, under a name."""

    definition: str
    condition: "Condition"


Condition = Comparison | AllOf | AnyOf | Not | Meets

ALWAYS: Final = AllOf(())
"""A condition that is true whatever the facts; no pack can write it."""
NEVER: Final = AnyOf(())
"""A condition that is false whatever the facts; no pack can write it."""


def inside(condition: Condition) -> tuple[Condition, ...]:
    """The parts that a condition joins, negates or names; none of a comparison."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            return parts
        case Not(part) | Meets(_, part):
            return (part,)
        case Comparison():
            return ()
        case _:
            assert_never(condition)


def comparisons(condition: Condition) -> Iterator[Comparison]:
    """Every comparison in the tree, in the order in which it is written."""
    if isinstance(condition, Comparison):
        yield condition
    for part in inside(condition):
        yield from comparisons(part)


def opposite(comparison: Comparison) -> Comparison | None:
    """The comparison that is true exactly where this one is false, if it can be written as one."""
    fact, operator, operand = comparison.fact, comparison.operator, comparison.operand
    if isinstance(operand, bool):
        return Comparison(fact, operator, not operand)
    return Comparison(fact, OPPOSITES[operator], operand) if operator in OPPOSITES else None


def with_parameters(condition: Condition, value_of: Callable[[str], Literal]) -> Condition:
    """The condition with each parameter replaced by the value that `value_of` gives for it."""
    match condition:
        case Comparison(fact, operator, ParameterReference(parameter)):
            return Comparison(fact, operator, value_of(parameter))
        case Comparison():
            return condition
        case AllOf(parts):
            return AllOf(tuple(with_parameters(part, value_of) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(with_parameters(part, value_of) for part in parts))
        case Not(part):
            return Not(with_parameters(part, value_of))
        case Meets(definition, part):
            return Meets(definition, with_parameters(part, value_of))


def compared_facts(comparison: Comparison) -> tuple[str, ...]:
    """The one or two facts that the comparison is about."""
    if isinstance(comparison.operand, FactReference):
        return (comparison.fact, comparison.operand.fact)
    return (comparison.fact,)


MOST_ALTERNATIVES = 60
"""In how many ways a condition may be true, or false: an engine holds 64 matches at once."""


def alternatives(condition: Condition, wanted: bool) -> int:
    """In how many ways at most the condition can be true at once, or false.

    An `any` of three is true in up to three ways, an `all` of two such in up to nine. Words of a
    set count each; of a single word, only one can match. Parameters must be filled in.
    """
    match condition:
        case AllOf(parts):
            ways = [alternatives(part, wanted) for part in parts]
            return prod(ways) if wanted else sum(ways)
        case AnyOf(parts):
            ways = [alternatives(part, wanted) for part in parts]
            return sum(ways) if wanted else prod(ways)
        case Not(part):
            return alternatives(part, not wanted)
        case Meets(_, part):
            return alternatives(part, wanted)
        case Comparison(_, operator, operand):
            words = len(operand) if isinstance(operand, tuple) else 1
            each_counts = _COUNTS_EACH.get(operator)
            return words if each_counts is wanted else 1
        case _:
            assert_never(condition)


_COUNTS_EACH = {
    Operator.INCLUDES_ANY: True,
    Operator.INCLUDES_ALL: False,
    Operator.INCLUDES_NONE: False,
}
"""Whether each word of the list can make the comparison true, or false, by itself."""
