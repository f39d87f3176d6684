"""Reading conditions: plain data into the condition tree, every fault at its line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from rulecheck.documents import Document, Pointer, Problem, closest
from rulecheck.documents.problems import shown
from rulecheck.documents.validation import fault_at, fault_at_key, written
from rulecheck.packs.conditions import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    FactReference,
    Literal,
    Meets,
    Not,
    Operand,
    Operator,
    ParameterReference,
)
from rulecheck.packs.model import Definition, Parameter
from rulecheck.packs.templates import PARAMETER, PLACEHOLDER
from rulecheck.vocabulary.enums import SubjectKind, lineage
from rulecheck.vocabulary.facts import FACTS, FactSpec, FactType, visible_from
from rulecheck.vocabulary.ranges import exactly, rounded_outward

OPERATORS: Final[Mapping[FactType, tuple[Operator, ...]]] = {
    FactType.BOOLEAN: (Operator.EQUALS,),
    FactType.CHOICE: (Operator.EQUALS, Operator.IN, Operator.NOT_IN),
    FactType.TEXT: (Operator.EQUALS, Operator.IN, Operator.NOT_IN),
    FactType.NUMBER: (
        Operator.EQUALS,
        Operator.AT_LEAST,
        Operator.MORE_THAN,
        Operator.AT_MOST,
        Operator.LESS_THAN,
    ),
    FactType.DATE: (
        Operator.EQUALS,
        Operator.ON_OR_AFTER,
        Operator.AFTER,
        Operator.ON_OR_BEFORE,
        Operator.BEFORE,
    ),
    FactType.SET: (Operator.INCLUDES_ANY, Operator.INCLUDES_ALL, Operator.INCLUDES_NONE),
}
"""Which operators fit which type of fact."""

LIST_OPERATORS: Final = frozenset(
    {
        Operator.IN,
        Operator.NOT_IN,
        Operator.INCLUDES_ANY,
        Operator.INCLUDES_ALL,
        Operator.INCLUDES_NONE,
    }
)
"""Operators whose right-hand side is a list of words."""

DEEPEST: Final = 20
"""How far conditions may nest; deeper ones can't be read by people either."""

_DUE: Final[Mapping[FactType, str]] = {
    FactType.BOOLEAN: "true or false",
    FactType.CHOICE: "one of its words",
    FactType.TEXT: "a text",
    FactType.NUMBER: "a number",
    FactType.DATE: "a date without quotes, such as 2025-07-15",
    FactType.SET: "words",
}
"""What a fact of each type is compared with."""

_WRITE_FIRST: Final[Mapping[str, str]] = {
    "parameter": "write it in parameters.yaml first",
    "definition": "write it in definitions.yaml first, above where it is used there",
}

_JOINING: Final = ("all", "any", "not", "meets")


class _Refused(Exception):
    """The condition is faulty; the fault is already noted."""


