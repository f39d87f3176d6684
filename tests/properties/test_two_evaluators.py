"""durable-rules and the reference evaluator agree; where they would not, nobody is told a result.

`CheckedEvaluator` raises where they differ, so to evaluate is to test.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulecheck.engine import (
    CheckedEvaluator,
    EngineError,
    Program,
    ReferenceEvaluator,
    Survey,
    kleene,
    rails,
)
from rulecheck.engine.durable import DurableEvaluator
from rulecheck.engine.program import Sought
from rulecheck.judgement import Judge
from rulecheck.packs import load_bundled_pack
from rulecheck.packs.conditions import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    FactReference,
    Meets,
    Not,
    Operator,
)
from rulecheck.vocabulary import FactValue, Members, Range
from rulecheck.vocabulary.ranges import at_least, more_than
from rulecheck.vocabulary.truth import Truth, all_of, any_of, negation

from .agreeing import agree_on_packs
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


def test_they_agree_on_whole_packs(durable: DurableEvaluator, tmp_path: Path) -> None:
    """`make soak` does the same for longer."""
    agreed = agree_on_packs(durable, ReferenceEvaluator(), tmp_path / "pack", examples(18))
    assert agreed >= 2_000


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
ENOUGH = Comparison(LEFT, Operator.AT_LEAST, Fraction(2))
A_CAP = Comparison(SET, Operator.INCLUDES_ANY, ("unit_cap",))
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
        "all": AllOf((ENOUGH, Meets("made-up", A_CAP))),
        "any": AnyOf((ENOUGH, Not(A_CAP))),
        "not all": Not(AllOf((ENOUGH, A_CAP))),
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
    for members, left in product(SETS, RANGES):
        both: Facts = {SET: members, LEFT: left}
        yield both


def compare_on_everything(evaluator: CheckedEvaluator) -> None:
    # A program of its own each time: what is planted must be compiled afresh.
    program = Program("made-up/rule", every_comparison())
    for each in all_facts():
        evaluator.truths(program, each)


def survey_of_everything() -> Survey:
    return Survey(
        "made-up/rules",
        tuple(
            Sought(f"{name}: {truth}", condition, truth)
            for name, condition in every_comparison().items()
            for truth in (True, False)
        ),
    )


def test_they_agree_on_every_comparison(checked: CheckedEvaluator) -> None:
    compare_on_everything(checked)


def test_they_find_the_same_where_one_truth_is_sought(checked: CheckedEvaluator) -> None:
    survey, program = survey_of_everything(), Program("made-up/rule", every_comparison())
    for each in all_facts():
        truths = checked.truths(program, each)
        expected = {f"{name}: {truth}" for name, truth in truths.items() if truth is not None}
        assert checked.holding(survey, each) == expected


def test_a_fault_is_noticed_where_one_truth_is_sought(
    checked: CheckedEvaluator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(rails._SPELLED, Operator.AT_LEAST, "$gt")
    survey = survey_of_everything()
    with pytest.raises(EngineError, match=r"made-up/rules: `left .*: (True|False)` is"):
        deque(checked.holding(survey, each) for each in all_facts())


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


Compile = Callable[[Comparison, rails.Layout, bool], rails.Pattern]


def the_other_rail(compiled: Compile) -> Compile:
    return lambda comparison, layout, wanted: compiled(comparison, layout, not wanted)


def unguarded(operator: Operator, left: rails._Ends, right: rails._Ends) -> rails.Pattern:
    """The engine takes a comparison with what is missing on the right for met."""
    match compiled := RIGHTLY(operator, left, right):
        case {"$and": [_, dict(comparison)]}:
            return comparison
        case _:
            return compiled


RIGHTLY = rails._ends
FAULTS_FOR_DURABLE_RULES = {
    "a negated comparison turns the wrong way": (
        "_SWAPPED",
        {**rails._SWAPPED, Operator.AT_LEAST: Operator.AT_MOST},
    ),
    "words on the wrong rail": ("_word", the_other_rail(rails._word)),
    "sets on the wrong rail": ("_set", the_other_rail(rails._set)),
    "numbers on the wrong rail": ("_number", the_other_rail(rails._number)),
    "all for any": ("_joined", lambda _how, parts: {"$and": [*parts]}),
    "any for all": ("_joined", lambda _how, parts: {"$or": [*parts]}),
    "no guard for what is missing": ("_ends", unguarded),
    "the wrong end of a range": (
        "_ends",
        lambda operator, left, right: RIGHTLY(
            operator, rails._Ends(left.high, left.low, True), right
        ),
    ),
    "numbers cut off": ("engine_number", lambda value: int(value) - int(value) % 2),
}


@pytest.mark.parametrize(
    ("name", "wrongly"), FAULTS_FOR_DURABLE_RULES.values(), ids=FAULTS_FOR_DURABLE_RULES
)
def test_another_fault_in_the_compiler_for_durable_rules_is_noticed(
    name: str, wrongly: object, checked: CheckedEvaluator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rails, name, wrongly)
    with pytest.raises(EngineError, match="made-up/rule: `"):
        compare_on_everything(checked)


Compared = Callable[..., Callable[..., Truth]]


def negated(compared: Compared) -> Compared:
    return lambda *given: lambda asked: negation(compared(*given)(asked))


def never_unknown(compared: Compared) -> Compared:
    return lambda *given: lambda asked: compared(*given)(asked) or False


def deciding_by(*, truth: bool) -> Callable[..., kleene.Question]:
    """Joins parts as if this truth decided by itself, whichever does."""
    joined = kleene._joined
    return lambda parts, **_decisive: joined(parts, decisive=truth)


FAULTS_IN_THE_REFERENCE = {
    "at least for more than": ("more_than", at_least),
    "more than for at least": ("at_least", more_than),
    "ranges compared as wholes": ("same", lambda left, right: left == right),
    "all for any": ("_joined", deciding_by(truth=False)),
    "any for all": ("_joined", deciding_by(truth=True)),
    "all for any of a set": ("any_of", all_of),
    "any for all of a set": ("all_of", any_of),
    "a negation forgotten": ("negation", lambda truth: truth),
    "words the wrong way": ("_to_words", negated(kleene._to_words)),
    "sets the wrong way": ("_to_set", negated(kleene._to_set)),
    "numbers the wrong way": ("_to_range", negated(kleene._to_range)),
    "an unknown comparison taken for false": ("_compared", never_unknown(kleene._compared)),
    "an unknown set taken for empty": ("_to_set", never_unknown(kleene._to_set)),
    "facts on the right never known": ("_of_two", lambda *_given: None),
}


@pytest.mark.parametrize(
    ("name", "wrongly"), FAULTS_IN_THE_REFERENCE.values(), ids=FAULTS_IN_THE_REFERENCE
)
def test_a_fault_in_the_reference_evaluator_is_noticed(
    name: str, wrongly: object, checked: CheckedEvaluator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kleene, name, wrongly)
    with pytest.raises(EngineError, match="made-up/rule: `"):
        compare_on_everything(checked)
