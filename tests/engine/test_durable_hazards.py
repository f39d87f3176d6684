"""What durable-rules does to the unwary, and that the evaluator built on it does not."""

import signal
import subprocess
import sys
from fractions import Fraction

import pytest

from rulecheck.engine import CheckedEvaluator, EngineError, Program, ReferenceEvaluator
from rulecheck.engine.durable import DurableEvaluator, DurableRules
from rulecheck.packs.conditions import AnyOf, Comparison, Condition, FactReference, Operator
from rulecheck.vocabulary import FactValue, Members
from rulecheck.vocabulary.ranges import exactly, rounded_outward

NUMBER, OTHER = "item.dram_bandwidth", "item.io_bandwidth"
TEXT = "item.product"
SET = "decision.condition_types"


def program(**conditions: Condition) -> Program:
    return Program("made-up/rule", conditions)


def at_least(limit: Fraction | FactReference) -> Comparison:
    return Comparison(NUMBER, Operator.AT_LEAST, limit)


ENOUGH = program(enough=at_least(Fraction(1_400)))


class Interrupting:
    """The engine's own module, with an interrupt after the first match of each fact."""

    def __init__(self, engine: object) -> None:
        self._engine = engine

    def __getattr__(self, name: str) -> object:
        if name == "complete_and_start_action":
            signal.raise_signal(signal.SIGINT)
        return getattr(self._engine, name)


