"""What a proposal must not say: statements that contradict each other, the pack or the kind.

Each check is a function from what it needs to the problems that it finds. A check refuses only
what is stated; what is missing is unknown, and the rules' business.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from rulecheck.documents import Document, Pointer, Problem, closest
from rulecheck.documents.validation import fault_at
from rulecheck.packs.model import Pack
from rulecheck.packs.reference import Chip
from rulecheck.proposals.figures import (
    figure_contradictions,
    stated_specifications,
    total_processing_performance,
)
from rulecheck.proposals.limits import excesses
from rulecheck.proposals.models import (
    Decision,
    Item,
    Leg,
    LicenseDecision,
    Linkage,
    Party,
    PolicyAction,
    Review,
)
from rulecheck.vocabulary.enums import (
    Action,
    Business,
    CheckStatus,
    Direction,
    FacilityKind,
    Instrument,
    ItemKind,
    LegRole,
    LinkageForm,
    LotStage,
    PartyRole,
    ReleaseStatus,
)
from rulecheck.vocabulary.fields import NONE
from rulecheck.vocabulary.ranges import Dates, Number, exactly, overlap, plain_number, same

CHIP_KINDS = frozenset({ItemKind.CHIP, ItemKind.SYSTEM})
"""Kinds of item that are made of accelerators."""

ACCELERATOR_FIGURES = (
    "throughput",
    "throughput_complete",
    "total_processing_performance",
    "die_area_mm2",
    "dram_bandwidth_gbps",
    "io_bandwidth_gbps",
    "accelerators_per_unit",
)
"""Figures that only a chip or system has."""

CHIP_PARAGRAPHS = ("3A090", "4A090")
"""How the ECCNs begin that are for chips, systems and stacks of memory alone."""


class _Faults:
    """Problems of one document, gathered by pointer."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.found: list[Problem] = []

    def add(self, at: Pointer, message: str, hint: str | None = None) -> None:
        self.found.append(fault_at(self.document, at, message, hint))


def contradictions(
    model: LicenseDecision | PolicyAction, document: Document, pack: Pack
) -> list[Problem]:
    """Everything that makes the proposal invalid though each field by itself is well formed."""
    faults = _Faults(document)
    _check_size(model, faults)
    if faults.found:
        return faults.found  # the other checks, too, take time that grows with it
    if model.as_of < pack.judges_from:
        faults.add(
            ("as_of",),
            f"the pack {pack.name} judges nothing dated before {pack.judges_from}",
            "use a later date, or a pack that reaches so far back",
        )
        return faults.found
    _check_linkage(model.linkage, pack.words("trade-topics", model.as_of), faults)
    _check_review(model.review, model.as_of, faults)
    _check_countries(model, pack, faults)
    match model:
        case LicenseDecision():
            _check_license_decision(model, pack, faults)
        case PolicyAction():
            _check_policy_action(model, pack, faults)
    return faults.found


def grants_everything(decision: Decision | None, pack: Pack, day: date) -> bool:
    """Whether the decision certainly grants all that was applied for.

    A plain approval does, and a basis that needs no license unless the action refuses.
    """
    if decision is None or decision.action is None:
        return False
    if decision.action is Action.APPROVE:
        return True
    return (
        decision.basis is not None
        and decision.basis in pack.words("permitting-bases", day)
        and decision.action not in pack.words("refusing-actions", day)
    )


def _grants_nothing(decision: Decision, pack: Pack, day: date) -> bool:
    """Whether the decision certainly grants nothing.

    A refusal does not, nor does a return without action unless no license is needed.
    """
    if decision.action is None:
        return False
    if decision.action in pack.words("refusing-actions", day):
        return True
    return (
        decision.action not in pack.words("permitting-actions", day)
        and decision.basis is not None
        and decision.basis not in pack.words("permitting-bases", day)
    )


def _check_size(model: LicenseDecision | PolicyAction, faults: _Faults) -> None:
    for at, counted, most in excesses(model):
        faults.add(
            at,
            f"{counted} are too many for one proposal; the limit is {most:,}",
            "split it into several proposals, and judge them in one run",
        )


