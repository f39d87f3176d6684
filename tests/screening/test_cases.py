"""`cases.yaml`: names that drafters write, and what screening makes of them.

The cases hold against their own handful of entities and, where the public list stands beside this
checkout, against all of its rows.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from rulecheck.facts.names import MatchKind, NameIndex, NameMatch
from rulecheck.packs.reference import Entity, Network
from rulecheck.packs.screening_lists import read_screening_list

from .words import read_words

HERE = Path(__file__).parent
EXTRACT = (
    HERE.parents[1].parent
    / "shared"
    / "data"
    / "consolidated_screening_list_entity_list_extract.json"
)
FILE = yaml.safe_load((HERE / "cases.yaml").read_text(encoding="utf-8"))
THRESHOLD: int = FILE["threshold"]
WORDS = read_words()


class Case(NamedTuple):
    """A name, the entity that it means, and how it is found."""

    name: str
    meant: str | None
    kind: MatchKind | None


def _case(row: Mapping[str, str]) -> Case:
    meant = None if row["meant"] == "none" else row["meant"]
    return Case(row["name"], meant, None if row["kind"] == "none" else MatchKind(row["kind"]))


CASES = [_case(row) for row in FILE["cases"]]
ENTITIES = {
    row["id"]: Entity(row["id"], row["name"], tuple(row["aliases"]), None, Network.OTHER, (), ())
    for row in FILE["entities"]
}


OWN_INDEX = NameIndex(tuple(ENTITIES.values()))


def is_as_expected(case: Case, found: tuple[NameMatch, ...]) -> bool:
    if not found or case.kind is None:
        return not found and case.kind is None
    best = {match.entity.name for match in found if match.kind is case.kind}
    return found[0].kind is case.kind and (case.meant is None or ENTITIES[case.meant].name in best)


def test_every_entity_is_meant_or_mistaken() -> None:
    meant = {case.meant for case in CASES if case.meant}
    mistaken = {
        match.entity.id
        for case in CASES
        if case.meant is None and case.kind
        for match in OWN_INDEX.matches(case.name, THRESHOLD, *WORDS)
    }
    assert meant | mistaken == ENTITIES.keys()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case) -> None:
    found = OWN_INDEX.matches(case.name, THRESHOLD, *WORDS)
    assert is_as_expected(case, found), found


@pytest.mark.skipif(
    not EXTRACT.exists(), reason="the public list is not beside this checkout (shared/data)"
)
def test_the_cases_hold_against_the_whole_public_list() -> None:
    index = NameIndex(read_screening_list(EXTRACT))
    wrong = {
        case.name: found
        for case in CASES
        if not is_as_expected(case, found := index.matches(case.name, THRESHOLD, *WORDS))
    }
    assert wrong == {}
