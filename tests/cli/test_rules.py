"""`rulecheck rules`: what rule authors ask of a pack."""

import re
import shutil
from pathlib import Path

import pytest

from .conftest import ROOT, SMALL_PACK, Desk

TESTS_OF_ALL = ROOT / "tests" / "cases" / "coverage" / "complete"
NEVER_MATTERS = ROOT / "tests" / "cases" / "lints" / "never-matters"
SOURCE = ROOT / "tests" / "packs" / "made_up_source.md"


@pytest.fixture
def pack(desk: Desk) -> Path:
    """A copy of the small pack, to be changed."""
    shutil.copytree(SMALL_PACK, desk.folder / "pack")
    desk.write("source.md", SOURCE.read_bytes())
    return desk.folder / "pack"


@pytest.fixture
def tested(pack: Path) -> Path:
    """The same copy with tests that show all of it."""
    shutil.copytree(TESTS_OF_ALL, pack, dirs_exist_ok=True)
    return pack


TEST_OF_LOTS = """\
tests:
  - name: A finished lot is stock
    rule: {rule}
    as_of: 2025-07-30
    facts: {{}}
    outcome: {outcome}
"""


VERIFY = ("rules", "verify", "--pack", "pack", "--source", "source.md")


def test_every_sentence_is_found_in_a_copy(desk: Desk, pack: Path) -> None:
    ended = desk.run(*VERIFY)
    assert ended.code == 0
    *listed, cited, classified = ended.out.splitlines()
    assert [(line.split()[0], line.split()[-1]) for line in listed] == [
        ("found", "ask-the-council"),
        ("found", "finished-stock"),
    ]
    assert cited == "cited: 2 found, 0 moved, 0 missing"
    assert classified == "classified: 5 found, 0 moved, 0 missing; 0 unclassified"
    assert ended.err == ""


def test_a_sentence_in_another_place_has_moved(desk: Desk, pack: Path) -> None:
    desk.write("source.md", SOURCE.read_text(encoding="utf-8").replace("[P", "[P9"))
    ended = desk.run(*VERIFY)
    assert ended.code == 0
    assert ended.out.startswith("moved        P2 s1 ")
    assert "  ask-the-council at P92 s1\n" in ended.out
    assert ended.out.endswith("classified: 0 found, 5 moved, 0 missing; 0 unclassified\n")


def test_a_sentence_that_is_not_cited_is_listed_only_if_it_is_missing(
    desk: Desk, pack: Path
) -> None:
    text = SOURCE.read_text(encoding="utf-8")
    desk.write("source.md", text.replace("of oak", "of pine"))
    ended = desk.run(*VERIFY)
    assert ended.code == 1
    lines = ended.out.splitlines()
    assert len(lines) == 6
    assert lines[2].startswith("missing      P3 s1 ")
    assert lines[2].endswith("  background")
    assert lines[3].startswith("unclassified P3 s1 ")
    assert lines[-1] == "classified: 4 found, 0 moved, 1 missing; 1 unclassified"


def test_another_text_is_called_so_and_not_listed(desk: Desk, pack: Path) -> None:
    desk.write("source.md", "Nothing of the source is left here.\n")
    ended = desk.run(*VERIFY)
    assert ended.code == 1
    assert "cited: 0 found, 0 moved, 2 missing\n" in ended.out
    assert "is it the source" in ended.out
    assert not any(line.startswith("unclassified") for line in ended.out.splitlines())


def test_the_text_is_printed_only_on_request(desk: Desk, pack: Path) -> None:
    desk.write("source.md", SOURCE.read_text(encoding="utf-8") + "\nOne\u202eword more.\n")
    silent, spoken = desk.run(*VERIFY), desk.run(*VERIFY, "--show-text")
    words = {"sells only what lies in its sheds", "look into every sale", "One\\u{202e}word more."}
    assert not any(each in silent.out for each in words)
    assert all(each in spoken.out for each in words)


@pytest.mark.parametrize(
    ("content", "says"),
    [(None, "can't be read"), (b"\xff\xfe\x00", "is not UTF-8 text")],
    ids=["missing", "not-utf-8"],
)
def test_a_source_that_can_not_be_read(
    desk: Desk, pack: Path, content: bytes | None, says: str
) -> None:
    if content is not None:
        desk.write("copy.md", content)
    ended = desk.run("rules", "verify", "--pack", pack.name, "--source", "copy.md")
    assert ended.code == 2
    assert says in ended.err


COVERAGE = """\
small-pack 1.0: A made-up text, January 2025
5 sentences: 3 recommendation, 1 warning, 1 background

recommendation
  P1 s1: Only stock is sold
    = cited by finished-stock
  P2 s1: The council may look at sales
    = cited by ask-the-council
  P2 s2 (not cited): nothing noted
    = because: No draft says whom the council hears first.

warning
  P1 s2 (not cited): No ship waits

background
  1 not cited; --all lists them

Every sentence that recommends something is cited, or says why not.
"""


