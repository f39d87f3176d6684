"""Choosing rules of a pack by what they are."""

from dataclasses import dataclass, replace

from rulecheck.packs.model import Norm, Pack, Recommendation, Rule
from rulecheck.vocabulary.enums import SubjectKind


@dataclass(frozen=True, slots=True)
class Cited:
    """A place of the source: a paragraph, or one sentence of it."""

    paragraph: int
    sentence: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What rules are looked for; what is `None` or false matters not."""

    norm: Norm | None = None
    subject: SubjectKind | None = None
    veto: bool = False
    recommendation: str | None = None
    cites: Cited | None = None


def chosen(pack: Pack, choice: Choice) -> tuple[Recommendation, ...]:
    """The recommendations that have rules of the choice, each with these rules alone."""
    found = []
    for recommendation in pack.recommendations:
        if not _serves(recommendation, choice):
            continue
        if rules := tuple(rule for rule in recommendation.rules if _fits(rule, choice)):
            found.append(replace(recommendation, rules=rules))
    return tuple(found)


def _serves(recommendation: Recommendation, choice: Choice) -> bool:
    if choice.recommendation not in (None, recommendation.id):
        return False
    cited = choice.cites
    return cited is None or any(
        each.paragraph == cited.paragraph and cited.sentence in (None, each.sentence)
        for each in recommendation.citations
    )


def _fits(rule: Rule, choice: Choice) -> bool:
    return (
        choice.norm in (None, rule.norm)
        and choice.subject in (None, rule.subject)
        and (rule.veto or not choice.veto)
    )
