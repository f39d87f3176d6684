"""From outcomes to a score and a verdict."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

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
    def holds(self) -> bool:
        """Whether too much is unknown to decide on the recommendation."""
        waits = self.worst is Outcome.UNKNOWN and self.has_unknown_hold
        return self.has_unknown_veto or waits


def verdict_of(results: Sequence[RecommendationResult]) -> Verdict:
    """The verdict: the first that holds, from conflicts down to aligned."""
    return verdict_from([_tally(each) for each in results if not each.recommendation.is_permissive])


def verdict_from(tallies: Iterable[Tally]) -> Verdict:
    """The verdict on recommendations that are not permissive, by the tally of each."""
    found = list(tallies)
    if any(each.has_violated_veto for each in found):
        return Verdict.CONFLICTS
    if any(each.holds for each in found):
        return Verdict.HOLD
    if all(each.worst in NOT_APPLYING for each in found):
        return Verdict.OUT_OF_SCOPE
    if any(each.worst in (Outcome.VIOLATED, Outcome.UNKNOWN) for each in found):
        return Verdict.CONCERNS
    return Verdict.ALIGNED


def _tally(each: RecommendationResult) -> Tally:
    tally = Tally()
    for result in each.results:
        tally = tally.with_outcome(result.rule, result.outcome)
    return tally
