"""Where no repair passes: which findings changes take away, and which none does.

Each finding is searched for by itself: whether it can be mended does not depend on the others.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rulecheck.advice.changing import Change, Changes
from rulecheck.advice.searching import Passing, Search, Stop
from rulecheck.advice.trials import Trials
from rulecheck.documents import Pointer
from rulecheck.judgement import RuleResult


@dataclass(frozen=True)
class Obstacle:
    """A finding that no set of changes takes away, and what it rests on besides levers."""

    result: RuleResult
    rests_on: tuple[Pointer, ...]


@dataclass(frozen=True)
class Mending:
    """What can be mended of a draft, and what can't."""

    obstacles: tuple[Obstacle, ...] = ()
    mendable: tuple[RuleResult, ...] = ()
    """Findings that some set of changes takes away without new harm."""
    together: tuple[Change, ...] = ()
    """As few changes as take all of these away at once; none where no set does."""
    stopped: bool = False
    """Whether the time was up: what is neither an obstacle nor mendable was not settled."""


def mending_of(trials: Trials, stop: Stop, most: int) -> Mending:
    """Which findings some set of up to `most` changes takes away, and which none does."""
    changes, before = trials.changes, trials.before
    obstacles: list[Obstacle] = []
    mendable: list[RuleResult] = []
    searches: list[Search] = []

    def first(due: Sequence[RuleResult]) -> Passing | None:
        tolerated = [each for each in before.findings if each not in due]
        searches.append(Search(trials, stop, tolerated))
        return searches[-1].first(most)

    for finding in before.findings:
        if first([finding]):
            mendable.append(finding)
        elif not searches[-1].stopped:
            obstacles.append(Obstacle(finding, tuple(_rests_on(finding, changes))))
    together = first(mendable) if obstacles and mendable else None
    return Mending(
        obstacles=tuple(obstacles),
        mendable=tuple(mendable),
        together=changes.chosen(together.places) if together else (),
        stopped=any(search.stopped for search in searches),
    )


def _rests_on(finding: RuleResult, changes: Changes) -> Iterable[Pointer]:
    """The fields on which the finding rests and that no change states otherwise."""
    return dict.fromkeys(
        pointer
        for each in finding.deciding
        for pointer in (*each.fact.origin.missing, *each.fact.origin.read)
        if not changes.may_state(pointer)
    )
