"""What is not the same in two judgements: by two packs, or of two versions of a proposal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from rulecheck.engine import Outcome
from rulecheck.facts import Subject
from rulecheck.judgement.results import Evaluation, RuleResult, Standing
from rulecheck.judgement.run import Run, RunFinding
from rulecheck.packs.model import Rule
from rulecheck.vocabulary.enums import SubjectKind

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class OutcomeChange:
    """That a rule comes to something else on a subject.

    An outcome is `None` where the rule or the subject is in the other judgement alone.
    """

    rule: Rule
    subject: Subject
    old: Outcome | None
    new: Outcome | None


@dataclass(frozen=True, slots=True)
class StandingChange:
    """That a policy action stands otherwise to a recommendation, named by its id."""

    recommendation: str
    old: tuple[Standing, ...]
    new: tuple[Standing, ...]


@dataclass(frozen=True)
class ComparedEvaluations:
    """Two judgements and what is not the same in them."""

    old: Evaluation
    new: Evaluation
    outcomes: tuple[OutcomeChange, ...]
    standings: tuple[StandingChange, ...]

    @property
    def changes_verdict(self) -> bool:
        """Whether the verdicts differ."""
        return self.old.verdict is not self.new.verdict

    @property
    def changes_score(self) -> bool:
        """Whether one end of the score differs, or only one judgement has a score."""
        old, new = self.old.score, self.new.score
        if old is None or new is None:
            return old is not new
        return (old.low, old.high) != (new.low, new.high)

    @property
    def changes_anything(self) -> bool:
        """Whether anything at all differs."""
        found = self.changes_verdict or self.changes_score
        return found or bool(self.outcomes) or bool(self.standings)


def compared(old: Evaluation, new: Evaluation) -> ComparedEvaluations:
    """Two judgements, rule by rule and subject by subject.

    A subject is known again by its kind and name. That a rule does not apply is no change where
    the other judgement lacks the rule or the subject.
    """
    return ComparedEvaluations(old, new, tuple(_outcomes(old, new)), tuple(_standings(old, new)))


def _outcomes(old: Evaluation, new: Evaluation) -> list[OutcomeChange]:
    found = []
    for one, other in _side_by_side(_results(old), _results(new)):
        named = other or one
        before = None if one is None else one.outcome
        after = None if other is None else other.outcome
        if named is not None and _counted(before) is not _counted(after):
            found.append(OutcomeChange(named.rule, named.subject, before, after))
    return found


def _results(evaluation: Evaluation) -> dict[tuple[str, SubjectKind, str], RuleResult]:
    return {_key(each): each for each in evaluation.results}


def _key(result: RuleResult) -> tuple[str, SubjectKind, str]:
    """Rule and subject; the one decision or action is the same under every name."""
    subject = result.subject
    is_whole = subject.kind in (SubjectKind.DECISION, SubjectKind.ACTION)
    return result.rule.id, subject.kind, "" if is_whole else subject.name


def _counted(outcome: Outcome | None) -> Outcome:
    return Outcome.NOT_APPLICABLE if outcome is None else outcome


def _standings(old: Evaluation, new: Evaluation) -> list[StandingChange]:
    names = dict.fromkeys((*old.standings, *new.standings))
    untouched = (Standing.UNTOUCHED,)
    changes = [
        StandingChange(each, old.standings.get(each, untouched), new.standings.get(each, untouched))
        for each in names
    ]
    return [each for each in changes if each.old != each.new]


# -- runs ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ComparedRuns:
    """Two runs over the same files, and what is not the same in them."""

    old: Run
    new: Run
    proposals: tuple[ComparedEvaluations, ...]
    """The proposals that both runs judged, whether anything differs or not."""
    only_old: tuple[Evaluation, ...]
    only_new: tuple[Evaluation, ...]
    findings_gone: tuple[RunFinding, ...]
    findings_come: tuple[RunFinding, ...]

    @property
    def verdicts_changed(self) -> int:
        """Of how many proposals the verdict differs, or is given by one run alone."""
        changed = sum(each.changes_verdict for each in self.proposals)
        return changed + len(self.only_old) + len(self.only_new)

    @property
    def scores_changed(self) -> int:
        """Of how many proposals that both runs judged the score differs."""
        return sum(each.changes_score for each in self.proposals)

    @property
    def outcomes_changed(self) -> int:
        """How many outcomes differ: one for each rule and subject."""
        return sum(len(each.outcomes) for each in self.proposals)

    @property
    def changes_judgement(self) -> bool:
        """Whether a verdict, an outcome or a finding of the run differs."""
        changed = self.verdicts_changed or self.outcomes_changed
        return bool(changed or self.findings_gone or self.findings_come)


def compared_runs(old: Run, new: Run) -> ComparedRuns:
    """Two runs over the same files; a proposal is known again by its place in them."""
    pairs = _side_by_side(_evaluations(old), _evaluations(new))
    return ComparedRuns(
        old=old,
        new=new,
        proposals=tuple(
            compared(one, other) for one, other in pairs if one is not None and other is not None
        ),
        only_old=tuple(one for one, other in pairs if one is not None and other is None),
        only_new=tuple(other for one, other in pairs if one is None and other is not None),
        findings_gone=_only_in(old, new),
        findings_come=_only_in(new, old),
    )


def _evaluations(run: Run) -> dict[tuple[str, int], Evaluation]:
    documents = ((each.proposal.document, each) for each in run.evaluations)
    return {(document.source.name, document.index): each for document, each in documents}


def _only_in(run: Run, other: Run) -> tuple[RunFinding, ...]:
    """The findings of a run that the other makes not at all, or makes otherwise."""
    others = {(each.rule.id, each.outcome, each.message) for each in other.findings}
    return tuple(
        each for each in run.findings if (each.rule.id, each.outcome, each.message) not in others
    )


def _side_by_side(old: Mapping[K, V], new: Mapping[K, V]) -> Sequence[tuple[V | None, V | None]]:
    """What has the same key in both, in the order of the old, what is only new at the end."""
    return [(old.get(key), new.get(key)) for key in dict.fromkeys((*old, *new))]
