"""One page for a browser, to be mailed, read and printed.

What the page shows is gathered here; how it looks is in `templates/`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import log2
from typing import TYPE_CHECKING, Final, TypeAlias

from rulecheck.advice.advising import Advice
from rulecheck.advice.explaining import Part, explanation_of, pruned
from rulecheck.advice.margins import Margin
from rulecheck.advice.repairing import Repairs
from rulecheck.authoring.uses import parameters_in
from rulecheck.documents import Document, Pointer
from rulecheck.judgement import (
    DecidingFact,
    Evaluation,
    Finding,
    GatedEvaluation,
    GatedFinding,
    Outcome,
    RecommendationResult,
    RuleResult,
    Score,
    Subject,
)
from rulecheck.judgement.opening import OpenField
from rulecheck.judgement.places import Place
from rulecheck.packs.model import Basis, Recommendation
from rulecheck.reports.escaping import flowing
from rulecheck.reports.evidence_text import MOST_PLACES, MOST_SOURCES, gap_in_words, share_of
from rulecheck.reports.html_repairs import ShownRepairs, shown_repairs
from rulecheck.reports.layout import parted
from rulecheck.reports.model import (
    Report,
    counted,
    interval_of,
    made_by,
    named,
    path_of,
    position_of,
)
from rulecheck.reports.page import Link, rendered
from rulecheck.reports.phrases import CAVEAT, VERDICTS
from rulecheck.reports.pictures import Pictures, pictures_of
from rulecheck.reports.proposal_text import beyond, score_in_words, weight_in_words
from rulecheck.reports.remarks import (
    SAID,
    Kind,
    Remark,
    let_through_by,
    most_urgent_first,
    remarks_of,
    spot_of,
)
from rulecheck.reports.rules_words import BASES, JUDGEMENTS, NORMS
from rulecheck.vocabulary.display import shown

if TYPE_CHECKING:  # whoever has evidence to show has loaded it
    from rulecheck.advice.evidence import Evidence

_QUESTIONS: Final = {
    "applies_when": "Does the rule apply?",
    "violated_when": "Is there what it forbids?",
    "unless": "Does an exception hold?",
}

_ANSWERS: Final = {True: "yes", False: "no", None: "open"}

_MARKS: Final = {
    Outcome.VIOLATED: "✗",
    Outcome.UNKNOWN: "?",
    Outcome.EXCEPTED: "✓",
    Outcome.SATISFIED: "✓",
    Outcome.CLEARED: "–",
    Outcome.NOT_APPLICABLE: "–",
}
"""A sign beside each outcome, so that none is told by its color alone."""


def render(report: Report) -> str:
    """The report as a page, with a line end."""
    return rendered("page.html", page=_Page(report), most=MOST_SOURCES)


# -- what the templates are given ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShownFact:
    """A fact behind a condition, and where it is stated."""

    text: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part of a condition in plain words, with what it came to."""

    words: str
    answer: str
    facts: tuple[ShownFact, ...]
    parts: tuple["ShownPart", ...]


@dataclass(frozen=True, slots=True)
class ShownBranch:
    """One of a rule's conditions as a question, with the parts that answer it."""

    question: str
    answer: str
    root: ShownPart
    is_open: bool
    """Whether it is unfolded from the start: that a rule applies is seldom the question."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line of a draft, in three parts of which the second is at fault."""

    number: int
    before: str
    marked: str
    after: str


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """What is said of a finding of a rule besides."""

    about: str
    """The subject; empty where it is a finding of the run."""
    excerpt: Excerpt | None
    branches: tuple[ShownBranch, ...]
    rests_on: str
    """The facts that decided, where the conditions are withheld: their truth tells values."""
    sources: tuple[str, ...]
    veto: str
    """Why it is a veto that is violated; empty where it is none."""
    asked_at: str
    reading: str


@dataclass(frozen=True, slots=True)
class ShownRemark:
    """Something that stands against the run, or that its gate let through."""

    anchor: str
    word: str
    mark: str
    is_open: bool
    is_violation: bool
    let_through: str
    id: str
    message: str
    links: tuple[Link, ...]
    remedy: str
    finding: ShownFinding | None


