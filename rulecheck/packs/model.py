"""A loaded pack: recommendations, rules, definitions, parameters and reference data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, unique
from fractions import Fraction
from functools import cached_property

from rulecheck.packs.conditions import Condition, Literal
from rulecheck.packs.reference import (
    Chip,
    Countries,
    Entity,
    EquipmentClass,
    ScreeningList,
    SupplierControl,
    Threshold,
)
from rulecheck.vocabulary.enums import ConditionType, Kind, SubjectKind
from rulecheck.vocabulary.levers import Allowance, Path


@unique
class Norm(StrEnum):
    """In what way the source asks for something."""

    DIRECT = "direct"
    CONDITIONAL = "conditional"
    IMPLIED = "implied"
    PERMISSIVE = "permissive"


@unique
class OnUnknown(StrEnum):
    """What an undecided rule without a veto does to the verdict."""

    HOLD = "hold"
    CONCERN = "concern"


@unique
class AcrossRun(StrEnum):
    """What a rule holds for all proposals of a run together, besides each by itself."""

    INVENTORY = "inventory"
    """No more of a product is granted than its attested inventory has left."""
    LOTS = "lots"
    """No more of a lot is granted than it holds."""


@unique
class Basis(StrEnum):
    """Whose judgement a value is."""

    ARTICLE = "article"
    REGULATION = "regulation"
    OURS = "ours"


@unique
class SentenceClass(StrEnum):
    """What a sentence of the source does."""

    RECOMMENDATION = "recommendation"
    """It asks somebody to do something or to leave it, if only by implication."""
    WARNING = "warning"
    """It says what harm follows from a course, or finds fault with it."""
    BACKGROUND = "background"
    """It tells facts, history, or what others think."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A sentence of the source: its place, and the SHA-256 of its normalized words."""

    paragraph: int
    sentence: int
    sha256: str

    @property
    def locator(self) -> str:
        """The place in short, as reports print it."""
        return f"P{self.paragraph} s{self.sentence}"


@dataclass(frozen=True, slots=True)
class ClassifiedSentence:
    """A sentence of the source and what the pack takes it for."""

    citation: Citation
    kind: SentenceClass
    note: str | None
    """What it is about, in the pack's words."""
    because: str | None
    """Why no recommendation cites it although it recommends; `None` for any other sentence."""


@dataclass(frozen=True)
class ParameterValue:
    """What a parameter is from a date on, and on whose judgement."""

    since: date
    value: Literal
    source: str
    basis: Basis

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of a list. Raises `TypeError` for anything else."""
        if not isinstance(self.value, tuple):
            raise TypeError(f"{self.value} is no list")
        return frozenset(self.value)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named value of the pack that has changed, or may change, over time."""

    id: str
    meaning: str
    values: tuple[ParameterValue, ...]
    """In the order of their dates."""

    def at(self, day: date) -> ParameterValue:
        """The value in force on the day. Raises `LookupError` before the first one."""
        for value in reversed(self.values):
            if value.since <= day:
                return value
        raise LookupError(f"parameter {self.id} has no value on {day}")


@dataclass(frozen=True, slots=True)
class Definition:
    """A condition written once and used under its name."""

    id: str
    subject: SubjectKind
    meaning: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth saying that never counts."""

    when: Condition
    message: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One check that serves a recommendation, judged once for each subject of its kind."""

    id: str
    subject: SubjectKind
    title: str
    norm: Norm
    veto: bool
    veto_because: str | None
    on_unknown: OnUnknown
    applies_when: Condition
    violated_when: Condition
    unless: Condition | None
    advanced_when: Condition | None
    message: str
    remedy: str
    evidence: Mapping[str, str]
    """Which document would prove a fact, by the fact's name."""
    notes: tuple[Note, ...]
    across_run: AcrossRun | None
    waivable: bool
    """Whether a waiver or a baseline may let a violation through the gate."""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One thing that the source asks for, and the rules that check it."""

    id: str
    title: str
    norm: Norm
    weight: int
    """Share of the score; a policy judgement of the pack. 0 for a permissive one."""
    citations: tuple[Citation, ...]
    reading: str
    rules: tuple[Rule, ...]

    @property
    def is_permissive(self) -> bool:
        """Whether it allows rather than asks: it then fails nobody and earns nothing."""
        return self.norm is Norm.PERMISSIVE


@dataclass(frozen=True, slots=True)
class Move:
    """What a drafter does to a draft in one stroke. It states levers alone, and decides nothing."""

    id: str
    title: str
    kind: Kind
    allow: Allowance | None
    """What the drafter must have allowed for it to be tried."""
    states: Mapping[Path, bool | str]
    """Fields and what is stated in them; a field of changes, of one change at a time."""
    approve_lots_where: Condition | None
    """Of lots: which ones stay approved. The others of the same item are not."""
    lower_quantity_to: tuple[str, ...]
    """Facts of an item, in accelerators: no more is granted than the least of them."""
    grant_nothing: bool
    add_conditions: tuple[ConditionType, ...]
    plan_review: str | None
    """The parameter that says how many days after the proposal's date it is reviewed."""


@dataclass(frozen=True, eq=False)
class Pack:
    """Everything that proposals are judged by; two packs are the same only as one object."""

    name: str
    version: str
    source_title: str
    judges_from: date
    """Proposals dated earlier are not judged: the pack's values do not reach so far back."""
    content_sha256: str
    recommendations: tuple[Recommendation, ...]
    parameters: Mapping[str, Parameter]
    definitions: Mapping[str, Definition]
    chips: Mapping[str, Chip]
    countries: Countries
    thresholds: Mapping[str, Threshold]
    entities: tuple[Entity, ...]
    """Whom parties are screened against: the pack's own, and those of a screening list."""
    equipment: Mapping[str, EquipmentClass]
    suppliers: tuple[SupplierControl, ...]
    sentences: tuple[ClassifiedSentence, ...] | None = None
    """Every sentence of the source, in its order; `None` where the pack does not classify them."""
    moves: tuple[Move, ...] = ()
    screening_list: ScreeningList | None = None
    """The list whose entities stand beside the pack's own, if one was given."""

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """All rules, in the order of their recommendations."""
        return tuple(rule for each in self.recommendations for rule in each.rules)

    def rules_on(self, kind: SubjectKind) -> tuple[Rule, ...]:
        """The rules on one kind of subject."""
        return tuple(rule for rule in self.rules if rule.subject is kind)

    def rule(self, rule_id: str) -> Rule:
        """The rule with this id. Raises `LookupError`."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise LookupError(f"no rule {rule_id}")

    def value(self, parameter: str, day: date) -> Literal:
        """A parameter's value on the day. Raises `LookupError`."""
        return self.parameters[parameter].at(day).value

    def words(self, parameter: str, day: date) -> frozenset[str]:
        """The words of a list parameter on the day."""
        return self.parameters[parameter].at(day).words

    def number(self, parameter: str, day: date) -> Fraction:
        """The number of a number parameter on the day."""
        value = self.value(parameter, day)
        if not isinstance(value, Fraction):
            raise TypeError(f"parameter {parameter} is no number")
        return value

    def day(self, parameter: str, day: date) -> date:
        """The date that a date parameter names on the day."""
        value = self.value(parameter, day)
        if not isinstance(value, date):
            raise TypeError(f"parameter {parameter} is no date")
        return value
