"""Conditions and limits in the words of the rule language, on one line."""

from fractions import Fraction
from typing import assert_never

from rulecheck.packs.conditions import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    FactReference,
    Literal,
    Meets,
    Not,
    Operand,
    Operator,
    ParameterReference,
)
from rulecheck.packs.reference import Limit
from rulecheck.vocabulary.display import shown
from rulecheck.vocabulary.ranges import Number, plain_number


def condition_as_written(condition: Condition) -> str:
    """The condition, the parts of an `all` or `any` left out."""
    match condition:
        case Comparison(fact, Operator.EQUALS, operand):
            return f"{fact}: {_operand(operand)}"
        case Comparison(fact, operator, operand):
            return f"{fact}: {{{operator}: {_operand(operand)}}}"
        case AllOf():
            return "all: […]"
        case AnyOf():
            return "any: […]"
        case Not(part):
            return f"not: {{{condition_as_written(part)}}}"
        case Meets(definition):
            return f"meets: {definition}"
        case _:
            assert_never(condition)


def limit_as_written(limit: Limit) -> str:
    """The limit of a threshold, with its measure."""
    if isinstance(limit.value, bool):
        return f"{limit.measure}: {shown(limit.value)}"
    return f"{limit.measure}: {{{limit.operator}: {number_as_written(limit.value)}}}"


def number_as_written(number: Number) -> str:
    """A number that is exactly known."""
    return shown(number).replace(",", "")


def literal_as_written(literal: Literal) -> str:
    """A value that facts are compared with."""
    match literal:
        case Fraction():
            return plain_number(literal).replace(",", "")
        case tuple():
            return f"[{', '.join(literal)}]"
        case bool() | str():
            return shown(literal)
        case _:
            return literal.isoformat()


def _operand(operand: Operand) -> str:
    match operand:
        case ParameterReference(parameter):
            return f"{{parameter: {parameter}}}"
        case FactReference(fact):
            return f"{{fact: {fact}}}"
        case _:
            return literal_as_written(operand)
