"""The reference data of a pack as tables of its page: figures, lists and limits, with sources."""

from collections.abc import Iterator
from datetime import date

from rulecheck.packs.model import Basis, Pack
from rulecheck.packs.reference import Chip, Limit, Measure, ThresholdPeriod
from rulecheck.packs.wording import RELATIONS
from rulecheck.proposals.figures import total_processing_performance
from rulecheck.reports.html_tables import ShownRow, ShownTable
from rulecheck.reports.rules_words import BASES
from rulecheck.vocabulary.display import shown

_UNITS = {
    Measure.TOTAL_PROCESSING_PERFORMANCE: " TPP",
    Measure.PERFORMANCE_DENSITY: " TPP/mm²",
    Measure.DRAM_BANDWIDTH: " GB/s",
    Measure.IO_BANDWIDTH: " GB/s",
    Measure.COMBINED_BANDWIDTH: " GB/s",
    Measure.HBM_BANDWIDTH_DENSITY: " GB/s/mm²",
}


def reference_tables(pack: Pack) -> tuple[ShownTable, ...]:
    """A table for each kind of reference data that the pack has."""
    tables = (
        ShownTable(
            "Limits",
            ("Threshold", "From", "Reached where", "Whose judgement", "Source"),
            tuple(_thresholds(pack)),
        ),
        ShownTable(
            "Chips",
            (
                "Chip",
                "Performance, TPP",
                "Memory bandwidth, GB/s",
                "Release",
                "Confidence",
                "Source",
            ),
            tuple(_chips(pack)),
        ),
        ShownTable(
            "Entities",
            ("Entity", "Network", "On what basis", "When", "Confidence", "Source"),
            tuple(_entities(pack)),
        ),
        ShownTable(
            "Equipment, components and what goes with them",
            ("Class", "Controlled by", "Confidence", "Source"),
            tuple(
                ShownRow(each.id, (", ".join(each.eccns), each.confidence, each.source), each.title)
                for each in pack.equipment.values()
            ),
        ),
        ShownTable(
            "Controls of supplier countries",
            ("Country", "Control", "When", "Of what", "Servicing", "Confidence", "Source"),
            tuple(_suppliers(pack)),
        ),
        ShownTable(
            "Country groups",
            ("Group", "When", "Members", "Confidence", "Source"),
            tuple(_groups(pack)),
        ),
    )
    return tuple(each for each in tables if each.rows)


def _thresholds(pack: Pack) -> Iterator[ShownRow]:
    for threshold in pack.thresholds.values():
        for period in threshold.periods:
            basis = BASES[Basis(period.basis)]
            cells = (period.since.isoformat(), _reached(period), basis, period.source)
            yield ShownRow(threshold.id, cells, threshold.meaning)


def _reached(period: ThresholdPeriod) -> str:
    said = "; or ".join(map(_row, period.any_of))
    return (
        f"{said}; but not where {'; or '.join(map(_row, period.exempt))}" if period.exempt else said
    )


def _row(limits: tuple[Limit, ...]) -> str:
    return " and ".join(map(_limit, limits))


def _limit(limit: Limit) -> str:
    relation = RELATIONS[limit.operator] or "is"
    measure = limit.measure.value.replace("_", " ")
    return f"{measure} {relation} {shown(limit.value)}{_UNITS.get(limit.measure, '')}"


def _chips(pack: Pack) -> Iterator[ShownRow]:
    for chip in pack.chips.values():
        cells = (
            shown(total_processing_performance(chip.specs)),
            shown(chip.specs.dram_bandwidth_gbps),
            _release(chip),
            chip.confidence,
            chip.source,
        )
        yield ShownRow(chip.id, cells, chip.name)


def _release(chip: Chip) -> str:
    status = "unknown" if chip.release_status is None else chip.release_status.value
    return status if chip.first_shipment is None else f"{status}, {shown(chip.first_shipment)}"


def _entities(pack: Pack) -> Iterator[ShownRow]:
    for entity in pack.entities:
        for listing in entity.listings:
            cells = (
                entity.network.value,
                listing.basis.value.replace("_", " "),
                _when(listing.since, listing.until),
                listing.confidence,
                listing.citation,
            )
            country = pack.countries.names.get(entity.country or "", "country unknown")
            yield ShownRow(entity.id, cells, f"{entity.name}, {country}")


def _suppliers(pack: Pack) -> Iterator[ShownRow]:
    for each in pack.suppliers:
        servicing = {True: "covered", False: "not covered", None: "unknown"}
        cells = (
            each.title,
            _when(each.since, each.until),
            ", ".join(category.value.replace("_", " ") for category in each.categories),
            servicing[each.covers_servicing],
            each.confidence,
            each.source,
        )
        yield ShownRow(each.country, cells, pack.countries.names.get(each.country, ""))


def _groups(pack: Pack) -> Iterator[ShownRow]:
    for group, periods in pack.countries.groups.items():
        for each in periods:
            members = ", ".join(sorted(each.members))
            cells = (_when(each.since, each.until), members, each.confidence, each.source)
            yield ShownRow(group, cells)


def _when(since: date, until: date | None) -> str:
    return f"from {since}" if until is None else f"from {since}, before {until}"
