"""Proposals that can't stand in one run, each told what it contradicts, whatever the run's size."""

from collections import Counter

import pytest

from rulecheck.documents import parse
from rulecheck.judgement import clashes
from rulecheck.judgement.clashes import without_clashes
from rulecheck.packs import load_bundled_pack
from rulecheck.proposals import Proposal, read_proposal
from rulecheck.vocabulary.ranges import Number, overlap


def drawing(
    name: str, inventory: str = "stock", product: str = "nvidia-h20", attested: str = "650000"
) -> Proposal:
    """A proposal that draws on an inventory."""
    text = (
        "schema: rulecheck/proposal/v1\n"
        "kind: license_decision\n"
        f"id: {name}\n"
        "as_of: 2025-07-22\n"
        f"inventory: [{{id: {inventory}, product: {product}, attested_finished: {attested}}}]\n"
    )
    (document,) = parse(f"{name}.yaml", text.encode())
    return read_proposal(document, load_bundled_pack())


CLASHES = {
    "one id": (drawing("first"), "the id `first` is already used in first.yaml"),
    "two sizes of an inventory": (
        drawing("second", attested="650001"),
        "the inventory `stock` is 650,000 in first.yaml",
    ),
    "a size out of the range": (
        drawing("second", attested="{between: [1, 649999]}"),
        "the inventory `stock` is 650,000 in first.yaml",
    ),
}


@pytest.mark.parametrize(("later", "said"), CLASHES.values(), ids=CLASHES)
def test_what_contradicts_an_earlier_proposal_is_left_out(later: Proposal, said: str) -> None:
    first, third = drawing("first"), drawing("third")
    sound, problems = without_clashes([first, later, third])
    assert sound == (first, third)
    assert [problem.message for problem in problems] == [said]


def test_an_inventory_has_one_id_for_a_product() -> None:
    later = drawing("second", inventory="other", attested="1")
    sound, problems = without_clashes([drawing("first"), later])
    assert [each.id for each in sound] == ["first"]
    assert [problem.message for problem in problems] == [
        "`nvidia-h20` has the inventory id `stock` in first.yaml"
    ]


@pytest.mark.parametrize("attested", ["unknown", "{between: [1, 650000]}", "650000"])
def test_knowing_less_contradicts_nothing(attested: str) -> None:
    both = [drawing("first"), drawing("second", attested=attested)]
    assert without_clashes(both) == (tuple(both), ())


def test_what_is_compared_grows_with_the_run_and_no_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: Counter[str] = Counter()

    def counting(one: Number, other: Number) -> Number | None:
        counted["sizes"] += 1
        return overlap(one, other)

    monkeypatch.setattr(clashes, "overlap", counting)
    many = [drawing(f"d-{place}") for place in range(50)]
    assert len(without_clashes(many)[0]) == 50
    assert counted["sizes"] < 50
