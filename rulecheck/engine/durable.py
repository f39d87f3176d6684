"""The durable-rules evaluator: the only module that imports durable-rules."""

import json
import os
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from itertools import count
from typing import Final, Protocol, cast

from rulecheck.engine.program import EngineError, Program, Survey, Truths
from rulecheck.engine.rails import EngineValue, Layout, Pattern, properties_of, rail
from rulecheck.packs.conditions import MOST_ALTERNATIVES, Condition, alternatives
from rulecheck.vocabulary import FactValue
from rulecheck.vocabulary.truth import Truth

SEEN = "seen"
"""The engine rule that matches every fact, so that one that was not looked at is noticed."""


MOST_PROPERTIES: Final = 200
"""Of a fact; the engine takes 252."""


class Matcher(Protocol):
    """Rulesets of the engine, wherever it runs."""

    @property
    def name(self) -> str:
        """What reports call it."""
        ...

    def add(self, ruleset: str, rails: Mapping[str, Pattern]) -> None:
        """Take in a ruleset under a name of its own. Raises `EngineError`."""
        ...

    def fired(self, ruleset: str, facts: Mapping[str, EngineValue]) -> Collection[str]:
        """The names of the rails that match one fact with these properties.

        Raises `EngineError`.
        """
        ...


class _Engine(Protocol):
    """The part of the engine's own module that is used; it counts rulesets and states."""

    def create_ruleset(self, name: str, definition: str) -> int: ...

    def assert_fact(self, ruleset: int, fact: str) -> tuple[int, int]:
        """Whether it was taken in (0 if so), and the state to which it belongs."""
        ...

    def retract_fact(self, ruleset: int, fact: str) -> tuple[int, int]: ...

    def start_action_for_state(self, ruleset: int, state: int) -> tuple[str, str] | None:
        """The state, and the first rule that matches in it with what it matches."""
        ...

    def complete_and_start_action(self, ruleset: int, state: int) -> str | None:
        """The next rule that matches."""
        ...


def _engine() -> _Engine:
    """The engine's own module, without the Python host that is shipped around it.

    The host starts threads with timers, and turns every match into a call of Python that takes ten
    times as long as the match. The module names a function that CPython 3.13 dropped and that only
    unused callbacks call; bound lazily, it still loads.
    """
    if not hasattr(sys, "setdlopenflags"):
        import durable_rules_engine

        return cast(_Engine, durable_rules_engine)
    flags = sys.getdlopenflags()
    sys.setdlopenflags(os.RTLD_LAZY)
    try:
        import durable_rules_engine
    finally:
        sys.setdlopenflags(flags)
    return cast(_Engine, durable_rules_engine)


class DurableRules:
    """The engine in this process.

    Raises `ImportError` where it can't be loaded, for whatever reason. To be used from one thread.
    """

    def __init__(self) -> None:
        try:
            self._engine = _engine()
            self.name = f"durable-rules {version('durable-rules')}"
        except Exception as error:
            raise ImportError(f"durable-rules can't be loaded: {error}") from error
        self._names: dict[str, Mapping[str, str]] = {}
        self._definitions: dict[str, str] = {}
        self._clean: dict[str, int] = {}
        """Rulesets that hold no fact, by name."""

    def add(self, ruleset: str, rails: Mapping[str, Pattern]) -> None:
        """Take in a ruleset: one engine rule for each rail. Raises `EngineError`."""
        # The engine writes a rule's name into every match; a number is soon read.
        names = {str(number): name for number, name in enumerate(rails)}
        definition = {number: {"all": [{"m": rails[name]}]} for number, name in names.items()}
        self._names[ruleset] = names
        self._definitions[ruleset] = _as_json(definition)
        self._clean[ruleset] = self._created(ruleset)

    def fired(self, ruleset: str, facts: Mapping[str, EngineValue]) -> Collection[str]:
        """The rails that match a fact. Raises `EngineError`."""
        # Whatever ends this early, be it an interrupt, leaves the fact and its matches behind. They
        # would be taken for those of the next, so what is not put back is made anew.
        number = self._clean.pop(ruleset, None)
        if number is None:
            number = self._created(ruleset)
        fact = _as_json(facts)
        try:
            refused, state = self._engine.assert_fact(number, fact)
            if refused:
                raise EngineError(f"durable-rules: the facts were refused (code {refused})")
            matched = self._matched(number, state)
            self._engine.retract_fact(number, fact)
        except EngineError:
            raise
        except Exception as error:
            raise _failed(error) from error
        self._clean[ruleset] = number
        names = self._names[ruleset]
        return {names[each] for each in matched}

    def _created(self, ruleset: str) -> int:
        try:
            return self._engine.create_ruleset(ruleset, self._definitions[ruleset])
        except Exception as error:
            raise _failed(error) from error

    def _matched(self, ruleset: int, state: int) -> set[str]:
        """The numbers of the rules that match; one with several true branches comes repeatedly."""
        found = set()
        following = self._engine.complete_and_start_action
        started = self._engine.start_action_for_state(ruleset, state)
        match = None if started is None else started[1]
        while match is not None:
            # As in `{"12":{…}}`, where only the number is of interest.
            found.add(match[2 : match.index('"', 2)])
            match = following(ruleset, state)
        return found


_as_json: Final = json.JSONEncoder(ensure_ascii=False).encode


def _failed(error: Exception) -> EngineError:
    return EngineError(f"durable-rules: {error}")


_GUARD: Pattern = {"rulecheck": 1}


