"""Whether an ECCN is claimed that the specifications do not meet."""

import pytest

from rulecheck.documents import Plain
from rulecheck.vocabulary.enums import SubjectKind
from tests.properties.drafts import Draft

from .making import UNKNOWN, fact_of, license_decision


def own_chip(tops: int, area: int) -> Draft:
    """A chip of no catalogue, for data centers, by its rate at 16 bits and its area in mm²."""
    return {
        "kind": "chip",
        "variant_of": "none",
        "specs": {
            "throughput": [{"bits": 16, "dense_tops": tops}],
            "throughput_complete": True,
            "die_area_mm2": area,
            "dram_bandwidth_gbps": 100,
            "io_bandwidth_gbps": 100,
        },
        "marketed": {"data_center": True, "inference": True},
    }


AT_A = own_chip(tops=400, area=500)
AT_B = own_chip(tops=200, area=800)
BELOW = own_chip(tops=10, area=500)
HBM: Draft = {"kind": "hbm", "specs": {"hbm_bandwidth_density": 3}}


def item_fact(fact: str, item: Draft, eccn: Plain) -> object:
    draft = license_decision(items=[{"id": "it", **item, "eccn": eccn}])
    return fact_of(draft, SubjectKind.ITEM, "it", fact).value


@pytest.mark.parametrize(
    ("item", "paragraph"),
    [
        pytest.param(AT_A, "3A090.a", id="6,400 of performance"),
        pytest.param(AT_B, "3A090.b", id="3,200 of performance on 800 mm²"),
        pytest.param(BELOW, "none", id="160 of performance"),
        pytest.param(HBM, "3A090.c", id="memory of density 3"),
        pytest.param({"kind": "chip"}, None, id="a chip of which nothing is known"),
    ],
)
def test_the_items_here_are_what_they_are_called(item: Draft, paragraph: str | None) -> None:
    assert item_fact("item.classification", item, None) == paragraph


@pytest.mark.parametrize(
    ("item", "claim", "expected"),
    [
        pytest.param(AT_A, "3A090.a", False, id="the paragraph itself"),
        pytest.param(AT_A, "3A090", False, id="the whole entry"),
        pytest.param(AT_A, "4A090.a", False, id="the computers' paragraph"),
        pytest.param(AT_A, "4A090", False, id="the whole entry of computers"),
        pytest.param(AT_A, "5A992.z", False, id="a paragraph for what contains such chips"),
        pytest.param(AT_A, "3A090.b", True, id="the lower paragraph for a chip at the top"),
        pytest.param(AT_A, "5A992", True, id="mass market encryption for a chip at the top"),
        pytest.param(AT_A, "EAR99", True, id="uncontrolled for a chip at the top"),
        pytest.param(AT_B, "3A090.b", False, id="the lower paragraph itself"),
        pytest.param(AT_B, "4A090.b", False, id="the lower computers' paragraph"),
        pytest.param(AT_B, "3A090.a", True, id="the top paragraph for a chip below it"),
        pytest.param(AT_B, "EAR99", True, id="uncontrolled for a chip below the top"),
        pytest.param(BELOW, "EAR99", False, id="uncontrolled for a chip that is"),
        pytest.param(BELOW, "3A991", False, id="another entry for a chip under the limits"),
        pytest.param(BELOW, "3A090", True, id="the entry for a chip under the limits"),
        pytest.param(BELOW, "4A090.b", True, id="a computers' paragraph for a chip under them"),
        pytest.param(BELOW, "4A003.z", True, id="containing such chips, and it does not"),
        pytest.param(HBM, "3A090.c", False, id="the memory's paragraph itself"),
        pytest.param(HBM, "3A090", False, id="the whole entry for memory"),
        pytest.param(HBM, "3A090.a", True, id="a chip's paragraph for memory"),
        pytest.param(HBM, "EAR99", True, id="uncontrolled for memory"),
        pytest.param(AT_A, None, UNKNOWN, id="nothing claimed"),
        pytest.param({"kind": "chip"}, "EAR99", UNKNOWN, id="nothing known of the chip"),
        pytest.param(
            {"kind": "equipment"}, "3B001.f.1", False, id="equipment's own entry for equipment"
        ),
    ],
)
def test_claims_that_differ_from_the_specifications(
    item: Draft, claim: str | None, expected: bool | None
) -> None:
    assert item_fact("item.eccn_claim_differs", item, claim) is expected
