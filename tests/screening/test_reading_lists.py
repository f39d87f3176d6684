"""Screening lists: a case is a JSON file, and a text with what is read from it or said of it."""

import json
from pathlib import Path

import pytest

from rulecheck.documents.validation import Faults
from rulecheck.packs import screening_lists
from rulecheck.packs.reference import Entity, ListingBasis
from rulecheck.packs.screening_lists import read_screening_list
from rulecheck.vocabulary.fields import LONGEST_IDENTIFIER

LISTS = Path(__file__).parent / "lists"
GOOD = sorted((LISTS / "good").glob("*.json"))
BAD = sorted((LISTS / "bad").glob("*.json"))
EXTRACT = (
    Path(__file__).parents[2].parent
    / "shared"
    / "data"
    / "consolidated_screening_list_entity_list_extract.json"
)


def in_words(entity: Entity) -> str:
    lines = [f"{entity.id}: {entity.name} ({entity.country or 'no country'})"]
    lines += [f"  also {alias}" for alias in entity.aliases]
    lines += [
        f"  {listing.basis} since {listing.since}"
        + (f" until {listing.until}" if listing.until else "")
        + f": {listing.citation}"
        for listing in entity.listings
    ]
    return "".join(f"{line}\n" for line in lines)


def test_there_are_cases() -> None:
    assert GOOD
    assert BAD


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_what_is_read(path: Path) -> None:
    entities = read_screening_list(path)
    found = "".join(in_words(entity) for entity in entities)
    assert found == path.with_suffix(".txt").read_text(encoding="utf-8")
    assert len({entity.id for entity in entities}) == len(entities)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_what_is_refused(path: Path) -> None:
    with pytest.raises(Faults) as refusal:
        read_screening_list(path)
    (problem,) = refusal.value.problems
    place = ""
    if problem.span is not None:
        place = f"{problem.span.start.line}:{problem.span.start.column}: "
    said = f"{place}{problem.message}\n  {problem.hint}\n"
    assert said == path.with_suffix(".txt").read_text(encoding="utf-8")
    assert problem.source_name == path.as_posix()


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_text('{"results": ' + "[" * 100_000 + "]" * 100_000 + "}", encoding="utf-8")
    with pytest.raises(Faults, match="nested too deep"):
        read_screening_list(path)


def test_a_misspelt_path_is_refused_with_a_suggestion() -> None:
    with pytest.raises(Faults, match="there is no such file") as refusal:
        read_screening_list(LISTS / "good" / "bare-row.json")
    assert refusal.value.problems[0].hint == "did you mean `bare-rows.json`?"


def test_a_path_into_nowhere_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Faults, match="there is no such file"):
        read_screening_list(tmp_path / "no" / "list.json")


def test_a_folder_is_refused() -> None:
    with pytest.raises(Faults, match="this is no file"):
        read_screening_list(LISTS)


def test_a_file_that_is_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "list.json"
    path.write_text('[{"name": "Firm One"}]', encoding="utf-8")
    monkeypatch.setattr(screening_lists, "MOST_BYTES", 21)
    with pytest.raises(Faults, match="the file has 22 bytes; the limit is 21"):
        read_screening_list(path)


def test_ids_stay_when_other_rows_come_and_go(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_text('[{"name": "Firm One"}, {"name": "Firm Two"}]', encoding="utf-8")
    both = {entity.name: entity.id for entity in read_screening_list(path)}
    path.write_text('[{"name": "Firm Two"}]', encoding="utf-8")
    (entity,) = read_screening_list(path)
    assert entity.id == both["Firm Two"]


def test_ids_are_short_enough_to_be_written_in_a_draft(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    rows = [{"name": "Firm " * 99}, {"name": "Firm", "id": "9" * 999}]
    path.write_text(json.dumps(rows), encoding="utf-8")
    assert all(len(entity.id) <= LONGEST_IDENTIFIER for entity in read_screening_list(path))


@pytest.mark.skipif(
    not EXTRACT.exists(), reason="the public list is not beside this checkout (shared/data)"
)
def test_the_public_list() -> None:
    entities = read_screening_list(EXTRACT)
    assert len(entities) == 1452
    bases = [listing.basis for entity in entities for listing in entity.listings]
    assert bases.count(ListingBasis.FOOTNOTE_5) == 16
    sicarrier = next(each for each in entities if "SiCarrier" in each.name)
    assert [listing.basis for listing in sicarrier.listings] == [ListingBasis.ENTITY_LIST]
