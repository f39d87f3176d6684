"""Random valid proposals, mostly stated, such as the rules of the pack have something to say of."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from random import Random
from typing import Final, TypeVar

from hypothesis import strategies as st

from rulecheck.documents import Plain
from rulecheck.packs import load_bundled_pack
from rulecheck.packs.reference import Chip
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
from rulecheck.vocabulary.ranges import Dates, Number

from .drafts import Draft, fields, unsaid, widened

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

CHINA = ("CN", "HK", "MO")
HUBS = ("MY", "TH")
COUNTRIES = (*CHINA, *HUBS, "US", "TW", "SG", "KR", "NL", "AE")
NAMES = (
    "Example Cloud Ltd",
    "Example Packaging Sdn Bhd",
    "Huawei Technologies Co., Ltd.",
    "SMIC South",
    "SiCarrier",
    "Pensun",
)
REACHES = (0, 1, 30, 1_000, 10**6)
AMOUNTS = (650_000, 400_000, 1, 650_001, 1_300_000, 0)
SPECIFIED = (0, 10, 128, 624, 900, 1_099, 1_100, 1_399, 1_400, 1_600, 2_400, 4_800, 9_600)
DAYS = (
    date(2025, 7, 15),
    date(2025, 7, 16),
    date(2025, 4, 9),
    date(2024, 2, 1),
    date(2025, 12, 1),
)
WITHOUT_LICENSE = (Basis.LICENSE_EXCEPTION, Basis.NO_LICENSE_REQUIRED)
REFUSING = (Action.DENY, Action.REVOKE)
CLAIMS = ("3A090.a", "4A090.b", "3B001.f.1", "EAR99", "3D001")
CHIP_KINDS = (ItemKind.CHIP, ItemKind.SYSTEM)


# Made once: to make a strategy takes longer than to draw from it.
_integers: Final = cache(st.integers)
_BOOLEANS: Final = st.booleans()


class _Drafter:
    """Draws the parts of one draft, and leaves out one in so many fields; none for 0."""

    def __init__(self, draw: st.DrawFn, leaves_out_one_in: int) -> None:
        self.draw = draw
        self._one_in = leaves_out_one_in

    def leaves_out(self) -> bool:
        """Whether the next field stays unsaid; what is said is the simpler case."""
        return self._one_in > 0 and self.draw(_integers(1, self._one_in)) == self._one_in

    def stated(self, **values: Callable[[], Plain]) -> Draft:
        """A mapping of what the functions give, some of it left out."""
        return {key: give() for key, give in values.items() if not self.leaves_out()}

    def some(self, choices: Sequence[T]) -> T:
        """One of them, the first as the simplest."""
        return choices[self.draw(_integers(0, len(choices) - 1))]

    def word(self, choices: type[E], *likely: E) -> Callable[[], E]:
        """One of a closed set, one of the likely ones every other time."""
        return lambda: self.some(likely if likely and self.truth() else tuple(choices))

    def truth(self) -> bool:
        """True or false."""
        return self.draw(_BOOLEANS)

    def up_to(self, most: int, least: int = 0) -> range:
        """A number of places."""
        return range(self.draw(_integers(least, most)))

    def several(self, choices: Sequence[T], least: int = 0, most: int = 4) -> list[T]:
        """Some of them, each at most once."""
        unique = tuple(dict.fromkeys(choices))
        return self.draw(
            st.lists(st.sampled_from(unique), min_size=least, max_size=most, unique=True)
        )

    def country(self) -> str:
        """A country, China and the hubs among the likely ones."""
        return self.some(COUNTRIES)

    def number(self, choices: Sequence[int | Decimal]) -> Plain:
        """One of the numbers, or a range between two."""
        low = self.some(choices)
        if self.draw(_integers(0, 5)) < 5:
            return low
        other = self.some(choices)
        return {"between": [min(low, other), max(low, other)]}

    def day(self) -> Plain:
        """A day, or a range of days."""
        low = self.some(DAYS)
        if self.draw(_integers(0, 5)) < 5:
            return low
        return {"between": [low, low + timedelta(days=30)]}


# -- license decisions -------------------------------------------------------------------------


@st.composite
def license_decisions(draw: st.DrawFn, name: str = "draft") -> Draft:
    """A valid license decision."""
    drafter = _Drafter(draw, draw(st.sampled_from([0, 25, 6])))
    as_of = drafter.some([date(2025, 7, 22), date(2025, 4, 9), date(2026, 2, 1)])
    decision = _decision(drafter)
    parties = _parties(drafter)
    end_users = [str(each["id"]) for each in _end_users(parties)]
    items = _items(drafter, decision, as_of, end_users)
    draft: Draft = {
        "schema": "rulecheck/proposal/v1",
        "kind": "license_decision",
        "id": name,
        "as_of": as_of,
    }
    lists: Draft = drafter.stated(
        decision=lambda: decision,
        transaction=lambda: drafter.stated(
            type=drafter.word(TransactionType),
            mode=drafter.word(TransactionMode, TransactionMode.PERMANENT),
        ),
        route=lambda: _route(drafter),
        inventory=lambda: _inventory(drafter, as_of),
        items=lambda: items,
        parties=lambda: parties,
    )
    return {**draft, **lists, **_common(drafter, as_of)}


def _decision(drafter: _Drafter) -> Draft:
    return drafter.stated(
        action=drafter.word(Action, Action.APPROVE_WITH_CONDITIONS, Action.APPROVE_IN_PART),
        basis=drafter.word(Basis, Basis.LICENSE),
        covers_future_production=drafter.truth,
        covers_future_products=drafter.truth,
        conditions=lambda: [_condition(drafter, kind) for kind in _condition_types(drafter)],
    )


def _condition_types(drafter: _Drafter) -> list[ConditionType]:
    likely: Sequence[tuple[ConditionType, ...]] = (
        (ConditionType.CLOSED_LOT_LIST,),
        (ConditionType.UNIT_CAP, ConditionType.NO_REPLENISHMENT),
        (ConditionType.POST_SHIPMENT_VERIFICATION,),
        (),
    )
    return [*drafter.some(likely), *drafter.several(tuple(ConditionType), most=3)]


def _condition(drafter: _Drafter, kind: ConditionType) -> Plain:
    condition = drafter.stated(type=lambda: kind)
    match kind:
        case ConditionType.UNIT_CAP:
            condition |= drafter.stated(accelerators=lambda: drafter.number(AMOUNTS))
        case ConditionType.POST_SHIPMENT_VERIFICATION:
            condition |= drafter.stated(within_days=lambda: 90)
        case _:
            pass
    return condition


def _parties(drafter: _Drafter) -> list[Plain]:
    roles = [PartyRole.END_USER, PartyRole.ULTIMATE_CONSIGNEE, *drafter.several(tuple(PartyRole))]
    first = drafter.draw(st.integers(0, 9)) // 8
    return [_party(drafter, f"party-{place}", role) for place, role in enumerate(roles[first:])]


def _party(drafter: _Drafter, name: str, role: PartyRole) -> Plain:
    home = drafter.country()
    stated = drafter.stated(
        role=lambda: role,
        name=lambda: drafter.some(NAMES),
        country=lambda: home,
        headquarters=lambda: drafter.some([home, drafter.country(), "none"]),
        ultimate_parent=lambda: drafter.some([home, drafter.country(), "none"]),
        nationalities=lambda: [*drafter.several(COUNTRIES, most=2)],
        business=drafter.word(Business, Business.FAB, Business.PACKAGER),
        facility=lambda: _facility(drafter),
        owners=lambda: [
            drafter.stated(
                name=lambda: drafter.some(NAMES),
                percent=lambda: drafter.number([1, Decimal("24.5"), 25, 49, 50, 51]),
            )
            for _ in drafter.up_to(2)
        ],
        end_use_check=lambda: drafter.stated(
            status=drafter.word(CheckStatus, CheckStatus.PASSED), date=lambda: date(2025, 4, 1)
        ),
        red_flags=lambda: [
            drafter.stated(flag=lambda: "seen", resolved=drafter.truth) for _ in drafter.up_to(2)
        ],
        screening=lambda: [
            drafter.stated(
                entry=lambda: drafter.some(NAMES), decision=drafter.word(ScreeningDecision)
            )
            for _ in drafter.up_to(1)
        ],
    )
    is_firm = stated.get("business", Business.OTHER) is not Business.OTHER
    if is_firm or stated.get("owners"):  # then it is no natural person
        stated |= {key: home for key in NATURAL if stated.get(key) == "none"}
    return {"id": name, **stated}


NATURAL = ("headquarters", "ultimate_parent")
"""Where `none` says that a party is a natural person."""


def _facility(drafter: _Drafter) -> Plain:
    kind = drafter.word(FacilityKind, FacilityKind.FAB)()
    advanced = kind is FacilityKind.FAB and drafter.truth()
    return drafter.stated(kind=lambda: kind, advanced_node=lambda: advanced)


def _end_users(parties: Sequence[Plain]) -> list[Draft]:
    return [
        each
        for each in parties
        if isinstance(each, dict) and each.get("role") == PartyRole.END_USER
    ]


def _route(drafter: _Drafter) -> Plain:
    between = [
        drafter.some((LegRole.PACKAGING, LegRole.TRANSIT, LegRole.STORAGE))
        for _ in drafter.up_to(2)
    ]
    roles = [LegRole.ORIGIN, *between, LegRole.DESTINATION]
    legs: list[Draft] = [
        drafter.stated(
            country=drafter.country,
            role=lambda role=role: role,  # type: ignore[misc]
            title_holder=drafter.word(TitleHolder, TitleHolder.APPLICANT),
        )
        for role in roles
    ]
    for place, leg in enumerate(legs):
        later = [each["country"] for each in legs[place + 1 :] if "country" in each]
        earlier = [each.get("country") for each in legs[:place]]
        if None not in earlier:
            later = [each for each in later if each in earlier]
        if leg.get("role") is LegRole.PACKAGING and not drafter.leaves_out():
            leg["returns_to"] = drafter.some([*later, "none"])
    return [*legs]


def _inventory(drafter: _Drafter, as_of: date) -> Plain:
    products = drafter.several(("nvidia-h20", "nvidia-l20", "nvidia-h100-sxm"), most=2)
    return [
        {
            "id": f"stock-of-{product}",
            **drafter.stated(
                product=lambda product=product: product,  # type: ignore[misc]
                attested_finished=lambda: drafter.number(AMOUNTS),
                attested_on=lambda: min(date(2025, 7, 15), as_of),
                prior_drawdown=lambda: drafter.number([0, 0, 250_000]),
            ),
        }
        for product in products
    ]


def _items(
    drafter: _Drafter, decision: Draft, as_of: date, end_users: Sequence[str]
) -> list[Plain]:
    items = [
        _item(drafter, decision, as_of, f"item-{place}") for place in drafter.up_to(3, least=1)
    ]
    if end_users and drafter.truth():
        for item in items:
            item["end_users"] = [*drafter.several(end_users, least=1)]
        # Each end user must be named by some item where every item names some.
        named = {name for item in items for name in (*_words(item["end_users"]),)}
        items[0]["end_users"] = [
            *_words(items[0]["end_users"]),
            *(name for name in end_users if name not in named),
        ]
    return [*items]


def _words(data: Plain) -> tuple[str, ...]:
    return tuple(str(each) for each in data) if isinstance(data, list) else ()


def _item(drafter: _Drafter, decision: Draft, as_of: date, name: str) -> Draft:
    kind = drafter.word(ItemKind, ItemKind.CHIP, ItemKind.SYSTEM)()
    item: Draft = {"id": name}
    item |= drafter.stated(
        kind=lambda: kind,
        eccn=lambda: drafter.some(CLAIMS if kind in (*CHIP_KINDS, ItemKind.HBM) else CLAIMS[2:]),
        used_for=drafter.word(UsedFor, UsedFor.CHIP_MAKING),
    )
    if kind in CHIP_KINDS:
        item |= _chip(drafter, kind, as_of)
    else:
        dense = {"hbm_bandwidth_density": lambda: drafter.number([1, 2, Decimal("2.1")])}
        item |= drafter.stated(
            specs=lambda: drafter.stated(
                **dense if kind is ItemKind.HBM else {}, overlay_nm=lambda: drafter.number([1, 3])
            ),
            variant_of=lambda: "none",
        )
        if kind is ItemKind.HBM:
            item |= drafter.stated(co_packaged_with=drafter.word(CoPackaging))
    return item | _quantities(drafter, decision, as_of, name)


def _chip(drafter: _Drafter, kind: ItemKind, as_of: date) -> Draft:
    products = load_bundled_pack().chips
    form = drafter.some(("product", "product", "product", "variant", "own", "unsaid"))
    known: Chip | None = None
    item: Draft = {}
    match form:
        case "product":
            product = drafter.some(("nvidia-h20", "nvidia-h20", "nvidia-h20", *products))
            known = products[product]
            item["product"] = product
        case "variant":
            item["variant_of"] = drafter.some(tuple(products))
        case "own":
            item["variant_of"] = "none"
        case _:
            pass
    specs = _specs_beside(drafter, known) if known else _own_specs(drafter)
    if kind is ItemKind.SYSTEM:
        specs |= drafter.stated(accelerators_per_unit=lambda: drafter.number([1, 8, 72]))
    elif drafter.leaves_out():
        specs["accelerators_per_unit"] = 1
    return item | drafter.stated(
        specs=lambda: specs,
        release=lambda: _release(drafter, known, as_of),
        marketed=lambda: _marketed(drafter, known),
    )


def _own_specs(drafter: _Drafter) -> Draft:
    specs = drafter.stated(
        throughput=lambda: [
            drafter.stated(
                bits=lambda: drafter.some((8, 16, 4)),
                dense_tops=lambda: drafter.number([10, 100, Decimal("148.5"), 296, 600, 2_000]),
            )
            for _ in drafter.up_to(3, least=1)
        ],
        throughput_complete=drafter.truth,
        die_area_mm2=lambda: drafter.number([93, 294, 814]),
        dram_bandwidth_gbps=lambda: drafter.number(SPECIFIED),
        io_bandwidth_gbps=lambda: drafter.number(SPECIFIED),
    )
    if "throughput" not in specs:
        specs |= drafter.stated(
            total_processing_performance=lambda: drafter.number(SPECIFIED),
        )
    return specs


def _specs_beside(drafter: _Drafter, chip: Chip) -> Draft:
    """Figures that do not contradict the catalogue's: the low end of some of them."""
    found: Draft = {}
    for name in ("die_area_mm2", "dram_bandwidth_gbps", "io_bandwidth_gbps"):
        known: Number | None = getattr(chip.specs, name)
        if known is not None and known.low is not None and drafter.truth():
            found[name] = _figure(known.low)
    return found


