"""Names, types, units and meanings of facts and fields, and the values that facts can have."""

from datetime import date
from fractions import Fraction

from rulecheck.vocabulary.members import Members
from rulecheck.vocabulary.ranges import Range

FactValue = bool | str | Range[Fraction] | Range[date] | Members | None
"""What is known of a fact; `None` is nothing."""

__all__ = ["FactValue", "Members", "Range"]
