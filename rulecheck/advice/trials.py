"""Sets of changes, each made and judged once, however many searches come upon it."""

from dataclasses import dataclass

from rulecheck.advice.changing import Changes
from rulecheck.judgement import Evaluation, Judge
from rulecheck.proposals.revising import Edit, edited, revised


@dataclass(frozen=True, slots=True)
class Trial:
    """What a set of changes makes of a draft."""

    edits: tuple[Edit, ...] | None
    """Empty where they alter nothing; `None` where they can't be made together."""
    evaluation: Evaluation | None
    """Of the draft as edited; `None` where it is not edited, or is invalid then."""


class Trials:
    """The sets of changes to one draft that were tried, by the places of the changes."""

    def __init__(self, changes: Changes, before: Evaluation, judge: Judge) -> None:
        self.changes = changes
        self.before = before
        self.judge = judge
        self._made: dict[frozenset[int], Trial] = {}

    def __len__(self) -> int:
        """How many sets were tried."""
        return len(self._made)

    def __contains__(self, places: frozenset[int]) -> bool:
        """Whether this set was tried, so that asking for it takes no time."""
        return places in self._made

    def of(self, places: frozenset[int]) -> Trial:
        """What the changes at these places make of the draft."""
        if places not in self._made:
            self._made[places] = self._made_of(places)
        return self._made[places]

    def _made_of(self, places: frozenset[int]) -> Trial:
        edits = self.changes.edits_of(self.changes.chosen(places))
        if not edits:
            return Trial(edits, None)
        data = edited(self.changes.data, edits)
        proposal = revised(data, self.before.proposal.document, self.changes.pack)
        return Trial(edits, None if proposal is None else self.judge.evaluation(proposal))
