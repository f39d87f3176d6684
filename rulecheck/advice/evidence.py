"""Which unknowns can still change the verdict, and which can't.

For every rule and subject, all that the open facts may turn out to be is looked at: the cells into
which the rule's own literals cut them, with each fact also left as open as it is. Facts are taken
to be independent of each other. That allows for some combinations that can't be, so what is said
not to matter does not matter; what is said to matter may, in rare cases, not do so either.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache, reduce
from itertools import combinations

from rulecheck.advice.questions import Change, Question, identity, question
from rulecheck.documents import Pointer
from rulecheck.engine import Outcome
from rulecheck.facts import Fact
from rulecheck.judgement import DecidingFact, Evaluation, Judge, RuleResult
from rulecheck.judgement.opening import Need, OpenField, fields_needed
from rulecheck.judgement.verdicts import Bearing, Tally
from rulecheck.packs.model import Rule
from rulecheck.vocabulary import FactValue
from rulecheck.vocabulary.facts import FACTS, FactType


@dataclass(frozen=True, slots=True)
class Needed:
    """A field that can still change the verdict."""

    field: OpenField
    settles: Fraction
    """For which share of its values the verdict depends on nothing else any more."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a proposal leaves open, by whether it can still change the verdict."""

    needed: tuple[Needed, ...]
    """The fields that settle most first, then those that most rules need."""
    undecided: tuple[OpenField, ...]
    """Rules are undecided for want of these, but whatever they turn out to be, the verdict is the
    same."""
    irrelevant: tuple[OpenField, ...]
    """No rule is undecided for want of these."""
    not_proven: tuple[str, ...]
    """Rules with too many combinations to look at, whose open facts are all taken to matter."""


def evidence(evaluation: Evaluation, judge: Judge) -> Evidence:
    """The evidence that is missing for the verdict on a proposal."""
    day = evaluation.proposal.model.as_of
    contest = _Contest(
        [
            [question(result, judge.program(result.rule, day)) for result in each.results]
            for each in evaluation.recommendations
            if not each.recommendation.is_permissive
        ]
    )
    mattering: list[Need] = []
    idle: list[Need] = []
    for asked in contest.asked:
        result = asked.question.result
        for group in asked.question.groups:
            kept = mattering if contest.turns_on(asked, group.changes) else idle
            kept.extend(Need(result, _fact(result, name)) for name in group.facts)
        if not result.subject.stated:
            kept = mattering if contest.turns_on(asked, asked.question.existence) else idle
            kept.append(Need(result, None))
    shares = _shares(contest, mattering)
    needed = [
        Needed(field, shares.get(field.pointer, Fraction(0))) for field in fields_needed(mattering)
    ]
    places = {each.field.pointer for each in needed}
    undecided = [
        field
        for field in fields_needed(need for need in idle if _leaves_undecided(need))
        if field.pointer not in places
    ]
    places |= {field.pointer for field in undecided}
    return Evidence(
        needed=tuple(sorted(needed, key=lambda each: -each.settles)),
        undecided=tuple(undecided),
        irrelevant=tuple(field for field in fields_needed(idle) if field.pointer not in places),
        not_proven=tuple(
            dict.fromkeys(
                each.question.result.rule.id
                for each in contest.asked
                if not each.question.is_proven
            )
        ),
    )


def _leaves_undecided(need: Need) -> bool:
    return need.result.outcome is Outcome.UNKNOWN and (
        need.fact is None or need.fact in need.result.deciding
    )


def _fact(result: RuleResult, name: str) -> DecidingFact:
    return DecidingFact(name, result.subject.facts.get(name, Fact(None)))


# -- the verdict, by what each rule may still come to --------------------------------------------

_Reach = frozenset[Outcome]


