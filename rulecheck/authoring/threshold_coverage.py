"""Whether the tests of thresholds show each limit deciding, both ways and at its very value.

A limit decides a test if the threshold would come to the opposite, were only that limit turned
into its own opposite.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from rulecheck.authoring.places import Place
from rulecheck.authoring.requirements import Kind, Requirement, in_force
from rulecheck.authoring.threshold_tests import ThresholdTest
from rulecheck.documents import Pointer
from rulecheck.facts.figures import holds, reached
from rulecheck.packs.model import Pack
from rulecheck.packs.reference import Limit, ThresholdPeriod
from rulecheck.vocabulary.display import shown

Rows = tuple[tuple[Limit, ...], ...]


class _Spot(NamedTuple):
    """A limit of a period, where it stands there, and the period with that limit turned."""

    at: Pointer
    limit: Limit
    turned: ThresholdPeriod


def threshold_coverage(pack: Pack, tests: Sequence[ThresholdTest]) -> tuple[Requirement, ...]:
    """All that the tests of the pack's thresholds have to show.

    Of each limit of each period in which the pack judges: a test that it decides because it
    holds, one because it fails and, for a number, one that it decides at exactly its value.
    """
    found: list[Requirement] = []
    for number, threshold in enumerate(pack.thresholds.values()):
        at = Place("reference/thresholds.yaml", ("thresholds", number, "values"))
        for period in in_force(threshold.periods, pack.judges_from):
            of_period = [test for test in tests if test.period is period]
            for spot in _spots(period):
                place = at.below(period.since.isoformat(), *spot.at)
                found += _of_limit(spot, of_period, f"threshold {threshold.id}", place)
    return tuple(found)


def _spots(period: ThresholdPeriod) -> Iterator[_Spot]:
    for at, limit, rows in _turned("any", period.any_of):
        yield _Spot(at, limit, replace(period, any_of=rows))
    for at, limit, rows in _turned("exempt", period.exempt):
        yield _Spot(at, limit, replace(period, exempt=rows))


def _turned(key: str, rows: Rows) -> Iterator[tuple[Pointer, Limit, Rows]]:
    """Each limit of the rows, with the rows as they would be with that one turned."""
    for row, limits in enumerate(rows):
        for number, limit in enumerate(limits):
            other = (*limits[:number], limit.opposite, *limits[number + 1 :])
            yield (key, row, limit.measure.value), limit, (*rows[:row], other, *rows[row + 1 :])


def _of_limit(
    spot: _Spot, tests: Sequence[ThresholdTest], owner: str, place: Place
) -> Iterator[Requirement]:
    limit = spot.limit
    decided = [test for test in tests if _decides(spot, test)]
    kept = {holds(limit, test.measures).truth for test in decided}
    words = _in_words(limit)
    gaps = tuple(
        f"no test in which `{words}` decides because it {'holds' if way else 'fails'}"
        for way in (True, False)
        if way not in kept
    )
    yield Requirement(Kind.CONDITION, owner, place, 2, gaps)
    if not isinstance(limit.value, bool):
        exact = any(test.measures.numbers[limit.measure].number == limit.value for test in decided)
        gap = f"no test in which `{words}` decides at exactly {shown(limit.value)}"
        yield Requirement(Kind.BOUNDARY, owner, place, 1, () if exact else (gap,))


def _decides(spot: _Spot, test: ThresholdTest) -> bool:
    truths = {reached(period, test.measures).truth for period in (test.period, spot.turned)}
    return truths == {True, False}


def _in_words(limit: Limit) -> str:
    relation = "" if isinstance(limit.value, bool) else f"{limit.operator.replace('_', ' ')} "
    return f"{limit.measure} is {relation}{shown(limit.value)}"
