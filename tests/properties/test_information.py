"""Saying less: no fact gets better known by it, and no draft gets a better result."""

from random import Random

from hypothesis import assume, event, given
from hypothesis import strategies as st

from rulecheck.documents.validation import Faults
from rulecheck.facts import Subject

from .covering import betrayals
from .drafts import Draft, Judged, judged, judged_together, proposal_of, subjects
from .gains import gains
from .profile import examples
from .proposals_strategy import license_decisions, proposals, saying_less


@st.composite
def pairs(draw: st.DrawFn) -> list[Draft]:
    """Two license decisions, such as may draw on one inventory and sell one lot twice."""
    one, other = draw(license_decisions("one")), draw(license_decisions("other"))
    if "inventory" in one and "inventory" in other:
        other["inventory"] = one["inventory"]
    return [one, other]


def betrayals_of(less: Draft, known: tuple[Subject, ...]) -> list[str]:
    """What the draft that says less says better; nothing where it is refused altogether."""
    try:
        return list(betrayals(subjects(proposal_of(less)), known))
    except Faults:
        return []


def judged_if_valid(drafts: list[Draft]) -> Judged | None:
    """The drafts judged together; `None` where one is refused, which never pays."""
    try:
        return judged_together(drafts)
    except Faults:
        return None


TRIES = 6
"""In how many ways each draft is made to say less: making one up costs more than reading it."""


@examples(40)
@given(proposals(), st.randoms(use_true_random=False))
def test_every_fact_is_monotone_in_information(full: Draft, dice: Random) -> None:
    """Whatever the fuller draft leaves possible, the one that says less leaves possible too.

    Fact by fact, for every subject; and a subject goes only if another stands in for it.
    """
    known = subjects(proposal_of(full))
    for _ in range(TRIES):
        less = saying_less(full, dice)
        assert betrayals_of(less, known) == [], less


@examples(40)
@given(proposals(), st.randoms(use_true_random=False))
def test_withholding_never_pays(full: Draft, dice: Random) -> None:
    """Saying less turns no failing draft into a passing one, and raises no score's low end."""
    before = judged(proposal_of(full))
    for _ in range(TRIES):
        less = saying_less(full, dice)
        after = judged_if_valid([less])
        assert after is None or gains(after, before) == [], less


@examples(20)
@given(pairs(), st.randoms(use_true_random=False))
def test_withholding_never_pays_in_a_run(full: list[Draft], dice: Random) -> None:
    """Nor does it where two drafts are judged together and may overdraw what there is."""
    before = judged_if_valid(full)
    assume(before is not None)
    assert before is not None
    event(f"findings of the run: {len(before.findings)}")
    for _ in range(TRIES // 2):
        less = [saying_less(each, dice) for each in full]
        after = judged_if_valid(less)
        assert after is None or gains(after, before) == [], less
