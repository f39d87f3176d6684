"""Facts of a proposal: its fields and what follows from them and the pack's reference data."""

from rulecheck.facts.known import Fact, Origin
from rulecheck.facts.subjects import Subject, subjects_of

__all__ = ["Fact", "Origin", "Subject", "subjects_of"]
