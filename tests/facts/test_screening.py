"""Screening: who is matched by name, by a decision of the drafter, and by owners."""

from datetime import date

import pytest

from rulecheck.documents import Plain
from rulecheck.facts.known import Fact
from rulecheck.vocabulary.enums import SubjectKind
from tests.properties.drafts import Draft

from .making import DAY, UNKNOWN, ends, fact_of, license_decision

NEAR = "Swaysore Technology"
NEAR_OTHER = "Yangtze Memory Technologis"
NOBODY = "Example Holding"

CLEAR: Draft = {"name": NOBODY, "owners": []}


def party_fact(fact: str, party: Draft, day: date = DAY) -> Fact:
    stated = {"id": "buyer", "role": "end_user", **party}
    return fact_of(license_decision(day, parties=[stated]), SubjectKind.PARTY, "buyer", fact)


def named(name: Plain, *decisions: tuple[str, str]) -> Draft:
    """A party that nobody owns, of that name, with the drafter's decisions on entries."""
    screening: list[Plain] = [{"entry": entry, "decision": how} for entry, how in decisions]
    return {"name": name, "owners": [], "screening": screening}


def owned(*owners: tuple[Plain, Plain]) -> Draft:
    """A party that is nobody itself, owned by those of these names and percents."""
    return {
        "name": NOBODY,
        "owners": [{"name": name, "percent": percent} for name, percent in owners],
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("Semiconductor Manufacturing South China Corporation", True, id="its name"),
        pytest.param("SEMICONDUCTOR MANUFACTURING SOUTH CHINA", True, id="another legal form"),
        pytest.param("SMIC South", True, id="an alias"),
        pytest.param("PST", True, id="an abbreviation that is an alias"),
        pytest.param("Pensun", True, id="another alias of the same entity"),
        pytest.param("Naura", True, id="an entity outside the network"),
        pytest.param(NEAR, UNKNOWN, id="a near name"),
        pytest.param("PSX", False, id="an abbreviation that is merely near"),
        pytest.param(NOBODY, False, id="a name like no other"),
        pytest.param(None, UNKNOWN, id="no name"),
        pytest.param("unknown", UNKNOWN, id="a name not known"),
    ],
)
def test_a_party_is_matched_by_its_name(name: str | None, expected: bool | None) -> None:
    party: Draft = {"name": name, "owners": []}
    assert party_fact("party.matched_by_screening", party).value is expected


def test_a_name_that_is_left_out_is_what_is_missing() -> None:
    found = party_fact("party.matched_by_screening", {"owners": []})
    assert found.value is UNKNOWN
    assert found.origin.missing == (("parties", 0, "name"),)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        pytest.param(
            "Semiconductor Manufacturing South China Corp.",
            ["[smic-south]", "found by its name", "score 100", "footnote5 (89 FR 96837)"],
            id="a name",
        ),
        pytest.param(
            "SMIC South",
            ["[smic-south]", 'alias "SMIC South"', "score 100", "footnote5 (89 FR 96837)"],
            id="an alias",
        ),
        pytest.param(
            NEAR,
            ["[swaysure]", 'like its name "SwaySure Technology Co., Ltd."', "score 94"],
            id="a near name",
        ),
        pytest.param(
            "SiCarrier",
            ["[sicarrier]", "entity_list (89 FR 96837)", "reported (Bloomberg, 20 March 2024)"],
            id="an entity on a list and in reports",
        ),
    ],
)
def test_the_matched_entry_is_cited(name: str, words: list[str]) -> None:
    (source,) = party_fact("party.matched_by_screening", named(name)).origin.sources
    assert [word for word in words if word not in source] == []


def test_who_is_like_nobody_has_nothing_cited() -> None:
    assert party_fact("party.matched_by_screening", named(NOBODY)).origin.sources == ()


@pytest.mark.parametrize(
    ("name", "decisions", "expected"),
    [
        pytest.param(NEAR, [("swaysure", "match")], True, id="a match by id"),
        pytest.param(NEAR, [("swaysure", "no_match")], False, id="no match by id"),
        pytest.param(
            NEAR,
            [("swaysure", "no_match"), ("SwaySure Technology Co., Ltd.", "match")],
            True,
            id="a match is one in whatever order it is stated",
        ),
        pytest.param(NEAR, [("SwaySure Technology Co., Ltd.", "match")], True, id="match by name"),
        pytest.param(
            NEAR, [("SwaySure Technology Co., Ltd.", "no_match")], False, id="no match by name"
        ),
        pytest.param(
            "Pengjing High-Tech", [("Pengjin High-Tech", "match")], True, id="match by alias"
        ),
        pytest.param(
            "Pengjing High-Tech", [("Pengjin High-Tech", "no_match")], False, id="no match by alias"
        ),
        pytest.param(NEAR, [("ymtc", "no_match")], UNKNOWN, id="a word on another entry"),
        pytest.param(NEAR, [("swaysure", "unknown")], UNKNOWN, id="a decision not known"),
        pytest.param(NEAR, [], UNKNOWN, id="no decision"),
        pytest.param(
            NEAR,
            [("ymtc", "match"), ("swaysure", "no_match")],
            False,
            id="the decision on its own entry among others",
        ),
        pytest.param(NOBODY, [("swaysure", "match")], False, id="a match that no name is near to"),
        pytest.param("SMIC South", [("smic-south", "no_match")], True, id="an alias, denied"),
        pytest.param(
            "Semiconductor Manufacturing South China Corporation",
            [("smic-south", "no_match")],
            True,
            id="the very name, denied",
        ),
    ],
)
def test_the_drafter_decides_on_near_names_alone(
    name: str, decisions: list[tuple[str, str]], expected: bool | None
) -> None:
    assert party_fact("party.matched_by_screening", named(name, *decisions)).value is expected


