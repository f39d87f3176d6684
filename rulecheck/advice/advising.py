"""The advice that goes with a judgement in every report."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rulecheck.advice.margins import Margin, margins
from rulecheck.engine import Outcome, ReferenceEvaluator
from rulecheck.judgement import Evaluation, Judge, Run

if TYPE_CHECKING:  # loaded where something is undecided: most drafts in a gate are not
    from rulecheck.advice.evidence import Evidence


@dataclass(frozen=True, slots=True, eq=False)
class Advice:
    """What a drafter is told besides the outcomes."""

    evidence: "Evidence | None"
    """What is missing; `None` where nothing that counts is undecided."""
    margins: tuple[Margin, ...]


def advice_on(run: Run) -> Sequence[Advice]:
    """The advice on each proposal of the run, in the order of its evaluations."""
    judge = Judge(run.pack, ReferenceEvaluator())
    return tuple(advice_on_one(evaluation, judge) for evaluation in run.evaluations)


def advice_on_one(evaluation: Evaluation, judge: Judge) -> Advice:
    """The advice on a proposal that was judged by the judge's pack."""
    return Advice(
        evidence=_evidence(evaluation, judge),
        margins=margins(evaluation, judge.pack),
    )


def _evidence(evaluation: Evaluation, judge: Judge) -> "Evidence | None":
    if not any(each.outcome is Outcome.UNKNOWN for each in evaluation.findings):
        return None
    from rulecheck.advice.evidence import evidence

    return evidence(evaluation, judge)
