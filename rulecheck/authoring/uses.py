"""What a pack's rules make use of."""

from collections.abc import Iterator

from rulecheck.engine.program import conditions_of
from rulecheck.packs.conditions import (
    Condition,
    Meets,
    ParameterReference,
    comparisons,
    inside,
)
from rulecheck.packs.model import Pack, Rule
from rulecheck.packs.needs import PARAMETERS_NEEDED, PARAMETERS_OFFERED
from rulecheck.packs.templates import PARAMETER, PLACEHOLDER


def met_definitions(pack: Pack) -> frozenset[str]:
    """Definitions that a rule meets, itself or by way of others."""
    return frozenset(
        name
        for rule in pack.rules
        for condition in conditions_of(rule).values()
        for name in definitions_in(condition)
    )


def definitions_in(condition: Condition) -> Iterator[str]:
    """Definitions that the condition meets, itself or by way of others."""
    if isinstance(condition, Meets):
        yield condition.definition
    for part in inside(condition):
        yield from definitions_in(part)


def read_parameters(pack: Pack) -> frozenset[str]:
    """Parameters that conditions, messages or the program itself read."""
    conditions = [
        *(each for rule in pack.rules for each in conditions_of(rule).values()),
        *(definition.condition for definition in pack.definitions.values()),
    ]
    return frozenset(
        (
            *PARAMETERS_NEEDED,
            *PARAMETERS_OFFERED,
            *(name for condition in conditions for name in parameters_in(condition)),
            *(name for rule in pack.rules for name in parameters_named(rule)),
        )
    )


def parameters_named(rule: Rule) -> Iterator[str]:
    """Parameters whose values the rule's messages show."""
    for text in (rule.message, *(note.message for note in rule.notes)):
        for name in PLACEHOLDER.findall(text):
            if name.startswith(PARAMETER):
                yield name.removeprefix(PARAMETER)


def parameters_in(condition: Condition) -> Iterator[str]:
    """Parameters that the condition reads."""
    for comparison in comparisons(condition):
        if isinstance(comparison.operand, ParameterReference):
            yield comparison.operand.parameter
