"""The rules of a pack as they read on a day: with no parameter left to look up."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Final

from rulecheck.engine import Program, Survey, Truths, program_of
from rulecheck.engine.program import APPLIES, note_name, survey_names, survey_of
from rulecheck.packs.conditions import Condition, comparisons
from rulecheck.packs.model import Pack, Rule
from rulecheck.packs.templates import PARAMETER, filled, literal_in_words
from rulecheck.vocabulary.enums import SubjectKind
from rulecheck.vocabulary.facts import FACTS, FactType

_RULED_OUT: Final[Truths] = {APPLIES: False}


@dataclass(frozen=True, eq=False)
class PreparedRule:
    """A rule as it reads on the day."""

    rule: Rule
    pack: Pack
    day: date

    @cached_property
    def program(self) -> Program:
        """Its conditions."""
        return program_of(self.rule, self.pack, self.day)

    @cached_property
    def comparing_numbers(self) -> tuple[Condition, ...]:
        """Those of the conditions that decide its outcome in which a number is compared."""
        return tuple(
            each
            for each in self.program.deciding.values()
            if any(FACTS[one.fact].type is FactType.NUMBER for one in comparisons(each))
        )

    @cached_property
    def message(self) -> str:
        """What it says of a subject that violates it. Facts are still to be filled in."""
        return self._read(self.rule.message)

    @cached_property
    def notes(self) -> Mapping[str, str]:
        """What it says besides, likewise, by the name of the condition under which it does."""
        return {
            note_name(place): self._read(note.message) for place, note in enumerate(self.rule.notes)
        }

    @cached_property
    def _sought(self) -> Mapping[str, str]:
        return survey_names(self.rule.id, self.program)

    @cached_property
    def _ruled_out(self) -> str:
        return self._sought[APPLIES]

    @cached_property
    def _said_anyway(self) -> Mapping[str, str]:
        return {name: sought for name, sought in self._sought.items() if name != APPLIES}

    def where_ruled_out(self, holding: Collection[str]) -> Truths | None:
        """What is known of its conditions where a survey found that it does not apply.

        `None` where it found no such thing.
        """
        if self._ruled_out not in holding:
            return None
        true = {name: True for name, sought in self._said_anyway.items() if sought in holding}
        return {**_RULED_OUT, **true} if true else _RULED_OUT

    def _read(self, template: str) -> str:
        def value(name: str) -> str | None:
            if not name.startswith(PARAMETER):
                return None
            parameter = name.removeprefix(PARAMETER)
            return literal_in_words(self.pack.value(parameter, self.day))

        return filled(template, value)


class PreparedPack:
    """All rules as they read on a day."""

    def __init__(self, pack: Pack, day: date) -> None:
        self._pack = pack
        self._surveys: dict[SubjectKind, Survey] = {}
        self.rules: Final[Mapping[str, PreparedRule]] = {
            each.id: PreparedRule(each, pack, day) for each in pack.rules
        }
        """By their ids."""

    def survey(self, kind: SubjectKind) -> Survey:
        """What is asked of a subject for all rules at once, whether they apply or not."""
        found = self._surveys.get(kind)
        if found is None:
            programs = {each.id: self.rules[each.id].program for each in self._pack.rules_on(kind)}
            found = self._surveys[kind] = survey_of(kind, programs)
        return found


class Preparing:
    """Prepares a pack for one day after another; it reads the same until a parameter changes."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._eras: dict[date, PreparedPack] = {}
        self._days: dict[date, PreparedPack] = {}
        self._changes = sorted(
            {value.since for each in pack.parameters.values() for value in each.values}
        )

    def on(self, day: date) -> PreparedPack:
        """The pack as it reads on the day."""
        if day not in self._days:
            era = max((since for since in self._changes if since <= day), default=day)
            if era not in self._eras:
                self._eras[era] = PreparedPack(self._pack, era)
            self._days[day] = self._eras[era]
        return self._days[day]


@lru_cache(maxsize=4)
def preparing(pack: Pack) -> Preparing:
    """What prepares the pack, for all who judge by it."""
    return Preparing(pack)
