"""On which single facts a verdict hangs: each is checked by judging every rule anew."""

from dataclasses import replace
from pathlib import Path

import pytest

from rulecheck.advice.stability import Pivot, pivots
from rulecheck.engine import ReferenceEvaluator, worst
from rulecheck.facts import Fact
from rulecheck.judgement import Evaluation, Judge, RecommendationResult, RuleResult, Verdict
from rulecheck.judgement.verdicts import verdict_of
from rulecheck.packs import load_bundled_pack
from rulecheck.runner import evaluate
from rulecheck.vocabulary import FactValue

PROPOSALS = sorted((Path(__file__).parents[2] / "proposals").glob("*.yaml"))
JUDGE = Judge(load_bundled_pack(), ReferenceEvaluator())


def evaluation_of(path: Path) -> Evaluation:
    (evaluation,) = evaluate([path], JUDGE.pack).evaluations
    return evaluation


def judged_with(evaluation: Evaluation, pivot: Pivot, value: FactValue) -> Verdict:
    """The verdict if the fact had the value wherever it is seen."""
    name = pivot.fact.name

    def anew(result: RuleResult) -> RuleResult:
        facts = result.subject.facts
        if facts.get(name) is None or facts[name] != pivot.fact.fact:
            return result
        if not is_of(result, name, pivot.subject):
            return result
        subject = replace(result.subject, facts={**facts, name: Fact(value)})
        return JUDGE.rule_result(result.rule, subject, evaluation.proposal.model.as_of)

    recommendations = []
    for each in evaluation.recommendations:
        results = tuple(map(anew, each.results))
        outcome = worst([result.outcome for result in results])
        recommendations.append(RecommendationResult(each.recommendation, outcome, results))
    return verdict_of(recommendations)


def is_of(result: RuleResult, name: str, owner: str) -> bool:
    """Whether the subject of the result sees the fact as that of the owner."""
    kind = name.partition(".")[0]
    if kind in ("decision", "action"):
        return True  # every subject sees those of the whole proposal
    own = result.subject.facts.get(f"{kind}.id")
    return owner == f"{kind} {result.subject.name if own is None else own.value}"


@pytest.mark.parametrize("path", PROPOSALS, ids=lambda path: path.stem)
def test_every_turn_is_real(path: Path) -> None:
    evaluation = evaluation_of(path)
    for pivot in pivots(evaluation, JUDGE):
        assert pivot.turns
        for value, verdict in pivot.turns:
            assert verdict is not evaluation.verdict
            assert judged_with(evaluation, pivot, value) is verdict


def test_a_lot_that_is_no_stock_is_what_a_mixed_license_hangs_on() -> None:
    evaluation = evaluation_of(next(path for path in PROPOSALS if path.stem == "h20_mixed_lots"))
    names = {(each.fact.name, each.subject) for each in pivots(evaluation, JUDGE)}
    assert ("lot.stage", "lot h20-wafer-starts-2025-07") in names
    assert ("lot.approved", "lot h20-wafer-starts-2025-07") in names
    assert not any(subject == "lot h20-finished-stock" for _, subject in names)


def test_several_violated_vetoes_hang_on_no_single_fact() -> None:
    path = next(path for path in PROPOSALS if path.stem == "h20_new_production")
    assert pivots(evaluation_of(path), JUDGE) == ()
