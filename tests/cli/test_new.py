"""`rulecheck new`: starts of drafts and rules, and files that are never overwritten."""

import shutil
from pathlib import Path

import pytest

from .conftest import ROOT, SMALL_PACK, Desk


@pytest.mark.parametrize("kind", ["license_decision", "policy_action"])
def test_a_new_draft_is_held_and_not_invalid(desk: Desk, kind: str) -> None:
    ended = desk.run("new", "proposal", "--kind", kind, "draft.yaml")
    assert (ended.code, ended.out, ended.err) == (0, "", "created draft.yaml\n")
    judged = desk.run("evaluate", "draft.yaml", "--output", "json")
    assert judged.code == 3
    (proposal,) = judged.report["proposals"]
    assert (proposal["kind"], proposal["verdict"]) == (kind, "hold")


def test_a_draft_is_printed_without_a_path(desk: Desk) -> None:
    ended = desk.run("new", "proposal")
    assert ended.code == 0
    assert ended.out.startswith("# yaml-language-server: $schema=proposal.schema.json\n")
    assert desk.names() == set()
    assert desk.run("evaluate", "-", stdin=ended.out.encode()).code == 3


def test_another_place_of_the_schema(desk: Desk) -> None:
    ended = desk.run("new", "proposal", "--schema", "../schemas/draft.json")
    assert ended.out.startswith("# yaml-language-server: $schema=../schemas/draft.json\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["draft.yaml"], "error: draft.yaml exists and is left as it is; name another file\n"),
        (["draft"], "error: draft would not be read; name it draft.yaml\n"),
        (["draft.json"], "error: draft.json would not be read; name it draft.yaml\n"),
        (["no/such/draft.yaml"], "error: no/such/draft.yaml can't be created: "),
        (["--schema", "a\nkind: b"], "error: --schema names a file by characters"),
        (["--kind", "licence_decision"], "'licence_decision' is not one of 'license_decision'"),
    ],
)
def test_a_draft_that_can_not_be_written(desk: Desk, arguments: list[str], said: str) -> None:
    desk.write("draft.yaml", "mine\n")
    ended = desk.run("new", "proposal", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert desk.names() == {"draft.yaml"}
    assert (desk.folder / "draft.yaml").read_text(encoding="utf-8") == "mine\n"


def test_a_rule_is_printed(desk: Desk) -> None:
    ended = desk.run("new", "rule", "inventory-only/my-check")
    assert (ended.code, ended.err) == (0, "")
    assert "  - id: inventory-only/my-check\n" in ended.out
    assert "    rule: inventory-only/my-check\n" in ended.out


@pytest.mark.parametrize("pack", [SMALL_PACK, ROOT / "rules"], ids=lambda pack: pack.name)
def test_a_new_recommendation_is_ready_to_be_loaded_and_tested(desk: Desk, pack: Path) -> None:
    shutil.copytree(pack, desk.folder / "pack")
    ended = desk.run("new", "rule", "my-recommendation/first-check", "--pack", "pack")
    created = {"pack/my-recommendation.yaml", "pack/my-recommendation.tests.yaml"}
    assert (ended.code, ended.out) == (0, "")
    assert {line.removeprefix("created ") for line in ended.err.splitlines()} == created
    assert created <= desk.names()
    tested = desk.run("rules", "test", "--pack", "pack")
    assert " passed, 0 failed (" in tested.out
    assert "[my-recommendation" not in tested.out


def test_a_recommendation_that_exists_is_left_alone(desk: Desk) -> None:
    shutil.copytree(SMALL_PACK, desk.folder / "pack")
    before = desk.names()
    ended = desk.run("new", "rule", "finished-stock/my-check", "--pack", "pack")
    assert ended.code == 0
    assert "# In finished-stock.yaml, " in ended.out
    assert desk.names() == before


def test_tests_that_exist_are_left_alone(desk: Desk) -> None:
    shutil.copytree(SMALL_PACK, desk.folder / "pack")
    desk.write("pack/my-recommendation.tests.yaml", "mine\n")
    ended = desk.run("new", "rule", "my-recommendation/first-check", "--pack", "pack")
    assert ended.code == 2
    assert "these are tests for my-recommendation.yaml, which is not there" in ended.err
    assert (desk.folder / "pack" / "my-recommendation.tests.yaml").read_bytes() == b"mine\n"
    assert not (desk.folder / "pack" / "my-recommendation.yaml").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["inventory-only"], "error: `inventory-only` is no rule id; write "),
        (["finished-stock/lots", "--pack", "pack"], "error: the pack has a rule"),
        (["a/b", "--pack", "pakc"], "error: pakc: there is no such pack\n    help: did you mean"),
        ([], "Missing argument"),
    ],
)
def test_a_mistake(desk: Desk, arguments: list[str], said: str) -> None:
    shutil.copytree(SMALL_PACK, desk.folder / "pack")
    before = desk.names()
    ended = desk.run("new", "rule", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert desk.names() == before


@pytest.mark.parametrize("what", ["proposal", "rule"])
def test_help(desk: Desk, what: str) -> None:
    ended = desk.run("new", what, "--help")
    assert ended.code == 0
    assert "--schema" in ended.out
    assert "Exit codes:" in ended.out
