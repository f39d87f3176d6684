"""What is known of each item and its lots."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from rulecheck.documents import Pointer
from rulecheck.facts.eccns import claim_differs
from rulecheck.facts.figures import Measures, measures_of, ratio, reaches
from rulecheck.facts.known import (
    Bool,
    Fact,
    Field,
    Num,
    Origin,
    boolean,
    compared,
    every,
    merged,
    numeric,
    perhaps,
    some,
    sum_of,
)
from rulecheck.facts.parties import PartyView
from rulecheck.facts.receivers import among_end_users
from rulecheck.facts.route import LegView
from rulecheck.facts.sections import Section, unstated
from rulecheck.packs.model import Pack
from rulecheck.packs.reference import Chip, Measure, fact_of
from rulecheck.proposals.checks import CHIP_KINDS
from rulecheck.vocabulary.enums import ItemKind, PartyRole, ReleaseStatus
from rulecheck.vocabulary.fields import NONE
from rulecheck.vocabulary.ranges import (
    ANY_AMOUNT,
    ANY_NUMBER,
    Dates,
    Number,
    Range,
    difference,
    exactly,
    hull,
    more_than,
    on,
    overlap,
    product,
    smallest,
)

NOTHING = exactly(0)


@dataclass(frozen=True, slots=True, eq=False)
class LotView:
    """A lot and what follows from its fields."""

    section: Section
    approved: Bool
    accelerators: Num

    @property
    def facts(self) -> Mapping[str, Fact]:
        """The lot's facts by name."""
        section = self.section
        return {
            "lot.id": Fact(section.field("id").value, Origin(read=(section.below("id"),))),
            "lot.stage": section.field("stage").fact(),
            "lot.completed_on": section.field("completed_on").fact(),
            "lot.owner": section.field("owner").fact(),
            "lot.accelerators": numeric(self.accelerators),
            "lot.approved": boolean(self.approved),
        }


@dataclass(frozen=True, slots=True, eq=False)
class ItemView:
    """An item and what follows from its fields, apart from the other items."""

    section: Section
    kind: Field
    product: Field
    is_chip_of_catalogue: Bool
    """Whether the item is a catalogue product itself, and no variant of one."""
    measures: Measures
    permits: Bool
    reaches_china: Bool
    is_a: Bool
    classification: Fact
    eccn_claim_differs: Bool
    is_informed: Bool
    is_ai_chip: Bool
    is_restricted_chip: Bool
    inference_focused: Bool
    is_future: Bool
    approved: Num
    """Units granted."""
    accelerators: Num
    """Accelerators granted."""
    lots: tuple[LotView, ...]
    lots_accelerators: Num
    """Accelerators in the item's approved lots."""
    inventory_remaining: Num


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """What the items of a license decision rest on."""

    proposal: Section
    pack: Pack
    day: date
    permits: Bool
    grants_everything: bool
    covers_more_later: Bool
    """Future production or products: then there may be units later, whatever the quantity."""
    legs: tuple[LegView, ...]
    parties: tuple[PartyView, ...]


def items_of(draft: Draft) -> tuple[ItemView, ...]:
    """The stated items; one unknown item where none are stated."""
    sections = draft.proposal.elements("items")
    if sections is None:
        sections = (unstated(("items",)),)
    return tuple(_item_view(section, draft) for section in sections)