def _check_linkage(linkage: Linkage | None, trade_topics: frozenset[str], faults: _Faults) -> None:
    if linkage is None or linkage.form is None or linkage.topics is None:
        return
    if linkage.form is LinkageForm.NONE:
        if trade_topics.intersection(linkage.topics):
            faults.add(
                ("linkage", "topics"),
                "the linkage is none, yet names what it is traded against",
                "say in `form` how it is tied to that, or write `topics: []`",
            )
    elif not linkage.topics:
        faults.add(
            ("linkage", "topics"),
            f"the linkage is {linkage.form}, yet names no topic",
            "name what it is traded against, or leave `topics` out if that is not known",
        )


def _check_review(review: Review | None, as_of: date, faults: _Faults) -> None:
    if review is None or review.next_review is None or review.next_review is NONE:
        return
    if review.next_review <= as_of:
        faults.add(
            ("review", "next_review"),
            f"the next review is not after the proposal's date, {as_of}",
            "give a later date, or `none` if no review is planned",
        )


# -- license decisions -------------------------------------------------------------------------


def _check_license_decision(model: LicenseDecision, pack: Pack, faults: _Faults) -> None:
    items = model.items or ()
    _check_ids(("items",), [item.id for item in items], faults)
    _check_ids(("parties",), [party.id for party in model.parties or ()], faults)
    _check_ids(("inventory",), [entry.id for entry in model.inventory or ()], faults)
    _check_lot_ids(items, faults)
    _check_inventory(model, pack, faults)
    _check_end_users(model, faults)
    _check_route(model.route or (), faults)
    for place, party in enumerate(model.parties or ()):
        _check_facility(party, ("parties", place, "facility"), faults)
        _check_screening(party, ("parties", place, "screening"), faults)
        _check_natural_person(party, ("parties", place), faults)
        _check_end_use_check(party, ("parties", place, "end_use_check"), model.as_of, faults)
    for place, item in enumerate(items):
        _check_item_kind(item, ("items", place), faults)
        _check_product(item, ("items", place), pack, faults)
        _check_quantities(item, ("items", place), faults)
        _check_lots(item, ("items", place), model.as_of, faults)
        _check_release(item, ("items", place, "release"), model.as_of, faults)
    decision = model.decision
    if decision is not None and _grants_nothing(decision, pack, model.as_of):
        for place, item in enumerate(items):
            _check_nothing_granted(item, decision, ("items", place), faults)
    elif grants_everything(decision, pack, model.as_of):
        for place, item in enumerate(items):
            _check_everything_granted(item, ("items", place), faults)


def _repeated(stated: Iterable[tuple[Pointer, str | None]]) -> Iterator[tuple[Pointer, str]]:
    """What is stated once more, with where it stands then."""
    seen: set[str] = set()
    for at, each in stated:
        if each is None:
            continue
        if each in seen:
            yield at, each
        seen.add(each)


def _check_ids(at: Pointer, ids: Sequence[str], faults: _Faults) -> None:
    for again, each in _repeated(((*at, place, "id"), each) for place, each in enumerate(ids)):
        message = f"the id `{each}` is used twice in one list"
        faults.add(again, message, "give each its own id")


def _check_lot_ids(items: Sequence[Item], faults: _Faults) -> None:
    ids = (
        (("items", place, "lots", number, "id"), lot.id)
        for place, item in enumerate(items)
        for number, lot in enumerate(item.lots or ())
    )
    for again, each in _repeated(ids):
        message = f"the lot id `{each}` is used twice in this proposal"
        faults.add(again, message, "give each lot its own id")


def _check_inventory(model: LicenseDecision, pack: Pack, faults: _Faults) -> None:
    products: list[tuple[Pointer, str | None]] = []
    for place, entry in enumerate(model.inventory or ()):
        if entry.attested_on is not None and entry.attested_on > model.as_of:
            faults.add(
                ("inventory", place, "attested_on"),
                f"this was attested after the proposal's date, {model.as_of}",
                "give the day of an attestation that there was by then",
            )
        at: Pointer = ("inventory", place, "product")
        products.append((at, entry.product))
        if entry.product is not None:
            _check_product_key(entry.product, at, pack, faults)
    for again, each in _repeated(products):
        message = f"`{each}` has two inventory entries"
        faults.add(again, message, "state each product's inventory once, summed up")


