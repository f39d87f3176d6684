"""What is given to `evaluate`: files, folders, patterns, standard input, and all that can be wrong
with them. A file that fails never hides the results of the others.
"""

import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from rulecheck.packs import load_bundled_pack
from tests.cli.conftest import SMALL_PACK, Desk, Evaluate
from tests.cli.drafts import harmless, undecided, violating


def judged(desk: Desk, *arguments: str | Path, stdin: bytes = b"") -> list[str]:
    """The paths of the proposals that were judged, in the report's order."""
    ended = desk.evaluate(*arguments, "--output", "json", stdin=stdin)
    return [each["path"] for each in ended.report["proposals"]]


# -- paths that lead to nothing -------------------------------------------------------------------


def test_a_missing_file_alone(desk: Desk) -> None:
    desk.write("draft.yaml", harmless())
    ended = desk.evaluate("drafts.yaml")
    assert ended.code == 2
    assert ended.out == ""
    assert ended.err == (
        "error: drafts.yaml: there is no such file or folder\n"
        "    help: did you mean `draft.yaml`?\n"
    )


def test_a_missing_file_like_no_other(desk: Desk) -> None:
    ended = desk.evaluate(desk.folder / "nowhere" / "draft.yaml")
    assert ended.code == 2
    assert ended.err == "error: nowhere/draft.yaml: there is no such file or folder\n"


def test_a_missing_file_beside_a_good_one(desk: Desk) -> None:
    desk.write("good.yaml", harmless())
    ended = desk.evaluate("missing.yaml", "good.yaml")
    assert ended.code == 4
    assert "invalid: there is no such file or folder\n  --> missing.yaml\n" in ended.out
    assert "good.yaml: harmless\n" in ended.out
    assert "exit: 4 - " in ended.out


def test_a_folder_without_proposals(desk: Desk) -> None:
    desk.write("notes/read-me.txt", "nothing here")
    ended = desk.evaluate("notes")
    assert ended.code == 2
    assert ended.err == (
        "error: notes: the folder holds no YAML file\n    help: proposals end in .yaml or .yml\n"
    )


def test_a_folder_without_proposals_beside_a_good_file(desk: Desk) -> None:
    desk.write("notes/read-me.txt", "nothing here")
    desk.write("good.yaml", harmless())
    ended = desk.evaluate("notes", "good.yaml")
    assert ended.code == 4
    assert "invalid: the folder holds no YAML file\n  --> notes\n" in ended.out
    assert "good.yaml: harmless\n" in ended.out


def test_a_pattern_without_matches(desk: Desk) -> None:
    ended = desk.evaluate("drafts/*.yaml")
    assert ended.code == 2
    assert ended.err == "error: drafts/*.yaml: the pattern matches no file\n"


def test_a_name_that_no_system_takes(desk: Desk) -> None:
    ended = desk.evaluate("a" * 5000)
    assert ended.code == 2
    assert ended.err.endswith("a: there is no such file or folder\n")


# -- packs that are none --------------------------------------------------------------------------


def test_a_misspelt_pack(desk: Desk) -> None:
    desk.write("good.yaml", harmless())
    shutil.copytree(SMALL_PACK, desk.folder / "our_rules")
    ended = desk.run("evaluate", "good.yaml", "--pack", "our-rulse")
    assert ended.code == 2
    assert ended.out == ""
    assert ended.err == (
        "error: our-rulse: there is no such pack\n    help: did you mean `our_rules`?\n"
    )


def test_a_folder_that_is_no_pack(desk: Desk) -> None:
    desk.write("good.yaml", harmless())
    desk.write("rules/empty.txt", "")
    ended = desk.run("evaluate", "good.yaml", "--pack", "rules")
    assert ended.code == 2
    assert ended.err == (
        "error: rules: this is no pack\n    help: a pack is a folder that holds pack.yaml\n"
    )


