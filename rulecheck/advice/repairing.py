"""Repairs: the smallest sets of changes after which the whole draft passes these rules.

A fact keeps its value as long as the fields on which it rests keep theirs. So of one finding that
stands against the draft, every set that removes it holds a change that bears on what the finding
rests on, and only such changes need to be tried, step by step, for whichever finding leaves the
least choice. What passes is judged once more as it is read from the edited text, by both
evaluators, before it is offered.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from rulecheck.advice.changing import Change, Changes, conditions_asked
from rulecheck.advice.rewriting import NotRewritten, Rewriter
from rulecheck.documents import Pointer
from rulecheck.documents.validation import Frozen
from rulecheck.engine import best_evaluator
from rulecheck.engine.kleene import ReferenceEvaluator, truth
from rulecheck.facts import Origin
from rulecheck.judgement import Evaluation, Judge, RuleResult, Verdict
from rulecheck.packs.conditions import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    FactReference,
    inside,
)
from rulecheck.packs.model import Pack
from rulecheck.proposals import Proposal
from rulecheck.proposals.revising import Data, Edit, edited, revised, stated_at
from rulecheck.vocabulary import FactValue
from rulecheck.vocabulary.levers import Allowance

MOST: Final = 3
"""How many changes a repair has at most: more is another draft."""

Stop = Callable[[], bool]
"""Asked before each step of a search: whether its time is up."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What a repair grants of an item, in units, where that changes."""

    item: Pointer
    granted: Frozen
    applied_for: Frozen
    """`None` where the draft does not state it."""


@dataclass(frozen=True)
class Repair:
    """Changes after which the draft passes, and the draft as it then is."""

    changes: tuple[Change, ...]
    edits: tuple[Edit, ...]
    evaluation: Evaluation
    """Of the draft as it is read from its edited text, which is its document's."""
    grants: tuple[Grant, ...]
    set_aside: tuple[str, ...]
    """Recommendations that no longer apply, since the draft is refused."""

    @property
    def refuses(self) -> bool:
        """Whether it is to refuse what the draft would grant."""
        return any(change.refuses for change in self.changes)


@dataclass(frozen=True)
class Obstacle:
    """A finding that no set of changes removes, and what it rests on besides levers."""

    result: RuleResult
    rests_on: tuple[Pointer, ...]


@dataclass(frozen=True)
class Repairs:
    """What a search for repairs of one draft came to."""

    before: Evaluation
    data: Data
    """What the draft states."""
    found: tuple[Repair, ...]
    """Those of fewest changes first, then those of fewest edits; refusals last."""
    most: int
    """How many changes a set could have."""
    tried: int
    """How many sets of changes were judged."""
    stopped: bool
    """Whether the time was up before everything was tried."""
    obstacles: tuple[Obstacle, ...]
    """What no change bears on, or else what stood in every set that was tried."""
    left: tuple[RuleResult, ...]
    """Where nothing stood in all: what is left by the set that leaves the least."""
    not_written: int
    """Sets that would pass but can't be written into the draft as it is laid out."""

    @property
    def needs_none(self) -> bool:
        """Whether nothing stands against the draft; it may be out of scope."""
        return not self.before.findings


def repairs_of(
    before: Evaluation,
    pack: Pack,
    *,
    most: int = MOST,
    allowed: frozenset[Allowance] = frozenset(),
    stop: Stop = lambda: False,
) -> Repairs:
    """Every smallest set of up to `most` changes after which the proposal passes.

    Every recommendation that applied still does, unless refusing is allowed and done. Raises
    `EngineError` where the evaluators disagree on a repair.
    """
    changes = Changes(before.proposal, pack, allowed)
    search = Search(changes, before, Judge(pack, ReferenceEvaluator()), stop)
    search.run(most)
    written = _Written(changes, before, Judge(pack, best_evaluator()))
    found: list[Repair] = []
    for passing in smallest(search.passing):
        if found and stop():
            search.stopped = True
            break
        found.extend(written.repair(passing))
    return Repairs(
        before=before,
        data=changes.data,
        found=tuple(sorted(found, key=lambda each: each.refuses)),
        most=most,
        tried=len(search.seen),
        stopped=search.stopped,
        obstacles=tuple(search.obstacles()),
        left=search.least_left,
        not_written=written.failures,
    )


