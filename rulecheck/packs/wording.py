"""Conditions in words: short ones for those who write rules, plain ones for those who read them."""

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final, assert_never

from rulecheck.packs.conditions import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    FactReference,
    Meets,
    Not,
    Operand,
    Operator,
    ParameterReference,
    inside,
)
from rulecheck.packs.model import Pack
from rulecheck.packs.templates import literal_in_words
from rulecheck.vocabulary.facts import FACTS

ParameterWords = Callable[[str], str]
"""How a parameter is named where a condition compares with it."""

ComparisonWords = Callable[[Comparison], str]
"""How a comparison is put into words."""

RELATIONS: Final = {
    Operator.EQUALS: "",
    Operator.IN: "one of",
    Operator.NOT_IN: "none of",
    Operator.AT_LEAST: "at least",
    Operator.MORE_THAN: "more than",
    Operator.AT_MOST: "at most",
    Operator.LESS_THAN: "less than",
    Operator.ON_OR_AFTER: "on or after",
    Operator.AFTER: "after",
    Operator.ON_OR_BEFORE: "on or before",
    Operator.BEFORE: "before",
    Operator.INCLUDES_ANY: "one or more of",
    Operator.INCLUDES_ALL: "all of",
    Operator.INCLUDES_NONE: "none of",
}
"""What stands between a fact and what it is compared with."""

_RELATIONS_TO_ONE: Final = {
    Operator.IN: "",
    Operator.NOT_IN: "anything but",
    Operator.INCLUDES_ANY: "includes",
    Operator.INCLUDES_ALL: "includes",
    Operator.INCLUDES_NONE: "does not include",
}
"""What is said in plain words where the list has one word."""

_RELATIONS_TO_SEVERAL: Final = {
    Operator.NOT_IN: "anything but",
    Operator.INCLUDES_ANY: "includes at least one of",
    Operator.INCLUDES_ALL: "includes all of",
    Operator.INCLUDES_NONE: "includes none of",
}
"""What is said in plain words instead of what rule authors read."""

_VERBS: Final = {
    Operator.INCLUDES_ANY: "includes",
    Operator.INCLUDES_ALL: "includes",
    Operator.INCLUDES_NONE: "includes",
}
"""What stands between a fact and its relation; `is` for all others."""


def by_name(parameter: str) -> str:
    """A parameter named as a rule names it."""
    return f"{{parameter: {parameter}}}"


def valued_on(pack: Pack, day: date) -> ParameterWords:
    """Parameters by their value on the day, with their name and whose judgement it is."""

    def words(parameter: str) -> str:
        value = pack.parameters[parameter].at(day)
        return f"{literal_in_words(value.value)} [{parameter}, {value.basis.value}]"

    return words


def brief(comparison: Comparison, parameter: ParameterWords = by_name) -> str:
    """A comparison in the names that rules use, as in `lot.stage is none of: finished`."""
    verb = _VERBS.get(comparison.operator, "is")
    relation = RELATIONS[comparison.operator]
    right = _operand(comparison.operand, parameter)
    unit = _unit(comparison)
    if comparison.operator is Operator.EQUALS:
        return f"{comparison.fact} {verb} {right}{unit}"
    colon = ":" if isinstance(comparison.operand, tuple) else ""
    return f"{comparison.fact} {verb} {relation}{colon} {right}{unit}"


def plainly(comparison: Comparison, parameter: ParameterWords = by_name) -> str:
    """A comparison in the meaning of its fact, for people who do not know the names of facts."""
    spec = FACTS[comparison.fact]
    operand = comparison.operand
    if isinstance(operand, bool):
        lead = "" if operand else "Not so: "
        return f"{lead}{spec.meaning} ({comparison.fact})"
    match operand:
        case FactReference(fact):
            right = f"{FACTS[fact].meaning} ({fact})"
        case _:
            right = _operand(operand, parameter)
    # A parameter's words end with its name, so the unit stands where the fact is named.
    is_parameter = isinstance(operand, ParameterReference)
    measured = f", in {spec.unit}" if spec.unit and is_parameter else ""
    relation = _plain_relation(comparison)
    said = f"{relation} {right}".lstrip()
    return f"{spec.meaning} ({comparison.fact}{measured}): {said}{_unit(comparison)}"


def _plain_relation(comparison: Comparison) -> str:
    operator = comparison.operator
    words = comparison.operand
    is_one = isinstance(words, tuple) and len(words) == 1
    special = _RELATIONS_TO_ONE if is_one else _RELATIONS_TO_SEVERAL
    return special.get(operator, RELATIONS[operator])