def test_a_faulty_pack_is_shown_with_its_line(desk: Desk) -> None:
    desk.write("good.yaml", harmless())
    shutil.copytree(SMALL_PACK, desk.folder / "rules")
    rule = (SMALL_PACK / "finished-stock.yaml").read_text(encoding="utf-8")
    desk.write("rules/finished-stock.yaml", rule.replace("lot.stage:", "lot.stag:"))
    ended = desk.run("evaluate", "good.yaml", "--pack", "rules")
    assert ended.code == 2
    assert ended.out == ""
    assert "error: rules/finished-stock.yaml:22:7: there is no fact `lot.stag` here\n" in ended.err
    assert "    lot.stag: {not_in: {parameter: stock-stages}}\n" in ended.err
    assert "    help: did you mean `lot.stage`?\n" in ended.err


def test_a_folder_called_rules_is_never_picked_up_by_itself(desk: Desk) -> None:
    desk.write("good.yaml", harmless())
    desk.write("rules/pack.yaml", "no pack at all")
    report = desk.run("evaluate", "good.yaml", "--output", "json").report
    assert report["pack"]["sha256"] == load_bundled_pack().content_sha256


# -- files that can't be judged -------------------------------------------------------------------

INVALID: dict[str, tuple[str | bytes, str]] = {
    "broken YAML": (
        "id: [one, two\n",
        'invalid: the list opened here with "[" has a comma missing or is never closed with "]"\n'
        "  --> draft.yaml:1:5\n",
    ),
    "a wrong type": (
        harmless().replace("[{", '"{').replace("}]", '}"'),
        "invalid: `changes` must be a list\n  --> draft.yaml:6:10\n",
    ),
    "an unknown product": (
        violating().replace("nvidia-h20", "nvidia-h21"),
        "invalid: the catalogue has no product `nvidia-h21`\n  --> draft.yaml:10:14\n"
        "    |\n 10 |     product: nvidia-h21\n    |              ^^^^^^^^^^\n"
        "   = help: did you mean `nvidia-h20`?\n",
    ),
    "a date that does not exist": (
        harmless().replace("2025-07-30", "2025-02-30"),
        "  --> draft.yaml:4:8\n   |\n 4 | as_of: 2025-02-30\n   |        ^^^^^^^^^^\n",
    ),
    "a quantity of 10^30": (
        violating().replace("quantity: 10\n", f"quantity: 1{'0' * 30}\n", 1),
        "is too large\n  --> draft.yaml:11:15\n",
    ),
    "an empty file": ("", "invalid: the file is empty\n  --> draft.yaml\n"),
    "binary data": (
        bytes(range(128, 256)),
        "invalid: the file is not UTF-8 text (at byte 1)\n  --> draft.yaml\n",
    ),
    "control characters": (
        b"id: \x00\x01\n",
        "invalid: the control character U+0000 is not allowed in YAML\n  --> draft.yaml:1:5\n",
    ),
    "a YAML file that is no proposal": (
        "name: continuous integration\n",
        "invalid: `kind` is missing: this is no proposal\n  --> draft.yaml:1:1\n",
    ),
    "a list": (
        "- one\n- two\n",
        "invalid: this is no proposal: keys with their values are due\n  --> draft.yaml:1:1\n",
    ),
}


@pytest.mark.parametrize("case", INVALID)
def test_an_invalid_file_hides_no_other(case: str, desk: Desk, evaluate: Evaluate) -> None:
    content, said = INVALID[case]
    desk.write("draft.yaml", content)
    desk.write("good.yaml", harmless())
    ended = evaluate(".")
    assert ended.code == 4
    assert said in ended.out
    assert "   = help: " in ended.out
    assert "good.yaml: harmless\n" in ended.out
    assert "run: 1 proposal judged; gate: fail (1 fault)\nexit: 4 - " in ended.out
    assert ended.err == ""


