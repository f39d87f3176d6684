"""What is called pointless makes no difference, whatever is known; what is said twice is found."""

from hypothesis import assume, given
from hypothesis import strategies as st

from rulecheck.authoring.eras import Eras
from rulecheck.authoring.lints import outcomes
from rulecheck.authoring.parts import pointless, replaced
from rulecheck.engine import outcome_of
from rulecheck.engine.cells import TooManyCells, open_groups_of
from rulecheck.engine.kleene import truth
from rulecheck.engine.program import APPLIES, UNLESS, VIOLATED
from rulecheck.packs import load_bundled_pack
from rulecheck.packs.conditions import AllOf, AnyOf, Condition

from .conditions_strategy import conditions, facts, vocabularies
from .profile import examples

NAMES = (APPLIES, VIOLATED, UNLESS)

FEW = 2_000
"""Random conditions of more cells are passed over."""


def eras_of(*written: Condition) -> Eras:
    """Eras of a rule's conditions, in the order of `NAMES`."""
    try:
        open_groups_of(written, FEW)
    except TooManyCells:
        assume(False)
    return Eras(load_bundled_pack(), dict(zip(NAMES, written, strict=True)))


@examples(30)
@given(st.data())
def test_without_it_every_outcome_is_the_same(data: st.DataObject) -> None:
    specs = data.draw(vocabularies())
    part = conditions(specs)
    applies, violated, further, unless = (data.draw(part) for _ in range(4))
    # What was said before is said again, so that there is something to find.
    eras = eras_of(applies, AnyOf((violated, AllOf((violated, further)))), unless)
    shorter = dict(eras.conditions)
    for each in pointless(eras, outcomes):
        shorter[each.condition] = replaced(shorter[each.condition], each.at, each.stand_in)
    for _ in range(5):
        known = data.draw(facts(specs))
        one, other = (
            outcome_of(*(truth(every[name], known) for name in NAMES), stated=True)
            for every in (eras.conditions, shorter)
        )
        assert one is other


@examples(20)
@given(st.data())
def test_what_is_said_twice_is_pointless_once(data: st.DataObject) -> None:
    specs = data.draw(vocabularies())
    said = data.draw(conditions(specs))
    eras = eras_of(AllOf(()), AllOf((said, said)), AnyOf(()))
    table = next(iter(eras.tables.values()))
    column = table.column(said)
    assume(column.true and column.false)
    assert ("all", 1) in [each.at for each in pointless(eras, outcomes)]