def _item_view(section: Section, draft: Draft) -> ItemView:
    pack, day = draft.pack, draft.day
    kind, named = section.field("kind"), section.field("product")
    chip = pack.chips.get(named.value) if isinstance(named.value, str) else None
    measures = measures_of(section, chip, named.origin)
    is_a = _of_chips(kind, reaches("3a090-a", measures, pack, day))
    is_b = _of_chips(kind, reaches("3a090-b", measures, pack, day))
    is_c = every([kind.is_in([ItemKind.HBM]), reaches("3a090-c", measures, pack, day)])
    is_informed = _of_chips(kind, reaches("is-informed", measures, pack, day))
    by_figures = some([is_informed, is_a, is_b])
    is_ai_chip = _is_ai_chip(kind, by_figures, pack, day)
    classification = _classification(is_a, is_b, is_c)
    approved = _approved(section, draft)
    lots = _lots(section, draft)
    return ItemView(
        section=section,
        kind=kind,
        product=named,
        is_chip_of_catalogue=_is_chip_of_catalogue(section),
        measures=measures,
        permits=every([draft.permits, some([_not_zero(approved), draft.covers_more_later])]),
        reaches_china=_reaches_china(section, draft),
        is_a=is_a,
        classification=classification,
        eccn_claim_differs=claim_differs(
            section.field("eccn"),
            classification,
            at=pack.words("eccns-at-3a090-a", day),
            below=pack.words("eccns-below-3a090-a", day),
        ),
        is_informed=is_informed,
        is_ai_chip=is_ai_chip,
        is_restricted_chip=every([is_ai_chip, by_figures]),
        inference_focused=reaches("inference-focused", measures, pack, day),
        is_future=_is_future(section, chip, draft),
        approved=approved,
        accelerators=_accelerators(section, approved),
        lots=lots,
        lots_accelerators=sum_of([perhaps(lot.approved, lot.accelerators) for lot in lots]),
        inventory_remaining=_inventory_remaining(section, draft),
    )


# -- what it is --------------------------------------------------------------------------------


def _classification(is_a: Bool, is_b: Bool, is_c: Bool) -> Fact:
    """The one paragraph that the item meets; unknown while an earlier one is open."""
    for paragraph, met in (("3A090.a", is_a), ("3A090.b", is_b), ("3A090.c", is_c)):
        if met.truth is True:
            return Fact(paragraph, met.origin)
        if met.truth is None:
            return Fact(None, met.origin)
    return Fact("none", merged([is_a.origin, is_b.origin, is_c.origin]))


def _of_chips(kind: Field, reached: Bool) -> Bool:
    """A limit on accelerators, which items of other kinds can't reach."""
    if kind.value is None or kind.value in CHIP_KINDS:
        return reached
    return Bool(False, kind.origin)


def _is_ai_chip(kind: Field, by_figures: Bool, pack: Pack, day: date) -> Bool:
    """A kind that is not known is an AI chip's if the figures are; other kinds have no figures."""
    by_kind = kind.is_in(pack.words("ai-chip-kinds", day))
    return some([by_kind, by_figures]) if by_kind.truth is None else by_kind


def _is_variant(section: Section) -> Bool:
    named, variant = section.field("product"), section.field("variant_of")
    if named.value is not None:
        return Bool(False, named.origin)
    if variant.value is not None:
        return Bool(variant.value != NONE, variant.origin)
    return Bool(None, named.origin)


def _is_chip_of_catalogue(section: Section) -> Bool:
    kind, named = section.field("kind"), section.field("product")
    variant = section.field("variant_of")
    if named.value is not None:
        return Bool(True, named.origin)
    if variant.value is not None:
        return Bool(False, variant.origin)
    if kind.value is not None and kind.value not in CHIP_KINDS:
        return Bool(False, kind.origin)
    return Bool(None, named.origin)


def _is_future(section: Section, chip: Chip | None, draft: Draft) -> Bool:
    release = section.section("release")
    status, shipped = release.field("status"), release.field("first_shipment")
    named = section.field("product")
    if status.value is None and chip is not None and chip.release_status is not None:
        status = Field(chip.release_status, named.pointer)
    cutoff = on(draft.pack.day("future-cutoff", draft.day))
    return some(
        [
            _is_variant(section),
            status.is_in([ReleaseStatus.UNRELEASED]),
            _shipped_after(shipped, chip, named, cutoff),
        ]
    )