def _figure(value: Fraction) -> Plain:
    if value.denominator == 1:
        return value.numerator
    return Decimal(value.numerator) / Decimal(value.denominator)


def _release(drafter: _Drafter, chip: Chip | None, as_of: date) -> Draft:
    def status() -> Plain:
        known = chip.release_status if chip else None
        return known or drafter.word(ReleaseStatus, ReleaseStatus.SHIPPED)()

    def shipped() -> Plain:
        window: Dates | None = chip.first_shipment if chip else None
        if window is None:
            return min(drafter.some(DAYS), as_of)
        known = window.low or window.high
        return known if known is not None and known <= as_of else None

    return drafter.stated(status=status, first_shipment=shipped)


def _marketed(drafter: _Drafter, chip: Chip | None) -> Draft:
    def sold_for(known: bool | None) -> Callable[[], Plain]:
        return drafter.truth if known is None else lambda: known

    return drafter.stated(
        data_center=sold_for(chip.marketed_data_center if chip else None),
        inference=sold_for(chip.marketed_inference if chip else None),
    )


def _quantities(drafter: _Drafter, decision: Draft, as_of: date, name: str) -> Draft:
    """What is applied for and granted, as the decision allows it."""
    action, basis = decision.get("action"), decision.get("basis")
    everything = action == Action.APPROVE or (
        action is not None and basis in WITHOUT_LICENSE and action not in REFUSING
    )
    asked = drafter.some([amount for amount in AMOUNTS if amount])
    granted = drafter.some([amount for amount in AMOUNTS if amount <= asked])
    approved: Callable[[], bool] = drafter.truth
    if everything:
        granted, approved = asked, lambda: True
    elif action in REFUSING or (
        action == Action.RETURN_WITHOUT_ACTION and basis not in WITHOUT_LICENSE
    ):
        granted = 0
    if granted == 0:
        approved = lambda: False  # noqa: E731
    return drafter.stated(
        quantity=lambda: asked,
        approved_quantity=lambda: granted,
        lots=lambda: [
            _lot(drafter, f"lot-{place}-of-{name}", as_of, granted, approved)
            for place in drafter.up_to(3, least=1)
        ],
    )


