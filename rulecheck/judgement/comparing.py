"""What is not the same in two judgements: by two packs, or of two versions of a proposal."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias, TypeVar

from rulecheck.engine import Outcome
from rulecheck.facts import Subject
from rulecheck.judgement.results import Evaluation, RuleResult, Standing, Verdict
from rulecheck.judgement.run import Run, RunFinding
from rulecheck.packs.model import Norm, Rule
from rulecheck.vocabulary.enums import SubjectKind

K = TypeVar("K")
V = TypeVar("V")

OutcomeKey: TypeAlias = tuple[str, SubjectKind, str]
"""A rule's id, and the kind and name of a subject."""

_STANDING_AGAINST: Final = frozenset({Outcome.VIOLATED, Outcome.UNKNOWN})

_FROM_WORST: Final = (
    Verdict.CONFLICTS,
    Verdict.HOLD,
    Verdict.CONCERNS,
    Verdict.OUT_OF_SCOPE,
    Verdict.ALIGNED,
)
"""Out of scope is no pass: nothing stands against the proposal, and nothing speaks for it."""


@dataclass(frozen=True, slots=True)
class OutcomeChange:
    """That a rule comes to something else on a subject.

    An outcome is `None` where the rule or the subject is in the other judgement alone.
    """

    rule: Rule
    subject: Subject
    old: Outcome | None
    new: Outcome | None

    @property
    def key(self) -> OutcomeKey:
        """What it is an outcome of; the one decision or action is the same under every name."""
        return _key(self.rule, self.subject)

    @property
    def is_worse(self) -> bool:
        """Whether something comes to stand against the proposal where nothing stood before."""
        counts = self.rule.norm is not Norm.PERMISSIVE
        return counts and self.new in _STANDING_AGAINST and self.old not in _STANDING_AGAINST


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

    @property
    def worsens_verdict(self) -> bool:
        """Whether the new verdict is worse; out of scope stands between concerns and aligned."""
        return _FROM_WORST.index(self.new.verdict) < _FROM_WORST.index(self.old.verdict)

    @property
    def worsens_gate(self) -> bool:
        """Whether the new proposal has violations, or else unknowns, and the old one had none."""
        return _gate(self.new) > _gate(self.old)

    @property
    def worse_outcomes(self) -> tuple[OutcomeChange, ...]:
        """Where something comes to stand against the proposal."""
        return tuple(each for each in self.outcomes if each.is_worse)

    @property
    def is_regression(self) -> bool:
        """Whether the new proposal is worse in anything that counts."""
        return self.worsens_verdict or self.worsens_gate or bool(self.worse_outcomes)


def compared(old: Evaluation, new: Evaluation) -> ComparedEvaluations:
    """Two judgements, rule by rule and subject by subject.

    A subject is known again by its kind and name. That a rule does not apply is no change where
    the other judgement lacks the rule or the subject.
    """
    return ComparedEvaluations(old, new, tuple(_outcomes(old, new)), tuple(_standings(old, new)))


def _gate(evaluation: Evaluation) -> int:
    """What stands against a proposal: 0 nothing, 1 unknowns alone, 2 violations."""
    outcomes = {each.outcome for each in evaluation.findings}
    return 2 if Outcome.VIOLATED in outcomes else len(outcomes)


def _outcomes(old: Evaluation, new: Evaluation) -> list[OutcomeChange]:
    found = []
    for one, other in _side_by_side(results_by_key(old), results_by_key(new)):
        named = other or one
        before = None if one is None else one.outcome
        after = None if other is None else other.outcome
        if named is not None and _counted(before) is not _counted(after):
            found.append(OutcomeChange(named.rule, named.subject, before, after))
    return found


def results_by_key(evaluation: Evaluation) -> dict[OutcomeKey, RuleResult]:
    """Every rule on every subject, by what it is known again by in another judgement."""
    return {_key(each.rule, each.subject): each for each in evaluation.results}


def _key(rule: Rule, subject: Subject) -> OutcomeKey:
    is_whole = subject.kind in (SubjectKind.DECISION, SubjectKind.ACTION)
    return rule.id, subject.kind, "" if is_whole else subject.name


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
    """Two runs and what is not the same in them."""

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

    @property
    def worsens_findings(self) -> bool:
        """Whether some rule finds more overdrafts of the new run, or more that may be."""
        old, new = _tally(self.old.findings), _tally(self.new.findings)
        return any(number > old[key] for key, number in new.items())

    @property
    def is_regression(self) -> bool:
        """Whether a proposal that both runs judged, or a run as a whole, is worse."""
        return self.worsens_findings or any(each.is_regression for each in self.proposals)


def compared_runs(old: Run, new: Run) -> ComparedRuns:
    """Two runs over the same files; a proposal is known again by its place in them."""
    return _compared_runs(old, new, _side_by_side(_evaluations(old), _evaluations(new)))


def compared_versions(old: Run, new: Run) -> ComparedRuns:
    """Runs over two versions of proposals, which are known again by their ids.

    A single one is compared with a single one, whatever their ids.
    """
    if len(old.evaluations) == len(new.evaluations) == 1:
        return _compared_runs(old, new, [(old.evaluations[0], new.evaluations[0])])
    before = {each.proposal.id: each for each in old.evaluations}
    after = {each.proposal.id: each for each in new.evaluations}
    return _compared_runs(old, new, _side_by_side(before, after))


def _compared_runs(
    old: Run, new: Run, pairs: Sequence[tuple[Evaluation | None, Evaluation | None]]
) -> ComparedRuns:
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


def _tally(findings: Sequence[RunFinding]) -> Counter[tuple[str, bool]]:
    """How many findings each rule has, and how many of them are certain."""
    found = Counter((each.rule.id, False) for each in findings)
    found.update((each.rule.id, True) for each in findings if each.outcome is Outcome.VIOLATED)
    return found


def _evaluations(run: Run) -> dict[tuple[str, int], Evaluation]:
    documents = ((each.proposal.document, each) for each in run.evaluations)
    return {(document.source.name, document.index): each for document, each in documents}


def _only_in(run: Run, other: Run) -> tuple[RunFinding, ...]:
    """The findings of a run that the other makes not at all, or makes otherwise."""
    others = set(map(_known_by, other.findings))
    return tuple(each for each in run.findings if _known_by(each) not in others)


def _known_by(finding: RunFinding) -> tuple[str, Outcome, str, tuple[str, ...]]:
    """All that a finding says; its message names some of the proposals only."""
    proposals = sorted(place.proposal for place in finding.places)
    return finding.rule.id, finding.outcome, finding.message, tuple(proposals)


def _side_by_side(old: Mapping[K, V], new: Mapping[K, V]) -> Sequence[tuple[V | None, V | None]]:
    """What has the same key in both, in the order of the old, what is only new at the end."""
    return [(old.get(key), new.get(key)) for key in dict.fromkeys((*old, *new))]
