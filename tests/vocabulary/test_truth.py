"""Three-valued truth, compared with what each way of filling in the unknowns gives."""

from collections.abc import Callable, Iterable
from itertools import product

import pytest

from rulecheck.vocabulary.truth import Truth, all_of, any_of, at_most_unknown, negation

TRUTHS: tuple[Truth, ...] = (True, False, None)
TUPLES = [truths for length in range(5) for truths in product(TRUTHS, repeat=length)]


def filled_in(truths: Iterable[Truth]) -> Iterable[tuple[bool, ...]]:
    return product(*([True, False] if truth is None else [truth] for truth in truths))


@pytest.mark.parametrize(("join", "plain"), [(all_of, all), (any_of, any)])
def test_a_junction_knows_what_every_filling_agrees_on(
    join: Callable[[Iterable[Truth]], Truth], plain: Callable[[Iterable[bool]], bool]
) -> None:
    for truths in TUPLES:
        results = {plain(filling) for filling in filled_in(truths)}
        expected = results.pop() if len(results) == 1 else None
        assert join(truths) is expected


def test_the_order_of_parts_does_not_matter() -> None:
    for truths in TUPLES:
        assert all_of(truths) is all_of(reversed(truths))
        assert any_of(truths) is any_of(reversed(truths))


def test_negation_swaps_the_two_junctions() -> None:
    for truths in TUPLES:
        assert negation(all_of(truths)) is any_of(map(negation, truths))


def test_nothing_joined() -> None:
    assert all_of([]) is True
    assert any_of([]) is False


@pytest.mark.parametrize(("truth", "opposite"), [(True, False), (False, True), (None, None)])
def test_negation(truth: Truth, opposite: Truth) -> None:
    assert negation(truth) is opposite


@pytest.mark.parametrize(("truth", "expected"), [(True, None), (False, False), (None, None)])
def test_what_may_not_exist_is_at_most_unknown(truth: Truth, expected: Truth) -> None:
    assert at_most_unknown(truth) is expected
