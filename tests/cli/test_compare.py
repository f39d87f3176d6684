"""`rulecheck compare` as its users run it."""

import pytest

from .conftest import ROOT, SMALL_PACK, Desk, Ended
from .drafts import harmless, undecided, violating

SOLD = "stage: unstarted"
STOCK = "stage: finished"


@pytest.fixture
def versions(desk: Desk) -> Desk:
    """A desk with a draft that sells what is not built yet, and one that is mended."""
    desk.write("bad.yaml", violating())
    desk.write("good.yaml", violating().replace(SOLD, STOCK))
    return desk


def compare(desk: Desk, *arguments: str, stdin: bytes = b"") -> Ended:
    return desk.run("compare", "--pack", str(SMALL_PACK), *arguments, stdin=stdin)


def test_the_two_h20_drafts_differ_in_the_lots_and_the_cap(desk: Desk) -> None:
    for name in ("h20_new_production.yaml", "h20_inventory_only.yaml"):
        desk.write(name, (ROOT / "proposals" / name).read_bytes())
    ended = desk.run(
        "compare", "h20_new_production.yaml", "h20_inventory_only.yaml", "--output", "json"
    )
    assert (ended.code, ended.err) == (0, "")
    (proposal,) = ended.report["proposals"]
    assert (proposal["old"]["verdict"], proposal["new"]["verdict"]) == ("conflicts", "aligned")
    assert [each["places"] for each in proposal["changes"] if each["needed"]] == [
        ["decision.covers_future_production"],
        ["decision.conditions"],
        ["items[h20].lots"],
    ]
    assert not any(each["enough"] for each in proposal["changes"])


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("bad.yaml", "good.yaml"), 0),
        (("good.yaml", "bad.yaml"), 0),
        (("bad.yaml", "good.yaml", "--fail-on-regression"), 0),
        (("bad.yaml", "bad.yaml", "--fail-on-regression"), 0),
        (("good.yaml", "bad.yaml", "--fail-on-regression"), 1),
    ],
)
def test_only_a_regression_fails_and_only_on_request_in_every_form(
    arguments: tuple[str, ...], code: int, form: str, versions: Desk
) -> None:
    ended = compare(versions, *arguments, "--output", form)
    assert (ended.code, ended.err) == (code, "")
    assert ended.out


def test_an_undecided_draft_that_was_in_order_is_a_regression(versions: Desk) -> None:
    versions.write("open.yaml", undecided())
    ended = compare(versions, "good.yaml", "open.yaml", "--fail-on-regression")
    assert ended.code == 1
    assert "\nregression: worse in " in ended.out


def test_the_earlier_version_may_come_from_standard_input(versions: Desk) -> None:
    ended = compare(versions, "-", "good.yaml", stdin=violating().encode())
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("old: <stdin>: violating (as of 2025-07-30)\n")


def test_of_several_drafts_those_of_one_id_are_compared(versions: Desk) -> None:
    first, second = violating("first"), violating("second").replace("next-run", "other")
    versions.write("old/a.yaml", first)
    versions.write("old/b.yaml", second)
    versions.write("new/c.yaml", f"{second.replace(SOLD, STOCK)}---\n{harmless('third')}")
    ended = compare(versions, "old", "new", "--output", "json")
    assert (ended.code, ended.err) == (0, "")
    report = ended.report
    assert [(each["old"]["path"], each["new"]["path"]) for each in report["proposals"]] == [
        ("old/b.yaml", "new/c.yaml")
    ]
    assert [each["id"] for each in report["only_old"]] == ["first"]
    assert [each["id"] for each in report["only_new"]] == ["third"]


def test_an_invalid_version_is_no_comparison(versions: Desk) -> None:
    versions.write("broken.yaml", violating().replace("action: approve", "action: aprove"))
    for arguments in (("good.yaml", "broken.yaml"), ("broken.yaml", "good.yaml")):
        ended = compare(versions, *arguments, "--fail-on-regression")
        assert ended.code == 4
        assert "invalid: broken.yaml:6:" in ended.err
        assert "good.yaml (document 1): violating: not compared" in ended.out
        ended = compare(versions, *arguments, "--no-excerpts")
        assert ended.code == 4
        assert ended.err == "invalid: broken.yaml:6 (its text is withheld)\n"


def test_what_drafts_say_is_withheld(versions: Desk) -> None:
    for form in ("text", "json", "markdown"):
        ended = compare(versions, "bad.yaml", "good.yaml", "--no-excerpts", "--output", form)
        assert ended.code == 0
        assert "next-run" not in ended.out
        assert "unstarted" not in ended.out
        assert "items[0].lots[0].stage" in ended.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("bad.yaml",), "Missing argument 'NEW'"),
        (("bad.yaml", "goood.yaml"), "did you mean `good.yaml`?"),
        (("-", "-"), "standard input can only be one of the two"),
        (("bad.yaml", "good.yaml", "--output", "sarif"), "'sarif' is not one of"),
        (("bad.yaml", "good.yaml", "--fail-on-regresion"), "No such option"),
        (("bad.yaml", "good.yaml", "--pack", "no-pack"), "there is no such pack"),
    ],
)
def test_a_call_that_can_not_be_answered(
    arguments: tuple[str, ...], says: str, versions: Desk
) -> None:
    ended = compare(versions, *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert says in ended.err


@pytest.fixture
def waived(versions: Desk) -> Desk:
    """The same, with a waiver for what the draft sells that is not built yet."""
    ended = versions.run(
        "waivers",
        "add",
        "bad.yaml",
        "finished-stock/lots",
        "--pack",
        str(SMALL_PACK),
        *("--reason", "the run is nearly done", "--owner", "one", "--approved-by", "another"),
        *("--expires", "2026-01-31", "--today", "2025-12-01"),
    )
    assert ended.code == 0, ended.err
    return versions


WORSE = ("good.yaml", "bad.yaml", "--fail-on-regression", "--waivers", "waivers.yaml", "--today")


def test_what_is_waived_is_worse_and_fails_nobody(waived: Desk) -> None:
    ended = compare(waived, *WORSE, "2026-01-31")
    assert "verdict: aligned -> conflicts" in ended.out
    assert "gate: pass -> pass (1 waived)" in ended.out
    assert ended.code == 0


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_an_expired_waiver_fails_a_comparison(waived: Desk, form: str) -> None:
    arguments = ("bad.yaml", "bad.yaml", "--waivers", "waivers.yaml", "--today", "2026-02-01")
    ended = compare(waived, *arguments, "--output", form)
    assert ended.code == 1
    assert "ended on 2026-01-31" in ended.out


def test_a_waiver_that_covers_nothing_any_more_fails_a_comparison(waived: Desk) -> None:
    arguments = ("bad.yaml", "good.yaml", "--waivers", "waivers.yaml", "--today", "2026-01-01")
    ended = compare(waived, *arguments)
    assert ended.code == 1
    assert "waiver[finished-stock/lots]: the waiver for next-run covers nothing" in ended.out
    assert "--> waivers.yaml:" in ended.out


def test_a_configured_project_compares_by_its_own_pack(versions: Desk) -> None:
    versions.write("rulecheck.toml", f'pack = "{SMALL_PACK.as_posix()}"\n')
    ended = versions.run("compare", "bad.yaml", "good.yaml", "--output", "json")
    assert ended.report["pack"]["name"] == "small-pack"
