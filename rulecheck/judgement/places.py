"""Where something stands in one of a run's proposals, told without the proposal itself."""

from dataclasses import dataclass

from rulecheck.documents import Pointer, Position, Span
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
    line: int
    column: int
    end_column: int
    """Where it ends on this line; the first column that no longer belongs to it."""

    @property
    def span(self) -> Span:
        """What stands on its first line, or on that of the nearest place that exists."""
        return Span(Position(self.line, self.column), Position(self.line, self.end_column))


def place_in(proposal: Proposal, pointer: Pointer) -> Place:
    """The place in the proposal that the pointer leads to."""
    document = proposal.document
    start, end = document.source.first_line(document.find(pointer).span)
    return Place(
        path=document.source.name,
        document=document.index,
        proposal=proposal.id,
        pointer=pointer,
        line=start.line,
        column=start.column,
        end_column=end.column,
    )
