"""`rulecheck repair`: what to change so that a draft passes."""

import json

import pytest

from .conftest import ROOT, Desk

PROPOSALS = ROOT / "proposals"


@pytest.fixture
def draft(desk: Desk) -> str:
    """A draft with one lot too many, in the folder of the desk."""
    desk.write("draft.yaml", (PROPOSALS / "h20_mixed_lots.yaml").read_bytes())
    return "draft.yaml"


@pytest.fixture
def two(desk: Desk) -> str:
    """A file of two drafts, of which the second does not pass."""
    first = (PROPOSALS / "h20_inventory_only.yaml").read_text(encoding="utf-8")
    second = (PROPOSALS / "h20_thai_cloud_tenant.yaml").read_text(encoding="utf-8")
    desk.write("two.yaml", f"{first}---\n{second}")
    return "two.yaml"


def test_a_repair_is_shown_as_a_patch_and_passes(desk: Desk, draft: str) -> None:
    ended = desk.run("repair", draft)
    assert ended.code == 0
    assert "Approve the finished lots only" in ended.out
    assert "62 -         approved: true" in ended.out
    assert "62 +         approved: false" in ended.out
    assert "passes these rules: aligned, 100 / 100" in ended.out


def test_a_repair_is_written_to_a_new_file_that_passes(desk: Desk, draft: str) -> None:
    ended = desk.run("repair", draft, "--write", "repaired.yaml")
    assert ended.code == 0
    assert ended.err == "written to repaired.yaml: passes these rules\n"
    text = (desk.folder / "repaired.yaml").read_text(encoding="utf-8")
    assert text.startswith("# Half a million H20 from stock, and a few wafers besides.")
    assert desk.run("evaluate", "repaired.yaml").code == 0
    assert desk.run("repair", "repaired.yaml").code == 0


def test_writing_replaces_nothing(desk: Desk, draft: str) -> None:
    before = (desk.folder / draft).read_bytes()
    ended = desk.run("repair", draft, "--write", draft)
    assert ended.code == 2
    assert "--write replaces nothing" in ended.err
    assert (desk.folder / draft).read_bytes() == before


def test_another_repair_can_be_chosen(desk: Desk) -> None:
    desk.write("draft.yaml", (PROPOSALS / "h20_new_production.yaml").read_bytes())
    ended = desk.run("repair", "draft.yaml", "--write", "repaired.yaml", "--choose", "2")
    assert ended.code == 0
    text = (desk.folder / "repaired.yaml").read_text(encoding="utf-8")
    assert "- {type: no_replenishment}" in text
    assert "closed_lot_list" not in text


def test_a_draft_that_passes_needs_none(desk: Desk) -> None:
    desk.write("draft.yaml", (PROPOSALS / "h20_inventory_only.yaml").read_bytes())
    ended = desk.run("repair", "draft.yaml", "--write", "repaired.yaml")
    assert ended.code == 0
    assert "nothing to repair: it passes these rules" in ended.out
    assert "nothing was written" in ended.err
    assert not (desk.folder / "repaired.yaml").exists()


def test_where_there_is_none_the_veto_in_the_way_is_named(desk: Desk) -> None:
    desk.write("draft.yaml", (PROPOSALS / "h100_frontier.yaml").read_bytes())
    ended = desk.run("repair", "draft.yaml", "--write", "repaired.yaml")
    assert ended.code == 1
    assert "violated[frontier-chips-stay-banned/no-frontier-license]" in ended.out
    assert "items[0].product" in ended.out
    assert "`--allow action` does" in ended.out
    assert not (desk.folder / "repaired.yaml").exists()


def test_denying_is_offered_on_request_and_called_what_it_is(desk: Desk) -> None:
    desk.write("draft.yaml", (PROPOSALS / "h100_frontier.yaml").read_bytes())
    ended = desk.run("repair", "draft.yaml", "--allow", "action", "--write", "denied.yaml")
    assert ended.code == 0
    assert "This refuses what the draft would grant. It mends nothing of it." in ended.out
    assert "action: deny" in (desk.folder / "denied.yaml").read_text(encoding="utf-8")


