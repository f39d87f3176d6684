"""The evaluator under test."""

import pytest

from rulecheck.engine.durable import DurableEvaluator


@pytest.fixture
def durable() -> DurableEvaluator:
    try:
        return DurableEvaluator()
    except ImportError as error:
        pytest.skip(f"durable-rules can't be loaded here: {error}")
