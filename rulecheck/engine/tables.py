"""Truth tables: what a condition is in every cell at once.

A whole number stands for a column of the table, a bit for each cell. Joining two conditions then
is one operation on two numbers, however many cells there are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import assert_never

from rulecheck.engine.cells import Cell, Group, cell_count, joined
from rulecheck.packs.conditions import AllOf, AnyOf, Comparison, Condition, Meets, Not
from rulecheck.vocabulary.truth import Truth


@dataclass(frozen=True, slots=True)
class Column:
    """The cells in which a condition is true, and those in which it is false."""

    true: int
    false: int


class TruthTable:
    """The truth of conditions in every cell of some groups."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self._groups = groups
        self.size = cell_count(groups)
        """How many cells there are."""
        self.everywhere = (1 << self.size) - 1
        """The column of what is true in every cell."""
        self._columns: Mapping[Comparison, Column] = dict(self._compared())

    def column(self, condition: Condition) -> Column:
        """Where the condition is true, and where false; its comparisons must be the groups'."""
        match condition:
            case Comparison():
                return self._columns[condition]
            case AllOf(parts):
                columns = [self.column(part) for part in parts]
                return Column(
                    reduce(and_, (each.true for each in columns), self.everywhere),
                    reduce(or_, (each.false for each in columns), 0),
                )
            case AnyOf(parts):
                columns = [self.column(part) for part in parts]
                return Column(
                    reduce(or_, (each.true for each in columns), 0),
                    reduce(and_, (each.false for each in columns), self.everywhere),
                )
            case Not(part):
                column = self.column(part)
                return Column(column.false, column.true)
            case Meets(_, part):
                return self.column(part)
            case _:
                assert_never(condition)

    def by_truth(self, condition: Condition) -> Mapping[Truth, int]:
        """The cells in which the condition is true, false and unknown."""
        column = self.column(condition)
        unknown = self.everywhere & ~(column.true | column.false)
        return {True: column.true, False: column.false, None: unknown}

    def first(self, column: int) -> Cell:
        """The first of the cells, the one with the simplest facts. Raises `ValueError` for none."""
        if not column:
            raise ValueError("there is no such cell")
        place = (column & -column).bit_length() - 1
        chosen = []
        for group in reversed(self._groups):
            place, inside = divmod(place, len(group.cells))
            chosen.append(group.cells[inside])
        return joined(reversed(chosen))

    def _compared(self) -> Iterable[tuple[Comparison, Column]]:
        # The last group changes from each cell to the next, the one before it from run to run.
        run = self.size
        for group in self._groups:
            run //= len(group.cells)
            for comparison in group.cells[0].truths:
                truths = [cell.truths[comparison] for cell in group.cells]
                yield (
                    comparison,
                    Column(
                        self._repeated([truth is True for truth in truths], run),
                        self._repeated([truth is False for truth in truths], run),
                    ),
                )

    def _repeated(self, pattern: Sequence[bool], run: int) -> int:
        """The pattern over the whole table, each bit of it as long as the run."""
        ones = (1 << run) - 1
        column = reduce(or_, (ones << run * at for at, bit in enumerate(pattern) if bit), 0)
        length = run * len(pattern)
        while length < self.size:
            column |= column << length
            length *= 2
        return column & self.everywhere
