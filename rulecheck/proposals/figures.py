"""An item's figures, from what the proposal states and what the catalogue says of its product."""

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from rulecheck.packs.reference import Chip, Specifications, Throughput
from rulecheck.proposals.models import Specs
from rulecheck.vocabulary.ranges import (
    ANY_AMOUNT,
    Number,
    Range,
    largest,
    overlap,
    product,
)

N = TypeVar("N")


@dataclass(frozen=True, slots=True, eq=False)
class Contradiction:
    """Two statements about one figure that can't both be true."""

    field: tuple[str | int, ...]
    """Where the stated one stands, below the item's `specs`."""
    what: str
    """What the two numbers measure."""
    stated: Number
    known: Number


def total_processing_performance(specs: Specifications) -> Number:
    """The maximum over bit lengths of dense TOPS times bits, and what is stated of it directly.

    Without `throughput_complete` the list gives a lower bound only. Raises `ValueError` if the
    two contradict each other.
    """
    computed = _from_throughput(specs)
    if specs.total_processing_performance is None:
        return computed
    both = overlap(computed, specs.total_processing_performance)
    if both is None:
        raise ValueError("total_processing_performance contradicts throughput")
    return both


def _from_throughput(specs: Specifications) -> Number:
    if not specs.throughput:
        return ANY_AMOUNT
    bound = largest(_performance(entry) for entry in specs.throughput)
    return bound if specs.throughput_complete is True else Range(bound.low, None)


def _performance(entry: Throughput) -> Number:
    bits = entry.bits if entry.bits is not None else Range(Fraction(1), None)
    rate = entry.dense_tops if entry.dense_tops is not None else ANY_AMOUNT
    return product(bits, rate)


def stated_specifications(specs: Specs | None) -> Specifications:
    """What the proposal itself says."""
    if specs is None:
        return Specifications()
    return Specifications(
        throughput=tuple(Throughput(each.bits, each.dense_tops) for each in specs.throughput or ()),
        throughput_complete=specs.throughput_complete,
        total_processing_performance=specs.total_processing_performance,
        die_area_mm2=specs.die_area_mm2,
        dram_bandwidth_gbps=specs.dram_bandwidth_gbps,
        io_bandwidth_gbps=specs.io_bandwidth_gbps,
        hbm_bandwidth_density=specs.hbm_bandwidth_density,
        overlay_nm=specs.overlay_nm,
    )


FIGURES = ("die_area_mm2", "dram_bandwidth_gbps", "io_bandwidth_gbps")
"""Figures that both a proposal and the catalogue state as they are."""


def figure_contradictions(specs: Specifications, chip: Chip) -> list[Contradiction]:
    """Where the stated figures can't be those of the catalogue's chip."""
    found = []
    for name in FIGURES:
        stated, known = getattr(specs, name), getattr(chip.specs, name)
        if stated is not None and known is not None and overlap(stated, known) is None:
            found.append(Contradiction((name,), f"`{name}`", stated, known))
    known_rates = {
        entry.bits.exact: entry.dense_tops for entry in chip.specs.throughput if entry.bits
    }
    for place, entry in enumerate(specs.throughput):
        if entry.bits is None or entry.dense_tops is None:
            continue
        known = known_rates.get(entry.bits.exact)
        if known is not None and overlap(entry.dense_tops, known) is None:
            at = ("throughput", place, "dense_tops")
            found.append(Contradiction(at, "`dense_tops`", entry.dense_tops, known))
    if not found:
        found.extend(_performance_contradiction(specs, chip))
    return found


def _performance_contradiction(specs: Specifications, chip: Chip) -> list[Contradiction]:
    stated = total_processing_performance(specs)
    known = total_processing_performance(chip.specs)
    if overlap(stated, known) is not None:
        return []
    direct = specs.total_processing_performance is not None
    field = "total_processing_performance" if direct else "throughput"
    return [Contradiction((field,), "a total processing performance of", stated, known)]


def either(stated: N | None, known: N | None) -> N | None:
    """What is stated, or else what the catalogue says; checked before to agree."""
    return known if stated is None else stated


def narrowed(stated: Number | None, known: Number | None) -> Number | None:
    """What is stated and what the catalogue says, together; checked before to agree."""
    if stated is None or known is None:
        return either(stated, known)
    return overlap(stated, known)
