"""Single changes: what goes with them by itself, and which sets are the smallest."""

import pytest

from rulecheck.advice.changing import Changes
from rulecheck.advice.repairing import repairs_of
from rulecheck.advice.searching import Passing, smallest
from rulecheck.documents import Pointer
from rulecheck.documents.validation import Frozen
from rulecheck.proposals.revising import Edit

from .drafts import PACK, PROPOSALS, judged, read

MIXED = (PROPOSALS / "h20_mixed_lots.yaml").read_text(encoding="utf-8")


def edits(text: str, *titles: str) -> dict[Pointer, object]:
    """What the changes of these titles come to; the last of a title, as lots stand in order."""
    changes = Changes(read("draft.yaml", text), PACK, frozenset())
    by_title = {change.title: change for change in changes.available}
    made = changes.edits_of([by_title[title] for title in titles])
    assert made is not None
    return {edit.pointer: edit.value for edit in made}


def test_leaving_out_a_lot_says_what_a_plain_approval_granted_unsaid() -> None:
    text = MIXED.replace("approve_with_conditions", "approve")
    text = text.replace("        approved: true\n", "")
    text = text.replace("    approved_quantity: 550000\n", "")
    assert edits(text, "Leave the lot out of the grant") == {
        ("decision", "action"): "approve_in_part",
        ("items", 0, "lots", 0, "approved"): True,
        ("items", 0, "lots", 1, "approved"): False,
        ("items", 0, "approved_quantity"): 500_000,
        ("decision", "conditions", 1, "accelerators"): 500_000,
    }
    (repair,) = repairs_of(judged(read("draft.yaml", text)), PACK).found
    assert len(repair.changes) == 1


def test_a_cap_without_a_number_gets_what_is_granted() -> None:
    text = MIXED.replace("{type: unit_cap, accelerators: 550000}", "{type: unit_cap}")
    assert edits(text, "Add the condition `unit_cap`") == {
        ("decision", "conditions", 1, "accelerators"): 550_000
    }


def test_a_quantity_that_fits_is_left_alone() -> None:
    assert edits(MIXED, "Lower the quantity to what there is in stock") == {}


def test_what_changes_come_to_does_not_hang_on_their_order() -> None:
    titles = ("Leave the lot out of the grant", "Lower the quantity to what there is in stock")
    assert edits(MIXED, *titles) == edits(MIXED, *reversed(titles))


def passing(*places: int, **states: Frozen) -> Passing:
    return Passing(frozenset(places), tuple(Edit((key,), value) for key, value in states.items()))


ONE = passing(1, a=1)


@pytest.mark.parametrize(
    ("sets", "kept"),
    [
        ([passing(1, 2, a=2), ONE], [ONE]),
        ([passing(2, a=1, b=1), ONE], [ONE]),
        ([passing(2, a=1), ONE], [ONE]),
        ([passing(1, 3, a=2, b=1), passing(3, a=1), ONE], [ONE]),
        ([passing(2, a=2), ONE], [ONE, passing(2, a=2)]),
    ],
    ids=["more changes", "more edits", "the same edits", "a part of a part", "others"],
)
def test_a_set_that_holds_a_smaller_one_is_not_offered(
    sets: list[Passing], kept: list[Passing]
) -> None:
    assert smallest(sets) == kept
