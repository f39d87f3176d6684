"""Judging the examples of the documentation by the bundled pack."""

from functools import cache

from rulecheck.cli.exits import exit_of
from rulecheck.documents import parse
from rulecheck.engine import best_evaluator
from rulecheck.judgement import Evaluation, Judge, gated, judge_run
from rulecheck.packs import load_bundled_pack
from rulecheck.proposals import read_proposal


@cache
def judge() -> Judge:
    return Judge(load_bundled_pack(), best_evaluator())


def evaluated(text: str) -> tuple[Evaluation, int]:
    """The judgement on one draft and the exit code.

    Raises `DocumentError` or `Faults` for a draft that is invalid.
    """
    (document,) = parse("draft.yaml", text.encode())
    run = judge_run(judge(), [read_proposal(document, judge().pack)], [])
    assert run.engine_errors == ()
    (evaluation,) = run.evaluations
    return evaluation, exit_of(gated(run))
