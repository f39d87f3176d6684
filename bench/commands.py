"""The commands beside `evaluate`: whole processes, beside evaluating the same files."""

from collections.abc import Iterator

from bench.figures import Beside, Figure, Part, Row, Unit, time_of
from bench.peered import samples_of
from bench.plan import DRAFT, HALF_EMPTY, OTHER_DRAFT, Bench
from bench.processes import in_turn, renamed


def rows(bench: Bench) -> Iterator[Row]:
    """Each command, timed in turn with the others. Raises `DidNotWork`."""
    draft = DRAFT.removeprefix("proposals/")
    half_empty = HALF_EMPTY.removeprefix("proposals/")
    one = renamed(bench.evaluate(DRAFT), "evaluate it")
    two = renamed(bench.evaluate(DRAFT, OTHER_DRAFT), "evaluate both")
    why = renamed(bench.ours("verdict: conflicts\n", "why", DRAFT), f"why {draft}")
    compare = renamed(
        bench.ours("verdict: conflicts -> aligned\n", "compare", DRAFT, OTHER_DRAFT),
        f"compare {draft} with {OTHER_DRAFT.removeprefix('proposals/')}",
    )
    repair = renamed(bench.ours("repair 1 of ", "repair", DRAFT), f"repair {draft}")
    open_ends = renamed(bench.evaluate(HALF_EMPTY), f"evaluate {half_empty}, evidence included")
    missing = renamed(
        bench.ours("still unknown, what settles most first:", "why", HALF_EMPTY, "--missing"),
        f"why {half_empty} --missing",
    )
    commands = [one, why, two, compare, repair, open_ends, missing]
    timed = in_turn(commands, bench.effort.rounds)
    amounts = {name: time_of(samples_of(timed, name)) for name in timed}
    for ours, beside in ((why, one), (compare, two)):
        yield Figure(
            Part.COMMANDS,
            ours.name,
            Unit.SECONDS,
            amounts[ours.name],
            Beside(beside.name, amounts[beside.name]),
            must=1.1,
        )
    for ours in (repair, open_ends, missing):
        yield Figure(Part.COMMANDS, ours.name, Unit.SECONDS, amounts[ours.name], must=2.0)
