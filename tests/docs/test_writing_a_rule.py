"""The guide for rule authors: its rule loads in a copy of the small pack, and its tests pass."""

import shutil
from itertools import product
from pathlib import Path

import pytest

from rulecheck.authoring.describing import describe, latest_change
from rulecheck.authoring.rule_tests import RuleTest, load_rule_tests
from rulecheck.authoring.verifying import verified
from rulecheck.documents.validation import Faults
from rulecheck.engine import Outcome, best_evaluator
from rulecheck.packs import Pack, load_pack
from rulecheck.packs.fingerprints import fingerprints
from rulecheck.packs.language import OPERATORS
from rulecheck.reports import rules_text
from rulecheck.vocabulary.truth import Truth, all_of, any_of, negation

from .blocks import DOCS, blocks, rows

PAGE = "writing-a-rule.md"
BLOCKS = {each.mark: each.text for each in blocks(PAGE)}
SMALL_PACK = DOCS.parent / "tests" / "packs" / "small_pack"
RULE_FILE = "council-hears-first.yaml"
FAULTS = rows(PAGE, "faults")

TRUTHS: dict[str, Truth] = {"true": True, "unknown": None, "false": False}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small pack with the files of the guide."""
    copy = tmp_path / "pack"
    shutil.copytree(SMALL_PACK, copy)
    for mark, text in BLOCKS.items():
        what, _, name = mark.partition(": ")
        if what == "file":
            (copy / name).write_text(text, encoding="utf-8")
        if what == "append":
            before = (copy / name).read_text(encoding="utf-8")
            (copy / name).write_text(before + text, encoding="utf-8")
    return copy


@pytest.fixture
def pack(folder: Path) -> Pack:
    return load_pack(folder)


@pytest.fixture
def tests(folder: Path, pack: Pack) -> tuple[RuleTest, ...]:
    return load_rule_tests(folder, pack)


def test_the_rules_tests_pass_and_show_every_outcome(
    pack: Pack, tests: tuple[RuleTest, ...]
) -> None:
    evaluator = best_evaluator()
    assert [test.name for test in tests if test.outcome(pack, evaluator) is not test.expected] == []
    assert {test.expected for test in tests} == set(Outcome)


def test_the_rule_cites_the_sentence_that_stands_there(pack: Pack) -> None:
    (sentence,) = fingerprints(BLOCKS["source"])
    (citation,) = next(
        each.citations for each in pack.recommendations if each.id == "council-hears-first"
    )
    assert (citation.paragraph, citation.sentence, citation.sha256) == (
        sentence.paragraph,
        sentence.sentence,
        sentence.sha256,
    )


def test_a_new_sentence_is_listed_as_shown() -> None:
    (new,) = verified(load_pack(SMALL_PACK), BLOCKS["source"]).unclassified
    assert BLOCKS["unclassified"].split() == [
        "unclassified",
        f"P{new.paragraph}",
        f"s{new.sentence}",
        new.sha256,
    ]


def test_the_rule_reads_as_shown(pack: Pack, tests: tuple[RuleTest, ...]) -> None:
    ((mark, shown),) = [each for each in BLOCKS.items() if each[0].startswith("shown: ")]
    described = describe(pack, tests, mark.removeprefix("shown: "), latest_change(pack))
    assert f"\n\n{shown}" in rules_text.render(described, "1.2.3")


def test_the_operators_are_those_of_the_language() -> None:
    due = [[kind.value, ", ".join(operators)] for kind, operators in OPERATORS.items()]
    assert rows(PAGE, "operators") == due


def test_the_table_of_truths_is_the_one_that_is_used() -> None:
    names = {value: name for name, value in TRUTHS.items()}
    due = [
        [
            names[first],
            names[second],
            names[all_of((first, second))],
            names[any_of((first, second))],
            names[negation(first)],
        ]
        for first, second in product(TRUTHS.values(), repeat=2)
    ]
    assert rows(PAGE, "truth") == due


@pytest.mark.parametrize(("before", "after", "told"), FAULTS)
def test_a_fault_is_told_as_the_guide_says(
    folder: Path, before: str, after: str, told: str
) -> None:
    file = folder / RULE_FILE
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(Faults) as refusal:
        load_pack(folder)
    said = [f"{each.message}: {each.hint}" for each in refusal.value.problems]
    assert any(each.startswith(told) for each in said), said
