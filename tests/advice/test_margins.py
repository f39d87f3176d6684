"""How far numbers are from their limits."""

from fractions import Fraction
from pathlib import Path

import pytest

from rulecheck.advice.margins import Margin, margins
from rulecheck.judgement import Evaluation
from rulecheck.packs import load_bundled_pack
from rulecheck.runner import evaluate

PROPOSALS = Path(__file__).parents[2] / "proposals"
PACK = load_bundled_pack()


def margins_of(name: str) -> dict[tuple[str, str], Margin]:
    """The margins of one of the project's proposals, by fact and what sets the limit."""
    (evaluation,) = evaluate([PROPOSALS / name], PACK).evaluations
    return {(each.fact.name, each.limit_name): each for each in margins(evaluation, PACK)}


def test_a_number_just_below_its_limit_is_near() -> None:
    found = margins_of("l20_below_the_limits.yaml")
    density = found["item.performance_density", "3a090-b"]
    assert density.is_near
    assert density.percent is not None
    assert Fraction(-2) < density.percent < Fraction(-1)


def test_a_limit_that_decided_nothing_is_left_out() -> None:
    found = margins_of("l20_below_the_limits.yaml")
    # Its performance is over 1,600, but its density keeps the row that asks for it from holding.
    assert found["item.total_processing_performance", "3a090-b"].limit.exact == 2400


def test_a_number_far_over_its_limit_is_not_near() -> None:
    bandwidth = margins_of("h20_new_production.yaml")["item.dram_bandwidth", "is-informed"]
    assert bandwidth.percent == Fraction(100 * (4000 - 1400), 1400)
    assert not bandwidth.is_near


def test_a_fact_can_be_the_limit_of_another() -> None:
    found = margins_of("h20_new_production.yaml")
    granted = found["item.accelerators_approved", "item.inventory_remaining"]
    assert granted.limit.exact == 650_000
    assert granted.percent == Fraction(100 * 300_000, 650_000)


@pytest.mark.parametrize("path", sorted(PROPOSALS.glob("*.yaml")), ids=lambda path: path.stem)
def test_whatever_is_near_is_within_the_percentage_of_the_pack(path: Path) -> None:
    evaluation: Evaluation
    (evaluation,) = evaluate([path], PACK).evaluations
    limit = PACK.number("near-limit-percent", evaluation.proposal.model.as_of)
    for each in margins(evaluation, PACK):
        assert each.is_near is (each.percent is not None and abs(each.percent) <= limit)
