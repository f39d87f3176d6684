"""What lists of waivers are given: a file's waivers, and what each comes to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

from rulecheck.judgement import WaiverState
from rulecheck.judgement.waivers import Waiver, Waivers


@unique
class Term(StrEnum):
    """What the day alone says of a waiver."""

    IN_FORCE = "in_force"
    EXPIRED = "expired"


State = Term | WaiverState

MEANINGS: Final[Mapping[State, str]] = {
    Term.IN_FORCE: "in force",
    Term.EXPIRED: "expired",
    WaiverState.APPLIED: "applied: the gate lets what it covers pass",
    WaiverState.EXPIRED: "expired",
    WaiverState.CHANGED: "changed: what was waived is no longer as it was looked at",
    WaiverState.UNUSED: "unused: its rule is not violated there",
    WaiverState.NOT_JUDGED: "not judged: its proposal is not among those given",
}


@dataclass(frozen=True, slots=True)
class WaiverList:
    """A file's waivers with their states, in the order of the file."""

    waivers: Waivers
    listed: Sequence[tuple[Waiver, State]]
    tool_version: str


def by_day(waivers: Waivers) -> list[tuple[Waiver, State]]:
    """Every waiver with what the day says of it."""
    return [
        (each, Term.EXPIRED if waivers.has_expired(each) else Term.IN_FORCE)
        for each in waivers.entries
    ]
