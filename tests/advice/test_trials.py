"""A set of changes is judged once, however many searches come upon it."""

from rulecheck.advice.changing import Changes
from rulecheck.advice.mending import mending_of
from rulecheck.advice.searching import Search
from rulecheck.advice.trials import Trials
from rulecheck.engine import ReferenceEvaluator
from rulecheck.judgement import Evaluation, Judge
from rulecheck.proposals import Proposal

from .drafts import PACK, draft


class Counting(Judge):
    """Counts what it judges."""

    judged = 0

    def evaluation(self, proposal: Proposal) -> Evaluation:
        self.judged += 1
        return super().evaluation(proposal)


def trials_on(name: str) -> tuple[Trials, Counting]:
    judge = Counting(PACK, ReferenceEvaluator())
    before = judge.evaluation(draft(name))
    judge.judged = 0
    return Trials(Changes(before.proposal, PACK, frozenset()), before, judge), judge


def test_a_second_search_judges_nothing_anew() -> None:
    trials, judge = trials_on("h20_new_production")
    first, second = (Search(trials, lambda: False) for _ in range(2))
    first.run(2)
    once = judge.judged
    assert once > 1
    second.run(2)
    assert judge.judged == once
    assert second.least_left == first.least_left


def test_what_is_known_is_searched_when_the_time_is_up() -> None:
    trials, _ = trials_on("h20_new_production")
    first = Search(trials, lambda: False)
    first.run(1)
    again = Search(trials, lambda: True)
    again.run(1)
    assert first.passing
    assert again.passing == first.passing
    assert not again.stopped


def test_each_finding_is_searched_for_among_the_same_sets() -> None:
    trials, judge = trials_on("h20_revenue_share_august_2025")
    mending = mending_of(trials, lambda: False, 2)
    assert len(mending.obstacles) > 1
    assert 0 < judge.judged <= len(trials)