def test_an_invalid_file_does_not_hide_a_violation(desk: Desk) -> None:
    desk.write("a.yaml", "")
    desk.write("b.yaml", harmless())
    desk.write("c.yaml", violating())
    ended = desk.evaluate("a.yaml", "b.yaml", "c.yaml")
    assert ended.code == 4
    assert "violated[finished-stock/lots]: Lot next-run is unstarted; " in ended.out
    assert re.search(r"; gate: fail \(1 violation, .*1 fault\)\n", ended.out)


def test_an_id_used_twice(desk: Desk) -> None:
    desk.write("a.yaml", harmless("same"))
    desk.write("b.yaml", harmless("same"))
    ended = desk.evaluate(".")
    assert ended.code == 4
    assert "invalid: the id `same` is already used in a.yaml\n  --> b.yaml:3:5\n" in ended.out
    assert "   = help: give each proposal of a run its own id\n" in ended.out
    assert "a.yaml: same\n" in ended.out


@pytest.mark.usefixtures("permissions_bind")
def test_a_file_that_may_not_be_read(desk: Desk) -> None:
    desk.write("good.yaml", harmless())
    desk.write("locked.yaml", harmless("locked")).chmod(0)
    ended = desk.evaluate(".")
    assert ended.code == 4
    assert "invalid: the file can't be read: permission denied\n  --> locked.yaml\n" in ended.out
    assert "good.yaml: harmless\n" in ended.out


@pytest.mark.usefixtures("permissions_bind")
def test_a_folder_that_may_not_be_looked_into(desk: Desk) -> None:
    desk.write("good.yaml", harmless())
    locked = desk.write("locked/draft.yaml", harmless("locked")).parent
    locked.chmod(0)
    try:
        ended = desk.evaluate("good.yaml", "locked", "locked/draft.yaml")
    finally:
        locked.chmod(0o700)
    assert ended.code == 4
    assert "the folder can't be read: permission denied\n  --> locked\n" in ended.out
    assert "good.yaml: harmless\n" in ended.out


@pytest.mark.usefixtures("permissions_bind")
@pytest.mark.parametrize("pattern", ["drafts/**/*.yaml", "drafts/*/draft.yaml"])
def test_a_folder_that_a_pattern_may_not_look_into(desk: Desk, pattern: str) -> None:
    desk.write("drafts/good/draft.yaml", harmless())
    locked = desk.write("drafts/locked/draft.yaml", harmless("locked")).parent
    locked.chmod(0)
    try:
        ended = desk.evaluate(pattern)
    finally:
        locked.chmod(0o700)
    assert ended.code == 4
    assert "the folder can't be read: permission denied\n  --> drafts/locked\n" in ended.out
    assert "drafts/good/draft.yaml: harmless\n" in ended.out


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no file without an end")
def test_a_file_without_an_end(desk: Desk) -> None:
    ended = desk.evaluate("/dev/zero")
    assert ended.code == 4
    assert "the limit is " in ended.out


# -- which files, in which order ------------------------------------------------------------------


def test_a_folder_is_read_by_name_without_what_is_hidden(desk: Desk) -> None:
    for name in ("b.yaml", "a.yml", "c/d.YAML", "c/a/e.yaml", ".git/f.yaml", ".g.yaml", "h.txt"):
        desk.write(f"drafts/{name}", harmless(name.replace("/", "-").strip(".").lower()))
    assert judged(desk, "drafts") == [
        "drafts/a.yml",
        "drafts/b.yaml",
        "drafts/c/d.YAML",
        "drafts/c/a/e.yaml",
    ]


def test_paths_keep_the_order_in_which_they_are_given(desk: Desk) -> None:
    for name in ("a", "b", "c"):
        desk.write(f"{name}.yaml", harmless(name))
    assert judged(desk, "c.yaml", "a.yaml", "b.yaml") == ["c.yaml", "a.yaml", "b.yaml"]


