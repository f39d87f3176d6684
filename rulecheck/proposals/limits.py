"""How large a proposal may be before it is refused.

Facts of one item rest on every party and on the other items, so what has to be looked at and
reported grows with the product of both. At these limits a proposal still takes seconds.
"""

from collections.abc import Iterator, Mapping, Sized
from typing import Final

from rulecheck.documents import Pointer
from rulecheck.proposals.models import LicenseDecision, PolicyAction

MOST_IN_ONE_LIST: Final = 100
"""How many items, parties, legs or changes a proposal may have."""

MOST_LOTS: Final = 1_000
"""How many lots the items of one proposal may have together."""


def excesses(model: LicenseDecision | PolicyAction) -> Iterator[tuple[Pointer, str, int]]:
    """Each list that is too long: where it stands, what is too many in it, and the limit."""
    lists: Mapping[str, Sized | None]
    match model:
        case LicenseDecision():
            lists = {"items": model.items, "parties": model.parties, "route": model.route}
        case PolicyAction():
            lists = {"changes": model.changes}
    for key, entries in lists.items():
        if entries is not None and len(entries) > MOST_IN_ONE_LIST:
            counted = "legs" if key == "route" else key
            yield (key,), f"{len(entries):,} {counted}", MOST_IN_ONE_LIST
    if isinstance(model, LicenseDecision):
        lots = sum(len(item.lots or ()) for item in model.items or ())
        if lots > MOST_LOTS:
            yield ("items",), f"{lots:,} lots", MOST_LOTS
