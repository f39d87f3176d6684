"""SARIF as code scanning needs it; by the schema and by Microsoft's validator where they are there.

`make sarif-validator` brings both from the npm registry. Elsewhere, RULECHECK_SARIF_VALIDATOR names
the folder of the package `@microsoft/sarif-multitool-linux`.
"""

import json
import os
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft202012Validator

from rulecheck.documents.problems import file_problem
from rulecheck.judgement import EngineFailure, Run
from rulecheck.reports import sarif
from rulecheck.reports.model import Excerpts, Report

from .conftest import TESTS
from .let_through import with_waivers
from .test_golden import CASES, report_on

Judged = Callable[[str], Run]

INSTALLED = TESTS.parent / ".venv/sarif/node_modules/@microsoft/sarif-multitool-linux"
VALIDATOR = Path(os.environ.get("RULECHECK_SARIF_VALIDATOR") or INSTALLED)

with_validator = pytest.mark.skipif(
    not (VALIDATOR / "Sarif.Multitool").exists(),
    reason="Microsoft's validator is not installed: make sarif-validator, which needs npm",
)


def log_of(report: Report) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(sarif.render(report))
    (run,) = loaded["runs"]
    assert isinstance(run, dict)
    return run


def everything(run: Run) -> Report:
    """Findings of every kind, and files with names that no address may have as they are."""
    full = replace(
        run,
        problems=(file_problem("ein\u00e4 ordner/100% [x]#1?.yaml", "see {0} [here](1)"),),
        engine_errors=(EngineFailure("broken \udcff.yaml", "no answer"),),
    )
    return replace(report_on(full), gated=with_waivers(full))


