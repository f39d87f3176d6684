"""What stands in the files of a pack, as pydantic models: the boundary, before any meaning."""

import re
from contextlib import suppress
from datetime import date
from typing import Annotated

from pydantic import Field

from rulecheck.documents.validation import invalid, written
from rulecheck.packs.model import AcrossRun, Basis, Norm, OnUnknown, SentenceClass
from rulecheck.packs.reference import ListingBasis, Network
from rulecheck.vocabulary.enums import Business, Category, ReleaseStatus, SubjectKind
from rulecheck.vocabulary.fields import (
    DAY_SCHEMA,
    Amount,
    Country,
    Day,
    DayRange,
    Eccn,
    FieldType,
    Identifier,
    Positive,
    PositiveCount,
    Strict,
    matching,
    word,
)

_RULE_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*/[a-z0-9]+(?:-[a-z0-9]+)*")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def _rule_id(given: object) -> str:
    if not isinstance(given, str) or not _RULE_ID.fullmatch(given):
        raise invalid(
            f"{written(given)} is no rule id",
            "write the recommendation's id, a slash and a name: inventory-only/lots-finished",
        )
    return given


def _sha256(given: object) -> str:
    if not isinstance(given, str) or not _SHA256.fullmatch(given):
        raise invalid(
            f"{written(given)} is no SHA-256", "write 64 lower-case hexadecimal digits, quoted"
        )
    return given


def _day_key(given: object) -> date:
    if isinstance(given, str):
        with suppress(ValueError):
            day = date.fromisoformat(given)
            if day.isoformat() == given:  # other forms of ISO 8601 are read, too
                return day
    raise invalid(
        f"{written(given)} is no date",
        "write the day from which the value holds, such as 2025-07-22",
    )


def _whole(given: object) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or given < 0:
        raise invalid(
            f"{written(given)} is no whole number of 0 or more", "write digits, such as 10"
        )
    return given


RuleId = Annotated[str, FieldType(_rule_id, matching(_RULE_ID))]
Sha256 = Annotated[str, FieldType(_sha256, matching(_SHA256))]
DayKey = Annotated[date, FieldType(_day_key, DAY_SCHEMA)]
Whole = Annotated[int, FieldType(_whole, {"type": "integer", "minimum": 0})]


class SourceDocument(Strict):
    """The text whose recommendations the pack turns into rules."""

    title: str
    dated: str


class PackHeader(Strict):
    """Who the pack is."""

    name: Identifier
    version: str
    judges_from: Day
    source: SourceDocument


class PackFile(Strict):
    """`pack.yaml`."""

    pack: PackHeader


class ParameterValueEntry(Strict):
    """A parameter's value from its date on."""

    value: object
    source: str
    basis: Annotated[Basis, word(Basis)]


class ParameterEntry(Strict):
    """A parameter."""

    id: Identifier
    meaning: str
    values: dict[DayKey, ParameterValueEntry]


class ParametersFile(Strict):
    """`parameters.yaml`."""

    parameters: tuple[ParameterEntry, ...]


class DefinitionEntry(Strict):
    """A definition."""

    id: Identifier
    subject: Annotated[SubjectKind, word(SubjectKind)]
    meaning: str
    condition: object


class DefinitionsFile(Strict):
    """`definitions.yaml`."""

    definitions: tuple[DefinitionEntry, ...]


class CitationEntry(Strict):
    """A sentence of the source."""

    paragraph: Whole
    sentence: Whole
    sha256: Sha256


class SentenceEntry(CitationEntry):
    """What a sentence of the source is."""

    kind: Annotated[SentenceClass, word(SentenceClass)] = Field(alias="class")
    note: str | None = None
    because: str | None = None


class SourceFile(Strict):
    """`source.yaml`."""

    sentences: tuple[SentenceEntry, ...] = Field(min_length=1)


class RecommendationEntry(Strict):
    """The recommendation that a file is about."""

    id: Identifier
    title: str
    norm: Annotated[Norm, word(Norm)]
    sources: tuple[CitationEntry, ...] = Field(min_length=1)
    reading: str
    weight: Whole | None = None


class NoteEntry(Strict):
    """A note."""

    when: object
    message: str


class RuleEntry(Strict):
    """A rule."""

    id: RuleId
    subject: Annotated[SubjectKind, word(SubjectKind)]
    title: str
    norm: Annotated[Norm | None, word(Norm)] = None
    veto: bool = False
    veto_because: str | None = None
    on_unknown: Annotated[OnUnknown, word(OnUnknown)] = OnUnknown.CONCERN
    applies_when: object
    violated_when: object
    unless: object = None
    advanced_when: object = None
    message: str
    remedy: str
    evidence: dict[str, str] = Field(default_factory=dict)
    notes: tuple[NoteEntry, ...] = ()
    across_run: Annotated[AcrossRun | None, word(AcrossRun)] = None


