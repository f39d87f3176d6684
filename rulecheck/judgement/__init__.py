"""Outcomes, recommendation results, score, verdict and gate; one proposal, or a run of several."""

from rulecheck.engine import Outcome
from rulecheck.facts import Subject
from rulecheck.judgement.findings import Finding, Level
from rulecheck.judgement.gate import (
    Disposition,
    Gate,
    GatedEvaluation,
    GatedFinding,
    GatedRun,
    WaiverState,
    WaiverUse,
    gated,
)
from rulecheck.judgement.judging import Judge
from rulecheck.judgement.results import (
    DecidingFact,
    Evaluation,
    RecommendationResult,
    RuleResult,
    Score,
    Standing,
    Verdict,
)
from rulecheck.judgement.run import EngineFailure, Run, RunFinding, judge_run

__all__ = [
    "DecidingFact",
    "Disposition",
    "EngineFailure",
    "Evaluation",
    "Finding",
    "Gate",
    "GatedEvaluation",
    "GatedFinding",
    "GatedRun",
    "Judge",
    "Level",
    "Outcome",
    "RecommendationResult",
    "RuleResult",
    "Run",
    "RunFinding",
    "Score",
    "Standing",
    "Subject",
    "Verdict",
    "WaiverState",
    "WaiverUse",
    "gated",
    "judge_run",
]
