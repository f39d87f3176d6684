"""What a run comes to, thing by thing, for formats that give each a line or an entry of its own."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum, unique
from functools import lru_cache
from typing import Final

from rulecheck.documents import Position, Problem, Span
from rulecheck.judgement import (
    Disposition,
    EngineFailure,
    GatedFinding,
    Level,
    Outcome,
    WaiverUse,
)
from rulecheck.judgement.canonical import sha256_of
from rulecheck.judgement.findings import FINGERPRINT
from rulecheck.judgement.places import Place
from rulecheck.judgement.waivers import Waiver, Waivers
from rulecheck.reports.escaping import flowing, printable
from rulecheck.reports.model import Excerpts, Report, open_in_words
from rulecheck.reports.phrases import WAIVERS


@unique
class Kind(StrEnum):
    """What a remark is about, the most urgent first."""

    INTERNAL = "internal error"
    INVALID = "invalid"
    VIOLATED = "violated"
    WAIVER = "waiver"
    UNKNOWN = "unknown"


OWN_IDS: Final = {
    Kind.INTERNAL: "rulecheck/internal-error",
    Kind.INVALID: "rulecheck/invalid-proposal",
    Kind.WAIVER: "rulecheck/stale-waiver",
}
"""What is no finding of a rule, by an ID that no rule of a pack can have."""


SAID: Final = {
    Kind.INTERNAL: "internal error",
    Kind.INVALID: "invalid",
    Kind.VIOLATED: "violated",
    Kind.WAIVER: "stale waiver",
    Kind.UNKNOWN: "unknown",
}
"""What each kind is called where people read it."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file, on one line, so that an annotation of it shows wherever the line does."""

    path: str
    span: Span | None
    """`None` is the file as a whole."""

    @property
    def start(self) -> Position:
        """Where it begins; a whole file begins with its first character."""
        return Position(1, 1) if self.span is None else self.span.start


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that stands against a run, or that its gate let through."""

    kind: Kind
    id: str
    """The rule's ID, or one of the tool's own."""
    level: Level
    spots: tuple[Spot, ...]
    """Where to look, the first place first."""
    message: str
    """What is wrong: harmless text on one line, which a format only escapes for itself."""
    remedy: str | None
    """What to do about it, likewise."""
    fingerprint: str
    """Unique in the run, and the same from run to run."""
    disposition: Disposition = Disposition.OPEN
    """What the gate does with it; only findings of a proposal can be let through."""
    waiver: Waiver | None = None
    """What waives it, if something does."""
    proposal: int | None = None
    """Which of the run's proposals it is about, if it is a finding of one."""

    @property
    def spot(self) -> Spot:
        """The place to look at first."""
        return self.spots[0]

    @property
    def is_open(self) -> bool:
        """Whether it stands against the run."""
        return self.disposition is Disposition.OPEN


@lru_cache(maxsize=1)
def remarks_of(report: Report) -> tuple[Remark, ...]:
    """Everything to be said of the run, by place. Withheld excerpts are not in it."""
    return tuple(sorted(_Remarks(report), key=_by_place))


def open_remarks_of(report: Report) -> tuple[Remark, ...]:
    """What stands against the run, by place."""
    return tuple(each for each in remarks_of(report) if each.is_open)


def most_urgent_first(remarks: Sequence[Remark]) -> list[Remark]:
    """Errors before warnings, of one level by kind, and otherwise as they were."""
    kinds = list(Kind)
    return sorted(remarks, key=lambda each: (each.level is not Level.ERROR, kinds.index(each.kind)))


def let_through_by(remark: Remark, excerpts: Excerpts) -> str:
    """What lets the finding pass the gate, as harmless text; empty where nothing does."""
    waiver = remark.waiver
    if remark.is_open:
        return ""
    if waiver is None:
        return remark.disposition.value
    said = f"waived until {waiver.expires}"
    if excerpts is Excerpts.SHOWN:
        said += f" by {flowing(waiver.approved_by)}, because: {flowing(waiver.reason)}"
    return said


