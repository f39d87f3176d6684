"""What it means that one fact says no more than another."""

from collections.abc import Iterator
from typing import cast

from rulecheck.facts import Subject
from rulecheck.vocabulary import FactValue, Members, Range
from rulecheck.vocabulary.ranges import Number


def covers(wide: FactValue, narrow: FactValue) -> bool:
    """Whether everything that `narrow` leaves possible `wide` leaves possible too."""
    if wide is None:
        return True
    match wide, narrow:
        case Range(), Range():
            # Two values of one fact, so both are numbers or both are dates.
            return _holds(cast(Number, wide), cast(Number, narrow))
        case Members(), Members():
            certain = wide.certain <= narrow.certain
            if wide.possible is None:
                return certain
            return certain and narrow.possible is not None and wide.possible >= narrow.possible
        case ((bool() | str()), (bool() | str())):
            return wide == narrow
        case _:
            return False


def _holds(wide: Number, narrow: Number) -> bool:
    low = wide.low is None or (narrow.low is not None and wide.low <= narrow.low)
    high = wide.high is None or (narrow.high is not None and wide.high >= narrow.high)
    return low and high


def stands_for(less: Subject, full: Subject) -> bool:
    """Whether a subject of the draft that says less is, or may be, the one of the full draft."""
    if less.kind is not full.kind:
        return False
    if less.pointer == full.pointer:
        return True
    return not less.stated and full.pointer[: len(less.pointer)] == less.pointer


def betrayals(less: tuple[Subject, ...], full: tuple[Subject, ...]) -> Iterator[str]:
    """Facts that are better known, and subjects that are gone, in the draft that says less."""
    for subject in full:
        standing = [each for each in less if stands_for(each, subject)]
        if not standing:
            yield f"{subject.kind} {subject.name} is gone"
        for other in standing:
            for name, fact in subject.facts.items():
                value = other.facts[name].value
                if not covers(value, fact.value):
                    yield f"{name} of {subject.kind} {subject.name}: {fact.value} became {value}"
