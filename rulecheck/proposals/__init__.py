"""What is judged: models of proposals, how they are read, and what makes them invalid."""

from rulecheck.proposals.models import LicenseDecision, PolicyAction
from rulecheck.proposals.reading import Proposal, read_proposal

__all__ = ["LicenseDecision", "PolicyAction", "Proposal", "read_proposal"]
