"""How two judgements are set beside each other in words."""

from rulecheck.judgement import Outcome, Score, Subject
from rulecheck.reports.escaping import printable
from rulecheck.reports.model import interval_of, path_of


def scores_of(old: Score | None, new: Score | None) -> str:
    """Two scores that differ."""
    before, after = _score(old), _score(new)
    return f"{before} -> {after}{', by less than 1' if before == after else ''}"


def _score(score: Score | None) -> str:
    return "none" if score is None else f"{interval_of(score)} / 100"


def outcome_of(outcome: Outcome | None) -> str:
    """An outcome; none, if there is no such subject."""
    return "no such subject" if outcome is None else outcome.replace("_", " ")


def subject_of(subject: Subject, *, shown: bool) -> str:
    """What a rule was judged on: by its name, or where that is withheld by its place."""
    if not shown:
        return path_of(subject.pointer)
    name = printable(subject.name)
    return f"{subject.kind} {name}" if subject.stated else name


def counted(number: int, noun: str) -> str:
    """A number of things, as in `1 outcome` and `2 outcomes`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
