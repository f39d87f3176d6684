"""Waivers and baselines, whatever is in them: the gate changes, and nothing else does."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from rulecheck.documents import Position
from rulecheck.engine import Outcome
from rulecheck.judgement import Disposition, WaiverState, gated, judge_run
from rulecheck.judgement.baselines import Accepted, Baseline
from rulecheck.judgement.findings import Finding, findings_of
from rulecheck.judgement.waivers import Waiver, Waivers

from .drafts import Draft, proposal_of, quick_judge
from .profile import examples
from .proposals_strategy import proposals

TODAY = date(2025, 10, 1)


def waiver_for(finding: Finding, facts: str, expires: date, line: int) -> Waiver:
    """A waiver for whatever it is, an unknown as well."""
    assert finding.evaluation is not None
    proposal = finding.evaluation.proposal.id
    people = ("Because", "A. Officer", "B. Director")
    return Waiver(
        finding.rule.id, proposal, finding.about, facts, *people, TODAY, expires, Position(line, 1)
    )


@examples(60)
@given(proposals(), st.data())
def test_the_gate_changes_no_verdict_and_lets_no_unknown_pass(
    draft: Draft, data: st.DataObject
) -> None:
    run = judge_run(quick_judge(), [proposal_of(draft)], [])
    (before,) = run.evaluations
    verdict, score, found = before.verdict, before.score, findings_of(run)
    hashes = st.sampled_from(["0" * 64, *(each.facts_sha256 or "0" * 64 for each in found)])
    days = st.sampled_from([date(2025, 9, 30), TODAY, date(2026, 1, 1)])
    waivers = [
        waiver_for(each, data.draw(hashes), data.draw(days), line)
        for line, each in enumerate(found, start=1)
        if data.draw(st.booleans())
    ]
    entries = frozenset(
        Accepted(each.place.path, each.rule.id, each.fingerprint, data.draw(hashes))
        for each in found
        if data.draw(st.booleans())
    )
    after = gated(run, Waivers("waivers.yaml", TODAY, tuple(waivers)), Baseline("b.yaml", entries))

    assert after.run is run
    assert (before.verdict, before.score) == (verdict, score)
    gated_findings = [each for proposal in after.proposals for each in proposal.findings]
    assert len(gated_findings) == len(found)  # nothing vanishes
    for each in gated_findings:
        if each.disposition is not Disposition.OPEN:
            assert each.finding.outcome is Outcome.VIOLATED
            assert each.finding.rule.waivable
        if each.disposition is Disposition.WAIVED:
            assert each.waiver is not None
            assert each.waiver.expires >= TODAY
            assert each.waiver.facts_sha256 == each.finding.facts_sha256
    bare = gated(run).gate
    assert after.gate.unknowns == bare.unknowns
    assert after.gate.violations + after.gate.waived + after.gate.baselined == bare.violations
    applied = [use for use in after.waiver_uses if use.state is WaiverState.APPLIED]
    assert len(after.waiver_uses) == len(waivers)  # none is passed over in silence
    assert len(applied) == after.gate.waived
    assert after.gate.waivers == len(waivers) - len(applied)
