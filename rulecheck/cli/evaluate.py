"""`rulecheck evaluate`: judge proposals and report."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from rulecheck.cli.gates import BaselineOption, TodayOption, WaiversOption
from rulecheck.cli.outputs import Color, parse_outputs
from rulecheck.cli.packs import PackOption

MANY_FILES = 20
"""From here on a person at a terminal is shown that something is happening."""


def evaluate(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="Files, folders or glob patterns of proposals; - is standard input.",
            show_default=False,
        ),
    ],
    pack: PackOption = None,
    screening: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The Consolidated Screening List (its JSON download) to screen parties against, "
            "besides the pack's own entities.",
        ),
    ] = None,
    waivers: WaiversOption = None,
    baseline: BaselineOption = None,
    today: TodayOption = None,
    output: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FORMAT[=PATH]",
            help="A report: text or json, to standard output or to a file. Repeatable.",
        ),
    ] = None,
    color: Annotated[
        Color, typer.Option(help="Color of the text report.", case_sensitive=False)
    ] = Color.AUTO,
    no_excerpts: Annotated[
        bool,
        typer.Option("--no-excerpts", help="Keep what proposals say out of every report."),
    ] = False,
) -> None:
    """Judge proposals and report verdict, findings and what is still unknown.

    Exit codes: 0 nothing stands against them, 1 a violation or a waiver that no longer holds, 3
    something undecided, 4 a proposal that is invalid, 2 a fault of the command, the waivers, the
    baseline or the pack, 5 an internal error.
    """
    # Imported here, so that --help and a mistyped option answer at once.
    from rulecheck import __version__
    from rulecheck.advice.advising import advice_on
    from rulecheck.cli.drafts import judging_pack
    from rulecheck.cli.exits import MEANINGS, exit_of
    from rulecheck.cli.gates import baseline_in, waivers_in
    from rulecheck.cli.outputs import write_outputs
    from rulecheck.judgement import gated
    from rulecheck.reports.model import Excerpts, Report
    from rulecheck.runner import evaluate as evaluate_paths

    outputs = parse_outputs(output or [])
    loaded = judging_pack(pack, screening)
    # Read before anything is judged: with a fault in one of them nothing passes.
    granted, known = waivers_in(waivers, loaded, today), baseline_in(baseline)
    run = gated(evaluate_paths(paths, loaded, _show_progress), granted, known)
    code = exit_of(run)
    report = Report(
        gated=run,
        advice=advice_on(run.run),
        tool_version=__version__,
        exit_code=code,
        exit_meaning=MEANINGS[code],
        excerpts=Excerpts.WITHHELD if no_excerpts else Excerpts.SHOWN,
    )
    write_outputs(report, outputs, color)
    raise typer.Exit(code)


def _show_progress(read: int, files: int) -> None:
    if files < MANY_FILES or sys.stderr is None or not sys.stderr.isatty():
        return
    sys.stderr.write("\r\x1b[K" if read == files else f"\rreading {read} of {files} files")
    sys.stderr.flush()
