"""`rulecheck schema`: JSON Schemas for editors and other tools."""

import json
from collections.abc import Mapping
from enum import StrEnum, unique
from typing import Annotated, assert_never

import typer

from rulecheck.cli.outputs import write_to_standard_output


@unique
class Described(StrEnum):
    """What there is a schema of."""

    PROPOSAL = "proposal"
    RULES = "rules"
    REPORT = "report"


def schema(
    of: Annotated[
        Described,
        typer.Argument(
            metavar="WHAT",
            help="proposal: the drafts. rules: every file of a pack. report: --output json.",
            show_default=False,
            case_sensitive=False,
        ),
    ],
) -> None:
    """Print a JSON Schema (2020-12). It needs no network and refers to nothing outside itself.

    An editor with yaml-language-server then completes keys, explains them and marks mistakes.
    Write the schema to a file once, and name the file in the first line of each draft beside it;
    for the files of a pack, do the same with `rules`.

    \b
        rulecheck schema proposal > proposal.schema.json
        # yaml-language-server: $schema=proposal.schema.json

    Other tools read it, too: check-jsonschema --schemafile proposal.schema.json draft.yaml. A
    draft that fits the schema may still contradict itself or the pack; `rulecheck evaluate` tells.

    Exit codes: 0 done, 2 a fault of the command.
    """  # noqa: D301 - the mark keeps the lines below it as they are
    write_to_standard_output(_schema_of(of))


def _schema_of(of: Described) -> str:
    match of:
        case Described.PROPOSAL:
            from rulecheck.proposals.schema import proposal_schema

            return _written(proposal_schema())
        case Described.RULES:
            from rulecheck.authoring.schema import rules_schema

            return _written(rules_schema())
        case Described.REPORT:
            from importlib.resources import files

            file = files("rulecheck.reports").joinpath("report.schema.json")
            return file.read_text(encoding="utf-8")
        case _:
            assert_never(of)


def _written(schema: Mapping[str, object]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
