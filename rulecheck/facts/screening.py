"""Whether a party, or an owner of it, is one of the entities that the pack knows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import assert_never

from rulecheck.facts.known import (
    Bool,
    Fact,
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
from rulecheck.facts.names import MatchKind, NameIndex, NameMatch
from rulecheck.facts.parties import PartyView
from rulecheck.facts.sections import Section
from rulecheck.packs.model import Pack
from rulecheck.packs.reference import Network
from rulecheck.vocabulary.enums import ScreeningDecision
from rulecheck.vocabulary.ranges import Range, at_least, exactly
from rulecheck.vocabulary.truth import Truth


def party_facts(party: PartyView, pack: Pack, day: date) -> Mapping[str, Fact]:
    """What screening says of a party, and whether it takes items in, by fact."""
    found = screened(party.section, pack, day)
    return {
        "party.receives": boolean(party.role.is_in(pack.words("receiving-roles", day))),
        "party.matched_by_screening": boolean(found.matched),
        "party.screening_overruled": boolean(found.overruled),
        "party.in_huawei_network": boolean(found.in_huawei_network),
        "party.network_ownership_percent": numeric(found.network_ownership_percent),
    }


@dataclass(frozen=True, slots=True, eq=False)
class Screened:
    """What screening a party comes to."""

    matched: Bool
    overruled: Bool
    in_huawei_network: Bool
    network_ownership_percent: Num


def screened(party: Section, pack: Pack, day: date) -> Screened:
    """Screen a party and its owners against the entities whose listings are in force."""
    decisions = _decisions(party)
    own = _matches(party, pack, day)
    owners = party.elements("owners")
    nobody = Bool(None, Origin(missing=(party.below("owners"),)))
    if owners is None:
        by_owner = nobody
        shares = Num(Range(Fraction(0), None), nobody.origin)
    else:
        read = Origin(read=(party.below("owners"),))
        each = [
            _is_matched(_matches(owner, pack, day), decisions, lambda _match: True)
            for owner in owners
        ]
        by_owner = some(each) if each else Bool(False, read)
        shares = _network_share(owners, decisions, pack, day) if owners else Num(exactly(0), read)
    limit = Num(exactly(pack.number("network-ownership-limit", day)))
    return Screened(
        matched=some([_is_matched(own, decisions, lambda _match: True), by_owner]),
        overruled=_overruled(own, decisions),
        in_huawei_network=some(
            [_is_matched(own, decisions, _is_huaweis), compared(shares, limit, at_least)]
        ),
        network_ownership_percent=shares,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Matches:
    """What a name was found to be, or to be near to; `None` if there is no name."""

    found: tuple[NameMatch, ...] | None
    name: Origin
    day: date

    def origin(self, match: NameMatch) -> Origin:
        """The name and the matched entry; the others that were found play no part in it."""
        return merged([self.name, Origin(sources=(_cited(match, self.day),))])


def _matches(section: Section, pack: Pack, day: date) -> _Matches:
    name = section.field("name")
    if not isinstance(name.value, str):
        return _Matches(None, name.origin, day)
    return _Matches(_listed(name.value, pack, day), name.origin, day)


def _listed(name: str, pack: Pack, day: date) -> tuple[NameMatch, ...]:
    """Entities listed on the day that the name may mean, the likeliest first."""
    return tuple(
        match
        for match in _index(pack).matches(
            name,
            int(pack.number("screening-threshold", day)),
            pack.words("legal-forms", day),
            pack.words("common-words", day),
        )
        if match.entity.listings_on(day)
    )


def is_listed_in(name: str, countries: frozenset[str], pack: Pack, day: date) -> Truth:
    """Whether a listed entity of one of the countries has the name; open if it is only like it."""
    found = [each for each in _listed(name, pack, day) if each.entity.country in countries]
    if any(each.kind is not MatchKind.NEAR for each in found):
        return True
    return None if found else False


@lru_cache(maxsize=4)
def _index(pack: Pack) -> NameIndex:
    return NameIndex(pack.entities)


def _cited(match: NameMatch, day: date) -> str:
    """The matched entry as a report shows it."""
    listings = ", ".join(
        f"{listing.basis.value} ({listing.citation})" for listing in match.entity.listings_on(day)
    )
    return (
        f"{match.entity.name} [{match.entity.id}], {_how(match.kind)} "
        f'"{match.name}", score {match.score}: {listings}'
    )


def _how(kind: MatchKind) -> str:
    match kind:
        case MatchKind.EXACT:
            return "found by its name"
        case MatchKind.ALIAS:
            return "found by its alias"
        case MatchKind.NEAR:
            return "not the same, but like its name"
        case _:
            assert_never(kind)


@dataclass(frozen=True, slots=True, eq=False)
class Decisions:
    """What the drafter says of entries that names came near to."""

    entries: tuple[Section, ...]
    open: bool
    """Whether nothing is stated, so that more could be said."""
    at: Origin

    def on(self, match: NameMatch) -> Bool:
        """Whether the match is confirmed or denied; the entry is named by id, name or alias."""
        said = self._say(match, ScreeningDecision.MATCH)
        if said.truth is not False:
            return said
        denied = self.deny(match)
        return Bool(False if denied.truth is True else None, denied.origin)

    def deny(self, match: NameMatch) -> Bool:
        """Whether the match is denied; open while an entry may be about it, or more may be said."""
        return self._say(match, ScreeningDecision.NO_MATCH)

    def _say(self, match: NameMatch, decision: ScreeningDecision) -> Bool:
        names = {match.entity.id, match.entity.name, match.name}
        parts = [
            every([entry.field("entry").is_in(names), entry.field("decision").is_in([decision])])
            for entry in self.entries
        ]
        return some(parts) if parts else Bool(None if self.open else False, self.at)


def _is_huaweis(match: NameMatch) -> bool:
    return match.entity.network is Network.HUAWEI


def _is_matched(
    matches: _Matches, decisions: Decisions, concerns: Callable[[NameMatch], bool]
) -> Bool:
    """True by name or alias; by a near name only as the drafter says."""
    if matches.found is None:
        return Bool(None, matches.name)
    parts = [_same(match, matches, decisions) for match in matches.found if concerns(match)]
    return some(parts) if parts else Bool(False, matches.name)


def _same(match: NameMatch, matches: _Matches, decisions: Decisions) -> Bool:
    if match.kind is not MatchKind.NEAR:
        return Bool(True, matches.origin(match))
    decided = decisions.on(match)
    return Bool(decided.truth, merged([matches.origin(match), decided.origin]))


def _overruled(matches: _Matches, decisions: Decisions) -> Bool:
    """Whether the drafter denies a match by name or alias, which changes nothing."""
    if matches.found is None:
        return Bool(None, matches.name)
    same = [match for match in matches.found if match.kind is not MatchKind.NEAR]
    return some([decisions.deny(match) for match in same]) if same else Bool(False, matches.name)


def _decisions(party: Section) -> Decisions:
    entries = party.elements("screening")
    missing = Origin(missing=(party.below("screening"),))
    return Decisions(entries or (), entries is None, missing)


def _network_share(owners: Sequence[Section], decisions: Decisions, pack: Pack, day: date) -> Num:
    """Percent of the party that entities of the network own together."""
    parts = []
    for owner in owners:
        percent = owner.field("percent")
        share = percent.number()
        if percent.value is None:
            share = Num(Range(Fraction(0), Fraction(100)), percent.origin)
        belongs = _is_matched(_matches(owner, pack, day), decisions, _is_huaweis)
        parts.append(perhaps(belongs, share))
    return sum_of(parts)
