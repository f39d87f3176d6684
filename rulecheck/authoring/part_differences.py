"""What differs between two versions of one thing of a pack: the smallest parts, in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from fractions import Fraction
from functools import partial
from itertools import zip_longest
from typing import Final, assert_never

from rulecheck.packs.conditions import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Meets,
    Not,
)
from rulecheck.packs.model import (
    ClassifiedSentence,
    Definition,
    Note,
    Pack,
    Parameter,
    ParameterValue,
    Recommendation,
    Rule,
)
from rulecheck.packs.reference import (
    Chip,
    EquipmentClass,
    GroupPeriod,
    Limit,
    Listing,
    SupplierControl,
    Threshold,
    ThresholdPeriod,
)
from rulecheck.packs.templates import literal_in_words
from rulecheck.packs.wording import in_one_line
from rulecheck.vocabulary import Range
from rulecheck.vocabulary.display import shown

PROSE: Final[Mapping[type, frozenset[str]]] = {
    Pack: frozenset({"name", "version", "source_title"}),
    Recommendation: frozenset({"title", "citations", "reading"}),
    # A rule's norm is only shown: what is permissive is so by its recommendation.
    Rule: frozenset({"title", "norm", "veto_because", "message", "remedy", "evidence", "notes"}),
    Note: frozenset({"when", "message"}),
    Definition: frozenset({"meaning"}),
    Parameter: frozenset({"meaning"}),
    ParameterValue: frozenset({"source", "basis"}),
    Chip: frozenset({"name", "confidence", "source"}),
    Listing: frozenset({"citation", "confidence"}),
    GroupPeriod: frozenset({"source", "confidence"}),
    EquipmentClass: frozenset({"title", "source", "confidence"}),
    SupplierControl: frozenset({"title", "source", "confidence"}),
    Threshold: frozenset({"meaning"}),
    ThresholdPeriod: frozenset({"source", "basis"}),
    ClassifiedSentence: frozenset({"citation", "kind", "note", "because"}),
}
"""Fields that only people read. What is not named here may decide something."""

_HEADER: Final = frozenset({"name", "version", "source_title", "judges_from"})

_NOT_COMPARED: Final[Mapping[type, frozenset[str]]] = {
    Pack: frozenset(each.name for each in fields(Pack)) - _HEADER,
    Recommendation: frozenset({"id", "rules"}),
    SupplierControl: frozenset({"country"}),
}
"""Fields that name a thing, or that hold things which are compared by themselves."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a thing that is no longer what it was."""

    place: str
    """Where in the thing, as in `values.2025-06-01.value`."""
    old: str | None
    """What stood there, in words; of a list, what it no longer holds. `None`: nothing."""
    new: str | None
    """What stands there now; of a list, what it holds besides. `None`: nothing."""
    decides: bool
    """Whether a judgement can hang on it; otherwise it only changes what people read."""


def parts(old: object, new: object, place: str = "", *, decides: bool = True) -> Iterator[Part]:
    """The parts in which two versions of a thing differ; `None` is a thing that is not there.

    The order of a list means nothing in a pack, and so changes nothing.
    """
    if old == new:
        return
    if isinstance(old, Condition | None) and isinstance(new, Condition | None):
        yield from _of_conditions(old, new, place, decides=decides)
    elif isinstance(old, Mapping | None) and isinstance(new, Mapping | None):
        yield from _of_mappings(old or {}, new or {}, place, decides=decides)
    elif isinstance(old, tuple | frozenset | None) and isinstance(new, tuple | frozenset | None):
        yield from _of_lists(old or (), new or (), place, decides=decides)
    elif _compared(new if old is None else old):
        yield from _of_things(old, new, place, decides=decides)
    elif (before := _said(old)) != (after := _said(new)):
        yield Part(place, before, after, decides)


def _said(value: object) -> str | None:
    return None if value is None else _in_words(value)


def _in_words(value: object) -> str:
    match value:
        case Comparison() | AllOf() | AnyOf() | Not() | Meets():
            return in_one_line(value)
        case Limit(measure, operator, limit):
            return f"{measure} {operator.replace('_', ' ')} {shown(limit)}"
        case Range():
            return shown(value)
        case bool() | str() | date() | Fraction():
            return literal_in_words(value)
        case tuple():
            return " and ".join(map(_in_words, value))
        case _ if _compared(value):
            said = {name: _said(getattr(value, name)) for name in _compared(value)}
            return ", ".join(f"{name} {words}" for name, words in said.items() if words)
        case _:
            return str(value)


def _of_things(old: object, new: object, place: str, *, decides: bool) -> Iterator[Part]:
    """Two of one kind, field by field."""
    thing = new if old is None else old
    prose = PROSE.get(type(thing), frozenset())
    for name in _compared(thing):
        yield from parts(
            getattr(old, name, None),
            getattr(new, name, None),
            _inside(place, name),
            decides=decides and name not in prose,
        )


def _compared(thing: object) -> tuple[str, ...]:
    """The names of the fields that say what a thing is like; a mere value has none."""
    if not is_dataclass(thing) or isinstance(thing, Range):
        return ()
    without = _NOT_COMPARED.get(type(thing), frozenset({"id"}))
    return tuple(each.name for each in fields(thing) if each.name not in without)


