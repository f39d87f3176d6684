"""Conditions under all the values that their parameters have had, each time in every cell."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Final

from rulecheck.authoring.uses import parameters_in
from rulecheck.engine.cells import groups_of, open_groups_of
from rulecheck.engine.tables import TruthTable
from rulecheck.packs.conditions import Condition, with_parameters
from rulecheck.packs.model import Pack

MOST_OPEN_CELLS: Final = 4_000_000
"""Looked at all at once, and only where a part seems not to matter."""


class Eras:
    """Conditions as they are written, with their cells for all the values of their parameters."""

    def __init__(self, pack: Pack, conditions: Mapping[str, Condition]) -> None:
        self._pack = pack
        self.conditions = conditions
        self.tables = {day: TruthTable(groups_of(self.on(day).values())) for day in self._days()}
        """By the day from which the values of the parameters hold. Raises `TooManyCells`."""

    @cached_property
    def open_tables(self) -> Mapping[date, TruthTable]:
        """The same, with all that can be unknown. Raises `TooManyCells`."""
        return {
            day: TruthTable(open_groups_of(self.on(day).values(), MOST_OPEN_CELLS))
            for day in self.tables
        }

    def on(self, day: date) -> Mapping[str, Condition]:
        """The conditions with the day's values of the parameters."""
        return self.filled(self.conditions, day)

    def filled(self, conditions: Mapping[str, Condition], day: date) -> Mapping[str, Condition]:
        """Changed ones of the conditions with the day's values of the parameters."""
        return {
            name: with_parameters(each, lambda parameter: self._pack.value(parameter, day))
            for name, each in conditions.items()
        }

    def by_those_of(self, days: Sequence[date]) -> str:
        """The beginning of a message about some of the days; empty if it is about all."""
        if len(days) == len(self.tables):
            return ""
        return f"by the parameters of {', '.join(map(str, days))}, "

    def _days(self) -> Sequence[date]:
        read = {name for each in self.conditions.values() for name in parameters_in(each)}
        changes = {
            value.since
            for name in read
            for value in self._pack.parameters[name].values
            if value.since > self._pack.judges_from
        }
        return [self._pack.judges_from, *sorted(changes)]
