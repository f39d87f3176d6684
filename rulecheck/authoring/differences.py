"""What is not the same in two packs: thing by thing, and what of it a judgement can hang on."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

from rulecheck.authoring.part_differences import Part, parts
from rulecheck.authoring.uses import definitions_in, parameters_in, parameters_named
from rulecheck.engine.program import conditions_of
from rulecheck.packs.model import Pack, Parameter, ParameterValue, Rule
from rulecheck.packs.needs import PARAMETERS_NEEDED, THRESHOLDS_NEEDED
from rulecheck.packs.reference import Threshold, ThresholdPeriod


@unique
class Kind(StrEnum):
    """The kinds of thing that a pack holds, in the order in which they are compared."""

    HEADER = "header"
    RECOMMENDATION = "recommendation"
    RULE = "rule"
    DEFINITION = "definition"
    PARAMETER = "parameter"
    THRESHOLD = "threshold"
    CHIP = "chip"
    COUNTRY = "country"
    COUNTRY_GROUP = "country_group"
    ENTITY = "entity"
    EQUIPMENT = "equipment"
    SUPPLIER = "supplier"
    SENTENCE = "sentence"


@unique
class Way(StrEnum):
    """What became of a thing."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is in one of two packs only, or not the same in both."""

    kind: Kind
    id: str
    way: Way
    parts: tuple[Part, ...]
    rules: tuple[str, ...]
    """Of a definition and a parameter: the rules of either pack that use it, also by way of a
    definition."""
    read_by_facts: bool
    """Of a parameter and a threshold: whether computed facts read it."""
    bases: tuple[str, ...]
    """Of a parameter and a threshold: whose judgement the values are that differ."""

    @property
    def decides(self) -> bool:
        """Whether an outcome, score, verdict or standing can hang on it; else it is only words."""
        return any(part.decides for part in self.parts)


def differences(old: Pack, new: Pack) -> tuple[Change, ...]:
    """Everything in which two packs differ, by kind and id.

    What is not kept of a pack's files, such as comments and the order of rules, is no difference.
    """
    return tuple(_differences(old, new))


def _differences(old: Pack, new: Pack) -> Iterator[Change]:
    users = _users(old, new)
    own_norms = {*_with_own_norm(old), *_with_own_norm(new)}
    for kind, things in _THINGS.items():
        before, after = things(old), things(new)
        for each in sorted({*before, *after}):
            one, other = before.get(each), after.get(each)
            way = Way.ADDED if one is None else Way.REMOVED if other is None else Way.CHANGED
            rules = tuple(sorted(users.get((kind, each), ())))
            read_by_facts = each in _READ_BY_FACTS.get(kind, ())
            decides = _can_decide(kind, way, used=bool(rules) or read_by_facts)
            found = tuple(
                part
                for part in parts(one, other, decides=decides)
                # A norm that comes with the recommendation's is a change of that one alone.
                if kind is not Kind.RULE or part.place != "norm" or each in own_norms
            )
            if found:
                yield Change(kind, each, way, found, rules, read_by_facts, _bases(one, other))


def _can_decide(kind: Kind, way: Way, *, used: bool) -> bool:
    """Whether anything can hang on a change of such a thing."""
    match kind:
        case Kind.DEFINITION | Kind.PARAMETER | Kind.THRESHOLD:
            return used
        case Kind.COUNTRY:  # has but a name, which is only shown
            return way is not Way.CHANGED
        case _:
            return True


_THINGS: Final[Mapping[Kind, Callable[[Pack], Mapping[str, object]]]] = {
    Kind.HEADER: lambda pack: {"pack": pack},
    Kind.RECOMMENDATION: lambda pack: {each.id: each for each in pack.recommendations},
    Kind.RULE: lambda pack: {each.id: each for each in pack.rules},
    Kind.DEFINITION: lambda pack: pack.definitions,
    Kind.PARAMETER: lambda pack: pack.parameters,
    Kind.THRESHOLD: lambda pack: pack.thresholds,
    Kind.CHIP: lambda pack: pack.chips,
    Kind.COUNTRY: lambda pack: {
        code: {"name": name} for code, name in pack.countries.names.items()
    },
    Kind.COUNTRY_GROUP: lambda pack: pack.countries.groups,
    Kind.ENTITY: lambda pack: {each.id: each for each in pack.entities},
    Kind.EQUIPMENT: lambda pack: pack.equipment,
    Kind.SUPPLIER: lambda pack: {
        country: {"controls": tuple(each for each in pack.suppliers if each.country == country)}
        for country in {each.country for each in pack.suppliers}
    },
    Kind.SENTENCE: lambda pack: {each.citation.locator: each for each in pack.sentences or ()},
}
"""The things of each kind that a pack holds, by id."""

_READ_BY_FACTS: Final[Mapping[Kind, Collection[str]]] = {
    Kind.PARAMETER: PARAMETERS_NEEDED,
    Kind.THRESHOLD: THRESHOLDS_NEEDED,
}


def _bases(old: object, new: object) -> tuple[str, ...]:
    """Whose judgement the dated values are that only one version has."""
    return tuple(sorted({value.basis for value in _dated(old) ^ _dated(new)}))


def _dated(thing: object) -> frozenset[ParameterValue | ThresholdPeriod]:
    match thing:
        case Parameter():
            return frozenset(thing.values)
        case Threshold():
            return frozenset(thing.periods)
        case _:
            return frozenset()


def _with_own_norm(pack: Pack) -> Iterator[str]:
    """The rules whose norm is not their recommendation's."""
    for recommendation in pack.recommendations:
        for rule in recommendation.rules:
            if rule.norm is not recommendation.norm:
                yield rule.id


# -- which rules use what -----------------------------------------------------------------------


def _users(*packs: Pack) -> Mapping[tuple[Kind, str], set[str]]:
    """The rules that use a definition or a parameter, in any of the packs."""
    users: dict[tuple[Kind, str], set[str]] = {}
    for pack in packs:
        for rule in pack.rules:
            for used in _used_by(rule):
                users.setdefault(used, set()).add(rule.id)
    return users


def _used_by(rule: Rule) -> Iterator[tuple[Kind, str]]:
    for condition in conditions_of(rule).values():
        for definition in definitions_in(condition):
            yield Kind.DEFINITION, definition
        for parameter in parameters_in(condition):
            yield Kind.PARAMETER, parameter
    for parameter in parameters_named(rule):
        yield Kind.PARAMETER, parameter