def test_the_coverage_shows_what_cites_each_sentence(desk: Desk, pack: Path) -> None:
    ended = desk.run("rules", "coverage", "--pack", "pack")
    assert (ended.code, ended.out, ended.err) == (0, COVERAGE, "")
    ended = desk.run("rules", "coverage", "--pack", "pack", "--all")
    hidden, listed = "  1 not cited; --all lists them", "  P3 s1 (not cited): nothing noted"
    assert (ended.code, ended.out) == (0, COVERAGE.replace(hidden, listed))


def test_the_coverage_as_json_has_every_sentence(desk: Desk, pack: Path) -> None:
    ended = desk.run("rules", "coverage", "--pack", "pack", "--output", "json")
    assert ended.code == 0
    assert ended.report["counts"] == {"recommendation": 3, "warning": 1, "background": 1}
    sentences = ended.report["sentences"]
    assert [(each["paragraph"], each["sentence"]) for each in sentences] == [
        (1, 1),
        (1, 2),
        (2, 1),
        (2, 2),
        (3, 1),
    ]
    assert sentences[3] == {
        "paragraph": 2,
        "sentence": 2,
        "sha256": "008eb279e2465cdc7f81317c079e6f9fa12db6601512e12f31314f1eb13b3c06",
        "class": "recommendation",
        "note": None,
        "cited_by": [],
        "because": "No draft says whom the council hears first.",
    }
    assert sentences[0]["cited_by"] == ["finished-stock"]


@pytest.mark.parametrize("output", ["text", "json"])
def test_without_a_classification_coverage_and_verify_fail(
    desk: Desk, pack: Path, output: str
) -> None:
    (pack / "source.yaml").unlink()
    ended = desk.run("rules", "coverage", "--pack", "pack", "--output", output)
    assert ended.code == 1
    if output == "text":
        assert "no classification of the source" in ended.out
    else:
        assert (ended.report["counts"], ended.report["sentences"]) == (None, None)
    ended = desk.run(*VERIFY)
    assert ended.code == 1
    assert ended.out.endswith("classified: none, for want of a source.yaml; 5 unclassified\n")


def test_a_sentence_that_is_not_covered_is_a_fault_with_its_line(desk: Desk, pack: Path) -> None:
    source = pack / "source.yaml"
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace("class: warning", "class: recommendation"), encoding="utf-8")
    for command in (("rules", "coverage", "--pack", "pack"), VERIFY):
        ended = desk.run(*command)
        assert (ended.code, ended.out) == (2, "")
        assert "error: pack/source.yaml:7:5: P1 s2 recommends something" in ended.err


def test_the_article_is_covered(desk: Desk) -> None:
    ended = desk.run("rules", "coverage")
    assert ended.code == 0
    assert "  P22 s1: " in ended.out
    assert "    = cited by inventory-only, no-future-inference-chips\n" in ended.out


def test_what_has_no_test_is_named_once(desk: Desk, pack: Path) -> None:
    ended = desk.run("rules", "test", "--pack", pack.name)
    assert ended.code == 1
    assert ended.out.count("untested[finished-stock/lots]: ") == 1
    assert ended.out.count("untested[definition lets-chips-go]: ") == 1
    assert ended.out.count("untested[threshold 3a090-a]: ") == 1
    assert "uncovered[" not in ended.out
    assert "0 passed, 0 failed" in ended.out


def test_a_pack_whose_tests_show_everything_passes(desk: Desk, tested: Path) -> None:
    ended = desk.run("rules", "test", "--pack", tested.name)
    assert ended.code == 0
    passed, covered = ended.out.splitlines()
    assert passed.startswith("29 passed, 0 failed (engine: ")
    assert covered == ("shown: 24 of 24 conditions both ways, 9 of 9 boundaries, 8 of 8 outcomes")


def test_a_condition_that_is_shown_one_way_only_is_named(desk: Desk, tested: Path) -> None:
    tests = tested / "finished-stock.tests.yaml"
    written = tests.read_text(encoding="utf-8")
    tests.write_text(written.replace("lot.approved: false, ", ""), encoding="utf-8")
    ended = desk.run("rules", "test", "--pack", tested.name)
    assert ended.code == 1
    assert (
        "uncovered[finished-stock/lots]: no test in which `lot.approved is true` fails\n"
        "  --> pack/finished-stock.yaml:20:11\n"
    ) in ended.out
    assert "shown: 23 of 24 conditions both ways" in ended.out