@dataclass(frozen=True)
class Passing:
    """A set of changes, by their places among those available, after which the draft passes."""

    places: frozenset[int]
    edits: tuple[Edit, ...]

    @property
    def stated(self) -> frozenset[tuple[Pointer, str]]:
        """The edits without their order."""
        return frozenset((edit.pointer, repr(edit.value)) for edit in self.edits)


def smallest(passing: Sequence[Passing]) -> list[Passing]:
    """Those of which no other has a part of the edits in no more changes, in their order."""
    ordered = sorted(
        passing, key=lambda each: (len(each.places), len(each.edits), sorted(each.places))
    )
    kept: list[Passing] = []
    for each in ordered:
        if not any(other.stated <= each.stated for other in kept):
            kept.append(each)
    return kept


class Search:
    """One search, breadth first, so that it has the smallest sets when its time is up."""

    def __init__(self, changes: Changes, before: Evaluation, judge: Judge, stop: Stop) -> None:
        self.changes = changes
        self.before = before
        self.judge = judge
        self.stop = stop
        self.passing: list[Passing] = []
        self.seen: set[frozenset[int]] = set()
        self.stopped = False
        self.least_left: tuple[RuleResult, ...] = before.findings
        self._stood = {_key(each): each for each in before.findings}
        self._applied = applying(before)

    def run(self, most: int) -> None:
        """Try sets of one change, then of two, and so on."""
        level: dict[frozenset[int], Evaluation | None] = {frozenset(): self.before}
        for _ in range(most):
            following: dict[frozenset[int], Evaluation | None] = {}
            for places, evaluation in level.items():
                for place in self._worth_trying(places, evaluation):
                    if self.stop():
                        self.stopped = True
                        return
                    together = places | {place}
                    if together not in self.seen and not self._holds_a_passing(together):
                        self.seen.add(together)
                        self._try(together, following)
            level = following

    def _holds_a_passing(self, places: frozenset[int]) -> bool:
        return any(each.places <= places for each in self.passing)

    def _try(
        self, places: frozenset[int], following: dict[frozenset[int], Evaluation | None]
    ) -> None:
        """Judge a set. What fails is built upon, unless it has lost a recommendation."""
        chosen = [self.changes.available[place] for place in sorted(places)]
        edits = self.changes.edits_of(chosen)
        proposal = None if edits is None else self._revised(edits)
        if edits is None or proposal is None:
            following[places] = None
            return
        evaluation = self.judge.evaluation(proposal)
        left = {_key(each): each for each in evaluation.findings}
        self._stood = {key: each for key, each in self._stood.items() if key in left}
        if 0 < len(left) < len(self.least_left):
            self.least_left = evaluation.findings
        refused = any(change.refuses for change in chosen)
        if not (refused or self._applied <= applying(evaluation)):
            return
        if evaluation.verdict is Verdict.ALIGNED:
            self.passing.append(Passing(places, edits))
        elif left:
            following[places] = evaluation

    def _revised(self, edits: tuple[Edit, ...]) -> Proposal | None:
        data = edited(self.changes.data, edits)
        return revised(data, self.before.proposal.document, self.changes.pack)

    def _worth_trying(self, places: frozenset[int], evaluation: Evaluation | None) -> list[int]:
        """Changes that bear on the finding on which the fewest do; all, of an invalid draft."""
        others = [place for place in range(len(self.changes.available)) if place not in places]
        if evaluation is None:
            return others
        choices = [self._bearing_on(finding, others) for finding in evaluation.findings]
        return min(choices, key=len, default=[])

    def _bearing_on(self, finding: RuleResult, places: Sequence[int]) -> list[int]:
        rests = tuple(self._rests_on(finding))
        available = self.changes.available
        return [place for place in places if _bears_on(available[place], finding, rests)]

    def _rests_on(self, finding: RuleResult) -> Iterator[Comparison]:
        """The comparisons without which the finding would be another."""
        values = {name: fact.value for name, fact in finding.subject.facts.items()}
        day = self.before.proposal.model.as_of
        for name, condition in self.judge.program(finding.rule, day).conditions.items():
            if name in ("applies_when", "violated_when", "unless"):
                yield from bearing(condition, values)

    def obstacles(self) -> Iterator[Obstacle]:
        """Findings on which no change bears; or else those that stood in every set tried."""
        everything = range(len(self.changes.available))
        hopeless = [each for each in self.before.findings if not self._bearing_on(each, everything)]
        stood = self._stood.values() if self.seen else ()
        for finding in hopeless or stood:
            pointers = dict.fromkeys(
                pointer
                for each in finding.deciding
                for pointer in (*each.fact.origin.missing, *each.fact.origin.read)
                if not self.changes.may_state(pointer)
            )
            yield Obstacle(finding, tuple(pointers))


