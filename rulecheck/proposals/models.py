"""What a proposal can say, as pydantic models: the boundary between YAML and judgement.

Every field may be `None`, which means that it is not known, except `schema`, `kind`, `as_of` and
every `id`. Nothing else has a default. An absent list is not stated; an empty one states that
there are none. Field names follow the EAR and form BIS-748P. What a field means, and its unit, is
its description here, from where the JSON Schema takes it; `use_attribute_docstrings` would read
this file again at every start, for some 50 ms.
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
    Name,
    Percent,
    Positive,
    PositiveCount,
    Strict,
    Text,
    word,
)

T = TypeVar("T")

SCHEMA = "rulecheck/proposal/v1"

NonEmpty = Annotated[tuple[T, ...], Field(min_length=1)]
"""A list that, where it is stated, has at least one element."""


class Organization(Strict):
    """A name and where it is."""

    name: Name | None = Field(None, description="Name of the organization.")
    country: Country | None = Field(None, description="Where it is.")


class Application(Strict):
    """The application that the decision is about (BIS-748P)."""

    number: Text | None = Field(None, description="Number of the application.")
    applicant: Organization | None = Field(None, description="Who applies for the license.")


class Condition(Strict):
    """A condition of the license. `accelerators` belongs to a unit cap, `text` to other."""

    type: Annotated[ConditionType, word(ConditionType)] | None = Field(
        None, description="What the condition demands."
    )
    accelerators: Count | None = Field(
        None,
        description=(
            "Largest number of accelerators that may go. Belongs to a unit_cap; a cap in dollars "
            "is none."
        ),
    )
    within_days: Count | None = Field(
        None, description="Days within which the condition is to be met."
    )
    text: Text | None = Field(None, description="The condition in words, where the type is other.")


class Decision(Strict):
    """What is decided, on what basis, and how far it reaches."""

    action: Annotated[Action, word(Action)] | None = Field(
        None, description="What the decision does with the application."
    )
    basis: Annotated[Basis, word(Basis)] | None = Field(
        None,
        description=(
            "On what authority the items would leave. A return without action because no license "
            "is required lets them go."
        ),
    )
    exception: Text | None = Field(
        None,
        description=(
            "The license exception relied on, such as NAC, where the basis is license_exception."
        ),
    )
    validity_months: Count | None = Field(
        None, description="Months for which the license is valid."
    )
    covers_future_production: bool | None = Field(
        None,
        description=(
            "Whether the license reaches units that are not finished on the date of the proposal."
        ),
    )
    covers_future_products: bool | None = Field(
        None,
        description="Whether the license reaches later part numbers, successors or equivalents.",
    )
    conditions: tuple[Condition, ...] | None = Field(
        None,
        description=(
            "Conditions that the license carries; an empty list states that there are none."
        ),
    )


class Transaction(Strict):
    """How the items move. `end_use` is prose and decides nothing."""

    type: Annotated[TransactionType, word(TransactionType)] | None = Field(
        None, description="The kind of movement, as the EAR names it."
    )
    mode: Annotated[TransactionMode, word(TransactionMode)] | None = Field(
        None, description="How the items move or are released."
    )
    end_use: Text | None = Field(
        None, description="What the items are for, in words; decides nothing."
    )


class Leg(Strict):
    """A place on the route.

    `returns_to` belongs to packaging: the country of an earlier leg that the items go back to, or
    `none`.
    """

    country: Country | None = Field(None, description="Where the leg is.")
    role: Annotated[LegRole, word(LegRole)] | None = Field(
        None,
        description=(
            "What happens at the leg. The first leg is the origin, the last the destination, "
            "neither role stands between."
        ),
    )
    title_holder: Annotated[TitleHolder, word(TitleHolder)] | None = Field(
        None, description="Who owns the items at the leg."
    )
    returns_to: CountryOrNone | None = Field(
        None,
        description=(
            "For packaging: the country of an earlier leg that the items go back to, or none."
        ),
    )


class Throughput(Strict):
    """Dense rate at one bit length: a multiply-accumulate counts as two operations."""

    bits: PositiveCount | None = Field(None, description="Bit length of the operation.")
    dense_tops: Amount | None = Field(
        None,
        description=(
            "Dense rate at that length in TOPS, a multiply-accumulate counted as two operations; "
            "never the rate with sparsity."
        ),
    )


class Specs(Strict):
    """Figures of an item, per accelerator: GB/s, mm², nm, TOPS."""

    throughput: NonEmpty[Throughput] | None = Field(None, description="Dense rates by bit length.")
    throughput_complete: bool | None = Field(
        None,
        description=(
            "Whether the rates at every bit length are listed, so that the list sets the maximum."
        ),
    )
    total_processing_performance: Amount | None = Field(
        None, description="TPP: the highest product of bit length and dense TOPS."
    )
    die_area_mm2: Positive | None = Field(None, description="Applicable die area in mm².")
    dram_bandwidth_gbps: Amount | None = Field(None, description="Memory bandwidth in GB/s.")
    io_bandwidth_gbps: Amount | None = Field(None, description="Interconnect bandwidth in GB/s.")
    hbm_bandwidth_density: Amount | None = Field(
        None,
        description="For memory stacks: bandwidth over the area of the package, in GB/s per mm².",
    )
    overlay_nm: Amount | None = Field(
        None, description="For lithography tools: dedicated-chuck overlay in nm."
    )
    accelerators_per_unit: PositiveCount | None = Field(
        None, description="Accelerators in one unit of the item; a chip has one."
    )


class Release(Strict):
    """Whether and when the product first shipped."""

    status: Annotated[ReleaseStatus, word(ReleaseStatus)] | None = Field(
        None, description="Whether the product has ever shipped."
    )
    first_shipment: DayRange | None = Field(
        None, description="Day on which the product first shipped."
    )


class Marketed(Strict):
    """What the product is sold for."""

    data_center: bool | None = Field(
        None, description="Whether the product is sold for data centers."
    )
    inference: bool | None = Field(
        None, description="Whether the product is sold for running models."
    )


class Lot(Strict):
    """Accelerators of one origin, stage and owner."""

    id: Identifier = Field(
        description=(
            "Name of the lot, used once in a proposal. The same name in two proposals of a run is"
            " the same lot."
        ),
    )
    stage: Annotated[LotStage, word(LotStage)] | None = Field(
        None, description="How far the manufacture of the lot has come."
    )
    completed_on: DayRange | None = Field(
        None, description="Day of the last step of manufacture, final test included."
    )
    owner: Annotated[LotOwner, word(LotOwner)] | None = Field(
        None, description="Who owns the lot; an affiliate is one of the designer."
    )
    accelerators: Count | None = Field(None, description="Accelerators in the lot.")
    approved: bool | None = Field(None, description="Whether the decision grants the lot.")


class Item(Strict):
    """Something that the application asks to send."""

    id: Identifier = Field(description="Name of the item, used once in the list.")
    kind: Annotated[ItemKind, word(ItemKind)] | None = Field(None, description="What the item is.")
    eccn: Eccn | None = Field(
        None,
        description=(
            "The ECCN claimed for the item, in quotes. It is compared with what the figures say."
        ),
    )
    product: Identifier | None = Field(
        None,
        description=(
            "Key of the catalogue product that the item is, also for a board or a server of it."
        ),
    )
    variant_of: IdentifierOrNone | None = Field(
        None,
        description=(
            "Instead of product: the catalogue product that this is a changed part of, or none. "
            "No catalogue figure holds for a variant."
        ),
    )
    specs: Specs | None = Field(None, description="Figures of the item.")
    release: Release | None = Field(None, description="Whether and when the product first shipped.")
    marketed: Marketed | None = Field(None, description="What the product is sold for.")
    used_for: Annotated[UsedFor, word(UsedFor)] | None = Field(
        None, description="What the item is used for at its end user."
    )
    co_packaged_with: Annotated[CoPackaging, word(CoPackaging)] | None = Field(
        None, description="What a high-bandwidth memory stack shares its package with."
    )
    quantity: Count | None = Field(None, description="Units of the item applied for.")
    approved_quantity: Count | None = Field(None, description="Units of the item granted.")
    end_users: NonEmpty[Identifier] | None = Field(
        None,
        description=(
            "Ids of the parties that use this item; left out, it may be any end user of the "
            "proposal."
        ),
    )
    lots: NonEmpty[Lot] | None = Field(None, description="Where the units come from.")


class Inventory(Strict):
    """Finished stock of a product, as somebody attested it, in accelerators."""

    id: Identifier = Field(
        description=(
            "Name of the inventory. Proposals of a run that draw on the same name are summed up."
        ),
    )
    product: Identifier | None = Field(
        None, description="Key of the catalogue product that is in stock."
    )
    attested_finished: Count | None = Field(
        None, description="Finished accelerators that somebody attests."
    )
    attested_on: Day | None = Field(None, description="Day of the attestation.")
    attested_by: Text | None = Field(None, description="Who attests.")
    prior_drawdown: Count | None = Field(
        None, description="Accelerators that earlier licenses took from the inventory."
    )


class Facility(Strict):
    """The place where a party receives."""

    kind: Annotated[FacilityKind, word(FacilityKind)] | None = Field(
        None, description="What kind of place it is."
    )
    advanced_node: bool | None = Field(
        None,
        description="Whether advanced-node circuits are made there, as 15 CFR 772.1 defines them.",
    )


class Owner(Strict):
    """Somebody who owns a part of a party."""

    name: Name | None = Field(None, description="Name of the owner.")
    percent: Percent | None = Field(None, description="Share that the owner holds, in percent.")


class EndUseCheck(Strict):
    """A check of what the party does with the items."""

    status: Annotated[CheckStatus, word(CheckStatus)] | None = Field(
        None, description="How the check ended."
    )
    date: Day | None = Field(None, description="Day of the check.")
    by: Text | None = Field(None, description="Who checked.")


class RedFlag(Strict):
    """A sign that something may be wrong, and whether it was cleared up."""

    flag: Text | None = Field(None, description="What was noticed.")
    resolved: bool | None = Field(None, description="Whether it was cleared up.")


class Screening(Strict):
    """What the drafter says of a list entry that a name comes near."""

    entry: Text | None = Field(None, description="Name or id of the list entry.")
    decision: Annotated[ScreeningDecision, word(ScreeningDecision)] | None = Field(
        None,
        description=(
            "Whether the party is that entity. no_match clears a name that is only like the "
            "entry's; for the same name it changes nothing."
        ),
    )
    because: Text | None = Field(None, description="What the decision rests on.")


class Party(Strict):
    """Somebody with a part in the transaction.

    A natural person has no headquarters and no ultimate parent: `none`.
    """

    id: Identifier = Field(
        description="Name of the party within the proposal, used once in the list."
    )
    role: Annotated[PartyRole, word(PartyRole)] | None = Field(
        None,
        description=(
            "The part the party has in the transaction. remote_user: uses the items from afar, "
            "and receives nothing."
        ),
    )
    name: Name | None = Field(None, description="Name of the party, as it is screened.")
    country: Country | None = Field(None, description="Where the party is located.")
    headquarters: CountryOrNone | None = Field(
        None, description="Where the party has its headquarters; none for a natural person."
    )
    ultimate_parent: CountryOrNone | None = Field(
        None, description="Where the ultimate parent of the party is; none for a natural person."
    )
    nationalities: tuple[Country, ...] | None = Field(
        None, description="Nationalities of a natural person, for deemed exports."
    )
    business: Annotated[Business, word(Business)] | None = Field(
        None, description="What the party does."
    )
    facility: Facility | None = Field(None, description="The place where the party receives.")
    owners: tuple[Owner, ...] | None = Field(
        None,
        description=(
            "Who owns the party; an empty list states that nobody holds more than 1 percent."
        ),
    )
    end_use_check: EndUseCheck | None = Field(
        None, description="A check of what the party does with the items."
    )
    red_flags: tuple[RedFlag, ...] | None = Field(
        None,
        description="Signs that something may be wrong; an empty list states that none was found.",
    )
    screening: tuple[Screening, ...] | None = Field(
        None, description="What the drafter says of list entries that the party's name comes near."
    )


class Linkage(Strict):
    """Whether the draft is traded against something else."""

    form: Annotated[LinkageForm, word(LinkageForm)] | None = Field(
        None, description="How the draft is tied to a negotiation."
    )
    counterpart: Country | None = Field(None, description="Country with which it is negotiated.")
    topics: tuple[Annotated[LinkageTopic, word(LinkageTopic)], ...] | None = Field(
        None, description="What the draft is traded against."
    )
    evidence: Text | None = Field(
        None, description="What the statement rests on, in words; decides nothing."
    )
    revenue_share_percent: Percent | None = Field(
        None, description="Share of the revenue that the government takes, in percent."
    )


class Review(Strict):
    """When the decision is looked at again, and until when none may be."""

    next_review: DayOrNone | None = Field(
        None,
        description=(
            "Day of the next review, after the proposal's date, or none if none is planned."
        ),
    )
    moratorium_until: DayOrNone | None = Field(
        None, description="Day until which no new controls may come, or none."
    )


class Congress(Strict):
    """Whether and how early Congress is told."""

    notified: bool | None = Field(
        None, description="Whether Congress is told before the license issues."
    )
    days_before_issue: Count | None = Field(
        None, description="Days before it issues on which Congress is told."
    )


class _Common(Strict):
    schema_: Literal["rulecheck/proposal/v1"] = Field(
        alias="schema", description="The form of the file, and its version."
    )
    kind: Annotated[Kind, word(Kind)] = Field(
        description="What the proposal is. It decides which sections there are."
    )
    id: Identifier = Field(description="Name of the proposal, used once in a run.")
    title: str | None = Field(None, description="Title for readers; decides nothing.")
    as_of: Day = Field(
        description=(
            "Date of the proposal. It is judged by the rules, groups and limits in force on that "
            "day."
        ),
    )
    application: Application | None = Field(
        None, description="The application that the decision is about."
    )
    linkage: Linkage | None = Field(
        None, description="Whether the draft is traded against something else."
    )
    review: Review | None = Field(
        None, description="When the decision is looked at again, and until when none may be."
    )
    congress: Congress | None = Field(None, description="Whether and how early Congress is told.")


class LicenseDecision(_Common):
    """A decision on an application for a license."""

    decision: Decision | None = Field(
        None, description="What is decided, on what basis, and how far it reaches."
    )
    transaction: Transaction | None = Field(None, description="How the items move.")
    route: NonEmpty[Leg] | None = Field(
        None,
        description=(
            "Where the items go, in order: the first leg is the origin, the last the destination."
        ),
    )
    items: NonEmpty[Item] | None = Field(None, description="What the application asks to send.")
    inventory: tuple[Inventory, ...] | None = Field(
        None, description="Finished stock that the items come from; an empty list attests nothing."
    )
    parties: NonEmpty[Party] | None = Field(
        None, description="Everybody with a part in the transaction."
    )


class Change(Strict):
    """One way in which a policy action moves the controls."""

    id: Identifier = Field(description="Name of the change, used once in the list.")
    direction: Annotated[Direction, word(Direction)] | None = Field(
        None,
        description=(
            "Which way the change moves the controls as they would stand without the action. "
            "Suspending a control loosens, and so does extending a suspension."
        ),
    )
    category: Annotated[Category, word(Category)] | None = Field(
        None, description="What the change is about."
    )
    countries: NonEmpty[CountryOrAll] | None = Field(
        None, description="Where the change bites; ALL is worldwide."
    )
    products: tuple[Identifier, ...] | None = Field(
        None,
        description=(
            "Keys of the catalogue products that the change is limited to; an empty list states "
            "that it is limited to none."
        ),
    )
    covers_future_products: bool | None = Field(
        None, description="Whether the change reaches products that are not out yet."
    )
    limited_to_inventory: bool | None = Field(
        None, description="Whether the change reaches only units already finished."
    )
    eccns: tuple[Eccn, ...] | None = Field(
        None,
        description=(
            "ECCNs that the change is limited to, in quotes; an empty list states that it is "
            "limited to none."
        ),
    )
    entities: tuple[str, ...] | None = Field(
        None, description="Names of the entities that the change lists or delists."
    )
    supplier_countries: tuple[Country, ...] | None = Field(
        None, description="Countries whose makers the change reaches or exempts."
    )
    carve_outs: tuple[str, ...] | None = Field(None, description="What the change leaves out.")


class Diplomacy(Strict):
    """A step toward an ally."""

    country: Country | None = Field(None, description="The ally.")
    step: Annotated[DiplomaticStep, word(DiplomaticStep)] | None = Field(
        None, description="How far the ally has been brought along."
    )
    date: Day | None = Field(None, description="Day of the step.")
    covers: tuple[Annotated[DiplomacyScope, word(DiplomacyScope)], ...] | None = Field(
        None, description="What the step is about."
    )
    equivalent_control: bool | None = Field(
        None, description="Whether the ally has a control in force that does the same."
    )


class PolicyAction(_Common):
    """A change of the controls themselves."""

    instrument: Annotated[Instrument, word(Instrument)] | None = Field(
        None, description="By what means the action is taken."
    )
    changes: NonEmpty[Change] | None = Field(
        None, description="Ways in which the action moves the controls."
    )
    diplomacy: tuple[Diplomacy, ...] | None = Field(
        None, description="Steps toward allies; an empty list states that none is sought."
    )
