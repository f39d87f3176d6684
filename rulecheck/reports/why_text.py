"""Why rules came to their outcomes, for a terminal: condition trees with truths and facts."""

from collections.abc import Iterator, Sequence
from typing import Final

from rulecheck.advice.evidence import Evidence
from rulecheck.advice.explaining import Branch, Explanation, Part
from rulecheck.advice.stability import Pivot
from rulecheck.documents import Document, Pointer
from rulecheck.judgement import DecidingFact, Outcome
from rulecheck.reports.escaping import printable
from rulecheck.reports.evidence_text import MOST_PLACES, evidence_lines
from rulecheck.reports.layout import wrapped
from rulecheck.reports.model import path_of, position_of
from rulecheck.reports.palette import PLAIN, Palette
from rulecheck.reports.why import Explained, Why
from rulecheck.vocabulary.display import shown
from rulecheck.vocabulary.truth import Truth

_STEP: Final = "  "
_MARGIN: Final = " " * 10
"""Where conditions begin, behind their truth."""

_OUTCOMES: Final = {
    Outcome.VIOLATED: "it applies, what it forbids is there, and no exception holds",
    Outcome.UNKNOWN: "what is known decides neither way",
    Outcome.EXCEPTED: "it applies, and its exception holds",
    Outcome.SATISFIED: "it applies, and what it forbids is not there",
    Outcome.CLEARED: "whether it applies is open, but nothing missing can make it a violation",
    Outcome.NOT_APPLICABLE: "it does not apply",
}


def render(why: Why, palette: Palette = PLAIN) -> str:
    """The explanations as text, with a line end."""
    return "\n".join(_Text(why, palette).lines()) + "\n"


class _Text:
    """One rendering."""

    def __init__(self, why: Why, palette: Palette) -> None:
        self.why = why
        self.palette = palette
        self._sources: set[str] = set()
        """What reference data was said to say: once is enough."""

    def lines(self) -> Iterator[str]:
        for each in self.why.explained:
            yield from self._proposal(each)
        yield self.palette.dim(
            f"rulecheck {self.why.tool_version}; pack: {self.why.pack.name} "
            f"{printable(self.why.pack.version)}, sha256 {self.why.pack.content_sha256}"
        )
        yield self.palette.dim(f"engine: {self.why.engine}")

    def _proposal(self, explained: Explained) -> Iterator[str]:
        proposal = explained.evaluation.proposal
        name = printable(proposal.document.source.name)
        yield self.palette.bold(f"{name}: {proposal.id}" if self.why.shows else name)
        yield (
            f"  {proposal.model.kind.value.replace('_', ' ')}, as of {proposal.model.as_of}; "
            f"verdict: {explained.evaluation.verdict.value}"
        )
        yield ""
        if explained.evidence is not None:
            yield from self._missing(explained.evidence, proposal.document)
            return
        for explanation in explained.explanations:
            yield from self._explanation(explanation, proposal.document)
            yield ""
        if not explained.explanations and explained.is_named:
            yield "  no rule that was asked for is about anything here that was asked for"
            yield ""
        elif not explained.explanations:
            yield "  nothing stands against it; name a rule to see why it came out as it did"
            yield ""
        if explained.pivots:
            yield from self._pivots(explained.pivots)
            yield ""

    def _missing(self, evidence: Evidence, document: Document) -> Iterator[str]:
        if not evidence.needed:
            yield "  nothing that is unknown can change the verdict as the draft stands"
        yield from evidence_lines(evidence, document, self.why.excerpts, self.palette)
        yield ""

    def _pivots(self, pivots: Sequence[Pivot]) -> Iterator[str]:
        yield self.palette.bold("the verdict hangs on each of these facts alone, among others:")
        for each in pivots:
            if not self.why.shows:
                yield f"  {each.fact.name}"
                continue
            turns = ", ".join(f"{verdict.value} if {shown(value)}" for value, verdict in each.turns)
            value = shown(each.fact.fact.value)
            text = f"{each.fact.name} of {each.subject} is {value}; {turns}"
            yield from wrapped("  -", text, "    ")

    def _explanation(self, explanation: Explanation, document: Document) -> Iterator[str]:
        result = explanation.result
        subject = result.subject
        paint = {
            Outcome.VIOLATED: self.palette.bad,
            Outcome.UNKNOWN: self.palette.unsure,
            Outcome.EXCEPTED: self.palette.good,
            Outcome.SATISFIED: self.palette.good,
            Outcome.CLEARED: self.palette.dim,
            Outcome.NOT_APPLICABLE: self.palette.dim,
        }[result.outcome]
        lead = f"{result.outcome.value}[{result.rule.id}]:"
        yield from wrapped(lead, result.rule.title, _STEP, paint)
        position = position_of(document, subject.pointer)
        name = subject.name if self.why.shows else path_of(subject.pointer)
        kind = f"{subject.kind.value} " if subject.stated else ""
        place = f"{printable(document.source.name)}:{position.line}:{position.column}"
        yield f"  --> {place} ({kind}{printable(name)})"
        yield from wrapped("   = in short:", _OUTCOMES[result.outcome], "     ")
        if not subject.stated:
            yield "   = not stated: the draft may have none, so the rule at most perhaps applies"
        for branch in explanation.branches:
            yield from self._branch(branch, document)

    def _branch(self, branch: Branch, document: Document) -> Iterator[str]:
        yield f"  {self.palette.bold(branch.name)}"
        yield from self._part(branch.root, 0, document)

    def _part(self, part: Part, depth: int, document: Document) -> Iterator[str]:
        indent = _STEP * depth
        lead = f"  {_truth(part.truth)} {indent}"
        yield from wrapped(lead, part.words, f"{_MARGIN}{indent}  ")
        for each in part.facts:
            yield from self._fact(each, f"{_MARGIN}{indent}  ", document)
        for inner in part.parts:
            yield from self._part(inner, depth + 1, document)

    def _fact(self, each: DecidingFact, indent: str, document: Document) -> Iterator[str]:
        """The value and its places on one line; of the pack's sources, what is not said before."""
        origin = each.fact.origin
        value = shown(each.fact.value) if self.why.shows else "withheld"
        said = [f"{each.name} = {value}"]
        for label, pointers in (("stated at", origin.read), ("not stated:", origin.missing)):
            if pointers:
                places = ", ".join(_place(each, document) for each in pointers[:MOST_PLACES])
                more = len(pointers) - MOST_PLACES
                said.append(f"{label} {places}{f' and {more} more' if more > 0 else ''}")
        yield from wrapped(f"{indent}-", "; ".join(said), f"{indent}  ", self.palette.dim)
        for source in origin.sources if self.why.shows else ():
            if source not in self._sources:
                self._sources.add(source)
                yield from wrapped(f"{indent}  by the pack:", source, f"{indent}    ")


def _truth(truth: Truth) -> str:
    """The truth in words of one width, so that what stands behind it lines up."""
    return {True: "true   ", False: "false  ", None: "unknown"}[truth]


def _place(pointer: Pointer, document: Document) -> str:
    position = position_of(document, pointer)
    return f"{position.line}:{position.column} {path_of(pointer)}"
