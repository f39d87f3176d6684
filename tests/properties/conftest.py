"""Evaluators for the property tests."""

import pytest

from rulecheck.engine import CheckedEvaluator, ReferenceEvaluator
from rulecheck.engine.durable import DurableEvaluator


@pytest.fixture(scope="session")
def durable() -> DurableEvaluator:
    """durable-rules by itself."""
    try:
        return DurableEvaluator()
    except ImportError as error:
        pytest.skip(f"durable-rules can't be loaded here: {error}")


@pytest.fixture(scope="session")
def checked(durable: DurableEvaluator) -> CheckedEvaluator:
    """durable-rules, held to the reference at every step."""
    return CheckedEvaluator(durable, ReferenceEvaluator())
