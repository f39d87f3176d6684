"""Compiling conditions for durable-rules: each twice, as definitely true and definitely false.

The engine knows no unknown. A fact that is not known is not asserted, and since a comparison with
a missing left side never matches, neither rail of a condition on it does. Both rails are positive
conditions; a negation only swaps them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeAlias, assert_never

from rulecheck.engine.program import EngineError
from rulecheck.packs.conditions import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    FactReference,
    Meets,
    Not,
    Operator,
    ParameterReference,
    comparisons,
)
from rulecheck.vocabulary import FactValue, Members, Range
from rulecheck.vocabulary.facts import FACTS, FactType

EngineValue: TypeAlias = bool | int | float | str
Pattern: TypeAlias = "dict[str, EngineValue | Pattern | list[Pattern]]"
"""A condition as durable-rules reads it."""

_SWAPPED = {
    Operator.AT_LEAST: Operator.LESS_THAN,
    Operator.LESS_THAN: Operator.AT_LEAST,
    Operator.MORE_THAN: Operator.AT_MOST,
    Operator.AT_MOST: Operator.MORE_THAN,
}
_AS_NUMBERS = {
    Operator.ON_OR_AFTER: Operator.AT_LEAST,
    Operator.AFTER: Operator.MORE_THAN,
    Operator.ON_OR_BEFORE: Operator.AT_MOST,
    Operator.BEFORE: Operator.LESS_THAN,
}
_SPELLED = {
    Operator.AT_LEAST: "$gte",
    Operator.MORE_THAN: "$gt",
    Operator.AT_MOST: "$lte",
    Operator.LESS_THAN: "$lt",
}


def engine_number(value: Fraction | date) -> int | float:
    """A number or date as the engine takes it; facts and literals were made to fit before."""
    if isinstance(value, date):
        return value.toordinal()
    if value.denominator == 1:
        return value.numerator
    return float(value)


@dataclass(frozen=True, eq=False)
class Layout:
    """Names of the properties under which the facts of some conditions are asserted."""

    names: Mapping[str, str]
    """Property by fact."""
    members: Mapping[str, tuple[str, ...]]
    """Words that are asked of a set-valued fact, by fact."""

    @classmethod
    def of(cls, conditions: Iterable[Condition]) -> "Layout":
        """The layout for everything that the conditions mention."""
        facts: dict[str, str] = {}
        members: dict[str, dict[str, None]] = {}
        for condition in conditions:
            for comparison in comparisons(condition):
                _mention(comparison.fact, facts)
                if isinstance(comparison.operand, FactReference):
                    _mention(comparison.operand.fact, facts)
                if FACTS[comparison.fact].type is FactType.SET:
                    words = comparison.operand
                    if isinstance(words, tuple):
                        members.setdefault(comparison.fact, {}).update(dict.fromkeys(words))
        return cls(facts, {fact: tuple(words) for fact, words in members.items()})

    def member(self, fact: str, word: str) -> str:
        """Property that says whether a set has the word."""
        return f"{self.names[fact]}_m{self.members[fact].index(word)}"

    def low(self, fact: str) -> str:
        """Property of the low end of a number or date."""
        return f"{self.names[fact]}_low"

    def high(self, fact: str) -> str:
        """Property of the high end of a number or date."""
        return f"{self.names[fact]}_high"

    def asserted(self, facts: Mapping[str, FactValue]) -> dict[str, EngineValue]:
        """The known ones among the facts, as properties."""
        found: dict[str, EngineValue] = {}
        for fact, name in self.names.items():
            match facts.get(fact):
                case None:
                    pass
                case bool() | str() as word:
                    found[name] = word
                case Range(low, high):
                    if low is not None:
                        found[self.low(fact)] = engine_number(low)
                    if high is not None:
                        found[self.high(fact)] = engine_number(high)
                case Members() as members:
                    for word in self.members.get(fact, ()):
                        has = members.has(word)
                        if has is not None:
                            found[self.member(fact, word)] = has
                case other:
                    assert_never(other)
        return found


def properties_of(condition: Condition) -> frozenset[tuple[str, str]]:
    """What a fact has to hold for the condition, at most: each fact with what is asserted of it."""
    found: set[tuple[str, str]] = set()
    for comparison in comparisons(condition):
        operand = comparison.operand
        facts = [comparison.fact, *([operand.fact] if isinstance(operand, FactReference) else [])]
        kind = FACTS[comparison.fact].type
        if kind is FactType.SET and isinstance(operand, tuple):
            found.update((comparison.fact, word) for word in operand)
        else:
            found.update((fact, end) for fact in facts for end in ("low", "high"))
    return frozenset(found)


def _mention(fact: str, facts: dict[str, str]) -> None:
    facts.setdefault(fact, f"f{len(facts)}")


def rail(condition: Condition, layout: Layout, wanted: bool) -> Pattern:
    """The pattern that matches exactly when the condition is definitely as wanted."""
    match condition:
        case AllOf(parts):
            return _joined("$and" if wanted else "$or", [rail(p, layout, wanted) for p in parts])
        case AnyOf(parts):
            return _joined("$or" if wanted else "$and", [rail(p, layout, wanted) for p in parts])
        case Not(part):
            return rail(part, layout, not wanted)
        case Meets(_, part):
            return rail(part, layout, wanted)
        case Comparison():
            return _comparison(condition, layout, wanted)
        case _:
            assert_never(condition)


def _joined(how: str, parts: Iterable[Pattern]) -> Pattern:
    found = list(parts)
    return found[0] if len(found) == 1 else {how: found}


def _comparison(comparison: Comparison, layout: Layout, wanted: bool) -> Pattern:
    kind = FACTS[comparison.fact].type
    match kind:
        case FactType.SET:
            return _set(comparison, layout, wanted)
        case FactType.NUMBER | FactType.DATE:
            return _number(comparison, layout, wanted)
        case FactType.BOOLEAN | FactType.CHOICE | FactType.TEXT:
            return _word(comparison, layout, wanted)
        case _:
            assert_never(kind)


def _set(comparison: Comparison, layout: Layout, wanted: bool) -> Pattern:
    words = comparison.operand
    if not isinstance(words, tuple):
        raise EngineError(f"{comparison.fact} is compared with no list of words")
    names = [layout.member(comparison.fact, word) for word in words]
    match comparison.operator:
        case Operator.INCLUDES_ANY:
            each, how = wanted, "$or" if wanted else "$and"
        case Operator.INCLUDES_ALL:
            each, how = wanted, "$and" if wanted else "$or"
        case Operator.INCLUDES_NONE:
            each, how = not wanted, "$and" if wanted else "$or"
        case _:
            raise EngineError(f"{comparison.operator} is not for sets")
    return _joined(how, [{name: each} for name in names])


def _word(comparison: Comparison, layout: Layout, wanted: bool) -> Pattern:
    name, operand = layout.names[comparison.fact], comparison.operand
    if isinstance(operand, FactReference):
        other = layout.names[operand.fact]
        equal: Pattern = {name: {"$m": other}}
        pattern: Pattern = equal if wanted else {"$neq": {name: {"$m": other}}}
        return {"$and": [{"$ex": {other: 1}}, pattern]}
    words = operand if isinstance(operand, tuple) else (operand,)
    hit = wanted if comparison.operator in (Operator.EQUALS, Operator.IN) else not wanted
    patterns: list[Pattern] = []
    for word in words:
        if not isinstance(word, bool | str):
            raise EngineError(f"{comparison.fact} is compared with {word}")
        patterns.append({name: word} if hit else {"$neq": {name: word}})
    return _joined("$or" if hit else "$and", patterns)


@dataclass(frozen=True, eq=False)
class _Ends:
    """The two ends of one side of a comparison: literal values, or properties to be read."""

    low: int | float | str
    high: int | float | str
    is_fact: bool


def _number(comparison: Comparison, layout: Layout, wanted: bool) -> Pattern:
    left = _Ends(layout.low(comparison.fact), layout.high(comparison.fact), is_fact=True)
    right = _right_ends(comparison, layout)
    operator = _AS_NUMBERS.get(comparison.operator, comparison.operator)
    if operator is Operator.EQUALS:
        sides = (
            [_ends(Operator.AT_LEAST, left, right), _ends(Operator.AT_MOST, left, right)]
            if wanted
            else [_ends(Operator.MORE_THAN, left, right), _ends(Operator.LESS_THAN, left, right)]
        )
        return _joined("$and" if wanted else "$or", sides)
    return _ends(operator if wanted else _SWAPPED[operator], left, right)


def _right_ends(comparison: Comparison, layout: Layout) -> _Ends:
    match comparison.operand:
        case FactReference(fact):
            return _Ends(layout.low(fact), layout.high(fact), is_fact=True)
        case Fraction() | date() as literal:
            value = engine_number(literal)
            return _Ends(value, value, is_fact=False)
        case ParameterReference(parameter):
            raise EngineError(f"parameter {parameter} was not filled in")
        case other:
            raise EngineError(f"{comparison.fact} is compared with {other}")


def _ends(operator: Operator, left: _Ends, right: _Ends) -> Pattern:
    """The operator holds for every pair of values: compare the ends that are hardest to meet."""
    upward = operator in (Operator.AT_LEAST, Operator.MORE_THAN)
    mine = left.low if upward else left.high
    theirs = right.high if upward else right.low
    if not right.is_fact:
        return {_SPELLED[operator]: {str(mine): theirs}}
    # A property that is missing on the right side would match: only compare where it exists.
    return {
        "$and": [
            {"$ex": {str(theirs): 1}},
            {_SPELLED[operator]: {str(mine): {"$m": str(theirs)}}},
        ]
    }
