"""Where something stands in one of a run's proposals, told without the proposal itself."""

from dataclasses import dataclass

from rulecheck.documents import Pointer, Span
from rulecheck.proposals import Proposal


@dataclass(frozen=True, slots=True)
class Place:
    """A place in one of the run's proposals."""

    path: str
    """The proposal's file, as reports name it."""
    document: int
    """Which of the file's documents it is, counted from 0."""
    proposal: str
    """The proposal's id."""
    pointer: Pointer
    span: Span
    """What stands there of it on its first line, or of the nearest place that exists."""


def place_in(proposal: Proposal, pointer: Pointer) -> Place:
    """The place in the proposal that the pointer leads to."""
    document = proposal.document
    return Place(
        path=document.source.name,
        document=document.index,
        proposal=proposal.id,
        pointer=pointer,
        span=document.source.first_line(document.find(pointer).span),
    )
