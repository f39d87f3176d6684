"""Outcomes, recommendation results, score, verdict; one proposal, or a run of several."""

from rulecheck.engine import Outcome
from rulecheck.facts import Subject
from rulecheck.judgement.judging import Judge
from rulecheck.judgement.results import (
    DecidingFact,
    Evaluation,
    Gap,
    OpenField,
    RecommendationResult,
    RuleResult,
    Score,
    Standing,
    Verdict,
)
from rulecheck.judgement.run import Run, RunFinding, judge_run

__all__ = [
    "DecidingFact",
    "Evaluation",
    "Gap",
    "Judge",
    "OpenField",
    "Outcome",
    "RecommendationResult",
    "RuleResult",
    "Run",
    "RunFinding",
    "Score",
    "Standing",
    "Subject",
    "Verdict",
    "judge_run",
]
