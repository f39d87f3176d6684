"""What computed facts read from every pack; loading holds a pack to it."""

from enum import StrEnum
from typing import Final, Literal

from rulecheck.vocabulary.enums import (
    Action,
    Basis,
    DiplomacyScope,
    ItemKind,
    LinkageTopic,
    PartyRole,
)

PARAMETERS_NEEDED: Final[dict[str, Literal["date", "list", "number"]]] = {
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
    "receiving-roles": "list",
    "chip-making-eccns": "list",
    "allied-groups": "list",
    "diplomacy-scopes": "list",
    "legal-forms": "list",
    "common-words": "list",
    "screening-threshold": "number",
    "network-ownership-limit": "number",
}
"""Parameters by id, with the kind of value that they must have."""

NEAR_PERCENT: Final = "near-limit-percent"
"""The parameter that says within how many percent of its limit a number is near; without it, none
is."""

WAIVER_DAYS: Final = "waiver-longest-days"
"""The parameter that says how many days after its making a waiver may end; without it, any."""

WATCH_LIST: Final = "watch-list"
"""The parameter that lists countries worth a second look on a route; without it, none is."""

PARAMETERS_OFFERED: Final[dict[str, Literal["date", "list", "number"]]] = {
    NEAR_PERCENT: "number",
    WAIVER_DAYS: "number",
    WATCH_LIST: "list",
}
"""Parameters that the program reads where a pack has them, with the kind of their value."""

PERCENTS: Final = ("screening-threshold", "network-ownership-limit", NEAR_PERCENT)
"""Parameters whose value is a share."""

WORDS_OF: Final[dict[str, type[StrEnum]]] = {
    "permitting-actions": Action,
    "permitting-bases": Basis,
    "refusing-actions": Action,
    "ai-chip-kinds": ItemKind,
    "controlled-kinds": ItemKind,
    "trade-topics": LinkageTopic,
    "reaching-roles": PartyRole,
    "receiving-roles": PartyRole,
    "diplomacy-scopes": DiplomacyScope,
}
"""Parameters whose words are those of a field, so that a misspelt one would never match."""

GROUPS_OF: Final = frozenset({"allied-groups"})
"""Parameters whose words are country groups of the pack."""

COUNTRIES_OF: Final = frozenset({"china", "diversion-hubs", WATCH_LIST})
"""Parameters whose words are country codes."""

THRESHOLDS_NEEDED: Final = (
    "3a090-a",
    "3a090-b",
    "3a090-c",
    "is-informed",
    "inference-focused",
)
"""Thresholds by id."""
