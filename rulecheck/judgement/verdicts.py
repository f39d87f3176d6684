"""From outcomes to a score and a verdict."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import or_

from rulecheck.engine import Outcome, worst
from rulecheck.judgement.results import RecommendationResult, Score, Verdict
from rulecheck.packs.model import OnUnknown, Rule

EARNING = frozenset({Outcome.SATISFIED, Outcome.EXCEPTED})
NOT_APPLYING = frozenset({Outcome.CLEARED, Outcome.NOT_APPLICABLE})


def score_of(results: Sequence[RecommendationResult]) -> Score | None:
    """The score interval over the recommendations that apply; `None` if none does."""
    counted = [each for each in results if each.applies]
    weight = sum(each.recommendation.weight for each in counted)
    if weight == 0:
        return None
    earned = sum(each.recommendation.weight for each in counted if each.outcome in EARNING)
    unknown = sum(each.recommendation.weight for each in counted if each.outcome is Outcome.UNKNOWN)
    return Score(
        low=Fraction(100 * earned, weight),
        high=Fraction(100 * (earned + unknown), weight),
        earned=earned,
        open=unknown,
        weight=weight,
    )


@dataclass(frozen=True, slots=True)
class Bearing:
    """How recommendations bear on the verdict."""

    conflicts: bool = False
    """A veto is violated."""
    holds: bool = False
    """Too much is unknown to decide."""
    applies: bool = False
    falls_short: bool = False
    """One is violated or unknown."""

    def __or__(self, other: "Bearing") -> "Bearing":
        """The bearing of both together."""
        return Bearing(
            self.conflicts or other.conflicts,
            self.holds or other.holds,
            self.applies or other.applies,
            self.falls_short or other.falls_short,
        )

    @property
    def verdict(self) -> Verdict:
        """The first that holds, from conflicts down to aligned."""
        if self.conflicts:
            return Verdict.CONFLICTS
        if self.holds:
            return Verdict.HOLD
        if not self.applies:
            return Verdict.OUT_OF_SCOPE
        return Verdict.CONCERNS if self.falls_short else Verdict.ALIGNED


@dataclass(frozen=True, slots=True)
class Tally:
    """What the outcomes of one recommendation's rules mean for the verdict, so far."""

    worst: Outcome = Outcome.NOT_APPLICABLE
    has_violated_veto: bool = False
    has_unknown_veto: bool = False
    has_unknown_hold: bool = False
    """Whether a rule is undecided that says to wait for that."""

    def with_outcome(self, rule: Rule, outcome: Outcome) -> "Tally":
        """The tally with one more outcome of a rule."""
        is_unknown = outcome is Outcome.UNKNOWN
        return Tally(
            worst((self.worst, outcome)),
            self.has_violated_veto or (rule.veto and outcome is Outcome.VIOLATED),
            self.has_unknown_veto or (rule.veto and is_unknown),
            self.has_unknown_hold or (rule.on_unknown is OnUnknown.HOLD and is_unknown),
        )

    @property
    def bearing(self) -> Bearing:
        """How the recommendation bears on the verdict."""
        waits = self.worst is Outcome.UNKNOWN and self.has_unknown_hold
        return Bearing(
            conflicts=self.has_violated_veto,
            holds=self.has_unknown_veto or waits,
            applies=self.worst not in NOT_APPLYING,
            falls_short=self.worst in (Outcome.VIOLATED, Outcome.UNKNOWN),
        )


def verdict_of(results: Sequence[RecommendationResult]) -> Verdict:
    """The verdict on a proposal; permissive recommendations take no part."""
    counted = [each for each in results if not each.recommendation.is_permissive]
    return reduce(or_, (_tally(each).bearing for each in counted), Bearing()).verdict


def _tally(each: RecommendationResult) -> Tally:
    tally = Tally()
    for result in each.results:
        if result.outcome is not Outcome.NOT_APPLICABLE:  # which changes no tally; most are
            tally = tally.with_outcome(result.rule, result.outcome)
    return tally
