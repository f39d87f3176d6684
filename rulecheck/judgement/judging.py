"""Judging one proposal: every rule on every subject, then the whole."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rulecheck.engine import (
    Evaluator,
    Outcome,
    Program,
    Survey,
    Truths,
    outcome_of,
    program_of,
    worst,
)
from rulecheck.engine.program import (
    ADVANCED,
    APPLIES,
    UNLESS,
    VIOLATED,
    note_name,
    survey_names,
    survey_of,
)
from rulecheck.facts import Subject, subjects_of
from rulecheck.judgement.opening import open_fields
from rulecheck.judgement.results import (
    Evaluation,
    RecommendationResult,
    RuleResult,
    Standing,
)
from rulecheck.judgement.verdicts import score_of, verdict_of
from rulecheck.packs.language import PLACEHOLDER
from rulecheck.packs.model import Pack, Recommendation, Rule
from rulecheck.packs.wording import literal_in_words
from rulecheck.proposals import PolicyAction, Proposal
from rulecheck.vocabulary import FactValue
from rulecheck.vocabulary.display import shown
from rulecheck.vocabulary.enums import SubjectKind


class Judge:
    """Judges proposals by one pack with one evaluator, keeping what can be prepared once."""

    def __init__(self, pack: Pack, evaluator: Evaluator) -> None:
        self.pack = pack
        self.evaluator = evaluator
        self._eras: dict[date, _Prepared] = {}
        self._days: dict[date, _Prepared] = {}
        self._changes = sorted(
            {value.since for each in pack.parameters.values() for value in each.values}
        )

    @property
    def engine(self) -> str:
        """What reports call the evaluator."""
        return self.evaluator.name

    def evaluation(self, proposal: Proposal) -> Evaluation:
        """The judgement on a proposal. Raises `EngineError`."""
        rules = self._prepared(proposal.model.as_of)
        known: dict[SubjectKind, list[_Known]] = {}
        for subject in subjects_of(proposal.model, self.pack):
            known.setdefault(subject.kind, []).append(self._known(subject, rules))
        recommendations = tuple(
            self._recommendation(each, known, rules) for each in self.pack.recommendations
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
        self,
        recommendation: Recommendation,
        known: Mapping[SubjectKind, Sequence["_Known"]],
        rules: "_Prepared",
    ) -> RecommendationResult:
        results = tuple(
            self._result(rule, each, rules)
            for rule in recommendation.rules
            for each in known.get(rule.subject, ())
        )
        return RecommendationResult(
            recommendation, worst([result.outcome for result in results]), results
        )

    def rule_result(self, rule: Rule, subject: Subject, day: date) -> RuleResult:
        """One rule on one subject. Raises `EngineError`."""
        rules = self._prepared(day)
        return self._result(rule, self._known(subject, rules), rules)

    def _known(self, subject: Subject, rules: "_Prepared") -> "_Known":
        """The subject, with what is asked of it for all rules at once."""
        values = {name: fact.value for name, fact in subject.facts.items()}
        survey = rules.surveys.get(subject.kind)
        holding = () if survey is None else self.evaluator.holding(survey, values)
        return _Known(subject, values, holding)

    def _result(self, rule: Rule, known: "_Known", rules: "_Prepared") -> RuleResult:
        subject, values = known.subject, known.values
        program, sought = rules.programs[rule.id], rules.sought[rule.id]
        if sought[APPLIES] in known.holding:
            outcome = Outcome.NOT_APPLICABLE
            truths: Truths = {
                name: name != APPLIES
                for name, in_survey in sought.items()
                if in_survey in known.holding
            }
        else:
            truths = self.evaluator.truths(program, values)
            outcome = outcome_of(
                truths[APPLIES], truths[VIOLATED], truths.get(UNLESS, False), stated=subject.stated
            )
        return RuleResult(
            rule=rule,
            subject=subject,
            outcome=outcome,
            truths=truths,
            program=program,
            message=self._filled(rule.message, values, rules)
            if outcome is Outcome.VIOLATED
            else "",
            notes=tuple(
                self._filled(note.message, values, rules)
                for place, note in enumerate(rule.notes)
                if truths.get(note_name(place)) is True
            )
            if rule.notes
            else (),
        )

    def program(self, rule: Rule, day: date) -> Program:
        """The rule with the parameters of the day."""
        return self._prepared(day).programs[rule.id]

    def _prepared(self, day: date) -> "_Prepared":
        """The pack's rules with the parameters of the day; the same until one changes."""
        if day not in self._days:
            era = max((since for since in self._changes if since <= day), default=day)
            if era not in self._eras:
                self._eras[era] = _prepared_for(era, self.pack)
            self._days[day] = self._eras[era]
        return self._days[day]

    def _filled(self, text: str, values: Mapping[str, FactValue], rules: "_Prepared") -> str:
        def fill(match: re.Match[str]) -> str:
            name = match.group(1)
            parameter = name.removeprefix("parameter.")
            if parameter == name:
                return shown(values.get(name))
            return literal_in_words(self.pack.value(parameter, rules.day))

        return PLACEHOLDER.sub(fill, text)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """Rules without parameters left to look up."""

    day: date
    """One on which the parameters are the same."""
    programs: Mapping[str, Program]
    """By the rule's id."""
    surveys: Mapping[SubjectKind, Survey]
    sought: Mapping[str, Mapping[str, str]]
    """By the rule's id: under which name a survey seeks its conditions."""


def _prepared_for(day: date, pack: Pack) -> _Prepared:
    programs = {each.id: program_of(each, pack, day) for each in pack.rules}
    return _Prepared(
        day,
        programs,
        {
            kind: survey_of(kind, {each.id: programs[each.id] for each in pack.rules_on(kind)})
            for kind in {each.subject for each in pack.rules}
        },
        {rule: survey_names(rule, program) for rule, program in programs.items()},
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """A subject, the values of its facts, and what is asked of it for all rules at once."""

    subject: Subject
    values: Mapping[str, FactValue]
    holding: Collection[str]
    """What a survey sought and found."""


def _standings(result: RecommendationResult) -> tuple[Standing, ...]:
    """Both advanced and contradicted, where changes of one action pull both ways."""
    found = []
    if any(each.truths.get(ADVANCED) is True for each in result.results):
        found.append(Standing.ADVANCED)
    if result.outcome is Outcome.VIOLATED:
        found.append(Standing.CONTRADICTED)
    return tuple(found) or (Standing.UNTOUCHED,)
