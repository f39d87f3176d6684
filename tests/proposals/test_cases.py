"""The example files: proposals that must load, and faults with the words they are refused with.

A case in `good` is a YAML file of one or more valid proposals. A case in `bad` is a YAML file of
one, and beside it the text of everything that is wrong with it.
"""

from collections.abc import Iterator
from enum import EnumType, StrEnum
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from rulecheck.documents import DocumentError, Problem, parse
from rulecheck.documents.validation import Faults
from rulecheck.packs import Pack, load_pack
from rulecheck.proposals import LicenseDecision, PolicyAction, Proposal, read_proposal

TESTS = Path(__file__).parent.parent
CASES = TESTS / "cases" / "proposals"
GOOD = sorted((CASES / "good").glob("*.yaml"))
BAD = sorted((CASES / "bad").glob("*.yaml"))


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(TESTS / "packs" / "small_pack")


def read(path: Path, pack: Pack) -> list[Proposal]:
    documents = parse(path.name, path.read_bytes())
    return [read_proposal(document, pack) for document in documents]


def refusal(path: Path, pack: Pack) -> tuple[Problem, ...]:
    """Everything that is wrong with the file; nothing if it loads."""
    try:
        read(path, pack)
    except DocumentError as error:
        return (error.problem,)
    except Faults as faults:
        return faults.problems
    return ()


def in_words(problem: Problem) -> str:
    assert problem.span is not None
    start = problem.span.start
    hint = "" if problem.hint is None else f"  {problem.hint}\n"
    return f"{start.line}:{start.column}: {problem.message}\n{hint}"


def values(value: object) -> Iterator[object]:
    """Everything that a model holds."""
    match value:
        case BaseModel():
            for name in type(value).model_fields:
                yield from values(getattr(value, name))
        case tuple():
            for each in value:
                yield from values(each)
        case _:
            yield value


def models(value: object) -> Iterator[BaseModel]:
    """Every model inside a value, itself included."""
    if isinstance(value, BaseModel):
        yield value
        for name in type(value).model_fields:
            yield from models(getattr(value, name))
    if isinstance(value, tuple):
        for each in value:
            yield from models(each)


def nested(annotation: object) -> Iterator[object]:
    """Every type that an annotation is made of, down to the fields of models."""
    yield annotation
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for field in annotation.model_fields.values():
            yield from nested(field.annotation)
    for argument in get_args(annotation):
        yield from nested(argument)


def test_there_are_cases() -> None:
    assert GOOD
    assert BAD


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_file_loads(path: Path, pack: Pack) -> None:
    assert "".join(map(in_words, refusal(path, pack))) == ""
    assert read(path, pack)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_file_is_refused(path: Path, pack: Pack) -> None:
    expected = path.with_suffix(".txt").read_text(encoding="utf-8")
    assert "".join(map(in_words, refusal(path, pack))) == expected


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_every_fault_shows_its_line_and_says_what_to_write(path: Path, pack: Pack) -> None:
    problems = refusal(path, pack)
    assert problems
    for problem in problems:
        assert problem.source_name == path.name
        assert problem.line_text
        assert problem.hint


def test_every_expectation_belongs_to_a_case() -> None:
    expectations = (CASES / "bad").glob("*.txt")
    assert [path.name for path in expectations if not path.with_suffix(".yaml").exists()] == []


def test_the_good_files_use_every_word_of_every_field(pack: Pack) -> None:
    used = {
        (type(value), value)  # words of different fields are equal where they read the same
        for path in GOOD
        for each in read(path, pack)
        for value in values(each.model)
        if isinstance(value, StrEnum)
    }
    choices = {
        each
        for model in (LicenseDecision, PolicyAction)
        for each in nested(model)
        if isinstance(each, EnumType) and issubclass(each, StrEnum)
    }
    assert choices
    assert {(each, word) for each in choices for word in each} - used == set()


@pytest.mark.parametrize("kind", ["decision", "action"])
def test_a_field_left_out_and_a_field_unknown_are_the_same(kind: str, pack: Pack) -> None:
    (silent,) = read(CASES / "good" / f"nothing-stated-{kind}.yaml", pack)
    (unknown,) = read(CASES / "good" / f"every-section-unknown-{kind}.yaml", pack)
    assert unknown.model.model_dump(exclude={"id"}) == silent.model.model_dump(exclude={"id"})


@pytest.mark.parametrize(
    ("kind", "left_out"),
    [
        ("decision", {"Item.variant_of"}),  # stated instead of `product`, never beside it
        ("action", set()),
    ],
)
def test_the_full_files_state_every_field(kind: str, left_out: set[str], pack: Pack) -> None:
    (full,) = read(CASES / "good" / f"every-field-{kind}.yaml", pack)
    fields = [
        (f"{type(model).__name__}.{name}", getattr(model, name))
        for model in models(full.model)
        for name in type(model).model_fields
    ]
    stated = {name for name, value in fields if value is not None}
    assert {name for name, _ in fields} - stated == left_out
