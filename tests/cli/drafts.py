"""Drafts for the tests of the command, as short as they can be."""


def harmless(name: str = "harmless") -> str:
    """A draft that no rule of the small pack applies to: exit code 0."""
    return f"""\
schema: rulecheck/proposal/v1
kind: policy_action
id: {name}
as_of: 2025-07-30
instrument: guidance
changes: [{{id: words, direction: maintain, category: hbm, countries: [CN]}}]
"""


def undecided(name: str = "undecided") -> str:
    """A draft that leaves everything open: exit code 3."""
    return f"""\
schema: rulecheck/proposal/v1
kind: license_decision
id: {name}
as_of: 2025-07-30
"""


def violating(name: str = "violating", title: str = "A sale of what is not built yet") -> str:
    """A draft that sells a lot nobody has begun: exit code 1."""
    return f"""\
schema: rulecheck/proposal/v1
kind: license_decision
id: {name}
title: {title}
as_of: 2025-07-30
decision: {{action: approve, basis: license}}
items:
  - id: h20
    kind: chip
    product: nvidia-h20
    quantity: 10
    approved_quantity: 10
    lots:
      - {{id: next-run, stage: unstarted, accelerators: 10, approved: true}}
"""