def _of_mappings(
    old: Mapping[str, object], new: Mapping[str, object], place: str, *, decides: bool
) -> Iterator[Part]:
    for key in {**old, **new}:
        yield from parts(old.get(key), new.get(key), _inside(place, key), decides=decides)


def _inside(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _of_lists(
    old: Iterable[object], new: Iterable[object], place: str, *, decides: bool
) -> Iterator[Part]:
    before, after = _by_day(old), _by_day(new)
    if before is not None and after is not None:
        for day in sorted({*before, *after}):
            inside = f"{place}.{day}" if place else day
            for part in parts(before.get(day), after.get(day), inside, decides=decides):
                if part.place != f"{inside}.since":
                    yield part
        return
    gone, come = _only_in(old, new), _only_in(new, old)
    if all(isinstance(each, str) for each in (*gone, *come)):
        if gone or come:
            yield Part(place, _joined(gone), _joined(come), decides)
        return
    for one, other in zip_longest(gone, come):
        hangs = any(part.decides for part in parts(one, other, place, decides=decides))
        yield Part(place, _said(one), _said(other), hangs)


def _by_day(things: Iterable[object]) -> dict[str, object] | None:
    """Things by the day from which each holds; `None` where no day tells them apart."""
    days = {str(getattr(each, "since", None)): each for each in things}
    return None if "None" in days or len(days) < len(list(things)) else days


def _only_in(one: Iterable[object], other: Iterable[object]) -> list[object]:
    """What one list has and the other has not, told apart by what is said of it."""
    others = {_in_words(each) for each in other}
    return [each for each in one if _in_words(each) not in others]


def _joined(words: Sequence[object]) -> str | None:
    # Names of entities hold commas.
    return "; ".join(map(str, words)) or None


# -- conditions ---------------------------------------------------------------------------------


def _of_conditions(
    old: Condition | None, new: Condition | None, place: str, *, decides: bool
) -> Iterator[Part]:
    """The comparisons that differ; a whole condition only where nothing of it was kept."""
    if old is None or new is None:
        yield Part(place, _said(old), _said(new), decides)
        return
    one, other = _comparable(old), _comparable(new)
    if one == other:
        return
    if isinstance(one, Not) and isinstance(other, Not):
        yield from _of_conditions(one.part, other.part, f"{place}.not", decides=decides)
    elif (join := _common_join(one, other)) is not None:
        for before, after in _paired(_joined_by(join, one), _joined_by(join, other)):
            yield from _of_conditions(before, after, f"{place}.{_KEYS[join]}", decides=decides)
    else:
        yield Part(place, _said(one), _said(other), decides)


_Join = type[AllOf] | type[AnyOf]

_KEYS: Final[Mapping[_Join, str]] = {AllOf: "all", AnyOf: "any"}


def _comparable(condition: Condition) -> Condition:
    """The condition with definitions by name alone, lists in order, and no join of a single part.

    What a definition means is compared where it is written.
    """
    match condition:
        case Comparison(fact, operator, tuple() as words):
            return Comparison(fact, operator, tuple(sorted(words)))
        case Comparison():
            return condition
        case AllOf((part,)) | AnyOf((part,)):
            return _comparable(part)
        case AllOf(joined):
            return AllOf(tuple(map(_comparable, joined)))
        case AnyOf(joined):
            return AnyOf(tuple(map(_comparable, joined)))
        case Not(part):
            return Not(_comparable(part))
        case Meets(definition):
            return Meets(definition, AllOf(()))
        case _:
            assert_never(condition)


def _common_join(one: Condition, other: Condition) -> _Join | None:
    """What joins the parts of both, a condition without that join being its only part."""
    for join in _KEYS:
        if isinstance(one, join) and isinstance(other, join):
            return join
    for join in _KEYS:
        if set(_joined_by(join, one)) & set(_joined_by(join, other)):
            return join
    return None


def _joined_by(join: _Join, condition: Condition) -> tuple[Condition, ...]:
    return condition.parts if isinstance(condition, join) else (condition,)


def _paired(
    old: Sequence[Condition], new: Sequence[Condition]
) -> Iterator[tuple[Condition | None, Condition | None]]:
    """What is not in both, each beside what it most likely became."""
    gone, come = _rest(old, new), _rest(new, old)
    for each in gone:
        near = max(come, key=partial(_likeness, each), default=None)
        if near is not None and _likeness(each, near):
            come.remove(near)
            yield each, near
        else:
            yield each, None
    for each in come:
        yield None, each


def _rest(one: Sequence[Condition], other: Sequence[Condition]) -> list[Condition]:
    rest = list(one)
    for each in other:
        if each in rest:
            rest.remove(each)
    return rest


def _likeness(one: Condition, other: Condition) -> int:
    """How many facts and definitions two conditions of one form have in common."""
    return len(_asked(one) & _asked(other)) if type(one) is type(other) else 0


def _asked(condition: Condition) -> frozenset[str]:
    match condition:
        case Comparison(fact):
            return frozenset({fact})
        case Meets(definition):
            return frozenset({definition})
        case Not(part):
            return _asked(part)
        case AllOf(joined) | AnyOf(joined):
            return frozenset[str]().union(*map(_asked, joined))
        case _:
            assert_never(condition)
