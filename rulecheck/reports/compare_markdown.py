"""Two versions of a proposal compared, as a comment on a pull request: GitHub's Markdown.

What drafts say stands in code spans alone, where it can be no HTML, link, mention or markup.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rulecheck.advice.weighing import WeighedChange, WeighedComparison
from rulecheck.judgement import Evaluation
from rulecheck.judgement.comparing import ComparedEvaluations, OutcomeChange
from rulecheck.judgement.gate import GatedVersions
from rulecheck.reports.compare import (
    Comparison,
    Names,
    goal_of,
    regressions_of,
    stale_waivers,
    unmatched,
    weight_of,
)
from rulecheck.reports.compared_words import outcome_of, subject_of
from rulecheck.reports.escaping import printable
from rulecheck.reports.model import interval_of, named
from rulecheck.reports.phrases import CAVEAT

LONGEST: Final = 65_000
"""GitHub refuses comments of more than 65,536 characters."""

_CUT: Final = "\n*Cut here: the whole is too long for a comment. `--output json` has all of it.*\n"


def render(comparison: Comparison) -> str:
    """The comparison as Markdown, with a line end; cut between lines where it is too long."""
    text = ""
    for line in _Markdown(comparison).lines():
        if len(text) + len(line) + 1 > LONGEST - len(_CUT):
            return text + _CUT
        text += f"{line}\n"
    return text


class _Markdown:
    """One rendering."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.names = Names(shown=comparison.shows)

    def lines(self) -> Iterator[str]:
        for each in self.comparison.proposals:
            yield from self._proposal(each)
        for name, said in unmatched(self.comparison):
            yield f"{_code(name)}: {said}"
            yield ""
        yield from self._findings()
        for stale in stale_waivers(self.comparison):
            yield f"**Waiver** `{stale.rule}` ({_code(stale.place)}): {_code(stale.said)}"
            yield ""
        pack = self.comparison.pack
        yield (
            f"rulecheck {self.comparison.tool_version}, pack {_code(f'{pack.name} {pack.version}')}"
            f" ({pack.content_sha256[:12]}), engine {self.comparison.runs.new.engine}"
        )
        yield ""
        yield f"<sub>{CAVEAT}</sub>"

    def _findings(self) -> Iterator[str]:
        runs = self.comparison.runs
        if not runs.findings_gone and not runs.findings_come:
            return
        yield "**Across all proposals of a version**"
        yield ""
        for became, found in (("gone", runs.findings_gone), ("come", runs.findings_come)):
            for each in found:
                said = each.message if self.comparison.shows else each.rule.title
                yield f"- {became}: {each.outcome} `{each.rule.id}`, {_code(said)}"
        yield ""
        if runs.worsens_findings:
            yield "**Regression:** more is overdrawn, or may be."
            yield ""

    def _proposal(self, weighed: WeighedComparison) -> Iterator[str]:
        judgements = weighed.judgements
        yield f"### {self._heading(judgements)}"
        yield ""
        yield f"{self._draft(judgements.old)} → {self._draft(judgements.new)}"
        yield ""
        yield from _table(("", "old", "new"), _judgements(judgements, self.comparison.gates))
        if worse := regressions_of(judgements):
            yield f"**Regression:** worse in {worse}."
            yield ""
        if weighed.has_goal and weighed.changes:
            yield f"For {goal_of(judgements)}:"
            yield ""
            for word, found in (
                ("needed", [each for each in weighed.changes if each.is_needed]),
                ("enough alone", [each for each in weighed.changes if each.is_enough]),
            ):
                named_ones = ", ".join(_code(self.names.changes(each.changes)) for each in found)
                yield f"- {word}: {named_ones or 'none'}"
            yield ""
        yield from _table(
            ("change", "old → new", "weight", "alone it changes"),
            (row for each in weighed.changes for row in self._change(each, weighed)),
        )
        yield from _table(
            ("rule", "on", "outcome"), (self._outcome(each) for each in judgements.outcomes)
        )
        yield from _table(
            ("recommendation", "stood", "stands"),
            (
                (f"`{each.recommendation}`", " and ".join(each.old), " and ".join(each.new))
                for each in judgements.standings
            ),
        )
        if weighed.facts:
            yield "Computed facts behind the outcomes:"
            yield ""
            for fact in weighed.facts:
                yield f"- {_code(self.names.fact(fact))}"
            yield ""

    def _heading(self, judgements: ComparedEvaluations) -> str:
        old, new = judgements.old.verdict, judgements.new.verdict
        return f"{new.value}, as before" if old is new else f"{old.value} → {new.value}"

    def _draft(self, evaluation: Evaluation) -> str:
        document = evaluation.proposal.document
        about = f": {evaluation.proposal.id}" if self.comparison.shows else ""
        return _code(f"{named(document)}{about}")

    def _change(self, each: WeighedChange, weighed: WeighedComparison) -> Iterator[Sequence[str]]:
        """A row for the change, and where it has several parts one for each of them."""
        weight = weight_of(each) if weighed.has_goal or each.is_prose else ""
        rules = dict.fromkeys(one.rule.id for one in each.made.outcomes) if each.made else ()
        alone = ", ".join(f"`{rule}`" for rule in rules)
        if each.made is not None and each.made.along:
            along = ", ".join(_code(self.names.change(other)) for other in each.made.along)
            alone = f"{alone or 'nothing'} (with {along})"
        if len(each.parts) > 1:
            yield _code(self.names.changes(each.changes)), "", weight, alone
            weight = alone = ""
        for part in each.parts:
            yield _code(self.names.part(part)), _code(self.names.values(part)), weight, alone

    def _outcome(self, change: OutcomeChange) -> Sequence[str]:
        worse = " **(worse)**" if change.is_worse else ""
        subject = subject_of(change.subject, shown=self.comparison.shows)
        outcomes = f"{outcome_of(change.old)} → {outcome_of(change.new)}{worse}"
        return f"`{change.rule.id}`", _code(subject), outcomes


def _judgements(judgements: ComparedEvaluations, gates: GatedVersions) -> Iterator[Sequence[str]]:
    both = (judgements.old, judgements.new)
    yield "verdict", *(each.verdict.value for each in both)
    yield (
        "score",
        *("none" if each.score is None else f"{interval_of(each.score)} / 100" for each in both),
    )
    yield "gate", *(gates.of(each).summary for each in both)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table with a blank line behind it; nothing without rows."""
    found = [f"| {' | '.join(row)} |" for row in rows]
    if found:
        yield f"| {' | '.join(head)} |"
        yield f"|{' --- |' * len(head)}"
        yield from found
        yield ""


def _code(text: str) -> str:
    """Text of a draft as a code span; what would end the span or a cell is written as its code."""
    plain = printable(" ".join(text.split()))
    for mark in "`|":
        plain = plain.replace(mark, f"\\u{{{ord(mark):x}}}")
    return f"`{plain or ' '}`"
