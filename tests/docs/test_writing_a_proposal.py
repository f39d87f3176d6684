"""The guide for drafters: its drafts come to what it says of them."""

import re
from collections.abc import Sequence

import pytest

from rulecheck.documents import DocumentError, Problem
from rulecheck.documents.validation import Faults

from .blocks import Block, blocks, page, rows
from .judging import evaluated

PAGE = "writing-a-proposal.md"
EXAMPLES = [each for each in blocks(PAGE) if each.mark.startswith("proposal: ")]
PARTS = [each.text for each in blocks(PAGE) if each.mark == "part"]
WHOLE = "\n".join(PARTS)

CHANGES = rows(PAGE, "changes")
ERRORS = rows(PAGE, "errors")


def said(mark: str) -> tuple[str, int]:
    found = re.fullmatch(r"\w+: (\w+), exit (\d)", mark)
    assert found is not None, f"write `<!-- proposal: aligned, exit 0 -->`, not {mark}"
    return found[1], int(found[2])


def problems_of(error: Exception) -> Sequence[Problem]:
    if isinstance(error, DocumentError):
        return (error.problem,)
    assert isinstance(error, Faults)
    return error.problems


def changed(before: str, after: str) -> str:
    assert before in WHOLE
    return WHOLE.replace(before, after, 1)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each.text.split("id: ")[1][:20])
def test_a_complete_proposal_comes_to_what_is_said(example: Block) -> None:
    evaluation, code = evaluated(example.text)
    assert (evaluation.verdict.value, code) == said(example.mark)


def test_the_parts_make_one_proposal() -> None:
    (mark,) = re.findall(r"^<!-- (whole: .+) -->$", page(PAGE), re.MULTILINE)
    evaluation, code = evaluated(WHOLE)
    assert (evaluation.verdict.value, code) == said(mark)


@pytest.mark.parametrize(("before", "after", "verdict", "rule"), CHANGES)
def test_a_change_comes_to_what_is_said(before: str, after: str, verdict: str, rule: str) -> None:
    evaluation, _ = evaluated(changed(before, after))
    assert evaluation.verdict.value == verdict
    assert rule in {each.rule.id for each in evaluation.findings}


@pytest.mark.parametrize(("before", "after", "told"), ERRORS)
def test_an_error_is_told_as_the_guide_says(before: str, after: str, told: str) -> None:
    with pytest.raises((DocumentError, Faults)) as refusal:
        evaluated(changed(before, after))
    said = [f"{each.message}: {each.hint}" for each in problems_of(refusal.value)]
    assert any(each.startswith(told) for each in said), said


def test_there_are_examples_of_every_kind() -> None:
    assert len(EXAMPLES) >= 3
    assert len(PARTS) >= 7
    assert CHANGES
    assert ERRORS
