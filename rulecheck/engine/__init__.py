"""Conditions and facts in, outcomes out: two evaluators that must agree."""

from rulecheck.engine.checked import CheckedEvaluator, best_evaluator
from rulecheck.engine.kleene import ReferenceEvaluator
from rulecheck.engine.outcomes import Outcome, outcome_of, worst
from rulecheck.engine.program import EngineError, Evaluator, Program, Survey, Truths, program_of

__all__ = [
    "CheckedEvaluator",
    "EngineError",
    "Evaluator",
    "Outcome",
    "Program",
    "ReferenceEvaluator",
    "Survey",
    "Truths",
    "best_evaluator",
    "outcome_of",
    "program_of",
    "worst",
]
