"""All of a run as JSON (`rulecheck/bench/v1`), and its table in the page on measuring."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, assert_never

from bench.figures import Amount, Figure, Row, Unmeasured
from bench.machine import Commit, Machine
from bench.plan import Effort
from bench.table import table

SCHEMA: Final = "rulecheck/bench/v1"
BEGIN: Final = "<!-- last figures: `make bench` writes what stands from here on -->"
END: Final = "<!-- last figures: up to here -->"


@dataclass(frozen=True, slots=True)
class Results:
    """What was measured, when, where and of what."""

    date: str
    machine: Machine
    commit: Commit | None
    versions: Mapping[str, str]
    effort: Effort
    rows: Sequence[Row]


def as_json(results: Results) -> str:
    """The results as JSON, with a line end; figures have four digits."""
    written = {
        "schema": SCHEMA,
        "date": results.date,
        "machine": asdict(results.machine),
        "commit": None if results.commit is None else asdict(results.commit),
        "versions": dict(results.versions),
        "effort": asdict(results.effort),
        "figures": [_row(row) for row in results.rows],
    }
    return json.dumps(written, indent=2, ensure_ascii=False) + "\n"


def _row(row: Row) -> dict[str, object]:
    match row:
        case Unmeasured():
            return {"part": row.part, "name": row.name, "not_measured": row.reason}
        case Figure():
            beside = row.beside
            return {
                "part": row.part,
                "name": row.name,
                "unit": row.unit,
                **_amount(row.amount),
                "beside": None
                if beside is None
                else {"name": beside.name, **_amount(beside.amount)},
                "ratio": None if row.ratio is None else _short(row.ratio),
                "must": row.must,
                "aim": row.aim,
                "goal": row.standing,
            }
        case _:
            assert_never(row)


def _amount(amount: Amount) -> dict[str, object]:
    return {
        "median": _short(amount.median),
        "least": _short(amount.least),
        "processor": None if amount.processor is None else _short(amount.processor),
        "rounds": amount.rounds,
    }


def _short(value: float) -> float:
    """No more digits than mean anything."""
    return float(f"{value:.4g}")


def on_page(page: str, results: Results) -> str:
    """The page with the results between its two marks. Raises `ValueError` if it has no such."""
    before, begun, rest = page.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not begun or not ended:
        raise ValueError("the page has no two lines between which the figures belong")
    return f"{before}{BEGIN}\n\n{section(results)}\n{END}{after}"


def section(results: Results) -> str:
    """The table, and below it on what it was measured."""
    where = results.machine
    what = "an unknown commit"
    if results.commit is not None:
        what = (
            f"commit {results.commit.hash[:12]}{' with changes' if results.commit.changed else ''}"
        )
    versions = ", ".join(f"{name} {version}" for name, version in results.versions.items())
    return (
        f"{table(results.rows)}\n"
        f"{results.date}, {what}; {where.processor}, {where.cores} cores, "
        f"{where.memory_megabytes:,} MB, {where.system}, {where.python}, "
        f"load {where.load:g} at the start.\n{versions}.\n"
    )


def record(results: Results, file: Path, page: Path) -> None:
    """Write the JSON file, and the table into the page."""
    changed = on_page(page.read_text(encoding="utf-8"), results)
    file.write_text(as_json(results), encoding="utf-8")
    page.write_text(changed, encoding="utf-8")