class RecommendationFile(Strict):
    """`<recommendation>.yaml`."""

    recommendation: RecommendationEntry
    rules: tuple[RuleEntry, ...] = Field(min_length=1)


class ThroughputEntry(Strict):
    """Dense rate at one bit length."""

    bits: PositiveCount | None = None
    dense_tops: Amount | None = None


class SpecificationsEntry(Strict):
    """Figures of a chip, per accelerator."""

    throughput: Annotated[tuple[ThroughputEntry, ...], Field(min_length=1)] | None = None
    throughput_complete: bool | None = None
    total_processing_performance: Amount | None = None
    die_area_mm2: Positive | None = None
    dram_bandwidth_gbps: Amount | None = None
    io_bandwidth_gbps: Amount | None = None


class ReleaseEntry(Strict):
    """Whether and when a product first shipped."""

    status: Annotated[ReleaseStatus | None, word(ReleaseStatus)] = None
    first_shipment: DayRange | None = None


class MarketedEntry(Strict):
    """What a product is sold for."""

    data_center: bool | None = None
    inference: bool | None = None


class ChipEntry(Strict):
    """A chip of the catalogue."""

    id: Identifier
    name: str
    designer: str
    aliases: tuple[str, ...] = ()
    specs: SpecificationsEntry
    die_area_basis: str | None = None
    release: ReleaseEntry = ReleaseEntry()
    marketed: MarketedEntry = MarketedEntry()
    confidence: str
    source: str
    note: str | None = None


class ChipsFile(Strict):
    """`reference/chips.yaml`."""

    chips: tuple[ChipEntry, ...] = Field(min_length=1)


class GroupPeriodEntry(Strict):
    """Members of a country group for a time."""

    since: Day = Field(alias="from")
    until: Day | None = None
    members: tuple[Country, ...] = Field(min_length=1)
    source: str
    confidence: str
    note: str | None = None


class CountriesFile(Strict):
    """`reference/countries.yaml`."""

    countries: dict[Country, str]
    ear_names: dict[str, Country] = Field(default_factory=dict)
    groups: dict[str, tuple[GroupPeriodEntry, ...]]


class ThresholdPeriodEntry(Strict):
    """A threshold as it reads from its date on."""

    source: str
    basis: Annotated[Basis, word(Basis)]
    any: tuple[object, ...] = Field(min_length=1)
    exempt: tuple[object, ...] = ()


class ThresholdEntry(Strict):
    """A threshold."""

    id: Identifier
    meaning: str
    values: dict[DayKey, ThresholdPeriodEntry]


class ThresholdsFile(Strict):
    """`reference/thresholds.yaml`."""

    thresholds: tuple[ThresholdEntry, ...]


class ListingEntry(Strict):
    """A reason for an entity to be in the catalogue."""

    basis: Annotated[ListingBasis, word(ListingBasis)]
    since: Day
    until: Day | None = None
    citation: str
    source: str
    confidence: str


class EntityEntry(Strict):
    """Somebody whom parties are screened against."""

    id: Identifier
    name: str
    aliases: tuple[str, ...] = ()
    country: Country | None = None
    network: Annotated[Network, word(Network)]
    businesses: tuple[Annotated[Business, word(Business)], ...] = ()
    listings: Annotated[tuple[ListingEntry, ...], Field(min_length=1)]
    note: str | None = None


class EntitiesFile(Strict):
    """`reference/entities.yaml`."""

    entities: Annotated[tuple[EntityEntry, ...], Field(min_length=1)]


class EquipmentEntry(Strict):
    """A class of equipment or components."""

    id: Identifier
    title: str
    eccns: Annotated[tuple[Eccn, ...], Field(min_length=1)]
    source: str
    confidence: str
    note: str | None = None


class EquipmentFile(Strict):
    """`reference/equipment.yaml`."""

    equipment: Annotated[tuple[EquipmentEntry, ...], Field(min_length=1)]


class SupplierEntry(Strict):
    """An allied supplier country's own control."""

    country: Country
    since: Day
    until: Day | None = None
    categories: Annotated[tuple[Annotated[Category, word(Category)], ...], Field(min_length=1)]
    covers_servicing: bool | None = None
    title: str
    source: str
    confidence: str
    note: str | None = None


class SuppliersFile(Strict):
    """`reference/suppliers.yaml`."""

    suppliers: Annotated[tuple[SupplierEntry, ...], Field(min_length=1)]