def _shipped_after(stated: Field, chip: Chip | None, named: Field, cutoff: Dates) -> Bool:
    window = stated.dates()
    public = None if chip is None else chip.first_shipment
    origin = stated.origin
    if public is not None:
        origin = merged([named.origin, *([] if window is None else [stated.origin])])
        window = public if window is None else overlap(window, public)
    return Bool(None if window is None else more_than(window, cutoff), origin)


# -- where it goes -----------------------------------------------------------------------------


def _reaches_china(section: Section, draft: Draft) -> Bool:
    china = draft.pack.words("china", draft.day)
    roles = draft.pack.words("reaching-roles", draft.day)
    by_route = [leg.ends_in_china for leg in draft.legs]
    by_consignee = [
        every([party.role.is_in([PartyRole.INTERMEDIATE_CONSIGNEE]), party.country.is_in(china)])
        for party in draft.parties
    ]
    by_buyer = [every([party.role.is_in(roles), party.reaches_china]) for party in draft.parties]
    by_end_user = among_end_users(section, draft.parties)(lambda party: party.reaches_china)
    return some([*by_route, *by_consignee, *by_buyer, by_end_user])


# -- how much of it ----------------------------------------------------------------------------


def _approved(section: Section, draft: Draft) -> Num:
    """Units granted: all that was applied for, or what is stated, and never more than applied."""
    quantity = section.field("quantity").number()
    approved = section.field("approved_quantity")
    ceiling: Number = Range(Fraction(0), quantity.number.high)
    if draft.grants_everything:
        if approved.value is None:
            return quantity
        both = overlap(quantity.number, approved.number().number)
        return Num(both or quantity.number, merged([quantity.origin, approved.origin]))
    if approved.value is None:
        return Num(ceiling, approved.origin)
    return Num(overlap(approved.number().number, ceiling) or ceiling, approved.origin)


def _not_zero(amount: Num) -> Bool:
    return compared(amount, Num(NOTHING), more_than)


def _accelerators(section: Section, approved: Num) -> Num:
    """Accelerators granted: one for a chip, as many as stated for a system, none for others."""
    kind = section.field("kind")
    per_unit = section.section("specs").field("accelerators_per_unit")
    if kind.value == ItemKind.CHIP:
        return Num(approved.number, approved.origin)
    if per_unit.value is not None:
        each = per_unit.number()
    elif kind.value == ItemKind.SYSTEM:
        each = Num(Range(Fraction(1), None), per_unit.origin)
    elif kind.value is None:
        each = Num(ANY_AMOUNT, kind.origin)
    else:
        return Num(NOTHING, kind.origin)
    return Num(product(approved.number, each.number), merged([approved.origin, each.origin]))


def _lots(section: Section, draft: Draft) -> tuple[LotView, ...]:
    sections = section.elements("lots")
    if sections is None:
        lot = unstated(section.below("lots"))
        return (LotView(lot, _nothing_known(lot), Num(ANY_AMOUNT, _missing(lot.pointer))),)
    return tuple(
        LotView(lot, _lot_approved(lot, draft), lot.field("accelerators").number())
        for lot in sections
    )


def _nothing_known(section: Section) -> Bool:
    return Bool(None, _missing(section.pointer))


def _missing(pointer: Pointer) -> Origin:
    return Origin(missing=(pointer,))


def _lot_approved(lot: Section, draft: Draft) -> Bool:
    if draft.grants_everything:
        return Bool(True, Origin(read=(("decision", "action"),)))
    return lot.field("approved").holds()


