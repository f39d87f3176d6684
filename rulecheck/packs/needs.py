"""What computed facts read from every pack; loading holds a pack to it."""

from typing import Final, Literal

PARAMETERS_NEEDED: Final[dict[str, Literal["date", "list"]]] = {
    "china": "list",
    "diversion-hubs": "list",
    "permitting-actions": "list",
    "permitting-bases": "list",
    "refusing-actions": "list",
    "ai-chip-kinds": "list",
    "controlled-kinds": "list",
    "trade-topics": "list",
    "reaching-roles": "list",
    "eccns-at-3a090-a": "list",
    "eccns-below-3a090-a": "list",
    "future-cutoff": "date",
}
"""Parameters by id, with the kind of value that they must have."""

THRESHOLDS_NEEDED: Final = (
    "3a090-a",
    "3a090-b",
    "3a090-c",
    "is-informed",
    "inference-focused",
)
"""Thresholds by id."""
