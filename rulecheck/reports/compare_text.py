"""Two versions of a proposal compared, for a terminal."""

from collections.abc import Iterator
from typing import Final

from rulecheck.advice.weighing import Trial, WeighedChange, WeighedComparison
from rulecheck.judgement import Evaluation
from rulecheck.judgement.comparing import ComparedEvaluations, OutcomeChange
from rulecheck.proposals.differences import Difference
from rulecheck.proposals.revising import ABSENT
from rulecheck.reports.compare import (
    Comparison,
    Names,
    goal_of,
    regressions_of,
    stale_waivers,
    unmatched,
    weight_of,
)
from rulecheck.reports.compared_words import counted, outcome_of, scores_of, subject_of
from rulecheck.reports.escaping import printable
from rulecheck.reports.layout import wrapped
from rulecheck.reports.model import interval_of, named, position_of
from rulecheck.reports.palette import PLAIN, Palette
from rulecheck.reports.phrases import CAVEAT

MOST_OUTCOMES: Final = 6
"""How many outcomes are named that one change changes by itself; JSON names all."""


def render(comparison: Comparison, palette: Palette = PLAIN) -> str:
    """The comparison as text, with a line end."""
    return "\n".join(_Text(comparison, palette).lines()) + "\n"


class _Text:
    """One rendering."""

    def __init__(self, comparison: Comparison, palette: Palette) -> None:
        self.comparison = comparison
        self.palette = palette
        self.names = Names(shown=comparison.shows)

    def lines(self) -> Iterator[str]:
        for each in self.comparison.proposals:
            yield from self._proposal(each)
            yield ""
        for name, said in unmatched(self.comparison):
            yield f"{self.palette.bold(printable(name))}: {said}"
            yield ""
        yield from self._findings()
        for stale in stale_waivers(self.comparison):
            yield from wrapped(f"waiver[{stale.rule}]:", stale.said, "  ", self.palette.bad)
            yield f"  --> {printable(stale.place)}"
            yield from wrapped("   = remedy:", stale.remedy, "     ")
            yield ""
        pack = self.comparison.pack
        yield self.palette.dim(
            f"rulecheck {self.comparison.tool_version}; pack: {pack.name} "
            f"{printable(pack.version)}, sha256 {pack.content_sha256}"
        )
        yield self.palette.dim(f"engine: {self.comparison.runs.new.engine}")
        yield self.palette.dim(CAVEAT)

    def _proposal(self, weighed: WeighedComparison) -> Iterator[str]:
        judgements = weighed.judgements
        old, new = judgements.old, judgements.new
        yield f"old: {self._draft(old)}"
        yield f"new: {self._draft(new)}"
        yield ""
        yield from self._judgements(judgements)
        needed = [each for each in weighed.changes if each.is_needed]
        enough = [each for each in weighed.changes if each.is_enough]
        if weighed.has_goal and weighed.changes:
            goal = goal_of(judgements)
            yield from wrapped(f"needed for {goal}:", self.names.listed(needed), "  ")
            yield from wrapped("enough for it alone:", self.names.listed(enough), "  ")
        if judgements.outcomes or judgements.standings:
            yield ""
            yield self.palette.bold(f"outcomes ({len(judgements.outcomes)} changed)")
            for outcome in judgements.outcomes:
                yield from self._outcome(outcome, "  ")
            for each in judgements.standings:
                before, after = " and ".join(each.old), " and ".join(each.new)
                yield f"  {each.recommendation}: {before} -> {after}"
        if weighed.facts:
            yield ""
            yield self.palette.bold("computed facts behind them")
            for fact in weighed.facts:
                yield from wrapped(" ", self.names.fact(fact), "    ", str)
        deciding = [each for each in weighed.changes if not each.is_prose]
        prose = [each for each in weighed.changes if each.is_prose]
        yield ""
        yield self.palette.bold(f"changes ({len(deciding)})")
        for change in deciding:
            yield from self._change(change, weighed)
        if prose:
            yield ""
            yield self.palette.bold(f"changes that decide nothing ({len(prose)})")
            for part in (part for each in prose for part in each.parts):
                yield from wrapped(" ", self._part(part, judgements), "    ", str)

    def _draft(self, evaluation: Evaluation) -> str:
        proposal = evaluation.proposal
        about = f": {proposal.id}" if self.comparison.shows else ""
        name = self.palette.bold(f"{named(proposal.document)}{about}")
        return f"{name} (as of {proposal.model.as_of})"

    def _judgements(self, judgements: ComparedEvaluations) -> Iterator[str]:
        old, new = judgements.old, judgements.new
        if judgements.changes_verdict:
            paint = self.palette.bad if judgements.worsens_verdict else self.palette.good
            yield f"verdict: {old.verdict} -> {paint(new.verdict)}"
        else:
            yield f"verdict: {new.verdict}, as before"
        if judgements.changes_score:
            yield f"score: {scores_of(old.score, new.score)}"
        elif new.score is not None:
            yield f"score: {interval_of(new.score)} / 100, as before"
        gates = self.comparison.gates
        before, after = gates.of(old).summary, gates.of(new).summary
        yield f"gate: {before} -> {after}" if before != after else f"gate: {after}, as before"
        if worse := regressions_of(judgements):
            yield f"{self.palette.bad('regression')}: worse in {worse}"

    def _outcome(self, change: OutcomeChange, indent: str) -> Iterator[str]:
        subject = subject_of(change.subject, shown=self.comparison.shows)
        said = f"{outcome_of(change.old)} -> {outcome_of(change.new)}"
        paint = self.palette.bad if change.is_worse else str
        lead = f"{indent}{change.rule.id}"
        yield from wrapped(
            lead,
            f"on {subject}: {said}{' (worse)' if change.is_worse else ''}",
            f"{indent}  ",
            paint,
        )

    def _change(self, each: WeighedChange, weighed: WeighedComparison) -> Iterator[str]:
        judgements = weighed.judgements
        weight = weight_of(each) if weighed.has_goal else "changed"
        lead, paint = f"  {weight}:", self.palette.dim if weight == "neither" else self.palette.bold
        if len(each.parts) == 1:
            yield from wrapped(lead, self._part(each.parts[0], judgements), "      ", paint)
        else:
            yield from wrapped(lead, self.names.changes(each.changes), "      ", paint)
            for part in each.parts:
                yield from wrapped("    -", self._part(part, judgements), "      ", str)
        if each.made is not None:
            yield from self._trial("made", each.made, each)
        if each.taken_back is not None and each.is_needed:
            yield from self._trial("taken back", each.taken_back, each)

    def _part(self, part: Difference, judgements: ComparedEvaluations) -> str:
        places = ", ".join(
            f"{side} line {position_of(evaluation.proposal.document, at).line}"
            for side, evaluation, value, at in (
                ("old", judgements.old, part.old, part.old_at),
                ("new", judgements.new, part.new, part.new_at),
            )
            if at is not None and value is not ABSENT
        )
        prose = "; prose" if part.is_prose else ""
        return f"{self.names.part(part)}: {self.names.values(part)} ({places}{prose})"

    def _trial(self, done: str, trial: Trial, of: WeighedChange) -> Iterator[str]:
        beside = (
            "with " + ", ".join(map(self.names.change, trial.along)) if trial.along else "alone"
        )
        count = counted(len(trial.outcomes), "outcome") if trial.outcomes else "no outcome"
        said = f"{done} {beside}: {trial.verdict}; changes {count}"
        yield from wrapped("      =", said, "        ", self.palette.dim)
        for outcome in trial.outcomes[:MOST_OUTCOMES]:
            yield from self._outcome(outcome, "          ")
        if len(trial.outcomes) > MOST_OUTCOMES:
            yield f"          and {len(trial.outcomes) - MOST_OUTCOMES} more"
        if 0 < len(trial.parts) < len(of.parts):
            parts = ", ".join(map(self.names.part, trial.parts))
            yield from wrapped("        already by", parts, "          ", str)

    def _findings(self) -> Iterator[str]:
        runs = self.comparison.runs
        if not runs.findings_gone and not runs.findings_come:
            return
        yield self.palette.bold("across all proposals of a version")
        for sign, found in (("-", runs.findings_gone), ("+", runs.findings_come)):
            for each in found:
                said = each.message if self.comparison.shows else each.rule.title
                lead = f"  {sign} {each.outcome}[{each.rule.id}]:"
                yield from wrapped(lead, said, "      ", str)
        if runs.worsens_findings:
            yield f"{self.palette.bad('regression')}: more is overdrawn, or may be"
        yield ""
