"""Lints: rules that load and can be judged, yet can't mean what they say.

Each is proven by looking at every cell into which the rule's own literals cut the facts. Facts
count as independent there, so a lint may go unnoticed where facts hang together, but what is
noticed holds for every draft.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, unique
from typing import Final, NamedTuple

from rulecheck.authoring.eras import Eras
from rulecheck.authoring.parts import ComesTo, pointless
from rulecheck.authoring.places import Place, definition_places, parameter_places, rule_places
from rulecheck.authoring.uses import met_definitions, read_parameters
from rulecheck.documents import Pointer
from rulecheck.engine.cells import TooManyCells
from rulecheck.engine.kleene import truth
from rulecheck.engine.program import ADVANCED, APPLIES, DECIDING, UNLESS, VIOLATED, conditions_of
from rulecheck.engine.tables import TruthTable, outcome_columns
from rulecheck.packs.conditions import NEVER, AllOf, Condition, Not
from rulecheck.packs.model import Definition, Norm, Pack, Rule
from rulecheck.packs.wording import in_one_line
from rulecheck.vocabulary import FactValue


@unique
class Lint(StrEnum):
    """What can be wrong; the names are permanent."""

    NEVER_APPLIES = "never-applies"
    """No facts exist to which the rule applies."""
    NEVER_VIOLATED = "never-violated"
    """No facts exist that violate the rule. Permissive rules are meant to be so."""
    ALWAYS_VIOLATED = "always-violated"
    """All facts to which the rule applies violate it."""
    ALWAYS_EXCEPTED = "always-excepted"
    """The exception swallows the rule: it holds for all that would violate it."""
    NEVER_EXCEPTED = "never-excepted"
    """The exception holds for nothing that would violate the rule."""
    NEVER_MATTERS = "never-matters"
    """Without this part of a condition all comes out the same."""
    NEVER_NOTED = "never-noted"
    """The condition of a note can't hold."""
    NEVER_ADVANCED = "never-advanced"
    """The rule's `advanced_when` can't hold."""
    UNUSED_PARAMETER = "unused-parameter"
    """No condition or message reads the parameter, and the program does not either."""
    UNUSED_DEFINITION = "unused-definition"
    """No rule meets the definition, itself or by way of another one."""
    NOT_PROVEN = "not-proven"
    """The conditions have too many cells to look at each, so nothing was proven of them."""


_MESSAGES: Final = {
    Lint.NEVER_APPLIES: "no facts exist to which the rule applies",
    Lint.NEVER_VIOLATED: "no facts exist that violate the rule; these satisfy it",
    Lint.ALWAYS_VIOLATED: "all facts to which the rule applies violate it, as these do",
    Lint.ALWAYS_EXCEPTED: "no facts exist that violate the rule; `unless` excepts all, as these",
    Lint.NEVER_EXCEPTED: "no facts exist that `unless` excepts; these violate the rule",
    Lint.NEVER_MATTERS: "no facts exist to which this part makes a difference",
    Lint.NEVER_NOTED: "no facts exist that bring up this note",
    Lint.NEVER_ADVANCED: "no facts exist with which the rule is advanced",
    Lint.UNUSED_PARAMETER: "no condition, no message and no part of the program reads it",
    Lint.UNUSED_DEFINITION: "no rule meets this definition",
    Lint.NOT_PROVEN: "not proven: too many cells to look at each of them",
}

