"""The facts that rules may ask about: their names, types, units and meanings.

Where a fact's value comes from is the business of `rulecheck.facts`; here stands only what it
means, so that a pack can be checked before any proposal exists.
"""

from dataclasses import dataclass
from enum import StrEnum, unique
from functools import cache
from typing import Final

from rulecheck.vocabulary.enums import (
    Action,
    Basis,
    Business,
    Category,
    CheckStatus,
    ConditionType,
    CoPackaging,
    Direction,
    Instrument,
    ItemKind,
    LegRole,
    LinkageForm,
    LinkageTopic,
    LotOwner,
    LotStage,
    PartyRole,
    SubjectKind,
    TransactionMode,
    TransactionType,
    lineage,
)

FIELD: Final = "proposal field"
"""The source of a fact that says what a field of the proposal does."""


@unique
class FactType(StrEnum):
    """What values a fact can have, besides unknown."""

    BOOLEAN = "boolean"
    CHOICE = "choice"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    SET = "set"


@unique
class Control(StrEnum):
    """Whether whoever drafts the proposal can change what the fact says of the world."""

    LEVER = "lever"
    """The drafter sets it: a term of the decision, what is granted, the reach of a change."""
    GIVEN = "given"
    """The drafter finds it: who the parties are, where items go, what they can do, when."""
    MIXED = "mixed"
    """It follows from both, so another term changes it in some cases only."""


@dataclass(frozen=True, slots=True)
class FactSpec:
    """One fact of the vocabulary.

    `choices` closes the set of values of a choice, or of members of a set; empty means open.
    `source` says on what authority the fact means what it means. A fact is given unless somebody
    has thought about it, so that nobody is told to change what can't be changed.
    """

    name: str
    type: FactType
    meaning: str
    unit: str = ""
    choices: tuple[str, ...] = ()
    source: str = FIELD
    control: Control = Control.GIVEN

    @property
    def subject(self) -> SubjectKind:
        """What the fact is a fact of."""
        return SubjectKind(self.name.split(".", 1)[0])


def _boolean(
    name: str, meaning: str, source: str = FIELD, control: Control = Control.GIVEN
) -> FactSpec:
    return FactSpec(name, FactType.BOOLEAN, meaning, source=source, control=control)


def _choice(
    name: str,
    choices: type[StrEnum],
    meaning: str,
    source: str = FIELD,
    control: Control = Control.GIVEN,
) -> FactSpec:
    words = tuple(choices)
    return FactSpec(name, FactType.CHOICE, meaning, choices=words, source=source, control=control)


def _number(
    name: str,
    unit: str,
    meaning: str,
    source: str = FIELD,
    control: Control = Control.GIVEN,
) -> FactSpec:
    return FactSpec(name, FactType.NUMBER, meaning, unit=unit, source=source, control=control)


CLASSIFICATIONS = ("3A090.a", "3A090.b", "3A090.c", "none")
"""What the specifications of an item make it under ECCN 3A090."""

_CCL_3A090 = "ECCN 3A090 with its notes, Supp. No. 1 to 15 CFR part 774"
_SPECS = "specifications in the proposal or the chip catalogue"
_COMPUTED = "computed from the proposal and the pack's parameters"

