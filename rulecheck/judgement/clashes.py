"""What can't stand together: proposals of one run that contradict each other.

What each proposal states is a record by itself. A run of thousands keeps of them only what a later
one could contradict.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rulecheck.documents import Problem
from rulecheck.documents.problems import Quotation, quotation
from rulecheck.proposals import LicenseDecision, Proposal
from rulecheck.vocabulary.display import shown
from rulecheck.vocabulary.ranges import Number, overlap


@dataclass(frozen=True, slots=True)
class StatedInventory:
    """An entry of a proposal's inventory; what it does not state is `None`."""

    id: str
    product: str | None
    attested_finished: Number | None
    id_at: Quotation
    attested_at: Quotation


@dataclass(frozen=True, slots=True)
class Stated:
    """What a proposal states that others of its run must not contradict."""

    path: str
    id: str
    id_at: Quotation
    inventory: tuple[StatedInventory, ...]


def stated_by(proposal: Proposal) -> Stated:
    """What the proposal states that others must not contradict."""
    model, document = proposal.model, proposal.document

    def at(*pointer: str | int) -> Quotation:
        return quotation(document.source, document.find(pointer).span)

    inventory = model.inventory if isinstance(model, LicenseDecision) else None
    return Stated(
        path=document.source.name,
        id=proposal.id,
        id_at=at("id"),
        inventory=tuple(
            StatedInventory(
                id=entry.id,
                product=entry.product,
                attested_finished=entry.attested_finished,
                id_at=at("inventory", place, "id"),
                attested_at=at("inventory", place, "attested_finished"),
            )
            for place, entry in enumerate(inventory or ())
        ),
    )


class Register:
    """What the proposals of a run have stated so far, and where each thing was first."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}
        self._names: dict[str, tuple[str, str]] = {}
        self._sizes: dict[str, dict[Number, str]] = {}

    def entered(self, stated: Stated) -> list[Problem]:
        """Where a further proposal contradicts earlier ones. Unless it does, it is noted."""
        problems = list(self._clashes(stated))
        if not problems:
            self._note(stated)
        return problems

    def _note(self, stated: Stated) -> None:
        self._ids[stated.id] = stated.path
        for entry in stated.inventory:
            if entry.product is not None:
                self._names.setdefault(entry.product, (entry.id, stated.path))
            if entry.attested_finished is not None:
                sizes = self._sizes.setdefault(entry.id, {})
                sizes.setdefault(entry.attested_finished, stated.path)

    def _clashes(self, later: Stated) -> Iterator[Problem]:
        if later.id in self._ids:
            yield later.id_at.problem(
                f"the id `{later.id}` is already used in {self._ids[later.id]}",
                "give each proposal of a run its own id",
            )
        for entry in later.inventory:
            yield from self._another_name(entry)
            yield from self._another_size(entry)

    def _another_name(self, entry: StatedInventory) -> Iterator[Problem]:
        name, where = self._names.get(entry.product or "", (entry.id, ""))
        if name != entry.id:
            yield entry.id_at.problem(
                f"`{entry.product}` has the inventory id `{name}` in {where}",
                "use one inventory id for a product throughout a run",
            )

    def _another_size(self, entry: StatedInventory) -> Iterator[Problem]:
        for size, where in self._sizes.get(entry.id, {}).items():
            if (
                entry.attested_finished is not None
                and overlap(entry.attested_finished, size) is None
            ):
                yield entry.attested_at.problem(
                    f"the inventory `{entry.id}` is {shown(size)} in {where}",
                    "state the same attested figure throughout a run",
                )


def without_clashes(
    proposals: Sequence[Proposal],
) -> tuple[tuple[Proposal, ...], tuple[Problem, ...]]:
    """The proposals without those that contradict an earlier one, and these as problems."""
    register = Register()
    sound: list[Proposal] = []
    problems: list[Problem] = []
    for proposal in proposals:
        found = register.entered(stated_by(proposal))
        problems.extend(found)
        if not found:
            sound.append(proposal)
    return tuple(sound), tuple(problems)
