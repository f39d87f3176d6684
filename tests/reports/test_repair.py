"""Repairs as a terminal and as JSON has them: an example for each thing that a search comes to.

An example is a draft of `tests/cases/repair_reports`; beside it stands what is said. To write what
new examples say, and those that have changed on purpose:

    RULECHECK_UPDATE_GOLDEN=1 pytest tests/reports

then read the difference before keeping it.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import rulecheck.reports
from rulecheck import runner
from rulecheck.advice import repairing
from rulecheck.advice.repairing import repairs_of
from rulecheck.engine import ReferenceEvaluator
from rulecheck.packs import Pack
from rulecheck.reports import repair_json, repair_text
from rulecheck.reports.model import Excerpts
from rulecheck.reports.palette import ANSI
from rulecheck.reports.repair import RepairReport

from .conftest import TESTS

FOLDER = TESTS / "cases" / "repair_reports"
CASES = sorted(FOLDER.glob("*.yaml"))
UPDATE = os.environ.get("RULECHECK_UPDATE_GOLDEN") == "1"
SCHEMA = Path(rulecheck.reports.__file__).parent / "repair.schema.json"

RENDERED: dict[str, tuple[Callable[[RepairReport], str], Excerpts]] = {
    ".txt": (repair_text.render, Excerpts.SHOWN),
    ".json": (repair_json.render, Excerpts.SHOWN),
    ".withheld.txt": (repair_text.render, Excerpts.WITHHELD),
    ".withheld.json": (repair_json.render, Excerpts.WITHHELD),
}

Searched = Callable[..., RepairReport]


@pytest.fixture
def searched(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> Searched:
    monkeypatch.chdir(FOLDER)
    for module in (runner, repairing):
        monkeypatch.setattr(module, "best_evaluator", ReferenceEvaluator)

    def search(
        case: Path, excerpts: Excerpts = Excerpts.SHOWN, stopped: bool = False
    ) -> RepairReport:
        run = runner.evaluate([case.name], pack)
        searches = tuple(repairs_of(each, pack, stop=lambda: stopped) for each in run.evaluations)
        return RepairReport(pack, run.engine, "1.2.3", excerpts, 10, frozenset(), searches)

    return search


@pytest.mark.parametrize("ending", RENDERED)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_repairs_read_as_expected(case: Path, ending: str, searched: Searched) -> None:
    render, excerpts = RENDERED[ending]
    made = render(searched(case, excerpts))
    golden = case.with_suffix(ending)
    if UPDATE:
        golden.write_bytes(made.encode())
    assert golden.exists(), "no expectation yet; see the docstring of this module"
    assert made == golden.read_bytes().decode()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_is_withheld_is_in_no_form(case: Path, searched: Searched) -> None:
    report = searched(case, Excerpts.WITHHELD)
    for text in (repair_text.render(report), repair_json.render(report)):
        assert not [word for word in ("next-run", "9000", "9,000", "cloud") if word in text]


def test_hostile_text_is_escaped(searched: Searched) -> None:
    report = searched(FOLDER / "repaired.yaml")
    text = repair_text.render(report)
    assert "::error" not in text
    assert "\\u{202e}" in text
    assert repair_json.render(report).isascii()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_no_repair_is_called_right(case: Path, searched: Searched) -> None:
    text = repair_text.render(searched(case))
    assert "is right" not in text
    assert "is correct" not in text


def test_a_search_that_is_stopped_says_so(searched: Searched) -> None:
    text = repair_text.render(searched(FOLDER / "repaired.yaml", stopped=True))
    assert "stopped at the time limit of 10 s" in text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_color_moves_nothing(case: Path, searched: Searched) -> None:
    report = searched(case)
    plain = repair_text.render(report, ANSI)
    assert "\x1b[" in plain
    for code in ("1;31", "1;33", "32", "2", "1", "0"):
        plain = plain.replace(f"\x1b[{code}m", "")
    assert plain == repair_text.render(report)


def schema_faults(text: str) -> list[str]:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return [str(each) for each in Draft202012Validator(schema).iter_errors(json.loads(text))]


@pytest.mark.parametrize("excerpts", Excerpts)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_json_keeps_to_its_schema(case: Path, excerpts: Excerpts, searched: Searched) -> None:
    assert schema_faults(repair_json.render(searched(case, excerpts))) == []


def test_the_schema_refuses_what_is_no_repair() -> None:
    assert schema_faults('{"schema": "rulecheck/repair/v2"}')
