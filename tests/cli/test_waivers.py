"""`rulecheck waivers`, `rulecheck baseline`, and what both do to `rulecheck evaluate`."""

import json
from dataclasses import replace

import pytest

from .conftest import ROOT, Desk, Ended
from .drafts import harmless, undecided, violating

TODAY = ("--today", "2025-10-01")
PEOPLE = ("--reason", "Begun before", "--owner", "A. Officer", "--approved-by", "B. Director")
RULE = "finished-stock/lots"


def granted(desk: Desk, *more: str, expires: str = "2025-12-31", rule: str = RULE) -> Ended:
    """A waiver, or one more, for the draft of the desk."""
    return desk.judging(
        "waivers", "add", "draft.yaml", rule, *PEOPLE, "--expires", expires, *TODAY, *more
    )


@pytest.fixture
def waived(desk: Desk) -> Desk:
    """A desk with a draft that violates a rule, and a waiver for it."""
    desk.write("draft.yaml", violating())
    assert granted(desk).code == 0
    return desk


def test_a_waiver_lets_the_gate_pass_and_changes_nothing_else(waived: Desk) -> None:
    bare = waived.evaluate("draft.yaml")
    ended = waived.evaluate("draft.yaml", "--waivers", "waivers.yaml", *TODAY)
    assert (bare.code, ended.code) == (1, 0)
    for line in ("violated[finished-stock/lots]", "verdict: conflicts", "score: 0 / 100"):
        assert line in bare.out
        assert line in ended.out
    assert "waived until 2025-12-31 by B. Director, because: Begun before" in ended.out
    assert "gate: pass (1 waived)" in ended.out
    assert "waivers: waivers.yaml on 2025-10-01: 1 applied" in ended.out


def test_the_exit_code_is_the_same_in_every_format(waived: Desk) -> None:
    for today, code in (("2025-10-01", 0), ("2026-01-01", 1)):
        for output in ("text", "json"):
            options = ("--waivers", "waivers.yaml", "--today", today, "--output", output)
            assert waived.evaluate("draft.yaml", *options).code == code


def test_a_waiver_that_has_ended_covers_nothing_anywhere(waived: Desk) -> None:
    today = ("--today", "2026-01-01")
    ended = waived.evaluate("draft.yaml", "--waivers", "waivers.yaml", *today)
    assert ended.code == 1
    assert "gate: fail (1 violation, 1 stale waiver)" in ended.out
    for arguments in (("check",), ("check", "draft.yaml")):
        checked = waived.judging("waivers", *arguments, *today)
        assert checked.code == 1
        assert "expired; granted 2025-10-01, ends 2025-12-31" in checked.out
    listed = waived.judging("waivers", "list", *today)
    assert listed.code == 0
    assert "expired; granted" in listed.out


def test_ten_units_that_become_a_million_stand_again(waived: Desk) -> None:
    waived.write("draft.yaml", violating().replace("10", "1000000"))
    ended = waived.evaluate("draft.yaml", "--waivers", "waivers.yaml", *TODAY)
    assert ended.code == 1
    assert "no longer matches" in ended.out
    assert waived.judging("waivers", "check", "draft.yaml", *TODAY).code == 1


@pytest.mark.parametrize("output", ["text", "json"])
def test_with_a_faulty_waiver_nothing_passes(waived: Desk, output: str) -> None:
    path = waived.folder / "waivers.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("owner:", "onwer:"), encoding="utf-8")
    waived.write("good.yaml", harmless())
    ended = waived.evaluate("good.yaml", "--waivers", "waivers.yaml", *TODAY, "--output", output)
    assert ended.code == 2
    assert ended.out == ""
    assert "error: waivers.yaml:11:5: unknown key `onwer`" in ended.err
    assert "did you mean `owner`?" in ended.err


def test_two_runs_of_one_day_are_the_same_byte_for_byte(waived: Desk) -> None:
    options = ("draft.yaml", "--waivers", "waivers.yaml", *TODAY, "--output", "json")
    assert waived.evaluate(*options).out == waived.evaluate(*options).out


def test_no_excerpts_keeps_the_words_of_a_waiver_out(waived: Desk) -> None:
    options = ("draft.yaml", "--waivers", "waivers.yaml", *TODAY, "--no-excerpts")
    for output in ("text", "json"):
        ended = waived.evaluate(*options, "--output", output)
        assert ended.code == 0
        assert "2025-12-31" in ended.out
        for words in ("Begun before", "A. Officer", "B. Director", "next-run"):
            assert words not in ended.out