@dataclass
class ConditionReader:
    """Reads conditions of one document, and notes what is wrong with them in `faults`."""

    document: Document
    parameters: Mapping[str, Parameter]
    definitions: Mapping[str, Definition]
    faults: list[Problem] = field(default_factory=list)
    faulty: set[str] = field(default_factory=set)
    """Definitions that could not be read: their fault is noted once, not wherever they are used."""

    def read(self, data: object, at: Pointer, subject: SubjectKind) -> Condition | None:
        """The condition, or `None` where it is faulty."""
        try:
            return self._condition(data, at, subject, 0)
        except _Refused:
            # A part that is lost without a word would loosen the rule. No pack loads with a fault.
            if not (self.faults or self.faulty):
                raise AssertionError("what is refused has a fault") from None
            return None

    def check_template(self, text: str, at: Pointer, subject: SubjectKind) -> None:
        """Note each `{…}` of a message that names nothing the subject sees."""
        for name in PLACEHOLDER.findall(text):
            parameter = name.removeprefix(PARAMETER)
            if parameter != name:
                self._known(parameter, self.parameters, "parameter", at)
            elif name not in visible_from(subject):
                self.faults.append(fault_at(self.document, at, *_unseen(name, subject)))
        if {"{", "}"} & set(PLACEHOLDER.sub("", text)):
            message = "a brace stands alone in this message"
            hint = "write {lot.id} or {parameter.china}, for the fact or parameter that is meant"
            self.faults.append(fault_at(self.document, at, message, hint))

    def check_facts(self, names: Iterable[str], at: Pointer, subject: SubjectKind) -> None:
        """Note each name that is no fact which the subject sees."""
        for name in names:
            if name not in visible_from(subject):
                where = (*at, name)
                self.faults.append(fault_at_key(self.document, where, *_unseen(name, subject)))

    def _refuse(self, at: Pointer, message: str, hint: str | None = None) -> _Refused:
        self.faults.append(fault_at(self.document, at, message, hint))
        return _Refused()

    def _known(self, name: str, known: Mapping[str, object], what: str, at: Pointer) -> bool:
        if name in known:
            return True
        near = closest(name, known)
        hint = f"did you mean `{near}`?" if near else _WRITE_FIRST[what]
        message = f"there is no {what} `{shown(name)}` here"
        self.faults.append(fault_at(self.document, at, message, hint))
        return False

    def _condition(self, data: object, at: Pointer, subject: SubjectKind, depth: int) -> Condition:
        if depth > DEEPEST:
            raise self._refuse(at, "the condition nests too deeply", "name a part as a definition")
        if not isinstance(data, dict) or not data:
            raise self._refuse(
                at,
                "this is no condition",
                "write `fact: value`, `fact: {operator: value}`, or all/any/not/meets",
            )
        if len(data) != 1:
            raise self._refuse(
                at,
                f"one condition is due here, and {len(data)} stand together",
                "join them: all: [first: …, second: …]",
            )
        key, value = next(iter(data.items()))
        inside = (*at, key)
        match key:
            case "all" | "any":
                parts = self._parts(value, inside, subject, depth)
                return AllOf(parts) if key == "all" else AnyOf(parts)
            case "not":
                return Not(self._condition(value, inside, subject, depth + 1))
            case "meets":
                return self._meets(value, inside, subject)
            case _:
                return self._comparison(str(key), value, inside, subject)

    def _parts(
        self, value: object, at: Pointer, subject: SubjectKind, depth: int
    ) -> tuple[Condition, ...]:
        if not isinstance(value, tuple):
            hint = "write one `- …` line for each condition"
            raise self._refuse(at, "a list of conditions is due here", hint)
        if not value:
            message = f"an empty `{at[-1]}` decides nothing"
            raise self._refuse(at, message, "name a condition, or drop it")
        parts = []
        faulty = False
        for place, part in enumerate(value):
            try:
                parts.append(self._condition(part, (*at, place), subject, depth + 1))
            except _Refused:
                faulty = True
        if faulty:
            raise _Refused
        return tuple(parts)

    def _meets(self, value: object, at: Pointer, subject: SubjectKind) -> Condition:
        if not isinstance(value, str):
            hint = "to meet several, write all: [meets: one, meets: other]"
            raise self._refuse(at, "the name of one definition is due here", hint)
        if value in self.faulty or not self._known(value, self.definitions, "definition", at):
            raise _Refused
        definition = self.definitions[value]
        if definition.subject not in lineage(subject):
            raise self._refuse(
                at,
                f"`{value}` is about the subject {definition.subject}, "
                f"which a rule on {subject} does not see",
                f"use a definition about one of: {', '.join(lineage(subject))}",
            )
        return Meets(value, definition.condition)

    def _comparison(self, name: str, value: object, at: Pointer, subject: SubjectKind) -> Condition:
        visible = visible_from(subject)
        if name not in visible:
            self.faults.append(fault_at_key(self.document, at, *_unseen(name, subject)))
            raise _Refused
        spec = FACTS[name]
        if not isinstance(value, dict):
            return self._compared(spec, Operator.EQUALS, value, at, subject)
        if len(value) != 1:
            message = f"one operator is due here, and {len(value)} stand together"
            raise self._refuse(at, message, "write a condition for each, joined by all")
        key, right = next(iter(value.items()))
        if key in ("parameter", "fact"):
            return self._compared(spec, Operator.EQUALS, value, at, subject)
        try:
            operator = Operator(key)
        except ValueError:
            near = closest(str(key), OPERATORS[spec.type])
            known = ", ".join(OPERATORS[spec.type])
            hint = f"did you mean `{near}`?" if near else f"operators for it: {known}"
            message = f"there is no operator `{shown(str(key))}`"
            self.faults.append(fault_at_key(self.document, (*at, str(key)), message, hint))
            raise _Refused from None
        return self._compared(spec, operator, right, (*at, str(key)), subject)

    def _compared(
        self,
        spec: FactSpec,
        operator: Operator,
        right: object,
        at: Pointer,
        subject: SubjectKind,
    ) -> Comparison:
        if operator not in OPERATORS[spec.type]:
            raise self._refuse(
                at,
                f"`{operator}` does not fit `{spec.name}`, which is a {spec.type}",
                f"operators for it: {', '.join(OPERATORS[spec.type])}",
            )
        if not isinstance(right, dict):
            return Comparison(spec.name, operator, self._literal(spec, operator, right, at))
        operand: Operand
        match right:
            case {"parameter": name} if len(right) == 1:
                operand = self._parameter(spec, operator, name, (*at, "parameter"))
            case {"fact": name} if len(right) == 1:
                operand = self._fact(spec, operator, name, (*at, "fact"), subject)
            case _:
                raise self._refuse(
                    at,
                    "the right-hand side is neither a value nor a reference",
                    "write a value, {parameter: name} or {fact: name}",
                )
        return Comparison(spec.name, operator, operand)

    def _literal(self, spec: FactSpec, operator: Operator, right: object, at: Pointer) -> Literal:
        literal = literal_of(spec.type, operator, right)
        if literal is None:
            message = f"{written(right)} is nothing to compare `{spec.name}` with"
            hint = f"write {_due(spec, operator)}"
            if isinstance(right, tuple) and spec.type in (FactType.CHOICE, FactType.TEXT):
                hint = "write {in: […]} with one word or more"
            raise self._refuse(at, message, hint)
        if (word := _unfit(spec, literal)) is not None:
            message = f"`{spec.name}` is never `{shown(word)}`"
            raise self._refuse(self._word_at(right, word, at), message, _choices(spec, word))
        return literal

    def _word_at(self, right: object, word: str, at: Pointer) -> Pointer:
        return (*at, right.index(word)) if isinstance(right, tuple) else at

    def _parameter(
        self, spec: FactSpec, operator: Operator, name: object, at: Pointer
    ) -> ParameterReference:
        if not isinstance(name, str):
            hint = "write {parameter: name}"
            raise self._refuse(at, "the name of a parameter is due here", hint)
        if not self._known(name, self.parameters, "parameter", at):
            raise _Refused
        for value in self.parameters[name].values:
            if literal_of(spec.type, operator, value.value) != value.value:
                raise self._refuse(
                    at,
                    f"parameter `{name}` does not fit `{spec.name}` and `{operator}`",
                    f"let its value of {value.since} be {_due(spec, operator)}",
                )
            if (word := _unfit(spec, value.value)) is not None:
                message = f"`{spec.name}` is never `{shown(word)}`, as parameter `{name}` has it"
                raise self._refuse(at, message, _choices(spec, word))
        return ParameterReference(name)

    def _fact(
        self,
        spec: FactSpec,
        operator: Operator,
        name: object,
        at: Pointer,
        subject: SubjectKind,
    ) -> FactReference:
        if not isinstance(name, str):
            raise self._refuse(at, "the name of a fact is due here", "write {fact: name}")
        if name not in visible_from(subject):
            raise self._refuse(at, *_unseen(name, subject))
        if FACTS[name].type is not spec.type or operator in LIST_OPERATORS:
            raise self._refuse(
                at,
                f"`{name}` is a {FACTS[name].type} and can't stand here",
                "compare two facts of one type, with an operator that takes no list",
            )
        return FactReference(name)


