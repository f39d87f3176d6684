"""Waivers: violations that somebody answers for, for a time, so that the gate lets them pass.

A waiver covers one rule on one subject of one proposal, as it was when it was looked at. It has a
reason, two people and an end. `waiver_files.py` reads them.
"""

from dataclasses import dataclass
from datetime import date

from rulecheck.documents import Position


@dataclass(frozen=True, slots=True)
class Waiver:
    """A valid waiver and where it stands in its file."""

    rule: str
    proposal: str
    subject: str
    facts_sha256: str
    reason: str
    owner: str
    approved_by: str
    created: date
    expires: date
    """Its last day."""
    position: Position


@dataclass(frozen=True, slots=True)
class Waivers:
    """The waivers of a file as they stand on a day."""

    name: str
    """The file as reports call it."""
    today: date
    entries: tuple[Waiver, ...]

    def has_expired(self, waiver: Waiver) -> bool:
        """Whether its last day has passed."""
        return self.today > waiver.expires
