"""How hard the property tests try."""

import os

from hypothesis import HealthCheck, settings

THOROUGHNESS = int(os.environ.get("RULECHECK_THOROUGHNESS", "1"))
"""1 for the same quick examples on every run; more for that many times as many, random ones."""


def examples(count: int) -> settings:
    """Settings for a property that is tried on so many examples."""
    return settings(
        max_examples=count * THOROUGHNESS,
        derandomize=THOROUGHNESS == 1,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
