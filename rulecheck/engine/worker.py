"""The process in which durable-rules runs by itself: one line of JSON in, one line out.

It says first which engine it has, then answers each request: a ruleset to take in, or a fact to
match. It ends when nobody asks any more.
"""

import json
import os
import signal
import sys
from collections.abc import Mapping
from typing import IO, Any

from rulecheck.engine.durable import DurableRules, Matcher
from rulecheck.engine.program import EngineError


def serve() -> None:
    """Answer what comes in on standard input."""
    # An interrupt at the terminal reaches both processes; the one that asks decides what ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    # Whatever the engine prints must not be taken for an answer.
    os.dup2(2, 1)
    try:
        engine = DurableRules()
    except ImportError as error:
        _answer(answers, {"missing": str(error)})
        return
    _answer(answers, {"engine": engine.name})
    for line in sys.stdin:
        _answer(answers, _answered(engine, json.loads(line)))


def _answered(engine: Matcher, request: Mapping[str, Any]) -> Mapping[str, object]:
    try:
        if "rails" in request:
            engine.add(request["ruleset"], request["rails"])
            return {"fired": []}
        return {"fired": sorted(engine.fired(request["ruleset"], request["facts"]))}
    except EngineError as error:
        return {"error": str(error)}


def _answer(answers: IO[str], answer: Mapping[str, object]) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()
