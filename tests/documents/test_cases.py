"""The example files: what is read as what, and what is refused with which words.

A case in `good` is a YAML file and, beside it, the plain data of its documents in JSON, where a
date is `{"date": "…"}` and a decimal number `{"decimal": "…"}`. A case in `bad` is a YAML file
and the text of its fault.
"""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from rulecheck.documents import DocumentError, Plain, Problem, parse, plain

CASES = Path(__file__).parent.parent / "cases" / "documents"
GOOD = sorted((CASES / "good").glob("*.yaml"))
BAD = sorted((CASES / "bad").glob("*.yaml"))


def in_json(value: Plain) -> object:
    match value:
        case date():
            return {"date": value.isoformat()}
        case Decimal():
            return {"decimal": str(value)}
        case list():
            return [in_json(item) for item in value]
        case dict():
            return {key: in_json(item) for key, item in value.items()}
        case _:
            return value


def in_words(problem: Problem) -> str:
    place = ""
    if problem.span is not None:
        place = f"{problem.span.start.line}:{problem.span.start.column}: "
    return f"{place}{problem.message}\n  {problem.hint}\n"


def test_there_are_cases() -> None:
    assert GOOD
    assert BAD


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_file_is_read(path: Path) -> None:
    documents = parse(path.name, path.read_bytes())
    # Compared as text, for to Python 1 and true are equal.
    found = json.dumps([in_json(plain(document.root)) for document in documents], indent=1)
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert found == json.dumps(expected, indent=1)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_file_is_refused(path: Path) -> None:
    with pytest.raises(DocumentError) as refusal:
        parse(path.name, path.read_bytes())
    expected = path.with_suffix(".txt").read_text(encoding="utf-8")
    assert in_words(refusal.value.problem) == expected


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_hint_is_a_fragment_of_two_parts_at_most(path: Path) -> None:
    """Hints of all rooms stand behind the same word, so they are written alike."""
    hint = path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()[1].strip()
    assert hint[0].islower()
    assert not hint.endswith(".")
    assert hint.count("; ") <= 1


def test_every_expectation_belongs_to_a_case() -> None:
    expectations = [*(CASES / "good").glob("*.json"), *(CASES / "bad").glob("*.txt")]
    assert [path.name for path in expectations if not path.with_suffix(".yaml").exists()] == []
