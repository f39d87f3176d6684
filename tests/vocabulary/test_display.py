"""Values as messages show them, and as rule tests write them."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from rulecheck.vocabulary import FactValue, Members, Range
from rulecheck.vocabulary.display import as_written, shown
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


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "unknown"),
        (False, "false"),
        ("die_bank", "die_bank"),
        ("3A090.c", '"3A090.c"'),
        ("NO", '"NO"'),
        ("unknown", '"unknown"'),
        ('a "b": c', '"a \\"b\\": c"'),
        (exactly(650_000), "650000"),
        (exactly(Decimal("5.92")), "5.92"),
        (Range(Fraction(1398), Fraction(1570)), "{between: [1398, 1570]}"),
        (on(date(2025, 7, 22)), "2025-07-22"),
        (Range(date(2024, 1, 1), date(2024, 12, 31)), "{between: [2024-01-01, 2024-12-31]}"),
        (Members.exactly(["MY", "D:5"]), '["D:5", MY]'),
        (Members.exactly([]), "[]"),
    ],
)
def test_a_value_is_written_as_rule_tests_write_it(value: FactValue, text: str) -> None:
    assert as_written(value) == text
