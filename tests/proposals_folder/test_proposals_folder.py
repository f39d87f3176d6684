"""The example proposals: what each comes to alone, and all of them as one run.

`expected.yaml` lists every file of the folder. Adding an example is adding a file there and an
entry here.
"""

from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict, TypeAdapter

from rulecheck.cli.exits import exit_of
from rulecheck.documents import parse, plain
from rulecheck.engine import Outcome, best_evaluator
from rulecheck.judgement import Evaluation, Judge, Run, Score, Standing, gated, judge_run
from rulecheck.packs import load_bundled_pack
from rulecheck.proposals import Proposal, read_proposal

PROPOSALS = Path(__file__).parents[2] / "proposals"
EXPECTED = Path(__file__).parent / "expected.yaml"
FILES = sorted(path.name for path in PROPOSALS.iterdir())


class Expected(BaseModel):
    """What comes of one file; rules and recommendations by id."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    verdict: str
    exit_code: int
    applies: frozenset[str]
    score: tuple[Decimal, Decimal] | None
    violated: frozenset[str]
    unknown: frozenset[str]
    advanced: frozenset[str] = frozenset()
    contradicted: frozenset[str] = frozenset()
    untouched: frozenset[str] = frozenset()


@cache
def expectations() -> dict[str, Expected]:
    (document,) = parse(EXPECTED.name, EXPECTED.read_bytes())
    return TypeAdapter(dict[str, Expected]).validate_python(plain(document.root))


@cache
def judge() -> Judge:
    return Judge(load_bundled_pack(), best_evaluator())


def proposals_in(name: str) -> list[Proposal]:
    documents = parse(name, (PROPOSALS / name).read_bytes())
    return [read_proposal(document, judge().pack) for document in documents]


def exit_code(run: Run) -> int:
    return exit_of(gated(run))


def rounded(score: Score | None) -> tuple[Fraction, Fraction] | None:
    return None if score is None else (round(score.low, 1), round(score.high, 1))


def rules_found(evaluation: Evaluation, outcome: Outcome) -> frozenset[str]:
    return frozenset(each.rule.id for each in evaluation.findings if each.outcome is outcome)


def standing(evaluation: Evaluation, how: Standing) -> frozenset[str]:
    return frozenset(name for name, found in evaluation.standings.items() if how in found)


def outcome_of(run: Run) -> Expected:
    (evaluation,) = run.evaluations
    score = rounded(evaluation.score)
    return Expected(
        verdict=evaluation.verdict,
        exit_code=exit_code(run),
        applies=frozenset(
            each.recommendation.id for each in evaluation.recommendations if each.applies
        ),
        score=None if score is None else (in_decimals(score[0]), in_decimals(score[1])),
        violated=rules_found(evaluation, Outcome.VIOLATED),
        unknown=rules_found(evaluation, Outcome.UNKNOWN),
        advanced=standing(evaluation, Standing.ADVANCED),
        contradicted=standing(evaluation, Standing.CONTRADICTED),
        untouched=standing(evaluation, Standing.UNTOUCHED),
    )


def in_decimals(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def test_every_file_is_listed() -> None:
    assert sorted(expectations()) == FILES


@pytest.mark.parametrize("name", FILES)
def test_a_file_alone_comes_to_what_is_listed(name: str) -> None:
    run = judge_run(judge(), proposals_in(name), [])
    assert run.problems == ()
    assert run.engine_errors == ()
    assert outcome_of(run) == expectations()[name]


@pytest.mark.parametrize("name", FILES)
def test_a_file_says_first_what_it_stands_for_and_what_to_expect(name: str) -> None:
    lines = (PROPOSALS / name).read_text(encoding="utf-8").splitlines()
    comment = lines[: next(place for place, line in enumerate(lines) if not line.startswith("#"))]
    expected = expectations()[name]
    assert len(comment) >= 5
    assert f"# Expect: {expected.verdict}, exit code {expected.exit_code}" in "\n".join(comment)


def test_the_folder_is_one_run_that_overdraws_the_inventory() -> None:
    # Each draft is meant to stand alone: together they sell the same chips several times.
    run = judge_run(judge(), [each for name in FILES for each in proposals_in(name)], [])
    assert run.problems == ()
    assert run.engine_errors == ()
    assert len(run.evaluations) == len(FILES)
    (overdraft,) = [
        finding for finding in run.findings if "the inventory of nvidia-h20" in finding.message
    ]
    assert overdraft.outcome is Outcome.VIOLATED
    assert "650,000" in overdraft.message
    assert "h20-inventory-only" in {place.proposal for place in overdraft.places}
