"""The gate: whether a run passes, after waivers and baseline. The only place that applies either.

Neither changes a verdict or a score, and neither covers an unknown. A waiver that has ended, that
no longer matches or that covers nothing counts against the gate itself.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum, unique
from functools import cached_property
from typing import TYPE_CHECKING

from rulecheck.engine import Outcome
from rulecheck.judgement.findings import Finding, finding_across, findings_on
from rulecheck.judgement.results import Evaluation
from rulecheck.judgement.run import Run

if TYPE_CHECKING:  # most runs have neither
    from rulecheck.judgement.baselines import Baseline
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


@dataclass(frozen=True, slots=True, eq=False)
class GatedFinding:
    """A finding and what the gate does with it."""

    finding: Finding
    disposition: Disposition
    waiver: "Waiver | None"
    """What waives it, if something does."""
    has_changed: bool = False
    """Whether the baseline has it, but as resting on something else."""

    @property
    def is_open(self) -> bool:
        """Whether it stands against the run."""
        return self.disposition is Disposition.OPEN


@dataclass(frozen=True, slots=True, eq=False)
class WaiverUse:
    """A waiver and what it comes to."""

    waiver: "Waiver"
    state: WaiverState


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

    def __add__(self, other: "Gate") -> "Gate":
        """The gate of two things together."""
        return Gate(
            violations=self.violations + other.violations,
            unknowns=self.unknowns + other.unknowns,
            waivers=self.waivers + other.waivers,
            faults=self.faults + other.faults,
            waived=self.waived + other.waived,
            baselined=self.baselined + other.baselined,
        )

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


@dataclass(frozen=True, eq=False)
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

    @cached_property
    def by_fingerprint(self) -> Mapping[str, GatedFinding]:
        """The findings by what tells them apart in every run."""
        return {each.finding.fingerprint: each for each in self.findings}

    @property
    def gate(self) -> Gate:
        """The gate of this proposal."""
        stale = sum(use.state.counts for use in self.waivers)
        return replace(_gate(self.findings), waivers=stale)


@dataclass(frozen=True, eq=False)
class GatedRun:
    """A run with what the gate makes of it.

    Of a large run, `proposals` are read anew each time that one is looked at.
    """

    run: Run
    proposals: Sequence[GatedEvaluation]
    gates: Sequence[Gate]
    """That of each proposal."""
    waiver_uses: tuple[WaiverUse, ...]
    """Every waiver and its state, in the order of the file."""
    run_findings: tuple[GatedFinding, ...]
    """Findings of the run, in its order; they are always open."""
    waivers: "Waivers | None"
    baseline: "Baseline | None"

    @cached_property
    def gate(self) -> Gate:
        """The gate of the whole run, with its own findings and what was not judged."""
        faults = len(self.run.problems) + len(self.run.engine_errors)
        return sum(self.gates, _gate(self.run_findings) + Gate(faults=faults))


def _gate(findings: Iterable[GatedFinding]) -> Gate:
    found = list(findings)
    standing = [each.finding.outcome for each in found if each.is_open]
    return Gate(
        violations=standing.count(Outcome.VIOLATED),
        unknowns=standing.count(Outcome.UNKNOWN),
        waived=sum(each.disposition is Disposition.WAIVED for each in found),
        baselined=sum(each.disposition is Disposition.BASELINED for each in found),
    )


def gated(
    run: Run, waivers: "Waivers | None" = None, baseline: "Baseline | None" = None
) -> GatedRun:
    """The run with waivers and baseline applied. Where both cover a violation, it is waived."""
    return Gatekeeper(waivers, baseline).gated(run)


class Gatekeeper:
    """Applies waivers and a baseline, to one proposal at a time."""

    def __init__(self, waivers: "Waivers | None", baseline: "Baseline | None") -> None:
        self._waivers = waivers
        self._baseline = baseline
        self._by_proposal: dict[str, list[Waiver]] = {}
        for waiver in waivers.entries if waivers else ():
            self._by_proposal.setdefault(waiver.proposal, []).append(waiver)

    def proposal(self, evaluation: Evaluation) -> GatedEvaluation:
        """A proposal with what stands against it or is let through."""
        findings = tuple(findings_on(evaluation))
        own = self._by_proposal.get(evaluation.proposal.id, ())
        applied: dict[str, Waiver] = {}
        uses = []
        for waiver, finding in _matched(own, findings):
            state = self._state(waiver, finding)
            uses.append(WaiverUse(waiver, state))
            if state is WaiverState.APPLIED and finding is not None:
                applied[finding.fingerprint] = waiver
        return GatedEvaluation(
            evaluation, tuple(self._disposed(each, applied) for each in findings), tuple(uses)
        )

    def gated(self, run: Run) -> GatedRun:
        """A run with what stands against its proposals or is let through."""
        proposals = tuple(map(self.proposal, run.evaluations))
        uses = [use for each in proposals for use in each.waivers]
        return self.run(run, proposals, tuple(each.gate for each in proposals), uses)

    def run(
        self,
        run: Run,
        proposals: Sequence[GatedEvaluation],
        gates: Sequence[Gate],
        uses: Iterable[WaiverUse],
    ) -> GatedRun:
        """The run of these proposals, with the gate of each and the waivers that name one."""
        entries = self._waivers.entries if self._waivers else ()
        states = {use.waiver.position: use for use in uses}
        return GatedRun(
            run=run,
            proposals=proposals,
            gates=gates,
            waiver_uses=tuple(
                states.get(each.position) or WaiverUse(each, WaiverState.NOT_JUDGED)
                for each in entries
            ),
            run_findings=tuple(
                GatedFinding(finding_across(each), Disposition.OPEN, None) for each in run.findings
            ),
            waivers=self._waivers,
            baseline=self._baseline,
        )

    def _state(self, waiver: "Waiver", finding: Finding | None) -> WaiverState:
        if self._waivers is not None and self._waivers.has_expired(waiver):
            return WaiverState.EXPIRED
        if finding is None:
            return WaiverState.UNUSED
        if finding.facts_sha256 != waiver.facts_sha256:
            return WaiverState.CHANGED
        return WaiverState.APPLIED

    def _disposed(self, finding: Finding, applied: "Mapping[str, Waiver]") -> GatedFinding:
        if (waiver := applied.get(finding.fingerprint)) is not None:
            return GatedFinding(finding, Disposition.WAIVED, waiver)
        if self._baseline is not None and self._baseline.covers(finding):
            return GatedFinding(finding, Disposition.BASELINED, None)
        has_changed = self._baseline is not None and self._baseline.holds_changed(finding)
        return GatedFinding(finding, Disposition.OPEN, None, has_changed)


def _matched(
    waivers: "Iterable[Waiver]", findings: Iterable[Finding]
) -> "Iterator[tuple[Waiver, Finding | None]]":
    """Each waiver, with the violation of its rule on its subject if there is one."""
    violations = {(each.rule.id, each.about): each for each in findings if each.can_be_let_through}
    for waiver in waivers:
        yield waiver, violations.get((waiver.rule, waiver.subject))


@dataclass(frozen=True, eq=False)
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
