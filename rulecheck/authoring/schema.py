"""The JSON Schema of a pack's files, for editors and other tools."""

from collections.abc import Iterable
from typing import Final, assert_never

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import JsonSchemaValue

from rulecheck.authoring.rule_tests import RuleTestEntry, RuleTestsFile
from rulecheck.authoring.threshold_tests import ThresholdTestEntry, ThresholdTestsFile
from rulecheck.documents.validation import UNKNOWN
from rulecheck.packs import files
from rulecheck.packs.conditions import Operator
from rulecheck.packs.language import LIST_OPERATORS, OPERATORS
from rulecheck.packs.reference import MARKETING, Measure
from rulecheck.vocabulary.enums import SubjectKind
from rulecheck.vocabulary.facts import FACTS, FactSpec, FactType, visible_from
from rulecheck.vocabulary.fields import AnyNumber, Day, DayRange, Identifier
from rulecheck.vocabulary.schemas import DIALECT, FileSchema, definitions, reference

ID: Final = "urn:rulecheck:rules:v1"

FILES: Final[dict[str, tuple[type[BaseModel], ...]]] = {
    "recommendation": (files.RecommendationFile,),
    "tests": (RuleTestsFile, ThresholdTestsFile),
    "definitions": (files.DefinitionsFile,),
    "parameters": (files.ParametersFile,),
    "pack": (files.PackFile,),
    "sentences": (files.SourceFile,),
    "moves": (files.MovesFile,),
    "chips": (files.ChipsFile,),
    "countries": (files.CountriesFile,),
    "thresholds": (files.ThresholdsFile,),
    "entities": (files.EntitiesFile,),
    "equipment": (files.EquipmentFile,),
    "suppliers": (files.SuppliersFile,),
}
"""What a file of a pack may be, by the key that it always has. A new kind of file is a line here;
kinds that share a key stand side by side in its tuple."""

_DESCRIPTION: Final = (
    "A file of a pack of rules. Its first key tells which: recommendation, tests, definitions, "
    "parameters, pack, or one of the reference data. This schema knows the form, the facts and "
    "their words; loading the pack also checks names against each other, sources and dates."
)

_CONDITIONS: Final = ("applies_when", "violated_when", "unless", "advanced_when")
_MAY_BE_NULL: Final = frozenset({"unless", "advanced_when"})

_PARAMETER: Final = "parameter"
_FACTS: Final = "facts"

# Told its type, an editor writes a key with its colon and starts the next line.
_MAPPING: Final[JsonSchemaValue] = {"type": "object"}
_MAPPING_OR_NULL: Final[JsonSchemaValue] = {"type": ["object", "null"]}
_NULL: Final[JsonSchemaValue] = {"type": "null"}
_TEXT: Final[JsonSchemaValue] = {"type": "string"}
_TRUTH: Final[JsonSchemaValue] = {"type": "boolean"}
_NUMBER: Final[JsonSchemaValue] = {"type": "number"}


def rules_schema() -> JsonSchemaValue:
    """The schema of every file of a pack, in JSON Schema 2020-12."""
    found = definitions(tuple(model for kinds in FILES.values() for model in kinds), FileSchema)
    _fill_in(found)
    return {
        "$schema": DIALECT,
        "$id": ID,
        "title": "A file of a rulecheck pack",
        "description": _DESCRIPTION,
        "type": "object",
        "properties": {key: _outline(found, kinds[0], key) for key, kinds in FILES.items()},
        "anyOf": [{"required": [key]} for key in FILES],
        "allOf": [
            {"if": {"required": [key]}, "then": _any_of(reference(kind.__name__) for kind in kinds)}
            for key, kinds in FILES.items()
        ],
        "$defs": {
            **found,
            **{_condition_on(subject): _condition(subject) for subject in SubjectKind},
            **{name: _compared(spec) for name, spec in FACTS.items()},
            **_shared(),
            _FACTS: {
                "type": "object",
                "properties": {name: _stated(spec) for name, spec in FACTS.items()},
                "additionalProperties": False,
            },
        },
    }


def _outline(found: dict[str, JsonSchemaValue], kind: type[BaseModel], key: str) -> JsonSchemaValue:
    """What an editor needs to offer the key that tells what a file is, and to explain it."""
    value = found[kind.__name__]["properties"][key]
    return {"description": found[kind.__name__]["description"], "type": value.get("type", "object")}


