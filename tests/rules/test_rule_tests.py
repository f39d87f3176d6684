"""The tests that stand beside the rules, run with both evaluators, and what they show."""

import pytest

from rulecheck.authoring.condition_coverage import condition_coverage
from rulecheck.authoring.requirements import Kind
from rulecheck.authoring.rule_tests import RuleTest, load_rule_tests
from rulecheck.authoring.threshold_coverage import threshold_coverage
from rulecheck.authoring.threshold_tests import ThresholdTest, load_threshold_tests
from rulecheck.engine import best_evaluator
from rulecheck.packs import bundled_pack, load_bundled_pack

PACK = load_bundled_pack()
TESTS = load_rule_tests(bundled_pack(), PACK)
THRESHOLD_TESTS = load_threshold_tests(bundled_pack(), PACK)
EVALUATOR = best_evaluator()


@pytest.mark.parametrize("test", TESTS, ids=lambda test: f"{test.rule.id}: {test.name}")
def test_rule_comes_to_what_is_expected(test: RuleTest) -> None:
    assert test.outcome(PACK, EVALUATOR) is test.expected


@pytest.mark.parametrize("test", THRESHOLD_TESTS, ids=lambda test: f"{test.about}: {test.name}")
def test_threshold_comes_to_what_is_expected(test: ThresholdTest) -> None:
    assert test.outcome() is test.expected


def test_the_tests_show_every_condition_limit_and_outcome() -> None:
    requirements = [*condition_coverage(PACK, TESTS), *threshold_coverage(PACK, THRESHOLD_TESTS)]
    assert {each.kind for each in requirements} == set(Kind)
    assert not [(each.place, each.gaps) for each in requirements if each.gaps]


def test_names_of_tests_are_unique() -> None:
    every: list[RuleTest | ThresholdTest] = [*TESTS, *THRESHOLD_TESTS]
    names = [f"{test.about}: {test.name}" for test in every]
    assert len(names) == len(set(names))