def _check_facility(party: Party, at: Pointer, faults: _Faults) -> None:
    facility = party.facility
    if party.business is Business.FAB or facility is None:
        return
    if facility.kind not in (None, FacilityKind.FAB) and facility.advanced_node is True:
        faults.add(
            (*at, "advanced_node"),
            f"advanced-node circuits are made here, yet the facility is a {facility.kind}",
            "write `kind: fab`, or `advanced_node: false` if none are made here",
        )


def _check_screening(party: Party, at: Pointer, faults: _Faults) -> None:
    entries = (
        ((*at, place, "entry"), each.entry) for place, each in enumerate(party.screening or ())
    )
    for again, entry in _repeated(entries):
        message = f"the entry `{entry}` is decided on twice"
        faults.add(again, message, "keep the decision that holds")


def _check_natural_person(party: Party, at: Pointer, faults: _Faults) -> None:
    if party.owners:
        instead = "has owners"
    elif party.business not in (None, Business.OTHER):
        instead = f"is a {party.business}"
    else:
        return
    for name in ("headquarters", "ultimate_parent"):
        if getattr(party, name) is NONE:
            message = f"`{name}: none` is for a natural person, and this party {instead}"
            hint = "give the country, or leave it out if not known"
            faults.add((*at, name), message, hint)


_MADE = (CheckStatus.PASSED, CheckStatus.FAILED)


def _check_end_use_check(party: Party, at: Pointer, as_of: date, faults: _Faults) -> None:
    check = party.end_use_check
    if check is None or check.date is None or check.status not in _MADE:
        return
    if check.date > as_of:
        message = f"this check was made after the proposal's date, {as_of}"
        faults.add((*at, "date"), message, "give the day of a check that there was by then")


def _check_end_users(model: LicenseDecision, faults: _Faults) -> None:
    items = model.items or ()
    if model.parties is None:
        return
    by_id = {party.id: party for party in model.parties}
    for place, item in enumerate(items):
        for number, name in enumerate(item.end_users or ()):
            _check_end_user(name, by_id, ("items", place, "end_users", number), faults)
    if not items or any(item.end_users is None for item in items):
        return
    named = {name for item in items for name in item.end_users or ()}
    if not named <= by_id.keys():
        return  # a misspelt id would look like an end user left out
    for place, party in enumerate(model.parties):
        if party.role is PartyRole.END_USER and party.id not in named:
            faults.add(
                ("parties", place),
                f"every item names its end users, and `{party.id}` is none of them",
                "add it to the `end_users` of an item, or give it another role",
            )


def _check_end_user(name: str, by_id: dict[str, Party], at: Pointer, faults: _Faults) -> None:
    party = by_id.get(name)
    if party is None:
        near = closest(name, by_id)
        hint = f"did you mean `{near}`?" if near else "name the id of a party"
        faults.add(at, f"there is no party `{name}`", hint)
    elif party.role not in (None, PartyRole.END_USER):
        faults.add(
            at,
            f"the party `{name}` has the role {party.role}, not {PartyRole.END_USER}",
            "name end users alone, or change the party's role",
        )


