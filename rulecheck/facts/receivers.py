"""Who takes an item in, and what for."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from rulecheck.facts.diplomacy import allied_countries
from rulecheck.facts.known import (
    Bool,
    Fact,
    Field,
    Origin,
    boolean,
    every,
    members,
    merged,
    opposite,
    some,
)
from rulecheck.facts.parties import PartyView
from rulecheck.facts.sections import Section
from rulecheck.packs.model import Pack
from rulecheck.vocabulary import Members
from rulecheck.vocabulary.enums import Business, FacilityKind, ItemKind, PartyRole, UsedFor

Asked = Callable[[PartyView], Bool]


def among_end_users(section: Section, parties: Sequence[PartyView]) -> Callable[[Asked], Bool]:
    """Tells whether an end user of the item has what is asked.

    Where the item names its end users, one of them must. Where it does not, it may be any of the
    proposal's: true if all of them have it, false if none has.
    """
    named = section.words("end_users")
    if named is not None:
        by_id = {party.section.field("id").value: party for party in parties}
        missing = Bool(None, Origin(missing=(("parties",),)))
        meant = [by_id.get(name) for name in named]
        return lambda asked: some([missing if each is None else asked(each) for each in meant])
    unnamed = Bool(None, Origin(missing=(section.below("end_users"),)))
    roles = [(each, each.role.is_in([PartyRole.END_USER])) for each in parties]

    def among_all(asked: Asked) -> Bool:
        answers = [(is_end_user, asked(each)) for each, is_end_user in roles]
        whoever = every([some([opposite(is_one), has]) for is_one, has in answers])
        if whoever.truth is True:
            return whoever
        one = some([every([is_one, has]) for is_one, has in answers])
        return unnamed if one.truth is True else one

    return among_all


def receiver_facts(
    section: Section, parties: Sequence[PartyView], pack: Pack, day: date
) -> Mapping[str, Fact]:
    """What is known of those who receive the item in China, by fact."""
    china = pack.words("china", day)
    roles = pack.words("receiving-roles", day) - {PartyRole.END_USER}
    others = [(each, each.role.is_in(roles)) for each in parties]
    by_end_user = among_end_users(section, parties)

    def one_receives(asked: Asked) -> Bool:
        return some(
            [by_end_user(asked), *(every([is_other, asked(each)]) for each, is_other in others)]
        )

    located = {id(party): party.country.is_in(china) for party in parties}

    def in_china(asked: Asked) -> Asked:
        return lambda party: every([located[id(party)], asked(party)])

    fab = one_receives(in_china(_is_fab))
    advanced = one_receives(in_china(_is_advanced_fab))
    return {
        "item.co_packaged_with": section.field("co_packaged_with").fact(),
        "item.for_chip_making": boolean(_for_chip_making(section, pack, day)),
        "item.for_equipment_making": boolean(
            section.field("used_for").is_in([UsedFor.EQUIPMENT_MAKING])
        ),
        "item.receiving_businesses": _businesses(
            {
                business: one_receives(
                    in_china(lambda party, word=business: party.business.is_in([word]))  # type: ignore[misc]
                )
                for business in Business
            }
        ),
        "item.receiving_fab": boolean(fab),
        "item.receiving_advanced_fab": boolean(advanced),
        "item.receiving_fabs_allied": boolean(_fabs_allied(section, parties, pack, day)),
    }


def _businesses(found: Mapping[Business, Bool]) -> Fact:
    certain = [business.value for business, known in found.items() if known.truth is True]
    possible = [business.value for business, known in found.items() if known.truth is not False]
    origin = merged(known.origin for known in found.values())
    return members(Members(frozenset(certain), frozenset(possible)), origin)


def _is_fab(party: PartyView) -> Bool:
    facility = party.section.section("facility")
    return some(
        [
            party.business.is_in([Business.FAB]),
            facility.field("kind").is_in([FacilityKind.FAB]),
        ]
    )


def _is_advanced_fab(party: PartyView) -> Bool:
    advanced = party.section.section("facility").field("advanced_node").holds()
    return every([_is_fab(party), advanced])


def _fabs_allied(section: Section, parties: Sequence[PartyView], pack: Pack, day: date) -> Bool:
    """Whether each party that may receive as a fab in China is an ally's."""
    china, roles = pack.words("china", day), pack.words("receiving-roles", day)
    allies = allied_countries(pack, day)
    return every(
        [
            some(
                [
                    opposite(
                        every(
                            [
                                _may_receive(section, party, roles),
                                party.country.is_in(china),
                                _is_fab(party),
                            ]
                        )
                    ),
                    every(
                        [
                            party.section.field("headquarters").is_in(allies),
                            opposite(party.section.field("ultimate_parent").is_in(china)),
                        ]
                    ),
                ]
            )
            for party in parties
        ]
    )


def _may_receive(section: Section, party: PartyView, roles: frozenset[str]) -> Bool:
    named = section.words("end_users")
    receives = party.role.is_in(roles)
    if named is None or party.section.field("id").value in named:
        return receives
    return every([receives, opposite(party.role.is_in([PartyRole.END_USER]))])


def _for_chip_making(section: Section, pack: Pack, day: date) -> Bool:
    return some(
        [
            section.field("kind").is_in([ItemKind.EQUIPMENT]),
            _claimed_under(section.field("eccn"), pack.words("chip-making-eccns", day)),
            section.field("used_for").is_in([UsedFor.CHIP_MAKING]),
        ]
    )


def _claimed_under(eccn: Field, beginnings: frozenset[str]) -> Bool:
    if not isinstance(eccn.value, str):
        return Bool(None, eccn.origin)
    return Bool(any(eccn.value.startswith(each) for each in beginnings), eccn.origin)
