"""Rule tests: small facts in, an expected outcome out, in files beside the rules."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field
from pydantic_core import PydanticCustomError

from rulecheck.authoring.test_files import (
    check_day,
    refused,
    rule_test_files,
    suggestion,
    tests_document,
)
from rulecheck.documents import Document, Pointer, Problem, closest
from rulecheck.documents.validation import (
    UNKNOWN,
    Faults,
    fault_at,
    fault_at_key,
    frozen,
    invalid,
    quoted,
    validated,
    written,
)
from rulecheck.engine import Evaluator, Outcome, outcome_of, program_of
from rulecheck.engine.program import APPLIES, UNLESS, VIOLATED
from rulecheck.packs.model import Pack, Rule
from rulecheck.vocabulary import FactValue, Members
from rulecheck.vocabulary.facts import FACTS, FactSpec, FactType, visible_from
from rulecheck.vocabulary.fields import Day, Strict, read_days, read_number, word
from rulecheck.vocabulary.ranges import rounded_outward


class RuleTestEntry(Strict):
    """A test of one rule."""

    name: str = Field(description="What the test shows, as a sentence.")
    rule: str = Field(description="Id of the rule that is tested.")
    as_of: Day = Field(description="Date of the draft; it picks the values of parameters.")
    facts: dict[str, object] = Field(
        description="What is known, besides what is given. A fact that is left out is unknown."
    )
    outcome: Annotated[Outcome, word(Outcome)] = Field(description="What the rule must come to.")


class RuleTestsFile(Strict):
    """`<recommendation>.tests.yaml`."""

    given: dict[str, dict[str, object]] = Field(
        default_factory=dict, description="Facts that all tests of a rule share, by the rule's id."
    )
    tests: tuple[RuleTestEntry, ...] = Field(description="The tests.")


@dataclass(frozen=True)
class RuleTest:
    """A test of one rule: what is known, and what the rule must come to."""

    name: str
    rule: Rule
    as_of: date
    facts: Mapping[str, FactValue]
    expected: Outcome
    document: Document
    pointer: Pointer

    @property
    def about(self) -> str:
        """What is tested, in a message."""
        return self.rule.id

    def outcome(self, pack: Pack, evaluator: Evaluator) -> Outcome:
        """What the rule comes to. Raises `EngineError`."""
        truths = evaluator.truths(program_of(self.rule, pack, self.as_of), self.facts)
        return outcome_of(truths[APPLIES], truths[VIOLATED], truths.get(UNLESS, False), stated=True)


def load_rule_tests(folder: Path, pack: Pack) -> tuple[RuleTest, ...]:
    """All rule tests of a pack's folder, by file and place.

    Raises `Faults` for an unreadable file, one in a folder where none is read, an unknown rule or
    fact, a value that the fact can't have, or a day on which the pack does not judge.
    """
    found: list[RuleTest] = []
    faults: list[Problem] = []
    for path in rule_test_files(folder):
        try:
            found.extend(_load(path, pack))
        except Faults as error:
            faults.extend(error.problems)
    if faults:
        raise Faults(faults)
    return tuple(found)


def _load(path: Path, pack: Pack) -> Iterator[RuleTest]:
    document = tests_document(path)
    content = validated(RuleTestsFile, frozen(document.root), document)
    rules = {rule.id: rule for rule in pack.rules}
    given = {
        rule: _facts(document, ("given", rule), facts, _known_rule(document, rule, rules))
        for rule, facts in content.given.items()
    }
    for place, test in enumerate(content.tests):
        at: Pointer = ("tests", place)
        if test.rule not in rules:
            hint = suggestion(test.rule, rules)
            raise Faults([fault_at(document, (*at, "rule"), f"no rule `{test.rule}`", hint)])
        check_day(document, at, test.as_of, pack)
        rule = rules[test.rule]
        stated = _facts(document, (*at, "facts"), test.facts, rule)
        facts = {**given.get(test.rule, {}), **stated}
        yield RuleTest(test.name, rule, test.as_of, facts, test.outcome, document, at)


def _known_rule(document: Document, rule: str, rules: Mapping[str, Rule]) -> Rule:
    if rule not in rules:
        hint = suggestion(rule, rules)
        raise Faults([fault_at_key(document, ("given", rule), f"no rule `{rule}`", hint)])
    return rules[rule]


def _facts(
    document: Document, at: Pointer, facts: Mapping[str, object], rule: Rule
) -> dict[str, FactValue]:
    """The facts as values. Raises `Faults` for the first one that can't be."""
    visible = visible_from(rule.subject)
    found: dict[str, FactValue] = {}
    for name, data in facts.items():
        if name not in visible:
            message = f"a rule on a {rule.subject} sees no fact `{name}`"
            raise Faults([fault_at_key(document, (*at, name), message, suggestion(name, visible))])
        try:
            found[name] = _value(name, data)
        except PydanticCustomError as error:
            raise refused(document, (*at, name), error) from None
    return found


def _value(name: str, data: object) -> FactValue:
    """What the test says of the fact. Raises `PydanticCustomError`."""
    spec = FACTS[name]
    if data is None or data == UNKNOWN:
        return None
    match spec.type, data:
        case FactType.BOOLEAN, bool():
            return data
        case FactType.TEXT | FactType.CHOICE, _:
            return _word(spec, data)
        case FactType.NUMBER, _:
            return rounded_outward(read_number(data))
        case FactType.DATE, _:
            return read_days(data)
        case FactType.SET, tuple():
            return Members.exactly(_word(spec, each) for each in data)
        case _:
            due = "a list of words" if spec.type is FactType.SET else "`true`, `false` or `unknown`"
            raise invalid(f"{written(data)} is no value of {name}", f"write {due}")


def _word(spec: FactSpec, data: object) -> str:
    if isinstance(data, str) and (data in spec.choices or not spec.choices):
        return data
    near = closest(data, spec.choices) if isinstance(data, str) else None
    otherwise = f"its values: {', '.join(spec.choices)}" if spec.choices else quoted(data)
    hint = f"did you mean `{near}`?" if near else otherwise
    raise invalid(f"{written(data)} is no value of {spec.name}", hint)