def _check_route(route: Sequence[Leg], faults: _Faults) -> None:
    if not route:
        return
    if len(route) == 1:
        message = "a route has two legs at least, its origin and its destination"
        faults.add(("route",), message, "add the other, or leave `route` out if it is not known")
        return
    for place, leg in enumerate(route):
        at: Pointer = ("route", place, "role")
        due = due_role(place, len(route))
        if leg.role is None:
            continue
        if due is not None and leg.role is not due:
            where = "first" if place == 0 else "last"
            message = f"the {where} leg of a route is its {due}, and this one says {leg.role}"
            faults.add(at, message, f"write `role: {due}`, or put the legs in order of travel")
        if due is None and leg.role in (LegRole.ORIGIN, LegRole.DESTINATION):
            message = f"the {leg.role} of a route can't stand between other legs"
            faults.add(at, message, "put the origin first and the destination last")
    for place, leg in enumerate(route):
        if leg.returns_to is None or leg.returns_to is NONE:
            continue
        later = [other.country for other in route[place + 1 :]]
        if leg.returns_to not in later and None not in later:
            faults.add(
                ("route", place, "returns_to"),
                f"this leg returns to {leg.returns_to}, and no later leg is there",
                "add the leg it returns to, or write `none`",
            )
        came_from = [other.country for other in route[:place]]
        if leg.returns_to not in came_from and None not in came_from:
            faults.add(
                ("route", place, "returns_to"),
                f"this leg returns to {leg.returns_to}, where the items have not been before",
                "name the country of an earlier leg, or write `none`",
            )


def due_role(place: int, length: int) -> LegRole | None:
    """The role that a leg has by its place alone."""
    if place == 0:
        return LegRole.ORIGIN
    return LegRole.DESTINATION if place == length - 1 else None


def _check_item_kind(item: Item, at: Pointer, faults: _Faults) -> None:
    if item.product is not None and item.variant_of is not None:
        faults.add(
            (*at, "variant_of"),
            "an item is a catalogue product or a variant of one, not both",
            "keep `product`, or keep `variant_of` if the part was changed",
        )
    if item.kind is None:
        return
    specs = item.specs
    if item.kind in CHIP_KINDS:
        per_unit = None if specs is None else specs.accelerators_per_unit
        several = per_unit is not None and same(per_unit, exactly(1)) is False
        if item.kind is ItemKind.CHIP and several:
            faults.add(
                (*at, "specs", "accelerators_per_unit"),
                "a chip is one accelerator a unit",
                "write `kind: system` for a board or server of several",
            )
        return
    hint = "if it computes, write `kind: chip` or `kind: system`"
    if item.product is not None:
        message = f"`{item.product}` is a chip of the catalogue, and this item is {item.kind}"
        faults.add((*at, "product"), message, hint)
    if item.variant_of is not None and item.variant_of is not NONE:
        message = f"a variant of `{item.variant_of}` is a chip, and this item is {item.kind}"
        faults.add((*at, "variant_of"), message, hint)
    for name in ACCELERATOR_FIGURES:
        if specs is not None and getattr(specs, name) is not None:
            message = f"an item of kind {item.kind} has no `{name}`"
            faults.add((*at, "specs", name), message, hint)
    if item.kind is ItemKind.HBM:
        return
    hint = "if it is a stack of memory, write `kind: hbm`; if it computes, `chip` or `system`"
    if specs is not None and specs.hbm_bandwidth_density is not None:
        message = f"an item of kind {item.kind} has no `hbm_bandwidth_density`"
        faults.add((*at, "specs", "hbm_bandwidth_density"), message, hint)
    if item.eccn is not None and item.eccn.startswith(CHIP_PARAGRAPHS):
        message = f"{item.eccn} is for chips and stacks of memory, and this item is {item.kind}"
        faults.add((*at, "eccn"), message, hint)


def _check_product_key(key: str, at: Pointer, pack: Pack, faults: _Faults) -> None:
    if key in pack.chips:
        return
    near = closest(key, pack.chips) or next(
        (chip.id for chip in pack.chips.values() if key in chip.id), None
    )
    hint = (
        f"did you mean `{near}`?"
        if near
        else "leave it out and state `specs`, with `variant_of: none` if it is in no catalogue"
    )
    faults.add(at, f"the catalogue has no product `{key}`", hint)


