"""Reference data of a pack: chips, countries with their dated groups, limits in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, unique

from rulecheck.packs.conditions import OPPOSITES, Operator
from rulecheck.vocabulary.enums import Business, Category, ReleaseStatus
from rulecheck.vocabulary.ranges import Dates, Number


@dataclass(frozen=True, slots=True)
class Throughput:
    """Dense rate at one bit length; either may be unknown."""

    bits: Number | None
    dense_tops: Number | None


@dataclass(frozen=True, slots=True)
class Specifications:
    """What is known of an item's figures, per accelerator; `None` is unknown.

    Bandwidths in GB/s, area in mm², overlay in nm. `throughput_complete` says that the rates at
    every bit length are listed, so that the list gives the maximum and not only a lower bound.
    """

    throughput: tuple[Throughput, ...] = ()
    throughput_complete: bool | None = None
    total_processing_performance: Number | None = None
    die_area_mm2: Number | None = None
    dram_bandwidth_gbps: Number | None = None
    io_bandwidth_gbps: Number | None = None
    hbm_bandwidth_density: Number | None = None
    overlay_nm: Number | None = None


@dataclass(frozen=True, slots=True)
class Chip:
    """A product of the catalogue. Figures are public ones, as ranges where sources disagree."""

    id: str
    name: str
    aliases: tuple[str, ...]
    specs: Specifications
    release_status: ReleaseStatus | None
    first_shipment: Dates | None
    marketed_data_center: bool | None
    marketed_inference: bool | None
    confidence: str
    source: str


@dataclass(frozen=True, slots=True)
class GroupPeriod:
    """Members of a country group from one date until, without it, another."""

    since: date
    until: date | None
    members: frozenset[str]
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Countries:
    """Names by ISO 3166-1 code, and the groups of the EAR as they changed."""

    names: Mapping[str, str]
    groups: Mapping[str, tuple[GroupPeriod, ...]]

    def members(self, group: str, day: date) -> frozenset[str]:
        """Who is in the group on the day. Raises `LookupError` for a group or day not covered."""
        for period in self.groups[group]:
            if period.since <= day and (period.until is None or day < period.until):
                return period.members
        raise LookupError(f"country group {group} has no row for {day}")

    def groups_of(self, country: str, day: date) -> frozenset[str]:
        """The groups that the country is in on the day."""
        return frozenset(group for group in self.groups if country in self.members(group, day))


@unique
class Network(StrEnum):
    """Whose network of fabs, toolmakers and institutes an entity belongs to."""

    HUAWEI = "huawei"
    OTHER = "other"


@unique
class ListingBasis(StrEnum):
    """On what an entity is in the catalogue."""

    FOOTNOTE_5 = "footnote5"
    """On the Entity List with footnote 5, which widens the foreign direct product rule."""
    FOOTNOTE_1 = "footnote1"
    """On the Entity List with footnote 1, as Huawei and its affiliates are."""
    ENTITY_LIST = "entity_list"
    """On the Entity List without either footnote."""
    REPORTED = "reported"
    """Reported by press or Congress to belong to the network; on no list."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A reason for an entity to be in the catalogue, from a date until, without it, another."""

    basis: ListingBasis
    since: date
    until: date | None
    citation: str
    """Federal Register citation, or the report."""
    confidence: str


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody whom parties are screened against."""

    id: str
    name: str
    aliases: tuple[str, ...]
    country: str | None
    network: Network
    businesses: tuple[Business, ...]
    listings: tuple[Listing, ...]

    def listings_on(self, day: date) -> tuple[Listing, ...]:
        """What holds of the entity on the day."""
        return tuple(
            each
            for each in self.listings
            if each.since <= day and (each.until is None or day < each.until)
        )


@dataclass(frozen=True, slots=True, eq=False)
class ScreeningList:
    """A list of entities that is no part of the pack, named so that a run can be repeated."""

    name: str
    sha256: str
    entities: int
    """How many it holds."""


@dataclass(frozen=True, slots=True)
class EquipmentClass:
    """A class of chip-making equipment or components, and the paragraphs that control it."""

    id: str
    title: str
    eccns: tuple[str, ...]
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class SupplierControl:
    """An allied supplier country's own control, from a date on."""

    country: str
    since: date
    until: date | None
    categories: tuple[Category, ...]
    covers_servicing: bool | None
    title: str
    source: str
    confidence: str


@unique
class Measure(StrEnum):
    """What a limit measures on an item."""

    TOTAL_PROCESSING_PERFORMANCE = "total_processing_performance"
    PERFORMANCE_DENSITY = "performance_density"
    DRAM_BANDWIDTH = "dram_bandwidth"
    IO_BANDWIDTH = "io_bandwidth"
    COMBINED_BANDWIDTH = "combined_bandwidth"
    HBM_BANDWIDTH_DENSITY = "hbm_bandwidth_density"
    MARKETED_DATA_CENTER = "marketed_data_center"
    MARKETED_INFERENCE = "marketed_inference"


MARKETING = frozenset({Measure.MARKETED_DATA_CENTER, Measure.MARKETED_INFERENCE})
"""The measures that are true or false; the others are numbers."""


def fact_of(measure: Measure) -> str:
    """The fact of an item that says what is measured."""
    return f"item.{measure.value}"


@dataclass(frozen=True, slots=True)
class Limit:
    """One test of one measure, with the operator that the regulation uses."""

    measure: Measure
    operator: Operator
    value: Number | bool

    @property
    def opposite(self) -> "Limit":
        """The limit that holds exactly where this one does not."""
        if isinstance(self.value, bool):
            return Limit(self.measure, self.operator, not self.value)
        return Limit(self.measure, OPPOSITES[self.operator], self.value)


@dataclass(frozen=True, slots=True)
class ThresholdPeriod:
    """A threshold as it reads from a date on.

    It is reached if every limit of one of `any_of` holds and not every limit of one of
    `exempt` does.
    """

    since: date
    any_of: tuple[tuple[Limit, ...], ...]
    exempt: tuple[tuple[Limit, ...], ...]
    source: str
    basis: str


@dataclass(frozen=True, slots=True)
class Threshold:
    """A named set of limits that an item's specifications reach or not."""

    id: str
    meaning: str
    periods: tuple[ThresholdPeriod, ...]

    def at(self, day: date) -> ThresholdPeriod:
        """The wording in force on the day. Raises `LookupError` before the first one."""
        for period in reversed(self.periods):
            if period.since <= day:
                return period
        raise LookupError(f"threshold {self.id} is not in force on {day}")
