"""Random conditions over the facts of the vocabulary, and random facts, some of them half known."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TypeVar

from hypothesis import strategies as st

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
)
from rulecheck.packs.language import LIST_OPERATORS, OPERATORS
from rulecheck.vocabulary import FactValue, Members, Range
from rulecheck.vocabulary.enums import SubjectKind
from rulecheck.vocabulary.facts import FACTS, FactSpec, FactType, visible_from
from rulecheck.vocabulary.ranges import rounded_outward

T = TypeVar("T", Fraction, date)

NUMBERS = (
    Fraction(-5),
    Fraction(0),
    Fraction(1, 10_000),
    Fraction(1, 3),
    Fraction(592, 100),
    Fraction(1_398),
    Fraction(1_400),
    Fraction(10**12 - 1),
    Fraction(10**15),
)
DAYS = (date(1, 1, 1), date(2025, 7, 14), date(2025, 7, 15), date(2025, 7, 16), date(9999, 12, 31))
TEXTS = ("nvidia-h20", "h20", "5", "05", "true", "none", "CN", "x" * 120, "x" * 119 + "y")
WORDS = ("CN", "HK", "MY", "D:5", "packaging")


def ranges(ends: Sequence[T]) -> st.SearchStrategy[Range[T]]:
    """Ranges between two of the ends, some exact, some open."""
    return st.builds(
        _range,
        st.sampled_from(ends),
        st.sampled_from(ends),
        st.sampled_from(["exact", "exact", "both", "both", "low", "high"]),
    )


def _range(one: T, other: T, form: str) -> Range[T]:
    low, high = min(one, other), max(one, other)
    match form:
        case "exact":
            return Range(one, one)
        case "low":
            return Range(low, None)
        case "high":
            return Range(None, high)
        case _:
            return Range(low, high)


@st.composite
def members(draw: st.DrawFn, words: Sequence[str]) -> Members:
    """Sets, some of them known in part."""
    certain = draw(st.frozensets(st.sampled_from(words), max_size=3))
    further = draw(st.none() | st.frozensets(st.sampled_from(words), max_size=3))
    return Members(certain, None if further is None else certain | further)


def values(spec: FactSpec) -> st.SearchStrategy[FactValue]:
    """What may be known of the fact; half the time it is something."""
    return st.none() | _known(spec) | _known(spec)


def _known(spec: FactSpec) -> st.SearchStrategy[FactValue]:
    match spec.type:
        case FactType.BOOLEAN:
            return st.booleans()
        case FactType.CHOICE:
            return st.sampled_from(spec.choices)
        case FactType.TEXT:
            return st.sampled_from(TEXTS)
        case FactType.NUMBER:
            return ranges(NUMBERS).map(rounded_outward)
        case FactType.DATE:
            return ranges(DAYS)
        case FactType.SET:
            return members(spec.choices or WORDS)


def literals(spec: FactSpec) -> st.SearchStrategy[Literal]:
    """Single values to compare the fact with."""
    match spec.type:
        case FactType.BOOLEAN:
            return st.booleans()
        case FactType.CHOICE:
            return st.sampled_from(spec.choices)
        case FactType.TEXT:
            return st.sampled_from(TEXTS)
        case FactType.NUMBER:
            # Whatever a parameter or literal of a pack may be that a float holds exactly enough.
            return st.sampled_from([each for each in NUMBERS if each != Fraction(1, 3)])
        case FactType.DATE:
            return st.sampled_from(DAYS)
        case FactType.SET:
            raise ValueError("a set is compared with lists only")


@st.composite
def comparisons(draw: st.DrawFn, specs: Sequence[FactSpec]) -> Comparison:
    """A comparison of one of the facts with a literal or with another of its type."""
    spec = draw(st.sampled_from(specs))
    operator = draw(st.sampled_from(OPERATORS[spec.type]))
    operand: Operand
    if operator in LIST_OPERATORS:
        words = spec.choices or (WORDS if spec.type is FactType.SET else TEXTS)
        operand = tuple(draw(st.lists(st.sampled_from(words), min_size=1, max_size=3)))
    else:
        alike = [other.name for other in specs if other.type is spec.type]
        operand = draw(literals(spec) | st.sampled_from(alike).map(FactReference))
    return Comparison(spec.name, operator, operand)


def conditions(specs: Sequence[FactSpec]) -> st.SearchStrategy[Condition]:
    """Trees of comparisons of the facts."""
    leaves: st.SearchStrategy[Condition] = comparisons(specs)

    def joined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        parts = st.lists(inner, min_size=1, max_size=3).map(tuple)
        return (
            parts.map(AllOf)
            | parts.map(AnyOf)
            | inner.map(Not)
            | inner.map(lambda part: Meets("made-up", part))
        )

    return st.recursive(leaves, joined, max_leaves=8)


@st.composite
def vocabularies(draw: st.DrawFn) -> tuple[FactSpec, ...]:
    """A few facts that one subject sees, so few that conditions on them meet."""
    visible = [FACTS[name] for name in visible_from(draw(st.sampled_from(SubjectKind)))]
    kinds = draw(st.lists(st.sampled_from(FactType), min_size=1, max_size=3, unique=True))
    alike = [spec for spec in visible if spec.type in kinds] or visible
    return tuple(draw(st.lists(st.sampled_from(alike), min_size=1, max_size=4, unique=True)))


def facts(specs: Sequence[FactSpec]) -> st.SearchStrategy[Mapping[str, FactValue]]:
    """Values for the facts, known ones only."""
    every = st.fixed_dictionaries({spec.name: values(spec) for spec in specs})
    return every.map(lambda found: {name: v for name, v in found.items() if v is not None})