def _check_product(item: Item, at: Pointer, pack: Pack, faults: _Faults) -> None:
    if item.variant_of is not None and item.variant_of is not NONE:
        _check_product_key(item.variant_of, (*at, "variant_of"), pack, faults)
    specs = stated_specifications(item.specs)
    try:
        total_processing_performance(specs)
    except ValueError:
        faults.add(
            (*at, "specs", "total_processing_performance"),
            "this contradicts the `throughput` stated beside it",
            "it is the highest product of bits and dense TOPS, without sparsity",
        )
        return
    if item.product is None:
        return
    _check_product_key(item.product, (*at, "product"), pack, faults)
    chip = pack.chips.get(item.product)
    if chip is None:
        return
    for each in figure_contradictions(specs, chip):
        faults.add(
            (*at, "specs", *each.field),
            f"{each.what} {_shown(each.stated)} contradicts the catalogue's "
            f"{_shown(each.known)} for {chip.name}",
            "correct it (per accelerator, without sparsity), or write `variant_of` instead of "
            "`product` for a changed part",
        )
    _check_market(item, chip, at, faults)


def _check_market(item: Item, chip: Chip, at: Pointer, faults: _Faults) -> None:
    def differ(section: str, name: str, stated: object, known: object) -> None:
        if stated is not None and known is not None and stated != known:
            faults.add(
                (*at, section, name),
                f"the catalogue says {_word(known)} for {chip.name}, not {_word(stated)}",
                "correct it, or write `variant_of` instead of `product` for a changed part",
            )

    if item.marketed is not None:
        differ("marketed", "data_center", item.marketed.data_center, chip.marketed_data_center)
        differ("marketed", "inference", item.marketed.inference, chip.marketed_inference)
    if item.release is None:
        return
    differ("release", "status", item.release.status, chip.release_status)
    stated, known = item.release.first_shipment, chip.first_shipment
    if stated is not None and known is not None and overlap(stated, known) is None:
        faults.add(
            (*at, "release", "first_shipment"),
            f"by the catalogue {chip.name} first shipped {_window(known)}",
            "correct it, or write `variant_of` instead of `product` for a changed part",
        )


def _window(known: Dates) -> str:
    if known.low is not None and known.low == known.high:
        return f"on {known.low}"
    if known.low is None:
        return f"by {known.high}"
    return f"from {known.low} on" if known.high is None else f"between {known.low} and {known.high}"


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _shown(number: Number) -> str:
    if number.low is not None and number.low == number.high:
        return plain_number(number.low)
    low = "" if number.low is None else plain_number(number.low)
    return f"{low} or more" if number.high is None else f"{low} to {plain_number(number.high)}"


def _check_quantities(item: Item, at: Pointer, faults: _Faults) -> None:
    approved, quantity = item.approved_quantity, item.quantity
    if quantity is not None and quantity.high == 0:
        message = "nothing of this item is applied for"
        faults.add((*at, "quantity"), message, "state how many, or leave the item out")
        return
    if approved is None or quantity is None or approved.low is None or quantity.high is None:
        return
    if approved.low > quantity.high:
        message = "more is approved than was applied for"
        faults.add((*at, "approved_quantity"), message, "approve at most the `quantity`")


def _check_lots(item: Item, at: Pointer, as_of: date, faults: _Faults) -> None:
    nothing = item.approved_quantity is not None and item.approved_quantity.high == 0
    for number, lot in enumerate(item.lots or ()):
        if nothing and lot.approved is True:
            message = "nothing of this item is granted, yet this lot is approved"
            hint = "write `approved: false`, or state the `approved_quantity` that is granted"
            faults.add((*at, "lots", number, "approved"), message, hint)
        completed = None if lot.completed_on is None else lot.completed_on.low
        if lot.stage is LotStage.FINISHED and completed is not None and completed > as_of:
            faults.add(
                (*at, "lots", number, "completed_on"),
                f"this lot is finished, yet on a day after the proposal's date, {as_of}",
                "give the day on which it was finished, or the stage at which it is now",
            )


def _check_release(item: Item, at: Pointer, as_of: date, faults: _Faults) -> None:
    release = item.release
    if release is None or release.status is not ReleaseStatus.SHIPPED:
        return
    first = None if release.first_shipment is None else release.first_shipment.low
    if first is not None and first > as_of:
        message = f"this has shipped, yet for the first time after the proposal's date, {as_of}"
        hint = "give the day of the first shipment, or the status that it has now"
        faults.add((*at, "first_shipment"), message, hint)


