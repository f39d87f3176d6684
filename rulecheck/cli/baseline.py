"""`rulecheck baseline`: record the violations that stand, and check that they still do."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rulecheck.cli.configuration import ConfigOption, NoConfigOption, configured
from rulecheck.cli.gates import BASELINE_FILE, baseline_of
from rulecheck.cli.outputs import write_file, write_notice, write_to_standard_output
from rulecheck.cli.packs import PackOption, ScreeningOption

if TYPE_CHECKING:  # loaded where proposals are judged: a mistyped option is answered without
    from rulecheck.judgement import Run
    from rulecheck.judgement.baselines import Accepted, Baseline, Renewal


def write(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH...",
            help="Files, folders or glob patterns of proposals.",
            show_default=False,
        ),
    ],
    to: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The baseline.", show_default=str(BASELINE_FILE)),
    ] = None,
    accept_new: Annotated[
        bool,
        typer.Option(
            "--accept-new", help="Add violations that a baseline of before lacks, also as changed."
        ),
    ] = False,
    pack: PackOption = None,
    screening: ScreeningOption = None,
    config: ConfigOption = None,
    no_config: NoConfigOption = False,
) -> None:
    """Record the violations that stand now, so that they may pass.

    They do with `rulecheck evaluate --baseline`. A baseline that is there only loses what is gone,
    unless what is new or has changed is accepted. It never holds an unknown, a finding of the run,
    or a rule that the pack lets nobody waive.

    Exit codes: 0 done, 2 a fault of the command, the configuration, the baseline or the pack, 4 a
    proposal that is invalid, 5 an internal error; with 4 and 5 nothing is written.
    """
    from rulecheck.cli.drafts import failures_shown, judging_pack
    from rulecheck.judgement.baseline_files import written_baseline
    from rulecheck.runner import evaluate, shown_path

    settings = configured(config, no_config=no_config, pack=pack, screening=screening, baseline=to)
    kept, loaded = (
        settings.baseline or BASELINE_FILE,
        judging_pack(settings.pack, settings.screening),
    )
    old = baseline_of(kept) if kept.exists() else None
    run = evaluate(paths, loaded)
    if code := failures_shown(run):
        raise typer.Exit(code)
    renewed = _renewal(frozenset() if old is None else old.entries, run)
    adds = accept_new or old is None
    entries = renewed.kept | (renewed.new | renewed.renewed if adds else renewed.changed)
    write_file(kept, written_baseline(entries))
    counts = [f"{len(renewed.gone)} gone"] if renewed.gone else []
    if renewed.changed:
        how = "accepted as they are now" if adds else "left as before (--accept-new accepts them)"
        counts.append(f"{len(renewed.changed)} changed {how}")
    if renewed.new:
        counts.append(
            f"{len(renewed.new)} new {'added' if adds else 'left out (--accept-new adds them)'}"
        )
    said = f": {', '.join(counts)}" if counts else ""
    noun = "violation" if len(entries) == 1 else "violations"
    write_notice(f"{shown_path(str(kept))} covers {len(entries)} {noun}{said}\n")


def check(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PATH]...",
            help="Files, folders or glob patterns of proposals; without them, those that the "
            "baseline names.",
            show_default=False,
        ),
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The baseline.", show_default=str(BASELINE_FILE)),
    ] = None,
    pack: PackOption = None,
    screening: ScreeningOption = None,
    config: ConfigOption = None,
    no_config: NoConfigOption = False,
) -> None:
    """Look for entries of a baseline that no longer match a violation.

    They are gone, or have changed: the violation stands, but what it rests on is not what it was.

    Exit codes: 0 there is none, 1 there is one, 2 a fault of the command, the configuration, the
    baseline or the pack, 4 a proposal that is invalid, 5 an internal error.
    """
    from rulecheck.cli.drafts import failures_shown, judging_pack
    from rulecheck.cli.exits import Exit
    from rulecheck.judgement.baselines import Accepted
    from rulecheck.runner import evaluate

    settings = configured(
        config, no_config=no_config, pack=pack, screening=screening, baseline=baseline
    )
    kept, loaded = (
        settings.baseline or BASELINE_FILE,
        judging_pack(settings.pack, settings.screening),
    )
    read = baseline_of(kept)
    named = sorted({each.path for each in read.entries if Path(each.path).exists()})
    code, gone, changed = Exit.CLEAN, read.entries, frozenset[Accepted]()
    if paths or named:
        run = evaluate(paths or named, loaded)
        code = failures_shown(run)
        renewed = _renewal(read.entries, run)
        gone, changed = renewed.gone, renewed.changed
    write_to_standard_output(_in_words(read, gone, changed))
    raise typer.Exit(code or (Exit.VIOLATION if gone or changed else Exit.CLEAN))


def _renewal(entries: "frozenset[Accepted]", run: "Run") -> "Renewal":
    from rulecheck.judgement.baselines import renewal
    from rulecheck.judgement.findings import findings_of

    judged = {each.proposal.document.source.name for each in run.evaluations}
    return renewal(entries, findings_of(run), judged, lambda path: Path(path).exists())


def _in_words(
    baseline: "Baseline", gone: "frozenset[Accepted]", changed: "frozenset[Accepted]"
) -> str:
    from rulecheck.reports.escaping import printable

    lines = [
        *(
            f"gone[{each.rule}]: {printable(each.path)} no longer violates it as it did"
            for each in sorted(gone)
        ),
        *(
            f"changed[{each.rule}]: {printable(each.path)} still violates it, but what that rests "
            "on has changed"
            for each in sorted(changed)
        ),
    ]
    count = len(baseline.entries)
    noun = "violation" if count == 1 else "violations"
    also = f", {len(changed)} changed" if changed else ""
    lines.append(f"{printable(baseline.name)}: {len(gone)} of {count} {noun} gone{also}")
    if gone:
        lines.append("help: `rulecheck baseline write` drops what is gone")
    if changed:
        lines.append(
            "help: `rulecheck baseline write --accept-new` accepts what has changed as it is now, "
            "and what is new"
        )
    return "\n".join(lines) + "\n"