@dataclass(frozen=True, slots=True)
class Segment:
    """A recommendation's share of the score's bar."""

    says: str
    text: str
    x: float
    width: float
    look: str
    """`earned`, `open` or `lost`."""


@dataclass(frozen=True, slots=True)
class ShownScore:
    """The score and the terms of its sum."""

    words: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class ShownRecommendation:
    """A row of the table of recommendations."""

    id: str
    title: str
    mark: str
    outcome: str
    weight: str
    norm: str
    judgements: str
    standing: str


@dataclass(frozen=True, slots=True)
class ShownRule:
    """A rule on one subject, whatever it came to."""

    id: str
    title: str
    subject: str
    link: Link
    mark: str
    outcome: str


@dataclass(frozen=True, slots=True)
class ShownField:
    """Something that is missing."""

    link: Link
    field: str
    gap: str
    settles: str
    rules: str
    proofs: tuple[str, ...]
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """What is missing, by whether it can still change the verdict."""

    needed: tuple[ShownField, ...]
    undecided: tuple[ShownField, ...]
    irrelevant: tuple[ShownField, ...]
    not_proven: str


@dataclass(frozen=True, slots=True)
class ShownMargin:
    """A number, its limit, and how far they are apart."""

    fact: str
    subject: str
    value: str
    limit: str
    set_by: str
    beyond: str
    is_near: bool
    x: float | None
    """Where the number stands in a drawing 200 wide, with the limit in its middle."""


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A line of the draft and the findings on it."""

    number: int
    anchor: str
    text: str
    findings: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ShownProposal:
    """One proposal with everything that is said of it."""

    anchor: str
    title: str
    id: str
    file: str
    kind: str
    as_of: str
    verdict: str
    means: str
    score: ShownScore | None
    score_short: str
    low: float
    gate: str
    recommendations: tuple[ShownRecommendation, ...]
    is_action: bool
    rules: tuple[ShownRule, ...]
    remarks: tuple[ShownRemark, ...]
    repairs: ShownRepairs | None
    """`None` where nothing is to be repaired, or what the draft says is withheld."""
    evidence: ShownEvidence | None
    margins: tuple[ShownMargin, ...]
    notes: tuple[tuple[str, str], ...]
    pictures: Pictures
    lines: tuple[DraftLine, ...]


_Key: TypeAlias = tuple[str, int]
"""A draft's file, and which of its documents it is."""


def _key(document: Document) -> _Key:
    return document.source.name, document.index


@dataclass(frozen=True, slots=True)
class _Draft:
    """What links to a draft need to know of it."""

    anchor: str
    lines: range
    """Those that the page shows."""


