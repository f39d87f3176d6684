"""Two evaluators on every evaluation: durable-rules decides, the reference checks it."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from rulecheck.engine.kleene import ReferenceEvaluator
from rulecheck.engine.program import EngineError, Evaluator, Program, Survey, Truths
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
                said = (
                    f"is {truth} to {self._deciding.name} and "
                    f"{checked[name]} to {self._checking.name}"
                )
                raise _disagreement(program.name, name, said, facts)
        return decided

    def holding(self, survey: Survey, facts: Mapping[str, FactValue]) -> AbstractSet[str]:
        """The names of what certainly has the truth sought. Raises `EngineError` likewise."""
        decided = self._deciding.holding(survey, facts)
        checked = self._checking.holding(survey, facts)
        if decided != checked:
            sought = {each.name: each.truth for each in survey.sought}
            name = min(decided ^ checked)
            finds = {True: "is", False: "is not certainly"}
            said = " and ".join(
                f"{finds[name in found]} {sought[name]} to {evaluator.name}"
                for evaluator, found in ((self._deciding, decided), (self._checking, checked))
            )
            raise _disagreement(survey.name, name, said, facts)
        return decided


def _disagreement(asked: str, name: str, said: str, facts: Mapping[str, FactValue]) -> EngineError:
    shown = ", ".join(f"{fact}={value}" for fact, value in sorted(facts.items()))
    return EngineError(f"{asked}: `{name}` {said}, of: {shown}")


def best_evaluator() -> Evaluator:
    """Durable-rules with its check, or the reference alone where durable-rules can't be loaded."""
    try:
        from rulecheck.engine.durable import DurableEvaluator

        return CheckedEvaluator(DurableEvaluator(), ReferenceEvaluator())
    except ImportError:
        return ReferenceEvaluator()