def test_a_boundary_that_no_test_is_at_is_named(desk: Desk, tested: Path) -> None:
    tests = tested / "reference" / "thresholds.tests.yaml"
    written = tests.read_text(encoding="utf-8")
    tests.write_text(written.replace("density: 2}", "density: 1.9}"), encoding="utf-8")
    ended = desk.run("rules", "test", "--pack", tested.name)
    assert ended.code == 1
    assert (
        "uncovered[threshold 3a090-c]: no test in which `hbm_bandwidth_density is more than 2` "
        "decides at exactly 2\n  --> pack/reference/thresholds.yaml:28:39\n"
    ) in ended.out
    assert "8 of 9 boundaries" in ended.out


def test_a_failing_threshold_test_is_shown_at_its_line(desk: Desk, tested: Path) -> None:
    tests = tested / "reference" / "thresholds.tests.yaml"
    written = tests.read_text(encoding="utf-8")
    tests.write_text(written.replace("outcome: reached", "outcome: unknown", 1), encoding="utf-8")
    ended = desk.run("rules", "test", "--pack", tested.name)
    assert ended.code == 1
    assert "failed[threshold 3a090-a]: Exactly the largest performance\n" in ended.out
    assert "--> pack/reference/thresholds.tests.yaml:2:5\n" in ended.out
    assert "expected unknown, came to reached\n" in ended.out
    assert "uncovered[" not in ended.out


def test_a_failing_rule_test_is_shown_at_its_line(desk: Desk, pack: Path) -> None:
    rule = first_rule(desk)
    tests = TEST_OF_LOTS.format(rule=rule, outcome="violated")
    desk.write("pack/finished-stock.tests.yaml", tests)
    ended = desk.run("rules", "test", "--pack", pack.name)
    assert ended.code == 1
    assert f"failed[{rule}]: A finished lot is stock\n" in ended.out
    assert "--> pack/finished-stock.tests.yaml:2:5\n" in ended.out
    assert "expected violated, came to unknown\n" in ended.out


def test_a_rule_test_of_no_rule_is_a_fault(desk: Desk, pack: Path) -> None:
    tests = TEST_OF_LOTS.format(rule=f"{first_rule(desk)}s", outcome="violated")
    desk.write("pack/finished-stock.tests.yaml", tests)
    ended = desk.run("rules", "test", "--pack", pack.name)
    assert ended.code == 2
    assert "did you mean" in ended.err


def first_rule(desk: Desk) -> str:
    listed = desk.run("rules", "list", "--pack", "pack").out.splitlines()
    rules = [line.split()[0] for line in listed if line.startswith("  finished-stock/")]
    return rules[0]


def test_the_list_has_every_recommendation_and_rule_of_the_bundled_pack(desk: Desk) -> None:
    ended = desk.run("rules", "list")
    assert ended.code == 0
    assert "inventory-only (conditional, weight 30; article P22 s1): " in ended.out
    assert "  inventory-only/lots-finished (lot, veto): " in ended.out
    assert "involve-congress (permissive, no weight; " in ended.out


def test_the_bundled_pack_passes_its_own_tests(desk: Desk) -> None:
    ended = desk.run("rules", "test")
    assert ended.code == 0
    assert " passed, 0 failed (engine: " in ended.out
    shown = re.findall(r"(\d+) of (\d+)", ended.out)
    assert [done for done, _ in shown] == [due for _, due in shown]
    assert len(shown) == 3


def test_the_bundled_pack_has_no_lints(desk: Desk) -> None:
    ended = desk.run("rules", "lint")
    assert ended.code == 0
    assert ended.out.endswith(" cells, 0 lints\n")
    assert ended.err == ""


def test_a_lint_is_shown_at_its_line(desk: Desk, pack: Path) -> None:
    desk.write("pack/finished-stock.yaml", (NEVER_MATTERS / "finished-stock.yaml").read_bytes())
    ended = desk.run("rules", "lint", "--pack", pack.name)
    assert ended.code == 1
    assert ended.out == (NEVER_MATTERS / "expected.txt").read_text(encoding="utf-8")
    assert ended.err == ""


def test_a_faulty_pack_is_not_linted_and_all_its_faults_are_shown(desk: Desk, pack: Path) -> None:
    for name, old, new in (
        ("finished-stock.yaml", "lot.stage:", "lot.stag:"),
        ("ask-the-council.yaml", "includes_any", "includes_some"),
    ):
        text = (pack / name).read_text(encoding="utf-8")
        desk.write(f"pack/{name}", text.replace(old, new))
    ended = desk.run("rules", "lint", "--pack", pack.name)
    assert (ended.code, ended.out) == (2, "")
    assert "pack/finished-stock.yaml:" in ended.err
    assert "pack/ask-the-council.yaml:" in ended.err


def test_linting_a_folder_that_is_no_pack(desk: Desk, pack: Path) -> None:
    ended = desk.run("rules", "lint", "--pack", "pak")
    assert ended.code == 2
    assert "did you mean `pack`?" in ended.err


