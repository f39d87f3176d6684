"""Two evaluators on every evaluation: durable-rules decides, the reference checks it."""

from collections.abc import Mapping

from rulecheck.engine.kleene import ReferenceEvaluator
from rulecheck.engine.program import EngineError, Evaluator, Program, Truths
from rulecheck.vocabulary import FactValue


class CheckedEvaluator:
    """An evaluator whose every answer a second one must share."""

    def __init__(self, deciding: Evaluator, checking: Evaluator) -> None:
        self._deciding = deciding
        self._checking = checking
        self.name = f"{deciding.name}, checked by the {checking.name} evaluator"

    def truths(self, program: Program, facts: Mapping[str, FactValue]) -> Truths:
        """The truth of every condition. Raises `EngineError` where the two disagree."""
        decided = self._deciding.truths(program, facts)
        checked = self._checking.truths(program, facts)
        for name, truth in decided.items():
            if truth is not checked[name]:
                shown = ", ".join(f"{fact}={value}" for fact, value in sorted(facts.items()))
                raise EngineError(
                    f"{program.name}: `{name}` is {truth} to {self._deciding.name} and "
                    f"{checked[name]} to {self._checking.name}, of: {shown}"
                )
        return decided


def best_evaluator() -> Evaluator:
    """Durable-rules with its check, or the reference alone where durable-rules can't be loaded."""
    try:
        from rulecheck.engine.durable import DurableEvaluator

        return CheckedEvaluator(DurableEvaluator(), ReferenceEvaluator())
    except ImportError:
        return ReferenceEvaluator()
