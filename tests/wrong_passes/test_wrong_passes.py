"""Drafts that passed once, or might, and must not, and what the pack of the tool says of each.

A case is a YAML file in `tests/cases/wrong_passes`, with `NAME.expected.txt` beside it: the exit
code and the lines of the concise report. To write what is said now there, and look at what changed:

    RULECHECK_UPDATE_GOLDEN=1 pytest tests/wrong_passes
"""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from rulecheck import runner
from rulecheck.advice.advising import advice_on
from rulecheck.cli.exits import MEANINGS, Exit, exit_of
from rulecheck.engine import ReferenceEvaluator
from rulecheck.judgement import gated
from rulecheck.packs import load_bundled_pack
from rulecheck.reports import concise
from rulecheck.reports.model import Excerpts, Report

CASES = Path(__file__).parent.parent / "cases" / "wrong_passes"
DRAFTS = sorted(CASES.glob("*.yaml"))
PACK = replace(load_bundled_pack(), content_sha256="0" * 64)
UPDATE = os.environ.get("RULECHECK_UPDATE_GOLDEN") == "1"


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda path: path.stem)
def test_it_does_not_pass(draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CASES)
    monkeypatch.setattr(runner, "best_evaluator", ReferenceEvaluator)
    run = gated(runner.evaluate([draft.name], PACK))
    code = exit_of(run)
    assert code in (Exit.VIOLATION, Exit.UNKNOWN, Exit.INVALID)
    report = Report(run, advice_on(run.run), "1.2.3", code, MEANINGS[code], Excerpts.SHOWN)
    found = f"exit code {int(code)}\n{concise.render(report)}"
    expected = draft.with_suffix(".expected.txt")
    if UPDATE:
        expected.write_bytes(found.encode())
    assert found == expected.read_bytes().decode()


def test_there_are_cases() -> None:
    assert DRAFTS