def test_a_file_named_in_many_ways_is_read_once(desk: Desk) -> None:
    desk.write("drafts/a.yaml", harmless())
    paths = ["drafts/a.yaml", "drafts", "./drafts/../drafts/a.yaml", "drafts/*.yaml"]
    assert judged(desk, *paths, desk.folder / "drafts" / "a.yaml") == ["drafts/a.yaml"]


def test_patterns(desk: Desk) -> None:
    for name in ("one/a.yaml", "one/two/b.yaml", "one/two/c.txt", "d.yaml"):
        desk.write(name, harmless(name.replace("/", "-")))
    assert judged(desk, "**/*.yaml") == ["d.yaml", "one/a.yaml", "one/two/b.yaml"]
    assert judged(desk, "one/[ab].yaml", "?.yaml") == ["one/a.yaml", "d.yaml"]
    assert judged(desk, desk.folder / "one" / "*.yaml") == ["one/a.yaml"]


def test_a_folder_that_a_pattern_matches_is_looked_into(desk: Desk) -> None:
    """So it is where the shell expands the pattern."""
    for name in ("a.yaml", "b.yaml/c.yaml", "d/e.yaml"):
        desk.write(f"drafts/{name}", harmless(name.replace("/", "-").replace(".yaml", "")))
    desk.write("drafts/images/chip.png", "")
    assert judged(desk, "drafts/*.yaml") == ["drafts/a.yaml", "drafts/b.yaml/c.yaml"]
    assert judged(desk, "drafts/*[!s]") == [
        "drafts/a.yaml",
        "drafts/b.yaml/c.yaml",
        "drafts/d/e.yaml",
    ]
    assert judged(desk, "drafts/*") == judged(desk, "drafts")
    ended = desk.evaluate("drafts/im*")
    assert ended.err == "error: drafts/im*: the pattern matches no file\n"


@pytest.mark.parametrize("path", ["drafts", "drafts/**/*.yaml", "**/good.yaml"])
def test_a_link_to_a_folder_is_not_passed_over(path: str, desk: Desk) -> None:
    desk.write("elsewhere/draft.yaml", harmless("linked"))
    desk.write("drafts/good.yaml", harmless())
    (desk.folder / "drafts" / "link").symlink_to("/")
    ended = desk.evaluate(path)
    assert ended.code == 4
    assert "this is a link to a folder, which is not followed\n  --> drafts/link\n" in ended.out
    assert "drafts/good.yaml: harmless\n" in ended.out


def test_a_link_to_a_folder_that_is_named_by_itself(desk: Desk) -> None:
    desk.write("elsewhere/draft.yaml", harmless("linked"))
    desk.write("drafts/good.yaml", harmless())
    (desk.folder / "drafts" / "link").symlink_to(desk.folder / "elsewhere")
    ended = desk.evaluate("drafts")
    assert ended.code == 4
    assert (
        "invalid: this is a link to a folder, which is not followed\n  --> drafts/link\n"
        "   = help: name the folder by itself, or remove the link\n"
    ) in ended.out
    assert "drafts/good.yaml: harmless\n" in ended.out
    named = ["drafts/good.yaml", "drafts/link/draft.yaml"]
    assert judged(desk, "drafts", "drafts/link") == named
    assert judged(desk, "drafts", "elsewhere") == ["drafts/good.yaml", "elsewhere/draft.yaml"]
    assert judged(desk, "drafts/link") == ["drafts/link/draft.yaml"]


def test_a_link_into_what_is_looked_into_anyway(desk: Desk) -> None:
    desk.write("drafts/a/draft.yaml", harmless())
    (desk.folder / "drafts" / "a" / "loop").symlink_to(desk.folder / "drafts")
    assert len(judged(desk, "drafts/**/*.yaml")) == 1
    (desk.folder / "drafts" / "again").symlink_to(desk.folder / "drafts" / "a")
    assert judged(desk, "drafts") == ["drafts/a/draft.yaml"]


