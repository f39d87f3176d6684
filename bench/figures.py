"""What is measured: figures, what stands beside them, and whether they meet their goals."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, unique
from statistics import median
from typing import TypeAlias


@unique
class Unit(StrEnum):
    """What a figure counts."""

    SECONDS = "s"
    MILLISECONDS = "ms"
    MEGABYTES = "MB"


@unique
class Part(StrEnum):
    """A part of the run, which can be run by itself."""

    COLD_START = "cold-start"
    MANY_FILES = "many-files"
    WARM = "warm"
    GROWTH = "growth"
    COMMANDS = "commands"
    SCREENING = "screening"


@unique
class Standing(StrEnum):
    """How a figure stands to its goals."""

    NO_GOAL = "no goal"
    MET = "met"
    AIM_MISSED = "aim missed"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Amount:
    """What several rounds gave, in the unit of the figure."""

    median: float
    least: float
    rounds: int
    processor: float | None = None
    """Median of the processor time, of all processes together; `None` for what is no time."""

    def times(self, factor: float) -> "Amount":
        """The same in another unit, or for a part of the work."""
        processor = None if self.processor is None else self.processor * factor
        return Amount(self.median * factor, self.least * factor, self.rounds, processor)


@dataclass(frozen=True, slots=True)
class Sample:
    """One round: seconds on the clock, seconds of the processor, and what was held in memory."""

    elapsed: float
    processor: float
    megabytes: float = 0.0


def time_of(samples: Sequence[Sample]) -> Amount:
    """The time that the rounds took, in seconds."""
    elapsed = [each.elapsed for each in samples]
    processor = median(each.processor for each in samples)
    return Amount(median(elapsed), min(elapsed), len(samples), processor)


def memory_of(samples: Sequence[Sample]) -> Amount:
    """The most memory that the rounds held, in megabytes."""
    held = [each.megabytes for each in samples]
    return Amount(median(held), min(held), len(samples))


@dataclass(frozen=True, slots=True)
class Beside:
    """What a figure is held against: a peer, or ourselves on something else."""

    name: str
    amount: Amount


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: what was measured, what stands beside it, and the goals.

    Goals are limits of the ratio where something stands beside it, else of the median.
    """

    part: Part
    name: str
    unit: Unit
    amount: Amount
    beside: Beside | None = None
    must: float | None = None
    aim: float | None = None

    @property
    def ratio(self) -> float | None:
        """Our median by the one beside it: below 1, we are faster or smaller."""
        return None if self.beside is None else self.amount.median / self.beside.amount.median

    @property
    def standing(self) -> Standing:
        """Whether the goals are met."""
        value = self.amount.median if self.ratio is None else self.ratio
        if self.must is not None and value > self.must:
            return Standing.MISSED
        if self.aim is not None and value > self.aim:
            return Standing.AIM_MISSED
        return Standing.NO_GOAL if self.must is None and self.aim is None else Standing.MET


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """A row without figures, and why."""

    part: Part
    name: str
    reason: str


Row: TypeAlias = Figure | Unmeasured
