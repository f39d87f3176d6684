"""The reference evaluator: strong Kleene logic, put together just as the condition tree is."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from fractions import Fraction
from typing import Final, TypeAlias, assert_never, cast

from rulecheck.engine.program import EngineError, Program, Survey, Truths
from rulecheck.packs.conditions import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    FactReference,
    Literal,
    Meets,
    Not,
    Operator,
    ParameterReference,
)
from rulecheck.vocabulary import FactValue, Members, Range
from rulecheck.vocabulary.ranges import Number, at_least, more_than, same
from rulecheck.vocabulary.truth import Truth, all_of, any_of, negation

Facts: TypeAlias = Mapping[str, FactValue]
"""Facts by their names. One that is not among them is unknown."""

Question: TypeAlias = Callable[[Facts], Truth]
"""Asked of facts, what is known of a condition."""


class ReferenceEvaluator:
    """Evaluates conditions without an engine."""

    name = "reference"

    def __init__(self) -> None:
        # By identity, and kept with what has it, so that the identity can't be used again.
        self._programs: dict[int, tuple[Program, Mapping[str, Question]]] = {}
        self._surveys: dict[int, tuple[Survey, Sequence[tuple[str, Truth, Question]]]] = {}

    def truths(self, program: Program, facts: Facts) -> Truths:
        """The truth of every condition of the program. Raises `EngineError`."""
        known = self._programs.get(id(program))
        if known is None:
            known = program, {name: question(it) for name, it in program.conditions.items()}
            self._programs[id(program)] = known
        _, questions = known
        return {name: ask(facts) for name, ask in questions.items()}

    def holding(self, survey: Survey, facts: Facts) -> AbstractSet[str]:
        """The names of those that certainly have the truth sought. Raises `EngineError`."""
        known = self._surveys.get(id(survey))
        if known is None:
            known = (
                survey,
                [(each.name, each.truth, question(each.condition)) for each in survey.sought],
            )
            self._surveys[id(survey)] = known
        _, questions = known
        return {name for name, sought, ask in questions if ask(facts) is sought}


def truth(condition: Condition, facts: Facts) -> Truth:
    """What is known of the condition. Raises `EngineError`."""
    return question(condition)(facts)


def question(condition: Condition) -> Question:
    """The condition, to be asked of one set of facts after another.

    Both raise `EngineError` where a condition is one that no pack can hold.
    """
    match condition:
        case Comparison():
            return _compared(condition)
        case AllOf(parts):
            return _joined(map(question, parts), decisive=False)
        case AnyOf(parts):
            return _joined(map(question, parts), decisive=True)
        case Not(part):
            return _negated(question(part))
        case Meets(_, part):
            return question(part)
        case _:
            assert_never(condition)


def _joined(parts: Iterable[Question], *, decisive: bool) -> Question:
    """All of the parts, or any of them: false and true are the truths that decide by themselves.

    As `all_of` and `any_of`, without a call of either for each set of facts.
    """
    asked, otherwise = tuple(parts), not decisive

    def ask(facts: Facts) -> Truth:
        found: Truth = otherwise
        for part in asked:
            known = part(facts)
            if known is decisive:
                return decisive
            if known is None:
                found = None
        return found

    return ask


def _negated(part: Question) -> Question:
    return lambda facts: negation(part(facts))


# -- comparisons ---------------------------------------------------------------------------------


Known: TypeAlias = bool | str | Range[Fraction] | Range[date] | Members
Right: TypeAlias = Known | tuple[str, ...]
Compare: TypeAlias = Callable[[Known], Truth]
"""Asked of what is known of one fact, how it stands to the other side of a comparison."""

_WORD: Final = (bool, str)


def _compared(comparison: Comparison) -> Question:
    fact, operand = comparison.fact, comparison.operand
    if isinstance(operand, FactReference):
        return lambda facts: _of_two(comparison, facts.get(fact), facts.get(operand.fact))
    compare = _to(_right(operand), comparison)

    def ask(facts: Facts) -> Truth:
        value = facts.get(fact)
        return None if value is None else compare(value)

    return ask


def _of_two(comparison: Comparison, left: FactValue, right: FactValue) -> Truth:
    return None if left is None or right is None else _to(right, comparison)(left)


def _right(operand: Literal | ParameterReference) -> Right:
    match operand:
        case bool() | str() | tuple():
            return operand
        case Fraction() | date():
            return cast(Number, Range(operand, operand))
        case ParameterReference(parameter):
            raise EngineError(f"parameter {parameter} was not filled in")
        case _:
            assert_never(operand)


def _to(right: Right, comparison: Comparison) -> Compare:
    match right:
        case bool() | str():
            return _to_words((right,), comparison)
        case tuple() if comparison.operator in (Operator.IN, Operator.NOT_IN):
            return _to_words(right, comparison)
        case tuple():
            return _to_set(right, comparison)
        case Range():
            # The pack's loading has seen to it that both are numbers or both are dates.
            return _to_range(cast(Number, right), comparison)
        case Members():
            raise EngineError(f"nothing can be compared with {right}")
        case _:
            assert_never(right)


def _to_words(right: tuple[bool | str, ...], comparison: Comparison) -> Compare:
    match comparison.operator:
        case Operator.EQUALS | Operator.IN:
            wanted = True
        case Operator.NOT_IN:
            wanted = False
        case operator:
            raise EngineError(f"{operator} is not for words")

    def compare(left: Known) -> Truth:
        if not isinstance(left, _WORD):
            raise _incomparable(left, comparison)
        return (left in right) is wanted

    return compare


def _to_set(right: tuple[str, ...], comparison: Comparison) -> Compare:
    match comparison.operator:
        case Operator.INCLUDES_ANY:
            combine = any_of
        case Operator.INCLUDES_ALL:
            combine = all_of
        case Operator.INCLUDES_NONE:
            combine = _none_of
        case operator:
            raise EngineError(f"{operator} is not for sets")

    def compare(left: Known) -> Truth:
        if not isinstance(left, Members):
            raise _incomparable(left, comparison)
        return combine(map(left.has, right))

    return compare


def _none_of(truths: Iterable[Truth]) -> Truth:
    return negation(any_of(truths))


def _to_range(right: Number, comparison: Comparison) -> Compare:
    match comparison.operator:
        case Operator.EQUALS:
            compare, wanted = same, True
        case Operator.AT_LEAST | Operator.ON_OR_AFTER:
            compare, wanted = at_least, True
        case Operator.MORE_THAN | Operator.AFTER:
            compare, wanted = more_than, True
        case Operator.AT_MOST | Operator.ON_OR_BEFORE:
            compare, wanted = more_than, False
        case Operator.LESS_THAN | Operator.BEFORE:
            compare, wanted = at_least, False
        case operator:
            raise EngineError(f"{operator} is not for numbers and dates")

    def compared(left: Known) -> Truth:
        if not isinstance(left, Range):
            raise _incomparable(left, comparison)
        truth = compare(cast(Number, left), right)
        return truth if wanted else negation(truth)

    return compared


def _incomparable(left: Known, comparison: Comparison) -> EngineError:
    return EngineError(f"{comparison.fact} is {left}, for which {comparison.operator} is not meant")


# -- what decided --------------------------------------------------------------------------------


def deciding(condition: Condition, facts: Facts, wanted: Truth) -> Sequence[Comparison]:
    """The comparisons on which it rests that the condition has the truth `wanted`.

    They are the true ones of a true `any`, all of a true `all`, and so on; for unknown, the
    unknown ones. There are none where the condition's truth is another.
    """
    found, comparisons = _decided(condition, facts)
    return comparisons if found is wanted else ()


def _decided(condition: Condition, facts: Facts) -> tuple[Truth, Sequence[Comparison]]:
    """The condition's truth, and the comparisons on which it rests."""
    match condition:
        case Comparison():
            return truth(condition, facts), (condition,)
        case AllOf(parts):
            return _decided_by(all_of, parts, facts)
        case AnyOf(parts):
            return _decided_by(any_of, parts, facts)
        case Not(part):
            found, comparisons = _decided(part, facts)
            return negation(found), comparisons
        case Meets(_, part):
            return _decided(part, facts)
        case _:
            assert_never(condition)


def _decided_by(
    combine: Callable[[Iterable[Truth]], Truth],
    parts: Iterable[Condition],
    facts: Facts,
) -> tuple[Truth, Sequence[Comparison]]:
    each = [_decided(part, facts) for part in parts]
    joined = combine(found for found, _ in each)
    return joined, [
        comparison for found, comparisons in each if found is joined for comparison in comparisons
    ]