class _Page:
    """Everything that the page shows."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self.shows = report.frame.shows
        gated, run = report.gated, report.run
        self.gate = gated.gate.summary
        judged = counted(len(run.evaluations), "proposal")
        self.exit = f"{judged} judged. Exit code {report.exit_code}: {report.exit_meaning}."
        self.made_by = made_by(report)
        self.caveat = CAVEAT
        self.judgements = JUDGEMENTS
        self.source = run.pack.source_title
        self.norms = [(norm.value, means) for norm, means in NORMS.items()]
        across = {each.finding.fingerprint: each for each in gated.run_findings}
        quoted = {each.finding.place for each in across.values()}
        self._drafts: dict[_Key, _Draft] = {}
        self._quoted: dict[Place, str] = {}
        """The lines of the first places of what is found across the run."""
        for number, evaluation in enumerate(run.evaluations, start=1):
            document = evaluation.proposal.document
            self._drafts[_key(document)] = _Draft(f"p{number}", _numbers(document))
            self._quoted |= {
                place: document.source.line(place.line)
                for place in quoted
                if (place.path, place.document) == _key(document)
            }
        remarks: dict[int | None, list[Remark]] = {}
        for each in most_urgent_first(remarks_of(report)):
            remarks.setdefault(each.proposal, []).append(each)
        self.remarks = tuple(
            self._remark(each, f"r{place}", across.get(each.fingerprint))
            for place, each in enumerate(remarks.get(None, ()), start=1)
        )
        repairs = report.repairs or [None] * len(run.evaluations)
        self.proposals = tuple(
            self._proposal(each, advice, searched, remarks.get(place, ()))
            for place, (each, advice, searched) in enumerate(
                zip(gated.proposals, report.advice, repairs, strict=True)
            )
        )

    # -- a proposal --------------------------------------------------------------------------------

    def _proposal(
        self,
        gated: GatedEvaluation,
        advice: Advice,
        searched: Repairs | None,
        remarks: Sequence[Remark],
    ) -> ShownProposal:
        evaluation, proposal = gated.evaluation, gated.evaluation.proposal
        document, model, pack = proposal.document, proposal.model, self._report.run.pack
        anchor = self._drafts[_key(document)].anchor
        score = evaluation.score
        evidence = advice.evidence
        file = named(document)
        title = flowing(model.title or "") or proposal.id
        shown_remarks = [
            self._remark(each, f"{anchor}-f{place}", gated.by_fingerprint[each.fingerprint])
            for place, each in enumerate(remarks, start=1)
        ]
        return ShownProposal(
            anchor=anchor,
            title=title if self.shows else file,
            id=proposal.id if self.shows else "",
            file=file,
            kind=model.kind.value.replace("_", " "),
            as_of=model.as_of.isoformat(),
            verdict=evaluation.verdict.value,
            means=VERDICTS[evaluation.verdict],
            score=None if score is None else _score(score, evaluation),
            score_short="none" if score is None else f"{interval_of(score)} / 100",
            low=-1.0 if score is None else float(score.low),
            gate=gated.gate.summary,
            recommendations=tuple(
                self._recommendation(each, evaluation) for each in evaluation.recommendations
            ),
            is_action=bool(evaluation.standings),
            rules=tuple(self._rule(each, document) for each in evaluation.results),
            remarks=tuple(shown_remarks),
            repairs=self._repairs(searched, evaluation),
            evidence=None if evidence is None else self._evidence(evidence, document),
            margins=tuple(self._margins(advice.margins)),
            notes=tuple(self._notes(evaluation)),
            pictures=pictures_of(evaluation, pack) if self.shows else Pictures(),
            lines=tuple(self._lines(document, shown_remarks)) if self.shows else (),
        )

    def _recommendation(
        self, result: RecommendationResult, evaluation: Evaluation
    ) -> ShownRecommendation:
        recommendation = result.recommendation
        return ShownRecommendation(
            id=recommendation.id,
            title=recommendation.title,
            mark=_MARKS[result.outcome],
            outcome=_spaced(result.outcome),
            weight=weight_in_words(result),
            norm=recommendation.norm.value,
            judgements=self._judgements(recommendation, evaluation),
            standing=" and ".join(evaluation.standings.get(recommendation.id, ())),
        )

    def _judgements(self, recommendation: Recommendation, evaluation: Evaluation) -> str:
        """Whose judgement the values are that the rules compare with."""
        pack, day = self._report.run.pack, evaluation.proposal.model.as_of
        bases = {
            pack.parameters[name].at(day).basis
            for rule in recommendation.rules
            for condition in (rule.applies_when, rule.violated_when, rule.unless)
            if condition is not None
            for name in parameters_in(condition)
        }
        return ", ".join(BASES[each] for each in Basis if each in bases) or "no values"

    def _rule(self, result: RuleResult, document: Document) -> ShownRule:
        return ShownRule(
            id=result.rule.id,
            title=result.rule.title,
            subject=self._named(result.subject),
            link=self._link(result.subject.pointer, document),
            mark=_MARKS[result.outcome],
            outcome=_spaced(result.outcome),
        )

    def _named(self, subject: Subject) -> str:
        if not self.shows:
            return path_of(subject.pointer)
        return f"{subject.kind.value} {subject.name}" if subject.stated else subject.name

    def _repairs(self, searched: Repairs | None, evaluation: Evaluation) -> ShownRepairs | None:
        if not (self.shows and evaluation.findings):
            return None
        proposal = evaluation.proposal
        document = proposal.document
        anchor = f"{self._drafts[_key(document)].anchor}-repairs"

        def link(pointer: Pointer, text: str) -> Link:
            return Link(text, self._target(_key(document), position_of(document, pointer).line))

        return shown_repairs(searched, proposal, self._report.run.pack, anchor, link)

    def _evidence(self, evidence: "Evidence", document: Document) -> ShownEvidence:
        def without_effect(fields: Iterable[OpenField]) -> tuple[ShownField, ...]:
            return tuple(self._field(each, Fraction(0), document) for each in fields)

        return ShownEvidence(
            needed=tuple(
                self._field(each.field, each.settles, document) for each in evidence.needed
            ),
            undecided=without_effect(evidence.undecided),
            irrelevant=without_effect(evidence.irrelevant),
            not_proven=", ".join(evidence.not_proven),
        )

    def _field(self, field: OpenField, settles: Fraction, document: Document) -> ShownField:
        return ShownField(
            link=self._link(field.pointer, document),
            field=path_of(field.pointer),
            gap=gap_in_words(field, document),
            settles=share_of(settles) if settles else "",
            rules=", ".join(field.rules),
            proofs=tuple(map(flowing, field.evidence)),
            known=tuple(map(flowing, field.sources)) if self.shows else (),
        )

    def _margins(self, margins: Iterable[Margin]) -> Iterator[ShownMargin]:
        """None where drafts are withheld: limits are public, so the distance tells the number."""
        for each in margins if self.shows else ():
            yield ShownMargin(
                fact=each.fact.name,
                subject=self._named(each.subject),
                value=shown(each.fact.fact.value),
                limit=shown(each.limit),
                set_by=each.limit_name,
                beyond="" if each.percent is None else f"the limit is {beyond(each)}",
                is_near=each.is_near,
                x=None if each.percent is None else _place_beside_limit(each.percent),
            )

    def _notes(self, evaluation: Evaluation) -> Iterator[tuple[str, str]]:
        if self.shows:
            found = [(each.rule.id, note) for each in evaluation.results for note in each.notes]
            yield from dict.fromkeys(found)

    def _lines(self, document: Document, remarks: Sequence[ShownRemark]) -> Iterator[DraftLine]:
        draft = self._drafts[_key(document)]
        by_line: dict[str, list[Link]] = {}
        for each in (*self.remarks, *remarks):
            for target in dict.fromkeys(link.target for link in each.links):
                word = f"{each.mark} {each.word}: {each.id}"
                by_line.setdefault(target, []).append(Link(word, each.anchor))
        for number in draft.lines:
            target = f"{draft.anchor}-l{number}"
            text = document.source.line(number)
            yield DraftLine(number, target, text, tuple(by_line.get(target, ())))

    def _link(self, pointer: Pointer, document: Document) -> Link:
        line = position_of(document, pointer).line
        return Link(f"line {line}", self._target(_key(document), line))

    def _target(self, key: _Key, line: int) -> str:
        draft = self._drafts.get(key)
        if not self.shows or draft is None or line not in draft.lines:
            return ""
        return f"{draft.anchor}-l{line}"

    # -- a remark ----------------------------------------------------------------------------------

    def _remark(self, remark: Remark, anchor: str, found: GatedFinding | None) -> ShownRemark:
        is_violation = remark.kind is Kind.VIOLATED
        return ShownRemark(
            anchor=anchor,
            word=SAID[remark.kind],
            mark=_MARKS[Outcome.UNKNOWN if remark.kind is Kind.UNKNOWN else Outcome.VIOLATED],
            is_open=remark.is_open,
            is_violation=is_violation,
            let_through=let_through_by(remark, self._report.excerpts),
            id=remark.id,
            message=remark.message,
            links=tuple(self._links(remark, found)),
            remedy=remark.remedy or "",
            finding=None if found is None else self._finding(found.finding),
        )

    def _finding(self, finding: Finding) -> ShownFinding:
        rule, result = finding.rule, finding.result
        asked_by = self._report.frame.by_rule[rule.id]
        is_veto = rule.veto and finding.outcome is Outcome.VIOLATED
        return ShownFinding(
            about="" if result is None else self._named(result.subject),
            excerpt=self._excerpt(finding) if self.shows else None,
            branches=tuple(self._branches(finding)),
            rests_on="" if result is None else self._rests_on(result),
            sources=() if result is None else tuple(self._sources(result)),
            veto=rule.veto_because or "this alone makes the proposal conflict" if is_veto else "",
            asked_at=", ".join(citation.locator for citation in asked_by.citations),
            reading=asked_by.reading,
        )

    def _links(self, remark: Remark, found: GatedFinding | None) -> Iterator[Link]:
        if found is None:
            for spot in remark.spots:
                line, column = spot.start
                yield Link(f"{spot.path}:{line}:{column}", "")
            return
        for place in found.finding.places:
            spot = spot_of(place)
            line, column = spot.start
            yield Link(
                f"{spot.path}:{line}:{column}", self._target((place.path, place.document), line)
            )

    def _excerpt(self, finding: Finding) -> Excerpt:
        place = finding.place
        if finding.evaluation is None:
            text = self._quoted[place]
        else:
            text = finding.evaluation.proposal.document.source.line(place.line)
        return Excerpt(place.line, *parted(text, place.span))

    def _rests_on(self, result: RuleResult) -> str:
        return "" if self.shows else ", ".join(each.name for each in result.deciding)

    def _sources(self, result: RuleResult) -> Iterator[str]:
        """What reference data contributed to the facts that decided."""
        if self.shows:
            found = (source for each in result.deciding for source in each.fact.origin.sources)
            yield from dict.fromkeys(found)

    def _branches(self, finding: Finding) -> Iterator[ShownBranch]:
        """The conditions that decided, without what decided nothing."""
        result, evaluation = finding.result, finding.evaluation
        if result is None or evaluation is None or not self.shows:
            return
        document = evaluation.proposal.document
        explanation = explanation_of(result, evaluation, self._report.run.pack)
        for branch in pruned(explanation).branches:
            yield ShownBranch(
                question=_QUESTIONS[branch.name],
                answer=_ANSWERS[branch.root.truth],
                root=self._part(branch.root, document),
                is_open=branch.name != "applies_when",
            )

    def _part(self, part: Part, document: Document) -> ShownPart:
        return ShownPart(
            words=part.meaning or part.words,
            answer=_ANSWERS[part.truth],
            facts=tuple(self._fact(each, document) for each in part.facts),
            parts=tuple(self._part(each, document) for each in part.parts),
        )

    def _fact(self, each: DecidingFact, document: Document) -> ShownFact:
        origin = each.fact.origin
        links = [self._link(pointer, document) for pointer in (*origin.read, *origin.missing)]
        return ShownFact(
            f"{each.name} is {shown(each.fact.value)}", tuple(dict.fromkeys(links))[:MOST_PLACES]
        )


# -- words and places ------------------------------------------------------------------------------


def _spaced(outcome: Outcome) -> str:
    return outcome.value.replace("_", " ")


def _numbers(document: Document) -> range:
    """The lines of a document: of the first one of a file, with what stands above it."""
    span = document.root.span
    last = span.end.line if span.end.column > 1 else span.end.line - 1
    return range(1 if document.index == 0 else span.start.line, last + 1)


BAR_WIDTH: Final = 640
"""Of the drawing of a score."""


def _score(score: Score, evaluation: Evaluation) -> ShownScore:
    looks = {
        Outcome.SATISFIED: "earned",
        Outcome.EXCEPTED: "earned",
        Outcome.UNKNOWN: "open",
        Outcome.VIOLATED: "lost",
    }
    order = list(looks.values())
    counted = [each for each in evaluation.recommendations if each.applies]
    counted.sort(key=lambda each: order.index(looks[each.outcome]))
    segments = []
    x = 0.0
    for each in counted:
        recommendation = each.recommendation
        width = BAR_WIDTH * recommendation.weight / score.weight
        says = f"{recommendation.id}: {_spaced(each.outcome)}, {weight_in_words(each)}"
        segments.append(Segment(says, str(recommendation.weight), x, width, looks[each.outcome]))
        x += width
    return ShownScore(score_in_words(score), tuple(segments))


def _place_beside_limit(percent: Fraction) -> float:
    """On a scale of doublings, from an eighth of the limit to eight times as much."""
    ratio = max(float(1 + percent / 100), 0.125)
    return 100 + 90 * min(log2(ratio) / 3, 1.0)
