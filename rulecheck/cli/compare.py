"""`rulecheck compare`: what differs in two versions of a proposal, and what that does."""

from enum import StrEnum, unique
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from rulecheck.cli.outputs import Color, UsageError
from rulecheck.cli.packs import PackOption

if TYPE_CHECKING:  # loaded where needed: a mistyped option is answered without
    from rulecheck.cli.exits import Exit
    from rulecheck.judgement.comparing import ComparedRuns


@unique
class CompareFormat(StrEnum):
    """The forms of a comparison of proposals."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


def compare(
    old: Annotated[
        str,
        typer.Argument(
            metavar="OLD",
            help="The proposals as they were: a file or a folder; - is standard input.",
            show_default=False,
        ),
    ],
    new: Annotated[
        str,
        typer.Argument(
            metavar="NEW", help="The proposals as they are now, likewise.", show_default=False
        ),
    ],
    pack: PackOption = None,
    screening: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The Consolidated Screening List, as for evaluate."),
    ] = None,
    output: Annotated[
        CompareFormat,
        typer.Option(help="The form; markdown is for a comment on a pull request."),
    ] = CompareFormat.TEXT,
    color: Annotated[
        Color, typer.Option(help="Color of the text.", case_sensitive=False)
    ] = Color.AUTO,
    fail_on_regression: Annotated[
        bool,
        typer.Option(
            "--fail-on-regression",
            help="Exit with 1 if a verdict or the gate is worse, or something comes to stand "
            "against a proposal.",
        ),
    ] = False,
    no_excerpts: Annotated[
        bool,
        typer.Option("--no-excerpts", help="Keep what the proposals say out of it."),
    ] = False,
) -> None:
    """Show what differs in two versions of a proposal, and what hangs on each change.

    A change is enough if it alone, made to OLD, leads to what NEW comes to, and needed if NEW
    loses that where it alone is taken back. One proposal is compared with one; of several, those
    that have the same id.

    Exit codes: 0 done, whether anything differs or not, 1 with --fail-on-regression: NEW is
    worse, 2 a fault of the command or the pack, 4 a proposal that is invalid, 5 an internal error.
    """
    from rulecheck import __version__
    from rulecheck.advice.weighing import weighed
    from rulecheck.cli.drafts import failures_shown, judging_pack
    from rulecheck.cli.outputs import palette_of, write_to_standard_output
    from rulecheck.judgement.comparing import compared_versions
    from rulecheck.reports import compare_json, compare_markdown, compare_text
    from rulecheck.reports.compare import Comparison
    from rulecheck.reports.model import Excerpts
    from rulecheck.runner import STANDARD_INPUT, evaluate

    if old == new == STANDARD_INPUT:
        raise UsageError("standard input can only be one of the two; name a file for the other")
    loaded = judging_pack(pack, screening)
    runs = compared_versions(evaluate([old], loaded), evaluate([new], loaded))
    shown = not no_excerpts
    failed = max(failures_shown(each, excerpts=shown) for each in (runs.old, runs.new))
    report = Comparison(
        pack=loaded,
        runs=runs,
        proposals=weighed(runs, loaded),
        tool_version=__version__,
        excerpts=Excerpts.WITHHELD if no_excerpts else Excerpts.SHOWN,
    )
    match output:
        case CompareFormat.TEXT:
            text = compare_text.render(report, palette_of(color))
        case CompareFormat.JSON:
            text = compare_json.render(report)
        case CompareFormat.MARKDOWN:
            text = compare_markdown.render(report)
        case _:
            assert_never(output)
    write_to_standard_output(text)
    raise typer.Exit(_exit_of(runs, failed, fail_on_regression=fail_on_regression))


def _exit_of(runs: "ComparedRuns", failed: "Exit", *, fail_on_regression: bool) -> "Exit":
    """How the command ends; the only place that decides it."""
    from rulecheck.cli.exits import Exit

    if failed is not Exit.CLEAN:
        return failed
    return Exit.VIOLATION if fail_on_regression and runs.is_regression else Exit.CLEAN
