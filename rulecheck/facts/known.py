"""Facts with their provenance, and the ways in which facts follow from facts.

Every function here is monotone in information: knowing less of what goes in never makes what
comes out more certain. Whatever is built only from them is monotone too.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import chain
from typing import Final, TypeAlias, TypeVar, final

from rulecheck.documents import Pointer
from rulecheck.vocabulary import FactValue, Members
from rulecheck.vocabulary.ranges import ANY_AMOUNT, Dates, Number, Range, rounded_outward, total
from rulecheck.vocabulary.truth import Truth, negation

H = TypeVar("H", str, Pointer)


@final
class Origin:
    """Where a fact comes from.

    `read` are the fields of the proposal that it rests on, `missing` those whose absence leaves
    it open, `ranged` those that are stated as a range, `sources` what the pack's reference data
    contributed. What several origins name is only gathered when somebody asks: most never are.
    """

    __slots__ = ("_merges", "_named")

    def __init__(
        self,
        read: tuple[Pointer, ...] = (),
        missing: tuple[Pointer, ...] = (),
        sources: tuple[str, ...] = (),
        ranged: tuple[Pointer, ...] = (),
    ) -> None:
        self._named: _Named = (read, missing, sources, ranged)
        self._merges: tuple[Origin, ...] = ()

    @classmethod
    def merging(cls, origins: "tuple[Origin, ...]") -> "Origin":
        """An origin that names all that these do, each once, in order."""
        origin = cls.__new__(cls)
        origin._named = _NOTHING
        origin._merges = origins
        return origin

    @property
    def read(self) -> tuple[Pointer, ...]:
        """Fields that it rests on."""
        return self._all()[0]

    @property
    def missing(self) -> tuple[Pointer, ...]:
        """Fields whose absence leaves it open."""
        return self._all()[1]

    @property
    def sources(self) -> tuple[str, ...]:
        """What reference data contributed."""
        return self._all()[2]

    @property
    def ranged(self) -> tuple[Pointer, ...]:
        """Fields that are stated as a range."""
        return self._all()[3]

    def _all(self) -> "_Named":
        if self._merges:
            read, missing, sources, ranged = zip(
                *(each._all() for each in self._merges), strict=True
            )
            self._named = _once(read), _once(missing), _once(sources), _once(ranged)
            self._merges = ()
        return self._named

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Origin) and self._all() == other._all()

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return f"Origin{self._all()}"

    def __reduce__(self) -> "tuple[type[Origin], _Named]":
        """What goes to another process is gathered first."""
        return Origin, self._all()


_Named: TypeAlias = tuple[
    tuple[Pointer, ...], tuple[Pointer, ...], tuple[str, ...], tuple[Pointer, ...]
]
_NOTHING: Final[_Named] = ((), (), (), ())
NOWHERE: Final = Origin()


def merged(origins: Iterable[Origin]) -> Origin:
    """Everything that several origins name, each once, in order."""
    found = tuple(each for each in origins if each is not NOWHERE)
    return found[0] if len(found) == 1 else Origin.merging(found)


def _once(parts: Sequence[tuple[H, ...]]) -> tuple[H, ...]:
    """All of the parts as one, each value once; most parts are empty."""
    named = [part for part in parts if part]
    if len(named) < 2:
        return named[0] if named else ()
    return tuple(dict.fromkeys(chain.from_iterable(named)))


def origin_of(stated: object, pointer: Pointer) -> Origin:
    """The origin of what stands at the pointer: read if it is stated, missing if it is `None`."""
    if stated is None:
        return Origin(missing=(pointer,))
    is_range = isinstance(stated, Range) and stated.exact is None
    return Origin(read=(pointer,), ranged=(pointer,) if is_range else ())


@dataclass(frozen=True, slots=True, eq=False)
class Bool:
    """A truth and where it comes from."""

    truth: Truth
    origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True, eq=False)
class Num:
    """A number as far as it is known, and where it comes from."""

    number: Number
    origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True)
class Fact:
    """The value of a fact of the vocabulary, and where it comes from."""

    value: FactValue
    origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """A field of the proposal: its value, or `None`, and where it stands or would stand."""

    value: FactValue
    pointer: Pointer

    @property
    def origin(self) -> Origin:
        """Read where it is stated, missing where it is not."""
        return origin_of(self.value, self.pointer)

    def fact(self) -> Fact:
        """The field as a fact."""
        return Fact(self.value, self.origin)

    def number(self) -> Num:
        """The field as an amount of 0 or more."""
        value = self.value
        if isinstance(value, Range) and not isinstance(value.low, date):
            return Num(Range(_end(value.low), _end(value.high)), self.origin)
        return Num(ANY_AMOUNT, Origin(missing=(self.pointer,)))

    def dates(self) -> Dates | None:
        """The field as a date or range of dates; `None` if it is not stated."""
        value = self.value
        if not isinstance(value, Range):
            return None
        low, high = value.low, value.high
        return Range(
            low if isinstance(low, date) else None, high if isinstance(high, date) else None
        )

    def is_in(self, words: Collection[str]) -> Bool:
        """Whether the field is one of the words."""
        return Bool(None if self.value is None else self.value in words, self.origin)

    def holds(self) -> Bool:
        """Whether the field is true."""
        return Bool(self.value if isinstance(self.value, bool) else None, self.origin)


def _end(end: Fraction | date | None) -> Fraction | None:
    return end if isinstance(end, Fraction) else None


TRUE = Bool(True)
FALSE = Bool(False)


def every(parts: Sequence[Bool]) -> Bool:
    """Whether all hold, resting on those that decided it."""
    return _combined(parts, deciding=False)


def some(parts: Sequence[Bool]) -> Bool:
    """Whether one holds, resting on those that decided it."""
    return _combined(parts, deciding=True)


def opposite(part: Bool) -> Bool:
    """Whether it does not hold."""
    return Bool(negation(part.truth), part.origin)


def _combined(parts: Sequence[Bool], deciding: bool) -> Bool:
    """One part with the deciding truth is enough; else unknown ones leave it open."""
    relevant = []
    for part in parts:
        if part.truth is deciding:
            return part
        if part.truth is None:
            relevant.append(part)
    truth = None if relevant else not deciding
    relevant = relevant or list(parts)
    if len(relevant) == 1:
        return relevant[0]
    return Bool(truth, merged([part.origin for part in relevant]))


def sum_of(parts: Sequence[Num]) -> Num:
    """The sum."""
    return Num(total(part.number for part in parts), merged(part.origin for part in parts))


def perhaps(condition: Bool, amount: Num) -> Num:
    """The amount if the condition holds, 0 if it does not, anything between if that is open."""
    if condition.truth is True:
        return Num(amount.number, merged([amount.origin, condition.origin]))
    zero = Fraction(0)
    if condition.truth is False:
        return Num(Range(zero, zero), condition.origin)
    return Num(Range(zero, amount.number.high), merged([amount.origin, condition.origin]))


def compared(left: Num, right: Num, compare: Callable[[Number, Number], Truth]) -> Bool:
    """A comparison of two numbers."""
    return Bool(compare(left.number, right.number), merged([left.origin, right.origin]))


def boolean(part: Bool) -> Fact:
    """A truth as a fact."""
    return Fact(part.truth, part.origin)


def numeric(part: Num) -> Fact:
    """A number as a fact: rounded outward to what engines can hold.

    Unknown if it may be any amount, and also if it may be less than none: knowing less of a
    difference must not make it better known than one that may be any amount.
    """
    number = rounded_outward(part.number)
    if number.high is None and (number.low is None or number.low <= 0):
        return Fact(None, part.origin)
    return Fact(number, part.origin)


def members(value: Members, origin: Origin) -> Fact:
    """A set as a fact; unknown if nothing at all is known of it."""
    if not value.certain and value.possible is None:
        return Fact(None, origin)
    return Fact(value, origin)