def test_a_project_names_its_waivers_and_baseline_once(waived: Desk) -> None:
    (waived.folder / ".git").mkdir()
    (waived.folder / "waivers.yaml").rename(waived.folder / "granted.yaml")
    waived.write("rulecheck.toml", 'waivers = "granted.yaml"\nbaseline = "known.yaml"\n')
    waived.write("old.yaml", violating("old"))
    assert waived.judging("baseline", "write", "old.yaml").code == 0
    assert "known.yaml" in waived.names()
    assert waived.judging("waivers", "check", "draft.yaml", *TODAY).code == 0
    ended = waived.evaluate("draft.yaml", "old.yaml", *TODAY)
    assert ended.code == 0
    assert "gate: pass (1 waived, 1 baselined)" in ended.out
    assert waived.evaluate("draft.yaml", "--no-config", *TODAY).code == 1


def test_without_configuration_no_waivers_are_picked_up(waived: Desk) -> None:
    assert waived.evaluate("draft.yaml", *TODAY).code == 1


# -- waivers add ---------------------------------------------------------------------------------


def test_adding_keeps_what_stands_in_the_file(waived: Desk) -> None:
    before = (waived.folder / "waivers.yaml").read_text(encoding="utf-8")
    kept = f"# Mine.\n{before}  # The last line."
    waived.write("waivers.yaml", kept)
    waived.write("draft.yaml", violating("another"))
    ended = granted(waived)
    assert ended.code == 0
    after = (waived.folder / "waivers.yaml").read_text(encoding="utf-8")
    assert after.startswith(f'{kept}\n  - rule: finished-stock/lots\n    proposal: "another"\n')
    listed = json.loads(waived.judging("waivers", "list", "--output", "json", *TODAY).out)
    assert [each["proposal"] for each in listed["waivers"]] == ["violating", "another"]
    assert {each["state"] for each in listed["waivers"]} == {"in_force"}


@pytest.mark.parametrize(
    ("start", "begins"),
    [
        ("waivers: []  # none yet\n", "waivers:   # none yet\n  - rule"),
        ("waivers:\n", "waivers:\n  - rule"),
        ("waivers:\n- ", None),
    ],
)
def test_adding_fits_the_layout_of_the_list(desk: Desk, start: str, begins: str | None) -> None:
    desk.write("draft.yaml", violating())
    if begins is None:  # a list that is not indented
        granted(desk)
        text = (desk.folder / "waivers.yaml").read_text(encoding="utf-8")
        head, _, entries = text.partition("waivers:\n")
        flat = "\n".join(line.removeprefix("  ") for line in entries.split("\n"))
        desk.write("waivers.yaml", f"{head}waivers:\n{flat}")
        desk.write("draft.yaml", violating("another"))
        begins = '\n- rule: finished-stock/lots\n  proposal: "another"'
    else:
        desk.write("waivers.yaml", f"schema: rulecheck/waivers/v1\n{start}")
    assert granted(desk).code == 0
    assert begins in (desk.folder / "waivers.yaml").read_text(encoding="utf-8")


def test_text_of_any_kind_is_read_back_as_it_was(desk: Desk) -> None:
    desk.write("draft.yaml", violating())
    reason = 'a "quote", a \\, é, 😀, \u202e and\nanother line: # no comment'
    assert granted(desk, "--reason", reason).code == 0
    listed = json.loads(desk.judging("waivers", "list", "--output", "json", *TODAY).out)
    assert [each["reason"] for each in listed["waivers"]] == [reason]


@pytest.mark.parametrize(
    ("draft", "arguments", "says"),
    [
        (violating(), ("--rule", "finished-stock/lost"), "did you mean `finished-stock/lots`?"),
        (violating(), ("--subject", "last-run"), "is not violated by `last-run`"),
        (harmless(), (), "is not violated; there is nothing to waive"),
        (undecided(), (), "an unknown can't be waived"),
        (violating(), ("--approved-by", "a. officer"), "nobody approves a waiver of their own"),
        (
            violating(),
            ("--expires", "2025-09-30"),
            "error: `--expires` 2025-09-30 is before today, 2025-10-01; write that day or a later",
        ),
        (violating(), ("--expires", "tomorrow"), "`tomorrow` is no date"),
        (violating(), ("--reason", " "), "`--reason` says nothing; write it out"),
        (violating(), ("--owner", "N/A"), "`--owner` says nothing; write it out"),
        (violating(), ("--approved-by", "a officer"), "nobody approves a waiver of their own"),
        (violating(), ("--proposal", "sle"), "no proposal of the file is called `sle`"),
        (
            violating() + "---\n" + violating("another"),
            (),
            "several proposals violate `finished-stock/lots`; choose one with --proposal",
        ),
    ],
)
def test_what_can_not_be_waived_is_refused(
    desk: Desk, draft: str, arguments: tuple[str, ...], says: str
) -> None:
    desk.write("draft.yaml", draft)
    if arguments[:1] == ("--rule",):
        ended = granted(desk, rule=arguments[1])
    else:
        ended = granted(desk, *arguments)
    assert ended.code == 2
    assert says in ended.err
    assert "waivers.yaml" not in desk.names()


