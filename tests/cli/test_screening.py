"""`--screening`: parties are screened against the Consolidated Screening List as well."""

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import ROOT, Desk, Ended

RULE = "target-huawei-fabs/no-network-party"

LISTED = {
    "name": "Cloud operator A, Shenzhen",
    "alt_names": ["Integrator Beta Works"],
    "addresses": [{"country": "CN"}],
    "source": "Entity List (EL) - Bureau of Industry and Security",
    "federal_register_notice": "90 FR 1",
}


@pytest.fixture
def desk_with_draft(desk: Desk) -> Desk:
    desk.write("draft.yaml", (ROOT / "proposals" / "h20_inventory_only.yaml").read_bytes())
    return desk


def screened(desk: Desk, *arguments: str) -> Ended:
    return desk.run("evaluate", "draft.yaml", "--output", "json", *arguments)


def outcome_of_buyer(ended: Ended) -> dict[str, Any]:
    (proposal,) = ended.report["proposals"]
    found: list[dict[str, Any]] = [
        rule
        for recommendation in proposal["recommendations"]
        for rule in recommendation["rules"]
        if rule["id"] == RULE and rule["outcome"] != "not_applicable"
    ]
    assert len(found) <= 1
    return found[0] if found else {}


def test_without_a_list_a_stranger_is_no_match(desk_with_draft: Desk) -> None:
    ended = screened(desk_with_draft)
    assert outcome_of_buyer(ended) == {}
    assert ended.report["screening_list"] is None


def test_a_listed_name_is_a_match_and_the_report_names_the_list(desk_with_draft: Desk) -> None:
    desk_with_draft.write("list.json", json.dumps({"results": [LISTED]}))
    ended = screened(desk_with_draft, "--screening", "list.json")
    # On the list, but not of Huawei's network: the rule applies now, and is satisfied.
    assert outcome_of_buyer(ended)["outcome"] == "satisfied"
    assert ended.report["screening_list"]["path"] == "list.json"
    assert ended.report["screening_list"]["entities"] == 1
    text = desk_with_draft.run("evaluate", "draft.yaml", "--screening", "list.json").out
    assert "screening list: list.json, 1 entity," in text


def test_a_name_like_a_listed_one_stays_open(desk_with_draft: Desk) -> None:
    listed = {**LISTED, "name": "Cloud operator B, Shenzhen"}
    desk_with_draft.write("list.json", json.dumps({"results": [listed]}))
    ended = screened(desk_with_draft, "--screening", "list.json")
    buyer = outcome_of_buyer(ended)
    # Whether it is a match is open; the rule could not be violated by it all the same.
    assert buyer["outcome"] == "cleared"


@pytest.mark.parametrize(
    "content",
    [b"", b'{"results": [{"name": "Cut', b"[]", b'{"rows": []}', b"\xff\xfe"],
    ids=["empty", "truncated", "no-rows", "another-format", "not-utf-8"],
)
def test_a_list_that_can_not_be_read_stops_the_run(desk_with_draft: Desk, content: bytes) -> None:
    desk_with_draft.write("list.json", content)
    ended = screened(desk_with_draft, "--screening", "list.json")
    assert ended.code == 2
    assert ended.out == ""
    assert ended.err.startswith("error: list.json")


def test_a_missing_list_stops_the_run(desk_with_draft: Desk) -> None:
    ended = screened(desk_with_draft, "--screening", "nowhere.json")
    assert ended.code == 2
    assert "nowhere.json" in ended.err
    assert not Path("nowhere.json").exists()