def test_every_rule_is_declared_and_every_result_points_to_one(judged: Judged) -> None:
    run = judged("violated.yaml")
    log = log_of(everything(run))
    rules = log["tool"]["driver"]["rules"]
    assert [each["id"] for each in rules] == [
        *(rule.id for rule in run.pack.rules),
        "rulecheck/internal-error",
        "rulecheck/invalid-proposal",
        "rulecheck/stale-waiver",
    ]
    assert len({each["name"] for each in rules}) == len(rules)
    assert {each["ruleId"] for each in log["results"]} >= {
        "finished-stock/lots",
        "rulecheck/internal-error",
        "rulecheck/invalid-proposal",
        "rulecheck/stale-waiver",
    }
    for result in log["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_every_result_has_one_place_and_a_fingerprint_of_its_own(judged: Judged) -> None:
    for case in CASES:
        results = log_of(report_on(judged(case)))["results"]
        for result in results:
            (location,) = result["locations"]
            assert location["physicalLocation"]["artifactLocation"]["uri"]
            region = location["physicalLocation"]["region"]
            assert region["startLine"] == region.get("endLine", region["startLine"])
            assert region["startColumn"] <= region.get("endColumn", region["startColumn"])
        prints = [each["partialFingerprints"]["rulecheck/v1"] for each in results]
        assert len(set(prints)) == len(prints)


def test_a_region_is_the_value_and_ends_behind_it(judged: Judged) -> None:
    lines = (TESTS / "cases/reports/violated.yaml").read_text(encoding="utf-8").splitlines()
    (result,) = [
        each
        for each in log_of(report_on(judged("violated.yaml")))["results"]
        if each["ruleId"] == "finished-stock/lots"
    ]
    region = result["locations"][0]["physicalLocation"]["region"]
    line = lines[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "unstarted"


def test_levels(judged: Judged) -> None:
    violated = log_of(report_on(judged("violated.yaml")))["results"]
    assert {each["ruleId"]: each["level"] for each in violated} == {
        "finished-stock/attested": "error",
        "finished-stock/lots": "error",
        "no-deals/decision": "warning",
    }
    undecided = log_of(report_on(judged("undecided.yaml")))["results"]
    assert {each["level"] for each in undecided} == {"warning"}


@pytest.mark.parametrize("case", ["aligned.yaml", "excepted.yaml", "cleared.yaml"])
def test_what_passes_has_no_result(case: str, judged: Judged) -> None:
    log = log_of(report_on(judged(case)))
    assert log["results"] == []
    assert log["invocations"][0]["executionSuccessful"] is True


def test_what_was_not_judged_is_a_result_and_a_failed_execution(judged: Judged) -> None:
    for part in (
        {"problems": everything(judged("violated.yaml")).run.problems},
        {"engine_errors": everything(judged("violated.yaml")).run.engine_errors},
    ):
        run = replace(judged("aligned.yaml"), **part)
        log = log_of(report_on(run))
        (invocation,) = log["invocations"]
        assert invocation["executionSuccessful"] is False
        assert len(invocation["toolExecutionNotifications"]) == len(log["results"]) == 1


def test_an_address_is_relative_and_percent_encoded(judged: Judged) -> None:
    log = log_of(everything(judged("violated.yaml")))
    uris = {
        each["ruleId"]: each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for each in log["results"]
    }
    invalid = uris["rulecheck/invalid-proposal"]
    assert invalid == "ein%C3%A4%20ordner/100%25%20%5Bx%5D%231%3F.yaml"
    assert unquote(invalid) == "ein\u00e4 ordner/100% [x]#1?.yaml"
    assert uris["rulecheck/internal-error"].isascii()


def test_no_message_has_a_placeholder_or_a_link(judged: Judged) -> None:
    log = log_of(everything(judged("violated.yaml")))
    (message,) = [
        each["message"]["text"]
        for each in log["results"]
        if each["ruleId"] == "rulecheck/invalid-proposal"
    ]
    assert message == "see {{0}} [here]\\u{{28}}1)."


def test_the_run_says_what_it_rests_on(judged: Judged) -> None:
    log = log_of(report_on(judged("violated.yaml")))
    assert log["tool"]["driver"]["version"] == "1.2.3"
    assert log["automationDetails"]["id"] == "rulecheck/small-pack/"
    assert log["columnKind"] == "unicodeCodePoints"
    properties = log["properties"]
    assert properties["pack"]["sha256"] == "0" * 64
    assert properties["engine"] == "reference"
    assert properties["proposals"][0]["asOf"] == "2025-07-30"


@with_validator
@pytest.mark.parametrize("excerpts", Excerpts)
def test_every_log_obeys_the_schema(excerpts: Excerpts, judged: Judged) -> None:
    schema = json.loads((VALIDATOR / "sarif-2.1.0.json").read_bytes())
    validator = Draft202012Validator(schema)
    for case in CASES:
        validator.validate(json.loads(sarif.render(report_on(judged(case), excerpts))))
    validator.validate(json.loads(sarif.render(everything(judged("violated.yaml")))))


@with_validator
def test_the_validator_of_microsoft_misses_only_an_address_of_the_tool(
    judged: Judged, tmp_path: Path
) -> None:
    cases = ("aligned.yaml", "undecided.yaml", "across-run.yaml")  # each takes a second
    for case in cases:
        (tmp_path / case).with_suffix(".sarif").write_text(sarif.render(report_on(judged(case))))
    made = sarif.render(everything(judged("violated.yaml")))
    (tmp_path / "everything.sarif").write_text(made)
    done = subprocess.run(
        [
            str(VALIDATOR / "Sarif.Multitool"),
            "validate",
            f"{tmp_path}/*.sarif",
            "--rule-kind",
            "Sarif;Gh;Ghas",
            "--level",
            "Error;Warning",
            "--output",
            str(tmp_path / "found.json"),
        ],
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout
    assert f"{len(cases) + 1} files scanned" in done.stdout
    (found,) = json.loads((tmp_path / "found.json").read_text(encoding="utf-8-sig"))["runs"]
    # The project has no page of its own yet, and no other address would be true.
    assert {each["message"]["id"] for each in found["results"]} == {
        "Warning_ProvideToolnformationUri"
    }
