"""Judging the drafts that a command is about which reports on something else than the gate."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rulecheck.cli.outputs import UsageError, write_notice
from rulecheck.cli.packs import loaded_pack

if TYPE_CHECKING:  # loaded where drafts are judged: a mistyped option is answered without
    from rulecheck.cli.exits import Exit
    from rulecheck.judgement import Evaluation, Run
    from rulecheck.packs import Pack


def judging_pack(pack: Path | None, screening: Path | None) -> "Pack":
    """The pack in the folder, or the bundled one, with the entities of a screening list.

    Raises `Faults` where either is faulty.
    """
    loaded = loaded_pack(pack)
    if screening is None:
        return loaded
    from rulecheck.packs.screening_lists import with_screening_list
    from rulecheck.runner import shown_path

    return with_screening_list(loaded, screening, shown_path(str(screening)))


def failures_shown(run: "Run", *, excerpts: bool = True) -> "Exit":
    """Say on standard error what could not be judged; the exit code that this leads to.

    Without excerpts, only where it is.
    """
    from rulecheck.cli.exits import Exit
    from rulecheck.cli.failures import place_of, problem_lines
    from rulecheck.reports.escaping import printable

    if excerpts:
        lines = list(problem_lines("invalid", run.problems))
        lines += [f"internal error: {printable(str(each))}" for each in run.engine_errors]
    else:
        lines = [f"invalid: {place_of(each)} (its text is withheld)" for each in run.problems]
        lines += ["internal error: an evaluator failed"] * len(run.engine_errors)
    if lines:
        write_notice("\n".join(lines) + "\n")
    if run.engine_errors:
        return Exit.INTERNAL
    return Exit.INVALID if run.problems else Exit.CLEAN


def across_shown(run: "Run") -> None:
    """Say on standard error what only shows when the file's proposals are summed.

    For commands that look at each proposal by itself.
    """
    from rulecheck.reports.escaping import printable

    for finding in run.findings:
        write_notice(
            f"note: each proposal is looked at by itself here. Across the file, {finding.outcome} "
            f"[{finding.rule.id}]: {printable(finding.message)} `rulecheck evaluate` counts it.\n"
        )


def asked_for(evaluations: "Sequence[Evaluation]", name: str | None) -> "Sequence[Evaluation]":
    """The proposal of this id, or all. Raises `UsageError`."""
    found = [each for each in evaluations if name in (None, each.proposal.id)]
    if name is None or found or not evaluations:
        return found
    from rulecheck.documents import closest

    names = [each.proposal.id for each in evaluations]
    near = closest(name, names)
    hint = f"did you mean `{near}`?" if near else f"there are: {', '.join(names)}"
    raise UsageError(f"no proposal of the file is called `{name}`; {hint}")
