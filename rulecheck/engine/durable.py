"""The durable-rules evaluator: the only module that imports durable-rules."""

import json
import os
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from itertools import count
from typing import Final, Protocol, cast

from rulecheck.engine.program import EngineError, Program, Truths
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
        self._definitions: dict[str, str] = {}
        self._clean: dict[str, int] = {}
        """Rulesets that hold no fact, by name."""

    def add(self, ruleset: str, rails: Mapping[str, Pattern]) -> None:
        """Take in a ruleset: one engine rule for each rail. Raises `EngineError`."""
        definition = {name: {"all": [{"m": pattern}]} for name, pattern in rails.items()}
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
            found = frozenset(self._matches(number, state))
            self._engine.retract_fact(number, fact)
        except EngineError:
            raise
        except Exception as error:
            raise _failed(error) from error
        self._clean[ruleset] = number
        return found

    def _created(self, ruleset: str) -> int:
        try:
            return self._engine.create_ruleset(ruleset, self._definitions[ruleset])
        except Exception as error:
            raise _failed(error) from error

    def _matches(self, ruleset: int, state: int) -> Iterator[str]:
        """The names of the rules that match; a rule with several true branches comes repeatedly."""
        started = self._engine.start_action_for_state(ruleset, state)
        match = None if started is None else started[1]
        while match is not None:
            yield _NAME.raw_decode(match, len("{"))[0]
            match = self._engine.complete_and_start_action(ruleset, state)


_NAME: Final = json.JSONDecoder()
"""Reads the name of a rule off a match, `{"the rule": {…}}`, and no more of it."""


def _as_json(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _failed(error: Exception) -> EngineError:
    return EngineError(f"durable-rules: {error}")


_GUARD: Pattern = {"rulecheck": 1}


class _Shard:
    """Some conditions of one program as a ruleset of the engine.

    Each way in which a rail matches a fact is a match of its own, and the engine takes only so
    many of them pending at once, and only so many properties of a fact. Of the two rails of a
    condition one matches at most.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.conditions: dict[str, Condition] = {}
        self._ways = 1
        self._properties: set[tuple[str, str]] = set()

    def has_room_for(self, condition: Condition) -> bool:
        """Whether the engine surely takes one more."""
        if not self.conditions:
            return True
        properties = self._properties | properties_of(condition)
        return (
            self._ways + _ways(condition) <= MOST_ALTERNATIVES
            and len(properties) <= MOST_PROPERTIES
        )

    def add(self, name: str, condition: Condition) -> None:
        """Take a condition in. Raises `EngineError` where the engine can't hold it."""
        if _ways(condition) > MOST_ALTERNATIVES:
            raise EngineError(f"`{name}` is too much for durable-rules")
        self.conditions[name] = condition
        self._ways += _ways(condition)
        self._properties |= properties_of(condition)

    def rails(self, layout: Layout) -> dict[str, Pattern]:
        """One rail for each truth of each condition, and one that always matches."""
        return {
            SEEN: {"$and": [dict(_GUARD)]},
            **{
                _rail_name(name, wanted): {"$and": [dict(_GUARD), rail(condition, layout, wanted)]}
                for name, condition in self.conditions.items()
                for wanted in (True, False)
            },
        }


def _ways(condition: Condition) -> int:
    return max(alternatives(condition, wanted) for wanted in (True, False))


def _shards(name: str, program: Program) -> list[_Shard]:
    shards = [_Shard(f"{name}.0")]
    for condition_name, condition in program.conditions.items():
        if not shards[-1].has_room_for(condition):
            shards.append(_Shard(f"{name}.{len(shards)}"))
        shards[-1].add(condition_name, condition)
    return shards


@dataclass(frozen=True, slots=True)
class _Compiled:
    """One program as rulesets of the engine, each with the facts that it is given."""

    program: Program
    rulesets: tuple[tuple[str, Layout], ...]
    rails: tuple[tuple[str, str, str], ...]
    """Each condition's name, and those of its rails for true and for false."""


def _rail_name(condition: str, wanted: bool) -> str:
    return f"{condition} is {'true' if wanted else 'false'}"


class DurableEvaluator:
    """Evaluates conditions with durable-rules: a few rulesets a program, one fact a subject.

    Raises `ImportError` where the engine can't be loaded.
    """

    def __init__(self, matcher: Matcher | None = None) -> None:
        self._matcher = DurableRules() if matcher is None else matcher
        self._compiled: dict[int, _Compiled] = {}
        self._numbers = count()
        self.name = self._matcher.name

    def truths(self, program: Program, facts: Mapping[str, FactValue]) -> Truths:
        """The truth of every condition of the program. Raises `EngineError`."""
        try:
            compiled = self._compiled.get(id(program)) or self._compile(program)
            fired = frozenset[str]().union(
                *(
                    self._fired(ruleset, {"rulecheck": 1, **layout.asserted(facts)})
                    for ruleset, layout in compiled.rulesets
                )
            )
            return {
                name: _truth(name, is_true=as_true in fired, is_false=as_false in fired)
                for name, as_true, as_false in compiled.rails
            }
        except EngineError as error:
            raise EngineError(f"{program.name}: {error}") from error

    def _compile(self, program: Program) -> _Compiled:
        rulesets = []
        for shard in _shards(f"program{next(self._numbers)}", program):
            layout = Layout.of(shard.conditions.values())
            self._matcher.add(shard.name, shard.rails(layout))
            rulesets.append((shard.name, layout))
        # Keyed by identity and kept with its program, so that the identity can't be reused.
        rails = (
            (name, _rail_name(name, True), _rail_name(name, False)) for name in program.conditions
        )
        compiled = _Compiled(program, tuple(rulesets), tuple(rails))
        self._compiled[id(program)] = compiled
        return compiled

    def _fired(self, ruleset: str, properties: Mapping[str, EngineValue]) -> Collection[str]:
        fired = self._matcher.fired(ruleset, properties)
        if SEEN not in fired:
            raise EngineError("durable-rules passed over the facts")
        return fired


def _truth(name: str, *, is_true: bool, is_false: bool) -> Truth:
    if is_true and is_false:
        raise EngineError(f"`{name}` came out both true and false")
    return True if is_true else False if is_false else None