@dataclass(frozen=True, slots=True)
class _Alike:
    """What questions have in common that bear on the verdict in the same ways."""

    place: int
    """That of their recommendation."""
    rule: str
    reach: _Reach


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question, and the place of the recommendation that it is about."""

    place: int
    question: Question

    @property
    def rule(self) -> Rule:
        return self.question.result.rule

    @property
    def alike(self) -> _Alike:
        return self.with_reach(self.question.reach)

    def with_reach(self, reach: _Reach) -> _Alike:
        """What it would have in common with others if it could only come to these outcomes."""
        return _Alike(self.place, self.rule.id, reach)


class _Contest:
    """What the verdict may still be.

    The outcome of a rule on one more subject changes nothing if it is one that there already is.
    So of all the subjects on which a rule may come to the same outcomes, as many as there are
    outcomes say what all of them may come to, and thousands of subjects cost no more than a few.
    """

    def __init__(self, by_recommendation: Sequence[Sequence[Question]]) -> None:
        self.asked = tuple(
            _Asked(place, each)
            for place, questions in enumerate(by_recommendation)
            for each in questions
        )
        self._rules = {each.rule.id: each.rule for each in self.asked}
        self._counts = [
            Counter(each.alike for each in self.asked if each.place == place)
            for place in range(len(by_recommendation))
        ]
        self._tallies: dict[frozenset[tuple[_Alike, int]], frozenset[Tally]] = {}
        self._turning: dict[_Alike, frozenset[Change]] = {}
        self._bearings = [_bearings(self._tallies_of(counts)) for counts in self._counts]
        """Of each recommendation, by whatever its rules may come to."""

    def turns_on(self, asked: _Asked, changes: frozenset[Change]) -> bool:
        """Whether one of the changes of outcome can change the verdict."""
        if not changes:
            return False
        if asked.alike not in self._turning:
            self._turning[asked.alike] = frozenset(self._turns(asked))
        return not self._turning[asked.alike].isdisjoint(changes)

    def _turns(self, asked: _Asked) -> Iterator[Change]:
        others = _joined(
            bearings for place, bearings in enumerate(self._bearings) if place != asked.place
        )
        beside = self._tallies_of(self._counts[asked.place] - Counter([asked.alike]))
        reach = tuple(asked.question.reach)
        # Whatever else holds, what the recommendation's bearing is with each of the outcomes.
        bearings = {
            tuple(tally.with_outcome(asked.rule, outcome).bearing for outcome in reach)
            for tally in beside
        }
        verdicts = {
            tuple((rest | bearing).verdict for bearing in each)
            for each in bearings
            for rest in others
        }
        for one, other in combinations(range(len(reach)), 2):
            if any(each[one] is not each[other] for each in verdicts):
                yield frozenset({reach[one], reach[other]})

    def is_settled(self, reaches: Iterable[tuple[_Asked, _Reach]]) -> bool:
        """Whether only one verdict is left if these questions have only these outcomes."""
        changed: dict[int, Counter[_Alike]] = {}
        for asked, reach in reaches:
            counts = changed.setdefault(asked.place, Counter(self._counts[asked.place]))
            counts[asked.alike] -= 1
            counts[asked.with_reach(reach)] += 1
        bearings = _joined(
            _bearings(self._tallies_of(changed[place])) if place in changed else whatever
            for place, whatever in enumerate(self._bearings)
        )
        return len({each.verdict for each in bearings}) == 1

    def _tallies_of(self, counts: Counter[_Alike]) -> frozenset[Tally]:
        """Every tally that one recommendation may come to, by how many questions are alike."""
        enough = frozenset(
            (alike, min(count, len(alike.reach))) for alike, count in counts.items() if count
        )
        if enough not in self._tallies:
            tallies = frozenset({Tally()})
            for alike, count in enough:
                rule = self._rules[alike.rule]
                for _ in range(count):
                    tallies = frozenset(
                        tally.with_outcome(rule, outcome)
                        for tally in tallies
                        for outcome in alike.reach
                    )
            self._tallies[enough] = tallies
        return self._tallies[enough]


# There are sixteen bearings, and the same sets of them come again and again.


@lru_cache(maxsize=5_000)
def _bearings(tallies: frozenset[Tally]) -> frozenset[Bearing]:
    """Every bearing that one recommendation may have."""
    return frozenset(tally.bearing for tally in tallies)


def _joined(bearings: Iterable[frozenset[Bearing]]) -> frozenset[Bearing]:
    """Every bearing that several recommendations may have together."""
    return reduce(_both, bearings, frozenset({Bearing()}))


@lru_cache(maxsize=5_000)
def _both(some: frozenset[Bearing], others: frozenset[Bearing]) -> frozenset[Bearing]:
    return frozenset(one | other for one in some for other in others)


# -- how much of a field's range settles the verdict ---------------------------------------------


def _shares(contest: _Contest, needs: Iterable[Need]) -> Mapping[Pointer, Fraction]:
    """The share of values that settle the verdict, by field; the best of the facts it leads to."""
    readers: dict[tuple[Pointer, str], list[_Asked]] = {}
    for asked in contest.asked:
        for group in asked.question.groups:
            if len(group.facts) == 1:
                key = identity(asked.question.result, group.facts[0])
                readers.setdefault(key, []).append(asked)
    shares: dict[tuple[Pointer, str], Fraction] = {}
    found: dict[Pointer, Fraction] = {}
    for need in needs:
        if need.fact is None:
            continue
        key = identity(need.result, need.fact.name)
        if key not in shares:
            shares[key] = _share(contest, need.fact.name, readers.get(key, []))
        for pointer, _ in need.places():
            found[pointer] = max(found.get(pointer, Fraction(0)), shares[key])
    return found


def _share(contest: _Contest, name: str, readers: Sequence[_Asked]) -> Fraction:
    values: dict[FactValue, None] = dict.fromkeys(FACTS[name].choices)
    if FACTS[name].type is not FactType.CHOICE:
        values = dict.fromkeys(value for each in readers for value in each.question.values_of(name))
    if not values:
        return Fraction(0)
    settled = sum(
        contest.is_settled((each, each.question.reach_where(name, value)) for each in readers)
        for value in values
    )
    return Fraction(settled, len(values))
