"""Proposals with some of their fields stated otherwise."""

from pathlib import Path

import pytest

from rulecheck.documents import parse
from rulecheck.packs import load_bundled_pack
from rulecheck.proposals import LicenseDecision, Proposal, read_proposal
from rulecheck.proposals.revising import ABSENT, Data, Edit, data_of, edited, revised

FILES = sorted((Path(__file__).parents[2] / "proposals").glob("*.yaml"))
PACK = load_bundled_pack()


def read(path: Path) -> Proposal:
    (document,) = parse(path.name, path.read_bytes())
    return read_proposal(document, PACK)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_proposal_without_edits_is_the_same(path: Path) -> None:
    proposal = read(path)
    again = revised(data_of(proposal), proposal.document, PACK)
    assert again is not None
    assert again.model == proposal.model


DATA: Data = {"decision": {"action": "approve"}, "items": ({"id": "one"}, {"id": "two"})}


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (Edit(("decision", "action"), "deny"), DATA | {"decision": {"action": "deny"}}),
        (Edit(("decision", "action"), ABSENT), DATA | {"decision": {}}),
        (Edit(("review", "next_review"), "none"), DATA | {"review": {"next_review": "none"}}),
        (Edit(("items", 0), ABSENT), DATA | {"items": ({"id": "two"},)}),
        (
            Edit(("items", 2, "id"), "three"),
            DATA | {"items": ({"id": "one"}, {"id": "two"}, {"id": "three"})},
        ),
        (Edit(("inventory", 0, "id"), "stock"), DATA | {"inventory": ({"id": "stock"},)}),
    ],
)
def test_an_edit_changes_its_place_alone(edit: Edit, expected: object) -> None:
    assert edited(DATA, (edit,)) == expected


@pytest.mark.parametrize("pointer", [("items", 5, "id"), ("decision", 0), ("items", "id")])
def test_a_place_that_can_not_be(pointer: tuple[str | int, ...]) -> None:
    with pytest.raises(LookupError):
        edited(DATA, (Edit(pointer, "x"),))


def test_an_invalid_revision_is_none() -> None:
    proposal = read(FILES[0].with_name("h20_new_production.yaml"))
    data = data_of(proposal)

    def with_edits(*edits: Edit) -> Proposal | None:
        return revised(edited(data, edits), proposal.document, PACK)

    assert with_edits(Edit(("decision", "action"), "approved")) is None
    assert with_edits(Edit(("decision", "action"), "deny")) is None
    valid = with_edits(Edit(("decision", "covers_future_production"), False))
    assert valid is not None
    assert isinstance(valid.model, LicenseDecision)
    assert valid.model.decision is not None
    assert valid.model.decision.covers_future_production is False