def test_a_rule_that_the_pack_excludes_is_never_waived(desk: Desk) -> None:
    desk.write("draft.yaml", harmless())
    rule = "frontier-chips-stay-banned/no-frontier-license"
    ended = desk.run(
        "waivers", "add", "draft.yaml", rule, *PEOPLE, "--expires", "2025-12-31", *TODAY
    )
    assert ended.code == 2
    assert f"the pack lets nobody waive `{rule}`" in ended.err


def test_a_waiver_of_the_bundled_pack_lasts_half_a_year_at_most(desk: Desk) -> None:
    desk.write("draft.yaml", (ROOT / "proposals" / "h20_new_production.yaml").read_bytes())
    rule = "inventory-only/closed-license"
    ended = desk.run(
        "waivers", "add", "draft.yaml", rule, *PEOPLE, "--expires", "2026-10-01", *TODAY
    )
    assert ended.code == 2
    assert ended.err == (
        "error: `--expires` 2026-10-01 is more than the 180 days after today, 2025-10-01, that the "
        "pack allows; write 2026-03-30 or an earlier day\n"
    )


def test_a_draft_that_is_invalid_gets_no_waiver(desk: Desk) -> None:
    desk.write("draft.yaml", violating() + "colour: red\n")
    assert granted(desk).code == 4
    assert "waivers.yaml" not in desk.names()


def test_the_same_violation_is_waived_once(waived: Desk) -> None:
    before = (waived.folder / "waivers.yaml").read_bytes()
    ended = granted(waived)
    assert ended.code == 2
    assert ended.err == (
        "error: the entry at waivers.yaml:6 waives this already, until 2025-12-31; remove it if "
        "another is to take its place\n"
    )
    assert (waived.folder / "waivers.yaml").read_bytes() == before


def test_a_waiver_that_has_expired_is_removed_before_it_is_granted_anew(waived: Desk) -> None:
    before = (waived.folder / "waivers.yaml").read_bytes()
    ended = granted(waived, "--today", "2026-01-01", expires="2026-02-01")
    assert ended.code == 2
    assert ended.err == (
        "error: the entry at waivers.yaml:6 waived this and has expired on 2025-12-31; remove it "
        "before the waiver is granted anew\n"
    )
    assert (waived.folder / "waivers.yaml").read_bytes() == before


def test_a_file_laid_out_in_another_way_is_left_as_it_is(waived: Desk) -> None:
    text = (waived.folder / "waivers.yaml").read_text(encoding="utf-8")
    _, schema, entries = text.partition("schema: rulecheck/waivers/v1\n")
    waived.write("waivers.yaml", entries + schema)
    waived.write("draft.yaml", violating("another"))
    ended = granted(waived)
    assert ended.code == 2
    assert "put the entry there by hand" in ended.err


# -- waivers check -------------------------------------------------------------------------------


def test_checking_finds_nothing_where_all_apply(waived: Desk) -> None:
    ended = waived.judging("waivers", "check", "draft.yaml", *TODAY)
    assert ended.code == 0
    assert "applied: the gate lets what it covers pass" in ended.out


@pytest.mark.parametrize(
    ("draft", "says"),
    [
        (violating("another"), "not judged"),
        (violating().replace("unstarted", "finished"), "unused"),
        (violating().replace("unstarted", "unknown"), "unused"),
    ],
)
def test_checking_finds_what_covers_nothing(waived: Desk, draft: str, says: str) -> None:
    waived.write("draft.yaml", draft)
    ended = waived.judging("waivers", "check", "draft.yaml", *TODAY)
    assert ended.code == 1
    assert says in ended.out


# -- the baseline --------------------------------------------------------------------------------


def test_a_baseline_lets_pass_what_stood_and_nothing_new(desk: Desk) -> None:
    desk.write("old.yaml", violating("old"))
    assert desk.judging("baseline", "write", "old.yaml").code == 0
    ended = desk.evaluate("old.yaml", "--baseline", "baseline.yaml")
    assert ended.code == 0
    assert "gate: pass (1 baselined)" in ended.out
    assert "verdict: conflicts" in ended.out
    desk.write("new.yaml", violating("new"))
    assert desk.evaluate("old.yaml", "new.yaml", "--baseline", "baseline.yaml").code == 1
    desk.write("old.yaml", violating("old").replace("10", "1000000"))
    assert desk.evaluate("old.yaml", "--baseline", "baseline.yaml").code == 1


