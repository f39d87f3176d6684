"""Two packs compared, for people: what differs in words, and what that does to drafts."""

from collections.abc import Iterator
from typing import Final

from rulecheck.authoring.differences import Change, Kind, Way
from rulecheck.documents import Problem
from rulecheck.judgement import Evaluation, RunFinding
from rulecheck.judgement.comparing import ComparedEvaluations, ComparedRuns, OutcomeChange
from rulecheck.packs import Pack
from rulecheck.reports.compared_words import counted, outcome_of, scores_of, subject_of
from rulecheck.reports.escaping import printable
from rulecheck.reports.layout import wrapped
from rulecheck.reports.model import Excerpts, named
from rulecheck.reports.palette import PLAIN, Palette
from rulecheck.reports.phrases import CAVEAT
from rulecheck.reports.rules_diff import PackDiff, Side, problems_by_side

_BY: Final = {
    Side.OLD: "by the old pack alone",
    Side.NEW: "by the new pack alone",
    Side.BOTH: "by both packs",
}


def render(diff: PackDiff, palette: Palette = PLAIN) -> str:
    """The comparison as text, with a line end."""
    return "\n".join(_lines(diff, palette)) + "\n"


def _lines(diff: PackDiff, palette: Palette) -> Iterator[str]:
    yield f"old: {_pack(diff.old)}"
    yield f"new: {_pack(diff.new)}"
    yield ""
    for change in diff.changes:
        yield from _change(change, palette)
        yield ""
    yield _sum_of_changes(diff)
    if diff.runs is not None:
        yield ""
        yield from _Effects(diff, diff.runs, palette).lines()


def _pack(pack: Pack) -> str:
    return f"{pack.name} {printable(pack.version)}, sha256 {pack.content_sha256}"


# -- what differs -------------------------------------------------------------------------------


def _change(change: Change, palette: Palette) -> Iterator[str]:
    name = f"{change.kind.replace('_', ' ')} {printable(change.id)}"
    if change.kind is Kind.HEADER:
        name = "pack"
    only_words = change.way is Way.CHANGED and not change.decides
    yield f"{palette.bold(name)}: {change.way}{', only in words' if only_words else ''}"
    users = [*(["computed facts"] if change.read_by_facts else []), *change.rules]
    if users:
        yield from wrapped("  used by:", ", ".join(users), "    ", str)
    elif change.kind in (Kind.DEFINITION, Kind.PARAMETER, Kind.THRESHOLD):
        yield "  used by no rule and no computed fact"
    if change.bases:
        yield f"  basis: {', '.join(change.bases)}"
    for part in change.parts:
        place = f"{printable(part.place)}:"
        if part.old is not None:
            yield from wrapped(f"  - {place}", part.old, "      ", palette.bad)
        if part.new is not None:
            yield from wrapped(f"  + {place}", part.new, "      ", palette.good)


def _sum_of_changes(diff: PackDiff) -> str:
    if not diff.changes:
        if diff.old.content_sha256 == diff.new.content_sha256:
            return "no difference: the packs are the same"
        return "no difference that shows: only comments, order or remarks of the files are others"
    count = counted(len(diff.changes), "difference")
    deciding = sum(each.decides for each in diff.changes)
    return f"{count}; {deciding or 'none'} can change a judgement"


# -- what it does -------------------------------------------------------------------------------


