"""The report for a terminal: a diagnostic for each finding, then the verdict and what it means."""

from collections.abc import Iterable, Iterator
from typing import Final

from rulecheck.documents import Problem
from rulecheck.judgement import Finding, Outcome, WaiverState
from rulecheck.reports.escaping import printable
from rulecheck.reports.layout import underlined, wrapped
from rulecheck.reports.model import Report
from rulecheck.reports.palette import PLAIN, Palette
from rulecheck.reports.phrases import CAVEAT
from rulecheck.reports.proposal_text import INDENT, ProposalText, asked_by

MOST_PLACES: Final = 20
"""How many places of a finding of the run are shown."""


def render(report: Report, palette: Palette = PLAIN) -> str:
    """The report as text, with a line end."""
    proposals = report.on_proposals(ProposalText(report.frame, palette))
    return "".join(pieces(report, palette, proposals))


def pieces(report: Report, palette: Palette, proposals: Iterable[str]) -> Iterator[str]:
    """The report as text, piece by piece; `proposals` is what there is to be said of each."""
    text = _Text(report, palette)
    yield from (f"{line}\n" for line in text.before_proposals())
    yield from proposals
    yield from (f"{line}\n" for line in text.after_proposals())


class _Text:
    """What the report says of the run."""

    def __init__(self, report: Report, palette: Palette) -> None:
        self._report = report
        self._frame = report.frame
        self._palette = palette

    def before_proposals(self) -> Iterator[str]:
        for problem in self._report.run.problems:
            yield from self._problem(problem)
            yield ""

    def after_proposals(self) -> Iterator[str]:
        for found in self._report.gated.run_findings:
            yield from self._run_finding(found.finding)
            yield ""
        for error in self._report.run.engine_errors:
            label = self._palette.bad("internal error")
            shown = printable(str(error)) if self._frame.shows else "an evaluator failed"
            yield f"{label}: {shown}"
            yield ""
        yield from self._summary()

    def _problem(self, problem: Problem) -> Iterator[str]:
        if not self._frame.shows:
            place = "" if problem.span is None else f":{problem.span.start.line}"
            label = self._palette.bad("invalid:")
            yield f"{label} {printable(problem.source_name)}{place} (its text is withheld)"
            return
        yield from wrapped("invalid:", problem.message, "  ", self._palette.bad)
        if problem.span is None:
            yield f"  --> {printable(problem.source_name)}"
        else:
            start = problem.span.start
            yield f"  --> {printable(problem.source_name)}:{start.line}:{start.column}"
            yield from underlined(problem.line_text, problem.span, self._palette)
        if problem.hint:
            yield from wrapped("   = help:", problem.hint, INDENT)

    def _run_finding(self, finding: Finding) -> Iterator[str]:
        is_violation = finding.outcome is Outcome.VIOLATED
        paint = self._palette.bad if is_violation else self._palette.unsure
        label = f"{finding.outcome.value}[{finding.rule.id}]:"
        message = finding.message if self._frame.shows else finding.rule.title
        yield from wrapped(label, f"across the run: {message}", "  ", paint)
        for place in finding.places[:MOST_PLACES]:
            line, column = place.span.start
            yield f"  --> {printable(place.path)}:{line}:{column}"
        if len(finding.places) > MOST_PLACES:
            yield f"   = and {len(finding.places) - MOST_PLACES} more; the JSON report names all"
        yield from wrapped("   = remedy:", finding.rule.remedy, INDENT)
        yield from asked_by(self._frame.by_rule[finding.rule.id])

    def _summary(self) -> Iterator[str]:
        run, pack = self._report.run, self._report.run.pack
        count = len(self._report.gated.gates)
        gate = self._report.gated.gate
        if count != 1 or gate.faults:
            judged = f"{count} proposal{'' if count == 1 else 's'} judged"
            yield f"run: {judged}; gate: {gate.summary}"
        yield f"exit: {self._report.exit_code} - {self._report.exit_meaning}"
        yield self._palette.dim(
            f"rulecheck {self._report.tool_version}; pack: {pack.name} {printable(pack.version)}, "
            f"sha256 {pack.content_sha256}"
        )
        if pack.screening_list is not None:
            listed = pack.screening_list
            noun = "entity" if listed.entities == 1 else "entities"
            yield self._palette.dim(
                f"screening list: {printable(listed.name)}, {listed.entities:,} {noun}, "
                f"sha256 {listed.sha256}"
            )
        yield from self._let_through_by()
        yield self._palette.dim(f"engine: {run.engine}")
        yield self._palette.dim(CAVEAT)

    def _let_through_by(self) -> Iterator[str]:
        """The files that changed the gate, and the day on which waivers were looked at."""
        gated = self._report.gated
        if gated.waivers is not None:
            name, today = printable(gated.waivers.name), gated.waivers.today
            states = [use.state for use in gated.waiver_uses]
            counts = [
                f"{states.count(state)} {state.value.replace('_', ' ')}"
                for state in WaiverState
                if state in states
            ]
            yield self._palette.dim(f"waivers: {name} on {today}: {', '.join(counts) or 'none'}")
        if gated.baseline is not None:
            name, there = printable(gated.baseline.name), len(gated.baseline.entries)
            noun = "violation" if there == 1 else "violations"
            yield self._palette.dim(f"baseline: {name}: {gated.gate.baselined} of {there} {noun}")
