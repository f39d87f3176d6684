"""The durable-rules evaluator: the only module that imports durable-rules."""

import json
import os
import sys
from collections.abc import Collection, Iterator, Mapping
from importlib.metadata import version
from itertools import count
from typing import Final, Protocol, cast

from rulecheck.engine.program import EngineError, Program, Truths
from rulecheck.engine.rails import EngineValue, Layout, Pattern, rail
from rulecheck.packs.conditions import MOST_ALTERNATIVES, alternatives
from rulecheck.vocabulary import FactValue
from rulecheck.vocabulary.truth import Truth

SEEN = "seen"
"""The engine rule that matches every fact, so that one that was not looked at is noticed."""


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
    """Some rails of one program as a ruleset of the engine.

    Each way in which a rail matches a fact is a match of its own, and the engine takes only so
    many of them pending at once.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.ways = 1
        self.rails: dict[str, Pattern] = {SEEN: {"$and": [dict(_GUARD)]}}

    def add(self, rail_name: str, pattern: Pattern, ways: int) -> None:
        """One rail, which can match in so many ways."""
        self.rails[rail_name] = {"$and": [dict(_GUARD), pattern]}
        self.ways += ways


class _Compiled:
    """One program as rulesets of the engine."""

    def __init__(self, name: str, program: Program) -> None:
        self.program = program
        self.layout = Layout.of(program)
        self.shards = [_Shard(f"{name}.0")]
        for condition_name, condition in program.conditions.items():
            for wanted in (True, False):
                ways = alternatives(condition, wanted)
                if ways > MOST_ALTERNATIVES:
                    raise EngineError(f"`{condition_name}` is too much for durable-rules")
                if self.shards[-1].ways + ways > MOST_ALTERNATIVES:
                    self.shards.append(_Shard(f"{name}.{len(self.shards)}"))
                pattern = rail(condition, self.layout, wanted)
                self.shards[-1].add(_rail_name(condition_name, wanted), pattern, ways)


def _rail_name(condition: str, wanted: bool) -> str:
    return f"{condition} is {'true' if wanted else 'false'}"


class DurableEvaluator:
    """Evaluates conditions with durable-rules: one ruleset a program, one fact a subject.

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
            properties = {"rulecheck": 1, **compiled.layout.asserted(facts)}
            fired = frozenset[str]().union(
                *(self._fired(shard, properties) for shard in compiled.shards)
            )
            return {name: _truth(name, fired) for name in program.conditions}
        except EngineError as error:
            raise EngineError(f"rule {program.rule}: {error}") from error

    def _compile(self, program: Program) -> _Compiled:
        # Keyed by identity and kept with its program, so that the identity can't be reused.
        compiled = _Compiled(f"program{next(self._numbers)}", program)
        for shard in compiled.shards:
            self._matcher.add(shard.name, shard.rails)
        self._compiled[id(program)] = compiled
        return compiled

    def _fired(self, shard: _Shard, properties: Mapping[str, EngineValue]) -> Collection[str]:
        fired = self._matcher.fired(shard.name, properties)
        if SEEN not in fired:
            raise EngineError("durable-rules passed over the facts")
        return fired


def _truth(name: str, fired: Collection[str]) -> Truth:
    is_true, is_false = _rail_name(name, True) in fired, _rail_name(name, False) in fired
    if is_true and is_false:
        raise EngineError(f"`{name}` came out both true and false")
    return True if is_true else False if is_false else None
