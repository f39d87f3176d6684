"""The durable-rules evaluator: the only module that imports durable-rules."""

import os
import sys
import time
from collections.abc import Callable, Mapping
from importlib.metadata import version
from typing import Protocol

from rulecheck.engine.interrupts import interrupts_held
from rulecheck.engine.program import EngineError, Program, Truths
from rulecheck.engine.rails import EngineValue, Layout, Pattern, rail
from rulecheck.packs.conditions import MOST_ALTERNATIVES, alternatives
from rulecheck.vocabulary import FactValue
from rulecheck.vocabulary.truth import Truth


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


SEEN = "seen"
"""The engine rule that matches every fact, so that one that was not looked at is noticed."""

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
        self.fired: set[str] = set()

    def add(self, rail_name: str, pattern: Pattern, ways: int) -> None:
        """One rail, which can match in so many ways."""
        self.rails[rail_name] = {"$and": [dict(_GUARD), pattern]}
        self.ways += ways

    def definition(self) -> Ruleset:
        """The ruleset: one engine rule for each rail."""
        return {
            name: {"all": [{"m": pattern}], "run": self._recorder(name)}
            for name, pattern in self.rails.items()
        }

    def _recorder(self, name: str) -> Recorder:
        def record(_context: _Context) -> None:
            self.fired.add(name)

        return record


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
                    raise EngineError(
                        f"rule {program.rule}: `{condition_name}` is too much for durable-rules"
                    )
                if self.shards[-1].ways + ways > MOST_ALTERNATIVES:
                    self.shards.append(_Shard(f"{name}.{len(self.shards)}"))
                pattern = rail(condition, self.layout, wanted)
                self.shards[-1].add(_rail_name(condition_name, wanted), pattern, ways)


def _rail_name(condition: str, wanted: bool) -> str:
    return f"{condition} is {'true' if wanted else 'false'}"


class DurableEvaluator:
    """Evaluates conditions with durable-rules: one ruleset a program, one fact a subject.

    Raises `ImportError` where the engine can't be loaded. To be used from one thread.
    """

    def __init__(self) -> None:
        self._host = _quiet_host()
        self._compiled: dict[int, _Compiled] = {}
        self.name = f"durable-rules {version('durable-rules')}"

    def truths(self, program: Program, facts: Mapping[str, FactValue]) -> Truths:
        """The truth of every condition of the program. Raises `EngineError`."""
        # An interrupt that the engine catches is logged as a failed action, and judging goes on.
        with interrupts_held():
            compiled = self._compiled.get(id(program)) or self._compile(program)
            properties = compiled.layout.asserted(facts)
            fired = frozenset[str]().union(
                *(self._fired(program, shard, properties) for shard in compiled.shards)
            )
        return {name: self._truth(program, name, fired) for name in program.conditions}

    def _compile(self, program: Program) -> _Compiled:
        # Keyed by identity and kept with its program, so that the identity can't be reused.
        compiled = _Compiled(f"program{len(self._compiled)}", program)
        self._host.set_rulesets({shard.name: shard.definition() for shard in compiled.shards})
        self._compiled[id(program)] = compiled
        return compiled

    def _fired(
        self, program: Program, shard: _Shard, properties: dict[str, EngineValue]
    ) -> set[str]:
        shard.fired.clear()
        try:
            state = self._host.assert_fact(shard.name, {**_GUARD, **properties})
            self._host.retract_fact(shard.name, {**_GUARD, **properties})
        except Exception as error:
            message = getattr(error, "message", str(error))
            raise EngineError(f"rule {program.rule}: durable-rules: {message}") from error
        if state is not None and state.get("exception"):
            raise EngineError(f"rule {program.rule}: durable-rules: {state['exception']}")
        if SEEN not in shard.fired:
            raise EngineError(f"rule {program.rule}: durable-rules passed over the facts")
        return set(shard.fired)

    def _truth(self, program: Program, name: str, fired: frozenset[str]) -> Truth:
        is_true, is_false = _rail_name(name, True) in fired, _rail_name(name, False) in fired
        if is_true and is_false:
            raise EngineError(f"rule {program.rule}: `{name}` came out both true and false")
        return True if is_true else False if is_false else None
