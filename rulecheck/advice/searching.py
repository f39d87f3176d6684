"""Searching for sets of changes after which a draft passes, without trying them all.

A fact keeps its value as long as the fields on which it rests keep theirs. So of one finding that
stands against the draft, every set that removes it holds a change that bears on what the finding
rests on, and only such changes need to be tried, step by step, for whichever finding leaves the
least choice.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from rulecheck.advice.changing import conditions_asked
from rulecheck.advice.trials import Trials
from rulecheck.documents import Pointer
from rulecheck.engine.kleene import truth
from rulecheck.judgement import Evaluation, Outcome, RuleResult, Verdict
from rulecheck.packs.conditions import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    FactReference,
    inside,
)
from rulecheck.proposals.revising import Edit
from rulecheck.vocabulary import FactValue

_MOST_COMPARED: Final = 50
"""Of how many findings the one is taken on which the fewest changes bear: any would do."""

Stop = Callable[[], bool]
"""Asked before a set of changes is judged: whether the time of a search is up."""


@dataclass(frozen=True)
class Passing:
    """A set of changes, by their places among those available, after which what is due is gone."""

    places: frozenset[int]
    edits: tuple[Edit, ...]

    @property
    def stated(self) -> frozenset[tuple[Pointer, str]]:
        """What the edits state, whatever their order; of a new element, in which list."""
        return frozenset(
            (edit.pointer[:-1] if isinstance(edit.value, dict) else edit.pointer, repr(edit.value))
            for edit in self.edits
        )

    def is_part_of(self, other: "Passing") -> bool:
        """Whether the other makes these changes, or states at least what these state."""
        return self.places <= other.places or self.stated <= other.stated


def smallest(passing: Iterable[Passing]) -> list[Passing]:
    """Those of which no other of at most as many changes is a part; fewest changes first."""
    ordered = sorted(
        passing, key=lambda each: (len(each.places), len(each.edits), sorted(each.places))
    )
    return [
        each
        for place, each in enumerate(ordered)
        if not any(other.is_part_of(each) for other in ordered[:place])
    ]


class Search:
    """One search, breadth first, so that it has the smallest sets when its time is up.

    It is for what takes away every finding but the tolerated ones, which only may not get worse.
    """

    def __init__(self, trials: Trials, stop: Stop, tolerated: Iterable[RuleResult] = ()) -> None:
        self.passing: list[Passing] = []
        self.stopped = False
        self.least_left: tuple[RuleResult, ...] = trials.before.findings
        self._trials = trials
        self._stop = stop
        self._seen: set[frozenset[int]] = set()
        self._tolerated = {_key(each): each.outcome for each in tolerated}
        self._applied = applying(trials.before)

    def run(self, most: int) -> None:
        """Find every smallest set of up to so many changes."""
        for _ in self._found(most):
            pass

    def first(self, most: int) -> Passing | None:
        """A set of the fewest changes, and no more than so many; `None` where there is none."""
        return next(self._found(most), None)

    def _found(self, most: int) -> Iterator[Passing]:
        """Try sets of one change, then of two, and so on."""
        level: dict[frozenset[int], Evaluation | None] = {frozenset(): self._trials.before}
        for _ in range(most):
            following: dict[frozenset[int], Evaluation | None] = {}
            for places, evaluation in level.items():
                for place in self._worth_trying(places, evaluation):
                    together = places | {place}
                    if together in self._seen or self._holds_a_passing(together):
                        continue
                    if together not in self._trials and self._stop():
                        self.stopped = True
                        return
                    self._seen.add(together)
                    yield from self._try(together, following)
            level = following

    def _holds_a_passing(self, places: frozenset[int]) -> bool:
        return any(each.places <= places for each in self.passing)

    def _try(
        self, places: frozenset[int], following: dict[frozenset[int], Evaluation | None]
    ) -> Iterator[Passing]:
        """Judge a set. What fails is built upon, unless it has lost a recommendation."""
        trial = self._trials.of(places)
        edits, evaluation = trial.edits, trial.evaluation
        if edits == ():
            return
        if edits is None or evaluation is None:
            following[places] = None
            return
        left = len(evaluation.findings)
        if 0 < left < len(self.least_left):
            self.least_left = evaluation.findings
        refused = any(change.refuses for change in self._trials.changes.chosen(places))
        if not (refused or self._applied <= applying(evaluation)):
            return
        if self._due(evaluation):
            following[places] = evaluation
        elif left or evaluation.verdict is Verdict.ALIGNED:
            self.passing.append(Passing(places, edits))
            yield self.passing[-1]

    def _due(self, evaluation: Evaluation) -> list[RuleResult]:
        """The findings that have to go."""
        return [
            each
            for each in evaluation.findings
            if _key(each) not in self._tolerated
            or each.outcome not in (Outcome.UNKNOWN, self._tolerated[_key(each)])
        ]

    def _worth_trying(self, places: frozenset[int], evaluation: Evaluation | None) -> list[int]:
        """Changes that bear on the finding on which the fewest do; all, of an invalid draft."""
        available = range(len(self._trials.changes.available))
        others = [place for place in available if place not in places]
        if evaluation is None:
            return others
        choices = [
            [place for place in others if bears(place)]
            for bears in map(self._bearing_on, self._due(evaluation)[:_MOST_COMPARED])
        ]
        return min(choices, key=len, default=[])

    def _bearing_on(self, finding: RuleResult) -> Callable[[int], bool]:
        """Which changes, by their places, can alter what the finding rests on.

        What is refused or withheld bears on everything, and anything may on a subject that stands
        for what is not stated: whether it is there may depend on it.
        """
        asked: set[str] = set()
        rests: set[Pointer] = set()
        for comparison in self._rests_on(finding):
            conditions = conditions_asked(comparison)
            asked.update(conditions)
            if not conditions:
                rests.update(_pointers(comparison, finding))
        above = {pointer[:end] for pointer in rests for end in range(1, len(pointer))}
        changes = self._trials.changes

        def bears(place: int) -> bool:
            change = changes.available[place]
            if change.refuses or change.withholds or not finding.subject.stated:
                return True
            return bool(asked & set(change.adds)) or any(
                touched in above
                or any(touched[:end] in rests for end in range(1, len(touched) + 1))
                for touched in changes.touched[place]
            )

        return bears

    def _rests_on(self, finding: RuleResult) -> Iterator[Comparison]:
        """The comparisons without which the finding would be another."""
        values = {name: fact.value for name, fact in finding.subject.facts.items()}
        day = self._trials.before.proposal.model.as_of
        for condition in self._trials.judge.program(finding.rule, day).deciding.values():
            yield from bearing(condition, values)


def applying(evaluation: Evaluation) -> frozenset[str]:
    """The recommendations that apply."""
    return frozenset(each.recommendation.id for each in evaluation.recommendations if each.applies)


def bearing(condition: Condition, values: Mapping[str, FactValue]) -> Iterator[Comparison]:
    """The comparisons one of which must come out otherwise for the condition to do so.

    Of a true `all` and a false `any` any part may be it, of a false `all` and a true `any` those
    that make it so. Of what is unknown any part may be it: one that is true may become false.
    """
    match condition:
        case Comparison():
            yield condition
        case AllOf(parts) | AnyOf(parts):
            whole = truth(condition, values)
            for part in parts:
                if whole is None or truth(part, values) is whole:
                    yield from bearing(part, values)
        case _:
            for part in inside(condition):
                yield from bearing(part, values)


def _pointers(comparison: Comparison, finding: RuleResult) -> Iterator[Pointer]:
    """The fields on which the compared facts rest."""
    names = [comparison.fact]
    if isinstance(comparison.operand, FactReference):
        names.append(comparison.operand.fact)
    for name in names:
        if name in finding.subject.facts:
            origin = finding.subject.facts[name].origin
            yield from (*origin.read, *origin.missing, *origin.ranged)


def _key(finding: RuleResult) -> tuple[str, str]:
    return finding.rule.id, finding.subject.name
