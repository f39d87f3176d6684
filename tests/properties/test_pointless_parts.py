"""What is called pointless makes no difference, whatever is known; what is said twice is found."""

from hypothesis import assume, given
from hypothesis import strategies as st

from rulecheck.authoring.eras import Eras
from rulecheck.authoring.lints import outcomes
from rulecheck.authoring.parts import pointless, replaced
from rulecheck.engine import outcome_of
from rulecheck.engine.cells import TooManyCells
from rulecheck.engine.kleene import truth
from rulecheck.engine.program import APPLIES, UNLESS, VIOLATED
from rulecheck.packs import load_bundled_pack
from rulecheck.packs.conditions import AllOf, AnyOf, Condition

from .conditions_strategy import conditions, facts, vocabularies
from .profile import examples


def eras_of(applies: Condition, violated: Condition, unless: Condition) -> Eras:
    try:
        found = Eras(load_bundled_pack(), {APPLIES: applies, VIOLATED: violated, UNLESS: unless})
        assert found.open_tables
    except TooManyCells:
        assume(False)
    return found


@examples(100)
@given(st.data())
def test_without_it_every_outcome_is_the_same(data: st.DataObject) -> None:
    specs = data.draw(vocabularies())
    part = conditions(specs)
    violated = data.draw(part)
    # What was said before is said again, so that there is something to find.
    written = {
        APPLIES: data.draw(part),
        VIOLATED: AnyOf((violated, AllOf((violated, data.draw(part))))),
    }
    written[UNLESS] = data.draw(part)
    found = list(pointless(eras_of(*written.values()), outcomes))
    shorter = dict(written)
    for each in found:
        shorter[each.condition] = replaced(shorter[each.condition], each.at, each.stand_in)
    for _ in range(5):
        known = data.draw(facts(specs))
        one, other = (
            outcome_of(*(truth(every[name], known) for name in written), stated=True)
            for every in (written, shorter)
        )
        assert one is other


@examples(50)
@given(st.data())
def test_what_is_said_twice_is_pointless_once(data: st.DataObject) -> None:
    specs = data.draw(vocabularies())
    said = data.draw(conditions(specs))
    eras = eras_of(AllOf(()), AllOf((said, said)), AnyOf(()))
    table = next(iter(eras.tables.values()))
    column = table.column(said)
    assume(column.true and column.false)
    assert ("all", 1) in [each.at for each in pointless(eras, outcomes)]
