"""Whether the tests show every condition of every rule both true and false, and at its limits.

A rule's own conditions are due of its own tests, each `meets` among them. What stands inside a
definition is due once, of the tests of all rules that use it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rulecheck.authoring.parts import parts_of
from rulecheck.authoring.places import Place, definition_places, rule_places
from rulecheck.authoring.requirements import Kind, Requirement, in_force
from rulecheck.authoring.rule_tests import RuleTest
from rulecheck.engine import Outcome, program_of
from rulecheck.engine.kleene import truth
from rulecheck.engine.program import conditions_of, note_name
from rulecheck.packs.conditions import (
    AnyOf,
    Comparison,
    Condition,
    FactReference,
    Literal,
    Meets,
    ParameterReference,
    opposite,
)
from rulecheck.packs.model import Norm, Pack, Rule
from rulecheck.packs.templates import literal_in_words
from rulecheck.packs.wording import in_one_line
from rulecheck.vocabulary import FactValue, Range
from rulecheck.vocabulary.facts import FACTS, FactType
from rulecheck.vocabulary.truth import Truth

Limit = Literal | FactReference
"""Where a comparison of numbers or dates turns: at a value, or where another fact is the same."""


class _Node(NamedTuple):
    """A condition, whole or part of another, and where it is written."""

    owner: str
    place: Place
    condition: Condition


def condition_coverage(pack: Pack, tests: Sequence[RuleTest]) -> tuple[Requirement, ...]:
    """All that the tests of the pack's rules have to show.

    Of each condition: that it is true in one test and false in another. Of each comparison of
    numbers or dates: a test exactly at its limit, for each value that a parameter has while the
    pack judges. Of each rule: a test that expects it satisfied, one violated (unless it is
    permissive) and one unknown.
    """
    places = _Places(pack)
    truths: dict[Place, set[Truth]] = defaultdict(set)
    met: dict[Place, set[Limit]] = defaultdict(set)
    for test in tests:
        program = program_of(test.rule, pack, test.as_of)
        for node in places.nodes(test.rule, program.conditions):
            truths[node.place].add(truth(node.condition, test.facts))
            met[node.place].update(_limits_met(node.condition, test.facts))
    written = {
        node.place: node for rule in pack.rules for node in places.nodes(rule, conditions_of(rule))
    }
    found = list(_outcomes(pack, tests, places))
    for node in written.values():
        found.append(_both_ways(node, truths[node.place]))
        found += _boundaries(node, _limits(node.condition, pack), met[node.place])
    return tuple(found)


class _Places:
    """Where the rules and definitions of a pack are written."""

    def __init__(self, pack: Pack) -> None:
        self.rules = rule_places(pack)
        self._definitions = {
            name: place.below("condition") for name, place in definition_places(pack).items()
        }

    def nodes(self, rule: Rule, conditions: Mapping[str, Condition]) -> Iterator[_Node]:
        """The rule's conditions with all their parts, also those inside of definitions."""
        at = self.rules[rule.id]
        notes = {
            note_name(number): at.below("notes", number, "when")
            for number in range(len(rule.notes))
        }
        for name, condition in conditions.items():
            yield from self._nodes(_Node(rule.id, notes.get(name, at.below(name)), condition))

    def _nodes(self, node: _Node) -> Iterator[_Node]:
        yield node
        owner, place, condition = node
        for step, part in parts_of(condition):
            yield from self._nodes(_Node(owner, place.below(*step), part))
        if isinstance(condition, Meets):
            name, part = condition.definition, condition.condition
            yield from self._nodes(_Node(f"definition {name}", self._definitions[name], part))


def _outcomes(pack: Pack, tests: Sequence[RuleTest], places: _Places) -> Iterator[Requirement]:
    expected = {(test.rule.id, test.expected) for test in tests}
    for rule in pack.rules:
        due = [Outcome.SATISFIED, Outcome.VIOLATED, Outcome.UNKNOWN]
        if rule.norm is Norm.PERMISSIVE:  # it fails nobody
            due.remove(Outcome.VIOLATED)
        for outcome in due:
            gaps = () if (rule.id, outcome) in expected else (f"no test expects `{outcome}`",)
            at = places.rules[rule.id].below("id")
            yield Requirement(Kind.OUTCOME, rule.id, at, 1, gaps)


def _both_ways(node: _Node, truths: set[Truth]) -> Requirement:
    due = (True,) if _exhausts(node.condition) else (True, False)
    words = in_one_line(node.condition)
    gaps = tuple(
        f"no test in which `{words}` {'holds' if way else 'fails'}"
        for way in due
        if way not in truths
    )
    return Requirement(Kind.CONDITION, node.owner, node.place, len(due), gaps)


def _exhausts(condition: Condition) -> bool:
    """Whether it is an `any` of a comparison and its opposite, which can't be false.

    That is how a rule says that it applies to every subject of its kind.
    """
    parts = condition.parts if isinstance(condition, AnyOf) else ()
    return any(isinstance(part, Comparison) and opposite(part) in parts for part in parts)


def _boundaries(node: _Node, limits: Sequence[Limit], met: set[Limit]) -> Iterator[Requirement]:
    words = in_one_line(node.condition)
    for limit in limits:
        if isinstance(limit, FactReference):
            gap = f"no test in which the two facts of `{words}` are equal"
        else:
            gap = f"no test in which the fact of `{words}` is exactly {literal_in_words(limit)}"
        gaps = () if limit in met else (gap,)
        yield Requirement(Kind.BOUNDARY, node.owner, node.place, 1, gaps)


def _limits(condition: Condition, pack: Pack) -> tuple[Limit, ...]:
    """Where a comparison of numbers or dates turns; nowhere, if it is something else."""
    if not isinstance(condition, Comparison) or not _is_ordered(condition):
        return ()
    if not isinstance(condition.operand, ParameterReference):
        return (condition.operand,)
    values = pack.parameters[condition.operand.parameter].values
    return tuple(dict.fromkeys(each.value for each in in_force(values, pack.judges_from)))


def _limits_met(condition: Condition, facts: Mapping[str, FactValue]) -> Iterator[Limit]:
    """The limit of a comparison whose parameters are filled in, if the facts are exactly there."""
    if not isinstance(condition, Comparison) or not _is_ordered(condition):
        return
    left, limit = _exact(facts.get(condition.fact)), condition.operand
    right = _exact(facts.get(limit.fact)) if isinstance(limit, FactReference) else limit
    if left is not None and left == right and not isinstance(limit, ParameterReference):
        yield limit


def _is_ordered(comparison: Comparison) -> bool:
    return FACTS[comparison.fact].type in (FactType.NUMBER, FactType.DATE)


def _exact(value: FactValue) -> object:
    return value.exact if isinstance(value, Range) else None