def _fill_in(found: dict[str, JsonSchemaValue]) -> None:
    """Say what stands where the models take anything, since meaning is checked after them."""
    rule = found[files.RuleEntry.__name__]
    found[files.NoteEntry.__name__]["properties"]["when"] |= _MAPPING
    for key in _CONDITIONS:
        rule["properties"][key] |= _MAPPING_OR_NULL if key in _MAY_BE_NULL else _MAPPING
    rule["allOf"] = [_on(subject, _parts_of_a_rule(subject)) for subject in SubjectKind]
    definition = found[files.DefinitionEntry.__name__]
    definition["properties"]["condition"] |= _MAPPING
    definition["allOf"] = [
        _on(subject, {"condition": reference(_condition_on(subject))}) for subject in SubjectKind
    ]
    value = found[files.ParameterValueEntry.__name__]["properties"]["value"]
    value |= _any_of((_TRUTH, _TEXT, _NUMBER, _list(_TEXT)))
    threshold = found[files.ThresholdPeriodEntry.__name__]["properties"]
    for limits in (threshold["any"], threshold["exempt"]):
        limits["items"] = _limits()
    measures = found[ThresholdTestEntry.__name__]["properties"]["measures"]
    del measures["additionalProperties"]
    measures |= _measures()
    given = found[RuleTestsFile.__name__]["properties"]["given"]
    given["additionalProperties"] = reference(_FACTS)
    facts = found[RuleTestEntry.__name__]["properties"]["facts"]
    del facts["additionalProperties"]
    facts |= reference(_FACTS)


def _on(subject: SubjectKind, parts: JsonSchemaValue) -> JsonSchemaValue:
    return {
        "if": {"properties": {"subject": {"const": subject.value}}, "required": ["subject"]},
        "then": {"properties": parts},
    }


def _parts_of_a_rule(subject: SubjectKind) -> JsonSchemaValue:
    condition = reference(_condition_on(subject))
    optional = {**_MAPPING_OR_NULL, **_any_of((condition, _NULL))}
    return {
        **{key: optional if key in _MAY_BE_NULL else condition for key in _CONDITIONS},
        "notes": {"items": {"properties": {"when": condition}}},
        "evidence": {**_MAPPING, "propertyNames": {"enum": list(visible_from(subject))}},
    }


# -- conditions --------------------------------------------------------------------------------


def _condition(subject: SubjectKind) -> JsonSchemaValue:
    itself = reference(_condition_on(subject))
    parts = {"type": "array", "items": itself, "minItems": 1}
    return _one_of_the_keys(
        {
            "all": {**parts, "description": "True if every condition is."},
            "any": {**parts, "description": "True if one condition is."},
            "not": {**itself, "description": "True if the condition is false."},
            "meets": {**_name(), "description": "The definition whose condition holds."},
            **{name: reference(name) for name in visible_from(subject)},
        }
    )


def _compared(spec: FactSpec) -> JsonSchemaValue:
    """What may stand behind a fact: a value that it equals, or an operator with its operand."""
    behind = reference(_behind(spec.type))
    if spec.choices:
        behind = _comparison(spec.type, _literal(spec.type, spec.choices))
    return {"description": described(spec), **behind}


def _shared() -> dict[str, JsonSchemaValue]:
    """What facts of one type have in common, as far as they need it."""
    parameter = {**_name(), "description": "Its value on the date of the draft is meant."}
    found = {_PARAMETER: _one_of_the_keys({"parameter": parameter})}
    for kind in FactType:
        alike = [spec for spec in FACTS.values() if spec.type is kind]
        if Operator.EQUALS in OPERATORS[kind]:
            names = [spec.name for spec in alike]
            fact = {"enum": names, "description": "The value of this fact is meant."}
            found[_reference_to(kind)] = _one_of_the_keys({"parameter": parameter, "fact": fact})
        if any(not spec.choices for spec in alike):
            found[_behind(kind)] = _comparison(kind, _literal(kind, ()))
            found[_value_of(kind)] = _value(kind, _literal(kind, ()))
    return found


