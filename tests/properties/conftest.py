"""Evaluators for the property tests."""

import pytest

from rulecheck.engine import CheckedEvaluator, ReferenceEvaluator
from rulecheck.engine.durable import DurableEvaluator


@pytest.fixture(scope="session")
def checked() -> CheckedEvaluator:
    """durable-rules, held to the reference at every step."""
    try:
        return CheckedEvaluator(DurableEvaluator(), ReferenceEvaluator())
    except ImportError as error:
        pytest.skip(f"durable-rules can't be loaded here: {error}")
