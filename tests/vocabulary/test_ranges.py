"""Ranges: arithmetic that holds every concrete result, comparisons that never guess."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product as pairs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulecheck.vocabulary.ranges import (
    ANY_AMOUNT,
    ANY_NUMBER,
    LARGEST,
    SMALLEST,
    Number,
    Range,
    at_least,
    difference,
    exactly,
    hull,
    largest,
    more_than,
    on,
    overlap,
    plain_number,
    product,
    quotient,
    rounded_outward,
    same,
    smallest,
    total,
)
from rulecheck.vocabulary.truth import Truth

FAR = 100
"""Stands for what lies beyond an open end, when the values of a range are listed."""

denominators = st.sampled_from([1, 2, 3, 7, 100, 9999])
numbers = st.builds(Fraction, st.integers(-(10**6), 10**6), denominators)
amounts = st.builds(Fraction, st.integers(0, 10**6), denominators)

ends = st.tuples(st.booleans(), st.booleans())
"""Which ends of a range are open."""


@st.composite
def known(
    draw: st.DrawFn, values: st.SearchStrategy[Fraction] = numbers
) -> tuple[Number, Fraction]:
    """A range and a value that lies in it."""
    low, value, high = sorted(draw(st.tuples(values, values, values)))
    open_below, open_above = draw(ends)
    return Range(None if open_below else low, None if open_above else high), value


@st.composite
def short(draw: st.DrawFn) -> Number:
    """A range with whole ends near zero, or open ones, so that its values can be listed."""
    low, high = sorted(draw(st.tuples(*[st.integers(-3, 3).map(Fraction)] * 2)))
    open_below, open_above = draw(ends)
    return Range(None if open_below else low, None if open_above else high)


def listed(number: Number) -> list[int]:
    low = -FAR if number.low is None else int(number.low)
    high = FAR if number.high is None else int(number.high)
    return [each for each in (-FAR, *range(-3, 4), FAR) if low <= each <= high]


def holds(number: Number, value: Fraction) -> bool:
    return (number.low is None or number.low <= value) and (
        number.high is None or value <= number.high
    )


def of_all(truths: set[bool]) -> Truth:
    """What is known where any of these may be the case."""
    return next(iter(truths)) if len(truths) == 1 else None


def test_an_empty_range_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="a range from 2 to 1 is empty"):
        Range(Fraction(2), Fraction(1))


def test_only_equal_ends_are_exact() -> None:
    assert exactly(5).exact == 5
    assert on(date(2025, 7, 22)).exact == date(2025, 7, 22)
    assert Range(Fraction(1), Fraction(2)).exact is None
    assert ANY_AMOUNT.exact is None
    assert ANY_NUMBER.exact is None


# -- arithmetic ----------------------------------------------------------------------------------


@given(st.lists(known(), max_size=4))
def test_a_sum_holds_every_sum(parts: list[tuple[Number, Fraction]]) -> None:
    assert holds(total(each for each, _ in parts), sum((value for _, value in parts), Fraction(0)))


@given(known(), known())
def test_a_difference_holds_every_difference(
    left: tuple[Number, Fraction], right: tuple[Number, Fraction]
) -> None:
    assert holds(difference(left[0], right[0]), left[1] - right[1])


@given(known(amounts), known(amounts))
def test_a_product_of_amounts_holds_every_product(
    left: tuple[Number, Fraction], right: tuple[Number, Fraction]
) -> None:
    assert holds(product(left[0], right[0]), left[1] * right[1])


@given(known(amounts), known(amounts))
def test_a_quotient_of_amounts_holds_every_quotient(
    left: tuple[Number, Fraction], right: tuple[Number, Fraction]
) -> None:
    found = quotient(left[0], right[0])
    assert right[1] == 0 or holds(found, left[1] / right[1])
    assert found.low is not None
    assert found.low >= 0


@given(st.lists(known(amounts), min_size=1, max_size=4))
def test_extremes_of_amounts_hold_every_extreme(parts: list[tuple[Number, Fraction]]) -> None:
    values = [value for _, value in parts]
    assert holds(largest(each for each, _ in parts), max(values))
    assert holds(smallest(each for each, _ in parts), min(values))


@given(numbers, numbers)
def test_exact_numbers_give_exact_sums(left: Fraction, right: Fraction) -> None:
    assert total([exactly(left), exactly(right)]) == exactly(left + right)
    assert difference(exactly(left), exactly(right)) == exactly(left - right)


@given(amounts, amounts.filter(bool))
def test_exact_amounts_give_exact_products(left: Fraction, right: Fraction) -> None:
    assert product(exactly(left), exactly(right)) == exactly(left * right)
    assert quotient(exactly(left), exactly(right)) == exactly(left / right)
    assert largest([exactly(left), exactly(right)]) == exactly(max(left, right))
    assert smallest([exactly(left), exactly(right)]) == exactly(min(left, right))


def test_nothing_times_an_unknown_is_nothing() -> None:
    assert product(exactly(0), ANY_AMOUNT) == exactly(0)
    assert product(ANY_AMOUNT, exactly(0)) == exactly(0)


def test_a_quotient_by_what_may_be_zero_is_open_above() -> None:
    assert quotient(exactly(6), Range(Fraction(0), Fraction(2))) == Range(Fraction(3), None)
    assert quotient(exactly(6), exactly(0)) == ANY_AMOUNT


def sum_of_two(left: Number, right: Number) -> Number:
    return total([left, right])


@pytest.mark.parametrize("operation", [sum_of_two, difference, product, quotient])
@given(known(amounts), known(amounts), known(amounts))
def test_knowing_less_of_a_part_never_narrows_the_result(
    operation: Callable[[Number, Number], Number],
    one: tuple[Number, Fraction],
    other: tuple[Number, Fraction],
    right: tuple[Number, Fraction],
) -> None:
    wide = hull([one[0], other[0]])
    narrow_result, wide_result = operation(one[0], right[0]), operation(wide, right[0])
    assert hull([narrow_result, wide_result]) == wide_result


# -- comparisons ---------------------------------------------------------------------------------


@given(short(), short())
def test_comparisons_agree_with_every_pair_of_values(left: Number, right: Number) -> None:
    both = list(pairs(listed(left), listed(right)))
    assert at_least(left, right) is of_all({one >= other for one, other in both})
    assert more_than(left, right) is of_all({one > other for one, other in both})


@given(short(), short())
def test_sameness_agrees_with_every_pair_of_values(left: Number, right: Number) -> None:
    both = list(pairs(listed(left), listed(right)))
    assert same(left, right) is of_all({one == other for one, other in both})


@given(short(), short())
def test_an_overlap_holds_what_both_hold(left: Number, right: Number) -> None:
    common = [each for each in listed(left) if each in listed(right)]
    found = overlap(left, right)
    assert (listed(found) if found is not None else []) == common


@given(st.lists(short(), min_size=1, max_size=4))
def test_a_hull_reaches_from_the_lowest_to_the_highest(parts: list[Number]) -> None:
    every = [each for part in parts for each in listed(part)]
    found = listed(hull(parts))
    assert (found[0], found[-1]) == (min(every), max(every))


def test_a_limit_is_reached_at_the_limit() -> None:
    limit = exactly(1400)
    assert at_least(exactly(1400), limit) is True
    assert more_than(exactly(1400), limit) is False
    assert at_least(exactly(Decimal("1399.99999999999")), limit) is False
    assert at_least(Range(Fraction(1398), Fraction(1570)), limit) is None


def test_dates_are_compared_as_numbers_are() -> None:
    may, june = on(date(2025, 5, 1)), on(date(2025, 6, 1))
    either = Range(date(2025, 5, 1), date(2025, 6, 1))
    assert at_least(june, may) is True
    assert more_than(may, june) is False
    assert more_than(june, either) is None
    assert at_least(june, either) is True
    assert overlap(may, june) is None
    assert hull([may, june]) == either


# -- rounding ------------------------------------------------------------------------------------

wild = numbers | st.builds(Fraction, st.integers(-(10**20), 10**20), st.integers(1, 10**20))


@given(wild, wild)
def test_rounding_outward_loses_no_value(one: Fraction, other: Fraction) -> None:
    number = Range(min(one, other), max(one, other))
    rounded = rounded_outward(number)
    assert holds(rounded, min(one, other))
    assert holds(rounded, max(one, other))


@given(wild)
def test_rounded_ends_survive_a_float(value: Fraction) -> None:
    rounded = rounded_outward(exactly(value))
    for end in (rounded.low, rounded.high):
        if end is not None:
            assert Fraction(repr(float(end))) == end
            assert "e" not in repr(float(end))


@given(wild)
def test_rounding_twice_changes_nothing_more(value: Fraction) -> None:
    once = rounded_outward(exactly(value))
    assert rounded_outward(once) == once


@given(st.decimals(min_value=1, max_value=999_999, places=9))
def test_a_number_of_fifteen_digits_is_not_rounded(value: Decimal) -> None:
    assert rounded_outward(exactly(value)) == exactly(value)


def test_a_density_at_the_limit_is_at_the_limit() -> None:
    density = quotient(exactly(Decimal("550.56")), exactly(93))
    assert density == exactly(Decimal("5.92"))
    assert rounded_outward(density) == density
    assert 550.56 / 93 != 5.92


def test_a_quotient_that_never_ends_is_rounded_to_either_side() -> None:
    rounded = rounded_outward(quotient(exactly(1), exactly(3)))
    assert rounded == Range(Fraction("0.333333333333333"), Fraction("0.333333333333334"))


def test_what_is_too_large_opens_and_what_is_too_small_widens() -> None:
    assert rounded_outward(exactly(LARGEST + 1)) == Range(LARGEST, None)
    assert rounded_outward(exactly(-LARGEST - 1)) == Range(None, -LARGEST)
    assert rounded_outward(exactly(SMALLEST / 2)) == Range(Fraction(0), SMALLEST)
    assert rounded_outward(exactly(-SMALLEST / 2)) == Range(-SMALLEST, Fraction(0))
    assert rounded_outward(ANY_NUMBER) == ANY_NUMBER
    assert rounded_outward(exactly(0)) == exactly(0)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(650_000), "650,000"),
        (Fraction(-1_300_000), "-1,300,000"),
        (Fraction("5.92"), "5.92"),
        (Fraction("1399.5"), "1,399.5"),
        (Fraction(2, 3), "0.666667"),
    ],
)
def test_numbers_are_written_as_people_write_them(value: Fraction, text: str) -> None:
    assert plain_number(value) == text
