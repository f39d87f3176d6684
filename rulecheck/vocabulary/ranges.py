"""Numbers and dates as far as they are known: a range with a low and a high end.

An exact value is a range whose ends are equal; `None` is an open end. Arithmetic is interval
arithmetic on exact fractions, so no comparison is ever decided by rounding.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from typing import Generic, TypeVar

from rulecheck.vocabulary.truth import Truth

T = TypeVar("T", Fraction, date)

SIGNIFICANT_DIGITS = 15
"""Decimal digits that a 64-bit float holds apart: ends finer than this are rounded outward."""

SMALLEST = Fraction(1, 10_000)
"""Nearer to zero than this, an end is rounded outward, since engines print it with an exponent."""

LARGEST = Fraction(10**15)
"""Beyond this an end is left open."""


@dataclass(frozen=True, slots=True)
class Range(Generic[T]):
    """What is known of one number or date: it lies from `low` to `high`, both included."""

    low: T | None
    high: T | None

    def __post_init__(self) -> None:
        if self.low is self.high or self.low is None or self.high is None:
            return
        if self.low > self.high:
            raise ValueError(f"a range from {self.low} to {self.high} is empty")

    @property
    def exact(self) -> T | None:
        """The value, if only one is possible."""
        return self.low if self.low is self.high or self.low == self.high else None


Number = Range[Fraction]
Dates = Range[date]


def exactly(value: int | Decimal | Fraction) -> Number:
    """The range of one known number."""
    fraction = Fraction(value)
    return Range(fraction, fraction)


def on(day: date) -> Dates:
    """The range of one known date."""
    return Range(day, day)


ANY_NUMBER: Number = Range(None, None)
ANY_AMOUNT: Number = Range(Fraction(0), None)
"""An unknown that can't be negative."""


def at_least(left: Range[T], right: Range[T]) -> Truth:
    """Whether every (true), none (false) or some (unknown) of `left` is `right` or more."""
    if left.low is not None and right.high is not None and left.low >= right.high:
        return True
    if left.high is not None and right.low is not None and left.high < right.low:
        return False
    return None


def more_than(left: Range[T], right: Range[T]) -> Truth:
    """Whether every (true), none (false) or some (unknown) of `left` is over `right`."""
    if left.low is not None and right.high is not None and left.low > right.high:
        return True
    if left.high is not None and right.low is not None and left.high <= right.low:
        return False
    return None


def same(left: Range[T], right: Range[T]) -> Truth:
    """Whether both are certainly (true), never (false) or perhaps (unknown) one value."""
    if left.exact is not None and left.exact == right.exact:
        return True
    return None if overlap(left, right) is not None else False


def overlap(left: Range[T], right: Range[T]) -> Range[T] | None:
    """What both allow; `None` if they contradict each other."""
    lows = [end for end in (left.low, right.low) if end is not None]
    highs = [end for end in (left.high, right.high) if end is not None]
    low, high = max(lows, default=None), min(highs, default=None)
    if low is not None and high is not None and low > high:
        return None
    return Range(low, high)


def hull(ranges: Iterable[Range[T]]) -> Range[T]:
    """The smallest range that holds all of them; there must be at least one."""
    found = list(ranges)
    lows = [each.low for each in found]
    highs = [each.high for each in found]
    low = None if None in lows else min(end for end in lows if end is not None)
    high = None if None in highs else max(end for end in highs if end is not None)
    return Range(low, high)


def total(ranges: Iterable[Number]) -> Number:
    """The sum."""
    low: Fraction | None = Fraction(0)
    high: Fraction | None = Fraction(0)
    for each in ranges:
        low = None if low is None or each.low is None else low + each.low
        high = None if high is None or each.high is None else high + each.high
    return Range(low, high)


def difference(left: Number, right: Number) -> Number:
    """`left` less `right`."""
    low = None if left.low is None or right.high is None else left.low - right.high
    high = None if left.high is None or right.low is None else left.high - right.low
    return Range(low, high)


def product(left: Number, right: Number) -> Number:
    """The product of two amounts (neither can be negative)."""
    low = (left.low or Fraction(0)) * (right.low or Fraction(0))
    if left.high == 0 or right.high == 0:
        return Range(Fraction(0), Fraction(0))
    high = None if left.high is None or right.high is None else left.high * right.high
    return Range(low, high)


def quotient(left: Number, right: Number) -> Number:
    """The quotient of two amounts (neither can be negative); open above if `right` may be 0."""
    low = Fraction(0) if right.high is None or right.high == 0 else (left.low or 0) / right.high
    if left.high is None or right.low is None or right.low == 0:
        return Range(low, None)
    return Range(low, left.high / right.low)


def largest(ranges: Iterable[Number]) -> Number:
    """The maximum of one or more amounts."""
    found = list(ranges)
    highs = [each.high for each in found]
    high = None if None in highs else max(end for end in highs if end is not None)
    return Range(max(each.low or Fraction(0) for each in found), high)


def smallest(ranges: Iterable[Number]) -> Number:
    """The minimum of one or more amounts."""
    found = list(ranges)
    highs = [each.high for each in found if each.high is not None]
    return Range(min(each.low or Fraction(0) for each in found), min(highs, default=None))


def rounded_outward(number: Number) -> Number:
    """The number with ends that every engine can hold exactly; the true value stays inside.

    Ends keep 15 significant digits; an end beyond 10^15 opens, one within 0.0001 of zero widens.
    """
    return Range(_rounded_down(number.low), _rounded_up(number.high))


def _is_exact(end: Fraction) -> bool:
    """Whether it is a whole number of no more digits than are kept; most are."""
    return end.denominator == 1 and abs(end.numerator) < LARGEST.numerator


def _rounded_down(end: Fraction | None) -> Fraction | None:
    if end is None or _is_exact(end):
        return end
    if end < -LARGEST:
        return None
    if end > LARGEST:
        return LARGEST
    if 0 < abs(end) < SMALLEST:
        return Fraction(0) if end > 0 else -SMALLEST
    context = Context(prec=SIGNIFICANT_DIGITS, rounding=ROUND_FLOOR)
    return Fraction(context.divide(Decimal(end.numerator), Decimal(end.denominator)))


def _rounded_up(end: Fraction | None) -> Fraction | None:
    if end is None or _is_exact(end):
        return end
    if end > LARGEST:
        return None
    if end < -LARGEST:
        return -LARGEST
    if 0 < abs(end) < SMALLEST:
        return SMALLEST if end > 0 else Fraction(0)
    context = Context(prec=SIGNIFICANT_DIGITS, rounding=ROUND_CEILING)
    return Fraction(context.divide(Decimal(end.numerator), Decimal(end.denominator)))


def plain_number(value: Fraction) -> str:
    """A fraction as a person writes it: whole, or with up to six decimals."""
    if value.denominator == 1:
        return f"{value.numerator:,}"
    decimal = Context(prec=SIGNIFICANT_DIGITS).divide(
        Decimal(value.numerator), Decimal(value.denominator)
    )
    text = f"{decimal:,.6f}".rstrip("0").rstrip(".")
    return text
