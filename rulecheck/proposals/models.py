"""What a proposal can say, as pydantic models: the boundary between YAML and judgement.

Every field may be `None`, which means that it is not known, except `schema`, `kind`, `as_of` and
every `id`. Nothing else has a default. An absent list is not stated; an empty one states that
there are none. Field names follow the EAR and form BIS-748P.
"""

from typing import Annotated, Literal, TypeVar

from pydantic import Field

from rulecheck.vocabulary.enums import (
    Action,
    Basis,
    Business,
    Category,
    CheckStatus,
    ConditionType,
    CoPackaging,
    DiplomacyScope,
    DiplomaticStep,
    Direction,
    FacilityKind,
    Instrument,
    ItemKind,
    Kind,
    LegRole,
    LinkageForm,
    LinkageTopic,
    LotOwner,
    LotStage,
    PartyRole,
    ReleaseStatus,
    ScreeningDecision,
    TitleHolder,
    TransactionMode,
    TransactionType,
    UsedFor,
)
from rulecheck.vocabulary.fields import (
    Amount,
    Count,
    Country,
    CountryOrAll,
    CountryOrNone,
    Day,
    DayOrNone,
    DayRange,
    Eccn,
    Identifier,
    IdentifierOrNone,
    Percent,
    Positive,
    PositiveCount,
    Strict,
    word,
)

T = TypeVar("T")

SCHEMA = "rulecheck/proposal/v1"

NonEmpty = Annotated[tuple[T, ...], Field(min_length=1)]
"""A list that, where it is stated, has at least one element."""


class Organization(Strict):
    """A name and where it is."""

    name: str | None = None
    country: Country | None = None


class Application(Strict):
    """The application that the decision is about (BIS-748P)."""

    number: str | None = None
    applicant: Organization | None = None


class Condition(Strict):
    """A condition of the license. `accelerators` belongs to a unit cap, `text` to other."""

    type: Annotated[ConditionType | None, word(ConditionType)] = None
    accelerators: Count | None = None
    within_days: Count | None = None
    text: str | None = None


class Decision(Strict):
    """What is decided, on what basis, and how far it reaches."""

    action: Annotated[Action | None, word(Action)] = None
    basis: Annotated[Basis | None, word(Basis)] = None
    exception: str | None = None
    validity_months: Count | None = None
    covers_future_production: bool | None = None
    covers_future_products: bool | None = None
    conditions: tuple[Condition, ...] | None = None


class Transaction(Strict):
    """How the items move. `end_use` is prose and decides nothing."""

    type: Annotated[TransactionType | None, word(TransactionType)] = None
    mode: Annotated[TransactionMode | None, word(TransactionMode)] = None
    end_use: str | None = None


class Leg(Strict):
    """A place on the route.

    `returns_to` belongs to packaging: the country that the items go back to, or `none`.
    """

    country: Country | None = None
    role: Annotated[LegRole | None, word(LegRole)] = None
    title_holder: Annotated[TitleHolder | None, word(TitleHolder)] = None
    returns_to: CountryOrNone | None = None


class Throughput(Strict):
    """Dense rate at one bit length: a multiply-accumulate counts as two operations."""

    bits: PositiveCount | None = None
    dense_tops: Amount | None = None


class Specs(Strict):
    """Figures of an item, per accelerator: GB/s, mm², nm, TOPS."""

    throughput: NonEmpty[Throughput] | None = None
    throughput_complete: bool | None = None
    total_processing_performance: Amount | None = None
    die_area_mm2: Positive | None = None
    dram_bandwidth_gbps: Amount | None = None
    io_bandwidth_gbps: Amount | None = None
    hbm_bandwidth_density: Amount | None = None
    overlay_nm: Amount | None = None
    accelerators_per_unit: PositiveCount | None = None


class Release(Strict):
    """Whether and when the product first shipped."""

    status: Annotated[ReleaseStatus | None, word(ReleaseStatus)] = None
    first_shipment: DayRange | None = None


class Marketed(Strict):
    """What the product is sold for."""

    data_center: bool | None = None
    inference: bool | None = None


class Lot(Strict):
    """Accelerators of one origin, stage and owner."""

    id: Identifier
    stage: Annotated[LotStage | None, word(LotStage)] = None
    completed_on: DayRange | None = None
    owner: Annotated[LotOwner | None, word(LotOwner)] = None
    accelerators: Count | None = None
    approved: bool | None = None


