"""The opposite of a comparison, and of a limit, is true exactly where that is false."""

from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from rulecheck.engine.kleene import truth
from rulecheck.facts.figures import Measures, holds
from rulecheck.facts.known import Bool, Num
from rulecheck.packs.conditions import Operator, opposite
from rulecheck.packs.reference import MARKETING, Limit, Measure
from rulecheck.vocabulary.ranges import Number, exactly
from rulecheck.vocabulary.truth import Truth, negation

from .conditions_strategy import NUMBERS, comparisons, facts, ranges, vocabularies
from .profile import examples

OF_LIMITS = (Operator.AT_LEAST, Operator.MORE_THAN, Operator.AT_MOST, Operator.LESS_THAN)


@examples(80)
@given(st.data())
def test_of_a_comparison(data: st.DataObject) -> None:
    specs = data.draw(vocabularies())
    comparison, known = data.draw(comparisons(specs)), data.draw(facts(specs))
    other = opposite(comparison)
    assume(other is not None)
    assert other is not None
    assert truth(other, known) is negation(truth(comparison, known))
    assert opposite(other) == comparison


@examples(50)
@given(ranges(NUMBERS), st.sampled_from(OF_LIMITS), st.sampled_from(NUMBERS))
def test_of_a_limit_of_a_number(measured: Number, operator: Operator, value: Fraction) -> None:
    limit = Limit(Measure.DRAM_BANDWIDTH, operator, exactly(value))
    measures = Measures({Measure.DRAM_BANDWIDTH: Num(measured)}, {})
    other = holds(limit.opposite, measures).truth
    assert other is negation(holds(limit, measures).truth)


@examples(20)
@given(st.sampled_from(sorted(MARKETING)), st.sampled_from([True, False, None]), st.booleans())
def test_of_a_limit_of_marketing(measure: Measure, stated: Truth, value: bool) -> None:
    limit = Limit(measure, Operator.EQUALS, value)
    measures = Measures({}, {measure: Bool(stated)})
    other = holds(limit.opposite, measures).truth
    assert other is negation(holds(limit, measures).truth)
