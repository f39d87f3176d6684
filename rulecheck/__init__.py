"""Checks drafts of export-control decisions against written policy recommendations.

`load_pack` reads a pack of rules, `evaluate` judges files by it. Everything else is reached
through what they return.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rulecheck.documents.validation import Faults
    from rulecheck.engine import EngineError, Outcome
    from rulecheck.judgement import Evaluation, Run, Verdict
    from rulecheck.packs import Pack, load_pack
    from rulecheck.runner import NothingToEvaluate, evaluate

__version__ = "0.1.0"

__all__ = [
    "EngineError",
    "Evaluation",
    "Faults",
    "NothingToEvaluate",
    "Outcome",
    "Pack",
    "Run",
    "Verdict",
    "__version__",
    "evaluate",
    "load_pack",
]

_HOMES = {
    "EngineError": "rulecheck.engine",
    "Evaluation": "rulecheck.judgement",
    "Faults": "rulecheck.documents.validation",
    "NothingToEvaluate": "rulecheck.runner",
    "Outcome": "rulecheck.engine",
    "Pack": "rulecheck.packs",
    "Run": "rulecheck.judgement",
    "Verdict": "rulecheck.judgement",
    "evaluate": "rulecheck.runner",
    "load_pack": "rulecheck.packs",
}


def __getattr__(name: str) -> object:
    """Load a public name when it is first asked for, so that a command pays for what it uses."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
