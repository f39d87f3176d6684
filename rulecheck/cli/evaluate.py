"""`rulecheck evaluate`: judge proposals and report."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rulecheck.cli.configuration import ConfigOption, NoConfigOption, configured
from rulecheck.cli.gates import BaselineOption, TodayOption, WaiversOption
from rulecheck.cli.outputs import (
    FORMATS_IN_WORDS,
    ColorOption,
    ExcerptsOption,
    Format,
    Output,
    UsageError,
    parse_outputs,
)
from rulecheck.cli.packs import PackOption

if TYPE_CHECKING:  # loaded where needed: --help and a mistyped option are answered without
    from rulecheck.advice.repairing import Repairs
    from rulecheck.judgement import Run

DEFAULT_TIME_LIMIT = 60
"""Seconds that an isolated engine may take for a proposal."""

MOST_SECONDS = 86_400
"""A day: longer is as good as no limit, and a clock may not hold it."""


def evaluate(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH",
            help="Files, folders or glob patterns of proposals; - is standard input. Without any, "
            "those that the configuration names.",
            show_default=False,
        ),
    ] = None,
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
            help=f"A report, to standard output or to a file. Repeatable. {FORMATS_IN_WORDS}.",
        ),
    ] = None,
    color: ColorOption = None,
    no_excerpts: ExcerptsOption = None,
    isolate: Annotated[
        bool,
        typer.Option(
            "--isolate",
            help="Run the rule engine in a process of its own: a crash or a hang of it costs only "
            "the proposal at which it happens.",
        ),
    ] = False,
    time_limit: Annotated[
        float | None,
        typer.Option(
            metavar="SECONDS",
            min=0,
            max=MOST_SECONDS,
            help=f"With --isolate: how long the engine may take for a proposal; "
            f"{DEFAULT_TIME_LIMIT} if not given.",
        ),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            metavar="NUMBER",
            min=1,
            help="How many processes judge. Without it, one, and for many files as many as there "
            "are processors. What comes of it is the same.",
            show_default=False,
        ),
    ] = None,
    config: ConfigOption = None,
    no_config: NoConfigOption = False,
) -> None:
    """Judge proposals: verdict, findings, and what is still unknown.

    Exit codes: 0 nothing stands against them, 1 a violation or a waiver that no longer holds, 3
    something undecided, 4 a proposal that is invalid, 2 a fault of the command, the configuration,
    the waivers, the baseline or the pack, 5 an internal error.
    """
    # Imported here, so that --help and a mistyped option answer at once.
    from rulecheck import __version__
    from rulecheck.cli.drafts import judging_pack
    from rulecheck.cli.exits import MEANINGS, exit_of
    from rulecheck.cli.gates import baseline_in, waivers_in
    from rulecheck.cli.outputs import proposal_writer, write_outputs
    from rulecheck.cli.progress import shown_progress
    from rulecheck.judgement.gate import Gatekeeper
    from rulecheck.reports.model import Excerpts, Frame, Report
    from rulecheck.runner import Execution, Task, evaluate_gated

    if time_limit is not None and not isolate:
        raise UsageError("--time-limit says nothing by itself; write --isolate with it")
    settings = configured(
        config,
        no_config=no_config,
        paths=paths,
        pack=pack,
        screening=screening,
        waivers=waivers,
        baseline=baseline,
        output=output,
        color=color,
        no_excerpts=no_excerpts,
    )
    if not settings.paths:
        raise UsageError(
            "no PATH is given; name proposals, or set `paths` in the configuration file"
        )
    outputs = parse_outputs(settings.output)
    judging = judging_pack(settings.pack, settings.screening)
    # Read before anything is judged: with a fault in one of them nothing passes.
    granted = waivers_in(settings.waivers, judging, today)
    frame = Frame(
        pack=judging,
        waivers=granted,
        excerpts=Excerpts.WITHHELD if settings.no_excerpts else Excerpts.SHOWN,
    )
    writers = {
        each: writer
        for each in outputs
        if (writer := proposal_writer(each, frame, settings.color)) is not None
    }
    task = Task(
        pack=judging,
        keeper=Gatekeeper(granted, baseline_in(settings.baseline)),
        writers=tuple(writers.values()),
        keeps_judgements=len(writers) < len(outputs),
    )
    limit = DEFAULT_TIME_LIMIT if time_limit is None else time_limit
    execution = Execution(limit if isolate else None, jobs)
    with shown_progress() as progress:
        evaluated = evaluate_gated(settings.paths, task, progress, execution)
    run = evaluated.gated
    code = exit_of(run)
    # Repairs repeat what drafts say, and are judged by an engine that is not isolated.
    may_repair = not (settings.no_excerpts or isolate)
    report = Report(
        gated=run,
        advice=evaluated.advice,
        tool_version=__version__,
        exit_code=code,
        exit_meaning=MEANINGS[code],
        excerpts=frame.excerpts,
        repairs=_repairs(run.run, outputs) if may_repair else (),
    )
    written = dict(zip(writers, evaluated.written, strict=True))
    write_outputs(report, outputs, written, settings.color)
    raise typer.Exit(code)


def _repairs(run: "Run", outputs: Sequence[Output]) -> "Sequence[Repairs | None]":
    """Repairs of what was judged, if an output shows any: to search for them takes long."""
    if all(each.format is not Format.HTML for each in outputs):
        return ()
    from rulecheck.advice.rationing import rationed_repairs

    return rationed_repairs(run)
