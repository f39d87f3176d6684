"""What stands in the files of a pack, as pydantic models: the boundary, before any meaning."""

import re
from contextlib import suppress
from datetime import date
from typing import Annotated

from pydantic import Field

from rulecheck.documents.validation import invalid, written
from rulecheck.packs.model import AcrossRun, Basis, Norm, OnUnknown, SentenceClass
from rulecheck.packs.reference import ListingBasis, Network
from rulecheck.vocabulary.enums import (
    Business,
    Category,
    ConditionType,
    Kind,
    ReleaseStatus,
    SubjectKind,
)
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
from rulecheck.vocabulary.levers import Allowance

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

    title: str = Field(description="Title of the source.")
    dated: str = Field(description="When the source appeared.")


class PackHeader(Strict):
    """Who the pack is."""

    name: Identifier = Field(description="Name of the pack, as reports print it.")
    version: str = Field(description="Version of the pack, in quotes.")
    judges_from: Day = Field(
        description=(
            "First day that drafts may bear; parameters, limits and country groups reach back to "
            "it."
        ),
    )
    source: SourceDocument = Field(
        description="The text whose recommendations the pack turns into rules."
    )


class PackFile(Strict):
    """`pack.yaml`."""

    pack: PackHeader = Field(description="Who the pack is.")


class ParameterValueEntry(Strict):
    """A parameter's value from its date on."""

    value: object = Field(description="A word, a number, a date, a truth or a list of words.")
    source: str = Field(description="Where the value comes from.")
    basis: Annotated[Basis, word(Basis)] = Field(
        description=(
            "Whose judgement the value is; ours where neither the source nor a regulation gives it."
        ),
    )


class ParameterEntry(Strict):
    """A parameter."""

    id: Identifier = Field(
        description=(
            "Name of the parameter: {parameter: id} in conditions, {parameter.id} in messages."
        ),
    )
    meaning: str = Field(description="What the parameter is, for readers.")
    values: dict[DayKey, ParameterValueEntry] = Field(
        description="The values, by the day from which each holds."
    )


class ParametersFile(Strict):
    """`parameters.yaml`."""

    parameters: tuple[ParameterEntry, ...] = Field(description="The parameters.")


class DefinitionEntry(Strict):
    """A definition."""

    id: Identifier = Field(description="Name of the definition: {meets: id} in conditions.")
    subject: Annotated[SubjectKind, word(SubjectKind)] = Field(
        description="What the condition is about; rules on it and on what belongs to it may use it."
    )
    meaning: str = Field(description="The condition in words.")
    condition: object = Field(description="The condition.")


class DefinitionsFile(Strict):
    """`definitions.yaml`."""

    definitions: tuple[DefinitionEntry, ...] = Field(
        description="The definitions; one may use those above it."
    )


class CitationEntry(Strict):
    """A sentence of the source."""

    paragraph: Whole = Field(description="Number of the paragraph in the source, counted from 1.")
    sentence: Whole = Field(description="Number of the sentence in the paragraph, counted from 1.")
    sha256: Sha256 = Field(description="SHA-256 of the normalized sentence, in quotes.")


class SentenceEntry(CitationEntry):
    """What a sentence of the source is."""

    kind: Annotated[SentenceClass, word(SentenceClass)] = Field(
        alias="class", description="Whether the sentence asks for something, warns, or neither."
    )
    note: str | None = Field(
        default=None, description="What the sentence is about, in words of one's own."
    )
    because: str | None = Field(
        default=None, description="Why a sentence that asks for something is cited by nothing."
    )


class SourceFile(Strict):
    """`source.yaml`."""

    sentences: tuple[SentenceEntry, ...] = Field(min_length=1)


class RecommendationEntry(Strict):
    """The recommendation that a file is about."""

    id: Identifier = Field(
        description="Name of the recommendation, permanent; also the name of its file."
    )
    title: str = Field(description="What is recommended, in a few words.")
    norm: Annotated[Norm, word(Norm)] = Field(description="In what way the source asks for it.")
    sources: tuple[CitationEntry, ...] = Field(
        min_length=1, description="The sentences of the source that ask for it."
    )
    reading: str = Field(description="How those sentences are read, in words of your own.")
    weight: Whole | None = Field(
        None, description="What it counts in the score; a permissive one has none."
    )


class NoteEntry(Strict):
    """A note."""

    when: object = Field(description="When the note is shown.")
    message: str = Field(
        description="The note. {lot.id} stands for a fact, {parameter.china} for a parameter."
    )


class RuleEntry(Strict):
    """A rule."""

    id: RuleId = Field(
        description="Name of the rule, permanent: the recommendation's id, a slash and a name."
    )
    subject: Annotated[SubjectKind, word(SubjectKind)] = Field(
        description=(
            "What the rule is judged on, once for each. It sees facts of this and of what it "
            "belongs to."
        ),
    )
    title: str = Field(
        description="What the rule asks for, as a sentence that is true of a good draft."
    )
    norm: Annotated[Norm | None, word(Norm)] = Field(
        None, description="Only where it differs from the recommendation's."
    )
    veto: bool = Field(
        False, description="Whether a violation decides the verdict, and an open question holds it."
    )
    veto_because: str | None = Field(None, description="Why a rule on an implied norm is a veto.")
    on_unknown: Annotated[OnUnknown, word(OnUnknown)] = Field(
        OnUnknown.CONCERN, description="What an undecided rule without a veto does to the verdict."
    )
    applies_when: object = Field(description="When the rule has something to say.")
    violated_when: object = Field(description="When the draft breaks the rule.")
    unless: object = Field(None, description="When breaking it is excused.")
    advanced_when: object = Field(
        None, description="When a policy action advances the recommendation; a label, no score."
    )
    message: str = Field(
        description=(
            "The finding, for a drafter who has never seen the rule. {lot.id} stands for a fact, "
            "{parameter.china} for a parameter."
        ),
    )
    remedy: str = Field(description="What to do about it; it names no values.")
    evidence: dict[str, str] = Field(
        default_factory=dict, description="The paper that would prove a fact, by the fact's name."
    )
    notes: tuple[NoteEntry, ...] = Field((), description="Things worth saying that never count.")
    across_run: Annotated[AcrossRun | None, word(AcrossRun)] = Field(
        None, description="The same sum, made over all proposals of a run as well."
    )
    waivable: bool = Field(
        True,
        description="Whether a waiver or a baseline may let a violation through the gate.",
    )


class RecommendationFile(Strict):
    """`<recommendation>.yaml`."""

    recommendation: RecommendationEntry = Field(
        description="The recommendation that the file is about."
    )
    rules: tuple[RuleEntry, ...] = Field(min_length=1, description="The rules that serve it.")


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


class DaysEntry(Strict):
    """A number of days that a parameter gives."""

    parameter: str


class MoveEntry(Strict):
    """A move."""

    id: Identifier
    kind: Annotated[Kind, word(Kind)]
    title: str
    allow: Annotated[Allowance | None, word(Allowance)] = None
    states: dict[str, object] = Field(default_factory=dict, alias="set")
    approve_lots_where: object = None
    lower_quantity_to: tuple[str, ...] = ()
    grant_nothing: bool = False
    add_conditions: tuple[Annotated[ConditionType, word(ConditionType)], ...] = ()
    plan_review: DaysEntry | None = None


class MovesFile(Strict):
    """`moves.yaml`."""

    moves: tuple[MoveEntry, ...]