@pytest.mark.parametrize(
    ("party", "expected"),
    [
        pytest.param(named("SMIC South", ("smic-south", "no_match")), True, id="an alias denied"),
        pytest.param(
            named("Naura Technology Group Co., Ltd.", ("naura", "no_match")),
            True,
            id="a name denied",
        ),
        pytest.param(
            named("SMIC South", ("smic-south", "match")), False, id="an alias that is granted"
        ),
        pytest.param(named("SMIC South"), False, id="nothing decided"),
        pytest.param(
            named("SMIC South", ("ymtc", "no_match")), False, id="a denial of another entry"
        ),
        pytest.param(named(NEAR, ("swaysure", "no_match")), False, id="a near name denied"),
        pytest.param(named(NOBODY), False, id="nobody"),
        pytest.param({"name": "SMIC South", "owners": []}, UNKNOWN, id="decisions not stated"),
        pytest.param({"owners": [], "screening": []}, UNKNOWN, id="no name"),
    ],
)
def test_denying_a_certain_match_is_told(party: Draft, expected: bool | None) -> None:
    assert party_fact("party.screening_overruled", party).value is expected


@pytest.mark.parametrize(
    ("party", "expected"),
    [
        pytest.param(owned(("SMIC", 5)), True, id="an owner by alias"),
        pytest.param(owned((NOBODY, 60), ("Naura", 2)), True, id="one owner of two"),
        pytest.param(owned((NOBODY, 100)), False, id="an owner who is nobody"),
        pytest.param(owned((None, 100)), UNKNOWN, id="an owner without a name"),
        pytest.param(owned((NEAR, 10)), UNKNOWN, id="an owner with a near name"),
        pytest.param(
            owned((NEAR, 10)) | {"screening": [{"entry": "swaysure", "decision": "match"}]},
            True,
            id="a near owner said to be the entity",
        ),
        pytest.param(
            owned((NEAR, 10)) | {"screening": [{"entry": "swaysure", "decision": "no_match"}]},
            False,
            id="a near owner said not to be",
        ),
        pytest.param(
            owned(("SMIC", 5)) | {"screening": [{"entry": "smic", "decision": "no_match"}]},
            True,
            id="an owner by alias, denied",
        ),
        pytest.param({"name": NOBODY}, UNKNOWN, id="owners not stated"),
        pytest.param({"name": "SMIC"}, True, id="the party itself, owners not stated"),
        pytest.param({"name": NOBODY, "owners": []}, False, id="no owners"),
        pytest.param({"owners": [{"name": "SMIC"}]}, True, id="an owner of a party without a name"),
    ],
)
def test_a_party_is_matched_through_an_owner(party: Draft, expected: bool | None) -> None:
    assert party_fact("party.matched_by_screening", party).value is expected


def test_owners_that_are_left_out_are_what_is_missing() -> None:
    found = party_fact("party.matched_by_screening", {"name": NOBODY})
    assert found.origin.missing == (("parties", 0, "owners"),)


