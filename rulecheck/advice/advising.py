"""The advice that goes with a judgement in every report."""

from collections.abc import Sequence
from dataclasses import dataclass

from rulecheck.advice.evidence import Evidence, evidence
from rulecheck.advice.margins import Margin, margins
from rulecheck.engine import Outcome, ReferenceEvaluator
from rulecheck.judgement import Evaluation, Judge, Run


@dataclass(frozen=True, slots=True)
class Advice:
    """What a drafter is told besides the outcomes."""

    evidence: Evidence | None
    """What is missing; `None` where nothing that counts is undecided."""
    margins: tuple[Margin, ...]


def advice_on(run: Run) -> Sequence[Advice]:
    """The advice on each proposal of the run, in the order of its evaluations."""
    judge = Judge(run.pack, ReferenceEvaluator())
    return tuple(_advice(evaluation, judge) for evaluation in run.evaluations)


def _advice(evaluation: Evaluation, judge: Judge) -> Advice:
    is_open = any(each.outcome is Outcome.UNKNOWN for each in evaluation.findings)
    return Advice(
        evidence=evidence(evaluation, judge) if is_open else None,
        margins=margins(evaluation, judge.pack),
    )
