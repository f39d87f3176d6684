"""What a judgement consists of, from single rules up to the verdict on a proposal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum, unique
from fractions import Fraction
from functools import cached_property
from typing import Final

from rulecheck.documents import Pointer
from rulecheck.engine import Outcome
from rulecheck.engine.kleene import deciding
from rulecheck.engine.program import APPLIES, UNLESS, VIOLATED
from rulecheck.facts import Fact, Origin, Subject
from rulecheck.judgement.prepared import PreparedRule
from rulecheck.packs.conditions import compared_facts
from rulecheck.packs.model import Recommendation, Rule
from rulecheck.packs.templates import filled
from rulecheck.proposals import Proposal
from rulecheck.vocabulary.display import shown
from rulecheck.vocabulary.enums import SubjectKind
from rulecheck.vocabulary.facts import FACTS
from rulecheck.vocabulary.truth import Truth


@unique
class Verdict(StrEnum):
    """The verdict on a proposal, worst first."""

    CONFLICTS = "conflicts"
    HOLD = "hold"
    CONCERNS = "concerns"
    ALIGNED = "aligned"
    OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True, slots=True)
class DecidingFact:
    """A fact on which an outcome rests, and where it was read."""

    name: str
    fact: Fact

    @property
    def subject(self) -> SubjectKind:
        """What it is a fact of."""
        return FACTS[self.name].subject


_DECIDING: Final[Mapping[Outcome, Sequence[tuple[str, Truth]]]] = {
    Outcome.VIOLATED: [(VIOLATED, True)],
    Outcome.SATISFIED: [(VIOLATED, False)],
    Outcome.EXCEPTED: [(UNLESS, True)],
    Outcome.CLEARED: [(VIOLATED, False), (UNLESS, True)],
    Outcome.NOT_APPLICABLE: [(APPLIES, False)],
    Outcome.UNKNOWN: [(VIOLATED, None), (APPLIES, None), (UNLESS, None)],
}
"""The conditions on which an outcome rests, if they have these truths."""


@dataclass(frozen=True, eq=False)
class RuleResult:
    """A rule's outcome on one subject, and why."""

    prepared: PreparedRule = field(repr=False)
    """The rule as it reads on the proposal's date."""
    subject: Subject
    outcome: Outcome
    truths: Mapping[str, Truth]
    """What is known of the rule's conditions. Where it does not apply, only that, and which of
    those are true that are asked all the same."""

    @property
    def rule(self) -> Rule:
        """The rule as it is written."""
        return self.prepared.rule

    @cached_property
    def message(self) -> str:
        """What the rule says of a subject that violates it, with its values; otherwise empty."""
        return self._filled(self.prepared.message) if self.outcome is Outcome.VIOLATED else ""

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What is worth saying besides; never counted."""
        return tuple(
            self._filled(template)
            for name, template in self.prepared.notes.items()
            if self.truths.get(name) is True
        )

    def _filled(self, template: str) -> str:
        facts = self.subject.facts
        return filled(template, lambda name: shown(facts[name].value if name in facts else None))

    @cached_property
    def deciding(self) -> tuple[DecidingFact, ...]:
        """The facts that made the outcome what it is, each once, those that decided first.

        Of an unknown outcome, those that are open. Found when first asked for: most results are
        never asked.
        """
        facts, conditions = self.subject.facts, self.prepared.program.conditions
        values = {name: fact.value for name, fact in facts.items()}
        names: dict[str, None] = {}
        for condition, truth in _DECIDING[self.outcome]:
            if condition in conditions and self.truths[condition] is truth:
                for comparison in deciding(conditions[condition], values, truth):
                    names.update(dict.fromkeys(compared_facts(comparison)))
        nowhere = Fact(None, Origin(missing=(self.subject.pointer,)))
        return tuple(DecidingFact(name, facts.get(name, nowhere)) for name in names)

    @property
    def at(self) -> Pointer:
        """The place in the proposal to show: what decided, or else the subject.

        Of an unknown outcome, what is stated as a range comes before what is known.
        """
        origins = [each.fact.origin for each in self.deciding]
        is_unknown = self.outcome is Outcome.UNKNOWN
        ranged = [pointer for each in origins for pointer in each.ranged] if is_unknown else []
        pointers = ranged or [pointer for each in origins for pointer in each.read]
        own = [
            each for each in pointers if each[: len(self.subject.pointer)] == self.subject.pointer
        ]
        return next(iter(own or pointers), self.subject.pointer)

    @property
    def counts(self) -> bool:
        """Whether it is a violation or an unknown that stands against the proposal."""
        return self.outcome in (Outcome.VIOLATED, Outcome.UNKNOWN)


@dataclass(frozen=True, slots=True, eq=False)
class RecommendationResult:
    """What the rules of one recommendation come to together: the worst of their outcomes."""

    recommendation: Recommendation
    outcome: Outcome
    results: tuple[RuleResult, ...]

    @property
    def applies(self) -> bool:
        """Whether it takes part in the score."""
        return not self.recommendation.is_permissive and self.outcome not in (
            Outcome.CLEARED,
            Outcome.NOT_APPLICABLE,
        )


@dataclass(frozen=True, slots=True)
class Score:
    """The share of the weight of the recommendations that apply, in percent.

    `low` counts those satisfied or excepted, `high` also those that are unknown.
    """

    low: Fraction
    high: Fraction
    earned: int
    open: int
    weight: int


@unique
class Standing(StrEnum):
    """How a policy action stands to a recommendation."""

    ADVANCED = "advanced"
    CONTRADICTED = "contradicted"
    UNTOUCHED = "untouched"


@dataclass(frozen=True, eq=False)
class Evaluation:
    """The judgement on one proposal."""

    proposal: Proposal
    subjects: tuple[Subject, ...]
    """Everything in the proposal that a rule can be about, parents before their children."""
    recommendations: tuple[RecommendationResult, ...]
    verdict: Verdict
    score: Score | None
    """`None` where no recommendation applies."""
    standings: Mapping[str, tuple[Standing, ...]]
    """Of a policy action: how it stands to each recommendation, by id. Otherwise empty."""

    @property
    def results(self) -> tuple[RuleResult, ...]:
        """Every rule on every subject, in the pack's order."""
        return tuple(result for each in self.recommendations for result in each.results)

    @property
    def findings(self) -> tuple[RuleResult, ...]:
        """Violations and unknowns of rules that are not permissive, violations first."""
        counting = [
            result
            for each in self.recommendations
            if not each.recommendation.is_permissive
            for result in each.results
            if result.counts
        ]
        return tuple(sorted(counting, key=lambda result: result.outcome is Outcome.UNKNOWN))