def _check_nothing_granted(item: Item, decision: Decision, at: Pointer, faults: _Faults) -> None:
    said = f"the action is {decision.action}"
    if item.approved_quantity is not None and same(item.approved_quantity, exactly(0)) is False:
        message = f"{said}, yet a quantity is approved"
        faults.add((*at, "approved_quantity"), message, "write 0, or change the action")
    for number, lot in enumerate(item.lots or ()):
        if lot.approved is True:
            message = f"{said}, yet this lot is approved"
            hint = "write `approved: false`, or change the action"
            faults.add((*at, "lots", number, "approved"), message, hint)


def _check_everything_granted(item: Item, at: Pointer, faults: _Faults) -> None:
    hint = "to grant less, write `action: approve_in_part` with `basis: license`"
    approved, quantity = item.approved_quantity, item.quantity
    if approved is not None and quantity is not None and overlap(approved, quantity) is None:
        message = "this decision grants all that was applied for, yet this is another quantity"
        faults.add((*at, "approved_quantity"), message, hint)
    for number, lot in enumerate(item.lots or ()):
        if lot.approved is False:
            message = "this decision grants every lot, yet this one is not approved"
            faults.add((*at, "lots", number, "approved"), message, hint)


# -- policy actions ----------------------------------------------------------------------------


def _check_policy_action(model: PolicyAction, pack: Pack, faults: _Faults) -> None:
    changes = model.changes or ()
    _check_ids(("changes",), [change.id for change in changes], faults)
    directions = {change.direction for change in changes}
    if model.instrument is Instrument.SUSPENSION and directions == {Direction.MAINTAIN}:
        message = "a suspension, or more of one, loosens, and this one says maintain"
        faults.add(("changes", 0, "direction"), message, "write `loosen` where it does")
    for place, change in enumerate(changes):
        for number, key in enumerate(change.products or ()):
            _check_product_key(key, ("changes", place, "products", number), pack, faults)


# -- countries ---------------------------------------------------------------------------------


def _check_countries(model: LicenseDecision | PolicyAction, pack: Pack, faults: _Faults) -> None:
    for at, code in _stated_countries(model):
        if code is None or code is NONE or code == "ALL" or code in pack.countries.names:
            continue
        hint = "use the two letters of ISO 3166-1"
        if code == "UK":
            hint = "the United Kingdom is GB"
        faults.add(at, f"there is no country `{code}`", hint)


def _stated_countries(
    model: LicenseDecision | PolicyAction,
) -> Iterator[tuple[Pointer, str | None]]:
    if model.application is not None and model.application.applicant is not None:
        yield ("application", "applicant", "country"), model.application.applicant.country
    if model.linkage is not None:
        yield ("linkage", "counterpart"), model.linkage.counterpart
    match model:
        case LicenseDecision():
            yield from _decision_countries(model)
        case PolicyAction():
            yield from _action_countries(model)


def _decision_countries(model: LicenseDecision) -> Iterator[tuple[Pointer, str | None]]:
    for place, leg in enumerate(model.route or ()):
        yield ("route", place, "country"), leg.country
        yield ("route", place, "returns_to"), leg.returns_to
    for place, party in enumerate(model.parties or ()):
        yield ("parties", place, "country"), party.country
        yield ("parties", place, "headquarters"), party.headquarters
        yield ("parties", place, "ultimate_parent"), party.ultimate_parent
        yield from _each(("parties", place, "nationalities"), party.nationalities)


def _action_countries(model: PolicyAction) -> Iterator[tuple[Pointer, str | None]]:
    for place, change in enumerate(model.changes or ()):
        yield from _each(("changes", place, "countries"), change.countries)
        yield from _each(("changes", place, "supplier_countries"), change.supplier_countries)
    for place, step in enumerate(model.diplomacy or ()):
        yield ("diplomacy", place, "country"), step.country


def _each(at: Pointer, codes: Iterable[str] | None) -> Iterator[tuple[Pointer, str | None]]:
    for number, code in enumerate(codes or ()):
        yield (*at, number), code
