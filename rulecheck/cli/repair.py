"""`rulecheck repair`: what to change so that a draft passes."""

import os
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from rulecheck.cli.configuration import ConfigOption, NoConfigOption, configured
from rulecheck.cli.outputs import ColorOption, ExcerptsOption, TextOrJson, UsageError, write_notice
from rulecheck.cli.packs import PackOption, ScreeningOption

if TYPE_CHECKING:  # loaded where needed: a mistyped option is answered without
    from rulecheck.advice.repairing import Repair, Repairs
    from rulecheck.judgement import Evaluation
    from rulecheck.packs import Pack
    from rulecheck.vocabulary.levers import Allowance


def repair(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A file of proposals; - is standard input.")
    ],
    most: Annotated[
        int, typer.Option("--max", min=1, max=3, help="How many changes a repair may have.")
    ] = 3,
    allow: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WHAT",
            help="Also try what makes another decision: action (refuse the application) or "
            "direction (turn a change of the controls around). Repeatable.",
        ),
    ] = None,
    write: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH",
            help="Write the first repair to a new file, with the draft's comments and layout.",
        ),
    ] = None,
    choose: Annotated[
        int, typer.Option(metavar="N", min=1, help="Write this repair instead of the first.")
    ] = 1,
    proposal: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Only this proposal of the file."),
    ] = None,
    time_limit: Annotated[
        float,
        typer.Option(
            metavar="SECONDS",
            min=0,
            help="Stop the search of one proposal then, with what it has.",
        ),
    ] = 10,
    pack: PackOption = None,
    screening: ScreeningOption = None,
    output: Annotated[TextOrJson, typer.Option(help="The form.")] = TextOrJson.TEXT,
    color: ColorOption = None,
    no_excerpts: ExcerptsOption = None,
    config: ConfigOption = None,
    no_config: NoConfigOption = False,
) -> None:
    """Find the smallest changes after which a draft passes.

    Only what the drafter decides is changed, such as quantities, lots, conditions and dates: never
    who receives, what an item can do, or the date of the draft.

    Exit codes: 0 a repair was found or none is needed, 1 there is none, 2 a fault of the command,
    the configuration or the pack, 4 a proposal that is invalid, 5 an internal error.
    """
    from rulecheck import __version__
    from rulecheck.advice.repairing import repairs_of
    from rulecheck.cli.drafts import across_shown, asked_for, failures_shown, judging_pack
    from rulecheck.cli.exits import Exit
    from rulecheck.cli.outputs import palette_of, write_to_standard_output
    from rulecheck.reports import repair_json, repair_text
    from rulecheck.reports.model import Excerpts
    from rulecheck.reports.repair import RepairReport
    from rulecheck.runner import evaluate

    allowed = _allowed(allow or [])
    if write is not None:
        _check_target(write)
    settings = configured(
        config,
        no_config=no_config,
        pack=pack,
        screening=screening,
        color=color,
        no_excerpts=no_excerpts,
    )
    loaded = judging_pack(settings.pack, settings.screening)
    run = evaluate([file], loaded)
    code = failures_shown(run)
    if write is None and not settings.no_excerpts:
        across_shown(run)
    evaluations = asked_for(run.evaluations, proposal)
    if write is not None:
        _check_one(evaluations)
    searches = tuple(
        repairs_of(each, loaded, most=most, allowed=allowed, stop=_time_is_up(time_limit))
        for each in evaluations
    )
    report = RepairReport(
        pack=loaded,
        engine=run.engine,
        tool_version=__version__,
        excerpts=Excerpts.WITHHELD if settings.no_excerpts else Excerpts.SHOWN,
        time_limit=time_limit,
        allowed=allowed,
        searches=searches,
    )
    match output:
        case TextOrJson.TEXT:
            text = repair_text.render(report, palette_of(settings.color))
        case TextOrJson.JSON:
            text = repair_json.render(report)
        case _:
            assert_never(output)
    chosen = None if write is None else _chosen(searches, choose)
    write_to_standard_output(text)
    if write is not None:
        _write(chosen, write, loaded)
    if code is Exit.CLEAN and not all(each.found or each.needs_none for each in searches):
        code = Exit.VIOLATION
    raise typer.Exit(code)


def _allowed(names: Sequence[str]) -> "frozenset[Allowance]":
    """What the drafter allows besides repairs. Raises `UsageError`."""
    from rulecheck.documents import closest
    from rulecheck.vocabulary.levers import Allowance

    for name in names:
        if name not in list(Allowance):
            near = closest(name, list(Allowance))
            hint = f"did you mean `{near}`?" if near else f"known: {', '.join(Allowance)}"
            raise UsageError(f"there is nothing called `{name}` to allow; {hint}")
    return frozenset(map(Allowance, names))


def _time_is_up(limit: float) -> Callable[[], bool]:
    end = time.monotonic() + limit
    return lambda: time.monotonic() >= end


def _check_one(evaluations: "Sequence[Evaluation]") -> None:
    """Raises `UsageError` where more than one proposal could be written."""
    names = [each.proposal.id for each in evaluations]
    if len(names) > 1:
        raise UsageError(
            f"the file holds {len(names)} proposals, and one repair is written; "
            f"choose one with --proposal: {', '.join(names)}"
        )


def _check_target(path: Path) -> None:
    """Raises `UsageError` where no new file can be made."""
    # Unlike the methods of Path, these also answer for what may not be looked at.
    if os.path.lexists(path):
        raise UsageError(f"{path} exists, and --write replaces nothing; name a new file")
    if not os.path.isdir(path.parent):  # noqa: PTH112
        raise UsageError(f"{path} has no folder to go to; create {path.parent}")
    from rulecheck.runner import ENDINGS

    if path.suffix.lower() not in ENDINGS:
        raise UsageError(f"{path} would be no proposal; name it {path.with_suffix('.yaml')}")


def _chosen(searches: "Sequence[Repairs]", number: int) -> "Repair | None":
    """The repair to write; none where there is none. Raises `UsageError`."""
    found = [each for repairs in searches for each in repairs.found]
    if found and number > len(found):
        only = "there is 1 repair" if len(found) == 1 else f"there are {len(found)} repairs"
        raise UsageError(f"{only}, so --choose can't be {number}")
    return found[number - 1] if found else None


def _write(chosen: "Repair | None", path: Path, pack: "Pack") -> None:
    """Write the file, and judge it as it then stands. Raises `UsageError`."""
    from rulecheck.cli.drafts import across_shown
    from rulecheck.documents.problems import reason_of
    from rulecheck.engine import EngineError
    from rulecheck.judgement import Verdict
    from rulecheck.reports.escaping import printable
    from rulecheck.runner import evaluate

    if chosen is None:
        write_notice("nothing was written\n")
        return
    document = chosen.evaluation.proposal.document
    try:
        with path.open("xb") as stream:
            stream.write(document.source.text.encode())
    except OSError as error:
        with suppress(OSError):
            if not isinstance(error, FileExistsError):
                path.unlink(missing_ok=True)
        raise UsageError(f"{path} can't be written: {reason_of(error)}") from None
    run = evaluate([path], pack)
    again = [each for each in run.evaluations if each.proposal.document.index == document.index]
    if [each.verdict for each in again] != [Verdict.ALIGNED]:
        raise EngineError(f"{path} does not pass as it was written")
    write_notice(f"written to {printable(str(path))}: passes these rules\n")
    across_shown(run)
