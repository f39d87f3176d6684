"""Files of rule tests: what is refused, and where it says so."""

import shutil
from pathlib import Path

import pytest

from rulecheck.authoring.rule_tests import load_rule_tests
from rulecheck.documents.validation import Faults
from rulecheck.packs import load_pack

SMALL_PACK = Path(__file__).parent.parent / "packs" / "small_pack"

TEST = """\
tests:
  - name: A finished lot
    rule: finished-stock/lots
    as_of: 2025-03-01
    facts: {lot.stage: finished, decision.condition_types: [unit_cap], lot.accelerators: 1}
    outcome: unknown
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL_PACK, tmp_path / "pack"))


@pytest.mark.parametrize(
    ("right", "wrong", "says", "hint"),
    [
        (
            "2025-03-01",
            "2024-12-31",
            "4:12: the pack judges nothing before 2025-01-01",
            "write 2025-01-01 or a later day",
        ),
        (
            "[unit_cap]",
            "[unit_caps]",
            "5:60: `unit_caps` is no value of decision.condition_types",
            "did you mean `unit_cap`?",
        ),
        (
            "stage: finished",
            "stage: ready",
            "5:24: `ready` is no value of lot.stage",
            "its values: finished, packaged_untested, die_bank, wafer_in_process, unstarted, "
            "purchase_commitment",
        ),
        (
            "accelerators: 1",
            "accelerators: many",
            "5:90: `many` is no number",
            "write digits, such as 650000, or `{between: [600000, 700000]}`",
        ),
        (
            "lot.stage: finished",
            "lot.approved: granted",
            "5:27: `granted` is no value of lot.approved",
            "write `true`, `false` or `unknown`",
        ),
        (
            "lot.stage",
            "lot.stages",
            "5:13: a rule on a lot sees no fact `lot.stages`",
            "did you mean `lot.stage`?",
        ),
    ],
)
def test_a_fault_is_named_at_its_place(
    folder: Path, right: str, wrong: str, says: str, hint: str
) -> None:
    path = folder / "finished-stock.tests.yaml"
    path.write_text(TEST.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(Faults) as refusal:
        load_rule_tests(folder, load_pack(folder))
    (problem,) = refusal.value.problems
    assert problem.headline == f"{path.as_posix()}:{says}"
    assert problem.hint == hint


@pytest.mark.parametrize("name", ["more/finished-stock.tests.yaml", "reference/chips.tests.yaml"])
def test_tests_that_nobody_would_run_are_a_fault(folder: Path, name: str) -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(TEST, encoding="utf-8")
    with pytest.raises(Faults) as refusal:
        load_rule_tests(folder, load_pack(folder))
    (problem,) = refusal.value.problems
    assert problem.headline == f"{path.as_posix()}: tests here would not be run"
    assert problem.hint is not None


def test_a_second_document_is_a_fault_rather_than_left_out(folder: Path) -> None:
    path = folder / "finished-stock.tests.yaml"
    path.write_text(f"{TEST}---\n{TEST}", encoding="utf-8")
    with pytest.raises(Faults) as refusal:
        load_rule_tests(folder, load_pack(folder))
    (problem,) = refusal.value.problems
    assert problem.message == "a file of tests holds one document, and this one holds 2"
