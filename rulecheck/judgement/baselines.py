"""Baselines: violations that stood when a project began to use the gate, and still do.

An entry covers one violation as it was: with other facts, or by a changed rule, it is a new one.
`baseline_files.py` reads and writes them.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from rulecheck.judgement.findings import Finding


@dataclass(frozen=True, slots=True, order=True)
class Accepted:
    """A violation that a baseline covers."""

    path: str
    rule: str
    fingerprint: str
    facts_sha256: str


@dataclass(frozen=True)
class Baseline:
    """The violations that a baseline file covers."""

    name: str
    """The file as reports call it."""
    entries: frozenset[Accepted]

    def covers(self, finding: Finding) -> bool:
        """Whether the finding is one of its violations, unchanged."""
        return finding.can_be_let_through and accepted(finding) in self.entries

    def holds_changed(self, finding: Finding) -> bool:
        """Whether the finding is one of its violations, but no longer rests on what it did."""
        is_held = finding.can_be_let_through and finding.fingerprint in self._fingerprints
        return is_held and not self.covers(finding)

    @cached_property
    def _fingerprints(self) -> frozenset[str]:
        return frozenset(each.fingerprint for each in self.entries)


def accepted(finding: Finding) -> Accepted:
    """A violation as a baseline records it. Raises `ValueError` of what it can't cover."""
    if not finding.can_be_let_through or finding.facts_sha256 is None:
        raise ValueError(f"no baseline covers {finding.rule.id}: {finding.outcome}")
    return Accepted(finding.place.path, finding.rule.id, finding.fingerprint, finding.facts_sha256)


@dataclass(frozen=True, slots=True)
class Renewal:
    """What a baseline becomes when it is compared with a run."""

    kept: frozenset[Accepted]
    """Its violations that still stand, and those of files that were not judged this time."""
    changed: frozenset[Accepted]
    """Those that still stand, but no longer rest on what they did."""
    gone: frozenset[Accepted]
    new: frozenset[Accepted]
    """Violations of the run that it does not have."""
    renewed: frozenset[Accepted]
    """What has changed, as it stands now."""


def renewal(
    entries: frozenset[Accepted],
    findings: Iterable[Finding],
    judged: Collection[str],
    there: Callable[[str], bool],
) -> Renewal:
    """The entries of a baseline beside the findings of a run.

    `judged` are the paths of the run's proposals, and `there` tells whether another file exists:
    what it violates is not known, so its entries stay.
    """
    standing = frozenset(accepted(each) for each in findings if each.can_be_let_through)
    kept = frozenset(
        each
        for each in entries
        if each in standing or (each.path not in judged and there(each.path))
    )
    there_now = {each.fingerprint for each in standing}
    there_before = {each.fingerprint for each in entries}
    changed = frozenset(each for each in entries - kept if each.fingerprint in there_now)
    added = standing - entries
    renewed = frozenset(each for each in added if each.fingerprint in there_before)
    return Renewal(kept, changed, entries - kept - changed, added - renewed, renewed)