class Item(Strict):
    """Something that the application asks to send."""

    id: Identifier
    kind: Annotated[ItemKind | None, word(ItemKind)] = None
    eccn: Eccn | None = None
    product: Identifier | None = None
    variant_of: IdentifierOrNone | None = None
    specs: Specs | None = None
    release: Release | None = None
    marketed: Marketed | None = None
    used_for: Annotated[UsedFor | None, word(UsedFor)] = None
    co_packaged_with: Annotated[CoPackaging | None, word(CoPackaging)] = None
    quantity: Count | None = None
    approved_quantity: Count | None = None
    end_users: NonEmpty[Identifier] | None = None
    lots: NonEmpty[Lot] | None = None


class Inventory(Strict):
    """Finished stock of a product, as somebody attested it, in accelerators."""

    id: Identifier
    product: Identifier | None = None
    attested_finished: Count | None = None
    attested_on: Day | None = None
    attested_by: str | None = None
    prior_drawdown: Count | None = None


class Facility(Strict):
    """The place where a party receives."""

    kind: Annotated[FacilityKind | None, word(FacilityKind)] = None
    advanced_node: bool | None = None


class Owner(Strict):
    """Somebody who owns a part of a party."""

    name: str | None = None
    percent: Percent | None = None


class EndUseCheck(Strict):
    """A check of what the party does with the items."""

    status: Annotated[CheckStatus | None, word(CheckStatus)] = None
    date: Day | None = None
    by: str | None = None


class RedFlag(Strict):
    """A sign that something may be wrong, and whether it was cleared up."""

    flag: str | None = None
    resolved: bool | None = None


class Screening(Strict):
    """What the drafter says of a list entry that a name comes near."""

    entry: str | None = None
    decision: Annotated[ScreeningDecision | None, word(ScreeningDecision)] = None
    because: str | None = None


class Party(Strict):
    """Somebody with a part in the transaction.

    A natural person has no headquarters and no ultimate parent: `none`.
    """

    id: Identifier
    role: Annotated[PartyRole | None, word(PartyRole)] = None
    name: str | None = None
    country: Country | None = None
    headquarters: CountryOrNone | None = None
    ultimate_parent: CountryOrNone | None = None
    nationalities: tuple[Country, ...] | None = None
    business: Annotated[Business | None, word(Business)] = None
    facility: Facility | None = None
    owners: tuple[Owner, ...] | None = None
    end_use_check: EndUseCheck | None = None
    red_flags: tuple[RedFlag, ...] | None = None
    screening: tuple[Screening, ...] | None = None


class Linkage(Strict):
    """Whether the draft is traded against something else."""

    form: Annotated[LinkageForm | None, word(LinkageForm)] = None
    counterpart: Country | None = None
    topics: tuple[Annotated[LinkageTopic, word(LinkageTopic)], ...] | None = None
    evidence: str | None = None
    revenue_share_percent: Percent | None = None


class Review(Strict):
    """When the decision is looked at again, and until when none may be."""

    next_review: DayOrNone | None = None
    moratorium_until: DayOrNone | None = None


class Congress(Strict):
    """Whether and how early Congress is told."""

    notified: bool | None = None
    days_before_issue: Count | None = None


class _Common(Strict):
    schema_: Annotated[Literal["rulecheck/proposal/v1"], Field(alias="schema")]
    kind: Annotated[Kind, word(Kind)]
    id: Identifier
    title: str | None = None
    as_of: Day
    application: Application | None = None
    linkage: Linkage | None = None
    review: Review | None = None
    congress: Congress | None = None


class LicenseDecision(_Common):
    """A decision on an application for a license."""

    decision: Decision | None = None
    transaction: Transaction | None = None
    route: NonEmpty[Leg] | None = None
    items: NonEmpty[Item] | None = None
    inventory: tuple[Inventory, ...] | None = None
    parties: NonEmpty[Party] | None = None


class Change(Strict):
    """One way in which a policy action moves the controls."""

    id: Identifier
    direction: Annotated[Direction | None, word(Direction)] = None
    category: Annotated[Category | None, word(Category)] = None
    countries: NonEmpty[CountryOrAll] | None = None
    products: tuple[Identifier, ...] | None = None
    covers_future_products: bool | None = None
    limited_to_inventory: bool | None = None
    eccns: tuple[Eccn, ...] | None = None
    entities: tuple[str, ...] | None = None
    supplier_countries: tuple[Country, ...] | None = None
    carve_outs: tuple[str, ...] | None = None


class Diplomacy(Strict):
    """A step toward an ally."""

    country: Country | None = None
    step: Annotated[DiplomaticStep | None, word(DiplomaticStep)] = None
    date: Day | None = None
    covers: tuple[Annotated[DiplomacyScope, word(DiplomacyScope)], ...] | None = None
    equivalent_control: bool | None = None


class PolicyAction(_Common):
    """A change of the controls themselves."""

    instrument: Annotated[Instrument | None, word(Instrument)] = None
    changes: NonEmpty[Change] | None = None
    diplomacy: tuple[Diplomacy, ...] | None = None
