"""Evidence: what is said not to matter never does, and the rest settles the verdict."""

from copy import deepcopy
from pathlib import Path
from random import Random
from typing import cast

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from rulecheck.advice.evidence import Evidence, evidence
from rulecheck.documents import Plain, Pointer
from rulecheck.documents.validation import Faults
from rulecheck.judgement import Verdict
from rulecheck.judgement.opening import open_fields

from .drafts import Draft, fields, proposal_of, quick_judge, read_back, unsaid
from .profile import examples
from .proposals_strategy import proposals

ROOT = Path(__file__).parents[2]
WRITTEN = [
    draft
    for path in (
        *sorted((ROOT / "proposals").glob("*.yaml")),
        *sorted((Path(__file__).parent / "rich_drafts").glob("*.yaml")),
    )
    for draft in read_back(path)
]


def verdict_and_evidence(draft: Draft) -> tuple[Verdict, Evidence]:
    evaluation = quick_judge().evaluation(proposal_of(draft))
    return evaluation.verdict, evidence(evaluation, quick_judge())


def with_less(draft: Draft, dice: Random) -> Draft:
    """The draft with some of its fields, lists and sections left out."""
    less = deepcopy(draft)
    for pointer, _ in reversed(list(fields(draft))):
        if dice.random() < 0.15:
            less = unsaid(pointer)[0].of(less)
    return less


def stated_at(draft: Draft, pointer: Pointer) -> Plain:
    inside: Plain = draft
    for step in pointer:
        match inside, step:
            case dict(), str() if step in inside:
                inside = inside[step]
            case list(), int() if step < len(inside):
                inside = inside[step]
            case _:
                return None
    return inside


def restored(less: Draft, full: Draft, pointers: list[Pointer]) -> Draft:
    """The draft that says less with what the full one states at the places."""
    more = deepcopy(less)
    for pointer in pointers:
        value = stated_at(full, pointer)
        if value is None:
            continue
        inside = cast(dict[str | int, Plain], more)
        for place, step in enumerate(pointer[:-1]):
            if isinstance(step, str) and step not in inside:
                empty: Plain = [] if isinstance(pointer[place + 1], int) else {}
                inside[step] = empty
            inside = cast(dict[str | int, Plain], inside[step])
        inside[pointer[-1]] = value
    return more


def check_irrelevant(less: Draft, full: Draft) -> str:
    """State all that is said not to matter: the verdict stays."""
    verdict, found = verdict_and_evidence(less)
    more = restored(less, full, [each.pointer for each in (*found.undecided, *found.irrelevant)])
    if more == less:
        return "nothing irrelevant to state"
    try:
        stated = proposal_of(more)
    except Faults:
        return "what is irrelevant can't be stated alone"
    assert quick_judge().evaluation(stated).verdict is verdict
    return "something irrelevant was stated"


def check_needed(less: Draft, full: Draft) -> str:
    """State what is needed until nothing is: then the full draft has the same verdict."""
    current = less
    while True:
        verdict, found = verdict_and_evidence(current)
        if not found.needed:
            assert verdict is quick_judge().evaluation(proposal_of(full)).verdict
            return "what was needed settled the verdict"
        more = restored(current, full, [each.field.pointer for each in found.needed])
        if more == current:
            return "the full draft leaves something open that matters"
        current = more


DICE = st.randoms(use_true_random=False)


@given(st.one_of(proposals(), st.sampled_from(WRITTEN)), DICE)
@examples(40)
def test_of_what_is_open(draft: Draft, dice: Random) -> None:
    less = with_less(draft, dice)
    try:
        proposal_of(less)
    except Faults:
        assume(False)
    event(check_irrelevant(less, draft))
    event(check_needed(less, draft))


@pytest.mark.parametrize("draft", WRITTEN, ids=lambda draft: str(draft["id"]))
def test_whatever_is_open_is_needed_or_irrelevant(draft: Draft) -> None:
    evaluation = quick_judge().evaluation(proposal_of(draft))
    found = evidence(evaluation, quick_judge())
    needed = {each.field.pointer for each in found.needed}
    undecided = {each.pointer for each in found.undecided}
    irrelevant = {each.pointer for each in found.irrelevant}
    assert not needed & undecided
    assert not irrelevant & (needed | undecided)
    assert {each.pointer for each in open_fields(evaluation.recommendations)} <= needed | undecided
