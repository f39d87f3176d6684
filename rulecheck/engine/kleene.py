"""The reference evaluator: strong Kleene logic, read straight off the condition tree."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import repeat
from typing import assert_never, cast

from rulecheck.engine.program import EngineError, Program, Truths
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
)
from rulecheck.vocabulary import FactValue, Members, Range
from rulecheck.vocabulary.ranges import Number, at_least, more_than, on, same
from rulecheck.vocabulary.truth import Truth, all_of, any_of, negation


class ReferenceEvaluator:
    """Evaluates conditions without an engine."""

    name = "reference"

    def truths(self, program: Program, facts: Mapping[str, FactValue]) -> Truths:
        """The truth of every condition of the program."""
        return {name: truth(condition, facts) for name, condition in program.conditions.items()}


def truth(condition: Condition, facts: Mapping[str, FactValue]) -> Truth:
    """What is known of the condition. A fact that is not among `facts` is unknown."""
    match condition:
        case Comparison():
            return _compared(condition, facts)
        case AllOf(parts):
            return all_of(map(truth, parts, repeat(facts)))
        case AnyOf(parts):
            return any_of(map(truth, parts, repeat(facts)))
        case Not(part):
            return negation(truth(part, facts))
        case Meets(_, part):
            return truth(part, facts)
        case _:
            assert_never(condition)


def _compared(comparison: Comparison, facts: Mapping[str, FactValue]) -> Truth:
    left = facts.get(comparison.fact)
    right = _right(comparison.operand, facts)
    if left is None or right is None:
        return None
    if isinstance(left, bool | str) and isinstance(right, bool | str | tuple):
        return _of_word(comparison.operator, left, right)
    match left, right:
        case Members(), tuple():
            return _of_set(comparison.operator, left, right)
        case Range(), Range():
            # The pack's loading has seen to it that both are numbers or both are dates.
            return _of_range(comparison.operator, cast(Number, left), cast(Number, right))
        case _:
            raise EngineError(f"{comparison.fact} can't be compared: {left} and {right}")


def _right(operand: Operand, facts: Mapping[str, FactValue]) -> FactValue | tuple[str, ...]:
    match operand:
        case bool() | str() | tuple():
            return operand
        case date():
            return on(operand)
        case FactReference():
            return facts.get(operand.fact)
        case ParameterReference():
            raise EngineError(f"parameter {operand.parameter} was not filled in")
        case Fraction():
            return Range(operand, operand)
        case _:
            assert_never(operand)


def _of_set(operator: Operator, left: Members, right: tuple[str, ...]) -> Truth:
    has = [left.has(word) for word in right]
    match operator:
        case Operator.INCLUDES_ANY:
            return any_of(has)
        case Operator.INCLUDES_ALL:
            return all_of(has)
        case Operator.INCLUDES_NONE:
            return negation(any_of(has))
        case _:
            raise EngineError(f"{operator} is not for sets")


def _of_range(operator: Operator, left: Number, right: Number) -> Truth:
    match operator:
        case Operator.EQUALS:
            return same(left, right)
        case Operator.AT_LEAST | Operator.ON_OR_AFTER:
            return at_least(left, right)
        case Operator.MORE_THAN | Operator.AFTER:
            return more_than(left, right)
        case Operator.AT_MOST | Operator.ON_OR_BEFORE:
            return negation(more_than(left, right))
        case Operator.LESS_THAN | Operator.BEFORE:
            return negation(at_least(left, right))
        case _:
            raise EngineError(f"{operator} is not for numbers and dates")


def _of_word(operator: Operator, left: bool | str, right: bool | str | tuple[str, ...]) -> Truth:
    if isinstance(right, tuple):
        if operator is Operator.IN:
            return left in right
        if operator is Operator.NOT_IN:
            return left not in right
    elif operator is Operator.EQUALS:
        return left == right
    raise EngineError(f"{operator} is not for words")


def deciding(
    condition: Condition, facts: Mapping[str, FactValue], wanted: Truth
) -> Sequence[Comparison]:
    """The comparisons on which it rests that the condition has the truth `wanted`.

    They are the true ones of a true `any`, all of a true `all`, and so on; for unknown, the
    unknown ones. There are none where the condition's truth is another.
    """
    found, comparisons = _decided(condition, facts)
    return comparisons if found is wanted else ()


def _decided(
    condition: Condition, facts: Mapping[str, FactValue]
) -> tuple[Truth, Sequence[Comparison]]:
    """The condition's truth, and the comparisons on which it rests."""
    match condition:
        case Comparison():
            return _compared(condition, facts), (condition,)
        case AllOf(parts):
            return _joined(all_of, parts, facts)
        case AnyOf(parts):
            return _joined(any_of, parts, facts)
        case Not(part):
            found, comparisons = _decided(part, facts)
            return negation(found), comparisons
        case Meets(_, part):
            return _decided(part, facts)
        case _:
            assert_never(condition)


def _joined(
    combine: Callable[[Iterable[Truth]], Truth],
    parts: Iterable[Condition],
    facts: Mapping[str, FactValue],
) -> tuple[Truth, Sequence[Comparison]]:
    each = [_decided(part, facts) for part in parts]
    joined = combine(found for found, _ in each)
    return joined, [
        comparison for found, comparisons in each if found is joined for comparison in comparisons
    ]
