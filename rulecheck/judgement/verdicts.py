"""From outcomes to a score and a verdict."""

from collections.abc import Sequence
from fractions import Fraction

from rulecheck.engine import Outcome
from rulecheck.judgement.results import RecommendationResult, Score, Verdict
from rulecheck.packs.model import OnUnknown

EARNING = frozenset({Outcome.SATISFIED, Outcome.EXCEPTED})


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


def verdict_of(results: Sequence[RecommendationResult]) -> Verdict:
    """The verdict: the first that holds, from conflicts down to aligned."""
    counted = [each for each in results if not each.recommendation.is_permissive]
    if any(_vetoed(each, Outcome.VIOLATED) for each in counted):
        return Verdict.CONFLICTS
    if any(_vetoed(each, Outcome.UNKNOWN) or _holds(each) for each in counted):
        return Verdict.HOLD
    if not any(each.applies for each in counted):
        return Verdict.OUT_OF_SCOPE
    if any(each.outcome in (Outcome.VIOLATED, Outcome.UNKNOWN) for each in counted):
        return Verdict.CONCERNS
    return Verdict.ALIGNED


def _vetoed(each: RecommendationResult, outcome: Outcome) -> bool:
    return any(result.rule.veto and result.outcome is outcome for result in each.results)


def _holds(each: RecommendationResult) -> bool:
    """Whether the recommendation is undecided and a rule of it says to wait for that."""
    return each.outcome is Outcome.UNKNOWN and any(
        result.rule.on_unknown is OnUnknown.HOLD and result.outcome is Outcome.UNKNOWN
        for result in each.results
    )
