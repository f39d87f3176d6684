"""How far the numbers that decided something are from their limits.

A card of 1,398 GB/s is as free as one of 400, and only the first deserves a second look at its
data sheet. What is near is the pack's choice; nothing here changes an outcome.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from rulecheck.engine.kleene import deciding, truth
from rulecheck.facts import Fact, Subject
from rulecheck.judgement import DecidingFact, Evaluation, Outcome, RuleResult
from rulecheck.packs.conditions import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    FactReference,
    Not,
    Operator,
)
from rulecheck.packs.model import Pack
from rulecheck.packs.needs import NEAR_PERCENT
from rulecheck.packs.reference import Limit, ThresholdPeriod, fact_of
from rulecheck.vocabulary import FactValue, Range
from rulecheck.vocabulary.enums import SubjectKind
from rulecheck.vocabulary.facts import FACTS, FactType
from rulecheck.vocabulary.ranges import Number, exactly


@dataclass(frozen=True, slots=True, eq=False)
class Margin:
    """A number that decided something, and its limit.

    `percent` is how far the nearest end of the number lies above its limit, in percent of the
    limit; negative below it, 0 where the number's range holds the limit, `None` where the limit
    is 0 or itself open.
    """

    subject: Subject
    fact: DecidingFact
    operator: Operator
    limit: Number
    limit_name: str
    """The rule or threshold that sets the limit, or the fact that is the limit."""
    percent: Fraction | None
    is_near: bool


def margins(evaluation: Evaluation, pack: Pack) -> tuple[Margin, ...]:
    """The margins of a judgement: those of thresholds, then those of rules, each once."""
    reader = _Reader(evaluation, pack)
    found: dict[tuple[str, tuple[str | int, ...], Operator, Number], Margin] = {}
    for each in (*reader.of_thresholds(), *reader.of_rules()):
        key = (each.fact.name, each.subject.pointer, each.operator, each.limit)
        found.setdefault(key, each)
    return tuple(found.values())


class _Reader:
    """Reads the margins of one judgement."""

    def __init__(self, evaluation: Evaluation, pack: Pack) -> None:
        self._evaluation = evaluation
        self._pack = pack
        self._day = evaluation.proposal.model.as_of
        self._near = (
            pack.number(NEAR_PERCENT, self._day) if NEAR_PERCENT in pack.parameters else None
        )

    def of_thresholds(self) -> Iterator[Margin]:
        """Of the limits that an item's specifications were held against."""
        items = {
            result.subject.pointer: result.subject
            for result in self._evaluation.results
            if result.subject.kind is SubjectKind.ITEM and result.subject.stated
        }
        for subject in items.values():
            for threshold in self._pack.thresholds.values():
                condition = condition_of(threshold.at(self._day))
                yield from self._margins(subject, condition, threshold.id)

    def of_rules(self) -> Iterator[Margin]:
        """Of the numbers that rules compare."""
        for recommendation in self._evaluation.recommendations:
            if not recommendation.recommendation.is_permissive:
                for result in recommendation.results:
                    yield from self._of_rule(result)

    def _of_rule(self, result: RuleResult) -> Iterator[Margin]:
        if result.outcome in (Outcome.NOT_APPLICABLE, Outcome.CLEARED):
            return
        for condition in result.prepared.comparing_numbers:
            yield from self._margins(result.subject, condition, result.rule.id)

    def _margins(self, subject: Subject, condition: Condition, name: str) -> Iterator[Margin]:
        values = {fact: known.value for fact, known in subject.facts.items()}
        for comparison in deciding(condition, values, truth(condition, values)):
            margin = self._margin(subject, comparison, values, name)
            if margin is not None:
                yield margin

    def _margin(
        self, subject: Subject, comparison: Comparison, values: Mapping[str, FactValue], name: str
    ) -> Margin | None:
        if FACTS[comparison.fact].type is not FactType.NUMBER:
            return None
        number, limit = values.get(comparison.fact), _limit(comparison, values)
        if not isinstance(number, Range) or not isinstance(limit, Range):
            return None
        # The fact is a number, and so is what it may be compared with.
        percent = _percent_above(cast(Number, number), cast(Number, limit))
        if isinstance(comparison.operand, FactReference):
            name = comparison.operand.fact
        decided = DecidingFact(comparison.fact, subject.facts.get(comparison.fact, Fact(None)))
        is_near = self._near is not None and percent is not None and abs(percent) <= self._near
        return Margin(
            subject, decided, comparison.operator, cast(Number, limit), name, percent, is_near
        )


def condition_of(period: ThresholdPeriod) -> Condition:
    """A threshold as a condition on the facts of an item."""
    reached = AnyOf(tuple(_all(limits) for limits in period.any_of))
    exempt = tuple(Not(_all(limits)) for limits in period.exempt)
    return AllOf((reached, *exempt))


def _all(limits: Iterable[Limit]) -> Condition:
    return AllOf(tuple(_comparison(limit) for limit in limits))


def _comparison(limit: Limit) -> Comparison:
    if isinstance(limit.value, bool):
        return Comparison(fact_of(limit.measure), limit.operator, limit.value)
    literal = limit.value.exact
    if literal is None:
        raise ValueError(f"the limit of {limit.measure} is no single number")
    return Comparison(fact_of(limit.measure), limit.operator, literal)


def _limit(comparison: Comparison, values: Mapping[str, FactValue]) -> FactValue:
    match comparison.operand:
        case Fraction() as literal:
            return exactly(literal)
        case FactReference(fact):
            return values.get(fact)
        case _:
            return None


def _percent_above(number: Number, limit: Number) -> Fraction | None:
    """The distance of the nearest ends, in percent of the limit's."""
    if number.low is not None and limit.high is not None and number.low >= limit.high:
        return None if limit.high == 0 else 100 * (number.low - limit.high) / limit.high
    if number.high is not None and limit.low is not None and number.high <= limit.low:
        return None if limit.low == 0 else 100 * (number.high - limit.low) / limit.low
    is_open = None in (number.low, number.high, limit.low, limit.high)
    return None if is_open else Fraction(0)
