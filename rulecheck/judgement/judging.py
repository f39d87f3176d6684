"""Judging one proposal: every rule on every subject, then the whole."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from rulecheck.engine import Evaluator, Outcome, Program, outcome_of, worst
from rulecheck.engine.program import ADVANCED, APPLIES, UNLESS, VIOLATED
from rulecheck.facts import Subject, subjects_of
from rulecheck.judgement.prepared import PreparedPack, PreparedRule, preparing
from rulecheck.judgement.results import (
    Evaluation,
    RecommendationResult,
    RuleResult,
    Standing,
)
from rulecheck.judgement.verdicts import score_of, verdict_of
from rulecheck.packs.model import Pack, Recommendation, Rule
from rulecheck.proposals import PolicyAction, Proposal
from rulecheck.vocabulary import FactValue
from rulecheck.vocabulary.enums import SubjectKind


class Judge:
    """Judges proposals by one pack with one evaluator, keeping what can be prepared once."""

    def __init__(self, pack: Pack, evaluator: Evaluator) -> None:
        self.pack = pack
        self.evaluator = evaluator
        self._preparing = preparing(pack)

    @property
    def engine(self) -> str:
        """What reports call the evaluator."""
        return self.evaluator.name

    def evaluation(self, proposal: Proposal) -> Evaluation:
        """The judgement on a proposal. Raises `EngineError`."""
        rules = self._preparing.on(proposal.model.as_of)
        subjects = subjects_of(proposal.model, self.pack)
        known: dict[SubjectKind, list[_Known]] = {}
        for subject in subjects:
            known.setdefault(subject.kind, []).append(self._known(subject, rules))
        recommendations = tuple(
            self._recommendation(each, known, rules) for each in self.pack.recommendations
        )
        is_action = isinstance(proposal.model, PolicyAction)
        return Evaluation(
            proposal=proposal,
            subjects=subjects,
            recommendations=recommendations,
            verdict=verdict_of(recommendations),
            score=score_of(recommendations),
            standings={each.recommendation.id: _standings(each) for each in recommendations}
            if is_action
            else {},
        )

    def _recommendation(
        self,
        recommendation: Recommendation,
        known: Mapping[SubjectKind, Sequence["_Known"]],
        rules: PreparedPack,
    ) -> RecommendationResult:
        results = tuple(
            self._result(rules.rules[rule.id], each)
            for rule in recommendation.rules
            for each in known.get(rule.subject, ())
        )
        return RecommendationResult(
            recommendation, worst([result.outcome for result in results]), results
        )

    def rule_result(self, rule: Rule, subject: Subject, day: date) -> RuleResult:
        """One rule on one subject. Raises `EngineError`."""
        rules = self._preparing.on(day)
        return self._result(rules.rules[rule.id], self._known(subject, rules))

    def _known(self, subject: Subject, rules: PreparedPack) -> "_Known":
        """The subject, with what is asked of it for all rules at once."""
        values = {name: fact.value for name, fact in subject.facts.items()}
        survey = rules.survey(subject.kind)
        holding = self.evaluator.holding(survey, values) if survey.sought else frozenset()
        return _Known(subject, values, holding)

    def _result(self, rule: PreparedRule, known: "_Known") -> RuleResult:
        truths = rule.where_ruled_out(known.holding)
        if truths is not None:
            return RuleResult(rule, known.subject, Outcome.NOT_APPLICABLE, truths)
        truths = self.evaluator.truths(rule.program, known.values)
        outcome = outcome_of(
            truths[APPLIES],
            truths[VIOLATED],
            truths.get(UNLESS, False),
            stated=known.subject.stated,
        )
        return RuleResult(rule, known.subject, outcome, truths)

    def program(self, rule: Rule, day: date) -> Program:
        """The rule with the parameters of the day."""
        return self._preparing.on(day).rules[rule.id].program


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """A subject, the values of its facts, and what is asked of it for all rules at once."""

    subject: Subject
    values: Mapping[str, FactValue]
    holding: AbstractSet[str]
    """What a survey sought and found."""


def _standings(result: RecommendationResult) -> tuple[Standing, ...]:
    """Both advanced and contradicted, where changes of one action pull both ways."""
    found = []
    if any(each.truths.get(ADVANCED) is True for each in result.results):
        found.append(Standing.ADVANCED)
    if result.outcome is Outcome.VIOLATED:
        found.append(Standing.CONTRADICTED)
    return tuple(found) or (Standing.UNTOUCHED,)
