"""Whether the route touches a diversion hub by a party there that only packages."""

import pytest

from rulecheck.vocabulary.enums import SubjectKind
from tests.properties.drafts import Draft

from .making import UNKNOWN, fact_of, license_decision

ROUTE: list[Draft] = [
    {"country": "TW", "role": "origin"},
    {"country": "MY", "role": "packaging", "returns_to": "TW"},
    {"country": "TW", "role": "storage"},
    {"country": "CN", "role": "destination"},
]


def packager(role: str | None) -> Draft:
    return {"id": "p", "role": role, "country": "MY", "business": "packager"}


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        pytest.param("intermediate_consignee", False, id="on the way"),
        pytest.param("purchaser", True, id="who buys them"),
        pytest.param("ultimate_consignee", True, id="to whom the items go"),
        pytest.param("end_user", True, id="who uses the items"),
        pytest.param("remote_user", True, id="who uses the items from afar"),
        pytest.param(None, UNKNOWN, id="perhaps no more than a packager"),
    ],
)
def test_a_packager_in_a_hub_from_which_the_items_return(
    role: str | None, expected: bool | None
) -> None:
    others: list[Draft] = [
        {"id": "user", "role": "end_user", "country": "CN"},
        {"id": "consignee", "role": "ultimate_consignee", "country": "CN"},
    ]
    draft = license_decision(route=[*ROUTE], parties=[packager(role), *others])
    fact = fact_of(draft, SubjectKind.DECISION, "made-up", "decision.route_through_hub")
    assert fact.value is expected
