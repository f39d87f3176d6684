"""Repairs: the smallest sets of changes after which the whole draft passes these rules.

What the search finds to pass is judged once more as it is read from the edited text, by both
evaluators, before it is offered.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from rulecheck.advice.changing import Change, Changes
from rulecheck.advice.mending import Mending, Obstacle, mending_of
from rulecheck.advice.rewriting import NotRewritten, Rewriter
from rulecheck.advice.searching import Passing, Search, Stop, applying, smallest
from rulecheck.advice.trials import Trials
from rulecheck.documents import Pointer
from rulecheck.documents.validation import Frozen
from rulecheck.engine import best_evaluator
from rulecheck.engine.kleene import ReferenceEvaluator
from rulecheck.judgement import Evaluation, Judge, RuleResult, Verdict
from rulecheck.packs.model import Pack
from rulecheck.proposals.revising import Data, Edit, stated_at
from rulecheck.vocabulary.levers import Allowance

MOST: Final = 3
"""How many changes a repair has at most: more is another draft."""


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
    """Where nothing passes: the findings that no set of changes takes away."""
    mendable: tuple[RuleResult, ...]
    """Beside obstacles: the findings that some set of changes takes away."""
    together: tuple[Change, ...]
    """As few changes as take all of these away at once; none where no set does."""
    left: tuple[RuleResult, ...]
    """Where nothing passes and nothing is an obstacle: what the nearest set leaves."""
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
    trials = Trials(changes, before, Judge(pack, ReferenceEvaluator()))
    search = Search(trials, stop)
    search.run(most)
    written = _Written(changes, before, Judge(pack, best_evaluator()))
    found: list[Repair] = []
    for passing in smallest(search.passing):
        if found and stop():
            search.stopped = True
            break
        found.extend(written.repair(passing))
    mending = Mending() if search.passing else mending_of(trials, stop, most)
    stopped = search.stopped or mending.stopped
    nearest = not (search.passing or mending.obstacles or stopped)
    return Repairs(
        before=before,
        data=changes.data,
        found=tuple(sorted(found, key=lambda each: each.refuses)),
        most=most,
        tried=len(trials),
        stopped=stopped,
        obstacles=mending.obstacles,
        mendable=mending.mendable if mending.obstacles else (),
        together=mending.together,
        left=search.least_left if nearest else (),
        not_written=written.failures,
    )


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
            changes=self._changes.chosen(passing.places),
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
