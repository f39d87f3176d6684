"""Parties that a draft does not name: each stands for a role that somebody has."""

import pytest

from rulecheck.documents import Plain
from rulecheck.facts import subjects_of
from rulecheck.packs import load_bundled_pack
from rulecheck.vocabulary.enums import SubjectKind
from tests.properties.drafts import Draft, proposal_of

from .making import license_decision

NOT_FROM_AFAR: Draft = {"decision": {"conditions": [{"type": "no_remote_access"}]}}
THROUGH_A_HUB: Draft = {
    "decision": {"action": "approve_with_conditions", "conditions": []},
    "items": [{"id": "h20", "kind": "chip", "product": "nvidia-h20", "approved_quantity": 10}],
    "route": [
        {"country": "TW", "role": "origin"},
        {"country": "MY", "role": "storage"},
        {"country": "CN", "role": "destination"},
    ],
}


def unnamed(roles: list[str] | None, stated: Draft) -> list[str]:
    """The names of the parties that stand in for others, where parties of these roles are named."""
    parties: Plain = None
    if roles is not None:
        parties = [{"id": each.replace("_", "-"), "role": each} for each in roles]
    model = proposal_of(license_decision(parties=parties) | stated).model
    found = subjects_of(model, load_bundled_pack())
    return [each.name for each in found if each.kind is SubjectKind.PARTY and not each.stated]


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        (None, ["unstated party"]),
        (["end_user", "ultimate_consignee"], []),
        (["end_user"], ["ultimate_consignee not named"]),
        (["ultimate_consignee"], ["end_user not named"]),
        (["purchaser"], ["end_user or ultimate_consignee not named"]),
    ],
)
def test_roles_that_somebody_always_has(roles: list[str] | None, expected: list[str]) -> None:
    assert unnamed(roles, NOT_FROM_AFAR) == expected


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        (None, ["unstated party"]),
        (["end_user", "ultimate_consignee"], ["remote_user not named"]),
        (["end_user"], ["ultimate_consignee not named", "remote_user not named"]),
        (["end_user", "ultimate_consignee", "remote_user"], []),
    ],
)
def test_who_works_chips_from_afar_that_touch_a_hub(
    roles: list[str] | None, expected: list[str]
) -> None:
    assert unnamed(roles, THROUGH_A_HUB) == expected