def _inventory_remaining(section: Section, draft: Draft) -> Num:
    """Attested finished stock of the item's product, less what was drawn from it before."""
    named, variant = section.field("product"), section.field("variant_of")
    entries = draft.proposal.elements("inventory")
    if named.value is None:
        if variant.value is not None:
            return Num(NOTHING, variant.origin)
        return Num(ANY_NUMBER, named.origin)
    if entries is None:
        return Num(ANY_NUMBER, _missing(("inventory",)))
    for entry in entries:
        if entry.field("product").value == named.value:
            return _remaining(entry)
    open_entries = [entry for entry in entries if entry.field("product").value is None]
    amounts = [_remaining(entry) for entry in open_entries]
    return Num(
        hull([NOTHING, *(amount.number for amount in amounts)]),
        merged(
            [
                named.origin,
                Origin(read=(("inventory",),)),
                *(entry.field("product").origin for entry in open_entries),
            ]
        ),
    )


def _remaining(entry: Section) -> Num:
    attested = entry.field("attested_finished").number()
    drawn = entry.field("prior_drawdown").number()
    return Num(difference(attested.number, drawn.number), merged([attested.origin, drawn.origin]))


# -- together with the other items of one product ----------------------------------------------


def _same_product(one: ItemView, other: ItemView) -> Bool:
    """Whether two items are one catalogue product; a variant is a product of its own."""
    both = every([one.is_chip_of_catalogue, other.is_chip_of_catalogue])
    if both.truth is not True:
        return both
    return Bool(one.product.value == other.product.value, both.origin)


def _per_product(items: Sequence[ItemView], item: ItemView, amounts: Sequence[Num]) -> Num:
    parts = [
        amount if other is item else perhaps(_same_product(item, other), amount)
        for other, amount in zip(items, amounts, strict=True)
    ]
    return sum_of(parts)


def _lots_for_others(item: ItemView) -> Num:
    """What the lots of an item hold for what other items of its product are granted.

    Nobody asks of which stage lots are that do not go to China, or that are not granted. They hold
    what their own item is granted, and nothing beyond.
    """
    lots, is_asked_of = item.lots_accelerators, every([item.permits, item.reaches_china])
    if is_asked_of.truth is True:
        return Num(lots.number, merged([lots.origin, is_asked_of.origin]))
    own = smallest([lots.number, item.accelerators.number])
    origin = merged([lots.origin, item.accelerators.origin, is_asked_of.origin])
    return Num(own if is_asked_of.truth is False else hull([own, lots.number]), origin)


def item_facts(item: ItemView, items: Sequence[ItemView]) -> Mapping[str, Fact]:
    """The item's facts by name; sums are over all items of its product."""
    section, numbers = item.section, item.measures.numbers
    dram = numbers[Measure.DRAM_BANDWIDTH]
    performance = numbers[Measure.TOTAL_PROCESSING_PERFORMANCE]
    return {
        "item.id": Fact(section.field("id").value, Origin(read=(section.below("id"),))),
        "item.kind": item.kind.fact(),
        "item.eccn": section.field("eccn").fact(),
        "item.eccn_claim_differs": boolean(item.eccn_claim_differs),
        "item.product": item.product.fact(),
        "item.permits": boolean(item.permits),
        "item.reaches_china": boolean(item.reaches_china),
        **{fact_of(measure): numeric(number) for measure, number in numbers.items()},
        **{fact_of(measure): boolean(truth) for measure, truth in item.measures.truths.items()},
        "item.bandwidth_per_tpp": numeric(ratio(dram, performance)),
        "item.classification": item.classification,
        "item.at_3a090_a": boolean(item.is_a),
        "item.is_informed": boolean(item.is_informed),
        "item.is_ai_chip": boolean(item.is_ai_chip),
        "item.is_restricted_chip": boolean(item.is_restricted_chip),
        "item.inference_focused": boolean(item.inference_focused),
        "item.is_future": boolean(item.is_future),
        "item.accelerators_approved": numeric(
            _per_product(items, item, [other.accelerators for other in items])
        ),
        "item.lots_accelerators": numeric(
            _per_product(
                items,
                item,
                [
                    item.lots_accelerators if other is item else _lots_for_others(other)
                    for other in items
                ],
            )
        ),
        "item.inventory_remaining": numeric(item.inventory_remaining),
    }
