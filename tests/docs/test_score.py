"""The page on the score: its computations are the program's."""

import re

import pytest

from rulecheck.judgement import Evaluation, Outcome
from rulecheck.judgement.verdicts import EARNING
from rulecheck.reports.proposal_text import score_in_words

from .blocks import DOCS, page, rows
from .judging import evaluated

PAGE = "score.md"
PROPOSALS = DOCS.parent / "proposals"
NAMES = re.findall(r"^<!-- computation: (\S+) -->$", page(PAGE), re.MULTILINE)


def judged(name: str) -> Evaluation:
    evaluation, _ = evaluated((PROPOSALS / name).read_text(encoding="utf-8"))
    return evaluation


def section(name: str) -> str:
    """What the page says below the table of this proposal, up to the next mark or heading."""
    _, _, below = page(PAGE).partition(f"<!-- computation: {name} -->")
    return re.split(r"^(?:##|<!--)", below, maxsplit=1, flags=re.MULTILINE)[0]


def test_the_page_computes_a_score_of_each_kind() -> None:
    scores = [score for name in NAMES if (score := judged(name).score) is not None]
    assert {score.low == score.high for score in scores} == {True, False}


@pytest.mark.parametrize("name", NAMES)
def test_the_terms_of_the_sum_are_the_programs(name: str) -> None:
    evaluation = judged(name)
    due = [
        [
            each.recommendation.id,
            each.outcome.value,
            str(each.recommendation.weight),
            str(each.recommendation.weight if each.outcome in EARNING else 0),
            str(each.recommendation.weight if each.outcome is Outcome.UNKNOWN else 0),
        ]
        for each in evaluation.recommendations
        if each.applies
    ]
    score = evaluation.score
    assert score is not None
    total = ["all that apply", "", str(score.weight), str(score.earned), str(score.open)]
    assert rows(PAGE, f"computation: {name}") == [*due, total]


@pytest.mark.parametrize("name", NAMES)
def test_the_result_is_the_programs(name: str) -> None:
    score = judged(name).score
    assert score is not None
    said = " ".join(section(name).split())
    assert f"`{score_in_words(score)}`" in said
    for end in {score.low, score.high}:
        assert re.search(rf"/ {score.weight} = {float(end):g}\b", said)