class _Effects:
    """What two packs make of the same proposals."""

    def __init__(self, diff: PackDiff, runs: ComparedRuns, palette: Palette) -> None:
        self.runs = runs
        self.palette = palette
        self.shows = diff.excerpts is Excerpts.SHOWN
        self.old_rules = {rule.id for rule in diff.old.rules}
        self.new_rules = {rule.id for rule in diff.new.rules}

    def lines(self) -> Iterator[str]:
        for side, problem in problems_by_side(self.runs):
            yield from self._problem(side, problem)
            yield ""
        for evaluation in self.runs.only_old:
            yield from self._one_sided(evaluation, f"{evaluation.verdict} -> not judged")
            yield ""
        for evaluation in self.runs.only_new:
            yield from self._one_sided(evaluation, f"not judged -> {evaluation.verdict}")
            yield ""
        for each in self.runs.proposals:
            if each.changes_anything:
                yield from self._proposal(each)
                yield ""
        findings = list(self._findings())
        if findings:
            yield from findings
            yield ""
        for error in dict.fromkeys((*self.runs.old.engine_errors, *self.runs.new.engine_errors)):
            label = self.palette.bad("internal error")
            yield f"{label}: {printable(str(error)) if self.shows else 'an evaluator failed'}"
            yield ""
        yield self._sum()
        yield f"engine: {self.runs.new.engine}"
        yield CAVEAT

    def _problem(self, side: Side, problem: Problem) -> Iterator[str]:
        label = f"invalid {_BY[side]}:"
        if not self.shows:
            place = "" if problem.span is None else f":{problem.span.start.line}"
            yield f"{label} {printable(problem.source_name)}{place} (its text is withheld)"
            return
        yield from wrapped(label, problem.headline, "  ", str)
        if problem.hint:
            yield from wrapped("  help:", problem.hint, "    ", str)

    def _heading(self, evaluation: Evaluation) -> str:
        proposal = evaluation.proposal
        name = named(proposal.document)
        about = f": {proposal.id}" if self.shows else ""
        return f"{self.palette.bold(name + about)} (as of {proposal.model.as_of})"

    def _one_sided(self, evaluation: Evaluation, verdicts: str) -> Iterator[str]:
        yield self._heading(evaluation)
        yield f"  verdict: {verdicts}"

    def _proposal(self, each: ComparedEvaluations) -> Iterator[str]:
        yield self._heading(each.new)
        old, new = each.old, each.new
        if each.changes_verdict:
            yield f"  verdict: {old.verdict} -> {new.verdict}"
        else:
            yield f"  verdict: {new.verdict}, as before"
        if each.changes_score:
            yield f"  score: {scores_of(old.score, new.score)}"
        for change in each.outcomes:
            lead = f"  {change.rule.id} on {subject_of(change.subject, shown=self.shows)}:"
            yield from wrapped(lead, self._outcomes(change), "    ", str)
        for standing in each.standings:
            before, after = " and ".join(standing.old), " and ".join(standing.new)
            yield f"  {standing.recommendation}: {before} -> {after}"

    def _outcomes(self, change: OutcomeChange) -> str:
        old, new = outcome_of(change.old), outcome_of(change.new)
        if change.rule.id not in self.old_rules:
            old = "no such rule"
        if change.rule.id not in self.new_rules:
            new = "no such rule"
        return f"{old} -> {new}"

    def _findings(self) -> Iterator[str]:
        if self.runs.findings_gone or self.runs.findings_come:
            yield self.palette.bold("across the run")
        for each in self.runs.findings_gone:
            yield from wrapped(f"  - {self._label(each)}", self._said(each), "      ", str)
        for each in self.runs.findings_come:
            yield from wrapped(f"  + {self._label(each)}", self._said(each), "      ", str)

    def _label(self, finding: RunFinding) -> str:
        return f"{finding.outcome}[{finding.rule.id}]:"

    def _said(self, finding: RunFinding) -> str:
        return finding.message if self.shows else finding.rule.title

    def _sum(self) -> str:
        runs = self.runs
        judged = len(runs.proposals) + len(runs.only_old) + len(runs.only_new)
        findings = len(runs.findings_gone) + len(runs.findings_come)
        changed = [
            counted(runs.verdicts_changed, "verdict"),
            counted(runs.scores_changed, "score"),
            counted(runs.outcomes_changed, "outcome"),
            *([counted(findings, "finding") + " across the run"] if findings else []),
        ]
        return f"{counted(judged, 'proposal')} judged; changed: {', '.join(changed)}"