_HINTS: Final = {
    Lint.NEVER_APPLIES: "let `applies_when` ask for nothing that another part of it rules out",
    Lint.NEVER_VIOLATED: "let `violated_when` ask for something that `applies_when` leaves open",
    Lint.ALWAYS_VIOLATED: "let `violated_when` ask for something that `applies_when` leaves open",
    Lint.ALWAYS_EXCEPTED: "let `unless` ask for more than what makes a violation",
    Lint.NEVER_EXCEPTED: "let `unless` ask for nothing that a violation rules out, or drop it",
    Lint.NEVER_MATTERS: "drop it, or write what was meant",
    Lint.NEVER_NOTED: "let `when` ask for nothing that another part of it rules out",
    Lint.NEVER_ADVANCED: "let it ask for nothing that another part of it rules out",
    Lint.UNUSED_PARAMETER: "drop it, or name it in a condition",
    Lint.UNUSED_DEFINITION: "drop it, or let a rule meet it",
    Lint.NOT_PROVEN: "split the rule, or let it ask for fewer facts",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A lint, and where."""

    lint: Lint
    owner: str
    """The rule, definition or parameter that it is about."""
    place: Place
    message: str
    facts: Mapping[str, FactValue] | None
    """The fewest facts that show it; `None` where it is that there are no facts."""
    hint: str


@dataclass(frozen=True, slots=True)
class Linted:
    """What looking at a pack came to."""

    findings: tuple[Finding, ...]
    """Rules in the order of the pack, then definitions, then parameters."""
    cells: int
    """How many cells were looked at."""


class _About(NamedTuple):
    """What is looked at, and where it is written."""

    owner: str
    place: Place


class _Linter:
    """One look at a pack; what is found gathers on the way."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.rules = rule_places(pack)
        self.definitions = definition_places(pack)
        self.findings: list[Finding] = []
        self.cells = 0

    def look_at_rule(self, rule: Rule) -> None:
        about = _About(rule.id, self.rules[rule.id])
        conditions = conditions_of(rule)
        with self._proving(about):
            eras = self._eras({name: conditions[name] for name in DECIDING if name in conditions})
            self._look_at_whole(rule, about, eras)
            self._look_at_parts(about, eras, outcomes)
        for place, note in enumerate(rule.notes):
            at: Pointer = ("notes", place, "when")
            self._look_whether_it_can_hold(Lint.NEVER_NOTED, about, at, note.when)
        if rule.advanced_when is not None:
            at = (ADVANCED,)
            self._look_whether_it_can_hold(Lint.NEVER_ADVANCED, about, at, rule.advanced_when)

    def look_at_definition(self, definition: Definition) -> None:
        about = _About(definition.id, self.definitions[definition.id])
        if definition.id not in met_definitions(self.pack):
            self._find(about, Lint.UNUSED_DEFINITION, ("id",))
        with self._proving(about):
            eras = self._eras({"condition": definition.condition})
            self._look_at_parts(about, eras, _truths)

    def look_at_parameters(self) -> None:
        read = read_parameters(self.pack)
        for parameter, place in parameter_places(self.pack).items():
            if parameter not in read:
                self._find(_About(parameter, place), Lint.UNUSED_PARAMETER, ("id",))

    def _look_at_whole(self, rule: Rule, about: _About, eras: Eras) -> None:
        """What is wrong with the rule's conditions taken together."""
        shown: dict[Lint, Mapping[str, FactValue] | None] = {}
        days: dict[Lint, list[date]] = {}
        for day, table in eras.tables.items():
            for lint_, facts in _faults_of(rule, table, eras.on(day)):
                shown.setdefault(lint_, facts)
                days.setdefault(lint_, []).append(day)
        for lint_, facts in shown.items():
            self._find(about, lint_, (_CONDITION_OF[lint_],), eras.by_those_of(days[lint_]), facts)

    def _look_at_parts(self, about: _About, eras: Eras, comes_to: ComesTo) -> None:
        for each in pointless(eras, comes_to):
            at = (each.condition, *each.at)
            self._find(about, Lint.NEVER_MATTERS, at, f"`{in_one_line(each.part)}`: ")

    def _look_whether_it_can_hold(
        self, lint_: Lint, about: _About, at: Pointer, condition: Condition
    ) -> None:
        with self._proving(about, at):
            eras = self._eras({"": condition})
            days = [
                day for day, table in eras.tables.items() if not table.column(eras.on(day)[""]).true
            ]
            if days:
                self._find(about, lint_, at, eras.by_those_of(days))

    def _eras(self, conditions: Mapping[str, Condition]) -> Eras:
        eras = Eras(self.pack, conditions)
        self.cells += sum(table.size for table in eras.tables.values())
        return eras

    @contextmanager
    def _proving(self, about: _About, at: Pointer = ()) -> Iterator[None]:
        try:
            yield
        except TooManyCells:
            self._find(about, Lint.NOT_PROVEN, at)

    def _find(
        self,
        about: _About,
        lint_: Lint,
        at: Pointer,
        beginning: str = "",
        facts: Mapping[str, FactValue] | None = None,
    ) -> None:
        message = f"{beginning}{_MESSAGES[lint_]}"
        place = about.place.below(*at)
        self.findings.append(Finding(lint_, about.owner, place, message, facts, _HINTS[lint_]))


def lint(pack: Pack) -> Linted:
    """Every lint of a pack, for all the values that its parameters have had since it judges."""
    linter = _Linter(pack)
    for rule in pack.rules:
        linter.look_at_rule(rule)
    for definition in pack.definitions.values():
        linter.look_at_definition(definition)
    linter.look_at_parameters()
    return Linted(tuple(linter.findings), linter.cells)


# -- rules as wholes -----------------------------------------------------------------------------


def _faults_of(
    rule: Rule, table: TruthTable, conditions: Mapping[str, Condition]
) -> Iterator[tuple[Lint, Mapping[str, FactValue] | None]]:
    """What is wrong with the rule by the table of one day, with the fewest facts that show it."""
    applies, violated = conditions[APPLIES], conditions[VIOLATED]
    unless = conditions.get(UNLESS, NEVER)
    applying = table.column(applies).true
    breaking = applying & table.column(violated).true
    excepted = breaking & table.column(unless).true

    def fewest(where: int, *true: Condition) -> Mapping[str, FactValue]:
        return _fewest(table.first(where).facts, true)

    if not applying:
        yield Lint.NEVER_APPLIES, None
    elif not breaking:
        if rule.norm is not Norm.PERMISSIVE:
            yield Lint.NEVER_VIOLATED, fewest(applying, applies, Not(violated))
    else:
        if excepted == breaking:
            yield Lint.ALWAYS_EXCEPTED, fewest(excepted, applies, violated, unless)
        elif unless is not NEVER and not excepted:
            yield Lint.NEVER_EXCEPTED, fewest(breaking, applies, violated, Not(unless))
        if breaking & ~excepted == applying:
            yield Lint.ALWAYS_VIOLATED, fewest(breaking, applies, violated, Not(unless))


_CONDITION_OF: Final = {
    Lint.NEVER_APPLIES: APPLIES,
    Lint.NEVER_VIOLATED: VIOLATED,
    Lint.ALWAYS_VIOLATED: VIOLATED,
    Lint.ALWAYS_EXCEPTED: UNLESS,
    Lint.NEVER_EXCEPTED: UNLESS,
}
"""Which condition of a rule is to be mended."""


def _fewest(facts: Mapping[str, FactValue], true: Iterable[Condition]) -> Mapping[str, FactValue]:
    """The facts without those that are not needed for the conditions to be true."""
    conditions = AllOf(tuple(true))
    needed = dict(facts)
    for name in facts:
        fewer = {fact: value for fact, value in needed.items() if fact != name}
        if truth(conditions, fewer) is True:
            needed = fewer
    return needed


def outcomes(table: TruthTable, conditions: Mapping[str, Condition]) -> Sequence[int]:
    """The cells of each outcome of a rule."""
    return tuple(outcome_columns(table, conditions, stated=True).values())


def _truths(table: TruthTable, conditions: Mapping[str, Condition]) -> Sequence[int]:
    """The cells of each truth of a definition's condition."""
    (condition,) = conditions.values()
    return tuple(table.by_truth(condition).values())
