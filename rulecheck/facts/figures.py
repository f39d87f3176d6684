"""An item's measures, and whether they reach the pack's thresholds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rulecheck.facts.known import Bool, Num, Origin, compared, every, merged, opposite, some
from rulecheck.facts.sections import Section
from rulecheck.packs.conditions import Operator
from rulecheck.packs.model import Pack
from rulecheck.packs.reference import Chip, Limit, Measure, Specifications, ThresholdPeriod
from rulecheck.proposals.figures import (
    either,
    narrowed,
    stated_specifications,
    total_processing_performance,
)
from rulecheck.proposals.models import Specs
from rulecheck.vocabulary.ranges import (
    ANY_AMOUNT,
    Number,
    at_least,
    more_than,
    overlap,
    quotient,
    total,
)
from rulecheck.vocabulary.truth import negation


@dataclass(frozen=True, slots=True, eq=False)
class Measures:
    """What can be measured on an item, as far as it is known."""

    numbers: Mapping[Measure, Num]
    truths: Mapping[Measure, Bool]


def measures_of(item: Section, chip: Chip | None, product: Origin) -> Measures:
    """The measures of an item, from its own figures and those of its catalogue product.

    `product` is the origin of the statement that the item is that product.
    """
    known = Specifications() if chip is None else chip.specs
    catalogue = product if chip is None else merged([product, Origin(sources=(_cited(chip),))])
    specs = item.section("specs")
    model = specs.model
    stated = stated_specifications(model if isinstance(model, Specs) else None)

    def figure(name: str, given: Number | None, public: Number | None) -> Num:
        both = narrowed(given, public)
        origin = _origin(specs, name, given, public, catalogue)
        return Num(ANY_AMOUNT if both is None else both, origin)

    performance = _performance(specs, stated, known, catalogue)
    area = figure("die_area_mm2", stated.die_area_mm2, known.die_area_mm2)
    dram = figure("dram_bandwidth_gbps", stated.dram_bandwidth_gbps, known.dram_bandwidth_gbps)
    io = figure("io_bandwidth_gbps", stated.io_bandwidth_gbps, known.io_bandwidth_gbps)
    density = figure("hbm_bandwidth_density", stated.hbm_bandwidth_density, None)
    return Measures(
        numbers={
            Measure.TOTAL_PROCESSING_PERFORMANCE: performance,
            Measure.PERFORMANCE_DENSITY: ratio(performance, area),
            Measure.DRAM_BANDWIDTH: dram,
            Measure.IO_BANDWIDTH: io,
            Measure.COMBINED_BANDWIDTH: Num(
                total([dram.number, io.number]), merged([dram.origin, io.origin])
            ),
            Measure.HBM_BANDWIDTH_DENSITY: density,
        },
        truths={
            Measure.MARKETED_DATA_CENTER: _marketed(
                item, "data_center", None if chip is None else chip.marketed_data_center, catalogue
            ),
            Measure.MARKETED_INFERENCE: _marketed(
                item, "inference", None if chip is None else chip.marketed_inference, catalogue
            ),
        },
    )


def ratio(left: Num, right: Num) -> Num:
    """One number over another."""
    return Num(quotient(left.number, right.number), merged([left.origin, right.origin]))


def _cited(chip: Chip) -> str:
    return f"{chip.name}: {chip.source}"


def _origin(
    section: Section, name: str, given: object, public: object, catalogue: Origin
) -> Origin:
    """Where a figure comes from that the proposal may state and the catalogue may have."""
    if given is None:
        return section.origin(name, None) if public is None else catalogue
    stated = section.origin(name, given)
    return stated if public is None else merged([stated, catalogue])


def _performance(
    specs: Section, stated: Specifications, known: Specifications, catalogue: Origin
) -> Num:
    number = overlap(total_processing_performance(stated), total_processing_performance(known))
    origins = []
    direct = stated.total_processing_performance
    if direct is not None:
        origins.append(specs.origin("total_processing_performance", direct))
    if stated.throughput:
        # A range in it stands for the whole list, since it may set the maximum.
        wide = next((rate for rate in _rates(stated) if rate.exact is None), None)
        origins.append(specs.origin("throughput", wide or stated.throughput))
    if known != Specifications():
        origins.append(catalogue)
    if number is None or number.high is None:
        gap = "throughput_complete" if stated.throughput else "throughput"
        origins.append(Origin(missing=(specs.below(gap),)))
    return Num(ANY_AMOUNT if number is None else number, merged(origins))


def _rates(specs: Specifications) -> Iterator[Number]:
    for entry in specs.throughput:
        yield from (each for each in (entry.bits, entry.dense_tops) if each is not None)


def _marketed(item: Section, name: str, public: bool | None, catalogue: Origin) -> Bool:
    section = item.section("marketed")
    given = section.field(name).holds().truth
    return Bool(either(given, public), _origin(section, name, given, public, catalogue))


def reaches(threshold: str, measures: Measures, pack: Pack, day: date) -> Bool:
    """Whether the measures reach a threshold of the pack, as it reads on the day."""
    return reached(pack.thresholds[threshold].at(day), measures)


def reached(period: ThresholdPeriod, measures: Measures) -> Bool:
    """Whether the measures reach a threshold, as it reads in one period."""
    within = some([_all_hold(limits, measures) for limits in period.any_of])
    if not period.exempt:
        return within
    return every([within, *(opposite(_all_hold(limits, measures)) for limits in period.exempt)])


def _all_hold(limits: Sequence[Limit], measures: Measures) -> Bool:
    return every([holds(limit, measures) for limit in limits])


def holds(limit: Limit, measures: Measures) -> Bool:
    """Whether the measures keep to one limit."""
    if isinstance(limit.value, bool):
        truth = measures.truths[limit.measure]
        return truth if limit.value else opposite(truth)
    measured, value = measures.numbers[limit.measure], Num(limit.value)
    match limit.operator:
        case Operator.AT_LEAST:
            return compared(measured, value, at_least)
        case Operator.MORE_THAN:
            return compared(measured, value, more_than)
        case Operator.AT_MOST:
            return compared(measured, value, lambda one, other: negation(more_than(one, other)))
        case Operator.LESS_THAN:
            return compared(measured, value, lambda one, other: negation(at_least(one, other)))
        case _:
            raise ValueError(f"no limit is written with {limit.operator}")
