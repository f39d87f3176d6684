"""durable-rules in a process of its own, which may crash or hang without harm to the rest."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final

from rulecheck.engine.checked import CheckedEvaluator
from rulecheck.engine.durable import DurableEvaluator
from rulecheck.engine.kleene import ReferenceEvaluator
from rulecheck.engine.program import EngineError, Evaluator
from rulecheck.engine.rails import EngineValue, Pattern

LONGEST_START: Final = 60
"""Seconds that a process may take to load the engine; the time of no proposal."""

LONGEST_ANSWER: Final = 1_000_000
"""Bytes; names of rails are all that an answer holds."""

# The worker finds modules where this process does, and nowhere else: `python -m` would look into
# the working folder first, where drafts lie.
_START: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from rulecheck.engine.worker import serve; serve()"
)

Answer = Mapping[str, object]


@contextmanager
def isolated_evaluator(seconds: float) -> Iterator[tuple[Evaluator, Callable[[], None]]]:
    """The best evaluator, with durable-rules in a process of its own.

    With it comes what is to be called after each proposal: from then on the engine has so many
    seconds for the next. A crash or a hang is an `EngineError`, after which a new process takes
    over. Where the engine can't be loaded there, be it that it crashes, the reference evaluator
    serves alone.
    """
    try:
        engine = _IsolatedRules(seconds)
    except ImportError:
        yield ReferenceEvaluator(), _nothing
        return
    try:
        evaluator = DurableEvaluator(engine)
        yield CheckedEvaluator(evaluator, ReferenceEvaluator()), engine.begin
    finally:
        engine.close()


def _nothing() -> None:
    """There is no clock to be started."""


class _IsolatedRules:
    """Rulesets of durable-rules in another process."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._rulesets: dict[str, Mapping[str, Pattern]] = {}
        self._known: set[str] = set()
        try:
            self._worker = _Worker()
        except EngineError as error:
            raise ImportError(str(error)) from error
        self.begin()
        self.name = f"{self._worker.engine} in a process of its own"

    def begin(self) -> None:
        """Start the clock anew."""
        self._until = time.monotonic() + self._seconds

    def add(self, ruleset: str, rails: Mapping[str, Pattern]) -> None:
        """Note the ruleset; each process is told of it when it is first needed there."""
        self._rulesets[ruleset] = rails

    def fired(self, ruleset: str, facts: Mapping[str, EngineValue]) -> Collection[str]:
        """The rails that match a fact. Raises `EngineError`, also for a crash or a hang."""
        if self._worker.has_ended:
            before = time.monotonic()
            self._worker = _Worker()
            self._until += time.monotonic() - before
            self._known.clear()
        if ruleset not in self._known:
            self._ask({"ruleset": ruleset, "rails": self._rulesets[ruleset]})
            self._known.add(ruleset)
        return self._ask({"ruleset": ruleset, "facts": facts})

    def close(self) -> None:
        """End the process."""
        self._worker.end()

    def _ask(self, request: Answer) -> Collection[str]:
        answer = self._worker.answer(request, self._left())
        match answer:
            case {"fired": list(fired)} if all(isinstance(each, str) for each in fired):
                return frozenset(map(str, fired))
            case {"error": str(message)}:
                raise EngineError(message)
            case _:
                raise self._worker.failed("answered with nonsense")

    def _left(self) -> float:
        return max(0.0, self._until - time.monotonic())


class _Worker:
    """One process of the engine. Once it has failed to answer it has ended."""

    def __init__(self) -> None:
        """Start it. Raises `EngineError` if it can't load the engine."""
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-P", "-c", _START, json.dumps(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # What a dying engine says there is for nobody, and may hold what a draft says.
            stderr=subprocess.DEVNULL,
        )
        self._exchanging = ThreadPoolExecutor(max_workers=1)
        self.has_ended = False
        match self._exchanged(b"", LONGEST_START):
            case {"engine": str(name)}:
                self.engine = name
            case _:
                raise self.failed("can't be loaded")

    def answer(self, request: Answer, seconds: float) -> Answer:
        """What it says to a request. Raises `EngineError`, also if it takes longer."""
        return self._exchanged(json.dumps(request).encode() + b"\n", seconds)

    def failed(self, how: str) -> EngineError:
        """End the process; the error to raise for it."""
        self.end()
        return EngineError(f"durable-rules {how}")

    def end(self) -> None:
        """End the process, whatever it does."""
        self.has_ended = True
        self._process.kill()
        # The exchange ends with the process, so that nothing is waited for.
        self._exchanging.shutdown()
        self._process.communicate()

    def _exchanged(self, sent: bytes, seconds: float) -> Answer:
        exchange = self._exchanging.submit(self._exchange, sent)
        try:
            line = exchange.result(seconds)
        except TimeoutError:
            raise self.failed("gave no answer in the time that one proposal has") from None
        if not line.endswith(b"\n"):
            raise self.failed(self._death())
        try:
            answer = json.loads(line)
        except ValueError:
            raise self.failed("answered with nonsense") from None
        return answer if isinstance(answer, dict) else {}

    def _exchange(self, sent: bytes) -> bytes:
        """The answer's line, or what of it there is when the process has ended."""
        assert self._process.stdin is not None  # noqa: S101 - both are pipes
        assert self._process.stdout is not None  # noqa: S101
        try:
            self._process.stdin.write(sent)
            self._process.stdin.flush()
            return self._process.stdout.readline(LONGEST_ANSWER)
        except OSError:
            return b""

    def _death(self) -> str:
        try:
            code = self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            return "answered with nonsense"
        if code >= 0:
            return f"ended by itself with code {code}"
        return f"crashed ({signal.Signals(-code).name})"