def test_of_several_drafts_each_is_repaired_and_one_is_written(desk: Desk, two: str) -> None:
    ended = desk.run("repair", two)
    assert ended.code == 0
    assert "(document 2)" in ended.out
    assert desk.run("repair", two, "--write", "repaired.yaml").code == 2
    ended = desk.run(
        "repair", two, "--write", "repaired.yaml", "--proposal", "h20-thai-cloud-tenant"
    )
    assert ended.code == 0
    before = (desk.folder / two).read_text(encoding="utf-8").splitlines()
    after = (desk.folder / "repaired.yaml").read_text(encoding="utf-8").splitlines()
    after.pop(len(after) - 1 - after[::-1].index("    - {type: no_remote_access}"))
    assert after == before


def test_a_time_limit_of_nothing_stops_the_search_and_says_so(desk: Desk, draft: str) -> None:
    ended = desk.run("repair", draft, "--time-limit", "0")
    assert ended.code == 1
    assert "stopped at the time limit of 0 s" in ended.out


def test_fewer_changes_can_be_asked_for(desk: Desk) -> None:
    desk.write("draft.yaml", (PROPOSALS / "h20_new_production.yaml").read_bytes())
    assert "repair 1 of 1" in desk.run("repair", "draft.yaml", "--max", "1").out


def test_json_has_the_edits_and_the_patch(desk: Desk, draft: str) -> None:
    ended = desk.run("repair", draft, "--output", "json")
    (proposal,) = json.loads(ended.out)["proposals"]
    (repair,) = proposal["repairs"]
    edits = {each["pointer"]: (each["before"], each["after"]) for each in repair["edits"]}
    assert edits["items[0].lots[1].approved"] == (True, False)
    assert repair["passes_with"]["verdict"] == "aligned"


def test_what_the_draft_says_can_be_kept_out(desk: Desk, draft: str) -> None:
    ended = desk.run("repair", draft, "--no-excerpts")
    assert "h20-wafer-starts" not in ended.out
    assert "550000" not in ended.out
    assert "line 62: items[0].lots[1].approved" in ended.out


def test_an_invalid_draft_is_not_repaired(desk: Desk) -> None:
    desk.write("draft.yaml", "schema: rulecheck/proposal/v1\nkind: license_decision\n")
    ended = desk.run("repair", "draft.yaml")
    assert ended.code == 4
    assert "invalid: draft.yaml" in ended.err


def test_a_draft_can_come_from_standard_input(desk: Desk) -> None:
    content = (PROPOSALS / "h20_mixed_lots.yaml").read_bytes()
    ended = desk.run("repair", "-", "--write", "repaired.yaml", stdin=content)
    assert ended.code == 0
    assert (desk.folder / "repaired.yaml").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--allow", "acton"), "did you mean `action`?"),
        (("--allow", "x"), "known: action, direction"),
        (("--max", "4"), "--max"),
        (("--proposal", "h20-mixed-lot"), "did you mean `h20-mixed-lots`?"),
        (("--write", "no/such/folder.yaml"), "create"),
        (("--write", "repaired.txt"), "name it repaired.yaml"),
        (("--write", "repaired.yaml", "--choose", "7"), "--choose can't be 7"),
        (("--pack", "no-such-pack"), "there is no such pack"),
        (("--time-limit", "-1"), "--time-limit"),
    ],
)
def test_what_is_mistaken_is_named(
    desk: Desk, draft: str, arguments: tuple[str, ...], says: str
) -> None:
    ended = desk.run("repair", draft, *arguments)
    assert ended.code == 2
    assert says in ended.err
    assert desk.names() == {"draft.yaml"}


def test_a_missing_file_is_named(desk: Desk) -> None:
    ended = desk.run("repair", "draft.yaml")
    assert ended.code == 2
    assert "there is no such file or folder" in ended.err


def test_what_only_shows_across_the_file_is_said(desk: Desk) -> None:
    draft = (ROOT / "proposals" / "h20_inventory_only.yaml").read_text(encoding="utf-8")
    other = draft.replace("id: h20-inventory-only", "id: second").replace(
        "id: h20-finished-stock", "id: other-stock"
    )
    desk.write("both.yaml", f"{draft}\n---\n{other}")
    for command in ("repair", "why"):
        ended = desk.run(command, "both.yaml")
        assert ended.code == 0
        assert "note: each proposal is looked at by itself here. Across the file, violated" in (
            ended.err
        )
        assert "overdraw" in ended.err
