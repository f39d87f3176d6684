"""Drafts that say little but what a test is about, and the facts that they come to.

The way is that of a user's file: text, document, proposal, facts.
"""

from datetime import date

from rulecheck.documents import Plain
from rulecheck.facts import subjects_of
from rulecheck.facts.known import Fact
from rulecheck.packs import load_bundled_pack
from rulecheck.packs.model import Pack
from rulecheck.vocabulary import Members
from rulecheck.vocabulary.enums import SubjectKind
from rulecheck.vocabulary.ranges import Range
from tests.properties.drafts import Draft, proposal_of

DAY = date(2025, 7, 22)

UNKNOWN = None


def license_decision(day: date = DAY, **stated: Plain) -> Draft:
    """A license decision that states this much."""
    return {
        "schema": "rulecheck/proposal/v1",
        "kind": "license_decision",
        "id": "made-up",
        "as_of": day,
        **stated,
    }


def policy_action(**stated: Plain) -> Draft:
    """A policy action of `DAY` that states this much."""
    return license_decision() | stated | {"kind": "policy_action"}


def fact_of(
    draft: Draft, kind: SubjectKind, name: str, fact: str, pack: Pack | None = None
) -> Fact:
    """One fact of one subject of the draft, which must have it; by the bundled pack if by none."""
    subjects = subjects_of(proposal_of(draft).model, pack or load_bundled_pack())
    (found,) = (each for each in subjects if (each.kind, each.name) == (kind, name))
    return found.facts[fact]


def ends(fact: Fact) -> tuple[object, object] | None:
    """The low and the high end of a number; `None` if nothing is known of it."""
    if fact.value is None:
        return None
    assert isinstance(fact.value, Range)
    return fact.value.low, fact.value.high


def certain_and_possible(fact: Fact) -> tuple[set[str], set[str]]:
    """What a set certainly has and what it may have; it must be known what it may have."""
    assert isinstance(fact.value, Members)
    assert fact.value.possible is not None
    return set(fact.value.certain), set(fact.value.possible)
