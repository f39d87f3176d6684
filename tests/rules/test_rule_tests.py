"""The tests that stand beside the rules, run with both evaluators."""

from collections import defaultdict

import pytest

from rulecheck.authoring.rule_tests import RuleTest, load_rule_tests
from rulecheck.engine import Outcome, best_evaluator
from rulecheck.packs import Recommendation, bundled_pack, load_bundled_pack

PACK = load_bundled_pack()
TESTS = load_rule_tests(bundled_pack(), PACK)
EVALUATOR = best_evaluator()


@pytest.mark.parametrize("test", TESTS, ids=lambda test: f"{test.rule.id}: {test.name}")
def test_rule_comes_to_what_is_expected(test: RuleTest) -> None:
    assert test.outcome(PACK, EVALUATOR) is test.expected


def test_every_rule_is_shown_satisfied_violated_and_unknown() -> None:
    shown = defaultdict(set)
    for test in TESTS:
        shown[test.rule.id].add(test.expected)
    lacking = {
        rule.id: due - shown[rule.id]
        for recommendation in PACK.recommendations
        for rule in recommendation.rules
        if (due := _due(recommendation)) - shown[rule.id]
    }
    assert not lacking


def _due(recommendation: Recommendation) -> set[Outcome]:
    """A permissive recommendation fails nobody, so its rules can't be shown violated."""
    if recommendation.is_permissive:
        return {Outcome.SATISFIED, Outcome.UNKNOWN}
    return {Outcome.SATISFIED, Outcome.VIOLATED, Outcome.UNKNOWN}


def test_names_of_rule_tests_are_unique() -> None:
    names = [f"{test.rule.id}: {test.name}" for test in TESTS]
    assert len(names) == len(set(names))
