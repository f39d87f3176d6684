"""Judging one proposal: every rule on every subject, then the whole."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from rulecheck.engine import Evaluator, Outcome, Program, Truths, outcome_of, program_of, worst
from rulecheck.engine.kleene import deciding
from rulecheck.engine.program import ADVANCED, APPLIES, UNLESS, VIOLATED, note_name
from rulecheck.facts import Fact, Origin, Subject, subjects_of
from rulecheck.judgement.opening import open_fields
from rulecheck.judgement.results import (
    DecidingFact,
    Evaluation,
    RecommendationResult,
    RuleResult,
    Standing,
)
from rulecheck.judgement.verdicts import score_of, verdict_of
from rulecheck.packs.conditions import compared_facts
from rulecheck.packs.language import PLACEHOLDER
from rulecheck.packs.model import Pack, Recommendation, Rule
from rulecheck.packs.wording import literal_in_words
from rulecheck.proposals import PolicyAction, Proposal
from rulecheck.vocabulary import FactValue
from rulecheck.vocabulary.display import shown
from rulecheck.vocabulary.truth import Truth


class Judge:
    """Judges proposals by one pack with one evaluator, keeping what can be prepared once."""

    def __init__(self, pack: Pack, evaluator: Evaluator) -> None:
        self.pack = pack
        self.evaluator = evaluator
        self._programs: dict[date, Mapping[str, Program]] = {}
        self._changes = sorted(
            {value.since for each in pack.parameters.values() for value in each.values}
        )

    @property
    def engine(self) -> str:
        """What reports call the evaluator."""
        return self.evaluator.name

    def evaluation(self, proposal: Proposal) -> Evaluation:
        """The judgement on a proposal. Raises `EngineError`."""
        subjects = subjects_of(proposal.model, self.pack)
        recommendations = tuple(
            self._recommendation(each, subjects, proposal.model.as_of)
            for each in self.pack.recommendations
        )
        is_action = isinstance(proposal.model, PolicyAction)
        return Evaluation(
            proposal=proposal,
            recommendations=recommendations,
            verdict=verdict_of(recommendations),
            score=score_of(recommendations),
            open_fields=open_fields(recommendations),
            standings={each.recommendation.id: _standings(each) for each in recommendations}
            if is_action
            else {},
        )

    def _recommendation(
        self, recommendation: Recommendation, subjects: Sequence[Subject], day: date
    ) -> RecommendationResult:
        results = tuple(
            self.rule_result(rule, subject, day)
            for rule in recommendation.rules
            for subject in subjects
            if subject.kind is rule.subject
        )
        return RecommendationResult(
            recommendation, worst([result.outcome for result in results]), results
        )

    def rule_result(self, rule: Rule, subject: Subject, day: date) -> RuleResult:
        """One rule on one subject. Raises `EngineError`."""
        program = self.program(rule, day)
        values = {name: fact.value for name, fact in subject.facts.items()}
        truths = self.evaluator.truths(program, values)
        outcome = outcome_of(
            truths[APPLIES], truths[VIOLATED], truths.get(UNLESS, False), stated=subject.stated
        )
        return RuleResult(
            rule=rule,
            subject=subject,
            outcome=outcome,
            truths=truths,
            deciding=_deciding(program, truths, outcome, subject, values),
            message=self._filled(rule.message, values, day),
            notes=tuple(
                self._filled(note.message, values, day)
                for place, note in enumerate(rule.notes)
                if truths[note_name(place)] is True
            ),
        )

    def program(self, rule: Rule, day: date) -> Program:
        """The rule with the parameters of the day; one for all days without a change between."""
        era = max((since for since in self._changes if since <= day), default=day)
        if era not in self._programs:
            self._programs[era] = {
                each.id: program_of(each, self.pack, era) for each in self.pack.rules
            }
        return self._programs[era][rule.id]

    def _filled(self, text: str, values: Mapping[str, FactValue], day: date) -> str:
        def fill(match: re.Match[str]) -> str:
            name = match.group(1)
            parameter = name.removeprefix("parameter.")
            if parameter == name:
                return shown(values.get(name))
            return literal_in_words(self.pack.value(parameter, day))

        return PLACEHOLDER.sub(fill, text)


def _deciding(
    program: Program,
    truths: Truths,
    outcome: Outcome,
    subject: Subject,
    values: Mapping[str, FactValue],
) -> tuple[DecidingFact, ...]:
    """The facts behind an outcome, each once, those that decided first."""
    wanted: list[tuple[str, Truth]]
    match outcome:
        case Outcome.VIOLATED:
            wanted = [(VIOLATED, True)]
        case Outcome.SATISFIED:
            wanted = [(VIOLATED, False)]
        case Outcome.EXCEPTED:
            wanted = [(UNLESS, True)]
        case Outcome.CLEARED:
            wanted = [(VIOLATED, False), (UNLESS, True)]
        case Outcome.NOT_APPLICABLE:
            wanted = [(APPLIES, False)]
        case Outcome.UNKNOWN:
            wanted = [(name, None) for name in (VIOLATED, APPLIES, UNLESS)]
    names: dict[str, None] = {}
    for condition, truth in wanted:
        if condition in program.conditions and truths[condition] is truth:
            for comparison in deciding(program.conditions[condition], values, truth):
                names.update(dict.fromkeys(compared_facts(comparison)))
    return tuple(
        DecidingFact(name, subject.facts.get(name, Fact(None, Origin(missing=(subject.pointer,)))))
        for name in names
    )


def _standings(result: RecommendationResult) -> tuple[Standing, ...]:
    """Both advanced and contradicted, where changes of one action pull both ways."""
    found = []
    if any(each.truths.get(ADVANCED) is True for each in result.results):
        found.append(Standing.ADVANCED)
    if result.outcome is Outcome.VIOLATED:
        found.append(Standing.CONTRADICTED)
    return tuple(found) or (Standing.UNTOUCHED,)
