"""`rulecheck facts`: the vocabulary, for people and for tools."""

import json

import pytest

from rulecheck.vocabulary.enums import SubjectKind
from rulecheck.vocabulary.facts import FACTS, Control, visible_from

from .conftest import Desk


def test_every_fact_is_listed_in_lines_that_fit(desk: Desk) -> None:
    ended = desk.run("facts")
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert max(map(len, lines)) <= 100
    listed = [line.strip().partition(":")[0] for line in lines if line.startswith("  ")]
    assert [name for name in listed if name in FACTS] == sorted(
        FACTS, key=lambda name: list(SubjectKind).index(FACTS[name].subject)
    )


def test_one_fact(desk: Desk) -> None:
    ended = desk.run("facts", "item.total_processing_performance")
    assert ended.code == 0
    assert ended.out.startswith(
        "item (seen by rules on: item, lot)\n"
        "\n"
        "  item.total_processing_performance: number (TPP), given\n"
        "      Highest product of bit length and dense TOPS, per accelerator.\n"
        "      source: ECCN 3A090"
    )
    assert ended.out.count("source:") == 1


def test_a_fact_of_closed_words_names_them(desk: Desk) -> None:
    assert "      one of: finished, packaged_untested, " in desk.run("facts", "lot.stage").out


def test_the_beginning_of_a_name_is_enough(desk: Desk) -> None:
    report = desk.run("facts", "decision.congress", "--output", "json").report
    assert [fact["name"] for fact in report["facts"]] == [
        "decision.congress_notified",
        "decision.congress_days_before_issue",
    ]


def test_what_a_rule_on_a_subject_sees(desk: Desk) -> None:
    report = desk.run("facts", "--subject", "lot", "--output", "json").report
    assert [fact["name"] for fact in report["facts"]] == list(visible_from(SubjectKind.LOT))


def test_the_json_is_whole_and_keeps_its_form(desk: Desk) -> None:
    first, second = (desk.run("facts", "--output", "json") for _ in range(2))
    assert first.out == second.out
    report = json.loads(first.out)
    assert report["schema"] == "rulecheck/facts/v1"
    assert [fact["name"] for fact in report["facts"]] == list(FACTS)
    (lot,) = (fact for fact in report["facts"] if fact["name"] == "lot.accelerators")
    assert lot == {
        "name": "lot.accelerators",
        "subject": "lot",
        "type": "number",
        "words": None,
        "unit": "accelerators",
        "control": "given",
        "meaning": "Accelerators in the lot",
        "source": "proposal field",
    }
    assert {fact["control"] for fact in report["facts"]} == {str(each) for each in Control}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["lot.stgae"], "error: there is no fact `lot.stgae`; did you mean `lot.stage`?\n"),
        (["completed_on"], "did you mean `lot.completed_on`?\n"),
        (["price"], "error: there is no fact `price`\n"),
        (
            ["party.role", "--subject", "lot"],
            "error: there is no fact `party.role` that a rule on lot sees\n",
        ),
        (["lot.\x1b[31m"], "\\u{1b}"),
        (["--subject", "lots"], "'lots' is not one of 'decision'"),
        (["--output", "yaml"], "'yaml' is not one of 'text'"),
    ],
)
def test_a_mistake(desk: Desk, arguments: list[str], said: str) -> None:
    ended = desk.run("facts", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err


def test_help(desk: Desk) -> None:
    ended = desk.run("facts", "--help")
    assert ended.code == 0
    assert "--subject" in ended.out
    assert "Exit codes:" in ended.out
