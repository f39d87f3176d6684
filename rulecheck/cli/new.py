"""`rulecheck new`: a commented start of a draft or of a rule."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from rulecheck.cli.outputs import UsageError, write_notice, write_to_standard_output
from rulecheck.vocabulary.enums import Kind

Schema = Annotated[
    str | None,
    typer.Option(
        "--schema",
        metavar="PATH",
        help="Where the editor finds the JSON Schema, seen from the new file.",
    ),
]


def proposal(
    path: Annotated[
        Path | None,
        typer.Argument(help="The file to create; standard output without it.", show_default=False),
    ] = None,
    kind: Annotated[
        Kind, typer.Option(help="What the draft is.", case_sensitive=False)
    ] = Kind.LICENSE_DECISION,
    schema: Schema = None,
) -> None:
    """Write a commented draft in which everything is still unknown.

    It has every section and is valid as it is: `rulecheck evaluate` holds it and lists what is
    asked for. A file that exists is never overwritten.

    Exit codes: 0 done, 2 a fault of the command, or the file exists or can't be written.
    """
    from rulecheck.authoring.starting import PROPOSAL_SCHEMA_FILE, proposal_start

    stem = "" if path is None else path.stem
    text = proposal_start(kind, stem, _on_one_line(schema or PROPOSAL_SCHEMA_FILE))
    if path is None:
        write_to_standard_output(text)
    else:
        _create({path: text})


def rule(
    rule_id: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="Recommendation, slash and name: inventory-only/my-check.",
            show_default=False,
        ),
    ],
    pack: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="The pack in which to create the files of a new recommendation."
        ),
    ] = None,
    schema: Schema = None,
) -> None:
    """Print a commented rule and its tests, to be pasted and changed.

    With --pack, files for a recommendation that the pack does not have are created, ready to be
    loaded and tested. Files that exist are never changed: for these the rule is printed.

    Exit codes: 0 done, 2 a fault of the command or the pack, or a file can't be written.
    """
    from rulecheck.authoring.starting import (
        RULES_SCHEMA_FILE,
        NoRuleId,
        has_recommendation,
        rule_start,
    )
    from rulecheck.packs import load_pack

    try:
        start = rule_start(rule_id)
    except NoRuleId as error:
        raise UsageError(str(error)) from None
    loaded = None if pack is None else load_pack(pack)
    if loaded is not None and any(each.id == rule_id for each in loaded.rules):
        raise UsageError(f"the pack has a rule `{rule_id}`; give the new one another name")
    if pack is None or loaded is None or has_recommendation(loaded, start.recommendation):
        write_to_standard_output(start.to_paste())
        return
    reference = _on_one_line(schema or RULES_SCHEMA_FILE)
    _create(
        {
            pack / start.file: start.recommendation_file(reference, loaded),
            pack / start.tests_file: start.whole_tests_file(reference),
        }
    )


def _on_one_line(reference: str) -> str:
    """The reference, which goes into a comment and must not leave it."""
    if not reference.isprintable():
        raise UsageError("--schema names a file by characters that can't be printed")
    return reference


def _create(texts: Mapping[Path, str]) -> None:
    """Create the files, all or none of them if one exists. Raises `UsageError`."""
    from rulecheck.documents.problems import reason_of
    from rulecheck.runner import ENDINGS

    for path in texts:
        if path.suffix.lower() not in ENDINGS:
            raise UsageError(f"{path} would not be read; name it {path.with_suffix('.yaml')}")
        if os.path.lexists(path):
            raise UsageError(f"{path} exists and is left as it is; name another file")
    for path, text in texts.items():
        try:
            with path.open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
        except OSError as error:
            raise UsageError(f"{path} can't be created: {reason_of(error)}") from None
        write_notice(f"created {path}\n")
