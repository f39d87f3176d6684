"""Three-valued truth (strong Kleene): true, false, or not known.

A truth is `True`, `False` or `None`; `None` means that what is known decides neither.
Test it with `is True`, `is False`, `is None`: an unknown must never fall through an `if`.
"""

from collections.abc import Iterable

Truth = bool | None


def all_of(truths: Iterable[Truth]) -> Truth:
    """Conjunction: false if one is false, true if all are true, else unknown."""
    result: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            result = None
    return result


def any_of(truths: Iterable[Truth]) -> Truth:
    """Disjunction: true if one is true, false if all are false, else unknown."""
    result: Truth = False
    for truth in truths:
        if truth is True:
            return True
        if truth is None:
            result = None
    return result


def negation(truth: Truth) -> Truth:
    """The opposite; the opposite of unknown is unknown."""
    return None if truth is None else not truth


def at_most_unknown(truth: Truth) -> Truth:
    """False stays false; anything else is unknown, as for a subject that may not exist."""
    return False if truth is False else None
