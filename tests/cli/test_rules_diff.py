"""`rulecheck rules diff` as its users run it."""

import shutil
from pathlib import Path

import pytest

from .conftest import ROOT, SMALL_PACK, Desk
from .drafts import harmless, undecided, violating

STOCK = "[finished, packaged_untested]"
MORE_STOCK = "[finished, unstarted]"


@pytest.fixture
def packs(desk: Desk) -> Desk:
    """A desk with the small pack twice: the second takes for stock what is not begun."""
    for name in ("old", "new"):
        shutil.copytree(SMALL_PACK, desk.folder / name)
    edit(desk, "new/parameters.yaml", STOCK, MORE_STOCK)
    desk.write("drafts/sale.yaml", violating())
    desk.write("drafts/words.yaml", harmless())
    return desk


def edit(desk: Desk, name: str, old: str, new: str) -> None:
    text = (desk.folder / name).read_text(encoding="utf-8")
    assert old in text
    desk.write(name, text.replace(old, new))


def test_without_proposals_only_the_words_are_compared(packs: Desk) -> None:
    ended = packs.run("rules", "diff", "old", "new")
    assert (ended.code, ended.err) == (0, "")
    assert "  + values.2025-06-01.value: unstarted\n" in ended.out
    assert ended.out.endswith("\n1 difference; 1 can change a judgement\n")


def test_the_same_pack_twice(packs: Desk) -> None:
    ended = packs.run("rules", "diff", "old", "old", "--fail-on-change", "drafts")
    assert (ended.code, ended.err) == (0, "")
    assert "\nno difference: the packs are the same\n" in ended.out
    assert "\n2 proposals judged; changed: 0 verdicts, 0 scores, 0 outcomes\n" in ended.out


@pytest.mark.parametrize(("options", "code"), [((), 0), (("--fail-on-change",), 1)])
def test_a_changed_verdict_fails_only_on_request(
    options: tuple[str, ...], code: int, packs: Desk
) -> None:
    ended = packs.run("rules", "diff", *options, "old", "new", "drafts")
    assert (ended.code, ended.err) == (code, "")
    assert "drafts/sale.yaml: violating (as of 2025-07-30)\n  verdict: conflicts -> " in ended.out
    assert "  finished-stock/lots on lot next-run: violated -> satisfied\n" in ended.out
    assert "words.yaml" not in ended.out


def test_a_score_alone_fails_nothing(packs: Desk) -> None:
    shutil.copytree(ROOT / "rules", packs.folder / "one")
    shutil.copytree(ROOT / "rules", packs.folder / "two")
    edit(packs, "two/inventory-only.yaml", "weight: 30", "weight: 40")
    draft = ROOT / "proposals" / "h20_new_production.yaml"
    packs.write("draft.yaml", draft.read_bytes())
    ended = packs.run("rules", "diff", "--fail-on-change", "one", "two", "draft.yaml")
    assert ended.code == 0
    assert "changed: 0 verdicts, 1 score, 0 outcomes\n" in ended.out


def test_a_draft_from_standard_input_is_judged_by_both(packs: Desk) -> None:
    ended = packs.run("rules", "diff", "old", "new", "-", stdin=violating().encode())
    assert ended.code == 0
    assert "<stdin>: violating (as of 2025-07-30)\n  verdict: conflicts -> " in ended.out


def test_json_has_every_proposal(packs: Desk) -> None:
    ended = packs.run("rules", "diff", "old", "new", "drafts", "--output", "json")
    assert (ended.code, ended.err) == (0, "")
    assert ended.report["schema"] == "rulecheck/rules-diff/v1"
    assert [each["id"] for each in ended.report["effects"]["proposals"]] == [
        "violating",
        "harmless",
    ]


def test_what_drafts_say_is_withheld(packs: Desk) -> None:
    for form in ("text", "json"):
        ended = packs.run(
            "rules", "diff", "old", "new", "drafts", "--no-excerpts", "--output", form
        )
        assert ended.code == 0
        assert "next-run" not in ended.out
        assert "violating" not in ended.out
        assert "items[0].lots[0]" in ended.out


def test_a_draft_that_only_one_pack_can_read_is_a_change(packs: Desk) -> None:
    edit(packs, "new/reference/chips.yaml", "id: nvidia-h20", "id: nvidia-h21")
    ended = packs.run("rules", "diff", "--fail-on-change", "old", "new", "drafts")
    assert (ended.code, ended.err) == (1, "")
    assert "invalid by the new pack alone: drafts/sale.yaml:10:14: " in ended.out
    assert "  verdict: conflicts -> not judged\n" in ended.out


def test_a_draft_that_neither_pack_can_read_is_invalid(packs: Desk) -> None:
    packs.write("drafts/broken.yaml", "kind: license\n")
    ended = packs.run("rules", "diff", "--fail-on-change", "old", "new", "drafts")
    assert ended.code == 4
    assert "invalid by both packs: drafts/broken.yaml:1:7: " in ended.out
    assert "  finished-stock/lots on lot next-run: " in ended.out


def test_the_faults_of_both_packs_are_shown(packs: Desk) -> None:
    edit(packs, "old/finished-stock.yaml", "weight: 10", "weigth: 10")
    edit(packs, "new/ask-the-council.yaml", "norm: permissive", "norm: permisive")
    ended = packs.run("rules", "diff", "old", "new")
    assert (ended.code, ended.out) == (2, "")
    assert "error: old/finished-stock.yaml:" in ended.err
    assert "error: new/ask-the-council.yaml:" in ended.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("old", "nwe"), "error: nwe: there is no such pack\n    help: did you mean `new`?\n"),
        (("old", "drafts"), "error: drafts: this is no pack\n"),
        (("old",), "Missing argument 'NEW'"),
        (("old", "new", "--fail-on-chnage"), "No such option"),
        (("old", "new", "--output", "sarif"), "'sarif' is not one of 'text', 'json'"),
        (("old", "new", "--fail-on-change"), "name proposals after the packs"),
        (("old", "new", "draft"), "error: draft: there is no such file or folder\n"),
    ],
)
def test_a_call_that_can_not_be_answered(
    arguments: tuple[str, ...], says: str, packs: Desk
) -> None:
    ended = packs.run("rules", "diff", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert says in ended.err


def test_an_undecided_draft_fails_nothing_here(packs: Desk) -> None:
    packs.write("drafts/open.yaml", undecided())
    ended = packs.run("rules", "diff", "old", "old", "drafts/open.yaml", "--fail-on-change")
    assert ended.code == 0


def test_a_pack_may_lie_anywhere(packs: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere: Path = tmp_path_factory.mktemp("elsewhere") / "pack"
    shutil.copytree(SMALL_PACK, elsewhere)
    ended = packs.run("rules", "diff", elsewhere, "new")
    assert ended.code == 0
    assert str(elsewhere) not in ended.out
