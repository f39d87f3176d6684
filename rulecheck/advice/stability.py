"""On which single facts a verdict hangs: those that, were they otherwise, would change it alone.

All other facts are kept as they are, also those that hang together with the one that changes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rulecheck.advice.questions import identity
from rulecheck.documents import Pointer
from rulecheck.engine import Outcome, Program, outcome_of
from rulecheck.engine.cells import TooManyCells, groups_of
from rulecheck.engine.kleene import Question, question
from rulecheck.engine.program import APPLIES, UNLESS, VIOLATED
from rulecheck.judgement import DecidingFact, Evaluation, Judge, RuleResult, Verdict
from rulecheck.judgement.verdicts import Bearing, Tally
from rulecheck.packs.conditions import NEVER
from rulecheck.vocabulary import FactValue, Members, Range


@dataclass(frozen=True, slots=True)
class Pivot:
    """A fact on which the verdict hangs."""

    subject: str
    """What it is a fact of, by kind and name."""
    fact: DecidingFact
    turns: tuple[tuple[FactValue, Verdict], ...]
    """Values that would change the verdict, and to what; one for all that change it alike."""


def pivots(evaluation: Evaluation, judge: Judge) -> tuple[Pivot, ...]:
    """The known facts whose change alone would change the verdict, in the order of the rules.

    Facts that are compared with each other are left out, so there may be more.
    """
    return tuple(_Hanging(evaluation, judge).pivots())


@dataclass(frozen=True, slots=True)
class _Use:
    """That a rule asks about a fact of its subject, or of what the subject is part of."""

    recommendation: int
    result: RuleResult


class _Hanging:
    def __init__(self, evaluation: Evaluation, judge: Judge) -> None:
        self._evaluation = evaluation
        self._results = [
            each.results
            for each in evaluation.recommendations
            if not each.recommendation.is_permissive
        ]
        self._bearings = [_bearing(results, {}) for results in self._results]
        self._questions: dict[str, Mapping[str, Question]] = {}
        self._values: dict[str, dict[str, tuple[FactValue, ...]]] = {}
        self._uses: dict[tuple[Pointer, str], list[_Use]] = {}
        day = evaluation.proposal.model.as_of
        for place, results in enumerate(self._results):
            for result in results:
                self._read(result.rule.id, judge.program(result.rule, day))
                for name in self._values[result.rule.id]:
                    key = identity(result, name)
                    self._uses.setdefault(key, []).append(_Use(place, result))

    def _read(self, rule: str, program: Program) -> None:
        """Note the rule's conditions, and values that stand for all that its facts may be."""
        if rule in self._questions:
            return
        conditions = {
            name: program.conditions.get(name, NEVER) for name in (APPLIES, VIOLATED, UNLESS)
        }
        self._questions[rule] = {name: question(each) for name, each in conditions.items()}
        try:
            groups = groups_of(conditions.values())
        except TooManyCells:
            groups = ()
        self._values[rule] = {
            group.facts[0]: tuple(cell.facts[group.facts[0]] for cell in group.cells)
            for group in groups
            if len(group.facts) == 1
        }

    def pivots(self) -> Iterator[Pivot]:
        for (_, name), uses in self._uses.items():
            fact = uses[0].result.subject.facts.get(name)
            if fact is None or not _is_known(fact.value):
                continue
            turns: dict[Verdict, FactValue] = {}
            for value in self._otherwise(name, fact.value, uses):
                verdict = self._verdict_if(name, value, uses)
                if verdict is not self._evaluation.verdict:
                    turns.setdefault(verdict, value)
            if turns:
                yield Pivot(
                    _owner(uses[0].result, name),
                    DecidingFact(name, fact),
                    tuple((value, verdict) for verdict, value in turns.items()),
                )

    def _otherwise(self, name: str, value: FactValue, uses: Sequence[_Use]) -> Iterable[FactValue]:
        """What else the fact may be; of a set, with one more word of the rules or one less."""
        found = dict.fromkeys(
            each for use in uses for each in self._values[use.result.rule.id][name]
        )
        if not isinstance(value, Members):
            return found
        words = sorted(
            {word for each in found if isinstance(each, Members) for word in each.certain}
        )
        return [Members.exactly(value.certain ^ {word}) for word in words]

    def _verdict_if(self, name: str, value: FactValue, uses: Sequence[_Use]) -> Verdict:
        changed: dict[int, dict[int, Outcome]] = {}
        for use in uses:
            outcome = self._outcome_if(use.result, name, value)
            if outcome is not use.result.outcome:
                changed.setdefault(use.recommendation, {})[id(use.result)] = outcome
        bearing = Bearing()
        for place, known in enumerate(self._bearings):
            outcomes = changed.get(place)
            bearing |= _bearing(self._results[place], outcomes) if outcomes else known
        return bearing.verdict

    def _outcome_if(self, result: RuleResult, name: str, value: FactValue) -> Outcome:
        values = {each: fact.value for each, fact in result.subject.facts.items()}
        values[name] = value
        questions = self._questions[result.rule.id]
        return outcome_of(
            questions[APPLIES](values),
            questions[VIOLATED](values),
            questions[UNLESS](values),
            stated=result.subject.stated,
        )


def _bearing(results: Sequence[RuleResult], outcomes: Mapping[int, Outcome]) -> Bearing:
    tally = Tally()
    for result in results:
        tally = tally.with_outcome(result.rule, outcomes.get(id(result), result.outcome))
    return tally.bearing


def _is_known(value: FactValue) -> bool:
    match value:
        case None:
            return False
        case Range():
            return None not in (value.low, value.high)
        case Members():
            return value.is_known
        case bool() | str():
            return True


def _owner(result: RuleResult, name: str) -> str:
    kind = DecidingFact(name, result.subject.facts[name]).subject
    if kind is result.subject.kind:
        return f"{kind.value} {result.subject.name}"
    own = result.subject.facts.get(f"{kind.value}.id")
    return f"{kind.value} {own.value}" if own is not None and own.value else kind.value