_DECISION = (
    _choice(
        "decision.action",
        Action,
        "What the decision does with the application",
        control=Control.LEVER,
    ),
    _choice(
        "decision.basis",
        Basis,
        "On what authority the items would leave",
        control=Control.MIXED,
    ),
    _boolean(
        "decision.permits",
        "The decision lets something go: a permitting action, or a basis that needs no license "
        "unless the action refuses",
        _COMPUTED,
        control=Control.MIXED,
    ),
    FactSpec(
        "decision.condition_types",
        FactType.SET,
        "Types of the conditions that the license carries",
        choices=tuple(ConditionType),
        control=Control.LEVER,
    ),
    _boolean(
        "decision.has_unit_cap",
        "A condition caps the accelerators at a stated number",
        control=Control.LEVER,
    ),
    _boolean(
        "decision.covers_future_production",
        "The license reaches units that are not finished on the proposal's date",
        control=Control.LEVER,
    ),
    _boolean(
        "decision.covers_future_products",
        "The license reaches later part numbers, successors or equivalents",
        control=Control.LEVER,
    ),
    _choice("decision.transaction_type", TransactionType, "The kind of movement"),
    _choice("decision.transaction_mode", TransactionMode, "How the items move or are released"),
    FactSpec(
        "decision.countries_touched",
        FactType.SET,
        "Countries of the route's legs and of the parties",
        source=_COMPUTED,
    ),
    FactSpec(
        "decision.country_groups_touched_beyond_china",
        FactType.SET,
        "Country groups of the touched countries that are not China",
        source="Supp. No. 1 to 15 CFR part 740",
    ),
    _boolean(
        "decision.route_through_hub",
        "A leg lies in a diversion hub and is not packaging that returns, or a party is there "
        "that is not the packager of such a leg",
        _COMPUTED,
    ),
    _boolean(
        "decision.has_hub_leg",
        "A leg of the route lies in a diversion hub and is not packaging that returns",
        _COMPUTED,
    ),
    _boolean(
        "decision.hub_legs_pass_through",
        "At every leg in a diversion hub the items are only packaged or in transit while the "
        "applicant holds title",
        _COMPUTED,
    ),
    _boolean(
        "decision.controlled_item_reaches_china",
        "An item of a controlled kind reaches China, whether the decision lets it go or not",
        _COMPUTED,
    ),
    _boolean(
        "decision.has_restricted_chip",
        "The decision lets a restricted chip go, wherever it goes",
        _COMPUTED,
        control=Control.MIXED,
    ),
    _boolean(
        "decision.restricted_chip_reaches_china",
        "The decision lets a restricted chip go that reaches China",
        _COMPUTED,
        control=Control.MIXED,
    ),
    _boolean(
        "decision.restricted_chip_below_a_reaches_china",
        "The decision lets a restricted chip go that reaches China and stays below 3A090.a",
        _COMPUTED,
        control=Control.MIXED,
    ),
    _boolean(
        "decision.congress_notified",
        "Congress is told before the license issues",
        control=Control.LEVER,
    ),
    _number(
        "decision.congress_days_before_issue",
        "days",
        "How long before it issues Congress is told",
        control=Control.LEVER,
    ),
    _boolean(
        "decision.every_restricted_chip_reaches_china",
        "Every restricted chip that the decision lets go reaches China by its own papers",
        _COMPUTED,
        control=Control.MIXED,
    ),
)

_ITEM = (
    FactSpec("item.id", FactType.TEXT, "The item's id in the proposal"),
    _choice("item.kind", ItemKind, "What the item is"),
    FactSpec("item.product", FactType.TEXT, "The catalogue product that the item is"),
    _boolean(
        "item.permits",
        "The decision permits, and the approved quantity of this item is not zero, or future "
        "production or products are covered",
        _COMPUTED,
        control=Control.MIXED,
    ),
    _boolean(
        "item.reaches_china",
        "The item comes to China, or to a party that is of China by location, headquarters or "
        "ultimate parent",
        _COMPUTED,
    ),
    _number(
        "item.total_processing_performance",
        "TPP",
        "Highest product of bit length and dense TOPS, per accelerator",
        _CCL_3A090,
    ),
    _number(
        "item.performance_density",
        "TPP per mm²",
        "Total processing performance over the applicable die area",
        _CCL_3A090,
    ),
    _number("item.dram_bandwidth", "GB/s", "Memory bandwidth per accelerator", _SPECS),
    _number("item.io_bandwidth", "GB/s", "Interconnect bandwidth per accelerator", _SPECS),
    _number(
        "item.combined_bandwidth",
        "GB/s",
        "Memory and interconnect bandwidth together, per accelerator",
        _SPECS,
    ),
    _number(
        "item.hbm_bandwidth_density",
        "GB/s per mm²",
        "Memory bandwidth of a stack over the area of its package",
        _CCL_3A090,
    ),
    _boolean("item.marketed_data_center", "The product is sold for data centers", _SPECS),
    _boolean("item.marketed_inference", "The product is sold for running models", _SPECS),
    _number(
        "item.bandwidth_per_tpp",
        "GB/s per TPP",
        "Memory bandwidth over total processing performance; our own measure, no law",
        _SPECS,
    ),
    FactSpec(
        "item.classification",
        FactType.CHOICE,
        "Paragraph of ECCN 3A090 that the item's specifications meet",
        choices=CLASSIFICATIONS,
        source=_CCL_3A090,
    ),
    FactSpec("item.eccn", FactType.TEXT, "The ECCN that the draft claims for the item"),
    _boolean(
        "item.eccn_claim_differs",
        "The ECCN that the draft claims is another than the specifications make it",
        _CCL_3A090,
    ),
    _boolean(
        "item.at_3a090_a",
        "The item's specifications meet 3A090.a; may be known where the exact paragraph is not",
        _CCL_3A090,
    ),
    _boolean(
        "item.is_informed",
        "The item's bandwidths reach the limits of the 'is informed' letters of April 2025",
        "15 CFR 744.23, letters of April 2025 as reported",
    ),
    _boolean("item.is_ai_chip", "The item is a chip, or a system of chips", _COMPUTED),
    _boolean(
        "item.is_restricted_chip",
        "An AI chip that is under an 'is informed' letter or meets 3A090.a or .b",
        _COMPUTED,
    ),
    _boolean(
        "item.inference_focused",
        "The item's bandwidth, or its marketing for inference in data centers, makes it one for "
        "running models rather than training them",
        _COMPUTED,
    ),
    _boolean(
        "item.is_future",
        "A variant of a catalogue product, unreleased, or first shipped after the cutoff",
        _COMPUTED,
    ),
    _number(
        "item.accelerators_approved",
        "accelerators",
        "Accelerators granted of this item's product in the whole proposal",
        _COMPUTED,
        control=Control.LEVER,
    ),
    _number(
        "item.lots_accelerators",
        "accelerators",
        "Accelerators in the approved lots of this item's product in the whole proposal; lots that "
        "do not go to China count up to what their own item is granted",
        _COMPUTED,
        control=Control.MIXED,
    ),
    _number(
        "item.inventory_remaining",
        "accelerators",
        "Attested finished inventory of the product less what was drawn from it before",
        _COMPUTED,
    ),
)

