"""Two versions of a proposal: what each change does alone, and whether the judgement needs it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from rulecheck.engine import ReferenceEvaluator
from rulecheck.engine.program import conditions_of
from rulecheck.facts import Fact, Subject
from rulecheck.judgement import Evaluation, Judge, Verdict
from rulecheck.judgement.comparing import (
    ComparedEvaluations,
    ComparedRuns,
    OutcomeChange,
    compared,
    results_by_key,
)
from rulecheck.packs.conditions import comparisons
from rulecheck.packs.model import Pack
from rulecheck.proposals import Proposal
from rulecheck.proposals.differences import (
    ByName,
    Change,
    Difference,
    Element,
    Path,
    changes,
    with_differences,
)
from rulecheck.proposals.revising import data_of, revised
from rulecheck.vocabulary import FactValue
from rulecheck.vocabulary.enums import SubjectKind
from rulecheck.vocabulary.facts import FACTS, FIELD

MOST_PARTS: Final = 12
"""Of a change with more parts it is not said which of them matter: that takes many judgements."""


MOST_TOGETHER: Final = 3
"""How many changes that only stand together are recognized among others."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What becomes of a draft by one change, or by one change less."""

    along: tuple[Change, ...]
    """Changes without which the draft would be invalid, and which were made with it."""
    verdict: Verdict
    outcomes: tuple[OutcomeChange, ...]
    """What it changes in the draft by itself."""
    matters: bool
    """Made to the old draft: whether it alone is enough for what the new one comes to. Taken back
    in the new one: whether what that comes to is lost. What was made with it does not count."""
    parts: tuple[Difference, ...]
    """Of a change that matters, parts that are as good as all of it, none of them to spare. There
    may be others."""


@dataclass(frozen=True, slots=True)
class WeighedChange:
    """A change and what hangs on it."""

    changes: tuple[Change, ...]
    """One, or several of which none can stand without the others."""
    made: Trial | None
    """The old draft with this change alone; `None` for prose, and if no valid draft has it."""
    taken_back: Trial | None
    """The new draft without this change alone."""

    @property
    def parts(self) -> tuple[Difference, ...]:
        """The places at which it changes anything."""
        return _parts(self.changes)

    @property
    def is_prose(self) -> bool:
        """Whether all of it is for readers alone."""
        return all(each.is_prose for each in self.changes)

    @property
    def is_enough(self) -> bool:
        """Whether, made to the old draft alone, it leads to what the new one comes to."""
        return self.made is not None and self.made.matters

    @property
    def is_needed(self) -> bool:
        """Whether the new draft without it alone loses what it comes to."""
        return self.taken_back is not None and self.taken_back.matters


@dataclass(frozen=True, slots=True)
class FactChange:
    """A computed fact behind a changed outcome, whose value differs."""

    name: str
    subject: str
    """Name of what it is a fact of; empty for the decision or action itself."""
    old: FactValue
    new: FactValue


@dataclass(frozen=True)
class WeighedComparison:
    """Two versions of a proposal with all that differs."""

    judgements: ComparedEvaluations
    changes: tuple[WeighedChange, ...]
    facts: tuple[FactChange, ...]

    @property
    def has_goal(self) -> bool:
        """Whether there is a difference for which a change can be enough or needed."""
        return _Goal(self.judgements).exists


def weighed(runs: ComparedRuns, pack: Pack) -> tuple[WeighedComparison, ...]:
    """What each change between the versions of the proposals of two runs does.

    The trials are judged by the reference evaluator alone.
    """
    judge = Judge(pack, ReferenceEvaluator())
    return tuple(_weighed(each, judge) for each in runs.proposals)


def _weighed(judgements: ComparedEvaluations, judge: Judge) -> WeighedComparison:
    goal = _Goal(judgements)
    old = _Draft(judgements.old, judge, lambda part: part, goal.is_met)
    new = _Draft(judgements.new, judge, lambda part: part.undone, goal.is_lost)
    found = changes(data_of(judgements.old.proposal), data_of(judgements.new.proposal))
    prose = [each for each in found if each.is_prose]
    units = _units([each for each in found if not each.is_prose], old, new)

    def weighed_unit(unit: tuple[Change, ...]) -> WeighedChange:
        others = [each for other in units if other is not unit for each in other]
        return WeighedChange(unit, old.trial(unit, others), new.trial(unit, others))

    return WeighedComparison(
        judgements=judgements,
        changes=(
            *map(weighed_unit, units),
            *(WeighedChange((each,), None, None) for each in prose),
        ),
        facts=tuple(_facts(judgements)),
    )