def test_filters_leave_only_what_passes_all_of_them(desk: Desk) -> None:
    ended = desk.run("rules", "list", "--veto", "--subject", "lot", "--cites", "P22 s1")
    assert ended.code == 0
    assert ended.out.splitlines() == [
        "inventory-only (conditional, weight 30; article P22 s1): Limit licenses to finished "
        "inventory",
        "  inventory-only/lots-finished (lot, veto): Every approved lot was finished stock on the "
        "cutoff date",
        "  inventory-only/lots-owned (lot, veto): Every approved lot belongs to the designer",
    ]


def test_the_list_as_json(desk: Desk) -> None:
    report = desk.run("rules", "list", "--norm", "permissive", "--output", "json").report
    assert report["schema"] == "rulecheck/rules/v1"
    assert [each["id"] for each in report["recommendations"]] == ["involve-congress"]


def test_filters_that_nothing_passes_say_so(desk: Desk) -> None:
    ended = desk.run("rules", "list", "--subject", "leg")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == "no rule of the pack passes these filters\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--norm", "implicit"), "did you mean `implied`?"),
        (("--subject", "lots"), "did you mean `lot`?"),
        (("--recommendation", "inventory"), "did you mean `inventory-only`?"),
        (("--recommendation", "zzz"), "known: align-allies, "),
        (("--cites", "paragraph 22"), "write P22"),
    ],
)
def test_a_mistyped_filter_is_a_fault(desk: Desk, arguments: tuple[str, ...], says: str) -> None:
    ended = desk.run("rules", "list", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert says in ended.err


def test_a_rule_is_shown_in_plain_words(desk: Desk) -> None:
    ended = desk.run("rules", "show", "inventory-only/lots-owned")
    assert (ended.code, ended.err) == (0, "")
    assert "\ninventory-only/lots-owned: Every approved lot belongs to the designer\n" in ended.out
    assert "\n  Applies when all of these hold:\n" in ended.out


def test_a_recommendation_is_shown_with_every_rule(desk: Desk) -> None:
    ended = desk.run("rules", "show", "close-smuggling-routes", "--output", "markdown")
    assert ended.code == 0
    assert ended.out.count("\n- rule: `close-smuggling-routes/") == 4


def test_a_pack_is_shown_as_one_page(desk: Desk, pack: Path) -> None:
    ended = desk.run("rules", "show", "--pack", pack.name, "--output", "html=pack.html")
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    page = (desk.folder / "pack.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>\n")
    assert "small-pack 1.0" in page
    assert page == desk.run("rules", "show", "--pack", pack.name, "--output", "html").out


def test_a_rule_goes_to_a_file_as_well(desk: Desk) -> None:
    ended = desk.run("rules", "show", "involve-congress", "--output", "markdown=rule.md")
    assert (ended.code, ended.out) == (0, "")
    written = (desk.folder / "rule.md").read_text(encoding="utf-8")
    assert written == desk.run("rules", "show", "involve-congress", "--output", "markdown").out


def test_values_are_those_of_the_day(desk: Desk, pack: Path) -> None:
    def stages(*arguments: str) -> object:
        report = desk.run(
            "rules",
            "show",
            "finished-stock/lots",
            "--pack",
            pack.name,
            "--output",
            "json",
            *arguments,
        ).report
        values = {each["id"]: each["value"] for each in report["parameters"]}
        return report["as_of"], values["stock-stages"]

    assert stages() == ("2025-06-01", ["finished", "packaged_untested"])
    assert stages("--as-of", "2025-03-01") == ("2025-03-01", ["finished"])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("inventory-onyl",), "did you mean `inventory-only`?"),
        (("lots-owned",), "did you mean `inventory-only/lots-owned`?"),
        (("zzz",), "`rulecheck rules list` shows all"),
        (("inventory-only", "--as-of", "July"), "`July` is no date"),
        (("inventory-only", "--as-of", "2020-01-01"), "the pack judges from 2025-04-09 on"),
        ((), "text shows one recommendation or rule: name it, or write --output html=pack.html"),
        (("inventory-only", "--output", "html"), "html shows the whole pack: leave out"),
        (("--output", "htm=pack.html"), "did you mean `html`?"),
        (("--output", "html=pack.yaml"), "name it pack.html"),
        (("--output", "html=nowhere/pack.html"), "has no folder to go to; create nowhere"),
    ],
)
def test_what_can_not_be_shown_is_a_fault(
    desk: Desk, arguments: tuple[str, ...], says: str
) -> None:
    ended = desk.run("rules", "show", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert says in ended.err


def test_a_pack_without_tests_is_shown_all_the_same(desk: Desk, pack: Path) -> None:
    ended = desk.run("rules", "show", "finished-stock", "--pack", pack.name)
    assert ended.code == 0
    assert "No test shows the rule satisfied or violated." in ended.out
