"""The gate: whether a run passes, after waivers and baseline. The only place that applies either.

Neither changes a verdict or a score, and neither covers an unknown. A waiver that has ended, that
no longer matches or that covers nothing counts against the gate itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum, unique
from functools import cached_property

from rulecheck.engine import Outcome
from rulecheck.judgement.baselines import Baseline
from rulecheck.judgement.findings import Finding, finding_across, findings_on
from rulecheck.judgement.results import Evaluation
from rulecheck.judgement.run import Run
from rulecheck.judgement.waivers import Waiver, Waivers


@unique
class Disposition(StrEnum):
    """What the gate does with a finding."""

    OPEN = "open"
    """It stands."""
    WAIVED = "waived"
    BASELINED = "baselined"


@unique
class WaiverState(StrEnum):
    """What a waiver comes to in a run."""

    APPLIED = "applied"
    EXPIRED = "expired"
    """Its last day has passed."""
    CHANGED = "changed"
    """What it covered is still violated, but not as it was looked at."""
    UNUSED = "unused"
    """Nothing is violated that it could cover."""
    NOT_JUDGED = "not_judged"
    """Its proposal was not part of the run."""

    @property
    def counts(self) -> bool:
        """Whether it stands against the run."""
        return self in (WaiverState.EXPIRED, WaiverState.CHANGED, WaiverState.UNUSED)


@dataclass(frozen=True, slots=True)
class GatedFinding:
    """A finding and what the gate does with it."""

    finding: Finding
    disposition: Disposition
    waiver: Waiver | None
    """What waives it, if something does."""

    @property
    def is_open(self) -> bool:
        """Whether it stands against the run."""
        return self.disposition is Disposition.OPEN


@dataclass(frozen=True, slots=True)
class WaiverUse:
    """A waiver and what it comes to."""

    waiver: Waiver
    state: WaiverState
    finding: Finding | None
    """The violation of its rule on its subject, if there is one."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether something passes, what stands against it, and what was let through."""

    violations: int = 0
    unknowns: int = 0
    waivers: int = 0
    """Waivers that have expired, that no longer match or that cover nothing."""
    faults: int = 0
    """Of a run: what could not be judged, for its own fault or the program's."""
    waived: int = 0
    baselined: int = 0

    @property
    def passes(self) -> bool:
        """Whether nothing stands against it."""
        return not (self.violations or self.unknowns or self.waivers or self.faults)

    @property
    def summary(self) -> str:
        """In words, as in `fail (2 violations, 1 unknown, 1 waived)`."""
        counts = [
            f"{number} {word if number == 1 else plural}"
            for number, word, plural in (
                (self.violations, "violation", "violations"),
                (self.unknowns, "unknown", "unknowns"),
                (self.waivers, "stale waiver", "stale waivers"),
                (self.faults, "fault", "faults"),
                (self.waived, "waived", "waived"),
                (self.baselined, "baselined", "baselined"),
            )
            if number
        ]
        word = "pass" if self.passes else "fail"
        return f"{word} ({', '.join(counts)})" if counts else word


@dataclass(frozen=True)
class GatedEvaluation:
    """A proposal's judgement, what stands against it, and the waivers that name it."""

    evaluation: Evaluation
    findings: tuple[GatedFinding, ...]
    """Violations first."""
    waivers: tuple[WaiverUse, ...]

    @cached_property
    def by_place(self) -> Mapping[tuple[str, str], GatedFinding]:
        """The findings by rule and subject."""
        return {(each.finding.rule.id, each.finding.about): each for each in self.findings}

    @property
    def gate(self) -> Gate:
        """The gate of this proposal."""
        return _gate(self.findings, self.waivers)


@dataclass(frozen=True)
class GatedRun:
    """A run with what the gate makes of it."""

    run: Run
    proposals: tuple[GatedEvaluation, ...]
    run_findings: tuple[GatedFinding, ...]
    """Findings of the run, in its order; they are always open."""
    waivers: Waivers | None
    elsewhere: tuple[WaiverUse, ...]
    """Waivers whose proposal was not part of the run."""
    baseline: Baseline | None

    @property
    def findings(self) -> tuple[GatedFinding, ...]:
        """Everything that stands against the run or was let through, proposal by proposal."""
        own = (found for each in self.proposals for found in each.findings)
        return (*own, *self.run_findings)

    @property
    def waiver_uses(self) -> tuple[WaiverUse, ...]:
        """Every waiver and its state, in the order of the file."""
        uses = [*(use for each in self.proposals for use in each.waivers), *self.elsewhere]
        return tuple(sorted(uses, key=lambda use: use.waiver.position))

    @property
    def gate(self) -> Gate:
        """The gate of the whole run, with its own findings and what was not judged."""
        uses = [use for each in self.proposals for use in each.waivers]
        faults = len(self.run.problems) + len(self.run.engine_errors)
        return _gate(self.findings, uses, faults)