@pytest.mark.parametrize(
    ("party", "expected"),
    [
        pytest.param(owned(("SMIC", 49)), False, id="49 of one"),
        pytest.param(owned(("SMIC", 50)), True, id="50 of one"),
        pytest.param(owned(("SMIC", 25), ("Huawei", 24)), False, id="49 in sum"),
        pytest.param(owned(("SMIC", 25), ("Huawei", 25)), True, id="50 in sum"),
        pytest.param(owned(("SMIC", 49), ("Naura", 51)), False, id="the rest owned by another"),
        pytest.param(owned(("SMIC", 49), (NOBODY, 51)), False, id="the rest owned by nobody"),
        pytest.param(owned(("SMIC", 49), (NEAR, 1)), UNKNOWN, id="50 with a near name"),
        pytest.param(owned(("SMIC", 49), (None, 1)), UNKNOWN, id="50 with one who is not named"),
        pytest.param(owned(("SMIC", {"between": [49, 50]})), UNKNOWN, id="49 to 50"),
        pytest.param(owned(("SMIC", {"between": [50, 60]})), True, id="50 to 60"),
        pytest.param(owned(("SMIC", None)), UNKNOWN, id="a share not stated"),
        pytest.param(owned(("Naura", 100)), False, id="owned by a listed firm of no network"),
        pytest.param(named("SMIC South"), True, id="the party itself, by footnote 5"),
        pytest.param(named("Pengjin"), True, id="the party itself, by report alone"),
        pytest.param(named("SiCarrier"), True, id="the party itself, listed and reported"),
        pytest.param(named("Naura"), False, id="a listed firm of no network"),
        pytest.param(named(NEAR_OTHER), False, id="near to a listed firm of no network"),
        pytest.param(named(NEAR), UNKNOWN, id="near to a name of the network"),
        pytest.param(named(NEAR, ("swaysure", "no_match")), False, id="near to it, and denied"),
        pytest.param(named(NEAR, ("swaysure", "match")), True, id="near to it, and granted"),
        pytest.param({"name": NOBODY}, UNKNOWN, id="owners not stated"),
        pytest.param(CLEAR, False, id="nobody, owned by nobody"),
    ],
)
def test_who_is_in_huaweis_network(party: Draft, expected: bool | None) -> None:
    assert party_fact("party.in_huawei_network", party).value is expected


@pytest.mark.parametrize(
    ("party", "expected"),
    [
        pytest.param(CLEAR, (0, 0), id="no owners"),
        pytest.param({"name": NOBODY}, None, id="owners not stated"),
        pytest.param(owned(("SMIC", 25), ("Huawei", 24)), (49, 49), id="two are added up"),
        pytest.param(owned(("Naura", 25), ("Huawei", 24)), (24, 24), id="others do not count"),
        pytest.param(owned((NEAR, 30), ("Huawei", 24)), (24, 54), id="a near one may count"),
        pytest.param(owned((None, 30)), (0, 30), id="one without a name may count"),
        pytest.param(owned(("SMIC", None)), (0, 100), id="a share not stated is any"),
        pytest.param(owned(("SMIC", {"between": [10, 20]})), (10, 20), id="a range stays one"),
    ],
)
def test_how_much_the_network_owns(party: Draft, expected: tuple[int, int] | None) -> None:
    assert ends(party_fact("party.network_ownership_percent", party)) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param(date(2025, 9, 11), False, id="the day before its listing"),
        pytest.param(date(2025, 9, 12), True, id="the day of its listing"),
        pytest.param(date(2026, 9, 12), True, id="a year after"),
    ],
)
def test_a_listing_counts_from_its_day(day: date, expected: bool) -> None:
    found = party_fact("party.matched_by_screening", named("Jicun Semiconductor"), day)
    assert found.value is expected


def test_a_denial_before_the_listing_overrules_nothing() -> None:
    party = named("Jicun Semiconductor", ("jicun", "no_match"))
    assert party_fact("party.screening_overruled", party, date(2025, 9, 11)).value is False
    assert party_fact("party.screening_overruled", party, date(2025, 9, 12)).value is True


def test_a_report_counts_from_its_day() -> None:
    party = named("Huawei Guanlan")
    assert party_fact("party.in_huawei_network", party, date(2025, 5, 3)).value is False
    assert party_fact("party.in_huawei_network", party, date(2025, 5, 4)).value is True


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        pytest.param("ultimate_consignee", True, id="an ultimate consignee receives"),
        pytest.param("end_user", True, id="an end user receives"),
        pytest.param("intermediate_consignee", True, id="an intermediate consignee receives"),
        pytest.param("purchaser", False, id="a purchaser pays"),
        pytest.param("remote_user", False, id="a remote user takes nothing in"),
        pytest.param(None, UNKNOWN, id="a role not stated may receive"),
    ],
)
def test_roles_that_receive(role: str | None, expected: bool | None) -> None:
    assert party_fact("party.receives", {"role": role}).value is expected


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        pytest.param({"entry": "smic-south", "decision": "no_match"}, True, id="denied"),
        pytest.param({"entry": "smic-south", "decision": "match"}, False, id="confirmed"),
        pytest.param({"entry": "another", "decision": "no_match"}, False, id="another denied"),
        pytest.param({"entry": "smic-south"}, UNKNOWN, id="not decided"),
        pytest.param({"decision": "no_match"}, UNKNOWN, id="not said whom"),
        pytest.param({"decision": "match"}, False, id="not said whom, and confirmed"),
    ],
)
def test_whether_a_match_is_denied_is_open_while_an_entry_may_deny_it(
    entry: Draft, expected: bool | None
) -> None:
    party: Draft = {"name": "SMIC South", "owners": [], "screening": [entry]}
    assert party_fact("party.screening_overruled", party).value is expected
