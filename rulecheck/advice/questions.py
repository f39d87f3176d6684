"""What a rule may still come to on one subject, by all that its open facts may turn out to be."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import combinations
from typing import Final, assert_never

from rulecheck.documents import Pointer
from rulecheck.engine import Outcome, Program
from rulecheck.engine.cells import Cell, Group, TooManyCells, cell_count, groups_of
from rulecheck.engine.kleene import question as asking
from rulecheck.engine.kleene import truth
from rulecheck.engine.tables import TruthTable, outcome_columns
from rulecheck.judgement import RuleResult
from rulecheck.packs.conditions import (
    Comparison,
    Condition,
    FactReference,
    Literal,
    Operator,
    compared_facts,
    comparisons,
)
from rulecheck.vocabulary import FactValue, Members, Range
from rulecheck.vocabulary.enums import SubjectKind
from rulecheck.vocabulary.facts import FACTS
from rulecheck.vocabulary.truth import Truth

MOST_CELLS: Final = 50_000
"""Beyond this many combinations of open facts, a rule is not looked at but taken to be open."""

Change = frozenset[Outcome]
"""Two outcomes between which one fact alone can make the difference."""

EVERY_CHANGE: Final = frozenset(frozenset({one, other}) for one, other in combinations(Outcome, 2))

_MIRRORED: Final = {
    Operator.EQUALS: Operator.EQUALS,
    Operator.AT_LEAST: Operator.AT_MOST,
    Operator.MORE_THAN: Operator.LESS_THAN,
    Operator.AT_MOST: Operator.AT_LEAST,
    Operator.LESS_THAN: Operator.MORE_THAN,
    Operator.ON_OR_AFTER: Operator.ON_OR_BEFORE,
    Operator.AFTER: Operator.BEFORE,
    Operator.ON_OR_BEFORE: Operator.ON_OR_AFTER,
    Operator.BEFORE: Operator.AFTER,
}
"""The operator that says the same with its sides exchanged."""


@dataclass(frozen=True, slots=True)
class OpenGroup:
    """Open facts of one rule on one subject that are compared with each other, or a single one."""

    facts: tuple[str, ...]
    changes: frozenset[Change]
    """Between which outcomes knowing them better makes the difference, whatever else is known."""


@dataclass(frozen=True, slots=True)
class Question:
    """One rule on one subject, and what it may still come to."""

    result: RuleResult
    reach: frozenset[Outcome]
    """Every outcome that some completion, also a partial one, leads to."""
    groups: tuple[OpenGroup, ...]
    existence: frozenset[Change]
    """Between which outcomes it makes the difference to state a subject that is not stated."""
    is_proven: bool
    """False where there were too many combinations to look at: then all is taken to be open."""
    _cells: "_Cells | None"

    def reach_where(self, fact: str, value: FactValue) -> frozenset[Outcome]:
        """What the rule may come to once the fact has the value, the rest as open as it is."""
        return self.reach if self._cells is None else self._cells.reach_where(fact, value)

    def values_of(self, fact: str) -> Sequence[FactValue]:
        """Values that stand for all that the fact may be, as far as this rule can tell apart."""
        return () if self._cells is None else self._cells.values_of(fact)


def question(result: RuleResult, program: Program) -> Question:
    """What the rule may still come to on the subject of the result."""
    conditions = program.deciding
    values = {name: fact.value for name, fact in result.subject.facts.items()}
    try:
        cells = _Cells(conditions, values, stated=result.subject.stated)
    except TooManyCells:
        return Question(
            result=result,
            reach=frozenset(Outcome),
            groups=tuple(
                OpenGroup((fact,), EVERY_CHANGE) for fact in _open_facts(conditions, values)
            ),
            existence=frozenset() if result.subject.stated else EVERY_CHANGE,
            is_proven=False,
            _cells=None,
        )
    return Question(
        result=result,
        reach=cells.reach,
        groups=cells.open_groups(),
        existence=cells.existence(),
        is_proven=True,
        _cells=cells,
    )


def identity(result: RuleResult, name: str) -> tuple[Pointer, str]:
    """Whose fact it is: that of the rule's subject, or of the item or proposal that it is in."""
    kind, pointer = FACTS[name].subject, result.subject.pointer
    match kind:
        case SubjectKind.DECISION | SubjectKind.ACTION:
            return (), name
        case SubjectKind.ITEM:
            return pointer[:2], name
        case SubjectKind.LOT | SubjectKind.PARTY | SubjectKind.LEG | SubjectKind.CHANGE:
            return pointer, name
        case _:
            assert_never(kind)


