"""What the report for a terminal says of one proposal: its findings, the verdict, and why."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from rulecheck.advice.advising import Advice
from rulecheck.advice.margins import Margin
from rulecheck.documents import Document, Source, Span
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
from rulecheck.reports.model import Frame, interval_of, named, open_in_words, path_of, position_of
from rulecheck.reports.palette import Palette
from rulecheck.reports.phrases import VERDICTS, WAIVERS
from rulecheck.vocabulary.display import shown
from rulecheck.vocabulary.ranges import plain_number

INDENT: Final = "     "


class ProposalText:
    """Writes one proposal after another."""

    def __init__(self, frame: Frame, palette: Palette) -> None:
        self._frame = frame
        self._palette = palette

    def __call__(self, gated: GatedEvaluation, advice: Advice) -> str:
        """The lines on a proposal, and an empty one."""
        return "".join(f"{line}\n" for line in self._lines(gated, advice)) + "\n"

    def _lines(self, gated: GatedEvaluation, advice: Advice) -> Iterator[str]:
        evaluation = gated.evaluation
        proposal = evaluation.proposal
        name = named(proposal.document)
        yield self._palette.bold(f"{name}: {proposal.id}" if self._frame.shows else name)
        if self._frame.shows and proposal.model.title:
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
            yield from evidence_lines(
                advice.evidence, document, self._frame.excerpts, self._palette
            )
            yield ""
        near = [each for each in advice.margins if each.is_near]
        if near and self._frame.shows:  # the limit is public, so that the distance tells the number
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
        paint = self._palette.bad if found.is_open else self._palette.dim
        yield from wrapped(f"violated[{rule.id}]:", self._message(finding), "  ", paint)
        yield from self._let_through(found)
        yield from self._marked(source, finding.place.span)
        if finding.result is not None:
            why = ", ".join(self._because(finding.result))
            if why:
                yield from wrapped("   = why:", why, INDENT)
            for each in self._sources(finding.result):
                yield from wrapped("   = source:", each, INDENT)
        if rule.veto and rule.veto_because:
            yield from wrapped("   = veto:", rule.veto_because, INDENT)
        elif rule.veto:
            yield "   = veto: this alone makes the proposal conflict"
        yield from wrapped("   = remedy:", rule.remedy, INDENT)
        yield from asked_by(self._frame.by_rule[rule.id])

    def _message(self, finding: Finding) -> str:
        return finding.message if self._frame.shows else finding.bare_message

    def _let_through(self, found: GatedFinding) -> Iterator[str]:
        """Why the gate lets the violation pass, or no longer does."""
        waiver = found.waiver
        match found.disposition:
            case Disposition.OPEN if found.has_changed:
                yield "  in the baseline, but what it rests on has changed"
            case Disposition.OPEN:
                return
            case Disposition.WAIVED if waiver is not None and self._frame.shows:
                by = f"until {waiver.expires} by {waiver.approved_by}, because: {waiver.reason}"
                yield from wrapped("  waived", by, INDENT)
            case Disposition.WAIVED:
                yield f"  waived{'' if waiver is None else f' until {waiver.expires}'}"
            case Disposition.BASELINED:
                yield "  baselined: it stood when the baseline was written"

    def _waiver(self, use: WaiverUse, gated: GatedEvaluation) -> Iterator[str]:
        """A waiver that stands against the run, and what to do about it."""
        waiver, waivers = use.waiver, self._frame.waivers
        said, remedy = WAIVERS[use.state]
        subject = f" for {waiver.subject}" if self._frame.shows else ""
        message = f"the waiver{subject} {said.format(expires=waiver.expires)}"
        yield from wrapped(f"waiver[{waiver.rule}]:", message, "  ", self._palette.bad)
        if waivers is not None:
            line, column = waiver.position
            yield f"  --> {printable(waivers.name)}:{line}:{column}"
        found = gated.by_place.get((waiver.rule, waiver.subject))
        if use.state is WaiverState.CHANGED and found is not None and found.finding.result:
            now = ", ".join(self._because(found.finding.result))
            yield from wrapped("   = now:", now, INDENT)
        yield from wrapped("   = remedy:", remedy, INDENT)

    def _because(self, result: RuleResult) -> Iterator[str]:
        for each in result.deciding:
            if self._frame.shows:
                yield f"{each.name} is {shown(each.fact.value)}"
            else:
                yield each.name

    def _sources(self, result: RuleResult) -> Iterator[str]:
        """What reference data contributed to the facts that decided."""
        if self._frame.shows:
            found = (source for each in result.deciding for source in each.fact.origin.sources)
            yield from list(dict.fromkeys(found))[:MOST_SOURCES]

    def _undecided(self, results: Sequence[RuleResult], document: Document) -> Iterator[str]:
        """Each undecided rule once, with the subjects on which it is."""
        by_rule: dict[str, list[RuleResult]] = {}
        for result in results:
            by_rule.setdefault(result.rule.id, []).append(result)
        for rule, undecided in by_rule.items():
            question = f"not decided whether: {undecided[0].rule.title}"
            yield from wrapped(f"unknown[{rule}]:", question, "  ", self._palette.unsure)
            for result in undecided:
                position = position_of(document, result.at)
                place = f"{printable(document.source.name)}:{position.line}:{position.column}"
                yield f"  --> {place} ({self._named(result.subject)})"
                places = open_in_words(result)
                if places:
                    yield from wrapped("   = open:", places, INDENT)

    def _named(self, subject: Subject) -> str:
        if not self._frame.shows:
            return path_of(subject.pointer)
        if not subject.stated:
            return printable(subject.name)
        return f"{subject.kind.value} {printable(subject.name)}"

    def _near(self, margins: Sequence[Margin]) -> Iterator[str]:
        yield self._palette.bold("near its limit:")
        for each in margins:
            subject = self._named(each.subject)
            value, limit = shown(each.fact.fact.value), shown(each.limit)
            text = f"{each.fact.name} of {subject} is {value}; the limit {limit} is {beyond(each)}"
            yield from wrapped("  ", f"{text} ({each.limit_name})", "     ")

    def _notes(self, evaluation: Evaluation) -> Iterator[str]:
        if not self._frame.shows:
            return
        seen = set()
        for result in evaluation.results:
            for note in result.notes:
                if note not in seen:
                    seen.add(note)
                    yield from wrapped(f"note[{result.rule.id}]:", note, "  ", self._palette.dim)

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
                return self._palette.bad(words)
            case Outcome.UNKNOWN:
                return self._palette.unsure(words)
            case Outcome.SATISFIED | Outcome.EXCEPTED:
                return self._palette.good(words)
            case Outcome.CLEARED | Outcome.NOT_APPLICABLE:
                return self._palette.dim(words)

    def _verdict(self, gated: GatedEvaluation) -> Iterator[str]:
        evaluation, verdict = gated.evaluation, gated.evaluation.verdict
        paint = {
            Verdict.CONFLICTS: self._palette.bad,
            Verdict.HOLD: self._palette.unsure,
            Verdict.CONCERNS: self._palette.unsure,
            Verdict.ALIGNED: self._palette.good,
            Verdict.OUT_OF_SCOPE: self._palette.dim,
        }[verdict]
        yield f"verdict: {paint(verdict.value)} - {VERDICTS[verdict]}"
        if evaluation.score is not None:
            yield f"score: {score_in_words(evaluation.score)}"
        yield f"gate: {gated.gate.summary}"

    def _marked(self, source: Source, span: Span) -> Iterator[str]:
        line, column = span.start.line, span.start.column
        yield f"  --> {printable(source.name)}:{line}:{column}"
        if not self._frame.shows:
            return
        yield from underlined(source.line(line), span, self._palette)


def asked_by(recommendation: Recommendation) -> Iterator[str]:
    """Where the article asks for it, and what it asks."""
    places = ", ".join(citation.locator for citation in recommendation.citations)
    yield from wrapped(f"   = asked by: article {places}:", recommendation.reading, INDENT)


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
