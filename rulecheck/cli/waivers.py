"""`rulecheck waivers`: grant a waiver, list them, and check that each still has something to do."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from rulecheck.cli.configuration import ConfigOption, NoConfigOption, configured
from rulecheck.cli.gates import WAIVERS_FILE, TodayOption, day_of
from rulecheck.cli.outputs import (
    TextOrJson,
    UsageError,
    write_file,
    write_notice,
    write_to_standard_output,
)
from rulecheck.cli.packs import PackOption, ScreeningOption

if TYPE_CHECKING:  # loaded where waivers are: a mistyped option is answered without
    from rulecheck.judgement.waivers import Waiver, Waivers
    from rulecheck.packs import Pack
    from rulecheck.reports.waivers import State


File = Annotated[
    Path | None,
    typer.Option(
        "--waivers",
        metavar="FILE",
        help="The file of waivers.",
        show_default=str(WAIVERS_FILE),
    ),
]
Output = Annotated[TextOrJson, typer.Option(help="The form.", case_sensitive=False)]


def add(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="The file of the proposal.", show_default=False)
    ],
    rule: Annotated[
        str,
        typer.Argument(metavar="RULE", help="The rule that it violates.", show_default=False),
    ],
    reason: Annotated[str, typer.Option(help="Why the violation may stand for a time.")],
    owner: Annotated[str, typer.Option(help="Who asks for it and answers for its end.")],
    approved_by: Annotated[str, typer.Option(help="Who grants it; never its owner.")],
    expires: Annotated[str, typer.Option(metavar="DATE", help="The last day on which it holds.")],
    subject: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Which item, lot, party or change, if several violate it."),
    ] = None,
    proposal: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Which proposal, if the file has several."),
    ] = None,
    waivers: File = None,
    today: TodayOption = None,
    pack: PackOption = None,
    screening: ScreeningOption = None,
    config: ConfigOption = None,
    no_config: NoConfigOption = False,
) -> None:
    """Write down that one violation of a proposal is waived.

    The proposal is judged, and the violation waived as it is now. The entry is put at the end of
    the file of waivers, which is created if it is not there; what stands in it stays as it is. An
    unknown can't be waived, nor a rule that the pack excludes.

    Exit codes: 0 done, 2 a fault of the command, the configuration, the waivers or the pack, 4 a
    proposal that is invalid, 5 an internal error.
    """
    from rulecheck.cli.drafts import asked_for, failures_shown, judging_pack
    from rulecheck.documents import DocumentError
    from rulecheck.documents.validation import Faults
    from rulecheck.judgement.findings import findings_of
    from rulecheck.judgement.granting import (
        CantWaive,
        Grant,
        check_grant,
        violation_meant,
        with_waiver,
    )
    from rulecheck.judgement.waiver_files import why_not_waivable
    from rulecheck.runner import evaluate, shown_path

    grant = Grant(reason, owner, approved_by, day_of(today), day_of(expires))
    settings = configured(
        config, no_config=no_config, pack=pack, screening=screening, waivers=waivers
    )
    kept, loaded = settings.waivers or WAIVERS_FILE, judging_pack(settings.pack, settings.screening)
    if (why_not := why_not_waivable(rule, loaded)) is not None:
        raise UsageError("; ".join(why_not))
    run = evaluate([file], loaded)
    if code := failures_shown(run):
        raise typer.Exit(code)
    name = shown_path(str(kept))
    asked_for(run.evaluations, proposal)
    try:
        check_grant(grant, loaded)
        finding = violation_meant(findings_of(run), rule, proposal, subject)
        text, _ = with_waiver(name, _text_of(kept), finding, grant, loaded)
    except CantWaive as refusal:
        raise UsageError(str(refusal)) from None
    except DocumentError as error:
        raise Faults([error.problem]) from None
    write_file(kept, text)
    write_notice(f"waived {rule} for {finding.about} until {grant.expires} in {name}\n")


def list_waivers(
    waivers: File = None,
    today: TodayOption = None,
    pack: PackOption = None,
    config: ConfigOption = None,
    no_config: NoConfigOption = False,
    output: Output = TextOrJson.TEXT,
) -> None:
    """List the waivers of a file and which of them have expired.

    Exit codes: 0 done, 2 a fault of the command, the configuration, the waivers or the pack.
    """
    from rulecheck.cli.packs import loaded_pack
    from rulecheck.reports.waivers import by_day

    settings = configured(config, no_config=no_config, pack=pack, waivers=waivers)
    kept = settings.waivers or WAIVERS_FILE
    read = _waivers_of(kept, loaded_pack(settings.pack), today)
    _write(read, by_day(read), output)


def check(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PROPOSAL]...",
            help="All proposals that have waivers: files, folders or glob patterns. Without them "
            "only dates are looked at.",
            show_default=False,
        ),
    ] = None,
    waivers: File = None,
    today: TodayOption = None,
    pack: PackOption = None,
    screening: ScreeningOption = None,
    config: ConfigOption = None,
    no_config: NoConfigOption = False,
    output: Output = TextOrJson.TEXT,
) -> None:
    """Look for waivers that have expired or no longer cover anything.

    A waiver whose proposal is not among those given covers nothing either.

    Exit codes: 0 there is none, 1 there is one, 2 a fault of the command, the configuration, the
    waivers or the pack, 4 a proposal that is invalid, 5 an internal error.
    """
    from rulecheck.cli.drafts import failures_shown, judging_pack
    from rulecheck.cli.exits import Exit
    from rulecheck.judgement import WaiverState, gated
    from rulecheck.reports.waivers import Term, by_day
    from rulecheck.runner import evaluate

    settings = configured(
        config, no_config=no_config, pack=pack, screening=screening, waivers=waivers
    )
    kept, loaded = settings.waivers or WAIVERS_FILE, judging_pack(settings.pack, settings.screening)
    read = _waivers_of(kept, loaded, today)
    listed, code = by_day(read), Exit.CLEAN
    if paths:
        run = evaluate(paths, loaded)
        code = failures_shown(run)
        listed = [(use.waiver, use.state) for use in gated(run, read).waiver_uses]
    _write(read, listed, output)
    if all(state in (Term.IN_FORCE, WaiverState.APPLIED) for _, state in listed):
        raise typer.Exit(code)
    raise typer.Exit(code or Exit.VIOLATION)


def _waivers_of(file: Path, pack: "Pack", today: str | None) -> "Waivers":
    from rulecheck.judgement.waiver_files import load_waivers
    from rulecheck.runner import shown_path

    return load_waivers(file, shown_path(str(file)), pack, day_of(today))


def _text_of(file: Path) -> str | None:
    """What the file says, as it is; `None` if it is not there. Raises `UsageError`."""
    from rulecheck.documents.problems import reason_of

    if not os.path.lexists(file):
        return None
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            return stream.read()
    except UnicodeDecodeError:
        raise UsageError(f"{file} is not UTF-8 text") from None
    except OSError as error:
        raise UsageError(f"{file} can't be read: {reason_of(error)}") from None


def _write(
    waivers: "Waivers", listed: "Sequence[tuple[Waiver, State]]", output: TextOrJson
) -> None:
    from rulecheck import __version__
    from rulecheck.reports.waivers import WaiverList

    report = WaiverList(waivers, listed, __version__)
    match output:
        case TextOrJson.TEXT:
            from rulecheck.reports import waivers_text

            write_to_standard_output(waivers_text.render(report))
        case TextOrJson.JSON:
            from rulecheck.reports import waivers_json

            write_to_standard_output(waivers_json.render(report))
        case _:
            assert_never(output)
