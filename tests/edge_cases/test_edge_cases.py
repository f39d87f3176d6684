"""The edge cases: drafts on which a naive checker goes wrong, and what is right.

A case is a YAML file in `tests/cases/edge_cases`, and beside it `NAME.expected.yaml` says what the
pack that the tool carries makes of it. The numbers 1 to 32 name the cases; a case with several
sides is several drafts, or one draft judged by the pack with other parameters as well, which is one
more document of the expectation. Adding a case is adding two files.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest
from pydantic import BaseModel, ConfigDict, Field

from rulecheck.advice.margins import margins
from rulecheck.cli.exits import exit_of
from rulecheck.documents import parse, plain
from rulecheck.engine import Outcome
from rulecheck.judgement import Evaluation, Run, Verdict, gated
from rulecheck.judgement.results import RuleResult
from rulecheck.packs import Pack, load_bundled_pack
from rulecheck.runner import evaluate
from rulecheck.vocabulary.display import shown
from rulecheck.vocabulary.facts import FACTS

T = TypeVar("T")

CASES = Path(__file__).parent.parent / "cases" / "edge_cases"
ENDING = ".expected.yaml"
NUMBERS = range(1, 33)

DRAFTS = sorted(path for path in CASES.glob("*.yaml") if not path.name.endswith(ENDING))


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Judged(Strict):
    """What comes of one proposal; all but the verdict by rule or fact, then by subject."""

    verdict: Verdict
    recommendations: dict[str, Outcome] = {}
    rules: dict[str, dict[str, Outcome]] = {}
    """Every violation and every unknown, and what else the case is about."""
    facts: dict[str, dict[str, str]] = {}
    """As reports show them."""
    notes: dict[str, dict[str, tuple[str, ...]]] = {}
    """A piece of each note, in order; an empty list where there is none."""
    sources: dict[str, dict[str, tuple[str, ...]]] = {}
    """A piece of each statement of the reference data that decided."""
    near: dict[str, dict[str, bool]] = {}
    """Whether a number that decided something is near one of its limits."""


class Finding(Strict):
    """A finding of the run as a whole."""

    rule: str
    outcome: Outcome
    message: str


class Refusal(Strict):
    """Why a file is not judged, and what to write instead."""

    message: str
    hint: str | None


class Expectation(Strict):
    """What comes of a file, by the pack as it is or with other lists of words as parameters."""

    case: int = Field(ge=NUMBERS.start, lt=NUMBERS.stop)
    side: str | None = None
    with_parameters: dict[str, tuple[str, ...]] = {}
    exit_code: int
    judged: dict[str, Judged] = {}
    run_findings: tuple[Finding, ...] = ()
    problems: tuple[Refusal, ...] = ()


def expectations(draft: Path) -> list[Expectation]:
    path = draft.with_name(draft.stem + ENDING)
    documents = parse(path.name, path.read_bytes())
    return [Expectation.model_validate(plain(document.root)) for document in documents]


@cache
def bundled_pack() -> Pack:
    return load_bundled_pack()


def pack_with(parameters: dict[str, tuple[str, ...]]) -> Pack:
    """The bundled pack, in which these parameters have had these words all along."""
    pack = bundled_pack()
    changed = {}
    for name, words in parameters.items():
        parameter = pack.parameters[name]
        values = tuple(replace(value, value=words) for value in parameter.values)
        changed[name] = replace(parameter, values=values)
    return replace(pack, parameters={**pack.parameters, **changed})


def judged_as_asked(evaluation: Evaluation, pack: Pack, asked: Judged) -> Judged:
    """What came of the proposal, as far as the expectation asks, and all that stands against it."""
    return Judged(
        verdict=evaluation.verdict,
        recommendations={
            each.recommendation.id: each.outcome
            for each in evaluation.recommendations
            if each.recommendation.id in asked.recommendations
        },
        rules=outcomes(evaluation, asked),
        facts=answered(asked.facts, lambda name, subject, _: fact_of(evaluation, name, subject)),
        notes=answered(
            asked.notes,
            lambda rule, subject, pieces: pieces_found(
                pieces, result_of(evaluation, rule, subject).notes
            ),
        ),
        sources=answered(
            asked.sources,
            lambda rule, subject, pieces: pieces_found(
                pieces, sources_of(result_of(evaluation, rule, subject))
            ),
        ),
        near=answered(
            asked.near, lambda fact, subject, _: is_near(evaluation, pack, fact, subject)
        ),
    )


def is_near(evaluation: Evaluation, pack: Pack, fact: str, subject: str) -> bool:
    found = [
        each
        for each in margins(evaluation, pack)
        if (each.fact.name, each.subject.name) == (fact, subject)
    ]
    assert found, f"{fact} of {subject} decided nothing"
    return any(each.is_near for each in found)


def answered(
    asked: dict[str, dict[str, T]], answer: Callable[[str, str, T], T]
) -> dict[str, dict[str, T]]:
    """The same names and subjects, with what was found in place of what was expected."""
    return {
        name: {subject: answer(name, subject, expected) for subject, expected in subjects.items()}
        for name, subjects in asked.items()
    }


def outcomes(evaluation: Evaluation, asked: Judged) -> dict[str, dict[str, Outcome]]:
    found: dict[str, dict[str, Outcome]] = {}
    counting = {id(finding) for finding in evaluation.findings}
    for each in evaluation.results:
        rule, subject = each.rule.id, each.subject.name
        if id(each) in counting or subject in asked.rules.get(rule, {}):
            found.setdefault(rule, {})[subject] = each.outcome
    return found


def result_of(evaluation: Evaluation, rule: str, subject: str) -> RuleResult:
    (result,) = (
        each for each in evaluation.results if (each.rule.id, each.subject.name) == (rule, subject)
    )
    return result


def fact_of(evaluation: Evaluation, name: str, subject: str) -> str:
    kind = FACTS[name].subject
    return next(
        shown(each.subject.facts[name].value)
        for each in evaluation.results
        if (each.subject.kind, each.subject.name) == (kind, subject)
    )


def sources_of(result: RuleResult) -> tuple[str, ...]:
    return tuple(source for each in result.deciding for source in each.fact.origin.sources)


def pieces_found(pieces: tuple[str, ...], texts: tuple[str, ...]) -> tuple[str, ...]:
    """The pieces, if each is in the text of its place; otherwise the texts."""
    same = len(pieces) == len(texts) and all(map(str.__contains__, texts, pieces))
    return pieces if same else texts


def outcome_of(run: Run, asked: Expectation) -> Expectation:
    return asked.model_copy(
        update={
            "exit_code": exit_of(gated(run)),
            "judged": {
                each.proposal.id: judged_as_asked(
                    each, run.pack, asked.judged.get(each.proposal.id, Judged(verdict=each.verdict))
                )
                for each in run.evaluations
            },
            "run_findings": tuple(
                Finding(rule=each.rule.id, outcome=each.outcome, message=each.message)
                for each in run.findings
            ),
            "problems": tuple(
                Refusal(message=each.message, hint=each.hint) for each in run.problems
            ),
        }
    )


def in_lines(expectation: Expectation) -> str:
    """As text, whose differences are shown line by line."""
    return json.dumps(expectation.model_dump(mode="json"), indent=2, sort_keys=True)


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        pytest.param(draft, each, id=f"{each.case}-{draft.stem}-{number}")
        for draft in DRAFTS
        for number, each in enumerate(expectations(draft), start=1)
    ],
)
def test_a_case_comes_to_what_is_right(draft: Path, expected: Expectation) -> None:
    run = evaluate([draft], pack_with(expected.with_parameters))
    assert run.engine_errors == ()
    assert in_lines(outcome_of(run, expected)) == in_lines(expected)


def test_every_number_is_one_case_or_several_named_sides_of_one() -> None:
    sides: dict[int, list[str | None]] = {}
    for draft in DRAFTS:
        for each in expectations(draft):
            sides.setdefault(each.case, []).append(each.side)
    assert sorted(sides) == list(NUMBERS)
    unclear = {
        case: names
        for case, names in sides.items()
        if len(names) > 1 and (None in names or len(set(names)) < len(names))
    }
    assert unclear == {}


def test_every_expectation_belongs_to_a_case() -> None:
    stems = {draft.stem for draft in DRAFTS}
    found = {path.name.removesuffix(ENDING) for path in CASES.glob(f"*{ENDING}")}
    assert found == stems


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: draft.stem)
def test_a_case_says_first_what_it_is_about(draft: Path) -> None:
    assert draft.read_text(encoding="utf-8").startswith("# ")
