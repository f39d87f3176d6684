"""A rule made ready for evaluation: its conditions with the parameters of one day filled in."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from rulecheck.packs.conditions import Condition, with_parameters
from rulecheck.packs.model import Pack, Rule
from rulecheck.vocabulary import FactValue
from rulecheck.vocabulary.enums import SubjectKind
from rulecheck.vocabulary.truth import Truth

APPLIES = "applies_when"
VIOLATED = "violated_when"
UNLESS = "unless"
ADVANCED = "advanced_when"

DECIDING: Final = (APPLIES, VIOLATED, UNLESS)
"""The conditions on which a rule's outcome rests."""


def note_name(place: int) -> str:
    """The name of a rule's note among its conditions."""
    return f"note {place}"


@dataclass(frozen=True, eq=False)
class Program:
    """Conditions by name, without parameters left to look up: those of a rule, or of several."""

    name: str
    """What errors call it."""
    conditions: Mapping[str, Condition]

    @property
    def deciding(self) -> Mapping[str, Condition]:
        """Those of a rule on which its outcome rests; an exception only where there is one."""
        return {name: self.conditions[name] for name in DECIDING if name in self.conditions}


@dataclass(frozen=True, slots=True, eq=False)
class Sought:
    """A condition, and the truth that is looked for."""

    name: str
    condition: Condition
    truth: bool


@dataclass(frozen=True, eq=False)
class Survey:
    """Conditions of several rules, of each of which one truth matters, true or false."""

    name: str
    """What errors call it."""
    sought: tuple[Sought, ...]


Truths = Mapping[str, Truth]
"""The truth of each condition of a program, by its name."""


class EngineError(Exception):
    """An evaluator failed, or two disagree; never the fault of a proposal."""


class Evaluator(Protocol):
    """Something that finds the truth of a program's conditions from facts."""

    @property
    def name(self) -> str:
        """What reports call it."""
        ...

    def truths(self, program: Program, facts: Mapping[str, FactValue]) -> Truths:
        """The truth of every condition. Raises `EngineError`."""
        ...

    def holding(self, survey: Survey, facts: Mapping[str, FactValue]) -> AbstractSet[str]:
        """The names of those that certainly have the truth sought. Raises `EngineError`."""
        ...


def conditions_of(rule: Rule) -> dict[str, Condition]:
    """The rule's conditions by name, as they are written."""
    written: dict[str, Condition | None] = {
        APPLIES: rule.applies_when,
        VIOLATED: rule.violated_when,
        UNLESS: rule.unless,
        ADVANCED: rule.advanced_when,
        **{note_name(place): note.when for place, note in enumerate(rule.notes)},
    }
    return {name: condition for name, condition in written.items() if condition is not None}


def program_of(rule: Rule, pack: Pack, day: date) -> Program:
    """The rule as it reads on the day."""
    return Program(
        f"rule {rule.id}",
        {
            name: with_parameters(condition, lambda parameter: pack.value(parameter, day))
            for name, condition in conditions_of(rule).items()
        },
    )


def survey_of(kind: SubjectKind, programs: Mapping[str, Program]) -> Survey:
    """What is asked of a subject for several rules at once, whether they apply or not.

    That is whether they certainly don't, and whether what they say in any case is true. `programs`
    are those of rules on this kind of subject, by the rule's id.
    """
    return Survey(
        f"rules on a {kind.value}",
        tuple(
            Sought(name, program.conditions[condition], condition != APPLIES)
            for rule, program in programs.items()
            for condition, name in survey_names(rule, program).items()
        ),
    )


_ONLY_IF_IT_APPLIES = frozenset({VIOLATED, UNLESS})


def survey_names(rule: str, program: Program) -> Mapping[str, str]:
    """The rule's conditions that a survey asks, each with its name there."""
    return {
        name: f"{rule}: {name}" for name in program.conditions if name not in _ONLY_IF_IT_APPLIES
    }
