"""Two judgements compared: of two versions of a draft, or of one draft by two packs."""

from pathlib import Path

import pytest

from rulecheck.documents import parse
from rulecheck.engine import ReferenceEvaluator
from rulecheck.judgement import Evaluation, Judge, Outcome, Verdict, judge_run
from rulecheck.judgement.comparing import compared, compared_runs
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
