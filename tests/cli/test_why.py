"""`rulecheck why`: the conditions behind an outcome."""

import json

import pytest

from .conftest import ROOT, Desk, Ended

NEW_PRODUCTION = ROOT / "proposals" / "h20_new_production.yaml"


@pytest.fixture
def draft(desk: Desk) -> str:
    """The draft of new production, in the folder of the desk."""
    desk.write("draft.yaml", NEW_PRODUCTION.read_bytes())
    return "draft.yaml"


def test_without_a_rule_whatever_stands_against_the_draft_is_explained(
    desk: Desk, draft: str
) -> None:
    ended = desk.run("why", draft)
    assert ended.code == 0
    assert "violated[inventory-only/lots-finished]" in ended.out
    assert "satisfied[" not in ended.out
    assert "lot.stage is none of finished [inventory-stages, ours]" in ended.out
    assert "lot.stage = unstarted; stated at 57:16 items[0].lots[1].stage" in ended.out
    assert "lot.completed_on" not in ended.out


def test_everything_is_shown_on_request(desk: Desk, draft: str) -> None:
    ended = desk.run("why", draft, "inventory-only/lots-finished", "--all")
    assert "lot.completed_on is after 2025-07-15 [inventory-cutoff, ours]" in ended.out


def test_a_recommendation_stands_for_its_rules_and_a_subject_narrows_them(
    desk: Desk, draft: str
) -> None:
    ended = desk.run("why", draft, "inventory-only", "--subject", "h20-new-run")
    assert "[inventory-only/lots-owned]" in ended.out
    assert "(lot h20-new-run)" in ended.out
    assert "h20-finished-stock" not in ended.out


def test_json_has_the_same_as_a_tree(desk: Desk, draft: str) -> None:
    ended = desk.run(
        "why", draft, "inventory-only/lots-finished", "--subject", "h20-new-run", "--output", "json"
    )
    (proposal,) = json.loads(ended.out)["proposals"]
    (rule,) = proposal["rules"]
    assert rule["outcome"] == "violated"
    assert [each["name"] for each in rule["conditions"]] == ["applies_when", "violated_when"]


def test_what_the_draft_says_can_be_kept_out(desk: Desk, draft: str) -> None:
    ended = desk.run("why", draft, "--no-excerpts")
    assert "unstarted" not in ended.out
    assert "h20-new-run" not in ended.out


def test_a_draft_without_findings_says_so(desk: Desk) -> None:
    desk.write("draft.yaml", NEW_PRODUCTION.with_name("h20_inventory_only.yaml").read_bytes())
    ended = desk.run("why", "draft.yaml")
    assert ended.code == 0
    assert "nothing stands against it" in ended.out


@pytest.mark.parametrize(
    "asked", [("update-controls-regularly",), ("inventory-only/closed-license", "--subject", "h20")]
)
def test_a_rule_that_is_about_nothing_there_says_so(
    desk: Desk, draft: str, asked: tuple[str, ...]
) -> None:
    ended = desk.run("why", draft, *asked)
    assert ended.code == 0
    assert "no rule that was asked for is about anything here" in ended.out


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("inventory-onyl",), 2, "did you mean `inventory-only`?"),
        (("inventory-only", "--subject", "h20-new-rum"), 2, "did you mean `h20-new-run`?"),
        (("--output", "sarif"), 2, "'sarif'"),
        (("--pack", "no-such-pack"), 2, "there is no such pack"),
    ],
)
def test_what_is_misspelt_is_named(
    desk: Desk, draft: str, arguments: tuple[str, ...], code: int, says: str
) -> None:
    ended = desk.run("why", draft, *arguments)
    assert ended.code == code
    assert says in ended.err
    assert ended.out == ""


def test_a_missing_file(desk: Desk) -> None:
    ended = desk.run("why", "draft.yaml")
    assert ended.code == 2
    assert "there is no such file" in ended.err


def test_an_invalid_document_hides_no_other(desk: Desk, draft: str) -> None:
    valid = NEW_PRODUCTION.read_text(encoding="utf-8")
    desk.write(draft, f"{valid}\n---\nkind: license_decision\n")
    ended: Ended = desk.run("why", draft)
    assert ended.code == 4
    assert "violated[inventory-only/lots-finished]" in ended.out
    assert "invalid: draft.yaml:" in ended.err


def test_what_is_missing_is_told_apart_from_what_can_not_matter(desk: Desk) -> None:
    desk.write("draft.yaml", NEW_PRODUCTION.with_name("h20_half_empty.yaml").read_bytes())
    ended = desk.run("why", "draft.yaml", "--missing")
    assert ended.code == 0
    needed, _, irrelevant = ended.out.partition("no undecided rule rests on it")
    assert "items[0].approved_quantity (not stated)" in needed
    assert "proved by: " in needed
    assert "items[0].eccn" in irrelevant
    assert "unknown[" not in ended.out


def test_the_verdict_hangs_on_single_facts(desk: Desk) -> None:
    desk.write("draft.yaml", NEW_PRODUCTION.with_name("h20_mixed_lots.yaml").read_bytes())
    ended = desk.run("why", "draft.yaml")
    assert "the verdict hangs on each of these facts alone, among others:" in ended.out
    assert "lot.approved of lot h20-wafer-starts-2025-07 is true; aligned if false" in ended.out


def test_missing_is_about_a_whole_draft(desk: Desk, draft: str) -> None:
    ended = desk.run("why", draft, "inventory-only", "--missing")
    assert ended.code == 2
    assert "--missing is about a whole proposal" in ended.err
