"""What is known of the way that the items take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from rulecheck.facts.known import Bool, Fact, Field, boolean, every, merged, opposite, some
from rulecheck.facts.parties import PartyView
from rulecheck.facts.sections import Section, unstated
from rulecheck.packs.model import Pack
from rulecheck.proposals.checks import due_role
from rulecheck.vocabulary.enums import Business, LegRole, PartyRole, TitleHolder
from rulecheck.vocabulary.fields import NONE


@dataclass(frozen=True, slots=True, eq=False)
class LegView:
    """A leg of the route and what follows from its fields."""

    section: Section
    country: Field
    role: Field
    in_hub: Bool
    returns: Bool
    """Packaging from which the items go back to where they came from."""
    is_hub_leg: Bool
    """In a diversion hub, and not packaging that returns."""
    ends_in_china: Bool
    """In China, and neither transit nor packaging that returns."""

    @property
    def facts(self) -> Mapping[str, Fact]:
        """The leg's facts by name."""
        return {
            "leg.country": self.country.fact(),
            "leg.role": self.role.fact(),
            "leg.in_hub": boolean(self.in_hub),
        }


def legs_of(proposal: Section, pack: Pack, day: date) -> tuple[LegView, ...]:
    """The legs of the route; one unknown leg where no route is stated."""
    sections = proposal.elements("route")
    if sections is None:
        section = unstated(("route",))
        came_from = [section.field("country")]
        return (_leg_view(section, section.field("role"), came_from, pack, day),)
    countries = [section.field("country") for section in sections]
    return tuple(
        _leg_view(section, _role(section, place, len(sections)), countries[:place], pack, day)
        for place, section in enumerate(sections)
    )


def _role(section: Section, place: int, length: int) -> Field:
    """The role as stated, or as the leg's place tells it."""
    stated = section.field("role")
    due = due_role(place, length)
    return stated if due is None or stated.value is not None else Field(due, section.pointer)


def _leg_view(
    section: Section, role: Field, came_from: Sequence[Field], pack: Pack, day: date
) -> LegView:
    country = section.field("country")
    in_hub = country.is_in(pack.words("diversion-hubs", day))
    china, returns_to = pack.words("china", day), section.field("returns_to")
    returns = every(
        [
            role.is_in([LegRole.PACKAGING]),
            opposite(returns_to.is_in([NONE])),
            opposite(returns_to.is_in(china)),
            some([_same(returns_to, earlier) for earlier in came_from]),
        ]
    )
    return LegView(
        section=section,
        country=country,
        role=role,
        in_hub=in_hub,
        returns=returns,
        is_hub_leg=every([in_hub, opposite(returns)]),
        ends_in_china=every(
            [
                country.is_in(china),
                opposite(role.is_in([LegRole.TRANSIT])),
                opposite(returns),
            ]
        ),
    )


def has_hub_leg(legs: Sequence[LegView]) -> Bool:
    """Whether a leg lies in a hub and is not packaging that returns."""
    return some([leg.is_hub_leg for leg in legs])


def hub_legs_pass_through(legs: Sequence[LegView]) -> Bool:
    """Whether the items stay the applicant's, packaged or in transit, at every hub leg."""
    return every([some([opposite(leg.is_hub_leg), _passes_through(leg)]) for leg in legs])


def _passes_through(leg: LegView) -> Bool:
    return every(
        [
            leg.role.is_in([LegRole.PACKAGING, LegRole.TRANSIT]),
            leg.section.field("title_holder").is_in([TitleHolder.APPLICANT]),
        ]
    )


_KEEPING: Final = (
    PartyRole.PURCHASER,
    PartyRole.ULTIMATE_CONSIGNEE,
    PartyRole.END_USER,
    PartyRole.REMOTE_USER,
)
"""Roles of those who own the items or have the use of them, whatever else they do."""


def through_hub(legs: Sequence[LegView], parties: Sequence[PartyView]) -> Bool:
    """Whether the route touches a hub by a leg that does not return, or by a party there."""
    touching = [
        every([party.in_hub, opposite(_packages_and_returns(party, legs))]) for party in parties
    ]
    return some([*(leg.is_hub_leg for leg in legs), *touching])


def _packages_and_returns(party: PartyView, legs: Sequence[LegView]) -> Bool:
    """Whether the party does no more than package at a leg from which the items return."""
    return every(
        [
            party.business.is_in([Business.PACKAGER]),
            opposite(party.role.is_in(_KEEPING)),
            some([every([leg.returns, _same(leg.country, party.country)]) for leg in legs]),
        ]
    )


def _same(one: Field, other: Field) -> Bool:
    origin = merged([one.origin, other.origin])
    if one.value is None or other.value is None:
        return Bool(None, origin)
    return Bool(one.value == other.value, origin)