def _units(found: Sequence[Change], old: "_Draft", new: "_Draft") -> tuple[tuple[Change, ...], ...]:
    """The changes, together those of which none can be made or taken back without the other."""
    along = {
        each.path: _needed_by(each, found, old) & _needed_by(each, found, new) for each in found
    }
    units: list[list[Change]] = []
    for change in found:
        for unit in units:
            if any(
                change.path in along[each.path] and each.path in along[change.path] for each in unit
            ):
                unit.append(change)
                break
        else:
            units.append([change])
    return tuple(map(tuple, units))


def _needed_by(change: Change, found: Sequence[Change], draft: "_Draft") -> frozenset[Path]:
    others = [each for each in found if each is not change]
    return frozenset(each.path for each in draft.along((change,), others) or ())


class _Goal:
    """What a change can be enough or needed for: the verdict, or else all outcomes that differ."""

    def __init__(self, judgements: ComparedEvaluations) -> None:
        self._judgements = judgements
        self._outcomes = {each.key for each in judgements.outcomes}
        self._standings = {each.recommendation for each in judgements.standings}

    @property
    def exists(self) -> bool:
        """Whether the two judgements differ."""
        return self._judgements.changes_verdict or bool(self._outcomes or self._standings)

    def is_met(self, evaluation: Evaluation) -> bool:
        """Whether there is one, and the evaluation comes to what the new one does."""
        return self.exists and self._comes_to_it(evaluation)

    def is_lost(self, evaluation: Evaluation) -> bool:
        """Whether there is one, and the evaluation does not come to what the new one does."""
        return self.exists and not self._comes_to_it(evaluation)

    def _comes_to_it(self, evaluation: Evaluation) -> bool:
        new = self._judgements.new
        if self._judgements.changes_verdict:
            return evaluation.verdict is new.verdict
        left = compared(evaluation, new)
        return self._outcomes.isdisjoint(
            each.key for each in left.outcomes
        ) and self._standings.isdisjoint(each.recommendation for each in left.standings)


class _Draft:
    """A judged version of a proposal, to try changes on."""

    def __init__(
        self,
        evaluation: Evaluation,
        judge: Judge,
        way: Callable[[Difference], Difference],
        reaches: Callable[[Evaluation], bool],
    ) -> None:
        self._evaluation = evaluation
        self._judge = judge
        self._way = way
        self._reaches = reaches
        self._stated = ByName.of(data_of(evaluation.proposal))
        # By the identity of the parts, and kept with them, so that it can't be used again.
        self._revisions: dict[tuple[int, ...], tuple[Proposal | None, Sequence[Difference]]] = {}

    def trial(self, unit: Sequence[Change], others: Sequence[Change]) -> Trial | None:
        """The draft with the changes, and with what it takes of the others to be valid."""
        along = self.along(unit, others)
        if along is None:
            return None
        parts, beside = _parts(unit), _parts(along)
        evaluation = self._judged([*parts, *beside])
        if evaluation is None:
            raise AssertionError("what was found valid is valid")
        matters = self._reaches(evaluation) and not (along and self._reaches_with(beside))
        outcomes = compared(self._evaluation, evaluation).outcomes
        return Trial(
            along=along,
            verdict=evaluation.verdict,
            outcomes=outcomes,
            matters=matters,
            parts=self._least(parts, beside, outcomes) if matters else (),
        )

    def along(self, unit: Sequence[Change], others: Sequence[Change]) -> tuple[Change, ...] | None:
        """Other changes without which the draft is invalid; `None` if it is with all of them, too.

        None or one where that is enough. Else what is left of all others once none, and of few no
        two or three, can be left out.
        """
        for few in ((), *((other,) for other in others)):
            if self._is_valid([*unit, *few]):
                return few
        needed = tuple(others)
        if not self._is_valid([*unit, *needed]):
            return None
        size = 1
        while size <= (MOST_TOGETHER if len(needed) <= MOST_PARTS else 1):
            for dropped in combinations(needed, size):
                fewer = tuple(each for each in needed if each not in dropped)
                if self._is_valid([*unit, *fewer]):
                    needed, size = fewer, 0
                    break
            size += 1
        return needed

    def _is_valid(self, found: Sequence[Change]) -> bool:
        return self._revised(_parts(found)) is not None

    def _least(
        self,
        parts: tuple[Difference, ...],
        beside: Sequence[Difference],
        outcomes: Sequence[OutcomeChange],
    ) -> tuple[Difference, ...]:
        """Those of the parts that reach as much as all, and of which none can be left out.

        What is invalid reaches nothing, so a part may be to spare only once another is gone. That
        it takes any of them is known already.
        """
        if len(parts) > MOST_PARTS:
            return parts
        likely = _likely(parts, outcomes)
        if len(likely) < len(parts) and self._reaches_with([*likely, *beside]):
            parts = likely
        before: tuple[Difference, ...] = ()
        while before != parts:
            before = parts
            for part in before:
                fewer = tuple(each for each in parts if each is not part)
                if fewer and self._reaches_with([*fewer, *beside]):
                    parts = fewer
        return parts

    def _revised(self, parts: Sequence[Difference]) -> Proposal | None:
        # The same is tried more than once: whether it is valid, and then what comes of it.
        tried = tuple(map(id, parts))
        if tried not in self._revisions:
            data = with_differences(self._stated, map(self._way, parts))
            self._revisions[tried] = (
                revised(data, self._evaluation.proposal.document, self._judge.pack),
                parts,
            )
        proposal, _ = self._revisions[tried]
        return proposal

    def _judged(self, parts: Sequence[Difference]) -> Evaluation | None:
        proposal = self._revised(parts)
        return None if proposal is None else self._judge.evaluation(proposal)

    def _reaches_with(self, parts: Sequence[Difference]) -> bool:
        evaluation = self._judged(parts)
        return evaluation is not None and self._reaches(evaluation)


