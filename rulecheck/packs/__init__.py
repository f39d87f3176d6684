"""The rule language and the packs written in it: loading, checking, fingerprints."""

from rulecheck.packs.folders import bundled_pack, load_bundled_pack, load_pack
from rulecheck.packs.model import Norm, OnUnknown, Pack, Recommendation, Rule

__all__ = [
    "Norm",
    "OnUnknown",
    "Pack",
    "Recommendation",
    "Rule",
    "bundled_pack",
    "load_bundled_pack",
    "load_pack",
]
