"""The report for a terminal: a diagnostic for each finding, then the verdict and what it means."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from rulecheck.advice.advising import Advice
from rulecheck.advice.margins import Margin
from rulecheck.documents import Document, Problem, Source, Span
from rulecheck.judgement import (
    Disposition,
    Evaluation,
    Finding,
    GatedEvaluation,
    GatedFinding,
    Outcome,
    RecommendationResult,
    RuleResult,
    Score,
    Subject,
    Verdict,
    WaiverState,
    WaiverUse,
)
from rulecheck.packs.model import Recommendation
from rulecheck.reports.escaping import printable
from rulecheck.reports.evidence_text import MOST_SOURCES, evidence_lines
from rulecheck.reports.layout import underlined, wrapped
from rulecheck.reports.model import (
    Excerpts,
    Report,
    interval_of,
    named,
    path_of,
    position_of,
)
from rulecheck.reports.palette import PLAIN, Palette
from rulecheck.reports.phrases import CAVEAT, VERDICTS, WAIVERS
from rulecheck.vocabulary.display import shown
from rulecheck.vocabulary.ranges import plain_number

_INDENT: Final = "     "

MOST_PLACES: Final = 20
"""How many places of a finding of the run are shown."""


def render(report: Report, palette: Palette = PLAIN) -> str:
    """The report as text, with a line end."""
    return "".join(pieces(report, palette))


def pieces(report: Report, palette: Palette = PLAIN) -> Iterator[str]:
    """The report as text, line by line, so that a large run is never held as a whole."""
    return (f"{line}\n" for line in _Text(report, palette).lines())


class _Text:
    """One rendering."""

    def __init__(self, report: Report, palette: Palette) -> None:
        self.report = report
        self.run = report.run
        self.palette = palette
        self.shows = report.excerpts is Excerpts.SHOWN
        self.by_rule = {
            rule.id: recommendation
            for recommendation in self.run.pack.recommendations
            for rule in recommendation.rules
        }

    def lines(self) -> Iterator[str]:
        for problem in self.run.problems:
            yield from self._problem(problem)
            yield ""
        for proposal, advice in zip(self.report.gated.proposals, self.report.advice, strict=True):
            yield from self._proposal(proposal, advice)
            yield ""
        for found in self.report.gated.run_findings:
            yield from self._run_finding(found.finding)
            yield ""
        for error in self.run.engine_errors:
            label = self.palette.bad("internal error")
            yield f"{label}: {printable(str(error)) if self.shows else 'an evaluator failed'}"
            yield ""
        yield from self._summary()

    # -- one proposal --------------------------------------------------------------------------

    def _proposal(self, gated: GatedEvaluation, advice: Advice) -> Iterator[str]:
        evaluation = gated.evaluation
        proposal = evaluation.proposal
        name = named(proposal.document)
        yield self.palette.bold(f"{name}: {proposal.id}" if self.shows else name)
        if self.shows and proposal.model.title:
            yield from wrapped(" ", proposal.model.title, "  ")
        yield f"  {proposal.model.kind.value.replace('_', ' ')}, as of {proposal.model.as_of}"
        yield ""
        document = proposal.document
        for found in gated.findings:
            if found.finding.outcome is Outcome.VIOLATED:
                yield from self._violation(found, document.source)
                yield ""
        for use in gated.waivers:
            if use.state.counts:
                yield from self._waiver(use, gated)
                yield ""
        undecided = [each for each in evaluation.findings if each.outcome is Outcome.UNKNOWN]
        if undecided:
            yield from self._undecided(undecided, document)
            yield ""
        if advice.evidence is not None:
            yield from evidence_lines(advice.evidence, document, self.report.excerpts, self.palette)
            yield ""
        near = [each for each in advice.margins if each.is_near]
        if near and self.shows:  # the limit is public, so that the distance tells the number
            yield from self._near(near)
            yield ""
        notes = list(self._notes(evaluation))
        if notes:
            yield from notes
            yield ""
        yield from self._recommendations(evaluation)
        yield ""
        yield from self._verdict(gated)

    def _violation(self, found: GatedFinding, source: Source) -> Iterator[str]:
        finding, rule = found.finding, found.finding.rule
        paint = self.palette.bad if found.is_open else self.palette.dim
        yield from wrapped(f"violated[{rule.id}]:", self._message(finding), "  ", paint)
        yield from self._let_through(found)
        yield from self._marked(source, finding.place.span)
        if finding.result is not None:
            why = ", ".join(self._because(finding.result))
            if why:
                yield from wrapped("   = why:", why, _INDENT)
            for each in self._sources(finding.result):
                yield from wrapped("   = source:", each, _INDENT)
        if rule.veto and rule.veto_because:
            yield from wrapped("   = veto:", rule.veto_because, _INDENT)
        elif rule.veto:
            yield "   = veto: this alone makes the proposal conflict"
        yield from wrapped("   = remedy:", rule.remedy, _INDENT)
        yield from self._asked_by(self.by_rule[rule.id])

    def _message(self, finding: Finding) -> str:
        return finding.message if self.shows else finding.bare_message

    def _let_through(self, found: GatedFinding) -> Iterator[str]:
        """Why the gate lets the violation pass, if it does."""
        waiver = found.waiver
        match found.disposition:
            case Disposition.OPEN:
                return
            case Disposition.WAIVED if waiver is not None and self.shows:
                by = f"until {waiver.expires} by {waiver.approved_by}, because: {waiver.reason}"
                yield from wrapped("  waived", by, _INDENT)
            case Disposition.WAIVED:
                yield f"  waived{'' if waiver is None else f' until {waiver.expires}'}"
            case Disposition.BASELINED:
                yield "  baselined: it stood when the baseline was written"

    def _waiver(self, use: WaiverUse, gated: GatedEvaluation) -> Iterator[str]:
        """A waiver that stands against the run, and what to do about it."""
        waiver, waivers = use.waiver, self.report.gated.waivers
        said, remedy = WAIVERS[use.state]
        subject = f" for {waiver.subject}" if self.shows else ""
        message = f"the waiver{subject} {said.format(expires=waiver.expires)}"
        yield from wrapped(f"waiver[{waiver.rule}]:", message, "  ", self.palette.bad)
        if waivers is not None:
            line, column = waiver.position
            yield f"  --> {printable(waivers.name)}:{line}:{column}"
        found = gated.by_place.get((waiver.rule, waiver.subject))
        if use.state is WaiverState.CHANGED and found is not None and found.finding.result:
            now = ", ".join(self._because(found.finding.result))
            yield from wrapped("   = now:", now, _INDENT)
        yield from wrapped("   = remedy:", remedy, _INDENT)

    def _because(self, result: RuleResult) -> Iterator[str]:
        for each in result.deciding:
            if self.shows:
                yield f"{each.name} is {shown(each.fact.value)}"
            else:
                yield each.name

    def _sources(self, result: RuleResult) -> Iterator[str]:
        """What reference data contributed to the facts that decided."""
        if self.shows:
            found = (source for each in result.deciding for source in each.fact.origin.sources)
            yield from list(dict.fromkeys(found))[:MOST_SOURCES]

    def _asked_by(self, recommendation: Recommendation) -> Iterator[str]:
        places = ", ".join(citation.locator for citation in recommendation.citations)
        yield from wrapped(f"   = asked by: article {places}:", recommendation.reading, _INDENT)

    def _undecided(self, results: Sequence[RuleResult], document: Document) -> Iterator[str]:
        """Each undecided rule once, with the subjects on which it is."""
        by_rule: dict[str, list[RuleResult]] = {}
        for result in results:
            by_rule.setdefault(result.rule.id, []).append(result)
        for rule, undecided in by_rule.items():
            question = f"not decided whether: {undecided[0].rule.title}"
            yield from wrapped(f"unknown[{rule}]:", question, "  ", self.palette.unsure)
            for result in undecided:
                position = position_of(document, result.subject.pointer)
                place = f"{printable(document.source.name)}:{position.line}:{position.column}"
                yield f"  --> {place} ({self._named(result.subject)})"

    def _named(self, subject: Subject) -> str:
        if not self.shows:
            return path_of(subject.pointer)
        if not subject.stated:
            return printable(subject.name)
        return f"{subject.kind.value} {printable(subject.name)}"

    def _near(self, margins: Sequence[Margin]) -> Iterator[str]:
        yield self.palette.bold("near its limit:")
        for each in margins:
            subject = self._named(each.subject)
            value, limit = shown(each.fact.fact.value), shown(each.limit)
            text = f"{each.fact.name} of {subject} is {value}; the limit {limit} is {beyond(each)}"
            yield from wrapped("  ", f"{text} ({each.limit_name})", "     ")

    def _notes(self, evaluation: Evaluation) -> Iterator[str]:
        if not self.shows:
            return
        seen = set()
        for result in evaluation.results:
            for note in result.notes:
                if note not in seen:
                    seen.add(note)
                    yield from wrapped(f"note[{result.rule.id}]:", note, "  ", self.palette.dim)

    def _recommendations(self, evaluation: Evaluation) -> Iterator[str]:
        is_action = bool(evaluation.standings)
        longest = max(len(each.recommendation.id) for each in evaluation.recommendations)
        widest = max(len(weight_in_words(each)) for each in evaluation.recommendations)
        for each in evaluation.recommendations:
            standing = ""
            if is_action:
                standings = evaluation.standings[each.recommendation.id]
                standing = (
                    f"{' ' * (widest - len(weight_in_words(each)))}  {' and '.join(standings)}"
                )
            name = each.recommendation.id.ljust(longest)
            outcome = self._outcome(each)
            yield f"  {name}  {outcome}  {weight_in_words(each)}{standing}"

    def _outcome(self, each: RecommendationResult) -> str:
        words = each.outcome.value.replace("_", " ").ljust(14)
        match each.outcome:
            case Outcome.VIOLATED:
                return self.palette.bad(words)
            case Outcome.UNKNOWN:
                return self.palette.unsure(words)
            case Outcome.SATISFIED | Outcome.EXCEPTED:
                return self.palette.good(words)
            case Outcome.CLEARED | Outcome.NOT_APPLICABLE:
                return self.palette.dim(words)

    def _verdict(self, gated: GatedEvaluation) -> Iterator[str]:
        evaluation, verdict = gated.evaluation, gated.evaluation.verdict
        paint = {
            Verdict.CONFLICTS: self.palette.bad,
            Verdict.HOLD: self.palette.unsure,
            Verdict.CONCERNS: self.palette.unsure,
            Verdict.ALIGNED: self.palette.good,
            Verdict.OUT_OF_SCOPE: self.palette.dim,
        }[verdict]
        yield f"verdict: {paint(verdict.value)} - {VERDICTS[verdict]}"
        if evaluation.score is not None:
            yield f"score: {score_in_words(evaluation.score)}"
        yield f"gate: {gated.gate.summary}"

    # -- places --------------------------------------------------------------------------------

    def _marked(self, source: Source, span: Span) -> Iterator[str]:
        line, column = span.start.line, span.start.column
        yield f"  --> {printable(source.name)}:{line}:{column}"
        if not self.shows:
            return
        yield from underlined(source.line(line), span, self.palette)

    def _problem(self, problem: Problem) -> Iterator[str]:
        if not self.shows:
            place = "" if problem.span is None else f":{problem.span.start.line}"
            label = self.palette.bad("invalid:")
            yield f"{label} {printable(problem.source_name)}{place} (its text is withheld)"
            return
        yield from wrapped("invalid:", problem.message, "  ", self.palette.bad)
        if problem.span is None:
            yield f"  --> {printable(problem.source_name)}"
        else:
            start = problem.span.start
            yield f"  --> {printable(problem.source_name)}:{start.line}:{start.column}"
            yield from underlined(problem.line_text, problem.span, self.palette)
        if problem.hint:
            yield from wrapped("   = help:", problem.hint, _INDENT)

    # -- the run -------------------------------------------------------------------------------

    def _run_finding(self, finding: Finding) -> Iterator[str]:
        is_violation = finding.outcome is Outcome.VIOLATED
        paint = self.palette.bad if is_violation else self.palette.unsure
        label = f"{finding.outcome.value}[{finding.rule.id}]:"
        message = finding.message if self.shows else finding.rule.title
        yield from wrapped(label, f"across the run: {message}", "  ", paint)
        for place in finding.places[:MOST_PLACES]:
            line, column = place.span.start
            yield f"  --> {printable(place.path)}:{line}:{column}"
        if len(finding.places) > MOST_PLACES:
            yield f"   = and {len(finding.places) - MOST_PLACES} more; the JSON report names all"
        yield from wrapped("   = remedy:", finding.rule.remedy, _INDENT)
        yield from self._asked_by(self.by_rule[finding.rule.id])

    def _summary(self) -> Iterator[str]:
        run, pack = self.run, self.run.pack
        count = len(run.evaluations)
        gate = self.report.gated.gate
        if count != 1 or gate.faults:
            judged = f"{count} proposal{'' if count == 1 else 's'} judged"
            yield f"run: {judged}; gate: {gate.summary}"
        yield f"exit: {self.report.exit_code} - {self.report.exit_meaning}"
        yield self.palette.dim(
            f"rulecheck {self.report.tool_version}; pack: {pack.name} {printable(pack.version)}, "
            f"sha256 {pack.content_sha256}"
        )
        if pack.screening_list is not None:
            listed = pack.screening_list
            noun = "entity" if listed.entities == 1 else "entities"
            yield self.palette.dim(
                f"screening list: {printable(listed.name)}, {listed.entities:,} {noun}, "
                f"sha256 {listed.sha256}"
            )
        yield from self._let_through_by()
        yield self.palette.dim(f"engine: {run.engine}")
        yield self.palette.dim(CAVEAT)

    def _let_through_by(self) -> Iterator[str]:
        """The files that changed the gate, and the day on which waivers were looked at."""
        gated = self.report.gated
        if gated.waivers is not None:
            name, today = printable(gated.waivers.name), gated.waivers.today
            states = [use.state for use in gated.waiver_uses]
            counts = [
                f"{states.count(state)} {state.value.replace('_', ' ')}"
                for state in WaiverState
                if state in states
            ]
            yield self.palette.dim(f"waivers: {name} on {today}: {', '.join(counts) or 'none'}")
        if gated.baseline is not None:
            name, there = printable(gated.baseline.name), len(gated.baseline.entries)
            noun = "violation" if there == 1 else "violations"
            yield self.palette.dim(f"baseline: {name}: {gated.gate.baselined} of {there} {noun}")


def weight_in_words(each: RecommendationResult) -> str:
    """How much of its weight a recommendation earns, or that it has none that counts."""
    weight = each.recommendation.weight
    if each.recommendation.is_permissive:
        return "no weight"
    if not each.applies:
        return "not counted"
    match each.outcome:
        case Outcome.SATISFIED | Outcome.EXCEPTED:
            return f"{weight} of {weight}"
        case Outcome.UNKNOWN:
            return f"0 to {weight} of {weight}"
        case _:
            return f"0 of {weight}"


def beyond(margin: Margin) -> str:
    """How far the limit is from the number, rounded so that what is apart never shows as equal."""
    percent = margin.percent
    if not percent:
        return "just there"
    tenths = max(1, round(abs(percent) * 10))
    return f"{plain_number(Fraction(tenths, 10))} % {'below' if percent > 0 else 'above'}"


def score_in_words(score: Score) -> str:
    """The interval and its terms."""
    earned = str(score.earned)
    if score.open:
        earned += f" to {score.earned + score.open}"
    return f"{interval_of(score)} / 100 (weight {earned} of {score.weight} that applies)"


__all__ = ["CAVEAT", "VERDICTS", "beyond", "render", "score_in_words", "weight_in_words"]
