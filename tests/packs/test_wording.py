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
from rulecheck.packs.wording import (
    brief,
    definitions_in,
    in_one_line,
    in_prose,
    outline,
    plainly,
    read_out,
    valued_on,
)

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
    assert plainly(STAGE, words).endswith(
        "(lot.stage): anything but finished [inventory-stages, ours]"
    )


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


PACK = load_bundled_pack()
DAY = date(2025, 7, 22)


@pytest.mark.parametrize(
    ("comparison", "words"),
    [
        (
            Comparison("lot.stage", Operator.IN, ("finished", "die_bank")),
            "How far the lot's manufacture has come (lot.stage): one of finished, die_bank",
        ),
        (
            Comparison("lot.stage", Operator.NOT_IN, ("finished",)),
            "How far the lot's manufacture has come (lot.stage): anything but finished",
        ),
        (
            Comparison("action.directions", Operator.INCLUDES_NONE, ("loosen",)),
            "Directions of all the changes (action.directions): does not include loosen",
        ),
        (
            Comparison("action.directions", Operator.INCLUDES_ANY, ("tighten", "maintain")),
            "Directions of all the changes (action.directions): includes at least one of tighten, "
            "maintain",
        ),
        (
            Comparison("decision.congress_days_before_issue", Operator.LESS_THAN, Fraction(30)),
            "How long before it issues Congress is told (decision.congress_days_before_issue): "
            "less than 30 days",
        ),
        (
            Comparison(
                "decision.congress_days_before_issue",
                Operator.AT_LEAST,
                ParameterReference("congress-notice-days"),
            ),
            "How long before it issues Congress is told (decision.congress_days_before_issue, in "
            "days): at least 30 [congress-notice-days, ours]",
        ),
        (
            Comparison("lot.accelerators", Operator.LESS_THAN, FactReference("lot.accelerators")),
            "Accelerators in the lot (lot.accelerators): less than Accelerators in the lot "
            "(lot.accelerators)",
        ),
    ],
)
def test_operators_in_plain_words(comparison: Comparison, words: str) -> None:
    assert plainly(comparison, valued_on(PACK, DAY)) == words


def read(condition: Condition, *told: str) -> list[tuple[int, str]]:
    clause = in_prose(condition, PACK, DAY)
    return [(line.depth, line.text) for line in read_out(clause, frozenset(told))]


GRANTED = "The decision grants the lot (lot.approved)"
FRONTIER = PACK.definitions["is-frontier-chip"]
HUB = PACK.definitions["restricted-chip-through-hub"]


def test_prose_reads_a_negation_and_a_definition_on_the_line_of_their_part() -> None:
    (line,) = read(Not(Meets(FRONTIER.id, FRONTIER.condition)))
    assert line == (
        0,
        "Not so: The item is of the class that has been banned from China since 2022 and 2023 "
        "(is-frontier-chip), that is: The item's specifications meet 3A090.a; may be known where "
        "the exact paragraph is not (item.at_3a090_a)",
    )


def test_prose_nests_what_is_joined() -> None:
    assert read(Not(AnyOf((APPROVED, AllOf((APPROVED, APPROVED)))))) == [
        (0, "Not so that at least one of these holds:"),
        (1, GRANTED),
        (1, "all of these hold:"),
        (2, GRANTED),
        (2, GRANTED),
    ]


def test_a_definition_that_was_told_is_only_named() -> None:
    condition = Meets(HUB.id, HUB.condition)
    unfolded = read(condition)
    assert unfolded[0] == (
        0,
        f"{HUB.meaning} (restricted-chip-through-hub), that is, all of these hold:",
    )
    assert len(unfolded) == 3
    assert read(condition, HUB.id) == [
        (0, f"{HUB.meaning} (restricted-chip-through-hub), as above")
    ]


def test_definitions_are_found_inside_definitions() -> None:
    names = set(
        definitions_in(PACK.rule("frontier-chips-stay-banned/no-frontier-loosening").applies_when)
    )
    assert names == {
        "chip-controls-move-toward-china",
        "chip-change-toward-china",
        "moves-controls",
    }
