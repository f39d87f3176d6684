"""`rulecheck compare`: what differs in two versions of a proposal, and what that does."""

from enum import StrEnum, unique
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from rulecheck.cli.configuration import ConfigOption, NoConfigOption, configured
from rulecheck.cli.gates import BaselineOption, TodayOption, WaiversOption
from rulecheck.cli.outputs import ColorOption, ExcerptsOption, UsageError
from rulecheck.cli.packs import PackOption, ScreeningOption

if TYPE_CHECKING:  # loaded where needed: a mistyped option is answered without
    from rulecheck.judgement.comparing import ComparedRuns
    from rulecheck.judgement.gate import GatedVersions


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
    screening: ScreeningOption = None,
    waivers: WaiversOption = None,
    baseline: BaselineOption = None,
    today: TodayOption = None,
    output: Annotated[
        CompareFormat,
        typer.Option(help="The form; markdown is for a comment on a pull request."),
    ] = CompareFormat.TEXT,
    color: ColorOption = None,
    fail_on_regression: Annotated[
        bool,
        typer.Option(
            "--fail-on-regression",
            help="Exit with 1 if a verdict or the gate is worse, or something comes to stand "
            "against a proposal.",
        ),
    ] = False,
    no_excerpts: ExcerptsOption = None,
    config: ConfigOption = None,
    no_config: NoConfigOption = False,
) -> None:
    """Show what differs in two versions, and what hangs on it.

    They are versions of a proposal. A change is enough if it alone, made to OLD, leads to what NEW
    comes to, and needed if NEW loses that where it alone is taken back. One proposal is compared
    with one; of several, those that have the same id.

    Waivers and baseline change the gates that are shown, never a verdict. With
    --fail-on-regression a proposal may be worse where all that stands against it is waived.

    Exit codes: 0 done, whether anything differs or not, 1 with --fail-on-regression: NEW is
    worse, or in any case: a waiver of NEW has ended, no longer matches or covers nothing, 2 a
    fault of the command, the configuration, the waivers, the baseline or the pack, 4 a proposal
    that is invalid, 5 an internal error.
    """
    from rulecheck import __version__
    from rulecheck.advice.weighing import weighed
    from rulecheck.cli.drafts import failures_shown, judging_pack
    from rulecheck.cli.exits import Exit
    from rulecheck.cli.gates import baseline_in, waivers_in
    from rulecheck.cli.outputs import palette_of, write_to_standard_output
    from rulecheck.judgement import gated
    from rulecheck.judgement.comparing import compared_versions
    from rulecheck.judgement.gate import GatedVersions
    from rulecheck.reports.compare import Comparison
    from rulecheck.reports.model import Excerpts
    from rulecheck.runner import STANDARD_INPUT, evaluate_versions

    if old == new == STANDARD_INPUT:
        raise UsageError("standard input can only be one of the two; name a file for the other")
    settings = configured(
        config,
        no_config=no_config,
        pack=pack,
        screening=screening,
        waivers=waivers,
        baseline=baseline,
        color=color,
        no_excerpts=no_excerpts,
    )
    loaded = judging_pack(settings.pack, settings.screening)
    granted = waivers_in(settings.waivers, loaded, today)
    known = baseline_in(settings.baseline)
    runs = compared_versions(*evaluate_versions(old, new, loaded))
    gates = GatedVersions(gated(runs.old, granted, known), gated(runs.new, granted, known))
    shown = not settings.no_excerpts
    failed = max(failures_shown(each, excerpts=shown) for each in (runs.old, runs.new))
    report = Comparison(
        pack=loaded,
        runs=runs,
        gates=gates,
        proposals=weighed(runs, loaded),
        tool_version=__version__,
        excerpts=Excerpts.SHOWN if shown else Excerpts.WITHHELD,
    )
    match output:
        case CompareFormat.TEXT:
            from rulecheck.reports import compare_text

            text = compare_text.render(report, palette_of(settings.color))
        case CompareFormat.JSON:
            from rulecheck.reports import compare_json

            text = compare_json.render(report)
        case CompareFormat.MARKDOWN:
            from rulecheck.reports import compare_markdown

            text = compare_markdown.render(report)
        case _:
            assert_never(output)
    write_to_standard_output(text)
    if failed is not Exit.CLEAN:
        raise typer.Exit(failed)
    is_worse = fail_on_regression and _is_regression(runs, gates)
    raise typer.Exit(Exit.VIOLATION if is_worse or gates.stale else Exit.CLEAN)


def _is_regression(runs: "ComparedRuns", gates: "GatedVersions") -> bool:
    """Whether something is worse that nobody answers for."""
    return runs.worsens_findings or any(
        each.is_regression and not gates.lets_through(each.new) for each in runs.proposals
    )
