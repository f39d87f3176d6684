"""`--screening`: parties are screened against the Consolidated Screening List as well."""

import json
import os
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


def stopped(ended: Ended) -> str:
    """What is said of a list that stops the run: no proposal is judged without it."""
    assert ended.code == 2
    assert ended.out == ""
    assert ended.err.startswith("error: list.json")
    return ended.err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b'{"results": [{"name": "Cut', "the JSON breaks off here"),
        (b'{"results": [{"name": "Firm"}, {"na', "the JSON breaks off here"),
        (b"[]", "the list has no rows"),
        (b'{"rows": []}', "it has no list `results`"),
        (b"name,country\nFirm,CN\n", "this is no JSON"),
        (b"<html></html>", "this is no JSON"),
        (b"PK\x03\x04", "this is no JSON"),
        (b"\xff\xfe{\x00}\x00", "not UTF-8"),
        (b'[{"name": "Soci\xe9t\xe9"}]', "not UTF-8"),
    ],
    ids=[
        "empty",
        "cut-in-text",
        "cut-in-key",
        "no-rows",
        "other-key",
        "csv",
        "web-page",
        "archive",
        "utf-16",
        "latin-1",
    ],
)
def test_a_list_that_can_not_be_read_stops_the_run(
    desk_with_draft: Desk, content: bytes, said: str
) -> None:
    desk_with_draft.write("list.json", content)
    assert said in stopped(screened(desk_with_draft, "--screening", "list.json"))


def test_a_list_of_100_megabytes_stops_the_run_unread(desk_with_draft: Desk) -> None:
    path = desk_with_draft.write("list.json", "")
    os.truncate(path, 100_000_000)
    said = stopped(screened(desk_with_draft, "--screening", "list.json"))
    assert "the file has 100,000,000 bytes; the limit is 67,108,864" in said


def test_a_folder_stops_the_run(desk_with_draft: Desk) -> None:
    (desk_with_draft.folder / "list.json").mkdir()
    assert "this is no file" in stopped(screened(desk_with_draft, "--screening", "list.json"))


@pytest.mark.usefixtures("permissions_bind")
def test_a_list_that_is_locked_stops_the_run(desk_with_draft: Desk) -> None:
    desk_with_draft.write("list.json", "[]").chmod(0)
    said = stopped(screened(desk_with_draft, "--screening", "list.json"))
    assert "this file can't be read: permission denied" in said


def test_it_is_said_how_many_near_names_are_not_shown(desk: Desk) -> None:
    draft = (ROOT / "proposals" / "sicarrier_consignee.yaml").read_text(encoding="utf-8")
    name = "name: SiCarrier"
    assert name in draft
    desk.write("draft.yaml", draft.replace(name, "name: HiSilicon Tech Shenzhen Suzhou"))
    text = desk.run("evaluate", "draft.yaml").out
    assert "not the same, but like its name" in " ".join(text.split())
    assert "      and 2 more, in the JSON report\n" in text


def test_a_missing_list_stops_the_run(desk_with_draft: Desk) -> None:
    ended = screened(desk_with_draft, "--screening", "nowhere.json")
    assert ended.code == 2
    assert "nowhere.json" in ended.err
    assert not Path("nowhere.json").exists()
