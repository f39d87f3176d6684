"""A search for repairs finds every smallest set that passes: compared with trying all sets."""

from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rulecheck.advice.changing import Changes
from rulecheck.advice.searching import Passing, Search, applying, smallest
from rulecheck.advice.trials import Trials
from rulecheck.documents import parse
from rulecheck.documents.validation import Faults, Frozen
from rulecheck.engine import ReferenceEvaluator
from rulecheck.judgement import Evaluation, Judge, Verdict
from rulecheck.packs import load_bundled_pack
from rulecheck.proposals import Proposal, read_proposal
from rulecheck.proposals.revising import ABSENT, Data, Edit, data_of, edited, revised

from .profile import examples

PROPOSALS = Path(__file__).parents[2] / "proposals"
PACK = load_bundled_pack()
JUDGE = Judge(PACK, ReferenceEvaluator())


def read(name: str, content: bytes) -> Proposal:
    (document,) = parse(name, content)
    return read_proposal(document, PACK)


def draft(name: str) -> Proposal:
    """The draft of this name in `proposals/`."""
    return read(name, (PROPOSALS / f"{name}.yaml").read_bytes())


def every_passing(before: Evaluation, most: int) -> list[Passing]:
    """Every set of up to so many changes after which the draft passes: all sets are tried."""
    changes = Changes(before.proposal, PACK, frozenset())
    found = []
    for size in range(1, most + 1):
        for places in combinations(range(len(changes.available)), size):
            chosen = [changes.available[place] for place in places]
            edits = changes.edits_of(chosen)
            if edits is None:
                continue
            proposal = revised(edited(changes.data, edits), before.proposal.document, PACK)
            if proposal is None:
                continue
            after = JUDGE.evaluation(proposal)
            if after.verdict is Verdict.ALIGNED and applying(before) <= applying(after):
                found.append(Passing(frozenset(places), edits))
    return found


def found(before: Evaluation, most: int) -> list[Passing]:
    changes = Changes(before.proposal, PACK, frozenset())
    search = Search(Trials(changes, before, JUDGE), lambda: False)
    search.run(most)
    return smallest(search.passing)


def stated(sets: list[Passing]) -> set[frozenset[tuple[object, str]]]:
    return {frozenset(each.stated) for each in sets}


@pytest.mark.parametrize("name", ["h20_new_production", "h20_mixed_lots", "action_mixed_package"])
def test_nothing_smaller_passes_and_nothing_is_missed(name: str) -> None:
    before = JUDGE.evaluation(draft(name))
    assert stated(found(before, 2)) == stated(smallest(every_passing(before, 2)))


SPOILED = {
    "h20_inventory_only": (
        Edit(("decision", "action"), "approve"),
        Edit(("decision", "covers_future_production"), True),
        Edit(("decision", "covers_future_production"), ABSENT),
        Edit(("decision", "covers_future_products"), True),
        Edit(("decision", "conditions"), ()),
        Edit(("decision", "conditions"), ABSENT),
        Edit(("items", 0, "approved_quantity"), ABSENT),
        Edit(("items", 0, "lots", 0, "approved"), ABSENT),
        Edit(("items", 0, "lots", 0, "approved"), False),
        Edit(("items", 0, "lots", 0, "accelerators"), 100_000),
        Edit(("inventory", 0, "attested_finished"), 90_000),
    ),
    "action_equipment_package": (
        Edit(("review", "next_review"), ABSENT),
        Edit(("review", "next_review"), "none"),
        Edit(("review", "moratorium_until"), date(2030, 1, 1)),
        Edit(("review", "moratorium_until"), ABSENT),
        Edit(("changes", 0, "covers_future_products"), ABSENT),
    ),
}
"""Drafts that pass, and what a drafter may have got wrong in them."""


@st.composite
def spoiled(draw: st.DrawFn) -> Proposal:
    name = draw(st.sampled_from(sorted(SPOILED)))
    edits = draw(st.lists(st.sampled_from(SPOILED[name]), min_size=1, max_size=3, unique=True))
    return restated(draft(name), edited(data_of(draft(name)), tuple(edits)))


def restated(proposal: Proposal, data: Data) -> Proposal:
    """The data as a draft of its own, whose document says the same."""
    try:
        return read(proposal.document.source.name, as_yaml(data).encode())
    except Faults:
        assume(False)
        raise


def as_yaml(data: Frozen) -> str:
    match data:
        case dict():
            return "{" + ", ".join(f"{key}: {as_yaml(each)}" for key, each in data.items()) + "}"
        case tuple():
            return "[" + ", ".join(map(as_yaml, data)) + "]"
        case bool():
            return str(data).lower()
        case str():
            return f'"{data}"'
        case _:
            return str(data)


@examples(6)
@given(spoiled())
def test_spoiled_drafts_are_repaired_by_every_smallest_set(proposal: Proposal) -> None:
    before = JUDGE.evaluation(proposal)
    assume(before.findings)
    assert stated(found(before, 2)) == stated(smallest(every_passing(before, 2)))
