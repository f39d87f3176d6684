"""A comment for a pull request or the summary of a job: verdicts first, then what to do.

Comments take 65,536 characters. What has to go is what stands last, so what fails stands first.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from rulecheck.documents import Document
from rulecheck.judgement import (
    DecidingFact,
    Evaluation,
    Finding,
    GatedEvaluation,
    Standing,
)
from rulecheck.judgement.opening import OpenField, open_fields
from rulecheck.reports.evidence_text import MOST_SOURCES, gap_in_words
from rulecheck.reports.markdown_text import code, prose
from rulecheck.reports.model import (
    Report,
    counted,
    interval_of,
    made_by,
    named,
    path_of,
    position_of,
)
from rulecheck.reports.phrases import CAVEAT, VERDICTS
from rulecheck.reports.remarks import (
    SAID,
    Kind,
    Remark,
    let_through_by,
    most_urgent_first,
    remarks_of,
)
from rulecheck.vocabulary.display import shown

MOST_CHARACTERS: Final = 65_000
"""Of the whole report, counted as UTF-16 does; the limit of GitHub is a little higher."""

MOST_ROWS: Final = 100
"""Of the table of verdicts, so that it leaves room for what is wrong."""

_LONGEST: Final = 1_000
"""Of one text that a draft or a pack has, so that no single one crowds out the others."""


def render(report: Report) -> str:
    """The report as Markdown, with a line end."""
    return _Markdown(report).text()


class _Markdown:
    """One rendering."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.shows = report.frame.shows
        self.proposals = report.gated.proposals
        gates = report.gated.gates
        self.order = sorted(range(len(gates)), key=lambda place: gates[place].passes)
        """Places of proposals, failing ones first."""
        self.remarks = most_urgent_first(remarks_of(report))

    def text(self) -> str:
        gate = self.report.gated.gate
        head = [f"## rulecheck: {gate.summary}\n", f"\n{self._exit()}\n"]
        foot = ["\n---\n\n", f"{prose(CAVEAT)}\n\n", f"{self._made_by()}\n"]
        parts = list(self._parts())
        room = MOST_CHARACTERS - sum(map(_size, (*head, *foot, _cut(len(parts)))))
        kept = _fitting(parts, room)
        left = len(parts) - len(kept)
        return "".join((*head, *kept, *([_cut(left)] if left else []), *foot))

    def _exit(self) -> str:
        judged = counted(len(self.order), "proposal")
        return f"{judged} judged. Exit code {self.report.exit_code}: {self.report.exit_meaning}."

    def _made_by(self) -> str:
        return ", ".join(map(prose, made_by(self.report)))

    def _parts(self) -> Iterator[str]:
        """The body in parts, none of which makes sense when it is cut in two."""
        if self.order:
            yield "\n| proposal | verdict | score | gate |\n|---|---|---|---|\n"
        for place in self.order[:MOST_ROWS]:
            yield self._row(self.proposals[place])
        if len(self.order) > MOST_ROWS:
            rest = len(self.order) - MOST_ROWS
            yield f"\nThe table leaves out {counted(rest, 'proposal')}; failing ones come first.\n"
        findings = [each for each in self.remarks if each.is_open]
        if findings:
            yield "\n### What stands against the run\n\n"
        for each in findings:
            yield "".join(f"{line}\n" for line in self._remark(each))
        for place in self.order:
            yield from self._open_fields(self.proposals[place].evaluation)
        for place in self.order:
            yield from self._standings(self.proposals[place].evaluation)
        let_through = [each for each in self.remarks if not each.is_open]
        if let_through:
            yield "\n### Let through\n\n"
        for each in let_through:
            yield "".join(f"{line}\n" for line in self._remark(each))

    def _row(self, gated: GatedEvaluation) -> str:
        evaluation, proposal = gated.evaluation, gated.evaluation.proposal
        name = code(named(proposal.document))
        if self.shows:
            name += f": {_prose(proposal.model.title or proposal.id)}"
        verdict = (
            f"**{evaluation.verdict.value.replace('_', ' ')}**: {VERDICTS[evaluation.verdict]}"
        )
        score = "none" if evaluation.score is None else f"{interval_of(evaluation.score)} / 100"
        as_of = f"as of {proposal.model.as_of}"
        return f"| {name}, {as_of} | {verdict} | {score} | {gated.gate.summary} |\n"

    def _remark(self, remark: Remark) -> Iterator[str]:
        line, column = remark.spot.start
        place = code(f"{remark.spot.path}:{line}:{column}")
        word = SAID[remark.kind]
        if not remark.is_open:
            word += f", {remark.disposition}"
        yield f"- **{word}** {code(remark.id)} at {place}: {_prose(remark.message)}"
        if said := let_through_by(remark, self.report.excerpts):
            yield f"  - Let through: {_prose(said)}"
        yield from self._details(remark)
        if remark.remedy is not None:
            yield f"  - What to do: {_prose(remark.remedy)}"

    def _details(self, remark: Remark) -> Iterator[str]:
        """Of a violation of a proposal what it rests on, and where else a finding is."""
        if remark.kind is Kind.VIOLATED and remark.proposal is not None:
            proposal = self.proposals[remark.proposal]
            yield from self._reasons(proposal.by_fingerprint[remark.fingerprint].finding)
        for spot in remark.spots[1:]:
            line, column = spot.start
            yield f"  - Also at {code(f'{spot.path}:{line}:{column}')}"

    def _reasons(self, finding: Finding) -> Iterator[str]:
        if finding.result is not None:
            yield f"  - Why: {', '.join(map(self._fact, finding.result.deciding))}"
            if finding.rule.veto:
                because = finding.rule.veto_because or "this alone makes the proposal conflict"
                yield f"  - Veto: {_prose(because)}"

    def _fact(self, each: DecidingFact) -> str:
        name = code(each.name)
        return f"{name} is {_prose(shown(each.fact.value))}" if self.shows else name

    def _open_fields(self, evaluation: Evaluation) -> Iterator[str]:
        document = evaluation.proposal.document
        fields = open_fields(evaluation.recommendations)
        if not fields:
            return
        yield f"\n### What is missing in {code(named(document))}\n\n"
        for field in fields:
            line = position_of(document, field.pointer).line
            yield f"- line {line}: {code(path_of(field.pointer))} ({_missing(field, document)})\n"

    def _standings(self, evaluation: Evaluation) -> Iterator[str]:
        """What a policy action does to the recommendations."""
        if not evaluation.standings:
            return
        yield f"\n### What {code(named(evaluation.proposal.document))} does\n\n"
        for standing in Standing:
            found = [name for name, words in evaluation.standings.items() if standing in words]
            if found:
                yield f"- {standing.value}: {', '.join(map(code, found))}\n"


def _missing(field: OpenField, document: Document) -> str:
    said = gap_in_words(field, document)
    proof = " or ".join(field.evidence[:MOST_SOURCES])
    return f"{said}, proved by {_prose(proof)}" if proof else said


def _prose(text: str) -> str:
    return prose(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")


def _fitting(parts: Sequence[str], room: int) -> list[str]:
    """The first parts, as many as there is room for."""
    kept = []
    for part in parts:
        room -= _size(part)
        if room < 0:
            break
        kept.append(part)
    return kept


def _size(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _cut(parts: int) -> str:
    return (
        f"\n**Cut short:** {parts} more of what belongs here would make this longer than a comment "
        "may be. The JSON report has everything.\n"
    )