def test_a_baseline_never_grows_by_itself(desk: Desk) -> None:
    desk.write("old.yaml", violating("old"))
    desk.judging("baseline", "write", "old.yaml")
    before = (desk.folder / "baseline.yaml").read_bytes()
    desk.write("new.yaml", violating("new"))
    ended = desk.judging("baseline", "write", "old.yaml", "new.yaml")
    assert ended.code == 0
    assert "1 new left out (--accept-new adds them)" in ended.err
    assert (desk.folder / "baseline.yaml").read_bytes() == before
    desk.judging("baseline", "write", "old.yaml", "new.yaml", "--accept-new")
    assert b"new.yaml" in (desk.folder / "baseline.yaml").read_bytes()
    desk.write("new.yaml", harmless("new"))
    ended = desk.judging("baseline", "write", "new.yaml")  # old.yaml is not judged, and stays
    assert "1 gone" in ended.err
    assert (desk.folder / "baseline.yaml").read_bytes() == before


@pytest.mark.parametrize("paths", [(), ("old.yaml",)])
def test_checking_a_baseline_finds_what_is_gone(desk: Desk, paths: tuple[str, ...]) -> None:
    desk.write("old.yaml", violating("old"))
    desk.judging("baseline", "write", "old.yaml")
    assert desk.judging("baseline", "check", *paths).code == 0
    desk.write("old.yaml", harmless("old"))
    ended = desk.judging("baseline", "check", *paths)
    assert ended.code == 1
    assert "gone[finished-stock/lots]: old.yaml" in ended.out


def test_what_has_changed_is_not_gone_from_a_baseline(desk: Desk) -> None:
    desk.write("old.yaml", violating("old"))
    desk.judging("baseline", "write", "old.yaml")
    before = (desk.folder / "baseline.yaml").read_bytes()
    desk.write("old.yaml", violating("old").replace("10", "1000000"))
    shown = desk.evaluate("old.yaml", "--baseline", "baseline.yaml")
    assert shown.code == 1
    assert "  in the baseline, but what it rests on has changed\n" in shown.out
    checked = desk.judging("baseline", "check")
    assert (checked.code, checked.out) == (
        1,
        "changed[finished-stock/lots]: old.yaml still violates it, but what that rests on has "
        "changed\n"
        "baseline.yaml: 0 of 1 violation gone, 1 changed\n"
        "help: `rulecheck baseline write --accept-new` accepts what has changed as it is now, and "
        "what is new\n",
    )
    kept = desk.judging("baseline", "write", "old.yaml")
    assert "1 changed left as before (--accept-new accepts them)" in kept.err
    assert (desk.folder / "baseline.yaml").read_bytes() == before
    assert desk.judging("baseline", "write", "old.yaml", "--accept-new").code == 0
    assert desk.evaluate("old.yaml", "--baseline", "baseline.yaml").code == 0
    assert desk.judging("baseline", "check").code == 0


def test_a_file_that_is_gone_leaves_a_baseline(desk: Desk) -> None:
    desk.write("old.yaml", violating("old"))
    desk.judging("baseline", "write", "old.yaml")
    (desk.folder / "old.yaml").unlink()
    assert desk.judging("baseline", "check").code == 1


@pytest.mark.parametrize(
    "command", [("check",), ("write", "../old.yaml")], ids=lambda command: command[0]
)
def test_a_baseline_is_not_taken_from_another_folder(desk: Desk, command: tuple[str, ...]) -> None:
    desk.write("old.yaml", violating("old"))
    desk.judging("baseline", "write", "old.yaml")
    before = (desk.folder / "baseline.yaml").read_bytes()
    (desk.folder / "below").mkdir()
    below = replace(desk, folder=desk.folder / "below")
    option = "--baseline" if command[0] == "check" else "--to"
    ended = below.judging("baseline", *command, option, "../baseline.yaml")
    assert ended.code == 2
    assert "names its proposals as they are seen from .." in ended.err
    assert below.evaluate("../old.yaml", "--baseline", "../baseline.yaml").code == 2
    assert (desk.folder / "baseline.yaml").read_bytes() == before


def test_no_baseline_covers_an_unknown(desk: Desk) -> None:
    desk.write("draft.yaml", undecided())
    desk.judging("baseline", "write", "draft.yaml")
    assert "violations: []" in (desk.folder / "baseline.yaml").read_text(encoding="utf-8")
    assert desk.evaluate("draft.yaml", "--baseline", "baseline.yaml").code == 3


def test_nothing_is_written_where_a_draft_is_invalid(desk: Desk) -> None:
    desk.write("draft.yaml", "kind: license_decision\n")
    assert desk.judging("baseline", "write", "draft.yaml").code == 4
    assert "baseline.yaml" not in desk.names()


def test_a_faulty_baseline_covers_nothing(desk: Desk) -> None:
    desk.write("draft.yaml", violating())
    desk.write("baseline.yaml", "violations: []\n")
    ended = desk.evaluate("draft.yaml", "--baseline", "baseline.yaml")
    assert ended.code == 2
    assert "`schema` is missing" in ended.err
    assert desk.judging("baseline", "write", "draft.yaml").code == 2
