"""Truth tables: what a condition is in every cell at once.

A whole number stands for a column of the table, a bit for each cell. Joining two conditions then
is one operation on two numbers, however many cells there are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import product
from math import prod
from operator import and_, or_
from typing import assert_never

from rulecheck.engine.cells import Cell, Group, cell_count, joined
from rulecheck.engine.outcomes import Outcome, outcome_of
from rulecheck.engine.program import APPLIES, UNLESS, VIOLATED
from rulecheck.packs.conditions import NEVER, AllOf, AnyOf, Comparison, Condition, Meets, Not
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
        self._firsts = [self._first_cells(place) for place in range(len(groups))]
        """Of each group, how many cells its cells are apart, and the column of its first cell."""

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

    def apart(self, column: int, place: int) -> Sequence[int]:
        """The column in each cell of one group, all moved to where the first cell stands.

        What stands at one place of two of them is alike but for the cell of that group.
        """
        run, only_first = self._firsts[place]
        cells = len(self._groups[place].cells)
        return [column >> run * cell & only_first for cell in range(cells)]

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

    def _first_cells(self, place: int) -> tuple[int, int]:
        run = prod(len(group.cells) for group in self._groups[place + 1 :])
        others = len(self._groups[place].cells) - 1
        return run, self._repeated([True] + [False] * others, run)

    def _repeated(self, pattern: Sequence[bool], run: int) -> int:
        """The pattern over the whole table, each bit of it as long as the run."""
        ones = (1 << run) - 1
        column = reduce(or_, (ones << run * at for at, bit in enumerate(pattern) if bit), 0)
        length = run * len(pattern)
        while length < self.size:
            column |= column << length
            length *= 2
        return column & self.everywhere


def outcome_columns(
    table: TruthTable, conditions: Mapping[str, Condition], *, stated: bool
) -> Mapping[Outcome, int]:
    """The cells in which a rule with these conditions comes to each outcome."""
    columns = dict.fromkeys(Outcome, 0)
    applies, violated, unless = (
        table.by_truth(conditions.get(name, NEVER)) for name in (APPLIES, VIOLATED, UNLESS)
    )
    for a, v, u in product(applies, violated, unless):
        columns[outcome_of(a, v, u, stated=stated)] |= applies[a] & violated[v] & unless[u]
    return columns
