"""The entities agree with the Entity List in the U.S. Consolidated Screening List.

The data is not part of this repository: where the folder `shared/data` does not stand beside the
checkout, these tests are skipped.
"""

import json
import re

import pytest
from pydantic import BaseModel

from .reference_files import Entity, entities, spoken
from .test_against_public_data import DATA, required

SCREENING_LIST = DATA / "consolidated_screening_list_entity_list_extract.json"

CATALOGUE = entities().by_id()
LISTED = {key: entity for key, entity in CATALOGUE.items() if entity.bases() != {"reported"}}
REPORTED_ONLY = sorted(CATALOGUE.keys() - LISTED.keys())

# The list has the footnotes only in running text, in several spellings.
FOOTNOTE_5 = re.compile(r"734\.9\(e\)\(3\)")
FOOTNOTE_1 = re.compile(r"734\.9\(e\) ?1")


class Row(BaseModel):
    """One entry of the list."""

    name: str
    alt_names: tuple[str, ...] = ()
    federal_register_notice: str = ""
    license_requirement: str

    def names(self) -> set[str]:
        """Its names as they are spoken."""
        return {spoken(name) for name in (self.name, *self.alt_names)}

    def citations(self) -> set[str]:
        """The pages of the Federal Register on which it was added or changed."""
        return set(re.findall(r"\d+ FR \d+", self.federal_register_notice))

    def basis(self) -> str:
        """How it is on the list."""
        if FOOTNOTE_5.search(self.license_requirement):
            return "footnote5"
        if FOOTNOTE_1.search(self.license_requirement):
            return "footnote1"
        return "entity_list"


class Extract(BaseModel):
    """The extract of the list."""

    results: tuple[Row, ...]


@pytest.fixture(scope="module")
def rows() -> tuple[Row, ...]:
    """The entries of the extract."""
    return Extract.model_validate_json(required(SCREENING_LIST).read_bytes()).results


def rows_of(entity: Entity, rows: tuple[Row, ...]) -> list[Row]:
    """The entries whose first name is one of the entity's."""
    names = {spoken(name) for name in entity.names()}
    return [row for row in rows if spoken(row.name) in names]


def test_the_extract_is_of_the_day_that_the_catalogue_names() -> None:
    pulled = json.loads(required(SCREENING_LIST).read_bytes())["search_performed_at"]
    assert pulled.startswith("2026-07-31")


def test_whoever_has_footnote_5_is_found_under_each_name(rows: tuple[Row, ...]) -> None:
    keys = entities().by_spoken_name()
    found: set[str] = set()
    for row in rows:
        if row.basis() == "footnote5":
            meant = set().union(
                *(keys.get(name, {f"nobody called {name}"}) for name in row.names())
            )
            assert len(meant) == 1, f"{row.name} means {sorted(meant)}"
            found |= meant
    assert found == {key for key, entity in CATALOGUE.items() if "footnote5" in entity.bases()}


@pytest.mark.parametrize("key", LISTED)
def test_citations_are_those_of_the_list(key: str, rows: tuple[Row, ...]) -> None:
    entity = LISTED[key]
    cited = {listing.citation for listing in entity.listings if listing.basis != "reported"}
    found = rows_of(entity, rows)
    assert found, f"{entity.name} is not on the list"
    assert cited <= set().union(*(row.citations() for row in found))


@pytest.mark.parametrize("key", LISTED)
def test_footnotes_are_those_of_the_list(key: str, rows: tuple[Row, ...]) -> None:
    entity = LISTED[key]
    standing = {
        listing.basis
        for listing in entity.listings
        if listing.basis != "reported" and listing.until is None
    }
    assert {row.basis() for row in rows_of(entity, rows)} == standing


@pytest.mark.parametrize("key", LISTED)
def test_the_first_listing_is_the_first_page_of_the_entry(key: str, rows: tuple[Row, ...]) -> None:
    entity = LISTED[key]
    first = min(
        (listing for listing in entity.listings if listing.basis != "reported"),
        key=lambda listing: listing.since,
    )
    pages = set().union(*(row.citations() for row in rows_of(entity, rows)))
    assert first.citation == min(pages, key=page_number)


def page_number(citation: str) -> tuple[int, int]:
    """Volume and page, for the order of publication."""
    volume, page = citation.split(" FR ")
    return int(volume), int(page)


def test_sicarrier_has_no_footnote_5(rows: tuple[Row, ...]) -> None:
    found = [row for row in rows if any("sicarrier" in name for name in row.names())]
    assert [row.basis() for row in found] == ["entity_list"]


@pytest.mark.parametrize("key", REPORTED_ONLY)
def test_whoever_is_here_by_report_alone_is_on_no_list(key: str, rows: tuple[Row, ...]) -> None:
    names = {spoken(name) for name in CATALOGUE[key].names()}
    assert [row.name for row in rows if row.names() & names] == []
