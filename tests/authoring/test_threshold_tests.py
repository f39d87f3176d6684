"""Files of threshold tests: what is refused, and where it says so."""

import shutil
from pathlib import Path

import pytest

from rulecheck.authoring.test_files import THRESHOLD_TESTS
from rulecheck.authoring.threshold_tests import Reached, load_threshold_tests
from rulecheck.documents.validation import Faults
from rulecheck.packs import load_pack

SMALL_PACK = Path(__file__).parent.parent / "packs" / "small_pack"

TEST = """\
tests:
  - name: Exactly at the density
    threshold: 3a090-c
    as_of: 2025-03-01
    measures: {hbm_bandwidth_density: 2}
    outcome: not_reached
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL_PACK, tmp_path / "pack"))


def test_a_measure_that_is_not_stated_is_unknown(folder: Path) -> None:
    path = folder / THRESHOLD_TESTS
    path.write_text(TEST.replace("{hbm_bandwidth_density: 2}", "{}"), encoding="utf-8")
    (test,) = load_threshold_tests(folder, load_pack(folder))
    assert test.outcome() is Reached.UNKNOWN


def test_a_pack_may_have_none(folder: Path) -> None:
    assert load_threshold_tests(folder, load_pack(folder)) == ()


def test_they_are_no_part_of_what_a_pack_decides(folder: Path) -> None:
    without = load_pack(folder)
    (folder / THRESHOLD_TESTS).write_text(TEST, encoding="utf-8")
    assert load_pack(folder).content_sha256 == without.content_sha256


@pytest.mark.parametrize(
    ("right", "wrong", "says", "hint"),
    [
        ("3a090-c", "3a090-d", "3:16: no threshold `3a090-d`", "did you mean `3a090-c`?"),
        (
            "2025-03-01",
            "2024-12-31",
            "4:12: the pack judges nothing before 2025-01-01",
            "write 2025-01-01 or a later day",
        ),
        (
            "hbm_bandwidth_density",
            "hbm_density",
            "5:16: there is no measure `hbm_density`",
            "did you mean `hbm_bandwidth_density`?",
        ),
        (
            "density: 2}",
            "density: true}",
            "5:39: `true` is no number",
            "write digits, such as 650000, or `{between: [600000, 700000]}`",
        ),
        ("density: 2}", "density: -2}", "5:39: a measure is never below 0", "write 0 or more"),
        (
            "hbm_bandwidth_density: 2",
            "marketed_inference: 2",
            "5:36: `2` is neither true nor false",
            "write `true`, `false` or `unknown`",
        ),
        (
            "not_reached",
            "satisfied",
            "6:14: `satisfied` is none of the words allowed here",
            "write one of: reached, not_reached, unknown",
        ),
        (
            "measures",
            "measure",
            "5:5: unknown key `measure`",
            "did you mean `measures`?",
        ),
    ],
)
def test_a_fault_is_named_at_its_place(
    folder: Path, right: str, wrong: str, says: str, hint: str
) -> None:
    path = folder / THRESHOLD_TESTS
    path.write_text(TEST.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(Faults) as refusal:
        load_threshold_tests(folder, load_pack(folder))
    problem = next(each for each in refusal.value.problems if says in each.headline)
    assert problem.headline == f"{path.as_posix()}:{says}"
    assert problem.hint == hint
