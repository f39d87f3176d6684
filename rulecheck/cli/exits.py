"""Exit codes: the only place where they are defined."""

from enum import IntEnum, unique
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:  # loaded where proposals are judged: a mistyped option is answered without
    from rulecheck.judgement import GatedRun


@unique
class Exit(IntEnum):
    """How a command ends."""

    CLEAN = 0
    VIOLATION = 1
    USAGE = 2
    UNKNOWN = 3
    INVALID = 4
    INTERNAL = 5
    INTERRUPTED = 130


MEANINGS: Final = {
    Exit.CLEAN: "no violation and nothing undecided is left",
    Exit.VIOLATION: "a violation, or a finding of the run, is left",
    Exit.USAGE: "the command, its configuration or the pack is at fault, or there is no proposal",
    Exit.UNKNOWN: "no violation is left, but something is undecided; this is no pass",
    Exit.INVALID: "a proposal could not be read or is invalid, and was not judged",
    Exit.INTERNAL: "an internal error; do not rely on this run",
    Exit.INTERRUPTED: "interrupted",
}


def exit_of(gated: "GatedRun") -> Exit:
    """The worst that holds of a run: internal, invalid, violation, unknown, clean."""
    gate = gated.gate
    if gated.run.engine_errors:
        return Exit.INTERNAL
    if gated.run.problems:
        return Exit.INVALID
    if gate.violations or gate.waivers:
        return Exit.VIOLATION
    if gate.unknowns:
        return Exit.UNKNOWN
    return Exit.CLEAN