def _likely(
    parts: tuple[Difference, ...], outcomes: Sequence[OutcomeChange]
) -> tuple[Difference, ...]:
    """The parts that the name suggests for one of the outcomes; the fewest for any, or else all.

    They are elements that are the subject of the outcome, or that its rule asks for by a word.
    """
    named = (_names_in(each) for each in outcomes)
    suggested = (tuple(part for part in parts if _element(part) in names) for names in named)
    return min((each for each in suggested if each), key=len, default=parts)


def _element(part: Difference) -> str | None:
    """The name of the innermost element that the part is, or is in."""
    names = [step.name for step in part.path if isinstance(step, Element)]
    return names[-1] if names else None


def _names_in(outcome: OutcomeChange) -> frozenset[str]:
    """The name of the subject, and all words that the rule compares facts with."""
    found = {outcome.subject.name}
    for condition in conditions_of(outcome.rule).values():
        for comparison in comparisons(condition):
            match comparison.operand:
                case str(word):
                    found.add(word)
                case tuple(words):
                    found.update(words)
                case _:
                    pass
    return frozenset(found)


def _parts(found: Iterable[Change]) -> tuple[Difference, ...]:
    return tuple(part for change in found for part in change.parts)


# -- facts --------------------------------------------------------------------------------------


def _facts(judgements: ComparedEvaluations) -> Iterator[FactChange]:
    """Computed facts on which an outcome that differs rests in either version, each once."""
    old, new = _Facts(judgements.old), _Facts(judgements.new)
    wanted = dict.fromkeys(
        each
        for change in judgements.outcomes
        for side in (old, new)
        for each in side.behind(change)
    )
    for name, subject in wanted:
        before, after = old.values(name, subject), new.values(name, subject)
        if before is not None and after is not None and before.value != after.value:
            yield FactChange(name, subject, before.value, after.value)


class _Facts:
    """The facts of one version, by the name of what they are facts of."""

    def __init__(self, evaluation: Evaluation) -> None:
        self._results = results_by_key(evaluation)
        self._subjects = evaluation.subjects
        self._by_name = {(each.kind, _named(each)): each.facts for each in self._subjects}

    def behind(self, change: OutcomeChange) -> Iterator[tuple[str, str]]:
        """Computed facts on which the outcome rests, with the name of what each is a fact of."""
        result = self._results.get(change.key)
        for each in () if result is None else result.deciding:
            if FACTS[each.name].source != FIELD:
                yield each.name, self._owner(each.subject, change.subject)

    def values(self, name: str, subject: str) -> Fact | None:
        """The fact of the subject; `None` if this version has no such subject."""
        return self._by_name.get((FACTS[name].subject, subject), {}).get(name)

    def _owner(self, kind: SubjectKind, subject: Subject) -> str:
        """The name of the subject of this kind that it is, or is a part of."""
        if kind is subject.kind:
            return _named(subject)
        return next(
            _named(each)
            for each in self._subjects
            if each.kind is kind
            and (not _named(each) or subject.pointer[: len(each.pointer)] == each.pointer)
        )


def _named(subject: Subject) -> str:
    """The name; empty for the one decision or action, which has the name of the proposal."""
    return "" if subject.kind in (SubjectKind.DECISION, SubjectKind.ACTION) else subject.name
