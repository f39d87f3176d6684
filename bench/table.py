"""The figures as one table, ratios first: Markdown that a terminal shows well too."""

from collections.abc import Sequence
from typing import assert_never

from bench.figures import Figure, Row, Unmeasured

HEADINGS = (
    "ratio",
    "what",
    "median",
    "least",
    "processor",
    "beside it",
    "its median",
    "must",
    "aim",
    "goal",
)
_TO_THE_RIGHT = (0, 2, 3, 4, 6, 7, 8)


def table(rows: Sequence[Row]) -> str:
    """Every row, part by part, in the order in which they were measured."""
    lines = [HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(HEADINGS))]
    rule = [
        f"{'-' * (width - 1)}:" if place in _TO_THE_RIGHT else "-" * width
        for place, width in enumerate(widths)
    ]
    written = [_line(HEADINGS, widths), _line(rule, widths)]
    return "\n".join([*written, *(_line(line, widths) for line in lines[1:])]) + "\n"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (
        cell.rjust(width) if place in _TO_THE_RIGHT else cell.ljust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return f"| {' | '.join(padded)} |"


def _cells(row: Row) -> tuple[str, ...]:
    match row:
        case Unmeasured():
            # A bar would begin another cell.
            reason = row.reason.replace("|", "/")
            what = f"{row.part}: {row.name}: not measured ({reason})"
            return ("", what, *[""] * (len(HEADINGS) - 2))
        case Figure():
            return (
                "" if row.ratio is None else f"{_number(row.ratio)} ×",
                f"{row.part}: {row.name}",
                f"{_number(row.amount.median)} {row.unit}",
                f"{_number(row.amount.least)} {row.unit}",
                ""
                if row.amount.processor is None
                else f"{_number(row.amount.processor)} {row.unit}",
                "" if row.beside is None else row.beside.name,
                "" if row.beside is None else f"{_number(row.beside.amount.median)} {row.unit}",
                _limit(row, row.must),
                _limit(row, row.aim),
                str(row.standing),
            )
        case _:
            assert_never(row)


def _limit(row: Figure, limit: float | None) -> str:
    if limit is None:
        return ""
    return f"≤ {limit:g} {row.unit if row.beside is None else '×'}"


def _number(value: float) -> str:
    """Three digits that count, as far as that needs no exponent."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
