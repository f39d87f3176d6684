"""Whether a party is one of the entities that the pack knows, and what the draft can say of it."""

from datetime import date

import pytest

from rulecheck.documents import parse
from rulecheck.facts import Fact, subjects_of
from rulecheck.packs import load_bundled_pack
from rulecheck.proposals import read_proposal
from rulecheck.vocabulary import FactValue
from rulecheck.vocabulary.display import shown
from rulecheck.vocabulary.enums import SubjectKind

PACK = load_bundled_pack()

DRAFT = """\
schema: rulecheck/proposal/v1
kind: license_decision
id: screened
as_of: {as_of}
parties:
  - id: buyer
    role: end_user
{party}
"""


def facts_of(*lines: str, as_of: str = "2025-07-30") -> dict[str, Fact]:
    """Facts of a party with these fields."""
    text = DRAFT.format(as_of=as_of, party="\n".join(f"    {line}" for line in lines))
    (document,) = parse("draft.yaml", text.encode())
    proposal = read_proposal(document, PACK)
    party = next(
        each for each in subjects_of(proposal.model, PACK) if each.kind is SubjectKind.PARTY
    )
    return dict(party.facts)


def value(fact: str, *lines: str, as_of: str = "2025-07-30") -> FactValue:
    return facts_of(*lines, as_of=as_of)[f"party.{fact}"].value


NOBODY = ("owners: []",)
NEAR = 'name: "Shenzhen SiCarier Technologies"'


@pytest.mark.parametrize(
    ("lines", "matched"),
    [
        (('name: "SMIC South"', *NOBODY), True),
        (('name: "Semiconductor Manufacturing South China Corp."', *NOBODY), True),
        (('name: "smsc"', *NOBODY), True),
        (('name: "A bakery in Lyon"', *NOBODY), False),
        (NOBODY, None),
        (('name: "A bakery in Lyon"',), None),
        (('name: "A bakery in Lyon"', 'owners: [{name: "SMIC South", percent: 5}]'), True),
        (('name: "A bakery in Lyon"', "owners: [{percent: 5}]"), None),
        ((NEAR, *NOBODY), None),
        ((NEAR, *NOBODY, "screening: [{entry: sicarrier, decision: match}]"), True),
        ((NEAR, *NOBODY, "screening: [{entry: sicarrier, decision: no_match}]"), False),
        ((NEAR, *NOBODY, "screening: [{entry: another, decision: no_match}]"), None),
    ],
    ids=[
        "alias",
        "name with another legal form",
        "alias in lower case",
        "a stranger",
        "no name",
        "a stranger whose owners are not stated",
        "an owner",
        "an owner without a name",
        "a near name",
        "a near name that the draft confirms",
        "a near name that the draft denies",
        "a near name, and a word on somebody else",
    ],
)
def test_a_party_is_matched(lines: tuple[str, ...], matched: bool | None) -> None:
    assert value("matched_by_screening", *lines) is matched


def test_what_was_matched_is_cited() -> None:
    (source,) = facts_of('name: "SMIC South"', *NOBODY)["party.matched_by_screening"].origin.sources
    assert "smic-south" in source
    assert "score 100" in source
    assert "footnote5 (89 FR 96837)" in source


def test_denying_the_same_name_changes_nothing_and_is_noted() -> None:
    lines = ('name: "SMIC South"', *NOBODY, "screening: [{entry: smic-south, decision: no_match}]")
    assert value("matched_by_screening", *lines) is True
    assert value("screening_overruled", *lines) is True
    assert value("screening_overruled", 'name: "A bakery"', *NOBODY) is False


@pytest.mark.parametrize(
    ("owners", "in_network", "percent"),
    [
        ('[{name: "SMIC South", percent: 49}]', False, "49"),
        ('[{name: "SMIC South", percent: 50}]', True, "50"),
        ('[{name: "SMIC South", percent: 25}, {name: "SMIC North", percent: 25}]', True, "50"),
        ('[{name: "A bakery", percent: 90}]', False, "0"),
        ('[{name: "SMIC South"}]', None, "0 to 100"),
    ],
)
def test_half_in_sum_makes_a_party_the_networks(
    owners: str, in_network: bool | None, percent: str
) -> None:
    lines = ('name: "A stranger"', f"owners: {owners}")
    assert value("in_huawei_network", *lines) is in_network
    assert shown(value("network_ownership_percent", *lines)) == percent


def test_an_entity_outside_the_network_is_matched_but_not_in_it() -> None:
    lines = ('name: "Yangtze Memory Technologies"', *NOBODY)
    assert value("matched_by_screening", *lines) is True
    assert value("in_huawei_network", *lines) is False


def test_a_listing_counts_from_its_day_on() -> None:
    first_days = {each.id: min(one.since for one in each.listings) for each in PACK.entities}
    entity = max(PACK.entities, key=lambda each: (first_days[each.id], each.id))
    since = first_days[entity.id]
    assert since > PACK.judges_from
    before = date.fromordinal(since.toordinal() - 1)
    lines = (f'name: "{entity.name}"', *NOBODY)
    assert value("matched_by_screening", *lines, as_of=str(since)) is True
    assert value("matched_by_screening", *lines, as_of=str(before)) is not True
