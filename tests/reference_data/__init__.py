"""Tests of the figures that the pack carries in rules/reference/."""
