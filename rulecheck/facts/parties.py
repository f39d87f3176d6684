"""What is known of each party."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rulecheck.facts.known import Bool, Fact, Field, Origin, boolean, every, opposite, some
from rulecheck.facts.sections import Section, unstated
from rulecheck.packs.model import Pack
from rulecheck.vocabulary.enums import PartyRole, TransactionMode

ROLES_DUE = (PartyRole.END_USER, PartyRole.ULTIMATE_CONSIGNEE)
"""Roles that somebody has in every transaction."""


@dataclass(frozen=True, slots=True, eq=False)
class PartyView:
    """A party and what follows from its fields."""

    section: Section
    role: Field
    country: Field
    business: Field
    reaches_china: Bool
    in_hub: Bool

    @property
    def facts(self) -> Mapping[str, Fact]:
        """The party's facts by name."""
        return {
            "party.id": _identity(self.section),
            "party.role": self.role.fact(),
            "party.business": self.business.fact(),
            "party.country": self.country.fact(),
            "party.reaches_china": boolean(self.reaches_china),
            "party.in_hub": boolean(self.in_hub),
            "party.end_use_check": self.section.section("end_use_check").field("status").fact(),
            "party.has_unresolved_red_flag": boolean(_unresolved_red_flag(self.section)),
        }


def parties_of(proposal: Section, pack: Pack, day: date) -> tuple[PartyView, ...]:
    """The stated parties, and one more where the list leaves out a role that is always filled."""
    mode = proposal.section("transaction").field("mode")
    sections = proposal.elements("parties")
    if sections is None:
        return (party_view(unstated(("parties",)), mode, pack, day),)
    found = [party_view(section, mode, pack, day) for section in sections]
    if any(lacks(found, role) for role in ROLES_DUE):
        found.append(party_view(unstated(("parties",)), mode, pack, day))
    return tuple(found)


def lacks(parties: "tuple[PartyView, ...] | list[PartyView]", role: PartyRole) -> bool:
    """Whether no party certainly has the role."""
    return not any(party.role.value == role for party in parties)


def party_view(section: Section, mode: Field, pack: Pack, day: date) -> PartyView:
    """A party and what follows from its fields."""
    china = pack.words("china", day)
    country = section.field("country")
    by_nationality = every(
        [mode.is_in([TransactionMode.DEEMED_EXPORT]), section.has_any("nationalities", china)]
    )
    return PartyView(
        section=section,
        role=section.field("role"),
        country=country,
        business=section.field("business"),
        reaches_china=some(
            [
                country.is_in(china),
                section.field("headquarters").is_in(china),
                section.field("ultimate_parent").is_in(china),
                by_nationality,
            ]
        ),
        in_hub=country.is_in(pack.words("diversion-hubs", day)),
    )


def _unresolved_red_flag(section: Section) -> Bool:
    flags = section.elements("red_flags")
    if flags is None:
        return Bool(None, Origin(missing=(section.below("red_flags"),)))
    if not flags:
        return Bool(False, Origin(read=(section.below("red_flags"),)))
    return some([opposite(flag.field("resolved").holds()) for flag in flags])


def _identity(section: Section) -> Fact:
    return Fact(section.field("id").value, Origin(read=(section.below("id"),)))