def _gate(findings: Iterable[GatedFinding], waivers: Iterable[WaiverUse], faults: int = 0) -> Gate:
    found = list(findings)
    standing = [each.finding.outcome for each in found if each.is_open]
    return Gate(
        violations=standing.count(Outcome.VIOLATED),
        unknowns=standing.count(Outcome.UNKNOWN),
        waivers=sum(use.state.counts for use in waivers),
        faults=faults,
        waived=sum(each.disposition is Disposition.WAIVED for each in found),
        baselined=sum(each.disposition is Disposition.BASELINED for each in found),
    )


def gated(run: Run, waivers: Waivers | None = None, baseline: Baseline | None = None) -> GatedRun:
    """The run with waivers and baseline applied. Where both cover a violation, it is waived."""
    by_proposal: dict[str, list[Waiver]] = {}
    for waiver in waivers.entries if waivers else ():
        by_proposal.setdefault(waiver.proposal, []).append(waiver)
    proposals = tuple(
        _gated_evaluation(
            each,
            tuple(findings_on(each)),
            tuple(by_proposal.pop(each.proposal.id, ())),
            waivers,
            baseline,
        )
        for each in run.evaluations
    )
    return GatedRun(
        run=run,
        proposals=proposals,
        run_findings=tuple(
            GatedFinding(finding_across(each), Disposition.OPEN, None) for each in run.findings
        ),
        waivers=waivers,
        elsewhere=tuple(
            WaiverUse(waiver, WaiverState.NOT_JUDGED, None)
            for left in by_proposal.values()
            for waiver in left
        ),
        baseline=baseline,
    )


def _gated_evaluation(
    evaluation: Evaluation,
    findings: tuple[Finding, ...],
    own: tuple[Waiver, ...],
    waivers: Waivers | None,
    baseline: Baseline | None,
) -> GatedEvaluation:
    uses = tuple(_uses(own, findings, waivers))
    applied = {
        use.finding.fingerprint: use.waiver
        for use in uses
        if use.state is WaiverState.APPLIED and use.finding is not None
    }
    return GatedEvaluation(
        evaluation, tuple(_disposed(each, applied, baseline) for each in findings), uses
    )


def _uses(
    own: tuple[Waiver, ...], findings: tuple[Finding, ...], waivers: Waivers | None
) -> Iterator[WaiverUse]:
    if waivers is None:
        return
    violations = {(each.rule.id, each.about): each for each in findings if each.can_be_let_through}
    for waiver in own:
        finding = violations.get((waiver.rule, waiver.subject))
        if waivers.has_expired(waiver):
            state = WaiverState.EXPIRED
        elif finding is None:
            state = WaiverState.UNUSED
        elif finding.facts_sha256 != waiver.facts_sha256:
            state = WaiverState.CHANGED
        else:
            state = WaiverState.APPLIED
        yield WaiverUse(waiver, state, finding)


def _disposed(
    finding: Finding, applied: Mapping[str, Waiver], baseline: Baseline | None
) -> GatedFinding:
    if (waiver := applied.get(finding.fingerprint)) is not None:
        return GatedFinding(finding, Disposition.WAIVED, waiver)
    if baseline is not None and baseline.covers(finding):
        return GatedFinding(finding, Disposition.BASELINED, None)
    return GatedFinding(finding, Disposition.OPEN, None)


@dataclass(frozen=True)
class GatedVersions:
    """Two versions of proposals with what the gate makes of each."""

    old: GatedRun
    new: GatedRun

    @cached_property
    def _gates(self) -> Mapping[int, Gate]:
        # A waiver for what has come in the new version covers nothing in the old one.
        old = {id(each.evaluation): replace(each.gate, waivers=0) for each in self.old.proposals}
        return old | {id(each.evaluation): each.gate for each in self.new.proposals}

    def of(self, evaluation: Evaluation) -> Gate:
        """The gate of a proposal in one of the versions."""
        return self._gates[id(evaluation)]

    @property
    def stale(self) -> tuple[WaiverUse, ...]:
        """The waivers that stand against the new version."""
        return tuple(use for use in self.new.waiver_uses if use.state.counts)

    def lets_through(self, evaluation: Evaluation) -> bool:
        """Whether a proposal passes since all that stands against it is waived or baselined."""
        gate = self.of(evaluation)
        return gate.passes and bool(gate.waived or gate.baselined)