class _Cells:
    """The cells of a rule's open facts, each also left as open as it is."""

    def __init__(
        self,
        conditions: Mapping[str, Condition],
        values: Mapping[str, FactValue],
        *,
        stated: bool,
    ) -> None:
        self._values = values
        every = [each for condition in conditions.values() for each in comparisons(condition)]
        decided = {each: known for each in every if (known := truth(each, values)) is not None}
        asked = {each: _as_asked(each, values) for each in every if each not in decided}
        limits = tuple(_limits(asked.values(), values))
        self._groups = tuple(
            Group(group.facts, tuple(_with_open_ones(group, asked, limits, values)))
            for group in groups_of([*asked.values(), *limits], MOST_CELLS)
        )
        constant = Group((), (Cell({}, decided),))
        if cell_count(self._groups) > MOST_CELLS:
            raise TooManyCells
        table = TruthTable((*self._groups, constant))
        self._tables = [outcome_columns(table, conditions, stated=stated)]
        if not stated:
            self._tables.append(outcome_columns(table, conditions, stated=True))
        self._is_stated = stated
        self._table = table

    @property
    def reach(self) -> frozenset[Outcome]:
        found = {outcome for table in self._tables for outcome in Outcome if table[outcome]}
        return frozenset(found | ({Outcome.NOT_APPLICABLE} if not self._is_stated else set()))

    def open_groups(self) -> tuple[OpenGroup, ...]:
        return tuple(
            OpenGroup(group.facts, frozenset(self._changes(place)))
            for place, group in enumerate(self._groups)
        )

    def _changes(self, place: int) -> Iterator[Change]:
        for table in self._tables:
            apart = {
                outcome: self._table.apart(column, place)
                for outcome, column in table.items()
                if column
            }
            for one, other in combinations(apart, 2):
                if _meet_elsewhere(apart[one], apart[other]):
                    yield frozenset({one, other})

    def existence(self) -> frozenset[Change]:
        """Not stated, stated, or not there at all, everything else being the same."""
        if self._is_stated:
            return frozenset()
        as_it_is, stated = self._tables
        found = {
            frozenset({one, other})
            for one, column in as_it_is.items()
            for other, its in stated.items()
            if one is not other and column & its
        }
        gone = Outcome.NOT_APPLICABLE
        found |= {frozenset({gone, each}) for each in self.reach if each is not gone}
        return frozenset(found)

    def values_of(self, fact: str) -> Sequence[FactValue]:
        for group in self._groups:
            if group.facts == (fact,):
                own = self._values.get(fact)
                found = (cell.facts.get(fact) for cell in group.cells)
                return [each for each in found if each is not None and each != own]
        return ()

    def reach_where(self, fact: str, value: FactValue) -> frozenset[Outcome]:
        place = next((at for at, group in enumerate(self._groups) if group.facts == (fact,)), None)
        if place is None:
            return self.reach
        cells = self._groups[place].cells
        values = {**self._values, fact: value}
        truths = {each: truth(each, values) for each in cells[0].truths}
        at = next((at for at, cell in enumerate(cells) if cell.truths == truths), None)
        if at is None:
            return self.reach
        found = {
            outcome
            for table in self._tables
            for outcome, column in table.items()
            if self._table.apart(column, place)[at]
        }
        return frozenset(found | (set() if self._is_stated else {Outcome.NOT_APPLICABLE}))