@dataclass(frozen=True, eq=False)
class _Asked:
    """A condition, and by which rail each of its truths is noticed that matters."""

    condition: Condition
    rails: Mapping[bool, str]

    @cached_property
    def ways(self) -> int:
        """In how many ways it may match. Of the two rails of a condition one does at most."""
        return max(alternatives(self.condition, wanted) for wanted in self.rails)

    @cached_property
    def properties(self) -> frozenset[tuple[str, str]]:
        """What a fact has to hold for it, at most."""
        return properties_of(self.condition)

    def patterns(self, layout: Layout) -> Iterator[tuple[str, Pattern]]:
        """What the engine is to match for each rail."""
        for wanted, name in self.rails.items():
            yield name, {"$and": [dict(_GUARD), rail(self.condition, layout, wanted)]}


class _Shard:
    """Some conditions as a ruleset of the engine.

    Each way in which a rail matches a fact is a match of its own, and the engine takes only so
    many of them pending at once, and only so many properties of a fact.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._asked: list[_Asked] = []
        self._ways = 1
        self._properties: set[tuple[str, str]] = set()

    def has_room_for(self, asked: _Asked) -> bool:
        """Whether the engine surely takes one more."""
        if not self._asked:
            return True
        properties = self._properties | asked.properties
        return self._ways + asked.ways <= MOST_ALTERNATIVES and len(properties) <= MOST_PROPERTIES

    def add(self, asked: _Asked) -> None:
        """Take a condition in. Raises `EngineError` where the engine can't hold it."""
        if asked.ways > MOST_ALTERNATIVES:
            name = next(iter(asked.rails.values()))
            raise EngineError(f"`{name}` is too much for durable-rules")
        self._asked.append(asked)
        self._ways += asked.ways
        self._properties |= asked.properties

    def layout(self) -> Layout:
        """How facts are named in it."""
        return Layout.of(each.condition for each in self._asked)

    def rails(self, layout: Layout) -> dict[str, Pattern]:
        """Those of its conditions, and one that always matches."""
        found: dict[str, Pattern] = {SEEN: {"$and": [dict(_GUARD)]}}
        for each in self._asked:
            found |= each.patterns(layout)
        return found


def _shards(name: str, asked: Iterable[_Asked]) -> list[_Shard]:
    shards = [_Shard(f"{name}.0")]
    for each in asked:
        if not shards[-1].has_room_for(each):
            shards.append(_Shard(f"{name}.{len(shards)}"))
        shards[-1].add(each)
    return shards


Rulesets = Sequence[tuple[str, Layout]]
"""Rulesets of the engine, each with the facts that it is given."""


class DurableEvaluator:
    """Evaluates conditions with durable-rules: a few rulesets a program, one fact a subject.

    Raises `ImportError` where the engine can't be loaded.
    """

    def __init__(self, matcher: Matcher | None = None) -> None:
        self._matcher = DurableRules() if matcher is None else matcher
        # By identity, and kept with what has it, so that the identity can't be used again.
        self._programs: dict[int, tuple[Program, Rulesets, list[tuple[str, str, str]]]] = {}
        self._surveys: dict[int, tuple[Survey, Rulesets]] = {}
        self._numbers = count()
        self.name = self._matcher.name

    def truths(self, program: Program, facts: Mapping[str, FactValue]) -> Truths:
        """The truth of every condition of the program. Raises `EngineError`."""
        try:
            known = self._programs.get(id(program))
            if known is None:
                rails = [
                    (name, f"{name} is true", f"{name} is false") for name in program.conditions
                ]
                rulesets = self._taken_in(
                    _Asked(program.conditions[name], {True: as_true, False: as_false})
                    for name, as_true, as_false in rails
                )
                known = self._programs[id(program)] = program, rulesets, rails
            _, rulesets, rails = known
            fired = self._fired(rulesets, facts)
            return {
                name: _truth(name, is_true=as_true in fired, is_false=as_false in fired)
                for name, as_true, as_false in rails
            }
        except EngineError as error:
            raise EngineError(f"{program.name}: {error}") from error

    def holding(self, survey: Survey, facts: Mapping[str, FactValue]) -> AbstractSet[str]:
        """The names of those that certainly have the truth sought. Raises `EngineError`."""
        try:
            known = self._surveys.get(id(survey))
            if known is None:
                rulesets = self._taken_in(
                    _Asked(each.condition, {each.truth: each.name}) for each in survey.sought
                )
                known = self._surveys[id(survey)] = survey, rulesets
            return self._fired(known[1], facts)
        except EngineError as error:
            raise EngineError(f"{survey.name}: {error}") from error

    def _taken_in(self, asked: Iterable[_Asked]) -> Rulesets:
        """The rulesets for the conditions, which the engine knows from now on."""
        rulesets = []
        for shard in _shards(f"program{next(self._numbers)}", asked):
            layout = shard.layout()
            self._matcher.add(shard.name, shard.rails(layout))
            rulesets.append((shard.name, layout))
        return rulesets

    def _fired(self, rulesets: Rulesets, facts: Mapping[str, FactValue]) -> AbstractSet[str]:
        """The names of the rails that match the facts."""
        found: set[str] = set()
        for name, layout in rulesets:
            fired = self._matcher.fired(name, {"rulecheck": 1, **layout.asserted(facts)})
            if SEEN not in fired:
                raise EngineError("durable-rules passed over the facts")
            found.update(fired)
        found.discard(SEEN)
        return found


def _truth(name: str, *, is_true: bool, is_false: bool) -> Truth:
    if is_true and is_false:
        raise EngineError(f"`{name}` came out both true and false")
    return True if is_true else False if is_false else None
