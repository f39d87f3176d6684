"""The reference files of the pack, read independently of the pack loader and typed strictly."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from rulecheck.documents import Plain, parse, plain
from rulecheck.vocabulary.enums import Business, Category

REPOSITORY = Path(__file__).parents[2]
REFERENCE = REPOSITORY / "rules" / "reference"

Confidence = Literal["high", "medium", "low"]


class Strict(BaseModel):
    """A mapping with no key but these."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class NumberRange(Strict):
    """A number that is only known to lie between two others, both included."""

    between: tuple[Decimal, Decimal]


class DateRange(Strict):
    """A day that is only known to lie between two others, both included."""

    between: tuple[date, date]


Number = Decimal | NumberRange
Bounds = tuple[Decimal, Decimal]


def bounds(number: Number) -> Bounds:
    """The lowest and the highest value that the number may have."""
    return number.between if isinstance(number, NumberRange) else (number, number)


class Rate(Strict):
    """The dense rate (10^12 operations per second) at one bit length."""

    bits: int
    dense_tops: Number


class Specs(Strict):
    """What is public about one accelerator: mm², GB/s."""

    throughput: tuple[Rate, ...] | None = Field(default=None, min_length=1)
    throughput_complete: bool | None = None
    die_area_mm2: Number | None = None
    dram_bandwidth_gbps: Number | None = None
    io_bandwidth_gbps: Number | None = None

    def total_processing_performance(self) -> Bounds | None:
        """The largest product of rate and bit length, of the rates that are listed."""
        if self.throughput is None:
            return None
        ends = [bounds(rate.dense_tops) for rate in self.throughput]
        products = [
            (low * rate.bits, high * rate.bits)
            for rate, (low, high) in zip(self.throughput, ends, strict=True)
        ]
        return max(low for low, _ in products), max(high for _, high in products)

    def numbers(self) -> dict[str, Number]:
        """Every number of the specifications under a name that says where it stands."""
        single: dict[str, Number | None] = {
            "die_area_mm2": self.die_area_mm2,
            "dram_bandwidth_gbps": self.dram_bandwidth_gbps,
            "io_bandwidth_gbps": self.io_bandwidth_gbps,
        }
        rates = {f"{rate.bits} bits": rate.dense_tops for rate in self.throughput or ()}
        return {name: value for name, value in single.items() if value is not None} | rates


class Release(Strict):
    """Whether a chip has shipped, and when the first ones did."""

    status: Literal["shipped", "unreleased"]
    first_shipment: date | DateRange | None = None


class Marketed(Strict):
    """What the designer sells a chip for."""

    data_center: bool | None = None
    inference: bool | None = None


class Chip(Strict):
    """One row of the chip catalogue."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    name: str
    designer: str
    aliases: tuple[str, ...]
    specs: Specs
    die_area_basis: Literal["measured", "estimated"] | None = None
    release: Release | None = None
    marketed: Marketed | None = None
    confidence: Confidence
    source: str = Field(min_length=1)
    note: str | None = None


class Chips(Strict):
    """The chip catalogue."""

    chips: tuple[Chip, ...]

    def by_id(self) -> dict[str, Chip]:
        """The rows by their key."""
        return {chip.id: chip for chip in self.chips}


class Period(Strict):
    """The members of a country group from one day until another, which is not included."""

    start: date = Field(alias="from")
    until: date | None = None
    members: tuple[str, ...]
    source: str = Field(min_length=1)
    confidence: Confidence
    note: str | None = None

    def holds_on(self, day: date) -> bool:
        """Whether these are the members on that day."""
        return self.start <= day and (self.until is None or day < self.until)


class Countries(Strict):
    """Country codes, the EAR's names for them, and its country groups over time."""

    countries: dict[str, str]
    ear_names: dict[str, str]
    groups: dict[str, tuple[Period, ...]]

    def members(self, group: str, day: date) -> frozenset[str]:
        """The codes in a group on a day."""
        found = [period for period in self.groups[group] if period.holds_on(day)]
        assert len(found) == 1, f"{group} has {len(found)} periods on {day}"
        return frozenset(found[0].members)


class Listing(Strict):
    """A reason for an entity to be in the catalogue, until a day that is not included."""

    basis: Literal["footnote5", "footnote1", "entity_list", "reported"]
    since: date
    until: date | None = None
    citation: str = Field(min_length=1)
    source: str = Field(min_length=1)
    confidence: Confidence

    def holds_on(self, day: date) -> bool:
        """Whether the reason holds on that day."""
        return self.since <= day and (self.until is None or day < self.until)


class Entity(Strict):
    """Somebody whom parties are screened against."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    name: str = Field(min_length=1)
    aliases: tuple[str, ...]
    country: str
    network: Literal["huawei", "other"]
    businesses: tuple[Business, ...] = Field(min_length=1)
    listings: tuple[Listing, ...] = Field(min_length=1)
    note: str | None = None

    def names(self) -> tuple[str, ...]:
        """The name and the aliases."""
        return (self.name, *self.aliases)

    def bases(self) -> set[str]:
        """On what the entity is or was in the catalogue."""
        return {listing.basis for listing in self.listings}

    def bases_on(self, day: date) -> set[str]:
        """On what the entity is in the catalogue on a day."""
        return {listing.basis for listing in self.listings if listing.holds_on(day)}


class Entities(Strict):
    """The entities that parties are screened against."""

    entities: tuple[Entity, ...]

    def by_id(self) -> dict[str, Entity]:
        """The rows by their key."""
        return {entity.id: entity for entity in self.entities}

    def by_spoken_name(self) -> dict[str, set[str]]:
        """The keys of the entities that a name, as `spoken` gives it, stands for."""
        found: dict[str, set[str]] = {}
        for entity in self.entities:
            for name in entity.names():
                found.setdefault(spoken(name), set()).add(entity.id)
        return found


def spoken(name: str) -> str:
    """A name without case, spaces and punctuation."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


class EquipmentClass(Strict):
    """A class of chip-making equipment, or of what belongs to it."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str = Field(min_length=1)
    eccns: tuple[str, ...] = Field(min_length=1)
    source: str = Field(min_length=1)
    confidence: Confidence


class Equipment(Strict):
    """The classes of chip-making equipment."""

    equipment: tuple[EquipmentClass, ...]


class SupplierControl(Strict):
    """An allied country's own control, until a day that is not included."""

    country: str
    since: date
    until: date | None = None
    categories: tuple[Category, ...] = Field(min_length=1)
    covers_servicing: bool | None = None
    title: str = Field(min_length=1)
    source: str = Field(min_length=1)
    confidence: Confidence

    def holds_on(self, day: date) -> bool:
        """Whether the control is in force on that day."""
        return self.since <= day and (self.until is None or day < self.until)


class Suppliers(Strict):
    """The controls of allied supplier countries."""

    suppliers: tuple[SupplierControl, ...]


def chips() -> Chips:
    """The chip catalogue of the pack."""
    return Chips.model_validate(_read("chips.yaml"))


def countries() -> Countries:
    """The countries and country groups of the pack."""
    return Countries.model_validate(_read("countries.yaml"))


def entities() -> Entities:
    """The entities of the pack."""
    return Entities.model_validate(_read("entities.yaml"))


def equipment() -> Equipment:
    """The equipment classes of the pack."""
    return Equipment.model_validate(_read("equipment.yaml"))


def suppliers() -> Suppliers:
    """The supplier countries' controls of the pack."""
    return Suppliers.model_validate(_read("suppliers.yaml"))


def _read(name: str) -> Plain:
    (document,) = parse(name, (REFERENCE / name).read_bytes())
    return plain(document.root)
