"""The cells stand for all facts: whatever is known, some cell has the same truths."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rulecheck.engine.cells import (
    Cell,
    Group,
    TooManyCells,
    cell_count,
    cells,
    groups_of,
    open_groups_of,
)
from rulecheck.engine.kleene import truth
from rulecheck.engine.tables import TruthTable
from rulecheck.packs.conditions import Comparison, Condition, Literal
from rulecheck.packs.conditions import comparisons as comparisons_of
from rulecheck.vocabulary import FactValue, Members, Range
from rulecheck.vocabulary.facts import FactSpec, FactType
from rulecheck.vocabulary.ranges import exactly, on
from rulecheck.vocabulary.truth import Truth

from .conditions_strategy import WORDS, conditions, facts, literals, members, vocabularies
from .profile import examples

FEW = 2_000
"""Cells that a test looks at one by one; random conditions of more are passed over."""


def truths(condition: Condition, known: Mapping[str, FactValue]) -> dict[Comparison, Truth]:
    return {each: truth(each, known) for each in comparisons_of(condition)}


def is_known(value: FactValue) -> bool:
    match value:
        case Range():
            return value.exact is not None
        case Members():
            return value.is_known
        case _:
            return value is not None


def known_values(spec: FactSpec) -> st.SearchStrategy[FactValue]:
    if spec.type is FactType.SET:
        return members(spec.choices or WORDS).map(lambda found: Members.exactly(found.certain))
    return literals(spec).map(known_value)


def known_value(literal: Literal) -> FactValue:
    match literal:
        case Fraction():
            return exactly(literal)
        case date():
            return on(literal)
        case tuple():
            return Members.exactly(literal)
        case _:
            return literal


def groups_in(condition: Condition, *, known: bool) -> tuple[Group, ...]:
    try:
        return groups_of([condition], FEW) if known else open_groups_of([condition], FEW)
    except TooManyCells:
        assume(False)
        raise


def some_cell_has(groups: tuple[Group, ...], wanted: Mapping[Comparison, Truth]) -> bool:
    """A group at a time: that groups are independent is shown by itself."""
    return all(
        any(all(wanted[each] is found for each, found in cell.truths.items()) for cell in cells)
        for cells in (group.cells for group in groups)
    )


@examples(50)
@given(st.data())
def test_some_cell_has_the_truths_of_any_known_facts(data: st.DataObject) -> None:
    specs = data.draw(vocabularies())
    condition = data.draw(conditions(specs))
    groups = groups_in(condition, known=True)
    known = st.fixed_dictionaries({spec.name: known_values(spec) for spec in specs})
    for _ in range(4):
        assert some_cell_has(groups, truths(condition, data.draw(known)))


@examples(50)
@given(st.data())
def test_some_open_cell_has_the_truths_of_any_facts(data: st.DataObject) -> None:
    specs = data.draw(vocabularies())
    condition = data.draw(conditions(specs))
    groups = groups_in(condition, known=False)
    for _ in range(4):
        assert some_cell_has(groups, truths(condition, data.draw(facts(specs))))


@pytest.mark.parametrize("known", [True, False], ids=["known", "open"])
@examples(30)
@given(data=st.data())
def test_a_cell_says_what_its_facts_make_true(data: st.DataObject, known: bool) -> None:
    condition = data.draw(conditions(data.draw(vocabularies())))
    groups = groups_in(condition, known=known)
    every = list(cells(groups))
    assert len(every) == cell_count(groups)
    assert len({tuple(cell.truths.values()) for cell in every}) == len(every)
    for cell in every:
        assert cell.truths == truths(condition, cell.facts)
        assert not known or all(map(is_known, cell.facts.values()))


@pytest.mark.parametrize("known", [True, False], ids=["known", "open"])
@examples(30)
@given(data=st.data())
def test_a_table_has_the_truth_of_every_cell(data: st.DataObject, known: bool) -> None:
    condition = data.draw(conditions(data.draw(vocabularies())))
    groups = groups_in(condition, known=known)
    table = TruthTable(groups)
    every = list(cells(groups))
    assert table.size == len(every)
    for wanted, column in table.by_truth(condition).items():
        for place, cell in enumerate(every):
            assert bool(column >> place & 1) is (truth(condition, cell.facts) is wanted)
    for place in range(0, len(every), 7):
        found: Cell = table.first(1 << place)
        assert found == every[place]
