"""Which evaluator decides, and that its name says so."""

import sys

import pytest

from rulecheck.engine import ReferenceEvaluator, best_evaluator
from rulecheck.engine.durable import DurableEvaluator


def test_without_durable_rules_the_reference_serves_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    # `None` among the modules makes an import fail, as where it was never installed.
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    evaluator = best_evaluator()
    assert isinstance(evaluator, ReferenceEvaluator)
    assert evaluator.name == "reference"


def test_with_durable_rules_both_are_named(durable: DurableEvaluator) -> None:
    assert best_evaluator().name == f"{durable.name}, checked by the reference evaluator"


def test_a_failing_import_leaves_the_loader_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    if not hasattr(sys, "getdlopenflags"):
        pytest.skip("this platform has no flags for loading")
    before = sys.getdlopenflags()
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    best_evaluator()
    assert sys.getdlopenflags() == before
