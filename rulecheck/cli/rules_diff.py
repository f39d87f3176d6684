"""`rulecheck rules diff`: what differs in two packs, and what that does to proposals."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from rulecheck.cli.configuration import ConfigOption, NoConfigOption, configured
from rulecheck.cli.outputs import ColorOption, ExcerptsOption, TextOrJson, UsageError

if TYPE_CHECKING:  # loaded where needed: a mistyped option is answered without
    from rulecheck.cli.exits import Exit
    from rulecheck.judgement.comparing import ComparedRuns
    from rulecheck.packs import Pack


def diff(
    old: Annotated[
        Path, typer.Argument(metavar="OLD", help="The pack as it was.", show_default=False)
    ],
    new: Annotated[
        Path, typer.Argument(metavar="NEW", help="The pack as it is now.", show_default=False)
    ],
    proposals: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PROPOSAL",
            help="Files, folders or glob patterns of proposals to judge by both packs; - is "
            "standard input. Without any, only the words are compared.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[TextOrJson, typer.Option(help="The form.")] = TextOrJson.TEXT,
    color: ColorOption = None,
    fail_on_change: Annotated[
        bool,
        typer.Option(
            "--fail-on-change",
            help="Exit with 1 if a verdict, an outcome or a finding of the run changes.",
        ),
    ] = False,
    no_excerpts: ExcerptsOption = None,
    config: ConfigOption = None,
    no_config: NoConfigOption = False,
) -> None:
    """Show what differs in two packs, and which verdicts change.

    Exit codes: 0 done, whether anything differs or not, 1 with --fail-on-change: a judgement
    changes, 4 a proposal is invalid by both packs, 2 a fault of the command or of a pack, 5 an
    internal error.
    """
    from rulecheck import __version__
    from rulecheck.authoring.differences import differences
    from rulecheck.cli.outputs import palette_of, write_to_standard_output
    from rulecheck.judgement.comparing import compared_runs
    from rulecheck.reports import rules_diff_json, rules_diff_text
    from rulecheck.reports.model import Excerpts
    from rulecheck.reports.rules_diff import PackDiff
    from rulecheck.runner import evaluate_by

    if fail_on_change and not proposals:
        raise UsageError("--fail-on-change is about judgements; name proposals after the packs")
    settings = configured(config, no_config=no_config, color=color, no_excerpts=no_excerpts)
    before, after = _loaded(old, new)
    runs = compared_runs(*evaluate_by(proposals, (before, after))) if proposals else None
    report = PackDiff(
        old=before,
        new=after,
        changes=differences(before, after),
        runs=runs,
        tool_version=__version__,
        excerpts=Excerpts.WITHHELD if settings.no_excerpts else Excerpts.SHOWN,
    )
    match output:
        case TextOrJson.TEXT:
            text = rules_diff_text.render(report, palette_of(settings.color))
        case TextOrJson.JSON:
            text = rules_diff_json.render(report)
        case _:
            assert_never(output)
    write_to_standard_output(text)
    raise typer.Exit(_exit_of(runs, fail_on_change=fail_on_change))


def _loaded(old: Path, new: Path) -> "tuple[Pack, Pack]":
    """Both packs. Raises `Faults` with those of both."""
    from rulecheck.documents import Problem
    from rulecheck.documents.validation import Faults
    from rulecheck.packs import load_pack

    packs: list[Pack] = []
    problems: list[Problem] = []
    for folder in (old, new):
        try:
            packs.append(load_pack(folder))
        except Faults as faults:
            problems.extend(faults.problems)
    if problems:
        raise Faults(dict.fromkeys(problems))
    before, after = packs
    return before, after


def _exit_of(runs: "ComparedRuns | None", *, fail_on_change: bool) -> "Exit":
    from rulecheck.cli.exits import Exit

    if runs is None:
        return Exit.CLEAN
    if runs.old.engine_errors or runs.new.engine_errors:
        return Exit.INTERNAL
    if set(runs.old.problems) & set(runs.new.problems):
        return Exit.INVALID
    return Exit.VIOLATION if fail_on_change and runs.changes_judgement else Exit.CLEAN
