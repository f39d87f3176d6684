"""What may still become of a verdict is found in an effort that grows with the subjects alone."""

from collections import Counter
from collections.abc import Sequence

import pytest

from rulecheck.advice.evidence import evidence
from rulecheck.documents import parse
from rulecheck.engine import Outcome, ReferenceEvaluator
from rulecheck.judgement import Judge
from rulecheck.judgement.verdicts import Tally
from rulecheck.packs import load_bundled_pack
from rulecheck.packs.model import Rule
from rulecheck.proposals import read_proposal

OPEN_DECISION = """
schema: rulecheck/proposal/v1
kind: license_decision
id: many
as_of: 2025-07-22
decision: {action: approve, covers_future_production: false}
route: [{country: TW, role: origin}, {country: CN, role: destination}]
items: [
"""


def effort(items: int, counted: Counter[str]) -> int:
    """How many outcomes were tallied for the evidence on so many open items."""
    listed = "".join(f"{{id: i-{place}, product: nvidia-h20}},\n" for place in range(items))
    (document,) = parse("many.yaml", f"{OPEN_DECISION}{listed}]\n".encode())
    judge = Judge(load_bundled_pack(), ReferenceEvaluator())
    evaluation = judge.evaluation(read_proposal(document, judge.pack))
    counted.clear()
    assert evidence(evaluation, judge).needed
    return counted["outcomes"]


def test_ten_times_the_items_take_the_same_tallies(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: Counter[str] = Counter()
    tally = Tally.with_outcome

    def counting(before: Tally, rule: Rule, outcome: Outcome) -> Tally:
        counted["outcomes"] += 1
        return tally(before, rule, outcome)

    monkeypatch.setattr(Tally, "with_outcome", counting)
    few, many = (effort(items, counted) for items in (7, 70))
    assert 0 < many <= few


def outcomes_in_every_way(rule: Rule, reach: Sequence[Outcome], count: int) -> frozenset[Tally]:
    tallies = frozenset({Tally()})
    for _ in range(count):
        tallies = frozenset(each.with_outcome(rule, o) for each in tallies for o in reach)
    return tallies


@pytest.mark.parametrize("rule", load_bundled_pack().rules, ids=lambda rule: rule.id)
def test_more_subjects_than_outcomes_add_no_tally(rule: Rule) -> None:
    """On which it rests that subjects beyond as many need not be counted."""
    reach = tuple(Outcome)
    enough = outcomes_in_every_way(rule, reach, len(reach))
    assert outcomes_in_every_way(rule, reach, len(reach) + 3) == enough
