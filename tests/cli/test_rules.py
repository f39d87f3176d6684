"""`rulecheck rules`: what rule authors ask of a pack."""

import re
import shutil
from pathlib import Path

import pytest

from .conftest import ROOT, SMALL_PACK, Desk

TESTS_OF_ALL = ROOT / "tests" / "cases" / "coverage" / "complete"
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


def test_every_cited_sentence_is_found_in_a_copy(desk: Desk, pack: Path) -> None:
    ended = desk.run("rules", "verify", "--pack", pack.name, "--source", "source.md")
    assert ended.code == 0
    assert ended.out.endswith(" found, 0 moved, 0 missing\n")
    assert ended.err == ""


def test_a_sentence_in_another_place_has_moved(desk: Desk, pack: Path) -> None:
    text = SOURCE.read_text(encoding="utf-8")
    desk.write("source.md", f"**[P1]** Something else stands first.\n\n{text.replace('[P', '[P9')}")
    ended = desk.run("rules", "verify", "--pack", pack.name, "--source", "source.md")
    assert ended.code == 0
    assert "moved" in ended.out
    assert " at P9" in ended.out


def test_a_changed_sentence_is_missing(desk: Desk, pack: Path) -> None:
    desk.write("source.md", "Nothing of the source is left here.\n")
    ended = desk.run("rules", "verify", "--pack", pack.name, "--source", "source.md")
    assert ended.code == 1
    assert "0 found, 0 moved" in ended.out


def test_the_text_is_printed_only_on_request(desk: Desk, pack: Path) -> None:
    words = SOURCE.read_text(encoding="utf-8").split()
    arguments = ("rules", "verify", "--pack", pack.name, "--source", "source.md")
    silent, spoken = desk.run(*arguments), desk.run(*arguments, "--show-text")
    assert len(spoken.out) > len(silent.out)
    assert " ".join(words[1:6]) not in silent.out


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