def test_links_that_lead_round_in_many_ways(desk: Desk) -> None:
    desk.write("drafts/a/draft.yaml", harmless())
    for name in ("one", "two", "three"):
        (desk.folder / "drafts" / name).symlink_to(desk.folder / "drafts")
    for path in ("drafts/**/*.yaml", "drafts/**", "**/a/*.yaml", "drafts/**/a/**/*.yaml"):
        assert judged(desk, path) == ["drafts/a/draft.yaml"]


def test_a_link_into_a_hidden_folder(desk: Desk) -> None:
    """What is hidden is left out, and so nothing that it holds is looked into anyway."""
    desk.write("drafts/good.yaml", harmless())
    desk.write("drafts/.kept/draft.yaml", harmless("kept"))
    (desk.folder / "drafts" / "kept").symlink_to(desk.folder / "drafts" / ".kept")
    ended = desk.evaluate("drafts")
    assert ended.code == 4
    assert "which is not followed\n  --> drafts/kept\n" in ended.out


def test_a_name_that_looks_like_a_pattern_is_a_name_where_there_is_such_a_file(desk: Desk) -> None:
    desk.write("draft[1].yaml", harmless())
    assert judged(desk, "draft[1].yaml") == ["draft[1].yaml"]


def test_several_documents_in_one_file(desk: Desk) -> None:
    desk.write("draft.yaml", f"{harmless('one')}---\n{undecided('two')}---\n{harmless('three')}")
    ended = desk.evaluate("draft.yaml", "--output", "json")
    assert ended.code == 3
    found = [(each["path"], each["document"], each["id"]) for each in ended.report["proposals"]]
    assert found == [("draft.yaml", 0, "one"), ("draft.yaml", 1, "two"), ("draft.yaml", 2, "three")]


def test_an_invalid_document_does_not_hide_those_beside_it(desk: Desk) -> None:
    desk.write("draft.yaml", f"{harmless('one')}---\nkind: nothing\n---\n{harmless('three')}")
    ended = desk.evaluate("draft.yaml", "--output", "json")
    assert ended.code == 4
    assert [each["id"] for each in ended.report["proposals"]] == ["one", "three"]
    assert [each["line"] for each in ended.report["problems"]] == [8]


def test_standard_input(desk: Desk) -> None:
    ended = desk.evaluate("-", stdin=violating().encode())
    assert ended.code == 1
    assert "<stdin>: violating\n" in ended.out
    assert "  --> <stdin>:14:31\n" in ended.out


def test_standard_input_beside_files_and_named_twice(desk: Desk) -> None:
    desk.write("draft.yaml", harmless())
    given = harmless("given").encode()
    assert judged(desk, "-", "draft.yaml", "-", stdin=given) == ["<stdin>", "draft.yaml"]


def test_standard_input_with_nothing_in_it(desk: Desk) -> None:
    ended = desk.evaluate("-")
    assert ended.code == 4
    assert "invalid: the file is empty\n  --> <stdin>\n" in ended.out


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text elsewhere")
def test_a_name_that_is_no_text(desk: Desk) -> None:
    path = os.fsencode(desk.folder) + b"/\xff\x1b[31m\n::error::x.yaml"
    Path(os.fsdecode(path)).write_text(violating(), encoding="utf-8")
    shown = "\\u{dcff}\\u{1b}[31m\\u{a}:\\u{3a}error:\\u{3a}x.yaml"
    ended = desk.evaluate(".")
    assert ended.code == 1
    assert f"{shown}: violating\n" in ended.out
    assert "\x1b" not in ended.out
    assert desk.evaluate(".", "--output", "json").report["proposals"][0]["path"].endswith("x.yaml")
    missing = desk.evaluate("\x1b::error::.yaml")
    assert missing.code == 2
    assert missing.err.startswith("error: \\u{1b}:\\u{3a}error:\\u{3a}.yaml: there is no such")
