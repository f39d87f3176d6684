"""Why a rule came to its outcome: an example for each outcome, as a terminal and as JSON has it.

An example is a folder entry `<outcome>.of` that names a draft of `tests/cases/reports`, a rule and
perhaps a subject; beside it stands what is said. To write what new examples say, and those that
have changed on purpose:

    RULECHECK_UPDATE_GOLDEN=1 pytest tests/reports

then read the difference before keeping it.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import rulecheck.reports
from rulecheck.advice.explaining import Part, explanation_of, pruned
from rulecheck.judgement import Evaluation, Outcome, Run
from rulecheck.packs import Pack
from rulecheck.reports import why_json, why_text
from rulecheck.reports.model import Excerpts
from rulecheck.reports.palette import ANSI
from rulecheck.reports.why import Explained, Why

from .conftest import TESTS

FOLDER = TESTS / "cases" / "why"
CASES = sorted(FOLDER.glob("*.of"))
UPDATE = os.environ.get("RULECHECK_UPDATE_GOLDEN") == "1"
SCHEMA = Path(rulecheck.reports.__file__).parent / "why.schema.json"

RENDERED: dict[str, tuple[Callable[[Why], str], Excerpts]] = {
    ".txt": (why_text.render, Excerpts.SHOWN),
    ".json": (why_json.render, Excerpts.SHOWN),
    ".withheld.txt": (why_text.render, Excerpts.WITHHELD),
}


def explained(case: Path, judged: Callable[[str], Run], pack: Pack, excerpts: Excerpts) -> Why:
    draft, rule, *subject = case.read_text(encoding="utf-8").split()
    run = judged(draft)
    (evaluation,) = run.evaluations
    found = tuple(
        pruned(explanation_of(each, evaluation, pack))
        for each in evaluation.results
        if each.rule.id == rule and subject in ([], [each.subject.name])
    )
    return Why(pack, run.engine, "1.2.3", excerpts, (Explained(evaluation, found),))


@pytest.mark.parametrize("ending", RENDERED)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_an_explanation_reads_as_expected(
    case: Path, ending: str, judged: Callable[[str], Run], pack: Pack
) -> None:
    render, excerpts = RENDERED[ending]
    made = render(explained(case, judged, pack, excerpts))
    golden = case.with_suffix(ending)
    if UPDATE:
        golden.write_bytes(made.encode())
    assert golden.exists(), "no expectation yet; see the docstring of this module"
    assert made == golden.read_bytes().decode()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_an_example_shows_the_outcome_that_it_is_named_after(
    case: Path, judged: Callable[[str], Run], pack: Pack
) -> None:
    (each,) = explained(case, judged, pack, Excerpts.SHOWN).explained
    assert {one.result.outcome for one in each.explanations} == {
        Outcome(case.stem.replace("-", "_"))
    }


def test_every_outcome_has_an_example() -> None:
    assert {case.stem.replace("-", "_") for case in CASES} == set(Outcome)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_color_moves_nothing(case: Path, judged: Callable[[str], Run], pack: Pack) -> None:
    why = explained(case, judged, pack, Excerpts.SHOWN)
    colored = why_text.render(why, ANSI)
    assert "\x1b[" in colored
    plain = colored
    for code in ("1;31", "1;33", "32", "2", "1", "0"):
        plain = plain.replace(f"\x1b[{code}m", "")
    assert plain == why_text.render(why)


def schema_faults(text: str) -> list[str]:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return [str(each) for each in Draft202012Validator(schema).iter_errors(json.loads(text))]


@pytest.mark.parametrize("excerpts", Excerpts)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_json_keeps_to_its_schema(
    case: Path, excerpts: Excerpts, judged: Callable[[str], Run], pack: Pack
) -> None:
    why = explained(case, judged, pack, excerpts)
    assert schema_faults(why_json.render(why)) == []


def test_the_schema_refuses_what_is_no_explanation() -> None:
    assert schema_faults('{"schema": "rulecheck/why/v2"}')


def parts(part: Part) -> list[Part]:
    return [part, *(each for inner in part.parts for each in parts(inner))]


@pytest.mark.parametrize("draft", ["violated.yaml", "undecided.yaml", "nothing-stated.yaml"])
def test_what_decided_has_the_truth_that_the_condition_has(
    draft: str, judged: Callable[[str], Run], pack: Pack
) -> None:
    (evaluation,) = judged(draft).evaluations
    for result in evaluation.results:
        explanation = explanation_of(result, evaluation, pack)
        for branch in explanation.branches:
            assert branch.root.truth is result.truths[branch.name]
        named = {
            each.name
            for branch in pruned(explanation).branches
            for part in parts(branch.root)
            for each in part.facts
        }
        assert {each.name for each in result.deciding} <= named


def test_pruning_takes_away_and_changes_nothing(judged: Callable[[str], Run], pack: Pack) -> None:
    evaluation: Evaluation
    (evaluation,) = judged("violated.yaml").evaluations
    for result in evaluation.results:
        whole = explanation_of(result, evaluation, pack)
        kept = {id(each.result) for each in [pruned(whole)]}
        assert kept == {id(result)}
        words = [part.words for branch in whole.branches for part in parts(branch.root)]
        left = [part.words for branch in pruned(whole).branches for part in parts(branch.root)]
        assert left
        assert set(left) <= set(words)
