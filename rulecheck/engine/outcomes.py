"""What a rule comes to on a subject, from the truth of its three conditions."""

from enum import StrEnum, unique

from rulecheck.vocabulary.truth import Truth, at_most_unknown


@unique
class Outcome(StrEnum):
    """The outcome of a rule, worst first."""

    VIOLATED = "violated"
    UNKNOWN = "unknown"
    EXCEPTED = "excepted"
    SATISFIED = "satisfied"
    CLEARED = "cleared"
    NOT_APPLICABLE = "not_applicable"


SEVERITY = {outcome: place for place, outcome in enumerate(Outcome)}
"""Place of an outcome in the order from worst to best."""


def outcome_of(applies: Truth, violated: Truth, excepted: Truth, *, stated: bool) -> Outcome:
    """The first row that holds of the table that the rule language defines.

    `excepted` is false for a rule without exception. A subject that is not stated may not
    exist, so the rule at most perhaps applies to it.
    """
    if not stated:
        applies = at_most_unknown(applies)
    if applies is False:
        return Outcome.NOT_APPLICABLE
    if applies is True and violated is False:
        return Outcome.SATISFIED
    if applies is True and excepted is True:
        return Outcome.EXCEPTED
    if applies is True and violated is True and excepted is False:
        return Outcome.VIOLATED
    if applies is None and (violated is False or excepted is True):
        return Outcome.CLEARED
    return Outcome.UNKNOWN


def worst(outcomes: "list[Outcome] | tuple[Outcome, ...]") -> Outcome:
    """The worst of several; not applicable if there are none."""
    return min(outcomes, key=SEVERITY.__getitem__, default=Outcome.NOT_APPLICABLE)
