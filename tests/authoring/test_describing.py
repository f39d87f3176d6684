"""What is gathered about a recommendation or a rule."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rulecheck.authoring.describing import RecommendationDescription, describe, latest_change
from rulecheck.authoring.rule_tests import load_rule_tests
from rulecheck.engine import Outcome
from rulecheck.packs import Rule, bundled_pack, load_bundled_pack, load_pack

SMALL = load_pack(Path(__file__).parents[1] / "packs" / "small_pack")
PACK = load_bundled_pack()
TESTS = load_rule_tests(bundled_pack(), PACK)


def described(name: str) -> RecommendationDescription:
    return describe(PACK, TESTS, name, latest_change(PACK))


def test_a_recommendation_is_described_with_all_its_rules() -> None:
    found = described("inventory-only")
    assert [each.rule for each in found.rules] == list(found.recommendation.rules)


def test_a_rule_is_described_alone_with_what_it_names() -> None:
    found = described("inventory-only/lots-owned")
    assert [each.rule.id for each in found.rules] == ["inventory-only/lots-owned"]
    assert [each.parameter.id for each in found.parameters] == ["inventory-owners"]
    names = {spec.name for spec in found.facts}
    # From a condition, from a definition that it meets, and from the message alone.
    assert names >= {"lot.owner", "item.reaches_china", "lot.id"}


def test_the_other_side_of_a_comparison_is_in_the_glossary() -> None:
    names = {spec.name for spec in described("inventory-only/within-attestation").facts}
    assert names >= {"item.accelerators_approved", "item.inventory_remaining"}


@pytest.mark.parametrize("rule", PACK.rules, ids=lambda rule: rule.id)
def test_examples_are_the_rules_own_tests(rule: Rule) -> None:
    (each,) = described(rule.id).rules
    shown = {
        Outcome.SATISFIED: each.satisfied,
        Outcome.EXCEPTED: each.excepted,
        Outcome.VIOLATED: each.violated,
    }
    for outcome, test in shown.items():
        own = [t for t in TESTS if t.rule.id == each.rule.id and t.expected is outcome]
        assert test is (own[0] if own else None)


def test_a_test_that_fails_is_no_example() -> None:
    name = "inventory-only/lots-owned"
    own = [each for each in TESTS if each.rule.id == name]
    wrong = [
        replace(each, expected=Outcome.SATISFIED)
        for each in own
        if each.expected is Outcome.VIOLATED
    ]
    assert wrong
    (rule,) = describe(PACK, [*wrong, *own], name, latest_change(PACK)).rules
    assert rule.satisfied in own
    (rule,) = describe(PACK, wrong, name, latest_change(PACK)).rules
    assert rule.satisfied is None


def test_a_parameter_has_its_value_of_the_day() -> None:
    def stages(day: date) -> object:
        (parameter,) = describe(SMALL, (), "finished-stock/lots", day).parameters[1:]
        return parameter.value.value

    assert stages(date(2025, 5, 31)) == ("finished",)
    assert stages(date(2025, 6, 1)) == ("finished", "packaged_untested")


def test_the_latest_change_is_the_last_of_a_parameter_or_the_first_day_judged() -> None:
    assert latest_change(SMALL) == date(2025, 6, 1)
    assert latest_change(replace(SMALL, judges_from=date(2025, 8, 1))) == date(2025, 8, 1)


def test_what_the_pack_has_not_can_not_be_described() -> None:
    with pytest.raises(LookupError, match="inventory-onli"):
        described("inventory-onli")
