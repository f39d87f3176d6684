"""The schema of the JSON report: sound in itself, and every report keeps to it."""

import json
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import rulecheck.reports
from rulecheck import runner
from rulecheck.advice.advising import advice_on
from rulecheck.cli.exits import MEANINGS, Exit, exit_of
from rulecheck.engine import Outcome
from rulecheck.judgement import Standing, Verdict, gated
from rulecheck.packs.model import Norm, OnUnknown
from rulecheck.reports.json import SCHEMA, render
from rulecheck.reports.model import Excerpts, Report
from rulecheck.vocabulary.enums import Kind, SubjectKind
from tests.schemas.parts import parts

ROOT = Path(__file__).parents[2]
FILE = Path(rulecheck.reports.__file__).parent / "report.schema.json"
GOLDEN = sorted((ROOT / "tests" / "cases" / "reports").glob("*.json"))


@cache
def schema() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return loaded


@cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(schema())


def faults(report: object) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator().iter_errors(report)]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema())
    assert schema()["properties"]["schema"]["const"] == SCHEMA


def test_there_are_reports() -> None:
    assert GOLDEN


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.name)
def test_every_expected_report_keeps_to_the_schema(path: Path) -> None:
    assert faults(json.loads(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("excerpts", Excerpts)
def test_the_report_on_the_example_proposals_keeps_to_the_schema(
    excerpts: Excerpts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    run = runner.evaluate(["proposals", "no-such-file.yaml"])
    code = exit_of(gated(run))
    report = json.loads(
        render(Report(gated(run), advice_on(run), "1.2.3", code, MEANINGS[code], excerpts))
    )
    assert len(report["proposals"]) == len(list((ROOT / "proposals").iterdir()))
    assert faults(report) == []


def test_nothing_may_stand_in_a_report_that_the_schema_does_not_name() -> None:
    objects = {
        path: part for path, part in parts(schema()) if isinstance(part.get("properties"), dict)
    }
    assert objects
    for path, part in objects.items():
        assert part["additionalProperties"] is False, path
        assert sorted(part["required"]) == sorted(part["properties"]), path


def test_every_field_is_described() -> None:
    fields = [
        (f"{path}.{name}", field)
        for path, part in parts(schema())
        if isinstance(part.get("properties"), dict)
        for name, field in part["properties"].items()
    ]
    assert fields
    for path, field in fields:
        target = schema()["$defs"][field["$ref"].rpartition("/")[2]] if "$ref" in field else field
        assert field.get("description") or target["description"], path


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("outcome", Outcome),
        ("norm", Norm),
        ("proposal.verdict", Verdict),
        ("proposal.kind", Kind),
        ("subject.kind", SubjectKind),
        ("rule.on_unknown", OnUnknown),
    ],
)
def test_closed_sets_are_those_of_the_program(place: str, words: type[StrEnum]) -> None:
    name, _, field = place.partition(".")
    part = schema()["$defs"][name]
    found = part["properties"][field] if field else part
    assert found["enum"] == [str(word) for word in words]


def test_standings_and_exit_codes_are_those_of_the_program() -> None:
    recommendation = schema()["$defs"]["recommendation"]["properties"]
    assert recommendation["standings"]["items"]["enum"] == [str(word) for word in Standing]
    assert schema()["properties"]["excerpts"]["enum"] == [str(word) for word in Excerpts]
    reported = set(Exit) - {Exit.USAGE, Exit.INTERRUPTED}  # these end without a report
    assert set(schema()["properties"]["exit"]["properties"]["code"]["enum"]) == reported


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda report: report.update(more=1), "$: Additional properties are not allowed"),
        (lambda report: report.pop("gate"), "$: 'gate' is a required property"),
        (lambda report: report["exit"].update(code=2), "$.exit.code: 2 is not one of"),
        (
            lambda report: report["proposals"][0].update(verdict="fine"),
            "$.proposals[0].verdict: 'fine' is not one of",
        ),
    ],
)
def test_a_report_that_differs_is_refused(
    change: Callable[[dict[str, Any]], object], complaint: str
) -> None:
    report = json.loads((GOLDEN[0].parent / "violated.json").read_text(encoding="utf-8"))
    change(report)
    (fault,) = faults(report)
    assert fault.startswith(complaint)