def _lot(
    drafter: _Drafter, name: str, as_of: date, granted: int, approved: Callable[[], bool]
) -> Plain:
    stage = drafter.word(LotStage, LotStage.FINISHED)()

    def completed() -> Plain:
        day = drafter.day()
        match day:
            case (date() as first) | {"between": [date() as first, *_]} if first > as_of:
                return as_of if stage is LotStage.FINISHED else day
            case _:
                return day

    return {
        "id": name,
        **drafter.stated(
            stage=lambda: stage,
            completed_on=completed,
            owner=drafter.word(LotOwner, LotOwner.DESIGNER),
            accelerators=lambda: drafter.number([granted, *AMOUNTS]),
            approved=approved,
        ),
    }


# -- policy actions ----------------------------------------------------------------------------


@st.composite
def policy_actions(draw: st.DrawFn, name: str = "draft") -> Draft:
    """A valid policy action."""
    drafter = _Drafter(draw, draw(st.sampled_from([0, 25, 6])))
    as_of = drafter.some([date(2025, 7, 22), date(2025, 11, 10)])
    draft: Draft = {
        "schema": "rulecheck/proposal/v1",
        "kind": "policy_action",
        "id": name,
        "as_of": as_of,
    }
    instrument = drafter.word(Instrument)()
    lists: Draft = drafter.stated(
        instrument=lambda: instrument,
        changes=lambda: [
            _change(drafter, f"change-{place}", instrument) for place in drafter.up_to(3, least=1)
        ],
        diplomacy=lambda: [
            drafter.stated(
                country=lambda: drafter.some(("NL", "JP", "KR", "DE")),
                step=drafter.word(DiplomaticStep),
                date=lambda: drafter.some(DAYS),
                covers=lambda: [*drafter.several(tuple(DiplomacyScope), most=3)],
                equivalent_control=drafter.truth,
            )
            for _ in drafter.up_to(2)
        ],
    )
    return {**draft, **lists, **_common(drafter, as_of)}