@pytest.mark.usefixtures("durable")  # which skips where there is none
def test_an_interrupt_between_matches_comes_out_and_does_no_harm(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The fact and the matches not looked at would be taken for those of the next subject."""
    rules = DurableRules()
    durable = DurableEvaluator(rules)
    monkeypatch.setattr(rules, "_engine", Interrupting(rules._engine))
    with pytest.raises(KeyboardInterrupt):
        durable.truths(ENOUGH, {NUMBER: exactly(4_000)})
    monkeypatch.undo()
    assert durable.truths(ENOUGH, {NUMBER: exactly(4_000)})["enough"] is True
    assert durable.truths(ENOUGH, {NUMBER: exactly(1)})["enough"] is False


def test_subjects_leave_nothing_behind(durable: DurableEvaluator) -> None:
    """The same facts twice, then others, then none: the engine takes equal facts for one."""
    met: dict[str, FactValue] = {NUMBER: exactly(4_000)}
    unmet: dict[str, FactValue] = {NUMBER: exactly(864)}
    found = [durable.truths(ENOUGH, facts)["enough"] for facts in (met, met, unmet, {}, met, {})]
    assert found == [True, True, False, None, True, None]


def test_programs_leave_nothing_behind(durable: DurableEvaluator) -> None:
    """Two rules of one name and with the same facts are two rules."""
    facts = {NUMBER: exactly(1_000)}
    low, high = program(it=at_least(Fraction(900))), program(it=at_least(Fraction(1_100)))
    found = [durable.truths(each, facts)["it"] for each in (low, high, low, high)]
    assert found == [True, False, True, False]


def test_an_error_leaves_nothing_behind(durable: DurableEvaluator) -> None:
    """The engine refuses numbers with an exponent; the next subject is judged as if nothing was."""
    with pytest.raises(EngineError, match="made-up/rule"):
        durable.truths(ENOUGH, {NUMBER: exactly(Fraction(1, 10**7))})
    assert durable.truths(ENOUGH, {NUMBER: exactly(1_400)}) == {"enough": True}
    assert durable.truths(ENOUGH, {}) == {"enough": None}


@pytest.mark.parametrize(
    ("stated", "limit", "expected"),
    [
        (Fraction(1, 100_000), Fraction(0), True),
        (Fraction(1, 100_000), Fraction(1), False),
        (Fraction(1, 100_000), Fraction(1, 10_000), None),
        (Fraction(-1, 100_000), Fraction(0), None),
        (Fraction(10**15), Fraction(10**15), True),
        (Fraction(10**15) + 1, Fraction(10**15), True),
        (Fraction(10**17), Fraction(1), True),
        (Fraction(1, 3), Fraction(3, 10), True),
        (Fraction(55_056, 9_300), Fraction(592, 100), True),
    ],
    ids=str,
)
def test_numbers_that_print_with_an_exponent(
    stated: Fraction, limit: Fraction, expected: bool | None, durable: DurableEvaluator
) -> None:
    """Rounded outward they print without one; a limit that falls between the ends stays open."""
    checked = CheckedEvaluator(durable, ReferenceEvaluator())
    facts = {NUMBER: rounded_outward(exactly(stated))}
    assert checked.truths(program(it=at_least(limit)), facts) == {"it": expected}


@pytest.mark.parametrize("length", [120, 60_000])
def test_long_texts_that_differ_at_the_end(length: int, durable: DurableEvaluator) -> None:
    """120 characters is the longest name, 60,000 the longest text that a document may hold."""
    one, other = "x" * length, "x" * (length - 1) + "y"
    same = program(same=Comparison(TEXT, Operator.EQUALS, one))
    assert durable.truths(same, {TEXT: one}) == {"same": True}
    assert durable.truths(same, {TEXT: other}) == {"same": False}


def test_texts_too_long_for_the_engine_are_no_silent_match(durable: DurableEvaluator) -> None:
    """From 65,536 bytes on the engine sees no difference; the second evaluator does."""
    one, other = "x" * 70_000, "x" * 69_999 + "y"
    same = program(same=Comparison(TEXT, Operator.EQUALS, one))
    with pytest.raises(EngineError, match="made-up/rule"):
        CheckedEvaluator(durable, ReferenceEvaluator()).truths(same, {TEXT: other})


@pytest.mark.parametrize("text", ["5", "05", "5.0", "1e3", "true", "null", "", "\U0001f4a1", 'a"b'])
def test_texts_that_look_like_something_else(text: str, durable: DurableEvaluator) -> None:
    checked = CheckedEvaluator(durable, ReferenceEvaluator())
    texts = ("5", "05", "5.0", "1e3", "1000", "true", "null", "", "\U0001f4a1", 'a"b')
    conditions = {str(n): Comparison(TEXT, Operator.EQUALS, each) for n, each in enumerate(texts)}
    found = checked.truths(program(**conditions), {TEXT: text})
    assert [each for n, each in enumerate(texts) if found[str(n)]] == [text]


def test_more_conditions_than_one_fact_may_match(durable: DurableEvaluator) -> None:
    """From 65 matches of one fact on the engine fires nothing at all, so they are spread."""
    conditions = {f"c{place}": at_least(Fraction(place)) for place in range(100)}
    found = durable.truths(program(**conditions), {NUMBER: exactly(1_000)})
    assert list(found.values()) == [True] * 100


def test_more_alternatives_than_one_fact_may_match(durable: DurableEvaluator) -> None:
    """Each true branch is a match of its own; one condition of too many can't be spread."""
    branches = tuple(at_least(Fraction(place)) for place in range(65))
    with pytest.raises(EngineError, match="too much for durable-rules"):
        durable.truths(program(it=AnyOf(branches)), {NUMBER: exactly(1_000)})


@pytest.mark.parametrize("operator", ["equals", "at_least", "more_than", "at_most", "less_than"])
def test_a_missing_right_side_matches_nothing(operator: str, durable: DurableEvaluator) -> None:
    """Left to itself, the engine takes every comparison with what is missing for met."""
    compared = program(it=Comparison(NUMBER, Operator(operator), FactReference(OTHER)))
    assert durable.truths(compared, {NUMBER: exactly(1)}) == {"it": None}
    assert durable.truths(compared, {OTHER: exactly(1)}) == {"it": None}
    assert durable.truths(compared, {}) == {"it": None}


def test_a_missing_right_side_of_words_matches_nothing(durable: DurableEvaluator) -> None:
    compared = program(it=Comparison(TEXT, Operator.EQUALS, FactReference("item.id")))
    assert durable.truths(compared, {TEXT: "h20"}) == {"it": None}
    assert durable.truths(compared, {TEXT: "h20", "item.id": "h20"}) == {"it": True}


def test_warnings_of_the_engine_stay_inside(durable: DurableEvaluator) -> None:
    """In a process in which every warning is an error, as users of CI may have it."""
    assert durable.name.startswith("durable-rules")
    code = (
        "from rulecheck.engine import Program, best_evaluator\n"
        "from rulecheck.packs.conditions import Comparison, Operator\n"
        "program = Program('r', {'it': Comparison('item.permits', Operator.EQUALS, True)})\n"
        "evaluator = best_evaluator()\n"
        "print(evaluator.name, evaluator.truths(program, {'item.permits': True}))\n"
    )
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False
    )
    assert result.stderr == ""
    assert result.stdout.startswith(durable.name)
    assert result.stdout.endswith("{'it': True}\n")


def test_no_thread_is_started(durable: DurableEvaluator) -> None:
    """The Python host that is shipped with the engine would start some."""
    import threading

    before = threading.active_count()
    assert durable.truths(ENOUGH, {NUMBER: exactly(1)}) == {"enough": False}
    assert threading.active_count() == before


def test_more_facts_than_one_assertion_may_hold(durable: DurableEvaluator) -> None:
    """The engine takes 252 properties of a fact; a set has one for each word asked about."""
    conditions = {
        f"c{place}": Comparison(SET, Operator.INCLUDES_ANY, (f"word-{place}", f"other-{place}"))
        for place in range(200)
    }
    facts: dict[str, FactValue] = {SET: Members.exactly(["word-7", "other-199"])}
    found = durable.truths(program(**conditions), facts)
    assert [name for name, truth in found.items() if truth] == ["c7", "c199"]
    assert None not in found.values()
