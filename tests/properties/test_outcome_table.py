"""The outcome of a rule, for all truths of its three conditions."""

import pytest

from rulecheck.engine import Outcome, outcome_of
from rulecheck.vocabulary.truth import Truth

# applies, violated, unless: the outcome on a stated subject, and on one that may not exist.
TABLE = """
    T T T  excepted         cleared
    T T ?  unknown          unknown
    T T F  violated         unknown
    T ? T  excepted         cleared
    T ? ?  unknown          unknown
    T ? F  unknown          unknown
    T F T  satisfied        cleared
    T F ?  satisfied        cleared
    T F F  satisfied        cleared
    ? T T  cleared          cleared
    ? T ?  unknown          unknown
    ? T F  unknown          unknown
    ? ? T  cleared          cleared
    ? ? ?  unknown          unknown
    ? ? F  unknown          unknown
    ? F T  cleared          cleared
    ? F ?  cleared          cleared
    ? F F  cleared          cleared
    F T T  not_applicable   not_applicable
    F T ?  not_applicable   not_applicable
    F T F  not_applicable   not_applicable
    F ? T  not_applicable   not_applicable
    F ? ?  not_applicable   not_applicable
    F ? F  not_applicable   not_applicable
    F F T  not_applicable   not_applicable
    F F ?  not_applicable   not_applicable
    F F F  not_applicable   not_applicable
"""
ROWS = [tuple(line.split()) for line in TABLE.strip().splitlines()]
TRUTHS: dict[str, Truth] = {"T": True, "?": None, "F": False}


@pytest.mark.parametrize(("applies", "violated", "unless", "stated", "unstated"), ROWS)
def test_outcome(applies: str, violated: str, unless: str, stated: str, unstated: str) -> None:
    truths = TRUTHS[applies], TRUTHS[violated], TRUTHS[unless]
    assert outcome_of(*truths, stated=True) is Outcome(stated)
    assert outcome_of(*truths, stated=False) is Outcome(unstated)


def test_the_table_is_complete() -> None:
    assert len({row[:3] for row in ROWS}) == len(TRUTHS) ** 3
