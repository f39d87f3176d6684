"""What counts as given does not hang on the terms of a draft, which its drafter sets."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from rulecheck.documents import parse
from rulecheck.facts import subjects_of
from rulecheck.packs import load_bundled_pack
from rulecheck.proposals import read_proposal
from rulecheck.proposals.models import (
    Change,
    Congress,
    Decision,
    Item,
    LicenseDecision,
    Linkage,
    Lot,
    PolicyAction,
    Review,
)
from rulecheck.vocabulary import FactValue
from rulecheck.vocabulary.facts import FACTS, Control

PROPOSALS = sorted((Path(__file__).parents[2] / "proposals").glob("*.yaml"))

TERMS: dict[type[BaseModel], tuple[str, ...]] = {
    # A bar on remote use also tells that nobody uses the chips unnamed: conditions are kept.
    Decision: tuple(name for name in Decision.model_fields if name != "conditions"),
    Lot: ("approved",),
    Item: ("approved_quantity",),
    Linkage: ("revenue_share_percent",),
    Review: tuple(Review.model_fields),
    Congress: tuple(Congress.model_fields),
    Change: tuple(name for name in Change.model_fields if name != "id"),
    PolicyAction: ("instrument",),
}
"""The fields that a drafter sets."""


def without_terms(value: Any) -> Any:  # noqa: ANN401
    """The model with every term unknown."""
    if isinstance(value, tuple):
        return tuple(map(without_terms, value))
    if not isinstance(value, BaseModel):
        return value
    dropped = TERMS.get(type(value), ())
    kept = {name: without_terms(each) for name, each in value if name not in dropped}
    return value.model_copy(update={**kept, **dict.fromkeys(dropped)})


def given(model: LicenseDecision | PolicyAction) -> dict[tuple[str, str, str], FactValue]:
    """The given facts of every subject."""
    return {
        (subject.kind, subject.name, name): fact.value
        for subject in subjects_of(model, load_bundled_pack())
        for name, fact in subject.facts.items()
        if FACTS[name].control is Control.GIVEN
    }


@pytest.mark.parametrize("path", PROPOSALS, ids=lambda path: path.stem)
def test_given_facts_do_not_hang_on_the_terms(path: Path) -> None:
    for document in parse(path.name, path.read_bytes()):
        model = read_proposal(document, load_bundled_pack()).model
        assert given(without_terms(model)) == given(model)


def test_a_field_that_a_drafter_sets_is_not_given() -> None:
    levers = {name for name, spec in FACTS.items() if spec.control is Control.LEVER}
    assert {
        "decision.action",
        "decision.condition_types",
        "decision.has_unit_cap",
        "item.accelerators_approved",
        "lot.approved",
        "action.review_interval_days",
        "change.direction",
        "change.limited_to_inventory",
    } <= levers
    assert not levers & {"lot.stage", "party.role", "item.dram_bandwidth", "leg.country"}