def _meet_elsewhere(one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether the two stand at the same place in two different cells of the group."""
    return any(
        mine & theirs
        for at, mine in enumerate(one)
        for beside, theirs in enumerate(other)
        if at != beside
    )


def _with_open_ones(
    group: Group,
    asked: Mapping[Comparison, Comparison],
    limits: Sequence[Comparison],
    values: Mapping[str, FactValue],
) -> Iterator[Cell]:
    """The cells that what is known leaves possible, and those where facts stay as they are."""
    found: dict[tuple[Truth, ...], Cell] = {}
    mine = {
        each: asking(each) for each, as_asked in asked.items() if as_asked in group.cells[0].truths
    }
    for cell in group.cells:
        if not all(cell.truths.get(limit, True) for limit in limits):
            continue
        for known in _subsets(group.facts):
            facts = {fact: cell.facts[fact] for fact in known if fact in cell.facts}
            known_then = {**values, **facts}
            truths = {each: ask(known_then) for each, ask in mine.items()}
            found.setdefault(tuple(truths.values()), Cell(facts, truths))
    yield from found.values()


def _subsets(facts: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for size in range(len(facts), -1, -1):
        yield from combinations(facts, size)


def _open_facts(
    conditions: Mapping[str, Condition], values: Mapping[str, FactValue]
) -> tuple[str, ...]:
    """The facts of undecided comparisons of which more could be known."""
    asked = (each for condition in conditions.values() for each in comparisons(condition))
    undecided = [each for each in asked if truth(each, values) is None]
    facts = dict.fromkeys(fact for each in undecided for fact in compared_facts(each))
    return tuple(fact for fact in facts if _literal(values.get(fact)) is None)


def _as_asked(comparison: Comparison, values: Mapping[str, FactValue]) -> Comparison:
    """The comparison with what is known on one side written as a literal on the right."""
    if not isinstance(comparison.operand, FactReference):
        return comparison
    other = comparison.operand.fact
    right = _literal(values.get(other))
    if right is not None:
        return Comparison(comparison.fact, comparison.operator, right)
    left = _literal(values.get(comparison.fact))
    if left is not None:
        return Comparison(other, _MIRRORED[comparison.operator], left)
    return comparison


def _literal(value: FactValue) -> Literal | None:
    match value:
        case bool() | str():
            return value
        case Range():
            return value.exact
        case Members() | None:
            return None


def _limits(asked: Collection[Comparison], values: Mapping[str, FactValue]) -> Iterator[Comparison]:
    """What is known of open facts, as comparisons that hold of whatever they turn out to be."""
    for fact in dict.fromkeys(fact for each in asked for fact in compared_facts(each)):
        match values.get(fact):
            case Range(low, high):
                if low is not None:
                    yield Comparison(fact, _at_least(low), low)
                if high is not None:
                    yield Comparison(fact, _at_most(high), high)
            case Members() as members:
                words = {
                    word
                    for each in asked
                    if each.fact == fact and isinstance(each.operand, tuple)
                    for word in each.operand
                }
                has = tuple(sorted(word for word in words if members.has(word) is True))
                lacks = tuple(sorted(word for word in words if members.has(word) is False))
                if has:
                    yield Comparison(fact, Operator.INCLUDES_ALL, has)
                if lacks:
                    yield Comparison(fact, Operator.INCLUDES_NONE, lacks)
            case None | bool() | str():
                pass


def _at_least(end: Fraction | date) -> Operator:
    return Operator.ON_OR_AFTER if isinstance(end, date) else Operator.AT_LEAST


def _at_most(end: Fraction | date) -> Operator:
    return Operator.ON_OR_BEFORE if isinstance(end, date) else Operator.AT_MOST
