"""The entities that parties are screened against make sense by themselves."""

import re
from collections import Counter
from datetime import date
from itertools import combinations

import pytest

from .reference_files import Entity, Listing, countries, entities, spoken

CATALOGUE = entities().by_id()
EVERY_ENTITY = pytest.mark.parametrize("entity", CATALOGUE.values(), ids=CATALOGUE.keys())

ARTICLE = date(2025, 7, 22)
FIRST_YEAR_OF_THE_REGISTER = 1935


def official(entity: Entity) -> list[Listing]:
    """The listings that are on the Entity List."""
    return [listing for listing in entity.listings if listing.basis != "reported"]


def test_keys_are_used_once() -> None:
    assert len(CATALOGUE) == len(entities().entities)


def test_a_name_without_case_and_punctuation_means_one_entity() -> None:
    shared = {name: keys for name, keys in entities().by_spoken_name().items() if len(keys) > 1}
    assert shared == {}


@EVERY_ENTITY
def test_no_alias_is_said_twice(entity: Entity) -> None:
    said = Counter(name.casefold() for name in entity.names())
    assert [name for name, times in said.items() if times > 1] == []
    assert [name for name in entity.names() if not spoken(name)] == []


@EVERY_ENTITY
def test_countries_are_known(entity: Entity) -> None:
    assert entity.country in countries().countries


@EVERY_ENTITY
def test_businesses_are_said_once(entity: Entity) -> None:
    assert len(set(entity.businesses)) == len(entity.businesses)


@EVERY_ENTITY
def test_listings_begin_before_they_end(entity: Entity) -> None:
    ended = [(listing.since, listing.until) for listing in entity.listings if listing.until]
    assert [pair for pair in ended if pair[0] >= pair[1]] == []


@EVERY_ENTITY
def test_an_entity_is_on_the_list_in_one_way_at_a_time(entity: Entity) -> None:
    together = [
        (one.basis, other.basis)
        for one, other in combinations(official(entity), 2)
        if one.holds_on(other.since) or other.holds_on(one.since)
    ]
    assert together == []


@EVERY_ENTITY
def test_who_came_onto_the_list_is_still_on_it(entity: Entity) -> None:
    ends = {listing.until for listing in official(entity)} - {None}
    assert ends <= {listing.since for listing in official(entity)}


@EVERY_ENTITY
def test_a_reason_is_given_once(entity: Entity) -> None:
    reasons = Counter((listing.basis, listing.citation) for listing in entity.listings)
    assert [reason for reason, times in reasons.items() if times > 1] == []


def test_pages_of_the_register_are_of_the_year_in_which_they_took_effect() -> None:
    apart: list[tuple[str, str, date]] = []
    for entity in CATALOGUE.values():
        for listing in official(entity):
            page = re.fullmatch(r"(\d+) FR \d+", listing.citation)
            if page is None or int(page[1]) + FIRST_YEAR_OF_THE_REGISTER != listing.since.year:
                apart.append((entity.id, listing.citation, listing.since))
    assert apart == []


def test_a_citation_has_one_date() -> None:
    dates: dict[str, set[date]] = {}
    for entity in CATALOGUE.values():
        for listing in entity.listings:
            dates.setdefault(listing.citation, set()).add(listing.since)
    assert [citation for citation, found in dates.items() if len(found) > 1] == []


def test_sixteen_entities_have_footnote_5() -> None:
    footnoted = [entity for entity in CATALOGUE.values() if "footnote5" in entity.bases()]
    assert len(footnoted) == 16
    assert {entity.network for entity in footnoted} == {"huawei"}


@EVERY_ENTITY
def test_the_network_has_a_footnote_or_a_report_behind_it(entity: Entity) -> None:
    reasons = entity.bases() & {"footnote5", "footnote1", "reported"}
    assert bool(reasons) == (entity.network == "huawei")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Pensun", "pengxinxu"),
        ("PST", "pengxinxu"),
        ("Pengxinxu", "pengxinxu"),
        ("PXW", "pengxinwei"),
        ("pengxinwei", "pengxinwei"),
        ("SwaySure", "swaysure"),
        ("Si'En", "sien-qingdao"),
        ("Qingdao SiEn", "sien-qingdao"),
        ("XMC", "xmc"),
        ("SMIC South", "smic-south"),
        ("SMIC", "smic"),
        ("JHICC", "fujian-jinhua"),
        ("SiCarrier", "sicarrier"),
        ("HiSilicon", "hisilicon"),
        ("YMTC", "ymtc"),
    ],
)
def test_common_names_lead_to_the_entity(name: str, key: str) -> None:
    assert entities().by_spoken_name()[spoken(name)] == {key}


@pytest.mark.parametrize(
    ("key", "day", "bases"),
    [
        ("smic-south", date(2024, 12, 1), {"entity_list"}),
        ("smic-south", date(2024, 12, 2), {"footnote5"}),
        ("pengxinxu", ARTICLE, {"footnote5", "reported"}),
        ("sicarrier", ARTICLE, {"entity_list", "reported"}),
        ("sicarrier", date(2024, 12, 1), {"reported"}),
        ("huawei", date(2019, 5, 15), set()),
        ("huawei", date(2019, 5, 16), {"entity_list"}),
        ("huawei", ARTICLE, {"footnote1"}),
        ("huawei-guanlan", date(2025, 5, 3), set()),
        ("huawei-guanlan", ARTICLE, {"reported"}),
        ("ymtc", ARTICLE, {"entity_list"}),
        ("gmc-semiconductor", ARTICLE, set()),
        ("gmc-semiconductor", date(2025, 9, 12), {"entity_list"}),
    ],
)
def test_bases_on_a_day(key: str, day: date, bases: set[str]) -> None:
    assert CATALOGUE[key].bases_on(day) == bases


def test_a_report_of_others_is_not_called_certain() -> None:
    certain = {
        listing.citation
        for entity in CATALOGUE.values()
        for listing in entity.listings
        if listing.basis == "reported" and listing.confidence == "high"
    }
    assert [citation for citation in certain if not citation.startswith("House ")] == []