class _Written:
    """Writes what passes into the draft, and judges it as it is read again."""

    def __init__(self, changes: Changes, before: Evaluation, judge: Judge) -> None:
        self._changes = changes
        self._applied = applying(before)
        self._judge = judge
        self._rewriter = Rewriter(before.proposal, changes.pack)
        self.failures = 0

    def repair(self, passing: Passing) -> Iterator[Repair]:
        """The repair; none where it can't be written, or does not pass as it is written."""
        try:
            proposal = self._rewriter.rewritten(passing.edits)
        except NotRewritten:
            self.failures += 1
            return
        evaluation = self._judge.evaluation(proposal)
        if evaluation.verdict is not Verdict.ALIGNED:
            self.failures += 1
            return
        yield Repair(
            changes=tuple(self._changes.available[place] for place in sorted(passing.places)),
            edits=passing.edits,
            evaluation=evaluation,
            grants=tuple(_grants(passing.edits, self._changes.data)),
            set_aside=tuple(sorted(self._applied - applying(evaluation))),
        )


def _grants(edits: Sequence[Edit], data: Data) -> Iterator[Grant]:
    for edit in edits:
        *item, last = edit.pointer
        if last == "approved_quantity" and not isinstance(edit.value, Enum):
            yield Grant(tuple(item), edit.value, stated_at(data, (*item, "quantity")))


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


def _bears_on(change: Change, finding: RuleResult, rests: Sequence[Comparison]) -> bool:
    """Whether the change can alter what the finding rests on.

    What is refused or withheld bears on everything, and anything may on a subject that stands for
    what is not stated: whether it is there may depend on it.
    """
    if change.refuses or change.withholds or not finding.subject.stated:
        return True
    return any(_touches(change, finding, each) for each in rests)


def _touches(change: Change, finding: RuleResult, comparison: Comparison) -> bool:
    asked = conditions_asked(comparison)
    if asked and not change.states:
        return bool(set(asked) & set(change.adds))
    names = [comparison.fact]
    if isinstance(comparison.operand, FactReference):
        names.append(comparison.operand.fact)
    facts = [finding.subject.facts[name] for name in names if name in finding.subject.facts]
    return any(
        _overlap(one, other)
        for fact in facts
        for one in _pointers(fact.origin)
        for other in change.touches
    )


def _pointers(origin: Origin) -> tuple[Pointer, ...]:
    return (*origin.read, *origin.missing, *origin.ranged)


def _overlap(one: Pointer, other: Pointer) -> bool:
    """Whether one of the places lies in the other."""
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def _key(finding: RuleResult) -> tuple[str, str]:
    return finding.rule.id, finding.subject.name
