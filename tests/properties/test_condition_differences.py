"""The difference of two conditions: none where they say the same, and never none otherwise."""

from collections.abc import Callable, Mapping

from hypothesis import assume, given
from hypothesis import strategies as st

from rulecheck.authoring.part_differences import parts
from rulecheck.engine import Program, ReferenceEvaluator
from rulecheck.packs.conditions import AllOf, AnyOf, Comparison, Condition, Meets, Not
from rulecheck.vocabulary import FactValue

from .conditions_strategy import comparisons, conditions, facts, vocabularies
from .profile import examples

REFERENCE = ReferenceEvaluator()


def changed(condition: Condition, leaf: Callable[[Comparison], Condition]) -> Condition:
    """The condition turned around, each comparison replaced; what a definition means is kept."""
    match condition:
        case Comparison():
            return leaf(condition)
        case AllOf(joined):
            return AllOf(tuple(changed(each, leaf) for each in reversed(joined)))
        case AnyOf(joined):
            return AnyOf(tuple(changed(each, leaf) for each in reversed(joined)))
        case Not(part):
            return Not(changed(part, leaf))
        case Meets():
            return condition


@examples(40)
@given(data=st.data())
def test_order_and_joins_of_one_are_no_difference(data: st.DataObject) -> None:
    condition = data.draw(conditions(data.draw(vocabularies())))
    assert list(parts(condition, changed(condition, lambda each: AllOf((each,))))) == []


@examples(40)
@given(data=st.data())
def test_conditions_that_do_not_differ_have_one_truth(data: st.DataObject) -> None:
    specs = data.draw(vocabularies())
    one = data.draw(conditions(specs))
    other = changed(one, lambda each: data.draw(st.just(each) | comparisons(specs)))
    assume(not list(parts(one, other)))
    values: Mapping[str, FactValue] = data.draw(facts(specs))
    truths = REFERENCE.truths(Program("made-up/rule", {"one": one, "other": other}), values)
    assert truths["one"] is truths["other"]


@examples(40)
@given(data=st.data())
def test_both_ways_round_the_same_parts_differ(data: st.DataObject) -> None:
    specs = data.draw(vocabularies())
    one, other = data.draw(conditions(specs)), data.draw(conditions(specs))
    there, back = list(parts(one, other, "when")), list(parts(other, one, "when"))
    assert bool(there) is bool(back)
    assert all(part.old != part.new for part in there)
    assert all(part.place.startswith("when") for part in there)
