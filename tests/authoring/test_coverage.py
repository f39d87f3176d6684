"""What tests do not show: a case is a folder with what differs from `complete`.

`complete` holds tests that show all of the small pack. `expected.txt` has each gap with its file,
line and column.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from rulecheck.authoring.condition_coverage import condition_coverage
from rulecheck.authoring.places import positions
from rulecheck.authoring.requirements import Requirement
from rulecheck.authoring.rule_tests import load_rule_tests
from rulecheck.authoring.threshold_coverage import threshold_coverage
from rulecheck.authoring.threshold_tests import load_threshold_tests
from rulecheck.engine import ReferenceEvaluator
from rulecheck.packs import load_pack

SMALL_PACK = Path(__file__).parent.parent / "packs" / "small_pack"
FOLDER = Path(__file__).parent.parent / "cases" / "coverage"
COMPLETE = FOLDER / "complete"
CASES = sorted(FOLDER.iterdir())


@pytest.fixture
def merged(tmp_path: Path, case: Path) -> Path:
    """The small pack with all its tests, and with the case's files in place of its own."""
    folder = tmp_path / "pack"
    for each in (SMALL_PACK, COMPLETE, case):
        shutil.copytree(each, folder, dirs_exist_ok=True)
    return folder


def requirements(folder: Path) -> list[Requirement]:
    pack = load_pack(folder)
    return [
        *condition_coverage(pack, load_rule_tests(folder, pack)),
        *threshold_coverage(pack, load_threshold_tests(folder, pack)),
    ]


def in_words(folder: Path, found: list[Requirement]) -> Iterator[str]:
    at = positions(folder, (each.place for each in found))
    for each in found:
        line, column = at[each.place]
        for gap in each.gaps:
            yield f"{each.place.file}:{line}:{column}: [{each.owner}] {gap}\n"


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_every_gap_is_named_at_its_place(case: Path, merged: Path) -> None:
    found = "".join(in_words(merged, requirements(merged)))
    assert found == (case / "expected.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_the_tests_of_a_case_pass(case: Path, merged: Path) -> None:
    pack = load_pack(merged)
    for rule_test in load_rule_tests(merged, pack):
        assert rule_test.outcome(pack, ReferenceEvaluator()) is rule_test.expected
    for threshold_test in load_threshold_tests(merged, pack):
        assert threshold_test.outcome() is threshold_test.expected


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_a_case_holds_only_what_differs(case: Path) -> None:
    for path in case.rglob("*.yaml"):
        for folder in {SMALL_PACK, COMPLETE} - {case}:
            original = folder / path.relative_to(case)
            assert not original.exists() or path.read_bytes() != original.read_bytes()
