"""What several decisions draw together: what each leaves open counts, and messages stay short."""

from collections.abc import Iterable, Iterator

import pytest

from rulecheck.documents import parse
from rulecheck.engine import ReferenceEvaluator
from rulecheck.judgement import Judge, Outcome, Run, RunFinding, judge_run
from rulecheck.judgement.comparing import compared_versions
from rulecheck.judgement.sums import MOST_NAMED
from rulecheck.packs import load_bundled_pack
from rulecheck.proposals import read_proposal

JUDGE = Judge(load_bundled_pack(), ReferenceEvaluator())

DRAFT = """\
schema: rulecheck/proposal/v1
kind: license_decision
id: {id}
as_of: 2025-07-30
decision: {{action: approve, basis: license}}
route: [{{country: TW, role: origin}}, {{country: CN, role: destination}}]
items:
  - id: chips
    kind: chip
    {item}
    approved_quantity: {quantity}
{inventory}
"""
INVENTORY = (
    "inventory: [{id: stock, product: nvidia-h20, attested_finished: 1000, prior_drawdown: 0}]"
)


def draft(number: int, quantity: int, item: str = "product: nvidia-h20") -> str:
    return DRAFT.format(id=f"d-{number:02}", item=item, quantity=quantity, inventory=INVENTORY)


def judged(drafts: Iterable[str]) -> Run:
    documents = [parse(f"{place}.yaml", text.encode())[0] for place, text in enumerate(drafts)]
    run = judge_run(JUDGE, [read_proposal(each, JUDGE.pack) for each in documents], [])
    assert not run.problems
    assert len(run.evaluations) == len(documents)
    return run


def found(*drafts: str) -> Iterator[RunFinding]:
    run = judged(drafts)
    yield from (each for each in run.findings if each.about == "the inventory of nvidia-h20")


def test_two_may_draw_no_more_than_there_is() -> None:
    assert not list(found(draft(1, 500), draft(2, 500)))
    (overdraft,) = found(draft(1, 500), draft(2, 501))
    assert overdraft.outcome is Outcome.VIOLATED
    assert overdraft.message == (
        "Together, d-01, d-02 overdraw the inventory of nvidia-h20 of 1,000 accelerators by 1."
    )
    assert [place.proposal for place in overdraft.places] == ["d-02", "d-01"]
    assert {place.pointer for place in overdraft.places} == {("inventory", 0)}


@pytest.mark.parametrize("item", ["quantity: 600", "product: unknown"])
def test_an_item_that_may_be_of_the_product_leaves_it_open(item: str) -> None:
    (overdraft,) = found(draft(1, 600), draft(2, 600, item))
    assert overdraft.outcome is Outcome.UNKNOWN


def test_a_message_names_some_and_the_places_all() -> None:
    few = MOST_NAMED + 1
    (overdraft,) = found(*(draft(number, 500) for number in range(few)))
    assert f"d-{few - 1:02} overdraw" in overdraft.message
    many = MOST_NAMED + 2
    (overdraft,) = found(*(draft(number, 500) for number in range(many)))
    assert f"d-{MOST_NAMED - 1:02} and 2 more overdraw" in overdraft.message
    assert len(overdraft.places) == many


def test_another_proposal_that_takes_part_is_noticed_though_no_message_names_it() -> None:
    """Of thirteen proposals one draws nothing: the last, or in a new version the one before."""
    drafts = [draft(number, 500) for number in range(13)]
    old = judged([*drafts[:12], draft(12, 0)])
    new = judged([*drafts[:11], draft(11, 0), drafts[12]])
    (before,), (after,) = old.findings, new.findings
    assert before.message == after.message
    compared = compared_versions(old, new)
    assert (compared.findings_gone, compared.findings_come) == ((before,), (after,))
