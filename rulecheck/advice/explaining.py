"""Why a rule came to its outcome: its conditions as trees, each part with its truth and facts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from rulecheck.engine import Outcome
from rulecheck.engine.kleene import truth
from rulecheck.engine.program import APPLIES, UNLESS, VIOLATED, conditions_of
from rulecheck.facts import Fact
from rulecheck.judgement import DecidingFact, Evaluation, RuleResult
from rulecheck.packs.conditions import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Meets,
    compared_facts,
    inside,
    with_parameters,
)
from rulecheck.packs.model import Pack
from rulecheck.packs.wording import brief, head, plainly, valued_on
from rulecheck.vocabulary import FactValue
from rulecheck.vocabulary.truth import Truth


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a condition on one subject."""

    words: str
    """The part in the names that rules use, parameters by their values on the day."""
    meaning: str | None
    """Of a comparison or a definition, what it means in plain words."""
    truth: Truth
    decided: bool
    """Whether the outcome rests on it."""
    facts: tuple[DecidingFact, ...]
    """Of a comparison: the fact that it asks about, and the one that it is compared with."""
    parts: tuple["Part", ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """One of a rule's conditions, as `applies_when`."""

    name: str
    decided: bool
    root: Part


@dataclass(frozen=True, slots=True)
class Explanation:
    """A rule's outcome on one subject, and the conditions behind it."""

    result: RuleResult
    branches: tuple[Branch, ...]


def explanation_of(result: RuleResult, evaluation: Evaluation, pack: Pack) -> Explanation:
    """Why the rule came to its outcome on the subject."""
    reader = _Reader(result, evaluation, pack)
    return Explanation(result, tuple(reader.branches()))


def pruned(explanation: Explanation) -> Explanation:
    """The explanation without what decided nothing."""
    branches = (replace(each, root=_pruned(each.root)) for each in explanation.branches)
    return replace(explanation, branches=tuple(each for each in branches if each.decided))


def _pruned(part: Part) -> Part:
    return replace(part, parts=tuple(_pruned(each) for each in part.parts if each.decided))


_DECIDING: Mapping[Outcome, tuple[str, ...]] = {
    Outcome.VIOLATED: (APPLIES, VIOLATED, UNLESS),
    Outcome.UNKNOWN: (APPLIES, VIOLATED, UNLESS),
    Outcome.EXCEPTED: (APPLIES, UNLESS),
    Outcome.SATISFIED: (APPLIES, VIOLATED),
    Outcome.CLEARED: (APPLIES, VIOLATED, UNLESS),
    Outcome.NOT_APPLICABLE: (APPLIES,),
}
"""The conditions that an outcome may rest on."""


class _Reader:
    """Reads the conditions of one rule on one subject."""

    def __init__(self, result: RuleResult, evaluation: Evaluation, pack: Pack) -> None:
        self._result = result
        self._pack = pack
        self._day = evaluation.proposal.model.as_of
        self._words = valued_on(pack, self._day)
        self._values: dict[str, FactValue] = {
            name: fact.value for name, fact in result.subject.facts.items()
        }

    def branches(self) -> Iterator[Branch]:
        for name, condition in conditions_of(self._result.rule).items():
            decided = self._rests_on(name)
            yield Branch(name, decided, self._part(condition, decided))

    def _rests_on(self, name: str) -> bool:
        outcome, truths = self._result.outcome, self._result.truths
        if name not in _DECIDING[outcome]:
            return False
        match outcome, name:
            case Outcome.UNKNOWN, _:
                return truths[name] is None
            case Outcome.CLEARED, _ if name == VIOLATED:
                return truths[name] is False
            case Outcome.CLEARED, _ if name == UNLESS:
                return truths[name] is True
            case _:
                return True

    def _part(self, condition: Condition, decided: bool) -> Part:
        return Part(
            words=head(condition, lambda each: brief(each, self._words)),
            meaning=self._meaning(condition),
            truth=self._truth(condition),
            decided=decided,
            facts=tuple(self._facts(condition)),
            parts=tuple(
                self._part(part, decided and self._weighs(condition, part))
                for part in inside(condition)
            ),
        )

    def _weighs(self, whole: Condition, part: Condition) -> bool:
        """Whether the truth of the whole rests on the part: an `any` is true by its true parts."""
        expected = self._truth(whole)
        if isinstance(whole, AllOf | AnyOf):
            return self._truth(part) is expected
        return True

    def _truth(self, condition: Condition) -> Truth:
        filled = with_parameters(condition, lambda name: self._pack.value(name, self._day))
        return truth(filled, self._values)

    def _meaning(self, condition: Condition) -> str | None:
        match condition:
            case Comparison():
                return plainly(condition, self._words)
            case Meets(definition, _):
                return self._pack.definitions[definition].meaning
            case _:
                return None

    def _facts(self, condition: Condition) -> Iterator[DecidingFact]:
        if isinstance(condition, Comparison):
            yield from map(self._fact, compared_facts(condition))

    def _fact(self, name: str) -> DecidingFact:
        return DecidingFact(name, self._result.subject.facts.get(name, Fact(None)))