def _change(drafter: _Drafter, name: str, instrument: Instrument) -> Plain:
    directions = [Direction.LOOSEN, Direction.TIGHTEN]
    if instrument is not Instrument.SUSPENSION:
        directions.append(Direction.MAINTAIN)
    return {
        "id": name,
        **drafter.stated(
            direction=lambda: drafter.some(directions),
            category=drafter.word(Category, Category.CHIPS, Category.EQUIPMENT, Category.ROUTES),
            countries=lambda: [*drafter.several(("CN", "ALL", *COUNTRIES), least=1)],
            products=lambda: [*drafter.several(tuple(load_bundled_pack().chips), most=2)],
            covers_future_products=drafter.truth,
            limited_to_inventory=drafter.truth,
            eccns=lambda: [*drafter.several(("3A090", "3A090.a", "4A090.b", "3B001"), most=2)],
            entities=lambda: [*drafter.several(NAMES, most=2)],
            supplier_countries=lambda: [*drafter.several(("NL", "JP", "KR"), most=3)],
            carve_outs=lambda: [*drafter.several(("packaging", "servicing"), most=2)],
        ),
    }


# -- both --------------------------------------------------------------------------------------


def _common(drafter: _Drafter, as_of: date) -> Draft:
    form = drafter.word(LinkageForm)()
    least = 0 if form is LinkageForm.NONE else 1
    return drafter.stated(
        linkage=lambda: drafter.stated(
            form=lambda: form,
            counterpart=lambda: drafter.some(("CN", *COUNTRIES)),
            topics=lambda: [*drafter.several(tuple(LinkageTopic), least=least, most=4 * least)],
            revenue_share_percent=lambda: drafter.number([0, 15, Decimal("0.00001"), 100]),
        ),
        review=lambda: drafter.stated(
            next_review=lambda: drafter.some(
                [as_of + timedelta(days=days) for days in (180, 400, 401)] + ["none"]
            ),
            moratorium_until=lambda: drafter.some(["none", as_of, as_of + timedelta(days=90)]),
        ),
        congress=lambda: drafter.stated(
            notified=drafter.truth, days_before_issue=lambda: drafter.number([0, 29, 30])
        ),
    )


def proposals(name: str = "draft") -> st.SearchStrategy[Draft]:
    """A valid proposal of either kind, three in four of them license decisions."""
    return st.integers(0, 3).flatmap(
        lambda die: policy_actions(name) if die == 3 else license_decisions(name)
    )


# -- saying less -------------------------------------------------------------------------------


def withheld(draft: Draft) -> st.SearchStrategy[Draft]:
    """The draft saying less: from one field up to all that it can leave unsaid or widen."""
    return st.randoms(use_true_random=False).map(lambda dice: saying_less(draft, dice))


def saying_less(draft: Draft, dice: Random) -> Draft:
    """The draft saying less in some of its fields, few of them more often than many."""
    places = list(fields(draft))
    many = min(len(places), dice.choice([1, 1, 1, 2, 3, 10, len(places)]))
    less = draft
    # The innermost first, so that what is to be changed is still there.
    for place in sorted(dice.sample(range(len(places)), many), reverse=True):
        pointer, value = places[place]
        wider = widened(pointer, value, dice.choice(REACHES), dice.choice(REACHES))
        ways = unsaid(pointer) if wider is None or dice.random() < 0.5 else (wider,)
        less = dice.choice(ways).of(less)
    return less