def _by_place(remark: Remark) -> tuple[str, Position, str, str]:
    return remark.spot.path, remark.spot.start, remark.id, remark.message


class _Remarks:
    """The remarks on one report, in no order."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.shows = report.frame.shows
        self.equals: Counter[tuple[str, ...]] = Counter()

    def __iter__(self) -> Iterator[Remark]:
        gated = self.report.gated
        for problem in gated.run.problems:
            yield self._problem(problem)
        for failure in gated.run.engine_errors:
            yield self._failure(failure)
        for place, proposal in enumerate(gated.proposals):
            for found in proposal.findings:
                yield self._finding(found, place)
        for found in gated.run_findings:
            yield self._finding(found, None)
        if gated.waivers is not None:
            for use in gated.waiver_uses:
                if use.state.counts:
                    yield self._stale_waiver(use, gated.waivers)

    def _problem(self, problem: Problem) -> Remark:
        return Remark(
            kind=Kind.INVALID,
            id=OWN_IDS[Kind.INVALID],
            level=Level.ERROR,
            spots=(Spot(problem.source_name, _on_one_line(problem)),),
            message=flowing(problem.message) if self.shows else "not judged, as it is invalid",
            remedy=flowing(problem.hint) if self.shows and problem.hint else None,
            fingerprint=self._fingerprint(problem.source_name, OWN_IDS[Kind.INVALID]),
        )

    def _failure(self, failure: EngineFailure) -> Remark:
        reason = flowing(failure.reason) if self.shows else "an evaluator failed"
        return Remark(
            kind=Kind.INTERNAL,
            id=OWN_IDS[Kind.INTERNAL],
            level=Level.ERROR,
            spots=(Spot(failure.path, None),),
            message=f"internal error: {reason}",
            remedy=None,
            fingerprint=self._fingerprint(failure.path, OWN_IDS[Kind.INTERNAL]),
        )

    def _finding(self, found: GatedFinding, proposal: int | None) -> Remark:
        finding = found.finding
        is_violation = finding.outcome is Outcome.VIOLATED
        message = flowing(finding.message if self.shows else finding.bare_message)
        if finding.result is not None and not is_violation:
            places = open_in_words(finding.result)
            message += f" (open: {places})" if places else ""
        return Remark(
            kind=Kind.VIOLATED if is_violation else Kind.UNKNOWN,
            id=finding.rule.id,
            level=finding.level,
            spots=tuple(map(spot_of, finding.places)),
            message=message,
            remedy=flowing(finding.rule.remedy) if is_violation else None,
            fingerprint=finding.fingerprint,
            disposition=found.disposition,
            waiver=found.waiver,
            proposal=proposal,
        )

    def _stale_waiver(self, use: WaiverUse, waivers: Waivers) -> Remark:
        waiver = use.waiver
        said, remedy = WAIVERS[use.state]
        subject = f" on {printable(waiver.subject)}" if self.shows else ""
        return Remark(
            kind=Kind.WAIVER,
            id=OWN_IDS[Kind.WAIVER],
            level=Level.WARNING,
            spots=(Spot(waivers.name, Span(waiver.position, waiver.position)),),
            message=f"the waiver of {waiver.rule}{subject} {said.format(expires=waiver.expires)}",
            remedy=remedy,
            fingerprint=self._fingerprint(
                waivers.name, OWN_IDS[Kind.WAIVER], waiver.rule, waiver.proposal, waiver.subject
            ),
        )

    def _fingerprint(self, *parts: str) -> str:
        """Never made of what a message says: whoever can guess the text could check the guess."""
        number = self.equals[parts]
        self.equals[parts] += 1
        return sha256_of([FINGERPRINT, *parts, number])


def spot_of(place: Place) -> Spot:
    """The place, as far as it stands on one line."""
    return Spot(place.path, place.span)


def _on_one_line(problem: Problem) -> Span | None:
    if problem.span is None or problem.span.start.line == problem.span.end.line:
        return problem.span
    start = problem.span.start
    return Span(start, Position(start.line, max(start.column, len(problem.line_text) + 1)))
