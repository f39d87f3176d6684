"""What the forms of a search for repairs are given, and what both show of a repair."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from rulecheck.advice.repairing import Repair, Repairs
from rulecheck.documents import Pointer
from rulecheck.packs.model import Pack
from rulecheck.proposals.revising import stated_at
from rulecheck.reports.model import Excerpts, path_of
from rulecheck.vocabulary.levers import Allowance


@dataclass(frozen=True, slots=True)
class RepairReport:
    """Repairs of one or more proposals, with everything that a form needs besides."""

    pack: Pack
    engine: str
    tool_version: str
    excerpts: Excerpts
    time_limit: float
    allowed: frozenset[Allowance]
    searches: tuple[Repairs, ...]

    @property
    def shows(self) -> bool:
        """Whether what proposals say may be repeated."""
        return self.excerpts is Excerpts.SHOWN

    def not_allowed(self, repairs: Repairs) -> tuple[Allowance, ...]:
        """What the pack has moves for that were not tried, since nobody allowed them."""
        kind = repairs.before.proposal.model.kind
        wanted = {move.allow for move in self.pack.moves if move.kind is kind}
        return tuple(each for each in Allowance if each in wanted - self.allowed)

    def name_at(self, repairs: Repairs, pointer: Pointer) -> str | None:
        """What is called by its id there, or by its path where that is kept out."""
        if not pointer:
            return None
        name = stated_at(repairs.data, (*pointer, "id"))
        return name if self.shows and isinstance(name, str) else path_of(pointer)


@dataclass(frozen=True, slots=True)
class PatchLine:
    """A line that a repair takes away or puts in, by its number before or after."""

    sign: str
    number: int
    text: str


def patch_of(repair: Repair, repairs: Repairs) -> Iterator[PatchLine]:
    """The lines in which the repaired text differs from the draft's."""
    before = repairs.before.proposal.document.source.text.splitlines()
    after = repair.evaluation.proposal.document.source.text.splitlines()
    for tag, start, end, first, last in SequenceMatcher(None, before, after).get_opcodes():
        if tag != "equal":
            yield from (PatchLine("-", number + 1, before[number]) for number in range(start, end))
            yield from (PatchLine("+", number + 1, after[number]) for number in range(first, last))
