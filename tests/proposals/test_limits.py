"""Proposals that are too large are refused before they are judged; at the limit they are judged."""

import pytest

from rulecheck.documents import parse
from rulecheck.documents.validation import Faults
from rulecheck.packs import load_bundled_pack
from rulecheck.proposals import read_proposal
from rulecheck.proposals.limits import MOST_IN_ONE_LIST, MOST_LOTS

HEAD = "schema: rulecheck/proposal/v1\nid: large\nas_of: 2025-07-22\n"
DECISION = f"{HEAD}kind: license_decision\n"
ACTION = f"{HEAD}kind: policy_action\n"

ONE_LIST = {
    "items": (DECISION, "items", "{{id: i-{0}, kind: chip}}"),
    "parties": (DECISION, "parties", "{{id: p-{0}}}"),
    "legs": (DECISION, "route", "{{country: TW}}"),
    "changes": (ACTION, "changes", "{{id: c-{0}}}"),
}


def listed(key: str, entry: str, count: int) -> str:
    return f"{key}:\n" + "".join(f"- {entry.format(place)}\n" for place in range(count))


def lots(count: int) -> str:
    """So many lots, in two items."""
    halves = (range(count // 2), range(count // 2, count))
    return "items:\n" + "".join(
        f"- id: i-{half}\n  lots: [{', '.join(f'{{id: l-{place}}}' for place in places)}]\n"
        for half, places in enumerate(halves)
    )


def refusals(text: str) -> list[str]:
    """What the proposal is refused with; nothing if it is valid."""
    (document,) = parse("large.yaml", text.encode())
    try:
        read_proposal(document, load_bundled_pack())
    except Faults as faults:
        return [problem.message for problem in faults.problems]
    return []


@pytest.mark.parametrize(("head", "key", "entry"), ONE_LIST.values(), ids=ONE_LIST)
def test_a_list_at_its_limit_and_over_it(
    head: str, key: str, entry: str, request: pytest.FixtureRequest
) -> None:
    counted = request.node.callspec.id
    assert refusals(head + listed(key, entry, MOST_IN_ONE_LIST)) == []
    assert refusals(head + listed(key, entry, MOST_IN_ONE_LIST + 1)) == [
        f"{MOST_IN_ONE_LIST + 1} {counted} are too many for one proposal; "
        f"the limit is {MOST_IN_ONE_LIST}"
    ]
    assert refusals(head + listed(key, entry, 10_000))[0].startswith(f"10,000 {counted} are too")


def test_lots_are_counted_over_all_items() -> None:
    assert refusals(DECISION + lots(MOST_LOTS)) == []
    assert refusals(DECISION + lots(MOST_LOTS + 1)) == [
        "1,001 lots are too many for one proposal; the limit is 1,000"
    ]