_ITEM_MAKING = (
    _choice(
        "item.co_packaged_with",
        CoPackaging,
        "What a high-bandwidth memory stack shares its package with",
    ),
    _boolean(
        "item.for_chip_making",
        "The item is used to make chips: by its stated use, its kind or the ECCN claimed for it",
        _COMPUTED,
    ),
    _boolean(
        "item.for_equipment_making",
        "The item is used to make chip-making equipment",
    ),
    FactSpec(
        "item.receiving_businesses",
        FactType.SET,
        "What the item's receivers in China do",
        choices=tuple(Business),
        source=_COMPUTED,
    ),
    _boolean("item.receiving_fab", "A fab in China receives the item", _COMPUTED),
    _boolean(
        "item.receiving_advanced_fab",
        "An advanced-node fab in China receives the item",
        "15 CFR 744.23 and 772.1, advanced-node ICs",
    ),
    _boolean(
        "item.receiving_fabs_allied",
        "Every fab in China that receives the item has its headquarters in an allied country and "
        "no Chinese ultimate parent",
        _COMPUTED,
    ),
)

_LOT = (
    FactSpec("lot.id", FactType.TEXT, "The lot's id in the proposal"),
    _choice("lot.stage", LotStage, "How far the lot's manufacture has come"),
    FactSpec("lot.completed_on", FactType.DATE, "Day on which the lot was finished"),
    _choice("lot.owner", LotOwner, "Who owns the lot"),
    _number("lot.accelerators", "accelerators", "Accelerators in the lot"),
    _boolean(
        "lot.approved",
        "The decision grants the lot",
        control=Control.LEVER,
    ),
)

_PARTY = (
    FactSpec("party.id", FactType.TEXT, "The party's id in the proposal"),
    _choice("party.role", PartyRole, "The part the party has in the transaction"),
    _choice("party.business", Business, "What the party does"),
    FactSpec("party.country", FactType.TEXT, "Country where the party is located"),
    _boolean(
        "party.reaches_china",
        "The party is of China by location, headquarters, ultimate parent or, in a deemed export, "
        "nationality",
        _COMPUTED,
    ),
    _boolean(
        "party.receives",
        "The party takes the item in: as consignee or as end user",
        _COMPUTED,
    ),
    _boolean(
        "party.matched_by_screening",
        "The name of the party or of an owner is that of a listed or reported entity",
        "Entity List, Supp. No. 4 to 15 CFR part 744, and the pack's reported entities",
    ),
    _boolean(
        "party.screening_overruled",
        "The draft says no match where a name is the same as a listed one; that changes nothing",
        _COMPUTED,
    ),
    _boolean(
        "party.in_huawei_network",
        "The party is an entity of Huawei's network of fabs, or such entities own half of it",
        "Footnote 5 to Supp. No. 4 to 15 CFR part 744, and reports that the pack cites",
    ),
    _number(
        "party.network_ownership_percent",
        "percent",
        "Share of the party that entities of Huawei's network own together",
        _COMPUTED,
    ),
    _boolean("party.in_hub", "The party is located in a diversion hub", _COMPUTED),
    _choice("party.end_use_check", CheckStatus, "How the end-use check of the party ended"),
    _boolean(
        "party.has_unresolved_red_flag",
        "A red flag was found and not resolved",
        "Supp. No. 3 to 15 CFR part 732",
    ),
)

