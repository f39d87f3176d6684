"""A recommendation or a rule with all that its readers ask for, gathered from pack and tests."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rulecheck.authoring.rule_tests import RuleTest
from rulecheck.engine import Outcome, ReferenceEvaluator
from rulecheck.packs.conditions import Condition, FactReference, ParameterReference, comparisons
from rulecheck.packs.model import Pack, Parameter, ParameterValue, Recommendation, Rule
from rulecheck.packs.templates import PARAMETER, PLACEHOLDER
from rulecheck.packs.wording import Clause, in_prose
from rulecheck.vocabulary.facts import FACTS, FactSpec


@dataclass(frozen=True, slots=True)
class NoteDescription:
    """A note: when it is shown, and what it says."""

    when: Clause
    message: str


@dataclass(frozen=True, slots=True)
class ParameterDescription:
    """A parameter, and its value on the day of the description."""

    parameter: Parameter
    value: ParameterValue


@dataclass(frozen=True, slots=True)
class RuleDescription:
    """A rule, its conditions in plain words, and the tests that show what comes of it."""

    rule: Rule
    applies_when: Clause
    violated_when: Clause
    unless: Clause | None
    advanced_when: Clause | None
    notes: tuple[NoteDescription, ...]
    satisfied: RuleTest | None
    """The first of the rule's tests that expects it satisfied."""
    excepted: RuleTest | None
    violated: RuleTest | None


@dataclass(frozen=True, slots=True)
class RecommendationDescription:
    """A recommendation with its rules, or with the one that was asked for."""

    pack: Pack
    as_of: date
    """The day whose parameter values are shown."""
    recommendation: Recommendation
    rules: tuple[RuleDescription, ...]
    parameters: tuple[ParameterDescription, ...]
    """Those that the rules name, in the pack's order."""
    facts: tuple[FactSpec, ...]
    """Those that the rules name, in the vocabulary's order."""


def latest_change(pack: Pack) -> date:
    """The last day on which a parameter changes, or the first that the pack judges, if later."""
    days = (value.since for each in pack.parameters.values() for value in each.values)
    return max((pack.judges_from, *days))


def describe(
    pack: Pack, tests: Sequence[RuleTest], name: str, as_of: date
) -> RecommendationDescription:
    """The recommendation or the rule of this id, with the parameters of the day.

    Raises `LookupError` where the pack has neither.
    """
    for recommendation in pack.recommendations:
        rules = tuple(each for each in recommendation.rules if name in (recommendation.id, each.id))
        if rules:
            return _described(pack, tests, recommendation, rules, as_of)
    raise LookupError(f"no recommendation or rule {name}")


def _described(
    pack: Pack,
    tests: Sequence[RuleTest],
    recommendation: Recommendation,
    rules: Sequence[Rule],
    as_of: date,
) -> RecommendationDescription:
    facts = {name for rule in rules for name in _facts(rule)}
    parameters = {name for rule in rules for name in _parameters(rule)}
    evaluator = ReferenceEvaluator()
    return RecommendationDescription(
        pack=pack,
        as_of=as_of,
        recommendation=recommendation,
        rules=tuple(
            _rule(
                rule,
                [each for each in tests if each.rule.id == rule.id],
                lambda condition: in_prose(condition, pack, as_of),
                lambda test: test.outcome(pack, evaluator),
            )
            for rule in rules
        ),
        parameters=tuple(
            ParameterDescription(each, each.at(as_of))
            for each in pack.parameters.values()
            if each.id in parameters
        ),
        facts=tuple(spec for spec in FACTS.values() if spec.name in facts),
    )


def _rule(
    rule: Rule,
    tests: Iterable[RuleTest],
    prose: Callable[[Condition], Clause],
    outcome: Callable[[RuleTest], Outcome],
) -> RuleDescription:
    shown: dict[Outcome, RuleTest] = {}
    for test in tests:
        # A test that fails is an example of nothing.
        if test.expected not in shown and outcome(test) is test.expected:
            shown[test.expected] = test
    return RuleDescription(
        rule=rule,
        applies_when=prose(rule.applies_when),
        violated_when=prose(rule.violated_when),
        unless=None if rule.unless is None else prose(rule.unless),
        advanced_when=None if rule.advanced_when is None else prose(rule.advanced_when),
        notes=tuple(NoteDescription(prose(note.when), note.message) for note in rule.notes),
        satisfied=shown.get(Outcome.SATISFIED),
        excepted=shown.get(Outcome.EXCEPTED),
        violated=shown.get(Outcome.VIOLATED),
    )


def _conditions(rule: Rule) -> Iterator[Condition]:
    yield rule.applies_when
    yield rule.violated_when
    if rule.unless is not None:
        yield rule.unless
    if rule.advanced_when is not None:
        yield rule.advanced_when
    for note in rule.notes:
        yield note.when


def _placeholders(rule: Rule) -> Iterator[str]:
    for text in (rule.message, *(note.message for note in rule.notes)):
        yield from PLACEHOLDER.findall(text)


def _facts(rule: Rule) -> Iterator[str]:
    """Names of the facts that a rule names, some more than once."""
    for condition in _conditions(rule):
        for comparison in comparisons(condition):
            yield comparison.fact
            if isinstance(comparison.operand, FactReference):
                yield comparison.operand.fact
    yield from (name for name in _placeholders(rule) if not name.startswith(PARAMETER))
    yield from rule.evidence


def _parameters(rule: Rule) -> Iterator[str]:
    """Names of the parameters that a rule names, some more than once."""
    for condition in _conditions(rule):
        for comparison in comparisons(condition):
            if isinstance(comparison.operand, ParameterReference):
                yield comparison.operand.parameter
    for name in _placeholders(rule):
        if name.startswith(PARAMETER):
            yield name.removeprefix(PARAMETER)