def _comparison(kind: FactType, literal: JsonSchemaValue) -> JsonSchemaValue:
    operators = _one_of_the_keys(
        {operator.value: _operand(kind, operator, literal) for operator in OPERATORS[kind]}
    )
    if Operator.EQUALS not in OPERATORS[kind]:
        return operators
    return _any_of((literal, reference(_reference_to(kind)), operators))


def _operand(kind: FactType, operator: Operator, literal: JsonSchemaValue) -> JsonSchemaValue:
    if operator in LIST_OPERATORS:
        return _any_of((literal, _list(literal), reference(_PARAMETER)))
    return _any_of((literal, reference(_reference_to(kind))))


def _literal(kind: FactType, words: tuple[str, ...]) -> JsonSchemaValue:
    """One value, or one member of a set; no words mean any."""
    match kind:
        case FactType.BOOLEAN:
            return _TRUTH
        case FactType.CHOICE | FactType.TEXT | FactType.SET:
            return {"enum": [str(word) for word in words]} if words else _TEXT
        case FactType.NUMBER:
            return _NUMBER
        case FactType.DATE:
            return TypeAdapter(Day).json_schema()
        case _:
            assert_never(kind)


def described(spec: FactSpec) -> str:
    """A fact in a sentence or two: what it means, its unit, and who controls it."""
    unit = f", in {spec.unit}" if spec.unit else ""
    return f"{spec.meaning}. A {spec.type.value}{unit}; {spec.control.value}."


# -- other values ------------------------------------------------------------------------------


def _stated(spec: FactSpec) -> JsonSchemaValue:
    """A fact's value as a rule test states it."""
    value = reference(_value_of(spec.type))
    if spec.choices:
        value = _value(spec.type, _literal(spec.type, spec.choices))
    return {"description": described(spec), **_any_of((value, {"enum": [UNKNOWN, None]}))}


def _value(kind: FactType, literal: JsonSchemaValue) -> JsonSchemaValue:
    match kind:
        case FactType.BOOLEAN | FactType.CHOICE | FactType.TEXT:
            return literal
        case FactType.NUMBER:
            return TypeAdapter(AnyNumber).json_schema()
        case FactType.DATE:
            return TypeAdapter(DayRange).json_schema()
        case FactType.SET:
            return {"type": "array", "items": literal}
        case _:
            assert_never(kind)


def _limits() -> JsonSchemaValue:
    """Measures of an item with the limit that each is held against."""
    operators = [each for each in OPERATORS[FactType.NUMBER] if each is not Operator.EQUALS]
    limit = _one_of_the_keys({operator.value: _NUMBER for operator in operators})
    return {
        "type": "object",
        "properties": {
            measure.value: _TRUTH if measure in MARKETING else limit for measure in Measure
        },
        "additionalProperties": False,
        "minProperties": 1,
    }


def _measures() -> JsonSchemaValue:
    """Measures of an item with their values; null and `unknown` state nothing."""
    number = TypeAdapter(AnyNumber).json_schema()
    nothing = {"enum": [None, UNKNOWN]}
    return {
        "type": "object",
        "properties": {
            measure.value: _any_of((_TRUTH if measure in MARKETING else number, nothing))
            for measure in Measure
        },
        "additionalProperties": False,
    }


def _name() -> JsonSchemaValue:
    return TypeAdapter(Identifier).json_schema()


# -- names of definitions ----------------------------------------------------------------------


def _condition_on(subject: SubjectKind) -> str:
    return f"condition-on-{subject.value}"


def _behind(kind: FactType) -> str:
    return f"compared-{kind.value}"


def _reference_to(kind: FactType) -> str:
    return f"reference-to-{kind.value}"


def _value_of(kind: FactType) -> str:
    return f"value-of-{kind.value}"


# -- building blocks ---------------------------------------------------------------------------


def _one_of_the_keys(properties: JsonSchemaValue) -> JsonSchemaValue:
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "minProperties": 1,
        # Not beside the properties: the key that is being typed counts for yaml-language-server,
        # so that it would offer none of them on an empty line.
        "allOf": [{"maxProperties": 1}],
    }


def _list(element: JsonSchemaValue) -> JsonSchemaValue:
    return {"type": "array", "items": element, "minItems": 1}


def _any_of(schemas: Iterable[JsonSchemaValue]) -> JsonSchemaValue:
    found = list(schemas)
    return found[0] if len(found) == 1 else {"anyOf": found}