_LEG = (
    FactSpec("leg.country", FactType.TEXT, "Country of the leg"),
    _choice("leg.role", LegRole, "What happens at the leg"),
    _boolean("leg.in_hub", "The leg lies in a diversion hub", _COMPUTED),
)

_ACTION = (
    _choice(
        "action.instrument",
        Instrument,
        "By what means the action is taken",
        control=Control.LEVER,
    ),
    FactSpec(
        "action.directions",
        FactType.SET,
        "Directions of all the changes",
        choices=tuple(Direction),
        source=_COMPUTED,
        control=Control.LEVER,
    ),
    _boolean(
        "action.tightens",
        "A change of the action tightens",
        _COMPUTED,
        control=Control.LEVER,
    ),
    _boolean(
        "action.loosens",
        "A change of the action loosens",
        _COMPUTED,
        control=Control.LEVER,
    ),
    _boolean(
        "action.diplomacy_sought",
        "An ally (parameter allied-groups) is asked to do alike, on equipment, components or their "
        "servicing",
        _COMPUTED,
        control=Control.LEVER,
    ),
    _boolean(
        "action.diplomacy_dated_step",
        "A step of that diplomacy has a date",
        _COMPUTED,
        control=Control.MIXED,
    ),
    _boolean(
        "action.review_planned",
        "A next review is planned",
        control=Control.LEVER,
    ),
    _number(
        "action.review_interval_days",
        "days",
        "Days from the proposal's date to the next review",
        _COMPUTED,
        control=Control.LEVER,
    ),
    _boolean(
        "action.moratorium_ahead",
        "No new controls may come until a day after the proposal's date",
        _COMPUTED,
        control=Control.LEVER,
    ),
)

_CHANGE = (
    FactSpec("change.id", FactType.TEXT, "The change's id in the proposal"),
    _choice(
        "change.direction",
        Direction,
        "Which way the change moves the controls",
        control=Control.LEVER,
    ),
    _choice(
        "change.category",
        Category,
        "What the change is about",
        control=Control.LEVER,
    ),
    _boolean(
        "change.reaches_china",
        "The change bites in China, or worldwide, or is about fabs or ownership and names a listed "
        "entity of China",
        _COMPUTED,
        control=Control.LEVER,
    ),
    _boolean(
        "change.products_at_3a090_a",
        "The change reaches chips or systems at 3A090.a",
        _CCL_3A090,
        control=Control.MIXED,
    ),
    _boolean(
        "change.products_below_3a090_a",
        "The change reaches restricted chips or systems below 3A090.a",
        _CCL_3A090,
        control=Control.MIXED,
    ),
    _boolean(
        "change.covers_future_products",
        "The change reaches products that are not out yet",
        control=Control.LEVER,
    ),
    _boolean(
        "change.limited_to_inventory",
        "The change reaches only units already finished",
        control=Control.LEVER,
    ),
    _boolean(
        "change.supplier_without_own_control",
        "The change names a supplier country that has no control of its own in force on this",
        "allied controls as the pack lists them, and the draft's diplomacy",
        control=Control.MIXED,
    ),
    FactSpec(
        "change.carve_outs",
        FactType.SET,
        "What the change leaves out",
        control=Control.LEVER,
    ),
)


def _linkage(subject: str) -> tuple[FactSpec, ...]:
    return (
        _choice(f"{subject}.linkage_form", LinkageForm, "How the draft is tied to a negotiation"),
        _boolean(
            f"{subject}.linkage_counterpart_china",
            "The counterpart of that negotiation is of China",
            _COMPUTED,
        ),
        FactSpec(
            f"{subject}.linkage_trade_topics",
            FactType.SET,
            "Topics of that negotiation other than security",
            choices=tuple(LinkageTopic),
        ),
        _number(
            f"{subject}.revenue_share_percent",
            "percent",
            "Share of the revenue that the government takes",
            control=Control.LEVER,
        ),
    )


FACTS: dict[str, FactSpec] = {
    spec.name: spec
    for spec in (
        *_DECISION,
        *_linkage("decision"),
        *_ITEM,
        *_ITEM_MAKING,
        *_LOT,
        *_PARTY,
        *_LEG,
        *_ACTION,
        *_linkage("action"),
        *_CHANGE,
    )
}
"""Every fact by its name, in the order in which they are documented."""


@cache
def visible_from(kind: SubjectKind) -> tuple[str, ...]:
    """Names of the facts that a rule on this subject may ask about: its own, and its parents'."""
    kinds = lineage(kind)
    return tuple(name for name, spec in FACTS.items() if spec.subject in kinds)
