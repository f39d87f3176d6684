"""Sending what was judged from a process to the one that it is a copy of.

Pickle does it, through a pipe that nobody else holds or a file that nobody else can open. What
belongs to the pack is not sent but named, so that a rule is the same object here and there.
Dataclasses and named tuples are sent as the arguments that make them anew: pickle's own way calls
Python for each field.
"""

import pickle
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from io import BytesIO
from operator import attrgetter
from typing import Final, TypeVar, cast

from rulecheck.judgement.prepared import PreparedRule, preparing
from rulecheck.packs.model import Pack, Recommendation, Rule

T = TypeVar("T")

_Reduced = tuple[Callable[..., object], tuple[object, ...]]
_Reducer = Callable[[object], _Reduced]


def packed(value: object) -> bytes:
    """The value as it is sent."""
    buffer = BytesIO()
    pickler = pickle.Pickler(buffer, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _Reducers()
    pickler.dump(value)
    return buffer.getvalue()


def unpacked(data: bytes, kind: type[T], pack: Pack) -> T:
    """What was sent by a copy of this process, with the pack's own parts in it."""
    value = _Unpickler(data, pack).load()
    if not isinstance(value, kind):
        raise TypeError(f"a {kind.__name__} was to be sent, and not {type(value).__name__}")
    return value


def _the_pack() -> Pack:
    raise AssertionError("only a name, for the pack of whoever receives it")


def _the_recommendation(_recommendation: str) -> Recommendation:
    raise AssertionError("only a name, for that of whoever receives it")


def _the_rule(_rule: str) -> Rule:
    raise AssertionError("only a name, for that of whoever receives it")


def _the_prepared(_rule: str, _day: date) -> PreparedRule:
    raise AssertionError("only a name, for that of whoever receives it")


@lru_cache(maxsize=10_000)
def _fraction(numerator: int, denominator: int) -> Fraction:
    """A fraction in lowest terms. The same few come again and again, and each is costly to make."""
    return Fraction(numerator, denominator)


class _Unpickler(pickle.Unpickler):
    def __init__(self, data: bytes, pack: Pack) -> None:
        super().__init__(BytesIO(data))
        self._own: dict[str, Callable[..., object]] = {
            _the_pack.__name__: lambda: pack,
            _the_recommendation.__name__: {each.id: each for each in pack.recommendations}.get,
            _the_rule.__name__: pack.rule,
            _the_prepared.__name__: lambda rule, day: preparing(pack).on(day).rules[rule],
            _fraction.__name__: _fraction,
        }

    def find_class(self, module: str, name: str) -> object:
        if module == __name__:
            return self._own[name]
        return super().find_class(module, name)


class _Reducers(dict[type, _Reducer]):
    """How an object is sent, by its class; found out when the first of a class is sent."""

    def __init__(self) -> None:
        super().__init__(_GIVEN)

    def __missing__(self, kind: type) -> _Reducer:
        if is_dataclass(kind):
            self[kind] = _remade(kind)
        elif issubclass(kind, tuple):
            self[kind] = lambda value: (kind, tuple(cast(tuple[object, ...], value)))
        else:
            raise KeyError(kind)
        return self[kind]


def _remade(kind: type) -> _Reducer:
    names = [each.name for each in fields(kind) if each.init]
    if len(names) < 2:
        return lambda value: (kind, tuple(getattr(value, name) for name in names))
    values = attrgetter(*names)
    return lambda value: (kind, values(value))


_GIVEN: Final[dict[type, _Reducer]] = {
    Pack: lambda _: (_the_pack, ()),
    Recommendation: lambda value: (_the_recommendation, (attrgetter("id")(value),)),
    Rule: lambda value: (_the_rule, (attrgetter("id")(value),)),
    PreparedRule: lambda value: (_the_prepared, attrgetter("rule.id", "day")(value)),
    Fraction: lambda value: (_fraction, attrgetter("numerator", "denominator")(value)),
}
