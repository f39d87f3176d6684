"""Runs with waivers, of which one holds and the others are stale in each way."""

from dataclasses import replace
from datetime import date

from rulecheck.documents import Position
from rulecheck.judgement import Finding, GatedRun, Run, gated
from rulecheck.judgement.findings import findings_of
from rulecheck.judgement.waivers import Waiver, Waivers

TODAY = date(2025, 8, 1)


def with_waivers(run: Run) -> GatedRun:
    """The run of `violated.yaml`: the attested stock is waived, all other waivers are stale."""
    lots, attested, deal = (each for each in findings_of(run) if each.can_be_let_through)
    entries = (
        _waiver(attested, 1),
        replace(_waiver(lots, 2), expires=date(2025, 7, 31)),
        replace(_waiver(deal, 3), facts_sha256="0" * 64),
        replace(_waiver(attested, 4), subject="nobody"),
    )
    return gated(run, Waivers("waivers.yaml", TODAY, entries))


def _waiver(finding: Finding, line: int) -> Waiver:
    assert finding.evaluation is not None
    assert finding.facts_sha256 is not None
    return Waiver(
        rule=finding.rule.id,
        proposal=finding.evaluation.proposal.id,
        subject=finding.about,
        facts_sha256=finding.facts_sha256,
        reason="The stock is | counted `anew`",
        owner="Licensing <desk>",
        approved_by="A. Director",
        created=date(2025, 7, 1),
        expires=date(2025, 8, 31),
        position=Position(line, 5),
    )
