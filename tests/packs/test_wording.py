"""Conditions in words."""

from datetime import date
from fractions import Fraction

import pytest

from rulecheck.packs import load_bundled_pack
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
)
from rulecheck.packs.wording import brief, in_one_line, outline, plainly, valued_on

APPROVED = Comparison("lot.approved", Operator.EQUALS, True)
STAGE = Comparison("lot.stage", Operator.NOT_IN, ParameterReference("inventory-stages"))


@pytest.mark.parametrize(
    ("comparison", "words"),
    [
        (APPROVED, "lot.approved is true"),
        (
            Comparison("lot.stage", Operator.IN, ("finished", "die_bank")),
            "lot.stage is one of: finished, die_bank",
        ),
        (STAGE, "lot.stage is none of {parameter: inventory-stages}"),
        (
            Comparison("lot.completed_on", Operator.AFTER, date(2025, 7, 15)),
            "lot.completed_on is after 2025-07-15",
        ),
        (
            Comparison("decision.congress_days_before_issue", Operator.LESS_THAN, Fraction(30)),
            "decision.congress_days_before_issue is less than 30 days",
        ),
        (
            Comparison(
                "item.lots_accelerators",
                Operator.LESS_THAN,
                FactReference("item.accelerators_approved"),
            ),
            "item.lots_accelerators is less than item.accelerators_approved",
        ),
        (
            Comparison("decision.condition_types", Operator.INCLUDES_NONE, ("closed_lot_list",)),
            "decision.condition_types includes none of: closed_lot_list",
        ),
    ],
)
def test_a_comparison_in_the_names_of_rules(comparison: Comparison, words: str) -> None:
    assert brief(comparison) == words


def test_a_comparison_in_plain_words() -> None:
    assert plainly(APPROVED) == "The decision grants the lot (lot.approved)"
    refused = Comparison("lot.approved", Operator.EQUALS, False)
    assert plainly(refused) == "Not so: The decision grants the lot (lot.approved)"


def test_a_parameter_is_named_with_its_value_and_whose_judgement_it_is() -> None:
    words = valued_on(load_bundled_pack(), date(2025, 7, 22))
    expected = "lot.stage is none of finished [inventory-stages, ours]"
    assert brief(STAGE, words) == expected
    assert plainly(STAGE, words).endswith("(lot.stage): none of finished [inventory-stages, ours]")


TREE: Condition = AllOf(
    (
        Meets("is-approved", APPROVED),
        AnyOf((STAGE, Not(APPROVED))),
    )
)


def test_an_outline_nests_as_the_condition_does() -> None:
    assert [(line.depth, line.text) for line in outline(TREE)] == [
        (0, "all of:"),
        (1, "meets is-approved:"),
        (2, "lot.approved is true"),
        (1, "one or more of:"),
        (2, "lot.stage is none of {parameter: inventory-stages}"),
        (2, "not:"),
        (3, "lot.approved is true"),
    ]


def test_one_line_keeps_what_belongs_together() -> None:
    assert in_one_line(TREE) == (
        "meets is-approved and (lot.stage is none of {parameter: inventory-stages} "
        "or not lot.approved is true)"
    )
