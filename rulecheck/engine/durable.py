"""The durable-rules evaluator: the only module that imports durable-rules."""

import os
import sys
import time
from collections.abc import Callable, Collection, Mapping
from importlib.metadata import version
from itertools import count
from typing import Protocol

from rulecheck.engine.interrupts import interrupts_held
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


class _Context(Protocol):
    """What the engine hands to an action."""


Recorder = Callable[[_Context], None]
Ruleset = dict[str, dict[str, list[dict[str, Pattern]] | Recorder]]


class _Host(Protocol):
    """The part of the engine's host that is used."""

    def set_rulesets(self, definitions: dict[str, Ruleset]) -> None: ...

    def assert_fact(self, ruleset: str, fact: dict[str, object]) -> dict[str, object] | None: ...

    def retract_fact(self, ruleset: str, fact: dict[str, object]) -> object: ...


def _quiet_host() -> _Host:
    """A host of the engine, without the timer threads that would write events into every state.

    The engine's C module names a function that CPython 3.13 dropped and that only unused callbacks
    call; bound lazily, the module still loads.
    """
    if hasattr(sys, "setdlopenflags"):
        flags = sys.getdlopenflags()
        sys.setdlopenflags(os.RTLD_LAZY)
        try:
            from durable import engine
        finally:
            sys.setdlopenflags(flags)
    else:
        from durable import engine
    # The engine measures its leases with a function that warns from Python 3.12 on. Only
    # differences of its values are used.
    engine._unix_now = time.monotonic

    class QuietHost(engine.Host):  # type: ignore[misc]
        def _run(self) -> None:
            pass

    host: _Host = QuietHost()
    return host


class DurableRules:
    """The engine in this process.

    Raises `ImportError` where it can't be loaded, for whatever reason. To be used from one thread.
    """

    def __init__(self) -> None:
        try:
            self._host = _quiet_host()
            self.name = f"durable-rules {version('durable-rules')}"
        except Exception as error:
            raise ImportError(f"durable-rules can't be loaded: {error}") from error
        self._fired: set[str] = set()

    def add(self, ruleset: str, rails: Mapping[str, Pattern]) -> None:
        """Take in a ruleset: one engine rule for each rail. Raises `EngineError`."""
        definition: Ruleset = {
            name: {"all": [{"m": pattern}], "run": self._recorder(name)}
            for name, pattern in rails.items()
        }
        try:
            with interrupts_held():
                self._host.set_rulesets({ruleset: definition})
        except Exception as error:
            raise _failed(error) from error

    def fired(self, ruleset: str, facts: Mapping[str, EngineValue]) -> Collection[str]:
        """The rails that match a fact. Raises `EngineError`."""
        self._fired.clear()
        try:
            # An interrupt that the engine catches is logged as a failed action, and all goes on.
            with interrupts_held():
                state = self._host.assert_fact(ruleset, dict(facts))
                self._host.retract_fact(ruleset, dict(facts))
        except Exception as error:
            raise _failed(error) from error
        if state is not None and state.get("exception"):
            raise EngineError(f"durable-rules: {state['exception']}")
        return frozenset(self._fired)

    def _recorder(self, name: str) -> Recorder:
        def record(_context: _Context) -> None:
            self._fired.add(name)

        return record


def _failed(error: Exception) -> EngineError:
    return EngineError(f"durable-rules: {getattr(error, 'message', error)}")


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
