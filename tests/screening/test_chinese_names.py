"""`chinese_cases.yaml`: names in Chinese characters, against the entities of the pack itself."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from rulecheck.facts.names import MatchKind, NameIndex, NameMatch
from rulecheck.packs import load_bundled_pack

PACK = load_bundled_pack()
DAY = date(2025, 7, 30)
INDEX = NameIndex(PACK.entities)
CASES = yaml.safe_load((Path(__file__).parent / "chinese_cases.yaml").read_text(encoding="utf-8"))


def found(name: str) -> tuple[NameMatch, ...]:
    return INDEX.matches(
        name,
        int(PACK.number("screening-threshold", DAY)),
        PACK.words("legal-forms", DAY),
        PACK.words("common-words", DAY),
    )


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["name"])
def test_case(case: dict[str, str]) -> None:
    matches = found(case["name"])
    best = {match.entity.id for match in matches if match.kind is matches[0].kind}
    assert (matches[0].kind if matches else "none") == case["kind"], matches
    assert case["meant"] in {*best, "none"}, matches


def test_the_names_of_one_entity_are_surely_no_others() -> None:
    sure = {
        (entity.id, alias): {
            match.entity.id for match in found(alias) if match.kind is not MatchKind.NEAR
        }
        for entity in PACK.entities
        for alias in entity.aliases
        if not alias.isascii()
    }
    assert sure
    assert all(ids == {meant} for (meant, _), ids in sure.items()), sure
