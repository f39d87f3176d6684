"""Tables of a page, as what is in their cells."""

from dataclasses import dataclass

from rulecheck.reports.page import Link

Cell = str | tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row: its name, what is said below the name, and its other cells."""

    name: str
    cells: tuple[Cell, ...]
    about: str = ""
    anchor: str = ""
    """By what the row is linked to; empty where nothing links to it."""
    target: str = ""
    """Where the name leads to; empty if nowhere."""


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table; its name says to a screen reader what it is of."""

    name: str
    head: tuple[str, ...]
    rows: tuple[ShownRow, ...]