def _unseen(name: str, subject: SubjectKind) -> tuple[str, str]:
    """What is wrong with a name that is no fact which the subject sees, and what to write."""
    if name in FACTS:
        hint = f"it sees facts of: {', '.join(lineage(subject))}"
        return f"a rule on {subject} does not see `{name}`", hint
    near = closest_fact(name, visible_from(subject)) or closest(name, _JOINING)
    hint = f"did you mean `{near}`?" if near else "`rulecheck facts` lists all that there are"
    return f"there is no fact `{shown(name)}` here", hint


def closest_fact(name: str, visible: Iterable[str]) -> str | None:
    """The fact that was probably meant; that it has the same subject makes no fact alike."""
    subject, _, rest = name.partition(".")
    names = {fact.partition(".")[2]: fact for fact in visible if fact.startswith(f"{subject}.")}
    if not names:
        return closest(name, visible)
    near = closest(rest, names)
    return names[near] if near else None


def _due(spec: FactSpec, operator: Operator) -> str:
    return "a list of words" if operator in LIST_OPERATORS else _DUE[spec.type]


def _unfit(spec: FactSpec, literal: Literal) -> str | None:
    """The first word that the fact can never have."""
    words = literal if isinstance(literal, tuple) else (literal,)
    unfit = (word for word in words if isinstance(word, str) and word not in spec.choices)
    return next(unfit, None) if spec.choices else None


def _choices(spec: FactSpec, word: str) -> str:
    near = closest(word, spec.choices)
    hint = f"did you mean `{near}`? " if near else ""
    return f"{hint}its values: {', '.join(spec.choices)}"


def literal_of(kind: FactType, operator: Operator, data: object) -> Literal | None:
    """The data as a literal for a fact of this type and operator; `None` if it is none."""
    if operator in LIST_OPERATORS:
        words = data if isinstance(data, tuple) else (data,)
        if words and all(isinstance(each, str) for each in words):
            return tuple(each for each in words if isinstance(each, str))
        return None
    match kind, data:
        case FactType.BOOLEAN, bool():
            return data
        case ((FactType.CHOICE | FactType.TEXT), str()):
            return data
        case FactType.NUMBER, Fraction():
            return data if _fits_engines(data) else None
        case FactType.NUMBER, int() | Decimal() if not isinstance(data, bool):
            number = Fraction(data)
            return number if _fits_engines(number) else None
        case FactType.DATE, date():
            return data
        case _:
            return None


def value_of(data: object) -> Literal | None:
    """The data as the value of a parameter; `None` if it can't be one."""
    match data:
        case bool() | str() | date():
            return data
        case int() | Decimal():
            return Fraction(data)
        case tuple() if data and all(isinstance(each, str) for each in data):
            return tuple(str(each) for each in data)
        case _:
            return None


def _fits_engines(number: Fraction) -> bool:
    """Whether every evaluator holds the number exactly."""
    return rounded_outward(exactly(number)).exact == number
