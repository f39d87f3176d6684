"""Repairs for a whole run: what each search may take, and that the clock has no say in it."""

from rulecheck.advice.rationing import rationed_repairs
from rulecheck.engine import ReferenceEvaluator
from rulecheck.judgement import Judge, Run, judge_run

from .drafts import PACK, draft

PASSES, REPAIRABLE, HOPELESS = "h20_inventory_only", "h20_new_production", "h100_frontier"
LONG = "h20_half_empty"


def run_on(*names: str) -> Run:
    return judge_run(Judge(PACK, ReferenceEvaluator()), [draft(name) for name in names], ())


def test_each_proposal_has_its_own_search_in_its_order() -> None:
    passes, repairable, hopeless = rationed_repairs(run_on(PASSES, REPAIRABLE, HOPELESS))
    assert passes is None
    assert repairable is not None
    assert [len(each.changes) for each in repairable.found] == [1, 2]
    assert not repairable.stopped
    assert hopeless is not None
    assert not hopeless.stopped
    assert hopeless.obstacles


def test_a_search_that_takes_too_much_stops_and_the_next_one_begins() -> None:
    # The first draft takes some 12,000 in all, the second 600.
    run = run_on(LONG, REPAIRABLE)
    stopped, searched = rationed_repairs(run, for_one=1_000)
    assert stopped is not None
    assert stopped.stopped
    assert searched is not None
    assert searched.found
    assert not searched.stopped


def test_once_nothing_is_left_for_all_no_search_begins() -> None:
    run = run_on(REPAIRABLE, LONG, "h20_boards_of_eight")
    first, second, third = rationed_repairs(run, for_all=2_000)
    assert first is not None
    assert first.found
    assert second is not None
    assert second.stopped
    assert third is None


def test_two_searches_come_to_the_same() -> None:
    run = run_on(LONG, REPAIRABLE)
    one, other = (rationed_repairs(run, for_one=500) for _ in range(2))
    assert [each and (each.tried, each.stopped, len(each.found)) for each in one] == [
        each and (each.tried, each.stopped, len(each.found)) for each in other
    ]
