"""Two judgements compared: of two versions of a draft, or of one draft by two packs."""

from pathlib import Path

import pytest

from rulecheck.documents import parse
from rulecheck.engine import ReferenceEvaluator
from rulecheck.judgement import Evaluation, Judge, Outcome, Run, Verdict, judge_run
from rulecheck.judgement.comparing import compared, compared_runs, compared_versions
from rulecheck.packs import load_pack
from rulecheck.proposals import read_proposal

SMALL_PACK = Path(__file__).parent.parent / "packs" / "small_pack"

DRAFT = """\
schema: rulecheck/proposal/v1
kind: license_decision
id: {id}
as_of: 2025-07-30
decision: {{action: approve, basis: license}}
items:
  - id: h20
    kind: chip
    product: nvidia-h20
    quantity: 10
    lots:
      - {{id: {lot}, stage: {stage}, accelerators: 10}}
"""


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(load_pack(SMALL_PACK), ReferenceEvaluator())


def judged(judge: Judge, text: str) -> Evaluation:
    (document,) = parse("draft.yaml", text.encode())
    return judge.evaluation(read_proposal(document, judge.pack))


def draft(stage: str, lot: str = "shelf", id_: str = "draft") -> str:
    return DRAFT.format(id=id_, lot=lot, stage=stage)


def test_a_judgement_does_not_differ_from_itself(judge: Judge) -> None:
    one = judged(judge, draft("finished"))
    found = compared(one, judged(judge, draft("finished")))
    assert not found.changes_anything
    assert (found.outcomes, found.standings) == ((), ())


def test_a_mended_draft_changes_verdict_score_and_outcome(judge: Judge) -> None:
    found = compared(judged(judge, draft("unstarted")), judged(judge, draft("finished")))
    assert (found.old.verdict, found.new.verdict) == (Verdict.CONFLICTS, Verdict.ALIGNED)
    assert found.changes_verdict
    assert found.changes_score
    (change,) = found.outcomes
    assert (change.rule.id, change.subject.name) == ("finished-stock/lots", "shelf")
    assert (change.old, change.new) == (Outcome.VIOLATED, Outcome.SATISFIED)


def test_another_id_of_the_draft_is_no_other_decision(judge: Judge) -> None:
    one, other = draft("finished", id_="first"), draft("finished", id_="second")
    assert not compared(judged(judge, one), judged(judge, other)).changes_anything


def test_a_subject_under_another_name_went_and_came(judge: Judge) -> None:
    one, other = draft("finished"), draft("finished", lot="rack")
    found = compared(judged(judge, one), judged(judge, other))
    assert not found.changes_verdict
    assert [(each.subject.name, each.old, each.new) for each in found.outcomes] == [
        ("shelf", Outcome.SATISFIED, None),
        ("rack", None, Outcome.SATISFIED),
    ]


def test_a_rule_that_does_not_apply_to_a_new_subject_is_no_change(judge: Judge) -> None:
    denied = draft("finished").replace("action: approve", "action: return_without_action")
    renamed = denied.replace("shelf", "rack")
    assert compared(judged(judge, denied), judged(judge, renamed)).outcomes == ()


def test_a_draft_that_one_run_could_not_judge_has_a_changed_verdict(judge: Judge) -> None:
    (document,) = parse("draft.yaml", draft("finished").encode())
    full = judge_run(judge, [read_proposal(document, judge.pack)], [])
    empty = judge_run(judge, [], [])
    gone, come = compared_runs(full, empty), compared_runs(empty, full)
    assert (len(gone.only_old), len(gone.only_new), gone.proposals) == (1, 0, ())
    assert (len(come.only_old), len(come.only_new), come.proposals) == (0, 1, ())
    assert gone.verdicts_changed == come.verdicts_changed == 1
    assert gone.changes_judgement
    assert not compared_runs(full, full).changes_judgement


# -- regressions --------------------------------------------------------------------------------

REFUSED = "action: return_without_action"


def versions(judge: Judge) -> dict[str, Evaluation]:
    return {
        "good": judged(judge, draft("finished")),
        "bad": judged(judge, draft("unstarted")),
        "open": judged(judge, draft("unknown")),
        "outside": judged(judge, draft("finished").replace("action: approve", REFUSED)),
    }


@pytest.mark.parametrize(
    ("old", "new", "is_worse"),
    [
        ("good", "good", False),
        ("good", "bad", True),
        ("good", "open", True),
        ("good", "outside", True),
        ("outside", "good", False),
        ("outside", "open", True),
        ("outside", "bad", True),
        ("open", "bad", True),
        ("open", "good", False),
        ("open", "outside", False),
        ("bad", "open", False),
        ("bad", "outside", False),
        ("bad", "bad", False),
    ],
)
def test_what_is_a_regression(old: str, new: str, is_worse: bool, judge: Judge) -> None:
    made = versions(judge)
    assert made["outside"].verdict is Verdict.OUT_OF_SCOPE
    assert made["open"].verdict is Verdict.HOLD
    assert compared(made[old], made[new]).is_regression is is_worse


def test_a_new_violation_behind_an_old_one_is_a_regression(judge: Judge) -> None:
    one = draft("unstarted")
    two = f"{one}      - {{id: rack, stage: unstarted, accelerators: 0}}\n"
    found = compared(judged(judge, one), judged(judge, two))
    assert not found.worsens_verdict
    assert not found.worsens_gate
    assert [each.subject.name for each in found.worse_outcomes] == ["rack"]
    assert found.is_regression
    assert not compared(judged(judge, two), judged(judge, one)).is_regression


def test_versions_are_known_again_by_id_unless_there_is_one_of_each(judge: Judge) -> None:
    def run(*names: str) -> Run:
        texts = (draft("finished", lot=f"lot-of-{name}", id_=name) for name in names)
        documents = [parse("draft.yaml", text.encode())[0] for text in texts]
        return judge_run(judge, [read_proposal(each, judge.pack) for each in documents], [])

    def pairs(old: Run, new: Run) -> list[tuple[str, str]]:
        found = compared_versions(old, new).proposals
        return [(each.old.proposal.id, each.new.proposal.id) for each in found]

    assert pairs(run("a"), run("b")) == [("a", "b")]
    assert pairs(run("a", "b"), run("b", "a")) == [("a", "a"), ("b", "b")]
    found = compared_versions(run("a", "b"), run("b", "c"))
    assert [each.proposal.id for each in found.only_old] == ["a"]
    assert [each.proposal.id for each in found.only_new] == ["c"]
    assert not found.is_regression
