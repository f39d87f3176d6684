"""Values as messages show them."""

from datetime import date
from fractions import Fraction

import pytest

from rulecheck.vocabulary import FactValue, Members, Range
from rulecheck.vocabulary.display import shown
from rulecheck.vocabulary.ranges import ANY_AMOUNT, ANY_NUMBER, exactly, on


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "unknown"),
        (True, "true"),
        (False, "false"),
        ("die_bank", "die_bank"),
        (exactly(650_000), "650,000"),
        (Range(Fraction(1398), Fraction(1570)), "1,398 to 1,570"),
        (ANY_AMOUNT, "at least 0"),
        (Range(None, Fraction(5)), "at most 5"),
        (ANY_NUMBER, "unknown"),
        (on(date(2025, 7, 22)), "2025-07-22"),
        (Range(date(2024, 1, 1), date(2024, 12, 31)), "2024-01-01 to 2024-12-31"),
        (Members.exactly(["MY", "CN"]), "CN, MY"),
        (Members.exactly([]), "none"),
        (Members.at_least(["MY", "CN"]), "CN, MY, perhaps others"),
        (Members.at_least([]), "unknown"),
    ],
)
def test_a_value_is_shown_with_what_is_not_known_of_it(value: FactValue, text: str) -> None:
    assert shown(value) == text