def _unit(comparison: Comparison) -> str:
    unit = FACTS[comparison.fact].unit
    return f" {unit}" if unit and isinstance(comparison.operand, Fraction) else ""


def _operand(operand: Operand, parameter: ParameterWords) -> str:
    match operand:
        case ParameterReference(name):
            return parameter(name)
        case FactReference(fact):
            return fact
        case _:
            return literal_in_words(operand)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a condition in words: how deep it stands, and the part that it is about."""

    depth: int
    text: str
    condition: Condition


def head(condition: Condition, words: ComparisonWords = brief) -> str:
    """The condition without what stands inside it: a comparison, or what joins the parts."""
    match condition:
        case Comparison():
            return words(condition)
        case AllOf():
            return "all of:"
        case AnyOf():
            return "one or more of:"
        case Not():
            return "not:"
        case Meets(definition, _):
            return f"meets {definition}:"
        case _:
            assert_never(condition)


def outline(condition: Condition, words: ComparisonWords = brief, depth: int = 0) -> Iterator[Line]:
    """The condition as lines that nest, definitions unfolded, in the order in which it is written.

    `words` puts each comparison into words.
    """
    yield Line(depth, head(condition, words), condition)
    for part in inside(condition):
        yield from outline(part, words, depth + 1)


def in_one_line(condition: Condition, words: ComparisonWords = brief) -> str:
    """The condition on one line; definitions by their names."""
    match condition:
        case Comparison():
            return words(condition)
        case AllOf(parts):
            return " and ".join(_bracketed(part, words) for part in parts)
        case AnyOf(parts):
            return " or ".join(_bracketed(part, words) for part in parts)
        case Not(part):
            return f"not {_bracketed(part, words)}"
        case Meets(definition, _):
            return f"meets {definition}"
        case _:
            assert_never(condition)


def _bracketed(condition: Condition, words: ComparisonWords) -> str:
    text = in_one_line(condition, words)
    joins = isinstance(condition, AllOf | AnyOf) and len(condition.parts) > 1
    return f"({text})" if joins else text


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition in plain words: what it says, and the clauses that it joins."""

    words: str
    condition: Condition
    parts: tuple["Clause", ...] = ()


def in_prose(condition: Condition, pack: Pack, day: date) -> Clause:
    """The condition in plain words, definitions by their meaning and parameters by their value."""
    parameter = valued_on(pack, day)

    def clause(part: Condition) -> Clause:
        match part:
            case Comparison():
                return Clause(plainly(part, parameter), part)
            case AllOf(parts):
                return Clause("all of these hold", part, tuple(map(clause, parts)))
            case AnyOf(parts):
                return Clause("at least one of these holds", part, tuple(map(clause, parts)))
            case Not(inner):
                return Clause("Not so", part, (clause(inner),))
            case Meets(name, inner):
                meaning = pack.definitions[name].meaning
                return Clause(f"{meaning} ({name})", part, (clause(inner),))
            case _:
                assert_never(part)

    return clause(condition)


def read_out(clause: Clause, told: Container[str] = frozenset(), depth: int = 0) -> Iterator[Line]:
    """The clause as lines that nest; a negation or a definition shares the line of its part.

    Definitions in `told` are named and not unfolded: the reader has seen what they say.
    """
    text, last = clause.words, clause
    while isinstance(last.condition, Not | Meets):
        if isinstance(last.condition, Meets) and last.condition.definition in told:
            yield Line(depth, f"{text}, as above", last.condition)
            return
        (part,) = last.parts
        text += _link(last.condition, part.condition) + part.words
        last = part
    yield Line(depth, f"{text}:" if last.parts else text, last.condition)
    for part in last.parts:
        yield from read_out(part, told, depth + 1)


def definitions_in(condition: Condition) -> Iterator[str]:
    """Names of the definitions that the condition meets, those inside them too."""
    match condition:
        case Comparison():
            return
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from definitions_in(part)
        case Not(part):
            yield from definitions_in(part)
        case Meets(definition, part):
            yield definition
            yield from definitions_in(part)
        case _:
            assert_never(condition)


def _link(outer: Not | Meets, inner: Condition) -> str:
    """What stands between a negation or a definition and its part."""
    joins = isinstance(inner, AllOf | AnyOf)
    match outer:
        case Not():
            return " that " if joins else ": "
        case Meets():
            return ", that is, " if joins else ", that is: "
        case _:
            assert_never(outer)
