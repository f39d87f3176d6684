"""`rulecheck schema`: what it prints is a schema, and says how it is used."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import rulecheck.reports

from .conftest import Desk


@pytest.mark.parametrize("what", ["proposal", "rules", "report"])
def test_a_schema_is_printed(desk: Desk, what: str) -> None:
    ended = desk.run("schema", what)
    assert (ended.code, ended.err) == (0, "")
    schema = json.loads(ended.out)
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:rulecheck:{what}:v1"


def test_the_schema_of_reports_is_the_one_that_is_shipped(desk: Desk) -> None:
    file = Path(rulecheck.reports.__file__).parent / "report.schema.json"
    assert desk.run("schema", "report").out == file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Missing argument"),
        (["prposal"], "'prposal' is not one of 'proposal', 'rules', 'report'"),
    ],
)
def test_a_mistake(desk: Desk, arguments: list[str], said: str) -> None:
    ended = desk.run("schema", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert "Value error" not in ended.err


def test_help_shows_the_line_for_editors(desk: Desk) -> None:
    ended = desk.run("schema", "--help")
    assert ended.code == 0
    lines = [line.strip() for line in ended.out.splitlines()]
    assert "rulecheck schema proposal > proposal.schema.json" in lines
    assert "# yaml-language-server: $schema=proposal.schema.json" in lines
    assert "Exit codes:" in ended.out
