"""How much is measured, and what the parts share."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.peers import Peer, Unavailable
from bench.processes import Command

ROOT = Path(__file__).parents[1]
PROPOSALS = ROOT / "proposals"
DRAFT = "proposals/h20_new_production.yaml"
OTHER_DRAFT = "proposals/h20_inventory_only.yaml"
HALF_EMPTY = "proposals/h20_half_empty.yaml"

JUDGED = frozenset({0, 1, 3})
"""Exit codes of `evaluate` when every file was judged, whatever came of it."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How often and on how much."""

    files: int
    """Of the run with many files; growth is measured up to ten times as many."""
    rounds: int
    """Of short processes."""
    bulk_rounds: int
    """Of runs with many files."""
    repeats: int
    """Of calls within this process."""


FULL = Effort(files=1000, rounds=11, bulk_rounds=3, repeats=40)
QUICK = Effort(files=20, rounds=2, bulk_rounds=1, repeats=3)


@dataclass(frozen=True, slots=True)
class Bench:
    """What the parts of a run share."""

    effort: Effort
    rulecheck: Path
    """Our program."""
    folder: Path
    """A folder for what is made on the way."""
    peers: Sequence[Peer | Unavailable]

    def evaluate(self, *files: str, folder: Path = ROOT, judged: int | None = None) -> Command:
        """Our command on files, and on how many drafts it must give a verdict."""
        return Command(
            name="rulecheck evaluate",
            arguments=(str(self.rulecheck), "evaluate", *files),
            folder=folder,
            codes=JUDGED,
            says="\nverdict: ",
            times=len(files) if judged is None else judged,
        )

    def ours(self, says: str, *arguments: str) -> Command:
        """Another of our commands, and what its output says once."""
        name = f"rulecheck {arguments[0]}"
        return Command(name, (str(self.rulecheck), *arguments), ROOT, JUDGED, says)
