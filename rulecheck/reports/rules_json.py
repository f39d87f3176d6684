"""Recommendations and rules for other programs; the schemas are versioned by name."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Final, assert_never

from rulecheck.authoring.describing import (
    ParameterDescription,
    RecommendationDescription,
    RuleDescription,
)
from rulecheck.authoring.rule_tests import RuleTest
from rulecheck.packs.conditions import (
    AllOf,
    AnyOf,
    Comparison,
    FactReference,
    Literal,
    Meets,
    Not,
    Operand,
    ParameterReference,
)
from rulecheck.packs.model import Pack, Recommendation, Rule
from rulecheck.packs.wording import Clause
from rulecheck.reports.json import Json, dumped, end_json, pack_json, recommendation_json, value_of
from rulecheck.reports.rules_words import NORMS, examples_of
from rulecheck.vocabulary.facts import FactSpec

LIST_SCHEMA: Final = "rulecheck/rules/v1"
SCHEMA: Final = "rulecheck/rule/v1"


def render_list(pack: Pack, recommendations: Sequence[Recommendation], tool_version: str) -> str:
    """The recommendations with the ids of their rules, as JSON with a line end."""
    return dumped(
        {
            "schema": LIST_SCHEMA,
            **_identity(tool_version, pack),
            "recommendations": [
                {**recommendation_json(each), "rules": [_head(rule) for rule in each.rules]}
                for each in recommendations
            ],
        }
    )


def render(described: RecommendationDescription, tool_version: str) -> str:
    """Everything about a recommendation and its rules, as JSON with a line end."""
    return dumped(
        {
            "schema": SCHEMA,
            **_identity(tool_version, described.pack),
            "as_of": described.as_of.isoformat(),
            "recommendation": {
                **recommendation_json(described.recommendation),
                "norm_means": NORMS[described.recommendation.norm],
                "reading": described.recommendation.reading,
            },
            "rules": [_rule(each) for each in described.rules],
            "parameters": [_parameter(each) for each in described.parameters],
            "facts": [_fact(each) for each in described.facts],
        }
    )


def _identity(tool_version: str, pack: Pack) -> dict[str, Json]:
    return {
        "tool": {"name": "rulecheck", "version": tool_version},
        "pack": pack_json(pack),
    }


def _head(rule: Rule) -> dict[str, Json]:
    return {
        "id": rule.id,
        "title": rule.title,
        "subject": rule.subject.value,
        "norm": rule.norm.value,
        "veto": rule.veto,
        "on_unknown": rule.on_unknown.value,
    }


def _rule(described: RuleDescription) -> Json:
    rule = described.rule
    return {
        **_head(rule),
        "norm_means": NORMS[rule.norm],
        "veto_because": rule.veto_because,
        "waivable": rule.waivable,
        "across_run": None if rule.across_run is None else rule.across_run.value,
        "applies_when": _clause(described.applies_when),
        "violated_when": _clause(described.violated_when),
        "unless": None if described.unless is None else _clause(described.unless),
        "advanced_when": None
        if described.advanced_when is None
        else _clause(described.advanced_when),
        "notes": [
            {"when": _clause(note.when), "message": note.message} for note in described.notes
        ],
        "message": rule.message,
        "remedy": rule.remedy,
        "evidence": dict(rule.evidence),
        "examples": [_example(test) for _, test in examples_of(described)],
    }


def _clause(clause: Clause) -> Json:
    condition = clause.condition
    match condition:
        case Comparison():
            return {
                "kind": "comparison",
                "words": clause.words,
                "fact": condition.fact,
                "operator": condition.operator.value,
                "operand": _operand(condition.operand),
            }
        case AllOf():
            return {"kind": "all", **_parts(clause)}
        case AnyOf():
            return {"kind": "any", **_parts(clause)}
        case Not():
            return {"kind": "not", **_parts(clause)}
        case Meets(definition, _):
            return {"kind": "meets", "definition": definition, **_parts(clause)}
        case _:
            assert_never(condition)


def _parts(clause: Clause) -> dict[str, Json]:
    return {"words": clause.words, "parts": [_clause(each) for each in clause.parts]}


def _operand(operand: Operand) -> Json:
    match operand:
        case ParameterReference(parameter):
            return {"parameter": parameter}
        case FactReference(fact):
            return {"fact": fact}
        case _:
            return {"value": _literal(operand)}


def _literal(literal: Literal) -> Json:
    match literal:
        case bool() | str():
            return literal
        case Fraction() | date():
            return end_json(literal)
        case tuple():
            return list(literal)
        case _:
            assert_never(literal)


def _parameter(described: ParameterDescription) -> Json:
    value = described.value
    return {
        "id": described.parameter.id,
        "meaning": described.parameter.meaning,
        "value": _literal(value.value),
        "since": value.since.isoformat(),
        "basis": value.basis.value,
        "source": value.source,
    }


def _fact(spec: FactSpec) -> Json:
    return {
        "name": spec.name,
        "type": spec.type.value,
        "meaning": spec.meaning,
        "unit": spec.unit or None,
        "choices": list(spec.choices) or None,
        "source": spec.source,
    }


def _example(test: RuleTest) -> Json:
    return {
        "name": test.name,
        "outcome": test.expected.value,
        "as_of": test.as_of.isoformat(),
        "facts": {name: value_of(value) for name, value in test.facts.items()},
    }
