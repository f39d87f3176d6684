"""durable-rules and the reference evaluator agree; where they would not, nobody is told a result.

`CheckedEvaluator` raises where they differ, so to evaluate is to test.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulecheck.engine import (
    CheckedEvaluator,
    EngineError,
    Program,
    kleene,
    rails,
)
from rulecheck.judgement import Judge
from rulecheck.packs import load_bundled_pack
from rulecheck.packs.conditions import Comparison, Condition, FactReference, Not, Operator
from rulecheck.vocabulary import FactValue, Members, Range
from rulecheck.vocabulary.ranges import at_least, more_than
from rulecheck.vocabulary.truth import all_of, any_of

from .conditions_strategy import conditions, facts, vocabularies
from .drafts import proposal_of
from .profile import examples
from .proposals_strategy import proposals, withheld

Facts = Mapping[str, FactValue]


@examples(85)
@given(data=st.data())
def test_they_agree_on_random_conditions(data: st.DataObject, checked: CheckedEvaluator) -> None:
    specs = data.draw(vocabularies())
    found = data.draw(st.lists(conditions(specs), min_size=4, max_size=6))
    program = Program("made-up/rule", {str(place): each for place, each in enumerate(found)})
    # At least 4 conditions by 6 sets of facts by 85 examples: over 2,000 pairs.
    for _ in range(6):
        checked.truths(program, data.draw(facts(specs)))


@examples(40)
@given(data=st.data())
def test_they_agree_on_every_rule_of_the_pack(data: st.DataObject, judge: Judge) -> None:
    draft = data.draw(proposals().flatmap(withheld))
    assert judge.evaluation(proposal_of(draft)).results


@pytest.fixture(scope="module")
def judge(checked: CheckedEvaluator) -> Judge:
    return Judge(load_bundled_pack(), checked)


# -- everything that can differ in one comparison, tried out ------------------------------------


LEFT, RIGHT = "item.dram_bandwidth", "item.io_bandwidth"
CHOICE, SET = "item.classification", "decision.condition_types"
ENDS = (None, Fraction(1), Fraction(2), Fraction(3))
RANGES = [
    Range(low, high)
    for low, high in product(ENDS, ENDS)
    if (low is None or high is None or low <= high) and (low, high) != (None, None)
]
CHOICES = ("3A090.a", "3A090.b", "none")
SETS = [
    Members(frozenset(certain), None if possible is None else frozenset(possible))
    for certain in ((), ("other",), ("unit_cap",), ("other", "unit_cap"))
    for possible in (None, certain, ("other", "unit_cap"))
]
ON_NUMBERS = (
    Operator.EQUALS,
    Operator.AT_LEAST,
    Operator.MORE_THAN,
    Operator.AT_MOST,
    Operator.LESS_THAN,
)
ON_SETS = (Operator.INCLUDES_ANY, Operator.INCLUDES_ALL, Operator.INCLUDES_NONE)


def every_comparison() -> dict[str, Condition]:
    return {
        **{f"left {each} 2": Comparison(LEFT, each, Fraction(2)) for each in ON_NUMBERS},
        **{
            f"left {each} right": Comparison(LEFT, each, FactReference(RIGHT))
            for each in ON_NUMBERS
        },
        **{f"set {each}": Comparison(SET, each, ("other", "unit_cap")) for each in ON_SETS},
        "one of": Comparison(CHOICE, Operator.IN, CHOICES[:2]),
        "none of": Comparison(CHOICE, Operator.NOT_IN, CHOICES[:2]),
        "is": Comparison(CHOICE, Operator.EQUALS, CHOICES[0]),
        "is not": Not(Comparison(CHOICE, Operator.EQUALS, CHOICES[0])),
    }


def all_facts() -> Iterator[Facts]:
    """Numbers in every position to each other, and every kind of word and set."""
    yield {}
    for left in RANGES:
        yield {LEFT: left}
        yield {RIGHT: left}
        yield from ({LEFT: left, RIGHT: right} for right in RANGES)
    yield from ({CHOICE: choice} for choice in CHOICES)
    yield from ({SET: members} for members in SETS)


def compare_on_everything(evaluator: CheckedEvaluator) -> None:
    # A program of its own each time: what is planted must be compiled afresh.
    program = Program("made-up/rule", every_comparison())
    for each in all_facts():
        evaluator.truths(program, each)


def test_they_agree_on_every_comparison(checked: CheckedEvaluator) -> None:
    compare_on_everything(checked)


@pytest.mark.parametrize(
    ("spelled", "wrongly"),
    [
        (Operator.AT_LEAST, "$gt"),
        (Operator.MORE_THAN, "$gte"),
        (Operator.AT_MOST, "$lt"),
        (Operator.LESS_THAN, "$lte"),
    ],
)
def test_a_fault_in_the_compiler_for_durable_rules_is_noticed(
    spelled: Operator,
    wrongly: str,
    checked: CheckedEvaluator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(rails._SPELLED, spelled, wrongly)
    with pytest.raises(EngineError, match="made-up/rule: `left"):
        compare_on_everything(checked)


@pytest.mark.parametrize(
    ("name", "wrongly"),
    [
        ("at_least", more_than),
        ("more_than", at_least),
        ("same", lambda left, right: left == right),
        ("any_of", all_of),
        ("all_of", any_of),
        ("negation", lambda truth: truth),
    ],
)
def test_a_fault_in_the_reference_evaluator_is_noticed(
    name: str, wrongly: object, checked: CheckedEvaluator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kleene, name, wrongly)
    with pytest.raises(EngineError, match="made-up/rule: `"):
        compare_on_everything(checked)
