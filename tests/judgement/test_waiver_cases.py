"""The example folders of `tests/cases/waivers`: drafts, what is let through, and what is said.

A case is a folder with drafts (`draft*.yaml`), and a `waivers.yaml`, a `baseline.yaml` or both.
`expected.txt` holds the exit code and the text report on 1 October 2025, or why the waivers or the
baseline are refused. To add a case, write the files; to write the expectations of new cases:

    RULECHECK_UPDATE_GOLDEN=1 pytest tests/judgement

then read the difference before keeping it. The hash of the facts for a new waiver stands in the
JSON report, and `rulecheck waivers add` writes it.
"""

import json as json_module
import os
from datetime import date
from pathlib import Path

import pytest

from rulecheck import runner
from rulecheck.advice.advising import advice_on
from rulecheck.cli.exits import MEANINGS, Exit, exit_of
from rulecheck.cli.failures import problem_lines
from rulecheck.documents.validation import Faults
from rulecheck.engine import ReferenceEvaluator
from rulecheck.judgement import GatedRun, WaiverState, gated
from rulecheck.judgement.baseline_files import load_baseline
from rulecheck.judgement.waiver_files import load_waivers
from rulecheck.packs import Pack
from rulecheck.reports import json, text
from rulecheck.reports.model import Excerpts, Report
from tests.reports.test_schema import faults

FOLDER = Path(__file__).parent.parent / "cases" / "waivers"
CASES = sorted(path.name for path in FOLDER.iterdir())
TODAY = date(2025, 10, 1)
UPDATE = os.environ.get("RULECHECK_UPDATE_GOLDEN") == "1"


@pytest.fixture(autouse=True)
def _without_durable_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "best_evaluator", ReferenceEvaluator)


def through_the_gate(case: str, pack: Pack, monkeypatch: pytest.MonkeyPatch) -> GatedRun:
    """The case's drafts with its waivers and baseline. Raises `Faults`."""
    monkeypatch.chdir(FOLDER / case)
    waivers, baseline = Path("waivers.yaml"), Path("baseline.yaml")
    return gated(
        runner.evaluate(["draft*.yaml"], pack),
        load_waivers(waivers, waivers.name, pack, TODAY) if waivers.exists() else None,
        load_baseline(baseline, baseline.name) if baseline.exists() else None,
    )


def report_on(run: GatedRun, excerpts: Excerpts) -> Report:
    code = exit_of(run)
    return Report(run, advice_on(run.run), "1.2.3", code, MEANINGS[code], excerpts)


def in_words(case: str, pack: Pack, monkeypatch: pytest.MonkeyPatch) -> str:
    try:
        run = through_the_gate(case, pack, monkeypatch)
    except Faults as refusal:
        lines = problem_lines("error", refusal.problems)
        return "\n".join([f"exit code {int(Exit.USAGE)}", *lines]) + "\n"
    return f"exit code {int(exit_of(run))}\n{text.render(report_on(run, Excerpts.SHOWN))}"


@pytest.mark.parametrize("case", CASES)
def test_a_case_reads_as_expected(case: str, pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    found = in_words(case, pack, monkeypatch)
    expected = FOLDER / case / "expected.txt"
    if UPDATE:
        expected.write_bytes(found.encode())
    assert found == expected.read_bytes().decode()


@pytest.mark.parametrize("excerpts", Excerpts)
@pytest.mark.parametrize("case", CASES)
def test_the_json_report_keeps_to_its_schema_and_withholds_what_it_should(
    case: str, excerpts: Excerpts, pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    try:
        run = through_the_gate(case, pack, monkeypatch)
    except Faults:
        assert case.startswith("refused-")
        return
    assert not case.startswith("refused-")
    report = report_on(run, excerpts)
    rendered = json.render(report)
    assert faults(json_module.loads(rendered)) == []
    for waiver in () if run.waivers is None else run.waivers.entries:
        said = (waiver.reason, waiver.owner, waiver.approved_by, waiver.subject)
        if excerpts is Excerpts.WITHHELD:
            assert not any(
                word in made for word in said for made in (rendered, text.render(report))
            )


def test_the_cases_show_every_state(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = [
        through_the_gate(case, pack, monkeypatch)
        for case in CASES
        if not case.startswith("refused-")
    ]
    assert {use.state for run in runs for use in run.waiver_uses} == set(WaiverState)
    assert {int(exit_of(run)) for run in runs} == {0, 1, 3}
