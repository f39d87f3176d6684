"""Which facts stand for all others, by kind of fact."""

from datetime import date
from fractions import Fraction

import pytest

from rulecheck.engine.cells import (
    TooManyCells,
    cell_count,
    cells,
    groups_of,
    open_groups_of,
)
from rulecheck.packs.conditions import (
    AnyOf,
    Comparison,
    Condition,
    FactReference,
    Operand,
    Operator,
)
from rulecheck.vocabulary import FactValue, Members
from rulecheck.vocabulary.display import shown

CUTOFF = date(2025, 7, 15)


def asked(fact: str, operator: Operator, *operands: Operand) -> Condition:
    """The fact compared with each of the operands."""
    return AnyOf(tuple(Comparison(fact, operator, each) for each in operands))


def stand_ins(*conditions: Condition) -> list[dict[str, str]]:
    return [in_words(cell.facts) for cell in cells(groups_of(conditions))]


def in_words(facts: object) -> dict[str, str]:
    assert isinstance(facts, dict)
    return {name.partition(".")[2]: shown(value) for name, value in facts.items()}


ONE_FACT = {
    "a truth": (asked("lot.approved", Operator.EQUALS, True), ["false", "true"]),
    "a choice has its words and another": (
        asked("lot.stage", Operator.IN, ("die_bank", "unstarted"), ("die_bank",)),
        ["die_bank", "unstarted", "finished"],
    ),
    "words that are mentioned together are one": (
        asked("lot.stage", Operator.IN, ("die_bank", "unstarted")),
        ["die_bank", "finished"],
    ),
    "a text has its words and another": (
        asked("item.eccn", Operator.EQUALS, "EAR99", "other"),
        ["EAR99", "other", "other-2"],
    ),
    "a number lies at, above, between and below": (
        AnyOf(
            (
                asked("lot.accelerators", Operator.AT_LEAST, Fraction(0), Fraction(100)),
                asked("lot.accelerators", Operator.MORE_THAN, Fraction(0), Fraction(100)),
            )
        ),
        ["0", "100", "1", "101", "-1"],
    ),
    "numbers may lie close together": (
        asked("lot.accelerators", Operator.EQUALS, Fraction(1), Fraction(2)),
        ["1", "2", "1.5"],
    ),
    "of equal comparisons there is one": (
        asked("lot.accelerators", Operator.EQUALS, Fraction(1), Fraction(1)),
        ["1", "2"],
    ),
    "a date": (
        asked("lot.completed_on", Operator.AFTER, CUTOFF),
        ["2025-07-15", "2025-07-16"],
    ),
    "the calendar ends": (
        asked("lot.completed_on", Operator.ON_OR_AFTER, date.min, date.max),
        ["0001-01-01", "9999-12-31"],
    ),
    "of a set's words there are none, some or all": (
        AnyOf(
            (
                asked("change.carve_outs", Operator.INCLUDES_ANY, ("packaging", "repair")),
                asked("change.carve_outs", Operator.INCLUDES_ALL, ("packaging", "repair")),
            )
        ),
        ["none", "packaging", "packaging, repair"],
    ),
}


@pytest.mark.parametrize(("condition", "expected"), ONE_FACT.values(), ids=ONE_FACT)
def test_of_one_fact(condition: Condition, expected: list[str]) -> None:
    assert [value for found in stand_ins(condition) for value in found.values()] == expected


def test_compared_facts_come_in_every_order() -> None:
    other = FactReference("item.inventory_remaining")
    condition = AnyOf(
        tuple(
            asked("item.lots_accelerators", operator, other)
            for operator in (Operator.LESS_THAN, Operator.EQUALS)
        )
    )
    assert stand_ins(condition) == [
        {"lots_accelerators": "0", "inventory_remaining": "0"},
        {"lots_accelerators": "0", "inventory_remaining": "1"},
        {"lots_accelerators": "0", "inventory_remaining": "-1"},
    ]


def test_facts_that_are_not_compared_are_independent() -> None:
    conditions = [
        asked("lot.stage", Operator.IN, ("finished",)),
        asked("lot.approved", Operator.EQUALS, True),
    ]
    groups = groups_of(conditions)
    assert [group.facts for group in groups] == [("lot.stage",), ("lot.approved",)]
    assert cell_count(groups) == 4
    assert stand_ins(*conditions)[1] == {"stage": "finished", "approved": "true"}


def test_without_comparisons_there_is_one_cell() -> None:
    assert stand_ins(AnyOf(())) == [{}]


def test_what_may_be_known_in_part() -> None:
    condition = asked("lot.completed_on", Operator.AFTER, CUTOFF)
    (group,) = open_groups_of([condition])
    truths = [next(iter(cell.truths.values())) for cell in group.cells]
    assert sorted(truths, key=str) == [False, None, True]
    words = asked("change.carve_outs", Operator.INCLUDES_ANY, ("packaging",))
    (of_words,) = open_groups_of([words])
    values: list[FactValue] = [cell.facts["change.carve_outs"] for cell in of_words.cells]
    assert Members(frozenset(), frozenset({"packaging"})) in values


def test_more_cells_than_can_be_looked_at_are_refused() -> None:
    truths = ["lot.approved", "item.is_ai_chip", "item.is_future"]
    conditions = [asked(fact, Operator.EQUALS, True) for fact in truths]
    assert cell_count(groups_of(conditions, most=8)) == 8
    with pytest.raises(TooManyCells):
        groups_of(conditions, most=7)
    with pytest.raises(TooManyCells):
        open_groups_of(conditions, most=26)
